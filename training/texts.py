"""Writes plain news-like text for the teacher to label: texts.py > runs/texts.txt, paragraphs with an empty line between.

Current events and Wikinews whole, with their headlines; of the releases, briefings and human-rights reports a sample.
"""
import argparse
import gzip
import json
import random
import re
import subprocess
import sys

from conllu import SHARED


def lines(path):
    if path.suffix == ".zst":
        done = subprocess.run(["zstd", "-dc", str(path)], capture_output=True, check=True)
        return done.stdout.decode("utf-8").splitlines()
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return f.read().splitlines()


def current_events():
    for line in lines(SHARED / "wikipedia_current_events" / "days.jsonl.gz"):
        for bullet in json.loads(line)["markdown"].split("\n"):
            text = re.sub(r"\[\(.*?\)\]\(\S*\)", "", bullet)  # the source in brackets at the end
            text = re.sub(r"\[([^\]]*)\]\((?:[^()\"]|\([^()]*\))*(?:\"[^\"]*\")?\)", r"\1", text)
            text = re.sub(r"^[\s*#>-]+", "", text).replace("\\", "").strip()
            if len(text.split()) >= 6 and "](" not in text and not text.startswith(("layout", "title", "date", "last_", "published")):
                yield text


def wikinews():
    for line in lines(SHARED / "wikinews_2019_2020" / "articles.jsonl.gz"):
        article = json.loads(line)
        yield article["title"]
        yield from article["text"].split("\n")


def releases(folder):
    for line in lines(SHARED / folder / "releases.jsonl.gz"):
        item = json.loads(line)
        yield [item["title"]] + item["text"].split("\n")


def reports():
    for line in lines(SHARED / "state_human_rights" / "reports.jsonl.zst"):
        yield json.loads(line)["paragraphs"]


def sample(documents, words, rng):
    """Yields paragraphs of documents in random order until so many words are read; of a long document, a stretch."""
    documents = list(documents)
    rng.shuffle(documents)
    for paragraphs in documents:
        start = rng.randrange(max(1, len(paragraphs) - 40))
        for text in paragraphs[:1] + paragraphs[start:start + 40]:
            yield text
            words -= len(text.split())
        if words <= 0:
            return


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--words", type=int, default=400000, help="words of each of the three sampled sources")
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    rng = random.Random(a.seed)
    sources = [current_events(), wikinews(), sample(releases("state_press_releases"), a.words, rng),
               sample(releases("whitehouse_briefings"), a.words // 2, rng), sample(reports(), a.words, rng)]
    seen = set()
    for source in sources:
        for text in source:
            text = " ".join(text.split())
            if text and text not in seen and len(text) < 5000:
                seen.add(text)
                sys.stdout.write(text + "\n\n")


main()
