"""How fast does the language engine read, beside spaCy's small architecture?

python3 -m venv venv && venv/bin/pip install spacy
cargo build --release -p relata --example stages
venv/bin/python benches/engine.py TREEBANK.conllu [--rounds 5]

Both read the same sentences of a CoNLL-U treebank, cut into words, on one core of the same machine, by turns. spaCy's pipeline
has the parts and sizes of en_core_web_sm (two encoders of width 96 and depth 4; tagger, parser, names), made here with random
weights and a few updates on the treebank's own trees, so that the parser's steps are those of a parser: weights cost the same
whatever they are. It reads words that are given, as `parse_words` does; it finds no lemmas and no features.
Prints words a second for each of Relata's stages, for spaCy, and the ratio.
"""
import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"

import spacy  # noqa: E402
from spacy.tokens import Doc  # noqa: E402
from spacy.training import Example  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]


def encoder():
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {"@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
                  "rows": [5000, 1000, 2500, 2500, 50, 50], "include_static_vectors": False},
        "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4, "window_size": 1, "maxout_pieces": 3},
    }


def shared():
    return {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}


def transitions(state, tok2vec):
    return {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": state, "extra_state_tokens": False, "hidden_width": 64,
            "maxout_pieces": 2, "use_upper": True, "tok2vec": tok2vec}


def sentences(path):
    """Returns (words, tags, heads, relations) of each sentence; heads count from 0, the root is its own."""
    out, rows = [], []
    for line in open(path, encoding="utf-8"):
        cols = line.rstrip("\n").split("\t")
        if cols[0].isdigit():
            rows.append(cols)
        elif len(cols) == 1 and not cols[0] and rows:
            heads = [int(r[6]) - 1 if r[6] != "0" else i for i, r in enumerate(rows)]
            out.append(([r[1] for r in rows], [r[3] for r in rows], heads, [r[7] for r in rows]))
            rows = []
    return out


def small(treebank):
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": encoder()})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared()}})
    nlp.add_pipe("parser", config={"model": transitions("parser", shared())})
    nlp.add_pipe("ner", config={"model": transitions("ner", encoder())})
    examples = []
    for words, tags, heads, relations in treebank:
        doc = Doc(nlp.vocab, words=words)
        # Any names do for the number of steps: proper nouns here.
        names = ["U-ORG" if tag == "PROPN" else "O" for tag in tags]
        examples.append(Example.from_dict(doc, {"tags": tags, "heads": heads, "deps": relations, "entities": names}))
    nlp.initialize(lambda: examples)
    draw = random.Random(1)
    for _ in range(60):
        nlp.update(draw.sample(examples, 64))
    return nlp


def main():
    p = argparse.ArgumentParser()
    p.add_argument("treebank")
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--stages", default=str(ROOT / "target/release/examples/stages"), help="the built example")
    a = p.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    treebank = sentences(a.treebank)
    count = sum(len(s[0]) for s in treebank)
    nlp = small(treebank)
    theirs, stages = [], {}
    for _ in range(a.rounds):
        docs = [Doc(nlp.vocab, words=s[0]) for s in treebank]
        began = time.perf_counter()
        for _ in nlp.pipe(docs, batch_size=256):
            pass
        theirs.append(count / (time.perf_counter() - began))
        done = subprocess.run([a.stages, "--rounds", "1", a.treebank], capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        for line in done.stdout.splitlines():
            stage, _, _, rate = line.split("\t")
            stages.setdefault(stage, []).append(float(rate))
    print(f"{count} words, {len(treebank)} sentences; medians of {a.rounds} rounds; words/s on one core")
    for stage, rates in stages.items():
        print(f"| {stage} | {statistics.median(rates):,.0f} |")
    spacys = statistics.median(theirs)
    print(f"| spaCy {spacy.__version__} small: tags, syntax and names, of words given | {spacys:,.0f} |")
    ours = next(statistics.median(r) for s, r in stages.items() if "given" in s)
    print(f"ratio {ours / spacys:.1f}")


main()
