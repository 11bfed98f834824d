"""What the network sees of a word. crates/relata-analysis/src/features.rs says the same; change both or neither."""

BUCKETS = 32768
LONGEST = 24  # characters of a word that are looked at

# Typography carries no grammar: curly and straight quotes are one, as are the dashes.
_SAME = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "′": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "‐": "-", "‑": "-", "−": "-", "—": "--", "―": "--", "…": "...",
}


def normalise(form):
    """Returns the form with plain typography and every digit as 0."""
    out = []
    for c in form:
        if c in _SAME:
            out.append(_SAME[c])
        elif "0" <= c <= "9":
            out.append("0")
        else:
            out.append(c)
    text = "".join(out)
    return '"' if text == "''" else text


def shape(text):
    """Returns Xx0-shape; a run of one class is written once, or twice where it is longer."""
    out, run = [], 0
    for c in text:
        s = "0" if c == "0" else "X" if c.isupper() else "x" if c.isalpha() else c
        run = run + 1 if out and out[-1] == s else 1
        if run <= 2:
            out.append(s)
    return "".join(out)


def key(form):
    """Returns the entry under which the word table knows the form."""
    return normalise(form).lower()


def strings(form):
    """Returns the features of a form, as strings to be hashed."""
    cased = normalise(form)[:LONGEST]
    lower = cased.lower()
    chars = list(lower)
    out = ["w" + lower, "W" + cased, "s" + shape(cased)]
    for n in range(1, 5):
        if len(chars) >= n:
            out.append("p" + "".join(chars[:n]))
            out.append("f" + "".join(chars[-n:]))
    framed = ["<"] + chars + [">"]
    for n in (3, 4):
        for i in range(len(framed) - n + 1):
            out.append("g" + "".join(framed[i:i + n]))
    return out


def fnv(text):
    """Returns the 64-bit FNV-1a hash of the text's UTF-8 bytes."""
    h = 0xCBF29CE484222325
    for b in text.encode("utf-8"):
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


def buckets(form):
    """Returns the rows of the hashed table that describe the form."""
    out = []
    for text in strings(form):
        h = fnv(text)
        out.append((h ^ (h >> 32)) % BUCKETS)
    return out
