"""Trains the network that the product runs.

From gold alone:      train_student.py --out runs/small
With silver:          train_student.py --out runs/distilled --silver runs/silver.npz
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
    p.add_argument("--silver", nargs="*", default=[], help="files of silver; those still being made are taken up once they are there")
    p.add_argument("--start", help="a run whose weights and labels to go on from")
    p.add_argument("--minutes", type=float, default=11)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--warmup", type=float, default=0.02)
    p.add_argument("--words", type=int, default=1200, help="words a batch")
    p.add_argument("--hidden", type=int, default=160)
    p.add_argument("--layers", type=int, default=2)
    p.add_argument("--table", type=int, default=128)
    p.add_argument("--half", action="store_true", help="compute in bfloat16 where that is safe; half as long again as fast")
    p.add_argument("--score-every", type=float, default=8, help="minutes between scores on the development sets")
    p.add_argument("--gold-times", type=int, default=2, help="how often gold is seen while silver is seen once")
    p.add_argument("--names", type=float, default=1.0, help="how much the names count in the loss")
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
    silver, waiting = [], []
    for path in a.silver:
        silver.extend(silver_files.read(path)) if Path(path).exists() else waiting.append(path)
    if a.start:
        labels = Labels.from_json(json.loads((Path(a.start) / "labels.json").read_text()))
    else:
        labels = Labels.collect(gold, extra_words=silver_files.common_words(silver, least=12))
    model = Student(labels, hidden=a.hidden, table=a.table, layers=a.layers)
    if a.start:
        model.load_state_dict(torch.load(Path(a.start) / "best.pt"))
    (out / "labels.json").write_text(json.dumps(labels.to_json(), ensure_ascii=False))
    (out / "options.json").write_text(json.dumps({**vars(a), "size": model.size}))
    print(f"{len(gold)} gold, {len(silver)} silver sentences; {len(labels.words)} words, {len(labels.tags)} tags, "
          f"{len(labels.rules)} lemma rules; {sum(w.numel() for w in model.parameters()) / 1e6:.2f} M parameters", flush=True)

    counts = np.zeros(len(labels.words) + 1, np.float32)
    for forms in [s.forms for s in gold] + [e["forms"] for e in silver]:
        for f in forms:
            counts[labels.word_of.get(key(f), 0)] += 1
    counts[0] = 1
    optimiser = torch.optim.AdamW(model.parameters(), lr=a.rate, betas=(0.9, 0.95), weight_decay=0.01, fused=True)
    began, best, step, epoch = time.time(), 0, 0, 0
    seconds = a.minutes * 60
    scored, done, totals = began, False, {}
    # Gold and silver are cut into parts, so that the order of both is mixed without numbering all of it at once.
    parts = 12 if silver else 1
    while not done:
        epoch += 1
        for path in [p for p in waiting if Path(p).exists()]:
            silver.extend(silver_files.read(path)), waiting.remove(path)
        rng.shuffle(silver)
        for part in range(parts):
            examples = [number(labels, corpus.noisy(s, rng)) for s in gold if rng.random() < a.gold_times / parts] if silver else \
                [number(labels, corpus.noisy(s, rng)) for s in gold]
            for e in silver[part::parts]:
                e = silver_files.noisy(e, rng)
                examples.append(e | {"words": [labels.word_of.get(key(f), 0) for f in e["forms"]]})
            for group in plan([len(e["forms"]) for e in examples], a.words, rng):
                if len(examples[group[0]]["forms"]) > 120:
                    continue
                share = (time.time() - began) / seconds
                if share >= 1:
                    done = True
                    break
                for g in optimiser.param_groups:
                    g["lr"] = a.rate * min(1, share / a.warmup if a.warmup else 1) * (1 - share) + 1e-6
                model.train()
                batch = tensors([examples[i] for i in group], counts, draw, 0.1)
                with torch.autocast("cpu", dtype=torch.bfloat16, enabled=a.half):
                    losses = model.losses(batch)
                losses["names"] = losses["names"] * a.names
                optimiser.zero_grad()
                sum(losses.values()).backward()
                torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
                optimiser.step()
                step += 1
                for k, v in losses.items():
                    totals[k] = totals.get(k, 0) + v.item()
            if done or time.time() - scored > a.score_every * 60:
                scored = time.time()
                best = max(best, keep(a, out, model, labels, dev, gum_dev, f"epoch {epoch} step {step} {time.time() - began:.0f}s", totals, best))
                totals = {}
            if done:
                break


def keep(a, out, model, labels, dev, gum_dev, when, totals, best):
    """Scores the model, writes it where it is the best so far, and returns its value."""
    result, other = evaluate.score(model, labels, dev), evaluate.score(model, labels, gum_dev)
    value = result["LAS+sub"] + other["LAS+sub"] + 0.5 * result["NER"] + result["UPOS"] + 0.5 * result["lemma"]
    print(when + " loss " + " ".join(f"{k} {v:.1f}" for k, v in totals.items()) + f"\n  EWT dev {result}\n  GUM dev {other}", flush=True)
    if value > best:
        torch.save(model.state_dict(), out / "best.pt")
    return value


main()
