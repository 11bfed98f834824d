#!/bin/sh
# Makes the weights of coreference again, for the parser as it is now: ./make_coreference.sh [runs/coreference]
# Needs OntoGUM and UD GUM under RELATA_SHARED, else ../shared beside the repository; PYTHON names the interpreter with
# torch, scipy, safetensors. Minutes on one core.
set -eu
cd "$(dirname "$0")"
SHARED=${RELATA_SHARED:-../../shared}/data
PYTHON=${PYTHON:-python3}
RUN=${1:-runs/coreference}
mkdir -p "$RUN/gold"
if [ -z "$(ls "$RUN/gold")" ]; then
    zstd -dc "$SHARED/ontogum/ontogum_conll.tar.zst" | tar -x -C "$RUN" && find "$RUN" -name '*.conll' -not -path '*/gold/*' -exec mv {} "$RUN/gold" \;
fi
for part in train dev; do gzip -dc "$SHARED/ud_gum_open/en_gum-open-$part.conllu.gz" > "$RUN/$part.conllu"; done
cargo build --release -p relata-analysis --examples
PROGRAMS=${CARGO_TARGET_DIR:-../target}/release/examples

# Halves of the documents, by turns: each half's chains grow as weights trained on the other half link them.
awk -v run="$RUN" '/^# newdoc id/ { n++ } { print > (run "/half" n % 2 ".conllu") }' "$RUN/train.conllu"
for half in 0 1; do "$PROGRAMS/coreference_features" "$RUN/half$half.conllu" "$RUN/gold" "$RUN/half$half.bin"; done
for half in 0 1; do
    "$PYTHON" train_coreference.py --train "$RUN/half$half.bin" --out "$RUN/half$half.safetensors"
    other=$((1 - half))
    "$PROGRAMS/coreference_features" "$RUN/half$other.conllu" "$RUN/gold" "$RUN/linked$other.bin" "$RUN/half$half.safetensors"
done
"$PYTHON" train_coreference.py --train "$RUN/linked0.bin" "$RUN/linked1.bin" --out "$RUN/trained.safetensors"
"$PYTHON" tune_coreference.py "$RUN/trained.safetensors" "$PROGRAMS/coreference" "$RUN/dev.conllu" "$RUN/gold" \
    --out "${OUT:-../models/en/coreference.safetensors}"
