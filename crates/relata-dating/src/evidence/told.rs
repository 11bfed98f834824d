//! Which days, months and years does the page tell in full?

use jiff::civil::Date;
use relata_doc::{Section, SectionKind, Span, TimeType, Upos};

use super::{Line, Page, Place};
use crate::days::{self, from_number, number};
use crate::likelihood::{
    AFTER_A_DAY, AFTER_A_LEADING_DAY, AFTER_A_MONTH, AFTER_THE_DAY_OF_THE_NEWS, BEFORE_A_DEADLINE,
    BEFORE_A_LEADING_DAY, FIRST_YEAR, LAST_YEAR, delayed, undecided_year_score, year_score,
};
use crate::meaning::{Meaning, RawTime, Tense, YearWord};
use crate::words::split;

/// For how many days ahead something is named by its day or month alone, no verb telling that it lies ahead.
const NAMED_AHEAD: i32 = 92;

impl Page<'_> {
    /// Returns the day told in full under no verb at the head of a page, and where: "Press Briefing - July 28, 2022".
    pub(super) fn heading(&self) -> Option<(Span, Date)> {
        let mut heads = self.times.iter().filter(|time| {
            time.tense == Tense::Unknown
                && self.place(time.span) == Place::Opening
                && !self.is_until(time.span)
                // "The victims of June 4, 1989".
                && !self.words_before(time.span, 1, &self.calendar.grammar.of)
        });
        heads.find_map(|time| Some((time.span, time.told_day()?)))
    }

    /// A page that is headed by a month looks back at it: "On the campaign trail, May 2020".
    pub(super) fn month_reviewed(&self) -> Option<Line> {
        let time = self.times.iter().find(|time| {
            let titled = self.place(time.span) == Place::Opening && time.tense == Tense::Unknown;
            titled && matches!(time.meaning, Meaning::Month(_, YearWord::Told(_)))
        })?;
        let (first, _) = interval_told(&time.meaning)?;
        let (start, end) = (number(first), number(first.last_of_month()));
        let constraint =
            format!("heads the page: a look back at {}-{:02}, or news of it", first.year(), first.month());
        let line = Line::new(time.span, constraint, move |day| match (day - start, day - end) {
            (..-31, _) => -6.0,
            (..0, _) => -2.5,
            (_, ..=0) => -0.5,
            (_, ..=31) => 0.0,
            (_, ..=62) => -1.5,
            (_, ..=366) => -4.5,
            _ => -7.0,
        });
        Some(Line { bounds_below: true, bounds_above: true, ..line.framed(start - 366, end + 732) })
    }

    /// Returns the one year that a headline names.
    fn time_of_headline(&self) -> Option<&RawTime> {
        let mut named = self.times.iter().filter(|time| {
            let mut sections = self.layout.sections.iter();
            let titled =
                |section: &Section| section.kind == SectionKind::Headline && section.span.contains(time.span);
            matches!(time.meaning, Meaning::Year(_)) && sections.any(titled)
        });
        named.next().filter(|_| named.next().is_none())
    }

    /// The one year that a headline names is that of the news, as a rule, or the next: "Canada's 2019 election".
    pub(super) fn year_of_headline(&self) -> Option<Line> {
        let time = self.time_of_headline()?;
        let year = interval_told(&time.meaning)?.0.year();
        let rest = &self.text.as_str()[time.span.end()..];
        let modifies = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        let told_of = !modifies && self.words_before(time.span, 1, &self.calendar.grammar.before_time);
        let constraint = format!("the year in the headline: {year}");
        // "Sentenced for 2010 attack", "in 2010": a year of old.
        let weight = if told_of || self.is_until(time.span) { 0.3 } else { 1.0 };
        // A vote and games are spoken of in the year before theirs as well.
        let text = self.text.as_str();
        let far = (time.span.end() + 60).min(text.len());
        let end = (far..=text.len()).find(|&end| text.is_char_boundary(end)).unwrap_or(text.len());
        let words = split(text, time.span.end()..end);
        let prepared = words.iter().take(6).any(|word| self.calendar.grammar.prepared.has(&word.lower));
        let before = if prepared { -0.5 } else { -1.7 };
        let line = Line::new(time.span, constraint, move |day| {
            weight
                * match from_number(day).year() - year {
                    0 => 0.0,
                    -1 => before,
                    1 => -2.4,
                    2 => -3.6,
                    -2 => -4.2,
                    3..=10 => -4.5,
                    _ => -5.5,
                }
        });
        let sure = weight == 1.0;
        let (first, last) = (number(days::first_of(year)), number(days::last_of(year)));
        Some(Line { bounds_below: sure, bounds_above: sure, ..line.framed(first - 3660, last + 3660) })
    }

    /// The latest day, month or year told of the past bounds from below, and draws the day of writing near.
    ///
    /// Days by which the page is `filed` say nothing more here.
    pub(super) fn latest_told(&self, filed: &[Date]) -> Vec<Line> {
        // What lies beyond what is known is a plan's, whatever its verb seems to say.
        let beyond = |time: &RawTime| {
            let told = interval_told(&time.meaning).map(|(first, _)| first.year());
            told.zip(self.calendar.as_of).is_some_and(|(year, known)| year > known.year() + 1)
        };
        let behind = self.times.iter().filter(|time| {
            !lies_ahead(time)
                && time.time_type != TimeType::Duration
                && !self.is_until(time.span)
                && !self.ends_range(time)
                && !beyond(time)
        });
        // A year alone is known to lie behind only under a verb in the past.
        let (past, undecided): (Vec<&RawTime>, Vec<&RawTime>) =
            behind.partition(|time| time.tense == Tense::Past || !matches!(time.meaning, Meaning::Year(_)));
        let mut told: Vec<(Date, u8, &RawTime)> = past
            .into_iter()
            .filter_map(|time| interval_told(&time.meaning).map(|(first, rank)| (first, rank, time)))
            .collect();
        told.sort_by_key(|(first, rank, time)| (*first, *rank, time.span));
        let Some(&(latest, _, time)) = told.last() else { return self.undecided_year(&undecided) };
        let end = number(days::last_of(LAST_YEAR));
        // The finest word for a time within the latest year.
        let finest = told
            .iter()
            .filter(|(day, rank, _)| *rank < 2 && day.year() == latest.year())
            .max_by_key(|(day, ..)| *day)
            .copied();
        if let Some((day, rank, time)) = finest {
            if rank == 0 && filed.contains(&day) {
                return Vec::new();
            }
            let start = number(day);
            let first = if rank == 0 { start } else { number(day.first_of_month()) };
            let first = if self.is_sure(time) { first } else { first - NAMED_AHEAD };
            let constraint = match (rank, self.is_sure(time)) {
                (0, true) => format!("lies in the past: written on {day} or later"),
                (0, false) => format!("{day} is named: written later, or not long before"),
                (_, true) => {
                    format!("lies in the past: written in {}-{:02} or later", day.year(), day.month())
                }
                (_, false) => {
                    format!("{}-{:02} is named: written later, or not long before", day.year(), day.month())
                }
            };
            let near = rank == 0 && self.place(time.span) != Place::Body && time.main;
            let first_told = rank == 0 && time.main && self.is_first_statement(time.span);
            let delays = match (rank, near) {
                (0, _) if first_told => AFTER_THE_DAY_OF_THE_NEWS,
                (0, true) => AFTER_A_LEADING_DAY,
                (0, false) => AFTER_A_DAY,
                _ => AFTER_A_MONTH,
            };
            let line = Line::new(time.span, constraint, move |day| delayed(delays, day - start));
            return vec![Line {
                bounds_above: near,
                ..line.allowing(Some(first), None).framed(start - 366, end)
            }];
        }
        let mut years: Vec<i16> = told.iter().rev().map(|(day, ..)| day.year()).collect();
        years.dedup();
        years.truncate(3);
        let start = number(days::first_of(latest.year()));
        let sure = self.is_sure(time);
        let first = if sure { start } else { number(days::first_of(latest.year() - 1)) };
        let constraint = if sure {
            format!("the latest year told of the past: written in {} or later", latest.year())
        } else {
            format!("the latest year named: written in {} or later", latest.year() - 1)
        };
        // Of the year in the headline its own line says how far it is away.
        let in_headline = self.time_of_headline().and_then(|time| interval_told(&time.meaning));
        let weight = if in_headline.is_some_and(|(first, _)| first == latest) { 0.3 } else { 1.0 };
        let line =
            Line::new(time.span, constraint, move |day| weight * year_score(&years, from_number(day).year()));
        vec![line.allowing(Some(first), None).framed(start - 366, end)]
    }

    /// Returns whether words stand in the first sentence of the report that states something, behind headline and byline.
    fn is_first_statement(&self, span: Span) -> bool {
        let of_report = |kind| matches!(kind, SectionKind::Lead | SectionKind::Body);
        let mut statements = self.parse.sentences.iter().filter(|sentence| {
            let mut tokens = self.parse.tokens[sentence.tokens.clone()].iter();
            sentence.tokens.len() > 7
                && of_report(sentence.section)
                && tokens.any(|token| token.head.is_none() && matches!(token.upos, Upos::Verb))
        });
        statements.next().is_some_and(|sentence| sentence.span.contains(span))
    }

    /// A year of which no verb says that it lies behind is near the year of writing, as a rule.
    fn undecided_year(&self, times: &[&RawTime]) -> Vec<Line> {
        let years = times.iter().filter_map(|time| Some((interval_told(&time.meaning)?.0.year(), time.span)));
        let line = years.max().map(|(year, span)| {
            let constraint = format!("{year} is near the year of writing, as a rule");
            let line =
                Line::new(span, constraint, move |day| undecided_year_score(from_number(day).year() - year));
            line.framed(number(days::first_of(year)) - 3660, number(days::last_of(LAST_YEAR)))
        });
        line.into_iter().collect()
    }

    /// Returns whether a verb in the past says itself that its act was then: "met in 2014", not "signed the 2014 budget",
    /// "asked more for 2014".
    fn is_sure(&self, time: &RawTime) -> bool {
        let is_year = matches!(time.meaning, Meaning::Year(_));
        let when = || self.words_before(time.span, 1, &self.calendar.grammar.when);
        time.tense == Tense::Past && time.adverbial && (!is_year || when())
    }

    /// Returns whether a time is the later end of a range, which may lie ahead: "the 2022-2026 plan".
    fn ends_range(&self, time: &RawTime) -> bool {
        let other = time.range_with.map(|other| &self.times[other]);
        time.tense != Tense::Past && other.is_some_and(|other| other.span < time.span)
    }

    /// Returns whether a word before says that the time may lie ahead: "by 2030".
    fn is_until(&self, span: Span) -> bool {
        self.words_before(span, 1, &self.calendar.grammar.until)
    }

    /// Days and years told of the future bound from above; a day that the report says will come is near.
    pub(super) fn future_told(&self) -> Vec<Line> {
        let told = |time: &'_ RawTime| interval_told(&time.meaning);
        let past =
            self.times.iter().filter(|time| !lies_ahead(time)).filter_map(told).map(|(first, _)| first).max();
        let ahead = self.times.iter().filter(|time| lies_ahead(time));
        // "The 1970 Convention" is told of in all later years; "in 2030" tells when something will be.
        let dated = |time: &&RawTime| {
            time.told_day().is_some() || self.words_before(time.span, 1, &self.calendar.grammar.before_time)
        };
        let ahead =
            ahead.filter(dated).filter_map(|time| told(time).map(|(first, rank)| (first, rank, time)));
        let ahead: Vec<_> = ahead.filter(|(first, ..)| past.is_none_or(|past| past < *first)).collect();
        let deadline = self.times.iter().filter(|time| self.is_until(time.span) && time.tense != Tense::Past);
        let deadline = deadline.filter_map(|time| Some((time.told_day()?, time.span)));
        if let (Some((date, span)), true) = (deadline.min(), ahead.is_empty()) {
            let told = number(date);
            let line = Line::new(span, format!("a last day that lies ahead: {date}"), move |day| {
                delayed(BEFORE_A_DEADLINE, day - told)
            });
            return vec![Line {
                bounds_below: true,
                ..line.allowing(None, Some(told)).framed(told - 2000, told + 366)
            }];
        }
        // The first of the days that the report opens with, else the last of all.
        let opening =
            ahead.iter().filter(|(_, rank, time)| *rank == 0 && self.place(time.span) != Place::Body);
        if let Some(&(date, _, time)) = opening.min_by_key(|(first, ..)| *first) {
            let told = number(date);
            let line =
                Line::new(time.span, format!("lies ahead, by days or weeks as a rule: {date}"), move |day| {
                    delayed(BEFORE_A_LEADING_DAY, day - told)
                });
            return vec![Line {
                bounds_below: true,
                ..line.allowing(None, Some(told)).framed(told - 800, told + 366)
            }];
        }
        let line = ahead.iter().max_by_key(|(first, ..)| *first).map(|&(first, rank, time)| {
            let last = match rank {
                0 => number(first),
                1 => number(first.last_of_month()),
                _ => number(first.last_of_year()),
            };
            let line = Line::new(
                time.span,
                format!("lies in the future: written on {} or before", from_number(last)),
                move |day| match day - last {
                    ..=-1100 => -2.5,
                    -1099..=-367 => -1.6,
                    -366..=-93 => -0.7,
                    -92..=0 => 0.0,
                    1..=31 => -1.5,
                    _ => -2.5,
                },
            );
            line.allowing(None, Some(last)).framed(last - 2000, last + 3660)
        });
        line.into_iter().collect()
    }
}

