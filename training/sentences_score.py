"""Scores the ends of sentences: `python sentences_score.py texts.jsonl ends.jsonl [--show] [--floor .9]`.

An end is right where its offset, after the last character of the sentence that is not blank, is the treebank's. Prints precision,
recall and F1 for each way of writing the texts, all genres together, then genre by genre.
"""
import argparse
import json
import sys
from collections import defaultdict


def main(texts, ends, show=False, floor=0.0):
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
    low = False
    for (way, name), (right, found, gold) in sorted(counts.items(), key=lambda item: (item[0][0], item[0][1] != "all", item[0][1])):
        low |= name == "all" and 2 * right / (found + gold) < floor
        print(f"{way:<11} {name:<13} P {right / max(found, 1):.4f} R {right / gold:.4f} F1 {2 * right / (found + gold):.4f}  ({right} right, {found} found, {gold} there)")
    return int(low)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts")
    parser.add_argument("ends")
    parser.add_argument("--show", action="store_true", help="print the ends that are not the treebank's")
    parser.add_argument("--floor", type=float, default=0.0, help="fail where the F1 of all genres together is lower, in either way")
    a = parser.parse_args()
    sys.exit(main(a.texts, a.ends, a.show, a.floor))
