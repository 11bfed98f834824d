//! Which clauses report an event, and what do they say of it?

mod attribution;
mod bind;
mod figures;
mod merge;
mod place;
mod sense;
mod status;
mod when;

use std::collections::HashSet;

use relata_doc::{
    CameoCode, EventMention, Evidence, Figure, PloverType, Polarity, SectionKind, Span, Status,
    TimeExpression, Upos,
};
use relata_knowledge::{Knowledge, Sense};

use crate::places::PlaceFinder;
use crate::tree::Tree;
use crate::who::Who;

pub(crate) use figures::figures;
pub(crate) use merge::merge;

use bind::Bound;
use sense::Match;

/// What the finding of events reads: the layers before it.
pub(crate) struct Reading<'a> {
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) tree: &'a Tree<'a>,
    pub(crate) who: &'a Who<'a>,
    pub(crate) times: &'a [TimeExpression],
    pub(crate) dating: &'a relata_doc::Dating,
    pub(crate) quotes: &'a [relata_doc::Quote],
    pub(crate) figures: &'a [Figure],
    pub(crate) places: &'a PlaceFinder,
}

/// A mention with the words it was found at, before duplicates within a clause are dropped.
struct Draft {
    mention: EventMention,
    word: usize,
    // The act before an operator acted upon it.
    plover: Option<PloverType>,
    absorbs: Vec<usize>,
}

/// Finds the event mentions of a document, in the order of the text.
pub(crate) fn find(reading: &Reading) -> Vec<EventMention> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (number, sentence) in reading.tree.parse.sentences.iter().enumerate() {
        if sentence.section != SectionKind::Furniture {
            for found in sense::matches(reading, sentence.tokens.clone()) {
                if let Ok(draft) = draft(reading, number, &found) {
                    drafts.extend(stated_intention(reading, &found, &draft));
                    drafts.push(draft);
                }
            }
        }
    }
    drop_absorbed(reading.tree, &mut drafts);
    let mut mentions: Vec<EventMention> = drafts.into_iter().map(|draft| draft.mention).collect();
    mentions.sort_by_key(|mention| (mention.action.span, mention.action.cameo));
    mentions
}

/// A word that might have reported an event, and why none was coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The word.
    pub span: Span,
    /// The sense that was nearest, where one's conditions held.
    pub sense: Option<String>,
    /// Why there is no event.
    pub why: String,
}

/// Returns the words that might have reported an event and did not.
pub(crate) fn passed_over(reading: &Reading) -> Vec<Passed> {
    let tree = reading.tree;
    let mut passed = Vec::new();
    for (number, sentence) in tree
        .parse
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| sentence.section != SectionKind::Furniture)
    {
        let found = sense::matches(reading, sentence.tokens.clone());
        for token in sentence.tokens.clone().filter(|&token| sense::could_report(reading, token)) {
            if found.iter().all(|found| found.word != token && found.anchor() != token) {
                let why = "no sense of the word has its conditions met here".to_owned();
                passed.push(Passed { span: tree.token(token).span, sense: None, why });
            }
        }
        for found in &found {
            if let Err(why) = draft(reading, number, found) {
                passed.push(Passed {
                    span: found.span(tree),
                    sense: Some(found.sense.id.clone()),
                    why: why.to_owned(),
                });
            }
        }
    }
    passed.sort_by_key(|passed| passed.span);
    passed
}

fn draft(reading: &Reading, number: usize, found: &Match) -> Result<Draft, &'static str> {
    let tree = reading.tree;
    let Bound { source, target, place_target, mut evidence, certainty } = bind::bind(reading, found)?;
    let (code, absorbs) = compose(reading, found, &mut evidence);
    if found.sense.operator.is_some()
        && code == found.sense.code
        && !stands_alone(reading, found, &source, &target)
    {
        return Err(
            "what is asked, promised or threatened is no act that is known, and addressed to nobody known",
        );
    }
    let span = found.span(tree);
    let action = reading
        .knowledge
        .ontology
        .action(code, span, found.sense.mode.as_deref())
        .ok_or("the code is not in the ontology")?;
    let sentence = &tree.parse.sentences[number];
    let standing = status::standing(reading, found);
    evidence.extend(standing.evidence);
    let (time, time_words, time_evidence) = when::time(reading, found);
    evidence.extend(time_evidence);
    // Who acts or is acted upon is no place: "called on Baghdad".
    let is_party = |place: &relata_doc::PlaceMention| {
        source.iter().chain(&target).any(|party| !party.implied && party.span.overlaps(place.span))
    };
    let place = place_target.or_else(|| place::of_event(reading, found).filter(|place| !is_party(place)));
    let attribution = attribution::speakers(reading, found);
    let report = when::report(reading, found, &time);
    let figures = figures::bound(reading, found);
    let plover = action.plover;
    let confidence = confidence(found.sense, &source, &target, certainty, standing.status, sentence.section);
    let mention = EventMention {
        sentence: number,
        source,
        target,
        action,
        status: standing.status,
        polarity: standing.polarity,
        report,
        time,
        time_words,
        place,
        attribution,
        figures,
        confidence,
        evidence,
        event: 0,
    };
    Ok(Draft { mention, word: found.word, plover, absorbs })
}

