//! Which words of a document stand for the same?
//!
//! [`coreference`] finds the mentions of a document (pronouns, names, phrases of nouns), and links each to an earlier one
//! where a small network trained on annotated documents says so: mentions are read from first to last, each is compared
//! with the likely ones before it and with their chains, and with standing for something new. Every link has a confidence.
//! A plural that stands for two parties named apart ("both sides") is given them by grammar, where they are plain.

mod grove;
mod mentions;
mod model;
mod pairs;
mod parties;
mod walk;
mod words;

use std::ops::Range;

use relata_doc::{Parse, Span, Text};

use crate::Name;
pub use mentions::MentionKind;
pub use model::Model;
pub use walk::{Samples, samples};

/// Returns the path to the class of an English noun, ten turns from the first, which is the highest bit: nouns whose
/// paths begin alike are alike. Classes are of the vectors of a sentence encoder: `training/noun_classes.py`.
pub fn noun_class(lemma: &str) -> Option<u16> {
    words::Words::english().path(lemma)
}

/// Words that may stand for somebody or something.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// Its tokens, as a range of [`Parse::tokens`].
    pub tokens: Range<usize>,
    /// The token that the others of the phrase hang on.
    pub head: usize,
    /// What its words are.
    pub kind: MentionKind,
    /// The earlier mention that stands for the same; none where it stands for something new.
    pub link: Option<Link>,
    /// The mentions of two parties that a plural stands for together, where grammar makes them plain: numbers of
    /// [`Coreference::mentions`].
    pub parties: Vec<usize>,
}

/// That a mention stands for what an earlier one stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The number of the earlier mention in [`Coreference::mentions`].
    pub antecedent: usize,
    /// How likely the two stand for the same, 0 to 1, as counted on documents not trained on.
    pub confidence: f32,
}

/// The mentions of a document and what links them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coreference {
    /// In the order of their first words; of those that begin together, the longer comes first.
    pub mentions: Vec<Mention>,
}

/// The least confidence of a link that the product follows.
pub const SURE: f32 = 0.8;

impl Coreference {
    /// Returns the chains of mentions that links of at least that confidence make, as numbers of mentions; each chain and
    /// the list of chains are in order, and no chain has one mention alone.
    pub fn chains(&self, at_least: f32) -> Vec<Vec<usize>> {
        let mut chain_of: Vec<usize> = Vec::with_capacity(self.mentions.len());
        let mut chains: Vec<Vec<usize>> = Vec::new();
        for (number, mention) in self.mentions.iter().enumerate() {
            let link = mention.link.filter(|link| link.confidence >= at_least && link.antecedent < number);
            let chain = link.map_or(chains.len(), |link| chain_of[link.antecedent]);
            if chain == chains.len() {
                chains.push(Vec::new());
            }
            chains[chain].push(number);
            chain_of.push(chain);
        }
        chains.retain(|chain| chain.len() > 1);
        chains
    }
}

/// Finds the mentions of a document and links them.
///
/// Time grows with the number of mentions: each is compared with at most a fixed number of earlier ones.
pub fn coreference(model: &Model, text: &Text, parse: &Parse, names: &[Name]) -> Coreference {
    walk::resolve(model, text, parse, names)
}
