//! Writes what coreference sees of documents whose chains are known, for `training/train_coreference.py`.
//!
//! `cargo run --release -p relata-analysis --example coreference_features -- FILE.conllu GOLD_FOLDER OUT [WEIGHTS]`, where the folder
//! holds a CoNLL file of each document: number, word, brackets. With weights, chains grow as these link them, else as known. All numbers are little-endian; for each document:
//! the bytes of its name after their count; then counts of mentions, pairs, features of mentions, features of pairs (32
//! bits); then as 32 bits start, end, chain (0: none) of each mention and three counts of its features; candidates of
//! each mention; earlier mention and count of features of each pair; then as 16 bits the features of mentions and of pairs.

#![allow(clippy::print_stdout, clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod support;

use std::collections::HashMap;
use std::io::Write;
use std::ops::Range;

use relata_analysis::Models;
use relata_analysis::coreference::{Model, samples};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (conllu, gold, out, model) = match arguments.as_slice() {
        [conllu, gold, out] => (conllu, gold, out, None),
        [conllu, gold, out, model] => (conllu, gold, out, Some(Model::read(&std::fs::read(model)?).unwrap())),
        _ => {
            println!("coreference_features FILE.conllu GOLD_FOLDER OUT [WEIGHTS]");
            return Ok(());
        }
    };
    let mut out = std::io::BufWriter::new(std::fs::File::create(out)?);
    for document in support::read(&std::fs::read_to_string(conllu)?) {
        let Ok(gold) = std::fs::read_to_string(format!("{gold}/{}.conll", document.id)) else { continue };
        let chains = chains(&gold);
        let (text, parse, names) = support::parse(Models::builtin(), &document);
        let samples = samples(model.as_ref(), &text, &parse, &names, &|tokens| chains.get(tokens).copied());
        let mut numbers: Vec<u32> = Vec::new();
        let mut features: Vec<u16> = Vec::new();
        for (mention, alone) in samples.mentions.iter().zip(&samples.alone) {
            let chain = chains.get(mention).map_or(0, |chain| chain + 1);
            numbers.extend([mention.start as u32, mention.end as u32, chain as u32]);
            numbers.extend(alone.iter().map(|features| features.len() as u32));
            features.extend(alone.iter().flatten());
        }
        let of_mentions = features.len();
        numbers.extend(samples.candidates.iter().map(|candidates| candidates.len() as u32));
        let mut pairs = 0;
        for (earlier, seen) in samples.candidates.iter().flatten() {
            numbers.extend([*earlier as u32, seen.len() as u32]);
            features.extend(seen);
            pairs += 1;
        }
        out.write_all(&(document.id.len() as u32).to_le_bytes())?;
        out.write_all(document.id.as_bytes())?;
        for count in [samples.mentions.len(), pairs, of_mentions, features.len() - of_mentions] {
            out.write_all(&(count as u32).to_le_bytes())?;
        }
        for number in numbers {
            out.write_all(&number.to_le_bytes())?;
        }
        for feature in features {
            out.write_all(&feature.to_le_bytes())?;
        }
    }
    out.flush()
}

/// Reads the chain of each mention of a document.
fn chains(gold: &str) -> HashMap<Range<usize>, usize> {
    let mut out = HashMap::new();
    let mut open: HashMap<usize, Vec<usize>> = HashMap::new();
    let rows = gold.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    for (at, line) in rows.enumerate() {
        let brackets = line.rsplit('\t').next().unwrap_or("_");
        let mut digits = String::new();
        let mut opens = false;
        for letter in brackets.chars().chain(['(']) {
            match letter {
                '(' => {
                    if opens && !digits.is_empty() {
                        open.entry(digits.parse().unwrap()).or_default().push(at);
                    }
                    digits.clear();
                    opens = true;
                }
                ')' => {
                    let chain: usize = digits.parse().unwrap();
                    let start =
                        if opens { at } else { open.get_mut(&chain).and_then(Vec::pop).unwrap_or(at) };
                    out.insert(start..at + 1, chain);
                    digits.clear();
                    opens = false;
                }
                '|' => {
                    if opens && !digits.is_empty() {
                        open.entry(digits.parse().unwrap()).or_default().push(at);
                    }
                    digits.clear();
                    opens = false;
                }
                digit => digits.push(digit),
            }
        }
    }
    out
}
