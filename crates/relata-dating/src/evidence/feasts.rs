//! Which feasts are spoken of?

use jiff::civil::Weekday;

use super::told::inner;
use super::{Line, Page};
use crate::anchor::{breaks, feasts_meant};
use crate::calendar::Feast;
use crate::days::{self, from_number, number};
use crate::likelihood::{FIRST_YEAR, LAST_YEAR, distance};
use crate::meaning::{Meaning, RawTime, Tense, YearWord};

impl Page<'_> {
    /// Feasts are spoken of near their day; a weekday told with one fits few years.
    pub(super) fn feasts(&self) -> Vec<Line> {
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
}

fn feast_days(feast: &Feast, year: i16) -> impl Iterator<Item = (i32, i32)> + use<> {
    let length = feast.length;
    feast.rule.days(year).into_iter().map(move |day| (number(day), number(day) + length - 1))
}
