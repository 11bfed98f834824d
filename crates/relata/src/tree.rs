//! Which word depends on which, and how?

use std::collections::HashMap;
use std::ops::Range;

use relata_doc::{Parse, Span, Text, TimeExpression, Token, Upos};
use relata_knowledge::{Knowledge, Lexicon, Word};

/// The syntax of a document with its children at hand. Relations are named without their subtype unless it matters.
pub(crate) struct Tree<'a> {
    pub(crate) text: &'a Text,
    pub(crate) parse: &'a Parse,
    // Lemmas that the lexicon knows, where the tagger's own is unknown to it.
    lemmas: HashMap<usize, String>,
    pub(crate) lexicon: &'a Lexicon,
    // Tokens of time expressions: "on Monday" fills no slot.
    is_time: Vec<bool>,
    children: Vec<u32>,
    first_child: Vec<u32>,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(knowledge: &'a Knowledge, text: &'a Text, parse: &'a Parse) -> Tree<'a> {
        let lexicon = &knowledge.lexicon;
        let count = parse.tokens.len();
        let mut first_child = vec![0u32; count + 1];
        for token in &parse.tokens {
            if let Some(head) = token.head {
                first_child[head + 1] += 1;
            }
        }
        for i in 0..count {
            first_child[i + 1] += first_child[i];
        }
        let mut next = first_child.clone();
        let mut children = vec![0u32; *first_child.last().unwrap_or(&0) as usize];
        for (i, token) in parse.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                children[next[head] as usize] = i as u32;
                next[head] += 1;
            }
        }
        let mut lemmas = HashMap::new();
        for (i, token) in parse.tokens.iter().enumerate() {
            // One of several words that hyphens join has the lemma of all.
            if token.lemma.contains('-') && !text[token.span].contains('-') {
                continue;
            }
            let word = match token.upos {
                Upos::Verb => Word::Verb,
                Upos::Noun | Upos::Propn => Word::Noun,
                _ => continue,
            };
            if word == Word::Noun {
                // A noun for a role first: a sentence that begins with "Gunmen" is no name's.
                let is_agent = |lemma: &str| knowledge.agents.noun(lemma).is_some();
                if is_agent(&token.lemma) {
                    continue;
                }
                if let Some(lemma) = lexicon.turned_back(&text[token.span], is_agent) {
                    lemmas.insert(i, lemma);
                    continue;
                }
                if token.upos == Upos::Propn {
                    continue;
                }
            }
            if let Some(lemma) = lexicon.known_lemma(word, &text[token.span], &token.lemma) {
                lemmas.insert(i, lemma);
            }
        }
        Tree { text, parse, lemmas, lexicon, is_time: vec![false; count], children, first_child }
    }

    /// Notes which words tell a time, so that they are not taken for what an act is done to.
    pub(crate) fn with_times(mut self, times: &[TimeExpression]) -> Tree<'a> {
        // An event that is named is an act like others.
        for time in times.iter().filter(|time| !time.is_event) {
            for token in self.tokens_in(time.span) {
                self.is_time[token] = true;
            }
        }
        self
    }

    pub(crate) fn is_time(&self, token: usize) -> bool {
        self.is_time[token]
    }

    pub(crate) fn is_of_class(&self, class: &str, token: usize) -> bool {
        self.lexicon.is_of_class(class, self.lemma(token))
    }

    pub(crate) fn controls_object(&self, verb: usize) -> bool {
        self.lexicon.is_of_class("object-control", self.lemma(verb))
    }

    pub(crate) fn token(&self, token: usize) -> &'a Token {
        &self.parse.tokens[token]
    }

    pub(crate) fn words(&self, token: usize) -> &'a str {
        &self.text[self.token(token).span]
    }

    pub(crate) fn lemma(&self, token: usize) -> &str {
        self.lemmas.get(&token).unwrap_or(&self.token(token).lemma)
    }

    /// Returns whether a noun is plural, by its features, or by a plural form that the lexicon turned back ("Gunmen").
    pub(crate) fn is_plural(&self, token: usize) -> bool {
        let turned_back =
            self.lemmas.get(&token).is_some_and(|lemma| !self.words(token).eq_ignore_ascii_case(lemma));
        self.token(token).has("Number=Plur") || (turned_back && self.upos(token) != Upos::Verb)
    }

    pub(crate) fn upos(&self, token: usize) -> Upos {
        self.token(token).upos
    }

    pub(crate) fn relation(&self, token: usize) -> &'a str {
        self.token(token).relation()
    }

    pub(crate) fn head(&self, token: usize) -> Option<usize> {
        self.token(token).head
    }

    pub(crate) fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let range = self.first_child[token] as usize..self.first_child[token + 1] as usize;
        self.children[range].iter().map(|&child| child as usize)
    }

    /// Returns the children in one of the relations.
    pub(crate) fn in_relation<'b>(
        &'b self,
        token: usize,
        relations: &'b [&'b str],
    ) -> impl DoubleEndedIterator<Item = usize> + 'b {
        self.children(token).filter(move |&child| relations.contains(&self.relation(child)))
    }

    pub(crate) fn child(&self, token: usize, relation: &str) -> Option<usize> {
        self.children(token).find(|&child| self.relation(child) == relation)
    }

    /// Returns the preposition before a nominal, of several words where they are fixed: "because of".
    pub(crate) fn preposition(&self, nominal: usize) -> Option<String> {
        let case = self.in_relation(nominal, &["case"]).next()?;
        if self.token(case).span.start() > self.token(nominal).span.start() {
            return None; // the possessive 's stands behind
        }
        if let Some(joined) = self.joined(case) {
            return Some(joined);
        }
        let mut preposition = self.words(case).to_lowercase();
        for fixed in self.in_relation(case, &["fixed"]) {
            preposition.push(' ');
            preposition.push_str(&self.words(fixed).to_lowercase());
        }
        Some(preposition)
    }

    /// Returns the preposition of two words that a word is the first or the last of, however the parser hangs them: "out of".
    pub(crate) fn joined(&self, word: usize) -> Option<String> {
        let pair = |first: usize| {
            let sentence = self.sentence(word);
            let both = sentence.contains(&first) && sentence.contains(&(first + 1));
            let joined =
                both.then(|| format!("{} {}", self.words(first), self.words(first + 1)).to_lowercase());
            joined.filter(|joined| self.lexicon.is_of_class("joined-preposition", joined))
        };
        pair(word).or_else(|| pair(word.checked_sub(1)?))
    }

    /// Returns a word as it is compared with those of a phrase: in lower case, and whole where it is joined by hyphens.
    pub(crate) fn written(&self, token: usize) -> String {
        let words = self.words(token).to_lowercase();
        let lemma = self.lemma(token);
        if lemma.contains('-') && !words.contains('-') { lemma.to_lowercase() } else { words }
    }

    /// Returns whether `token` is `top` or depends on it, directly or not.
    pub(crate) fn is_under(&self, token: usize, top: usize) -> bool {
        self.up(token).any(|above| above == top)
    }

    /// Returns a token and all those above it, from below; a broken tree ends after as many steps as it has tokens.
    pub(crate) fn up(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(token), |&below| self.head(below)).take(self.parse.tokens.len())
    }

    /// Returns the tokens under `top`, itself included, entering only children that `enter` accepts; in text order.
    pub(crate) fn under(&self, top: usize, enter: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found = vec![top];
        let mut next = 0;
        while next < found.len() {
            found.extend(self.children(found[next]).filter(|&child| enter(child)));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// Returns the words of a nominal: its name and modifiers, without clauses, complements and appositions.
    pub(crate) fn phrase(&self, head: usize) -> Vec<usize> {
        self.under(head, |child| match self.relation(child) {
            "det" | "amod" | "compound" | "flat" | "nummod" | "goeswith" | "fixed" => true,
            "nmod" => self.token(child).deprel == "nmod:poss" || self.token(child).deprel == "nmod:desc",
            "case" => {
                self.token(child).span.start() > self.token(self.head(child).unwrap_or(child)).span.start()
            }
            // "the Russian and Turkish presidents"
            "conj" | "cc" => self.head(child).is_some_and(|head| self.relation(head) == "amod"),
            "punct" => matches!(self.words(child), "-" | "–" | "." | "/"),
            _ => false,
        })
    }

    /// Returns the span from the first to the last of the tokens.
    pub(crate) fn cover(&self, tokens: &[usize]) -> Option<Span> {
        let mut spans = tokens.iter().map(|&token| self.token(token).span);
        let first = spans.next()?;
        Some(spans.fold(first, Span::cover))
    }

    /// Returns the tokens of the sentence that holds a token.
    pub(crate) fn sentence(&self, token: usize) -> Range<usize> {
        self.parse
            .sentence_of(token)
            .map_or(token..token + 1, |sentence| self.parse.sentences[sentence].tokens.clone())
    }

    /// Returns what a quantity is a quantity of: of "dozens of rebels", the rebels.
    pub(crate) fn counted(&self, nominal: usize) -> usize {
        let mut at = nominal;
        while self.lexicon.is_of_class("quantity", self.lemma(at))
            && let Some(inner) = self.in_relation(at, &["nmod"]).find(|&child| {
                self.preposition(child)
                    .is_some_and(|preposition| self.lexicon.is_of_class("quantity-preposition", &preposition))
            })
        {
            at = inner;
        }
        at
    }

    /// Returns a nominal and what is coordinated with it.
    pub(crate) fn coordinated(&self, nominal: usize) -> Vec<usize> {
        let mut all = vec![self.counted(nominal)];
        all.extend(
            self.in_relation(nominal, &["conj"])
                .filter(|&conjunct| self.is_nominal(conjunct))
                .map(|conjunct| self.counted(conjunct)),
        );
        all
    }

    pub(crate) fn is_nominal(&self, token: usize) -> bool {
        matches!(self.upos(token), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
            || (matches!(self.upos(token), Upos::Adj | Upos::Det | Upos::X)
                && self.child(token, "det").is_some())
    }

    /// Returns the first of several coordinated words.
    pub(crate) fn first_conjunct(&self, token: usize) -> usize {
        let mut first = token;
        while self.relation(first) == "conj"
            && let Some(head) = self.head(first)
        {
            first = head;
        }
        first
    }

    /// Returns the verb or predicate whose clause holds the token.
    pub(crate) fn clause_of(&self, token: usize) -> Option<usize> {
        self.up(token).find(|&above| self.is_predicate(above))
    }

    pub(crate) fn is_predicate(&self, token: usize) -> bool {
        self.upos(token) == Upos::Verb
            || self.child(token, "cop").is_some()
            || (self.upos(token) == Upos::Aux && !matches!(self.relation(token), "aux" | "cop"))
    }

    /// Returns the token that holds the first byte of a span.
    pub(crate) fn token_at(&self, span: Span) -> Option<usize> {
        let after = self.parse.tokens.partition_point(|token| token.span.end() <= span.start());
        (after < self.parse.tokens.len() && self.token(after).span.start() < span.end()).then_some(after)
    }

    /// Returns the tokens that a span holds.
    pub(crate) fn tokens_in(&self, span: Span) -> Range<usize> {
        let first = self.parse.tokens.partition_point(|token| token.span.end() <= span.start());
        let last = self.parse.tokens.partition_point(|token| token.span.start() < span.end());
        first..last.max(first)
    }

    /// Returns the token among `tokens` that governs the others: the one whose head lies outside.
    pub(crate) fn governor(&self, tokens: Range<usize>) -> Option<usize> {
        let outside = |&token: &usize| self.head(token).is_none_or(|head| !tokens.contains(&head));
        let mut tops = tokens.clone().filter(outside).filter(|&top| self.upos(top) != Upos::Punct);
        tops.next().or(tokens.clone().next())
    }
}
