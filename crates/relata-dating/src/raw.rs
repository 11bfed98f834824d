//! How are the files of `data/calendars` written? Shared with the build script, which reads them once for all.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day: in TOML a date, or a text that holds one.
mod day {
    use super::*;

    pub(super) fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(|day| (day.year(), day.month(), day.day())).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        if !deserializer.is_human_readable() {
            let parts: Option<(i16, i8, i8)> = Deserialize::deserialize(deserializer)?;
            let day = parts.map(|(year, month, day)| Date::new(year, month, day)).transpose();
            return day.map_err(serde::de::Error::custom);
        }
        let written = toml::value::Datetime::deserialize(deserializer)?.to_string();
        let fault = || serde::de::Error::custom(format!("{written} is no day; write 2016-07-06"));
        written.parse().map(Some).map_err(|_| fault())
    }
}

/// A set of lower-case words.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub(crate) struct Words(HashSet<String>);

impl From<Vec<String>> for Words {
    fn from(words: Vec<String>) -> Words {
        Words(words.into_iter().map(|word| word.to_lowercase()).collect())
    }
}

impl From<Words> for Vec<String> {
    fn from(words: Words) -> Vec<String> {
        let mut words: Vec<String> = words.0.into_iter().collect();
        words.sort_unstable();
        words
    }
}

impl Words {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    pub(crate) fn extend(&mut self, other: Words) {
        self.0.extend(other.0);
    }
}

macro_rules! word_classes {
    ($(#[$doc:meta])* $name:ident { $($field:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize, Serialize)]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct $name { $(pub(crate) $field: Words,)* }

        impl $name {
            pub(crate) fn extend(&mut self, other: $name) {
                $(self.$field.extend(other.$field);)*
            }

            pub(crate) fn missing(&self) -> Vec<&'static str> {
                let mut missing = Vec::new();
                $(if self.$field.0.is_empty() { missing.push(stringify!($field)); })*
                missing
            }
        }
    };
}

word_classes! {
    /// The small words between the words for times.
    Grammar {
        the, a, of, and, to, from, this, same, last, next, narrative, ago, earlier, later, vague_number, every, per, half,
        phase, approximate, ordinal_suffix, decade_suffix, morning, evening, clock, before_christ, anno_domini,
        before_time, not_before_year, counted, which, anniversary, when, until, currency, dying, leaving, entering, scene, aftermath, prepared, statehood, on, eve, before_it, after_it, over, ending, overnight, comparative, than, named_after,
        running, now, every_second, through, inside, ahead_by, beside_clock,
    }
}

