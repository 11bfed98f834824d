//! Where did it happen?

use relata_doc::{ActorKind, PlaceMention, PloverQuad, Upos};
use relata_knowledge::Word;

use super::Reading;
use super::sense::Match;

/// So many nouns may stand between an act of force and what says where: "killed in an attack on a patrol in Zamfara".
const DEEPEST: usize = 3;

/// Returns the place that the clause of a match tells: "in Kharkiv", never the dateline.
pub(crate) fn of_event(reading: &Reading, found: &Match) -> Option<PlaceMention> {
    let tree = reading.tree;
    let mut bearers = vec![found.anchor(), found.word];
    bearers.extend(tree.in_relation(found.anchor(), &["obj", "obl"]));
    bearers.dedup();
    let told = || bearers.iter().find_map(|&bearer| told_of(reading, bearer));
    let place = told().filter(|place| place.country.is_some());
    place.or_else(|| is_force(reading, found).then(|| of_force(reading, found))?).or_else(told)
}

/// Returns the place that stands behind a word and a preposition of place.
fn told_of(reading: &Reading, bearer: usize) -> Option<PlaceMention> {
    let tree = reading.tree;
    behind(reading, bearer).find_map(|child| {
        let phrase = tree.cover(&tree.phrase(child))?;
        let own = reading.places.at(tree.token(child).span).or_else(|| reading.places.at(phrase));
        // "In Oke-Ode, Kwara State": where the name itself is not known, what holds it says where.
        let place = match own {
            Some(place) if place.country.is_none() => {
                let country = within(reading, child).and_then(|holder| holder.country);
                PlaceMention { country, ..place }
            }
            Some(place) => place,
            None => within(reading, child).filter(|_| tree.upos(child) == Upos::Propn)?,
        };
        // "in the Kremlin's view" names no place.
        let is_actor = reading.who.actors(child).first().is_some_and(|actor| {
            !matches!(actor.kind, ActorKind::Place | ActorKind::State | ActorKind::Government)
        });
        (!is_actor).then_some(place)
    })
}

/// Returns what stands behind a word and a preposition of place.
fn behind<'a>(reading: &'a Reading, bearer: usize) -> impl Iterator<Item = usize> + use<'a> {
    let tree = reading.tree;
    tree.in_relation(bearer, &["obl", "nmod"]).filter(|&child| {
        tree.preposition(child).is_some_and(|preposition| {
            reading.knowledge.lexicon.is_of_class("place-preposition", &preposition)
        })
    })
}

/// Returns the first place of a known state among the names that say more of a noun: "the village of Arzah in Hama, Syria".
fn within(reading: &Reading, noun: usize) -> Option<PlaceMention> {
    let tree = reading.tree;
    let mut layer = vec![noun];
    for _ in 0..DEEPEST {
        layer = layer
            .iter()
            .flat_map(|&head| {
                tree.in_relation(head, &["appos", "list", "dep", "nmod", "flat"]).collect::<Vec<_>>()
            })
            .collect();
        let places = layer.iter().filter_map(|&name| reading.places.at(tree.token(name).span));
        if let Some(place) = places.into_iter().find(|place| place.country.is_some()) {
            return Some(place);
        }
    }
    None
}

/// Force is felt where those are whom it meets; of words and deals, what is spoken of may be anywhere.
fn is_force(reading: &Reading, found: &Match) -> bool {
    let plover = reading.knowledge.ontology.plover(found.sense.code);
    found.sense.operator.is_none()
        && plover.is_some_and(|plover| plover.quad() == PloverQuad::MaterialConflict)
}

/// Returns where an act of force took place by what it met, by the deed that is its subject ("a blast in Quetta killed"), or,
/// for a participle, by the clause that it goes with ("exploded in Moscow, killing two").
fn of_force(reading: &Reading, found: &Match) -> Option<PlaceMention> {
    let tree = reading.tree;
    let anchor = found.anchor();
    let is_deed = |&head: &usize| {
        tree.upos(head) == Upos::Noun
            && (reading.who.actors(head).is_empty()
                || reading.knowledge.lexicon.senses_of(Word::Noun, tree.lemma(head)).next().is_some())
    };
    let subject = tree.in_relation(anchor, &["nsubj"]).filter(is_deed);
    let mut layer: Vec<usize> = tree.in_relation(anchor, &["obj", "obl"]).chain(subject).collect();
    if tree.is_passive(anchor) {
        layer.extend(tree.surface_subject(anchor));
    }
    for _ in 0..DEEPEST {
        let told = |&bearer: &usize| {
            // "In a series of attacks in Borno", "in the regions of Hirshabelle state".
            let noun = || behind(reading, bearer).find_map(|child| within(reading, child));
            told_of(reading, bearer).or_else(noun)
        };
        if let Some(place) = layer.iter().find_map(told) {
            return Some(place);
        }
        layer = layer
            .iter()
            .flat_map(|&head| tree.in_relation(head, &["nmod", "obl", "acl"]).collect::<Vec<_>>())
            .filter(|&head| matches!(tree.upos(head), Upos::Noun | Upos::Verb) && !tree.is_time(head))
            .filter(|&head| tree.token(head).deprel != "acl:relcl")
            .collect();
    }
    let with = tree.head(anchor).filter(|_| {
        tree.relation(anchor) == "advcl"
            && tree.token(anchor).has("VerbForm=Part")
            && tree.child(anchor, "nsubj").is_none()
            && tree.child(anchor, "mark").is_none()
    })?;
    [with]
        .into_iter()
        .chain(tree.in_relation(with, &["obj", "obl"]))
        .find_map(|bearer| told_of(reading, bearer))
}
