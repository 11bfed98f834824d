//! Here is a name and a day: who is it?

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use relata_doc::{ActorCode, ActorKind, Days};
use serde::Deserialize;
use toml::Spanned;

use crate::fault::{Fault, read};
use crate::files::Files;
use crate::names::{NameIndex, normal};

/// States, regions and actors, found by the names that news gives them.
#[derive(Debug, Default, Clone)]
pub struct World {
    states: Vec<State>,
    regions: Vec<Region>,
    actors: Vec<Actor>,
    names: NameIndex<Meaning>,
    surnames: HashMap<String, Vec<ActorId>>,
    by_code: BTreeMap<String, StateId>,
    // State and office: everyone who ever held it.
    offices: HashMap<(String, String), Vec<(ActorId, usize)>>,
}

/// A state in [`World`].
pub type StateId = usize;
/// A region in [`World`].
pub type RegionId = usize;
/// An actor in [`World`].
pub type ActorId = usize;

/// What a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// A state: "Russia".
    State(StateId),
    /// A seat that stands for a state's government: "the Kremlin", "Moscow". The flag tells whether it is the capital,
    /// and so a place as well.
    Seat(StateId, bool),
    /// The adjective of a state: "Russian".
    Adjective(StateId),
    /// A state's people: "Russians".
    People(StateId),
    /// A region: "the Sahel", "Crimea".
    Region(RegionId),
    /// The adjective of a region: "European".
    RegionAdjective(RegionId),
    /// A person, organization or group.
    Actor(ActorId),
}

/// A state, contested entity or territory.
#[derive(Debug, Clone, Deserialize)]
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
    #[serde(default, deserialize_with = "day")]
    from: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    until: Option<Date>,
}

/// A name of several states, or of a part of one.
#[derive(Debug, Clone, Deserialize)]
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

/// A person, organization or group with its roles.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The usual name.
    pub name: String,
    /// What kind of actor.
    pub kind: ActorKind,
    /// The Wikidata item.
    pub wikidata: Option<String>,
    /// The name of the actor that it is a part or a branch of.
    pub parent: Option<String>,
    /// The codes of the states where it is at home.
    pub home: Vec<String>,
    /// Roles, earliest first.
    pub roles: Vec<Role>,
}

/// What an actor was, from one day until another.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// The code while in the role.
    pub code: ActorCode,
    /// The title, as one would write it.
    pub title: Option<String>,
    /// The kind of office.
    pub office: Option<String>,
    /// The first day.
    pub from: Option<Date>,
    /// The day after the last: the role is no longer held on it.
    pub until: Option<Date>,
}

