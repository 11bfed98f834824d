//! What speaks for and against two mentions being the same?
//!
//! Everything that is seen of a mention, of a pair and of the chain that the earlier mention stands in is a template
//! with values, hashed to a row of the weights. Only this module knows the templates; training reads their numbers.

use super::grove::Grove;
use super::mentions::{Draft, MentionKind};
use super::words::{Sort, TURNS};
use crate::NameKind;

/// Numbers that features are hashed to. Those seldom seen in training have no weights.
pub(super) const HASHES: u32 = 1 << 16;

/// The rows of what is seen.
pub(super) type Features = Vec<u16>;

/// For whom a mention's own features speak: they have other weights for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// As the later mention of a pair.
    Later = 1,
    /// As the earlier one.
    Earlier = 2,
    /// As one that was not mentioned before.
    New = 3,
}

fn row(template: u32, a: u32, b: u32) -> u16 {
    let mut state = u64::from(template) | u64::from(a) << 32;
    for value in [0, u64::from(b)] {
        state = (state ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        state ^= state >> 29;
    }
    state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((state >> 40) as u32 % HASHES) as u16
}

/// The path to the class of a mention's noun; beyond all paths where there is none.
fn path(draft: &Draft) -> u32 {
    draft.path.map_or(1 << TURNS, u32::from)
}

fn bucket(n: usize) -> u32 {
    match n {
        0..=4 => n as u32,
        5..=7 => 5,
        8..=12 => 6,
        13..=20 => 7,
        21..=40 => 8,
        41..=80 => 9,
        _ => 10,
    }
}

/// The class of a pronoun, or the kind of another mention.
pub(super) fn class(draft: &Draft) -> u32 {
    match draft.kind {
        MentionKind::Pronoun => u32::from(draft.pronoun),
        MentionKind::Name => 20 + draft.name.map_or(0, |name| 1 + name as u32),
        MentionKind::Noun => 25,
        MentionKind::Several => 26,
    }
}

/// How often the words of a mention occur among the mentions of its document.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) lemma_before: usize,
    pub(super) core_before: usize,
    pub(super) core_all: usize,
    pub(super) last_before: usize,
}

/// Returns what is seen of one mention.
pub(super) fn of_mention(
    grove: &Grove,
    draft: &Draft,
    counts: Counts,
    number: usize,
    part: Part,
) -> Features {
    let class = class(draft);
    let few = |n: usize| n.min(3) as u32;
    let salt = (part as u32) << 8;
    let mut out = Vec::with_capacity(24);
    let mut add = |template: u32, a: u32, b: u32| out.push(row(salt | template, a, b));
    add(1, class, 0);
    add(2, class, draft.role as u32);
    add(3, class, draft.opening as u32);
    add(4, u32::from(draft.number), class);
    add(5, u32::from(draft.means), draft.sort as u32);
    add(6, class, bucket(draft.tokens.len()));
    add(
        7,
        u32::from(draft.expletive) | u32::from(draft.reflexive) << 1 | u32::from(draft.modified) << 2,
        class,
    );
    add(8, u32::from(draft.quote > 0), class);
    add(9, bucket(number), u32::from(draft.kind == MentionKind::Pronoun));
    add(10, draft.lemma, 0);
    let governor = grove.parse.tokens[draft.head].head;
    if draft.kind == MentionKind::Pronoun {
        let governor =
            governor.map_or(0, |governor| super::mentions::hash(&grove.parse.tokens[governor].lemma));
        add(11, governor, class);
        let next = grove.lower.get(draft.tokens.end).map_or(0, |next| super::mentions::hash(next));
        add(12, next, class);
    } else {
        add(13, few(counts.lemma_before), draft.opening as u32 * 8 + draft.kind as u32);
        add(14, few(counts.core_before), class);
        add(15, few(counts.core_all), class);
        add(16, few(counts.last_before), class);
        add(17, few(counts.core_all), draft.opening as u32 * 16 + draft.role as u32);
        add(18, few(counts.lemma_before), draft.sort as u32 * 8 + draft.opening as u32);
        add(19, draft.lemma, 1 + draft.opening as u32);
        add(20, draft.role as u32, draft.opening as u32 * 8 + draft.kind as u32);
        add(21, draft.core, 0);
        let path = path(draft);
        add(22, path >> 2, class);
        add(23, path >> 4, class);
        add(24, path >> 6, draft.opening as u32 * 16 + draft.role as u32);
    }
    add(25, u32::from(draft.speaks) * 2 + u32::from(draft.begins), class);
    out
}

