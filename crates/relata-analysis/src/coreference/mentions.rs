//! Which words of a document may stand for somebody or something?
//!
//! Pronouns; the phrases of nouns and names, with what modifies them; names within such phrases; and coordinations as a
//! whole. Whether a phrase is mentioned again is not asked here.

use std::ops::Range;

use relata_doc::Upos;

use super::grove::Grove;
use super::words::{Pronoun, Sort, Words, means, number};
use crate::{Name, NameKind};

/// What the words of a mention are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionKind {
    /// "she", "their", "itself", "those".
    Pronoun,
    /// "Ann Roe", "the United Nations".
    Name,
    /// "the minister".
    Noun,
    /// "Russia and Ukraine".
    Several,
}

/// By what a phrase begins, as far as it tells whether it was told of before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Opening {
    #[default]
    Bare,
    Definite,
    Indefinite,
    This,
    Possessed,
    Counted,
    Other,
}

/// Which part a mention plays in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Role {
    Subject,
    PassiveSubject,
    Object,
    Oblique,
    Possessor,
    Modifier,
    Compound,
    Root,
    Conjunct,
    Apposition,
    Vocative,
    #[default]
    Other,
}

/// A mention with what pairs of mentions are compared by. Words are kept as their hashes.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) tokens: Range<usize>,
    pub(super) head: usize,
    pub(super) kind: MentionKind,
    pub(super) sentence: u32,
    /// The class of a pronoun, 0 for all else.
    pub(super) pronoun: u8,
    pub(super) person: u8,
    pub(super) reflexive: bool,
    pub(super) expletive: bool,
    pub(super) number: u8,
    pub(super) means: u8,
    pub(super) sort: Sort,
    pub(super) name: Option<NameKind>,
    pub(super) opening: Opening,
    pub(super) role: Role,
    pub(super) clause: Option<usize>,
    pub(super) quote: u32,
    /// The head's lemma.
    pub(super) lemma: u32,
    /// All words, the article and a possessive's ending left out.
    pub(super) text: u32,
    /// The words up to the head and the rest of a name: without what follows them.
    pub(super) core: u32,
    /// The single words of the core, sorted.
    pub(super) words: Vec<u32>,
    /// First and last word of a name, titles and endings left out.
    pub(super) ends: (u32, u32),
    /// The name's initials, or the word itself where it is written in capitals.
    pub(super) initials: Option<u32>,
    pub(super) capitals: Option<u32>,
    pub(super) modified: bool,
    /// The path to the class of the head's noun.
    pub(super) path: Option<u16>,
    /// The first letters of the head: "Austr", of "Australian" too.
    pub(super) stem: u32,
    /// Whether it is the subject of a verb of speech.
    pub(super) speaks: bool,
    /// Whether it begins its sentence, as far as mentions go.
    pub(super) begins: bool,
}

/// Returns a hash that is the same on every machine.
pub(super) fn hash(text: &str) -> u32 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for &byte in text.as_bytes() {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    (state ^ (state >> 32)) as u32
}

fn hash_all<'t>(words: impl Iterator<Item = &'t str>) -> u32 {
    words.fold(17, |all: u32, word| all.rotate_left(5).wrapping_mul(0x9e37_79b1) ^ hash(word))
}

/// Finds the mentions of a document in the order of their first words, longer ones first.
pub(super) fn find(grove: &Grove, names: &[Name], words: &Words) -> Vec<Draft> {
    let count = grove.parse.tokens.len();
    let mut name_of: Vec<Option<u32>> = vec![None; count];
    for (number, name) in names.iter().enumerate() {
        if name.tokens.end <= count {
            name_of[name.tokens.clone()].fill(Some(number as u32));
        }
    }
    let finder = Finder { grove, names, words, name_of };
    let mut drafts = Vec::new();
    let mut taken = vec![false; count];
    for token in 0..count {
        finder.at(token, &mut drafts, &mut taken);
    }
    // Names whose head is no mention by its syntax: "[Warhol] collection".
    for (number, name) in names.iter().enumerate() {
        let inside = name.tokens.clone();
        if name.tokens.end > count || inside.clone().any(|token| taken[token]) {
            continue;
        }
        let head = inside.clone().find(|&t| grove.parse.tokens[t].head.is_none_or(|h| !inside.contains(&h)));
        if let Some(head) = head
            && grove.relation(head) != "appos"
            && grove.parse.tokens[head].upos != Upos::Adj
        {
            drafts.push(finder.draft(inside, head, MentionKind::Name, Some(number)));
        }
    }
    drafts.sort_by_key(|draft| (draft.tokens.start, usize::MAX - draft.tokens.end));
    drafts.dedup_by(|later, earlier| later.tokens == earlier.tokens);
    let mut last = u32::MAX;
    for draft in &mut drafts {
        draft.begins = draft.sentence != last;
        last = draft.sentence;
    }
    drafts
}

