//! How well is the language of news read, phenomenon by phenomenon?
//!
//! `diagnostics/` holds invented news sentences, a file for each thing that makes news hard to read: headlines, quotations,
//! asides, datelines. A sentence claims what grammar makes of it: which word depends on which and how, parts of speech,
//! names, words, the number of sentences. The figure of a phenomenon is the share of its claims that hold.

use std::fmt;
use std::ops::Range;

use rayon::prelude::*;
use relata::doc::Upos;
use relata::{Models, Page};
use relata_analysis::NameKind;
use relata_page::{Rules, article};
use serde::Deserialize;
use toml::Spanned;

/// The relations of Universal Dependencies 2, without subtypes.
const RELATIONS: &str = "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse \
                         dislocated expl fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis \
                         punct reparandum vocative xcomp";

/// One thing that makes news hard to read, with sentences that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phenomenon {
    /// Its name.
    pub name: String,
    /// The file it was read from.
    pub file: String,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
}

/// A text, of one sentence as a rule, and what is claimed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The words.
    pub text: String,
    /// What is claimed, in the order of the file.
    pub claims: Vec<Claim>,
}

/// Something that is claimed of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The line of the file.
    pub line: usize,
    /// The claim as it is written in the file.
    pub written: String,
    fact: Fact,
}

/// A claim, read. Ranges are bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fact {
    /// A word depends on another, in one of these relations.
    Depends { word: Range<usize>, relations: Vec<String>, head: Range<usize> },
    /// A word depends on none.
    Root(Range<usize>),
    /// A word has one of these parts of speech.
    Tag(Range<usize>, Vec<Upos>),
    /// The range is exactly one word.
    Word(Range<usize>),
    /// There is a name here, with one of these extents and of one of these kinds.
    Name(Vec<Range<usize>>, Vec<&'static str>),
    /// There is no name that touches none of these.
    NoOtherName(Vec<Range<usize>>),
    /// The text has that many sentences.
    Sentences(usize),
}

/// A fault in a file of the set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {fact}\n  {remedy}")]
pub struct Fault {
    file: String,
    line: usize,
    fact: String,
    remedy: &'static str,
}

/// A claim that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The file.
    pub file: String,
    /// The line of the claim.
    pub line: usize,
    /// The text.
    pub text: String,
    /// The claim.
    pub claim: String,
    /// What was answered instead.
    pub answer: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}\n  claimed: {}\n  answered: {}",
            self.file, self.line, self.text, self.claim, self.answer
        )
    }
}

/// How the claims of a phenomenon came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The phenomenon.
    pub name: String,
    /// How many sentences it has.
    pub sentences: usize,
    /// How many claims.
    pub claims: usize,
    /// The claims that do not hold.
    pub failures: Vec<Failure>,
}

impl Outcome {
    /// Returns how many claims hold.
    pub fn right(&self) -> usize {
        self.claims - self.failures.len()
    }
}

/// Returns the share of all claims that hold, in per cent; of no claims, 100.
pub fn share(outcomes: &[Outcome]) -> f64 {
    let claims: usize = outcomes.iter().map(|outcome| outcome.claims).sum();
    let right: usize = outcomes.iter().map(Outcome::right).sum();
    if claims == 0 { 100.0 } else { right as f64 / claims as f64 * 100.0 }
}

