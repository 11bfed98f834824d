//! Whom does a dictionary of actors name, and what was each on which days?

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use relata_doc::{ActorCode, ActorKind};

use super::{Ledger, parted, phrase};
use crate::Knowledge;
use crate::names::normal;
use crate::world::{Actor, Meaning, Role, StateId, World};

/// A dictionary of actors.
pub(super) struct Source<'a> {
    /// Which ledger is its own.
    pub(super) ledger: usize,
    /// Its lines without comments.
    pub(super) lines: &'a [String],
    /// Whether its codes are those of peoples and faiths, which share letters with those of states.
    pub(super) of_peoples: bool,
}

/// A first year of two digits that is still of this century, as PETRARCH reads them.
const LAST_OF_THIS_CENTURY: i16 = 30;
/// A longer name is no person's.
const MOST_WORDS_OF_A_PERSON: usize = 8;
/// Years that a dictionary of news can speak of.
const YEARS: std::ops::Range<i16> = 1000..2100;

/// Returns whether a dictionary's opening comment says that it is one of ethnic or religious groups.
pub(super) fn is_of_peoples(text: &str) -> bool {
    let opening = text.lines().take_while(|line| line.trim().is_empty() || line.starts_with(['#', ';']));
    let opening = opening.collect::<Vec<_>>().join(" ").to_lowercase();
    ["ethnic", "religio"].iter().any(|word| opening.contains(word))
}

pub(super) fn lay_over(knowledge: &mut Knowledge, sources: &[Source], ledgers: &mut [Ledger]) {
    if sources.is_empty() {
        return;
    }
    let read: Vec<(&Source, Vec<Entry>)> =
        sources.iter().map(|source| (source, entries(source.lines, &mut ledgers[source.ledger]))).collect();
    let aliases = aliases(&knowledge.world, &read);
    let spelling = Spelling::of(knowledge);
    let mut layer = Layer { knowledge, aliases, spelling, laid: HashMap::new() };
    for (source, entries) in read {
        for entry in entries {
            layer.lay(&entry, source, &mut ledgers[source.ledger]);
        }
    }
    knowledge.world.close_layer();
}

/// A name with its synonyms and codes, as written.
#[derive(Default)]
struct Entry {
    names: Vec<(usize, String)>,
    codes: Vec<Restriction>,
    // Whether a line of codes stood there, readable or not.
    had_codes: bool,
}

/// A code with the days that it is for.
#[derive(Debug, PartialEq)]
struct Restriction {
    line: usize,
    code: String,
    from: Option<Date>,
    // The last day, included.
    until: Option<Date>,
}

impl Restriction {
    fn is_dated(&self) -> bool {
        self.from.is_some() || self.until.is_some()
    }
}

const FORM: &str =
    "Write [CODE], [CODE <DATE], [CODE >DATE] or [CODE DATE-DATE] with dates YYMMDD or YYYYMMDD.";

fn entries(lines: &[String], ledger: &mut Ledger) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let (name, codes) = line.split_at(line.find('[').unwrap_or(line.len()));
        let name = name.trim();
        let synonym = name.strip_prefix('+');
        if name.is_empty() && all.is_empty() {
            ledger.refuse(number, "a code stands before any name".to_owned(), "Write the name above it.");
            continue;
        }
        if !name.is_empty() && (synonym.is_none() || all.is_empty()) {
            all.push(Entry::default());
        }
        let Some(entry) = all.last_mut() else { continue };
        ledger.take(number);
        if !name.is_empty() {
            let name = synonym.unwrap_or(name);
            match wrong_in_name(name) {
                Some(fact) => {
                    ledger.refuse(number, fact, "Write words with _ between them, one name a line.")
                }
                None => entry.names.push((number, name.to_owned())),
            }
        }
        if !codes.is_empty() {
            entry.had_codes = true;
            restrictions(number, codes, entry, ledger);
        }
    }
    all
}

