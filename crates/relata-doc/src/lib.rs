//! What do we talk about?
//!
//! A [`Document`] is a page after its journey: its [`Text`], which never changes, and layers that point into it with
//! [`Span`]s. Codes of the field ([`CameoCode`], [`PloverType`], [`QuadClass`]) are types, dates are intervals that say
//! how they are known ([`Days`]), and an [`EventMention`] is one clause's report of an event.
//!
//! This crate knows no file, no format, no country and no verb.

mod actor;
mod codes;
mod date;
mod dating;
mod document;
mod event;
mod layout;
mod mentions;
mod parse;
mod text;

pub use actor::{ActorCode, ActorCodeError, ActorKind, ActorMention};
pub use codes::{CameoCode, CodeError, GoldsteinScore, PloverQuad, PloverType, QuadClass};
pub use date::{Basis, Days, Precision};
pub use dating::{Coherence, Dating, DatingEvidence, Segment};
pub use document::{Document, Note};
pub use event::{Action, Attribution, Event, EventMention, Evidence, Polarity, Report, Status};
pub use layout::{Dateline, Layout, Metadata, Section, SectionKind, Stated};
pub use mentions::{
    Entity, EntityType, Figure, FigureKind, Mentions, PlaceMention, PlacePrecision, Quote, TimeExpression,
    TimeType,
};
pub use parse::{Parse, Sentence, Token, Upos};
pub use text::{CodePoints, Span, Text};
