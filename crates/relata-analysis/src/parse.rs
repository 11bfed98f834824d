//! How do the words of a sentence hang together, and which of them are names?

use std::ops::Range;

use pulp::Arch;
use relata_doc::{Layout, Parse, Sentence, Span, Text, Token, Upos};

use crate::decode::{NAME_TAGS, best, name_tags, tree};
use crate::kernel::share;
use crate::network::Said;
use crate::sentences::sentences;
use crate::tokens::{Piece, tokens};
use crate::{Models, lemma};

/// Words parsed as one sentence at most: a longer one is parsed in parts, since the tree's cost grows with the cube.
pub(crate) const LONGEST_SENTENCE: usize = 160;

/// Sentences and words read together; more gain little and need more memory.
const BATCH: (usize, usize) = (48, 2400);

/// What the models say of one word.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedWord<'m> {
    /// Its part of speech.
    pub upos: Upos,
    /// Its features as UD writes them; empty where it has none.
    pub features: &'m str,
    /// Its dictionary form.
    pub lemma: String,
    /// The word it depends on, counting from 0 in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// The relation to the head, with its subtype.
    pub deprel: &'m str,
    /// How sure the models are of head and relation together, 0 to 1.
    pub confidence: f32,
}

/// What kind of thing a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// An organization.
    Organization,
    /// A place; countries and cities are places.
    Location,
}

impl NameKind {
    /// Returns the three letters of the field: PER, ORG, LOC.
    pub fn tag(self) -> &'static str {
        match self {
            NameKind::Person => "PER",
            NameKind::Organization => "ORG",
            NameKind::Location => "LOC",
        }
    }
}

/// A name among the words of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedName {
    /// Its words, counting from 0 in the sentence.
    pub words: Range<usize>,
    /// What it names.
    pub kind: NameKind,
    /// How sure the models are, 0 to 1.
    pub confidence: f32,
}

/// What the models say of one sentence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParsedSentence<'m> {
    /// Its words; exactly one has no head, and the heads make a tree.
    pub words: Vec<ParsedWord<'m>>,
    /// Its names, in order; they do not overlap.
    pub names: Vec<ParsedName>,
}

/// A name in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Where.
    pub span: Span,
    /// Its tokens, as a range of [`Parse::tokens`].
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: NameKind,
    /// How sure the models are, 0 to 1.
    pub confidence: f32,
}

/// Finds the sentences, words, syntax and names of a text, section by section.
///
/// A dateline is a sentence of its own, so that it takes no part in the syntax of the sentence that it stands before.
pub fn parse(models: &Models, text: &Text, layout: &Layout) -> (Parse, Vec<Name>) {
    let mut split: Vec<(Vec<Piece>, relata_doc::SectionKind)> = Vec::new();
    for section in &layout.sections {
        let mut from = section.span.start();
        let datelines = layout.datelines.iter().map(|d| d.span).filter(|&span| section.span.contains(span));
        let cuts = datelines.flat_map(|span| [span.start(), span.end()]).chain([section.span.end()]);
        for to in cuts.filter(|&to| to >= from).collect::<Vec<_>>() {
            for words in split_text(models, &text.as_str()[from..to]) {
                let words =
                    words.into_iter().map(|p| Piece { range: p.range.start + from..p.range.end + from, ..p });
                split.push((words.collect(), section.kind));
            }
            from = to;
        }
    }
    let forms: Vec<Vec<&str>> = split
        .iter()
        .map(|(words, _)| words.iter().map(|w| &text.as_str()[w.range.clone()]).collect())
        .collect();
    let mut parse = Parse::default();
    let mut names = Vec::new();
    for ((pieces, section), parsed) in split.iter().zip(parse_words(models, &forms)) {
        let first = parse.tokens.len();
        let span =
            |range: Range<usize>| text.span(pieces[range.start].range.start..pieces[range.end - 1].range.end);
        // Words were cut out of this very text between characters, so each has a span.
        let Some(whole) = span(0..pieces.len()) else { continue };
        for (i, word) in parsed.words.into_iter().enumerate() {
            parse.tokens.push(Token {
                span: span(i..i + 1).unwrap_or(whole),
                lemma: word.lemma,
                upos: word.upos,
                features: word.features.to_owned(),
                head: word.head.map(|head| first + head),
                deprel: word.deprel.to_owned(),
            });
        }
        names.extend(parsed.names.into_iter().filter_map(|name| {
            let tokens = first + name.words.start..first + name.words.end;
            Some(Name { span: span(name.words)?, tokens, kind: name.kind, confidence: name.confidence })
        }));
        parse.sentences.push(Sentence { span: whole, tokens: first..parse.tokens.len(), section: *section });
    }
    (parse, names)
}

