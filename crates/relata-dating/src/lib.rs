//! Which day is meant, when was this written, and does the page hold together?
//!
//! A page's journey through this crate: [`expressions`] finds the words that tell times, not yet knowing from which day
//! they count; [`solve`] narrows the days on which the page can have been written, and shows each line of evidence;
//! [`anchor`] then says which days the words mean. What stays unknown stays written with an X.
//!
//! The words of a language, its feasts and the meetings that the world waits for are data: a [`Calendar`].

mod anchor;
mod calendar;
mod chronicle;
mod coherence;
mod compound;
mod days;
mod evidence;
mod expressions;
mod feasts;
mod likelihood;
mod meaning;
mod phrases;
mod raw;
mod reader;
mod relative;
mod solve;
mod tense;
mod value;
mod words;

pub use anchor::anchor;
pub use calendar::Calendar;
pub use coherence::{Vocabulary, measures};
pub use evidence::{HeardFact, Page, RoleEvidence, heard_facts};
pub use expressions::expressions;
pub use meaning::{From, Meaning, Part, RawTime, Season, Tense, Unit, Which, YearWord};
pub use solve::solve;
