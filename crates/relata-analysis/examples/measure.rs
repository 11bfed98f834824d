//! How well are sentences, words and syntax found on a treebank, and how fast?
//!
//! `cargo run --release -p relata-analysis --example measure -- dev.conllu…`
//! Text is put together from the `# text` comments of each document, sentences with one blank between them or nothing, as
//! the treebank has it; splitting is measured on that twice, with an empty line between paragraphs and without, parsing
//! on the treebank's own words. A sentence counts by where it ends. `--show` prints the ends and words that are not the
//! treebank's.

#![allow(clippy::print_stdout, clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Instant;

use relata_analysis::{Models, conllu, parse_words, sentences, split_text, tokens};

struct Gold {
    text: String,
    sentences: Vec<Range<usize>>,
    words: BTreeSet<(usize, usize)>,
}

fn main() {
    let began = Instant::now();
    let models = Models::builtin();
    println!("models opened in {:.0} ms", began.elapsed().as_secs_f64() * 1e3);
    for file in std::env::args().skip(1).filter(|a| a != "--show") {
        let conllu_text = std::fs::read_to_string(&file).unwrap();
        println!("{file}");
        let documents = documents(&conllu_text, true);
        println!("  paragraphs kept:");
        split_scores(models, &documents);
        println!("  paragraphs joined:");
        split_scores(models, &self::documents(&conllu_text, false));
        parse_scores(models, &conllu_text);
        speed(models, &documents);
    }
}

fn documents(conllu_text: &str, paragraphs: bool) -> Vec<Gold> {
    let mut out: Vec<Gold> = Vec::new();
    let mut blank = " ";
    for block in conllu_text.split("\n\n").filter(|b| !b.trim().is_empty()) {
        let text = block.lines().find_map(|l| l.strip_prefix("# text = ")).unwrap_or("");
        if out.is_empty() || block.contains("# newdoc") {
            out.push(Gold { text: String::new(), sentences: Vec::new(), words: BTreeSet::new() });
        }
        let document = out.last_mut().unwrap();
        if !document.text.is_empty() {
            document.text.push_str(if paragraphs && block.contains("# newpar") { "\n\n" } else { blank });
        }
        blank = if ends_without_blank(block) { "" } else { " " };
        let start = document.text.len();
        document.text.push_str(text);
        document.sentences.push(start..document.text.len());
        let mut at = start;
        let mut multiword = 0;
        for row in block.lines().filter(|l| !l.starts_with('#')) {
            let columns: Vec<&str> = row.split('\t').collect();
            if let Some((first, last)) = columns[0].split_once('-') {
                let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
                let from = at + document.text[at..].find(columns[1]).unwrap_or(0);
                multiword = last + 1 - first;
                at = from;
            } else if columns[0].contains('.') {
                continue;
            } else {
                let from = at
                    + document.text[at..]
                        .find(columns[1])
                        .filter(|&gap| gap < 4 || multiword > 0)
                        .unwrap_or(0);
                document.words.insert((from, from + columns[1].len()));
                at = (from + columns[1].len()).min(document.text.len());
                multiword = multiword.saturating_sub(1);
            }
            while !document.text.is_char_boundary(at) {
                at += 1;
            }
        }
    }
    out
}

/// Returns whether the next sentence follows without a blank.
fn ends_without_blank(block: &str) -> bool {
    let rows = || block.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
    let Some(last) = rows().next_back() else { return false };
    // Of words written as one, the row of the whole tells.
    let whole = rows().find(|row| row[0].split_once('-').is_some_and(|(_, end)| end == last[0]));
    whole.unwrap_or(last)[9].split('|').any(|item| item == "SpaceAfter=No")
}

