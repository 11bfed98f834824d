//! What are the words for times, and on which days do feasts and meetings fall?

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use crate::chronicle::Chronicle;
use crate::feasts::Rule;
use crate::meaning::{Part, Season, Unit};
use crate::phrases::Phrases;

/// The words of one language for times, the rules of feasts, and dated facts of the world.
#[derive(Debug)]
pub struct Calendar {
    pub(crate) weekdays: HashMap<String, Weekday>,
    pub(crate) weekdays_short: HashMap<String, Weekday>,
    pub(crate) months: HashMap<String, i8>,
    pub(crate) months_short: HashMap<String, i8>,
    pub(crate) month_names: HashSet<String>,
    pub(crate) units: HashMap<String, Unit>,
    pub(crate) seasons: HashMap<String, (Season, bool)>,
    /// First and last month of each season.
    pub(crate) season_months: Vec<(Season, i8, i8)>,
    pub(crate) parts: HashMap<String, Part>,
    pub(crate) deictics: Phrases<(i32, Option<Part>)>,
    pub(crate) vague: Phrases<String>,
    pub(crate) sets: HashMap<String, Unit>,
    pub(crate) numbers: HashMap<String, i32>,
    pub(crate) ordinals: HashMap<String, i32>,
    /// The words for decades, with the two digits of their first years.
    pub(crate) decades: HashMap<String, i8>,
    pub(crate) zones: HashMap<String, String>,
    pub(crate) not_time: Phrases<()>,
    pub(crate) grammar: Grammar,
    pub(crate) verbs: Verbs,
    pub(crate) feast_names: Phrases<String>,
    /// The feasts of each name: several where states keep different days under one name.
    pub(crate) feasts: BTreeMap<String, Vec<Feast>>,
    pub(crate) meeting_names: Phrases<String>,
    /// The meetings of each name, in the order of time.
    pub(crate) meetings: BTreeMap<String, Vec<Meeting>>,
    pub(crate) terms: Phrases<Date>,
    pub(crate) chronicle: Chronicle,
    /// The years of days that an event has its name from, by month and day, each with the words that stand beside them.
    pub(crate) named_days: HashMap<(i8, i8), Vec<(i32, Vec<Vec<String>>)>>,
    /// To when the facts reach.
    pub(crate) as_of: Option<Date>,
}

/// A feast.
#[derive(Debug, Clone)]
pub(crate) struct Feast {
    pub(crate) rule: Rule,
    pub(crate) length: i32,
    pub(crate) near: Vec<Vec<String>>,
    /// The year that its anniversaries are counted from.
    pub(crate) since: Option<i32>,
}

/// A meeting that was or will be held.
#[derive(Debug, Clone)]
pub(crate) struct Meeting {
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) place: Arc<str>,
    /// Whether the name means this one alone: "the Good Friday Agreement".
    pub(crate) once: bool,
}

/// A set of lower-case words.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct Words(HashSet<String>);

impl std::convert::From<Vec<String>> for Words {
    fn from(words: Vec<String>) -> Words {
        Words(words.into_iter().map(|word| word.to_lowercase()).collect())
    }
}

impl Words {
    pub(crate) fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    fn extend(&mut self, other: Words) {
        self.0.extend(other.0);
    }
}

