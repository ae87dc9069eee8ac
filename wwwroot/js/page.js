// The few things that pages ask of the browser.
window.aisre = {
  scrollTo(element) {
    element?.scrollIntoView({ block: "center", behavior: "instant" });
  },
};
