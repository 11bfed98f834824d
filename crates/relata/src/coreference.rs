//! Which earlier words do a pronoun, or a phrase such as "the group", stand for?
//!
//! What grammar makes plain is answered first: the antecedent agrees in number and kind, stands in this sentence or the one
//! before, in this paragraph or the one before, and no other candidate is as near. Elsewhere the links that
//! `relata_analysis` found are followed where they are sure. Everything else stays open.

use std::collections::HashMap;

use relata_analysis::coreference::{self as links, MentionKind};
use relata_doc::{EntityType, SectionKind, Span, Upos};
use relata_knowledge::{Knowledge, Lexicon, Meaning};

use crate::naming::Naming;
use crate::tree::Tree;

/// What a document's pronouns and phrases stand for, as tokens.
#[derive(Debug, Default)]
pub(crate) struct Coreference {
    antecedents: Vec<Option<usize>>,
    /// Of the head of a plural that two parties stand behind, their heads.
    parties: HashMap<usize, Vec<usize>>,
    /// Of the head of a phrase without a name, the head of an earlier name that it is linked to, and how sure that is.
    named: HashMap<usize, (usize, f32)>,
    /// Of each mention its head and its words.
    chains: Vec<Vec<(usize, Span)>>,
}

/// What a pronoun asks of its antecedent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Person,
    Thing,
    Several,
}

impl Coreference {
    pub(crate) fn new(
        knowledge: &Knowledge,
        tree: &Tree,
        naming: &Naming,
        linked: &links::Coreference,
    ) -> Coreference {
        let mut antecedents = vec![None; tree.parse.tokens.len()];
        for (number, sentence) in tree.parse.sentences.iter().enumerate() {
            if sentence.section == SectionKind::Furniture {
                continue;
            }
            for pronoun in sentence.tokens.clone() {
                if let Some(kind) = kind_of_pronoun(&knowledge.lexicon, tree, pronoun) {
                    let found = nearest(knowledge, tree, naming, number, pronoun, kind);
                    antecedents[pronoun] =
                        found.map(|antecedent| antecedents[antecedent].unwrap_or(antecedent));
                }
            }
        }
        let mut coreference = Coreference { antecedents, ..Coreference::default() };
        coreference.follow(tree, linked);
        coreference
    }

    /// Takes over the links that are sure.
    fn follow(&mut self, tree: &Tree, linked: &links::Coreference) {
        let chains = linked.chains(links::SURE);
        for chain in &chains {
            for (place, &number) in chain.iter().enumerate() {
                let (mention, before) = (&linked.mentions[number], &chain[..place]);
                let earlier = |kind: MentionKind| {
                    let of_kind = before.iter().rev().map(|&number| &linked.mentions[number]);
                    of_kind.filter(move |mention| mention.kind == kind).map(|mention| mention.head).next()
                };
                if mention.kind == MentionKind::Pronoun && self.antecedents[mention.head].is_none() {
                    self.antecedents[mention.head] =
                        earlier(MentionKind::Name).or_else(|| earlier(MentionKind::Noun));
                }
            }
        }
        for mention in linked.mentions.iter().filter(|mention| mention.kind == MentionKind::Noun) {
            let Some(link) = mention.link else { continue };
            let chain = chains.iter().find(|chain| chain.contains(&link.antecedent));
            let before = chain.map_or(&[] as &[usize], |chain| chain).iter().rev().copied();
            // A description with its name ("Foreign Minister Ann Roe") counts as a description; who it is shows later.
            let is_name = |&number: &usize| linked.mentions[number].kind == MentionKind::Name;
            let named = before.filter(|&number| number <= link.antecedent).find(is_name);
            let named = linked.mentions[named.unwrap_or(link.antecedent)].head;
            if named < mention.head {
                self.named.insert(mention.head, (named, link.confidence));
            }
        }
        let of = |number: usize| (linked.mentions[number].head, linked.mentions[number].span);
        self.chains = chains.into_iter().map(|chain| chain.into_iter().map(of).collect()).collect();
        for (pronoun, antecedent) in self.pairs().collect::<Vec<_>>() {
            let holding = |head: usize| {
                self.chains.iter().position(|chain| chain.iter().any(|&(other, _)| other == head))
            };
            if holding(pronoun).is_some() {
                continue;
            }
            let word = (pronoun, tree.token(pronoun).span);
            match holding(antecedent) {
                Some(chain) => self.chains[chain].push(word),
                None => {
                    let first = tree.cover(&tree.phrase(antecedent)).unwrap_or(tree.token(antecedent).span);
                    self.chains.push(vec![(antecedent, first), word]);
                }
            }
        }
        for chain in &mut self.chains {
            chain.sort_by_key(|&(_, span)| span);
        }
        self.chains.sort_by_key(|chain| chain[0].1);
        for mention in &linked.mentions {
            let parties: Vec<usize> =
                mention.parties.iter().map(|&party| linked.mentions[party].head).collect();
            if parties.len() > 1 && tree.is_plural(mention.head) {
                self.parties.insert(mention.head, parties);
            }
        }
    }

