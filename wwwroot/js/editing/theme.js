// The colours of the pages as Monaco's themes, and the switch between them at once when the page's theme is switched.
const root = document.documentElement;
const pen = document.createElement("canvas").getContext("2d");

// Monaco takes #rrggbb and #rrggbbaa only.
function hex(name, alpha = "") {
  pen.fillStyle = "#808080";
  pen.fillStyle = getComputedStyle(root).getPropertyValue(`--mud-palette-${name}`).trim();
  return `${pen.fillStyle.slice(0, 7)}${alpha}`;
}

const bare = (color) => color.slice(1);

export const themeName = () => `aisre-${root.dataset.theme === "dark" ? "dark" : "light"}`;

// Both are defined from what the page shows now, so each is defined anew when it is shown.
export function defineThemes(monaco) {
  const [text, soft, accent, calm, mark, bad, wait] = ["text-primary", "text-secondary", "primary", "info", "tertiary", "error", "warning"].map((name) => hex(name));
  monaco.editor.defineTheme(themeName(), {
    base: root.dataset.theme === "dark" ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      { token: "", foreground: bare(text) },
      // The basic themes name these for YAML, which counts more than the bare names.
      ...["", ".yaml"].flatMap((of) => [
        { token: `type${of}`, foreground: bare(accent) },
        { token: `string${of}`, foreground: bare(calm) },
        { token: `number${of}`, foreground: bare(calm) },
        { token: `keyword${of}`, foreground: bare(mark) },
      ]),
      { token: "comment", foreground: bare(soft), fontStyle: "italic" },
      { token: "operators", foreground: bare(soft) },
      { token: "delimiter", foreground: bare(soft) },
      { token: "heading", foreground: bare(accent), fontStyle: "bold" },
      { token: "strong", foreground: bare(text), fontStyle: "bold" },
      { token: "code", foreground: bare(mark) },
      { token: "link", foreground: bare(calm) },
    ],
    colors: {
      "editor.background": hex("surface"),
      "editor.foreground": text,
      "editorCursor.foreground": accent,
      "editorLineNumber.foreground": soft,
      "editorLineNumber.activeForeground": text,
      "editor.lineHighlightBackground": hex("primary", "0d"),
      "editor.lineHighlightBorder": "#00000000",
      "editor.selectionBackground": hex("primary", "40"),
      "editor.inactiveSelectionBackground": hex("primary", "26"),
      "editorIndentGuide.background": hex("divider"),
      "editorIndentGuide.activeBackground": hex("lines-inputs"),
      "editorError.foreground": bad,
      "editorWarning.foreground": wait,
      "editorWidget.background": hex("surface"),
      "editorWidget.foreground": text,
      "editorWidget.border": hex("divider"),
      "editorSuggestWidget.background": hex("surface"),
      "editorSuggestWidget.foreground": text,
      "editorSuggestWidget.border": hex("lines-inputs"),
      "editorSuggestWidget.highlightForeground": accent,
      "editorSuggestWidget.focusHighlightForeground": accent,
      "editorSuggestWidget.selectedBackground": hex("primary", "24"),
      "editorSuggestWidget.selectedForeground": text,
      "editorHoverWidget.background": hex("surface"),
      "editorHoverWidget.foreground": text,
      "editorHoverWidget.border": hex("lines-inputs"),
      "focusBorder": accent,
      "list.hoverBackground": hex("primary", "14"),
      "scrollbarSlider.background": hex("text-secondary", "40"),
      "textCodeBlock.background": hex("background"),
      "textLink.foreground": accent,
    },
  });
}

export function followTheme(monaco) {
  new MutationObserver(() => {
    defineThemes(monaco);
    monaco.editor.setTheme(themeName());
  }).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
}
