//! What is the article, and what stands around it?

use jiff::civil::Date;

use crate::{Days, Span};

/// The parts of a page's text and what is known of the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// Sections in order; together they cover the text (white space between paragraphs belongs to the section before it).
    pub sections: Vec<Section>,
    /// Datelines, in order.
    pub datelines: Vec<Dateline>,
    /// What the page says of itself.
    pub metadata: Metadata,
}

/// A part of the text of one kind. One paragraph is one section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Where.
    pub span: Span,
    /// What kind.
    pub kind: SectionKind,
}

/// What a part of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    /// The article's own headline.
    Headline,
    /// The first paragraph of the report.
    Lead,
    /// The report.
    Body,
    /// Another page's headline.
    Teaser,
    /// Words under a picture.
    Caption,
    /// Buttons, notices, advertisements.
    Furniture,
}

impl SectionKind {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            SectionKind::Headline => "headline",
            SectionKind::Lead => "lead",
            SectionKind::Body => "body",
            SectionKind::Teaser => "teaser",
            SectionKind::Caption => "caption",
            SectionKind::Furniture => "furniture",
        }
    }
}

/// Where and by whom a report was filed: "WASHINGTON (CNN) –".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// The whole dateline, its dash included.
    pub span: Span,
    /// The places named.
    pub places: Vec<Span>,
    /// The agency named.
    pub agency: Option<Span>,
    /// The words of the date named: "Oct 12".
    pub date_words: Option<Span>,
    /// Month and day, and the year where it is written.
    pub date: Option<(i8, i8, Option<i16>)>,
}

/// A fact of the page's own metadata, with where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The day.
    pub day: Date,
    /// Where it stood: "meta article:published_time".
    pub from: String,
}

/// What a page says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// The document's identifier, where it was given one.
    pub id: Option<String>,
    /// The file it came from, where it came from one.
    pub file: Option<String>,
    /// The page's address.
    pub url: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The author's line.
    pub byline: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// When the page says it was published; the first is the most trusted.
    pub published: Vec<Stated>,
    /// When the page says it was changed.
    pub modified: Option<Date>,
    /// A publication date given from outside for documents that state none.
    pub given: Option<Days>,
    /// The language's two letters.
    pub language: Option<String>,
    /// Fields of the input that Relata does not know, as the JSON object they stood in; passed through as they are.
    pub extra: Option<String>,
}
