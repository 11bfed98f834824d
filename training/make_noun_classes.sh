#!/bin/sh
# Makes models/en/coreference-nouns.txt again: ./make_noun_classes.sh [runs/nouns]
# Nouns and names are counted in plain news-like text (texts.py) and in the training part of UD GUM; the latter count for
# three more, so that what occurs in it twice is kept. PYTHON names the interpreter with sentence-transformers.
set -eu
cd "$(dirname "$0")"
SHARED=${RELATA_SHARED:-../../shared}/data
PYTHON=${PYTHON:-python3}
RUN=${1:-runs/nouns}
mkdir -p "$RUN"
cargo build --release -p relata-analysis --examples
PROGRAMS=${CARGO_TARGET_DIR:-../target}/release/examples
NOUNS='$4 == "NOUN" { print tolower($3) "\tN" } $4 == "PROPN" { print tolower($2) "\tP" }'
"$PYTHON" texts.py | sed 's/$/\n/' | "$PROGRAMS/conllu" | awk -F'\t' "$NOUNS" | sort | uniq -c > "$RUN/texts"
gzip -dc "$SHARED/ud_gum_open/en_gum-open-train.conllu.gz" | awk -F'\t' "$NOUNS" | sort | uniq -c |
    awk '$1 >= 2 { $1 += 3; print }' > "$RUN/gum"
cat "$RUN/texts" "$RUN/gum" > "$RUN/counts"
"$PYTHON" noun_classes.py "$RUN/counts" > ../models/en/coreference-nouns.txt