fn split_scores(models: &Models, documents: &[Gold]) {
    let (mut found, mut gold, mut right) = (0, 0, 0);
    let (mut words_found, mut words_gold, mut words_right, mut words_right_given) = (0, 0, 0, 0);
    let show = std::env::args().any(|a| a == "--show");
    for document in documents {
        let gold_sentences: BTreeSet<usize> = document.sentences.iter().map(|r| r.end).collect();
        let ours: BTreeSet<usize> =
            sentences(models.language(), &document.text).into_iter().map(|r| r.end).collect();
        found += ours.len();
        gold += gold_sentences.len();
        right += ours.intersection(&gold_sentences).count();
        let words: BTreeSet<(usize, usize)> = split_text(models, &document.text)
            .concat()
            .into_iter()
            .map(|p| (p.range.start, p.range.end))
            .collect();
        words_found += words.len();
        words_gold += document.words.len();
        words_right += words.intersection(&document.words).count();
        let given: BTreeSet<(usize, usize)> = document
            .sentences
            .iter()
            .flat_map(|r| tokens(models.language(), &document.text, r.clone()))
            .map(|p| (p.range.start, p.range.end))
            .collect();
        words_right_given += given.intersection(&document.words).count();
        if show {
            for &end in ours.symmetric_difference(&gold_sentences) {
                let wrong = if ours.contains(&end) { '+' } else { '-' };
                let before: Vec<char> = document.text[..end].chars().rev().take(40).collect();
                let before: String = before.into_iter().rev().collect();
                println!(
                    "{wrong} {before:?} | {:?}",
                    document.text[end..].chars().take(40).collect::<String>()
                );
            }
            for w in given.difference(&document.words) {
                println!("W {:?}", &document.text[w.0..w.1]);
            }
        }
    }
    let f = |right: usize, found: usize, gold: usize| 2.0 * right as f64 / (found + gold) as f64;
    println!(
        "    sentence ends F1 {:.4}; words F1 {:.4}, in given sentences about {:.4}",
        f(right, found, gold),
        f(words_right, words_found, words_gold),
        f(words_right_given, words_found, words_gold)
    );
}

fn parse_scores(models: &Models, conllu_text: &str) {
    let sentences = conllu::read(conllu_text).unwrap();
    let forms: Vec<&[String]> = sentences.iter().map(|s| s.forms.as_slice()).collect();
    let began = Instant::now();
    let parsed = parse_words(models, &forms);
    let seconds = began.elapsed().as_secs_f64();
    let gold: Vec<Vec<&str>> = conllu_text
        .lines()
        .filter(|l| {
            l.split('\t').next().is_some_and(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_digit()))
        })
        .map(|l| l.split('\t').collect())
        .collect();
    let (mut upos, mut lemma, mut uas, mut las, mut full) = (0, 0, 0, 0, 0);
    for (word, row) in parsed.iter().flat_map(|s| &s.words).zip(&gold) {
        let head = word.head.map_or(0, |h| h + 1).to_string() == row[6];
        upos += usize::from(word.upos.name() == row[3]);
        lemma += usize::from(word.lemma.to_lowercase() == row[2].to_lowercase());
        uas += usize::from(head);
        las += usize::from(head && word.deprel.split(':').next() == row[7].split(':').next());
        full += usize::from(head && word.deprel == row[7]);
    }
    let share = |n: usize| n as f64 / gold.len() as f64;
    println!(
        "  {} words: UPOS {:.4}, lemma {:.4}, UAS {:.4}, LAS {:.4}, with subtypes {:.4}; {:.0} words/s",
        gold.len(),
        share(upos),
        share(lemma),
        share(uas),
        share(las),
        share(full),
        gold.len() as f64 / seconds
    );
}

fn speed(models: &Models, documents: &[Gold]) {
    let began = Instant::now();
    let mut words = 0;
    for document in documents {
        let split = split_text(models, &document.text);
        let forms: Vec<Vec<&str>> =
            split.iter().map(|s| s.iter().map(|p| &document.text[p.range.clone()]).collect()).collect();
        words += parse_words(models, &forms).iter().map(|s| s.words.len()).sum::<usize>();
    }
    println!(
        "  text to syntax, document by document: {:.0} words/s",
        words as f64 / began.elapsed().as_secs_f64()
    );
}
