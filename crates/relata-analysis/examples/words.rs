//! Writes a text's sentences, one a line, words with blanks between. Training reads its plain text so.

#![allow(clippy::print_stdout, missing_docs)]

use std::io::{Read, Write};

use relata_analysis::{Models, split_text};

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for words in split_text(Models::builtin(), &text) {
        let words: Vec<&str> = words.into_iter().map(|w| &text[w.range]).collect();
        writeln!(out, "{}", words.join(" "))?;
    }
    Ok(())
}
