//! What is wrong with the knowledge as a whole, though every file of it can be read?
//!
//! Faults are what cannot be: a role of no day, two who hold one office at once, a code that nobody knows, a name that no
//! text can be found to have. Remarks are what may be meant: a name of two actors.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};

use crate::fault::Fault;
use crate::files::Files;
use crate::names::normal;
use crate::raw::{ActorsFile, AgentsFile, Placed, RawActor, RawRole, RegionsFile, StatesFile};

/// The first and last year that a role may be of: what lies outside is a slip of the pen ("22000101").
const YEARS: (i16, i16) = (1800, 2100);

/// What a check of the knowledge files found.
#[derive(Debug, Default, Clone)]
pub struct Findings {
    /// What cannot be, in order of file and line.
    pub faults: Vec<Fault>,
    /// What may be meant.
    pub remarks: Vec<Fault>,
}

/// Checks knowledge files against each other; what cannot be read at all is told by reading them.
pub fn check(files: &Files) -> Findings {
    let mut unread = Vec::new();
    let mut check = Check::default();
    for (_, _, file) in files.read::<StatesFile>("actors/states", &mut unread) {
        check.states.extend(file.state.into_iter().map(|state| state.value.code));
    }
    for (_, text) in files.under("ontology/sectors") {
        check
            .sectors
            .extend(text.lines().skip(1).filter_map(|line| Some(line.split(',').next()?.to_owned())));
    }
    check.places(files, &mut unread);
    let actors: Vec<(&str, &str, ActorsFile)> = ["actors/people/", "actors/organizations/", "actors/groups/"]
        .iter()
        .flat_map(|folder| files.read(folder, &mut unread))
        .collect();
    let known: BTreeSet<&str> =
        actors.iter().flat_map(|(.., file)| &file.actor).map(|actor| actor.value.name.as_str()).collect();
    for (file, text, actors) in &actors {
        for actor in &actors.actor {
            check.actor(file, text, actor, &known);
        }
    }
    for (file, text, agents) in files.read::<AgentsFile>("agents/", &mut unread) {
        check.agents(file, text, &agents);
    }
    check.overlaps();
    check.clashes();
    let mut findings = check.findings;
    for list in [&mut findings.faults, &mut findings.remarks] {
        list.sort_by(|a, b| (&a.file, a.line, &a.fact).cmp(&(&b.file, b.line, &b.fact)));
        list.dedup();
    }
    findings
}

#[derive(Default)]
struct Check {
    states: BTreeSet<String>,
    sectors: BTreeSet<String>,
    // State and office: everyone who holds it.
    offices: BTreeMap<(String, String), Vec<Held>>,
    // Names in their normal form, with what has them.
    names: BTreeMap<String, Vec<Named>>,
    findings: Findings,
}

/// Who holds an office from one day until another.
struct Held {
    from: Date,
    until: Date,
    name: String,
    joint: bool,
    at: Fault,
}

struct Named {
    whose: String,
    name: String,
    at: Fault,
}

impl Check {
    fn places(&mut self, files: &Files, unread: &mut Vec<Fault>) {
        for (file, text, states) in files.read::<StatesFile>("actors/states", unread) {
            for Placed { at, value: state } in &states.state {
                for code in state.predecessors.iter().chain(&state.successors) {
                    if !self.states.contains(code) {
                        let fact = format!("{}: no state has the code {code:?}", state.name);
                        self.fault(Fault::at(file, text, *at, fact, "Use a code of actors/states.toml."));
                    }
                }
                for name in std::iter::once(&state.name).chain(&state.also) {
                    self.name(file, text, *at, &state.name, name);
                }
            }
        }
        for (file, text, regions) in files.read::<RegionsFile>("actors/regions", unread) {
            for Placed { at, value: region } in &regions.region {
                for name in std::iter::once(&region.name).chain(&region.also) {
                    self.name(file, text, *at, &region.name, name);
                }
            }
        }
    }

    fn actor(&mut self, file: &str, text: &str, actor: &Placed<RawActor>, known: &BTreeSet<&str>) {
        let Placed { at, value: actor } = actor;
        let mut own = BTreeSet::new();
        for name in std::iter::once(&actor.name).chain(&actor.also).chain(&actor.adjectives) {
            if !own.insert(name) {
                let fact = format!("{}: {name:?} is given twice", actor.name);
                self.fault(Fault::at(file, text, *at, fact, "Keep it once."));
            }
            self.name(file, text, *at, &actor.name, name);
        }
        if let Some(parent) = actor.parent.as_deref().filter(|parent| !known.contains(parent)) {
            let fact = format!("{}: nobody is named {parent:?}", actor.name);
            self.fault(Fault::at(file, text, *at, fact, "`parent` is the `name` of another actor."));
        }
        for home in actor.home.iter().filter(|home| !self.states.contains(*home)).cloned().collect::<Vec<_>>()
        {
            let fact = format!("{}: no state has the code {home:?}", actor.name);
            self.fault(Fault::at(file, text, *at, fact, "Use a code of actors/states.toml."));
        }
        for role in &actor.role {
            self.role(file, text, actor, role);
        }
    }

