// Loads Monaco from this host, once, and only when a page that edits asks for it.
import { defineThemes, followTheme } from "./theme.js";
import { defineLanguages } from "./languages.js";

const folder = new URL("_content/BlazorMonaco/lib/monaco-editor/min/vs", document.baseURI).href;
const patience = 20_000;
let loading;

const script = (address) => new Promise((resolve, reject) => {
  const element = document.createElement("script");
  element.src = address;
  element.onload = resolve;
  element.onerror = () => reject(new Error(`${address} was not loaded`));
  document.head.append(element);
});

async function load() {
  await script(`${folder}/loader.js`);
  const modules = window.require;
  modules.config({ paths: { vs: folder } });
  const module = (name) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${name} was not loaded in time`)), patience);
    modules([name], resolve, reject);
  });
  await module("vs/editor/editor.main");
  defineLanguages(window.monaco, (await module("vs/basic-languages/yaml/yaml")).language);
  defineThemes(window.monaco);
  followTheme(window.monaco);
  return window.monaco;
}

// Asked again after a failure, it tries again.
export const monaco = () => (loading ??= load().catch((error) => {
  loading = undefined;
  throw error;
}));
