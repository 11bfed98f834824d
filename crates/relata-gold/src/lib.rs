//! Is it right?
//!
//! The codebook is Markdown that a political scientist can edit: news, and the events expected from it
//! ([`codebook`]). The word senses of the lexicon carry sentences that they code and sentences that they do not
//! ([`lexicon`]). Both are run as tests.

pub mod codebook;
pub mod lexicon;
