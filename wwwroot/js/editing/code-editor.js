// Puts Monaco in the place of a text area, and takes it away again. The text area stays in the page with the same text: it
// is what there is while Monaco loads, where it does not start, and for whoever prefers it.
import { Edits } from "./edits.js";
import { languages } from "./languages.js";
import { monaco as load } from "./monaco.js";
import { themeName } from "./theme.js";

const choiceKey = "aisre.editor";
const editors = new Map();
const kinds = { Key: "Property", Operation: "Function", Value: "EnumMember", Heading: "Text" };
let isHelped = false;

// Monaco is not made for fingers; a choice that somebody made counts more.
const isWanted = () => {
  const choice = localStorage.getItem(choiceKey);
  return choice ? choice === "monaco" : !matchMedia("(pointer: coarse)").matches;
};

export const attach = (root, server, options) => new CodeEditor(root, server, options);

class CodeEditor {
  constructor(root, server, options) {
    this.root = root;
    this.area = root.querySelector("textarea");
    this.host = root.querySelector("[data-host]");
    this.server = server;
    this.options = options;
  }

  // Starts Monaco where it is wanted; says what is there now: monaco, plain or failed.
  async start(isChosen) {
    if (isChosen) {
      localStorage.setItem(choiceKey, "monaco");
    } else if (!isWanted()) {
      return "plain";
    }

    try {
      this.monaco = await load();
    } catch (error) {
      console.warn("The editor does not start, so the text area stays:", error);
      return "failed";
    }

    if (!this.root.isConnected) {
      return "plain";
    }

    this.show();
    return "monaco";
  }

  show() {
    const { monaco, area, options } = this;
    const [from, to] = [area.selectionStart, area.selectionEnd];
    const hadFocus = document.activeElement === area;
    const model = this.model = monaco.editor.createModel(area.value, options.language);
    model.setEOL(options.isCrLf ? monaco.editor.EndOfLineSequence.CRLF : monaco.editor.EndOfLineSequence.LF);
    model.updateOptions({ tabSize: 2, insertSpaces: true });
    this.edits = new Edits(this.server, () => this.text(), options.isUniform ? this.text() : null);
    this.root.dataset.mode = "monaco";
    this.editor = monaco.editor.create(this.host, {
      model,
      theme: themeName(),
      ariaLabel: `${options.label}. Escape, then Tab, leaves it.`,
      automaticLayout: true,
      fontFamily: getComputedStyle(area).fontFamily,
      fontSize: 13,
      lineHeight: 20,
      padding: { top: 12, bottom: 12 },
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
      overviewRulerLanes: 1,
      overviewRulerBorder: false,
      hideCursorInOverviewRuler: true,
      lineDecorationsWidth: 8,
      glyphMargin: false,
      folding: true,
      renderLineHighlightOnlyWhenFocus: true,
      wordWrap: "on",
      wrappingIndent: "indent",
      wordBasedSuggestions: false,
      quickSuggestions: { other: true, comments: false, strings: true },
      suggest: { showWords: false, showStatusBar: false, preview: false, snippetsPreventQuickSuggestions: false },
      suggestSelection: "first",
      tabCompletion: "off",
      acceptSuggestionOnCommitCharacter: false,
      fixedOverflowWidgets: true,
      links: false,
      contextmenu: true,
      unicodeHighlight: { ambiguousCharacters: true, includeStrings: true, includeComments: true },
    });
    editors.set(model.uri.toString(), this);
    help(monaco);
    const input = this.host.querySelector("textarea");
    input.setAttribute("aria-describedby", options.describedBy ?? "");
    // Monaco tells what happens through two parts that it calls landmarks of the same name; they are none.
    document.querySelectorAll(".monaco-status").forEach((it) => it.setAttribute("role", "status"));
    this.fit();
    this.listen();
    if (hadFocus) {
      this.editor.setSelection(monaco.Range.fromPositions(model.getPositionAt(this.offset(from)), model.getPositionAt(this.offset(to))));
      this.editor.focus();
    }
  }

  listen() {
    const { editor, model } = this;
    model.onDidChangeContent(() => {
      this.area.value = model.getValue(this.monaco.editor.EndOfLinePreference.LF, true);
      window.aisre.keepDraft(this.area);
      this.edits.soon();
    });
    editor.onDidContentSizeChange(() => this.fit());
    addEventListener("resize", (this.refit = () => this.narrow()));
    this.narrow();

    // Tab indents, as everywhere in editors; after Escape it goes on to what follows, so nobody is kept in.
    let leaves = false;
    this.host.addEventListener("keydown", (this.keys = (event) => {
      if (event.key === "Tab" && leaves && !event.ctrlKey && !event.altKey) {
        event.stopImmediatePropagation();
      } else if (event.key !== "Shift") {
        const isBusy = this.host.ownerDocument.querySelector(".suggest-widget.visible, .find-widget.visible") || editor.getModel() !== model || !editor.getSelection().isEmpty();
        leaves = event.key === "Escape" && !isBusy;
      }
    }), true);
  }

  // As high as the text, within what the stylesheet allows.
  fit() {
    this.host.style.setProperty("--content", `${this.editor.getContentHeight()}px`);
  }

  narrow() {
    const isNarrow = innerWidth < 600;
    this.editor.updateOptions({ lineNumbersMinChars: isNarrow ? 2 : 4, folding: !isNarrow });
  }

