//! Where did it happen?

use relata_doc::{ActorKind, EntityType, PlaceMention, PlacePrecision, Span, Upos};
use relata_knowledge::{Knowledge, Meaning, Town};

use super::Reading;
use super::sense::Match;
use crate::naming::Naming;
use crate::tree::Tree;

/// The places that a document names.
pub(crate) struct PlaceFinder {
    pub(crate) places: Vec<PlaceMention>,
}

impl PlaceFinder {
    /// Finds the places: known states, capitals, regions and towns, and names that the model takes for places.
    pub(crate) fn new(knowledge: &Knowledge, tree: &Tree, naming: &Naming) -> PlaceFinder {
        let mut places: Vec<PlaceMention> = Vec::new();
        for hit in &naming.hits {
            let span = tree.token(hit.tokens.start).span.cover(tree.token(hit.tokens.end - 1).span);
            let found = hit.meanings.iter().find_map(|meaning| place_of(knowledge, tree, span, meaning));
            places.extend(found);
        }
        for found in naming.found.iter().filter(|found| found.entity_type == EntityType::Loc) {
            let span = tree.token(found.tokens.start).span.cover(tree.token(found.tokens.end - 1).span);
            if places.iter().all(|place| !place.span.overlaps(span)) {
                places.push(town(knowledge, tree, span));
            }
        }
        for token in 0..tree.parse.tokens.len() {
            places.extend(unmarked_town(knowledge, tree, naming, token));
        }
        places.sort_by_key(|place| place.span);
        PlaceFinder { places }
    }

    /// Returns the place that a span names.
    pub(crate) fn at(&self, span: Span) -> Option<PlaceMention> {
        self.places.iter().find(|place| span.contains(place.span) || place.span.contains(span)).cloned()
    }
}

/// Returns a town that the model for names passed over: a name of the gazetteer where a place may stand, behind a
/// preposition of place or as what is acted upon.
fn unmarked_town(knowledge: &Knowledge, tree: &Tree, naming: &Naming, token: usize) -> Option<PlaceMention> {
    const WELL_KNOWN: u32 = 100;
    // A tagger that does not know a name calls it a noun; its capital inside a sentence tells.
    let capital = tree.words(token).starts_with(char::is_uppercase) && token > tree.sentence(token).start;
    let is_name = tree.upos(token) == Upos::Propn || (tree.upos(token) == Upos::Noun && capital);
    let is_free = is_name && naming.found(token).is_none() && naming.hit(token).is_none();
    if !is_free
        || tree
            .in_relation(token, &["compound", "flat", "nmod"])
            .any(|part| tree.upos(part) == Upos::Propn && tree.relation(part) != "nmod")
    {
        return None;
    }
    let behind = tree
        .preposition(token)
        .is_some_and(|preposition| knowledge.lexicon.is_of_class("place-preposition", &preposition));
    let place = town(knowledge, tree, tree.token(token).span);
    let known = knowledge
        .places
        .towns(&place.name)
        .first()
        .is_some_and(|town| behind || (tree.relation(token) == "obj" && town.thousands >= WELL_KNOWN));
    (known && place.country.is_some()).then_some(place)
}

/// Returns a town by its name; of several of one name the largest, where it is much larger than the next.
fn town(knowledge: &Knowledge, tree: &Tree, span: Span) -> PlaceMention {
    const MUCH_LARGER: u32 = 3;
    let words = &tree.text[span];
    let towns = knowledge.places.towns(words);
    let plain = match towns {
        [] => None,
        [only] => Some(only),
        [first, others @ ..] => {
            let yields = |other: &Town| {
                first.country == other.country || first.thousands >= MUCH_LARGER * other.thousands.max(1)
            };
            others.iter().all(yields).then_some(first)
        }
    };
    PlaceMention {
        span,
        name: plain.map_or(words, |town| &town.name).to_owned(),
        country: plain.map(|town| town.country.clone()),
        admin1: plain.map(|town| town.admin1.clone()),
        lat: plain.map(|town| town.lat),
        lon: plain.map(|town| town.lon),
        geonames: plain.map(|town| town.geonames),
        precision: PlacePrecision::City,
    }
}

fn place_of(knowledge: &Knowledge, tree: &Tree, span: Span, meaning: &Meaning) -> Option<PlaceMention> {
    let world = &knowledge.world;
    let (name, country, precision) = match *meaning {
        Meaning::State(id) => {
            (world.state(id).name.clone(), Some(world.state(id).code.clone()), PlacePrecision::Country)
        }
        Meaning::Seat(id, true) => {
            (tree.text[span].to_owned(), Some(world.state(id).code.clone()), PlacePrecision::City)
        }
        Meaning::Region(id) => {
            let region = world.region(id);
            let precision =
                if region.within.is_some() { PlacePrecision::Admin1 } else { PlacePrecision::Country };
            (region.name.clone(), region.within.clone(), precision)
        }
        _ => return None,
    };
    Some(PlaceMention { span, name, country, admin1: None, lat: None, lon: None, geonames: None, precision })
}

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
