//! Which words bound the day of writing, and how strongly?
//!
//! Each line of evidence scores every day on which the page could have been written: 0 where the words are at their most
//! likely, less where they are less so (logarithms of likelihood). No line forbids a day for good: one wrong line must not
//! outweigh the others.

use jiff::civil::{Date, Weekday};
use relata_doc::{Layout, SectionKind, Span, Text, TimeType};

use crate::anchor::{breaks, feasts_meant};
use crate::calendar::{Calendar, Feast, Words};
use crate::days::{self, from_number, number};
use crate::likelihood::{
    AFTER_A_DAY, AFTER_A_LEADING_DAY, AFTER_A_MONTH, AFTER_A_YEARLESS_DAY, AFTER_AN_OPENING_DAY,
    AROUND_A_DAY_WITH_ITS_WEEKDAY, AROUND_A_YEARLESS_DAY, BEFORE_A_YEARLESS_DAY, Delays, FIRST_YEAR,
    LAST_YEAR, delay, delayed, distance, year_score,
};
use crate::meaning::{Meaning, RawTime, Tense, YearWord};
use crate::words::split;

/// Somebody named together with an office that he or she held only for a time: "President Barack Obama".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleEvidence {
    /// The words.
    pub span: Span,
    /// The day the role began.
    pub from: Option<Date>,
    /// The day it ended, not included.
    pub until: Option<Date>,
    /// What follows from them: "Barack Obama is President of the United States from 2009-01-20 to 2017-01-20".
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

/// What lines are made from.
pub(crate) struct Page<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) text: &'a Text,
    pub(crate) layout: &'a Layout,
    pub(crate) times: &'a [RawTime],
    pub(crate) roles: &'a [RoleEvidence],
}