  text() {
    return this.model.getValue(undefined, true);
  }

  // A place of the text area's text, whose lines end with one character, in the model's.
  offset(at) {
    return this.options.isCrLf ? at + this.area.value.slice(0, at).split("\n").length - 1 : at;
  }

  // Replaces the whole text in one step that can be undone.
  set(text) {
    if (!this.editor) {
      this.area.value = text;
    } else if (text !== this.text()) {
      this.editor.pushUndoStop();
      this.editor.executeEdits("aisre", [{ range: this.model.getFullModelRange(), text, forceMoveMarkers: true }]);
      this.editor.pushUndoStop();
      this.editor.setPosition({ lineNumber: 1, column: 1 });
    }

    this.edits?.replaced();
    window.aisre.keepDraft(this.area);
  }

  mark(findings) {
    if (!this.model) {
      return;
    }

    const { MarkerSeverity } = this.monaco;
    this.host.querySelector("textarea").setAttribute("aria-invalid", findings.some((finding) => finding.isError));
    this.monaco.editor.setModelMarkers(this.model, "aisre", findings.map((finding) => {
      const line = Math.min(finding.line, this.model.getLineCount());
      const last = this.model.getLineLastNonWhitespaceColumn(line) || 1;
      const column = finding.column < last ? finding.column : Math.max(1, this.model.getLineFirstNonWhitespaceColumn(line));
      return {
        severity: finding.isError ? MarkerSeverity.Error : MarkerSeverity.Warning,
        message: finding.message,
        startLineNumber: line, startColumn: column, endLineNumber: line, endColumn: Math.max(last, column + 1),
      };
    }));
  }

  goTo(line, column) {
    if (!this.editor) {
      window.aisre.goTo(this.area, line, column);
      return;
    }

    this.host.scrollIntoView({ block: "nearest" });
    this.editor.setPosition({ lineNumber: line, column });
    this.editor.revealLineInCenterIfOutsideViewport(line);
    this.editor.focus();
  }

  async flush() {
    await this.edits?.now();
  }

  // Back to the text area, which has the same text.
  async plain() {
    localStorage.setItem(choiceKey, "plain");
    await this.flush().catch(() => {});
    this.dispose();
    this.root.dataset.mode = "plain";
    this.area.focus();
  }

  dispose() {
    if (this.editor) {
      this.edits.stop();
      removeEventListener("resize", this.refit);
      this.host.removeEventListener("keydown", this.keys, true);
      editors.delete(this.model.uri.toString());
      this.editor.dispose();
      this.model.dispose();
      this.editor = this.model = this.edits = undefined;
    }
  }
}

// Completion and hover are asked of the server, after it knows the text as it is now.
function help(monaco) {
  if (isHelped) {
    return;
  }

  isHelped = true;
  for (const language of languages) {
    monaco.languages.registerCompletionItemProvider(language, {
      triggerCharacters: [" ", ":", "-", "[", "{", ",", "#"],
      async provideCompletionItems(model, position) {
        const now = await settle(model);
        const answer = now && await ask(model, "Complete", now);
        if (!answer || answer.line !== position.lineNumber || answer.from > position.column) {
          return { suggestions: [], incomplete: true };
        }

        // Monaco counts what is replaced after the cursor from where the cursor was when it asked.
        const range = new monaco.Range(answer.line, answer.from, answer.line, position.column + Math.max(0, answer.to - now.column));
        return { suggestions: answer.items.map((item, index) => suggestion(monaco, item, index, range)) };
      },
    });
    monaco.languages.registerHoverProvider(language, {
      async provideHover(model, position) {
        const meaning = await ask(model, "Explain", position);
        return meaning && { contents: [{ value: meaning.text }], range: new monaco.Range(meaning.line, meaning.from, meaning.line, meaning.to) };
      },
    });
  }
}

// Where the cursor is when the server knows the text that it stands in; somebody who types fast is further than the question.
async function settle(model) {
  const editor = editors.get(model.uri.toString());
  for (let attempt = 0; attempt < 5 && editor?.editor; attempt++) {
    await editor.edits.now().catch(() => {});
    if (editor.editor && editor.edits.known === editor.text()) {
      return editor.editor.getPosition();
    }
  }

  return null;
}

async function ask(model, what, position) {
  const editor = editors.get(model.uri.toString());
  try {
    await editor?.edits.now();
    return await editor?.server.invokeMethodAsync(what, position.lineNumber, position.column);
  } catch {
    // Without a connection there is nothing to offer; what is typed stays.
    return null;
  }
}

function suggestion(monaco, item, index, range) {
  const { CompletionItemKind, CompletionItemInsertTextRule } = monaco.languages;
  return {
    label: { label: item.label, description: item.detail ?? undefined },
    filterText: item.label,
    kind: CompletionItemKind[kinds[item.kind]],
    documentation: item.meaning ? { value: item.meaning } : undefined,
    insertText: item.insert,
    insertTextRules: CompletionItemInsertTextRule.InsertAsSnippet | CompletionItemInsertTextRule.KeepWhitespace,
    sortText: String(index).padStart(4, "0"),
    command: item.asksOn ? { id: "editor.action.triggerSuggest", title: "" } : undefined,
    range,
  };
}
