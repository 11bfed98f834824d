//! According to whom?

use relata_doc::{Attribution, Upos};

use super::Reading;
use super::sense::Match;

/// Returns who says so: "… said", "according to …", "reportedly"; the innermost first.
pub(crate) fn speakers(reading: &Reading, found: &Match) -> Vec<Attribution> {
    let tree = reading.tree;
    let word = found.anchor();
    let direct = reading.quotes.iter().any(|quote| quote.span.contains(tree.token(found.word).span));
    let mut all: Vec<Attribution> = Vec::new();
    let mut below = word;
    for above in tree.up(word).collect::<Vec<_>>() {
        if above != word && tree.is_predicate(above) && is_said_by(reading, above, below) {
            add(reading, &mut all, above, direct);
        }
        // "…, the governor said" hangs below the clause it reports.
        for said in tree.in_relation(above, &["parataxis", "ccomp", "advcl"]).collect::<Vec<_>>() {
            let speech =
                reading.knowledge.lexicon.is_speech(tree.lemma(said)) && tree.child(said, "ccomp").is_none();
            if said != below
                && speech
                && tree.token(said).deprel != "ccomp"
                && tree.surface_subject(said).is_some()
                && said != word
            {
                add(reading, &mut all, said, direct);
            }
        }
        for source in tree.in_relation(above, &["obl", "parataxis", "advmod", "advcl"]).collect::<Vec<_>>() {
            according_to(reading, &mut all, source, direct);
        }
        below = above;
    }
    all
}

/// Returns whether a verb of saying governs the clause as what is said.
fn is_said_by(reading: &Reading, verb: usize, below: usize) -> bool {
    let tree = reading.tree;
    reading.knowledge.lexicon.is_speech(tree.lemma(verb))
        && matches!(tree.relation(below), "ccomp" | "parataxis" | "xcomp")
}

fn add(reading: &Reading, all: &mut Vec<Attribution>, verb: usize, direct: bool) {
    let tree = reading.tree;
    let cue = tree.token(verb).span;
    if all.iter().any(|attribution| attribution.cue == cue) {
        return;
    }
    let subject = tree.slot(verb, &relata_knowledge::Slot::Subject).into_iter().next();
    let speaker = subject.and_then(|subject| reading.who.actors_or_owners(subject).into_iter().next());
    all.push(Attribution { speaker, cue, direct });
}

/// Adds the speaker of "according to the ministry", and an adverb that names nobody ("reportedly").
fn according_to(reading: &Reading, all: &mut Vec<Attribution>, child: usize, direct: bool) {
    let tree = reading.tree;
    let lexicon = &reading.knowledge.lexicon;
    let preposition = tree.preposition(child);
    if preposition.is_some_and(|preposition| lexicon.is_of_class("attributing-preposition", &preposition)) {
        let case = tree.in_relation(child, &["case"]).next().unwrap_or(child);
        let fixed = tree.in_relation(case, &["fixed"]).last().unwrap_or(case);
        let cue = tree.token(case).span.cover(tree.token(fixed).span);
        let speaker = reading.who.actors_or_owners(child).into_iter().next();
        if all.iter().all(|attribution| attribution.cue != cue) {
            all.push(Attribution { speaker, cue, direct });
        }
    } else if tree.upos(child) == Upos::Adv && lexicon.is_of_class("hearsay", tree.lemma(child)) {
        let cue = tree.token(child).span;
        if all.iter().all(|attribution| attribution.cue != cue) {
            all.push(Attribution { speaker: None, cue, direct: false });
        }
    } else if matches!(tree.upos(child), Upos::Verb)
        && lexicon.is_of_class("attributing-verb", &tree.words(child).to_lowercase())
    {
        // Some parsers make "according" a verb: its complement speaks.
        if let Some(&speaker) = tree.after_any(child, "attributing-complement").first() {
            let cue = tree.token(child).span;
            if all.iter().all(|attribution| attribution.cue != cue) {
                all.push(Attribution {
                    speaker: reading.who.actors_or_owners(speaker).into_iter().next(),
                    cue,
                    direct,
                });
            }
        }
    }
}

/// Returns the heads of those who tell what a clause reports, whoever they are; the innermost speaker's.
/// None where nobody is said to tell it.
pub(crate) fn speaking(reading: &Reading, word: usize) -> Option<Vec<usize>> {
    let tree = reading.tree;
    let subject = |verb: usize| Some(tree.slot(verb, &relata_knowledge::Slot::Subject));
    let mut below = word;
    for above in tree.up(word) {
        if above != word && tree.is_predicate(above) && is_said_by(reading, above, below) {
            return subject(above);
        }
        for said in tree.in_relation(above, &["parataxis"]) {
            let speaks =
                reading.knowledge.lexicon.is_speech(tree.lemma(said)) && said != word && said != below;
            if speaks && tree.child(said, "ccomp").is_none() && tree.surface_subject(said).is_some() {
                return subject(said);
            }
        }
        let attributes = |&source: &usize| {
            tree.preposition(source).is_some_and(|preposition| {
                reading.knowledge.lexicon.is_of_class("attributing-preposition", &preposition)
            })
        };
        if let Some(source) = tree.in_relation(above, &["obl"]).find(attributes) {
            return Some(vec![source]);
        }
        // What another clause says stands for itself.
        let is_adverbial = tree.relation(above) == "advcl" && tree.child(above, "nsubj").is_some();
        if tree.token(above).deprel == "acl:relcl" || is_adverbial {
            return None;
        }
        below = above;
    }
    None
}
