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
use std::ops::Range;

use relata_doc::{
    CameoCode, EventMention, Evidence, Figure, PloverQuad, PloverType, Polarity, SectionKind, Span, Status,
    TimeExpression, Upos,
};
use relata_knowledge::{Knowledge, Sense};

use crate::places::PlaceFinder;
use crate::tree::Tree;
use crate::who::Who;

pub(crate) use attribution::speaking;
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
    /// The words of the two sides that somebody asks about; they are actors, whether anybody knows them or not.
    pub(crate) sides: &'a [Range<usize>],
}

impl<'a> Reading<'a> {
    /// Returns the same layers, read for what is told of the sides.
    pub(crate) fn of_sides(&self, sides: &'a [Range<usize>]) -> Reading<'a> {
        Reading { sides, ..*self }
    }
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
                    drafts.extend(
                        stated_intention(reading, &found, &draft)
                            .or_else(|| refusal(reading, &found, &draft)),
                    );
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
    let Composed { code, absorbs, .. } = compose(reading, found, &mut evidence);
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
    untimed(reading, &mut stated, span);
    let plover = stated.action.plover;
    Some(Draft { mention: stated, word: verb, plover, absorbs: Vec::new() })
}

/// Returns the refusal or the threat that a clause makes by itself: "Israel will not negotiate with Hamas", "unless wages are
/// paid, teachers will picket the ministry".
fn refusal(reading: &Reading, found: &Match, act: &Draft) -> Option<Draft> {
    let mention = &act.mention;
    let modal = status::future(reading, found.anchor())?;
    let plain = mention.status == Status::Planned
        || (mention.status == Status::Hypothetical && mention.polarity == Polarity::Negative);
    let is_modal = mention.evidence.iter().any(|evidence| evidence.rule == "status/modal");
    let coded = mention.source.iter().any(|actor| !actor.code.is_empty());
    let conditional = status::has_condition(reading, found.anchor());
    if !plain || !is_modal || !coded || (mention.polarity == Polarity::Positive && !conditional) {
        return None;
    }
    let operator = foretelling(mention.action.plover?, mention.polarity, conditional, false)
        .filter(|&operator| operator != "intent")?;
    let code = reading.knowledge.ontology.compose(operator, mention.action.cameo)?;
    let span = reading.tree.token(modal).span.cover(reading.tree.token(found.anchor()).span);
    let what = format!("{operator} upon {}: {code}", mention.action.cameo);
    let mut stated = EventMention { status: Status::Actual, polarity: Polarity::Positive, ..mention.clone() };
    stated.action = reading.knowledge.ontology.action(code, span, None)?;
    stated.evidence.retain(|evidence| !evidence.rule.starts_with("status/") && evidence.rule != "polarity");
    stated.evidence.insert(0, because(&format!("operator/{operator}"), span, what));
    untimed(reading, &mut stated, span);
    let plover = stated.action.plover;
    Some(Draft { mention: stated, word: modal, plover, absorbs: Vec::new() })
}

/// Takes from what is stated of an act the act's own time and place: they are not those of the saying.
fn untimed(reading: &Reading, stated: &mut EventMention, span: Span) {
    let written = reading.dating.written(span);
    stated.time = if written.is_known() {
        written.with_basis(relata_doc::Basis::Publication)
    } else {
        relata_doc::Days::UNKNOWN
    };
    stated.time_words = None;
    stated.place = None;
    stated.figures.clear();
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
    /// The word of the act that this one promises, asks for, threatens, refuses or ends.
    pub(crate) upon: Option<usize>,
    pub(crate) evidence: Vec<Evidence>,
}

/// Returns the acts of a text without asking who the parties are.
pub(crate) fn choices(reading: &Reading) -> Vec<Choice> {
    let sentences = &reading.tree.parse.sentences;
    let found = sentences.iter().flat_map(|sentence| sense::matches(reading, sentence.tokens.clone()));
    let mut choices = Vec::new();
    for found in found {
        let mut evidence = Vec::new();
        let Composed { code: cameo, inner, .. } = compose(reading, &found, &mut evidence);
        let standing = status::standing(reading, &found);
        evidence.extend(standing.evidence);
        let (source, target) = bind::heads(reading, &found);
        let choice = Choice {
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
            upon: inner.map(|inner| inner.word),
            evidence,
        };
        choices.extend(said_of(reading, &choice));
        choices.extend(foretold(reading, &choice));
        choices.push(choice);
    }
    choices
}

/// Returns the accusation that a report makes of whom it says to have done a hostile deed: "witnesses said police had
/// beaten students" is said by the witnesses of the police.
fn said_of(reading: &Reading, act: &Choice) -> Option<Choice> {
    let is_hostile = matches!(act.plover, Some(PloverType::Assault | PloverType::Coerce));
    let is_told =
        matches!(act.status, Status::Actual | Status::Alleged) && act.polarity == Polarity::Positive;
    let is_verb = reading.tree.upos(act.anchor) == Upos::Verb;
    if !is_hostile || !is_told || !is_verb || act.source.is_empty() {
        return None;
    }
    let speakers = attribution::speaking(reading, act.anchor)?;
    let cameo = reading.knowledge.ontology.compose("accuse", act.cameo)?;
    restated(reading, act, "accuse", cameo, speakers, act.source.clone())
}

/// Returns the promise, threat or refusal that a report of what somebody will or will not do is: "Kyiv said it would free
/// the crew", "teachers will picket the ministry unless", "Israel will not negotiate with".
fn foretold(reading: &Reading, act: &Choice) -> Option<Choice> {
    let conditional = status::has_condition(reading, act.anchor);
    let speakers = attribution::speaking(reading, act.anchor);
    // What has not been agreed to is refused, whenever that is told.
    let is_unpromised = act.plover == Some(PloverType::Agree) && act.polarity == Polarity::Negative;
    if !is_unpromised {
        status::future(reading, act.anchor)?;
    }
    let operator = foretelling(act.plover?, act.polarity, conditional, speakers.is_some())?;
    let cameo = reading.knowledge.ontology.compose(operator, act.cameo)?;
    // "the ministry said they would be deported": where nobody is told to act, it is who speaks.
    let source = speakers.filter(|_| act.source.is_empty()).unwrap_or_else(|| act.source.clone());
    restated(reading, act, operator, cameo, source, act.target.clone())
}

/// Returns the operator that an act told as to come stands under: what is refused, promised or threatened.
fn foretelling(
    plover: PloverType,
    polarity: Polarity,
    conditional: bool,
    is_said: bool,
) -> Option<&'static str> {
    let friendly = matches!(plover.quad(), PloverQuad::VerbalCooperation | PloverQuad::MaterialCooperation);
    match (polarity, plover) {
        (Polarity::Negative, _) => friendly.then_some("refuse"),
        // A meeting that will take place is still a meeting.
        (_, PloverType::Consult) => is_said.then_some("intent"),
        (_, PloverType::Assault | PloverType::Coerce | PloverType::Sanction) => Some("threaten"),
        (_, PloverType::Protest | PloverType::Mobilize | PloverType::Reject) => {
            conditional.then_some("threaten")
        }
        _ => friendly.then_some("intent"),
    }
}

