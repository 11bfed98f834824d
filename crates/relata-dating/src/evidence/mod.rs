//! Which words bound the day of writing, and how strongly?
//!
//! Each line of evidence scores every day on which the page could have been written: 0 where the words are at their most
//! likely, less where they are less so (logarithms of likelihood). No line forbids a day for good: one wrong line must not
//! outweigh the others.

mod anniversaries;
mod chronicle;
mod feasts;
mod filed;
mod meetings;
mod names;
mod offices;
mod told;
mod yearless;

pub use chronicle::{HeardFact, heard_facts};

use jiff::civil::Date;
use relata_doc::{Layout, Parse, SectionKind, Span, Text};

use crate::calendar::{Calendar, Words};
use crate::days::number;
use crate::likelihood::{FIRST_YEAR, LAST_YEAR};
use crate::meaning::RawTime;
use crate::words::split;

/// Somebody named together with an office that he or she held only for a time: "President Barack Obama".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleEvidence {
    /// The words.
    pub span: Span,
    /// The terms in which whoever may be meant held the office: the day each began and the day it ended, which is not
    /// included; in the order of time.
    pub terms: Vec<(Option<Date>, Option<Date>)>,
    /// Whether the words say that the office is no longer held: "former President".
    pub former: bool,
    /// What follows from them: "Barack Obama was President of the United States".
    pub why: String,
}

/// A line of evidence.
pub(crate) struct Line {
    pub(crate) span: Option<Span>,
    pub(crate) constraint: String,
    /// Scores a day, by its number.
    pub(crate) score: Box<dyn Fn(i32) -> f32>,
    /// Days, by their numbers, that the constraint speaks of, the nearest of which is named with it: those of a feast.
    pub(crate) named_days: Vec<i32>,
    /// The days, by their numbers, among which the page was written if this line is right.
    pub(crate) frame: Option<(i32, i32)>,
    /// The days, by their numbers, that the words allow by logic, where they bound rather than attract.
    pub(crate) allows: Option<(Option<i32>, Option<i32>)>,
    pub(crate) bounds_below: bool,
    pub(crate) bounds_above: bool,
}

impl Line {
    fn new(span: Span, constraint: String, score: impl Fn(i32) -> f32 + 'static) -> Line {
        Line {
            span: Some(span),
            constraint,
            score: Box::new(score),
            named_days: Vec::new(),
            frame: None,
            allows: None,
            bounds_below: false,
            bounds_above: false,
        }
    }

    fn framed(self, first: i32, last: i32) -> Line {
        Line { frame: Some((first, last)), ..self }
    }

    fn allowing(self, first: Option<i32>, last: Option<i32>) -> Line {
        Line {
            allows: Some((first, last)),
            bounds_below: first.is_some(),
            bounds_above: last.is_some(),
            ..self
        }
    }
}

/// A page as it has been read: what the evidence for its day is found in.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The words for times, feasts, meetings and facts of the world.
    pub calendar: &'a Calendar,
    /// The text.
    pub text: &'a Text,
    /// Its sections and datelines, and what the page says of itself.
    pub layout: &'a Layout,
    /// Its syntax; empty where there is none.
    pub parse: &'a Parse,
    /// The words that tell times: [`crate::expressions`].
    pub times: &'a [RawTime],
    /// Those who are named with an office that they held only for a time.
    pub roles: &'a [RoleEvidence],
}

/// How much the other lines weigh where the page says itself on which day it was filed.
const BESIDE_A_FILED_DAY: f32 = 0.4;

/// How far from the head of the report words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In its first line or so.
    Opening,
    /// Where a report says what is new.
    Leading,
    /// Further down.
    Body,
}

impl Page<'_> {
    /// Returns all lines of evidence, bounds first, then what narrows them.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let filed = self.filed_days();
        let mut lines_filed = self.datelines();
        lines_filed.extend(self.dated_lines());
        let review = self.month_reviewed();
        let mut lines = self.roles();
        lines.extend(self.terms());
        lines.extend(self.year_of_headline());
        lines.extend(self.latest_told(&filed));
        lines.extend(self.future_told());
        lines.extend(self.anniversaries());
        lines.extend(self.yearless_days(&filed));
        lines.extend(self.feasts());
        lines.extend(self.meetings());
        lines.extend(self.chronicle());
        // Where the page says itself when it was filed, what is near only as a rule says little.
        let is_filed = !filed.is_empty() || review.is_some();
        lines_filed.extend(review);
        // The headline of another page was not written with this one.
        let teaser = |span: Span| {
            let mut sections = self.layout.sections.iter();
            sections.any(|section| section.kind == SectionKind::Teaser && section.span.contains(span))
        };
        let weighed = lines.into_iter().map(|line| match line.span {
            Some(span) if teaser(span) => scaled(line, 0.5),
            _ => line,
        });
        lines_filed
            .into_iter()
            .chain(weighed.map(|line| if is_filed { scaled(line, BESIDE_A_FILED_DAY) } else { line }))
            .collect()
    }

    fn place(&self, span: Span) -> Place {
        match (self.leads(span, 150), self.leads(span, 600)) {
            (true, _) => Place::Opening,
            (_, true) => Place::Leading,
            _ => Place::Body,
        }
    }

    /// Returns whether words stand where a report says what is new: in its first words.
    fn leads(&self, span: Span, bytes: usize) -> bool {
        let mut report = self.layout.sections.iter().filter(|section| {
            matches!(section.kind, SectionKind::Headline | SectionKind::Lead | SectionKind::Body)
        });
        let start = report.next().map_or(0, |section| section.span.start());
        span.start() < start + bytes
    }

    /// Returns the sentence around a span, roughly.
    fn sentence_of(&self, span: Span) -> Span {
        let text = self.text.as_str();
        let start = text[..span.start()].rfind(['.', '\n']).map_or(0, |at| at + 1);
        let end = text[span.end()..].find(['.', '\n']).map_or(text.len(), |at| span.end() + at);
        self.text.span(start..end).unwrap_or(span)
    }

    /// Returns whether one of the last words before a span is one of a set.
    fn words_before(&self, span: Span, count: usize, set: &Words) -> bool {
        let start = span.start().saturating_sub(40);
        let start = (start..=span.start())
            .find(|&at| self.text.as_str().is_char_boundary(at))
            .unwrap_or(span.start());
        let words = split(self.text.as_str(), start..span.start());
        words.iter().rev().take(count).any(|word| set.has(&word.lower))
    }
}

fn scaled(line: Line, weight: f32) -> Line {
    let score = line.score;
    Line { score: Box::new(move |day| weight * score(day)), ..line }
}

/// Returns the numbers of a day of the year in all years.
fn yearly(month: i8, day: i8) -> Vec<i32> {
    (FIRST_YEAR..=LAST_YEAR).filter_map(|year| Date::new(year, month, day).ok()).map(number).collect()
}
