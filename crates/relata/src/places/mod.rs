//! Which words name places, and where are they?
//!
//! A name may be read in several ways: a state, its capital, a division of another state, a dozen towns. `choose` decides
//! by what stands around it, and leaves open what the text leaves open. A dateline tells which place of a name is meant; it
//! is never the place of an event.

mod choose;

use std::collections::HashMap;
use std::ops::Range;

use relata_doc::{EntityType, Layout, PlaceMention, PlacePrecision, Span, Upos};
use relata_knowledge::{Knowledge, Meaning, Place, PlaceKind};

use crate::naming::{Hit, Naming};
use crate::tree::Tree;

/// The places that a document names.
pub(crate) struct PlaceFinder {
    pub(crate) places: Vec<PlaceMention>,
}

/// A name that may be a place, with all that it may be.
pub(crate) struct Candidate<'k> {
    pub(crate) tokens: Range<usize>,
    /// Where words of direction before it are taken in: "eastern" of "eastern Ukraine".
    pub(crate) part_from: Option<usize>,
    pub(crate) readings: Vec<Reading<'k>>,
}

/// One thing that a name may be.
#[derive(Debug, Clone)]
pub(crate) struct Reading<'k> {
    pub(crate) name: &'k str,
    pub(crate) kind: PlaceKind,
    pub(crate) countries: Vec<&'k str>,
    pub(crate) division: &'k str,
    pub(crate) point: Option<(f64, f64)>,
    pub(crate) geonames: Option<u32>,
    /// How much is known to be there: people of a town or, by kind, what is taken for as many.
    pub(crate) people: u32,
    pub(crate) is_capital: bool,
}

