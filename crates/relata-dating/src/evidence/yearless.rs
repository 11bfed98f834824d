//! Which days are told without their year?

use jiff::civil::{Date, Weekday};

use super::told::inner;
use super::{Line, Page, Place, scaled, yearly};
use crate::anchor::feasts_meant;
use crate::days::from_number;
use crate::likelihood::{
    AFTER_A_LEADING_YEARLESS_DAY, AFTER_A_YEARLESS_DAY, AROUND_A_DAY_WITH_ITS_WEEKDAY, AROUND_A_YEARLESS_DAY,
    BEFORE_A_LEADING_DAY, BEFORE_A_YEARLESS_DAY, Delays, delay, delayed,
};
use crate::meaning::{Meaning, RawTime, Tense, YearWord};

impl Page<'_> {
    /// Days told without a year are near; one told with its weekday fits few years.
    pub(super) fn yearless_days(&self, filed: &[Date]) -> Vec<Line> {
        let mut lines: Vec<(bool, Line)> = Vec::new();
        // A day that is also told with its year says nothing more.
        let full = self.times.iter().filter_map(RawTime::told_day).chain(filed.iter().copied());
        let mut seen: Vec<(i8, i8)> = full.map(|day| (day.month(), day.day())).collect();
        seen.extend(self.days_of_feasts());
        // The days of a year, by their number in it, that are told as still to come.
        let to_come: Vec<i32> = self
            .times
            .iter()
            .filter(|time| time.tense == Tense::Future)
            .filter_map(|time| match inner(&time.meaning) {
                Meaning::Day { year: YearWord::Untold, month, day, .. } => day_of_year(*month, *day),
                _ => None,
            })
            .collect();
        // A day behind one that is to come is to come as well, whatever its verb seems to say.
        let is_behind_one_ahead = |month: i8, day: i8| {
            let day = day_of_year(month, day);
            day.is_some_and(|day| {
                to_come.iter().any(|&other| (1..120).contains(&(day - other).rem_euclid(366)))
            })
        };
        for time in self.times {
            let Meaning::Day { year, month, day, weekday } = inner(&time.meaning) else { continue };
            if seen.contains(&(*month, *day)) || matches!(year, YearWord::Told(_) | YearWord::Named(_)) {
                continue;
            }
            seen.push((*month, *day));
            let leads = self.place(time.span) != Place::Body && time.main;
            let behind = "lies behind, by days or weeks as a rule";
            let ahead = "lies ahead, by days or weeks as a rule";
            let (delays, side): (Delays, _) = match (time.tense, year, leads) {
                (_, YearWord::Away(..), _) => continue,
                // "Two weeks before the May 13 deadline": what was before it may be told before it too.
                _ if self.words_before(time.span, 2, &self.calendar.verbs.ahead) => {
                    (AROUND_A_YEARLESS_DAY, "is near, by days or weeks as a rule")
                }
                (Tense::Past, ..) if is_behind_one_ahead(*month, *day) => (BEFORE_A_YEARLESS_DAY, ahead),
                (Tense::Past, _, true) => (AFTER_A_LEADING_YEARLESS_DAY, behind),
                (Tense::Past, _, false) => (AFTER_A_YEARLESS_DAY, behind),
                (Tense::Future, _, true) => (BEFORE_A_LEADING_DAY, ahead),
                (Tense::Future, _, false) => (BEFORE_A_YEARLESS_DAY, ahead),
                _ => (AROUND_A_YEARLESS_DAY, "is near, by days or weeks as a rule"),
            };
            let name = format!("{}-{:02}", month_name(*month), day);
            let mut days = yearly(*month, *day);
            let mut constraint = format!("{name}, its year not told, {side}");
            if let Some(weekday) = weekday {
                days.retain(|&day| weekday_of(day) == *weekday);
                constraint = format!("{name} is a {weekday:?}: {}", years_around(&days));
                let matching = days.clone();
                lines.push((
                    false,
                    Line::new(time.span, constraint, move |day| {
                        let delay = delay(&matching, day);
                        if delay.abs() > 183 { -8.0 } else { delayed(AROUND_A_DAY_WITH_ITS_WEEKDAY, delay) }
                    }),
                ));
                continue;
            }
            let line = Line::new(time.span, constraint, move |day| delayed(delays, delay(&days, day)));
            let planned = time.tense == Tense::Future || is_behind_one_ahead(*month, *day);
            lines.push((planned, line));
        }
        // Many days told are no independent witnesses, and the days of one plan are hardly more than one.
        let count = |ahead: bool| lines.iter().filter(|(other, _)| *other == ahead).count().max(1) as f32;
        let (near, planned) = ((2.0 / count(false)).min(1.0), (1.2 / count(true)).min(1.0));
        lines.into_iter().map(|(ahead, line)| scaled(line, if ahead { planned } else { near })).collect()
    }
}

impl Page<'_> {
    /// Returns the days of the year on which feasts lie that the page speaks of, and that lie on the same day each year.
    ///
    /// "July 4" beside "Independence Day" is no second witness.
    fn days_of_feasts(&self) -> Vec<(i8, i8)> {
        let mut days = Vec::new();
        for time in self.times {
            let Meaning::Feast(name, YearWord::Untold) = &time.meaning else { continue };
            for feast in feasts_meant(self.calendar, self.text, name, time.span) {
                let of = |year| feast.rule.days(year).first().map(|day| (day.month(), day.day()));
                days.extend(of(2001).filter(|day| Some(*day) == of(2002)));
            }
        }
        days
    }
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

/// Returns the number of a day in its year, a leap year.
fn day_of_year(month: i8, day: i8) -> Option<i32> {
    Some(i32::from(Date::new(2000, month, day).ok()?.day_of_year()))
}
