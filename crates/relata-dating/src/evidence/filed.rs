//! Where does the page say itself when it was filed: in a dateline, or in a line of its own?

use jiff::civil::Date;
use relata_doc::{SectionKind, Span};

use super::{Line, Page, Place, yearly};
use crate::days::number;
use crate::likelihood::{AFTER_A_DATE_LINE, AFTER_A_DATELINE, AFTER_A_HEADING, Delays, delay, delayed};
use crate::meaning::RawTime;

impl Page<'_> {
    pub(super) fn datelines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for dateline in &self.layout.datelines {
            let Some((month, day, year)) = dateline.date else { continue };
            let span = dateline.date_words.unwrap_or(dateline.span);
            match year.and_then(|year| Date::new(year, month, day).ok()) {
                Some(date) => {
                    let told = number(date);
                    let line = Line::new(span, format!("filed on {date}"), move |day| {
                        delayed(AFTER_A_DATELINE, day - told)
                    });
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
                        move |day| delayed(AFTER_A_DATELINE, delay(&days, day)),
                    ));
                }
            }
        }
        lines
    }

    /// A line that is nothing but a date, or else a date at the head, says when the page was written.
    pub(super) fn dated_lines(&self) -> Vec<Line> {
        if let Some((span, date)) = self.lone_date() {
            // In brackets it is the day of what the page tells, which may be printed on the next.
            let bracketed = self.text.as_str()[..span.start()].ends_with('(');
            let delays = if bracketed { AFTER_A_HEADING } else { AFTER_A_DATE_LINE };
            return vec![filed(span, format!("a line of its own gives the day: {date}"), date, delays)];
        }
        let heading = self.heading();
        let line = heading.map(|(span, date)| {
            filed(span, format!("stands at the head of the page: {date}"), date, AFTER_A_HEADING)
        });
        line.into_iter().collect()
    }

    /// Returns the days by which the page says that it was filed.
    pub(super) fn filed_days(&self) -> Vec<Date> {
        let datelines = self.layout.datelines.iter().filter_map(|dateline| {
            let (month, day, year) = dateline.date?;
            Date::new(year?, month, day).ok()
        });
        let dates = self.lone_date().or_else(|| self.heading()).map(|(_, date)| date);
        datelines.chain(dates).collect()
    }

    fn lone_date(&self) -> Option<(Span, Date)> {
        let alone = |time: &&RawTime| {
            let section = self.layout.sections.iter().find(|section| section.span.contains(time.span));
            let bare = |words: &str| words.trim_matches(|c: char| !c.is_alphanumeric()).len();
            section.is_some_and(|section| {
                bare(&self.text[section.span]) == bare(&self.text[time.span])
                    && section.kind != SectionKind::Teaser
            })
        };
        // Further down such a line belongs to a picture, a letter or an entry.
        let mut lines = self
            .times
            .iter()
            .filter(|time| self.place(time.span) != Place::Body || self.is_last(time.span))
            .filter(alone);
        lines.find_map(|time| Some((time.span, time.told_day()?)))
    }
}

impl Page<'_> {
    /// Returns whether words stand in one of the last paragraphs.
    fn is_last(&self, span: Span) -> bool {
        let sections =
            self.layout.sections.iter().rev().filter(|section| section.kind != SectionKind::Furniture);
        sections.take(3).any(|last| last.span.contains(span))
    }
}

fn filed(span: Span, constraint: String, date: Date, delays: Delays) -> Line {
    let told = number(date);
    let line = Line::new(span, constraint, move |day| delayed(delays, day - told));
    Line { bounds_below: true, bounds_above: true, ..line.framed(told - 366, told + 366) }
}