/// What is kept of a chain while it grows.
#[derive(Debug, Clone, Default)]
pub(super) struct Chain {
    pub(super) mentions: Vec<usize>,
    number: u8,
    means: u8,
    sort: u8,
    path: Option<u16>,
    kinds: u8,
    pronouns: u32,
    lemmas: Vec<u32>,
    cores: Vec<u32>,
    names: Vec<u32>,
}

/// Words kept of a chain at most; what is said of one seldom needs more.
const CHAIN_WORDS: usize = 24;

impl Chain {
    pub(super) fn add(&mut self, number: usize, draft: &Draft) {
        let narrow = |known: u8, new: u8| match known & new {
            0 if known == 0 => new,
            0 => known,
            both => both,
        };
        self.number = narrow(self.number, draft.number);
        self.means = narrow(self.means, draft.means);
        if self.sort == 0 {
            self.sort = draft.sort as u8;
        }
        self.kinds |= 1 << draft.kind as u8;
        self.pronouns |= 1 << draft.pronoun;
        let keep = |list: &mut Vec<u32>, word: u32| {
            if list.len() < CHAIN_WORDS && !list.contains(&word) {
                list.push(word);
            }
        };
        if draft.kind != MentionKind::Pronoun {
            self.path = self.path.or(draft.path);
            keep(&mut self.lemmas, draft.lemma);
            keep(&mut self.cores, draft.core);
            draft.initials.iter().chain(&draft.capitals).for_each(|&name| keep(&mut self.cores, name));
            if draft.kind == MentionKind::Name {
                draft.words.iter().for_each(|&word| keep(&mut self.names, word));
            }
        }
        self.mentions.push(number);
    }
}

fn agreement(a: u8, b: u8) -> u32 {
    match (a, b) {
        (0, 0) => 0,
        (0, _) => 1,
        (_, 0) => 2,
        _ if a == b => 3,
        _ if a & b != 0 => 4,
        _ => 5,
    }
}

/// Returns what is seen of a mention and the chain of a candidate.
pub(super) fn of_chain(drafts: &[Draft], chain: &Chain, later: usize, out: &mut Features) {
    let draft = &drafts[later];
    let class = class(draft);
    let mut add = |template: u32, a: u32, b: u32| out.push(row(0x400 | template, a, b));
    let size = chain.mentions.len();
    add(1, bucket(size), class);
    add(2, u32::from(chain.kinds), class);
    add(3, agreement(draft.number, chain.number), class);
    add(4, agreement(draft.means, chain.means), class);
    add(5, u32::from(chain.means) * 8 + u32::from(chain.number), class);
    add(6, draft.sort as u32 * 8 + u32::from(chain.sort), class);
    if let Some(&last) = chain.mentions.last() {
        add(7, bucket((draft.sentence - drafts[last].sentence) as usize), class);
        add(8, bucket(later - last), bucket(size));
    }
    if let Some(&first) = chain.mentions.first() {
        add(9, drafts[first].kind as u32 * 8 + drafts[first].opening as u32, class);
        add(10, bucket(drafts[first].sentence as usize), bucket(size));
    }
    if draft.kind == MentionKind::Pronoun {
        add(11, chain.pronouns >> draft.pronoun & 1, class);
        let plain = chain.pronouns & !1;
        add(12, plain, class);
    } else {
        let short = draft.initials.iter().chain(&draft.capitals);
        let has_core = short.chain([&draft.core]).any(|core| chain.cores.contains(core));
        let has_lemma = chain.lemmas.contains(&draft.lemma);
        let mention = draft.kind as u32 * 8 + draft.opening as u32;
        add(13, u32::from(has_core) * 2 + u32::from(has_lemma), mention);
        if draft.kind == MentionKind::Name && !chain.names.is_empty() {
            let shared = draft.words.iter().filter(|word| chain.names.contains(word)).count();
            let all = u32::from(shared == draft.words.len());
            add(14, bucket(shared), all);
        }
    }
    let clash = chain.mentions.iter().rev().take(4).any(|&mention| {
        drafts[mention].clause.is_some() && drafts[mention].clause == draft.clause && !draft.reflexive
    });
    add(15, u32::from(clash), class);
    let chain_path = chain.path.map_or(1 << TURNS, u32::from);
    add(16, chain_path >> 3, class);
    add(17, chain_path >> 5, path(draft) >> 5);
}

