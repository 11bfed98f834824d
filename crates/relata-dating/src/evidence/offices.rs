//! Who is named with an office held only for a time?

use relata_doc::{SectionKind, Span};

use super::{Line, Page, RoleEvidence};
use crate::days::{self, number};
use crate::likelihood::{AROUND_A_CHANGE_OF_OFFICE, FIRST_YEAR, LAST_YEAR, delayed};
use crate::meaning::{Meaning, YearWord};
use crate::value::is_absolute;

/// How much the office of somebody weighs whom another office on the page shows to have left it: the title is kept for
/// courtesy, or the page looks back.
const OUTLIVED: f32 = 0.15;
/// How much its end weighs in a sentence that tells a year: it may be the office of that year.
const OF_ANOTHER_YEAR: f32 = 0.3;

impl Page<'_> {
    /// An office that is held bounds from both sides. The beginning is a hard bound; after the end the title lives on, in
    /// the news of its holder's leaving and in courtesy.
    pub(super) fn roles(&self) -> Vec<Line> {
        let mut told: Vec<&RoleEvidence> = Vec::new();
        for role in self.roles {
            let known = told.iter().any(|other| other.why == role.why && other.former == role.former);
            if !known && role.terms.iter().any(|(from, until)| from.is_some() || until.is_some()) {
                told.push(role);
            }
        }
        // The latest day on which somebody who is named with an office can have begun to hold it.
        let latest = told.iter().filter(|role| !role.former).filter_map(|role| role.terms.first()?.0).max();
        let news = told.iter().flat_map(|role| self.change_of_office(role));
        let news: Vec<Line> = news.collect();
        let ends: Vec<i32> = told.iter().filter_map(|role| Some(number(role.terms.last()?.1?))).collect();
        let lines = told.into_iter().map(|role| {
            // Those who fell together are one witness that they had not fallen yet.
            let end = role.terms.last().and_then(|(_, until)| until.map(number));
            let together =
                ends.iter().filter(|&&other| end.is_some_and(|end| (end - other).abs() < 32)).count();
            let of_the_year = if self.is_told_with_a_year(role.span) { OF_ANOTHER_YEAR } else { 1.0 };
            line(role, latest.map(number), of_the_year / together.max(1) as f32)
        });
        lines.chain(news).collect()
    }

    /// Returns whether the sentence around words tells what was in a year: then an office may be that of the year.
    fn is_told_with_a_year(&self, span: Span) -> bool {
        let sentence = self.sentence_of(span);
        let tells = |meaning: &Meaning| {
            let named = matches!(meaning, Meaning::Day { year: YearWord::Named(_), .. });
            is_absolute(meaning) && !named
        };
        self.times.iter().any(|time| time.main && sentence.contains(time.span) && tells(&time.meaning))
    }

    /// A report that opens with somebody's leaving an office, or taking it up, is written in those days.
    fn change_of_office(&self, role: &RoleEvidence) -> Option<Line> {
        let of = |section: SectionKind| !matches!(section, SectionKind::Furniture | SectionKind::Teaser);
        let sentence = self.parse.sentences.iter().find(|s| s.span.contains(role.span) && of(s.section))?;
        if !self.leads(sentence.span, 500) || role.former {
            return None;
        }
        let mut tokens = self.parse.tokens[sentence.tokens.clone()].iter();
        let grammar = &self.calendar.grammar;
        let leaves = tokens.clone().any(|token| grammar.leaving.has(&token.lemma));
        let enters = tokens.any(|token| grammar.entering.has(&token.lemma));
        let days: Vec<i32> = match (leaves, enters) {
            (true, _) => role.terms.iter().filter_map(|(_, until)| until.map(number)).collect(),
            (_, true) => role.terms.iter().filter_map(|(from, _)| from.map(number)).collect(),
            _ => return None,
        };
        let first = *days.iter().min()?;
        let constraint = format!("{}, and {} office", role.why, if leaves { "leaves" } else { "enters" });
        let line = Line::new(role.span, constraint, move |day| {
            days.iter()
                .map(|&change| delayed(AROUND_A_CHANGE_OF_OFFICE, day - change))
                .fold(f32::MIN, f32::max)
        });
        let line = line.framed(first - 400, number(days::last_of(LAST_YEAR)));
        Some(Line { bounds_below: true, bounds_above: true, ..line })
    }
}

/// `after` says how much it weighs that the office has ended.
fn line(role: &RoleEvidence, latest: Option<i32>, after: f32) -> Line {
    let start =
        |from: Option<jiff::civil::Date>| from.map_or_else(|| number(days::first_of(FIRST_YEAR)), number);
    let end = |until: Option<jiff::civil::Date>| {
        until.map_or_else(|| number(days::last_of(LAST_YEAR)), |day| number(day) - 1)
    };
    let terms: Vec<(i32, i32)> = role.terms.iter().map(|&(from, until)| (start(from), end(until))).collect();
    let open = role.terms.last().is_some_and(|(_, until)| until.is_none());
    let first = terms.first().map_or(i32::MIN, |(first, _)| *first);
    let last = terms.iter().map(|(_, last)| *last).max().unwrap_or(i32::MAX);
    if role.former {
        // Not before the first term ended; a later term takes "former" away again.
        let left = terms.first().map_or(i32::MIN, |(_, last)| *last + 1);
        let again: Vec<(i32, i32)> = terms.into_iter().skip(1).collect();
        let line = Line::new(role.span, format!("{}, and no longer", role.why), move |day| {
            match again.iter().any(|(first, last)| (*first..=*last).contains(&day)) {
                true => -4.0,
                false if day < left - 31 => -6.0,
                false if day < left => -3.0,
                false => 0.0,
            }
        });
        return line.allowing(Some(left), None).framed(left, number(days::last_of(LAST_YEAR)));
    }
    // Who was succeeded before somebody else on the page took office is not the one in office.
    let weight = if latest.is_some_and(|latest| last < latest) { OUTLIVED } else { 1.0 };
    let score = move |day: i32| {
        let score = |&(first, last): &(i32, i32)| match (first - day, day - last) {
            (32.., _) => -9.0,
            (1.., _) => -6.0,
            (_, 367..) => -4.0 * after,
            (_, 32..) => -3.6 * after,
            (_, 8..) => -3.0 * after,
            (_, 1..) => -2.0 * after,
            _ => 0.0,
        };
        weight * terms.iter().map(score).fold(f32::MIN, f32::max)
    };
    let line = Line::new(role.span, role.why.clone(), score);
    line.allowing(role.terms.first().and_then(|(from, _)| from.map(number)), (!open).then_some(last))
        .framed(first, last)
}
