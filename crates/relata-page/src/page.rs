//! What came in?

use relata_doc::{Days, Note};
use serde_json::{Map, Value};

/// One page or document as it came in, before anything is made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its words, decoded.
    pub content: Content,
    /// The identifier it was given.
    pub id: Option<String>,
    /// The file it came from.
    pub file: Option<String>,
    /// The line of that file it began on, where the file holds several.
    pub line: Option<usize>,
    /// Its address.
    pub url: Option<String>,
    /// The title given with it.
    pub title: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// When it was published, as given with it.
    pub published: Option<String>,
    /// A publication date for documents that state none, given from outside.
    pub given: Option<Days>,
    /// Its language, as given with it.
    pub lang: Option<String>,
    /// Fields of the input that Relata does not know, passed through.
    pub extra: Map<String, Value>,
    /// What was wrong with the bytes.
    pub notes: Vec<Note>,
}

/// The words of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Plain text.
    Text(String),
    /// A page from the web.
    Html(String),
}

impl Page {
    /// Makes a page of plain text of which nothing else is known.
    pub fn from_text(text: impl Into<String>) -> Page {
        Page::of(Content::Text(text.into()))
    }

    /// Makes a page of HTML of which nothing else is known.
    pub fn from_html(html: impl Into<String>) -> Page {
        Page::of(Content::Html(html.into()))
    }

    /// Makes a page of bytes: told to be HTML or plain text by what they say, and decoded.
    ///
    /// `charset` is what a server declared; a byte order mark outranks it, and it outranks the page.
    pub fn from_bytes(bytes: &[u8], charset: Option<&str>) -> Page {
        crate::charset::page(bytes, charset)
    }

    /// Returns the words as they came, markup included.
    pub fn words(&self) -> &str {
        match &self.content {
            Content::Text(words) | Content::Html(words) => words,
        }
    }

    pub(crate) fn of(content: Content) -> Page {
        Page {
            content,
            id: None,
            file: None,
            line: None,
            url: None,
            title: None,
            publisher: None,
            published: None,
            given: None,
            lang: None,
            extra: Map::new(),
            notes: Vec::new(),
        }
    }
}
