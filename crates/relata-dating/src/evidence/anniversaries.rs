//! Which anniversaries are kept?

use relata_doc::SectionKind;

use super::told::interval_told;
use super::{Line, Page};
use crate::days::{self, from_number, number};
use crate::likelihood::LAST_YEAR;
use crate::words::split;

impl Page<'_> {
    /// "The 55th anniversary" of something of a year told is kept in a certain year.
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
}