struct Finder<'g> {
    grove: &'g Grove<'g>,
    names: &'g [Name],
    words: &'g Words,
    name_of: Vec<Option<u32>>,
}

impl Finder<'_> {
    fn at(&self, token: usize, drafts: &mut Vec<Draft>, taken: &mut [bool]) {
        let grove = self.grove;
        let word = &grove.parse.tokens[token];
        let relation = word.relation();
        let is_pronoun = word.upos == Upos::Pron || word.deprel == "nmod:poss";
        if let Some(pronoun) = self.words.pronoun(&grove.lower[token]).filter(|_| is_pronoun) {
            let stands_alone = word.has("PronType=Prs") || word.has("PronType=Dem");
            if stands_alone && relation != "det" {
                drafts.push(self.pronoun(token, pronoun));
                taken[token] = true;
                self.coordination(token, token, drafts);
            }
            return;
        }
        let nominal = match word.upos {
            Upos::Noun | Upos::Propn => true,
            Upos::Num | Upos::Adj | Upos::Det | Upos::Sym => {
                matches!(relation, "nsubj" | "obj" | "obl" | "nmod" | "iobj")
                    && (word.upos == Upos::Num || grove.child(token, "det").is_some())
            }
            Upos::Pron => word.has("PronType=Ind") || word.has("PronType=Tot"),
            Upos::X => grove.children(token).any(|kid| grove.relation(kid) == "det"),
            _ => false,
        };
        let within =
            matches!(relation, "flat" | "fixed" | "goeswith" | "appos" | "amod" | "advmod" | "discourse")
                || word.deprel == "nmod:desc"
                || (relation == "compound" && !self.is_name_before(token));
        let predicate = grove.children(token).any(|kid| grove.relation(kid) == "cop");
        if !nominal || within || predicate {
            return;
        }
        let (low, high) = self.phrase(token);
        let named = self.name_of[token].map(|name| name as usize);
        let kind =
            if word.upos == Upos::Propn || named.is_some() { MentionKind::Name } else { MentionKind::Noun };
        drafts.push(self.draft(low..high + 1, token, kind, named));
        taken[token] = true;
        self.coordination(token, low, drafts);
    }

    /// Returns whether a name stands before a noun and is none with it: "[UK] process", but "Harry Potter World".
    fn is_name_before(&self, token: usize) -> bool {
        let grove = self.grove;
        let same = |head: usize| self.name_of[token].is_some() && self.name_of[token] == self.name_of[head];
        grove.parse.tokens[token].upos == Upos::Propn
            && grove.parse.tokens[token].head.is_some_and(|head| !same(head))
    }

    /// Returns the first and the last word of the phrase of a noun.
    fn phrase(&self, head: usize) -> (usize, usize) {
        let grove = self.grove;
        let (mut low, mut high) = (head, head);
        for kid in grove.children(head) {
            let inside = match grove.relation(kid) {
                "det" | "nummod" | "amod" | "compound" | "flat" | "fixed" | "goeswith" | "nmod" | "acl"
                | "appos" => true,
                "case" => kid > head,
                _ => false,
            };
            if inside {
                low = low.min(grove.low[kid]);
                high = high.max(grove.high[kid]);
            }
        }
        self.trim(head, low, high)
    }

    /// Leaves out punctuation at the ends, but for brackets and quotation marks that are closed inside.
    fn trim(&self, head: usize, mut low: usize, mut high: usize) -> (usize, usize) {
        let grove = self.grove;
        while low < head && grove.parse.tokens[low].upos == Upos::Punct {
            low += 1;
        }
        while high > head && grove.parse.tokens[high].upos == Upos::Punct {
            let opening: &[&str] = match grove.lower[high].as_str() {
                ")" => &["("],
                "]" => &["["],
                "”" => &["“"],
                "\"" => &["\""],
                _ => &[],
            };
            if (low..high).any(|token| opening.contains(&grove.lower[token].as_str())) {
                break;
            }
            high -= 1;
        }
        (low, high)
    }

    fn coordination(&self, head: usize, low: usize, drafts: &mut Vec<Draft>) {
        let grove = self.grove;
        if grove.relation(head) == "conj" {
            return;
        }
        let nominal = |token: &usize| {
            matches!(grove.parse.tokens[*token].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
        };
        let last = grove.children(head).filter(|&kid| grove.relation(kid) == "conj").filter(nominal).last();
        if let Some(last) = last {
            let (low, high) = self.trim(head, low, grove.high[last]);
            let mut draft = self.draft(low..high + 1, head, MentionKind::Several, None);
            draft.number = number::MANY;
            let several = grove.children(head).filter(|&kid| grove.relation(kid) == "conj");
            for kid in several.filter(nominal) {
                draft.means |= self.meaning(kid, self.name_of[kid].map(|name| name as usize)).1;
            }
            drafts.push(draft);
        }
    }

    fn pronoun(&self, token: usize, pronoun: Pronoun) -> Draft {
        let mut draft = self.draft(token..token + 1, token, MentionKind::Pronoun, None);
        draft.pronoun = pronoun.class;
        draft.person = pronoun.person;
        draft.reflexive = pronoun.reflexive;
        draft.number = pronoun.number;
        draft.means = pronoun.means;
        draft.sort = Sort::Unknown;
        draft.expletive = self.grove.relation(token) == "expl";
        draft
    }

    /// Returns the sort of thing that a noun stands for, and whom it may mean.
    fn meaning(&self, head: usize, named: Option<usize>) -> (Sort, u8) {
        let grove = self.grove;
        let kind = named.map(|name| self.names[name].kind);
        match kind {
            Some(NameKind::Organization) => return (Sort::Group, means::THING),
            Some(NameKind::Location) => return (Sort::Place, means::THING),
            _ => {}
        }
        let lower = &grove.lower[head];
        if kind == Some(NameKind::Person) || grove.parse.tokens[head].upos == Upos::Propn {
            let before = grove.children(head).filter(|&kid| kid < head).map(|kid| grove.lower[kid].as_str());
            let title = before.chain([lower.as_str()]).find_map(|word| self.words.title(word));
            let first = named.map_or(head, |name| self.names[name].tokens.start);
            let first = self.words.first_name(&grove.lower[first]).or_else(|| self.words.first_name(lower));
            let known = match (title.filter(|&t| t != means::PERSON), first) {
                (Some(title), _) => Some(title),
                (None, Some(first)) => Some(first),
                (None, None) => title,
            };
            match (kind, known) {
                (Some(_), known) => return (Sort::Person, known.unwrap_or(means::PERSON)),
                (None, Some(known)) => return (Sort::Person, known),
                (None, None) => {}
            }
        }
        let lemma = grove.parse.tokens[head].lemma.to_lowercase();
        self.words.noun(&lemma).unwrap_or((Sort::Unknown, 0))
    }

    fn draft(&self, tokens: Range<usize>, head: usize, kind: MentionKind, named: Option<usize>) -> Draft {
        let grove = self.grove;
        let word = &grove.parse.tokens[head];
        let lemma = word.lemma.to_lowercase();
        let (sort, means) = self.meaning(head, named);
        let mut number = match (word.has("Number=Sing"), word.has("Number=Plur")) {
            (true, false) => number::ONE,
            (false, true) => number::MANY,
            _ => 0,
        };
        if sort == Sort::Group {
            number |= number::ONE | number::MANY;
        }
        let lower = |token: usize| grove.lower[token].as_str();
        let opening_words = |token: &usize| {
            let relation = grove.relation(*token);
            grove.parse.tokens[*token].head == Some(head) && (relation == "det" || relation == "case")
                || grove.parse.tokens[*token].upos == Upos::Punct
        };
        let start = tokens.clone().find(|token| !opening_words(token)).unwrap_or(tokens.start);
        let ending = |token: usize| grove.relation(token) == "case" && token > head;
        let end = if tokens.len() > 1 && ending(tokens.end - 1) { tokens.end - 1 } else { tokens.end };
        // Up to the head, and what continues a name.
        let continues = |token: usize| {
            matches!(grove.relation(token), "flat" | "fixed" | "goeswith" | "nummod")
                || self.name_of[token].is_some() && self.name_of[token] == self.name_of[head]
        };
        let core_end = if kind == MentionKind::Several {
            end
        } else {
            (head + 1..end).take_while(|&token| continues(token)).last().map_or(head + 1, |last| last + 1)
        };
        let core = start.min(head)..core_end.max(head + 1);
        let mut inside: Vec<u32> = core
            .clone()
            .filter(|&t| {
                !matches!(grove.parse.tokens[t].upos, Upos::Punct | Upos::Det | Upos::Adp | Upos::Cconj)
            })
            .map(|t| hash(if t == head && kind == MentionKind::Noun { &word.lemma } else { lower(t) }))
            .collect();
        inside.sort_unstable();
        inside.dedup();
        let of_name: Vec<usize> = core
            .clone()
            .filter(|&t| {
                grove.parse.tokens[t].upos != Upos::Punct
                    && grove.relation(t) != "case"
                    && !self.words.is_name_ending(lower(t))
                    && (self.words.title(lower(t)).is_none() || core.len() == 1)
            })
            .collect();
        let (first, last) = match (of_name.first(), of_name.last()) {
            (Some(&first), Some(&last)) => (first, last),
            _ => (head, head),
        };
        let opening = self.opening(head, kind);
        Draft {
            head,
            kind,
            sentence: grove.sentence[head],
            pronoun: 0,
            person: 3,
            reflexive: false,
            expletive: false,
            number,
            means,
            sort,
            name: named.map(|name| self.names[name].kind),
            opening,
            role: self.role(head),
            clause: grove.clause[head],
            quote: grove.quote[head],
            lemma: hash(&lemma),
            text: hash_all((start..end).map(lower)),
            core: hash_all(core.clone().map(lower)),
            words: inside,
            ends: (hash(lower(first)), hash(lower(last))),
            initials: self.initials(start..end),
            capitals: self.capitals(&core),
            modified: tokens.end > core_end + 1 || (tokens.end > core_end && end == tokens.end),
            path: self.words.path(&lemma).or_else(|| self.words.path(lower(head))),
            stem: hash(lower(head).char_indices().nth(5).map_or(lower(head), |(end, _)| &lower(head)[..end])),
            speaks: word.relation() == "nsubj"
                && word.head.is_some_and(|head| self.words.is_speech(&grove.parse.tokens[head].lemma)),
            begins: false,
            tokens,
        }
    }

    fn opening(&self, head: usize, kind: MentionKind) -> Opening {
        let grove = self.grove;
        let mut opening = Opening::Bare;
        for kid in grove.children(head).filter(|&kid| kid < head) {
            let word = &grove.parse.tokens[kid];
            opening = match word.relation() {
                "det" if word.has("Definite=Def") => Opening::Definite,
                "det" if word.has("Definite=Ind") => Opening::Indefinite,
                "det" if word.has("PronType=Dem") => Opening::This,
                "det" => Opening::Other,
                "nummod" if opening == Opening::Bare => Opening::Counted,
                _ if word.deprel == "nmod:poss" && opening == Opening::Bare => Opening::Possessed,
                _ => continue,
            };
            if kind != MentionKind::Several && opening != Opening::Counted {
                break;
            }
        }
        opening
    }

    fn role(&self, head: usize) -> Role {
        let word = &self.grove.parse.tokens[head];
        match word.deprel.as_str() {
            "nsubj:pass" => Role::PassiveSubject,
            "nmod:poss" => Role::Possessor,
            _ => match word.relation() {
                "nsubj" | "csubj" => Role::Subject,
                "obj" | "iobj" => Role::Object,
                "obl" => Role::Oblique,
                "nmod" => Role::Modifier,
                "compound" | "flat" | "amod" => Role::Compound,
                "root" => Role::Root,
                "conj" => Role::Conjunct,
                "appos" => Role::Apposition,
                "vocative" => Role::Vocative,
                _ => Role::Other,
            },
        }
    }

    /// Returns the initials of the capital words of a phrase, where there are two or more: "African Union".
    fn initials(&self, tokens: Range<usize>) -> Option<u32> {
        let grove = self.grove;
        let mut initials = String::new();
        for token in tokens {
            if matches!(grove.lower[token].as_str(), "(" | "," | "-" | "–") {
                break;
            }
            let form = &grove.text[grove.parse.tokens[token].span];
            initials.extend(form.chars().next().filter(|letter| letter.is_uppercase()));
        }
        (initials.chars().count() >= 2).then(|| hash(&initials))
    }

    fn capitals(&self, core: &Range<usize>) -> Option<u32> {
        let grove = self.grove;
        if core.len() != 1 {
            return None;
        }
        let form = grove.text[grove.parse.tokens[core.start].span].replace('.', "");
        (form.chars().count() >= 2 && form.chars().all(char::is_uppercase)).then(|| hash(&form))
    }
}