/// Returns what is seen of two mentions.
pub(super) fn of_pair(
    grove: &Grove,
    drafts: &[Draft],
    earlier: usize,
    later: usize,
    rank: usize,
    out: &mut Features,
) {
    let (i, j) = (&drafts[later], &drafts[earlier]);
    let (of_i, of_j) = (class(i), class(j));
    let kinds = i.kind as u32 * 4 + j.kind as u32;
    let mut add = |template: u32, a: u32, b: u32| out.push(row(template, a, b));
    let sentences = (i.sentence - j.sentence) as usize;
    add(1, of_i, of_j);
    add(2, bucket(sentences), of_i * 4 + j.kind as u32);
    add(3, bucket(later - earlier), of_i);
    add(4, bucket(rank), of_i);
    add(5, bucket(rank), kinds);
    let near = sentences.min(2) as u32;
    if sentences == 0 {
        add(6, bucket(i.tokens.start.saturating_sub(j.tokens.end)), kinds);
    }
    add(7, i.role as u32 * 16 + j.role as u32, near * 16 + kinds);
    add(8, j.role as u32 * 4 + near, of_i);
    add(9, u32::from(i.number) * 4 + u32::from(j.number), kinds);
    add(10, u32::from(i.means) * 8 + u32::from(j.means), kinds);
    add(11, i.sort as u32 * 8 + j.sort as u32, kinds);
    add(12, u32::from(j.means) * 8 + j.sort as u32, of_i);
    let within = |a: &Draft, b: &Draft| b.tokens.start <= a.tokens.start && a.tokens.end <= b.tokens.end;
    let nested = u32::from(within(i, j)) * 2 + u32::from(within(j, i));
    if nested > 0 {
        add(13, nested, kinds * 16 + i.role as u32);
    }
    if sentences == 0 {
        let same_clause = i.clause.is_some() && i.clause == j.clause;
        let subject_above = i.clause.is_some_and(|clause| j.clause == grove.clause[clause]);
        let bound = u32::from(same_clause) * 4 + u32::from(subject_above) * 2 + u32::from(i.reflexive);
        add(14, bound, i.role as u32 * 16 + j.role as u32);
        add(15, bound, of_i * 16 + j.role as u32);
    }
    let quoted = u32::from(i.quote > 0) * 2 + u32::from(j.quote > 0) + 4 * u32::from(i.quote == j.quote);
    let speaks = |a: &Draft, b: &Draft| {
        a.quote > 0 && grove.speakers[a.quote as usize].is_some_and(|speaker| speaker == b.head)
    };
    add(16, quoted, of_i * 32 + of_j);
    if speaks(i, j) || speaks(j, i) {
        add(17, u32::from(speaks(i, j)), of_i * 32 + of_j);
    }
    add(18, i.opening as u32 * 8 + j.opening as u32, kinds);
    if i.kind != MentionKind::Pronoun && j.kind != MentionKind::Pronoun {
        of_phrases(i, j, sentences, kinds, &mut add);
    } else if j.kind != MentionKind::Pronoun {
        add(40, of_i, j.lemma);
        add(41, of_i * 8 + j.sort as u32, j.name.map_or(0, |name| 1 + name as u32));
        add(42, of_i * 8 + j.opening as u32, near);
        add(50, of_i, path(j) >> 2);
        add(51, of_i, path(j) >> 4);
    } else if i.kind == MentionKind::Pronoun {
        add(43, of_i * 32 + of_j, bucket(sentences));
        add(44, of_i * 32 + of_j, bucket(later - earlier));
        add(45, of_i * 32 + of_j, i.role as u32 * 16 + j.role as u32);
        add(46, u32::from(i.core == j.core), of_i);
        let asked = grove.questions[i.sentence as usize] - grove.questions[j.sentence as usize];
        let in_question = |d: &Draft| {
            d.sentence > 0 && grove.questions[d.sentence as usize] > grove.questions[d.sentence as usize - 1]
        };
        add(
            52,
            asked.min(3) * 4 + u32::from(in_question(i)) * 2 + u32::from(in_question(j)),
            of_i * 32 + of_j,
        );
    } else {
        add(47, of_j, i.lemma);
        add(48, of_j * 8 + i.sort as u32, i.opening as u32);
    }
    let governor =
        |draft: &Draft| grove.parse.tokens[draft.head].head.map(|head| &grove.parse.tokens[head].lemma);
    let flags = |d: &Draft| u32::from(d.speaks) * 2 + u32::from(d.begins);
    add(53, flags(i) * 4 + flags(j), near * 16 + kinds);
    if i.role == j.role && sentences > 0 && governor(i) == governor(j) {
        add(19, i.role as u32, kinds);
    }
}

