//! Which names are younger than others?

use jiff::civil::Date;
use relata_doc::{SectionKind, Span};

use super::{Line, Page};
use crate::days::{self, number};
use crate::likelihood::{AFTER_THE_YOUNGEST_NAME, LAST_YEAR, delayed};
use crate::words::split;

impl Page<'_> {
    /// Names that did not exist before a day.
    pub(super) fn terms(&self) -> Vec<Line> {
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
        let line = latest.map(|(since, span)| {
            let first = number(since);
            let line = Line::new(span, format!("has this name since {since}"), move |day| {
                delayed(AFTER_THE_YOUNGEST_NAME, day - first)
            });
            line.allowing(Some(first), None).framed(first, number(days::last_of(LAST_YEAR)))
        });
        line.into_iter().collect()
    }
}
