"""Runs a network over sentences and scores it as the field does."""
import random

import numpy as np
import torch

import decode
import lemma as lemmas
from batches import plan, tensors
from labels import NAMES, number


@torch.no_grad()
def predict(model, labels, sentences, words=3000, batcher=None, length=None):
    """Yields (index, prediction) for each sentence; a prediction has upos, feats, lemmas, heads, deprels, names, confidence."""
    model.eval()
    rng = random.Random(0)
    examples = [number(labels, s) if hasattr(s, "upos") and s.upos else
                {"forms": s.forms, "words": [labels.word_of.get(labels_key(f), 0) for f in s.forms]} for s in sentences]
    tag_upos = np.array([labels.upos_of[t.split("|", 1)[0]] for t in labels.tags])
    length = length or (lambda e: len(e["forms"]))
    for group in plan([length(e) for e in examples], words, rng):
        batch = (batcher or tensors)([examples[i] for i in group])
        x = model.encode(batch)
        arcs = torch.log_softmax(model.arcs(x, batch["mask"]), 2)
        heads = torch.zeros(x.shape[:2], dtype=torch.long)
        for row, i in enumerate(group):
            n = len(examples[i]["forms"])
            heads[row, :n] = torch.from_numpy(decode.tree(arcs[row, :n, :n + 1].numpy()).astype(np.int64))
        relations = torch.log_softmax(model.relate(x, heads), 2)
        upos, tags, rules = (torch.log_softmax(h(x), 2) for h in (model.upos, model.tags, model.rules))
        name_scores = torch.log_softmax(model.names(x), 2)
        for row, i in enumerate(group):
            s = sentences[i]
            n = len(s.forms)
            u = upos[row, :n].argmax(1).numpy()
            t = tags[row, :n].numpy() + np.where(tag_upos[None, :] == u[:, None], 0, -1e6)
            r = relations[row, :n].clone()
            # `root` belongs to the root's own word and to no other.
            root = labels.relation_of["root"]
            h = heads[row, :n]
            r[:, root] = torch.where(h == 0, 1e6, -1e6)
            chosen = r.argmax(1)
            arc_p = arcs[row, torch.arange(n), h]
            rel_p = relations[row, torch.arange(n), chosen]
            name_tags = decode.names(name_scores[row, :n].numpy())
            got = {
                "upos": [labels.upos[k] for k in u],
                "feats": [labels.tags[k].split("|", 1)[1] for k in t.argmax(1)],
                "lemmas": [],
                "heads": h.tolist(),
                "deprels": [labels.relations[k] for k in chosen.tolist()],
                "names": [NAMES[k] for k in name_tags],
                "confidence": float((arc_p + rel_p).mean()),
                "name_confidence": float(name_scores[row, torch.arange(n), torch.tensor(name_tags)].mean()),
            }
            for f, k, u, feats in zip(s.forms, rules[row, :n].argmax(1).tolist(), got["upos"], got["feats"]):
                own = lemmas.apply(labels.rules[k], f)
                got["lemmas"].append(lemmas.irregular(f, u, feats) or lemmas.choose(own, lemmas.regular(f, u, feats), labels.word_of.get))
            yield i, got


def labels_key(form):
    from features import key
    return key(form)


def spans(tags):
    out, start = set(), None
    for i, tag in enumerate(list(tags) + ["O"]):
        if start is not None and not (tag.startswith("I-") and tag[2:] == tags[start][2:]):
            out.add((start, i, tags[start][2:]))
            start = None
        if tag.startswith("B-") or tag.startswith("I-") and start is None:
            start = i
    return out


def score(model, labels, sentences, batcher=None):
    """Returns accuracies over the sentences, and names' exact-span F1 over those with names."""
    n = 0
    hit = dict.fromkeys(("UPOS", "feats", "lemma", "UAS", "LAS", "LAS+sub"), 0)
    right = found = wanted = 0
    for i, p in predict(model, labels, sentences, batcher=batcher):
        s = sentences[i]
        for k in range(len(s)):
            n += 1
            hit["UPOS"] += p["upos"][k] == s.upos[k]
            hit["feats"] += p["feats"][k] == s.feats[k]
            hit["lemma"] += p["lemmas"][k].lower() == s.lemmas[k].lower()
            head = p["heads"][k] == s.heads[k]
            hit["UAS"] += head
            hit["LAS"] += head and p["deprels"][k].split(":")[0] == s.deprels[k].split(":")[0]
            hit["LAS+sub"] += head and p["deprels"][k] == s.deprels[k]
        if s.names:  # also those of other rules, as far as they agree
            a, b = spans(p["names"]), spans(s.names)
            right, found, wanted = right + len(a & b), found + len(a), wanted + len(b)
    out = {k: round(v / n, 4) for k, v in hit.items()}
    if wanted:
        out["NER"] = round(2 * right / (found + wanted), 4) if found + wanted else 0.0
    return out
