//! Which anniversaries are kept?

use jiff::civil::Date;
use relata_doc::{SectionKind, Span};

use super::told::interval_told;
use super::{Line, Page, Place};
use crate::calendar::Feast;
use crate::days::{self, from_number, number};
use crate::likelihood::{LAST_YEAR, distance};
use crate::meaning::{Meaning, Unit};
use crate::words::{Word, split};

/// So many anniversaries are looked at; more are a history.
const MOST: usize = 2;
/// So many words around the name of a state's day tell whose it is.
const AROUND: usize = 30;

impl Page<'_> {
    /// "The 55th anniversary" of something of a year told is kept in a certain year; that of a state's independence, on a
    /// day of it.
    pub(super) fn anniversaries(&self) -> Vec<Line> {
        let told: Vec<i32> = self
            .times
            .iter()
            .filter_map(|time| interval_told(&time.meaning))
            .map(|(first, ..)| i32::from(first.year()))
            .collect();
        let mut lines = Vec::new();
        for section in self.layout.sections.iter().filter(|section| section.kind != SectionKind::Furniture) {
            let words = split(self.text.as_str(), section.span.range());
            let counted = (0..words.len()).find_map(|at| Some((at, self.count_of_years(&words, at)?)));
            let Some((at, (count, end))) = counted else { continue };
            let Some(span) = self.text.span(words[at].start..words[end - 1].end()) else { continue };
            let leads = self.place(span) != Place::Body;
            let of_state = self.feast_counted(&words, at);
            lines.extend(match of_state.and_then(|feast| Some((feast, feast.since? + count))) {
                Some((feast, year)) => kept_by_a_state(span, feast, count, year, leads),
                None => match self.event_counted(section.span) {
                    Some(first) => kept_of_an_event(span, first, count, leads),
                    None => kept(span, &told, count),
                },
            });
        }
        lines.truncate(MOST);
        lines
    }

    /// Reads "55th anniversary" and "55 years of": the number, and the word behind.
    fn count_of_years(&self, words: &[Word], at: usize) -> Option<(i32, usize)> {
        let grammar = &self.calendar.grammar;
        let (word, next) = (&words[at], words.get(at + 1)?);
        if grammar.anniversary.has(&next.lower) {
            let figure = word.number().filter(|(_, rest)| grammar.ordinal_suffix.has(rest));
            let count = figure.and_then(|(digits, _)| digits.parse::<i32>().ok());
            let count = count.or_else(|| self.calendar.ordinals.get(&word.lower).copied());
            // "Sixty-second": the tens stand before the dash.
            let dash = at.checked_sub(1).filter(|&dash| matches!(words[dash].text, "-" | "‑"));
            let tens = dash.and_then(|dash| self.calendar.numbers.get(&words[dash.checked_sub(1)?].lower));
            let count =
                count.map(|count| count + tens.filter(|tens| **tens >= 20 && count < 10).unwrap_or(&0));
            return count.filter(|count| *count > 0).map(|count| (count, at + 2));
        }
        // "47 years of independence".
        let years = self.calendar.units.get(&next.lower) == Some(&Unit::Year);
        let of = words.get(at + 2).is_some_and(|of| grammar.of.has(&of.lower));
        let state = words.get(at + 3).is_some_and(|word| grammar.statehood.has(&word.lower));
        (years && of && state).then(|| Some((word.integer()?, at + 4)))?
    }

    /// Returns the first day of the event, which happened once, that a paragraph names.
    fn event_counted(&self, paragraph: Span) -> Option<Date> {
        let mut named = self.times.iter().filter(|time| paragraph.contains(time.span)).filter_map(|time| {
            match &time.meaning {
                Meaning::Meeting(name, _) => {
                    self.calendar.meetings.get(name)?.iter().find(|meeting| meeting.once)
                }
                _ => None,
            }
        });
        let first = named.next()?.first;
        named.all(|other| other.first == first).then_some(first)
    }

    /// Returns the day of a state whose anniversary is told: "your independence", near the state's name.
    fn feast_counted(&self, words: &[Word], at: usize) -> Option<&Feast> {
        let from = at.saturating_sub(AROUND);
        let around = &words[from..(at + AROUND).min(words.len())];
        // How many words lie between the number and the nearest place where a phrase stands.
        let distance = |phrase: &Vec<String>| {
            let places = around
                .windows(phrase.len())
                .enumerate()
                .filter(|(_, words)| words.iter().zip(phrase).all(|(word, part)| word.text == part));
            places.map(|(place, _)| (from + place).abs_diff(at)).min()
        };
        let named = self.calendar.feasts.iter().filter(|(name, _)| {
            let key = name.split(' ').next().unwrap_or_default().to_lowercase();
            around.iter().any(|word| word.lower == key)
        });
        let near = named.flat_map(|(_, feasts)| feasts).filter(|feast| feast.since.is_some());
        let near = near.filter_map(|feast| Some((feast.near.iter().filter_map(distance).min()?, feast)));
        let mut near: Vec<(usize, &Feast)> = near.collect();
        near.sort_by_key(|(distance, _)| *distance);
        let &(nearest, feast) = near.first()?;
        // Two states as near as each other leave it open whose day it is.
        let alone = near.iter().all(|(distance, other)| {
            *distance > nearest + 2 || (other.rule, other.since) == (feast.rule, feast.since)
        });
        alone.then_some(feast)
    }
}

