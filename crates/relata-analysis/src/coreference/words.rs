//! What must be known of English words, where tags do not tell it?
//!
//! `data/language/en/coreference.toml` holds it: pronouns and whom they may mean, titles and first names that tell a
//! person's gender, nouns for persons, groups, places and times, verbs of speech.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

/// Whom or what words may mean, as a set of bits; empty where nothing is known.
pub(super) mod means {
    pub(in super::super) const MALE: u8 = 1;
    pub(in super::super) const FEMALE: u8 = 2;
    pub(in super::super) const THING: u8 = 4;
    pub(in super::super) const PERSON: u8 = MALE | FEMALE;
}

/// How many words may mean, as a set of bits; empty where nothing is known.
pub(super) mod number {
    pub(in super::super) const ONE: u8 = 1;
    pub(in super::super) const MANY: u8 = 2;
}

/// A pronoun's class and what it asks of its antecedent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pronoun {
    /// The number of its class in the file, from 1.
    pub(super) class: u8,
    pub(super) person: u8,
    pub(super) number: u8,
    pub(super) means: u8,
    pub(super) reflexive: bool,
}

/// What sort of thing a noun stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Sort {
    #[default]
    Unknown,
    Person,
    Group,
    Place,
    Time,
}

/// Of what sort the parties of a plural must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Persons,
    Places,
    Any,
}

