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
    """Returns the dictionary form that no rule of spelling makes: of an irregular past tense, past participle or plural, and of an
    adjective; else None."""
    lower, feats = form.lower(), feats.split("|")
    if upos == "VERB" and "Tense=Past" in feats:
        return PASTS.get(lower) or next((p + PASTS[lower.removeprefix(p)] for p in FORMS["prefixes"]
                                         if lower.startswith(p) and lower.removeprefix(p) in PASTS), None)
    if upos == "ADJ" and "Degree=Pos" in feats and lower == form:
        return lower
    if upos == "NOUN" and "Number=Plur" in feats:
        return PLURALS.get(lower) or next((lower.removesuffix(e) + s for e, s in sorted(FORMS["endings"].items()) if lower.endswith(e)), None)
    return None


def doubles(stem):
    """Returns whether a stem of one syllable ends in one vowel and one consonant, which its forms double: "plan", "fin"."""
    vowels, start = FORMS["vowels"], stem[:-2].removesuffix("qu")
    return (len(stem) > 1 and stem[-2] in vowels and stem[-1] not in vowels + FORMS["never_doubled"]
            and not any(c in vowels or c == "y" for c in start))


def dictionary_forms(form):
    """Returns the dictionary forms that a regular form in lower case may have, the likelier first."""
    found = []
    for rule in FORMS["regular"]:
        if not form.endswith(rule["strip"]):
            continue
        stem = form.removesuffix(rule["strip"])
        if rule.get("doubled"):
            if len(stem) < 2 or stem[-1] != stem[-2] or stem[-1] in FORMS["vowels"]:
                continue
            stem = stem[:-1]
        elif rule.get("single") and doubles(stem):
            continue
        stem += rule.get("add", "")
        after = tuple(rule.get("after", ()))
        spelled = (not after or stem.endswith(after)) and not stem.endswith(tuple(rule.get("not_after", ())))
        if spelled and len(stem) > 1 and any(c == "y" or c in FORMS["vowels"] for c in stem) and stem not in found:
            found.append(stem)
    return found


def regular(form, upos, feats):
    """Returns the dictionary forms that an inflected word may have by the rules of spelling."""
    feats, end = feats.split("|"), None
    if upos == "VERB":
        end = ("d" if "Tense=Past" in feats else "g" if "VerbForm=Ger" in feats or "VerbForm=Part" in feats
               else "s" if "Person=3" in feats and "Tense=Pres" in feats else None)
    elif upos == "NOUN" and "Number=Plur" in feats:
        end = "s"
    return dictionary_forms(form.lower()) if end and form.lower().endswith(end) else []


def choose(own, spelled, rank):
    """Returns the lemma among the network's own and those that spelling allows; `rank` is a known word's place, else None."""
    if not spelled or (own in spelled and rank(own) is not None):
        return own
    known = [(rank(lemma), lemma) for lemma in spelled if rank(lemma) is not None]
    if known:
        return min(known)[1]

    def known_end(lemma):
        return next((len(lemma) - at for at in range(2, len(lemma) - 3) if rank(lemma[at:]) is not None), 0)

    best = max(spelled, key=known_end)
    if known_end(best) and (own not in spelled or known_end(best) > known_end(own)):
        return best
    if not known_end(best) and own not in spelled and rank(own) is None:
        return spelled[0]
    return own


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