impl<'k> Reading<'k> {
    fn of_place(place: Place<'k>) -> Reading<'k> {
        Reading {
            name: place.name,
            kind: place.kind,
            countries: place.countries().collect(),
            division: place.division,
            point: place.point,
            geonames: place.geonames,
            people: place.people,
            is_capital: false,
        }
    }

    /// Returns the one state it lies in.
    pub(crate) fn country(&self) -> Option<&'k str> {
        match self.countries[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    fn precision(&self) -> PlacePrecision {
        match self.kind {
            PlaceKind::Town => PlacePrecision::City,
            PlaceKind::District => PlacePrecision::Admin2,
            PlaceKind::Country => PlacePrecision::Country,
            kind if kind.is_point() => PlacePrecision::Point,
            // A division, or a region or a piece of nature: as exact as the one state that it lies in.
            _ if self.countries.len() == 1 => PlacePrecision::Admin1,
            _ => PlacePrecision::Country,
        }
    }
}

impl PlaceFinder {
    /// Finds the places: known states, capitals, regions, towns and features, and names that the model takes for places.
    pub(crate) fn new(knowledge: &Knowledge, tree: &Tree, naming: &Naming, layout: &Layout) -> PlaceFinder {
        let candidates = candidates(knowledge, tree, naming);
        let choices = choose::choose(knowledge, tree, naming, layout, &candidates);
        let mut places: Vec<PlaceMention> = candidates
            .iter()
            .zip(choices)
            .filter_map(|(candidate, choice)| mention(tree, candidate, &choice))
            .collect();
        places.sort_by_key(|place| place.span);
        PlaceFinder { places }
    }

    /// Returns the place that a span names.
    pub(crate) fn at(&self, span: Span) -> Option<PlaceMention> {
        self.places.iter().find(|place| span.contains(place.span) || place.span.contains(span)).cloned()
    }
}

/// Returns the point that a map or an export draws for a place: its own, or that of the division, region or state.
pub(crate) fn representative_point(knowledge: &Knowledge, place: &PlaceMention) -> Option<(f64, f64)> {
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        return Some((lat, lon));
    }
    let of_name = knowledge.places.named(&place.name).into_iter().map(Reading::of_place);
    let same = |reading: &Reading| match &place.country {
        Some(country) => reading.countries.contains(&country.as_str()),
        None => reading.countries.len() != 1,
    };
    let own = of_name
        .filter(|reading| reading.precision() == place.precision && same(reading))
        .find_map(|reading| reading.point);
    let division = || {
        let divisions = knowledge.places.named(place.admin1.as_deref()?).into_iter();
        divisions
            .filter(|other| other.kind == PlaceKind::Division && other.country() == place.country.as_deref())
            .find_map(|other| other.point)
    };
    own.or_else(division).or_else(|| knowledge.places.country(place.country.as_deref()?)?.point)
}

/// Returns whether words are the name of a place and of nothing else that is known.
pub(crate) fn is_place_name(knowledge: &Knowledge, words: &str) -> bool {
    let meanings = knowledge.world.meanings(words);
    let is_place = |meaning: &Meaning| {
        matches!(meaning, Meaning::State(_) | Meaning::Region(_) | Meaning::Seat(_, true))
    };
    match meanings.is_empty() {
        true => !knowledge.places.named(words).is_empty(),
        false => meanings.iter().all(is_place),
    }
}

fn span_of(tree: &Tree, tokens: &Range<usize>) -> Span {
    tree.token(tokens.start).span.cover(tree.token(tokens.end - 1).span)
}

/// Makes the record of a name whose readings are narrowed down to `choice`: what they all share is known.
fn mention(tree: &Tree, candidate: &Candidate, choice: &[&Reading]) -> Option<PlaceMention> {
    let from = candidate.part_from.unwrap_or(candidate.tokens.start);
    let span = span_of(tree, &(from..candidate.tokens.end));
    let words = &tree.text[span];
    let unknown = PlaceMention {
        span,
        name: words.to_owned(),
        country: None,
        admin1: None,
        lat: None,
        lon: None,
        geonames: None,
        precision: PlacePrecision::Country,
    };
    let Some((first, others)) = choice.split_first() else { return Some(unknown) };
    let all_share = |share: &dyn Fn(&Reading) -> bool| others.iter().all(|other| share(other));
    let country = first.country().filter(|country| all_share(&|other| other.country() == Some(country)));
    let precision = choice.iter().map(|reading| reading.precision()).min().unwrap_or(PlacePrecision::Country);
    if candidate.part_from.is_some() {
        // A part of a state, of which no table tells where it ends.
        let country = country.map(str::to_owned);
        return Some(PlaceMention { country, precision: PlacePrecision::Admin1, ..unknown });
    }
    let only = others.is_empty().then_some(first);
    let exact = only.filter(|place| {
        matches!(precision, PlacePrecision::City | PlacePrecision::Point) && place.point.is_some()
    });
    let division = (!first.division.is_empty() && all_share(&|other| other.division == first.division))
        .then(|| first.division.to_owned());
    Some(PlaceMention {
        name: only.map_or(words, |place| place.name).to_owned(),
        country: country.map(str::to_owned),
        admin1: division.filter(|_| country.is_some()),
        lat: exact.and_then(|place| place.point).map(|(lat, _)| lat),
        lon: exact.and_then(|place| place.point).map(|(_, lon)| lon),
        geonames: only.and_then(|place| place.geonames),
        precision,
        ..unknown
    })
}

/// Returns the names that may be places, in order, none within another.
fn candidates<'k>(knowledge: &'k Knowledge, tree: &Tree, naming: &Naming) -> Vec<Candidate<'k>> {
    let mut candidates: Vec<Candidate<'k>> = Vec::new();
    let mut taken = vec![false; tree.parse.tokens.len()];
    let mut add = |candidate: Candidate<'k>, candidates: &mut Vec<Candidate<'k>>| {
        let range = candidate.part_from.unwrap_or(candidate.tokens.start)..candidate.tokens.end;
        if !taken[range.clone()].iter().any(|taken| *taken) {
            taken[range].fill(true);
            candidates.push(candidate);
        }
    };
    // Longer names first: "the Strait of Hormuz" is no town of Hormuz, "Lake Chad" no state.
    for feature in features(knowledge, tree, naming) {
        add(feature, &mut candidates);
    }
    for hit in &naming.hits {
        if let Some(candidate) = known(knowledge, tree, hit) {
            add(candidate, &mut candidates);
        }
    }
    for found in naming.found.iter().filter(|found| found.entity_type == EntityType::Loc) {
        let readings = readings(knowledge, tree, &found.tokens);
        add(Candidate { tokens: found.tokens.clone(), part_from: None, readings }, &mut candidates);
    }
    for token in 0..tree.parse.tokens.len() {
        if let Some(candidate) = unmarked_town(knowledge, tree, naming, token) {
            add(candidate, &mut candidates);
        }
    }
    candidates.sort_by_key(|candidate| candidate.tokens.start);
    candidates
}

