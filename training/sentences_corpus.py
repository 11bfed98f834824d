"""Puts the raw text of treebanks together again, with the offsets at which sentences end.

`python sentences_corpus.py FILE... > texts.jsonl` writes a line for each document and way of writing it:
`{"id", "genre", "way", "text", "ends"}`. Ends count characters, after the last character of a sentence that is not blank.
"""
import json
import sys

from conllu import open_text

# Between paragraphs there is an empty line, or nothing but what stands between sentences.
WAYS = ("paragraphs", "flat")


def documents(path):
    """Yields (id, sentences) of a treebank; a sentence is (text, blank after it, whether a paragraph begins with it)."""
    name, sentences = None, []
    for block in open_text(path).read().split("\n\n"):
        lines = block.strip("\n").split("\n")
        comments = [line for line in lines if line.startswith("#")]
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        if not rows:
            continue
        text = next(c[len("# text = "):] for c in comments if c.startswith("# text = "))
        new = [c.partition("=")[2].strip() for c in comments if c.startswith("# newdoc")]
        if new or name is None:
            if sentences:
                yield name, sentences
            name, sentences = (new or [str(path)])[0], []
        begins = not sentences or any(c.split("=")[0].strip() in ("# newpar", "# newpar id") for c in comments)
        sentences.append((text.strip(), blank_after(rows), begins))
    if sentences:
        yield name, sentences


def blank_after(rows):
    """Returns the white space after a sentence, as its last word tells."""
    last = rows[-1]
    for row in rows:
        first, dash, end = row[0].partition("-")
        if dash and end == rows[-1][0]:
            last = row
    misc = dict(item.partition("=")[::2] for item in last[9].split("|"))
    if "SpacesAfter" in misc:
        kinds = {"\\s": " ", "\\n": "\n", "\\t": "\t", "\\r": "\r", "\\p": "|", "\\u00A0": "\u00a0"}
        blank = misc["SpacesAfter"]
        for written, meant in kinds.items():
            blank = blank.replace(written, meant)
        return blank
    return "" if misc.get("SpaceAfter") == "No" else " "


def genre(name):
    """Returns the genre: of GUM as its ids tell it (GUM_news_...), of EWT the kind of source (weblog-...)."""
    return name.split("_")[1] if name.startswith("GUM_") else name.split("-")[0]


def put_together(sentences, way):
    """Returns the text and the ends of its sentences."""
    text, ends, blank = "", [], ""
    for words, after, begins in sentences:
        if text:
            text += "\n\n" if way == "paragraphs" and begins else blank
        text += words
        ends.append(len(text))
        blank = after
    return text, ends


def main(paths):
    for path in paths:
        for name, sentences in documents(path):
            for way in WAYS:
                text, ends = put_together(sentences, way)
                print(json.dumps({"id": name, "genre": genre(name), "way": way, "text": text, "ends": ends}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