fn wrong_in_name(name: &str) -> Option<String> {
    let balanced = name.matches('(').count() == name.matches(')').count();
    if name.contains(['[', ']', '|', '{', '}', '=']) || name.contains("+_") || !balanced {
        return Some(format!("{name:?} is no name: a sign stands in it"));
    }
    (!name.contains(char::is_alphanumeric)).then(|| format!("{name:?} has no letters"))
}

fn restrictions(line: usize, written: &str, entry: &mut Entry, ledger: &mut Ledger) {
    let mut rest = written;
    while let Some(start) = rest.find('[') {
        let left = rest[..start].trim();
        let Some(end) = rest[start..].find(']') else {
            ledger.refuse(line, "a code is not closed by ]".to_owned(), FORM);
            return;
        };
        let inside = &rest[start + 1..start + end];
        rest = &rest[start + end + 1..];
        if !left.is_empty() {
            ledger.take_in_part(
                line,
                format!("{left:?} between codes is left aside"),
                "Put # before comments.",
            );
        }
        match restriction(line, inside) {
            Ok(restriction) => entry.codes.push(restriction),
            Err(fact) => ledger.refuse(line, fact, FORM),
        }
    }
    if !rest.trim().is_empty() {
        ledger.take_in_part(
            line,
            format!("{:?} behind the code is left aside", rest.trim()),
            "Put # before comments.",
        );
    }
}

fn restriction(line: usize, inside: &str) -> Result<Restriction, String> {
    let inside = inside.trim();
    let (code, days) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let days: String = days.split_whitespace().collect();
    let code = if code == "---" {
        String::new()
    } else {
        parted(code).ok_or_else(|| format!("{code:?} is not made of parts of three capitals or digits"))?
    };
    let (from, until) = match (days.strip_prefix('>'), days.strip_prefix('<'), days.split_once('-')) {
        _ if days.is_empty() => (None, None),
        (Some(from), ..) => (Some(day(from)?), None),
        (_, Some(until), _) => (None, Some(day(until)?)),
        (_, _, Some((from, until))) => (Some(day(from)?), Some(day(until)?)),
        _ => return Err(format!("{days:?} is one date without < or >")),
    };
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        return Err(format!("{days:?} ends before it begins"));
    }
    Ok(Restriction { line, code, from, until })
}

fn day(written: &str) -> Result<Date, String> {
    let wrong = || format!("{written:?} is no day");
    if !written.bytes().all(|b| b.is_ascii_digit()) || ![6, 8].contains(&written.len()) {
        return Err(format!("{written:?} is no date of six or eight digits"));
    }
    let number = |digits: &str| digits.parse::<i16>().map_err(|_| wrong());
    let (year, rest) = written.split_at(written.len() - 4);
    let mut full_year = number(year)?;
    if year.len() == 2 {
        full_year += if full_year <= LAST_OF_THIS_CENTURY { 2000 } else { 1900 };
    }
    let (month, day) = (number(&rest[..2])?, number(&rest[2..])?);
    if !YEARS.contains(&full_year) {
        return Err(format!("{written:?} is a day in the year {full_year}, of which no news speaks"));
    }
    Date::new(full_year, month as i8, day as i8).map_err(|_| wrong())
}

/// Finds codes that the dictionaries give to a state's own name and that are not that state's: `ROM` for Romania.
fn aliases(world: &World, read: &[(&Source, Vec<Entry>)]) -> BTreeMap<String, String> {
    let mut aliases = BTreeMap::new();
    for (_, entries) in read.iter().filter(|(source, _)| !source.of_peoples) {
        for entry in entries {
            let Some((_, name)) = entry.names.first() else { continue };
            for code in entry.codes.iter().filter(|code| code.code.len() == 3 && code.until.is_none()) {
                let own = world.meanings(&phrase(name)).into_iter().find_map(|meaning| match meaning {
                    Meaning::State(id) => Some(world.state(id).code.clone()),
                    _ => None,
                });
                if let Some(own) = own.filter(|own| *own != code.code && !world.is_country(&code.code)) {
                    aliases.insert(code.code.clone(), own);
                }
            }
        }
    }
    aliases
}

