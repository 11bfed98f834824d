//! Here is a name and a day: who is it?

use std::collections::BTreeMap;
use std::sync::mpsc;

use jiff::civil::Date;
use rapidhash::RapidHashMap;
use relata_doc::{ActorCode, ActorKind, Days};

use crate::fault::Fault;
use crate::files::Files;
use crate::names::{NameIndex, normal};
use crate::raw::{ActorsFile, Placed, RawActor, Region, RegionsFile, State, StatesFile};

/// States, regions and actors, found by the names that news gives them.
#[derive(Debug, Default, Clone)]
pub struct World {
    states: Vec<State>,
    regions: Vec<Region>,
    actors: Vec<Actor>,
    names: NameIndex<Meaning>,
    surnames: RapidHashMap<String, Vec<ActorId>>,
    by_code: BTreeMap<String, StateId>,
    // State and office: everyone who ever held it.
    offices: RapidHashMap<String, RapidHashMap<String, Vec<(ActorId, usize)>>>,
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
    /// Returns whether the role is one in a state or in an organization of states.
    pub fn is_public(&self) -> bool {
        let public = ["GOV", "LEG", "JUD", "MIL", "IGO"];
        self.office.is_some() || self.code.sectors().any(|sector| public.contains(&sector))
    }

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

/// How an actor is called.
struct Called {
    id: ActorId,
    name: String,
    also: Vec<String>,
    adjectives: Vec<String>,
    surname: Option<String>,
    is_person: bool,
}

impl Called {
    fn index(self, names: &mut NameIndex<Meaning>, surnames: &mut RapidHashMap<String, Vec<ActorId>>) {
        let Called { id, name, also, adjectives, surname, is_person } = self;
        if is_person {
            let last_word = |name: &str| normal(name.rsplit(' ').next().unwrap_or(name));
            let mut own = vec![surname.map_or_else(|| last_word(&name), |surname| normal(&surname))];
            // Other spellings bring their own surnames: "Erdoğan", "Erdogan".
            own.extend(also.iter().filter(|name| name.contains(' ')).map(|name| last_word(name)));
            own.sort();
            own.dedup();
            for surname in own {
                let ids = surnames.entry(surname).or_default();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        for name in std::iter::once(name).chain(also).chain(adjectives) {
            names.add_own(name, Meaning::Actor(id));
        }
    }
}

impl World {
    pub(crate) fn read(files: &Files, faults: &mut Vec<Fault>) -> World {
        let mut world = World::default();
        for (file, text, states) in files.read::<StatesFile>("actors/states", faults) {
            for state in states.state {
                world.add_state(file, text, state, faults);
            }
        }
        for (file, text, regions) in files.read::<RegionsFile>("actors/regions", faults) {
            for region in regions.region {
                world.add_region(file, text, region, faults);
            }
        }
        let mut known = RapidHashMap::default();
        let mut actors: Vec<(&str, &str, ActorsFile)> =
            ["actors/people/", "actors/organizations/", "actors/groups/"]
                .iter()
                .flat_map(|folder| files.read(folder, faults))
                .collect();
        // Generated files first, so that what people wrote beside them comes on top.
        actors.sort_by_key(|(file, ..)| (!file.contains("/generated/"), *file));
        // Names are indexed beside, as they come: every start waits for them.
        let all = || actors.iter().flat_map(|(.., file)| &file.actor);
        let persons = all().count();
        world
            .names
            .reserve(all().map(|actor| 1 + actor.value.also.len() + actor.value.adjectives.len()).sum());
        world.actors.reserve(persons);
        known.reserve(persons);
        let (tell, told) = mpsc::channel::<Called>();
        let mut names = std::mem::take(&mut world.names);
        std::thread::scope(|scope| {
            let index = scope.spawn(move || {
                let mut surnames = RapidHashMap::default();
                surnames.reserve(persons);
                told.into_iter().for_each(|called| called.index(&mut names, &mut surnames));
                (names, surnames)
            });
            for (file, text, actors) in actors {
                for actor in actors.actor {
                    if let Some(called) = world.add_actor(file, text, actor, &mut known, faults) {
                        // The other end hears until this one is dropped.
                        let _ = tell.send(called);
                    }
                }
            }
            drop(tell);
            (world.names, world.surnames) =
                index.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        });
        world.index_offices();
        world
    }

    fn add_state(&mut self, file: &str, text: &str, state: Placed<State>, faults: &mut Vec<Fault>) {
        let Placed { at, value: state } = state;
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

    fn add_region(&mut self, file: &str, text: &str, region: Placed<Region>, faults: &mut Vec<Fault>) {
        let Placed { at, value: region } = region;
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
        raw: Placed<RawActor>,
        known: &mut RapidHashMap<String, ActorId>,
        faults: &mut Vec<Fault>,
    ) -> Option<Called> {
        let Placed { at, value: raw } = raw;
        let Some(kind) = ActorKind::from_name(&raw.kind) else {
            let fact = format!("{}: {:?} is no kind of actor", raw.name, raw.kind);
            faults.push(Fault::at(
                file,
                text,
                at,
                fact,
                "Kinds: person state government organization armed-group group.",
            ));
            return None;
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
        for role in raw.role {
            let Placed { at: role_at, value: role } = role;
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
                        other.office.is_none()
                            || (&other.office, other.from, &other.code)
                                != (&role.office, role.from, &role.code)
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
        let is_person = kind == ActorKind::Person;
        Some(Called {
            id,
            name: raw.name,
            also: raw.also,
            adjectives: raw.adjectives,
            surname: raw.surname,
            is_person,
        })
    }

    /// Adds a name to a state.
    pub(crate) fn add_state_name(&mut self, id: StateId, name: &str) {
        self.names.add(name, Meaning::State(id));
    }

    /// Puts an actor of a layer in the place of a known one, or adds it; `also` are further names. [`World::close_layer`]
    /// is due after the last.
    pub(crate) fn lay_over(&mut self, known: Option<ActorId>, actor: Actor, also: &[&str]) {
        let id = known.unwrap_or(self.actors.len());
        let names = std::iter::once(actor.name.as_str()).chain(also.iter().copied());
        for name in names {
            self.names.add(name, Meaning::Actor(id));
            let surname =
                name.rsplit(' ').next().filter(|_| actor.kind == ActorKind::Person && name.contains(' '));
            if let Some(surname) = surname {
                let ids = self.surnames.entry(normal(surname)).or_default();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        match known {
            Some(id) => self.actors[id] = actor,
            None => self.actors.push(actor),
        }
    }

    /// Makes the offices of all layers findable.
    pub(crate) fn close_layer(&mut self) {
        self.offices.clear();
        self.index_offices();
    }

    fn index_offices(&mut self) {
        for (id, actor) in self.actors.iter().enumerate() {
            for (number, role) in actor.roles.iter().enumerate() {
                if let (Some(country), Some(office)) = (role.code.country(), &role.office) {
                    if !self.offices.contains_key(country) {
                        self.offices.insert(country.to_owned(), RapidHashMap::default());
                    }
                    let Some(offices) = self.offices.get_mut(country) else { continue };
                    match offices.get_mut(office) {
                        Some(holders) => holders.push((id, number)),
                        None => drop(offices.insert(office.clone(), vec![(id, number)])),
                    }
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
        let all =
            self.offices.get(country).and_then(|offices| offices.get(office)).map_or(&[][..], Vec::as_slice);
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

    /// Returns all actors.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
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
