//! Is it right?
//!
//! The codebook is Markdown that a political scientist can edit: news, and the events expected from it
//! ([`codebook`]). The word senses of the lexicon carry sentences that they code and sentences that they do not
//! ([`lexicon`]). Both are run as tests. How well the language of news is read, a figure a phenomenon, is told by
//! [`diagnostics`].

pub mod codebook;
pub mod diagnostics;
pub mod lexicon;
