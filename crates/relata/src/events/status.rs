//! Does the report say that it happened?
//!
//! Walks from the act to the root of its sentence. What stands above an act (a verb that asks, threatens or plans, an
//! infinitive of purpose, a condition, a modal) decides its status; an assertion ends the walk.

use relata_doc::{Evidence, Polarity, Status, Upos};
use relata_knowledge::{Embedding, Word};

use super::sense::Match;
use super::{Reading, because, negative_if};
use crate::tree::Tree;

/// What a report says of an act.
pub(crate) struct Standing {
    pub(crate) status: Status,
    pub(crate) polarity: Polarity,
    pub(crate) evidence: Vec<Evidence>,
}

/// Returns the status and polarity of a match, with the words that give them.
pub(crate) fn standing(reading: &Reading, found: &Match) -> Standing {
    let mut standing =
        Standing { status: Status::Actual, polarity: Polarity::Positive, evidence: Vec::new() };
    let mut negative = false;
    // "launched no attack" is denied once, though both the noun and its verb see the word.
    let mut is_denied = false;
    if let Some((verb, light)) = found.carrier {
        negative ^= light.negative;
        if let Some(status) = light.status {
            standing.status = status;
            standing.evidence.push(because(
                "status/light-verb",
                reading.tree.token(verb).span,
                format!("{:?} makes it {}", reading.tree.words(verb), status.name()),
            ));
        }
        is_denied = own_negation(reading, found.word, &mut standing.evidence);
        modify(reading, found.word, &mut standing);
    }
    let mut at = found.anchor();
    negative ^= is_denied || own_negation(reading, at, &mut standing.evidence);
    modify(reading, at, &mut standing);
    for _ in 0..12 {
        if standing.status != Status::Actual {
            break;
        }
        let step = above(reading, at, found);
        match step {
            Step::Asserted => break,
            Step::Climb(next) => at = next,
            Step::Embedded { verb, status, negative: embedded_negative } => {
                negative ^= embedded_negative;
                if status != Status::Actual {
                    standing.status = status;
                }
                if status != Status::Actual || embedded_negative {
                    let words = reading.tree.words(verb);
                    standing.evidence.push(because(
                        "status/embedded",
                        reading.tree.token(verb).span,
                        format!(
                            "under {words:?} it is {}",
                            if embedded_negative && status == Status::Actual {
                                "denied to have happened"
                            } else {
                                status.name()
                            }
                        ),
                    ));
                }
                at = verb;
            }
            Step::Is(status, token, why) => {
                standing.status = status;
                standing.evidence.push(because("status/clause", reading.tree.token(token).span, why));
            }
        }
        if at != found.anchor() {
            modify_modal(reading, at, &mut standing);
        }
    }
    if standing.status == Status::Actual && is_question(reading, found) {
        standing.status = Status::Hypothetical;
        standing.evidence.push(because(
            "status/question",
            reading.tree.token(found.anchor()).span,
            "it is asked, not told",
        ));
    }
    // What was ended is told by what it became.
    negative &= super::ended_by(reading, found).is_none();
    standing.polarity = negative_if(negative);
    standing
}

/// Returns the word that says that an act was ended, where no sense of its own says what that is: "stopped training",
/// "halted relief flights", "no longer supplies".
pub(crate) fn ending(reading: &Reading, found: &Match) -> Option<usize> {
    let tree = reading.tree;
    if let Some((verb, light)) = found.carrier {
        let ends = light.negative && tree.is_of_class("ending-verb", verb) && !denies(reading, verb);
        return ends.then_some(verb);
    }
    let word = found.word;
    if tree.upos(word) != Upos::Verb {
        return None;
    }
    let adverb = tree.in_relation(word, &["advmod"]).find(|&adverb| {
        reading.knowledge.lexicon.is_of_class("ended-adverb", &tree.words(adverb).to_lowercase())
            && (tree.in_relation(adverb, &["advmod", "det"]).any(|child| tree.is_of_class("negation", child))
                || denies(reading, word))
    });
    let verb = tree.head(word).filter(|&verb| {
        matches!(tree.relation(word), "xcomp" | "ccomp" | "advcl" | "obj")
            && tree.is_of_class("ending-verb", verb)
            && !tree.is_infinitive(word)
            && tree.token(word).has("VerbForm=Ger")
            && tree.in_relation(word, &["mark"]).all(|mark| tree.words(mark).eq_ignore_ascii_case("from"))
            && tree.child(verb, "obj").is_none_or(|object| object == word)
            && !denies(reading, verb)
    });
    adverb.or(verb)
}

