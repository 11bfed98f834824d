//! Pages made by hand: each line is a paragraph.

#![allow(dead_code, reason = "each file of tests uses its own part")]

use relata_dating::{Calendar, RawTime, RoleEvidence, anchor, expressions, solve};
use relata_doc::{Dateline, Dating, Layout, Parse, Section, SectionKind, Stated, Text, TimeExpression};

/// The calendar of the project's own data.
pub(crate) fn calendar() -> Calendar {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/calendars/");
    let mut files: Vec<(String, String)> = Vec::new();
    for within in ["", "chronicle/", "lives/"] {
        for entry in std::fs::read_dir(format!("{folder}{within}")).unwrap().map(|entry| entry.unwrap()) {
            if entry.file_type().unwrap().is_file() {
                let name = format!("{within}{}", entry.file_name().into_string().unwrap());
                files.push((name, std::fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    files.sort();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Calendar::from_files(&files).unwrap_or_else(|faults| panic!("{}", faults.join("\n")))
}

pub(crate) struct Page {
    pub calendar: Calendar,
    pub text: Text,
    pub layout: Layout,
}

impl Page {
    pub(crate) fn new(text: &str) -> Page {
        let text = Text::new(text);
        let mut layout = Layout::default();
        let mut at = 0;
        for line in text.as_str().split_inclusive('\n') {
            let span = text.span(at..at + line.len()).unwrap();
            layout.sections.push(Section { span, kind: SectionKind::Body });
            at += line.len();
        }
        Page { calendar: calendar(), text, layout }
    }

    pub(crate) fn published(mut self, day: &str) -> Page {
        self.layout
            .metadata
            .published
            .push(Stated { day: day.parse().unwrap(), from: "meta article:published_time".into() });
        self
    }

    /// Marks words as a dateline with its place and date.
    pub(crate) fn dateline(mut self, words: &str, place: &str, date: Option<(i8, i8, Option<i16>)>) -> Page {
        let span = |words: &str| {
            let at = self.text.as_str().find(words).unwrap();
            self.text.span(at..at + words.len()).unwrap()
        };
        let dateline =
            Dateline { span: span(words), places: vec![span(place)], agency: None, date_words: None, date };
        self.layout.datelines.push(dateline);
        self
    }

    pub(crate) fn role(&self, words: &str, from: &str, until: &str) -> RoleEvidence {
        let at = self.text.as_str().find(words).unwrap();
        let span = self.text.span(at..at + words.len()).unwrap();
        RoleEvidence {
            span,
            terms: vec![(from.parse().ok(), until.parse().ok())],
            former: false,
            why: format!("{words}: from {from} to {until}"),
        }
    }

    pub(crate) fn raw(&self) -> Vec<RawTime> {
        expressions(&self.calendar, &self.text, &self.layout, &Parse::default())
    }

    pub(crate) fn dated(&self, roles: &[RoleEvidence], blind: bool) -> Dating {
        let (parse, times) = (Parse::default(), self.raw());
        let Page { calendar, text, layout } = self;
        let page = relata_dating::Page { calendar, text, layout, parse: &parse, times: &times, roles };
        solve(&page, &(), blind)
    }

    pub(crate) fn times(&self) -> Vec<TimeExpression> {
        let dating = self.dated(&[], false);
        anchor(&self.calendar, &self.text, &Parse::default(), &self.raw(), &dating)
    }

    /// The words and the values of all times.
    pub(crate) fn values(&self) -> Vec<(String, String)> {
        self.times().into_iter().map(|time| (self.text[time.span].to_owned(), time.value)).collect()
    }
}
