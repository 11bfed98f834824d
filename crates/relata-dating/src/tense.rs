//! Does the verb that governs a time speak of what was, is, or shall be?

use relata_doc::{Parse, Span, Token, Upos};

use crate::calendar::Calendar;
use crate::meaning::Tense;
use crate::words::Word;

/// What the verb that governs some words says of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Governed {
    pub(crate) tense: Tense,
    /// Whether the act is planned.
    pub(crate) planned: bool,
    /// Whether it is what the sentence tells, not something told beside it; not known without syntax.
    pub(crate) main: bool,
    /// Whether the words hang on that verb itself, not on a word between.
    pub(crate) adverbial: bool,
}

/// Finds the tense for the words at `span`, and whether the act is planned: from the syntax where there is some, else
/// from the words around. `words` are those of the section, `at` the index of the expression's first word.
pub(crate) fn tense(
    calendar: &Calendar,
    parse: &Parse,
    words: &[Word],
    at: usize,
    end: usize,
    span: Span,
) -> Governed {
    let from_syntax = token_at(parse, span).map(|token| by_syntax(calendar, parse, token, span));
    let governed = match from_syntax {
        Some(Governed { tense: Tense::Unknown, .. }) | None => {
            let (tense, planned) = by_words(calendar, words, at, end);
            Governed { tense, planned, main: false, adverbial: false }
        }
        Some(governed) => governed,
    };
    // "Called a strike for Friday", "postponed until Monday", "starting Tuesday": ahead, whatever the verb's tense.
    let before = |count: usize| at.checked_sub(count).map_or("", |at| words[at].lower.as_str());
    let possessive = words.get(end).is_some_and(|word| word.lower == "'s");
    let put_off = calendar.verbs.put_off_to.has(before(1))
        && words[at.saturating_sub(6)..at].iter().any(|word| calendar.verbs.put_off.has(&word.lower));
    let meant_for = calendar.verbs.meant_for.has(before(1)) && is_day(calendar, words, at) && !possessive;
    if calendar.verbs.starting.has(before(1)) || put_off || meant_for {
        return Governed { tense: Tense::Future, planned: true, ..governed };
    }
    governed
}

/// Returns whether a weekday's name stands at `at`.
fn is_day(calendar: &Calendar, words: &[Word], at: usize) -> bool {
    words
        .get(at)
        .is_some_and(|word| calendar.weekdays.contains_key(word.text) && !word.lower.ends_with("days"))
}

/// Returns the token that begins within a span.
pub(crate) fn token_at(parse: &Parse, span: Span) -> Option<usize> {
    let at = parse.tokens.partition_point(|token| token.span.end() <= span.start());
    parse.tokens.get(at).filter(|token| token.span.overlaps(span)).map(|_| at)
}

fn by_syntax(calendar: &Calendar, parse: &Parse, token: usize, span: Span) -> Governed {
    let mut at = token;
    // The first word outside the expression that it hangs on.
    let mut head = None;
    // A chain of heads is at most as long as a sentence; the bound guards against a broken parse.
    for _ in 0..200 {
        let word = &parse.tokens[at];
        let copula = parse.children(at).any(|child| parse.tokens[child].relation() == "cop");
        // "The vote, due on Friday".
        let due = word.upos == Upos::Adj && calendar.verbs.scheduled.has(&word.lemma.to_lowercase());
        if (matches!(word.upos, Upos::Verb | Upos::Aux) || copula || due)
            && let Some((tense, planned)) = verb_tense(calendar, parse, at)
        {
            return Governed { tense, planned, main: is_main(parse, at), adverbial: head == Some(at) };
        }
        let Some(above) = word.head else { break };
        let leaves = head.is_none() && !span.overlaps(parse.tokens[above].span);
        if leaves && matches!(word.relation(), "obl" | "advmod") {
            head = Some(above);
        }
        at = above;
    }
    Governed { tense: Tense::Unknown, planned: false, main: false, adverbial: false }
}

/// Returns whether a verb is what its sentence tells: its root, or what the root says, or what is told on a par with it.
fn is_main(parse: &Parse, verb: usize) -> bool {
    let heads = std::iter::successors(Some(verb), |&at| parse.tokens[at].head);
    heads.take(20).all(|at| matches!(parse.tokens[at].relation(), "root" | "conj" | "ccomp" | "parataxis"))
}

