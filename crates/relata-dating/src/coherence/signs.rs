//! What else shows that a paragraph was not written behind those before it?
//!
//! Signs are told only where a page is known to be put together: each of them alone is common in whole pages too.

use std::collections::{HashMap, HashSet};

use relata_doc::{Parse, Sentence, Span, Text, Upos};

use super::paragraph_start;

/// A sentence of fewer words may be told twice by chance.
const REPEATED: usize = 8;
/// A word of fewer letters may differ from another in one letter and mean another thing.
const SPELLED: usize = 7;

/// Returns signs with the words that show them, in the order of the text; `starts` are the bytes at which reports begin.
pub(super) fn signs(
    text: &Text,
    parse: &Parse,
    layout: &relata_doc::Layout,
    starts: &[usize],
) -> Vec<(Span, String)> {
    let mut signs = Vec::new();
    let report_of = |at: usize| starts.partition_point(|start| *start <= at);
    let mut names: HashMap<&str, usize> = HashMap::new();
    let mut sentences: HashMap<String, usize> = HashMap::new();
    let mut words: HashMap<String, usize> = HashMap::new();
    let mut told: HashSet<String> = HashSet::new();
    for sentence in &parse.sentences {
        let report = report_of(sentence.span.start());
        let begins = starts.contains(&paragraph_start(layout, sentence.span));
        if begins && let Some(span) = pronoun(parse, sentence, text, layout) {
            signs.push((
                span,
                format!("begins with \"{}\", and nobody is named before in this report", &text[span]),
            ));
        }
        let tokens = &parse.tokens[sentence.tokens.clone()];
        if tokens.len() >= REPEATED {
            let whole = text[sentence.span].split_whitespace().collect::<Vec<_>>().join(" ");
            if sentences.get(&whole).is_some_and(|other| *other != report) {
                signs.push((
                    sentence.span,
                    "the sentence stands in another report of the page as well".to_owned(),
                ));
            }
            sentences.entry(whole).or_insert(report);
        }
        for span in full_names(tokens) {
            let name = &text[span];
            match names.get(name) {
                Some(&other) if other != report && told.insert(name.to_owned()) => {
                    signs.push((span, format!("introduces {name} by full name again")));
                }
                Some(_) => {}
                None => drop(names.insert(name, report)),
            }
        }
        for token in tokens.iter().filter(|token| token.span.len() >= SPELLED) {
            let word = text[token.span].to_lowercase();
            if let Some(other) = other_spelling(&word)
                .into_iter()
                .find(|other| words.get(other).is_some_and(|other| *other != report))
                && told.insert(word.clone())
            {
                signs.push((
                    token.span,
                    format!("writes \"{word}\" where another report of the page writes \"{other}\""),
                ));
            }
            words.entry(word).or_insert(report);
        }
    }
    signs
}

/// Returns the pronoun of the third person that a paragraph begins with.
fn pronoun(parse: &Parse, sentence: &Sentence, text: &Text, layout: &relata_doc::Layout) -> Option<Span> {
    let token = parse.tokens.get(sentence.tokens.start)?;
    let first = paragraph_start(layout, sentence.span);
    let opens = text.as_str()[first..token.span.start()].trim().is_empty();
    (opens
        && token.upos == Upos::Pron
        && token.has("Person=3")
        && token.has("PronType=Prs")
        && !token.has("Gender=Neut"))
    .then_some(token.span)
}

/// Returns the names of two words or more.
fn full_names(tokens: &[relata_doc::Token]) -> Vec<Span> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let length = tokens[at..].iter().take_while(|token| token.upos == Upos::Propn).count();
        let flat = tokens[at..at + length].iter().skip(1).any(|token| token.relation() == "flat");
        if length > 1 && flat {
            names.push(tokens[at].span.cover(tokens[at + length - 1].span));
        }
        at += length.max(1);
    }
    names
}

/// Returns how else a word is spelled: "organisation" and "organization" differ in one letter, s or z.
fn other_spelling(word: &str) -> Vec<String> {
    let swapped = word.char_indices().filter_map(|(at, c)| {
        let other = match c {
            's' => 'z',
            'z' => 's',
            _ => return None,
        };
        let mut spelled = word.to_owned();
        spelled.replace_range(at..=at, other.encode_utf8(&mut [0; 4]));
        Some(spelled)
    });
    swapped.collect()
}
