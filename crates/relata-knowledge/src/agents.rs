//! Here is a noun for what somebody is or does: which sector is it?

use std::collections::HashMap;

use relata_doc::ActorCode;

use crate::fault::Fault;
use crate::files::Files;
use crate::names::normal;
use crate::raw::{AgentsFile, Placed, RawTitle};

/// Nouns for roles, the words that modify them, and titles.
#[derive(Debug, Default, Clone)]
pub struct Agents {
    nouns: HashMap<String, Agent>,
    modifiers: HashMap<String, ActorCode>,
    titles: HashMap<String, Title>,
    longest: usize,
}

/// A noun for a role: "protester".
#[derive(Debug, Clone, PartialEq)]
pub struct Agent {
    /// Its sectors.
    pub code: ActorCode,
    /// Whether a modifier with a sector overrides it: "rebel officials".
    pub generic: bool,
    /// Whether it means people only in the plural.
    pub plural_only: bool,
}

/// What may stand before a name, or for the person: "foreign minister".
#[derive(Debug, Clone, PartialEq)]
pub struct Title {
    /// Its sectors.
    pub code: ActorCode,
    /// The kind of office, so that the holder on a day can be found.
    pub office: Option<String>,
    // States in which it is another office than elsewhere: the Chancellor of Germany heads the government, that of the
    // United Kingdom keeps the purse.
    elsewhere: Vec<(String, Option<String>)>,
}

impl Title {
    /// Returns the office that the title means in a state.
    pub fn office_in(&self, country: &str) -> Option<&str> {
        let own = self.elsewhere.iter().find(|(state, _)| state == country);
        own.map_or(self.office.as_deref(), |(_, office)| office.as_deref())
    }
}

impl Agents {
    pub(crate) fn read(files: &Files, faults: &mut Vec<Fault>) -> Agents {
        let mut agents = Agents::default();
        for (file, text, raw) in files.read::<AgentsFile>("agents/", faults) {
            let sectors = |words: &str, code: &str, at: usize, faults: &mut Vec<Fault>| {
                ActorCode::parse(code, |_| false)
                    .map_err(|error| {
                        faults.push(Fault::at(
                            file,
                            text,
                            at,
                            format!("{words}: {error}"),
                            "Sectors only: GOV, CVL OPP.",
                        ))
                    })
                    .ok()
            };
            for agent in raw.agent {
                let Placed { at, value: agent } = agent;
                if let Some(code) = sectors(&agent.noun, &agent.code, at, faults) {
                    agents.longest = agents.longest.max(agent.noun.split(' ').count());
                    let entry = Agent { code, generic: agent.generic, plural_only: agent.plural_only };
                    if agents.nouns.insert(normal(&agent.noun), entry).is_some() {
                        let fact = format!("the agent {:?} stands twice", agent.noun);
                        faults.push(Fault::at(file, text, at, fact, "Keep one of the two."));
                    }
                }
            }
            for modifier in raw.modifier {
                let Placed { at, value: modifier } = modifier;
                if let Some(code) = sectors(&modifier.word, &modifier.code, at, faults) {
                    agents.modifiers.insert(normal(&modifier.word), code);
                }
            }
            for title in raw.title {
                let Placed { at, value: title } = title;
                if let Some(code) = sectors(&title.words, &title.code, at, faults) {
                    agents.longest = agents.longest.max(title.words.split(' ').count());
                    agents.add_title(title, code);
                }
            }
        }
        agents
    }

    /// Gives a noun, and a title of the same words, the sectors that a layer says; what else is known of it stays.
    pub(crate) fn lay_over(&mut self, noun: &str, code: ActorCode) {
        if let Some(title) = self.titles.get_mut(&normal(noun)) {
            title.code = code.clone();
        }
        self.longest = self.longest.max(noun.split(' ').count());
        let new = Agent { code: code.clone(), generic: false, plural_only: false };
        self.nouns.entry(normal(noun)).or_insert(new).code = code;
    }

    fn add_title(&mut self, raw: RawTitle, code: ActorCode) {
        let words = normal(&raw.words);
        if raw.states.is_empty() {
            let elsewhere = self.titles.remove(&words).map(|title| title.elsewhere).unwrap_or_default();
            self.titles.insert(words, Title { code, office: raw.office, elsewhere });
            return;
        }
        let title = self.titles.entry(words).or_insert(Title { code, office: None, elsewhere: Vec::new() });
        title.elsewhere.extend(raw.states.into_iter().map(|state| (state, raw.office.clone())));
    }

    /// Returns what a noun's lemma, or several words that end in one, says of somebody.
    pub fn noun(&self, words: &str) -> Option<&Agent> {
        self.nouns.get(&normal(words))
    }

    /// Returns the sectors that a modifier gives to what follows it.
    pub fn modifier(&self, word: &str) -> Option<&ActorCode> {
        self.modifiers.get(&normal(word))
    }

    /// Returns the title that words are.
    pub fn title(&self, words: &str) -> Option<&Title> {
        self.titles.get(&normal(words))
    }

    /// Returns how many words the longest agent noun or title has.
    pub fn longest(&self) -> usize {
        self.longest
    }
}
