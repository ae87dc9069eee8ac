// The languages of the editor: guardrails are YAML, a runbook is YAML between two lines of dashes and then Markdown, whose
// code blocks keep one colour, whatever they hold.
const pairs = (...signs) => signs.map(([open, close]) => ({ open, close }));
const brackets = ["{}", "[]", "()"];

const configure = (monaco, id) => {
  monaco.languages.register({ id });
  monaco.languages.setLanguageConfiguration(id, {
    comments: { lineComment: "#" },
    brackets: brackets.map(([open, close]) => [open, close]),
    autoClosingPairs: pairs(...brackets, "\"\"", "''", "``"),
    surroundingPairs: pairs(...brackets, "\"\"", "''", "``", "**"),
    folding: { offSide: true },
    wordPattern: /[^\s,{}[\]:"'`()]+/g,

    // What stands under a key, and what stands beside the first key of an item, is indented.
    onEnterRules: [/^\s*[\w./-]+:\s*$/, /^\s*- [\w./-]+:(\s.*)?$/].map((beforeText) => ({ beforeText, action: { indentAction: monaco.languages.IndentAction.Indent } })),
  });
};

export const languages = ["guardrails", "runbook"];

// yaml: the colours that come with Monaco.
export function defineLanguages(monaco, yaml) {
  languages.forEach((id) => configure(monaco, id));
  monaco.languages.setMonarchTokensProvider("guardrails", yaml);
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
