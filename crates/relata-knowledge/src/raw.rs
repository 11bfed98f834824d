//! What shape have the knowledge files?
//!
//! Each kind of file is one type here, read from TOML as people write it and, for the files built in, from the compact
//! binary form ([postcard](https://postcard.jamesmunns.com/wire-format)) that the build writes of them: `build.rs` is made
//! of this module too, which is why it depends on nothing else of the crate. Only shapes are checked here.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A table of a file, with the byte at which it begins.
#[derive(Debug, Clone)]
pub(crate) struct Placed<T> {
    pub(crate) at: usize,
    pub(crate) value: T,
}

impl<T: Serialize> Serialize for Placed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.at, &self.value).serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Placed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Placed<T>, D::Error> {
        if deserializer.is_human_readable() {
            let spanned = toml::Spanned::<T>::deserialize(deserializer)?;
            return Ok(Placed { at: spanned.span().start, value: spanned.into_inner() });
        }
        let (at, value) = Deserialize::deserialize(deserializer)?;
        Ok(Placed { at, value })
    }
}

/// Words that TOML gives as one text or as a list.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct Words(pub(crate) Vec<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            One(String),
            Many(Vec<String>),
        }
        if !deserializer.is_human_readable() {
            return Vec::deserialize(deserializer).map(Words);
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::One(one) => Words(vec![one]),
            Written::Many(many) => Words(many),
        })
    }
}

/// A day: in TOML a date, or a text that holds one.
mod day {
    use super::*;

    pub(super) fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(|day| (day.year(), day.month(), day.day())).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Toml(toml::value::Datetime),
            Text(String),
        }
        if !deserializer.is_human_readable() {
            let parts: Option<(i16, i8, i8)> = Deserialize::deserialize(deserializer)?;
            return parts
                .map(|(year, month, day)| Date::new(year, month, day))
                .transpose()
                .map_err(serde::de::Error::custom);
        }
        let written = match Written::deserialize(deserializer)? {
            Written::Toml(datetime) => datetime.to_string(),
            Written::Text(text) => text,
        };
        written
            .parse()
            .map(Some)
            .map_err(|_| serde::de::Error::custom(format!("{written:?} is no day; write 2016-07-06")))
    }
}

/// `actors/states*.toml`
#[derive(Debug, Deserialize, Serialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatesFile {
    #[serde(default)]
    pub(crate) state: Vec<Placed<State>>,
}

/// A state, contested entity or territory.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// CAMEO's three letters.
    pub code: String,
    /// The usual name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub also: Vec<String>,
    /// What stands before a noun.
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// Its people, as nouns.
    #[serde(default)]
    pub people: Vec<String>,
    /// The capital.
    pub capital: Option<String>,
    /// Words that stand for its government.
    #[serde(default)]
    pub seats: Vec<String>,
    /// ISO 3166-1 alpha-2.
    pub iso2: Option<String>,
    /// ISO 3166-1 alpha-3, where it is not the code.
    pub iso3: Option<String>,
    /// ISO 3166-1 numeric.
    pub iso_numeric: Option<String>,
    /// FIPS 10-4.
    pub fips: Option<String>,
    /// Correlates of War number.
    pub cow: Option<u16>,
    /// Gleditsch-Ward number.
    pub gw: Option<u16>,
    /// The Wikidata item.
    pub wikidata: Option<String>,
    /// Whether its statehood is disputed.
    #[serde(default)]
    pub contested: bool,
    /// The codes of the states it came from.
    #[serde(default)]
    pub predecessors: Vec<String>,
    /// The codes of the states it became.
    #[serde(default)]
    pub successors: Vec<String>,
    /// The first day, where it began within the time that news is read of.
    #[serde(default, with = "day")]
    pub from: Option<Date>,
    /// The day after the last.
    #[serde(default, with = "day")]
    pub until: Option<Date>,
}

/// `actors/regions*.toml`
#[derive(Debug, Deserialize, Serialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegionsFile {
    #[serde(default)]
    pub(crate) region: Vec<Placed<Region>>,
}

/// A name of several states, or of a part of one.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// The usual name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub also: Vec<String>,
    /// What stands before a noun.
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// CAMEO's regional code, where it has one.
    pub code: Option<String>,
    /// The states it holds.
    #[serde(default)]
    pub members: Vec<String>,
    /// The state it is a part of.
    pub within: Option<String>,
    /// The states that both claim it.
    #[serde(default)]
    pub disputed: Vec<String>,
}

/// `actors/people/`, `actors/organizations/`, `actors/groups/`
#[derive(Debug, Deserialize, Serialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActorsFile {
    #[serde(default)]
    pub(crate) actor: Vec<Placed<RawActor>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawActor {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) surname: Option<String>,
    #[serde(default)]
    pub(crate) also: Vec<String>,
    /// What stands before a noun, of a people or a faith: "Kurdish".
    #[serde(default)]
    pub(crate) adjectives: Vec<String>,
    pub(crate) wikidata: Option<String>,
    pub(crate) parent: Option<String>,
    #[serde(default)]
    pub(crate) home: Vec<String>,
    #[serde(default)]
    pub(crate) role: Vec<Placed<RawRole>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRole {
    pub(crate) code: String,
    pub(crate) title: Option<String>,
    pub(crate) office: Option<String>,
    #[serde(default, with = "day")]
    pub(crate) from: Option<Date>,
    #[serde(default, with = "day")]
    pub(crate) until: Option<Date>,
    /// Whether several hold it together by law.
    #[serde(default)]
    pub(crate) joint: bool,
}

