"""Silver sentences: plain text with what the teacher thinks of each word, doubts included.

A word's head and relation come as the teacher's three best guesses with their probabilities, its name tag as all seven
probabilities: where the teacher wavers, so should the student (Hinton et al. 2015).
"""
from collections import Counter
from pathlib import Path

import numpy as np

from corpus import SMALL
from features import key

GUESSES = 3
FIELDS = ("upos", "tags", "rules", "heads", "heads_p", "relations", "relations_p", "names_p")


def write(path, forms, columns):
    """Writes sentences: `forms` a list of lists, `columns` arrays with one row a word."""
    unfinished = Path(str(path) + ".unfinished.npz")
    np.savez(unfinished, forms=np.array("\n".join(" ".join(f) for f in forms)), **columns)
    unfinished.rename(path)


def read(path):
    """Returns the sentences as examples, each a dict of the fields and its forms."""
    data = np.load(path)
    columns, at, out = {f: data[f] for f in FIELDS}, 0, []
    for line in str(data["forms"]).split("\n"):
        forms = line.split(" ")
        out.append({"forms": forms} | {f: c[at:at + len(forms)] for f, c in columns.items()})
        at += len(forms)
    return out


def common_words(examples, least):
    """Returns the keys of the words seen at least so often, commonest first."""
    count = Counter(key(f) for e in examples for f in e["forms"])
    return [w for w, n in sorted(count.items(), key=lambda p: (-p[1], p[0])) if n >= least]


def noisy(example, rng):
    """Returns the example as it is, or written as headlines, shouts and careless notes are."""
    draw, n = rng.random(), len(example["forms"])
    if draw < 0.82 or n < 3:
        return example
    if example["forms"][-1] in (".", "!", "?") and not (example["heads"][:-1] == n).any():
        example = {k: v[:-1] for k, v in example.items()}
    forms = example["forms"]
    if draw < 0.89:
        return example
    if draw < 0.94:
        forms = [f if i and f.lower() in SMALL else f[:1].upper() + f[1:] for i, f in enumerate(forms)]
    elif draw < 0.97:
        forms = [f.upper() for f in forms]
    else:
        forms = [f.lower() for f in forms]
    return example | {"forms": forms}
