//! Where did it happen?

use relata_doc::{ActorKind, PlaceMention};

use super::Reading;
use super::sense::Match;

/// Returns the place that the clause of a match tells: "in Kharkiv", never the dateline.
pub(crate) fn of_event(reading: &Reading, found: &Match) -> Option<PlaceMention> {
    let tree = reading.tree;
    let mut bearers = vec![found.anchor(), found.word];
    bearers.extend(tree.in_relation(found.anchor(), &["obj", "obl"]));
    bearers.dedup();
    bearers.into_iter().find_map(|bearer| {
        tree.in_relation(bearer, &["obl", "nmod"])
            .filter(|&child| {
                tree.preposition(child).is_some_and(|preposition| {
                    reading.knowledge.lexicon.is_of_class("place-preposition", &preposition)
                })
            })
            .find_map(|child| {
                let phrase = tree.cover(&tree.phrase(child))?;
                let place =
                    reading.places.at(tree.token(child).span).or_else(|| reading.places.at(phrase))?;
                // "in the Kremlin's view" names no place.
                let is_actor = reading.who.actors(child).first().is_some_and(|actor| {
                    !matches!(actor.kind, ActorKind::Place | ActorKind::State | ActorKind::Government)
                });
                (!is_actor).then_some(place)
            })
    })
}