/// Returns the stated intention or refusal that "the ministry said it will withdraw" reports beside the act itself: an
/// event of its own, where those who speak are those who will act.
fn stated_intention(reading: &Reading, found: &Match, act: &Draft) -> Option<Draft> {
    let tree = reading.tree;
    let mention = &act.mention;
    let clause = found.anchor();
    let verb = tree.head(clause).filter(|&head| {
        tree.relation(clause) == "ccomp" && reading.knowledge.lexicon.is_speech(tree.lemma(head))
    })?;
    let is_modal = mention.evidence.iter().any(|evidence| evidence.rule == "status/modal");
    if !is_modal || mention.status != Status::Planned {
        return None;
    }
    let speakers = tree
        .slot(verb, &relata_knowledge::Slot::Subject)
        .into_iter()
        .flat_map(|head| reading.who.actors_or_owners(head))
        .collect::<Vec<_>>();
    let subject = tree.surface_subject(clause)?;
    let is_pronoun = tree.upos(subject) == Upos::Pron && tree.token(subject).has("PronType=Prs");
    let same = |actor: &relata_doc::ActorMention| {
        speakers.iter().any(|speaker| !speaker.code.is_empty() && speaker.code == actor.code)
    };
    if speakers.is_empty() || !(is_pronoun || mention.source.iter().any(same)) {
        return None;
    }
    let operator = if mention.polarity == Polarity::Negative { "refuse" } else { "intent" };
    let code = reading.knowledge.ontology.compose(operator, mention.action.cameo)?;
    let span = tree.token(verb).span;
    // Who will act is the source; where a pronoun stands for the speaker, he is named as the speaker is.
    let source = if is_pronoun { speakers } else { mention.source.clone() };
    let mut stated =
        EventMention { source, status: Status::Actual, polarity: Polarity::Positive, ..mention.clone() };
    stated.action = reading.knowledge.ontology.action(code, span, None)?;
    if is_pronoun {
        stated.attribution.retain(|attribution| attribution.cue != span);
    }
    stated.evidence.retain(|evidence| !evidence.rule.starts_with("status/") && evidence.rule != "polarity");
    let what = format!(
        "{:?} states what the speaker {} do: {operator} upon {}: {code}",
        tree.words(verb),
        if operator == "intent" { "will" } else { "will not" },
        mention.action.cameo
    );
    stated.evidence.insert(0, because(&format!("operator/{operator}"), span, what));
    // The content's own time is not that of the saying.
    let written = reading.dating.written(span);
    stated.time = if written.is_known() {
        written.with_basis(relata_doc::Basis::Publication)
    } else {
        relata_doc::Days::UNKNOWN
    };
    stated.time_words = None;
    stated.place = None;
    stated.figures.clear();
    let plover = stated.action.plover;
    Some(Draft { mention: stated, word: verb, plover, absorbs: Vec::new() })
}

/// An act of a text with what stands in its slots, whoever that is.
pub(crate) struct Choice {
    pub(crate) word: usize,
    pub(crate) anchor: usize,
    pub(crate) cameo: CameoCode,
    pub(crate) plover: Option<PloverType>,
    pub(crate) reciprocal: bool,
    pub(crate) specificity: usize,
    pub(crate) source: Vec<usize>,
    pub(crate) target: Vec<usize>,
    pub(crate) kinds_fit: bool,
    pub(crate) status: Status,
    pub(crate) polarity: Polarity,
    pub(crate) evidence: Vec<Evidence>,
}

/// Returns the acts of a text without asking who the parties are.
pub(crate) fn choices(reading: &Reading) -> Vec<Choice> {
    let sentences = &reading.tree.parse.sentences;
    let found = sentences.iter().flat_map(|sentence| sense::matches(reading, sentence.tokens.clone()));
    found
        .map(|found| {
            let mut evidence = Vec::new();
            let (cameo, _) = compose(reading, &found, &mut evidence);
            let standing = status::standing(reading, &found);
            evidence.extend(standing.evidence);
            let (source, target) = bind::heads(reading, &found);
            Choice {
                word: found.word,
                anchor: found.anchor(),
                cameo,
                plover: reading.knowledge.ontology.plover(cameo),
                reciprocal: found.sense.reciprocal,
                specificity: found.sense.specificity(),
                source,
                target,
                kinds_fit: bind::kinds_fit(reading, &found),
                status: standing.status,
                polarity: standing.polarity,
                evidence,
            }
        })
        .collect()
}

