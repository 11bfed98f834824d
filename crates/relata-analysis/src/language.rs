//! How is the language written?
//!
//! `data/language/<language>/writing.toml` holds what splitting text into sentences and words needs to know of
//! particular words: abbreviations, contractions, prefixes, units. `irregular.toml` holds the forms of words that no
//! rule makes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use relata_doc::Upos;
use serde::Deserialize;

use crate::boundaries::Boundaries;
use crate::lemma::{Regular, Spelling};

/// What is known of a language's writing.
#[derive(Debug, Clone, Default)]
pub struct Language {
    pub(crate) before_names: BTreeSet<String>,
    pub(crate) before_numbers: BTreeSet<String>,
    pub(crate) either: BTreeSet<String>,
    pub(crate) middle_only: BTreeSet<String>,
    pub(crate) starters: BTreeSet<String>,
    pub(crate) prefixes: BTreeSet<String>,
    pub(crate) units: BTreeSet<String>,
    pub(crate) apostrophe_words: BTreeSet<String>,
    pub(crate) signs: BTreeSet<String>,
    pub(crate) before_currency: BTreeSet<String>,
    pub(crate) clitics: BTreeSet<String>,
    /// What stands after the apostrophe of a clitic.
    pub(crate) after_apostrophe: BTreeSet<String>,
    pub(crate) letter_words: BTreeSet<char>,
    possessive_ends: BTreeSet<char>,
    pub(crate) contractions: BTreeMap<String, Vec<usize>>,
    /// The weights that tell where sentences end; without them, rules alone do.
    pub(crate) boundaries: Option<Boundaries>,
    /// The verb of each irregular past tense and participle.
    pasts: BTreeMap<String, String>,
    /// The noun of each irregular plural.
    plurals: BTreeMap<String, String>,
    plural_ends: BTreeMap<String, String>,
    /// What may stand before an irregular verb: "unfroze".
    verb_prefixes: Vec<String>,
    spelling: Spelling,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Irregular {
    prefixes: Vec<String>,
    vowels: Vec<char>,
    never_doubled: Vec<char>,
    regular: Vec<Regular>,
    verbs: BTreeMap<String, Vec<String>>,
    nouns: BTreeMap<String, Vec<String>>,
    endings: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Writing {
    abbreviations: Abbreviations,
    sentences: Sentences,
    tokens: Tokens,
    contractions: BTreeMap<String, Vec<usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Abbreviations {
    before_names: BTreeSet<String>,
    before_numbers: BTreeSet<String>,
    either: BTreeSet<String>,
    middle_only: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    starters: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tokens {
    prefixes: BTreeSet<String>,
    units: BTreeSet<String>,
    apostrophe_words: BTreeSet<String>,
    signs: BTreeSet<String>,
    before_currency: BTreeSet<String>,
    clitics: BTreeSet<String>,
    possessive_ends: BTreeSet<char>,
    letter_words: BTreeSet<char>,
}

/// A file of a language's writing that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {fact}\n  {remedy}")]
pub struct LanguageError {
    file: String,
    fact: String,
    remedy: String,
}

const WRITING: &str = include_str!("../../../data/language/en/writing.toml");
const IRREGULAR: &str = include_str!("../../../data/language/en/irregular.toml");
const BOUNDARIES: &[u8] = include_bytes!("../../../models/en/sentences.safetensors");

impl Language {
    /// Returns English, as built in.
    pub fn english() -> &'static Language {
        static ENGLISH_READ: OnceLock<Language> = OnceLock::new();
        // A test reads the built-in files; were they broken, text would still be split, only worse.
        ENGLISH_READ.get_or_init(|| {
            let mut english = Language::read("data/language/en", WRITING, IRREGULAR).unwrap_or_default();
            english.boundaries = Boundaries::read(BOUNDARIES).ok();
            english
        })
    }

    /// Reads what a language's files hold; `folder` names them in errors.
    ///
    /// # Errors
    /// Where a text is no TOML of that shape, or a contraction's parts do not add up.
    pub fn read(folder: &str, writing: &str, irregular: &str) -> Result<Language, LanguageError> {
        let error = |name: &str, fact: String, remedy: &str| LanguageError {
            file: format!("{folder}/{name}"),
            fact,
            remedy: remedy.to_owned(),
        };
        let as_built_in = "Write it as the built-in file of that name in data/language/en is written.";
        let read: Writing =
            toml::from_str(writing).map_err(|e| error("writing.toml", e.to_string(), as_built_in))?;
        let forms: Irregular =
            toml::from_str(irregular).map_err(|e| error("irregular.toml", e.to_string(), as_built_in))?;
        for (word, parts) in &read.contractions {
            if parts.iter().sum::<usize>() != word.chars().count() || parts.contains(&0) {
                let fact =
                    format!("the parts {parts:?} of the contraction {word:?} do not add up to its letters");
                return Err(error(
                    "writing.toml",
                    fact,
                    "Give the length of each part, in letters: cannot = [3, 3].",
                ));
            }
        }
        Ok(Language {
            before_names: read.abbreviations.before_names,
            before_numbers: read.abbreviations.before_numbers,
            either: read.abbreviations.either,
            middle_only: read.abbreviations.middle_only,
            starters: read.sentences.starters,
            prefixes: read.tokens.prefixes,
            units: read.tokens.units,
            apostrophe_words: read.tokens.apostrophe_words,
            signs: read.tokens.signs,
            before_currency: read.tokens.before_currency,
            after_apostrophe: read
                .tokens
                .clitics
                .iter()
                .filter_map(|clitic| clitic.split_once('\'').map(|(_, after)| after.to_owned()))
                .collect(),
            clitics: read.tokens.clitics,
            letter_words: read.tokens.letter_words,
            possessive_ends: read.tokens.possessive_ends,
            contractions: read.contractions,
            boundaries: None,
            pasts: by_form(forms.verbs),
            plurals: by_form(forms.nouns),
            plural_ends: forms.endings,
            verb_prefixes: forms.prefixes,
            spelling: Spelling {
                vowels: forms.vowels,
                never_doubled: forms.never_doubled,
                regular: forms.regular,
            },
        })
    }

    /// Returns the language with other weights for where sentences end, the bytes of a file as `models/en/sentences.safetensors`.
    ///
    /// # Errors
    /// Where the bytes are no such file.
    pub fn with_boundaries(self, bytes: &[u8]) -> Result<Language, LanguageError> {
        let boundaries = Boundaries::read(bytes).map_err(|fact| LanguageError {
            file: "sentences.safetensors".to_owned(),
            fact,
            remedy: "Make the file again with training/sentences_train.py.".to_owned(),
        })?;
        Ok(Language { boundaries: Some(boundaries), ..self })
    }

    /// Returns the dictionary form that no rule of spelling makes: of an irregular past tense, past participle or plural, and of
    /// an adjective.
    pub(crate) fn irregular(&self, form: &str, upos: Upos, features: &str) -> Option<String> {
        let has = |feature: &str| features.split('|').any(|f| f == feature);
        let lower = form.to_lowercase();
        match upos {
            Upos::Verb if has("Tense=Past") => self.pasts.get(&lower).cloned().or_else(|| {
                let mut prefixes = self.verb_prefixes.iter();
                prefixes.find_map(|prefix| {
                    let verb = self.pasts.get(lower.strip_prefix(prefix.as_str())?)?;
                    Some([prefix, verb.as_str()].concat())
                })
            }),
            Upos::Noun if has("Number=Plur") => self.plurals.get(&lower).cloned().or_else(|| {
                let mut ends = self.plural_ends.iter();
                ends.find_map(|(end, single)| Some([lower.strip_suffix(end.as_str())?, single].concat()))
            }),
            // An adjective that is not compared is its own dictionary form, whatever verb it comes of: "scathing".
            Upos::Adj if has("Degree=Pos") && lower == form => Some(lower),
            _ => None,
        }
    }

    /// Returns the dictionary forms that an inflected word may have by the rules of spelling, the likelier first; none where
    /// its features say that it is not inflected.
    pub(crate) fn regular(&self, form: &str, upos: Upos, features: &str) -> Vec<String> {
        let has = |feature: &str| features.split('|').any(|f| f == feature);
        let ends = match upos {
            Upos::Verb if has("Tense=Past") => "d",
            Upos::Verb if has("VerbForm=Ger") || has("VerbForm=Part") => "g",
            Upos::Verb if has("Person=3") && has("Tense=Pres") => "s",
            Upos::Noun if has("Number=Plur") => "s",
            _ => return Vec::new(),
        };
        let lower = form.to_lowercase();
        if lower.ends_with(ends) { self.spelling.dictionary_forms(&lower) } else { Vec::new() }
    }

    /// Returns whether an apostrophe after a word may make it a possessive: "workers’".
    pub(crate) fn takes_apostrophe(&self, word: &str) -> bool {
        word.chars().next_back().is_some_and(|c| self.possessive_ends.contains(&c))
    }

    /// Returns whether a word, without its full stop, is an abbreviation of any kind.
    pub(crate) fn is_abbreviation(&self, lower: &str) -> bool {
        self.before_names.contains(lower)
            || self.before_numbers.contains(lower)
            || self.either.contains(lower)
    }
}

fn by_form(words: BTreeMap<String, Vec<String>>) -> BTreeMap<String, String> {
    words
        .into_iter()
        .flat_map(|(word, forms)| forms.into_iter().map(move |form| (form, word.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_files_are_read() {
        let english = Language::read("en", WRITING, IRREGULAR).unwrap();
        assert!(english.before_names.contains("gen"));
        assert_eq!(english.contractions["cannot"], [3, 3]);
    }

    #[test]
    fn irregular_forms_depend_on_what_the_word_is() {
        let english = Language::english();
        assert_eq!(
            english.irregular("Found", Upos::Verb, "Tense=Past|VerbForm=Part").as_deref(),
            Some("find")
        );
        assert_eq!(english.irregular("found", Upos::Verb, "VerbForm=Inf"), None);
        assert_eq!(english.irregular("policemen", Upos::Noun, "Number=Plur").as_deref(), Some("policeman"));
        assert_eq!(english.irregular("scathing", Upos::Adj, "Degree=Pos").as_deref(), Some("scathing"));
        assert_eq!(english.irregular("unfroze", Upos::Verb, "Tense=Past").as_deref(), Some("unfreeze"));
    }

    #[test]
    fn regular_forms_are_turned_back_as_they_are_spelled() {
        let english = Language::english();
        let past = |form| english.regular(form, Upos::Verb, "Tense=Past|VerbForm=Part");
        assert_eq!(past("fined"), ["fine"]);
        assert_eq!(past("cancelled"), ["cancelle", "cancell", "cancel"]);
        assert_eq!(past("agreed"), ["agree"]);
        assert_eq!(english.regular("planes", Upos::Noun, "Number=Plur"), ["plane"]);
        assert_eq!(english.regular("masses", Upos::Noun, "Number=Plur"), ["mass", "masse"]);
        assert_eq!(english.regular("need", Upos::Verb, "VerbForm=Inf"), Vec::<String>::new());
    }

    #[test]
    fn parts_that_do_not_add_up_are_an_error_that_names_the_word() {
        let writing = WRITING.replace("cannot = [3, 3]", "cannot = [3, 4]");
        let error = Language::read("en", &writing, IRREGULAR).unwrap_err().to_string();
        assert!(error.contains("en/writing.toml") && error.contains("cannot"), "{error}");
    }
}
