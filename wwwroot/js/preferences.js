// What this browser remembers: light or dark, and hints that were closed. Set on the root element before the first
// paint, so that nothing flashes or jumps, and handled here, so that it answers while the connection is lost.
(() => {
  const root = document.documentElement;
  const themeKey = "aisre.theme";
  const closedKey = "aisre.closed-hints";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const systemTheme = () => (dark.matches ? "dark" : "light");

  // A theme is remembered only where it differs from the system's: a browser that agrees goes on following it.
  const apply = () => {
    const theme = localStorage.getItem(themeKey) ?? systemTheme();
    root.dataset.theme = theme;
    root.style.colorScheme = theme;
    root.dataset.closedHints = localStorage.getItem(closedKey) ?? "";
  };

  const switchTheme = () => {
    const next = root.dataset.theme === "dark" ? "light" : "dark";
    if (next === systemTheme()) {
      localStorage.removeItem(themeKey);
    } else {
      localStorage.setItem(themeKey, next);
    }
  };

  const closeHint = (name) => {
    const closed = new Set((localStorage.getItem(closedKey) ?? "").split(" ").filter(Boolean));
    localStorage.setItem(closedKey, [...closed.add(name)].join(" "));
  };

  document.addEventListener("click", (event) => {
    const theme = event.target.closest?.("[data-theme-toggle]");
    const hint = event.target.closest?.("[data-close-hint]");
    if (theme) {
      switchTheme();
    } else if (hint) {
      closeHint(hint.dataset.closeHint);
    } else {
      return;
    }

    apply();
  });
  dark.addEventListener("change", apply);
  addEventListener("storage", apply);
  apply();
})();