struct Layer<'a> {
    knowledge: &'a mut Knowledge,
    aliases: BTreeMap<String, String>,
    spelling: Spelling,
    // The first entry of each name laid.
    laid: HashMap<String, Laid>,
}

/// An entry that was laid.
#[derive(Clone)]
struct Laid {
    ledger: usize,
    line: usize,
    codes: Vec<(String, Option<Date>, Option<Date>)>,
}

impl Laid {
    fn of(entry: &Entry, line: usize, source: &Source) -> Laid {
        let codes = entry.codes.iter().map(|code| (code.code.clone(), code.from, code.until)).collect();
        Laid { ledger: source.ledger, line, codes }
    }
}

impl Layer<'_> {
    fn lay(&mut self, entry: &Entry, source: &Source, ledger: &mut Ledger) {
        if entry.names.is_empty() {
            ledger.refuse_with(entry.codes.iter().map(|code| code.line));
            return;
        }
        if entry.codes.is_empty() {
            let line = entry.names[0].0;
            if !entry.had_codes {
                let fact = format!("{:?} has no code", entry.names[0].1);
                ledger.refuse(line, fact, "Give it a code, or write + before a synonym of the entry above.");
            }
            ledger.refuse_with(entry.names.iter().map(|name| name.0));
            return;
        }
        let codes: Vec<ActorCode> = entry.codes.iter().map(|code| self.code(&code.code, source)).collect();
        for (written, code) in entry.codes.iter().zip(&codes) {
            if let Some(alias) = self.aliases.get(&written.code).filter(|_| code.country().is_some()) {
                ledger.take_in_part(
                    written.line,
                    format!("{} is read as {alias}", written.code),
                    "Write that code.",
                );
            }
        }
        let state = codes.iter().zip(&entry.codes).find_map(|(code, written)| {
            let open = written.until.is_none() && code.sectors().next().is_none();
            code.country().filter(|_| open).and_then(|country| self.state(country))
        });
        match state {
            Some(state) => self.lay_state(state, entry, &codes, source, ledger),
            None => self.lay_actor(entry, &codes, source, ledger),
        }
    }

    fn code(&self, written: &str, source: &Source) -> ActorCode {
        let (first, rest) = written.split_at(written.len().min(3));
        let first =
            if source.of_peoples { first } else { self.aliases.get(first).map_or(first, String::as_str) };
        let world = &self.knowledge.world;
        let is_state = |part: &str| world.is_country(part) && (!source.of_peoples || rest.is_empty());
        ActorCode::parse(&format!("{first}{rest}"), is_state).unwrap_or_default()
    }

    fn state(&self, code: &str) -> Option<StateId> {
        self.knowledge.world.states().iter().position(|state| state.code == code)
    }

    /// Adds names to a state, save those that it has and those of its towns.
    fn lay_state(
        &mut self,
        id: StateId,
        entry: &Entry,
        codes: &[ActorCode],
        source: &Source,
        ledger: &mut Ledger,
    ) {
        let code = self.knowledge.world.state(id).code.clone();
        if source.of_peoples && !entry.names.iter().any(|(_, name)| self.is_of(&phrase(name), &code)) {
            let fact = format!(
                "{code} is the code of {} here, not of {}",
                self.knowledge.world.state(id).name,
                entry.names[0].1
            );
            ledger.refuse(
                entry.codes[0].line,
                fact,
                "Give the people sectors behind a state's code, or a code of its own.",
            );
            ledger.refuse_with(
                entry.names.iter().map(|name| name.0).chain(entry.codes.iter().map(|code| code.line)),
            );
            return;
        }
        for (written, _) in entry.codes.iter().zip(codes).filter(|(_, other)| other.to_string() != code) {
            let fact = format!("{} is {code}, on all days that it is a state", entry.names[0].1);
            ledger.refuse(written.line, fact, "Write what it was before as an actor of its own.");
        }
        let names: Vec<(usize, String)> = self.names(entry, false, ledger);
        for (line, name) in names {
            if self.is_of(&name, &code) || self.is_taken(line, &name, entry, source, ledger) {
                continue;
            }
            let others: Vec<String> = self.countries_of(&name).into_iter().collect();
            if !others.is_empty() {
                let fact = format!("{name:?} belongs to {} here", others.join(" and "));
                ledger.refuse(line, fact, "Leave it out, or change actors/states.toml.");
                continue;
            }
            self.knowledge.world.add_state_name(id, &name);
        }
    }

    /// Returns the states that a name belongs to: as their name, people, adjective, seat or part.
    fn countries_of(&self, name: &str) -> BTreeSet<String> {
        let world = &self.knowledge.world;
        let country = |meaning| match meaning {
            Meaning::State(id) | Meaning::Seat(id, _) | Meaning::Adjective(id) | Meaning::People(id) => {
                Some(world.state(id).code.clone())
            }
            Meaning::Region(id) | Meaning::RegionAdjective(id) => {
                world.region_code(id).country().map(str::to_owned)
            }
            Meaning::Actor(_) => None,
        };
        world.meanings(&name.to_uppercase()).into_iter().filter_map(country).collect()
    }

    /// Returns whether a name is known to belong to a state: in words, or as one of its towns.
    fn is_of(&self, name: &str, country: &str) -> bool {
        let towns = self.knowledge.places.named(name);
        self.countries_of(name).contains(country)
            || towns.iter().any(|town| town.countries().any(|code| code == country))
    }

    /// Returns whether a name has an entry already. What that says in other words is told.
    fn is_taken(
        &mut self,
        line: usize,
        name: &str,
        entry: &Entry,
        source: &Source,
        ledger: &mut Ledger,
    ) -> bool {
        let own = Laid::of(entry, line, source);
        let first = self.laid.entry(normal(name)).or_insert_with(|| own.clone());
        if (first.ledger, first.line) == (own.ledger, own.line) {
            return false;
        }
        if first.codes != own.codes {
            let place = match first.ledger == own.ledger {
                true => format!("line {}", first.line + 1),
                false => "another dictionary".to_owned(),
            };
            ledger.refuse(
                line,
                format!("{name:?} has an entry in {place}, with other codes"),
                "Keep one of the two.",
            );
        }
        true
    }

    fn lay_actor(&mut self, entry: &Entry, codes: &[ActorCode], source: &Source, ledger: &mut Ledger) {
        if codes.iter().all(ActorCode::is_empty) {
            let known = entry
                .names
                .iter()
                .any(|(_, name)| !self.knowledge.world.meanings(&phrase(name).to_uppercase()).is_empty());
            if known {
                let fact = format!("{} is to be no actor; knowledge takes nothing away", entry.names[0].1);
                ledger.refuse(entry.codes[0].line, fact, "Drop its mentions from the records.");
            }
            return;
        }
        let is_person = self.is_person(entry, codes);
        let lines_of_names: Vec<usize> = entry.names.iter().map(|name| name.0).collect();
        let holds_office =
            is_person || (entry.codes.iter().any(Restriction::is_dated) && self.is_of_office(codes));
        let mut names = self.names(entry, holds_office, ledger);
        names.retain(|(line, name)| {
            let world = &self.knowledge.world;
            let meanings = world.meanings(&name.to_uppercase());
            let state = meanings.iter().find_map(|meaning| match meaning {
                Meaning::State(id) | Meaning::Adjective(id) | Meaning::People(id) => Some(world.state(*id)),
                _ => None,
            });
            if let Some(state) = state {
                let fact = format!(
                    "{name:?} names {} or its people here, and keeps their code {}",
                    state.name, state.code
                );
                ledger.refuse(*line, fact, "Leave it out, or change actors/states.toml.");
            }
            state.is_none()
        });
        let known = self.known(&names);
        // One more entry of a dated name tells more of the same actor; it is laid over the first.
        let goes_on = known.is_some_and(|(_, laid)| laid) && entry.codes.iter().any(Restriction::is_dated);
        let mut first = goes_on;
        names.retain(|(line, name)| {
            std::mem::take(&mut first) || !self.is_taken(*line, name, entry, source, ledger)
        });
        let Some((_, name)) = names.first() else {
            if ledger.has_refused(&lines_of_names) {
                ledger
                    .refuse_with(lines_of_names.into_iter().chain(entry.codes.iter().map(|code| code.line)));
            }
            return;
        };
        let known = known.map(|(id, _)| id);
        let world = &self.knowledge.world;
        let roles = roles(entry, codes, known.map(|id| world.actor(id)), ledger);
        let kind = if is_person { ActorKind::Person } else { self.kind(entry, codes, source) };
        let actor = match known {
            Some(id) => Actor { roles, ..world.actor(id).clone() },
            None => Actor { name: name.clone(), kind, wikidata: None, parent: None, home: Vec::new(), roles },
        };
        let also: Vec<&str> = names.iter().map(|(_, name)| name.as_str()).collect();
        self.knowledge.world.lay_over(known, actor, &also);
    }

    /// Returns the actor that the first name of an entry means, or else its other names of several words, and whether an
    /// entry before it was of that name.
    fn known(&self, names: &[(usize, String)]) -> Option<(usize, bool)> {
        let world = &self.knowledge.world;
        let meant = |name: &str| {
            let actors: BTreeSet<usize> = world
                .meanings(name)
                .into_iter()
                .filter_map(|meaning| match meaning {
                    Meaning::Actor(id) => Some(id),
                    _ => None,
                })
                .collect();
            (actors.len() == 1).then(|| actors.first().copied()).flatten()
        };
        let (_, first) = names.first()?;
        if let Some(id) = meant(first) {
            return Some((id, self.laid.contains_key(&normal(first))));
        }
        let others =
            names.iter().filter(|(_, name)| name.contains(' ') && !self.laid.contains_key(&normal(name)));
        let ids: BTreeSet<usize> = others.filter_map(|(_, name)| meant(name)).collect();
        ids.first().filter(|_| ids.len() == 1).map(|&id| (id, false))
    }

    /// Returns the names of an entry in ordinary capitals, with an acronym in parentheses as a name of its own.
    fn names(&self, entry: &Entry, is_person: bool, ledger: &mut Ledger) -> Vec<(usize, String)> {
        let mut names: Vec<(usize, String)> = Vec::new();
        let has_long = entry.names.iter().any(|(_, name)| phrase(name).contains(' '));
        for (line, written) in &entry.names {
            let mut written = phrase(written);
            let mut parts = Vec::new();
            while let Some((start, end)) =
                written.find('(').zip(written.find(')')).filter(|(start, end)| start < end)
            {
                let inside = written[start + 1..end].trim().to_owned();
                written = phrase(&format!("{} {}", &written[..start], &written[end + 1..]));
                if inside.contains(' ') || inside.len() < 2 {
                    ledger.take_in_part(
                        *line,
                        format!("({inside}) is left aside"),
                        "Write other names with + on lines of their own.",
                    );
                } else {
                    parts.push(inside);
                }
            }
            parts.insert(0, written);
            for part in parts.into_iter().filter(|part| part.contains(char::is_alphabetic)) {
                let name = self.spelling.name(&part, is_person, has_long);
                if !names.iter().any(|(_, other)| normal(other) == normal(&name)) {
                    names.push((*line, name));
                }
            }
        }
        names
    }

    fn is_person(&self, entry: &Entry, codes: &[ActorCode]) -> bool {
        let spelling = &self.spelling;
        let dated = entry.codes.iter().any(Restriction::is_dated);
        let names: Vec<String> = entry.names.iter().map(|(_, name)| phrase(name).to_lowercase()).collect();
        let Some(name) = names.first() else { return false };
        let words: Vec<&str> = name.split([' ', '-']).collect();
        let large: Vec<&str> = words.iter().copied().filter(|word| !spelling.is_small(word)).collect();
        let is_thing =
            |word: &&&str| spelling.of_things.contains(**word) || self.knowledge.agents.noun(word).is_some();
        let plain = words.len() > 1 && 2 * large.iter().filter(is_thing).count() <= large.len();
        let elite = codes.iter().any(|code| code == &ActorCode::former().with_country_of(code));
        if elite && (dated || plain) {
            return true;
        }
        // "PRESIDENT_ELPHBERG" beside "RUDOLF_ELPHBERG".
        let titled = names.iter().any(|name| {
            name.match_indices(' ').any(|(blank, _)| {
                let (title, rest) = (&name[..blank], &name[blank..]);
                self.knowledge.agents.title(title).is_some()
                    && names.iter().any(|other| other != name && format!(" {other}").ends_with(rest))
            })
        });
        (titled && dated)
            || (dated && plain && words.len() <= MOST_WORDS_OF_A_PERSON && self.is_of_office(codes))
    }

    fn is_of_office(&self, codes: &[ActorCode]) -> bool {
        let is_office = |code: &ActorCode| {
            code.sectors().any(|sector| self.knowledge.lexicon.is_of_class("government-sector", sector))
        };
        codes.iter().any(|code| is_office(code) || code.sectors().next() == Some("IGO"))
    }

    fn kind(&self, entry: &Entry, codes: &[ActorCode], source: &Source) -> ActorKind {
        let lexicon = &self.knowledge.lexicon;
        let dated = entry.codes.iter().any(Restriction::is_dated);
        let Some(code) = codes.iter().find(|code| !code.is_empty()) else { return ActorKind::Organization };
        let first = code.sectors().next().unwrap_or_default();
        if code.country().is_some() && first.is_empty() {
            ActorKind::State
        } else if source.of_peoples {
            ActorKind::Group
        } else if code.sectors().any(|sector| lexicon.is_of_class("armed-sector", sector)) && !dated {
            ActorKind::ArmedGroup
        } else if lexicon.is_of_class("government-sector", first) && !dated {
            ActorKind::Government
        } else {
            ActorKind::Organization
        }
    }
}

