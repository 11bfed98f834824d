//! Which of the places of a name is meant?
//!
//! The evidence, strongest first: a name right behind that holds it ("Paris, Texas"); the same name decided so elsewhere in
//! the page; states named in the same sentence, in the dateline, in the page; towns nearby that are named and sure; and
//! that larger places are meant more often. Where the best is not clearly better than the next, all that remain are
//! returned, and only what they share is known (compare Leidner 2007, *Toponym Resolution in Text*).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use relata_doc::{Layout, Upos};
use relata_knowledge::{Knowledge, Meaning, PlaceKind, kilometres, name_key};

use super::{Candidate, Reading};
use crate::naming::Naming;
use crate::tree::Tree;

/// Evidence is counted in powers of ten of people: one point makes a town as likely as another ten times its size.
mod points {
    /// A state named in the same sentence.
    pub(super) const SENTENCE: f64 = 1.5;
    /// A state that the page names, by its share of all states named there.
    pub(super) const PAGE: f64 = 1.5;
    /// The state of the dateline.
    pub(super) const DATELINE: f64 = 1.0;
    /// A name right beside it in a list that is of the same kind and state: "Ohio, New York and Oregon".
    pub(super) const COMPANY: f64 = 1.0;
    /// A sure town within [`super::NEAR`].
    pub(super) const NEAR: f64 = 0.8;
    /// A capital, which news names more often than others of its size.
    pub(super) const CAPITAL: f64 = 0.7;
    /// By so much must the best be better than the next that means another place.
    pub(super) const MARGIN: f64 = 0.45;
}

/// Kilometres within which two towns of one report lie.
const NEAR: f64 = 150.0;

/// What the page tells of the states it speaks of.
struct Context<'k> {
    /// For each sentence, the states named in it.
    sentences: HashMap<usize, BTreeSet<&'k str>>,
    states: BTreeMap<&'k str, usize>,
    dateline: BTreeSet<&'k str>,
    sure: Vec<(usize, (f64, f64))>,
}