fn of_phrases(i: &Draft, j: &Draft, sentences: usize, kinds: u32, add: &mut impl FnMut(u32, u32, u32)) {
    // An acronym is as good as the name itself, and too rare to be weighed by itself.
    let acronym = is_acronym(i, j);
    let text = i.text == j.text || acronym;
    let core = i.core == j.core || acronym;
    let head = i.lemma == j.lemma || acronym;
    let shared = i.words.iter().filter(|word| j.words.binary_search(word).is_ok()).count();
    let overlap = match (shared == i.words.len(), shared == j.words.len()) {
        _ if acronym => 4,
        (true, true) => 4,
        (true, false) => 3,
        (false, true) => 2,
        _ => u32::from(shared > 0),
    };
    let matching = u32::from(text) * 4 + u32::from(core) * 2 + u32::from(head);
    let openings = i.opening as u32 * 8 + j.opening as u32;
    let modified = u32::from(i.modified) * 2 + u32::from(j.modified);
    add(20, matching, kinds);
    add(21, matching * 8 + overlap, i.opening as u32);
    add(22, matching * 8 + overlap, openings);
    add(23, matching * 8 + overlap, kinds * 4 + modified);
    add(24, overlap, kinds * 16 + bucket(sentences));
    add(25, matching, i.role as u32 * 16 + j.role as u32);
    let names = |draft: &Draft| draft.name.map_or(0, |name| 1 + name as u32);
    add(26, overlap, names(i) * 4 + names(j));
    add(27, names(i) * 4 + names(j), kinds);
    if i.kind == MentionKind::Name && j.kind == MentionKind::Name {
        let ends = u32::from(i.ends.1 == j.ends.1) * 4
            + u32::from(i.ends.0 == j.ends.0) * 2
            + u32::from(i.ends.1 == j.ends.0 || i.ends.0 == j.ends.1);
        add(28, ends, names(i) * 4 + names(j));
        add(29, ends, u32::from(i.words.len().min(3) as u8) * 4 + j.words.len().min(3) as u32);
    }
    if head {
        add(31, i.lemma, openings);
        let (extra_i, extra_j) = (i.words.len() - shared, j.words.len() - shared);
        add(32, (extra_i.min(2) * 3 + extra_j.min(2)) as u32, openings);
        add(33, u32::from(i.number) * 4 + u32::from(j.number), openings);
    } else {
        let same = match (i.path, j.path) {
            (Some(a), Some(b)) => ((a ^ b) << (16 - TURNS)).leading_zeros().min(TURNS),
            _ => 11,
        };
        add(54, same, openings);
        add(55, same, kinds * 8 + overlap);
        add(56, path(i) >> 5, path(j) >> 5);
        add(57, path(i) >> 4, names(j));
        if i.stem == j.stem {
            add(58, kinds, openings);
        }
        add(34, i.lemma, j.lemma);
        add(35, i.lemma, names(j) * 4 + j.kind as u32);
        add(36, j.lemma, 100 + i.opening as u32);
    }
}

pub(super) fn is_acronym(i: &Draft, j: &Draft) -> bool {
    let short = |a: &Draft, b: &Draft| a.capitals.is_some() && a.capitals == b.initials;
    short(i, j) || short(j, i)
}

/// Returns whether two phrases are alike in their words or in what their nouns mean.
pub(super) fn alike(i: &Draft, j: &Draft) -> bool {
    let class = |draft: &Draft| draft.path.map(|path| path >> 4);
    j.kind != MentionKind::Pronoun
        && (i.stem == j.stem || class(i).is_some_and(|of_i| Some(of_i) == class(j)))
}

/// Returns whether a mention can stand for what an earlier one stands for, as far as grammar forbids it plainly.
pub(super) fn compatible(i: &Draft, j: &Draft) -> bool {
    let differ = |a: u8, b: u8| a != 0 && b != 0 && a & b == 0;
    let within = |a: &Draft, b: &Draft| b.tokens.start <= a.tokens.start && a.tokens.end <= b.tokens.end;
    match (i.kind, j.kind) {
        (MentionKind::Pronoun, MentionKind::Pronoun) => {
            let same_frame = i.quote == j.quote;
            if i.person != j.person && same_frame && (i.person == 3 || j.person == 3) {
                return false;
            }
            !(i.person == 3 && j.person == 3 && (differ(i.means, j.means) || differ(i.number, j.number)))
        }
        (MentionKind::Pronoun, _) => {
            i.person < 3 || !(differ(i.means, j.means) || differ(i.number, j.number)) && j.sort != Sort::Time
        }
        (_, MentionKind::Pronoun) => {
            !(within(j, i) || differ(i.means, j.means) || differ(i.number, j.number))
        }
        _ => {
            !within(i, j)
                && !within(j, i)
                && !matches!(
                    (i.name, j.name),
                    (Some(NameKind::Person), Some(NameKind::Location))
                        | (Some(NameKind::Location), Some(NameKind::Person))
                )
        }
    }
}
