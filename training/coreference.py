"""What coreference sees of documents, as written by the example `coreference_features`, and the network that weighs it."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Document:
    """A document's mentions and pairs of them; features are rows of the weights."""

    name: str
    spans: np.ndarray  # [mentions, 2] first word and the word after the last
    chain: np.ndarray  # [mentions] number of the gold chain, 0 for none
    alone: list  # as the later of a pair, as the earlier, as new: (features, start of each mention's)
    first: np.ndarray  # [mentions + 1] the first pair of each mention
    earlier: np.ndarray  # [pairs] the earlier mention
    later: np.ndarray  # [pairs]
    features: np.ndarray  # of all pairs
    starts: np.ndarray  # [pairs] where each pair's features start


def _starts(counts):
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64) if len(counts) else np.zeros(0, np.int64)


def read(path):
    """Reads documents from a file of the example."""
    data, at, out = np.fromfile(path, np.uint8), 0, []

    def take(count, dtype):
        nonlocal at
        size = count * np.dtype(dtype).itemsize
        part = data[at : at + size].view(dtype) if at % np.dtype(dtype).itemsize == 0 else np.frombuffer(
            data[at : at + size].tobytes(), dtype
        )
        at += size
        return part

    while at < len(data):
        name = take(int(take(1, "<u4")[0]), np.uint8).tobytes().decode()
        mentions, pairs, of_mentions, of_pairs = (int(n) for n in take(4, "<u4"))
        rows = take(mentions * 6, "<u4").reshape(mentions, 6).astype(np.int64)
        candidates = take(mentions, "<u4").astype(np.int64)
        pair_rows = take(pairs * 2, "<u4").reshape(pairs, 2).astype(np.int64)
        flat = take(of_mentions, "<u2").astype(np.int64)
        features = take(of_pairs, "<u2").astype(np.int64)
        counts = rows[:, 3:6]
        # The features of the three parts of one mention follow each other.
        begins = _starts(counts.reshape(-1)).reshape(mentions, 3) if mentions else np.zeros((0, 3), np.int64)
        alone = []
        for part in range(3):
            index = np.concatenate([np.arange(b, b + c) for b, c in zip(begins[:, part], counts[:, part])]) if mentions else []
            alone.append((flat[index], _starts(counts[:, part])))
        first = np.concatenate([[0], np.cumsum(candidates)])
        later = np.repeat(np.arange(mentions), candidates)
        out.append(
            Document(name, rows[:, :2], rows[:, 2], alone, first, pair_rows[:, 0], later, features, _starts(pair_rows[:, 1]))
        )
    return out


HASHES, WIDTH = 1 << 16, 32


def frequent(documents, least):
    """Returns the numbers of features that are seen at least so often, and the row of each number; 0 for the others."""
    counts = np.zeros(HASHES, np.int64)
    for document in documents:
        for features in (document.features, *(part[0] for part in document.alone)):
            counts += np.bincount(features, minlength=HASHES)
    kept = np.nonzero(counts >= least)[0]
    row_of = np.zeros(HASHES, np.int64)
    row_of[kept] = np.arange(1, len(kept) + 1)
    return kept, row_of


def network(rows, seed=0, width=WIDTH, dropout=0.3):
    """Returns the network: rows of weights that are added up, cut off below zero, and weighed once more."""
    import torch
    from torch import nn

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            generator = torch.Generator().manual_seed(seed)
            self.rows = nn.Parameter(torch.randn(rows, width, generator=generator) * 0.08)
            with torch.no_grad():
                self.rows[:, -1] = 0
                self.rows[0] = 0
            self.bias = nn.Parameter(torch.full((width,), 0.05))
            self.pair = nn.Parameter(torch.randn(width, generator=generator) * 0.3)
            self.new = nn.Parameter(torch.randn(width, generator=generator) * 0.3)

        def add(self, features, starts):
            return nn.functional.embedding_bag(features, self.rows, starts, mode="sum", padding_idx=0)

        def score(self, sums, weights):
            hidden = torch.relu(sums[:, :-1])
            hidden = nn.functional.dropout(hidden, dropout, self.training)
            return hidden @ weights[:-1] + sums[:, -1]

        def forward(self, batch):
            """Returns the score of each pair, and of each mention as something new."""
            later, earlier, new = (self.add(*part) for part in batch["alone"])
            sums = self.add(batch["features"], batch["starts"]) + later[batch["later"]] + earlier[batch["earlier"]] + self.bias
            return self.score(sums, self.pair), self.score(new + self.bias, self.new)

    return Network()
