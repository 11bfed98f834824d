//! Which words are names, and what may each mean?

use std::ops::Range;

use relata_doc::{ActorKind, EntityType, Upos};
use relata_knowledge::{ActorId, Knowledge, Meaning};

use crate::tree::Tree;

/// A name that the model for names found: its tokens and its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) tokens: Range<usize>,
    pub(crate) entity_type: EntityType,
}

/// Words that knowledge has a meaning for.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) tokens: Range<usize>,
    pub(crate) meanings: Vec<Meaning>,
}

/// The names of a document: those the model found, and those that knowledge knows.
pub(crate) struct Naming {
    pub(crate) found: Vec<Found>,
    pub(crate) hits: Vec<Hit>,
    hit_at: Vec<Option<usize>>,
    found_at: Vec<Option<usize>>,
}

impl Naming {
    pub(crate) fn new(knowledge: &Knowledge, tree: &Tree, found: Vec<Found>) -> Naming {
        let count = tree.parse.tokens.len();
        let mut found_at = vec![None; count];
        for (i, name) in found.iter().enumerate() {
            found_at[name.tokens.clone()].fill(Some(i));
        }
        let mut naming = Naming { found, hits: Vec::new(), hit_at: vec![None; count], found_at };
        for sentence in &tree.parse.sentences {
            let mut token = sentence.tokens.start;
            while token < sentence.tokens.end {
                match naming.longest_from(knowledge, tree, token, sentence.tokens.end) {
                    Some(hit) => {
                        for inside in hit.tokens.clone() {
                            naming.hit_at[inside] = Some(naming.hits.len());
                        }
                        token = hit.tokens.end;
                        naming.hits.push(hit);
                    }
                    None => token += 1,
                }
            }
        }
        for found in &naming.found {
            if naming.hit_at[found.tokens.clone()].iter().all(Option::is_none)
                && let Some(hit) = Naming::without_initials(knowledge, tree, found)
            {
                for inside in hit.tokens.clone() {
                    naming.hit_at[inside] = Some(naming.hits.len());
                }
                naming.hits.push(hit);
            }
        }
        naming.correct(knowledge, tree);
        naming
    }

    /// Lets knowledge overrule the model: a name known whole is not cut, nor of another type than all that it may mean.
    fn correct(&mut self, knowledge: &Knowledge, tree: &Tree) {
        for hit in &self.hits {
            let Some(entity_type) = type_of(knowledge, &hit.meanings) else { continue };
            let mut overlapping: Vec<usize> =
                self.found_at[hit.tokens.clone()].iter().filter_map(|found| *found).collect();
            overlapping.dedup();
            let known = Found { tokens: hit.tokens.clone(), entity_type };
            match overlapping.as_slice() {
                [] if hit.tokens.clone().all(|token| tree.upos(token) == Upos::Propn)
                    || (hit.tokens.len() > 1 && is_written_as_name(tree, &hit.tokens)) =>
                {
                    self.found.push(known);
                }
                &[only] => {
                    let found = &mut self.found[only];
                    // A word alone may be anybody's first name or surname: "Jordan", "Washington".
                    let may_be_person = found.entity_type == EntityType::Per && hit.tokens.len() == 1;
                    let inside = hit.tokens.start <= found.tokens.start && found.tokens.end <= hit.tokens.end;
                    if inside && !may_be_person {
                        *found = known;
                    }
                }
                _ => {}
            }
        }
        self.found.sort_by_key(|found| found.tokens.start);
        self.found_at.fill(None);
        for (i, name) in self.found.iter().enumerate() {
            self.found_at[name.tokens.clone()].fill(Some(i));
        }
    }

    fn longest_from(&self, knowledge: &Knowledge, tree: &Tree, first: usize, end: usize) -> Option<Hit> {
        let words = knowledge.world.longest_name_from(tree.words(first));
        if words == 0 || matches!(tree.upos(first), Upos::Aux | Upos::Pron | Upos::Adp) {
            return None;
        }
        // A hyphen, a full stop or a possessive may be a token of its own, so that names have more tokens than words.
        let furthest = end.min(first + 2 * words + 2);
        (first + 1..=furthest).rev().find_map(|last| {
            let span = tree.token(first).span.cover(tree.token(last - 1).span);
            let meanings = knowledge.world.meanings(&tree.text[span]);
            let tokens = first..last;
            let kept: Vec<Meaning> = meanings
                .into_iter()
                .filter(|meaning| self.may_mean(knowledge, tree, &tokens, meaning))
                .collect();
            (!kept.is_empty()).then_some(Hit { tokens, meanings: kept })
        })
    }

    /// Returns the person that a name with initials between its words means: "Jane Q. Example" is known as Jane Example.
    fn without_initials(knowledge: &Knowledge, tree: &Tree, found: &Found) -> Option<Hit> {
        let is_initial = |token: usize| {
            tree.words(token).chars().filter(|c| c.is_alphabetic()).count() == 1 || tree.words(token) == "."
        };
        let (first, last) = (found.tokens.start, found.tokens.end - 1);
        let between = first + 1..last;
        if found.entity_type != EntityType::Per || between.is_empty() || !between.clone().all(is_initial) {
            return None;
        }
        let meanings = knowledge.world.meanings(&format!("{} {}", tree.words(first), tree.words(last)));
        (!meanings.is_empty()).then(|| Hit { tokens: found.tokens.clone(), meanings })
    }

