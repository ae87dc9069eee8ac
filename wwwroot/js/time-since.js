// <time-since datetime="2026-11-02T03:04:05Z">…</time-since> shows how long ago that was and keeps counting;
// with mode="span" the time passed, up to until="…" where that is given. The words are drawn in the element's shadow,
// so that they never get in the way of the server's own rendering; the text inside is what is read without scripts.
(() => {
  const root = document.documentElement;
  // Times are the server's; a browser's clock may be minutes off.
  const skew = Number(root.dataset.serverNow || Date.now()) - Date.now();
  const elements = new Set();
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];

  function words(seconds) {
    const index = units.findIndex(([, size]) => seconds >= size);
    if (index < 0) {
      return "0 s";
    }

    const [unit, size] = units[index];
    const whole = `${Math.floor(seconds / size)} ${unit}`;
    const [nextUnit, nextSize] = units[index + 1] ?? [];
    const rest = nextSize ? Math.floor((seconds % size) / nextSize) : 0;
    return rest > 0 ? `${whole} ${rest} ${nextUnit}` : whole;
  }

  function coarse(seconds) {
    const [unit, size] = units.find(([, s]) => seconds >= s) ?? ["s", 1];
    return `${Math.floor(seconds / size)} ${unit}`;
  }

  class TimeSince extends HTMLElement {
    static observedAttributes = ["datetime", "until", "mode"];

    constructor() {
      super();
      this.attachShadow({ mode: "open" });
      this.text = this.shadowRoot.appendChild(document.createTextNode(""));
    }

    connectedCallback() {
      elements.add(this);
      this.draw();
    }

    disconnectedCallback() {
      elements.delete(this);
    }

    attributeChangedCallback() {
      this.draw();
    }

    draw() {
      const at = Date.parse(this.getAttribute("datetime"));
      if (Number.isNaN(at)) {
        return;
      }

      const until = this.getAttribute("until");
      const end = until ? Date.parse(until) : Date.now() + skew;
      const seconds = Math.round((end - at) / 1000);
      const mode = this.getAttribute("mode");
      let text;
      if (mode === "span") {
        text = words(Math.max(0, seconds));
      } else if (mode === "clock") {
        text = new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
      } else if (seconds < -1) {
        text = `in ${coarse(-seconds)}`;
      } else if (seconds < 5) {
        text = mode === "due" ? "now" : "just now";
      } else {
        text = mode === "due" ? "now" : `${coarse(seconds)} ago`;
      }

      if (this.text.data !== text) {
        this.text.data = text;
      }

      const exact = new Date(at).toLocaleString([], { dateStyle: "medium", timeStyle: "long", hourCycle: "h23" });
      if (this.title !== exact) {
        this.title = exact;
      }
    }
  }

  customElements.define("time-since", TimeSince);
  setInterval(() => elements.forEach((element) => element.draw()), 1000);
})();
