//! What is left of a page when it has been read?

use crate::{Dating, Event, EventMention, Layout, Mentions, Parse, Text};

/// A page, read: its text and the layers made from it, each from those before.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The text.
    pub text: Text,
    /// Sections, datelines, metadata.
    pub layout: Layout,
    /// Sentences, tokens, syntax.
    pub parse: Parse,
    /// Names, times, places, quotes, figures.
    pub mentions: Mentions,
    /// When it was written.
    pub dating: Dating,
    /// What it reports, clause by clause.
    pub event_mentions: Vec<EventMention>,
    /// What happened, told once or more.
    pub events: Vec<Event>,
    /// What made the reading poorer than it might be.
    pub notes: Vec<Note>,
}

/// A remark on how a page was read: "no article found", "invalid UTF-8 replaced".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(pub String);
