// The few things that pages ask of the browser.
(() => {
  const draftKey = (name) => `aisre.draft.${name}`;

  // Text that is being written is kept in this tab, so that a lost connection or a restart does not lose it, with the version
  // that it was written on top of.
  const keepDraft = (area) => {
    const draft = { text: area.value, basedOn: Number(area.dataset.basedOn ?? 0) };
    try {
      sessionStorage.setItem(draftKey(area.dataset.draft), JSON.stringify(draft));
    } catch {
      // The tab's storage is full; the text itself is in the page.
    }
  };

  document.addEventListener("input", (event) => {
    if (event.target.dataset?.draft) {
      keepDraft(event.target);
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

    keepDraft,

    draft(name) {
      try {
        return JSON.parse(sessionStorage.getItem(draftKey(name)));
      } catch {
        return null;
      }
    },

    dropDraft(name) {
      sessionStorage.removeItem(draftKey(name));
    },
  };
})();
