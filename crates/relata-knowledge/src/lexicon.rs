//! Here is a word: what can it report, and which parts of its clause are the source and the target?

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use relata_doc::{CameoCode, Status};

use crate::fault::Fault;
use crate::files::Files;
use crate::ontology::Ontology;
use crate::raw::{Ending, LexiconFile, Placed, RawEmbedding, RawLight, RawSense, Words};

/// All word senses, light verbs and verbs that embed a clause, found by lemma.
#[derive(Debug, Default, Clone)]
pub struct Lexicon {
    senses: Vec<Sense>,
    by_lemma: HashMap<(Word, String), Vec<usize>>,
    lights: HashMap<String, Vec<Light>>,
    embeddings: HashMap<String, Vec<Embedding>>,
    speech: BTreeSet<String>,
    classes: BTreeMap<String, Arc<BTreeSet<String>>>,
    figures: HashMap<String, String>,
    numbers: HashMap<String, f64>,
    endings: Vec<Ending>,
    // Verbs and particles that stand together in a sense or as a light verb, and whether an object goes with them.
    phrasal: HashMap<(String, String), bool>,
    // Verbs that take an object in some sense without a particle.
    transitive: BTreeSet<String>,
    // Verbs and the prepositions that they go with in a sense that has no object.
    intransitive: BTreeSet<(String, String)>,
    // Words with a hyphen, alone or within phrases.
    hyphenated: BTreeSet<String>,
}

/// The part of speech that carries a sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// A verb.
    Verb,
    /// A noun that means an act.
    Noun,
    /// An adjective, with "be".
    Adjective,
}

/// Where in the clause of a word an argument stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Who acts, also of a passive through "by".
    Subject,
    /// What is acted upon, also the subject of a passive.
    Object,
    /// The indirect object.
    Indirect,
    /// Who possesses a noun: "Russia's annexation".
    Possessor,
    /// What modifies a noun: "Russian shelling".
    Modifier,
    /// The subject of the clause that a verb governs: "demanded that Israel withdraw".
    ClauseSubject,
    /// What is said of the object: "called the plan an insult".
    Predicate,
    /// After a preposition.
    Preposition(String),
}

/// One use of a word that reports an act.
#[derive(Debug, Clone)]
pub struct Sense {
    /// File stem and id: "accuse/blame".
    pub id: String,
    /// The file and line where it is written.
    pub place: (String, usize),
    /// The part of speech.
    pub word: Word,
    /// The lemmas, any of which it is.
    pub lemmas: Vec<String>,
    /// The particle of a phrasal verb.
    pub particle: Option<String>,
    /// The act.
    pub code: CameoCode,
    /// PLOVER mode, where it says more than the code.
    pub mode: Option<String>,
    /// Slots of the source, tried in order.
    pub source: Vec<Slot>,
    /// Slots of the target, tried in order.
    pub target: Vec<Slot>,
    /// What must and must not fill slots.
    pub conditions: Vec<Condition>,
    /// Kinds of which the source must be one; empty for any.
    pub source_kind: Vec<String>,
    /// Kinds of which the target must be one; empty for any.
    pub target_kind: Vec<String>,
    /// Whether parties stand on both sides.
    pub reciprocal: bool,
    /// How it acts on the act in its complement.
    pub operator: Option<String>,
    /// Whether the owner of a place that is hit is the target.
    pub implied_target: bool,
    /// Whether it reports an event only where both source and target are told: that of a user's dictionary.
    pub both: bool,
    /// Sentences that it codes.
    pub yes: Vec<String>,
    /// Sentences that it does not code.
    pub no: Vec<String>,
}

/// A condition on the head of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Where.
    pub slot: Slot,
    /// The lemmas; empty for any word at all.
    pub lemmas: Arc<BTreeSet<String>>,
    /// Whether one of them must stand there, or must not.
    pub wanted: bool,
}

impl Sense {
    /// Returns how particular the sense is: the more conditions, the rather it is meant.
    pub fn specificity(&self) -> usize {
        let wanted = self
            .conditions
            .iter()
            .filter(|condition| condition.wanted)
            .map(|condition| 1 + 3 * usize::from(!condition.lemmas.is_empty()));
        wanted.sum::<usize>()
            + 2 * usize::from(self.particle.is_some())
            + usize::from(!self.source_kind.is_empty())
            + usize::from(!self.target_kind.is_empty())
            // A dictionary's words count as those of a sense that asks for kinds as well, which dictionaries cannot.
            + 2 * usize::from(self.both)
    }
}

