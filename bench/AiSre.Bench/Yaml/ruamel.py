"""Carries out the edits of a corpus with ruamel.yaml's round trip: prints the best time of a run and how many came out to the byte."""
import gzip
import io
import json
import sys
import time

from ruamel.yaml import YAML


def read(file):
    opened = gzip.open(file, "rt", encoding="utf-8") if file.endswith(".gz") else open(file, encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines if line.strip()]


def edited(edit):
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 1 << 20
    documents = list(yaml.load_all(edit["before"]))
    node = documents[edit["document"]]
    *way, last = edit["path"]
    for step in way:
        node = node[step]
    node[last] = yaml.load(edit["new_raw"])
    out = io.StringIO(newline="")
    yaml.dump_all(documents, out)
    return out.getvalue()


def attempt(edit):
    try:
        return edited(edit)
    except Exception:  # what it cannot read or write is not preserved
        return None


edits = read(sys.argv[1])
best = float("inf")
right = 0
for _ in range(min(int(sys.argv[2]), 2)):
    began = time.perf_counter()
    results = [attempt(edit) for edit in edits]
    best = min(best, time.perf_counter() - began)
    right = sum(result == edit["after"] for result, edit in zip(results, edits))
print(json.dumps({"seconds": best, "right": right}))
