//! Which meetings and votes are spoken of?

use super::told::inner;
use super::{Line, Page, Place};
use crate::days::{from_number, number};
use crate::likelihood::distance;
use crate::meaning::{Meaning, RawTime, Tense, YearWord};

impl Page<'_> {
    /// Meetings are spoken of before, at and after their days, and "ahead of" them only before.
    pub(super) fn meetings(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for (index, time) in self.times.iter().enumerate() {
            let Meaning::Meeting(name, year) = &time.meaning else { continue };
            if seen.contains(&name.as_str()) {
                continue;
            }
            seen.push(name);
            let held = self.calendar.meetings.get(name).map_or(&[][..], Vec::as_slice);
            let sentence = &self.text[self.sentence_of(time.span)];
            let here = |place: &str| sentence.contains(place);
            let placed = held.iter().any(|meeting| here(&meeting.place));
            let meant = held.iter().filter(|meeting| match year {
                YearWord::Told(year) => i32::from(meeting.first.year()) == *year,
                _ => !placed || here(&meeting.place),
            });
            let days: Vec<(i32, i32)> =
                meant.map(|meeting| (number(meeting.first), number(meeting.last))).collect();
            // What happened once is spoken of in all later years.
            if days.is_empty() || held.iter().any(|meeting| meeting.once) {
                continue;
            }
            let ahead =
                time.tense == Tense::Future || self.words_before(time.span, 4, &self.calendar.verbs.ahead);
            lines.extend(self.day_of_meeting(index, name, &days));
            let named_days = days.iter().map(|(first, _)| *first).collect();
            let constraint = if ahead {
                format!("the {name} lies ahead")
            } else {
                format!("the {name} is spoken of around its days")
            };
            // Named with its year at the head of a report, it is what the report is about.
            let headed = matches!(year, YearWord::Told(_)) && self.place(time.span) == Place::Opening;
            let frame = days.iter().copied().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
            let line = Line::new(time.span, constraint, move |day| match distance(&days, day) {
                0 if ahead => -0.7,
                1.. if ahead => -2.5,
                -14..=7 => 0.0,
                -60..=31 => -0.6,
                -120..=120 => -1.3,
                -366..=366 if headed => -3.5,
                _ if headed => -6.5,
                _ if placed => -3.5,
                _ => -2.0,
            });
            let line = Line { named_days, ..line };
            lines.push(match frame.filter(|_| headed) {
                Some((first, last)) => {
                    Line { bounds_below: true, bounds_above: true, ..line.framed(first - 1100, last + 1100) }
                }
                None => line,
            });
        }
        lines
    }

    /// A day of the year told with a meeting finds its year: "the March 24 summit".
    fn day_of_meeting(&self, index: usize, name: &str, days: &[(i32, i32)]) -> Option<Line> {
        let time = &self.times[index];
        let told =
            |other: &&RawTime| matches!(inner(&other.meaning), Meaning::Day { year: YearWord::Untold, .. });
        let sentence = self.sentence_of(time.span);
        let other = self.times.iter().filter(|other| sentence.contains(other.span)).find(told)?;
        let &Meaning::Day { month, day, .. } = inner(&other.meaning) else { return None };
        let fits = |&&(first, last): &&(i32, i32)| {
            (first..=last).any(|held| {
                let held = from_number(held);
                (held.month(), held.day()) == (month, day)
            })
        };
        let fitting: Vec<(i32, i32)> = days.iter().filter(fits).copied().collect();
        if fitting.is_empty() || fitting.len() == days.len() {
            return None;
        }
        let named_days = fitting.iter().map(|(first, _)| *first).collect();
        let line = Line::new(
            time.span.cover(other.span),
            format!("the {name} falls on this day of the year"),
            move |day| {
                if distance(&fitting, day).abs() <= 183 { 0.0 } else { -3.0 }
            },
        );
        Some(Line { named_days, ..line })
    }
}
