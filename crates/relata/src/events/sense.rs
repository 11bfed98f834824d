//! Which sense does a word have here?

use std::ops::Range;

use relata_doc::{Span, Upos};
use relata_knowledge::{Condition, Light, Sense, Word};

use super::Reading;
use crate::tree::Tree;

/// A word used in one of its senses.
#[derive(Clone, Copy)]
pub(crate) struct Match<'a> {
    /// The sense.
    pub(crate) sense: &'a Sense,
    /// The word that carries it.
    pub(crate) word: usize,
    /// The light verb that carries an event noun: "launched" of "launched an attack".
    pub(crate) carrier: Option<(usize, &'a Light)>,
}

impl Match<'_> {
    /// Returns the word whose clause tells when, where and whether: the light verb's, or its own.
    pub(crate) fn anchor(&self) -> usize {
        self.carrier.map_or(self.word, |(verb, _)| verb)
    }

    /// Returns the words of the action: the verb with its particle or preposition next to it, or light verb to noun.
    pub(crate) fn span(&self, tree: &Tree) -> Span {
        let mut span = tree.token(self.word).span;
        if let Some((verb, _)) = self.carrier {
            span = span.cover(tree.token(verb).span);
        }
        for particle in tree.children(self.word).filter(|&child| tree.token(child).deprel == "compound:prt") {
            if self.sense.particle.as_deref() == Some(tree.lemma(particle)) {
                span = span.cover(tree.token(particle).span);
            }
        }
        span
    }
}

/// Finds the senses of the words of a sentence: verbs with what they carry first, then event nouns left over.
pub(crate) fn matches<'a>(reading: &Reading<'a>, tokens: Range<usize>) -> Vec<Match<'a>> {
    let tree = reading.tree;
    let mut found: Vec<Match> = Vec::new();
    let mut carried: Vec<usize> = Vec::new();
    for verb in
        tokens.clone().filter(|&token| tree.upos(token) == Upos::Verb || is_predicate_adjective(tree, token))
    {
        let own = best(reading, verb, None);
        let light = carried_noun(reading, verb);
        match (own, light) {
            // "suspended talks" is an act of its own, not talks that did not take place.
            (Some(own), Some(light))
                if light.carrier.is_some_and(|(_, light)| light.negative)
                    && own.sense.conditions.iter().any(|condition| condition.wanted) =>
            {
                carried.push(light.word);
                found.push(own);
            }
            // "launch a probe" may stand in the lexicon with its object; then it says more than the light verb.
            (Some(own), Some(light)) if own.sense.specificity() > light.sense.specificity().max(2) => {
                carried.push(light.word);
                found.push(own);
            }
            (_, Some(light)) => {
                carried.push(light.word);
                found.push(light);
            }
            (Some(own), None) => found.push(own),
            (None, None) => {}
        }
    }
    for noun in tokens.filter(|&token| tree.upos(token) == Upos::Noun && !carried.contains(&token)) {
        if !names_a_party(reading, noun) {
            found.extend(best(reading, noun, None));
        }
    }
    found
}

/// Returns whether a noun is part of what a party is called, and so no act: "peace envoy", "truce-monitoring team".
fn names_a_party(reading: &Reading, noun: usize) -> bool {
    let tree = reading.tree;
    let Some(head) = tree.head(noun).filter(|_| tree.relation(noun) == "compound") else { return false };
    let lemma = tree.lemma(head).to_lowercase();
    reading.knowledge.agents.noun(&lemma).is_some() || tree.is_of_class("collective", head)
}

/// Returns whether the lexicon has a sense for a word at all.
pub(crate) fn could_report(reading: &Reading, token: usize) -> bool {
    let part = match reading.tree.upos(token) {
        Upos::Verb => Word::Verb,
        Upos::Noun => Word::Noun,
        _ => return false,
    };
    reading.knowledge.lexicon.senses_of(part, &reading.tree.lemma(token).to_lowercase()).next().is_some()
}