/// Days from the first until before the second.
type Stretch = (Date, Date);

const ALWAYS: Stretch = (Date::MIN, Date::MAX);

fn stretch(role: &Role) -> Stretch {
    (role.from.unwrap_or(Date::MIN), role.until.unwrap_or(Date::MAX))
}

/// Returns what is left of days when others are taken from them.
fn without(days: Stretch, taken: impl IntoIterator<Item = Stretch>) -> Vec<Stretch> {
    let mut left = vec![days];
    for (from, until) in taken {
        left = left
            .into_iter()
            .flat_map(|(start, end)| [(start, end.min(from)), (start.max(until), end)])
            .filter(|(start, end)| start < end)
            .collect();
    }
    left.sort();
    left.dedup();
    left
}

fn role(code: &ActorCode, (from, until): Stretch, like: Option<&Role>) -> Role {
    Role {
        code: code.clone(),
        title: like.and_then(|like| like.title.clone()),
        office: like.and_then(|like| like.office.clone()),
        from: (from != Date::MIN).then_some(from),
        until: (until != Date::MAX).then_some(until),
    }
}

/// Returns the roles that an entry gives, laid over those that are known.
fn roles(entry: &Entry, codes: &[ActorCode], known: Option<&Actor>, ledger: &mut Ledger) -> Vec<Role> {
    let mut dated: Vec<(ActorCode, Stretch)> = Vec::new();
    let mut otherwise: Option<&ActorCode> = None;
    for (written, code) in entry.codes.iter().zip(codes) {
        if !written.is_dated() {
            match otherwise {
                None => otherwise = Some(code),
                Some(first) if first == code => {}
                Some(first) => {
                    let fact = format!("the entry is {first} by an earlier line, on all days without a date");
                    ledger.refuse(written.line, fact, "Give one of the two its dates.");
                }
            }
            continue;
        }
        let from = written.from.unwrap_or(Date::MIN);
        let begins = |last: Date| {
            let others =
                entry.codes.iter().filter(|other| other.line != written.line || other.from != written.from);
            others.filter(|other| other.until != Some(last)).any(|other| other.from == Some(last))
        };
        let until = match written.until {
            Some(last) if begins(last) && last > from => last,
            Some(last) => last.tomorrow().unwrap_or(last),
            None => Date::MAX,
        };
        let pieces = without((from, until), dated.iter().map(|(_, days)| *days));
        let same = dated.iter().any(|(other, days)| other == code && days.0 < until && from < days.1);
        if pieces.is_empty() && !same {
            let fact = format!("{code} never holds: earlier lines of the entry hold on all these days");
            ledger.refuse(written.line, fact, "Correct the dates of one of them.");
        }
        dated.extend(pieces.into_iter().map(|days| (code.clone(), days)));
    }
    dated.retain(|(code, _)| !code.is_empty());
    let of_known = known.map_or(&[][..], |actor| actor.roles.as_slice());
    let mut roles: Vec<Role> = Vec::new();
    let mut said: Vec<Stretch> = Vec::new();
    for (code, days) in &dated {
        said.push(*days);
        let mut open = vec![*days];
        for other in of_known.iter().filter(|other| akin(&other.code, code)) {
            let (from, until) = stretch(other);
            let both = (from.max(days.0), until.min(days.1));
            if both.0 < both.1 {
                roles.push(role(code, both, Some(other)));
                open = open.into_iter().flat_map(|piece| without(piece, [both])).collect();
            }
        }
        roles.extend(open.into_iter().map(|piece| role(code, piece, None)));
    }
    for other in of_known {
        let stays = other.from.is_some() || other.until.is_some() || otherwise.is_none();
        let yields = otherwise.filter(|_| !stays);
        let left = without(stretch(other), said.iter().copied());
        match yields {
            Some(code) if akin(&other.code, code) => {
                roles.extend(left.into_iter().map(|days| role(code, days, Some(other))))
            }
            Some(_) => {}
            None => roles.extend(left.into_iter().map(|days| role(&other.code, days, Some(other)))),
        }
    }
    if let Some(code) = otherwise.filter(|code| !code.is_empty()) {
        let taken: Vec<Stretch> = roles.iter().map(stretch).collect();
        roles.extend(without(ALWAYS, taken).into_iter().map(|days| role(code, days, None)));
    }
    roles.sort_by_key(|role| role.from);
    joined(roles)
}

