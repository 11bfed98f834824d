//! Which earlier mention does each mention go back to?

use std::collections::HashMap;
use std::ops::Range;

use relata_doc::{Parse, Text};

use super::grove::Grove;
use super::mentions::{self, Draft, MentionKind};
use super::model::{Model, Sum, WIDTH};
use super::pairs::{self, Chain, Counts, Features, Part};
use super::parties;
use super::words::Words;
use super::{Coreference, Link, Mention};
use crate::Name;

/// Mentions before a phrase that it is compared with whatever their words, and as far as their words are alike.
const NEAR: usize = 8;
const NEAR_ALIKE: usize = 24;

/// Mentions before a pronoun that are looked at, and those that it is compared with.
const REACH: usize = 50;
const CANDIDATES: usize = 24;

/// Mentions of the same word that a phrase is compared with.
const SAME_WORD: usize = 10;

/// What training reads of a document: its mentions, and of each what is seen of it and of its candidates.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// The tokens of each mention.
    pub mentions: Vec<Range<usize>>,
    /// What is seen of each mention: as the later of a pair, as the earlier, as something new.
    pub alone: Vec<[Vec<u16>; 3]>,
    /// The candidates of each mention, nearest first, each with what is seen of the pair.
    pub candidates: Vec<Vec<(usize, Vec<u16>)>>,
}

/// The candidates of one mention, nearest first, with what is seen of each pair and of each candidate's chain.
#[derive(Default)]
struct Pairs {
    earlier: Vec<usize>,
    /// What is seen of all pairs; where each pair's part ends.
    features: Features,
    ends: Vec<usize>,
    /// Of each pair, which of the chains below the candidate stands in.
    chain: Vec<usize>,
    chains: Vec<usize>,
    of_chains: Features,
    chain_ends: Vec<usize>,
}

impl Pairs {
    fn clear(&mut self) {
        self.earlier.clear();
        self.features.clear();
        self.ends.clear();
        self.chain.clear();
        self.chains.clear();
        self.of_chains.clear();
        self.chain_ends.clear();
    }

    fn of_pair(&self, pair: usize) -> &[u16] {
        let start = pair.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.features[start..self.ends[pair]]
    }

    fn of_chain(&self, chain: usize) -> &[u16] {
        let start = chain.checked_sub(1).map_or(0, |before| self.chain_ends[before]);
        &self.of_chains[start..self.chain_ends[chain]]
    }
}

/// Returns what training reads of a document whose chains are known: `chain_of` tells the chain of a mention by its tokens.
/// Chains grow as known, or, where a model is given, as the model links them: so that training sees its errors.
pub fn samples(
    model: Option<&Model>,
    text: &Text,
    parse: &Parse,
    names: &[Name],
    chain_of: &dyn Fn(&Range<usize>) -> Option<usize>,
) -> Samples {
    let words = Words::english();
    let grove = Grove::new(text, parse, words);
    let drafts = mentions::find(&grove, names, words);
    let counts = count(&drafts);
    let mut out =
        Samples { mentions: drafts.iter().map(|d| d.tokens.clone()).collect(), ..Samples::default() };
    let mut last: HashMap<usize, usize> = HashMap::new();
    let mut linker = model.map(Linker::new);
    walk(&grove, &drafts, |number, pairs| {
        let alone = [Part::Later, Part::Earlier, Part::New]
            .map(|part| pairs::of_mention(&grove, &drafts[number], counts[number], number, part));
        let link = linker.as_mut().map(|linker| linker.link(&alone, pairs));
        out.alone.push(alone);
        let seen = |(pair, &earlier): (usize, &usize)| {
            (earlier, [pairs.of_pair(pair), pairs.of_chain(pairs.chain[pair])].concat())
        };
        out.candidates.push(pairs.earlier.iter().enumerate().map(seen).collect());
        match link {
            Some(link) => link.map(|link| link.antecedent),
            None => chain_of(&drafts[number].tokens).and_then(|chain| last.insert(chain, number)),
        }
    });
    out
}

