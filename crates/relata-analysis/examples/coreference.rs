//! Writes the chains of documents: number, word, brackets, as the CoNLL tasks of 2011 and 2012 do.
//!
//! `cargo run --release -p relata-analysis --example coreference -- [--at-least 0.5] [--show] [--links] [--model WEIGHTS] FILE…`, each file CoNLL-U or one
//! sentence of words a line. `--show` prints the chains as words with their confidence in place of
//! brackets, `--links` each link: document, words of the mention, words of its antecedent, confidence.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    missing_docs
)]

mod support;

use std::time::Instant;

use relata_analysis::Models;
use relata_analysis::coreference::{Model, coreference};

fn main() -> std::io::Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let show = arguments.iter().position(|a| a == "--show").map(|at| arguments.remove(at)).is_some();
    let links = arguments.iter().position(|a| a == "--links").map(|at| arguments.remove(at)).is_some();
    let mut at_least = 0.0;
    if let Some(at) = arguments.iter().position(|a| a == "--at-least") {
        arguments.remove(at);
        at_least = arguments.remove(at).parse().unwrap();
    }
    let mut read = None;
    if let Some(at) = arguments.iter().position(|a| a == "--model") {
        arguments.remove(at);
        read = Some(Model::read(&std::fs::read(arguments.remove(at))?).unwrap());
    }
    let model = read.as_ref().unwrap_or_else(|| Model::builtin());
    let (mut words, mut seconds, mut parsing) = (0, 0.0, 0.0);
    for file in arguments {
        for document in support::read(&std::fs::read_to_string(file)?) {
            let began = Instant::now();
            let (text, parse, names) = support::parse(Models::builtin(), &document);
            parsing += began.elapsed().as_secs_f64();
            let began = Instant::now();
            let found = coreference(model, &text, &parse, &names);
            seconds += began.elapsed().as_secs_f64();
            words += parse.tokens.len();
            let chains = found.chains(at_least);
            if links {
                for mention in &found.mentions {
                    let Some(link) = mention.link else { continue };
                    let (own, to) = (&mention.tokens, &found.mentions[link.antecedent].tokens);
                    let confidence = link.confidence;
                    println!(
                        "{}\t{}\t{}\t{}\t{}\t{confidence:.6}",
                        document.id, own.start, own.end, to.start, to.end
                    );
                }
                continue;
            }
            if show {
                println!("# {}", document.id);
                for chain in &chains {
                    let words = chain.iter().map(|&mention| {
                        let mention = &found.mentions[mention];
                        let sure =
                            mention.link.map_or(String::new(), |link| format!(" {:.2}", link.confidence));
                        format!("[{}{sure}]", &text[mention.span])
                    });
                    println!("{}", words.collect::<Vec<_>>().join(" "));
                }
                for mention in found.mentions.iter().filter(|mention| !mention.parties.is_empty()) {
                    let parties = mention.parties.iter().map(|&party| &text[found.mentions[party].span]);
                    println!("{} = {}", &text[mention.span], parties.collect::<Vec<_>>().join(" + "));
                }
                continue;
            }
            let mut opens: Vec<Vec<(usize, usize)>> = vec![Vec::new(); parse.tokens.len()];
            let mut closes = opens.clone();
            for (number, chain) in chains.iter().enumerate() {
                for &mention in chain {
                    let tokens = &found.mentions[mention].tokens;
                    opens[tokens.start].push((tokens.end, number + 1));
                    closes[tokens.end - 1].push((tokens.start, number + 1));
                }
            }
            println!("# begin document {}", document.id);
            for (token, word) in parse.tokens.iter().enumerate() {
                opens[token].sort_by(|a, b| b.cmp(a));
                closes[token].sort_by(|a, b| b.cmp(a));
                let mut brackets = String::new();
                for &(end, chain) in &opens[token] {
                    let close = if end == token + 1 { ")" } else { "" };
                    brackets.push_str(&format!("({chain}{close}"));
                }
                for (_, chain) in closes[token].iter().filter(|(start, _)| *start < token) {
                    brackets.push_str(&format!("{chain})"));
                }
                let brackets = if brackets.is_empty() { "_" } else { &brackets };
                println!("{token}\t{}\t{brackets}", &text[word.span]);
            }
            println!("# end document");
        }
    }
    eprintln!(
        "{words} words: parsed in {parsing:.2} s, coreference in {seconds:.3} s ({:.0} words/s)",
        words as f64 / seconds
    );
    Ok(())
}
