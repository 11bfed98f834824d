//! What does the parser misread that the lexicon knows better?
//!
//! Two things that are of a closed kind, mended once, before anything reads the tree: the particle of a verb that the
//! lexicon knows as phrasal, taken for a preposition or for a part of the object ("handed over power", "wrote off
//! debts"), and words with a hyphen that the lexicon knows as one ("sit-in", "test-fired").

use relata_doc::{Parse, Upos};
use relata_knowledge::Word;

use crate::tree::Tree;

/// Returns the parse with its particles and hyphenated words mended.
pub(crate) fn mended(tree: &Tree) -> Parse {
    let mut mending = Mending { tree, parse: tree.parse.clone() };
    for verb in (0..tree.parse.tokens.len()).filter(|&token| tree.upos(token) == Upos::Verb) {
        mending.join_particle(verb);
    }
    let mut token = 0;
    while token < tree.parse.tokens.len() {
        let end = mending.end_of_run(token);
        if end > token {
            mending.join_hyphenated(token, end);
        }
        token = end + 1;
    }
    mending.parse
}

struct Mending<'a> {
    tree: &'a Tree<'a>,
    parse: Parse,
}

impl Mending<'_> {
    fn hang(&mut self, token: usize, head: Option<usize>, deprel: &str) {
        self.parse.tokens[token].head = head;
        deprel.clone_into(&mut self.parse.tokens[token].deprel);
    }

    /// Gives a verb its particle where the lexicon knows the two together.
    fn join_particle(&mut self, verb: usize) {
        let tree = self.tree;
        let known =
            |token: usize| tree.lexicon.is_phrasal(tree.lemma(verb), &tree.words(token).to_lowercase());
        let sentence = tree.sentence(verb);
        let next = verb + 1;
        if !sentence.contains(&next) {
            return;
        }
        if known(next) {
            self.join_next(verb, next);
            return;
        }
        // "gave two drums back", "gave the body of the rebel back"
        let Some(object) = tree.child(verb, "obj").filter(|&object| object > verb) else { return };
        let whole = tree.under(object, |_| true);
        let ends = [object + 1, whole.last().map_or(object, |&last| last) + 1];
        if let Some(behind) = ends.into_iter().find(|&behind| sentence.contains(&behind) && known(behind)) {
            self.join_behind(verb, object, behind);
        }
    }

    /// Joins the particle behind the verb's object.
    fn join_behind(&mut self, verb: usize, object: usize, particle: usize) {
        let tree = self.tree;
        let relation = tree.relation(particle);
        let Some(head) = tree.head(particle) else { return };
        let of_object =
            head == object && matches!(relation, "advmod" | "amod" | "case" | "compound" | "nmod" | "acl");
        // "wrote the debts off on Sunday": taken for a second preposition of what follows.
        let before_another = relation == "case"
            && head > particle
            && tree.head(head) == Some(verb)
            && tree.in_relation(head, &["case"]).any(|case| case == particle + 1)
            && tree.joined(particle).is_none();
        if of_object || before_another {
            self.hang(particle, Some(verb), "advmod");
        }
        if of_object || (head == verb && relation == "advmod") {
            self.take_from(particle, verb);
        }
    }

    /// Joins the particle right behind its verb.
    fn join_next(&mut self, verb: usize, particle: usize) {
        let tree = self.tree;
        let relation = tree.relation(particle);
        let Some(head) = tree.head(particle) else { return };
        if head == verb {
            self.take_from(particle, verb);
            return;
        }
        if tree.head(head) != Some(verb) || head < particle || tree.is_passive(verb) {
            return;
        }
        let has_object = || tree.in_relation(verb, &["obj", "iobj", "ccomp", "xcomp"]).next().is_some();
        match (tree.relation(head), relation) {
            // "wrote off debts", "shot dead two protesters"
            ("obj", "compound" | "amod" | "advmod" | "nmod" | "det" | "case" | "mark") => {
                self.hang(particle, Some(verb), "compound:prt");
            }
            ("obl" | "nmod", "case") => {
                let cases: Vec<usize> = tree.in_relation(head, &["case"]).collect();
                if tree.joined(particle).is_some() {
                    // "pulled out of Chad": a preposition of its own
                } else if cases.len() == 1
                    && !has_object()
                    && tree.lexicon.takes_object(tree.lemma(verb), Some(&tree.words(particle).to_lowercase()))
                    && self.may_be_object(particle, head)
                {
                    // "handed over power", "sent in the army"
                    self.hang(particle, Some(verb), "compound:prt");
                    self.hang(head, Some(verb), "obj");
                } else if cases.len() > 1 {
                    // "dug in along the river"
                    self.hang(particle, Some(verb), "compound:prt");
                }
            }
            _ => {}
        }
    }

    /// Gives the verb what hangs on its particle: "pulled out of Chad", "gave the drums back to the monks".
    fn take_from(&mut self, particle: usize, verb: usize) {
        let tree = self.tree;
        if matches!(tree.upos(particle), Upos::Adp | Upos::Adv) {
            for child in tree.in_relation(particle, &["obl", "nmod"]).collect::<Vec<_>>() {
                self.hang(child, Some(verb), "obl");
            }
        }
    }

    /// Returns whether a noun behind what may be a preposition may be the object: where and when are told by "in" and "on"
    /// with a name or a number, "in Mali", "in 2019".
    fn may_be_object(&self, particle: usize, nominal: usize) -> bool {
        let tree = self.tree;
        let is_place = tree.lexicon.is_of_class("place-preposition", &tree.words(particle).to_lowercase());
        match tree.upos(nominal) {
            Upos::Noun => true,
            Upos::Propn | Upos::Pron => !is_place,
            _ => false,
        }
    }

    /// Returns the last token of the words that hyphens join to a token, itself where there are none.
    fn end_of_run(&self, first: usize) -> usize {
        let tree = self.tree;
        let glued = |left: usize| tree.token(left).span.end() == tree.token(left + 1).span.start();
        let mut end = first;
        while end + 2 < tree.parse.tokens.len() && tree.words(end + 1) == "-" && glued(end) && glued(end + 1)
        {
            end += 2;
        }
        end
    }

    /// Makes words with hyphens one, where the lexicon knows them so: the last word stands for all, or the first where the
    /// last is a particle.
    fn join_hyphenated(&mut self, first: usize, last: usize) {
        let tree = self.tree;
        let written = &tree.text[tree.token(first).span.cover(tree.token(last).span)];
        let Some(lemma) = tree.lexicon.hyphenated(written) else { return };
        let run = first..last + 1;
        let Some(top) = tree.governor(run.clone()) else { return };
        let main = if matches!(tree.upos(last), Upos::Adp | Upos::Adv) { first } else { last };
        let known_as = |word: Word| tree.lexicon.senses_of(word, &lemma).next().is_some();
        let upos = match tree.upos(top) {
            Upos::Verb if known_as(Word::Verb) => Upos::Verb,
            Upos::Noun | Upos::Propn if known_as(Word::Noun) => Upos::Noun,
            Upos::Adj if known_as(Word::Adjective) => Upos::Adj,
            _ if known_as(Word::Noun) => Upos::Noun,
            _ if known_as(Word::Verb) && tree.upos(last) == Upos::Verb => Upos::Verb,
            // "a test-firing" is no form of the verb here.
            _ if known_as(Word::Verb) || known_as(Word::Adjective) => return,
            other => other,
        };
        let (head, deprel) = (tree.head(top), tree.token(top).deprel.clone());
        for token in run.clone().filter(|&token| token != main) {
            for child in tree.children(token).filter(|child| !run.contains(child)).collect::<Vec<_>>() {
                let deprel = tree.token(child).deprel.clone();
                self.hang(child, Some(main), &deprel);
            }
            let part = if tree.upos(token) == Upos::Punct { "punct" } else { "compound" };
            self.hang(token, Some(main), part);
        }
        self.hang(main, head, &deprel);
        let token = &mut self.parse.tokens[main];
        if token.upos != upos {
            token.upos = upos;
            if upos == Upos::Noun {
                let plural = !written.eq_ignore_ascii_case(&lemma);
                token.features = if plural { "Number=Plur" } else { "Number=Sing" }.to_owned();
            }
        }
        token.lemma = lemma;
    }
}
