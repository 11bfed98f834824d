//! When was this written, and does the page hold together?

use jiff::civil::Date;

use crate::{Days, Span};

/// When a document was written, with the evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Dating {
    /// The interval of publication.
    pub published: Days,
    /// The best single day.
    pub best: Option<Date>,
    /// From 0 to 1.
    pub confidence: f32,
    /// What the page or its sender states, whether or not it was used.
    pub stated: Option<Days>,
    /// Whether what is stated and what the text shows do not agree.
    pub conflict: bool,
    /// The lines of evidence, in the order in which they narrowed the interval.
    pub evidence: Vec<DatingEvidence>,
    /// Which parts of the page belong together.
    pub coherence: Coherence,
}

impl Dating {
    /// Nothing is known of when it was written.
    pub fn unknown() -> Dating {
        Dating {
            published: Days::UNKNOWN,
            best: None,
            confidence: 0.0,
            stated: None,
            conflict: false,
            evidence: Vec::new(),
            coherence: Coherence::default(),
        }
    }

    /// Returns the interval in which the words at `span` were written: its segment's own, else the page's.
    pub fn written(&self, span: Span) -> Days {
        let segment = self.coherence.segments.iter().find(|segment| segment.span.contains(span));
        segment.map(|segment| segment.published).filter(Days::is_known).unwrap_or(self.published)
    }
}

/// Words that bound the day of publication.
#[derive(Debug, Clone, PartialEq)]
pub struct DatingEvidence {
    /// The words, where there are some (metadata has none).
    pub span: Option<Span>,
    /// What follows from them: "July 4 is a Monday: 2011, 2016, 2022".
    pub constraint: String,
    /// The days that remain possible by this evidence alone.
    pub interval: Days,
}

/// Whether a page is one report or several put together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coherence {
    /// Whether it was put together from several reports.
    pub stitched: bool,
    /// The reports, in order.
    pub segments: Vec<Segment>,
    /// What shows it.
    pub evidence: Vec<DatingEvidence>,
}

/// A part of a page that is one report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Where.
    pub span: Span,
    /// When it was written, as far as that is known apart from the page.
    pub published: Days,
}
