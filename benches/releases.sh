#!/usr/bin/env bash
# How fast are real documents coded, and in how much memory? Prints a table of one thread and of all.
#
# usage: benches/releases.sh [INPUT [REPEATS]]
# INPUT is anything that `relata code` reads (default: the 1,591 releases, see benches/README.md); of REPEATS runs (default 3)
# the quickest counts. RELATA names the program (default: target/release/relata, built here).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

input=${1:-${RELATA_SHARED:-../shared}/data/state_press_releases/releases.jsonl.gz}
repeats=${2:-3}
[ -e "$input" ] || { echo "$input: not there; name documents to read" >&2; exit 2; }
[ -x /usr/bin/time ] || { echo "/usr/bin/time (GNU time) is missing: install it" >&2; exit 2; }
if [ -z "${RELATA:-}" ]; then
  cargo build --release --locked -p relata-cli
  RELATA=$(cargo metadata --format-version 1 --no-deps --locked | python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')/release/relata
fi
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT

# Not timed: how much there is to read.
read -r documents sentences < <("$RELATA" annotate --layers sentences --no-progress "$input" | python3 -c '
import json, sys
counts = [len(json.loads(line)["sentences"]) for line in sys.stdin]
print(len(counts), sum(counts))')

cores=$(nproc)
printf '%s: %d documents, %d sentences\n\n' "$input" "$documents" "$sentences"
printf '| threads | seconds | documents/s | sentences/s | peak memory, MiB | mentions |\n| --: | --: | --: | --: | --: | --: |\n'
for threads in $(printf '%s\n' 1 "$cores" | sort -nu); do
  for ((run = 1; run <= repeats; run++)); do
    /usr/bin/time -v -o "$scratch/time.$run" "$RELATA" code --threads "$threads" --no-progress --output "$scratch/mentions.$threads" "$input"
  done
  python3 - "$threads" "$documents" "$sentences" "$scratch/mentions.$threads" "$scratch"/time.* <<'PY'
import sys

threads, documents, sentences, mentions, *times = sys.argv[1:]


def read(path):
    """Returns seconds and MiB of a report of GNU time."""
    fields = dict(line.strip().rsplit(": ", 1) for line in open(path) if ": " in line)
    seconds = 0.0
    for part in fields["Elapsed (wall clock) time (h:mm:ss or m:ss)"].split(":"):
        seconds = 60 * seconds + float(part)
    return seconds, int(fields["Maximum resident set size (kbytes)"]) / 1024


runs = [read(path) for path in times]
seconds = max(min(s for s, _ in runs), 0.01)
memory = max(m for _, m in runs)
lines = sum(1 for _ in open(mentions, "rb"))
print(f"| {threads} | {seconds:.2f} | {int(documents) / seconds:.1f} | {int(sentences) / seconds:.0f} | {memory:.0f} | {lines} |")
PY
done
# The same bytes, whatever the number of threads.
if [ "$cores" -gt 1 ]; then
  cmp "$scratch/mentions.1" "$scratch/mentions.$cores" && printf '\nthe output is the same with 1 and %d threads\n' "$cores"
fi
