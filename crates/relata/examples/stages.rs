//! How long does each stage of reading take?
//!
//! `cargo run --release -p relata --example stages -- [--rounds N] TREEBANK.conllu`
//! Documents are put together from the `# text` comments. Each stage runs alone, on one thread, over all of them; of the
//! rounds the median counts. Prints a line a stage: its name, words, seconds, words a second, with tabs between.
//! `benches/engine.py` runs it beside another parser.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::indexing_slicing, missing_docs)]

use std::error::Error;
use std::time::Instant;

use relata::Pipeline;
use relata_analysis::coreference::{Model, coreference};
use relata_analysis::{Models, conllu, parse, parse_words, sentences, split_text};
use relata_doc::{Layout, Section, SectionKind, Text};
use relata_page::Page;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut rounds = 5;
    if arguments.first().is_some_and(|a| a == "--rounds") {
        rounds = arguments.get(1).ok_or("--rounds wants a number")?.parse()?;
        arguments.drain(..2);
    }
    let file = arguments.first().ok_or("usage: stages [--rounds N] TREEBANK.conllu")?;
    let treebank = std::fs::read_to_string(file)?;
    let documents = documents(&treebank);
    let words: Vec<Vec<String>> = conllu::read(&treebank)?.into_iter().map(|s| s.forms).collect();
    let given = words.iter().map(Vec::len).sum::<usize>();
    let (models, pipeline) = (Models::builtin(), Pipeline::built_in()?);
    let texts: Vec<(Text, Layout)> = documents.iter().map(|document| whole(document)).collect();
    let parsed: Vec<_> = texts.iter().map(|(text, layout)| parse(models, text, layout)).collect();
    let pages: Vec<Page> = documents.iter().map(Page::from_text).collect();

    let stage = |name: &str, mut run: Box<dyn FnMut() + '_>| {
        let mut seconds: Vec<f64> = (0..rounds)
            .map(|_| {
                let began = Instant::now();
                run();
                began.elapsed().as_secs_f64()
            })
            .collect();
        seconds.sort_by(f64::total_cmp);
        let median = seconds[rounds / 2];
        println!("{name}\t{given}\t{median:.4}\t{:.0}", given as f64 / median);
    };
    let each = |run: &dyn Fn(&str)| documents.iter().for_each(|document| run(document));
    stage("sentences", Box::new(|| each(&|text| drop(sentences(models.language(), text)))));
    stage("sentences and words", Box::new(|| each(&|text| drop(split_text(models, text)))));
    stage("tags, syntax and names, of words given", Box::new(|| drop(parse_words(models, &words))));
    stage(
        "text to tags, syntax and names",
        Box::new(|| texts.iter().for_each(|(text, layout)| drop(parse(models, text, layout)))),
    );
    stage(
        "coreference",
        Box::new(|| {
            for ((text, _), (parse, names)) in texts.iter().zip(&parsed) {
                drop(coreference(Model::builtin(), text, parse, names));
            }
        }),
    );
    stage("text to events", Box::new(|| pages.iter().for_each(|page| drop(pipeline.code(page)))));
    Ok(())
}

fn documents(treebank: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for block in treebank.split("\n\n").filter(|block| !block.trim().is_empty()) {
        let text = block.lines().find_map(|line| line.strip_prefix("# text = ")).unwrap_or_default();
        if out.is_empty() || block.contains("# newdoc") {
            out.push(String::new());
        }
        if let Some(document) = out.last_mut() {
            if !document.is_empty() {
                document.push_str(if block.contains("# newpar") { "\n\n" } else { " " });
            }
            document.push_str(text);
        }
    }
    out
}

fn whole(document: &str) -> (Text, Layout) {
    let text = Text::new(document);
    let sections = text.span(0..document.len()).map(|span| Section { span, kind: SectionKind::Body });
    (text, Layout { sections: sections.into_iter().collect(), ..Layout::default() })
}