/// Returns the code of a match: its sense's own, or what its operator makes of the act in its complement.
fn compose(reading: &Reading, found: &Match, evidence: &mut Vec<Evidence>) -> (CameoCode, Vec<usize>) {
    let sense = found.sense;
    let note = |code: CameoCode, what: &str| format!("{what}: {code}");
    let entry = Evidence {
        rule: sense.id.clone(),
        span: found.span(reading.tree),
        note: note(sense.code, reading.knowledge.ontology.entry(sense.code).map_or("", |entry| &entry.label)),
    };
    evidence.insert(0, entry);
    if let Some(means) = means(reading, found) {
        let what = format!("done by {}: {}", means.sense.id, means.sense.code);
        evidence.push(because("code/means", means.span(reading.tree), what));
        return (means.sense.code, Vec::new());
    }
    let Some(operator) = &sense.operator else { return (sense.code, Vec::new()) };
    for complement in sense::complements(reading, found) {
        let Some(inner) = sense::best(reading, complement, None) else { continue };
        let base = inner.sense.code;
        let Some(code) = reading.knowledge.ontology.compose(operator, base) else { continue };
        // The more particular of the two stays: "called for talks" may know more than the operator does.
        if code.as_str().len() < sense.code.as_str().len() {
            continue;
        }
        evidence.push(Evidence {
            rule: format!("operator/{operator}"),
            span: inner.span(reading.tree),
            note: format!("{operator} upon {base}: {code}"),
        });
        // What is stopped or lifted is no act of its own.
        let absorbs = if reading.knowledge.lexicon.is_of_class("absorbing-operator", operator) {
            vec![inner.word]
        } else {
            Vec::new()
        };
        return (code, absorbs);
    }
    (sense.code, Vec::new())
}

/// Returns whether an appeal, promise or threat whose content is no act that we know is still an event: it is addressed to
/// somebody known, or somebody known says in a clause what it is.
fn stands_alone(
    reading: &Reading,
    found: &Match,
    source: &[relata_doc::ActorMention],
    target: &[relata_doc::ActorMention],
) -> bool {
    let coded = |actors: &[relata_doc::ActorMention]| actors.iter().any(|actor| !actor.code.is_empty());
    let has_clause =
        reading.tree.in_relation(found.word, &["xcomp", "ccomp", "advcl", "acl"]).next().is_some();
    let fixed = found.sense.conditions.iter().any(|condition| condition.wanted);
    coded(target) || ((coded(source) || source.is_empty()) && (has_clause || fixed))
}

/// Returns the act by which another was done, where it tells more: those "killed by shelling" were shelled.
fn means<'a>(reading: &Reading<'a>, found: &Match) -> Option<Match<'a>> {
    let ontology = &reading.knowledge.ontology;
    let unspecified = found.sense.code.as_str().ends_with('0') && found.sense.operator.is_none();
    let is_verb = reading.tree.upos(found.word) == Upos::Verb;
    if !unspecified || !is_verb || found.sense.code.quad_class() != relata_doc::QuadClass::MaterialConflict {
        return None;
    }
    let (sources, _) = bind::heads(reading, found);
    let acts = sources.into_iter().filter(|&head| reading.tree.upos(head) == Upos::Noun);
    let mut acts = acts.filter_map(|head| sense::best(reading, head, None));
    acts.find(|act| {
        ontology.plover(act.sense.code) == ontology.plover(found.sense.code)
            && act.sense.code != found.sense.code
    })
}

/// Drops what is said twice in one clause: an act that is the subject or means of one of the same type ("shelling killed"),
/// and what an operator takes in ("lifted sanctions").
fn drop_absorbed(tree: &Tree, drafts: &mut Vec<Draft>) {
    let absorbed: HashSet<usize> = drafts.iter().flat_map(|draft| draft.absorbs.iter().copied()).collect();
    let verbs: Vec<(usize, Option<PloverType>)> =
        drafts.iter().map(|draft| (draft.word, draft.plover)).collect();
    drafts.retain(|draft| {
        let same_clause = verbs.iter().any(|&(verb, plover)| {
            verb != draft.word
                && plover == draft.plover
                && tree.head(draft.word) == Some(verb)
                && !tree.token(draft.word).deprel.starts_with("acl")
                && matches!(tree.relation(draft.word), "nsubj" | "obl" | "obj" | "nmod" | "compound")
        });
        !same_clause && !absorbed.contains(&draft.word)
    });
}

fn confidence(
    sense: &Sense,
    source: &[relata_doc::ActorMention],
    target: &[relata_doc::ActorMention],
    certainty: f32,
    status: Status,
    section: SectionKind,
) -> f32 {
    let coded = |actors: &[relata_doc::ActorMention]| actors.iter().any(|actor| !actor.code.is_empty());
    let mut odds = 0.55 + 0.04 * sense.specificity().min(5) as f32;
    odds += if coded(source) { 0.12 } else { -0.1 };
    odds += if coded(target) { 0.12 } else { -0.05 };
    odds += if status == Status::Actual { 0.03 } else { 0.0 };
    odds -= if section == SectionKind::Teaser { 0.15 } else { 0.0 };
    let odds = (odds * certainty).clamp(0.05, 0.97);
    (odds * 100.0).round() / 100.0
}

/// Returns evidence of a step of the coder.
pub(crate) fn because(rule: &str, span: Span, note: impl Into<String>) -> Evidence {
    Evidence { rule: rule.to_owned(), span, note: note.into() }
}

/// Returns whether the clause says that it happened.
pub(crate) fn negative_if(negative: bool) -> Polarity {
    if negative { Polarity::Negative } else { Polarity::Positive }
}
