"""Fits the weights by which a page that was put together is told from a whole one.

cargo xtask coherence --measures > measures.jsonl; fit_coherence.py measures.jsonl

Two logistic regressions: of a break between two paragraphs from its numbers, then of a page from its strongest break beside
the others. Prints them as `crates/relata-dating/src/coherence/weights.rs` has them, and how well pages are told apart on
a fifth of them that were left out.
"""

import json
import sys

import numpy as np

# A page is called stitched where so few whole ones would be.
ALARMS = 0.03


def logistic(x, y, weight, ridge=1.0):
    """Returns constant and weights, by Newton's method; `x` is centred and scaled while it is fitted."""
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z = np.hstack([np.ones((len(x), 1)), (x - mean) / scale])
    w = np.zeros(z.shape[1])
    penalty = ridge * np.eye(len(w))
    penalty[0, 0] = 0
    for _ in range(40):
        p = 1 / (1 + np.exp(-z @ w))
        gradient = z.T @ (weight * (p - y)) + penalty @ w
        hessian = (z * (weight * p * (1 - p))[:, None]).T @ z + penalty
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    slopes = w[1:] / scale
    return np.concatenate([[w[0] - slopes @ mean], slopes])


def odds(x, w):
    return w[0] + x @ w[1:]


def page_numbers(breaks, page, w):
    """Fills in what of a page's numbers depends on the odds of its breaks."""
    s = np.sort(np.clip(odds(breaks, w), -9.2, 9.2))[::-1]
    out = np.array(page, float)
    middle = (s[(len(s) - 1) // 2] + s[len(s) // 2]) / 2
    out[0], out[1] = s[0], s[1] if len(s) > 1 else -4.0
    out[2] = s[1:].mean() if len(s) > 1 else -4.0
    out[3], out[7], out[8] = middle, (s > -1).mean(), s[0] - middle
    return out


def main():
    pages = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    pages = [p for p in pages if p["breaks"]]
    for p in pages:
        p["x"] = np.array([numbers for _, numbers in p["breaks"]])
        p["y"] = np.array([begins for begins, _ in p["breaks"]], float)
    train = [p for i, p in enumerate(pages) if i % 5]
    held = [p for i, p in enumerate(pages) if i % 5 == 0]
    # Long pages have many breaks; each page counts the same beyond twenty.
    weight = np.concatenate([np.full(len(p["y"]), min(1.0, 20 / len(p["y"]))) for p in train])
    breaks = logistic(np.vstack([p["x"] for p in train]), np.concatenate([p["y"] for p in train]), weight)
    x = lambda ps: np.array([page_numbers(p["x"], p["page"], breaks) for p in ps])
    y = lambda ps: np.array([p["stitched"] for p in ps], float)
    page = logistic(x(train), y(train), np.ones(len(train)))
    least = np.quantile(odds(x(train), page)[y(train) == 0], 1 - ALARMS)
    told = odds(x(held), page) > least
    hit, alarm = told[y(held) == 1].mean(), told[y(held) == 0].mean()
    print(f"left out: {hit:.3f} of stitches told, {alarm:.3f} of whole pages accused; a page from {least:.3f} on", file=sys.stderr)
    page[0] -= least
    for name, w in (("BREAK", breaks), ("PAGE", page)):
        print(f"{name}: {', '.join(f'{v:.4f}' for v in w)}")


if __name__ == "__main__":
    main()
