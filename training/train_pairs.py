"""Trains the encoder of pairs on training/relations. It never sees the rows that the ranker is measured on."""
import argparse
import random
import time
from pathlib import Path

import torch
from torch import nn

from pairs import PIECES, TYPES, Pairs, Pieces, sentences


def batches(examples, size):
    """Examples of like length together, in an order of chance."""
    order = random.sample(range(len(examples)), len(examples))
    blocks = [sorted(order[i:i + 8 * size], key=lambda j: len(examples[j][0])) for i in range(0, len(order), 8 * size)]
    cut = [block[i:i + size] for block in blocks for i in range(0, len(block), size)]
    random.shuffle(cut)
    for batch in cut:
        longest = max(len(examples[j][0]) for j in batch)
        rows, mask = torch.zeros(len(batch), longest, dtype=torch.long), torch.zeros(len(batch), longest)
        for k, j in enumerate(batch):
            pieces = examples[j][0]
            rows[k, :len(pieces)], mask[k, :len(pieces)] = torch.tensor(pieces), 1
        of = [torch.tensor([examples[j][part] for j in batch]) for part in (1, 2, 3)]
        yield (rows, mask, *of[:2]), of[2]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--size", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    random.seed(a.seed)
    torch.manual_seed(a.seed)
    pieces = Pieces(PIECES.read_text(encoding="utf-8").splitlines())
    examples = [(*pieces.marked(text, source, target), TYPES.index(name)) for text, source, target, name in sentences()]
    net = Pairs(pieces.listed, a.layers)
    table = net.encoder.embeddings.word_embeddings.weight
    body = [p for name, p in net.encoder.named_parameters() if p is not table]
    optimiser = torch.optim.AdamW([
        {"params": body, "lr": a.rate, "weight_decay": 0.01},
        {"params": net.out.parameters(), "lr": 8 * a.rate, "weight_decay": 0.01},
        {"params": [table], "lr": 4 * a.rate, "weight_decay": 0.0},
    ])
    steps = a.epochs * -(-len(examples) // a.size)
    warm = lambda step: min(1, (step + 1) / (0.08 * steps)) * max(0, 1 - step / steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, warm)
    start = time.time()
    for epoch in range(a.epochs):
        net.train()
        total = 0
        for batch, right in batches(examples, a.size):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                said = net(*batch)
            loss = nn.functional.cross_entropy(said, right, label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(right)
        print(f"epoch {epoch}: loss {total / len(examples):.3f}, {time.time() - start:.0f} s", flush=True)
    torch.save({"layers": a.layers, "weights": net.state_dict()}, a.out)


if __name__ == "__main__":
    main()
