//! How many?

use relata_doc::{Figure, FigureKind, Upos};
use relata_knowledge::Knowledge;

use super::Reading;
use super::sense::Match;
use crate::tree::Tree;

/// Finds the numbers of people, soldiers and money that a document tells, each with what it counts.
pub(crate) fn figures(knowledge: &Knowledge, tree: &Tree) -> Vec<Figure> {
    let mut figures = Vec::new();
    for number in 0..tree.parse.tokens.len() {
        if tree.upos(number) != Upos::Num
            || !matches!(
                tree.relation(number),
                "nummod" | "obj" | "nsubj" | "obl" | "nmod" | "conj" | "compound"
            )
        {
            continue;
        }
        let Some(value) = value_of(knowledge, tree, number) else { continue };
        let counted =
            if tree.relation(number) == "nummod" { tree.head(number).unwrap_or(number) } else { number };
        let Some(kind) = kind_of(knowledge, tree, counted) else { continue };
        let mut tokens: Vec<usize> = tree.under(number, |child| {
            matches!(
                tree.relation(child),
                "advmod" | "compound" | "fixed" | "case" | "nummod" | "amod" | "obl"
            )
        });
        tokens.extend(
            tree.in_relation(counted, &["amod", "compound", "advmod"]).filter(|&part| part >= number),
        );
        tokens.push(counted);
        tokens.sort_unstable();
        // "more than 30", "at least 30": the words right before the number, whatever they hang on.
        let first = tokens.iter().copied().find(|&token| tree.upos(token) == Upos::Num).unwrap_or(number);
        let sentence = tree.sentence(number);
        let bounds: Vec<usize> = (sentence.start.max(first.saturating_sub(3))..first)
            .rev()
            .take_while(|&token| matches!(tree.upos(token), Upos::Adp | Upos::Adv | Upos::Adj | Upos::Sconj))
            .collect();
        let is = |class: &str| {
            bounds
                .iter()
                .any(|&token| knowledge.lexicon.is_of_class(class, &tree.words(token).to_lowercase()))
        };
        if is("at-least") || is("at-most") {
            tokens.extend(bounds.iter().copied());
            tokens.sort_unstable();
            tokens.dedup();
        }
        // "no fewer than 30" is thirty or more.
        let before = bounds.last().copied().unwrap_or(first).checked_sub(1);
        let before = before.filter(|&before| before >= sentence.start);
        let is_turned = bounds
            .iter()
            .copied()
            .chain(before)
            .any(|token| knowledge.lexicon.is_of_class("negation", &tree.words(token).to_lowercase()));
        let (least, most) = match is_turned {
            true => (is("at-most"), is("at-least")),
            false => (is("at-least"), is("at-most")),
        };
        let (min, max) = if least {
            (Some(value), None)
        } else if most {
            (None, Some(value))
        } else {
            (Some(value), Some(value))
        };
        if let Some(span) = tree.cover(&tokens) {
            figures.push(Figure { span, kind, min, max });
        }
    }
    figures
}

/// Returns what is counted: the verb that a phrase is an argument of decides ("killed"), then the noun itself ("troops").
fn kind_of(knowledge: &Knowledge, tree: &Tree, counted: usize) -> Option<FigureKind> {
    let lexicon = &knowledge.lexicon;
    let kind_by_itself =
        |word: usize| lexicon.figure_kind(&tree.lemma(word).to_lowercase()).and_then(FigureKind::from_name);
    // "Shot dead": the particle tells it.
    let particle =
        |word: usize| tree.children(word).find(|&child| tree.token(child).deprel == "compound:prt");
    let kind = |word: usize| kind_by_itself(word).or_else(|| particle(word).and_then(kind_by_itself));
    let own = kind(counted);
    let after = tree.in_relation(counted, &["acl", "amod", "xcomp"]).find_map(kind);
    let mut above = None;
    for token in tree.up(counted).skip(1) {
        let passed_object = tree.is_under(counted, token);
        if tree.upos(token) == Upos::Verb {
            let beside = tree.in_relation(token, &["xcomp", "obj", "acl"]).find_map(kind);
            above = kind(token).or(beside).filter(|_| passed_object);
            break;
        }
        if let Some(found) = kind(token) {
            above = Some(found);
            break;
        }
    }
    after.or(above).or(own)
}

/// Reads a number written in digits or words.
fn value_of(knowledge: &Knowledge, tree: &Tree, number: usize) -> Option<u64> {
    let mut parts: Vec<usize> = tree
        .in_relation(number, &["compound", "nummod", "flat"])
        .filter(|&part| tree.upos(part) == Upos::Num)
        .collect();
    parts.push(number);
    parts.sort_unstable();
    let mut total: f64 = 0.0;
    for part in parts {
        let words = tree.words(part).to_lowercase();
        let digits: String = words.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        let value =
            if digits.is_empty() || !words.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.')) {
                knowledge.lexicon.number(&words)?
            } else {
                digits.parse::<f64>().ok()?
            };
        // "9 thousand", "two hundred"
        total = if total > 0.0 && value >= 100.0 { total * value } else { total + value };
    }
    (1.0..1e15).contains(&total).then_some(total as u64)
}

/// Returns the figures that stand among the arguments of a match.
pub(crate) fn bound(reading: &Reading, found: &Match) -> Vec<Figure> {
    let tree = reading.tree;
    let anchor = found.anchor();
    let sentence = tree.sentence(anchor);
    let inside = |figure: &&Figure| {
        let Some(head) = tree.governor(tree.tokens_in(figure.span)) else { return false };
        sentence.contains(&head)
            && tree
                .up(head)
                .skip(1)
                .find(|&above| tree.is_predicate(above) || above == found.word)
                .is_some_and(|above| above == anchor || above == found.word)
    };
    reading.figures.iter().filter(inside).cloned().collect()
}
