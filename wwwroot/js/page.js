// The few things that pages ask of the browser.
(() => {
  const draftKey = (name) => `aisre.draft.${name}`;

  // Text that is being written is kept in this tab, so that a lost connection or a restart does not lose it.
  document.addEventListener("input", (event) => {
    const name = event.target.dataset?.draft;
    if (name) {
      sessionStorage.setItem(draftKey(name), event.target.value);
    }
  });

  window.aisre = {
    scrollTo(element) {
      element?.scrollIntoView({ block: "center", behavior: "instant" });
    },

    goTo(area, line, column) {
      const before = area.value.split("\n").slice(0, line - 1);
      const at = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
      area.focus();
      area.setSelectionRange(at, at);
      const top = area.getBoundingClientRect().top + (line - 1) * parseFloat(getComputedStyle(area).lineHeight);
      scrollBy({ top: top - innerHeight / 2, behavior: "instant" });
    },

    draft(name) {
      return sessionStorage.getItem(draftKey(name));
    },

    dropDraft(name) {
      sessionStorage.removeItem(draftKey(name));
    },
  };
})();
