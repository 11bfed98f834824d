"""Labels plain text with the teacher and keeps what it is surest of.

cargo run --release -p relata-analysis --example words < runs/texts.txt > runs/words.txt
label_silver.py --teacher runs/teacher --words runs/words.txt --out runs/silver.npz
"""
import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch

import corpus
import silver
import teacher
from batches import plan
from labels import Labels


@torch.no_grad()
def label(model, sentences, pieces):
    """Yields (index, columns, confidence) for each sentence, columns as in `silver.FIELDS`."""
    model.eval()
    examples = [{"forms": forms, "words": [0] * len(forms)} for forms in sentences]
    for group in plan([teacher.length(e) for e in examples], pieces, random.Random(0)):
        batch = teacher.tensors([examples[i] for i in group])
        x, mask = model.encode(batch), batch["mask"]
        heads_p, heads = torch.softmax(model.arcs(x, mask), 2)[:, :, :].topk(min(silver.GUESSES, mask.shape[1] + 1), 2)
        relations_p, relations = torch.softmax(model.relate(x, heads[:, :, 0]), 2).topk(silver.GUESSES, 2)
        found = {
            "upos": model.upos(x).argmax(2).to(torch.int8), "tags": model.tags(x).argmax(2).short(), "rules": model.rules(x).argmax(2).short(),
            "heads": heads.short(), "heads_p": heads_p.half(), "relations": relations.to(torch.int8), "relations_p": relations_p.half(),
            "names_p": torch.softmax(model.names(x), 2).half(),
        }
        sure = (heads_p[:, :, 0] * relations_p[:, :, 0]).log()
        for row, i in enumerate(group):
            n = len(sentences[i])
            yield i, {k: v[row, :n].numpy() for k, v in found.items()}, float(sure[row, :n].mean())


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--teacher", required=True)
    p.add_argument("--words", required=True, help="one sentence a line, words with blanks between")
    p.add_argument("--out", required=True)
    p.add_argument("--keep", type=float, default=0.9, help="share of the sentences kept")
    p.add_argument("--part", default="0/1", help="K/N: every N-th sentence from the K-th, to label in several runs")
    p.add_argument("--pieces", type=int, default=3000)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    labels = Labels.from_json(json.loads((Path(a.teacher) / "labels.json").read_text()))
    model = teacher.Teacher(labels)
    model.load_state_dict(torch.load(Path(a.teacher) / "best.pt"))
    seen, sentences = set(), []
    # Sentences whose names are drawn by other rules: here they get names by the rules that ship.
    lines = [" ".join(s.forms) for s in corpus.gum("train") + corpus.other_names() if not any(" " in f for f in s.forms)]
    for line in [*lines, *open(a.words, encoding="utf-8")]:
        forms = line.split()
        letters = sum(any(c.isalpha() for c in f) for f in forms)
        if line not in seen and 3 <= len(forms) <= 60 and letters * 2 > len(forms):
            seen.add(line)
            sentences.append(forms)
    part, parts = map(int, a.part.split("/"))
    sentences = sentences[part::parts]
    print(len(sentences), "sentences,", sum(map(len, sentences)), "words", flush=True)
    began, rows = time.time(), []
    for row in label(model, sentences, a.pieces):
        rows.append(row)
        if len(rows) % 10000 == 0:
            print(len(rows), f"{time.time() - began:.0f}s", flush=True)
    rows.sort(key=lambda r: (-r[2], r[0]))
    rows = sorted(rows[:int(len(rows) * a.keep)], key=lambda r: r[0])
    columns = {f: np.concatenate([r[1][f] for r in rows]) for f in silver.FIELDS}
    silver.write(a.out, [sentences[r[0]] for r in rows], columns)
    print(len(rows), "kept;", f"{time.time() - began:.0f}s")


main()
