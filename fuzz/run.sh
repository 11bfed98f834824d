#!/usr/bin/env bash
# Fuzzes one target for some seconds: `fuzz/run.sh text 300`, `fuzz/run.sh model 300`. Stable Rust is enough.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
target=$1 seconds=${2:-60}
host=$(rustc -vV | sed -n 's/^host: //p')

# What cargo-fuzz passes on nightly, without the sanitizer of addresses: no crate here has unsafe code of its own.
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
# With a target named, the flags are not for build scripts.
cargo build --release --target "$host" --bin "$target"
mkdir -p "corpus/$target" "artifacts/$target"
bin=${CARGO_TARGET_DIR:-target}/$host/release/$target
exec "$bin" "corpus/$target" -artifact_prefix="artifacts/$target/" -max_total_time="$seconds" -max_len=4096 -len_control=20 -timeout=20 -rss_limit_mb=4096
