"""Writes a trained student as a model folder that the product reads: export.py runs/final ../models/en

Matrices become signed bytes with one scale a row; training/README.md tells what that costs.
Also writes the answers that the Rust network must give for the invented sentences of fixture.txt.
"""
import argparse
import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

import evaluate
from conllu import Sentence
from labels import Labels
from shipped import Shipped

HERE = Path(__file__).resolve().parent


def quantised(matrix):
    """Returns (bytes, scales): each row is its bytes times its scale."""
    scales = matrix.abs().amax(1).clamp(min=1e-12) / 127
    return (matrix / scales[:, None]).round().clamp(-127, 127).to(torch.int8), scales


def main():
    p = argparse.ArgumentParser()
    p.add_argument("run")
    p.add_argument("folder")
    p.add_argument("--no-scores", action="store_true", help="write the folder and no more")
    p.add_argument("--test", action="store_true", help="score on EWT's test part as well; for the last figure only")
    a = p.parse_args()
    run, folder = Path(a.run), Path(a.folder)
    folder.mkdir(parents=True, exist_ok=True)
    labels = Labels.from_json(json.loads((run / "labels.json").read_text()))
    size = json.loads((run / "options.json").read_text())["size"]
    model = Shipped(labels, **size)
    state = torch.load(run / "best.pt")
    tensors = {}

    def matrix(name, value):
        q, s = quantised(value)
        tensors[name], tensors[name + ".scales"] = q, s
        return q.float() * s[:, None]

    for name in ("words", "features"):
        state[name + ".weight"] = matrix(name, state[name + ".weight"])
    tensors["norm.weight"], tensors["norm.bias"], tensors["root"] = state["norm.weight"], state["norm.bias"], state["root"]
    for i in range(size["layers"]):
        for side in ("forwards", "backwards"):
            key = f"{side}.{i}."
            state[key + "weight_ih_l0"] = matrix(key + "input.weight", state[key + "weight_ih_l0"])
            state[key + "weight_hh_l0"] = matrix(key + "recurrent", state[key + "weight_hh_l0"])
            tensors[key + "input.bias"] = state[key + "bias_ih_l0"] + state[key + "bias_hh_l0"]
    for name in ("upos", "tags", "rules", "names", "arc_dependent", "arc_head", "relation_dependent", "relation_head", "relations"):
        state[name + ".weight"] = matrix(name + ".weight", state[name + ".weight"])
        bias = state.get(name + ".bias")
        tensors[name + ".bias"] = bias if bias is not None else torch.zeros(len(state[name + ".weight"]))
    # The product multiplies by rows of outputs; the bilinear form's rows are inputs.
    state["arc"] = matrix("arc.weight", state["arc"].t().contiguous()).t().contiguous()
    tensors["arc.bias"] = state["arc_bias"]
    model.load_state_dict(state)

    save_file({k: v.contiguous() for k, v in tensors.items()}, folder / "weights.safetensors")
    (folder / "words.txt").write_text("".join(w + "\n" for w in labels.words), encoding="utf-8")
    config = {"format": "relata.language-model.v1", "language": "en", "layers": size["layers"], "upos": labels.upos,
              "relations": labels.relations, "rules": labels.rules, "tags": labels.tags}
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")

    sentences = [Sentence(forms=line.split()) for line in (HERE / "fixture.txt").read_text().splitlines()]
    answers = dict(evaluate.predict(model, labels, sentences))
    out = []
    for i, s in enumerate(sentences):
        got = answers[i]
        for k, form in enumerate(s.forms):
            out.append("\t".join([str(k + 1), form, got["lemmas"][k], got["upos"][k], "_", got["feats"][k], str(got["heads"][k]),
                                  got["deprels"][k], "_", "_" if got["names"][k] == "O" else "Name=" + got["names"][k]]))
        out.append("")
    (folder / "expected.conllu").write_text("\n".join(out) + "\n", encoding="utf-8")
    # Every file of the model, those that other programs of training wrote here included.
    names = sorted(f.name for f in folder.iterdir() if f.suffix in {".json", ".conllu", ".safetensors", ".txt"})
    (folder / "SHA256SUMS").write_text("".join(f"{hashlib.sha256((folder / n).read_bytes()).hexdigest()}  {n}\n" for n in names))
    print(sum((folder / n).stat().st_size for n in names) / 1e6, "MB")

    if a.no_scores:
        return
    import corpus
    print("EWT dev, as exported:", evaluate.score(model, labels, corpus.ewt("dev")))
    print("GUM dev, as exported:", evaluate.score(model, labels, corpus.gum("dev")))
    if a.test:
        print("EWT test, as exported:", evaluate.score(model, labels, corpus.ewt("test")))


main()
