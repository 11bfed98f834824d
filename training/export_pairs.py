"""Writes the encoder of pairs as the product reads it: pairs.safetensors, and pairs-expected.jsonl with answers that a test asks for."""
import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from pairs import HEADS, LONGEST, PIECES, Pairs, Pieces


# Sentences whose numbers the product must give, but for what rounding to bytes takes away.
ASKED = (
    ("Iran has condemned the US over the strike.", (0, 4), (19, 25)),
    ("The Côte d'Ivoire coach was sacked (no one is named).", None, (4, 23)),
    ("Ministers of Peru's neighbours met in Lima; the talks with Peru's rivals were cut short.", (0, 29), (13, 17)),
)


def matrix(tensors, name, weight):
    """A matrix as signed bytes, each row with what turns it back into real numbers."""
    scales = weight.abs().amax(1).clamp(min=1e-12) / 127
    tensors[name] = torch.round(weight / scales[:, None]).clamp(-127, 127).to(torch.int8).contiguous()
    tensors[f"{name}.scales"] = scales.float().contiguous()


def linear(tensors, name, weight, bias):
    matrix(tensors, f"{name}.weight", weight)
    tensors[f"{name}.bias"] = bias.float().contiguous()


def norm(tensors, name, module):
    tensors[f"{name}.weight"], tensors[f"{name}.bias"] = module.weight.float().contiguous(), module.bias.float().contiguous()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="what train_pairs.py wrote")
    parser.add_argument("out", type=Path, help="the model's folder")
    arguments = parser.parse_args()
    state = torch.load(arguments.run)
    pieces = Pieces(PIECES.read_text(encoding="utf-8").splitlines())
    net = Pairs(pieces.listed, state["layers"])
    net.load_state_dict(state["weights"])
    net.eval()
    tensors = {}
    with torch.no_grad():
        encoder = net.encoder
        words = encoder.embeddings
        matrix(tensors, "pieces", words.word_embeddings.weight)
        positions = words.position_embeddings.weight[:LONGEST] + words.token_type_embeddings.weight[0]
        tensors["positions"] = positions.float().flatten().contiguous()
        tensors["heads"] = torch.tensor([float(HEADS)])
        norm(tensors, "norm", words.LayerNorm)
        for number, layer in enumerate(encoder.encoder.layer):
            name = f"layers.{number}"
            parts = layer.attention.self.query, layer.attention.self.key, layer.attention.self.value
            linear(tensors, f"{name}.attend", torch.cat([p.weight for p in parts]), torch.cat([p.bias for p in parts]))
            linear(tensors, f"{name}.attended", layer.attention.output.dense.weight, layer.attention.output.dense.bias)
            norm(tensors, f"{name}.after_attention", layer.attention.output.LayerNorm)
            linear(tensors, f"{name}.up", layer.intermediate.dense.weight, layer.intermediate.dense.bias)
            linear(tensors, f"{name}.down", layer.output.dense.weight, layer.output.dense.bias)
            norm(tensors, f"{name}.after", layer.output.LayerNorm)
    save_file(tensors, arguments.out / "pairs.safetensors")
    with torch.no_grad(), open(arguments.out / "pairs-expected.jsonl", "w", encoding="utf-8") as out:
        for text, source, target in ASKED:
            rows, *begins = pieces.marked(text, source, target)
            said = net.read(torch.tensor([rows]), torch.ones(1, len(rows)), *(torch.tensor([place]) for place in begins))
            numbers = [round(v, 3) for v in said[0].tolist()]
            asked = {"text": text, "source": source, "target": target, "rows": rows, "numbers": numbers}
            print(json.dumps(asked, ensure_ascii=False), file=out)


if __name__ == "__main__":
    main()
