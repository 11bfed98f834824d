//! What is the relation from one given span to another?
//!
//! The spans are taken as the two sides whoever they are; the acts of the sentence are ranked by how well their slots
//! agree with the spans. An act whose source and target slots hold the two spans, or phrases of which they are a part, is
//! plain; one that holds a side and has the other in its own clause, or room for it, is likely; what holds neither, or
//! somebody else instead, is no answer. What is said of an act (that it is promised, threatened, refused, ended) stands
//! above the act. All this is what the rules propose; unless they are asked alone, the [`ranker`] weighs it together with
//! what a network reads of the text with the spans marked.

use std::ops::Range;

use relata_doc::{
    ActorKind, ActorMention, Basis, CameoCode, Days, Evidence, Layout, PloverType, Polarity, Span, Status,
    Text, Upos,
};
use relata_knowledge::Slot;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Pipeline;
use crate::events::{self, Choice, Reading, choices};
use crate::ranker::{self, Proposal};
use relata_page::Page;

/// One question: a text and two spans in code points, either of which may be absent.
#[derive(Debug, Clone, Deserialize)]
struct Question {
    id: Value,
    text: String,
    source: Option<[usize; 2]>,
    target: Option<[usize; 2]>,
    date: Option<String>,
}

/// How relations are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ranking {
    /// By the rules alone: how well an act's slots agree with the two spans.
    Rules,
    /// By the ranker, which weighs the rules' proposals and what the network reads.
    Learned,
}

/// The relation found between two spans.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The act.
    pub cameo: CameoCode,
    /// Its PLOVER type.
    pub plover: PloverType,
    /// What the text says of it; not known where no rule has read it.
    pub status: Option<Status>,
    /// Whether it happened; not known where no rule has read it.
    pub polarity: Option<Polarity>,
    /// From 0 to 1.
    pub confidence: f32,
    /// Why.
    pub evidence: Vec<Evidence>,
}

/// Answers each line of a JSON Lines file of questions.
///
/// Returns the records, and a line number and fact for each line that is no question.
pub fn each_line(pipeline: &Pipeline, lines: &str, ranking: Ranking) -> (Vec<Value>, Vec<String>) {
    use rayon::prelude::*;
    let numbered: Vec<(usize, &str)> =
        lines.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    let answers: Vec<Result<Value, String>> =
        numbered.par_iter().map(|&(number, line)| answer(pipeline, number + 1, line, ranking)).collect();
    let mut records = Vec::new();
    let mut faults = Vec::new();
    for answer in answers {
        match answer {
            Ok(record) => records.push(record),
            Err(fault) => faults.push(fault),
        }
    }
    (records, faults)
}

fn answer(pipeline: &Pipeline, number: usize, line: &str, ranking: Ranking) -> Result<Value, String> {
    let form = "write {\"id\", \"text\", \"source\": [start, end], \"target\": [start, end]}, spans in code points or null";
    let question: Question =
        serde_json::from_str(line).map_err(|error| format!("{number}: {error}\n  {form}"))?;
    let text = Text::new(question.text.as_str());
    let span = |range: Option<[usize; 2]>| match range {
        None => Ok(None),
        Some([start, end]) => of_code_points(&text, start, end)
            .map(Some)
            .ok_or_else(|| format!("{number}: the text has no span {start} to {end}\n  {form}")),
    };
    let (source, target) = (span(question.source)?, span(question.target)?);
    let day = |day: String| day.parse().map_err(|_| format!("{number}: {day:?} is no day; write 2016-07-06"));
    let date = question.date.map(day).transpose()?;
    let ranked = between(pipeline, &text, source, target, date, ranking);
    let code_points = text.code_points();
    let best = ranked.first();
    let alternatives: Vec<Value> = ranked
        .iter()
        .skip(1)
        .take(4)
        .map(|relation| json!({"plover": relation.plover.name(), "cameo": relation.cameo.as_str(), "confidence": hundredths(relation.confidence)}))
        .collect();
    Ok(json!({
        "id": question.id,
        "cameo": best.map(|relation| relation.cameo.as_str()),
        "plover": best.map(|relation| relation.plover.name()),
        "quad_class": best.map(|relation| relation.cameo.quad_class() as u8),
        "status": best.and_then(|relation| Some(relation.status?.name())),
        "polarity": best.and_then(|relation| Some(relation.polarity?.name())),
        "confidence": best.map_or(0.0, |relation| hundredths(relation.confidence)),
        "alternatives": alternatives,
        "evidence": best.map_or_else(Vec::new, |relation| relation.evidence.iter().map(|evidence| {
            let (start, end) = code_points.of(evidence.span);
            json!({"rule": evidence.rule, "start": start, "end": end, "text": &text[evidence.span], "note": evidence.note})
        }).collect()),
    }))
}