/// What stands above a word, as far as its status goes.
enum Step {
    /// The clause is told as a fact.
    Asserted,
    /// Nothing is decided here.
    Climb(usize),
    /// A verb embeds it.
    Embedded { verb: usize, status: Status, negative: bool },
    /// The form of the clause decides.
    Is(Status, usize, &'static str),
}

fn above(reading: &Reading, at: usize, found: &Match) -> Step {
    let tree = reading.tree;
    let Some(head) = tree.head(at) else { return Step::Asserted };
    let relation = tree.relation(at);
    let deprel = tree.token(at).deprel.as_str();
    let is_clause = tree.is_predicate(at);
    if is_clause
        && let Some(mark) = tree
            .in_relation(at, &["mark"])
            .find(|&mark| reading.knowledge.lexicon.is_of_class("conditional", tree.lemma(mark)))
    {
        return Step::Is(Status::Hypothetical, mark, "a condition");
    }
    // "called off the strike after the government gave in": a finite adverbial clause is told for itself.
    if relation == "advcl" && tree.token(at).has("VerbForm=Fin") {
        return Step::Asserted;
    }
    if deprel == "acl:relcl" || matches!(relation, "parataxis" | "root") {
        return Step::Asserted;
    }
    // "denies arming rebels and accuses Paris": a finite verb goes on with a finite one, wherever the parser hangs it.
    if relation == "conj"
        && tree.token(at).has("VerbForm=Fin")
        && !tree.token(head).has("VerbForm=Fin")
        && tree.in_relation(head, &["aux", "cop"]).next().is_none()
    {
        let finite = tree
            .up(head)
            .skip(1)
            .find(|&above| tree.token(above).has("VerbForm=Fin") && tree.is_predicate(above));
        return match finite.and_then(|finite| tree.head(finite).map(|_| finite)) {
            Some(finite) if tree.relation(finite) != "root" => Step::Climb(finite),
            _ => Step::Asserted,
        };
    }
    if relation == "conj" && tree.child(at, "nsubj").is_some() {
        // A coordinated clause with its own subject shares only what embeds the first.
        return match tree.relation(head) {
            "xcomp" | "ccomp" | "advcl" | "acl" => Step::Climb(head),
            _ => Step::Asserted,
        };
    }
    // "will train troops after recent attacks": the attacks do not depend on the training.
    let independent =
        |preposition: String| reading.knowledge.lexicon.is_of_class("independent-preposition", &preposition);
    if matches!(relation, "obl" | "nmod") && !is_clause && tree.preposition(at).is_some_and(independent) {
        return Step::Asserted;
    }
    if matches!(relation, "xcomp" | "ccomp" | "obj" | "obl" | "advcl" | "nmod" | "acl" | "nsubj" | "csubj") {
        if let Some(embedding) = embedding(reading, head, at, found) {
            return Step::Embedded { verb: head, status: embedding.status, negative: embedding.negative };
        }
        if is_clause && tree.is_infinitive(at) {
            return match relation {
                "advcl" => Step::Is(Status::Planned, at, "a purpose, not an act"),
                "acl" => Step::Is(Status::Planned, at, "an infinitive: not yet done"),
                "xcomp"
                    if reading.knowledge.lexicon.embeddings(tree.lemma(head)).is_empty()
                        && !is_implicative(reading, head) =>
                {
                    Step::Is(
                        Status::Hypothetical,
                        head,
                        "an infinitive under a verb that does not say it was done",
                    )
                }
                _ => Step::Climb(head),
            };
        }
    }
    match relation {
        "ccomp" if reading.knowledge.lexicon.is_speech(tree.lemma(head)) => {
            // "did not say that …" tells nothing of whether it is so.
            match denies(reading, head) {
                true => Step::Is(Status::Hypothetical, head, "not said to be so"),
                false => Step::Asserted,
            }
        }
        "advcl" if is_clause => Step::Asserted,
        _ => Step::Climb(head),
    }
}

/// Returns whether a verb says that its infinitive was done: "began to withdraw", "was forced to leave".
fn is_implicative(reading: &Reading, verb: usize) -> bool {
    reading.knowledge.lexicon.is_of_class("implicative", reading.tree.lemma(verb))
}

/// Returns what a word says of the act it governs at `at`: by the list of embedding verbs, or as an operator.
fn embedding(reading: &Reading, head: usize, at: usize, found: &Match) -> Option<Embedding> {
    let tree = reading.tree;
    let lexicon = &reading.knowledge.lexicon;
    if Some(head) == found.carrier.map(|(verb, _)| verb) {
        return None;
    }
    let relation = tree.relation(at);
    let preposition = tree.preposition(at);
    // An active subject hangs on nothing that its verb asks for or plans; "talks were demanded" does.
    if (relation == "nsubj" && !tree.is_passive(head)) || tree.token(at).deprel == "nmod:poss" {
        return None;
    }
    let particle = tree.children(head).find(|&child| tree.token(child).deprel == "compound:prt");
    let listed = lexicon
        .embeddings(tree.lemma(head))
        .iter()
        .filter(|embedding| embedding.preposition.is_some() || particle.is_none())
        .find(|embedding| match (&embedding.preposition, relation) {
            (Some(wanted), _) => {
                preposition.as_ref() == Some(wanted)
                    || tree.children(head).any(|child| {
                        tree.token(child).deprel == "compound:prt" && tree.lemma(child) == wanted
                    })
            }
            (None, "obl" | "nmod") => preposition.is_none(),
            (None, _) => true,
        });
    if let Some(embedding) = listed {
        // "told a newspaper that …" reports; "told them to leave" asks.
        let reports = lexicon.is_speech(tree.lemma(head))
            && tree.is_predicate(at)
            && !tree.is_infinitive(at)
            && embedding.status == Status::Requested;
        return (!reports).then(|| embedding.clone());
    }
    let word = if tree.upos(head) == Upos::Verb { Word::Verb } else { Word::Noun };
    let operator = lexicon
        .senses_of(word, tree.lemma(head))
        .filter(|sense| sense.operator.is_some() && super::sense::holds(tree, head, None, sense))
        .find(|sense| {
            let slots = sense.source.iter().chain(&sense.target);
            let is_party = slots.clone().any(|slot| matches!((slot, &preposition), (relata_knowledge::Slot::Preposition(slot), Some(preposition)) if slot == preposition));
            !is_party || tree.is_predicate(at)
        })
        .and_then(|sense| sense.operator.as_deref())?;
    // The operators' own statuses are listed under their names.
    lexicon.embeddings(&format!("*{operator}")).first().cloned()
}

fn own_negation(reading: &Reading, word: usize, evidence: &mut Vec<Evidence>) -> bool {
    let tree = reading.tree;
    let negation = tree.children(word).find(|&child| {
        let negates = tree.token(child).has("Polarity=Neg")
            || reading.knowledge.lexicon.is_of_class("negation", tree.lemma(child));
        negates && matches!(tree.relation(child), "advmod" | "det" | "aux" | "mark" | "case" | "cc")
    });
    let without = tree
        .in_relation(word, &["nsubj", "obj"])
        .flat_map(|argument| {
            // "neither the army nor its foes"
            let before =
                |child: usize| tree.relation(child) == "det" || tree.token(child).deprel == "cc:preconj";
            tree.children(argument).filter(|&child| before(child)).collect::<Vec<_>>()
        })
        .find(|&det| reading.knowledge.lexicon.is_of_class("negation", tree.lemma(det)));
    match negation.or(without) {
        Some(token) => {
            evidence.push(because("polarity", tree.token(token).span, "it did not happen"));
            true
        }
        None => false,
    }
}

/// Notes what the word's own modifiers and auxiliaries say: "allegedly", "planned", "will", "may".
fn modify(reading: &Reading, word: usize, standing: &mut Standing) {
    let tree = reading.tree;
    for child in tree.in_relation(word, &["advmod", "amod"]) {
        let listed = reading.knowledge.lexicon.embeddings(tree.lemma(child)).first();
        if let Some(embedding) =
            listed.filter(|embedding| embedding.status != Status::Actual && standing.status == Status::Actual)
        {
            standing.status = embedding.status;
            standing.evidence.push(because(
                "status/modifier",
                tree.token(child).span,
                format!("{:?} makes it {}", tree.words(child), embedding.status.name()),
            ));
        }
    }
    modify_modal(reading, word, standing);
}

/// Returns the verb whose auxiliaries a verb shares. A conjunct without a subject of its own has those of the first: "will
/// visit Ankara and meet".
fn bearer_of_auxiliaries(tree: &Tree, word: usize) -> usize {
    let mut bearer = word;
    while tree.relation(bearer) == "conj"
        && tree.child(bearer, "nsubj").is_none()
        && tree.child(bearer, "aux").is_none()
    {
        match tree.head(bearer).filter(|&head| tree.is_predicate(head)) {
            Some(head) => bearer = head,
            None => break,
        }
    }
    bearer
}

fn modify_modal(reading: &Reading, word: usize, standing: &mut Standing) {
    let tree = reading.tree;
    if standing.status != Status::Actual {
        return;
    }
    let bearer = bearer_of_auxiliaries(tree, word);
    // "he'd ordered": had, not would.
    let is_perfect = tree.token(bearer).has("VerbForm=Part") && tree.token(bearer).has("Tense=Past");
    let helped = tree.in_relation(bearer, &["aux"]).count() > 1;
    if is_perfect && !helped && !tree.is_passive(bearer) {
        return;
    }
    for aux in tree.in_relation(bearer, &["aux"]) {
        let lemma = tree.lemma(aux);
        let perfect_future = tree
            .children(bearer)
            .any(|child| tree.relation(child) == "aux" && tree.is_of_class("perfect-auxiliary", child));
        let listed = reading.knowledge.lexicon.embeddings(lemma).first();
        if let Some(embedding) =
            listed.filter(|_| !perfect_future || !tree.is_of_class("future-auxiliary", aux))
        {
            // "said it would withdraw": in reported speech the future of the past is a plan.
            let reported = tree.relation(bearer) == "ccomp"
                && tree
                    .head(bearer)
                    .is_some_and(|head| reading.knowledge.lexicon.is_speech(tree.lemma(head)));
            let planned = reported && reading.knowledge.lexicon.is_of_class("future-of-the-past", lemma);
            standing.status = if planned { Status::Planned } else { embedding.status };
            standing.evidence.push(because(
                "status/modal",
                tree.token(aux).span,
                format!("{:?} makes it {}", tree.words(aux), standing.status.name()),
            ));
            return;
        }
    }
}

/// Returns the auxiliary that tells a clause as to come: "will", "would", "shall".
pub(crate) fn future(reading: &Reading, word: usize) -> Option<usize> {
    let tree = reading.tree;
    let bearer = bearer_of_auxiliaries(tree, word);
    tree.in_relation(bearer, &["aux"])
        .find(|&aux| tree.is_of_class("future-auxiliary", aux) || tree.is_of_class("future-of-the-past", aux))
}

/// Returns whether a clause holds under a condition that it states: "unless wages are paid". "Even if" states none.
pub(crate) fn has_condition(reading: &Reading, word: usize) -> bool {
    let tree = reading.tree;
    let concedes = |mark: usize, clause: usize| {
        [mark, clause].into_iter().any(|word| {
            tree.in_relation(word, &["advmod"])
                .any(|child| child + 1 == mark && tree.is_of_class("concessive", child))
        })
    };
    tree.in_relation(word, &["advcl"]).any(|clause| {
        let inverted = tree.in_relation(clause, &["aux"]).next().is_some_and(|aux| {
            tree.is_of_class("inverted-condition", aux)
                && tree.child(clause, "mark").is_none()
                && tree.surface_subject(clause).is_some_and(|subject| aux < subject)
        });
        inverted
            || tree
                .in_relation(clause, &["mark"])
                .any(|mark| tree.is_of_class("conditional", mark) && !concedes(mark, clause))
    })
}

/// Returns whether the words of an act deny it themselves: "promised not to meet or negotiate".
pub(crate) fn is_negated(reading: &Reading, found: &Match) -> bool {
    let first = reading.tree.first_conjunct(found.anchor());
    [found.word, found.anchor(), first].into_iter().any(|word| denies(reading, word))
}

/// Returns whether a word is denied by what stands beside it.
pub(crate) fn denies(reading: &Reading, word: usize) -> bool {
    own_negation(reading, word, &mut Vec::new())
}

fn is_question(reading: &Reading, found: &Match) -> bool {
    let tokens = reading.tree.sentence(found.word);
    let quoted = reading.quotes.iter().any(|quote| quote.span.contains(reading.tree.token(found.word).span));
    !quoted && tokens.end > tokens.start && reading.tree.words(tokens.end - 1) == "?"
}
