// A runbook's colours: YAML between the two lines of dashes, then Markdown. Code blocks keep one colour, whatever they hold.
export function defineRunbooks(monaco) {
  monaco.languages.register({ id: "runbook" });
  monaco.languages.setLanguageConfiguration("runbook", {
    comments: { lineComment: "#" },
    brackets: [["{", "}"], ["[", "]"], ["(", ")"]],
    autoClosingPairs: [["{", "}"], ["[", "]"], ["(", ")"], ["\"", "\""], ["'", "'"], ["`", "`"]].map(([open, close]) => ({ open, close })),
    surroundingPairs: [["{", "}"], ["[", "]"], ["(", ")"], ["\"", "\""], ["'", "'"], ["`", "`"], ["*", "*"]].map(([open, close]) => ({ open, close })),
    folding: { offSide: true },
    wordPattern: /[^\s,{}[\]:"'`()]+/g,
    onEnterRules: [{ beforeText: /^\s*(?:- )?[^\s#][^#]*:\s*$/, action: { indentAction: monaco.languages.IndentAction.Indent } }],
  });
  monaco.languages.setMonarchTokensProvider("runbook", {
    defaultToken: "",
    tokenPostfix: "",
    tokenizer: {
      root: [
        [/^\uFEFF?---\s*$/, { token: "operators", next: "@frontMatter", nextEmbedded: "yaml" }],
        [/.+/, { token: "@rematch", switchTo: "@prose" }],
      ],
      frontMatter: [
        [/^---\s*$/, { token: "@rematch", switchTo: "@closing", nextEmbedded: "@pop" }],
      ],
      closing: [
        [/^---\s*$/, { token: "operators", switchTo: "@prose" }],
      ],
      prose: [
        [/^\s{0,3}(```|~~~).*$/, { token: "code", next: "@fence.$1" }],
        [/^\s{0,3}#{1,6}(\s.*)?$/, "heading"],
        [/^\s{0,3}>/, "comment"],
        [/^\s*(?:[-*+]|\d+[.)])(?=\s)/, "operators"],
        [/`[^`]+`/, "code"],
        [/\*\*[^*]+\*\*|__[^_]+__/, "strong"],
        [/!?\[[^\]]*\]\([^)]*\)/, "link"],
        [/https?:\/\/[^\s)>]+/, "link"],
        [/[^`*_![h\s]+|./, ""],
      ],
      fence: [
        [/^\s{0,3}(```|~~~)\s*$/, { cases: { "$1==$S2": { token: "code", next: "@pop" }, "@default": "code" } }],
        [/.+/, "code"],
      ],
    },
  });
}