/// Finds mentions and links them by the model.
pub(super) fn resolve(model: &Model, text: &Text, parse: &Parse, names: &[Name]) -> Coreference {
    let words = Words::english();
    let grove = Grove::new(text, parse, words);
    let drafts = mentions::find(&grove, names, words);
    let counts = count(&drafts);
    let mut links: Vec<Option<Link>> = Vec::with_capacity(drafts.len());
    let mut linker = Linker::new(model);
    walk(&grove, &drafts, |number, pairs| {
        let alone = [Part::Later, Part::Earlier, Part::New]
            .map(|part| pairs::of_mention(&grove, &drafts[number], counts[number], number, part));
        links.push(linker.link(&alone, pairs));
        links.last().and_then(|link| link.map(|link| link.antecedent))
    });
    let parties = parties::find(&grove, &drafts, words);
    let mentions = drafts.into_iter().zip(links).zip(parties).map(|((draft, link), parties)| {
        let (first, last) = (&parse.tokens[draft.tokens.start], &parse.tokens[draft.tokens.end - 1]);
        let span = first.span.cover(last.span);
        Mention { span, tokens: draft.tokens, head: draft.head, kind: draft.kind, link, parties }
    });
    Coreference { mentions: mentions.collect() }
}

/// Chooses antecedents by the model, mention after mention.
struct Linker<'m> {
    model: &'m Model,
    earlier: Vec<Sum>,
    chains: Vec<Sum>,
    scores: Vec<f32>,
}