/// Returns whether the clause of a time tells what is to come; of plans the present tense tells too.
fn lies_ahead(time: &RawTime) -> bool {
    time.tense == Tense::Future || (time.tense == Tense::Present && time.main && time.told_day().is_some())
}

/// Returns the meaning without a part of the day around it.
pub(super) fn inner(meaning: &Meaning) -> &Meaning {
    match meaning {
        Meaning::PartOf(_, day) => day,
        Meaning::Clock(_, Some(day)) => day,
        _ => meaning,
    }
}

/// Returns the first day of a time told in full, and whether it is a day (0), a month (1) or a year (2).
pub(super) fn interval_told(meaning: &Meaning) -> Option<(Date, u8)> {
    let year = |year: i32| i16::try_from(year).ok().filter(|year| (FIRST_YEAR..LAST_YEAR).contains(year));
    match inner(meaning) {
        Meaning::Day { year: YearWord::Told(told) | YearWord::Named(told), month, day, .. } => {
            Some((Date::new(year(*told)?, *month, *day).ok()?, 0))
        }
        Meaning::Month(month, YearWord::Told(told)) => Some((Date::new(year(*told)?, *month, 1).ok()?, 1)),
        Meaning::Year(told) => Some((Date::new(year(*told)?, 1, 1).ok()?, 2)),
        _ => None,
    }
}
