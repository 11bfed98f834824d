//! What are the words for times, and on which days do feasts and meetings fall?

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use jiff::civil::{Date, Weekday};

use crate::chronicle::Chronicle;
use crate::feasts::Rule;
use crate::meaning::{Part, Season, Unit};
use crate::phrases::Phrases;
pub(crate) use crate::raw::Words;
use crate::raw::{FeastEntry, File, Grammar, Verbs};

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
    pub(crate) named_days: HashMap<(i8, i8), Vec<NamedDay>>,
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

/// The year of a day that an event has its name from, and the phrases that stand beside it.
pub(crate) type NamedDay = (i32, Vec<Vec<String>>);

/// A meeting that was or will be held.
#[derive(Debug, Clone)]
pub(crate) struct Meeting {
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) place: Arc<str>,
    /// Whether the name means this one alone: "the Good Friday Agreement".
    pub(crate) once: bool,
}

impl Calendar {
    /// Reads a calendar from the texts of its files, each with its name, taken together: TOML, the tables of the
    /// chronicle (`…chronicle/2016.csv`) and those of lives (`…lives/2016.csv`).
    ///
    /// Returns all faults at once, each with its file, the fact and the remedy.
    pub fn from_files(files: &[(&str, &str)]) -> Result<Calendar, Vec<String>> {
        let mut calendar = Calendar::empty();
        let mut faults = Vec::new();
        // Tables are long, and read beside the rest.
        let (chronicle, chronicle_faults) = std::thread::scope(|scope| {
            let tables = scope.spawn(|| {
                let (mut chronicle, mut faults) = (Chronicle::default(), Vec::new());
                for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
                    match name.contains("lives/") {
                        true => chronicle.add_lives(name, text, &mut faults),
                        false => chronicle.add_events(name, text, &mut faults),
                    }
                }
                (chronicle, faults)
            });
            for (name, text) in files.iter().filter(|(name, _)| !name.ends_with(".csv")) {
                match read(name, text) {
                    Ok(file) => calendar.add(name, file, &mut faults),
                    Err(error) => {
                        let line =
                            error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
                        faults.push(format!(
                            "{name}:{line}: {}\n  Write it as its neighbours in the file are written.",
                            error.message()
                        ));
                    }
                }
            }
            tables.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        calendar.chronicle = chronicle;
        faults.extend(chronicle_faults);
        calendar.chronicle.tell_dying(calendar.grammar.dying.iter());
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
        self.as_of = self.as_of.max(file.as_of);
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
            match (entry.since, entry.until) {
                (Some(since), Some(until)) if since <= until => {
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
                    format!("{:?} ends before it begins", entry.names),
                    "Write days as 2016-07-08, the first one first.",
                ),
            }
        }
        for entry in file.named_day {
            let Some(day) = entry.day else { continue };
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

/// Names of the files built in, the hash of the text of each, and what the build read of it.
static READ: &[(&str, u64, &[u8])] = include!(concat!(env!("OUT_DIR"), "/calendars.rs"));

/// Reads a file, or takes what the build has read where the text is the one that it read.
fn read(name: &str, text: &str) -> Result<File, toml::de::Error> {
    let own = name.rsplit('/').next().unwrap_or(name);
    let mut known = READ.iter().filter(|(known, hash, _)| *known == own && *hash == hash_of(text));
    match known.find_map(|(.., binary)| postcard::from_bytes(binary).ok()) {
        Some(file) => Ok(file),
        None => toml::from_str(text),
    }
}

/// Returns the hash of a text; the build script has the same.
fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
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
