//! Who did what to whom, when, where, and who says so?
//!
//! [`Pipeline::code`] is the whole system on one screen: a page goes in, a [`Document`] comes out, and each line of the
//! journey reads the layers above it and makes one more. [`wire`] knows every outward format, [`explain`] tells people
//! why each event was coded.

mod analysis;
mod clause;
mod coreference;
mod events;
pub mod explain;
mod mend;
mod naming;
mod pipeline;
mod places;
pub mod ranker;
pub mod relation;
mod tree;
mod who;
pub mod wire;

pub use analysis::ModelWords;
pub use events::Passed;
pub use pipeline::{Pipeline, SetupError};
pub use relata_analysis::Models;
pub use relata_doc as doc;
pub use relata_doc::Document;
pub use relata_knowledge::{Files, Findings, Knowledge, Places, State, check, name_key};
pub use relata_page::{Article, InputError, Page, pages};