/// Splits a text into sentences of words. No sentence is empty, and none longer than the parser takes at once.
pub fn split_text(models: &Models, text: &str) -> Vec<Vec<Piece>> {
    let language = models.language();
    let mut out = Vec::new();
    for sentence in sentences(language, text) {
        let words = tokens(language, text, sentence);
        let parts = parts(words.len(), |word| &text[words[word].range.clone()]);
        let mut words = words.into_iter();
        out.extend(parts.into_iter().map(|part| words.by_ref().take(part.len()).collect::<Vec<_>>()));
    }
    out.retain(|words| !words.is_empty());
    out
}

/// Returns the parts of a sentence of `count` words that the parser takes at once: mostly the whole.
fn parts<'w>(count: usize, word: impl Fn(usize) -> &'w str) -> Vec<Range<usize>> {
    let (mut parts, mut first) = (Vec::new(), 0);
    while count - first > LONGEST_SENTENCE {
        let cut = first + break_point((first..count).map(&word));
        parts.push(first..cut);
        first = cut;
    }
    parts.push(first..count);
    parts
}

/// Returns after which word too long a sentence is best broken: the strongest sign in its second half.
fn break_point<'w>(words: impl Iterator<Item = &'w str>) -> usize {
    let strength = |word: &str| match word {
        ";" | "." | "!" | "?" => 3,
        ":" | "–" | "—" | "--" => 2,
        "," | ")" => 1,
        _ => 0,
    };
    let half = LONGEST_SENTENCE / 2;
    let (at, _) = words.take(LONGEST_SENTENCE).enumerate().skip(half).fold(
        (LONGEST_SENTENCE - 1, 0),
        |top, (i, word)| {
            if strength(word) > 0 && strength(word) >= top.1 { (i, strength(word)) } else { top }
        },
    );
    at + 1
}

/// Parses sentences whose words are known. An empty sentence gives an empty result.
pub fn parse_words<'m, W: AsRef<[F]>, F: AsRef<str>>(
    models: &'m Models,
    sentences: &[W],
) -> Vec<ParsedSentence<'m>> {
    // Parts of sentences, none too long: (sentence, first word, words).
    let mut parts: Vec<(usize, usize, Vec<&str>)> = Vec::new();
    for (i, sentence) in sentences.iter().enumerate() {
        let words: Vec<&str> = sentence.as_ref().iter().map(AsRef::as_ref).collect();
        let cut = self::parts(words.len(), |word| words[word]).into_iter().filter(|part| !part.is_empty());
        parts.extend(cut.map(|part| (i, part.start, words[part].to_vec())));
    }
    // Sentences of like length are read together.
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&p| (parts[p].2.len(), p));
    let mut results: Vec<ParsedSentence<'m>> = parts.iter().map(|_| ParsedSentence::default()).collect();
    let mut rest = order.as_slice();
    while !rest.is_empty() {
        let mut words = 0;
        let fits = rest.iter().take(BATCH.0).take_while(|&&p| {
            words += parts[p].2.len();
            words <= BATCH.1
        });
        let (batch, after) = rest.split_at(fits.count().max(1));
        rest = after;
        let forms: Vec<&[&str]> = batch.iter().map(|&p| parts[p].2.as_slice()).collect();
        let said = models.network.run(&forms);
        for (i, &p) in batch.iter().enumerate() {
            results[p] = decode(models, &parts[p].2, &said, i);
        }
    }
    let mut out: Vec<ParsedSentence<'m>> = sentences.iter().map(|_| ParsedSentence::default()).collect();
    for ((sentence, first, _), part) in parts.iter().zip(results) {
        join(&mut out[*sentence], part, *first);
    }
    out
}