/// Returns whether two codes speak of the same office: one country, one first sector.
fn akin(a: &ActorCode, b: &ActorCode) -> bool {
    a.country() == b.country() && a.sectors().next() == b.sectors().next()
}

/// Joins roles that meet and are alike.
fn joined(roles: Vec<Role>) -> Vec<Role> {
    let mut all: Vec<Role> = Vec::new();
    for role in roles {
        match all.last_mut() {
            Some(last)
                if last.until.is_some()
                    && last.until == role.from
                    && (&last.code, &last.title, &last.office) == (&role.code, &role.title, &role.office) =>
            {
                last.until = role.until;
            }
            _ => all.push(role),
        }
    }
    all
}

/// How names are written that a dictionary has in capitals alone: as the names built in are.
struct Spelling {
    of_word: HashMap<String, String>,
    // Words of names that no person built in bears.
    of_things: BTreeSet<String>,
}

impl Spelling {
    fn of(knowledge: &Knowledge) -> Spelling {
        let world = &knowledge.world;
        let states = world.states().iter().flat_map(|state| std::iter::once(&state.name).chain(&state.also));
        let actors = world.actors().iter().map(|actor| (&actor.name, actor.kind));
        let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        let (mut of_persons, mut of_things) = (BTreeSet::new(), BTreeSet::new());
        for (name, kind) in actors.chain(states.map(|name| (name, ActorKind::State))) {
            for word in name.split([' ', '-']).filter(|word| word.contains(char::is_alphabetic)) {
                let lower = word.to_lowercase();
                *counts.entry(lower.clone()).or_default().entry(word.to_owned()).or_default() += 1;
                let words = if kind == ActorKind::Person { &mut of_persons } else { &mut of_things };
                words.insert(lower);
            }
        }
        of_things.retain(|word| !of_persons.contains(word));
        let most_frequent = |spellings: BTreeMap<String, usize>| {
            spellings.into_iter().rev().max_by_key(|(_, count)| *count).map(|(spelling, _)| spelling)
        };
        let of_word = counts
            .into_iter()
            .filter_map(|(lower, spellings)| Some((lower, most_frequent(spellings)?)))
            .collect();
        Spelling { of_word, of_things }
    }

