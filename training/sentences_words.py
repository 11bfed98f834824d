"""What does plain text tell of words: are they written small inside a sentence, do they begin one, do they end one?

Words are numbered by the same hash as in `crates/relata-analysis/src/boundaries.rs`; a test there holds the two together.
"""
import numpy as np

BITS = 16
LOOKED_AT = 40
MASK = 0xFFFFFFFF


def mix(a, b):
    x = ((a ^ (b * 0x85EBCA6B & MASK)) * 0x9E3779B1) & MASK
    return x ^ (x >> 15)


def number(core, cache={}):
    """Returns the number of a word, of its letters in lower case, digits being all one."""
    if core not in cache:
        value = 0x811C9DC5
        for c in core[:LOOKED_AT]:
            c = "0" if "0" <= c <= "9" else "'" if c == "’" else c.lower()[0]
            value = mix(value, ord(c))
        cache[core] = value >> (32 - BITS)
    return cache[core]


def table(paragraphs):
    """Returns a byte for each number: three bits for small letters, two for beginning, two for ending a sentence; 0 is unknown."""
    small, capital, begins, ends, total = np.zeros((5, 1 << BITS), dtype=np.int64)
    for text in paragraphs:
        first = True
        for chunk in text.split():
            core = strip(chunk)
            final = chunk.rstrip("\"'”’»)]}*").endswith((".", "!", "?", "…"))
            if core and core[0].isalpha():
                n = number(core)
                total[n] += 1
                begins[n] += first
                ends[n] += final
                if not first:
                    (small if core[0].islower() else capital)[n] += 1
            first = final or chunk.endswith(":")
    inside = small + capital
    share = small / np.maximum(inside, 1)
    case = np.select([inside < 3, share >= 0.98, share >= 0.8, share >= 0.3, share >= 0.05], [0, 1, 2, 3, 4], 5)
    level = lambda counts, steps: np.where(total < 5, 0, np.digitize(counts / np.maximum(total, 1), steps))
    return (case | level(begins, [0.02, 0.1, 0.3]) << 3 | level(ends, [0.005, 0.03, 0.1]) << 5).astype(np.uint8)


def strip(chunk):
    first, last = 0, len(chunk)
    while first < last and not chunk[first].isalnum():
        first += 1
    while first < last and not chunk[last - 1].isalnum():
        last -= 1
    return chunk[first:last]