    /// Returns the head of the phrase that a pronoun stands for.
    pub(crate) fn antecedent(&self, pronoun: usize) -> Option<usize> {
        self.antecedents[pronoun]
    }

    /// Returns the heads of the two parties that a plural ("both sides") or plural pronoun stands for together.
    pub(crate) fn parties(&self, head: usize) -> &[usize] {
        self.parties.get(&head).map_or(&[], Vec::as_slice)
    }

    /// Returns the head of the earlier name of what a phrase without a name may stand for ("the group", "the president"),
    /// and how sure that is, 0 to 1.
    pub(crate) fn named(&self, head: usize) -> Option<(usize, f32)> {
        self.named.get(&head).copied()
    }

    /// Returns the mentions that stand for the same, chain by chain, each in order; none stands alone.
    pub(crate) fn chains(&self) -> Vec<Vec<Span>> {
        self.chains.iter().map(|chain| chain.iter().map(|&(_, span)| span).collect()).collect()
    }

    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.antecedents
            .iter()
            .enumerate()
            .filter_map(|(pronoun, antecedent)| antecedent.map(|antecedent| (pronoun, antecedent)))
    }
}

fn kind_of_pronoun(lexicon: &Lexicon, tree: &Tree, token: usize) -> Option<Kind> {
    let word = tree.token(token);
    let personal = word.upos == Upos::Pron && word.has("PronType=Prs") && word.has("Person=3");
    // "it said" is no expletive, whatever the parser says.
    let speaks = tree.head(token).is_some_and(|head| lexicon.is_speech(tree.lemma(head)));
    if !personal || (tree.relation(token) == "expl" && !speaks) {
        return None;
    }
    if word.has("Number=Plur") {
        Some(Kind::Several)
    } else if word.has("Gender=Masc") || word.has("Gender=Fem") {
        Some(Kind::Person)
    } else {
        Some(Kind::Thing)
    }
}

fn nearest(
    knowledge: &Knowledge,
    tree: &Tree,
    naming: &Naming,
    number: usize,
    pronoun: usize,
    kind: Kind,
) -> Option<usize> {
    let sentences = &tree.parse.sentences;
    let here = sentences[number].tokens.start..pronoun;
    let mut candidates: Vec<usize> =
        here.filter(|&token| may_be(knowledge, tree, naming, token, kind)).collect();
    if kind == Kind::Several {
        candidates.retain(|&token| tree.coordinated(token).iter().all(|&part| part < pronoun));
    }
    if let Some(found) = choose(tree, &candidates, pronoun) {
        return Some(found);
    }
    if !candidates.is_empty() {
        return None; // several, none plainer than the others
    }
    // A plural may stand for anything: it is followed only within its own paragraph.
    let before = number.checked_sub(1).map(|before| &sentences[before])?;
    let section_ends =
        before.span.end() + 1 < sentences[number].span.start() || before.section != sentences[number].section;
    if (kind == Kind::Several && section_ends)
        || before.section == SectionKind::Furniture
        || before.section == SectionKind::Headline
    {
        return None;
    }
    let candidates: Vec<usize> =
        before.tokens.clone().filter(|&token| may_be(knowledge, tree, naming, token, kind)).collect();
    choose(tree, &candidates, pronoun)
}

