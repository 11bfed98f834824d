"""Scores the ends of sentences: `python sentences_score.py texts.jsonl ends.jsonl [--show]`.

An end is right where its offset, after the last character of the sentence that is not blank, is the treebank's. Prints precision,
recall and F1 for each way of writing the texts, all genres together, then genre by genre.
"""
import json
import sys
from collections import defaultdict


def main(texts, ends, show=False):
    counts = defaultdict(lambda: [0, 0, 0])
    for text, found in zip(open(texts, encoding="utf-8"), open(ends, encoding="utf-8"), strict=True):
        text, found = json.loads(text), set(json.loads(found)["ends"])
        gold = set(text["ends"])
        for name in ("all", text["genre"], *(["news+speech"] if text["genre"] in ("news", "speech") else [])):
            count = counts[text["way"], name]
            count[0] += len(found & gold)
            count[1] += len(found)
            count[2] += len(gold)
        if show:
            for at in sorted(found ^ gold):
                print(text["way"], text["genre"], "+" if at in found else "-", repr(text["text"][max(0, at - 50):at]), "|", repr(text["text"][at:at + 50]))
    for (way, name), (right, found, gold) in sorted(counts.items(), key=lambda item: (item[0][0], item[0][1] != "all", item[0][1])):
        print(f"{way:<11} {name:<13} P {right / max(found, 1):.4f} R {right / gold:.4f} F1 {2 * right / (found + gold):.4f}  ({right} right, {found} found, {gold} there)")


if __name__ == "__main__":
    paths = [a for a in sys.argv[1:] if a != "--show"]
    main(*paths, show="--show" in sys.argv)
