"""Trains the weights of coreference, and writes them to `models/en/coreference.safetensors`.

    python train_coreference.py --train train.bin --dev dev.bin --out ../models/en/coreference.safetensors

The files are written by the example `coreference_features` of relata-analysis. `make_coreference.sh` runs the whole.
"""

import argparse
import random
import time

import numpy as np
import torch
from safetensors.numpy import save_file

import coreference


def tensors(document, row_of, rng=None, drop=0.0, wrong=1.0):
    """Returns a document as tensors. In training, a share `drop` of the features is left out at random, and of the wrong
    candidates that are not among the nearest only a share `wrong` is looked at."""
    chain, later, earlier = document.chain, document.later, document.earlier
    right = (chain[earlier] == chain[later]) & (chain[later] > 0)
    near = np.arange(len(later)) - document.first[later] < 6
    kept = np.ones(len(later), bool) if rng is None else right | near | (rng.random(len(later)) < wrong)

    def bag(features, starts, kept=None):
        rows = row_of[features]
        mask = rows > 0
        if rng is not None:
            mask &= rng.random(len(rows), dtype=np.float32) >= drop
        if kept is not None:
            mask &= np.repeat(kept, np.diff(np.append(starts, len(features))))
            starts = starts[kept]
        before = np.concatenate([[0], np.cumsum(mask)])
        return torch.from_numpy(rows[mask]), torch.from_numpy(before[starts])

    features, starts = bag(document.features, document.starts, kept)
    return {
        "alone": [bag(*part) for part in document.alone],
        "features": features,
        "starts": starts,
        "later": torch.from_numpy(later[kept]),
        "earlier": torch.from_numpy(earlier[kept]),
        "right": torch.from_numpy(right[kept]),
        "mentions": len(document.spans),
    }


def segment_logsumexp(scores, segment, count, new, with_new):
    """Returns the log of the sum of exponentials over the pairs of each mention, and of `new` where `with_new`."""
    floor = torch.where(with_new, new, torch.full_like(new, -1e4))
    top = floor.scatter_reduce(0, segment, scores, "amax").detach()
    total = torch.zeros(count).index_add(0, segment, (scores - top[segment]).exp())
    return top + (total + (floor - top).exp()).log()


def loss_of(model, batch, costs):
    """Returns the loss: how unlikely the right antecedents are, wrong ones being given a start of their cost."""
    false_link, false_new, wrong_link = costs
    pairs, new = model(batch)
    later, right, count = batch["later"], batch["right"], batch["mentions"]
    linked = torch.zeros(count).index_add(0, later, right.float()) > 0
    cost = torch.where(linked[later], wrong_link, false_link) * (~right).float()
    everything = segment_logsumexp(
        pairs + cost, later, count, new + false_new * linked.float(), torch.ones(count, dtype=torch.bool)
    )
    good = segment_logsumexp(torch.where(right, pairs, torch.full_like(pairs, -1e4)), later, count, new, ~linked)
    return (everything - good).sum()


def export(model, kept, path, threshold, calibration):
    """Writes the weights: rows as signed bytes with a scale each."""
    rows = model.rows.detach().numpy()[1:]
    scales = np.abs(rows).max(1) / 127
    scales[scales == 0] = 1
    save_file(
        {
            "features": kept.astype(np.uint16),
            "rows": np.round(rows / scales[:, None]).astype(np.int8),
            "rows.scales": scales.astype(np.float32),
            "bias": model.bias.detach().numpy(),
            "pair": model.pair.detach().numpy(),
            "new": model.new.detach().numpy(),
            "threshold": np.array([threshold], np.float32),
            "calibration": np.array(calibration, np.float32),
        },
        path,
    )


@torch.no_grad()
def quality(model, documents, row_of):
    """Returns how unlikely the right antecedents are, and the share of mentions whose best choice is right."""
    model.eval()
    loss = right = total = 0
    for document in documents:
        batch = tensors(document, row_of)
        loss += loss_of(model, batch, (0.0, 0.0, 0.0)).item()
        pairs, new = model(batch)
        for mention in range(batch["mentions"]):
            a, b = document.first[mention], document.first[mention + 1]
            linked = bool(batch["right"][a:b].any())
            best = int(pairs[a:b].argmax()) if b > a else -1
            chosen = best >= 0 and pairs[a + best] > new[mention]
            right += bool(batch["right"][a + best]) if linked and chosen else linked == bool(chosen)
            total += 1
    return loss / total, right / total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--dev", nargs="*", default=[])
    parser.add_argument("--out", required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--drop", type=float, default=0.2)
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--costs", type=float, nargs=3, default=(0.3, 2.0, 1.0), help="false link, false new, wrong link")
    parser.add_argument("--threshold", type=float, default=0.0)
    parser.add_argument("--calibration", type=float, nargs=2, default=(1.0, 0.0))
    parser.add_argument("--least", type=int, default=300, help="how often a feature must be seen")
    parser.add_argument("--wrong", type=float, default=0.3, help="share of far wrong candidates looked at in a step")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    rng = random.Random(arguments.seed)
    numbers = np.random.default_rng(arguments.seed)
    train = [d for path in arguments.train for d in coreference.read(path) if len(d.later)]
    dev = [d for path in arguments.dev for d in coreference.read(path) if len(d.later)]
    kept, row_of = coreference.frequent(train, arguments.least)
    print(f"{len(train)} documents, {len(kept)} features")
    model = coreference.network(len(kept) + 1, arguments.seed, dropout=arguments.dropout)
    optimizer = torch.optim.AdamW(model.parameters(), lr=arguments.rate, weight_decay=arguments.decay, betas=(0.9, 0.99))
    steps = arguments.epochs * len(train)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    mean = torch.optim.swa_utils.AveragedModel(model)
    began = time.time()
    for epoch in range(arguments.epochs):
        model.train()
        rng.shuffle(train)
        total = mentions = 0
        for document in train:
            batch = tensors(document, row_of, numbers, arguments.drop, arguments.wrong)
            loss = loss_of(model, batch, arguments.costs)
            optimizer.zero_grad()
            (loss / batch["mentions"]).backward()
            optimizer.step()
            schedule.step()
            # The weights written are the mean over the second half of the way.
            if schedule.last_epoch > steps // 2:
                mean.update_parameters(model)
            total += loss.item()
            mentions += batch["mentions"]
        line = f"epoch {epoch + 1}: loss {total / mentions:.4f}, {time.time() - began:.0f} s"
        if dev and (epoch % 2 == 1 or epoch + 1 == arguments.epochs):
            loss, right = quality(mean.module if 2 * (epoch + 1) > arguments.epochs else model, dev, row_of)
            line += f"; dev: loss {loss:.4f}, right {100 * right:.2f}"
        print(line, flush=True)
    export(mean.module, kept, arguments.out, arguments.threshold, arguments.calibration)


if __name__ == "__main__":
    main()
