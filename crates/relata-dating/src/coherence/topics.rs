//! What is each paragraph about, and where does a page begin to speak of something else?
//!
//! Texts that belong together repeat their words and names (Halliday and Hasan 1976); where a report ends, what was spoken
//! of is not spoken of again. Each break between two paragraphs is described by numbers, of which a logistic regression
//! makes the odds that another report begins there; the page as a whole is judged by its strongest break beside the others
//! (Hearst 1997 measures breaks between the topics of one text by the same means).

use std::collections::{BTreeMap, HashMap};

use relata_doc::{Layout, Parse, SectionKind, Span, Text, Upos};

use super::weights;

/// What is known of the words of a language.
pub trait Vocabulary {
    /// Returns how many words are more frequent; none where the word is rarer than those counted.
    fn rank(&self, word: &str) -> Option<usize>;

    /// Returns the class of a noun, as a path of ten turns: nouns whose paths begin alike are alike.
    fn class(&self, noun: &str) -> Option<u16>;
}

/// Nothing is known of words: all count the same.
impl Vocabulary for () {
    fn rank(&self, _word: &str) -> Option<usize> {
        None
    }

    fn class(&self, _noun: &str) -> Option<u16> {
        None
    }
}

/// A paragraph with fewer words says nothing of what it is about.
const FEWEST_WORDS: usize = 8;
/// Paragraphs before a break, and behind it, that are compared.
const BEFORE: usize = 8;
const BEHIND: usize = 4;
/// Paragraphs before a break whose own cohesion is measured.
const NEAR: usize = 4;
/// Turns of the path to a noun's class that are kept of the ten.
const FINE: u16 = 4;
/// Words of a rank below it are too common to tell a topic; rarer ones weigh more, those not counted as one of the last.
const COMMON: f32 = 60.0;
const RAREST: usize = 14_000;
/// A word that weighs less is left out; one that weighs more is rare.
const LEAST: f32 = 0.3;
const RARE: f32 = 2.5;

/// So many paragraphs that begin with a time of day make a schedule.
const ENTRIES: usize = 3;

/// Numbers that describe a break.
pub(crate) const FEATURES: usize = 20;
/// Numbers that describe a page.
pub(crate) const PAGE_FEATURES: usize = 10;

/// A paragraph of the report.
#[derive(Debug, Clone, Default)]
struct Paragraph {
    /// How often each word stands in it, by the number of the word.
    words: BTreeMap<u32, f32>,
    classes: BTreeMap<u16, f32>,
    names: Vec<u32>,
    length: usize,
    begins_with_pronoun: bool,
    begins_with_time: bool,
    is_shouted: bool,
}

/// A break between two paragraphs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Break {
    /// The paragraph behind it.
    pub(crate) span: Span,
    pub(crate) features: [f32; FEATURES],
    /// The odds that another report begins here, as a logarithm.
    pub(crate) odds: f32,
    /// Names and share of words of the paragraphs behind it that stand before it too.
    pub(crate) shared_names: usize,
    pub(crate) shared_words: f32,
}

/// The breaks of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Topics {
    pub(crate) breaks: Vec<Break>,
    pub(crate) features: [f32; PAGE_FEATURES],
    /// How likely it is that the page was put together, from 0 to 1.
    pub(crate) stitched: f32,
}

/// Describes the breaks of a page. `times` are the places of times of day, which begin the entries of schedules.
pub(crate) fn topics(
    vocabulary: &dyn Vocabulary,
    text: &Text,
    layout: &Layout,
    parse: &Parse,
    clocks: &[Span],
) -> Topics {
    let mut weights: Vec<f32> = Vec::new();
    let (spans, paragraphs) = paragraphs(vocabulary, text, layout, parse, clocks, &mut weights);
    if paragraphs.len() < 3 {
        return Topics::default();
    }
    let read = Read::new(&paragraphs, &weights);
    let breaks: Vec<Break> = (1..paragraphs.len()).map(|at| read.at(at, spans[at])).collect();
    let features = page_features(&paragraphs, &breaks);
    // Entries that begin with a time each are those of a schedule or of a live blog: they are many things told in one.
    let entries = paragraphs.iter().filter(|paragraph| paragraph.begins_with_time).count();
    let odds = if entries >= ENTRIES { f32::MIN } else { weights::odds(&features, &weights::PAGE) };
    Topics { breaks, features, stitched: 1.0 / (1.0 + (-odds).exp()) }
}