word_classes! {
    /// The words by which tense is told where there is no syntax.
    Verbs { future, modal, perfect, planned, planned_by_infinitive, scheduled, demanding, put_off, put_off_to, meant_for, starting, infinitive, ahead, present, past, past_endings, }
}

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct File {
    #[serde(default, with = "day")]
    pub(crate) as_of: Option<Date>,
    #[serde(default)]
    pub(crate) weekday: Vec<WeekdayEntry>,
    #[serde(default)]
    pub(crate) month: Vec<MonthEntry>,
    #[serde(default)]
    pub(crate) unit: Vec<UnitEntry>,
    #[serde(default)]
    pub(crate) season: Vec<SeasonEntry>,
    #[serde(default)]
    pub(crate) part: Vec<PartEntry>,
    #[serde(default)]
    pub(crate) deictic: Vec<DeicticEntry>,
    #[serde(default)]
    pub(crate) vague: Vec<VagueEntry>,
    #[serde(default)]
    pub(crate) set: Vec<SetEntry>,
    #[serde(default)]
    pub(crate) numbers: BTreeMap<String, i32>,
    #[serde(default)]
    pub(crate) ordinals: BTreeMap<String, i32>,
    #[serde(default)]
    pub(crate) decades: BTreeMap<String, i8>,
    #[serde(default)]
    pub(crate) zones: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) not_time: NotTime,
    #[serde(default)]
    pub(crate) grammar: Grammar,
    #[serde(default)]
    pub(crate) verbs: Verbs,
    #[serde(default)]
    pub(crate) feast: Vec<FeastEntry>,
    #[serde(default)]
    pub(crate) meeting: Vec<MeetingEntry>,
    #[serde(default)]
    pub(crate) term: Vec<TermEntry>,
    #[serde(default)]
    pub(crate) named_day: Vec<NamedDayEntry>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WeekdayEntry {
    pub(crate) number: i8,
    pub(crate) words: Vec<String>,
    #[serde(default)]
    pub(crate) short: Vec<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MonthEntry {
    pub(crate) number: i8,
    pub(crate) words: Vec<String>,
    #[serde(default)]
    pub(crate) short: Vec<String>,
    #[serde(default)]
    pub(crate) also_name: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitEntry {
    pub(crate) kind: String,
    pub(crate) words: Vec<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeasonEntry {
    pub(crate) code: String,
    pub(crate) words: Vec<String>,
    pub(crate) months: [i8; 2],
    #[serde(default)]
    pub(crate) also_word: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartEntry {
    pub(crate) code: String,
    pub(crate) words: Vec<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeicticEntry {
    pub(crate) words: Vec<String>,
    pub(crate) days: i32,
    pub(crate) part: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VagueEntry {
    pub(crate) value: String,
    pub(crate) words: Vec<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetEntry {
    pub(crate) unit: String,
    pub(crate) words: Vec<String>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotTime {
    pub(crate) names: Vec<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NthEntry {
    pub(crate) month: i8,
    pub(crate) weekday: i8,
    pub(crate) n: i8,
    #[serde(default)]
    pub(crate) plus: i32,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeastEntry {
    pub(crate) names: Vec<String>,
    pub(crate) day: Option<String>,
    pub(crate) nth: Option<NthEntry>,
    pub(crate) easter: Option<i32>,
    pub(crate) orthodox_easter: Option<i32>,
    pub(crate) hijri: Option<String>,
    pub(crate) hebrew: Option<String>,
    pub(crate) chinese: Option<String>,
    pub(crate) length: Option<i32>,
    #[serde(rename = "state")]
    pub(crate) _state: Option<String>,
    pub(crate) since: Option<i32>,
    #[serde(default)]
    pub(crate) near: Vec<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeetingEntry {
    pub(crate) names: Vec<String>,
    pub(crate) held: Vec<HeldEntry>,
}

/// "2016-07-08/2016-07-09 Warsaw": the days, as an interval of ISO 8601 or one day, and the place.
#[derive(Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
#[derive(Clone)]
pub(crate) struct HeldEntry {
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) place: String,
}

impl From<HeldEntry> for String {
    fn from(held: HeldEntry) -> String {
        format!("{}/{} {}", held.first, held.last, held.place)
    }
}

impl TryFrom<String> for HeldEntry {
    type Error = String;

    fn try_from(written: String) -> Result<HeldEntry, String> {
        let form = || format!("{written:?} is no day and place; write \"2016-07-08/2016-07-09 Warsaw\"");
        let (days, place) = written.split_once(' ').ok_or_else(form)?;
        let (first, last) = days.split_once('/').unwrap_or((days, days));
        let day = |written: &str| written.parse::<Date>().map_err(|_| form());
        Ok(HeldEntry { first: day(first)?, last: day(last)?, place: place.trim().to_owned() })
    }
}

/// A name: of a thing that is there since a day, or of an event that ended on another.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermEntry {
    pub(crate) names: Vec<String>,
    #[serde(with = "day")]
    pub(crate) since: Option<Date>,
    #[serde(default, with = "day")]
    pub(crate) until: Option<Date>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamedDayEntry {
    #[serde(with = "day")]
    pub(crate) day: Option<Date>,
    pub(crate) words: Vec<String>,
}
