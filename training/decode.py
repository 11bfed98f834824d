"""From scores to labels: trees with one root, name tags that fit together. The Rust decoders do the same."""
import numpy as np

from labels import NAMES


def tree(scores):
    """Returns the heads of the best tree with exactly one root: scores[dependent, head], head 0 the root."""
    n = scores.shape[0]
    greedy = scores.argmax(1)
    if (greedy == 0).sum() == 1 and _acyclic(greedy):
        return greedy
    s = np.full((n + 1, n + 1), -np.inf)
    s[1:, :] = scores
    for i in range(1, n + 1):
        s[i, i] = -np.inf
    # One root: taking the root a second time costs more than anything can win back.
    finite = s[np.isfinite(s)]
    s[1:, 0] -= (finite.max() - finite.min() + 1) * (n + 1)
    return _edmonds(s)[1:]


def _acyclic(heads):
    for i in range(len(heads)):
        seen, at = set(), i + 1
        while at:
            if at in seen:
                return False
            seen.add(at)
            at = heads[at - 1]
    return True


def _edmonds(s):
    n = s.shape[0]
    heads = s.argmax(1)
    heads[0] = 0
    cycle = None
    colour = [0] * n
    for start in range(1, n):
        path, at = [], start
        while at and colour[at] == 0:
            colour[at] = start
            path.append(at)
            at = heads[at]
        if at and colour[at] == start and at in path:
            cycle = path[path.index(at):]
            break
    if cycle is None:
        return heads
    inside = set(cycle)
    outside = [i for i in range(n) if i not in inside]
    m = len(outside) + 1
    small = np.full((m, m), -np.inf)
    enter, leave = {}, {}
    for a, i in enumerate(outside):
        for b, j in enumerate(outside):
            small[a, b] = s[i, j]
        if i:
            best = max(cycle, key=lambda c: s[i, c])
            small[a, m - 1] = s[i, best]
            leave[a] = best
    for b, j in enumerate(outside):
        best = max(cycle, key=lambda c: s[c, j] - s[c, heads[c]])
        small[m - 1, b] = s[best, j] - s[best, heads[best]]
        enter[b] = best
    got = _edmonds(small)
    out = heads.copy()
    for a, i in enumerate(outside):
        if i:
            out[i] = leave[a] if got[a] == m - 1 else outside[got[a]]
    broken = enter[got[m - 1]]
    out[broken] = outside[got[m - 1]]
    return out


ALLOWED = np.array([[not b.startswith("I-") or a[2:] == b[2:] and a != "O" for b in NAMES] for a in NAMES])
FIRST = np.array([not b.startswith("I-") for b in NAMES])


def names(scores):
    """Returns the best name tags in which I- only continues a name of its class."""
    best = np.where(FIRST, scores[0], -np.inf)
    back = []
    for row in scores[1:]:
        paths = np.where(ALLOWED, best[:, None], -np.inf)
        back.append(paths.argmax(0))
        best = paths.max(0) + row
    tags = [int(best.argmax())]
    for pointers in reversed(back):
        tags.append(int(pointers[tags[-1]]))
    return tags[::-1]
