"""How well are chains of mentions found? MUC, B-cubed and CEAF-e (phi 4), and their mean, the CoNLL score.

    python score_coreference.py GOLD_FOLDER PREDICTED.conll [--names dev.txt]

The folder holds a CoNLL file of each document (number, word, brackets); the predicted file holds all documents, each
begun by "# begin document NAME". Mentions that stand alone count on neither side. Counts are summed over documents
before shares are taken, as the reference scorer of the CoNLL tasks does; the mean over documents is not.
"""

import argparse
import re
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

BRACKET = re.compile(r"\((\d+)\)|\((\d+)|(\d+)\)")


def read_chains(rows):
    """Returns the words of a document and its chains, as lists of (first word, word after the last)."""
    words, chains, opened = [], defaultdict(list), defaultdict(list)
    for at, row in enumerate(rows):
        _, word, brackets = row.split("\t")
        words.append(word)
        for whole, first, last in BRACKET.findall(brackets):
            if whole:
                chains[whole].append((at, at + 1))
            elif first:
                opened[first].append(at)
            else:
                chains[last].append((opened[last].pop(), at + 1))
    return words, [sorted(set(chain)) for chain in chains.values()]


def read_documents(text):
    """Returns words and chains of each document of a file, by name."""
    out, name, rows = {}, None, []
    for line in text.splitlines():
        if line.startswith("# begin document"):
            name, rows = line.removeprefix("# begin document").strip(), []
        elif line.startswith("# end document"):
            out[name] = read_chains(rows)
        elif line.strip():
            rows.append(line)
    return out


def muc(key, response):
    """Returns links of `key` that `response` keeps, and all links of `key`."""
    chain_of = {mention: number for number, chain in enumerate(response) for mention in chain}
    kept = total = 0
    for chain in key:
        parts = {chain_of.get(mention, (mention,)) for mention in chain}
        kept += len(chain) - len(parts)
        total += len(chain) - 1
    return kept, total


def b_cubed(key, response):
    """Returns the sum over the mentions of `key` of the share of their chain that `response` keeps, and their number."""
    chain_of = {mention: number for number, chain in enumerate(response) for mention in chain}
    kept = total = 0
    for chain in key:
        counts = defaultdict(int)
        for mention in chain:
            if mention in chain_of:
                counts[chain_of[mention]] += 1
        kept += sum(count * count for count in counts.values()) / len(chain)
        total += len(chain)
    return kept, total


def ceaf_e(key, response):
    """Returns the likeness of the best one-to-one match of chains, and the number of chains on either side."""
    if not key or not response:
        return 0.0, len(key), len(response)
    chain_of = {mention: number for number, chain in enumerate(response) for mention in chain}
    likeness = np.zeros((len(key), len(response)))
    for number, chain in enumerate(key):
        for mention in chain:
            if mention in chain_of:
                likeness[number, chain_of[mention]] += 1
    sizes = np.array([len(c) for c in key])[:, None] + np.array([len(c) for c in response])[None, :]
    likeness = 2 * likeness / sizes
    rows, columns = linear_sum_assignment(-likeness)
    return likeness[rows, columns].sum(), len(key), len(response)


class Scores:
    """Counts of recall and precision of each measure, summed over documents."""

    MEASURES = ("mentions", "MUC", "B3", "CEAFe")

    def __init__(self):
        self.counts = {measure: np.zeros(4) for measure in self.MEASURES}

    def add(self, gold, predicted):
        """Adds a document's chains; chains of one mention are left out."""
        gold = [chain for chain in gold if len(set(chain)) > 1]
        predicted = [chain for chain in predicted if len(set(chain)) > 1]
        of_gold = {mention for chain in gold for mention in chain}
        of_predicted = {mention for chain in predicted for mention in chain}
        both = len(of_gold & of_predicted)
        self.counts["mentions"] += (both, len(of_gold), both, len(of_predicted))
        self.counts["MUC"] += (*muc(gold, predicted), *muc(predicted, gold))
        self.counts["B3"] += (*b_cubed(gold, predicted), *b_cubed(predicted, gold))
        likeness, of_gold, of_predicted = ceaf_e(gold, predicted)
        self.counts["CEAFe"] += (likeness, of_gold, likeness, of_predicted)

    def __iadd__(self, other):
        for measure, counts in other.counts.items():
            self.counts[measure] += counts
        return self

    def of(self, measure):
        """Returns precision, recall and F1."""
        kept, gold, right, predicted = self.counts[measure]
        recall, precision = kept / gold if gold else 0.0, right / predicted if predicted else 0.0
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def conll(self):
        """Returns the mean F1 of MUC, B-cubed and CEAF-e."""
        return sum(self.of(measure)[2] for measure in ("MUC", "B3", "CEAFe")) / 3

    def line(self):
        parts = [f"{m} " + " / ".join(f"{100 * v:.1f}" for v in self.of(m)) for m in self.MEASURES]
        return f"CoNLL F1 {100 * self.conll():.2f}   " + "   ".join(parts)


def genre(name):
    """Returns the genre in a document's name: GUM_news_iodine is news."""
    parts = name.split("_")
    return parts[1] if len(parts) > 2 else "all"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--floor", type=float, default=0.0, help="fail where the CoNLL F1 of all, 0 to 1, is lower")
    arguments = parser.parse_args()
    of_genre, total = defaultdict(Scores), Scores()
    for name, (words, chains) in read_documents(arguments.predicted.read_text()).items():
        rows = (arguments.gold / f"{name}.conll").read_text().splitlines()
        gold_words, gold = read_chains([row for row in rows if row.strip() and not row.startswith("#")])
        if len(words) != len(gold_words):
            raise SystemExit(f"{name}: {len(words)} words, and {len(gold_words)} in the gold file: give both the same words")
        document = Scores()
        document.add(gold, chains)
        of_genre[genre(name)] += document
        total += document
    print("precision / recall / F1")
    for name, scores in sorted(of_genre.items()):
        print(f"{name:13}{scores.line()}")
    print(f"{'all':13}{total.line()}")
    if total.conll() < arguments.floor:
        raise SystemExit(f"below the floor of {arguments.floor}")


if __name__ == "__main__":
    main()
