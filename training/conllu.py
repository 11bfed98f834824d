"""Reads CoNLL-U treebanks and IOB2 name files."""
import gzip
import os
from dataclasses import dataclass, field
from pathlib import Path

SHARED = Path(os.environ.get("RELATA_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"


@dataclass
class Sentence:
    """One sentence: parallel lists, one item a word. Heads count from 1; 0 is the root."""

    forms: list
    upos: list = field(default_factory=list)
    feats: list = field(default_factory=list)
    lemmas: list = field(default_factory=list)
    heads: list = field(default_factory=list)
    deprels: list = field(default_factory=list)
    names: list | None = None
    # Whose rules the names follow: each corpus draws the line of a name elsewhere.
    rules: str = "uner"
    misc: list = field(default_factory=list)
    # Ranges (first, last) of words written as one, counting from 1.
    multiword: list = field(default_factory=list)
    comments: dict = field(default_factory=dict)

    def __len__(self):
        return len(self.forms)


def open_text(path):
    path = Path(path)
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return open(path, encoding="utf-8")


def read(path):
    """Yields the sentences of a CoNLL-U file."""
    rows, multiword, comments = [], [], {}
    for line in open_text(path):
        line = line.rstrip("\n")
        if not line:
            if rows:
                yield build(rows, multiword, comments)
            rows, multiword, comments = [], [], {}
        elif line[0] == "#":
            key, _, value = line[1:].partition("=")
            comments[key.strip()] = value.strip()
        else:
            cols = line.split("\t")
            if cols[0].isdigit():
                rows.append(cols)
            elif "-" in cols[0]:
                first, last = map(int, cols[0].split("-"))
                multiword.append((first, last, cols[1]))
    if rows:
        yield build(rows, multiword, comments)


def build(rows, multiword, comments):
    column = lambda i: [row[i] for row in rows]
    return Sentence(
        forms=column(1), lemmas=[l.replace("’", "'") for l in column(2)], upos=column(3), feats=column(5), heads=[int(h) if h != "_" else 0 for h in column(6)],
        deprels=column(7), misc=column(9), multiword=multiword, comments=comments)


def read_names(path):
    """Yields (forms, tags) of an IOB2 file; classes other than PER, ORG and LOC become O."""
    forms, tags = [], []
    for line in open_text(path):
        line = line.rstrip("\n")
        if not line:
            if forms:
                yield forms, tags
            forms, tags = [], []
        elif line[0] != "#":
            cols = line.split("\t")
            if cols[0].isdigit():
                forms.append(cols[1])
                tags.append(cols[2] if cols[2][2:] in ("PER", "ORG", "LOC") else "O")
    if forms:
        yield forms, tags
