"""Writes models/en/pieces.txt: the pieces of MiniLM that news needs, counted in public news and in the project's own files."""
import argparse
import collections
import gzip
import json
import os
from pathlib import Path

from pairs import PIECES, Pieces, teacher_pieces, words

SHARED = Path(os.environ.get("RELATA_SHARED", Path(__file__).parent / "../../shared")) / "data"
NEWS = ("state_press_releases/releases.jsonl.gz", "whitehouse_briefings/releases.jsonl.gz",
        "wikipedia_current_events/days.jsonl.gz", "wikinews_2019_2020/articles.jsonl.gz")
OWN = ("training/relations/*.tsv", "codebook/*.md", "data/lexicon/en/*.toml")
NEEDED = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def texts():
    for name in NEWS:
        with gzip.open(SHARED / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield from (value for value in json.loads(line).values() if isinstance(value, str))
    for pattern in OWN:
        for path in sorted((Path(__file__).parent / "..").glob(pattern)):
            yield path.read_text(encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=int, default=3, help="a piece is listed that was seen so often")
    least = parser.parse_args().least
    rows = teacher_pieces()
    split, seen, counts = Pieces(list(rows)), collections.Counter(), collections.Counter()
    for text in texts():
        seen.update(words(text))
    for word, count in seen.items():
        for row in split.of_word(word):
            counts[split.listed[row]] += count

    def is_letter(piece):
        letter = piece.removeprefix("##")
        return len(letter) == 1 and ord(letter) < 0x250

    kept = [p for p in rows if p in NEEDED or counts[p] >= least or is_letter(p)]
    PIECES.write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} of {len(rows)} pieces")


if __name__ == "__main__":
    main()
