"""Trains the weights that tell where sentences end: `python sentences_train.py --program PATH --texts runs/texts.txt --out ../models/en/sentences.safetensors`.

`--program` is the example `sentences` of `relata-analysis`, built: it says what is seen of each gap, so that training and product
see the same. `--texts` is plain text (of `texts.py`) from which it is learned how words are usually written. Logistic
regression over hashed numbers, on the training parts of EWT and GUM; about four minutes on one core.
"""
import argparse
import json
import random
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

import sentences_corpus
from conllu import SHARED
from sentences_words import table

BITS = 18
SEEN = 42
FORMAT = {"format": "relata.sentences.v1"}
# What the sum must exceed where the rules say yes, where they say no, where they are silent, and there after a dash.
# A wrong end tears a clause apart: against the rules, and after a dash, the weights must be surer.
MARGINS = (-0.8, 0.2, -0.7, 0.6)

STRAIGHT = str.maketrans("“”‘’–", "\"\"''-")


def curly(text):
    """Returns a text with its straight quotes made curly: opening after a blank or a bracket."""
    out = []
    for i, c in enumerate(text):
        opens = i == 0 or text[i - 1] in " ([—"
        out.append({'"': "“" if opens else "”", "'": "‘" if opens else "’"}.get(c, c))
    return "".join(out)


def variants(sentences, rng):
    """Yields the sentences of a document as they are written, and as others might have written them."""
    yield "paragraphs", sentences
    yield "flat", sentences
    # Short texts: a document broken at some of its paragraphs.
    piece = []
    for sentence in sentences:
        if piece and sentence[2] and rng.random() < 0.4:
            yield "flat", piece
            piece = []
        piece.append(sentence)
    if len(piece) < len(sentences):
        yield "flat", piece
    rewritten = lambda change: [(change(text), after, begins) for text, after, begins in sentences]
    way = rng.choice(sentences_corpus.WAYS)
    yield way, rewritten(curly if any('"' in s[0] or "'" in s[0] for s in sentences) else lambda t: t.translate(STRAIGHT))
    draw = rng.random()
    if draw < 0.06:
        yield way, rewritten(str.lower)
    elif draw < 0.1:
        yield way, rewritten(str.upper)
    elif draw < 0.2:
        yield way, rewritten(lambda t: t.replace(" - ", " – ").replace("--", "—"))


def texts(rng):
    for path in ("ud_ewt/en_ewt-ud-train.conllu.gz", "ud_gum_open/en_gum-open-train.conllu.gz"):
        for _, sentences in sentences_corpus.documents(SHARED / path):
            for way, written in variants(sentences, rng):
                yield sentences_corpus.put_together(written, way)


def plain_texts(paragraphs, letters, rng):
    """Yields texts of some plain paragraphs that follow each other, with the ends of paragraphs, until so many letters are read."""
    while letters > 0:
        at = rng.randrange(len(paragraphs) - 6)
        part = [p for p in paragraphs[at:at + rng.randint(1, 6)] if len(p) < 3000]
        way = rng.choice(sentences_corpus.WAYS)
        if part:
            yield sentences_corpus.put_together([(text, " ", True) for text in part], way)
        letters -= sum(map(len, part))


# Where plain text tells for certain that a sentence ends: a word in small letters, a full stop, a capital.
CERTAIN = re.compile(r"(?<= [a-z]{4})[a-z]*\.[”\"]?(?= [“\"]?[A-Z])")
# Where it does not tell: after these a sentence may end or not.
OPEN = re.compile(r"[:;–—.!?…-]['\"”’)\]*]*$")


def plain_gaps(program, weights, written):
    """Returns gaps of plain news whose answer is known: ends of paragraphs, certain ends, and gaps inside that have no mark."""
    seen, ends, where = gaps(program, weights, written)
    certain = [{m.end() for m in CERTAIN.finditer(text)} for text, _ in written]
    sure = [end in certain[line] for line, end in where]
    kept = [bool(is_end) or s or not OPEN.search(written[line][0][max(0, end - 6):end])
            for is_end, s, (line, end) in zip(ends.tolist(), sure, where)]
    return seen[kept], torch.maximum(ends, torch.tensor(sure, dtype=torch.float32))[kept]


def gaps(program, weights, written):
    """Returns the numbers seen of every gap in question, whether a sentence ends there, and where (text, character)."""
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text, _ in written)
    out = subprocess.run([program, "--gaps", "--weights", weights], input=lines.encode(), capture_output=True, check=True).stdout
    rows = np.frombuffer(out, dtype="<u4").reshape(-1, SEEN + 3)
    rows = rows[rows[:, 2] > 0]
    ends = [set(ends) for _, ends in written]
    return torch.tensor(rows[:, 3:].astype(np.int64)), torch.tensor([float(end in ends[line]) for line, end in rows[:, :2]]), rows[:, :2].tolist()


def fit(seen, ends, seed, epochs, rate=0.02, drop=0.1, batch=512):
    torch.manual_seed(seed)
    weights = torch.nn.Embedding(1 << BITS, 1, sparse=True)
    torch.nn.init.zeros_(weights.weight)
    optimizer = torch.optim.Adagrad(weights.parameters(), lr=rate)
    for _ in range(epochs):
        for rows in torch.randperm(len(seen)).split(batch):
            each = weights(seen[rows]).squeeze(-1)
            kept = each * (torch.rand_like(each) > drop) / (1 - drop)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(kept.sum(1), ends[rows]) + 1e-5 * (each**2).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return weights.weight.detach().squeeze(1)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--program", required=True)
    p.add_argument("--texts", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--seeds", type=int, default=3, help="runs whose weights are averaged")
    p.add_argument("--plain", type=int, default=3_000_000, help="letters of plain text whose gaps are trained on")
    p.add_argument("--epochs", type=int, default=10)
    a = p.parse_args()
    torch.set_num_threads(1)
    written = list(texts(random.Random(1)))
    plain = a.texts.read_text(encoding="utf-8").split("\n\n")
    words = table(plain + [part for text, _ in written for part in text.split("\n\n")])
    save = lambda path, weights, margins: save_file(
        {"weights": weights, "words": words, "margins": np.array(margins, np.int32)}, path, metadata=FORMAT)
    with tempfile.NamedTemporaryFile() as empty:
        save(empty.name, np.zeros(1 << BITS, np.int8), [0] * len(MARGINS))
        seen, ends, _ = gaps(a.program, empty.name, written)
        print(f"treebanks: {len(written)} texts, {len(seen)} gaps, {int(ends.sum())} of them ends", flush=True)
        news = list(plain_texts(plain, a.plain, random.Random(2)))
        more = plain_gaps(a.program, empty.name, news)
        print(f"plain news: {len(news)} texts, {len(more[0])} gaps, {int(more[1].sum())} of them ends", flush=True)
        seen, ends = torch.cat([seen, more[0]]), torch.cat([ends, more[1]])
    weights = torch.stack([fit(seen, ends, seed, a.epochs) for seed in range(a.seeds)]).mean(0)
    scale = 127 / weights.abs().max().item()
    save(a.out, (weights * scale).round().to(torch.int8).numpy(), [round(margin * scale) for margin in MARGINS])
    print(f"scale {scale:.1f}; {int((weights != 0).sum())} weights in use; {a.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