    fn role(&mut self, file: &str, text: &str, actor: &RawActor, role: &Placed<RawRole>) {
        let Placed { at, value: role } = role;
        let mut parts = role.code.split(' ');
        let first = parts.next().unwrap_or_default();
        let unknown = (!self.states.contains(first))
            .then_some(first)
            .into_iter()
            .chain(parts.clone())
            .find(|part| !self.sectors.contains(*part));
        if let Some(part) = unknown {
            let fact = format!("{}: {part:?} of {:?} is no code that is known", actor.name, role.code);
            self.fault(Fault::at(
                file,
                text,
                *at,
                fact,
                "States are in actors/states.toml, all else in ontology/sectors.csv.",
            ));
        }
        for day in [role.from, role.until].into_iter().flatten() {
            if !(YEARS.0..=YEARS.1).contains(&day.year()) {
                let fact = format!("{}: {day} is no day of a role", actor.name);
                self.fault(Fault::at(
                    file,
                    text,
                    *at,
                    fact,
                    "Leave `until` out where the role is still held.",
                ));
            }
        }
        let Some(office) = &role.office else { return };
        // What bodies of many states share is the title, not the office's name.
        let key = match &role.title {
            Some(title) if !self.states.contains(first) => format!("{office} {title}"),
            _ => office.clone(),
        };
        self.offices.entry((first.to_owned(), key)).or_default().push(Held {
            from: role.from.unwrap_or(date(YEARS.0, 1, 1)),
            until: role.until.unwrap_or(date(YEARS.1, 12, 31)),
            name: actor.name.clone(),
            joint: role.joint,
            at: Fault::at(file, text, *at, String::new(), ""),
        });
    }

    fn agents(&mut self, file: &str, text: &str, agents: &AgentsFile) {
        let codes = (agents.agent.iter().map(|agent| (agent.at, &agent.value.noun, &agent.value.code)))
            .chain(
                agents
                    .modifier
                    .iter()
                    .map(|modifier| (modifier.at, &modifier.value.word, &modifier.value.code)),
            )
            .chain(agents.title.iter().map(|title| (title.at, &title.value.words, &title.value.code)));
        for (at, words, code) in codes {
            if let Some(part) = code.split_whitespace().find(|part| !self.sectors.contains(*part)) {
                let fact = format!("{words}: {part:?} is no sector that is known");
                self.fault(Fault::at(file, text, at, fact, "Sectors are in ontology/sectors.csv."));
            }
        }
        for Placed { at, value: title } in &agents.title {
            for state in
                title.states.iter().filter(|state| !self.states.contains(*state)).cloned().collect::<Vec<_>>()
            {
                let fact = format!("{}: no state has the code {state:?}", title.words);
                self.fault(Fault::at(file, text, *at, fact, "Use a code of actors/states.toml."));
            }
        }
    }

    fn name(&mut self, file: &str, text: &str, at: usize, whose: &str, name: &str) {
        // Words are looked up with single blanks, by letters and digits.
        let reachable = name.contains(char::is_alphanumeric)
            && name.split_whitespace().collect::<Vec<_>>().join(" ") == name;
        let at = Fault::at(file, text, at, String::new(), "");
        if !reachable {
            self.fault(Fault {
                fact: format!("{whose}: no text can be found to name it {name:?}"),
                remedy:
                    "A name has a capital letter and no blanks around it; nouns for roles belong in agents/."
                        .to_owned(),
                ..at.clone()
            });
        }
        self.names.entry(normal(name)).or_default().push(Named {
            whose: whose.to_owned(),
            name: name.to_owned(),
            at,
        });
    }

    fn overlaps(&mut self) {
        let mut faults = Vec::new();
        for ((state, office), held) in &mut self.offices {
            held.sort_by(|a, b| (a.from, a.until, &a.name).cmp(&(b.from, b.until, &b.name)));
            for pair in held.windows(2) {
                let [first, second] = pair else { continue };
                if first.until <= second.from || (first.joint && second.joint) {
                    continue;
                }
                let fact = if first.name == second.name {
                    format!("{} is {office} of {state} twice at once from {}", second.name, second.from)
                } else {
                    format!(
                        "{} is {office} of {state} from {}, while {} is until {}",
                        second.name, second.from, first.name, first.until
                    )
                };
                faults.push(Fault {
                    fact,
                    remedy: "End the one on the day the other begins; `joint = true` on both where they hold it together."
                        .to_owned(),
                    ..second.at.clone()
                });
            }
        }
        self.findings.faults.extend(faults);
    }

    fn clashes(&mut self) {
        for named in self.names.values() {
            let owners: BTreeSet<&str> = named.iter().map(|name| name.whose.as_str()).collect();
            if owners.len() > 1
                && let Some(last) = named.iter().max_by_key(|name| (&name.at.file, name.at.line))
            {
                let owners: Vec<&str> = owners.into_iter().collect();
                self.findings.remarks.push(Fault {
                    fact: format!("{:?} names {}", last.name, owners.join(", ")),
                    remedy: "Where news means one of them, leave it to that one; else the page has to tell them apart."
                        .to_owned(),
                    ..last.at.clone()
                });
            }
        }
    }

    fn fault(&mut self, fault: Fault) {
        self.findings.faults.push(fault);
    }
}
