// Carries out the edits of a corpus with npm yaml's Document API: prints the best time of a run and how many came out to the byte.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { createRequire } from "node:module";

const { parse, parseAllDocuments } = createRequire(import.meta.url)("yaml");
const [file, runs] = process.argv.slice(2);
const content = readFileSync(file);
const edits = (file.endsWith(".gz") ? gunzipSync(content) : content).toString("utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

function edited({ before, document, path, new_raw }) {
  const documents = parseAllDocuments(before);
  documents[document].setIn(path, parse(new_raw));
  return documents.map((one) => one.toString({ lineWidth: 0 })).join("");
}

function attempt(edit) {
  try {
    return edited(edit);
  } catch {
    return null; // What it cannot read or write is not preserved.
  }
}

let best = Infinity;
let right = 0;
for (let run = 0; run < Number(runs); run++) {
  const began = performance.now();
  const results = edits.map(attempt);
  best = Math.min(best, (performance.now() - began) / 1000);
  right = results.filter((result, index) => result === edits[index].after).length;
}

console.log(JSON.stringify({ seconds: best, right }));