#[derive(Debug)]
pub(super) struct Words {
    pronouns: HashMap<String, Pronoun>,
    titles: HashMap<String, u8>,
    nouns: HashMap<String, (Sort, u8)>,
    first_names: HashMap<String, u8>,
    speech: HashSet<String>,
    endings: HashSet<String>,
    both: HashSet<String>,
    parties: HashMap<String, Asked>,
    with: HashSet<String>,
    paths: HashMap<String, u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    pronoun: Vec<PronounRow>,
    reflexive: Forms,
    male: Gendered,
    female: Gendered,
    person: Gendered,
    group: Nouns,
    place: Nouns,
    time: Nouns,
    speech: Verbs,
    names: Names,
    first_names: FirstNames,
    parties: Parties,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PronounRow {
    #[serde(rename = "class")]
    _class: String,
    person: u8,
    number: Number,
    means: Vec<Meant>,
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Number {
    One,
    Many,
    Any,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Meant {
    Male,
    Female,
    Thing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forms {
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gendered {
    titles: Vec<String>,
    nouns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nouns {
    nouns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verbs {
    verbs: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    endings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstNames {
    male: Vec<String>,
    female: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parties {
    both: Vec<String>,
    persons: Vec<String>,
    places: Vec<String>,
    any: Vec<String>,
    with: Vec<String>,
}

const ENGLISH: &str = include_str!("../../../../data/language/en/coreference.toml");
/// Nouns, each with the path to its class: `training/noun_classes.py`.
const NOUNS: &str = include_str!("../../../../models/en/coreference-nouns.txt");

/// Turns of the path to a noun's class.
pub(super) const TURNS: u32 = 10;

impl Words {
    /// Returns English, as built in.
    ///
    /// # Panics
    /// Where the program was built with a broken file, which a test rules out.
    #[allow(clippy::expect_used)]
    pub(super) fn english() -> &'static Words {
        static READ: OnceLock<Words> = OnceLock::new();
        READ.get_or_init(|| Words::read(ENGLISH, NOUNS).expect("a test reads the built-in file"))
    }

    fn read(text: &str, nouns_by_class: &str) -> Result<Words, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let reflexive: HashSet<&String> = file.reflexive.forms.iter().collect();
        let mut pronouns = HashMap::new();
        for (row, class) in file.pronoun.iter().zip(1..) {
            let number = match row.number {
                Number::One => number::ONE,
                Number::Many => number::MANY,
                Number::Any => number::ONE | number::MANY,
            };
            let means = row.means.iter().fold(0, |all, meant| {
                all | match meant {
                    Meant::Male => means::MALE,
                    Meant::Female => means::FEMALE,
                    Meant::Thing => means::THING,
                }
            });
            for form in &row.forms {
                let reflexive = reflexive.contains(form);
                pronouns
                    .insert(form.clone(), Pronoun { class, person: row.person, number, means, reflexive });
            }
        }
        let mut nouns = HashMap::new();
        // A noun that stands in two lists is of the first sort; what it may mean is the least of them.
        for (list, sort, means) in [
            (&file.male.nouns, Sort::Person, means::MALE),
            (&file.female.nouns, Sort::Person, means::FEMALE),
            (&file.person.nouns, Sort::Person, means::PERSON),
            (&file.group.nouns, Sort::Group, means::THING),
            (&file.place.nouns, Sort::Place, means::THING),
            (&file.time.nouns, Sort::Time, means::THING),
        ] {
            for noun in list {
                nouns.entry(noun.clone()).or_insert((sort, means));
            }
        }
        let mut titles = HashMap::new();
        for (list, means) in [
            (&file.male.titles, means::MALE),
            (&file.female.titles, means::FEMALE),
            (&file.person.titles, means::PERSON),
        ] {
            for title in list {
                titles.entry(title.clone()).or_insert(means);
            }
        }
        let mut first_names = HashMap::new();
        for (list, means) in
            [(&file.first_names.male, means::MALE), (&file.first_names.female, means::FEMALE)]
        {
            for name in list {
                *first_names.entry(name.clone()).or_insert(0) |= means;
            }
        }
        let mut parties = HashMap::new();
        for (list, asked) in [
            (file.parties.persons, Asked::Persons),
            (file.parties.places, Asked::Places),
            (file.parties.any, Asked::Any),
        ] {
            parties.extend(list.into_iter().map(|noun| (noun, asked)));
        }
        Ok(Words {
            pronouns,
            titles,
            nouns,
            first_names,
            speech: file.speech.verbs.into_iter().collect(),
            endings: file.names.endings.into_iter().collect(),
            both: file.parties.both.into_iter().collect(),
            parties,
            with: file.parties.with.into_iter().collect(),
            paths: nouns_by_class
                .lines()
                .filter_map(|line| {
                    let (noun, path) = line.split_once(' ')?;
                    Some((noun.to_owned(), path.parse().ok()?))
                })
                .collect(),
        })
    }

    pub(super) fn pronoun(&self, lower: &str) -> Option<Pronoun> {
        self.pronouns.get(lower).copied()
    }

    /// Returns whom a title before a name may stand for: "Mr", "President".
    pub(super) fn title(&self, lower: &str) -> Option<u8> {
        self.titles.get(lower).copied()
    }

    /// Returns the sort of a noun and whom it may mean.
    pub(super) fn noun(&self, lemma: &str) -> Option<(Sort, u8)> {
        self.nouns.get(lemma).copied()
    }

    /// Returns the path to the class of a noun: nouns whose paths begin alike are alike.
    pub(super) fn path(&self, lemma: &str) -> Option<u16> {
        self.paths.get(lemma).copied()
    }

    pub(super) fn first_name(&self, lower: &str) -> Option<u8> {
        self.first_names.get(lower).copied()
    }

    pub(super) fn is_speech(&self, lemma: &str) -> bool {
        self.speech.contains(lemma)
    }

    /// Returns whether a word only ends names: "Inc.", "Jr.".
    pub(super) fn is_name_ending(&self, lower: &str) -> bool {
        self.endings.contains(lower)
    }

    pub(super) fn is_both(&self, lower: &str) -> bool {
        self.both.contains(lower)
    }

    /// Returns of what sort the parties are that a plural of this noun may stand for: "leaders", "sides".
    pub(super) fn parties_of(&self, lemma: &str) -> Option<Asked> {
        self.parties.get(lemma).copied()
    }

    pub(super) fn is_with(&self, lower: &str) -> bool {
        self.with.contains(lower)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_is_read() {
        let words = Words::read(ENGLISH, NOUNS).unwrap();
        assert_eq!(words.pronoun("himself").map(|p| (p.means, p.reflexive)), Some((means::MALE, true)));
        assert_eq!(words.noun("minister"), Some((Sort::Person, means::PERSON)));
        assert!(words.path("government").is_some_and(|path| path < 1 << TURNS));
        assert_eq!(words.title("mrs"), Some(means::FEMALE));
    }
}