/// Returns whether an adjective is said of a subject: "is critical of".
fn is_predicate_adjective(tree: &Tree, token: usize) -> bool {
    tree.upos(token) == Upos::Adj
        && (tree.child(token, "cop").is_some() || matches!(tree.relation(token), "xcomp" | "acl"))
}

/// Returns the event noun that a light verb carries.
fn carried_noun<'a>(reading: &Reading<'a>, verb: usize) -> Option<Match<'a>> {
    let tree = reading.tree;
    let lemma = tree.lemma(verb);
    for light in reading.knowledge.lexicon.lights(lemma) {
        if !has_particle(tree, verb, light.particle.as_deref()) {
            continue;
        }
        let nouns = match &light.preposition {
            Some(preposition) => tree.after(verb, preposition),
            None => tree.slot(verb, &relata_knowledge::Slot::Object),
        };
        let nouns = nouns.into_iter().flat_map(|noun| tree.coordinated(noun));
        for noun in nouns.filter(|&noun| light.nouns.is_empty() || is_one_of(tree, noun, &light.nouns)) {
            if let Some(inner) = best(reading, noun, Some((verb, light))) {
                return Some(inner);
            }
        }
    }
    None
}

/// Returns the most particular sense of a word whose conditions hold and whose parties are of the right kinds; of several
/// equal ones the first in the files.
pub(crate) fn best<'a>(
    reading: &Reading<'a>,
    word: usize,
    carrier: Option<(usize, &'a Light)>,
) -> Option<Match<'a>> {
    let tree = reading.tree;
    let part = match tree.upos(word) {
        Upos::Verb | Upos::Aux => Word::Verb,
        Upos::Noun | Upos::Propn => Word::Noun,
        Upos::Adj => Word::Adjective,
        _ => return None,
    };
    let lexicon = &reading.knowledge.lexicon;
    let lemma = tree.lemma(word).to_lowercase();
    let senses = lexicon.senses_of(part, &lemma).filter(|sense| holds(tree, word, carrier, sense));
    let mut senses: Vec<&Sense> = senses.collect();
    senses.sort_by_key(|sense| std::cmp::Reverse(sense.specificity()));
    let fitting = senses
        .iter()
        .map(|sense| Match { sense, word, carrier })
        .find(|found| super::bind::kinds_fit(reading, found));
    // Where somebody asks about two sides, a sense made for parties of another kind is better than none.
    fitting.or_else(|| {
        let first = senses.first().filter(|_| !reading.sides.is_empty())?;
        Some(Match { sense: first, word, carrier })
    })
}

/// Returns the sense that a complement has as a whole: "hold talks" is talks, as in a clause of its own.
pub(crate) fn carried_or_own<'a>(reading: &Reading<'a>, complement: usize) -> Option<Match<'a>> {
    let own = best(reading, complement, None);
    let carried = match reading.tree.upos(complement) {
        Upos::Verb => carried_noun(reading, complement),
        _ => None,
    };
    match (own, carried) {
        (Some(own), Some(carried)) if own.sense.specificity() > carried.sense.specificity().max(2) => {
            Some(own)
        }
        (own, carried) => carried.or(own),
    }
}

pub(crate) fn holds(tree: &Tree, word: usize, carrier: Option<(usize, &Light)>, sense: &Sense) -> bool {
    has_particle(tree, word, sense.particle.as_deref())
        && sense.conditions.iter().all(|condition| meets(tree, word, carrier, condition))
}

fn meets(tree: &Tree, word: usize, carrier: Option<(usize, &Light)>, condition: &Condition) -> bool {
    let mut fillers = tree.slot(word, &condition.slot);
    if let Some((verb, _)) = carrier {
        fillers.extend(tree.slot(verb, &condition.slot).into_iter().filter(|&filler| filler != word));
    }
    let fillers: Vec<usize> = fillers.into_iter().flat_map(|filler| tree.coordinated(filler)).collect();
    let there = if condition.lemmas.is_empty() {
        !fillers.is_empty()
    } else {
        fillers.iter().any(|&filler| is_one_of(tree, filler, &condition.lemmas))
    };
    there == condition.wanted
}