impl<'m> Linker<'m> {
    fn new(model: &'m Model) -> Linker<'m> {
        Linker { model, earlier: Vec::new(), chains: Vec::new(), scores: Vec::new() }
    }

    /// Returns the link of the next mention, where a candidate weighs more than standing for something new.
    fn link(&mut self, alone: &[Features; 3], pairs: &Pairs) -> Option<Link> {
        let model = self.model;
        let sum = |mut sum: Sum, features: &[u16]| {
            model.add(&mut sum, features);
            sum
        };
        let later = sum(model.start(), &alone[0]);
        self.earlier.push(sum([0; WIDTH], &alone[1]));
        let new = model.score_new(&sum(model.start(), &alone[2]));
        // What is seen of a chain is the same for all candidates of it.
        self.chains.clear();
        self.chains.extend((0..pairs.chains.len()).map(|chain| sum(later, pairs.of_chain(chain))));
        self.scores.clear();
        for (pair, &earlier) in pairs.earlier.iter().enumerate() {
            let mut both = self.chains[pairs.chain[pair]];
            for (value, add) in both.iter_mut().zip(&self.earlier[earlier]) {
                *value += add;
            }
            self.scores.push(model.score_pair(&sum(both, pairs.of_pair(pair))));
        }
        let scores = &self.scores;
        let best = (0..scores.len()).fold(None, |best: Option<usize>, at| {
            if best.is_none_or(|best| scores[at] > scores[best]) { Some(at) } else { best }
        });
        best.filter(|&best| scores[best] > new).map(|best| {
            let weight = |score: f32| (score - scores[best]).exp();
            let all: f32 = weight(new) + scores.iter().map(|&score| weight(score)).sum::<f32>();
            // All candidates of the same chain speak for the link.
            let same = pairs.chain.iter().zip(scores).filter(|(chain, _)| **chain == pairs.chain[best]);
            let share = same.map(|(_, &score)| weight(score)).sum::<f32>() / all;
            Link { antecedent: pairs.earlier[best], confidence: model.confidence(share) }
        })
    }
}

/// Counts how often the words of each mention stand in mentions before it and in all.
fn count(drafts: &[Draft]) -> Vec<Counts> {
    let mut cores: HashMap<u32, usize> = HashMap::new();
    for draft in drafts {
        *cores.entry(draft.core).or_default() += 1;
    }
    let mut lemmas: HashMap<u32, usize> = HashMap::new();
    let mut lasts: HashMap<u32, usize> = HashMap::new();
    let mut before: HashMap<u32, usize> = HashMap::new();
    let seen = |map: &mut HashMap<u32, usize>, key: u32| {
        let count = map.entry(key).or_default();
        *count += 1;
        *count - 1
    };
    drafts
        .iter()
        .map(|draft| {
            if draft.kind == MentionKind::Pronoun {
                return Counts::default();
            }
            Counts {
                lemma_before: seen(&mut lemmas, draft.lemma),
                core_before: seen(&mut before, draft.core),
                core_all: cores[&draft.core] - 1,
                last_before: seen(&mut lasts, draft.ends.1),
            }
        })
        .collect()
}

/// Reads mentions from first to last. `decide` is given each with its candidates and what is seen of them; it returns which
/// earlier mention the mention goes back to.
fn walk(grove: &Grove, drafts: &[Draft], mut decide: impl FnMut(usize, &Pairs) -> Option<usize>) {
    let mut chains: Vec<Chain> = Vec::new();
    let mut chain_of: Vec<usize> = Vec::with_capacity(drafts.len());
    let mut by_word: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut pairs = Pairs::default();
    for (number, draft) in drafts.iter().enumerate() {
        pairs.clear();
        candidates(drafts, number, &by_word, &mut pairs.earlier);
        for (rank, &earlier) in pairs.earlier.iter().enumerate() {
            pairs::of_pair(grove, drafts, earlier, number, rank, &mut pairs.features);
            pairs.ends.push(pairs.features.len());
            let chain = chain_of[earlier];
            let known = pairs.chains.iter().position(|&known| known == chain);
            pairs.chain.push(known.unwrap_or(pairs.chains.len()));
            if known.is_none() {
                pairs.chains.push(chain);
                pairs::of_chain(drafts, &chains[chain], number, &mut pairs.of_chains);
                pairs.chain_ends.push(pairs.of_chains.len());
            }
        }
        let chain = match decide(number, &pairs) {
            Some(earlier) => chain_of[earlier],
            None => {
                chains.push(Chain::default());
                chains.len() - 1
            }
        };
        chains[chain].add(number, draft);
        chain_of.push(chain);
        if draft.kind == MentionKind::Pronoun {
            by_word.entry(u32::from(draft.pronoun)).or_default().push(number);
        } else {
            for &word in draft.words.iter().chain(&draft.capitals).chain(&draft.initials) {
                by_word.entry(word).or_default().push(number);
            }
        }
    }
}

/// Finds the earlier mentions that one is compared with, nearest first.
fn candidates(drafts: &[Draft], number: usize, by_word: &HashMap<u32, Vec<usize>>, out: &mut Vec<usize>) {
    let draft = &drafts[number];
    let is_pronoun = draft.kind == MentionKind::Pronoun;
    let (reach, most) = if is_pronoun { (REACH, CANDIDATES) } else { (NEAR_ALIKE, NEAR_ALIKE) };
    let near = (number.saturating_sub(reach)..number).rev().filter(|&earlier| {
        let worth = is_pronoun || number - earlier <= NEAR || pairs::alike(draft, &drafts[earlier]);
        worth && pairs::compatible(draft, &drafts[earlier])
    });
    out.extend(near.take(most));
    let mut far: Vec<usize> = Vec::new();
    let mut look = |word: u32| {
        let listed = by_word.get(&word).map_or(&[][..], Vec::as_slice);
        far.extend(listed.iter().rev().take(SAME_WORD).chain(listed.first()));
    };
    if is_pronoun {
        look(u32::from(draft.pronoun));
    } else {
        draft.words.iter().chain(&draft.capitals).chain(&draft.initials).for_each(|&word| look(word));
    }
    far.retain(|&earlier| pairs::compatible(draft, &drafts[earlier]));
    out.extend(far);
    out.sort_unstable_by(|a, b| b.cmp(a));
    out.dedup();
}