fn restated(
    reading: &Reading,
    act: &Choice,
    operator: &str,
    cameo: CameoCode,
    source: Vec<usize>,
    target: Vec<usize>,
) -> Option<Choice> {
    if source.is_empty() {
        return None;
    }
    let mut evidence = act.evidence.clone();
    let what = format!("{operator} upon {}: {cameo}", act.cameo);
    evidence.insert(0, because(&format!("operator/{operator}"), reading.tree.token(act.anchor).span, what));
    Some(Choice {
        word: act.word,
        anchor: act.anchor,
        cameo,
        plover: reading.knowledge.ontology.plover(cameo),
        reciprocal: false,
        specificity: act.specificity,
        source,
        target,
        kinds_fit: true,
        status: Status::Actual,
        polarity: Polarity::Positive,
        upon: Some(act.word),
        evidence,
    })
}

/// The code of a match, and what it was made of.
struct Composed<'a> {
    code: CameoCode,
    /// What is stopped or lifted is no act of its own.
    absorbs: Vec<usize>,
    /// The act that an operator acts upon.
    inner: Option<Match<'a>>,
}

/// Returns the code of a match: its sense's own, or what its operator makes of the act in its complement.
fn compose<'a>(reading: &Reading<'a>, found: &Match, evidence: &mut Vec<Evidence>) -> Composed<'a> {
    let sense = found.sense;
    let note = |code: CameoCode, what: &str| format!("{what}: {code}");
    let own = |code: CameoCode| Composed { code, absorbs: Vec::new(), inner: None };
    let entry = Evidence {
        rule: sense.id.clone(),
        span: found.span(reading.tree),
        note: note(sense.code, reading.knowledge.ontology.entry(sense.code).map_or("", |entry| &entry.label)),
    };
    evidence.insert(0, entry);
    if let Some(means) = means(reading, found) {
        let what = format!("done by {}: {}", means.sense.id, means.sense.code);
        evidence.push(because("code/means", means.span(reading.tree), what));
        return own(means.sense.code);
    }
    let Some(operator) = &sense.operator else {
        return own(ended(reading, found, evidence).unwrap_or(sense.code));
    };
    for complement in sense::complements(reading, found) {
        let Some(inner) = sense::carried_or_own(reading, complement) else { continue };
        let base = ended(reading, &inner, &mut Vec::new()).unwrap_or(inner.sense.code);
        let Some(operator) = upon(reading, operator, &inner) else { continue };
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
        let absorbs = if reading.knowledge.lexicon.is_of_class("absorbing-operator", operator) {
            vec![inner.word]
        } else {
            Vec::new()
        };
        return Composed { code, absorbs, inner: Some(inner) };
    }
    // "vowed not to work with": whatever the act is, it is refused.
    let refused = operator == "intent"
        && reading
            .tree
            .in_relation(found.word, &["xcomp", "ccomp", "acl"])
            .any(|clause| reading.tree.is_infinitive(clause) && status::denies(reading, clause));
    let code = reading.knowledge.ontology.compose("refuse", sense.code).filter(|_| refused);
    own(code.unwrap_or(sense.code))
}