/// Returns for each name the readings that remain, the likeliest first; none where it has none.
pub(super) fn choose<'c, 'k>(
    knowledge: &'k Knowledge,
    tree: &Tree,
    naming: &Naming,
    layout: &Layout,
    candidates: &'c [Candidate<'k>],
) -> Vec<Vec<&'c Reading<'k>>> {
    let mut left: Vec<Vec<&Reading>> = candidates.iter().map(|name| name.readings.iter().collect()).collect();
    let mut decided: HashMap<String, Vec<&Reading>> = HashMap::new();
    // From the end, so that "Pandi, Bulacan, Philippines" is narrowed down from its last.
    for number in (1..candidates.len()).rev() {
        let (inner, outer) = (&candidates[number - 1], &candidates[number]);
        if follows(tree, inner, outer) {
            let (inner_left, outer_left) = within(&left[number - 1], &left[number]);
            if !inner_left.is_empty() {
                decided.insert(key_of(tree, inner), inner_left.clone());
                decided.insert(key_of(tree, outer), outer_left.clone());
                left[number - 1] = inner_left;
                left[number] = outer_left;
            }
        }
    }
    for (name, left) in candidates.iter().zip(&mut left) {
        if let Some(readings) = decided.get(&key_of(tree, name)) {
            let same: Vec<&Reading> = left
                .iter()
                .copied()
                .filter(|reading| readings.iter().any(|other| is_same(reading, other)))
                .collect();
            if !same.is_empty() {
                *left = same;
            }
        }
    }
    let context = Context::new(knowledge, tree, naming, layout, candidates, &left);
    let narrowed = candidates.iter().zip(&left).enumerate();
    let narrow = |(number, (name, own)): (usize, (&Candidate<'k>, &Vec<&'c Reading<'k>>))| {
        let beside = [number.checked_sub(1), Some(number + 1).filter(|&next| next < candidates.len())];
        let company = beside.into_iter().flatten().filter(|&other| is_listed(tree, name, &candidates[other]));
        let company: Vec<&Reading> = company.flat_map(|other| &left[other]).copied().collect();
        context.narrow(tree, number, name, own, &company)
    };
    narrowed.map(narrow).collect()
}

fn key_of(tree: &Tree, name: &Candidate) -> String {
    name_key(&tree.text[super::span_of(tree, &name.tokens)])
}

/// Returns whether one name stands right behind another, with a comma or a bracket between: "Gaziantep, Turkey".
fn follows(tree: &Tree, inner: &Candidate, outer: &Candidate) -> bool {
    outer.tokens.start == inner.tokens.end + 1
        && matches!(tree.words(inner.tokens.end), "," | "(" | "-" | "–" | "/")
}

/// Returns whether two names stand side by side in a list, with a comma or a conjunction between.
fn is_listed(tree: &Tree, one: &Candidate, other: &Candidate) -> bool {
    let between = match one.tokens.start < other.tokens.start {
        true => one.tokens.end..other.tokens.start,
        false => other.tokens.end..one.tokens.start,
    };
    (1..=2).contains(&between.len())
        && between.into_iter().all(|token| tree.words(token) == "," || tree.upos(token) == Upos::Cconj)
}

/// Returns those readings of two names of which the one lies in the other.
fn within<'c, 'k>(
    inner: &[&'c Reading<'k>],
    outer: &[&'c Reading<'k>],
) -> (Vec<&'c Reading<'k>>, Vec<&'c Reading<'k>>) {
    let lies_in = |inner: &Reading, outer: &Reading| {
        let Some(country) = inner.country() else { return false };
        let is_part = outer.countries.contains(&country) && inner.kind != PlaceKind::Country;
        is_part
            && match outer.kind {
                PlaceKind::Country => true,
                PlaceKind::Division => {
                    name_key(inner.division) == name_key(outer.division) && inner.kind != PlaceKind::Division
                }
                // A district or a region holds what is near its middle, as far as a table of points can tell.
                PlaceKind::District | PlaceKind::Region | PlaceKind::Island => {
                    inner.kind == PlaceKind::Town && distance(inner, outer).is_some_and(|km| km < NEAR)
                }
                _ => false,
            }
    };
    let holding = |one: &Reading| outer.iter().any(|other| lies_in(one, other));
    let held = |other: &Reading| inner.iter().any(|one| lies_in(one, other));
    (
        inner.iter().copied().filter(|one| holding(one)).collect(),
        outer.iter().copied().filter(|other| held(other)).collect(),
    )
}

fn distance(one: &Reading, other: &Reading) -> Option<f64> {
    Some(kilometres(one.point?, other.point?))
}

fn is_same(one: &Reading, other: &Reading) -> bool {
    (one.name, one.kind, &one.countries, one.point) == (other.name, other.kind, &other.countries, other.point)
}

impl<'k> Context<'k> {
    fn new(
        knowledge: &'k Knowledge,
        tree: &Tree,
        naming: &Naming,
        layout: &Layout,
        candidates: &[Candidate<'k>],
        left: &[Vec<&Reading<'k>>],
    ) -> Context<'k> {
        let mut context = Context {
            sentences: HashMap::new(),
            states: BTreeMap::new(),
            dateline: BTreeSet::new(),
            sure: Vec::new(),
        };
        for hit in &naming.hits {
            let state = match hit.meanings[..] {
                [Meaning::Adjective(id) | Meaning::People(id)] => Some(id),
                // "German" is the state's adjective and one of its people.
                [Meaning::Adjective(id), Meaning::People(other)] if id == other => Some(id),
                _ => None,
            };
            if let Some(id) = state {
                context.name_state(tree, hit.tokens.start, &knowledge.world.state(id).code);
            }
        }
        for (number, (name, left)) in candidates.iter().zip(left).enumerate() {
            let first = left.first().and_then(|reading| reading.country());
            let Some(country) = first.filter(|first| left.iter().all(|other| other.country() == Some(first)))
            else {
                continue;
            };
            context.name_state(tree, name.tokens.start, country);
            if let [only] = left[..] {
                context
                    .sure
                    .extend(only.point.filter(|_| only.kind != PlaceKind::Country).map(|at| (number, at)));
            }
            let span = super::span_of(tree, &name.tokens);
            if layout.datelines.iter().any(|dateline| dateline.span.contains(span)) {
                context.dateline.insert(country);
            }
        }
        context
    }

    fn name_state(&mut self, tree: &Tree, token: usize, code: &'k str) {
        *self.states.entry(code).or_default() += 1;
        self.sentences.entry(tree.sentence(token).start).or_default().insert(code);
    }

    /// Returns the readings that are not clearly worse than the best.
    fn narrow<'c>(
        &self,
        tree: &Tree,
        number: usize,
        name: &Candidate,
        left: &[&'c Reading<'k>],
        company: &[&Reading],
    ) -> Vec<&'c Reading<'k>> {
        let listed = |reading: &Reading| {
            let alike = |other: &&Reading| other.kind == reading.kind && other.countries == reading.countries;
            reading.kind != PlaceKind::Town && company.iter().any(alike)
        };
        // Of a province and the town that it is called after, the town is meant unless provinces stand around it.
        let has_seat = |reading: &Reading| {
            let is_seat = |other: &&Reading| {
                other.kind == PlaceKind::Town
                    && other.countries == reading.countries
                    && (name_key(other.division) == name_key(reading.division)
                        || distance(other, reading).is_some_and(|km| km < NEAR))
            };
            reading.kind == PlaceKind::Division && !listed(reading) && left.iter().any(is_seat)
        };
        // A state's name is a town's only where a name behind it says so ("Lebanon, Pennsylvania").
        let is_state = left.iter().any(|reading| reading.kind == PlaceKind::Country);
        let below_state =
            |reading: &Reading| is_state && !matches!(reading.kind, PlaceKind::Country | PlaceKind::Division);
        let may_be = |reading: &&Reading| !has_seat(reading) && !below_state(reading);
        let left: Vec<&'c Reading<'k>> = left.iter().copied().filter(|reading| may_be(reading)).collect();
        let score = |reading: &Reading| {
            self.score(tree, number, name, reading) + if listed(reading) { points::COMPANY } else { 0.0 }
        };
        let mut scored: Vec<(f64, &Reading)> =
            left.iter().map(|&reading| (score(reading), reading)).collect();
        scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let Some(&(best, first)) = scored.first() else { return Vec::new() };
        let rivals = scored.iter().skip(1).filter(|(score, reading)| {
            let near = distance(first, reading).is_some_and(|km| km < NEAR / 3.0);
            // A second-level division that no table gives a point is no rival of what the same state has of that name.
            let same_state = reading.countries == first.countries;
            let near = near || (reading.kind == PlaceKind::District && reading.point.is_none() && same_state);
            best - score < points::MARGIN && !near
        });
        std::iter::once(first).chain(rivals.map(|&(_, reading)| reading)).collect()
    }

    fn score(&self, tree: &Tree, number: usize, name: &Candidate, reading: &Reading) -> f64 {
        // What is no town counts as the town that news would mean as often.
        let people = match reading.kind {
            PlaceKind::Country => 5e6,
            PlaceKind::Division => f64::from(reading.people).max(1e6),
            PlaceKind::Town => f64::from(reading.people).max(1e3),
            // What lies in several states is news of the world.
            PlaceKind::Region if reading.countries.len() > 1 => 3e6,
            PlaceKind::Region => 1e6,
            PlaceKind::District => 2e4,
            _ => 2e5,
        };
        let mut score = people.log10();
        if reading.is_capital {
            score += points::CAPITAL;
        }
        let of = |states: &BTreeSet<&str>| reading.countries.iter().any(|code| states.contains(code));
        // A state is not evidence for itself.
        if reading.kind != PlaceKind::Country {
            if self.sentences.get(&tree.sentence(name.tokens.start).start).is_some_and(of) {
                score += points::SENTENCE;
            }
            let all: usize = self.states.values().sum();
            let own =
                reading.countries.iter().filter_map(|code| self.states.get(code)).max().copied().unwrap_or(0);
            if all > 0 {
                score += points::PAGE * own as f64 / all as f64;
            }
            if of(&self.dateline) {
                score += points::DATELINE;
            }
        }
        if let Some(point) = reading.point.filter(|_| reading.kind != PlaceKind::Country) {
            let near = |&&(other, at): &&(usize, (f64, f64))| other != number && kilometres(point, at) < NEAR;
            if self.sure.iter().find(near).is_some() {
                score += points::NEAR;
            }
        }
        score
    }
}