/// A verb that says little by itself: "launched an attack".
#[derive(Debug, Clone)]
pub struct Light {
    /// The particle of a phrasal verb.
    pub particle: Option<String>,
    /// The event nouns it goes with; empty for all.
    pub nouns: BTreeSet<String>,
    /// Whether its subject undergoes the act: "came under attack".
    pub undergoes: bool,
    /// The preposition before the noun, where it is no object.
    pub preposition: Option<String>,
    /// The status it gives to the act, where not actual.
    pub status: Option<Status>,
    /// Whether the act does not take place: "called off talks".
    pub negative: bool,
}

/// A verb that takes a clause or an act as its complement, and what it says of it.
#[derive(Debug, Clone)]
pub struct Embedding {
    /// The particle or preposition that goes with the verb in this use.
    pub preposition: Option<String>,
    /// The status of the complement.
    pub status: Status,
    /// Whether the complement did not happen: "failed to".
    pub negative: bool,
}

/// The kinds that `source_kind` and `target_kind` may name.
const KINDS: &[&str] = &["person", "state", "government", "armed", "civilian", "organization", "any-actor"];

impl Lexicon {
    pub(crate) fn read(files: &Files, ontology: &Ontology, faults: &mut Vec<Fault>) -> Lexicon {
        let mut lexicon = Lexicon::default();
        let read_files = files.read::<LexiconFile>("lexicon/en/", faults);
        for (_, _, raw) in &read_files {
            for class in &raw.class {
                let words = lexicon.classes.entry(class.name.clone()).or_default();
                Arc::make_mut(words).extend(class.words.iter().cloned());
            }
        }
        let mut ids = BTreeSet::new();
        for (file, text, raw) in read_files {
            let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".toml");
            // Senses stand in order: their lines are counted on from the one before.
            let (mut line, mut counted) = (1, 0);
            for sense in raw.sense {
                let Placed { at, value: sense } = sense;
                line += text
                    .as_bytes()
                    .get(counted..at)
                    .unwrap_or_default()
                    .iter()
                    .filter(|&&b| b == b'\n')
                    .count();
                counted = at.min(text.len());

                let id = format!("{stem}/{}", sense.id);
                match lexicon.sense(&id, (file, line), sense, ontology) {
                    Ok(sense) if ids.insert(id.clone()) => lexicon.add(sense),
                    Ok(_) => faults.push(Fault::at(
                        file,
                        text,
                        at,
                        format!("the id {id} stands twice"),
                        "Give each sense of a file its own id.",
                    )),
                    Err(facts) => faults.extend(facts.into_iter().map(|fact| {
                        Fault::at(
                            file,
                            text,
                            at,
                            format!("{id}: {fact}"),
                            "data/README.md tells what a sense may hold.",
                        )
                    })),
                }
            }
            for light in raw.light {
                let Placed { at, value: light } = light;
                if let Err(fact) = lexicon.add_light(light) {
                    let remedy = "role is source or target; phase is begin, continue, end or plan.";
                    faults.push(Fault::at(file, text, at, fact, remedy));
                }
            }
            for embedding in raw.embedding {
                let Placed { at, value: embedding } = embedding;
                if let Err(fact) = lexicon.add_embedding(embedding) {
                    faults.push(Fault::at(
                        file,
                        text,
                        at,
                        fact,
                        "Statuses: actual alleged denied requested threatened planned hypothetical.",
                    ));
                }
            }
            lexicon.speech.extend(raw.speech.into_iter().flat_map(|speech| speech.verbs));
            lexicon.endings.extend(raw.ending);
            lexicon.numbers.extend(raw.number.into_iter().flatten());
            for figure in raw.figure {
                lexicon.figures.extend(figure.words.into_iter().map(|word| (word, figure.kind.clone())));
            }
        }
        lexicon.note_hyphens();
        lexicon
    }

    fn note_hyphens(&mut self) {
        let lemmas = self.senses.iter().flat_map(|sense| &sense.lemmas);
        let conditions = self.senses.iter().flat_map(|sense| &sense.conditions);
        let phrases = conditions
            .flat_map(|condition| condition.lemmas.iter())
            .chain(self.classes.values().flat_map(|words| words.iter()))
            .chain(self.lights.values().flatten().flat_map(|light| &light.nouns))
            .chain(lemmas);
        let words = phrases.flat_map(|phrase| phrase.split(' ')).filter(|word| word.contains('-'));
        self.hyphenated = words.map(str::to_owned).collect();
    }

    fn sense(
        &self,
        id: &str,
        place: (&str, usize),
        raw: RawSense,
        ontology: &Ontology,
    ) -> Result<Sense, Vec<String>> {
        let mut facts = Vec::new();
        let (word, lemmas) = match (raw.verb, raw.noun, raw.adjective) {
            (Some(verb), None, None) => (Word::Verb, verb.0),
            (None, Some(noun), None) => (Word::Noun, noun.0),
            (None, None, Some(adjective)) => (Word::Adjective, adjective.0),
            _ => {
                facts.push("it must be one of a verb, a noun and an adjective".to_owned());
                (Word::Verb, Vec::new())
            }
        };
        if raw.yes.is_empty() {
            facts.push("it has no `yes` sentence".to_owned());
        }
        for kind in
            raw.source_kind.iter().chain(&raw.target_kind).filter(|kind| !KINDS.contains(&kind.as_str()))
        {
            facts.push(format!("{kind:?} is no kind; kinds are {}", KINDS.join(" ")));
        }
        if let Some(operator) = raw.operator.as_ref().filter(|operator| !ontology.has_operator(operator)) {
            facts.push(format!("{operator:?} is no operator of ontology/operators.csv"));
        }
        let code = ontology.code(&raw.code);
        if code.is_none() {
            facts.push(format!("{:?} is not in ontology/cameo.csv", raw.code));
        }
        let mut conditions = Vec::new();
        let mut condition = |slot: Slot, words: Option<Words>, wanted: bool| {
            if let Some(words) = words {
                match self.lemmas_of(words.0) {
                    Ok(lemmas) => conditions.push(Condition { slot, lemmas, wanted }),
                    Err(fact) => facts.push(fact),
                }
            }
        };
        condition(Slot::Object, raw.object, true);
        condition(Slot::Object, raw.not_object, false);
        condition(Slot::Subject, raw.subject, true);
        condition(Slot::Subject, raw.not_subject, false);
        for (preposition, words) in raw.with {
            condition(slot(&preposition), Some(words), true);
        }
        for (preposition, words) in raw.not_with {
            condition(slot(&preposition), Some(words), false);
        }
        let default = |slots: &[&str]| slots.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let (default_source, default_target) = match word {
            Word::Verb | Word::Adjective => (default(&["subject"]), default(&["object"])),
            Word::Noun => (default(&["possessor", "by", "modifier"]), default(&["against", "on", "of"])),
        };
        let slots = |written: Option<Vec<String>>, default: Vec<String>| {
            written.unwrap_or(default).iter().filter(|name| *name != "none").map(|name| slot(name)).collect()
        };
        let code = code.filter(|_| facts.is_empty()).ok_or(facts)?;
        Ok(Sense {
            id: id.to_owned(),
            place: (place.0.to_owned(), place.1),
            word,
            lemmas,
            particle: raw.particle,
            code,
            mode: raw.mode,
            source: slots(raw.source, default_source),
            target: slots(raw.target, default_target),
            conditions,
            source_kind: raw.source_kind,
            target_kind: raw.target_kind,
            reciprocal: raw.reciprocal,
            operator: raw.operator,
            implied_target: raw.implied_target,
            both: false,
            yes: raw.yes,
            no: raw.no,
        })
    }

    fn lemmas_of(&self, words: Vec<String>) -> Result<Arc<BTreeSet<String>>, String> {
        let class = |name: &str| self.classes.get(name).ok_or_else(|| format!("no class is named {name:?}"));
        // Most conditions are one class, which all of them share.
        if let [only] = words.as_slice()
            && let Some(name) = only.strip_prefix('@')
        {
            return class(name).cloned();
        }
        let mut lemmas = BTreeSet::new();
        for word in words {
            match word.strip_prefix('@') {
                Some(name) => lemmas.extend(class(name)?.iter().cloned()),
                None => {
                    lemmas.insert(word);
                }
            }
        }
        Ok(Arc::new(lemmas))
    }

    /// Lays senses over those known: of equally particular ones a layer's come first. `never` are words that take a verb's
    /// less particular senses away from it: verb, condition, how particular.
    pub(crate) fn lay_over(&mut self, senses: Vec<Sense>, never: &[(String, Condition, usize)]) {
        let first_new = self.senses.len();
        let mut lemmas = BTreeSet::new();
        for sense in senses {
            lemmas.extend(sense.lemmas.iter().map(|lemma| (sense.word, lemma.clone())));
            self.add(sense);
        }
        for lemma in lemmas {
            self.by_lemma.entry(lemma).or_default().sort_by_key(|&id| id < first_new);
        }
        for (lemma, condition, specificity) in never {
            let Some(ids) = self.by_lemma.get_mut(&(Word::Verb, lemma.clone())) else { continue };
            for id in ids {
                let sense = &self.senses[*id];
                let own_layer = sense.specificity() == *specificity && sense.both;
                if sense.specificity() > *specificity || own_layer || sense.conditions.contains(condition) {
                    continue;
                }
                if sense.lemmas.len() > 1 {
                    // Other verbs of the sense keep it as it is.
                    let lemmas = vec![lemma.clone()];
                    let own = Sense { lemmas, yes: Vec::new(), no: Vec::new(), ..sense.clone() };
                    self.senses.push(own);
                    *id = self.senses.len() - 1;
                }
                self.senses[*id].conditions.push(condition.clone());
            }
        }
    }

    fn add(&mut self, sense: Sense) {
        let id = self.senses.len();
        if sense.word == Word::Verb {
            let asks = |condition: &Condition| condition.slot == Slot::Object && condition.wanted;
            let has_object = sense.conditions.iter().any(asks)
                || sense.source.iter().chain(&sense.target).any(|slot| *slot == Slot::Object);
            for lemma in &sense.lemmas {
                if let Some(particle) = &sense.particle {
                    *self.phrasal.entry((lemma.clone(), particle.clone())).or_default() |= has_object;
                } else if has_object {
                    self.transitive.insert(lemma.clone());
                } else {
                    let asked = sense.conditions.iter().filter(|condition| condition.wanted);
                    let slots = sense.target.iter().chain(asked.map(|condition| &condition.slot));
                    let prepositions = slots.filter_map(|slot| match slot {
                        Slot::Preposition(preposition) => Some(preposition.clone()),
                        _ => None,
                    });
                    self.intransitive.extend(prepositions.map(|preposition| (lemma.clone(), preposition)));
                }
            }
        }
        for lemma in &sense.lemmas {
            self.by_lemma.entry((sense.word, lemma.clone())).or_default().push(id);
        }
        self.senses.push(sense);
    }

    fn add_light(&mut self, raw: RawLight) -> Result<(), String> {
        let role = raw.role.as_deref().unwrap_or("source");
        if !["source", "target"].contains(&role) {
            return Err(format!("{role:?} is no role"));
        }
        let phase = raw.phase.as_deref().unwrap_or("begin");
        if !["begin", "continue", "end", "plan"].contains(&phase) {
            return Err(format!("{phase:?} is no phase"));
        }
        let light = Light {
            particle: raw.particle,
            nouns: raw.nouns.into_iter().collect(),
            undergoes: raw.role.as_deref() == Some("target"),
            preposition: raw.preposition,
            status: (raw.phase.as_deref() == Some("plan")).then_some(Status::Planned),
            negative: raw.negative,
        };
        for verb in raw.verb.0 {
            let has_object = light.preposition.is_none();
            if let Some(particle) = &light.particle {
                *self.phrasal.entry((verb.clone(), particle.clone())).or_default() |= has_object;
            } else if has_object {
                self.transitive.insert(verb.clone());
            }
            self.lights.entry(verb).or_default().push(light.clone());
        }
        Ok(())
    }

    fn add_embedding(&mut self, raw: RawEmbedding) -> Result<(), String> {
        use Status::*;
        let all = [Actual, Alleged, Denied, Requested, Threatened, Planned, Hypothetical];
        let status = all.into_iter().find(|status| status.name() == raw.status);
        let status = status.ok_or_else(|| format!("{:?} is no status", raw.status))?;
        for verb in raw.verb.0 {
            let embedding =
                Embedding { preposition: raw.preposition.clone(), status, negative: raw.negative };
            self.embeddings.entry(verb).or_default().push(embedding);
        }
        Ok(())
    }

    /// Returns the senses of a lemma, in the order of the files.
    pub fn senses_of(&self, word: Word, lemma: &str) -> impl Iterator<Item = &Sense> {
        let ids = self.by_lemma.get(&(word, lemma.to_owned())).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|&id| &self.senses[id])
    }

    /// Returns all senses.
    pub fn senses(&self) -> &[Sense] {
        &self.senses
    }

    /// Returns the light uses of a verb.
    pub fn lights(&self, verb: &str) -> &[Light] {
        self.lights.get(verb).map_or(&[], Vec::as_slice)
    }

    /// Returns what a verb says of the clause or act it embeds.
    pub fn embeddings(&self, verb: &str) -> &[Embedding] {
        self.embeddings.get(verb).map_or(&[], Vec::as_slice)
    }

    /// Returns whether a verb and a particle stand together in some sense: "hand over".
    pub fn is_phrasal(&self, verb: &str, particle: &str) -> bool {
        self.phrasal.contains_key(&(verb.to_owned(), particle.to_owned()))
    }

    /// Returns whether a verb, with its particle or without one, takes an object in some sense: "kill", and not "swoop".
    pub fn takes_object(&self, verb: &str, particle: Option<&str>) -> bool {
        match particle {
            Some(particle) => {
                self.phrasal.get(&(verb.to_owned(), particle.to_owned())).copied().unwrap_or_default()
            }
            None => self.transitive.contains(verb),
        }
    }

    /// Returns whether a verb goes with a preposition, and without an object, in some sense: "advance on".
    pub fn goes_with(&self, verb: &str, preposition: &str) -> bool {
        self.intransitive.contains(&(verb.to_owned(), preposition.to_owned()))
    }

    /// Returns the entry, alone or within a phrase, that words joined by hyphens are a form of: "sit-in" of "sit-ins".
    pub fn hyphenated(&self, form: &str) -> Option<String> {
        self.turned_back(form, |word| self.hyphenated.contains(word))
    }

    /// Returns whether a verb reports words: "say".
    pub fn is_speech(&self, verb: &str) -> bool {
        self.speech.contains(verb)
    }

    /// Returns whether a word is of a class.
    pub fn is_of_class(&self, class: &str, word: &str) -> bool {
        self.classes.get(class).is_some_and(|words| words.contains(word))
    }

    /// Returns a form's lemma that the lexicon knows, where a tagger's own is unknown to it: "massacr" of "massacred".
    pub fn known_lemma(&self, word: Word, form: &str, lemma: &str) -> Option<String> {
        let known = |lemma: &str| {
            self.by_lemma.contains_key(&(word, lemma.to_owned()))
                || (word == Word::Verb
                    && (self.lights.contains_key(lemma) || self.embeddings.contains_key(lemma)))
        };
        if known(lemma) {
            return None;
        }
        self.turned_back(form, known)
    }

    /// Returns the first of a form's possible lemmas that is known: "gunman" of "gunmen".
    pub fn turned_back(&self, form: &str, known: impl Fn(&str) -> bool) -> Option<String> {
        let form = form.to_lowercase();
        self.endings.iter().find_map(|ending| {
            let mut stem = form.strip_suffix(&ending.strip)?.to_owned();
            if ending.doubled {
                let last = stem.pop()?;
                if !stem.ends_with(last) {
                    return None;
                }
            }
            stem.push_str(&ending.add);
            let is_spelled = ending.after.is_empty() || ending.after.iter().any(|end| stem.ends_with(end));
            (is_spelled && known(&stem)).then_some(stem)
        })
    }

    /// Returns whether a word is a noun of a sense or of a class.
    pub(crate) fn knows_noun(&self, word: &str) -> bool {
        self.by_lemma.contains_key(&(Word::Noun, word.to_owned()))
            || self.classes.values().any(|words| words.contains(word))
    }

    /// Returns the words of a class, in alphabetical order.
    pub fn words_of(&self, class: &str) -> impl Iterator<Item = &str> {
        self.classes.get(class).into_iter().flat_map(|words| words.iter()).map(String::as_str)
    }

    /// Returns the value of a number word.
    pub fn number(&self, word: &str) -> Option<f64> {
        self.numbers.get(word).copied()
    }

    /// Returns the kind of figure that a word counts: "kill" counts the killed.
    pub fn figure_kind(&self, word: &str) -> Option<&str> {
        self.figures.get(word).map(String::as_str)
    }
}

fn slot(name: &str) -> Slot {
    match name {
        "subject" => Slot::Subject,
        "object" => Slot::Object,
        "indirect" => Slot::Indirect,
        "possessor" => Slot::Possessor,
        "modifier" => Slot::Modifier,
        "clause-subject" => Slot::ClauseSubject,
        "predicate" => Slot::Predicate,
        preposition => Slot::Preposition(preposition.to_owned()),
    }
}
