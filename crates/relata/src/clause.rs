//! Who stands where in a clause?
//!
//! Resolves the slots of a verb or an event noun over passives, relative clauses, participles, infinitives, control and
//! shared subjects, on trees of Universal Dependencies 2.

use relata_doc::Upos;
use relata_knowledge::Slot;

use crate::tree::Tree;

impl Tree<'_> {
    /// Returns whether a verb is passive: "was shelled", "shelled by", "the town shelled on Monday".
    pub(crate) fn is_passive(&self, verb: usize) -> bool {
        let marked = |relations: &[&str]| {
            self.children(verb).any(|child| relations.contains(&self.token(child).deprel.as_str()))
        };
        let token = self.token(verb);
        // A finite verb without a passive auxiliary is active, whatever its subject is called and whatever was done "by": "refused
        // by 98 votes".
        if marked(&["aux:pass"])
            || (marked(&["obl:agent", "nsubj:pass", "csubj:pass"]) && !token.has("VerbForm=Fin"))
        {
            return true;
        }
        if self.relation(verb) == "acl" && token.deprel != "acl:relcl" && token.has("VerbForm=Part") {
            return token.has("Tense=Past") && self.child(verb, "aux").is_none();
        }
        // A conjunct shares the auxiliary: "were detained and beaten".
        self.relation(verb) == "conj"
            && token.has("VerbForm=Part")
            && token.has("Tense=Past")
            && self.child(verb, "nsubj").is_none()
            && self.child(verb, "obj").is_none()
            && self.head(verb).is_some_and(|head| self.upos(head) == Upos::Verb && self.is_passive(head))
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
                clause.map_or_else(Vec::new, |clause| self.surface_subject(clause).into_iter().collect())
            }
            Slot::Predicate => {
                self.in_relation(word, &["xcomp"]).filter(|&child| self.upos(child) != Upos::Verb).collect()
            }
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

    fn patient(&self, word: usize) -> Vec<usize> {
        if self.upos(word) == Upos::Verb && self.is_passive(word) {
            return self.surface_subject(word).into_iter().collect();
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
        match self.child(word, "iobj") {
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
        let fits =
            |&child: &usize| self.preposition(child).as_deref() == Some(preposition) && !self.is_time(child);
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
            let nested: Vec<usize> = about
                .flat_map(|about| self.in_relation(about, &["nmod"]).filter(fits).collect::<Vec<_>>())
                .collect();
            if nested.is_empty() {
                self.right_behind(word).filter(fits).into_iter().collect()
            } else {
                nested
            }
        } else {
            own
        };
        found.into_iter().map(|child| self.antecedent_of_relative(child, word).unwrap_or(child)).collect()
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
                let governed = (self.is_infinitive(word) || self.child(word, "mark").is_some())
                    && self.controls_object(head);
                let object = self
                    .child(head, "obj")
                    .or_else(|| self.after_any(head, "addressee-preposition").first().copied())
                    .filter(|_| governed && !self.is_passive(head));
                match object {
                    Some(object) => Some(self.antecedent_of_relative(object, head).unwrap_or(object)),
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

    pub(crate) fn is_infinitive(&self, verb: usize) -> bool {
        self.in_relation(verb, &["mark"]).any(|mark| self.is_of_class("infinitive-mark", mark))
    }
}