/// Returns the operator that stands upon an act; upon what is not to be done it is another, or none: who promises not to meet
/// refuses to, who promises not to shell or asks others not to makes no threat and asks for no arms.
fn upon<'a>(reading: &Reading, operator: &'a str, inner: &Match) -> Option<&'a str> {
    let is_friendly = reading.knowledge.ontology.plover(inner.sense.code).is_some_and(|plover| {
        matches!(plover.quad(), PloverQuad::VerbalCooperation | PloverQuad::MaterialCooperation)
    });
    if !status::is_negated(reading, inner) || operator == "threaten" && is_friendly {
        return Some(operator);
    }
    (operator == "intent" && is_friendly).then_some("refuse")
}

/// Returns what becomes of an act that the clause says was ended: aid that is stopped is a sanction, force that is stopped
/// yields.
fn ended(reading: &Reading, found: &Match, evidence: &mut Vec<Evidence>) -> Option<CameoCode> {
    let word = ended_by(reading, found)?;
    let code = reading.knowledge.ontology.compose("halt", found.sense.code)?;
    let what = format!("halt upon {}: {code}", found.sense.code);
    evidence.push(because("operator/halt", reading.tree.token(word).span, what));
    Some(code)
}

/// Returns the word that ends an act, where the ending makes another act of it.
fn ended_by(reading: &Reading, found: &Match) -> Option<usize> {
    let plover = reading.knowledge.ontology.plover(found.sense.code)?;
    // What is lifted or called off as a noun ("suspended the blockade") has senses of its own.
    let is_force = plover.quad() == PloverQuad::MaterialConflict && found.carrier.is_none();
    let is_given =
        matches!(plover, PloverType::Aid | PloverType::Cooperate | PloverType::Support | PloverType::Consult);
    status::ending(reading, found).filter(|_| (is_force || is_given) && found.sense.operator.is_none())
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
