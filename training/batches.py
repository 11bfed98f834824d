"""Cuts examples into batches of sentences of like length, as tensors."""
import numpy as np
import torch

from labels import NAMES, OTHER_RULES, word_buckets

FIELDS = ("upos", "tags", "rules", *("names_" + r for r in OTHER_RULES))
GUESSES = 3


def plan(lengths, words, rng, pad_limit=None):
    """Returns lists of example indices: like lengths together, about `words` words a batch, in random order."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i] + rng.random() * 2, i))
    batches, current, longest = [], [], 0
    for i in order:
        longest = max(longest, lengths[i])
        if current and longest * (len(current) + 1) > words:
            batches.append(current)
            current, longest = [], lengths[i]
        current.append(i)
    if current:
        batches.append(current)
    rng.shuffle(batches)
    return batches


def tensors(examples, word_counts=None, rng=None, word_dropout=0.0):
    """Returns the examples as one batch. With `rng`, words are hidden from the word table at random, rare ones more."""
    n, longest = len(examples), max(len(e["forms"]) for e in examples)
    types, bag, offsets, known = np.zeros((n, longest), np.int64), [], [], {}
    words = np.zeros((n, longest), np.int64)
    mask = np.zeros((n, longest), bool)
    turn = np.tile(np.arange(longest), (n, 1))
    fields = {f: np.full((n, longest), -100, np.int64) for f in FIELDS}
    # Heads, relations and names as guesses with probabilities; gold has one guess, where nothing is known all are 0.
    guesses = {f: np.zeros((n, longest, GUESSES), np.int64) for f in ("heads", "relations")}
    weights = {f: np.zeros((n, longest, GUESSES), np.float32) for f in ("heads_p", "relations_p")}
    names = np.zeros((n, longest, len(NAMES)), np.float32)
    for row, e in enumerate(examples):
        length = len(e["forms"])
        mask[row, :length] = True
        turn[row, :length] = np.arange(length - 1, -1, -1)
        words[row, :length] = e["words"]
        for f in FIELDS:
            if f in e:
                fields[f][row, :length] = e[f]
        for f, f_p in (("heads", "heads_p"), ("relations", "relations_p")):
            if f_p in e:
                k = e[f].shape[1]
                guesses[f][row, :length, :k] = e[f]
                weights[f_p][row, :length, :k] = e[f_p]
            elif f in e:
                given = np.asarray(e[f])
                guesses[f][row, :length, 0] = np.maximum(given, 0)
                weights[f_p][row, :length, 0] = given >= 0
        if "names_p" in e:
            names[row, :length] = e["names_p"]
        elif "names" in e:
            names[row, np.arange(length), e["names"]] = 1
        for i, form in enumerate(e["forms"]):
            t = known.get(form)
            if t is None:
                t = known[form] = len(offsets)
                offsets.append(len(bag))
                bag.extend(word_buckets(form))
            types[row, i] = t
    out = {f: torch.from_numpy(a) for f, a in (fields | guesses | weights).items()} | {"names_p": torch.from_numpy(names)}
    keep = np.ones((n, longest), np.float32)
    if rng is not None:
        counts = word_counts[words]
        hide = word_dropout + (1 - word_dropout) * 0.25 / (0.25 + counts)
        keep = (np.asarray(rng.random((n, longest))) >= hide).astype(np.float32)
    out |= {"types": torch.from_numpy(types), "bag": torch.tensor(bag), "offsets": torch.tensor(offsets), "words": torch.from_numpy(words),
            "mask": torch.from_numpy(mask), "turn": torch.from_numpy(turn), "keep": torch.from_numpy(keep)}
    return out
