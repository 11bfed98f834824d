//! Who is meant by these words, on the day of this report?
//!
//! An actor comes from one noun phrase: a known name, a title with a country, a noun for a role with what modifies it, or
//! a name that nobody knows, with the description that the text gives. Where the text supports no code there is none.
//!
//! A module asks one question: `person` (which person does a name name?), `name` (what does any other name mean on that
//! day?), `description` (what do nouns for roles tell?), `origin` (of which country or organization?), `reference` (who
//! was told of before?).

mod description;
mod name;
mod origin;
mod person;
mod reference;

use std::cell::Cell;
use std::collections::HashSet;

use relata_doc::{ActorCode, ActorKind, ActorMention, Dating, Days, Span, Upos};
use relata_knowledge::{ActorId, Knowledge};

use crate::coreference::Coreference;
use crate::naming::Naming;
use crate::places::PlaceFinder;
use crate::tree::Tree;

/// Answers who is meant, for one document.
pub(crate) struct Who<'a> {
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) tree: &'a Tree<'a>,
    pub(crate) naming: &'a Naming,
    pub(crate) coreference: &'a Coreference,
    pub(crate) dating: &'a Dating,
    pub(crate) places: &'a PlaceFinder,
    full: HashSet<ActorId>,
    // How many pronouns are being followed, one within the other.
    depth: Cell<u8>,
}

impl<'a> Who<'a> {
    pub(crate) fn new(
        knowledge: &'a Knowledge,
        tree: &'a Tree<'a>,
        naming: &'a Naming,
        coreference: &'a Coreference,
        dating: &'a Dating,
        places: &'a PlaceFinder,
    ) -> Who<'a> {
        Who {
            knowledge,
            tree,
            naming,
            coreference,
            dating,
            places,
            full: naming.named_in_full().collect(),
            depth: Cell::new(0),
        }
    }

    /// Returns the actors that a nominal and its conjuncts mean.
    pub(crate) fn actors(&self, nominal: usize) -> Vec<ActorMention> {
        let mut actors: Vec<ActorMention> = Vec::new();
        for conjunct in self.tree.coordinated(nominal) {
            for actor in self.phrase(conjunct) {
                if actors.iter().all(|known| !known.is_same(&actor)) {
                    actors.push(actor);
                }
            }
        }
        actors
    }

    /// Returns the actors of a nominal, or those it belongs to: of "Obama's decision", Obama; of "Russian shelling", Russia.
    pub(crate) fn actors_or_owners(&self, nominal: usize) -> Vec<ActorMention> {
        let actors = self.actors(nominal);
        if actors.is_empty() { self.owners(nominal) } else { actors }
    }

    /// Returns those to whom a thing belongs: its possessor, its nationality, or what stands after "of" and its like.
    pub(crate) fn owners(&self, nominal: usize) -> Vec<ActorMention> {
        if let Some(possessor) = self.tree.possessor(nominal) {
            let actors = self.actors(possessor);
            if !actors.is_empty() {
                return actors;
            }
        }
        let modifiers: Vec<ActorMention> = self
            .tree
            .phrase(nominal)
            .into_iter()
            .filter(|&token| token != nominal)
            .filter_map(|token| self.naming.hit(token).filter(|hit| hit.tokens.start == token))
            .filter_map(|hit| self.known(hit, hit.tokens.start))
            .collect();
        if !modifiers.is_empty() {
            return modifiers;
        }
        // "the ceasefire announced by the army"
        let makers: Vec<ActorMention> = self
            .tree
            .in_relation(nominal, &["acl"])
            .filter(|&clause| self.tree.is_passive(clause))
            .flat_map(|clause| self.tree.after_any(clause, "agent-preposition"))
            .flat_map(|maker| self.actors(maker))
            .collect();
        if !makers.is_empty() {
            return makers;
        }
        let origins = self
            .tree
            .in_relation(nominal, &["nmod"])
            .filter(|&child| {
                let preposition = self.tree.preposition(child);
                preposition.is_some_and(|preposition| {
                    self.knowledge.lexicon.is_of_class("owner-preposition", &preposition)
                })
            })
            .collect::<Vec<_>>();
        origins
            .into_iter()
            .flat_map(|child| self.actors(child))
            .filter(|actor| actor.kind != ActorKind::Place)
            .collect()
    }

    /// Returns the actors of one noun phrase. There are several where a description holds for several states:
    /// "leaders from Azerbaijan and Armenia".
    fn phrase(&self, head: usize) -> Vec<ActorMention> {
        if self.tree.upos(head) == Upos::Pron {
            return self.pronoun(head);
        }
        let tokens = self.named_tokens(head);
        if let Some(person) = self.person(head, &tokens) {
            return vec![person];
        }
        if let Some(hit) = self.naming.hit(head) {
            let is_last = hit.tokens.end == head + 1 || self.tree.governor(hit.tokens.clone()) == Some(head);
            if is_last && let Some(actor) = self.known(hit, head) {
                return vec![actor];
            }
        }
        let parties = self.parties(head, &tokens);
        if !parties.is_empty() {
            return parties;
        }
        let described = self.described(head, &tokens);
        if let Some(actor) = self.named_before(head, &tokens, &described) {
            return vec![actor];
        }
        if !described.is_empty() {
            return described;
        }
        self.unknown_name(head, &tokens).into_iter().collect()
    }

    /// Returns the words of a phrase, with a name in apposition directly behind it: "Secretary of State Jane Example".
    fn named_tokens(&self, head: usize) -> Vec<usize> {
        let mut tokens = self.tree.phrase(head);
        for child in self.tree.in_relation(head, &["appos", "flat", "nmod"]).collect::<Vec<_>>() {
            let part = self.tree.phrase(child);
            let joined = match self.tree.relation(child) {
                "nmod" => self.tree.preposition(child).is_some() && self.title_window(head, child).is_some(),
                _ => part.first().is_some_and(|&first| first > head && !self.comma_between(head, first)),
            };
            if joined {
                tokens.extend(part);
                tokens.extend(self.tree.in_relation(child, &["case"]));
            }
        }
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }

    fn comma_between(&self, left: usize, right: usize) -> bool {
        (left..right)
            .any(|token| self.tree.upos(token) == Upos::Punct && !matches!(self.tree.words(token), "-" | "."))
    }

    fn days(&self, token: usize) -> Days {
        self.dating.written(self.tree.token(token).span)
    }

    fn mention(&self, tokens: &[usize], head: usize) -> Span {
        // The determiner belongs to the mention ("the Kremlin"); what a possessor owns does not hold the possessor.
        self.tree.cover(tokens).unwrap_or(self.tree.token(head).span)
    }

    fn base(&self, span: Span, kind: ActorKind, code: ActorCode, why: String) -> ActorMention {
        ActorMention {
            span,
            name: None,
            code,
            kind,
            role: None,
            wikidata: None,
            antecedent: None,
            implied: false,
            why,
        }
    }
}
