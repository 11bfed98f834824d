//! How do the words hang together?

use std::ops::Range;

use crate::{SectionKind, Span};

/// Sentences and tokens of a document, with their syntax.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parse {
    /// Sentences in the order of the text.
    pub sentences: Vec<Sentence>,
    /// Tokens (syntactic words) in the order of the text.
    pub tokens: Vec<Token>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where.
    pub span: Span,
    /// Its tokens, as a range of [`Parse::tokens`].
    pub tokens: Range<usize>,
    /// The section it stands in.
    pub section: SectionKind,
}

/// One syntactic word. Relations are those of Universal Dependencies 2, with English subtypes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where.
    pub span: Span,
    /// Its dictionary form.
    pub lemma: String,
    /// Its part of speech.
    pub upos: Upos,
    /// Its features as UD writes them: `Number=Plur|Person=3`; empty where it has none.
    pub features: String,
    /// The token it depends on, as an index into [`Parse::tokens`]; `None` for the root.
    pub head: Option<usize>,
    /// The relation to the head: `nsubj`, `nsubj:pass`, `obl` …; `root` for the root.
    pub deprel: String,
}

impl Token {
    /// Returns the relation without its subtype.
    pub fn relation(&self) -> &str {
        self.deprel.split(':').next().unwrap_or_default()
    }

    /// Returns whether the word has the feature: `has("Voice=Pass")`.
    pub fn has(&self, feature: &str) -> bool {
        self.features.split('|').any(|f| f == feature)
    }
}

impl Parse {
    /// Returns the sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|sentence| sentence.tokens.end <= token);
        self.sentences.get(after).filter(|sentence| sentence.tokens.contains(&token)).map(|_| after)
    }

    /// Returns the tokens that depend on `head`, in order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        let range = self.sentence_of(head).map_or(0..0, |s| self.sentences[s].tokens.clone());
        range.filter(move |&token| self.tokens[token].head == Some(head))
    }
}

macro_rules! upos {
    ($($(#[$doc:meta])* $variant:ident $name:literal,)*) => {
        /// A part of speech of Universal Dependencies.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Upos { $($(#[$doc])* $variant,)* }

        impl Upos {
            /// Returns the tag: `PROPN`.
            pub fn name(self) -> &'static str {
                match self { $(Upos::$variant => $name,)* }
            }

            /// Reads a tag; what is none is `X`.
            pub fn from_name(name: &str) -> Upos {
                match name { $($name => Upos::$variant,)* _ => Upos::X }
            }
        }
    };
}

upos! {
    /// Adjective.
    Adj "ADJ",
    /// Preposition.
    Adp "ADP",
    /// Adverb.
    Adv "ADV",
    /// Auxiliary.
    Aux "AUX",
    /// Coordinating conjunction.
    Cconj "CCONJ",
    /// Determiner.
    Det "DET",
    /// Interjection.
    Intj "INTJ",
    /// Noun.
    Noun "NOUN",
    /// Numeral.
    Num "NUM",
    /// Particle.
    Part "PART",
    /// Pronoun.
    Pron "PRON",
    /// Name.
    Propn "PROPN",
    /// Punctuation.
    Punct "PUNCT",
    /// Subordinating conjunction.
    Sconj "SCONJ",
    /// Symbol.
    Sym "SYM",
    /// Verb.
    Verb "VERB",
    /// Other.
    X "X",
}