fn hundredths(number: f32) -> f64 {
    (f64::from(number) * 100.0).round() / 100.0
}

/// Returns the span from one code point to another; none where the text has no such.
pub fn of_code_points(text: &Text, start: usize, end: usize) -> Option<Span> {
    let byte =
        |at: usize| text.as_str().char_indices().map(|(byte, _)| byte).chain([text.as_str().len()]).nth(at);
    text.span(byte(start)?..byte(end)?)
}

/// Returns the relations from `source` to `target`, best first, one for each PLOVER type; an absent span is a side that
/// the text does not name. Empty where the text reports none.
pub fn between(
    pipeline: &Pipeline,
    text: &Text,
    source: Option<Span>,
    target: Option<Span>,
    date: Option<jiff::civil::Date>,
    ranking: Ranking,
) -> Vec<Relation> {
    let found = by_rules(pipeline, text, source, target, date);
    match ranking {
        Ranking::Rules => found,
        Ranking::Learned => weigh(pipeline, text, source, target, found),
    }
}

/// Returns what the rules propose for two spans.
pub fn proposals(
    pipeline: &Pipeline,
    text: &Text,
    source: Option<Span>,
    target: Option<Span>,
    date: Option<jiff::civil::Date>,
) -> Vec<Proposal> {
    by_rules(pipeline, text, source, target, date).iter().map(Proposal::from).collect()
}

/// Returns what the network says of two spans.
pub fn pair(pipeline: &Pipeline, text: &Text, source: Option<Span>, target: Option<Span>) -> Vec<f32> {
    let range = |span: Option<Span>| span.map(Span::range);
    pipeline.models().pairs().pair(text.as_str(), range(source), range(target))
}

/// Weighs the relations that the rules found by the ranker's shares, and adds a type that it finds likeliest and the rules
/// did not find.
fn weigh(
    pipeline: &Pipeline,
    text: &Text,
    source: Option<Span>,
    target: Option<Span>,
    found: Vec<Relation>,
) -> Vec<Relation> {
    let proposals: Vec<Proposal> = found.iter().map(Proposal::from).collect();
    let pair = pair(pipeline, text, source, target);
    let shares = pipeline.ranker().shares(&ranker::inputs(&pair, &proposals));
    let (types, none) = shares.split_at(PloverType::ALL.len());
    if types.iter().all(|share| *share < none[0]) {
        return Vec::new();
    }
    let whole = [source, target].into_iter().flatten().reduce(Span::cover);
    let mut ranked: Vec<Relation> = Vec::new();
    let mut found = found;
    for (&plover, &share) in PloverType::ALL.iter().zip(types) {
        let by_rules =
            found.iter().position(|relation| relation.plover == plover).map(|at| found.swap_remove(at));
        let note = |proposed: Option<f32>| match proposed {
            Some(agreement) => {
                format!("read with the parties marked: {share:.2}; the rules propose it at {agreement:.2}")
            }
            None => format!("read with the parties marked: {share:.2}; no rule proposes it"),
        };
        let evidence = |span: Option<Span>, proposed: Option<f32>| {
            span.map(|span| Evidence { rule: "ranker".to_owned(), span, note: note(proposed) })
        };
        match by_rules {
            Some(mut relation) => {
                let span = relation.evidence.first().map(|evidence| evidence.span).or(whole);
                relation.evidence.extend(evidence(span, Some(relation.confidence)));
                ranked.push(Relation { confidence: share, ..relation });
            }
            None if share > LEAST_SHARE => {
                let Some(cameo) = pipeline.knowledge().ontology.root_of(plover) else { continue };
                let evidence = evidence(whole, None).into_iter().collect();
                ranked.push(Relation {
                    cameo,
                    plover,
                    status: None,
                    polarity: None,
                    confidence: share,
                    evidence,
                });
            }
            None => {}
        }
    }
    ranked.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    ranked
}