/// Returns the tense of one verb, or nothing where it takes it from the verb above ("meeting", "managed to meet").
fn verb_tense(calendar: &Calendar, parse: &Parse, verb: usize) -> Option<(Tense, bool)> {
    let word = &parse.tokens[verb];
    let helpers: Vec<&Token> = parse
        .children(verb)
        .map(|child| &parse.tokens[child])
        .filter(|child| matches!(child.relation(), "aux" | "cop"))
        .collect();
    let lemma = |token: &Token| token.lemma.to_lowercase();
    let is_future = |token: &&Token| calendar.verbs.future.has(&lemma(token));
    if helpers.iter().any(is_future) {
        return Some((Tense::Future, true));
    }
    // "May meet", "said it would meet" are ahead; "may have met" is behind.
    let perfect = helpers.iter().any(|helper| calendar.verbs.perfect.has(&lemma(helper)));
    let negated = parse.children(verb).any(|child| parse.tokens[child].has("Polarity=Neg"));
    let modal = helpers.iter().any(|helper| calendar.verbs.modal.has(&lemma(helper)));
    if modal && !perfect && !negated {
        return Some((Tense::Future, true));
    }
    // "To be held": the form is that of the helper.
    let bare = word.has("VerbForm=Inf") || helpers.iter().any(|helper| helper.has("VerbForm=Inf"));
    let infinitive = bare
        && parse.children(verb).any(|child| {
            let child = &parse.tokens[child];
            matches!(child.relation(), "mark" | "aux") && calendar.verbs.infinitive.has(&lemma(child))
        });
    if infinitive {
        let head = word.head?;
        let planned = calendar.verbs.planned_by_infinitive.has(&lemma(&parse.tokens[head]));
        if planned || matches!(word.relation(), "advcl" | "acl") {
            return Some((Tense::Future, true));
        }
        return None;
    }
    // "Intends to make them paid in 2023".
    if word.has("VerbForm=Part") && word.relation() == "xcomp" && helpers.is_empty() {
        return None;
    }
    // "Is scheduled for May": what is planned lies ahead, whatever the tense of the plan.
    let participle = word.has("VerbForm=Part") || word.upos == Upos::Adj;
    if participle && calendar.verbs.scheduled.has(&lemma(word)) {
        return Some((Tense::Future, true));
    }
    // "Demanded that the envoy leave": the bare form under a demand.
    if word.relation() == "ccomp"
        && !word.has("Tense=Past")
        && helpers.is_empty()
        && word.head.is_some_and(|head| calendar.verbs.demanding.has(&lemma(&parse.tokens[head])))
    {
        return Some((Tense::Future, true));
    }
    if helpers.iter().any(|helper| helper.has("Tense=Past")) || word.has("Tense=Past") {
        return Some((Tense::Past, false));
    }
    // "has met" and "is met": a participle under a present helper.
    let has = helpers.iter().any(|helper| helper.has("Tense=Pres") && !helper.has("VerbForm=Ger"));
    if has && word.has("VerbForm=Part") {
        return Some((Tense::Past, false));
    }
    if word.has("Tense=Pres") && word.has("VerbForm=Fin") || has {
        return Some((Tense::Present, false));
    }
    None
}

/// Looks for a verb in the sentence before the expression, then behind it.
fn by_words(calendar: &Calendar, words: &[Word], at: usize, end: usize) -> (Tense, bool) {
    let verbs = &calendar.verbs;
    let stops = |word: &Word| matches!(word.text, "." | "!" | "?" | ";") || word.breaks;
    let mut infinitive = false;
    for back in (0..at).rev().take(40) {
        let word = &words[back];
        let lower = word.lower.as_str();
        if infinitive && verbs.planned.has(lower) {
            return (Tense::Future, true);
        }
        if verbs.future.has(lower) {
            return (Tense::Future, true);
        }
        if is_past(calendar, word) {
            return (Tense::Past, false);
        }
        if verbs.infinitive.has(lower)
            && words.get(back + 1).is_some_and(|next| next.is_word() && !next.capital())
        {
            infinitive = true;
        }
        // A point within an abbreviation does not end a sentence: a word in lower case, or a number, goes on after it.
        let goes_on = words.get(back + 1).is_some_and(|next| !next.capital());
        if word.breaks || (stops(word) && !(word.text == "." && goes_on)) {
            break;
        }
    }
    for word in words.iter().skip(end).take(40) {
        if verbs.future.has(&word.lower) {
            return (Tense::Future, true);
        }
        if is_past(calendar, word) {
            return (Tense::Past, false);
        }
        if stops(word) {
            break;
        }
    }
    (Tense::Unknown, infinitive)
}

fn is_past(calendar: &Calendar, word: &Word) -> bool {
    let verbs = &calendar.verbs;
    let regular = || {
        word.text.len() > 4
            && !word.capital()
            && word.text.get(word.text.len() - 2..).is_some_and(|ending| verbs.past_endings.has(ending))
    };
    verbs.past.has(&word.lower) || regular()
}
