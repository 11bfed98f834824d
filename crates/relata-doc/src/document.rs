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

impl Document {
    /// Leaves out mentions below a confidence, and events that no mention tells any longer.
    pub fn keep_confident(&mut self, least: f32) {
        if least <= 0.0 {
            return;
        }
        let mut kept = Vec::new();
        let mut renumbered = vec![None; self.events.len()];
        let mut events: Vec<Event> = Vec::new();
        for mut mention in std::mem::take(&mut self.event_mentions) {
            if mention.confidence < least {
                continue;
            }
            let event = *renumbered[mention.event].get_or_insert_with(|| {
                events.push(Event { mentions: Vec::new() });
                events.len() - 1
            });
            events[event].mentions.push(kept.len());
            mention.event = event;
            kept.push(mention);
        }
        self.event_mentions = kept;
        self.events = events;
    }
}
