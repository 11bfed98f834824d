//! When did it happen, and is it news?

use jiff::ToSpan;
use relata_doc::{Basis, Days, Evidence, Report, Span, TimeExpression, TimeType, Upos};

use super::sense::Match;
use super::{Reading, because};

/// A report of something older than this is background.
const FRESH_DAYS: i64 = 45;

/// Returns the days of an event: those its own clause tells, else the report's own, marked as such.
pub(crate) fn time(reading: &Reading, found: &Match) -> (Days, Option<Span>, Vec<Evidence>) {
    let tree = reading.tree;
    let anchor = found.anchor();
    let own = reading
        .times
        .iter()
        .filter(|time| time.time_type == TimeType::Date || time.time_type == TimeType::Time);
    let bound = own
        .filter(|time| governs(reading, found, time))
        .max_by_key(|time| (time.days.is_known(), std::cmp::Reverse(distance(reading, anchor, time))));
    if let Some(time) = bound {
        return (time.days, Some(time.span), vec![because("time/clause", time.span, time.why.clone())]);
    }
    let written = reading.dating.written(tree.token(anchor).span);
    let days = if written.is_known() { written.with_basis(Basis::Publication) } else { Days::UNKNOWN };
    (days, None, Vec::new())
}

fn distance(reading: &Reading, anchor: usize, time: &TimeExpression) -> usize {
    reading.tree.token_at(time.span).map_or(usize::MAX, |token| token.abs_diff(anchor))
}

/// Returns whether a time belongs to the clause of a match: it hangs on its verb or noun, or the clause hangs on it.
fn governs(reading: &Reading, found: &Match, time: &TimeExpression) -> bool {
    let tree = reading.tree;
    let anchor = found.anchor();
    let tokens = tree.tokens_in(time.span);
    let Some(head) = tree.governor(tokens.clone()) else { return false };
    if !tree.sentence(anchor).contains(&head) {
        return false;
    }
    if time.is_event {
        // The event that is named, or what was done at it; not what was done after it or because of it.
        let at = tree.preposition(head);
        let at = at.is_some_and(|at| reading.knowledge.lexicon.is_of_class("at-an-event", &at));
        if tokens.contains(&found.word) {
            return true;
        }
        if !at {
            return false;
        }
    }
    // "in 1999, when the army seized power"
    if tree
        .up(anchor)
        .take_while(|&above| above != head)
        .all(|above| above == anchor || tree.relation(above) == "conj")
        && tree.head(tree.first_conjunct(anchor)) == Some(head)
    {
        return true;
    }
    let relative = tree.first_conjunct(anchor);
    if tree.relation(relative) == "advcl"
        && tree.token(relative).deprel == "advcl:relcl"
        && tree.head(relative) == tree.clause_of(head).filter(|_| head < anchor)
    {
        return true;
    }
    // The same, where the parser hangs the clause on the verb: the time stands right before it.
    let whenever = tree
        .in_relation(relative, &["advmod", "mark"])
        .find(|&mark| reading.knowledge.lexicon.is_of_class("relative-time", tree.lemma(mark)));
    if let Some(whenever) = whenever
        && tree.relation(relative) == "advcl"
        && let Some(last) = tree.tokens_in(time.span).next_back()
        && last < whenever
        && (last + 1..whenever).all(|between| tree.upos(between) == Upos::Punct)
    {
        return true;
    }
    // Up from the time to the first word that has a clause of its own, or that is itself an act.
    for above in tree.up(head).skip(1) {
        if above == anchor || above == found.word {
            return true;
        }
        if tree.is_predicate(above) {
            let shared = tree.relation(anchor) == "conj"
                && tree.first_conjunct(anchor) == above
                && tree.child(anchor, "nsubj").is_none();
            let control = tree.relation(anchor) == "xcomp" && tree.head(anchor) == Some(above);
            // A time before both of two coordinated verbs holds for both.
            return (shared && head < above)
                || (control && reading.knowledge.lexicon.is_of_class("implicative", tree.lemma(above)));
        }
        if tree.upos(above) == Upos::Noun
            && reading
                .knowledge
                .lexicon
                .senses_of(relata_knowledge::Word::Noun, tree.lemma(above))
                .next()
                .is_some()
            && tree.relation(above) != "obj"
        {
            return false; // it dates another act: "the attack on Monday was condemned"
        }
    }
    false
}

/// Returns what the mention is to today's news.
pub(crate) fn report(reading: &Reading, found: &Match, time: &Days) -> Report {
    let tree = reading.tree;
    let anchor = found.anchor();
    let written = reading.dating.written(tree.token(anchor).span);
    let older = time
        .end()
        .zip(written.start())
        .is_some_and(|(end, start)| end < start.saturating_sub(FRESH_DAYS.days()));
    let court = std::iter::successors(tree.head(found.anchor()), |&above| tree.head(above))
        .take(6)
        .any(|above| reading.knowledge.lexicon.is_of_class("trial", tree.lemma(above)));
    let remembered = std::iter::successors(tree.head(found.word), |&above| tree.head(above))
        .take(6)
        .any(|above| reading.knowledge.lexicon.is_of_class("anniversary", tree.lemma(above)));
    let pluperfect = tree.in_relation(anchor, &["aux"]).any(|aux| {
        tree.is_of_class("perfect-auxiliary", aux)
            && tree.token(aux).has("Tense=Past")
            && tree.token(aux).has("VerbForm=Fin")
    });
    if remembered {
        Report::Anniversary
    } else if court {
        Report::Trial
    } else if older {
        Report::Background
    } else if pluperfect {
        Report::FollowUp
    } else {
        Report::New
    }
}