    /// Returns whether a word is written without a capital inside a name: "of", "al".
    fn is_small(&self, lower: &str) -> bool {
        self.of_word.get(lower).is_some_and(|word| word.starts_with(char::is_lowercase))
    }

    fn name(&self, written: &str, is_person: bool, has_long: bool) -> String {
        if written.contains(char::is_lowercase) {
            return written.to_owned();
        }
        let alone = !written.contains(' ');
        let words: Vec<String> = written
            .split(' ')
            .enumerate()
            .map(|(i, word)| {
                let short = alone && !is_person && word.chars().count() <= 4 && has_long;
                self.word(word, is_person, short, i == 0)
            })
            .collect();
        words.join(" ")
    }

    fn word(&self, word: &str, is_person: bool, short: bool, first: bool) -> String {
        let letters = || word.chars().filter(|c| c.is_alphabetic());
        let lower = word.to_lowercase();
        match self.of_word.get(&lower) {
            Some(written) if first && written.starts_with(char::is_lowercase) => titled(word),
            // "Uk" is a name in Cambodia.
            Some(written) if is_person && word.len() > 1 && written == word => titled(word),
            Some(written) if !short || written.chars().any(char::is_lowercase) => written.clone(),
            _ if is_person => titled(word),
            _ if short || word.contains('&') || letters().all(|c| !"AEIOUY".contains(c)) => word.to_owned(),
            _ if word.contains('.') && letters().count() * 2 <= word.len() => word.to_owned(),
            _ if word.contains('-') => {
                let parts: Vec<String> =
                    word.split('-').map(|part| self.word(part, is_person, false, first)).collect();
                parts.join("-")
            }
            _ => titled(word),
        }
    }
}

