//! Here is a noun for what somebody is or does: which sector is it?

use std::collections::HashMap;

use relata_doc::ActorCode;
use serde::Deserialize;
use toml::Spanned;

use crate::fault::{Fault, read};
use crate::files::Files;
use crate::names::normal;

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
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct AgentsFile {
    #[serde(default)]
    agent: Vec<Spanned<RawAgent>>,
    #[serde(default)]
    modifier: Vec<Spanned<RawModifier>>,
    #[serde(default)]
    title: Vec<Spanned<RawTitle>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAgent {
    noun: String,
    code: String,
    #[serde(default)]
    generic: bool,
    #[serde(default)]
    plural_only: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawModifier {
    word: String,
    code: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTitle {
    words: String,
    code: String,
    office: Option<String>,
}

impl Agents {
    pub(crate) fn read(files: &Files, faults: &mut Vec<Fault>) -> Agents {
        let mut agents = Agents::default();
        for (file, text) in files.under("agents/") {
            let raw = read::<AgentsFile>(file, text, faults);
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
                let at = agent.span().start;
                let agent = agent.into_inner();
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
                let at = modifier.span().start;
                let modifier = modifier.into_inner();
                if let Some(code) = sectors(&modifier.word, &modifier.code, at, faults) {
                    agents.modifiers.insert(normal(&modifier.word), code);
                }
            }
            for title in raw.title {
                let at = title.span().start;
                let title = title.into_inner();
                if let Some(code) = sectors(&title.words, &title.code, at, faults) {
                    agents.longest = agents.longest.max(title.words.split(' ').count());
                    agents.titles.insert(normal(&title.words), Title { code, office: title.office });
                }
            }
        }
        agents
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
