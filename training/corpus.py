"""The gold corpora as training examples, and the noise that makes them look like news pages."""
import conllu
import gum_names
from conllu import SHARED, Sentence

EWT = SHARED / "ud_ewt"
GUM = SHARED / "ud_gum_open"
UNER = SHARED / "uner_ewt"

def ewt(part):
    """Returns EWT's sentences with UNER's names where the two agree on the words."""
    sentences = list(conllu.read(EWT / f"en_ewt-ud-{part}.conllu.gz"))
    stem = "train.prerelease-0c7ce0d" if part == "train" else part
    names = {}
    for forms, tags in conllu.read_names(UNER / f"en_ewt-ud-{stem}.iob2.gz"):
        names.setdefault(tuple(forms), tags)
    for sentence in sentences:
        sentence.names = names.get(tuple(sentence.forms))
    return sentences


def gum(part):
    """Returns GUM's sentences with flat names made of its entities."""
    sentences = list(conllu.read(GUM / f"en_gum-open-{part}.conllu.gz"))
    for sentence in sentences:
        sentence.names, sentence.rules = gum_names.tags(sentence), "gum"
    return sentences


def gold(part):
    return ewt(part) + gum(part)


OTHER_NAMES = {
    "wikigold": ("wikigold/CONLL-format/data/wikigold.conll.txt",),
    "wnut": ("wnut17/wnut17train.conll", "wnut17/emerging.dev.conll", "wnut17/emerging.test.annotated"),
    "politics": ("crossner_politics/train.txt", "crossner_politics/dev.txt"),
}
KINDS = {"person": "PER", "politician": "PER", "per": "PER", "organisation": "ORG", "politicalparty": "ORG", "org": "ORG", "corporation": "ORG",
         "group": "ORG", "country": "LOC", "location": "LOC", "loc": "LOC"}


def other_names():
    """Returns sentences of which only the names are known, each under its own corpus's rules."""
    out = []
    for rules, files in OTHER_NAMES.items():
        for file in files:
            forms, tags = [], []
            for line in [*conllu.open_text(SHARED / file), ""]:
                cols = line.split()
                if cols and cols[0] != "-DOCSTART-":
                    kind = KINDS.get(cols[-1][2:].lower())
                    old = tags[-1][2:] if tags and tags[-1] != "O" else None
                    start = cols[-1][:1] == "B" or kind != old
                    forms.append(cols[0]), tags.append(("B-" if start else "I-") + kind if kind else "O")
                elif len(forms) > 1:
                    out.append(Sentence(forms=forms, names=tags, rules=rules))
                if not cols:
                    forms, tags = [], []
    return out


SMALL = set("a an and as at but by for from in into nor of on or over the to up via vs with".split())


def _title(form, first):
    if form.lower() in SMALL and not first:
        return form.lower()
    return form[:1].upper() + form[1:]


def _without(sentence, drop):
    """Returns the sentence without the words at the indices `drop`, none of which may have dependents that stay."""
    keep = [i for i in range(len(sentence)) if i not in drop]
    place = {i + 1: n + 1 for n, i in enumerate(keep)}
    place[0] = 0
    pick = lambda items: [items[i] for i in keep]
    return Sentence(
        forms=pick(sentence.forms), upos=pick(sentence.upos), feats=pick(sentence.feats), lemmas=pick(sentence.lemmas),
        heads=[place[sentence.heads[i]] for i in keep], deprels=pick(sentence.deprels),
        names=pick(sentence.names) if sentence.names else None, rules=sentence.rules)


def _leaves(sentence):
    heads = set(sentence.heads)
    return [i for i in range(len(sentence)) if i + 1 not in heads]


def noisy(sentence, rng):
    """Returns the sentence as it is, or as a headline, a shout, a careless note or a clipped line would have it."""
    if len(sentence) < 2 or not sentence.heads:
        return sentence
    draw = rng.random()
    if draw < 0.76:
        return sentence
    leaves = set(_leaves(sentence))
    drop = set()
    last = len(sentence) - 1
    if last in leaves and sentence.forms[last] in (".", "!", "?"):
        drop.add(last)
    if draw < 0.84:
        return _without(sentence, drop) if drop else sentence
    if draw < 0.93:  # a headline: articles and auxiliary "be" go; half of them in title case
        for i in leaves:
            if sentence.lemmas[i] in ("a", "the") and sentence.deprels[i] == "det":
                drop.add(i)
            if sentence.lemmas[i] == "be" and sentence.deprels[i] == "aux:pass" and rng.random() < 0.6:
                drop.add(i)
        if len(drop) >= len(sentence) - 1:
            return sentence
        sentence = _without(sentence, drop)
        forms = list(sentence.forms)
        if rng.random() < 0.5:
            forms = [_title(f, i == 0) for i, f in enumerate(forms)]
        else:
            forms[0] = forms[0][:1].upper() + forms[0][1:]
    elif draw < 0.965:
        sentence = _without(sentence, drop) if drop and rng.random() < 0.5 else sentence
        forms = [f.upper() for f in sentence.forms]
    else:
        sentence = _without(sentence, drop) if drop and rng.random() < 0.5 else sentence
        forms = [f.lower() for f in sentence.forms]
    return Sentence(forms=forms, upos=sentence.upos, feats=sentence.feats, lemmas=sentence.lemmas, heads=sentence.heads,
                    deprels=sentence.deprels, names=sentence.names, rules=sentence.rules)