fn paragraphs(
    vocabulary: &dyn Vocabulary,
    text: &Text,
    layout: &Layout,
    parse: &Parse,
    clocks: &[Span],
    weights: &mut Vec<f32>,
) -> (Vec<Span>, Vec<Paragraph>) {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let (mut spans, mut paragraphs) = (Vec::new(), Vec::new());
    let mut token = 0;
    for section in &layout.sections {
        let first = token + parse.tokens[token..].partition_point(|t| t.span.start() < section.span.start());
        token = first + parse.tokens[first..].partition_point(|t| t.span.start() < section.span.end());
        if matches!(section.kind, SectionKind::Furniture | SectionKind::Caption | SectionKind::Teaser) {
            continue;
        }
        let tokens = &parse.tokens[first..token];
        let mut paragraph = Paragraph::default();
        let words = tokens.iter().filter(|token| token.upos != Upos::Punct);
        paragraph.length = words.clone().count();
        if paragraph.length < FEWEST_WORDS {
            continue;
        }
        paragraph.begins_with_pronoun = words.clone().next().is_some_and(|token| token.upos == Upos::Pron);
        let start = section.span.start();
        paragraph.begins_with_time = clocks.iter().any(|clock| (start..start + 4).contains(&clock.start()));
        let whole = &text[section.span];
        paragraph.is_shouted = whole.chars().filter(|c| c.is_uppercase()).count()
            > whole.chars().filter(|c| c.is_lowercase()).count();
        for token in words {
            if !matches!(token.upos, Upos::Propn | Upos::Noun | Upos::Verb | Upos::Adj) {
                continue;
            }
            let lemma = token.lemma.to_lowercase();
            let weight = (1.0 + vocabulary.rank(&lemma).unwrap_or(RAREST) as f32 / COMMON).ln();
            if weight < LEAST {
                continue;
            }
            if matches!(token.upos, Upos::Noun | Upos::Propn)
                && let Some(class) = vocabulary.class(&lemma)
            {
                *paragraph.classes.entry(class >> FINE).or_default() += 1.0;
            }
            let next = weights.len() as u32;
            let number = *numbers.entry(lemma).or_insert_with(|| {
                weights.push(weight);
                next
            });
            *paragraph.words.entry(number).or_default() += 1.0;
            if token.upos == Upos::Propn && !paragraph.names.contains(&number) {
                paragraph.names.push(number);
            }
        }
        spans.push(section.span);
        paragraphs.push(paragraph);
    }
    (spans, paragraphs)
}

/// The paragraphs with where each word first and last stands.
struct Read<'a> {
    paragraphs: &'a [Paragraph],
    weights: &'a [f32],
    first: Vec<usize>,
    last: Vec<usize>,
    first_name: Vec<usize>,
    last_name: Vec<usize>,
}

impl<'a> Read<'a> {
    fn new(paragraphs: &'a [Paragraph], weights: &'a [f32]) -> Read<'a> {
        let never = || vec![usize::MAX; weights.len()];
        let (mut first, mut last, mut first_name, mut last_name) = (never(), never(), never(), never());
        for (at, paragraph) in paragraphs.iter().enumerate() {
            for &word in paragraph.words.keys() {
                let word = word as usize;
                first[word] = first[word].min(at);
                last[word] = at;
            }
            for &name in &paragraph.names {
                let name = name as usize;
                first_name[name] = first_name[name].min(at);
                last_name[name] = at;
            }
        }
        Read { paragraphs, weights, first, last, first_name, last_name }
    }

    fn at(&self, at: usize, span: Span) -> Break {
        let before = &self.paragraphs[at.saturating_sub(BEFORE)..at];
        let behind = &self.paragraphs[at..(at + BEHIND).min(self.paragraphs.len())];
        let (before_words, behind_words) = (joined(before, |p| &p.words), joined(behind, |p| &p.words));
        let (before_names, behind_names) = (names(before), names(behind));
        let (last, next) = (&self.paragraphs[at - 1], &self.paragraphs[at]);
        let known = |word: u32| self.first[word as usize] < at;
        let goes_on = |word: u32| self.last[word as usize] != usize::MAX && self.last[word as usize] >= at;
        let known_name = |name: &u32| self.first_name[*name as usize] < at;
        let name_goes_on =
            |name: &u32| self.last_name[*name as usize] != usize::MAX && self.last_name[*name as usize] >= at;
        let alike = self.alike(&before_words, &behind_words);
        let (own_behind, own_before) =
            (self.cohesion(behind), self.cohesion(&before[before.len().saturating_sub(NEAR)..]));
        let linked: f32 = before_words
            .keys()
            .filter(|&&word| goes_on(word) && self.weights[word as usize] > RARE)
            .map(|&word| self.weights[word as usize])
            .sum();
        let share = |names: &[u32], of: &dyn Fn(&u32) -> bool, plus: f32| {
            names.iter().filter(|name| of(name)).count() as f32 / (names.len() as f32 + plus)
        };
        let features = [
            alike,
            plain_alike(&joined(before, |p| &p.classes), &joined(behind, |p| &p.classes)),
            self.share(&behind_words, known),
            self.share(&before_words, goes_on),
            share(&behind_names, &known_name, 2.0),
            share(&before_names, &name_goes_on, 2.0),
            self.share(&next.words, known),
            share(&next.names, &known_name, 1.0),
            self.share(&last.words, goes_on),
            share(&last.names, &name_goes_on, 1.0),
            self.alike(&last.words, &next.words),
            (1.0 + before_words.values().sum::<f32>()).ln(),
            (1.0 + behind_words.values().sum::<f32>()).ln(),
            own_behind,
            own_before,
            alike - 0.5 * (own_behind + own_before),
            f32::from(u8::from(next.begins_with_pronoun)),
            (1.0 + linked).ln(),
            f32::from(u8::from(behind.len() == 1)),
            f32::from(u8::from(before.len() == 1)),
        ];
        Break {
            span,
            odds: weights::odds(&features, &weights::BREAK),
            shared_names: behind_names.iter().filter(|name| known_name(name)).count(),
            shared_words: features[2],
            features,
        }
    }

    /// Returns the weight of the words that fulfil a condition, as a share of the weight of all.
    fn share(&self, words: &BTreeMap<u32, f32>, of: impl Fn(u32) -> bool) -> f32 {
        let weight = |word: &u32| self.weights[*word as usize];
        let all: f32 = words.keys().map(weight).sum();
        words.keys().filter(|&&word| of(word)).map(weight).sum::<f32>() / (all + 1e-6)
    }

    /// Returns the cosine of two bags of words.
    fn alike(&self, a: &BTreeMap<u32, f32>, b: &BTreeMap<u32, f32>) -> f32 {
        cosine(a, b, |&word| self.weights[word as usize])
    }

    /// Returns how much each paragraph has in common with those before it, in the mean.
    fn cohesion(&self, paragraphs: &[Paragraph]) -> f32 {
        if paragraphs.len() < 2 {
            return 0.15;
        }
        let alike = (1..paragraphs.len())
            .map(|at| self.alike(&paragraphs[at].words, &joined(&paragraphs[..at], |p| &p.words)));
        alike.sum::<f32>() / (paragraphs.len() - 1) as f32
    }
}

