"""Silver sentences: plain text that the teacher has labelled."""
import gzip
import json
from collections import Counter

from conllu import Sentence
from features import key


def write(path, rows):
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=3) as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [Sentence(**json.loads(line)) for line in lines]


def common_words(sentences, least):
    """Returns the keys of the words seen at least so often, commonest first."""
    count = Counter(key(f) for s in sentences for f in s.forms)
    return [w for w, n in sorted(count.items(), key=lambda p: (-p[1], p[0])) if n >= least]