macro_rules! word_classes {
    ($(#[$doc:meta])* $name:ident { $($field:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct $name { $(pub(crate) $field: Words,)* }

        impl $name {
            fn extend(&mut self, other: $name) {
                $(self.$field.extend(other.$field);)*
            }

            fn missing(&self) -> Vec<&'static str> {
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
        before_time, not_before_year, counted, which, anniversary, until, currency, dying, leaving, entering, scene, on, eve, before_it, after_it, over, ending, overnight, comparative, than, named_after,
        running, now, every_second, through, inside, ahead_by, beside_clock,
    }
}

word_classes! {
    /// The words by which tense is told where there is no syntax.
    Verbs { future, modal, perfect, planned, planned_by_infinitive, scheduled, demanding, put_off, put_off_to, meant_for, starting, infinitive, ahead, present, past, past_endings, }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    as_of: Option<toml::value::Datetime>,
    #[serde(default)]
    weekday: Vec<WeekdayEntry>,
    #[serde(default)]
    month: Vec<MonthEntry>,
    #[serde(default)]
    unit: Vec<UnitEntry>,
    #[serde(default)]
    season: Vec<SeasonEntry>,
    #[serde(default)]
    part: Vec<PartEntry>,
    #[serde(default)]
    deictic: Vec<DeicticEntry>,
    #[serde(default)]
    vague: Vec<VagueEntry>,
    #[serde(default)]
    set: Vec<SetEntry>,
    #[serde(default)]
    numbers: BTreeMap<String, i32>,
    #[serde(default)]
    ordinals: BTreeMap<String, i32>,
    #[serde(default)]
    decades: BTreeMap<String, i8>,
    #[serde(default)]
    zones: BTreeMap<String, String>,
    #[serde(default)]
    not_time: NotTime,
    #[serde(default)]
    grammar: Grammar,
    #[serde(default)]
    verbs: Verbs,
    #[serde(default)]
    feast: Vec<FeastEntry>,
    #[serde(default)]
    meeting: Vec<MeetingEntry>,
    #[serde(default)]
    term: Vec<TermEntry>,
    #[serde(default)]
    named_day: Vec<NamedDayEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeekdayEntry {
    number: i8,
    words: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MonthEntry {
    number: i8,
    words: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
    #[serde(default)]
    also_name: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    kind: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeasonEntry {
    code: String,
    words: Vec<String>,
    months: [i8; 2],
    #[serde(default)]
    also_word: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartEntry {
    code: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeicticEntry {
    words: Vec<String>,
    days: i32,
    part: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VagueEntry {
    value: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetEntry {
    unit: String,
    words: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NotTime {
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NthEntry {
    month: i8,
    weekday: i8,
    n: i8,
    #[serde(default)]
    plus: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeastEntry {
    names: Vec<String>,
    day: Option<String>,
    nth: Option<NthEntry>,
    easter: Option<i32>,
    orthodox_easter: Option<i32>,
    hijri: Option<String>,
    hebrew: Option<String>,
    chinese: Option<String>,
    length: Option<i32>,
    #[serde(rename = "state")]
    _state: Option<String>,
    since: Option<i32>,
    #[serde(default)]
    near: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeetingEntry {
    names: Vec<String>,
    held: Vec<HeldEntry>,
}

/// "2016-07-08/2016-07-09 Warsaw": the days, as an interval of ISO 8601 or one day, and the place.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct HeldEntry {
    first: Date,
    last: Date,
    place: String,
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
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermEntry {
    names: Vec<String>,
    since: toml::value::Datetime,
    until: Option<toml::value::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedDayEntry {
    day: toml::value::Datetime,
    words: Vec<String>,
}

impl Calendar {
    /// Reads a calendar from the texts of its files, each with its name, taken together: TOML, the tables of the
    /// chronicle (`…chronicle/2016.csv`) and those of lives (`…lives/2016.csv`).
    ///
    /// Returns all faults at once, each with its file, the fact and the remedy.
    pub fn from_files(files: &[(&str, &str)]) -> Result<Calendar, Vec<String>> {
        let mut calendar = Calendar::empty();
        let mut faults = Vec::new();
        for (name, text) in files {
            if name.ends_with(".csv") {
                match name.contains("lives/") {
                    true => calendar.chronicle.add_lives(name, text, &mut faults),
                    false => calendar.chronicle.add_events(name, text, &mut faults),
                }
                continue;
            }
            match toml::from_str::<File>(text) {
                Ok(file) => calendar.add(name, file, &mut faults),
                Err(error) => {
                    let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
                    faults.push(format!(
                        "{name}:{line}: {}\n  Write it as its neighbours in the file are written.",
                        error.message()
                    ));
                }
            }
        }
        calendar.chronicle.tell_dying(calendar.grammar.dying.0.iter().map(String::as_str));
        calendar.check(&files.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "), &mut faults);
        if faults.is_empty() { Ok(calendar) } else { Err(faults) }
    }

    fn empty() -> Calendar {
        Calendar {
            weekdays: HashMap::new(),
            weekdays_short: HashMap::new(),
            months: HashMap::new(),
            months_short: HashMap::new(),
            month_names: HashSet::new(),
            units: HashMap::new(),
            seasons: HashMap::new(),
            season_months: Vec::new(),
            parts: HashMap::new(),
            deictics: Phrases::of_words(),
            vague: Phrases::of_words(),
            sets: HashMap::new(),
            numbers: HashMap::new(),
            ordinals: HashMap::new(),
            decades: HashMap::new(),
            zones: HashMap::new(),
            not_time: Phrases::of_names(),
            grammar: Grammar::default(),
            verbs: Verbs::default(),
            feast_names: Phrases::of_names(),
            feasts: BTreeMap::new(),
            meeting_names: Phrases::of_names(),
            meetings: BTreeMap::new(),
            terms: Phrases::of_names(),
            chronicle: Chronicle::default(),
            named_days: HashMap::new(),
            as_of: None,
        }
    }

    fn add(&mut self, name: &str, file: File, faults: &mut Vec<String>) {
        let mut fault = |fact: String, remedy: &str| faults.push(format!("{name}: {fact}\n  {remedy}"));
        match file.as_of.as_ref().map(civil) {
            Some(None) => fault("as_of is no day".to_owned(), "Write the day as 2016-07-08."),
            Some(day) => self.as_of = self.as_of.max(day),
            None => {}
        }
        for entry in file.weekday {
            let Ok(weekday) = Weekday::from_monday_one_offset(entry.number) else {
                fault(
                    format!("weekday {} is not one of 1 to 7", entry.number),
                    "Number them from Monday, 1.",
                );
                continue;
            };
            self.weekdays.extend(entry.words.into_iter().map(|word| (word, weekday)));
            self.weekdays_short.extend(entry.short.into_iter().map(|word| (word, weekday)));
        }
        for entry in file.month {
            if !(1..=12).contains(&entry.number) {
                fault(
                    format!("month {} is not one of 1 to 12", entry.number),
                    "Number them from January, 1.",
                );
                continue;
            }
            if entry.also_name {
                self.month_names.extend(entry.words.iter().cloned());
            }
            self.months.extend(entry.words.into_iter().map(|word| (word, entry.number)));
            self.months_short.extend(entry.short.into_iter().map(|word| (word, entry.number)));
        }
        for entry in file.unit {
            match Unit::from_name(&entry.kind) {
                Some(unit) => self.units.extend(entry.words.into_iter().map(|word| (word, unit))),
                None => fault(
                    format!("there is no unit \"{}\"", entry.kind),
                    "Write second, minute, hour, day, week, weekend, fortnight, month, quarter, year, decade or century.",
                ),
            }
        }
        for entry in file.season {
            match Season::from_code(&entry.code) {
                Some(season) => {
                    self.season_months.push((season, entry.months[0], entry.months[1]));
                    self.seasons
                        .extend(entry.words.into_iter().map(|word| (word, (season, entry.also_word))));
                }
                None => fault(format!("there is no season \"{}\"", entry.code), "Write SP, SU, FA or WI."),
            }
        }
        let part_of = |code: &str| {
            Part::from_code(code).ok_or_else(|| format!("there is no part of the day \"{code}\""))
        };
        for entry in file.part {
            match part_of(&entry.code) {
                Ok(part) => self.parts.extend(entry.words.into_iter().map(|word| (word, part))),
                Err(fact) => fault(fact, "Write MO, MI, AF, EV or NI."),
            }
        }
        for entry in file.deictic {
            match entry.part.as_deref().map(part_of).transpose() {
                Ok(part) => {
                    entry.words.iter().for_each(|word| self.deictics.insert(word, (entry.days, part)))
                }
                Err(fact) => fault(fact, "Write MO, MI, AF, EV or NI."),
            }
        }
        for entry in file.vague {
            entry.words.iter().for_each(|word| self.vague.insert(word, entry.value.clone()));
        }
        for entry in file.set {
            match Unit::from_name(&entry.unit) {
                Some(unit) => self.sets.extend(entry.words.into_iter().map(|word| (word, unit))),
                None => fault(
                    format!("there is no unit \"{}\"", entry.unit),
                    "Write day, week, month, quarter or year.",
                ),
            }
        }
        self.numbers.extend(file.numbers);
        self.ordinals.extend(file.ordinals);
        self.decades.extend(file.decades);
        self.zones.extend(file.zones);
        file.not_time.names.iter().for_each(|name| self.not_time.insert(name, ()));
        self.grammar.extend(file.grammar);
        self.verbs.extend(file.verbs);
        for entry in file.feast {
            let Some(rule) = entry.rule() else {
                fault(
                    format!("the feast {:?} has no rule, several, or one that gives no day", entry.names),
                    "Give it exactly one of day, nth, easter, orthodox_easter, hijri, hebrew, chinese, days as \"MM-DD\".",
                );
                continue;
            };
            let near = entry.near.iter().map(|word| crate::words::split_phrase(word)).collect::<Vec<_>>();
            for feast in &entry.names {
                let known = self.feasts.entry(feast.clone()).or_default();
                if known.is_empty() {
                    self.feast_names.insert(feast, feast.clone());
                } else if near.is_empty() || known.iter().any(|other| other.near.is_empty()) {
                    fault(
                        format!("the feast \"{feast}\" is kept on several days"),
                        "Tell with near = [\"…\"] which words show whose feast it is, for each of them.",
                    );
                }
                known.push(Feast {
                    rule,
                    length: entry.length.unwrap_or(1),
                    near: near.clone(),
                    since: entry.since,
                });
            }
        }
        for entry in file.meeting {
            for held in entry.held {
                let (first, last) = (held.first, held.last);
                if last < first {
                    fault(
                        format!("{:?} ends on {last}, before it begins on {first}", entry.names),
                        "Put the first day first.",
                    );
                }
                let place: Arc<str> = held.place.into();
                for meeting in &entry.names {
                    let place = Arc::clone(&place);
                    self.meetings.entry(meeting.clone()).or_default().push(Meeting {
                        first,
                        last,
                        place,
                        once: false,
                    });
                }
            }
            entry.names.iter().for_each(|meeting| self.meeting_names.insert(meeting, meeting.clone()));
        }
        for entry in file.term {
            let until = entry.until.as_ref().map(civil);
            match (civil(&entry.since), until) {
                (Some(since), Some(Some(until))) if since <= until => {
                    for term in &entry.names {
                        self.terms.insert(term, since);
                        self.meeting_names.insert(term, term.clone());
                        let event = Meeting { first: since, last: until, place: "".into(), once: true };
                        self.meetings.entry(term.clone()).or_default().push(event);
                    }
                }
                (Some(since), None) => {
                    entry.names.iter().for_each(|term| self.terms.insert(term, since));
                }
                _ => fault(
                    format!("{:?}: since or until is no day, or it ends before it begins", entry.names),
                    "Write days as 2016-07-08, the first one first.",
                ),
            }
        }
        for entry in file.named_day {
            let Some(day) = civil(&entry.day) else {
                fault(format!("{:?}: {} is no day", entry.words, entry.day), "Write the day as 2016-07-08.");
                continue;
            };
            let words = entry.words.iter().map(|words| crate::words::split_phrase(words)).collect();
            let years = self.named_days.entry((day.month(), day.day())).or_default();
            years.push((i32::from(day.year()), words));
        }
        for meetings in self.meetings.values_mut() {
            meetings.sort_by_key(|meeting| meeting.first);
        }
    }

    fn check(&self, files: &str, faults: &mut Vec<String>) {
        let days: HashSet<i8> = self.weekdays.values().map(|day| day.to_monday_one_offset()).collect();
        if days.len() != 7 {
            faults.push(format!("{files}: {} of the 7 weekdays have words\n  Add [[weekday]] for each, numbered from Monday, 1.", days.len()));
        }
        let months: HashSet<i8> = self.months.values().copied().collect();
        if months.len() != 12 {
            faults.push(format!("{files}: {} of the 12 months have words\n  Add [[month]] for each, numbered from January, 1.", months.len()));
        }
        for word in self.grammar.missing() {
            faults.push(format!("{files}: [grammar] has no words for {word}\n  Add {word} = [\"…\"]."));
        }
        for word in self.verbs.missing() {
            faults.push(format!("{files}: [verbs] has no words for {word}\n  Add {word} = [\"…\"]."));
        }
    }
}

impl FeastEntry {
    fn rule(&self) -> Option<Rule> {
        let pair = |text: &String| {
            let (month, day) = text.split_once('-')?;
            let (month, day): (u8, u8) = (month.parse().ok()?, day.parse().ok()?);
            ((1..=13).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
        };
        let mut rules = Vec::new();
        if let Some(day) = &self.day {
            let (month, day) = pair(day)?;
            Date::new(2016, month as i8, day as i8).ok()?;
            rules.push(Rule::Fixed(month as i8, day as i8));
        }
        if let Some(nth) = &self.nth {
            let weekday = Weekday::from_monday_one_offset(nth.weekday).ok()?;
            Date::new(2016, nth.month, 1).ok()?.nth_weekday_of_month(nth.n, weekday).ok()?;
            rules.push(Rule::Nth { month: nth.month, weekday, n: nth.n, plus: nth.plus });
        }
        rules.extend(self.easter.map(Rule::Easter));
        rules.extend(self.orthodox_easter.map(Rule::OrthodoxEaster));
        for (text, rule) in [
            (&self.hijri, Rule::Hijri as fn(u8, u8) -> Rule),
            (&self.hebrew, Rule::Hebrew),
            (&self.chinese, Rule::Chinese),
        ] {
            if let Some(text) = text {
                let (month, day) = pair(text)?;
                rules.push(rule(month, day));
            }
        }
        (rules.len() == 1).then(|| rules[0])
    }
}

fn civil(day: &toml::value::Datetime) -> Option<Date> {
    let day = day.date?;
    Date::new(i16::try_from(day.year).ok()?, i8::try_from(day.month).ok()?, i8::try_from(day.day).ok()?).ok()
}