/// Returns a table of figures, a line for each phenomenon and one for all.
pub fn table(outcomes: &[Outcome]) -> String {
    let row = |name: &str, of: &[Outcome]| {
        let sum = |count: fn(&Outcome) -> usize| of.iter().map(count).sum::<usize>();
        let (sentences, claims, right) =
            (sum(|outcome| outcome.sentences), sum(|outcome| outcome.claims), sum(Outcome::right));
        format!("{name:<44} {sentences:>9} {claims:>7} {right:>7} {:>7.1}\n", share(of))
    };
    let mut out =
        format!("{:<44} {:>9} {:>7} {:>7} {:>7}\n", "phenomenon", "sentences", "claims", "right", "%");
    for outcome in outcomes {
        out.push_str(&row(&outcome.name, std::slice::from_ref(outcome)));
    }
    out.push_str(&row("all", outcomes));
    out
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhenomenonFile {
    phenomenon: String,
    #[serde(default)]
    sentence: Vec<SentenceEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentenceEntry {
    text: Spanned<String>,
    #[serde(default)]
    syntax: Vec<Spanned<String>>,
    #[serde(default)]
    tags: Vec<Spanned<String>>,
    #[serde(default)]
    words: Vec<Spanned<String>>,
    names: Option<Spanned<Vec<Spanned<String>>>>,
    sentences: Option<Spanned<usize>>,
}

/// Reads one file of the set.
///
/// # Errors
/// All that is wrong in the file, with the line.
pub fn read(file: &str, toml: &str) -> Result<Phenomenon, Vec<Fault>> {
    let line = |at: usize| toml[..at.min(toml.len())].matches('\n').count() + 1;
    let read: PhenomenonFile = toml::from_str(toml).map_err(|error| {
        vec![Fault {
            file: file.to_owned(),
            line: line(error.span().map_or(0, |span| span.start)),
            fact: error.message().to_owned(),
            remedy: "Write the file as diagnostics/README.md shows.",
        }]
    })?;
    let mut faults = Vec::new();
    let mut sentences = Vec::new();
    for entry in read.sentence {
        let text = entry.text.get_ref();
        let mut claims = Vec::new();
        let mut add =
            |at: Range<usize>, written: String, fact: Result<Fact, (String, &'static str)>| match fact {
                Ok(fact) => claims.push(Claim { line: line(at.start), written, fact }),
                Err((fact, remedy)) => {
                    faults.push(Fault { file: file.to_owned(), line: line(at.start), fact, remedy });
                }
            };
        for claim in &entry.syntax {
            add(claim.span(), claim.get_ref().clone(), syntax(text, claim.get_ref()));
        }
        for claim in &entry.tags {
            add(claim.span(), claim.get_ref().clone(), tag(text, claim.get_ref()));
        }
        for claim in &entry.words {
            let word = find(text, claim.get_ref()).map(Fact::Word);
            add(claim.span(), format!("{} is one word", claim.get_ref()), word);
        }
        if let Some(names) = entry.names {
            let mut extents = Vec::new();
            for claim in names.get_ref() {
                let fact = name(text, claim.get_ref());
                if let Ok(Fact::Name(spans, _)) = &fact {
                    extents.extend(spans.iter().cloned());
                }
                add(claim.span(), claim.get_ref().clone(), fact);
            }
            add(names.span(), "no other names".to_owned(), Ok(Fact::NoOtherName(extents)));
        }
        if let Some(count) = entry.sentences {
            add(
                count.span(),
                format!("{} sentences", count.get_ref()),
                Ok(Fact::Sentences(*count.get_ref())),
            );
        }
        if claims.is_empty() && faults.is_empty() {
            faults.push(Fault {
                file: file.to_owned(),
                line: line(entry.text.span().start),
                fact: "the sentence claims nothing".to_owned(),
                remedy: "Say what of its syntax, tags or names is sure.",
            });
        }
        sentences.push(Sentence { text: text.clone(), claims });
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Phenomenon { name: read.phenomenon, file: file.to_owned(), sentences })
}

type Read<T> = Result<T, (String, &'static str)>;

/// Reads `dependent relation head` or `word root`.
fn syntax(text: &str, claim: &str) -> Read<Fact> {
    match claim.split_whitespace().collect::<Vec<_>>()[..] {
        [word, "root"] => Ok(Fact::Root(find(text, word)?)),
        [word, relations, head] => {
            let relations: Vec<String> = relations.split('|').map(str::to_owned).collect();
            let known = |relation: &str| {
                let relation = relation.split(':').next().unwrap_or_default();
                RELATIONS.split_whitespace().any(|known| known == relation)
            };
            if let Some(relation) = relations.iter().find(|relation| !known(relation)) {
                return Err((
                    format!("{relation:?} is no relation of Universal Dependencies"),
                    "Write one such as nsubj, obj, obl, nmod, nsubj:pass; several with | between.",
                ));
            }
            Ok(Fact::Depends { word: find(text, word)?, relations, head: find(text, head)? })
        }
        _ => Err((
            format!("{claim:?} is not three words"),
            "Write dependent, relation, head: \"Gunmen nsubj kill\"; or \"kill root\".",
        )),
    }
}

/// Reads `word TAG`.
fn tag(text: &str, claim: &str) -> Read<Fact> {
    let remedy = "Write a word and its part of speech: \"kill VERB\"; several with | between.";
    let [word, tags] = claim.split_whitespace().collect::<Vec<_>>()[..] else {
        return Err((format!("{claim:?} is not a word and a tag"), remedy));
    };
    let tags: Vec<&str> = tags.split('|').collect();
    if let Some(tag) = tags.iter().find(|tag| Upos::from_name(tag).name() != **tag) {
        return Err((format!("{tag:?} is no part of speech of Universal Dependencies"), remedy));
    }
    Ok(Fact::Tag(find(text, word)?, tags.into_iter().map(Upos::from_name).collect()))
}

/// Reads `LOC Mali`, `LOC|ORG Mali`, `PER Ahmed Nasser | Sheikh Ahmed Nasser`.
fn name(text: &str, claim: &str) -> Read<Fact> {
    let remedy = "Write PER, ORG or LOC and the words of the name: \"LOC Mali\".";
    let Some((kinds, words)) = claim.split_once(' ') else {
        return Err((format!("{claim:?} is not a kind and a name"), remedy));
    };
    let known = [NameKind::Person, NameKind::Organization, NameKind::Location].map(NameKind::tag);
    let mut read = Vec::new();
    for kind in kinds.split('|') {
        let Some(kind) = known.into_iter().find(|tag| *tag == kind) else {
            return Err((format!("{kind:?} is no kind of name"), remedy));
        };
        read.push(kind);
    }
    let spans: Result<Vec<_>, _> = words.split(" | ").map(|words| find(text, words.trim())).collect();
    Ok(Fact::Name(spans?, read))
}

/// Returns where words stand in the text: between other letters only where they stand nowhere else ("n't" in "don't").
fn find(text: &str, written: &str) -> Read<Range<usize>> {
    let (words, number) =
        match written.rsplit_once('#').map(|(words, number)| (words, number.parse::<usize>())) {
            Some((words, Ok(number))) if !words.is_empty() => (words, Some(number)),
            _ => (written, None),
        };
    let alone = |at: usize| {
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (before, after) = (text[..at].chars().next_back(), text[at + words.len()..].chars().next());
        !(inside(before) && inside(words.chars().next())
            || inside(after) && inside(words.chars().next_back()))
    };
    let all: Vec<usize> = text.match_indices(words).map(|(at, _)| at).collect();
    let mut found: Vec<usize> = all.iter().copied().filter(|&at| alone(at)).collect();
    if found.is_empty() {
        found = all;
    }
    match (found.len(), number) {
        (0, _) => Err((
            format!("{words:?} does not stand in the text"),
            "Write the words exactly as the text has them.",
        )),
        (1, None) => Ok(found[0]..found[0] + words.len()),
        (_, None) => Err((
            format!("{words:?} stands {} times in the text", found.len()),
            "Say which is meant: \"said#2\" is the second.",
        )),
        (count, Some(number)) => match number.checked_sub(1).and_then(|at| found.get(at)) {
            Some(&at) => Ok(at..at + words.len()),
            None => Err((
                format!("{words:?} stands {count} times in the text, not {number}"),
                "Count from 1: \"said#2\" is the second.",
            )),
        },
    }
}

/// Reads every sentence of the set as an article of its own, and looks which claims hold.
pub fn run(models: &Models, rules: &Rules, phenomena: &[Phenomenon]) -> Vec<Outcome> {
    let outcome = |phenomenon: &Phenomenon| {
        let failures: Vec<Vec<Failure>> = phenomenon
            .sentences
            .par_iter()
            .map(|sentence| {
                let answers = Answers::new(models, rules, &sentence.text);
                let failing = sentence.claims.iter().filter(|claim| !answers.hold(&claim.fact));
                failing
                    .map(|claim| Failure {
                        file: phenomenon.file.clone(),
                        line: claim.line,
                        text: sentence.text.clone(),
                        claim: claim.written.clone(),
                        answer: answers.told(&claim.fact),
                    })
                    .collect()
            })
            .collect();
        Outcome {
            name: phenomenon.name.clone(),
            sentences: phenomenon.sentences.len(),
            claims: phenomenon.sentences.iter().map(|sentence| sentence.claims.len()).sum(),
            failures: failures.into_iter().flatten().collect(),
        }
    };
    phenomena.iter().map(outcome).collect()
}

/// What is read in one text.
struct Answers {
    text: relata::doc::Text,
    parse: relata::doc::Parse,
    names: Vec<relata_analysis::Name>,
}

impl Answers {
    fn new(models: &Models, rules: &Rules, text: &str) -> Answers {
        let article = article(rules, &Page::from_text(text));
        let (parse, names) = relata_analysis::parse(models, &article.text, &article.layout);
        Answers { text: article.text, parse, names }
    }

    /// Returns the token that is exactly these bytes.
    fn token(&self, range: &Range<usize>) -> Option<usize> {
        let at = self.parse.tokens.partition_point(|token| token.span.start() < range.start);
        let token = self.parse.tokens.get(at)?;
        (token.span.start() == range.start && token.span.end() == range.end).then_some(at)
    }

    fn hold(&self, fact: &Fact) -> bool {
        let tokens = &self.parse.tokens;
        let here = |name: &relata_analysis::Name| name.span.start()..name.span.end();
        match fact {
            Fact::Depends { word, relations, head } => {
                let (Some(word), Some(head)) = (self.token(word), self.token(head)) else { return false };
                tokens[word].head == Some(head)
                    && relations.iter().any(|relation| is_same_relation(relation, &tokens[word].deprel))
            }
            Fact::Root(word) => self.token(word).is_some_and(|word| tokens[word].head.is_none()),
            Fact::Tag(word, tags) => self.token(word).is_some_and(|word| tags.contains(&tokens[word].upos)),
            Fact::Word(word) => self.token(word).is_some(),
            Fact::Name(spans, kinds) => {
                self.names.iter().any(|name| spans.contains(&here(name)) && kinds.contains(&name.kind.tag()))
            }
            Fact::NoOtherName(spans) => self.names.iter().all(|name| {
                spans.iter().any(|span| name.span.start() < span.end && span.start < name.span.end())
            }),
            Fact::Sentences(count) => self.parse.sentences.len() == *count,
        }
    }

    /// Returns what was read where a claim does not hold.
    fn told(&self, fact: &Fact) -> String {
        let names = || {
            let told = self.names.iter().map(|name| format!("{} {}", name.kind.tag(), &self.text[name.span]));
            let told = told.collect::<Vec<_>>().join(", ");
            if told.is_empty() { "no names".to_owned() } else { told }
        };
        match fact {
            Fact::Depends { word, .. } | Fact::Root(word) | Fact::Tag(word, _) | Fact::Word(word) => {
                let Some(at) = self.token(word) else {
                    let touched = self.parse.tokens.iter().map(|token| token.span);
                    let words: Vec<&str> = touched
                        .filter(|span| span.start() < word.end && word.start < span.end())
                        .map(|span| &self.text[span])
                        .collect();
                    return format!("the words are {}", words.join(" "));
                };
                let token = &self.parse.tokens[at];
                let head = token.head.map_or("", |head| &self.text[self.parse.tokens[head].span]);
                let told =
                    format!("{} {} {} {head}", &self.text[token.span], token.upos.name(), token.deprel);
                told.trim_end().to_owned()
            }
            Fact::Name(..) | Fact::NoOtherName(_) => names(),
            Fact::Sentences(_) => {
                let told = self.parse.sentences.iter().map(|sentence| self.text[sentence.span].to_owned());
                told.collect::<Vec<_>>().join(" ‖ ")
            }
        }
    }
}

/// Returns whether a relation is the one claimed. Subtypes are left aside save the passive's, which turns about who did what.
fn is_same_relation(claimed: &str, answered: &str) -> bool {
    let split = |relation: &str| match relation.split_once(':') {
        Some((relation, subtype)) => (relation.to_owned(), subtype == "pass"),
        None => (relation.to_owned(), false),
    };
    split(claimed) == split(answered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(sentence: &str) -> Vec<String> {
        let toml = format!("phenomenon = \"Test\"\n\n[[sentence]]\n{sentence}\n");
        read("test.toml", &toml).unwrap_err().iter().map(Fault::to_string).collect()
    }

    #[test]
    fn faults_name_file_line_fact_and_remedy_and_all_are_told() {
        let found = faults(
            "text = \"He said she said\"\nsyntax = [\n  \"He nsubj said\",\n  \"He subject said#1\",\n  \"It root\",\n]\nnames = [\"GPE Mali\"]",
        );
        assert_eq!(found.len(), 4);
        assert!(
            found[0].starts_with("test.toml:6: \"said\" stands 2 times in the text\n  Say which"),
            "{found:?}"
        );
        assert!(found[1].starts_with("test.toml:7: \"subject\" is no relation"), "{found:?}");
        assert!(found[2].starts_with("test.toml:8: \"It\" does not stand"), "{found:?}");
        assert!(found[3].starts_with("test.toml:10: \"GPE\" is no kind"), "{found:?}");
        assert!(faults("text = \"Peace\"")[0].contains("claims nothing"));
        assert!(faults("txt = \"Peace\"")[0].starts_with("test.toml:4: "));
    }

    #[test]
    fn words_are_found_whole_before_they_are_found_in_others() {
        assert_eq!(find("Maliki left Mali", "Mali"), Ok(12..16));
        assert_eq!(find("They don't", "n't"), Ok(7..10));
        assert_eq!(find("said and said", "said#2"), Ok(9..13));
        assert_eq!(find("the U.S. army", "U.S."), Ok(4..8));
    }

    #[test]
    fn subtypes_are_left_aside_but_the_passives() {
        assert!(is_same_relation("obl", "obl:agent") && is_same_relation("nmod", "nmod:poss"));
        assert!(is_same_relation("nsubj:pass", "nsubj:pass") && !is_same_relation("nsubj", "nsubj:pass"));
    }
}
