//! Here is a name and a day: who is it? Here is a word: what can it report?
//!
//! Knowledge is data edited by people (`data/README.md`), built into the library and replaceable by a folder of the same
//! shape. It is read and checked as a whole: every fault is told, with file, line, fact and remedy.

mod agents;
mod check;
mod fault;
mod files;
mod lexicon;
mod names;
mod ontology;
mod petrarch;
mod places;
mod raw;
mod world;

use std::sync::OnceLock;

pub use agents::{Agent, Agents, Title};
pub use check::{Findings, check};
pub use fault::Fault;
pub use files::Files;
pub use lexicon::{Condition, Embedding, Lexicon, Light, Sense, Slot, Word};
pub use ontology::{Entry, Ontology};
pub use petrarch::{Dictionary, Imported};
pub use places::Places;
pub use raw::{Region, State};
pub use relata_gazetteer::{Kind as PlaceKind, Place, key as name_key, kilometres};
pub use world::{Actor, ActorId, Meaning, RegionId, Role, StateId, World};

/// All that Relata knows.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// The codes of acts.
    pub ontology: Ontology,
    /// Who there is.
    pub world: World,
    /// Nouns for roles.
    pub agents: Agents,
    /// What words can report.
    pub lexicon: Lexicon,
    /// Where towns are.
    pub places: Places,
    /// What others' dictionaries among the files gave.
    pub imported: Imported,
    /// The files it was read from.
    pub files: Files,
}

impl Knowledge {
    /// Reads knowledge files.
    ///
    /// # Errors
    /// All faults of all files.
    pub fn read(files: Files) -> Result<Knowledge, Vec<Fault>> {
        let (knowledge, faults) = Knowledge::read_what_holds(files);
        if faults.is_empty() { Ok(knowledge) } else { Err(faults) }
    }

    /// Reads knowledge files, leaving out what is wrong in them.
    pub fn read_what_holds(files: Files) -> (Knowledge, Vec<Fault>) {
        // The large parts are read side by side, since every start waits for them; faults stay in the order of the parts.
        let (words, world, rest) = std::thread::scope(|scope| {
            let words = scope.spawn(|| {
                let mut faults = Vec::new();
                let ontology = Ontology::read(&files, &mut faults);
                let lexicon = Lexicon::read(&files, &ontology, &mut faults);
                (ontology, lexicon, faults)
            });
            let world = scope.spawn(|| {
                let mut faults = Vec::new();
                (World::read(&files, &mut faults), faults)
            });
            let mut faults = Vec::new();
            let rest = (Agents::read(&files, &mut faults), Places::read(&files, &mut faults), faults);
            (words.join(), world.join(), rest)
        });
        let (ontology, lexicon, mut faults) = words.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let (world, world_faults) = world.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let (agents, places, rest_faults) = rest;
        faults.extend(world_faults);
        faults.extend(rest_faults);
        let imported = Imported::default();
        let mut knowledge = Knowledge { ontology, world, agents, lexicon, places, imported, files };
        petrarch::lay_over(&mut knowledge);
        (knowledge, faults)
    }

    /// Returns the knowledge built in. A test holds it free of faults.
    pub fn built_in() -> &'static Knowledge {
        static BUILT_IN: OnceLock<Knowledge> = OnceLock::new();
        BUILT_IN.get_or_init(|| Knowledge::read_what_holds(Files::built_in()).0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_knowledge_built_in_has_no_faults() {
        let (_, faults) = Knowledge::read_what_holds(Files::built_in());
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{}", lines.join("\n"));
    }
}