/// Adds the next part of a sentence that was too long; its root stands beside the root of the first part.
fn join<'m>(whole: &mut ParsedSentence<'m>, part: ParsedSentence<'m>, first: usize) {
    let root = whole.words.iter().position(|word| word.head.is_none());
    for mut word in part.words {
        word.head = match (word.head, root) {
            (Some(head), _) => Some(first + head),
            (None, Some(root)) => {
                word.deprel = "parataxis";
                Some(root)
            }
            (None, None) => None,
        };
        whole.words.push(word);
    }
    let names = part.names.into_iter();
    whole.names.extend(
        names.map(|name| ParsedName { words: first + name.words.start..first + name.words.end, ..name }),
    );
}

/// Makes answers of the scores of one sentence.
fn decode<'m>(models: &'m Models, forms: &[&str], said: &Said, sentence: usize) -> ParsedSentence<'m> {
    let scores = said.sentence(sentence);
    let (inventory, arch, words) = (&models.inventory, models.network.arch, forms.len());
    let heads = tree(&scores.arcs, words);
    let relations = said.relate(sentence, &heads);
    let root = inventory.relations.iter().position(|relation| relation == "root");
    let row =
        |all: &'_ [f32], i: usize| -> Range<usize> { i * (all.len() / words)..(i + 1) * (all.len() / words) };
    let parsed = (0..words).map(|i| {
        let arcs = &scores.arcs[row(&scores.arcs, i)];
        let relation_scores = &relations[row(&relations, i)];
        // `root` is the relation of the root's own word and of no other.
        let relation = if heads[i] == 0 { root.unwrap_or(0) } else { best_but(relation_scores, root) };
        let upos = best(&scores.upos[row(scores.upos, i)]);
        let rules = &scores.rules[row(scores.rules, i)];
        let features = features_of(models, upos, &scores.tags[row(scores.tags, i)]);
        let upos = Upos::from_name(&inventory.upos[upos]);
        let irregular = models.language.irregular(forms[i], upos, features);
        ParsedWord {
            upos,
            features,
            lemma: irregular.unwrap_or_else(|| {
                let own = lemma_of(&inventory.rules, rules, forms[i]);
                let spelled = models.language.regular(forms[i], upos, features);
                lemma::choose(own, &spelled, |word| models.rank(word))
            }),
            head: heads[i].checked_sub(1),
            deprel: &inventory.relations[relation],
            confidence: share(arch, arcs, heads[i])
                * if heads[i] == 0 { 1.0 } else { share(arch, relation_scores, relation) },
        }
    });
    ParsedSentence { words: parsed.collect(), names: names_of(arch, scores.names) }
}

fn best_but(scores: &[f32], not: Option<usize>) -> usize {
    let open = scores.iter().enumerate().filter(|&(i, _)| Some(i) != not);
    open.fold((0, f32::NEG_INFINITY), |top, (i, &s)| if s > top.1 { (i, s) } else { top }).0
}

/// Returns the best features that a word of this part of speech can have.
fn features_of<'m>(models: &'m Models, upos: usize, scores: &[f32]) -> &'m str {
    let inventory = &models.inventory;
    let of_upos = scores.iter().enumerate().filter(|&(tag, _)| inventory.tag_upos[tag] == upos);
    let tag = of_upos
        .fold((None, f32::NEG_INFINITY), |top, (tag, &s)| if s > top.1 { (Some(tag), s) } else { top })
        .0;
    let features =
        tag.and_then(|tag| inventory.tags[tag].split_once('|')).map_or("_", |(_, features)| features);
    if features == "_" { "" } else { features }
}

/// Returns what the best rule that fits makes of the form.
fn lemma_of(rules: &[String], scores: &[f32], form: &str) -> String {
    if let Some(lemma) = lemma::apply(&rules[best(scores)], form) {
        return lemma;
    }
    form.to_lowercase()
}

fn names_of(arch: Arch, scores: &[f32]) -> Vec<ParsedName> {
    let tags = name_tags(scores);
    let mut names: Vec<ParsedName> = Vec::new();
    for (i, &tag) in tags.iter().enumerate() {
        let sure = share(arch, &scores[i * NAME_TAGS..(i + 1) * NAME_TAGS], tag);
        let kind = match tag {
            0 => continue,
            1 | 2 => NameKind::Person,
            3 | 4 => NameKind::Organization,
            _ => NameKind::Location,
        };
        match names.last_mut() {
            Some(name) if tag.is_multiple_of(2) && name.words.end == i => {
                name.words.end = i + 1;
                name.confidence = name.confidence.min(sure);
            }
            _ => names.push(ParsedName { words: i..i + 1, kind, confidence: sure }),
        }
    }
    names
}