impl Role {
    /// Returns whether the role was held on `day`. The day it ends is no longer included, so that of two roles that
    /// meet, exactly one is held.
    pub fn held_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// Returns whether the role was held on some day of `days`; an unknown end counts as open.
    pub fn held_within(&self, days: &Days) -> bool {
        self.from.is_none_or(|from| days.end().is_none_or(|end| from <= end))
            && self.until.is_none_or(|until| days.start().is_none_or(|start| start < until))
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct StatesFile {
    #[serde(default)]
    state: Vec<Spanned<State>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RegionsFile {
    #[serde(default)]
    region: Vec<Spanned<Region>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ActorsFile {
    #[serde(default)]
    actor: Vec<Spanned<RawActor>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawActor {
    name: String,
    kind: String,
    surname: Option<String>,
    #[serde(default)]
    also: Vec<String>,
    wikidata: Option<String>,
    parent: Option<String>,
    #[serde(default)]
    home: Vec<String>,
    #[serde(default)]
    role: Vec<Spanned<RawRole>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRole {
    code: String,
    title: Option<String>,
    office: Option<String>,
    #[serde(default, deserialize_with = "day")]
    from: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    until: Option<Date>,
}

/// Reads a TOML date, or a string that holds one.
fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Toml(toml::value::Datetime),
        Text(String),
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

impl World {
    pub(crate) fn read(files: &Files, faults: &mut Vec<Fault>) -> World {
        let mut world = World::default();
        for (file, text) in files.under("actors/states") {
            for state in read::<StatesFile>(file, text, faults).state {
                world.add_state(file, text, state, faults);
            }
        }
        for (file, text) in files.under("actors/regions") {
            for region in read::<RegionsFile>(file, text, faults).region {
                world.add_region(file, text, region, faults);
            }
        }
        let mut known = HashMap::new();
        // Generated files first, so that what people wrote beside them comes on top.
        let mut actor_files: Vec<_> = ["actors/people/", "actors/organizations/", "actors/groups/"]
            .iter()
            .flat_map(|folder| files.under(folder))
            .collect();
        actor_files.sort_by_key(|(file, _)| (!file.contains("/generated/"), *file));
        for (file, text) in actor_files {
            for actor in read::<ActorsFile>(file, text, faults).actor {
                world.add_actor(file, text, actor, &mut known, faults);
            }
        }
        world.index_offices();
        world
    }

    fn add_state(&mut self, file: &str, text: &str, state: Spanned<State>, faults: &mut Vec<Fault>) {
        let at = state.span().start;
        let state = state.into_inner();
        let id = self.states.len();
        if ActorCode::country_only(&state.code).is_err() || self.by_code.contains_key(&state.code) {
            let fact = format!("{:?} is no code of three letters, or stands twice", state.code);
            faults.push(Fault::at(file, text, at, fact, "Give each state its own CAMEO code."));
            return;
        }
        self.by_code.insert(state.code.clone(), id);
        for name in std::iter::once(&state.name).chain(&state.also) {
            self.names.add(name, Meaning::State(id));
        }
        for adjective in &state.adjectives {
            self.names.add(adjective, Meaning::Adjective(id));
        }
        for people in &state.people {
            self.names.add(people, Meaning::People(id));
        }
        for seat in &state.seats {
            self.names.add(seat, Meaning::Seat(id, state.capital.as_ref() == Some(seat)));
        }
        if let Some(capital) = state.capital.as_ref().filter(|capital| !state.seats.contains(capital)) {
            self.names.add(capital, Meaning::Seat(id, true));
        }
        self.states.push(state);
    }

    fn add_region(&mut self, file: &str, text: &str, region: Spanned<Region>, faults: &mut Vec<Fault>) {
        let at = region.span().start;
        let region = region.into_inner();
        for code in region.members.iter().chain(&region.within).chain(&region.disputed) {
            if !self.by_code.contains_key(code) {
                let fact = format!("{}: no state has the code {code:?}", region.name);
                faults.push(Fault::at(file, text, at, fact, "Use a code of actors/states.toml."));
            }
        }
        let id = self.regions.len();
        for name in std::iter::once(&region.name).chain(&region.also) {
            self.names.add(name, Meaning::Region(id));
        }
        for adjective in &region.adjectives {
            self.names.add(adjective, Meaning::RegionAdjective(id));
        }
        self.regions.push(region);
    }

    fn add_actor(
        &mut self,
        file: &str,
        text: &str,
        raw: Spanned<RawActor>,
        known: &mut HashMap<String, ActorId>,
        faults: &mut Vec<Fault>,
    ) {
        let at = raw.span().start;
        let raw = raw.into_inner();
        let Some(kind) = ActorKind::from_name(&raw.kind) else {
            let fact = format!("{}: {:?} is no kind of actor", raw.name, raw.kind);
            faults.push(Fault::at(
                file,
                text,
                at,
                fact,
                "Kinds: person state government organization armed-group group.",
            ));
            return;
        };
        let id = *known.entry(raw.name.clone()).or_insert_with(|| {
            self.actors.push(Actor {
                name: raw.name.clone(),
                kind,
                wikidata: None,
                parent: None,
                home: Vec::new(),
                roles: Vec::new(),
            });
            self.actors.len() - 1
        });
        for name in std::iter::once(&raw.name).chain(&raw.also) {
            self.names.add(name, Meaning::Actor(id));
        }
        if kind == ActorKind::Person {
            let last_word = raw.name.rsplit(' ').next().unwrap_or(&raw.name).to_owned();
            let surname = normal(&raw.surname.unwrap_or(last_word));
            let mut surnames = vec![surname];
            // Other spellings bring their own surnames: "Erdoğan", "Erdogan".
            surnames.extend(
                raw.also
                    .iter()
                    .filter(|name| name.contains(' '))
                    .filter_map(|name| name.rsplit(' ').next())
                    .map(normal),
            );
            surnames.sort();
            surnames.dedup();
            for surname in surnames {
                let ids = self.surnames.entry(surname).or_default();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        for role in raw.role {
            let role_at = role.span().start;
            let role = role.into_inner();
            let is_state = |part: &str| self.by_code.contains_key(part);
            match ActorCode::parse(&role.code, is_state) {
                Ok(code) => {
                    let role = Role {
                        code,
                        title: role.title,
                        office: role.office,
                        from: role.from,
                        until: role.until,
                    };
                    if role.from.zip(role.until).is_some_and(|(from, until)| until <= from) {
                        let fact = format!("{}: a role ends before it begins", raw.name);
                        faults.push(Fault::at(
                            file,
                            text,
                            role_at,
                            fact,
                            "`until` is the first day on which it is no longer held.",
                        ));
                    }
                    let roles = &mut self.actors[id].roles;
                    roles.retain(|other| {
                        other.office.is_none() || (&other.office, other.from) != (&role.office, role.from)
                    });
                    roles.push(role);
                }
                Err(error) => faults.push(Fault::at(
                    file,
                    text,
                    role_at,
                    format!("{}: {error}", raw.name),
                    "Write RUS GOV, IGO UNO, CVL OPP.",
                )),
            }
        }
        let actor = &mut self.actors[id];
        actor.wikidata = raw.wikidata.or(actor.wikidata.take());
        actor.parent = raw.parent.or(actor.parent.take());
        if !raw.home.is_empty() {
            actor.home = raw.home;
        }
        actor.roles.sort_by_key(|role| role.from);
    }

    fn index_offices(&mut self) {
        for (id, actor) in self.actors.iter().enumerate() {
            for (number, role) in actor.roles.iter().enumerate() {
                if let (Some(country), Some(office)) = (role.code.country(), &role.office) {
                    self.offices.entry((country.to_owned(), office.clone())).or_default().push((id, number));
                }
            }
        }
    }

    /// Returns what the words may mean. Kinds of apostrophes and dashes are taken as equal; a name has a capital letter,
    /// and an acronym nothing else ("US", not "us").
    pub fn meanings(&self, words: &str) -> Vec<Meaning> {
        self.names.get(words)
    }

    /// Returns how many words the longest name has that begins with this one; 0 where none does.
    pub fn longest_name_from(&self, first_word: &str) -> usize {
        self.names.longest_from(first_word)
    }

    /// Returns the persons of a surname.
    pub fn with_surname(&self, surname: &str) -> &[ActorId] {
        self.surnames.get(&normal(surname)).map_or(&[], Vec::as_slice)
    }

    /// Returns those who held an office of a state on some day of `days`, with the role.
    pub fn holders(
        &self,
        country: &str,
        office: &str,
        days: &Days,
    ) -> impl Iterator<Item = (ActorId, &Role)> {
        let all = self.offices.get(&(country.to_owned(), office.to_owned())).map_or(&[][..], Vec::as_slice);
        all.iter()
            .map(|&(id, number)| (id, &self.actors[id].roles[number]))
            .filter(|(_, role)| role.held_within(days))
    }

    /// Returns a state.
    pub fn state(&self, id: StateId) -> &State {
        &self.states[id]
    }

    /// Returns the state of a code.
    pub fn state_by_code(&self, code: &str) -> Option<&State> {
        self.by_code.get(code).map(|&id| &self.states[id])
    }

    /// Returns all states, in the order of the file.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// Returns a region.
    pub fn region(&self, id: RegionId) -> &Region {
        &self.regions[id]
    }

    /// Returns an actor.
    pub fn actor(&self, id: ActorId) -> &Actor {
        &self.actors[id]
    }

    /// Returns the code of a state, as an actor code.
    pub fn state_code(&self, id: StateId) -> ActorCode {
        ActorCode::country_only(&self.states[id].code).unwrap_or_default()
    }

    /// Returns the code of a region: its state's for a part of one, CAMEO's regional code otherwise, or none.
    pub fn region_code(&self, id: RegionId) -> ActorCode {
        let region = &self.regions[id];
        let code = region.within.as_ref().or(region.code.as_ref());
        code.and_then(|code| ActorCode::parse(code, |part| self.by_code.contains_key(part)).ok())
            .unwrap_or_default()
    }

    /// Returns whether a state existed on some day of `days`.
    pub fn state_existed(&self, id: StateId, days: &Days) -> bool {
        let state = &self.states[id];
        state.from.is_none_or(|from| days.end().is_none_or(|end| from <= end))
            && state.until.is_none_or(|until| days.start().is_none_or(|start| start < until))
    }

    /// Returns whether three letters are a state's code.
    pub fn is_country(&self, code: &str) -> bool {
        self.by_code.contains_key(code)
    }
}