fn plain_alike(a: &BTreeMap<u16, f32>, b: &BTreeMap<u16, f32>) -> f32 {
    cosine(a, b, |_| 1.0)
}

fn cosine<K: Ord>(a: &BTreeMap<K, f32>, b: &BTreeMap<K, f32>, weight: impl Fn(&K) -> f32) -> f32 {
    let value = |word: &K, count: f32| (1.0 + count.ln()) * weight(word);
    let square =
        |bag: &BTreeMap<K, f32>| bag.iter().map(|(word, &count)| value(word, count).powi(2)).sum::<f32>();
    let common = a
        .iter()
        .filter_map(|(word, &count)| Some(value(word, count) * value(word, *b.get(word)?)))
        .sum::<f32>();
    let length = (square(a) * square(b)).sqrt();
    if length > 0.0 { common / length } else { 0.0 }
}

fn joined<K: Copy + Ord>(
    paragraphs: &[Paragraph],
    bag: impl Fn(&Paragraph) -> &BTreeMap<K, f32>,
) -> BTreeMap<K, f32> {
    let mut all: BTreeMap<K, f32> = BTreeMap::new();
    for paragraph in paragraphs {
        for (&key, &count) in bag(paragraph) {
            *all.entry(key).or_default() += count;
        }
    }
    all
}

fn names(paragraphs: &[Paragraph]) -> Vec<u32> {
    let mut names: Vec<u32> =
        paragraphs.iter().flat_map(|paragraph| paragraph.names.iter().copied()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn page_features(paragraphs: &[Paragraph], breaks: &[Break]) -> [f32; PAGE_FEATURES] {
    let mut odds: Vec<f32> = breaks.iter().map(|b| b.odds.clamp(-9.2, 9.2)).collect();
    odds.sort_unstable_by(|a, b| b.total_cmp(a));
    let (count, most) = (paragraphs.len() as f32, odds[0]);
    let others = if odds.len() > 1 { odds[1..].iter().sum::<f32>() / (odds.len() - 1) as f32 } else { -4.0 };
    let middle = (odds[(odds.len() - 1) / 2] + odds[odds.len() / 2]) / 2.0;
    let share = |of: &dyn Fn(&&Paragraph) -> bool| paragraphs.iter().filter(of).count() as f32 / count;
    let length = paragraphs.iter().map(|paragraph| paragraph.length as f32).sum::<f32>() / count;
    [
        most,
        odds.get(1).copied().unwrap_or(-4.0),
        others,
        middle,
        count.ln(),
        share(&|paragraph| paragraph.length < 25),
        length.ln(),
        odds.iter().filter(|odds| **odds > -1.0).count() as f32 / odds.len() as f32,
        most - middle,
        share(&|paragraph| paragraph.is_shouted),
    ]
}