/// Returns whether a phrase's head, alone or with the words before it, is one of the words.
pub(crate) fn is_one_of(tree: &Tree, head: usize, words: &std::collections::BTreeSet<String>) -> bool {
    let lemma = tree.lemma(head).to_lowercase();
    if words.contains(&lemma) || words.contains(&tree.words(head).to_lowercase()) {
        return true;
    }
    let compound: Vec<usize> =
        tree.in_relation(head, &["compound", "amod"]).filter(|&part| part < head).collect();
    let mut phrase = lemma;
    for part in compound.into_iter().rev() {
        phrase = format!("{} {phrase}", tree.written(part));
        if words.contains(&phrase) {
            return true;
        }
    }
    false
}

fn has_particle(tree: &Tree, word: usize, wanted: Option<&str>) -> bool {
    let is_wanted =
        |token: usize| wanted.is_some_and(|wanted| tree.words(token).eq_ignore_ascii_case(wanted));
    let particle =
        tree.children(word).find(|&child| tree.token(child).deprel == "compound:prt").or_else(|| {
            // Parsers call some particles adverbs ("lashed out at"), predicates ("took them hostage") or prepositions
            // ("handed over power").
            let own = tree
                .in_relation(word, &["advmod", "xcomp", "amod", "obj", "obl"])
                .find(|&child| is_wanted(child));
            own.or_else(|| {
                tree.in_relation(word, &["obl"]).find_map(|nominal| {
                    tree.in_relation(nominal, &["case"]).find(|&case| case == word + 1 && is_wanted(case))
                })
            })
        });
    match (particle, wanted) {
        (None, None) => true,
        (Some(particle), Some(wanted)) => tree.words(particle).eq_ignore_ascii_case(wanted),
        _ => false,
    }
}

/// Returns the words that may be the act in an operator's complement: the verb of its clause, or an event noun.
pub(crate) fn complements(reading: &Reading, found: &Match) -> Vec<usize> {
    let tree = reading.tree;
    let word = found.word;
    let mut all: Vec<usize> = tree.in_relation(word, &["xcomp", "ccomp", "acl"]).collect();
    // "called on Iran to release", "accused of killing": written as adverbial clauses by some parsers. What has a subject of
    // its own, or stands behind a word of time or cause, tells of something else ("while mediators urged").
    all.extend(tree.in_relation(word, &["advcl"]).filter(|&clause| {
        let mark = tree.child(clause, "mark");
        mark.is_some_and(|mark| !tree.is_of_class("adverbial-mark", mark))
            && tree.child(clause, "nsubj").is_none()
    }));
    // "students will lose their grants, the ministry warned": what is said stands above.
    let reported = tree.head(word).filter(|&head| {
        tree.relation(word) == "parataxis"
            && reading.knowledge.lexicon.is_speech(tree.lemma(word))
            && super::status::future(reading, head).is_some()
    });
    if tree.child(word, "ccomp").is_none() {
        all.extend(reported);
    }
    if tree.upos(word) == Upos::Verb {
        let objects = tree.slot(word, &relata_knowledge::Slot::Object);
        // "accused the army of shelling": hung on the object by some parsers.
        if tree.controls_object(word) {
            let agents = tree.after_any(word, "agent-preposition");
            let hung = objects
                .iter()
                .chain(&agents)
                .flat_map(|&object| tree.in_relation(object, &["acl"]).collect::<Vec<_>>());
            all.extend(hung.filter(|&clause| tree.child(clause, "mark").is_some()));
        }
        all.extend(objects);
    }
    all.extend(tree.in_relation(word, &["obl", "nmod"]));
    let conjuncts: Vec<usize> = all
        .iter()
        .flat_map(|&complement| tree.in_relation(complement, &["conj"]).collect::<Vec<_>>())
        .collect();
    all.extend(conjuncts);
    all.retain(|&complement| matches!(tree.upos(complement), Upos::Verb | Upos::Noun));
    all
}
