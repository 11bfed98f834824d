//! How are sentences written as CoNLL-U, and read from it?
//!
//! The format of Universal Dependencies: ten columns a word, comments before a sentence, an empty line after it. When
//! read for its words alone, a file keeps its comments, its multiword tokens, its empty nodes and its MISC column.

use std::fmt::Write as _;
use std::ops::Range;

use relata_doc::{Parse, Text};

use crate::parse::ParsedSentence;
use crate::tokens::Piece;

/// A sentence of a CoNLL-U file: its words, and the lines around them as they were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConlluSentence {
    /// The forms of the words.
    pub forms: Vec<String>,
    comments: Vec<String>,
    /// Lines of multiword tokens and empty nodes, with the number of words before them.
    between: Vec<(usize, String)>,
    /// The MISC column of each word.
    misc: Vec<String>,
}

/// A CoNLL-U file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {fact}\n  {remedy}")]
pub struct ConlluError {
    line: usize,
    fact: String,
    remedy: &'static str,
}

/// Reads the sentences of a CoNLL-U file. Only the words' numbers and forms are asked for; other columns may be `_`.
///
/// # Errors
/// Where a line is not ten columns with blanks of one tab, or words are not numbered 1, 2, 3.
pub fn read(conllu: &str) -> Result<Vec<ConlluSentence>, ConlluError> {
    let mut out = Vec::new();
    let mut sentence = ConlluSentence::default();
    for (number, line) in conllu.lines().enumerate() {
        let error = |fact: String, remedy| ConlluError { line: number + 1, fact, remedy };
        if line.trim().is_empty() {
            if !sentence.forms.is_empty() {
                out.push(std::mem::take(&mut sentence));
            }
            continue;
        }
        if line.starts_with('#') {
            sentence.comments.push(line.to_owned());
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() != 10 {
            let fact = format!("{} columns", columns.len());
            return Err(error(
                fact,
                "Write ten columns with one tab between them, `_` where a column is empty.",
            ));
        }
        if columns[0].contains(['-', '.']) {
            sentence.between.push((sentence.forms.len(), line.to_owned()));
        } else if columns[0].parse() == Ok(sentence.forms.len() + 1) && !columns[1].is_empty() {
            sentence.forms.push(columns[1].to_owned());
            sentence.misc.push(columns[9].to_owned());
        } else {
            let fact = format!(
                "the word {:?} has the number {:?} and should have {}",
                columns[1],
                columns[0],
                sentence.forms.len() + 1
            );
            return Err(error(
                fact,
                "Number the words of each sentence 1, 2, 3, and leave an empty line between sentences.",
            ));
        }
    }
    if !sentence.forms.is_empty() {
        out.push(sentence);
    }
    Ok(out)
}

/// Returns a sentence that was read, with what the models say of its words.
pub fn write_parsed(sentence: &ConlluSentence, parsed: &ParsedSentence<'_>) -> String {
    let mut out = String::new();
    for comment in &sentence.comments {
        out.push_str(comment);
        out.push('\n');
    }
    let mut between = sentence.between.iter().peekable();
    for (i, (form, word)) in sentence.forms.iter().zip(&parsed.words).enumerate() {
        while let Some((_, line)) = between.next_if(|(before, _)| *before <= i) {
            out.push_str(line);
            out.push('\n');
        }
        let name = names_tag(parsed.names.iter().map(|n| (n.words.clone(), n.kind.tag())), i);
        let misc = [Some(sentence.misc[i].clone()).filter(|m| m != "_" && !m.is_empty()), name]
            .into_iter()
            .flatten();
        let row = Row {
            form,
            lemma: &word.lemma,
            upos: word.upos.name(),
            features: word.features,
            head: word.head.map_or(0, |head| head + 1),
            deprel: word.deprel,
            misc: misc.collect(),
        };
        row.write(i + 1, &mut out);
    }
    for (_, line) in between {
        out.push_str(line);
        out.push('\n');
    }
    out.push('\n');
    out
}

/// Returns the sentences of a document; `id` names it in the sentences' `sent_id`, `names` are ranges of tokens.
pub fn write_document(id: &str, text: &Text, parse: &Parse, names: &[(Range<usize>, &str)]) -> String {
    let mut out = format!("# newdoc id = {}\n", one_line(id));
    for (number, sentence) in parse.sentences.iter().enumerate() {
        let _ = writeln!(out, "# sent_id = {}-{}", one_line(id), number + 1);
        let _ = writeln!(out, "# text = {}", one_line(&text[sentence.span]));
        let first = sentence.tokens.start;
        let tokens = &parse.tokens[sentence.tokens.clone()];
        let touches =
            |i: usize| i > 0 && i < tokens.len() && tokens[i - 1].span.end() == tokens[i].span.start();
        let joined = |i: usize| touches(i) && is_joined(&text[tokens[i - 1].span], &text[tokens[i].span]);
        for (i, token) in tokens.iter().enumerate() {
            let last = (i + 1..tokens.len()).take_while(|&next| joined(next)).last().unwrap_or(i);
            if last > i && !joined(i) {
                let form =
                    text.span(token.span.start()..tokens[last].span.end()).map_or("", |span| &text[span]);
                let space = if touches(last + 1) { "SpaceAfter=No" } else { "_" };
                let _ = writeln!(out, "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{space}", i + 1, last + 1);
            }
            let mut misc: Vec<String> = names_tag(names.iter().cloned(), first + i).into_iter().collect();
            if touches(i + 1) && last == i && !joined(i) {
                misc.push("SpaceAfter=No".to_owned());
            }
            let row = Row {
                form: &text[token.span],
                lemma: &token.lemma,
                upos: token.upos.name(),
                features: &token.features,
                head: token.head.map_or(0, |head| head + 1 - first),
                deprel: &token.deprel,
                misc,
            };
            row.write(i + 1, &mut out);
        }
        out.push('\n');
    }
    out
}

/// Returns whether `next`, written onto `word`, is one multiword token with it: a clitic or the rest of a contraction.
fn is_joined(word: &str, next: &str) -> bool {
    let lower = next.to_lowercase().replace('’', "'");
    matches!(lower.as_str(), "'s" | "n't" | "'re" | "'ve" | "'ll" | "'d" | "'m")
        || (word.chars().all(char::is_alphabetic) && next.chars().all(char::is_alphabetic))
        || (lower == "'" && word.ends_with(['s', 'S']))
}

/// Returns the name tag of a word for the MISC column.
fn names_tag<'n>(mut names: impl Iterator<Item = (Range<usize>, &'n str)>, word: usize) -> Option<String> {
    let (range, tag) = names.find(|(range, _)| range.contains(&word))?;
    Some(format!("Name={}-{tag}", if range.start == word { 'B' } else { 'I' }))
}

struct Row<'r> {
    form: &'r str,
    lemma: &'r str,
    upos: &'r str,
    features: &'r str,
    head: usize,
    deprel: &'r str,
    misc: Vec<String>,
}

impl Row<'_> {
    fn write(&self, number: usize, out: &mut String) {
        let or_none = |column: &str| if column.is_empty() { "_".to_owned() } else { one_line(column) };
        let _ = writeln!(
            out,
            "{number}\t{}\t{}\t{}\t_\t{}\t{}\t{}\t_\t{}",
            or_none(self.form),
            or_none(self.lemma),
            self.upos,
            or_none(self.features),
            self.head,
            self.deprel,
            or_none(&self.misc.join("|"))
        );
    }
}

/// Returns the text with each run of white space as one blank, since a column or comment is one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns words and whether they are written as one with the word before, as a sentence to be parsed.
pub fn from_pieces(text: &str, pieces: &[Piece]) -> ConlluSentence {
    let forms: Vec<String> = pieces.iter().map(|p| text[p.range.clone()].to_owned()).collect();
    ConlluSentence { misc: vec!["_".to_owned(); forms.len()], forms, ..ConlluSentence::default() }
}
