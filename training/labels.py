"""The inventories that a model chooses from, and the numbering of examples."""
from collections import Counter
from functools import lru_cache

import lemma as lemmas
from features import buckets, key

NAMES = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
# Corpora that draw names by rules of their own. The teacher learns each with a head of its own; what ships answers by UNER's.
OTHER_RULES = ("gum", "wikigold", "wnut", "politics")


class Labels:
    """The label sets and the word table's entries."""

    def __init__(self, upos, tags, relations, rules, words):
        self.upos, self.tags, self.relations, self.rules, self.words = upos, tags, relations, rules, words
        index = lambda items: {x: i for i, x in enumerate(items)}
        self.upos_of, self.tag_of, self.relation_of, self.rule_of = map(index, (upos, tags, relations, rules))
        self.name_of = index(NAMES)
        # Row 0 is for words that are not in the table.
        self.word_of = {w: i + 1 for i, w in enumerate(words)}

    @classmethod
    def collect(cls, gold, extra_words=(), least=2, words=20000):
        """Collects the labels of the gold sentences; rare lemma rules and rare words are left out."""
        upos, tags, relations, rules, count = Counter(), Counter(), Counter(), Counter(), Counter()
        for s in gold:
            for i in range(len(s)):
                upos[s.upos[i]] += 1
                tags[s.upos[i] + "|" + s.feats[i]] += 1
                relations[s.deprels[i]] += 1
                if s.lemmas[i] != "_":
                    rules[lemmas.rule(s.forms[i], s.lemmas[i])] += 1
                count[key(s.forms[i])] += 1
        order = lambda counter, least=1: [x for x, n in sorted(counter.items(), key=lambda p: (-p[1], p[0])) if n >= least]
        table = order(count, least)[:words]
        known = set(table)
        table += [w for w in extra_words if w not in known][:max(0, words - len(table))]
        return cls(order(upos), order(tags, 2), order(relations), order(rules, 3), table)

    def to_json(self):
        return {"upos": self.upos, "tags": self.tags, "relations": self.relations, "rules": self.rules, "words": self.words}

    @classmethod
    def from_json(cls, data):
        return cls(data["upos"], data["tags"], data["relations"], data["rules"], data["words"])

    def rule_for(self, form, lemma):
        """Returns the number of the commonest rule that makes the lemma of the form, or -100."""
        return _rule_for(self, form, lemma)


@lru_cache(maxsize=400000)
def _rule_for(labels, form, lemma):
    if lemma == "_":
        return -100
    for i, r in enumerate(labels.rules):
        if lemmas.apply(r, form) == lemma:
            return i
    return -100


@lru_cache(maxsize=None)
def word_buckets(form):
    return tuple(buckets(form))


def number(labels, s):
    """Returns the example as lists of label numbers; -100 stands for `not known`."""
    n = len(s)
    out = {"forms": s.forms, "words": [labels.word_of.get(key(f), 0) for f in s.forms]}
    if s.names:
        out["names" if s.rules == "uner" else "names_" + s.rules] = [labels.name_of[t] for t in s.names]
    if s.heads:
        out |= {
            "upos": [labels.upos_of.get(u, -100) for u in s.upos],
            "tags": [labels.tag_of.get(u + "|" + f, -100) for u, f in zip(s.upos, s.feats)],
            "rules": [labels.rule_for(f, l) for f, l in zip(s.forms, s.lemmas)],
            "heads": s.heads,
            "relations": [labels.relation_of.get(r, -100) for r in s.deprels],
        }
    return out
