//! Where do sentences end in texts? Reads JSON lines with a `text`, writes `{"ends"}` for each, in characters.
//!
//! With `--gaps` it writes what is seen of every gap, for training: numbers of 32 bits, little end first: the line, the
//! character before which the sentence would end, the kind (0 ends without question, 1 after a final mark, 2 without), and
//! the [`SEEN`] numbers of weights. `--weights FILE` reads other weights than those built in.
//!
//! `sentences < texts.jsonl > ends.jsonl`; `training/sentences_score.py` compares them.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::io::{BufRead, Write};
use std::ops::Range;

use relata_analysis::{Language, gaps, sentences};

/// Numbers of weights for each gap.
const SEEN: usize = 42;

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let arguments: Vec<String> = std::env::args().collect();
    let weights =
        arguments.iter().position(|a| a == "--weights").map(|i| std::fs::read(&arguments[i + 1]).unwrap());
    let language = weights.map(|bytes| Language::english().clone().with_boundaries(&bytes).unwrap());
    let language = language.as_ref().unwrap_or(Language::english());
    let write_gaps = std::env::args().any(|a| a == "--gaps");
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        let text = line["text"].as_str().unwrap();
        if write_gaps {
            let gaps = gaps(language, text);
            let ranges: Vec<_> = gaps.iter().map(|gap| gap.end..gap.end).collect();
            for (gap, end) in gaps.iter().zip(in_characters(text, &ranges)) {
                let kind = if gap.seen.is_empty() {
                    0
                } else if gap.marked {
                    1
                } else {
                    2
                };
                let mut row = vec![number as u32, end as u32, kind];
                row.extend(&gap.seen);
                row.resize(SEEN + 3, 0);
                out.write_all(&row.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>())?;
            }
            continue;
        }
        let ends = in_characters(text, &sentences(language, text));
        writeln!(out, "{}", serde_json::json!({ "ends": ends }))?;
    }
    Ok(())
}

/// Returns where ranges of bytes end, in characters.
fn in_characters(text: &str, ranges: &[Range<usize>]) -> Vec<usize> {
    let (mut at, mut characters) = (0, 0);
    let ends = ranges.iter().map(|range| {
        characters += text[at..range.end].chars().count();
        at = range.end;
        characters
    });
    ends.collect()
}
