//! How are sentences written as CoNLL-U, and read from it?
//!
//! The format of Universal Dependencies: ten columns a word, comments before a sentence, an empty line after it. When
//! read for its words alone, a file keeps its comments, its multiword tokens, its empty nodes, its enhanced graph (DEPS)
//! and its MISC column; of MISC, `Name` is written anew.
//!
//! A document that is written tells in MISC the names (`Name=B-PER`) and where the word stands in the document's text,
//! in code points (`TokenRange=12:18`). Runs of white space are one blank, since a column or comment is one line, and
//! control characters are written as their pictures (`␇`), since readers take some of them for white space.

use std::fmt::Write as _;
use std::ops::Range;

use relata_doc::{Parse, Sentence, Span, Text};

use crate::parse::ParsedSentence;

/// A sentence of a CoNLL-U file: its words, and the lines around them as they were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConlluSentence {
    /// The forms of the words.
    pub forms: Vec<String>,
    comments: Vec<String>,
    /// Lines of multiword tokens and empty nodes, with the number of words before them.
    between: Vec<(usize, String)>,
    /// The DEPS column of each word.
    deps: Vec<String>,
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
/// Where a line is not ten columns with blanks of one tab, words are not numbered 1, 2, 3, or a multiword token or an empty
/// node stands where its number does not belong.
pub fn read(conllu: &str) -> Result<Vec<ConlluSentence>, ConlluError> {
    let mut out = Vec::new();
    let mut sentence = ConlluSentence::default();
    // The last word of the multiword token that was read last, and its line.
    let (mut covered, mut covering) = (0, 0);
    let unfinished = |words: usize, covered: usize, line: usize| {
        (covered > words).then(|| ConlluError {
            line,
            fact: format!("the multiword token ends with the word {covered}, and the sentence has {words}"),
            remedy: "Give the numbers of the first and the last of its words: 4-5.",
        })
    };
    // A mark of byte order is no part of the first line.
    let conllu = conllu.strip_prefix('\u{feff}').unwrap_or(conllu);
    for (number, line) in conllu.lines().enumerate() {
        let error = |fact: String, remedy| ConlluError { line: number + 1, fact, remedy };
        if line.trim().is_empty() {
            if let Some(error) = unfinished(sentence.forms.len(), covered, covering) {
                return Err(error);
            }
            if !sentence.forms.is_empty() {
                out.push(std::mem::take(&mut sentence));
            }
            covered = 0;
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
            let words = sentence.forms.len();
            match between(columns[0]) {
                Some(Between::Range(first, last))
                    if first == words + 1 && last > first && first > covered =>
                {
                    (covered, covering) = (last, number + 1);
                }
                Some(Between::Empty(after)) if after == words => {}
                _ => {
                    let fact = format!("the number {:?} does not belong after the word {words}", columns[0]);
                    return Err(error(
                        fact,
                        "A multiword token stands before its words, 4-5 before 4; an empty node behind its word, 4.1 behind 4.",
                    ));
                }
            }
            sentence.between.push((words, line.to_owned()));
        } else if columns[0].parse() == Ok(sentence.forms.len() + 1) && !columns[1].is_empty() {
            sentence.forms.push(columns[1].to_owned());
            sentence.deps.push(columns[8].to_owned());
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
    if let Some(error) = unfinished(sentence.forms.len(), covered, covering) {
        return Err(error);
    }
    if !sentence.forms.is_empty() {
        out.push(sentence);
    }
    Ok(out)
}

/// The number of a line that is no word's.
enum Between {
    /// A multiword token, from word to word.
    Range(usize, usize),
    /// An empty node, behind a word.
    Empty(usize),
}

/// Reads `4-5` or `4.1`.
fn between(number: &str) -> Option<Between> {
    if let Some((first, last)) = number.split_once('-') {
        return Some(Between::Range(first.parse().ok()?, last.parse().ok()?));
    }
    let (after, count) = number.split_once('.')?;
    count.parse::<usize>().ok()?;
    Some(Between::Empty(after.parse().ok()?))
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
        let given = sentence.misc[i].split('|').filter(|fact| !matches!(*fact, "" | "_"));
        let given = given.filter(|fact| !fact.starts_with("Name=")).map(str::to_owned);
        let row = Row {
            form,
            lemma: &word.lemma,
            upos: word.upos.name(),
            features: word.features,
            head: word.head.map_or(0, |head| head + 1),
            deprel: word.deprel,
            deps: &sentence.deps[i],
            misc: name.into_iter().chain(given).collect(),
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
///
/// White space, slashes and percent signs of the id, which a `sent_id` cannot hold, are written as in web addresses: `%20`.
/// A document without sentences gives nothing.
pub fn write_document(id: &str, text: &Text, parse: &Parse, names: &[(Range<usize>, &str)]) -> String {
    let mut out = String::new();
    let (sent_id, code_points) = (one_word(id), text.code_points());
    for (number, sentence) in parse.sentences.iter().enumerate() {
        let before = number.checked_sub(1).map(|before| &parse.sentences[before]);
        if before.is_none() {
            let _ = writeln!(out, "# newdoc id = {}", one_line(id));
        }
        if before.is_none_or(|before| begins_paragraph(text, before, sentence)) {
            out.push_str("# newpar\n");
        }
        let _ = writeln!(out, "# sent_id = {sent_id}-{}", number + 1);
        let _ = writeln!(out, "# text = {}", one_line(&text[sentence.span]));
        let first = sentence.tokens.start;
        let tokens = &parse.tokens[sentence.tokens.clone()];
        let touches =
            |i: usize| i > 0 && i < tokens.len() && tokens[i - 1].span.end() == tokens[i].span.start();
        let joined = |i: usize| touches(i) && is_joined(&text[tokens[i - 1].span], &text[tokens[i].span]);
        let range = |span: Span| {
            let (start, end) = code_points.of(span);
            format!("TokenRange={start}:{end}")
        };
        for (i, token) in tokens.iter().enumerate() {
            let last = (i + 1..tokens.len()).take_while(|&next| joined(next)).last().unwrap_or(i);
            if last > i && !joined(i) {
                let whole = token.span.cover(tokens[last].span);
                let space = if touches(last + 1) { "SpaceAfter=No|" } else { "" };
                let (form, range) = (one_line(&text[whole]), range(whole));
                let _ = writeln!(out, "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{space}{range}", i + 1, last + 1);
            }
            let mut misc: Vec<String> = names_tag(names.iter().cloned(), first + i).into_iter().collect();
            if touches(i + 1) && last == i && !joined(i) {
                misc.push("SpaceAfter=No".to_owned());
            }
            misc.push(range(token.span));
            let row = Row {
                form: &text[token.span],
                lemma: &token.lemma,
                upos: token.upos.name(),
                features: &token.features,
                head: token.head.map_or(0, |head| head + 1 - first),
                deprel: &token.deprel,
                deps: "_",
                misc,
            };
            row.write(i + 1, &mut out);
        }
        out.push('\n');
    }
    out
}

/// Returns whether a paragraph begins with the sentence: behind an empty line, or where another kind of section begins.
fn begins_paragraph(text: &Text, before: &Sentence, sentence: &Sentence) -> bool {
    let gap = text.as_str().get(before.span.end()..sentence.span.start()).unwrap_or_default();
    before.section != sentence.section || gap.matches('\n').count() > 1
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
    deps: &'r str,
    misc: Vec<String>,
}

impl Row<'_> {
    fn write(&self, number: usize, out: &mut String) {
        let or_none = |column: &str| if column.is_empty() { "_".to_owned() } else { one_line(column) };
        let _ = writeln!(
            out,
            "{number}\t{}\t{}\t{}\t_\t{}\t{}\t{}\t{}\t{}",
            or_none(self.form),
            or_none(self.lemma),
            self.upos,
            or_none(self.features),
            self.head,
            self.deprel,
            or_none(self.deps),
            or_none(&self.misc.join("|"))
        );
    }
}

/// Returns the text with each run of white space as one blank and pictures of control characters.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().map(picture).collect()
}

/// Returns the picture of a control character, U+2400 and what follows, and any other character itself.
fn picture(c: char) -> char {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(c),
        '\x7f' => '␡',
        c => c,
    }
}

/// Returns an id without white space and slashes; two ids that differ still do.
fn one_word(id: &str) -> String {
    let mut out = String::new();
    for c in one_line(id).chars() {
        match c {
            ' ' | '/' | '%' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
