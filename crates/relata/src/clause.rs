//! Who stands where in a clause?
//!
//! Resolves the slots of a verb or an event noun over passives, relative clauses, participles, infinitives, control and
//! shared subjects, on trees of Universal Dependencies 2.

use relata_doc::Upos;
use relata_knowledge::{Slot, Word};

use crate::tree::Tree;

impl Tree<'_> {
    /// Returns whether a verb is passive: "was shelled", "shelled by", "the town shelled on Monday".
    pub(crate) fn is_passive(&self, verb: usize) -> bool {
        let marked = |relations: &[&str]| {
            self.children(verb).any(|child| relations.contains(&self.token(child).deprel.as_str()))
        };
        let token = self.token(verb);
        // A finite verb without a passive auxiliary is active, whatever was done "by": "refused by 98 votes".
        if marked(&["aux:pass"]) || (marked(&["obl:agent"]) && !token.has("VerbForm=Fin")) {
            return true;
        }
        if marked(&["nsubj:pass", "csubj:pass"]) {
            // A finite verb without a passive auxiliary is active, whatever its subject is called.
            return !token.has("VerbForm=Fin") && !self.is_intransitive(verb);
        }
        if self.relation(verb) == "acl" && token.deprel != "acl:relcl" && token.has("VerbForm=Part") {
            // "Rebel forces advanced on Goma.": a sentence taken for a noun and what describes it
            let is_sentence = self
                .head(verb)
                .is_some_and(|noun| self.relation(noun) == "root" && self.child(noun, "cop").is_none());
            return token.has("Tense=Past")
                && self.child(verb, "aux").is_none()
                && !(is_sentence && self.is_intransitive(verb));
        }
        // A conjunct shares the auxiliary: "were detained and beaten".
        self.relation(verb) == "conj"
            && token.has("VerbForm=Part")
            && token.has("Tense=Past")
            && self.child(verb, "nsubj").is_none()
            && self.child(verb, "obj").is_none()
            && self.head(verb).is_some_and(|head| self.upos(head) == Upos::Verb && self.is_passive(head))
    }

    /// Returns whether a verb without an auxiliary is used here without an object: one that never has any ("soldiers swooped"),
    /// or one that goes with the preposition right behind it ("rebels advanced on Goma"). A headline may leave the auxiliary of
    /// a passive out, a sentence with its full stop does not.
    fn is_intransitive(&self, verb: usize) -> bool {
        let lemma = self.lemma(verb);
        let is_known = || self.lexicon.senses_of(Word::Verb, lemma).next().is_some();
        if !self.lexicon.takes_object(lemma, None) && is_known() {
            return true;
        }
        let is_sentence = self.sentence(verb).next_back().is_some_and(|last| self.words(last) == ".");
        is_sentence
            && self.child(verb, "aux").is_none()
            && self.in_relation(verb, &["obl"]).any(|behind| {
                self.in_relation(behind, &["case"]).next() == Some(verb + 1)
                    && self
                        .preposition(behind)
                        .is_some_and(|preposition| self.lexicon.goes_with(lemma, &preposition))
            })
    }

    /// Returns the fillers of a slot of a verb, a predicate or an event noun, as heads of phrases.
    pub(crate) fn slot(&self, word: usize, slot: &Slot) -> Vec<usize> {
        match slot {
            Slot::Subject => self.agent(word),
            Slot::Object => self.patient(word),
            Slot::Indirect => self.indirect(word),
            Slot::Possessor => self.possessor(word).into_iter().collect(),
            Slot::Modifier => self
                .in_relation(word, &["amod", "compound", "nmod", "flat"])
                .filter(|&child| self.is_modifier(child))
                .collect(),
            Slot::ClauseSubject => {
                let clause = self.in_relation(word, &["ccomp", "xcomp"]).next();
                match clause {
                    Some(clause) => self.surface_subject(clause).into_iter().collect(),
                    None => self
                        .lexicon
                        .words_of("clause-preposition")
                        .filter_map(|preposition| self.subject_behind(word, preposition))
                        .collect(),
                }
            }
            Slot::Predicate => self.predicate(word),
            Slot::Preposition(preposition) => self.after(word, preposition),
        }
    }

    fn is_modifier(&self, child: usize) -> bool {
        self.relation(child) != "nmod"
            || self.token(child).deprel == "nmod:desc"
            || self.token(child).deprel == "nmod:unmarked"
    }

    pub(crate) fn possessor(&self, noun: usize) -> Option<usize> {
        self.children(noun).find(|&child| self.token(child).deprel == "nmod:poss")
    }

    fn agent(&self, word: usize) -> Vec<usize> {
        if self.upos(word) == Upos::Verb && self.is_passive(word) {
            return self.after_any(word, "agent-preposition");
        }
        self.surface_subject(word).into_iter().collect()
    }

    /// Returns the two objects of a verb, in the order of the text.
    fn two_objects(&self, verb: usize) -> Option<(usize, usize)> {
        let mut objects = self.in_relation(verb, &["obj", "iobj"]);
        Some((objects.next()?, objects.next()?))
    }

    /// Returns the object that a passive keeps: "were given an ultimatum", "was declared a terrorist".
    fn kept_object(&self, verb: usize, class: &str) -> Option<usize> {
        let kept = self.child(verb, "obj").filter(|_| self.is_of_class(class, verb))?;
        (self.upos(verb) == Upos::Verb && self.is_passive(verb)).then_some(kept)
    }

    /// Returns what is said of the object: "called the plan an insult", "found the minister guilty".
    fn predicate(&self, word: usize) -> Vec<usize> {
        let mut said: Vec<usize> =
            self.in_relation(word, &["xcomp"]).filter(|&child| self.upos(child) != Upos::Verb).collect();
        if self.is_of_class("naming-verb", word) {
            said.extend(self.two_objects(word).map(|(_, said)| said));
            said.extend(self.kept_object(word, "naming-verb"));
            // The adjective behind the object is hung on it by some parsers.
            if let Some(object) = self.child(word, "obj").filter(|&object| object > word) {
                said.extend(self.in_relation(object, &["amod"]).filter(|&adjective| adjective > object));
            }
        }
        said
    }

    fn patient(&self, word: usize) -> Vec<usize> {
        if let Some(kept) = self.kept_object(word, "giving-verb") {
            return vec![kept];
        }
        if self.upos(word) == Upos::Verb && self.is_passive(word) {
            return self.surface_subject(word).into_iter().collect();
        }
        if let Some((first, second)) = self.two_objects(word) {
            if self.is_of_class("naming-verb", word) {
                return vec![first];
            }
            if self.is_of_class("giving-verb", word) {
                return vec![second];
            }
        }
        if let Some(object) = self.child(word, "obj") {
            return vec![self.antecedent_of_relative(object, word).unwrap_or(object)];
        }
        // The only object is the direct one, whatever it is called.
        if let Some(object) = self.child(word, "iobj") {
            return vec![self.antecedent_of_relative(object, word).unwrap_or(object)];
        }
        // "the deal Iran signed": the noun that a relative clause without a relative pronoun describes is its object.
        let bare_relative = self.token(word).deprel == "acl:relcl"
            && self.child(word, "nsubj").is_some_and(|subject| !self.is_relative(subject))
            && self
                .in_relation(word, &["obj", "obl", "advmod"])
                .all(|child| !self.is_relative(child) && !self.is_stranded(child))
            && self.in_relation(word, &["ccomp", "xcomp", "cop"]).next().is_none();
        if bare_relative { self.head(word).into_iter().collect() } else { Vec::new() }
    }

    fn is_stranded(&self, child: usize) -> bool {
        self.upos(child) == Upos::Adp
    }

    fn indirect(&self, word: usize) -> Vec<usize> {
        let first_of_two = || {
            let first = self.two_objects(word).map(|(first, _)| first);
            first.filter(|_| self.is_of_class("giving-verb", word) && !self.is_passive(word))
        };
        match first_of_two().or_else(|| self.child(word, "iobj")) {
            Some(object) => vec![object],
            // "was given aid": the subject of a passive that keeps its object received it.
            None if self.upos(word) == Upos::Verb
                && self.is_passive(word)
                && self.child(word, "obj").is_some() =>
            {
                self.surface_subject(word).into_iter().collect()
            }
            None => Vec::new(),
        }
    }

    /// Returns what stands after one of the prepositions of a class.
    pub(crate) fn after_any(&self, word: usize, class: &str) -> Vec<usize> {
        self.lexicon.words_of(class).flat_map(|preposition| self.after(word, preposition)).collect()
    }

    /// Returns what stands after a preposition that belongs to the word, or to the object of a verb.
    pub(crate) fn after(&self, word: usize, preposition: &str) -> Vec<usize> {
        let times_too = self.lexicon.is_of_class("limit-preposition", preposition);
        let fits =
            |&child: &usize| self.stands_after(child, preposition) && (times_too || !self.is_time(child));
        let own: Vec<usize> = self.in_relation(word, &["obl", "nmod"]).filter(fits).collect();
        let found = if own.is_empty() {
            // "imposed sanctions on Iran", "restrictions on journalists were eased", "suspension of talks with the
            // rebels": the phrase hangs on what the act is about.
            let about = self.children(word).filter(|&child| match self.relation(child) {
                "obj" => true,
                "nsubj" => self.upos(word) == Upos::Verb && self.is_passive(word),
                "nmod" | "obl" => {
                    self.preposition(child).is_some_and(|about| about != preposition) && !self.is_time(child)
                }
                _ => false,
            });
            // "lifted the last of its sanctions on Iran": it may hang on what a part is a part of.
            let nested: Vec<usize> = about
                .flat_map(|about| {
                    let counted = Some(self.counted(about)).filter(|&counted| counted != about);
                    std::iter::once(about).chain(counted)
                })
                .flat_map(|about| self.in_relation(about, &["nmod"]).filter(fits).collect::<Vec<_>>())
                .collect();
            if nested.is_empty() {
                match self.right_behind(word).filter(fits) {
                    Some(behind) => vec![behind],
                    None => self.clauses_behind(word, preposition),
                }
            } else {
                nested
            }
        } else {
            own
        };
        found.into_iter().map(|child| self.antecedent_of_relative(child, word).unwrap_or(child)).collect()
    }

    /// Returns whether a nominal stands after a preposition; one of two words is known by each of them: "out of" by "out" and
    /// by "of", since parsers take the first for a particle or for a preposition of its own.
    fn stands_after(&self, nominal: usize, wanted: &str) -> bool {
        self.preposition(nominal).is_some_and(|preposition| {
            preposition == wanted
                || (self.lexicon.is_of_class("joined-preposition", &preposition)
                    && preposition.split(' ').any(|word| word == wanted))
        })
    }

    /// Returns the verb of a clause behind a preposition ("barred them from entering"), or whom a clause is about ("called
    /// for Iran to withdraw").
    fn clauses_behind(&self, word: usize, preposition: &str) -> Vec<usize> {
        if let Some(subject) = self.subject_behind(word, preposition) {
            return vec![subject];
        }
        let objects = self.in_relation(word, &["obj"]).collect::<Vec<_>>();
        let clauses = std::iter::once(word).chain(objects).flat_map(|above| {
            self.in_relation(above, &["advcl", "acl", "xcomp", "ccomp"]).collect::<Vec<_>>()
        });
        clauses
            .filter(|&clause| {
                self.upos(clause) == Upos::Verb
                    && self.child(clause, "nsubj").is_none()
                    && self.marks(clause).any(|mark| self.words(mark).eq_ignore_ascii_case(preposition))
            })
            .collect()
    }

    fn marks(&self, clause: usize) -> impl Iterator<Item = usize> + '_ {
        self.in_relation(clause, &["mark", "case"]).filter(|&mark| self.upos(mark) != Upos::Part)
    }

    /// Returns the subject of an infinitive that a preposition leads in: "pushed for the army to leave".
    fn subject_behind(&self, word: usize, preposition: &str) -> Option<usize> {
        if !self.lexicon.is_of_class("clause-preposition", preposition) {
            return None;
        }
        let clause = self.in_relation(word, &["advcl", "xcomp", "ccomp", "acl"]).find(|&clause| {
            self.is_infinitive(clause)
                && self.marks(clause).any(|mark| self.words(mark).eq_ignore_ascii_case(preposition))
        })?;
        self.child(clause, "nsubj").or_else(|| self.child(clause, "obl").filter(|&named| named < clause))
    }

    /// Returns the phrase right behind an event noun that the parser hangs on its verb: "reported an attack on Belgorod".
    fn right_behind(&self, noun: usize) -> Option<usize> {
        let verb =
            self.head(noun).filter(|&head| self.upos(noun) == Upos::Noun && self.upos(head) == Upos::Verb)?;
        self.in_relation(verb, &["obl"])
            .find(|&sibling| self.in_relation(sibling, &["case"]).next() == Some(noun + 1))
    }

    fn is_relative(&self, token: usize) -> bool {
        self.token(token).has("PronType=Rel")
            || (self.upos(token) == Upos::Pron && self.is_of_class("relative-pronoun", token) && {
                let clause = self.clause_of(token);
                clause.is_some_and(|clause| {
                    self.up(clause).any(|above| self.token(above).deprel == "acl:relcl")
                })
            })
    }

    /// Returns the noun that a relative pronoun stands for.
    pub(crate) fn antecedent_of_relative(&self, pronoun: usize, word: usize) -> Option<usize> {
        if !self.is_relative(pronoun) {
            return None;
        }
        let clause = self.up(word).find(|&above| self.token(above).deprel == "acl:relcl")?;
        self.head(clause)
    }

    /// Returns the subject as written, over coordination, control and participles.
    pub(crate) fn surface_subject(&self, word: usize) -> Option<usize> {
        self.surface_subject_within(word, 8)
    }

    // `steps` bounds the climb on trees that no grammar would build.
    fn surface_subject_within(&self, word: usize, steps: usize) -> Option<usize> {
        let subject = self
            .child(word, "nsubj")
            .or_else(|| self.child(word, "expl").filter(|&subject| self.token(subject).has("PronType=Prs")));
        if let Some(subject) = subject {
            return Some(self.antecedent_of_relative(subject, word).unwrap_or(subject));
        }
        let head = self.head(word)?;
        if steps == 0 {
            return None;
        }
        match self.relation(word) {
            "conj" if self.is_predicate(head) || self.upos(head) == Upos::Verb => {
                self.surface_subject_within(head, steps - 1)
            }
            "conj" if self.token(head).deprel.starts_with("acl") => {
                self.surface_subject_within(head, steps - 1)
            }
            "xcomp" => {
                // "urged Iran to release": the object of the verb above does it.
                let object = self.child(head, "obj").or_else(|| self.child(head, "iobj"));
                let called_on = || self.after_any(head, "addressee-preposition").first().copied();
                match object.or_else(called_on) {
                    Some(object) => Some(self.antecedent_of_relative(object, head).unwrap_or(object)),
                    None => self.surface_subject_within(head, steps - 1),
                }
            }
            "advcl" | "ccomp" => {
                // "called on Iran to release", "urged Iran to release": written as an adverbial clause by some.
                let blamed = self.is_blamed_for(word, head);
                let governed = blamed
                    || ((self.is_infinitive(word) || self.child(word, "mark").is_some())
                        && self.controls_object(head));
                let object = self
                    .child(head, "obj")
                    .or_else(|| self.after_any(head, "addressee-preposition").first().copied())
                    .filter(|_| governed && !self.is_passive(head));
                match object {
                    Some(object) => Some(self.antecedent_of_relative(object, head).unwrap_or(object)),
                    None if blamed => self.patient(head).first().copied(),
                    // "was hit by a storm, killing two": not the sufferer does it.
                    None if self.relation(word) == "advcl"
                        && self.is_passive(head)
                        && !self.is_infinitive(word)
                        && !self.is_passive(word) =>
                    {
                        None
                    }
                    None if self.relation(word) == "advcl" || self.is_infinitive(word) => {
                        self.surface_subject_within(head, steps - 1)
                    }
                    None => None,
                }
            }
            "acl" if self.token(word).deprel == "acl:relcl" => None,
            "acl"
                if self.relation(head) == "obj"
                    && self.head(head).is_some_and(|verb| self.controls_object(verb)) =>
            {
                Some(head)
            }
            // "police were accused by a court of torture": hung on the accuser, said of the accused.
            "acl"
                if self.child(word, "mark").is_some()
                    && self.head(head).is_some_and(|verb| {
                        self.controls_object(verb) && self.upos(verb) == Upos::Verb && self.is_passive(verb)
                    }) =>
            {
                self.head(head).and_then(|verb| self.surface_subject_within(verb, steps - 1))
            }
            "acl" if self.is_infinitive(word) => self.possessor(head).or_else(|| {
                // "signed a deal to supply": whoever did the governing act.
                let verb = self
                    .head(head)
                    .filter(|&above| self.upos(above) == Upos::Verb && self.relation(head) == "obj")?;
                self.surface_subject_within(verb, steps - 1)
            }),
            "acl" => Some(head),
            _ => None,
        }
    }

    /// Returns whether a clause tells what the object of the verb above it has done: "jailed the editor for insulting the king".
    fn is_blamed_for(&self, clause: usize, verb: usize) -> bool {
        let first = self.first_conjunct(clause);
        self.is_of_class("blame", verb)
            && !self.is_infinitive(first)
            && self.marks(first).any(|mark| self.is_of_class("blame-preposition", mark))
    }

    pub(crate) fn is_infinitive(&self, verb: usize) -> bool {
        self.in_relation(verb, &["mark"]).any(|mark| self.is_of_class("infinitive-mark", mark))
    }
}