    /// Returns whether the words around a name leave it this meaning: "Paris Hilton" is no town.
    fn may_mean(&self, knowledge: &Knowledge, tree: &Tree, tokens: &Range<usize>, meaning: &Meaning) -> bool {
        if tokens.len() == 1 && tree.upos(tokens.start) == Upos::Verb {
            return false;
        }
        let around = self.found_at[tokens.start].map(|found| &self.found[found]);
        // "Mariam Sadiq al-Mahdi" is not Sadiq al-Mahdi: a name with another before it is somebody else's.
        let is_person =
            matches!(meaning, Meaning::Actor(id) if knowledge.world.actor(*id).kind == ActorKind::Person);
        let begins_before = around.is_some_and(|found| {
            found.entity_type == EntityType::Per
                && found.tokens.start < tokens.start
                && (found.tokens.start..tokens.start).all(|token| {
                    let lemma = tree.lemma(token).to_lowercase();
                    tree.words(token).starts_with(char::is_uppercase)
                        && tree.words(token).chars().count() > 2
                        && !knowledge.lexicon.is_of_class("honorific", lemma.trim_end_matches('.'))
                        && knowledge.agents.title(&lemma).is_none()
                        && knowledge.agents.noun(&lemma).is_none()
                })
        });
        if is_person && begins_before {
            return false;
        }
        // "Lake Victoria" is no capital: a name before it, or a longer name of a place around it, makes it another.
        let start = tokens.start;
        let named_before = start.checked_sub(1).filter(|&before| tree.upos(before) == Upos::Propn);
        let named_before = named_before.is_some_and(|before| {
            let modifies = matches!(tree.relation(before), "compound" | "flat" | "nmod");
            (tree.head(before) == Some(start) && modifies)
                || (tree.head(start) == Some(before) && tree.relation(start) == "flat")
        });
        let within_place = around
            .is_some_and(|found| found.entity_type == EntityType::Loc && found.tokens.len() > tokens.len());
        if matches!(meaning, Meaning::Seat(..)) && (named_before || within_place) {
            return false;
        }
        let within_person = around
            .is_some_and(|found| found.entity_type == EntityType::Per && found.tokens.len() > tokens.len());
        !within_person || matches!(meaning, Meaning::Actor(_) | Meaning::Adjective(_))
    }

    /// Returns the type of name that all meanings of a known name agree on.
    pub(crate) fn type_of(&self, hit: &Hit, knowledge: &Knowledge) -> Option<EntityType> {
        type_of(knowledge, &hit.meanings)
    }

    /// Returns the known name that a token is part of.
    pub(crate) fn hit(&self, token: usize) -> Option<&Hit> {
        self.hit_at[token].map(|hit| &self.hits[hit])
    }

    /// Returns the name found by the model that a token is part of.
    pub(crate) fn found(&self, token: usize) -> Option<&Found> {
        self.found_at[token].map(|found| &self.found[found])
    }

    /// Returns the persons, organizations and groups named in full anywhere in the document.
    pub(crate) fn named_in_full(&self) -> impl Iterator<Item = ActorId> + '_ {
        self.hits.iter().flat_map(|hit| &hit.meanings).filter_map(|meaning| match meaning {
            Meaning::Actor(id) => Some(*id),
            _ => None,
        })
    }
}

/// Returns whether every word begins with a capital, whatever the tagger calls it: "Ban Ki-moon".
fn is_written_as_name(tree: &Tree, tokens: &Range<usize>) -> bool {
    tokens.clone().all(|token| {
        let words = tree.words(token);
        words.starts_with(char::is_uppercase)
            || !words.contains(char::is_alphabetic)
            // What hangs on the word before it by a hyphen or an apostrophe.
            || (token > tokens.start && tree.token(token - 1).span.end() == tree.token(token).span.start())
    })
}

/// Returns the type of name that all meanings agree on.
fn type_of(knowledge: &Knowledge, meanings: &[Meaning]) -> Option<EntityType> {
    let of = |meaning: &Meaning| match meaning {
        Meaning::State(_) | Meaning::Region(_) | Meaning::Seat(_, true) => Some(EntityType::Loc),
        Meaning::Actor(id) => match knowledge.world.actor(*id).kind {
            ActorKind::Person => Some(EntityType::Per),
            ActorKind::Organization | ActorKind::ArmedGroup | ActorKind::Government => Some(EntityType::Org),
            ActorKind::State | ActorKind::Place => Some(EntityType::Loc),
            ActorKind::Group => None,
        },
        Meaning::Seat(_, false)
        | Meaning::Adjective(_)
        | Meaning::People(_)
        | Meaning::RegionAdjective(_) => None,
    };
    let (first, rest) = meanings.split_first()?;
    of(first).filter(|&entity_type| rest.iter().all(|meaning| of(meaning) == Some(entity_type)))
}