/// Writes a word with a capital at its start, and behind an apostrophe that is no possessive's.
fn titled(word: &str) -> String {
    let mut written = String::with_capacity(word.len());
    let mut capital = true;
    let mut rest = word.chars().peekable();
    while let Some(c) = rest.next() {
        if capital {
            written.push(c);
        } else {
            written.extend(c.to_lowercase());
        }
        capital = !c.is_alphanumeric() && (c != '\'' || rest.clone().count() > 1);
    }
    written
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn two_digit_years_are_read_as_petrarch_reads_them() {
        assert_eq!(day("000507").unwrap(), date(2000, 5, 7));
        assert_eq!(day("301231").unwrap(), date(2030, 12, 31));
        assert_eq!(day("310101").unwrap(), date(1931, 1, 1));
        assert_eq!(day("19280101").unwrap(), date(1928, 1, 1));
        for wrong in ["22000101", "990230", "2004017", "17041975", ""] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn capitals_become_ordinary_ones() {
        let spelling = Spelling::of(Knowledge::built_in());
        assert_eq!(spelling.name("RUDOLF O'BRIEN-ELPHBERG", true, true), "Rudolf O'Brien-Elphberg");
        assert_eq!(spelling.name("UNION OF WRITERS", false, true), "Union of Writers");
        assert_eq!(spelling.name("RUW", false, true), "RUW");
        assert_eq!(spelling.name("MKZRD", false, false), "MKZRD");
        assert_eq!(spelling.name("WRITER'S HOUSE", false, false), "Writer's House");
    }
}