/// The least share by which a type that no rule proposes is told.
const LEAST_SHARE: f32 = 0.05;

impl From<&Relation> for Proposal {
    fn from(relation: &Relation) -> Proposal {
        Proposal { plover: relation.plover, agreement: relation.confidence }
    }
}

/// Returns the relations that the rules find.
fn by_rules(
    pipeline: &Pipeline,
    text: &Text,
    source: Option<Span>,
    target: Option<Span>,
    date: Option<jiff::civil::Date>,
) -> Vec<Relation> {
    let mut page = Page::from_text(text.as_str());
    page.given = date.map(|day| Days::day(day, Basis::Document));
    let article = pipeline.extract(&page);
    let layout: &Layout = &article.layout;
    let analysis = pipeline.read(&article.text, layout, false);
    analysis.with_reading(pipeline.knowledge(), &article.text, |reading| rank(reading, source, target))
}

fn rank(reading: &Reading, source: Option<Span>, target: Option<Span>) -> Vec<Relation> {
    let tree = reading.tree;
    let words: Vec<Range<usize>> =
        source.into_iter().chain(target).map(|span| tree.tokens_in(span)).collect();
    let reading = &reading.of_sides(&words);
    let sides = Sides {
        reading,
        source: source.map(|span| Side::new(reading, span)),
        target: target.map(|span| Side::new(reading, span)),
    };
    let mut scored: Vec<(f32, Choice)> =
        choices(reading).into_iter().map(|choice| (sides.agreement(&choice), choice)).collect();
    outrank(&sides, &mut scored);
    let mut ranked: Vec<Relation> = Vec::new();
    for (confidence, choice) in scored {
        let Some(plover) = choice.plover.filter(|_| confidence >= LEAST) else { continue };
        let relation = Relation {
            cameo: choice.cameo,
            plover,
            status: Some(choice.status),
            polarity: Some(choice.polarity),
            confidence,
            evidence: choice.evidence,
        };
        match ranked.iter_mut().find(|known| known.plover == plover) {
            Some(known) if known.confidence >= relation.confidence => {}
            Some(known) => *known = relation,
            None => ranked.push(relation),
        }
    }
    ranked.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    ranked
}

// Below this an act that stands in the same sentence is no answer.
const LEAST: f32 = 0.35;

