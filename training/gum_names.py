"""Flat names out of GUM's nested entities.

GUM marks whole noun phrases ("the University of Portsmouth in England"). The name in one is its head, where that is a
proper noun, with the proper nouns that belong to it, and "of" phrases inside organizations and places.
"""
import re

KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
PART = re.compile(r"\(([^()]+)|([^()]+)\)|\)")


def mentions(sentence):
    """Yields (first, last, type) of the entities that begin and end in the sentence, words counting from 0."""
    opened = []
    for i, misc in enumerate(sentence.misc):
        value = next((m[7:] for m in misc.split("|") if m.startswith("Entity=")), "")
        for token in re.findall(r"\([^()]*\)?|[^()]*\)", value):
            if token.startswith("("):
                number, kind = (token.strip("()").split("-") + [""])[:2]
                if token.endswith(")"):
                    yield i, i, kind
                else:
                    opened.append((number, i, kind))
            else:
                number = token[:-1]
                for k in range(len(opened) - 1, -1, -1):
                    if opened[k][0] == number:
                        _, start, kind = opened.pop(k)
                        yield start, i, kind
                        break


def tags(sentence):
    """Returns BIO tags."""
    out = ["O"] * len(sentence)
    proper = lambda i: sentence.upos[i] == "PROPN" or (sentence.forms[i][:1].isupper() and sentence.upos[i] in ("NOUN", "ADJ", "VERB"))
    found = []
    for first, last, kind in mentions(sentence):
        if kind not in KINDS:
            continue
        head = next((i for i in range(first, last + 1) if not first <= sentence.heads[i] - 1 <= last), None)
        if head is None or sentence.upos[head] != "PROPN":
            continue
        start = end = head
        loose = {"flat"} if kind == "person" else {"flat", "compound", "amod", "nummod", "punct", "nmod:poss", "case"}
        while start > first and (sentence.deprels[start - 1] in loose and (proper(start - 1) or sentence.forms[start - 1] in "-'s’s&")) \
                and first <= sentence.heads[start - 1] - 1 <= head:
            start -= 1
        while end < last:
            i = end + 1
            below = sentence.heads[i] - 1
            if start <= below <= end and (sentence.deprels[i] == "flat" or sentence.deprels[i] == "compound") and proper(i):
                end = i
            elif kind == "person" and sentence.forms[i] == "-" and i < last and sentence.deprels[i + 1] == "flat":
                end = i + 1
            elif kind != "person" and sentence.forms[i] in ("of", "and", "for", "&", "on") and i < last:
                # "Church of England", "Department for Education": up to the noun that the small word belongs to.
                noun = below
                inner = range(i + 1, noun + 1)
                if noun <= last and noun > i and start <= sentence.heads[noun] - 1 <= end and sentence.upos[noun] == "PROPN" \
                        and all(proper(k) or sentence.forms[k] == "the" for k in inner):
                    end = noun
                else:
                    break
            else:
                break
        while start < end and not proper(start):
            start += 1
        found.append((end - start, start, end, KINDS[kind]))
    for _, start, end, kind in sorted(found, reverse=True):
        if all(t == "O" for t in out[start:end + 1]):
            out[start:end + 1] = ["B-" + kind] + ["I-" + kind] * (end - start)
    return out