/// Returns the places of the gazetteer whose names have several words, wherever the model puts their ends.
fn features<'k>(knowledge: &'k Knowledge, tree: &Tree, naming: &Naming) -> Vec<Candidate<'k>> {
    let mut features = Vec::new();
    // Of many names that begin with one word the longest is looked for once.
    let mut lengths: HashMap<&str, usize> = HashMap::new();
    for sentence in &tree.parse.sentences {
        let mut first = sentence.tokens.start;
        while first < sentence.tokens.end {
            let longest = match goes_on(tree, first, sentence.tokens.end) {
                true => *lengths
                    .entry(tree.words(first))
                    .or_insert_with(|| knowledge.places.longest_from(tree.words(first))),
                false => 0,
            };
            // A hyphen or an apostrophe may be a token of its own.
            let furthest = sentence.tokens.end.min(first + 2 * longest);
            let feature = (first + 2..=furthest).rev().find_map(|end| {
                let tokens = first..end;
                let words = &tree.text[span_of(tree, &tokens)];
                let is_name = tree.words(end - 1).starts_with(char::is_uppercase)
                    && words.contains(' ')
                    && !tokens.clone().any(|token| is_other_name(naming, token, &tokens));
                let readings: Vec<Reading> = if is_name { gazetted(knowledge, words) } else { Vec::new() };
                (!readings.is_empty()).then_some(Candidate { tokens, part_from: None, readings })
            });
            first = feature.as_ref().map_or(first + 1, |feature| feature.tokens.end);
            features.extend(feature);
        }
    }
    // What knowledge knows under the same words may be more than a place: it is read with that.
    features.retain(|feature| {
        naming.hit(feature.tokens.start).is_none_or(|hit| hit.tokens.len() < feature.tokens.len())
    });
    features
}

/// Returns whether a name of several words may begin at a token: it and the next but for a small word have capitals.
fn goes_on(tree: &Tree, first: usize, end: usize) -> bool {
    let capital = |token: usize| token < end && tree.words(token).starts_with(char::is_uppercase);
    let starts = capital(first) && tree.upos(first) != Upos::Det;
    starts && (capital(first + 1) || capital(first + 2) || capital(first + 3))
}

/// Returns whether a token belongs to a person's or an organization's name, or to a longer name than these tokens.
fn is_other_name(naming: &Naming, token: usize, tokens: &Range<usize>) -> bool {
    naming.found(token).is_some_and(|found| found.entity_type != EntityType::Loc)
        || naming.hit(token).is_some_and(|hit| hit.tokens.start < tokens.start || hit.tokens.end > tokens.end)
}

/// Returns whether a name goes on behind a hyphen, and so is another: "Saxony" of "Saxony-Anhalt".
fn is_part_of_word(tree: &Tree, tokens: &Range<usize>) -> bool {
    let glued = |token: usize| {
        token + 1 < tree.parse.tokens.len()
            && tree.token(token).span.end() == tree.token(token + 1).span.start()
    };
    let (last, hyphen) = (tokens.end - 1, tokens.end);
    glued(last) && tree.words(hyphen) == "-" && glued(hyphen) && tree.words(hyphen + 1).starts_with(char::is_uppercase)
        // "Syria-Turkey border" names two.
        && tree.relation(last) != "compound"
}

/// Returns what a known name may be as a place, or none where it names something else.
fn known<'k>(knowledge: &'k Knowledge, tree: &Tree, hit: &Hit) -> Option<Candidate<'k>> {
    let world = &knowledge.world;
    if is_part_of_word(tree, &hit.tokens) {
        return None;
    }
    let words = &tree.text[span_of(tree, &hit.tokens)];
    let mut gazetted = gazetted(knowledge, words);
    let mut readings = Vec::new();
    for meaning in &hit.meanings {
        match *meaning {
            Meaning::State(id) => {
                let state = world.state(id);
                readings.push(Reading::of_state(&state.name, &state.code, knowledge));
                gazetted.retain(|place| place.kind != PlaceKind::Country);
            }
            Meaning::Seat(id, true) => {
                let code = world.state(id).code.as_str();
                // The gazetteer knows where it lies.
                let at = gazetted
                    .iter()
                    .position(|place| matches!(place.kind, PlaceKind::Town) && place.country() == Some(code));
                let town = at.map(|at| gazetted.remove(at));
                let capital = world.state(id).capital.as_deref().unwrap_or(&world.state(id).name);
                let town = town.unwrap_or_else(|| Reading {
                    kind: PlaceKind::Town,
                    point: None,
                    ..Reading::of_state(capital, code, knowledge)
                });
                readings.push(Reading { is_capital: true, ..town });
            }
            Meaning::Region(id) => {
                let region = world.region(id);
                let countries: Vec<&str> = match &region.within {
                    Some(within) => vec![within.as_str()],
                    None => region.members.iter().chain(&region.disputed).map(String::as_str).collect(),
                };
                // A division or a feature of the same name and state tells more of it.
                let at = gazetted.iter().position(|place| {
                    place.kind != PlaceKind::Town
                        && place.countries.iter().all(|code| countries.contains(code))
                });
                let place = at.map(|at| gazetted.remove(at));
                readings.push(place.unwrap_or(Reading {
                    kind: PlaceKind::Region,
                    countries,
                    ..Reading::of_state(&region.name, "", knowledge)
                }));
            }
            Meaning::Actor(_) => return None,
            _ => {}
        }
    }
    if readings.is_empty() {
        return None;
    }
    let named_in_full = readings.iter().any(|reading| reading.kind == PlaceKind::Country);
    readings.extend(gazetted);
    let before = hit.tokens.start.checked_sub(1);
    let part_from = before
        .filter(|&before| {
            named_in_full
                && knowledge.lexicon.is_of_class("direction", &tree.words(before).to_lowercase())
                && tree.head(before) == Some(hit.tokens.end - 1)
        })
        .filter(|&before| tree.sentence(hit.tokens.start).contains(&before));
    Some(Candidate { tokens: hit.tokens.clone(), part_from, readings })
}