/// `agents/`
#[derive(Debug, Deserialize, Serialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgentsFile {
    #[serde(default)]
    pub(crate) agent: Vec<Placed<RawAgent>>,
    #[serde(default)]
    pub(crate) modifier: Vec<Placed<RawModifier>>,
    #[serde(default)]
    pub(crate) title: Vec<Placed<RawTitle>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAgent {
    pub(crate) noun: String,
    pub(crate) code: String,
    #[serde(default)]
    pub(crate) generic: bool,
    #[serde(default)]
    pub(crate) plural_only: bool,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawModifier {
    pub(crate) word: String,
    pub(crate) code: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawTitle {
    pub(crate) words: String,
    pub(crate) code: String,
    pub(crate) office: Option<String>,
    /// The states in which the title is that office; all of them where none is named.
    #[serde(default)]
    pub(crate) states: Vec<String>,
}

/// `lexicon/en/`
#[derive(Debug, Deserialize, Serialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct LexiconFile {
    #[serde(default)]
    pub(crate) sense: Vec<Placed<RawSense>>,
    #[serde(default)]
    pub(crate) class: Vec<RawClass>,
    #[serde(default)]
    pub(crate) light: Vec<Placed<RawLight>>,
    #[serde(default)]
    pub(crate) embedding: Vec<Placed<RawEmbedding>>,
    #[serde(default)]
    pub(crate) speech: Vec<RawSpeech>,
    #[serde(default)]
    pub(crate) figure: Vec<RawFigure>,
    #[serde(default)]
    pub(crate) number: Vec<BTreeMap<String, f64>>,
    #[serde(default)]
    pub(crate) ending: Vec<Ending>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSense {
    pub(crate) id: String,
    pub(crate) verb: Option<Words>,
    pub(crate) noun: Option<Words>,
    pub(crate) adjective: Option<Words>,
    pub(crate) particle: Option<String>,
    pub(crate) code: String,
    pub(crate) mode: Option<String>,
    pub(crate) source: Option<Vec<String>>,
    pub(crate) target: Option<Vec<String>>,
    pub(crate) object: Option<Words>,
    pub(crate) not_object: Option<Words>,
    pub(crate) subject: Option<Words>,
    pub(crate) not_subject: Option<Words>,
    #[serde(default)]
    pub(crate) with: BTreeMap<String, Words>,
    #[serde(default)]
    pub(crate) not_with: BTreeMap<String, Words>,
    #[serde(default)]
    pub(crate) source_kind: Vec<String>,
    #[serde(default)]
    pub(crate) target_kind: Vec<String>,
    #[serde(default)]
    pub(crate) reciprocal: bool,
    pub(crate) operator: Option<String>,
    #[serde(default)]
    pub(crate) implied_target: bool,
    #[serde(default)]
    pub(crate) yes: Vec<String>,
    #[serde(default)]
    pub(crate) no: Vec<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawClass {
    pub(crate) name: String,
    pub(crate) words: Vec<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawLight {
    pub(crate) verb: Words,
    pub(crate) particle: Option<String>,
    #[serde(default)]
    pub(crate) nouns: Vec<String>,
    pub(crate) role: Option<String>,
    pub(crate) preposition: Option<String>,
    pub(crate) phase: Option<String>,
    #[serde(default)]
    pub(crate) negative: bool,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawEmbedding {
    pub(crate) verb: Words,
    pub(crate) preposition: Option<String>,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) negative: bool,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSpeech {
    pub(crate) verbs: Vec<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawFigure {
    pub(crate) kind: String,
    pub(crate) words: Vec<String>,
}

/// How an inflected form is turned back: `strip` from its end, `add` in its place.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ending {
    pub(crate) strip: String,
    #[serde(default)]
    pub(crate) add: String,
    /// Whether a doubled consonant before it is made single: "stopped".
    #[serde(default)]
    pub(crate) doubled: bool,
    /// Ends of which the word must have one; empty for any: "planes" is not of "plan".
    #[serde(default)]
    pub(crate) after: Vec<String>,
}

/// `places/spelling.toml`
#[derive(Debug, Deserialize, Serialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpellingFile {
    #[serde(default)]
    pub(crate) spelling: Vec<RawSpelling>,
}

/// How place names of some states are spelled in more than one way.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSpelling {
    pub(crate) states: Vec<String>,
    pub(crate) article: String,
    pub(crate) articles: Vec<String>,
    #[serde(default)]
    pub(crate) endings: BTreeMap<String, String>,
}
