"""Chooses how readily coreference links, and makes its confidence honest, on documents not trained on.

    python tune_coreference.py WEIGHTS PROGRAM DEV.conllu GOLD_FOLDER --out ../models/en/coreference.safetensors

PROGRAM is the example `coreference` of relata-analysis: what is measured is what the product does. The threshold is the one
with the best CoNLL F1; the confidence of a link is then fitted (logistic in the log odds) to whether links are right.
"""

import argparse
import subprocess
from collections import defaultdict
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file
from scipy.optimize import minimize

from score_coreference import Scores, read_chains, read_documents

THRESHOLDS = (1.0, 0.5, 0.0, -0.5, -1.0, -1.5, -2.0)


def run(program, weights, conllu, *options):
    return subprocess.run([program, "--model", weights, *options, conllu], capture_output=True, text=True, check=True).stdout


def fit(odds, right):
    """Returns slope and offset of a logistic curve, with a little pull to (1, 0)."""

    def loss(weights):
        odds_of_right = odds * weights[0] + weights[1]
        return np.logaddexp(0, np.where(right > 0, -odds_of_right, odds_of_right)).sum() + ((weights - (1, 0)) ** 2).sum()

    return minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights")
    parser.add_argument("program")
    parser.add_argument("conllu")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    tensors = load_file(arguments.weights)
    tensors["calibration"] = np.array([1, 0], np.float32)
    gold = {}

    def chains(name):
        if name not in gold:
            rows = (arguments.gold / f"{name}.conll").read_text().splitlines()
            gold[name] = read_chains([row for row in rows if row.strip() and not row.startswith("#")])[1]
        return gold[name]

    best = None
    for threshold in THRESHOLDS:
        tensors["threshold"] = np.array([threshold], np.float32)
        save_file(tensors, arguments.out)
        total = Scores()
        for name, (_, predicted) in read_documents(run(arguments.program, arguments.out, arguments.conllu)).items():
            document = Scores()
            document.add(chains(name), predicted)
            total += document
        print(f"threshold {threshold:4}: {total.line()}", flush=True)
        best = max(best or (0, 0), (total.conll(), threshold))
    tensors["threshold"] = np.array([best[1]], np.float32)
    save_file(tensors, arguments.out)

    odds, right = [], []
    for line in run(arguments.program, arguments.out, arguments.conllu, "--links").splitlines():
        name, start, end, to_start, to_end, share = line.split("\t")
        chain_of = {mention: number for number, chain in enumerate(chains(name)) for mention in chain}
        own, to = chain_of.get((int(start), int(end))), chain_of.get((int(to_start), int(to_end)))
        share = min(max(float(share), 1e-6), 1 - 1e-6)
        odds.append(np.log(share / (1 - share)))
        right.append(own is not None and own == to)
    odds, right = np.array(odds), np.array(right, float)
    slope, offset = fit(odds, right)
    tensors["calibration"] = np.array([slope, offset], np.float32)
    save_file(tensors, arguments.out)
    print(f"threshold {best[1]}, CoNLL F1 {100 * best[0]:.2f}; confidence: slope {slope:.2f}, offset {offset:.2f}")
    confidence = 1 / (1 + np.exp(-(slope * odds + offset)))
    table = defaultdict(list)
    for sure, is_right in zip(confidence, right):
        table[min(int(sure * 10), 9)].append(is_right)
    for tenth, found in sorted(table.items()):
        print(f"  confidence {tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}: {len(found):5} links, {100 * np.mean(found):.1f} % right")


if __name__ == "__main__":
    main()
