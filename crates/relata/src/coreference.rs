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
#[derive(Debug)]
pub(crate) struct Coreference {
    antecedents: Vec<Option<usize>>,
    parties: HashMap<usize, Vec<usize>>,
    named: HashMap<usize, (usize, f32)>,
    chains: Vec<Vec<Span>>,
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
        let sure = linked.chains(links::SURE);
        let mut antecedents = plain(knowledge, tree, naming);
        follow(tree, linked, &sure, &mut antecedents);
        Coreference {
            parties: parties(tree, linked),
            named: named(linked, &sure),
            chains: chains(tree, linked, &sure, &antecedents),
            antecedents,
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
    pub(crate) fn chains(&self) -> &[Vec<Span>] {
        &self.chains
    }
}

/// Returns what pronouns stand for where grammar makes it plain.
fn plain(knowledge: &Knowledge, tree: &Tree, naming: &Naming) -> Vec<Option<usize>> {
    let mut antecedents: Vec<Option<usize>> = vec![None; tree.parse.tokens.len()];
    for (number, sentence) in tree.parse.sentences.iter().enumerate() {
        if sentence.section == SectionKind::Furniture {
            continue;
        }
        for pronoun in sentence.tokens.clone() {
            if let Some(kind) = kind_of_pronoun(&knowledge.lexicon, tree, pronoun) {
                let found = nearest(knowledge, tree, naming, number, pronoun, kind);
                antecedents[pronoun] = found.map(|antecedent| antecedents[antecedent].unwrap_or(antecedent));
            }
        }
    }
    antecedents
}

/// Gives pronouns that are still open what sure links say: a name before another phrase, the nearest of each.
fn follow(tree: &Tree, linked: &links::Coreference, sure: &[Vec<usize>], antecedents: &mut [Option<usize>]) {
    for chain in sure {
        for (place, &number) in chain.iter().enumerate() {
            let mention = &linked.mentions[number];
            if mention.kind != MentionKind::Pronoun || antecedents[mention.head].is_some() {
                continue;
            }
            let earlier = |kind: MentionKind| {
                let before = chain[..place].iter().rev().map(|&number| &linked.mentions[number]);
                before.filter(|mention| mention.kind == kind).map(|mention| mention.head).next()
            };
            let found = earlier(MentionKind::Name).or_else(|| earlier(MentionKind::Noun));
            antecedents[mention.head] = found.filter(|&found| !is_beside(tree, found, mention.head));
        }
    }
}

/// Returns, of the head of a phrase without a name, the head of an earlier name that it is linked to and how sure that is.
fn named(linked: &links::Coreference, sure: &[Vec<usize>]) -> HashMap<usize, (usize, f32)> {
    let chain_of: HashMap<usize, &[usize]> =
        sure.iter().flat_map(|chain| chain.iter().map(|&number| (number, chain.as_slice()))).collect();
    let nouns = linked.mentions.iter().filter(|mention| mention.kind == MentionKind::Noun);
    let named = nouns.filter_map(|mention| {
        let link = mention.link?;
        let chain = chain_of.get(&link.antecedent).copied().unwrap_or_default();
        let before = chain.iter().rev().copied().filter(|&number| number <= link.antecedent);
        // A description with its name ("Foreign Minister Ann Roe") counts as a description; who it is shows later.
        let is_name = |&number: &usize| linked.mentions[number].kind == MentionKind::Name;
        let named = linked.mentions[before.into_iter().find(is_name).unwrap_or(link.antecedent)].head;
        (named < mention.head).then_some((mention.head, (named, link.confidence)))
    });
    named.collect()
}

/// Returns, of the head of a plural that two parties stand behind, their heads.
fn parties(tree: &Tree, linked: &links::Coreference) -> HashMap<usize, Vec<usize>> {
    let plurals =
        linked.mentions.iter().filter(|mention| mention.parties.len() > 1 && tree.is_plural(mention.head));
    let heads = |parties: &[usize]| parties.iter().map(|&party| linked.mentions[party].head).collect();
    plurals.map(|mention| (mention.head, heads(&mention.parties))).collect()
}

/// Returns the chains of sure links, with the pronouns that grammar makes plain.
fn chains(
    tree: &Tree,
    linked: &links::Coreference,
    sure: &[Vec<usize>],
    antecedents: &[Option<usize>],
) -> Vec<Vec<Span>> {
    let mut chains: Vec<Vec<Span>> = Vec::new();
    let mut chain_of: HashMap<usize, usize> = HashMap::new();
    for chain in sure {
        let mentions = chain.iter().map(|&number| &linked.mentions[number]);
        chain_of.extend(mentions.clone().map(|mention| (mention.head, chains.len())));
        chains.push(mentions.map(|mention| mention.span).collect());
    }
    for (pronoun, antecedent) in antecedents.iter().enumerate() {
        let Some(antecedent) = *antecedent else { continue };
        if chain_of.contains_key(&pronoun) {
            continue;
        }
        let chain = *chain_of.entry(antecedent).or_insert_with(|| {
            let first = tree.cover(&tree.phrase(antecedent)).unwrap_or(tree.token(antecedent).span);
            chains.push(vec![first]);
            chains.len() - 1
        });
        chains[chain].push(tree.token(pronoun).span);
        chain_of.insert(pronoun, chain);
    }
    for chain in &mut chains {
        chain.sort();
    }
    chains.sort_by_key(|chain| chain.first().copied());
    chains
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

/// Returns whether a word stands in the pronoun's own clause, or is its subject from the clause before: "officers came and
/// arrested them" are not the officers, nor would "themselves" be anybody else. Only a possessive may mean a word beside it.
fn is_beside(tree: &Tree, token: usize, pronoun: usize) -> bool {
    let clause = tree.clause_of(pronoun);
    let is_subject = || clause.is_some_and(|clause| tree.surface_subject(clause) == Some(token));
    tree.token(pronoun).deprel != "nmod:poss" && (tree.clause_of(token) == clause || is_subject())
}

/// Returns the only candidate, or the only subject among them.
fn choose(tree: &Tree, candidates: &[usize], pronoun: usize) -> Option<usize> {
    let open: Vec<usize> =
        candidates.iter().copied().filter(|&token| !is_beside(tree, token, pronoun)).collect();
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
