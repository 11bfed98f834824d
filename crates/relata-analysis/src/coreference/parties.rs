//! Which parties does a plural stand for together?
//!
//! "Russia and Ukraine" stands for its parts. "Both sides", "the two leaders" and a "they" without a plural before it stand
//! for the two that the nearest clause before tells of together: two that are coordinated, or a subject and what it acts
//! upon or with. Where that sentence tells of other pairs too, nothing is answered.

use std::collections::HashMap;

use relata_doc::Upos;

use super::grove::Grove;
use super::mentions::{Draft, MentionKind, Opening};
use super::words::{Asked, Sort, Words, means, number};
use crate::NameKind;

/// Sentences before its own in which the parties of a plural are looked for.
const REACH: u32 = 2;

/// Returns, for each mention, the mentions of the parties that it stands for; mostly none.
pub(super) fn find(grove: &Grove, drafts: &[Draft], words: &Words) -> Vec<Vec<usize>> {
    let mut by_head = HashMap::new();
    let mut of_sentence: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        if draft.kind != MentionKind::Several {
            by_head.insert(draft.head, at);
        }
        of_sentence.entry(draft.sentence).or_default().push(at);
    }
    let finder = Finder { grove, drafts, words, by_head, of_sentence };
    (0..drafts.len()).map(|at| finder.parties(at)).collect()
}

struct Finder<'g> {
    grove: &'g Grove<'g>,
    drafts: &'g [Draft],
    words: &'g Words,
    by_head: HashMap<usize, usize>,
    of_sentence: HashMap<u32, Vec<usize>>,
}

impl Finder<'_> {
    fn parties(&self, at: usize) -> Vec<usize> {
        let draft = &self.drafts[at];
        if draft.kind == MentionKind::Several {
            return self.parts(draft.head);
        }
        let Some(asked) = self.asked(draft) else { return Vec::new() };
        for sentence in (draft.sentence.saturating_sub(REACH)..=draft.sentence).rev() {
            let before = self.of_sentence.get(&sentence).map_or(&[][..], Vec::as_slice);
            let before: Vec<usize> = before
                .iter()
                .copied()
                .filter(|&other| self.drafts[other].tokens.end <= draft.tokens.start)
                .collect();
            // A "they" means the plural before it, not the parties of a clause.
            let plural = |other: &usize| {
                let other = &self.drafts[*other];
                other.number == number::MANY && other.kind != MentionKind::Several && other.sort != Sort::Time
            };
            if draft.kind == MentionKind::Pronoun && before.iter().any(plural) {
                return Vec::new();
            }
            let mut pairs: Vec<Vec<usize>> = Vec::new();
            for &other in &before {
                let found = self.pair_at(other, asked);
                pairs.extend(found.filter(|pair| pair.iter().all(|member| before.contains(member))));
            }
            pairs.sort();
            pairs.dedup();
            let several = pairs.len() > 1 || pairs.iter().any(|pair| pair.len() != 2);
            if let Some(pair) = pairs.pop() {
                return if several { Vec::new() } else { pair };
            }
        }
        Vec::new()
    }

    /// Returns what a plural asks of its parties, where it is one that may stand for two told apart.
    fn asked(&self, draft: &Draft) -> Option<Asked> {
        let grove = self.grove;
        if draft.kind == MentionKind::Pronoun {
            let they =
                draft.person == 3 && draft.number & number::MANY != 0 && draft.means & means::PERSON != 0;
            return (they && grove.parse.tokens[draft.head].has("PronType=Prs")).then_some(Asked::Persons);
        }
        let lemma = grove.parse.tokens[draft.head].lemma.to_lowercase();
        let of_two = grove.children(draft.head).any(|kid| {
            matches!(grove.relation(kid), "det" | "nummod" | "cc" | "amod")
                && self.words.is_both(&grove.lower[kid])
        });
        let told = matches!(draft.opening, Opening::Definite | Opening::This | Opening::Other);
        let bound =
            grove.children(draft.head).any(|kid| matches!(grove.relation(kid), "nmod" | "acl" | "compound"));
        let plain = told && !bound && draft.number & number::MANY != 0;
        // "The presidents" are two where no more than two were told of; "the countries" may be any.
        let bare = draft.opening == Opening::Definite
            && grove.children(draft.head).all(|kid| matches!(grove.relation(kid), "det" | "punct" | "case"));
        let asked = self.words.parties_of(&lemma).filter(|_| plain)?;
        (of_two || (bare && asked == Asked::Persons)).then_some(asked)
    }

    fn fits(&self, member: &Draft, asked: Asked) -> bool {
        match asked {
            Asked::Persons => {
                member.number != number::MANY
                    && member.means != 0
                    && member.means & means::PERSON == member.means
            }
            Asked::Places => member.name == Some(NameKind::Location),
            Asked::Any => {
                member.kind == MentionKind::Name
                    || matches!(member.sort, Sort::Person | Sort::Group | Sort::Place)
            }
        }
    }

    /// Returns the parts of a coordination; a part may hang on the one before it.
    fn parts(&self, head: usize) -> Vec<usize> {
        let mut heads = vec![head];
        let mut next = 0;
        while let Some(&head) = heads.get(next) {
            heads.extend(self.grove.children(head).filter(|&kid| self.grove.relation(kid) == "conj"));
            next += 1;
        }
        heads.sort_unstable();
        let parts: Option<Vec<usize>> = heads.iter().map(|part| self.by_head.get(part).copied()).collect();
        parts.unwrap_or_default()
    }

    /// Returns those that a mention is told of together with: the parts of a coordination, or a subject and its object.
    fn pair_at(&self, at: usize, asked: Asked) -> Option<Vec<usize>> {
        let (grove, draft) = (self.grove, &self.drafts[at]);
        let pair = if draft.kind == MentionKind::Several {
            self.parts(draft.head)
        } else {
            let clause =
                grove.parse.tokens[draft.head].head.filter(|_| grove.relation(draft.head) == "nsubj")?;
            let coordinated = |head: usize| grove.child(head, "conj").is_some();
            let act = grove.parse.tokens[clause].upos == Upos::Verb;
            let is_with = |kid: &usize| {
                grove.child(*kid, "case").is_some_and(|case| self.words.is_with(&grove.lower[case]))
            };
            let of = |head: usize, relation: &'static str| {
                grove.children(head).filter(move |&kid| grove.relation(kid) == relation)
            };
            // "met the rebels", "met with the rebels", "signed a truce with the rebels", "wrote to the rebels": who is met
            // comes first.
            let object = of(clause, "obj").next();
            let other = of(clause, "obl")
                .find(is_with)
                .or_else(|| object.and_then(|object| of(object, "nmod").find(is_with)))
                .or(object);
            let other = other.filter(|&other| act && !coordinated(other) && !coordinated(draft.head))?;
            vec![at, *self.by_head.get(&other)?]
        };
        let plain = !pair.is_empty() && pair.iter().all(|&member| self.fits(&self.drafts[member], asked));
        plain.then_some(pair)
    }
}
