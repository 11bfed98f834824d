//! What is the relation from one given span to another?
//!
//! The spans are taken as the two sides whoever they are; the acts of the sentence are ranked by how well their slots
//! agree with the spans. An act whose source and target slots hold the two spans is plain; one that only stands between
//! them on the tree is likely; what stands elsewhere is no answer.

use relata_doc::{Basis, CameoCode, Days, Evidence, Layout, PloverType, Polarity, Span, Status, Text};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Pipeline;
use crate::events::{Choice, Reading, choices};
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
        let by_rules = found.iter().position(|relation| relation.plover == plover).map(|at| found.swap_remove(at));
        let note = |proposed: Option<f32>| match proposed {
            Some(agreement) => format!("read with the parties marked: {share:.2}; the rules propose it at {agreement:.2}"),
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
            None if share > LEAST => {
                let Some(cameo) = pipeline.knowledge().ontology.root_of(plover) else { continue };
                let evidence = evidence(whole, None).into_iter().collect();
                ranked.push(Relation { cameo, plover, status: None, polarity: None, confidence: share, evidence });
            }
            None => {}
        }
    }
    ranked.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    ranked
}

/// The least share by which a type that no rule proposes is told.
const LEAST: f32 = 0.05;

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
    let mut ranked: Vec<Relation> = Vec::new();
    let tree = reading.tree;
    let sides: Vec<usize> =
        source.into_iter().chain(target).filter_map(|span| tree.governor(tree.tokens_in(span))).collect();
    for choice in choices(reading) {
        // An act of a sentence that holds neither side says nothing of the two.
        let sentence = tree.sentence(choice.word);
        if !sides.is_empty() && !sides.iter().any(|side| sentence.contains(side)) {
            continue;
        }
        let confidence = agreement(reading, &choice, source, target);
        let Some(plover) = choice.plover.filter(|_| confidence > 0.1) else { continue };
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

/// Returns how well an act's slots agree with the two spans, 0 to 1.
fn agreement(reading: &Reading, choice: &Choice, source: Option<Span>, target: Option<Span>) -> f32 {
    let tree = reading.tree;
    let holds = |heads: &[usize], span: Option<Span>| -> f32 {
        let Some(span) = span else { return 0.8 };
        let tokens = tree.tokens_in(span);
        let head = tree.governor(tokens.clone());
        heads
            .iter()
            .flat_map(|&filler| tree.coordinated(filler))
            .map(|filler| {
                if tokens.contains(&filler) {
                    1.0
                } else if head.is_some_and(|head| tree.is_under(head, filler)) {
                    0.8
                } else {
                    0.0
                }
            })
            .fold(0.0, f32::max)
    };
    let under = |span: Option<Span>| {
        span.is_none_or(|span| {
            tree.governor(tree.tokens_in(span))
                .is_some_and(|head| tree.is_under(head, choice.anchor) || tree.is_under(head, choice.word))
        })
    };
    let (source_there, target_there) = (holds(&choice.source, source), holds(&choice.target, target));
    let crossed = holds(&choice.target, source).min(holds(&choice.source, target));
    let mut score = if source_there > 0.0 && target_there > 0.0 {
        0.75 * (source_there + target_there) / 2.0
    } else if source_there > 0.0 {
        if under(target) { 0.5 * source_there } else { 0.3 * source_there }
    } else if target_there > 0.0 {
        if under(source) { 0.45 * target_there } else { 0.3 * target_there }
    } else if under(source) && under(target) {
        0.28
    } else {
        0.14
    };
    if choice.reciprocal {
        score = score.max(0.75 * crossed);
    }
    if !choice.kinds_fit {
        score *= 0.7;
    }
    // The act that stands between the two on the tree is rather the one that relates them.
    if on_path(reading, choice, source, target) {
        score += 0.12;
    }
    score + 0.015 * choice.specificity.min(6) as f32
}

fn on_path(reading: &Reading, choice: &Choice, source: Option<Span>, target: Option<Span>) -> bool {
    let tree = reading.tree;
    let (Some(source), Some(target)) = (source, target) else { return false };
    let (Some(a), Some(b)) = (tree.governor(tree.tokens_in(source)), tree.governor(tree.tokens_in(target)))
    else {
        return false;
    };
    let above_a: Vec<usize> = tree.up(a).collect();
    let meeting = tree.up(b).find(|above| above_a.contains(above));
    let path = above_a
        .iter()
        .copied()
        .take_while(|&at| Some(at) != meeting)
        .chain(tree.up(b).take_while(|&at| Some(at) != meeting))
        .chain(meeting);
    path.into_iter().any(|at| at == choice.word || at == choice.anchor)
}
