"""The student as the product computes it: what is multiplied is rounded to bytes first.

Slow, and never trained; export.py takes from it the answers that the Rust network must give.
"""
import torch
import torch.nn.functional as F

from student import Student


def rounded(x):
    """Returns rows as bytes and a scale hold them; each row's largest number fills the range."""
    scale = x.abs().amax(-1, keepdim=True).clamp(min=1e-12) / 127
    return (x / scale).round() * scale


def state(h):
    return (h * 127).round() / 127


class Shipped(Student):
    def encode(self, batch):
        described = self.features(batch["bag"], batch["offsets"])[batch["types"]]
        x = rounded(self.norm(self.words(batch["words"]) + described))
        for left, right in zip(self.forwards, self.backwards):
            turn = batch["turn"].unsqueeze(-1)
            turned = torch.gather(x, 1, turn.expand(-1, -1, x.shape[2]))
            a, b = self.read(left, x), self.read(right, turned)
            x = torch.cat([a, torch.gather(b, 1, turn.expand(-1, -1, b.shape[2]))], 2)
        return x

    def read(self, lstm, x):
        given = F.linear(x, lstm.weight_ih_l0, lstm.bias_ih_l0 + lstm.bias_hh_l0)
        h = cell = torch.zeros(x.shape[0], lstm.hidden_size)
        out = []
        for t in range(x.shape[1]):
            i, f, g, o = (given[:, t] + F.linear(h, lstm.weight_hh_l0)).chunk(4, 1)
            cell = torch.sigmoid(f) * cell + torch.sigmoid(i) * torch.tanh(g)
            h = state(torch.sigmoid(o) * torch.tanh(cell))
            out.append(h)
        return torch.stack(out, 1)

    def arcs(self, x, mask):
        heads = torch.cat([rounded(self.root).expand(x.shape[0], 1, -1), x], 1)
        d = rounded(F.leaky_relu(self.arc_dependent(x), 0.1))
        h = F.leaky_relu(self.arc_head(heads), 0.1)
        scores = (d @ self.arc + self.arc_bias) @ h.transpose(1, 2)
        ok = torch.cat([torch.ones_like(mask[:, :1]), mask], 1)
        return scores.masked_fill(~ok.unsqueeze(1), -1e9)

    def relate(self, x, heads):
        all_heads = torch.cat([rounded(self.root).expand(x.shape[0], 1, -1), x], 1)
        h = self.relation_head(all_heads)
        h = torch.gather(h, 1, heads.unsqueeze(-1).expand(-1, -1, h.shape[2]))
        return self.relations(rounded(F.leaky_relu(self.relation_dependent(x) + h, 0.1)))
