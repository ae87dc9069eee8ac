// What to do in each state of the connection; what to show is the stylesheet's matter.
(() => {
  const notice = document.getElementById("components-reconnect-modal");

  const retry = async () => {
    try {
      if (!(await Blazor.reconnect())) {
        // The server answers but does not know this page any more: it was restarted.
        location.reload();
      }
    } catch {
      document.addEventListener("visibilitychange", retryWhenVisible, { once: true });
    }
  };

  const retryWhenVisible = () => {
    if (document.visibilityState === "visible") {
      retry();
    }
  };

  notice.addEventListener("components-reconnect-state-changed", (event) => {
    if (event.detail.state === "rejected") {
      location.reload();
    } else if (event.detail.state === "failed") {
      document.addEventListener("visibilitychange", retryWhenVisible, { once: true });
    }
  });

  notice.querySelector("[data-reconnect]").addEventListener("click", retry);
})();
