//! Here is text: who, where, when, and how do the words hang together?
//!
//! [`parse`] splits a text into sentences and words and asks a small network how they hang together and which of them
//! are names. The network is trained in `training/` and comes with the program ([`Models::builtin`]); its answers are
//! the same for the same words, whatever is read beside them and on however many threads.

mod boundaries;
pub mod conllu;
pub mod coreference;
mod decode;
mod features;
mod kernel;
mod language;
mod lemma;
mod model;
mod network;
mod pairs;
mod parse;
mod sentences;
mod tokens;

pub use language::{Language, LanguageError};
pub use model::{ModelError, Models};
pub use pairs::PairModel;
pub use parse::{Name, NameKind, ParsedName, ParsedSentence, ParsedWord, parse, parse_words, split_text};
pub use sentences::{SeenGap, gaps, sentences};
pub use tokens::{Piece, tokens};