/// Lets what is said of an act stand above the act: who agrees to meet has agreed, and has not yet met. What a clause tells
/// stands above what is told of its parties beside it ("settled with the firm it had sued"), and a verb above an act that
/// it has for its object.
fn outrank(sides: &Sides, scored: &mut [(f32, Choice)]) {
    let tree = sides.reading.tree;
    let acts = |choice: &Choice| sides.hold(&choice.source, sides.source.as_ref()) > 0.0;
    let before: Vec<f32> = scored.iter().map(|&(score, _)| score).collect();
    for at in 0..scored.len() {
        let choice = &scored[at].1;
        if !acts(choice) || choice.upon.is_some() {
            continue;
        }
        let beside = scored.iter().enumerate().filter(|(other, (_, inner))| {
            let own = tree.clause_of(inner.anchor).unwrap_or(inner.anchor);
            let relative = tree.token(own).deprel == "acl:relcl" && acts(inner);
            let object = inner.word == inner.anchor
                && tree.upos(inner.word) == Upos::Noun
                && matches!(tree.relation(inner.word), "obj" | "obl" | "compound" | "nmod");
            *other != at
                && inner.anchor != choice.anchor
                && (relative || object)
                && tree
                    .up(inner.anchor)
                    .skip(1)
                    .take(4)
                    .any(|above| above == choice.anchor || above == choice.word)
        });
        let inner = beside.map(|(other, _)| before[other]).fold(0.0, f32::max);
        if inner >= LEAST && before[at] >= 0.3 {
            scored[at].0 = scored[at].0.max(inner + 0.03);
        }
    }
    // From the innermost outwards: what a clause foretells stands above an operator in it.
    let mut order: Vec<usize> = (0..scored.len()).filter(|&at| scored[at].1.upon.is_some()).collect();
    order.sort_by_key(|&at| scored[at].1.upon == Some(scored[at].1.word));
    for at in order {
        let (score, choice) = &scored[at];
        if !acts(choice) && !sides.inherits(choice) {
            continue;
        }
        let inner = scored
            .iter()
            .filter(|(_, other)| Some(other.word) == choice.upon && other.upon != Some(other.word))
            .map(|&(score, _)| score)
            .fold(0.0, f32::max);
        if inner >= LEAST && *score >= 0.25 {
            scored[at].0 = score.max(inner + 0.05);
        }
    }
}

/// One of the two sides: the words marked, and the word that governs them.
struct Side {
    tokens: Range<usize>,
    head: Option<usize>,
    /// The country whose government or capital stands for it.
    country: Option<String>,
}

impl Side {
    fn new(reading: &Reading, span: Span) -> Side {
        let tokens = reading.tree.tokens_in(span);
        let head = reading.tree.governor(tokens.clone());
        let actors = head.map_or_else(Vec::new, |head| reading.who.actors_or_owners(head));
        let country = actors.first().filter(|actor| speaks_for_state(reading, actor));
        Side { country: country.and_then(|actor| actor.code.country().map(str::to_owned)), tokens, head }
    }
}

/// Returns whether an actor is a state, its government or its capital, and so stands for the others.
fn speaks_for_state(reading: &Reading, actor: &ActorMention) -> bool {
    let lexicon = &reading.knowledge.lexicon;
    matches!(actor.kind, ActorKind::State | ActorKind::Government | ActorKind::Place)
        || actor.code.sectors().any(|sector| lexicon.is_of_class("government-sector", sector))
}

/// Where a side stands, seen from an act.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// In the act's own clause, with nobody else's between.
    Within,
    /// It is the subject of a clause of time or cause below the act's.
    Beside,
    /// It is the subject of a clause that stands beside the act's and is told for itself.
    Apart,
    /// It made or wanted what a phrase of the act's clause is about: "vetoed the budget that the council had drafted".
    Maker,
    /// Above the act, or in a clause that tells of others.
    Elsewhere,
}

/// The two sides, in what the text tells.
struct Sides<'a> {
    reading: &'a Reading<'a>,
    source: Option<Side>,
    target: Option<Side>,
}