/// A line of an anniversary of something in one of the years told.
fn kept(span: Span, told: &[i32], count: i32) -> Option<Line> {
    let mut years: Vec<i32> = told
        .iter()
        .map(|year| year + count)
        .filter(|year| (1995..i32::from(LAST_YEAR)).contains(year))
        .collect();
    years.sort_unstable();
    years.dedup();
    let (first, last) = (*years.first()?, *years.last()?);
    let names: Vec<String> =
        years.iter().map(|year| format!("{} and {count} years: {year}", year - count)).collect();
    let line = Line::new(span, names.join("; "), move |day| {
        let year = i32::from(from_number(day).year());
        if years.contains(&year) {
            0.0
        } else if years.contains(&(year + 1)) {
            -1.5
        } else {
            -3.0
        }
    });
    let frame = (number(days::first_of(first as i16)) - 366, number(days::last_of(last as i16)) + 366);
    Some(Line { bounds_below: true, bounds_above: true, ..line.framed(frame.0, frame.1) })
}

/// A line of an anniversary of an event of one day.
fn kept_of_an_event(span: Span, first: Date, count: i32, leads: bool) -> Option<Line> {
    let day = number(days::plus_years(first, count));
    (0..200).contains(&count).then(|| {
        kept_on(span, format!("{first} and {count} years: {}", from_number(day)), vec![(day, day)], leads)
    })?
}

/// A line of an anniversary of a state's day.
fn kept_by_a_state(span: Span, feast: &Feast, count: i32, year: i32, leads: bool) -> Option<Line> {
    let year = i16::try_from(year).ok().filter(|year| (1950..LAST_YEAR).contains(year))?;
    let days: Vec<(i32, i32)> =
        feast.rule.days(year).into_iter().map(|day| (number(day), number(day) + feast.length - 1)).collect();
    let constraint =
        format!("{} and {count} years: {}", i32::from(year) - count, from_number(days.first()?.0));
    kept_on(span, constraint, days, leads)
}

/// A line of an anniversary kept on some days: what leads a report is its news, what is told further down may be months
/// away.
fn kept_on(span: Span, constraint: String, days: Vec<(i32, i32)>, leads: bool) -> Option<Line> {
    let first = days.first()?.0;
    let line = Line::new(span, constraint, move |day| match (distance(&days, day), leads) {
        (-4..=1, _) => 0.0,
        (-10..=4, _) => -1.2,
        (-31..=31, true) => -3.0,
        (-183..=183, true) => -4.5,
        (-31..=31, false) => -2.0,
        (-183..=183, false) => -3.2,
        _ => -7.0,
    });
    Some(Line { bounds_below: true, bounds_above: true, ..line.framed(first - 20 * 366, first + 20 * 366) })
}