impl Page<'_> {
    /// Returns all lines of evidence, bounds first, then what narrows them.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let mut lines = self.datelines();
        lines.extend(self.roles());
        lines.extend(self.terms());
        lines.extend(self.latest_told());
        lines.extend(self.future_told());
        lines.extend(self.anniversaries());
        lines.extend(self.yearless_days());
        lines.extend(self.feasts());
        lines.extend(self.meetings());
        // The headline of another page was not written with this one.
        let teaser = |span: Span| {
            self.layout
                .sections
                .iter()
                .any(|section| section.kind == SectionKind::Teaser && section.span.contains(span))
        };
        lines
            .into_iter()
            .map(|line| if line.span.is_some_and(teaser) { scaled(line, 0.5) } else { line })
            .collect()
    }

    fn datelines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for dateline in &self.layout.datelines {
            let Some((month, day, year)) = dateline.date else { continue };
            let span = dateline.date_words.unwrap_or(dateline.span);
            let near = |delay: i32| match delay {
                0..=1 => 0.0,
                -1 => -2.0,
                2..=3 => -3.0,
                _ => -7.0,
            };
            match year.and_then(|year| Date::new(year, month, day).ok()) {
                Some(date) => {
                    let told = number(date);
                    let line = Line::new(span, format!("filed on {date}"), move |day| near(day - told));
                    lines.push(Line {
                        bounds_below: true,
                        bounds_above: true,
                        ..line.framed(told - 366, told + 366)
                    });
                }
                None => {
                    let days = yearly(month, day);
                    lines.push(Line::new(
                        span,
                        format!("filed on {month:02}-{day:02} of a year not told"),
                        move |day| near(delay(&days, day)),
                    ));
                }
            }
        }
        lines.extend(self.lone_dates());
        lines
    }

    /// A paragraph that is nothing but a date says when the page was written.
    fn lone_dates(&self) -> Vec<Line> {
        let alone = |time: &&RawTime| {
            let section = self.layout.sections.iter().find(|section| section.span.contains(time.span));
            let bare = |words: &str| words.trim_matches(|c: char| !c.is_alphanumeric()).len();
            section.is_some_and(|section| {
                bare(&self.text[section.span]) == bare(&self.text[time.span])
                    && section.kind != SectionKind::Teaser
            })
        };
        let dated = self.times.iter().filter(alone).filter_map(|time| Some((time, time.told_day()?)));
        dated
            .take(1)
            .map(|(time, date)| {
                let told = number(date);
                // In brackets it is the day of what the page tells, which may be printed on the next.
                let bracketed = self.text.as_str()[..time.span.start()].ends_with('(');
                let next = if bracketed { -1.0 } else { -2.8 };
                let line =
                    Line::new(time.span, format!("a line of its own gives the day: {date}"), move |day| {
                        match day - told {
                            0 => 0.0,
                            1 => next,
                            2 => 2.5 * next,
                            _ => -7.0,
                        }
                    });
                Line { bounds_below: true, bounds_above: true, ..line.framed(told - 366, told + 366) }
            })
            .collect()
    }

    fn roles(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut seen: Vec<&RoleEvidence> = Vec::new();
        for role in self.roles {
            if (role.from.is_none() && role.until.is_none()) || seen.iter().any(|other| other.why == role.why)
            {
                continue;
            }
            seen.push(role);
            let (from, until) = (role.from.map(number), role.until.map(number));
            let line = Line::new(role.span, role.why.clone(), move |day| {
                let before = from.map_or(0, |from| from - day);
                let after = until.map_or(i32::MIN, |until| day - until);
                // Who leaves, or dies, is still named by the office for some days.
                match (before, after) {
                    (32.., _) => -8.0,
                    (1.., _) => -5.0,
                    (_, 367..) => -6.5,
                    (_, 22..) => -4.5,
                    (_, 0..) => -2.2,
                    _ => 0.0,
                }
            });
            let first = from.unwrap_or_else(|| number(days::first_of(FIRST_YEAR)));
            let last = until.unwrap_or_else(|| number(days::last_of(LAST_YEAR)));
            lines.push(line.allowing(from, until.map(|until| until - 1)).framed(first, last));
        }
        lines
    }

    /// Names that did not exist before a day.
    fn terms(&self) -> Vec<Line> {
        let mut latest: Option<(Date, Span)> = None;
        for section in self.layout.sections.iter().filter(|section| section.kind != SectionKind::Furniture) {
            let words = split(self.text.as_str(), section.span.range());
            for at in 0..words.len() {
                let Some((end, &since)) = self.calendar.terms.longest(&words, at) else { continue };
                let span = self.text.span(words[at].start..words[end - 1].end());
                if let Some(span) = span.filter(|_| latest.is_none_or(|(known, _)| since > known)) {
                    latest = Some((since, span));
                }
            }
        }
        let line =
            latest.map(|(since, span)| {
                let first = number(since);
                let line = Line::new(span, format!("has this name since {since}"), move |day| {
                    if day < first { -8.0 } else { 0.0 }
                });
                line.allowing(Some(first), None).framed(first, number(days::last_of(LAST_YEAR)))
            });
        line.into_iter().collect()
    }

    /// The latest day, month or year told of the past bounds from below, and draws the day of writing near.
    fn latest_told(&self) -> Vec<Line> {
        // A year alone that lies beyond what is known is a plan's.
        let beyond = |time: &RawTime| match (&time.meaning, self.calendar.as_of) {
            (Meaning::Year(year), Some(known)) => {
                time.tense != Tense::Past && *year > i32::from(known.year()) + 1
            }
            _ => false,
        };
        let past = self.times.iter().filter(|time| {
            time.tense != Tense::Future
                && time.time_type != TimeType::Duration
                && !self.is_until(time.span)
                && !beyond(time)
        });
        let mut told: Vec<(Date, u8, Span)> = past
            .filter_map(|time| interval_told(&time.meaning).map(|(first, rank)| (first, rank, time.span)))
            .collect();
        told.sort_by_key(|(first, rank, _)| (*first, *rank));
        let Some(&(latest, _, span)) = told.last() else { return Vec::new() };
        let end = number(days::last_of(LAST_YEAR));
        // The finest word for a time within the latest year.
        let finest = told
            .iter()
            .filter(|(day, rank, _)| *rank < 2 && day.year() == latest.year())
            .max_by_key(|(day, ..)| *day)
            .copied();
        if let Some((day, rank, span)) = finest {
            let start = number(day);
            let first = if rank == 0 { start } else { number(day.first_of_month()) };
            let (opens, leads) = (self.leads(span, 150), self.leads(span, 600));
            let constraint = match rank {
                0 => format!("lies in the past: written on {day} or later"),
                _ => format!("lies in the past: written in {}-{:02} or later", day.year(), day.month()),
            };
            let delays = match (rank, leads) {
                (0, _) if opens => AFTER_AN_OPENING_DAY,
                (0, true) => AFTER_A_LEADING_DAY,
                (0, false) => AFTER_A_DAY,
                _ => AFTER_A_MONTH,
            };
            let line = Line::new(span, constraint, move |day| delayed(delays, day - start));
            let bounds_above = rank == 0 && leads;
            return vec![Line { bounds_above, ..line.allowing(Some(first), None).framed(start - 366, end) }];
        }
        let mut years: Vec<i16> = told.iter().rev().map(|(day, ..)| day.year()).collect();
        years.dedup();
        years.truncate(3);
        let start = number(days::first_of(latest.year()));
        let constraint = format!("the latest year told of the past: written in {} or later", latest.year());
        let titled = self
            .layout
            .sections
            .iter()
            .any(|section| section.kind == SectionKind::Headline && section.span.contains(span));
        let weight = if titled { 1.5 } else { 1.0 };
        let line =
            Line::new(span, constraint, move |day| weight * year_score(&years, from_number(day).year()));
        vec![line.allowing(Some(start), None).framed(start - 366, end)]
    }

    /// Returns whether words stand where a report says what is new: in its first words.
    fn leads(&self, span: Span, bytes: usize) -> bool {
        let mut report = self.layout.sections.iter().filter(|section| {
            matches!(section.kind, SectionKind::Headline | SectionKind::Lead | SectionKind::Body)
        });
        let start = report.next().map_or(0, |section| section.span.start());
        span.start() < start + bytes
    }

    /// Returns whether a word before says that the time may lie ahead: "by 2030".
    fn is_until(&self, span: Span) -> bool {
        self.words_before(span, 1, &self.calendar.grammar.until)
    }

    /// Days and years told of the future bound from above.
    fn future_told(&self) -> Vec<Line> {
        let tensed = |time: &&RawTime| time.tense == Tense::Future;
        let told =
            |time: &RawTime| interval_told(&time.meaning).map(|(first, rank)| (first, rank, time.span));
        let past =
            self.times.iter().filter(|time| !tensed(time)).filter_map(told).map(|(first, ..)| first).max();
        let latest = self.times.iter().filter(tensed).filter_map(told).max_by_key(|(first, ..)| *first);
        let ahead = latest.filter(|(first, ..)| past.is_none_or(|past| past < *first));
        let line = ahead.map(|(first, rank, span)| {
            let last = match rank {
                0 => number(first),
                1 => number(first.last_of_month()),
                _ => number(first.last_of_year()),
            };
            let line = Line::new(
                span,
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

    /// "The 55th anniversary" of something of a year told is kept in a certain year.
    fn anniversaries(&self) -> Vec<Line> {
        let told: Vec<i32> = self
            .times
            .iter()
            .filter_map(|time| interval_told(&time.meaning))
            .map(|(first, ..)| i32::from(first.year()))
            .collect();
        let mut lines = Vec::new();
        for section in self.layout.sections.iter().filter(|section| section.kind != SectionKind::Furniture) {
            let words = split(self.text.as_str(), section.span.range());
            for pair in words.windows(2) {
                if !self.calendar.grammar.anniversary.has(&pair[1].lower) {
                    continue;
                }
                let figure = pair[0]
                    .number()
                    .filter(|(_, rest)| self.calendar.grammar.ordinal_suffix.has(rest))
                    .and_then(|(digits, _)| digits.parse::<i32>().ok());
                let Some(count) = figure
                    .or_else(|| self.calendar.ordinals.get(&pair[0].lower).copied())
                    .filter(|count| *count > 0)
                else {
                    continue;
                };
                let mut years: Vec<i32> = told
                    .iter()
                    .map(|year| year + count)
                    .filter(|year| (1995..i32::from(LAST_YEAR)).contains(year))
                    .collect();
                years.sort_unstable();
                years.dedup();
                let (Some(&first), Some(span)) =
                    (years.iter().min(), self.text.span(pair[0].start..pair[1].end()))
                else {
                    continue;
                };
                let last = years.iter().max().copied().unwrap_or(first);
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
                let frame =
                    (number(days::first_of(first as i16)) - 366, number(days::last_of(last as i16)) + 366);
                lines.push(Line { bounds_below: true, bounds_above: true, ..line.framed(frame.0, frame.1) });
                break;
            }
        }
        lines.truncate(2);
        lines
    }

    /// Days told without a year are near; one told with its weekday fits few years.
    fn yearless_days(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut seen: Vec<(i8, i8)> = Vec::new();
        for time in self.times {
            let Meaning::Day { year, month, day, weekday } = inner(&time.meaning) else { continue };
            if seen.contains(&(*month, *day)) || matches!(year, YearWord::Told(_)) {
                continue;
            }
            seen.push((*month, *day));
            let (delays, side): (Delays, _) = match (time.tense, year) {
                (_, YearWord::Away(..)) => continue,
                (Tense::Past, _) => (AFTER_A_YEARLESS_DAY, "lies behind, by days or weeks as a rule"),
                (Tense::Future, _) => (BEFORE_A_YEARLESS_DAY, "lies ahead, by days or weeks as a rule"),
                _ => (AROUND_A_YEARLESS_DAY, "is near, by days or weeks as a rule"),
            };
            let name = format!("{}-{:02}", month_name(*month), day);
            let mut days = yearly(*month, *day);
            let mut constraint = format!("{name}, its year not told, {side}");
            if let Some(weekday) = weekday {
                days.retain(|&day| weekday_of(day) == *weekday);
                constraint = format!("{name} is a {weekday:?}: {}", years_around(&days));
                let matching = days.clone();
                lines.push(Line::new(time.span, constraint, move |day| {
                    let delay = delay(&matching, day);
                    if delay.abs() > 183 { -8.0 } else { delayed(AROUND_A_DAY_WITH_ITS_WEEKDAY, delay) }
                }));
                continue;
            }
            lines.push(Line::new(time.span, constraint, move |day| delayed(delays, delay(&days, day))));
        }
        // Many days told are no independent witnesses.
        let weight = (2.5 / lines.len().max(1) as f32).min(1.0);
        lines.into_iter().map(|line| scaled(line, weight)).collect()
    }

    /// Feasts are spoken of near their day; a weekday told with one fits few years.
    fn feasts(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for (index, time) in self.times.iter().enumerate() {
            let Meaning::Feast(name, YearWord::Untold) = &time.meaning else { continue };
            if seen.contains(&name.as_str()) {
                continue;
            }
            seen.push(name);
            let feasts = feasts_meant(self.calendar, self.text, name, time.span);
            // Where nothing tells whose feast it is, it tells nothing.
            if feasts.len() > 4 {
                continue;
            }
            let mut days: Vec<(i32, i32)> = (FIRST_YEAR..=LAST_YEAR)
                .flat_map(|year| feasts.iter().flat_map(move |feast| feast_days(feast, year)))
                .collect();
            days.sort_unstable();
            let sighted = feasts.iter().any(|feast| feast.rule.is_sighted());
            let named_days: Vec<i32> = days.iter().map(|(first, _)| *first).collect();
            let weekday = self.weekday_with(index);
            let near = days.clone();
            let leads = self.leads(time.span, 600);
            let line =
                Line::new(time.span, format!("{name} is spoken of around its day"), move |day| {
                    match (distance(&near, day), leads) {
                        (-4..=4, true) => 0.0,
                        (-10..=10, true) => -1.2,
                        (-10..=10, false) => 0.0,
                        (-31..=31, _) => {
                            if leads {
                                -2.4
                            } else {
                                -0.8
                            }
                        }
                        (-62..=62, _) => {
                            if leads {
                                -3.2
                            } else {
                                -1.8
                            }
                        }
                        _ => {
                            if leads {
                                -3.6
                            } else {
                                -2.6
                            }
                        }
                    }
                });
            lines.push(Line { named_days: named_days.clone(), ..line });
            let short = feasts.iter().all(|feast| feast.length <= 10);
            let Some((weekday_time, weekday)) = weekday.filter(|_| short) else { continue };
            let ahead = weekday_time.tense == Tense::Future;
            let span = time.span.cover(weekday_time.span);
            let firsts: Vec<(i32, i32)> = days.iter().map(|&(first, _)| (first, first)).collect();
            let line = Line::new(
                span,
                format!("the {weekday:?} told with {name} is at or near its day"),
                move |day| {
                    let meant = if ahead {
                        days::on_or_after(from_number(day), weekday)
                    } else {
                        days::on_or_before(from_number(day), weekday)
                    };
                    let (first, whole) =
                        (distance(&firsts, number(meant)).abs(), distance(&days, number(meant)));
                    match (first, whole, sighted) {
                        (0, ..) => 0.0,
                        (1, _, true) => -0.7,
                        (_, 0, _) => -1.2,
                        (1, ..) => -2.0,
                        (2, ..) => -3.0,
                        (3, ..) => -4.0,
                        _ => -6.0,
                    }
                },
            );
            lines.push(Line { named_days, ..line });
        }
        lines
    }

    /// Returns the weekday told in the same sentence as another time.
    fn weekday_with(&self, index: usize) -> Option<(&RawTime, Weekday)> {
        let time = &self.times[index];
        let near = self.times.iter().filter_map(|other| match inner(&other.meaning) {
            // "That Monday" counts from something else than the day of writing.
            Meaning::Weekday(weekday, _)
                if !self.words_before(other.span, 1, &self.calendar.grammar.same) =>
            {
                Some((other, *weekday))
            }
            _ => None,
        });
        let same = near.filter(|(other, _)| {
            let (first, second) =
                if other.span < time.span { (other.span, time.span) } else { (time.span, other.span) };
            !breaks(self.text, first, second)
        });
        same.min_by_key(|(other, _)| other.span.start().abs_diff(time.span.start()))
    }

    /// Meetings are spoken of before, at and after their days, and "ahead of" them only before.
    fn meetings(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for time in self.times {
            let Meaning::Meeting(name, year) = &time.meaning else { continue };
            if seen.contains(&name.as_str()) {
                continue;
            }
            seen.push(name);
            let held = self.calendar.meetings.get(name).map_or(&[][..], Vec::as_slice);
            let sentence = self.sentence(time.span);
            let here = |place: &str| sentence.contains(place);
            let placed = held.iter().any(|meeting| here(&meeting.place));
            let meant = held.iter().filter(|meeting| match year {
                YearWord::Told(year) => i32::from(meeting.first.year()) == *year,
                _ => !placed || here(&meeting.place),
            });
            let days: Vec<(i32, i32)> =
                meant.map(|meeting| (number(meeting.first), number(meeting.last))).collect();
            if days.is_empty() {
                continue;
            }
            let ahead =
                time.tense == Tense::Future || self.words_before(time.span, 4, &self.calendar.verbs.ahead);
            let named_days = days.iter().map(|(first, _)| *first).collect();
            let constraint = if ahead {
                format!("the {name} lies ahead")
            } else {
                format!("the {name} is spoken of around its days")
            };
            let line = Line::new(time.span, constraint, move |day| match distance(&days, day) {
                0 if ahead => -0.7,
                1.. if ahead => -2.5,
                -14..=7 => 0.0,
                -60..=31 => -0.6,
                -120..=120 => -1.3,
                _ if placed => -3.5,
                _ => -2.0,
            });
            lines.push(Line { named_days, ..line });
        }
        lines
    }

    /// Returns the sentence around a span, roughly.
    fn sentence(&self, span: Span) -> &str {
        let text = self.text.as_str();
        let start = text[..span.start()].rfind(['.', '\n']).map_or(0, |at| at + 1);
        let end = text[span.end()..].find(['.', '\n']).map_or(text.len(), |at| span.end() + at);
        &text[start..end]
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

/// Returns the meaning without a part of the day around it.
fn inner(meaning: &Meaning) -> &Meaning {
    match meaning {
        Meaning::PartOf(_, day) => day,
        Meaning::Clock(_, Some(day)) => day,
        _ => meaning,
    }
}

/// Returns the first day of a time told in full, and whether it is a day (0), a month (1) or a year (2).
fn interval_told(meaning: &Meaning) -> Option<(Date, u8)> {
    let year = |year: i32| i16::try_from(year).ok().filter(|year| (FIRST_YEAR..LAST_YEAR).contains(year));
    match inner(meaning) {
        Meaning::Day { year: YearWord::Told(told), month, day, .. } => {
            Some((Date::new(year(*told)?, *month, *day).ok()?, 0))
        }
        Meaning::Month(month, YearWord::Told(told)) => Some((Date::new(year(*told)?, *month, 1).ok()?, 1)),
        Meaning::Year(told) => Some((Date::new(year(*told)?, 1, 1).ok()?, 2)),
        _ => None,
    }
}

/// Returns the numbers of a day of the year in all years.
fn yearly(month: i8, day: i8) -> Vec<i32> {
    (FIRST_YEAR..=LAST_YEAR).filter_map(|year| Date::new(year, month, day).ok()).map(number).collect()
}

fn feast_days(feast: &Feast, year: i16) -> impl Iterator<Item = (i32, i32)> + use<> {
    let length = feast.length;
    feast.rule.days(year).into_iter().map(move |day| (number(day), number(day) + length - 1))
}

fn weekday_of(day: i32) -> Weekday {
    from_number(day).weekday()
}

/// Lists the years around now in which some days lie; the list of all would be long.
fn years_around(days: &[i32]) -> String {
    let years = days.iter().map(|&day| from_number(day).year()).filter(|year| (1995..=2030).contains(year));
    years.map(|year| year.to_string()).collect::<Vec<_>>().join(", ")
}

fn month_name(month: i8) -> String {
    format!("{month:02}")
}