impl Sides<'_> {
    /// Returns how well an act's slots agree with the two sides, 0 to 1.
    fn agreement(&self, choice: &Choice) -> f32 {
        let (source, target) = (self.source.as_ref(), self.target.as_ref());
        let source_there = self.hold(&choice.source, source);
        let target_there = self.hold(&choice.target, target);
        let mut score = if source_there > 0.0 && target_there > 0.0 {
            0.75 * (source_there + target_there) / 2.0
        } else if source_there > 0.0 {
            match (self.reach(choice, target), self.is_taken(&choice.target, target)) {
                // Whom "spoke of" speaks of is no party to a talk.
                (Reach::Within, false) if choice.reciprocal => 0.3,
                (Reach::Within, false) => 0.55 * source_there,
                (Reach::Within, true) => 0.4 * source_there,
                (Reach::Apart, _) | (_, true) => 0.1,
                (Reach::Elsewhere, false) if self.shares_object(choice) => 0.5 * source_there,
                (Reach::Maker, false) => 0.42 * source_there,
                (Reach::Beside | Reach::Elsewhere, false) => 0.28 + 0.08 * source_there,
            }
        } else if target_there > 0.0 {
            match (
                self.inherits(choice),
                self.is_within(choice, source),
                self.is_taken(&choice.source, source),
            ) {
                (_, _, true) => 0.1,
                (_, true, _) => 0.6 * target_there,
                (true, ..) => 0.3 + 0.15 * target_there,
                _ => 0.28 + 0.14 * target_there,
            }
        } else {
            0.05
        };
        // Two who agree to do something agree with each other, and a guest meets his host as the host meets him.
        let mutual = choice.reciprocal
            || choice.plover == Some(PloverType::Consult)
            || (choice.plover == Some(PloverType::Agree) && !self.is_taken(&choice.target, target));
        let is_side_by_side =
            |heads: &[usize]| self.hold(heads, source) > 0.0 && self.hold(heads, target) > 0.0;
        if !mutual
            && (is_side_by_side(&choice.source) || is_side_by_side(&choice.target))
            && !(source_there > 0.0 && target_there > 0.0)
        {
            score = score.min(0.2);
        }
        // Who only tells of a deed accuses nobody but its doer.
        if choice.upon == Some(choice.word)
            && choice.plover == Some(PloverType::Accuse)
            && target_there == 0.0
        {
            return 0.05;
        }
        if mutual {
            let crossed = self.hold(&choice.target, source).min(self.hold(&choice.source, target));
            let together = self.hold(&choice.source, source).min(self.hold(&choice.source, target));
            let upon_both = self.hold(&choice.target, source).min(self.hold(&choice.target, target));
            score = score.max(0.75 * crossed.max(together).max(upon_both));
            if choice.reciprocal && self.stand_together(choice) {
                score = score.max(0.5);
            }
        }
        if !choice.kinds_fit {
            score *= 0.7;
        }
        score + 0.015 * choice.specificity.min(6) as f32
    }

    /// Returns how surely one of the words, or what is coordinated with it, is the side.
    fn hold(&self, heads: &[usize], side: Option<&Side>) -> f32 {
        let Some(side) = side else { return 0.8 };
        let tree = self.reading.tree;
        let meant = heads.iter().flat_map(|&head| self.meant(head)).flat_map(|head| tree.coordinated(head));
        meant
            .map(|filler| {
                if side.tokens.contains(&filler) {
                    1.0
                } else {
                    self.depth_below(side, filler).max(self.is_same_state(side, filler))
                }
            })
            .fold(0.0, f32::max)
    }

    /// Returns how surely a word names the same state by another name: its capital, its government.
    fn is_same_state(&self, side: &Side, filler: usize) -> f32 {
        let Some(country) = &side.country else { return 0.0 };
        let others = [self.source.as_ref(), self.target.as_ref()];
        let both =
            others.iter().flatten().filter(|other| other.country.as_ref() == Some(country)).count() > 1;
        let actors = self.reading.who.actors(filler);
        let same = actors.first().is_some_and(|actor| {
            matches!(actor.kind, ActorKind::State | ActorKind::Government | ActorKind::Place)
                && actor.code.country() == Some(country)
        });
        if same && !both { 0.6 } else { 0.0 }
    }

    /// Returns the word, or what a pronoun stands for.
    fn meant(&self, head: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        if tree.upos(head) != Upos::Pron {
            // A side that is a pronoun itself stands where the phrase stands that it takes up.
            let sides = [self.source.as_ref(), self.target.as_ref()].into_iter().flatten();
            let pronouns = sides.filter_map(|side| side.head).filter(|&pronoun| {
                tree.upos(pronoun) == Upos::Pron
                    && self.reading.who.coreference.antecedent(pronoun) == Some(head)
            });
            return [head].into_iter().chain(pronouns).collect();
        }
        let coreference = self.reading.who.coreference;
        let mut meant = vec![head];
        meant.extend(coreference.antecedent(head));
        meant.extend(coreference.parties(head));
        // Whoever speaks is "we", and is rather "it" than anybody else.
        if meant.len() == 1 && tree.token(head).has("PronType=Prs") {
            meant.extend(events::speaking(self.reading, head).into_iter().flatten());
        }
        if meant.len() == 1 && tree.token(head).has("Person=3") {
            meant.extend(self.named_before(head));
        }
        meant
    }

    /// Returns the side that a pronoun which grammar leaves open takes up: an object rather the target, a subject the
    /// source, where it stands before the pronoun and is as many.
    fn named_before(&self, pronoun: usize) -> Option<usize> {
        let tree = self.reading.tree;
        let side =
            if tree.relation(pronoun) == "nsubj" { self.source.as_ref() } else { self.target.as_ref() };
        side?.head.filter(|&head| {
            head < pronoun
                && tree.sentence(head).contains(&pronoun)
                && (tree.token(pronoun).has("Number=Plur") == tree.is_plural(head))
        })
    }

    /// Returns whether the target is the object of a verb beside the act's, which has none of its own: "deported and
    /// slaughtered".
    fn shares_object(&self, choice: &Choice) -> bool {
        let tree = self.reading.tree;
        let verb = choice.word;
        if tree.upos(verb) != Upos::Verb || !choice.target.is_empty() || self.target.is_none() {
            return false;
        }
        let first = tree.first_conjunct(verb);
        let beside = tree.in_relation(first, &["conj"]).chain([first]);
        beside.filter(|&other| other != verb && tree.upos(other) == Upos::Verb).any(|other| {
            (other == first || tree.child(other, "nsubj").is_none())
                && self.hold(&tree.slot(other, &Slot::Object), self.target.as_ref()) > 0.0
        })
    }

    /// Returns whether both sides stand side by side in the clause of an act that has no room for them: "fighting broke out
    /// between", "had lunch".
    fn stand_together(&self, choice: &Choice) -> bool {
        let tree = self.reading.tree;
        let top = |side: Option<&Side>| side.and_then(|side| side.head).map(|head| self.top_of(head));
        let (Some(source), Some(target)) = (top(self.source.as_ref()), top(self.target.as_ref())) else {
            return false;
        };
        source == target
            && tree.head(source).is_some_and(|verb| {
                matches!(tree.relation(source), "nsubj" | "obl" | "nmod")
                    && (verb == choice.anchor
                        || (tree.head(choice.anchor) == Some(verb) && tree.is_predicate(verb)))
            })
    }

    /// Returns the head of the phrase that a word is part of: the first of several that stand side by side.
    fn top_of(&self, word: usize) -> usize {
        let tree = self.reading.tree;
        let inside = |&at: &usize| {
            matches!(tree.relation(at), "amod" | "compound" | "flat" | "conj" | "nummod")
                || tree.token(at).deprel == "nmod:poss"
        };
        tree.up(word).find(|at| !inside(at)).unwrap_or(word)
    }

    /// Returns how near a side stands below the head of a phrase: it is the phrase's owner, its modifier, its apposition.
    fn depth_below(&self, side: &Side, filler: usize) -> f32 {
        let tree = self.reading.tree;
        let Some(head) = side.head else { return 0.0 };
        let mut worth: f32 = 0.85;
        let mut at = head;
        while at != filler {
            let relation = tree.relation(at);
            worth -= match relation {
                "nmod" | "amod" | "compound" | "flat" | "appos" | "nummod" | "det" => 0.03,
                "conj" => 0.08,
                "obl" | "acl" if tree.token(at).deprel != "acl:relcl" => 0.15,
                "obj" | "xcomp" => 0.15,
                _ => return 0.0,
            };
            let Some(above) = tree.head(at) else { return 0.0 };
            at = above;
        }
        worth.max(0.4)
    }

    /// Returns whether a side stands in the act's own clause, with nobody else's between.
    fn is_within(&self, choice: &Choice, side: Option<&Side>) -> bool {
        self.reach(choice, side) == Reach::Within
    }

    /// Returns where a side stands, seen from an act that it fills no slot of.
    fn reach(&self, choice: &Choice, side: Option<&Side>) -> Reach {
        let Some(side) = side else { return Reach::Within };
        let tree = self.reading.tree;
        let Some(head) = side.head else { return Reach::Elsewhere };
        let mut subject_of = None;
        let mut at = head;
        loop {
            if at == choice.anchor || at == choice.word {
                return Reach::Within;
            }
            let Some(above) = tree.head(at) else { return Reach::Elsewhere };
            if tree.relation(at) == "nsubj" {
                subject_of = Some(above);
            }
            let others =
                tree.child(at, "nsubj").is_some_and(|subject| subject != head && !self.is_side(subject));
            let is_clause = tree.is_predicate(at);
            match tree.relation(at) {
                "parataxis" | "conj" if is_clause && subject_of == Some(at) => return Reach::Apart,
                // "stepped down, as the opposition had demanded"; "will strike unless the owners pay"
                "advcl" if subject_of == Some(at) && !self.is_asked_for(at) && !self.is_condition(at) => {
                    return Reach::Beside;
                }
                "acl" if tree.token(at).deprel == "acl:relcl" => {
                    return if subject_of == Some(at) { Reach::Maker } else { Reach::Elsewhere };
                }
                "ccomp" | "advcl" if others && !self.is_condition(at) => return Reach::Elsewhere,
                "parataxis" => return Reach::Elsewhere,
                "conj" if is_clause && tree.is_predicate(above) => return Reach::Elsewhere,
                _ => at = above,
            }
        }
    }

    /// Returns whether a verb asks for something: what the clause above it tells was done for whom it says.
    fn is_asked_for(&self, verb: usize) -> bool {
        let embeddings = self.reading.knowledge.lexicon.embeddings(self.reading.tree.lemma(verb));
        embeddings.iter().any(|embedding| embedding.status == Status::Requested)
    }

    fn is_condition(&self, clause: usize) -> bool {
        let tree = self.reading.tree;
        tree.in_relation(clause, &["mark"]).any(|mark| tree.is_of_class("conditional", mark))
    }

    fn is_side(&self, head: usize) -> bool {
        let sides = [self.source.as_ref(), self.target.as_ref()];
        sides.into_iter().any(|side| side.is_some() && self.hold(&[head], side) > 0.0)
    }

    /// Returns whether the source is the subject of the clause in which an act without a source of its own stands.
    fn inherits(&self, choice: &Choice) -> bool {
        let tree = self.reading.tree;
        let mut at = choice.anchor;
        while let Some(above) = tree.head(at) {
            if !matches!(
                tree.relation(at),
                "obj" | "obl" | "nmod" | "xcomp" | "acl" | "advcl" | "conj" | "compound"
            ) || tree.token(at).deprel == "acl:relcl"
                || (tree.is_predicate(at) && tree.child(at, "nsubj").is_some())
            {
                return false;
            }
            at = above;
            if tree.is_predicate(at) {
                let agents = tree.slot(at, &Slot::Subject);
                if self.hold(&agents, self.source.as_ref()) > 0.0 {
                    return true;
                }
            }
        }
        false
    }

    /// Returns whether somebody else stands in a slot: an actor, neither a thing nor the other side's own words.
    fn is_taken(&self, heads: &[usize], side: Option<&Side>) -> bool {
        let who = self.reading.who;
        heads.iter().any(|&head| {
            self.hold(&[head], side) == 0.0
                && who.actors(head).iter().any(|actor| !actor.code.is_empty() || actor.name.is_some())
        })
    }
}