impl<'k> Reading<'k> {
    fn of_state(name: &'k str, code: &'k str, knowledge: &'k Knowledge) -> Reading<'k> {
        Reading {
            name,
            kind: PlaceKind::Country,
            countries: vec![code].into_iter().filter(|code| !code.is_empty()).collect(),
            division: "",
            point: knowledge.places.country(code).and_then(|place| place.point),
            geonames: None,
            people: 0,
            is_capital: false,
        }
    }
}

fn gazetted<'k>(knowledge: &'k Knowledge, words: &str) -> Vec<Reading<'k>> {
    knowledge.places.named(words).into_iter().map(Reading::of_place).collect()
}

/// Returns what a name may be, as it stands or without the noun that tells its kind: "Idlib province", "the city of Homs".
fn readings<'k>(knowledge: &'k Knowledge, tree: &Tree, tokens: &Range<usize>) -> Vec<Reading<'k>> {
    let whole = gazetted(knowledge, &tree.text[span_of(tree, tokens)]);
    if !whole.is_empty() || tokens.len() == 1 {
        return whole;
    }
    // Inside a name a noun has a capital.
    let is =
        |class: &str, token: usize| knowledge.lexicon.is_of_class(class, &tree.lemma(token).to_lowercase());
    let is_kind = |token: usize| is("division-noun", token) || is("town-noun", token);
    let (first, last) = (tokens.start, tokens.end - 1);
    let (kind, rest) = if is_kind(last) {
        (last, first..last)
    } else if is_kind(first) {
        let of = usize::from(tree.words(first + 1).eq_ignore_ascii_case("of") && tokens.len() > 2);
        (first, first + 1 + of..tokens.end)
    } else {
        // "Athens hotels": what begins in small letters is no part of the name.
        let small = tokens.clone().find(|&token| tree.words(token).starts_with(char::is_lowercase));
        return small
            .filter(|&small| small > first)
            .map_or_else(Vec::new, |small| gazetted(knowledge, &tree.text[span_of(tree, &(first..small))]));
    };
    let mut readings = gazetted(knowledge, &tree.text[span_of(tree, &rest)]);
    let is_division = is("division-noun", kind);
    let fits = |reading: &Reading| (reading.kind == PlaceKind::Town) != is_division;
    if readings.iter().any(fits) {
        readings.retain(fits);
    }
    readings
}

/// Returns a town that the model for names passed over: a name of the gazetteer where a place may stand, behind a
/// preposition of place or as what is acted upon.
fn unmarked_town<'k>(
    knowledge: &'k Knowledge,
    tree: &Tree,
    naming: &Naming,
    token: usize,
) -> Option<Candidate<'k>> {
    const WELL_KNOWN: u32 = 100_000;
    // A tagger that does not know a name calls it a noun; its capital inside a sentence tells.
    let capital = tree.words(token).starts_with(char::is_uppercase) && token > tree.sentence(token).start;
    let is_name = tree.upos(token) == Upos::Propn || (tree.upos(token) == Upos::Noun && capital);
    let is_free = is_name && naming.found(token).is_none() && naming.hit(token).is_none();
    let has_name = |part: usize| tree.upos(part) == Upos::Propn && tree.relation(part) != "nmod";
    if !is_free || tree.in_relation(token, &["compound", "flat", "nmod"]).any(has_name) {
        return None;
    }
    let behind = tree
        .preposition(token)
        .is_some_and(|preposition| knowledge.lexicon.is_of_class("place-preposition", &preposition));
    let readings = gazetted(knowledge, tree.words(token));
    let largest = readings.iter().map(|reading| reading.people).max()?;
    let known = behind || (tree.relation(token) == "obj" && largest >= WELL_KNOWN);
    known.then_some(Candidate { tokens: token..token + 1, part_from: None, readings })
}
