"""Labels plain text with the teacher and keeps what it is surest of.

cargo run --release -p relata-analysis --example words < runs/texts.txt > runs/words.txt
label_silver.py --teacher runs/teacher --words runs/words.txt --out runs/silver.jsonl.gz
"""
import argparse
import json
import time
from pathlib import Path

import torch

import evaluate
import silver
import teacher
from conllu import Sentence
from labels import Labels


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--teacher", required=True)
    p.add_argument("--words", required=True, help="one sentence a line, words with blanks between")
    p.add_argument("--out", required=True)
    p.add_argument("--keep", type=float, default=0.85, help="share of the sentences kept")
    p.add_argument("--limit", type=int)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    labels = Labels.from_json(json.loads((Path(a.teacher) / "labels.json").read_text()))
    model = teacher.Teacher(labels)
    model.load_state_dict(torch.load(Path(a.teacher) / "best.pt"))
    seen, sentences = set(), []
    for line in open(a.words, encoding="utf-8"):
        forms = line.split()
        letters = sum(any(c.isalpha() for c in f) for f in forms)
        if line not in seen and 3 <= len(forms) <= 60 and letters * 2 > len(forms):
            seen.add(line)
            sentences.append(Sentence(forms=forms))
    sentences = sentences[:a.limit]
    print(len(sentences), "sentences,", sum(map(len, sentences)), "words", flush=True)
    began, rows = time.time(), []
    for i, got in evaluate.predict(model, labels, sentences, words=4000, batcher=teacher.tensors):
        rows.append((got.pop("confidence"), got.pop("name_confidence"), i, got))
        if len(rows) % 10000 == 0:
            print(len(rows), f"{time.time() - began:.0f}s", flush=True)
    rows.sort(key=lambda r: (-r[0], r[2]))
    rows = rows[:int(len(rows) * a.keep)]
    # Names that the teacher doubts are left open; the words around them still teach syntax.
    doubt = sorted(r[1] for r in rows)[int(len(rows) * 0.08)]
    rows.sort(key=lambda r: r[2])
    silver.write(a.out, ({"forms": sentences[i].forms, **got, "names": got["names"] if sure >= doubt else None} for _, sure, i, got in rows))
    print(len(rows), "kept;", f"{time.time() - began:.0f}s")


main()
