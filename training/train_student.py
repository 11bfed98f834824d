"""Trains the network that the product runs.

From gold alone:      train_student.py --out runs/small
With silver:          train_student.py --out runs/distilled --silver runs/silver.jsonl.gz
Then on gold alone:   train_student.py --out runs/final --start runs/distilled --rate 6e-4 --minutes 4
"""
import argparse
import json
import math
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch

import corpus
import evaluate
import silver as silver_files
from batches import plan, tensors
from features import key
from labels import Labels, number
from student import Student


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--out", required=True)
    p.add_argument("--silver", nargs="*", default=[])
    p.add_argument("--start", help="a run whose weights and labels to go on from")
    p.add_argument("--minutes", type=float, default=11)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--warmup", type=float, default=0.02)
    p.add_argument("--words", type=int, default=1200, help="words a batch")
    p.add_argument("--hidden", type=int, default=160)
    p.add_argument("--table", type=int, default=128)
    p.add_argument("--gold-times", type=int, default=2, help="how often gold is seen while silver is seen once")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    random.seed(a.seed), torch.manual_seed(a.seed), torch.set_num_threads(a.threads)
    rng, draw = random.Random(a.seed), np.random.default_rng(a.seed)
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)

    gold = corpus.gold("train")
    dev = corpus.ewt("dev")
    gum_dev = corpus.gum("dev")
    silver = [s for path in a.silver for s in silver_files.read(path)]
    if a.start:
        labels = Labels.from_json(json.loads((Path(a.start) / "labels.json").read_text()))
    else:
        labels = Labels.collect(gold, extra_words=silver_files.common_words(silver, least=12))
    model = Student(labels, hidden=a.hidden, table=a.table)
    if a.start:
        model.load_state_dict(torch.load(Path(a.start) / "best.pt"))
    (out / "labels.json").write_text(json.dumps(labels.to_json(), ensure_ascii=False))
    (out / "options.json").write_text(json.dumps({**vars(a), "size": model.size}))
    print(f"{len(gold)} gold, {len(silver)} silver sentences; {len(labels.words)} words, {len(labels.tags)} tags, "
          f"{len(labels.rules)} lemma rules; {sum(w.numel() for w in model.parameters()) / 1e6:.2f} M parameters", flush=True)

    counts = np.zeros(len(labels.words) + 1, np.float32)
    for s in gold + silver:
        for f in s.forms:
            counts[labels.word_of.get(key(f), 0)] += 1
    counts[0] = 1
    # Noise on silver is drawn once: numbering it anew each time costs more than it gives.
    silver_examples = [number(labels, corpus.noisy(s, rng)) for s in silver]
    optimiser = torch.optim.AdamW(model.parameters(), lr=a.rate, betas=(0.9, 0.95), weight_decay=0.01, fused=True)
    began, best, step, epoch = time.time(), 0, 0, 0
    seconds = a.minutes * 60
    while True:
        epoch += 1
        examples = [number(labels, corpus.noisy(s, rng)) for _ in range(a.gold_times if silver else 1) for s in gold]
        examples += silver_examples
        examples = [e for e in examples if len(e["forms"]) <= 120]
        totals, batches = {}, plan([len(e["forms"]) for e in examples], a.words, rng)
        done = False
        for group in batches:
            share = (time.time() - began) / seconds
            if share >= 1:
                done = True
                break
            for g in optimiser.param_groups:
                g["lr"] = a.rate * min(1, share / a.warmup if a.warmup else 1) * (1 - share) + 1e-6
            model.train()
            batch = tensors([examples[i] for i in group], counts, draw, 0.1)
            losses = model.losses(batch)
            optimiser.zero_grad()
            sum(losses.values()).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimiser.step()
            step += 1
            for k, v in losses.items():
                totals[k] = totals.get(k, 0) + v.item()
        result = evaluate.score(model, labels, dev)
        other = evaluate.score(model, labels, gum_dev)
        value = result["LAS+sub"] + other["LAS+sub"] + 0.5 * result["NER"] + 0.3 * other["NER"] + result["UPOS"] + 0.5 * result["lemma"]
        print(f"epoch {epoch} step {step} {time.time() - began:.0f}s loss "
              + " ".join(f"{k} {v / max(1, len(batches)):.3f}" for k, v in totals.items()) + f"\n  EWT dev {result}\n  GUM dev {other}", flush=True)
        if value > best:
            best = value
            torch.save(model.state_dict(), out / "best.pt")
        if done:
            break


main()
