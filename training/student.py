"""The network that the product runs: word and hashed feature tables, a BiLSTM, and one head for each question."""
import torch
import torch.nn.functional as F
from torch import nn

from features import BUCKETS


class Mask(nn.Module):
    """Dropout with one mask a sentence, shared by its words."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        keep = 1 - self.p
        return x * (torch.rand(x.shape[0], 1, x.shape[2]) < keep).to(x.dtype) / keep


class Student(nn.Module):
    def __init__(self, labels, table=128, hidden=160, layers=2, arc=128, relation=96, dropout=0.33):
        super().__init__()
        self.size = {"table": table, "hidden": hidden, "layers": layers, "arc": arc, "relation": relation}
        self.words = nn.Embedding(len(labels.words) + 1, table)
        self.features = nn.EmbeddingBag(BUCKETS, table, mode="sum")
        nn.init.normal_(self.words.weight, std=0.1)
        nn.init.normal_(self.features.weight, std=0.1)
        with torch.no_grad():
            self.words.weight[0] = 0
        self.norm = nn.LayerNorm(table)
        sizes = [table] + [2 * hidden] * (layers - 1)
        self.forwards = nn.ModuleList(nn.LSTM(n, hidden, batch_first=True) for n in sizes)
        self.backwards = nn.ModuleList(nn.LSTM(n, hidden, batch_first=True) for n in sizes)
        wide = 2 * hidden
        self.drop_in, self.drop = Mask(0.2), Mask(dropout)
        self.upos = nn.Linear(wide, len(labels.upos))
        self.tags = nn.Linear(wide, len(labels.tags))
        self.rules = nn.Linear(wide, len(labels.rules))
        self.names = nn.Linear(wide, 7)
        self.root = nn.Parameter(torch.randn(wide) * 0.1)
        self.arc_dependent = nn.Linear(wide, arc)
        self.arc_head = nn.Linear(wide, arc)
        self.arc = nn.Parameter(torch.eye(arc) * 0.1)
        self.arc_bias = nn.Parameter(torch.zeros(arc))
        self.relation_dependent = nn.Linear(wide, relation)
        self.relation_head = nn.Linear(wide, relation, bias=False)
        self.relations = nn.Linear(relation, len(labels.relations))

    def encode(self, batch):
        """Returns one vector a word, [sentences, words, 2 × hidden]."""
        described = self.features(batch["bag"], batch["offsets"])[batch["types"]]
        words = self.words(batch["words"])
        if self.training:
            words = words * batch["keep"].unsqueeze(-1)
        x = self.drop_in(self.norm(words + described))
        for left, right in zip(self.forwards, self.backwards):
            # The backward pass reads each sentence from its own last word, so padding never comes before words.
            turned = torch.gather(x, 1, batch["turn"].unsqueeze(-1).expand(-1, -1, x.shape[2]))
            a, b = left(x)[0], right(turned)[0]
            b = torch.gather(b, 1, batch["turn"].unsqueeze(-1).expand(-1, -1, b.shape[2]))
            x = self.drop(torch.cat([a, b], 2))
        return x

    def arcs(self, x, mask):
        """Returns scores [sentences, dependent, head]; head 0 is the root."""
        heads = torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1)
        d = F.leaky_relu(self.arc_dependent(x), 0.1)
        h = F.leaky_relu(self.arc_head(heads), 0.1)
        scores = (d @ self.arc + self.arc_bias) @ h.transpose(1, 2)
        ok = torch.cat([torch.ones_like(mask[:, :1]), mask], 1)
        return scores.masked_fill(~ok.unsqueeze(1), -1e9)

    def relate(self, x, heads):
        """Returns relation scores [sentences, words, relations] for the heads given."""
        all_heads = torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1)
        h = self.relation_head(all_heads)
        h = torch.gather(h, 1, heads.unsqueeze(-1).expand(-1, -1, h.shape[2]))
        return self.relations(F.leaky_relu(self.relation_dependent(x) + h, 0.1))

    def losses(self, batch):
        return self.losses_of(self.encode(batch), batch)

    def losses_of(self, x, batch):
        mask = batch["mask"]
        flat = x[mask]

        def certain(scores, gold):
            return F.cross_entropy(scores, gold, ignore_index=-100) if bool((gold >= 0).any()) else scores.sum() * 0

        def weighed(scores, guesses, weights):
            """Cross entropy with guesses of which each has a weight, over the words of which something is known."""
            chosen = torch.log_softmax(scores.float(), 1).gather(1, guesses)
            return -(weights * chosen).sum() / weights.sum().clamp(min=1)

        heads = batch["heads"]
        names = torch.log_softmax(self.names(flat).float(), 1)
        known = batch["names_p"][mask]
        return {
            "upos": certain(self.upos(flat), batch["upos"][mask]),
            "tags": certain(self.tags(flat), batch["tags"][mask]) * 0.5,
            "rules": certain(self.rules(flat), batch["rules"][mask]) * 0.5,
            "names": -(known * names).sum() / known.sum().clamp(min=1),
            "arcs": weighed(self.arcs(x, mask)[mask], heads[mask], batch["heads_p"][mask]),
            "relations": weighed(self.relate(x, heads[:, :, 0])[mask], batch["relations"][mask], batch["relations_p"][mask]),
        }