/// Returns the only candidate, or the only subject among them.
fn choose(tree: &Tree, candidates: &[usize], pronoun: usize) -> Option<usize> {
    let same_clause = |&token: &usize| {
        tree.clause_of(token) == tree.clause_of(pronoun) && tree.token(pronoun).deprel != "nmod:poss"
    };
    let open: Vec<usize> = candidates.iter().copied().filter(|token| !same_clause(token)).collect();
    // The subject of the clause that governs the pronoun's own: "the minister denied that he …".
    let clause = tree.clause_of(pronoun);
    let governing = clause.into_iter().flat_map(|clause| tree.up(clause).skip(1).collect::<Vec<_>>());
    let governor =
        governing.filter(|&above| tree.is_predicate(above)).find_map(|above| tree.surface_subject(above));
    if let Some(subject) = governor.filter(|subject| open.contains(subject)) {
        return Some(subject);
    }
    let subjects: Vec<usize> =
        open.iter().copied().filter(|&token| tree.relation(token) == "nsubj").collect();
    match (open.as_slice(), subjects.as_slice()) {
        (&[only], _) | (_, &[only]) => Some(only),
        // Of several subjects the last is nearest, where the first is not the main clause's own.
        (_, &[.., last]) if subjects.iter().all(|&subject| tree.words(subject) == tree.words(last)) => {
            Some(last)
        }
        _ => None,
    }
}

fn may_be(knowledge: &Knowledge, tree: &Tree, naming: &Naming, token: usize, kind: Kind) -> bool {
    let word = tree.token(token);
    if !matches!(word.upos, Upos::Noun | Upos::Propn)
        || matches!(word.relation(), "compound" | "flat" | "amod" | "appos" | "conj")
    {
        return false;
    }
    let names_a_state = naming.hit(token).is_some_and(|hit| {
        hit.meanings.iter().any(|meaning| matches!(meaning, Meaning::State(_) | Meaning::Seat(..)))
    });
    let plural =
        (word.has("Number=Plur") && !names_a_state) || tree.in_relation(token, &["conj"]).next().is_some();
    let mut inside = tree.phrase(token);
    inside.extend(tree.in_relation(token, &["appos"]));
    let is_named = |entity_type: EntityType| {
        inside.iter().any(|&part| naming.found(part).is_some_and(|found| found.entity_type == entity_type))
    };
    let is_collective = knowledge.lexicon.is_of_class("collective", &word.lemma.to_lowercase());
    let is_person_noun =
        knowledge.agents.noun(&word.lemma).is_some() || knowledge.agents.title(&word.lemma).is_some();
    match kind {
        Kind::Person => {
            !plural
                && word.deprel != "nmod:poss"
                && (is_named(EntityType::Per)
                    || is_person_noun && !is_collective && !is_institution(knowledge, tree, naming, token))
        }
        Kind::Several => {
            plural && (is_person_noun || naming.hit(token).is_some() || is_named(EntityType::Per))
        }
        Kind::Thing => !plural && is_institution(knowledge, tree, naming, token),
    }
}

fn is_institution(knowledge: &Knowledge, tree: &Tree, naming: &Naming, token: usize) -> bool {
    let state_or_seat = naming.hit(token).is_some_and(|hit| {
        hit.meanings.iter().any(|meaning| match meaning {
            Meaning::State(_) | Meaning::Seat(..) => true,
            Meaning::Actor(id) => knowledge.world.actor(*id).kind != relata_doc::ActorKind::Person,
            _ => false,
        })
    });
    let organization = naming.found(token).is_some_and(|found| found.entity_type == EntityType::Org);
    let agent = knowledge.agents.noun(tree.lemma(token)).is_some()
        && knowledge.lexicon.is_of_class("institution", tree.lemma(token));
    state_or_seat || organization || agent
}
