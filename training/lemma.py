"""Lemmas as rules: how to write the lemma, given the form.

A rule is `<case><cut>|<added>`, as in `l3|y` (studies → study): the form's case is set (k keeps it, l lowers it, t leaves one
capital, u raises it), so many characters are cut off its end, and the rest is added. `=be` writes the whole lemma.
"""
import tomllib
from pathlib import Path

FORMS = tomllib.loads((Path(__file__).resolve().parents[1] / "data/language/en/irregular.toml").read_text())
PASTS = {form: word for word, forms in FORMS["verbs"].items() for form in forms}
PLURALS = {form: word for word, forms in FORMS["nouns"].items() for form in forms}


def irregular(form, upos, feats):
    """Returns the dictionary form of an irregular past tense, past participle or plural, else None."""
    lower, feats = form.lower(), feats.split("|")
    if upos == "VERB" and "Tense=Past" in feats:
        return PASTS.get(lower)
    if upos == "NOUN" and "Number=Plur" in feats:
        return PLURALS.get(lower) or next((lower.removesuffix(e) + s for e, s in sorted(FORMS["endings"].items()) if lower.endswith(e)), None)
    return None


def recase(form, case):
    if case == "l":
        return form.lower()
    if case == "u":
        return form.upper()
    if case == "t":
        return form[:1].upper() + form[1:].lower()
    return form


def apply(rule, form):
    """Returns the lemma that the rule makes of the form; where it does not fit, the form in lower case."""
    if rule.startswith("="):
        return rule[1:]
    base = recase(form, rule[0])
    cut, _, added = rule[1:].partition("|")
    if int(cut) > len(base) or (int(cut) == len(base) and not added):
        return base.lower()
    return base[:len(base) - int(cut)] + added


def rule(form, lemma):
    """Returns the shortest rule that makes the lemma of the form."""
    best = None
    for case in "lktu":
        base = recase(form, case)
        common = 0
        while common < min(len(base), len(lemma)) and base[common] == lemma[common]:
            common += 1
        cost = len(base) - common + len(lemma) - common
        if best is None or cost < best[0]:
            best = (cost, common, f"{case}{len(base) - common}|{lemma[common:]}")
    if best[1] == 0 or best[0] > 6 + best[1]:
        return "=" + lemma
    return best[2]
