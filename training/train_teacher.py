"""Fine-tunes the teacher on gold: train_teacher.py --out runs/teacher --minutes 25"""
import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch

import corpus
import evaluate
import teacher
from batches import plan
from labels import Labels, number


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--out", required=True)
    p.add_argument("--start", help="a run whose weights to go on from")
    p.add_argument("--minutes", type=float, default=33)
    p.add_argument("--rate", type=float, default=1.5e-3, help="of the heads")
    p.add_argument("--encoder-rate", type=float, default=2.5e-4)
    p.add_argument("--pieces", type=int, default=1300, help="word pieces a batch")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    random.seed(a.seed), torch.manual_seed(a.seed), torch.set_num_threads(a.threads)
    rng = random.Random(a.seed)
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    gold, dev, gum_dev = corpus.gold("train"), corpus.ewt("dev"), corpus.gum("dev")
    labels = Labels.collect(gold)
    names = corpus.other_names()
    (out / "labels.json").write_text(json.dumps(labels.to_json(), ensure_ascii=False))
    (out / "options.json").write_text(json.dumps(vars(a)))
    model = teacher.Teacher(labels)
    if a.start:
        missing, _ = model.load_state_dict(torch.load(Path(a.start) / "best.pt"), strict=False)
        print("new:", missing, flush=True)
    encoder = [w for k, w in model.named_parameters() if k.startswith("encoder.") and w.requires_grad and not k.endswith("mix")]
    known = {id(w) for w in encoder}
    heads = [w for w in model.parameters() if w.requires_grad and id(w) not in known]
    optimiser = torch.optim.AdamW([{"params": encoder, "peak": a.encoder_rate}, {"params": heads, "peak": a.rate}], betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    began, best, step, epoch, seconds = time.time(), 0, 0, 0, a.minutes * 60
    done = False
    while not done:
        epoch += 1
        examples = [e for e in (number(labels, corpus.noisy(s, rng)) for s in gold + names) if len(e["forms"]) <= 120]
        batches = plan([teacher.length(e) for e in examples], a.pieces, rng)
        total = 0.0
        for group in batches:
            share = (time.time() - began) / seconds
            if share >= 1:
                done = True
                break
            for g in optimiser.param_groups:
                g["lr"] = g["peak"] * min(1, share / 0.06) * (1 - share) + 1e-7
            model.train()
            losses = model.losses(teacher.tensors([examples[i] for i in group]))
            optimiser.zero_grad()
            sum(losses.values()).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimiser.step()
            step += 1
            total += sum(v.item() for v in losses.values())
        result, other = evaluate.score(model, labels, dev, teacher.tensors), evaluate.score(model, labels, gum_dev, teacher.tensors)
        print(f"epoch {epoch} step {step} {time.time() - began:.0f}s loss {total / len(batches):.3f}\n  EWT dev {result}\n  GUM dev {other}", flush=True)
        value = result["LAS+sub"] + other["LAS+sub"] + 0.5 * result["NER"] + 0.3 * other["NER"] + result["UPOS"]
        if value > best:
            best = value
            torch.save(model.state_dict(), out / "best.pt")


main()
