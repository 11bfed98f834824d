//! Which uses of verbs does a dictionary of verbs code?

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use relata_doc::CameoCode;

use super::{Ledger, phrase};
use crate::lexicon::{Condition, Lexicon, Sense, Slot, Word};
use crate::ontology::Ontology;

/// Phrases that a pattern may ask for in one place are not multiplied beyond this.
const MOST_PHRASES: usize = 2_000;

pub(super) fn lay_over(ontology: &Ontology, lexicon: &mut Lexicon, lines: &[String], ledger: &mut Ledger) {
    let mut reader = Reader {
        file: ledger.file.clone(),
        ontology,
        lexicon,
        grammar: Grammar::of(lexicon),
        sets: sets(lines, ledger),
        senses: Vec::new(),
        never: Vec::new(),
        seen: HashMap::new(),
    };
    let mut block = Block::default();
    let mut in_set = false;
    for (number, line) in lines.iter().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        // Sets and their members are read before.
        in_set = line.starts_with('&') || (in_set && line.starts_with('+'));
        if in_set {
            continue;
        }
        if let Some(header) = line.strip_prefix("---") {
            block = reader.header(number, header, ledger);
        } else if line.starts_with('~') {
            let fact = "a transformation: what one verb makes of another's act".to_owned();
            ledger.refuse(number, fact, "Senses with an operator say this: ontology/operators.csv.");
        } else if let Some(pattern) = line.strip_prefix('-') {
            block.patterns = true;
            reader.pattern(number, pattern, &block, ledger);
        } else {
            if block.patterns {
                block = Block { code: None, verbs: Vec::new(), patterns: false, of_header: false };
            }
            reader.verb(number, line, &mut block, ledger);
        }
    }
    let Reader { senses, never, .. } = reader;
    lexicon.lay_over(senses, &never);
}

/// The verbs that the patterns below them are of.
#[derive(Default)]
struct Block {
    code: Option<Coded>,
    of_header: bool,
    verbs: Vec<Verb>,
    patterns: bool,
}

/// A verb: its lemma, and what belongs to it: "carry", "out".
#[derive(Clone)]
struct Verb {
    lemma: String,
    rest: Vec<Item>,
}

/// What a code says of the parties.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Coded {
    Never,
    Act(CameoCode),
    /// The object acts upon the subject.
    Turned(CameoCode),
    Both(CameoCode),
    /// The second code, of the answering act, is of an event of its own.
    Answered(CameoCode, CameoCode),
}

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq)]
enum Item {
    /// A word as it stands.
    Bare(String),
    /// Any of these phrases.
    Any(Vec<String>),
    /// A prepositional phrase.
    Group(String, Vec<Item>),
    Source,
    Target,
    Skip,
}

/// Small words as the lexicon built in uses them.
struct Grammar {
    particles: BTreeSet<String>,
    prepositions: BTreeSet<String>,
    address: Vec<String>,
}

impl Grammar {
    fn of(lexicon: &Lexicon) -> Grammar {
        let mut grammar =
            Grammar { particles: BTreeSet::new(), prepositions: BTreeSet::new(), address: Vec::new() };
        for sense in lexicon.senses() {
            grammar
                .particles
                .extend(sense.particle.iter().filter(|particle| !particle.contains(' ')).cloned());
            let slots =
                sense.source.iter().chain(&sense.target).chain(sense.conditions.iter().map(|c| &c.slot));
            grammar.prepositions.extend(slots.filter_map(|slot| match slot {
                Slot::Preposition(preposition) => Some(preposition.clone()),
                _ => None,
            }));
        }
        let classes =
            ["address-preposition", "place-preposition", "agent-preposition", "concurrent-preposition"];
        grammar
            .prepositions
            .extend(classes.iter().flat_map(|class| lexicon.words_of(class)).map(str::to_owned));
        grammar.address = lexicon.words_of("address-preposition").map(str::to_owned).collect();
        grammar
    }

    fn is_small(&self, word: &str) -> bool {
        self.particles.contains(word) || self.prepositions.contains(word)
    }
}

/// Reads synonym sets: `&AID` and lines of `+RELIEF` below it.
fn sets(lines: &[String], ledger: &mut Ledger) -> HashMap<String, Vec<String>> {
    let mut sets: HashMap<String, Vec<String>> = HashMap::new();
    let mut current: Option<String> = None;
    for (number, line) in lines.iter().enumerate() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('&') {
            let name = name.trim().trim_end_matches('_').to_owned();
            sets.entry(name.clone()).or_default();
            current = Some(name);
            ledger.take(number);
        } else if let (Some(word), Some(name)) = (line.strip_prefix('+'), &current) {
            let word = phrase(word).to_lowercase();
            if word.is_empty() || word.contains(['&', '$', '%', '^', '+', '{', '[']) {
                let fact = format!("{word:?} is no word or phrase");
                ledger.refuse(number, fact, "A set holds words and phrases alone.");
            } else {
                sets.entry(name.clone()).or_default().push(word);
                ledger.take(number);
            }
        } else if !line.is_empty() {
            current = None;
        }
    }
    sets
}

struct Reader<'a> {
    file: String,
    ontology: &'a Ontology,
    lexicon: &'a Lexicon,
    grammar: Grammar,
    sets: HashMap<String, Vec<String>>,
    senses: Vec<Sense>,
    never: Vec<(String, Condition, usize)>,
    // A verb with all that it asks for, the line and the code.
    seen: HashMap<String, (usize, Coded)>,
}

/// What a pattern asks for, and where its parties stand.
#[derive(Debug, Clone, Default)]
struct Draft {
    particle: Option<String>,
    conditions: Vec<Condition>,
    source: Option<Slot>,
    target: Vec<Slot>,
    skipped: Vec<String>,
    // A preposition whose noun is still to come.
    pending: Option<String>,
    // Whether the last item was part of the last condition's phrase.
    open: bool,
}

impl Draft {
    fn ask(&mut self, slot: Slot, phrases: &[String]) {
        self.conditions.push(Condition {
            slot,
            lemmas: Arc::new(phrases.iter().cloned().collect()),
            wanted: true,
        });
    }

    fn asks_of(&self, slot: &Slot) -> bool {
        self.conditions.iter().any(|condition| condition.slot == *slot)
    }

    /// Ends a preposition without a noun: any noun may follow, and it is the target.
    fn settle(&mut self) {
        if let Some(preposition) = self.pending.take() {
            let slot = Slot::Preposition(preposition);
            self.ask(slot.clone(), &[]);
            self.target.push(slot);
        }
    }
}

impl Reader<'_> {
    fn header(&mut self, number: usize, header: &str, ledger: &mut Ledger) -> Block {
        let code = header.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(code, _)| code);
        match code.map(|code| self.coded(code)).transpose() {
            Ok(code) => {
                ledger.take(number);
                Block { of_header: code.is_some(), code, ..Block::default() }
            }
            Err(fact) => {
                ledger.refuse(number, fact, CODES);
                Block { of_header: true, code: Some(Coded::Never), ..Block::default() }
            }
        }
    }

    fn coded(&self, written: &str) -> Result<Coded, String> {
        let one = |code: &str| match code.trim() {
            "" | "---" => Ok(None),
            code => match self.ontology.code(code) {
                Some(code) => Ok(Some(code)),
                None => Err(format!("{code:?} is no code of ontology/cameo.csv")),
            },
        };
        let (first, second) = written.split_once(':').unwrap_or((written, ""));
        Ok(match (one(first)?, one(second)?) {
            (None, None) => Coded::Never,
            (Some(act), None) => Coded::Act(act),
            (None, Some(act)) => Coded::Turned(act),
            (Some(act), Some(other)) if act == other => Coded::Both(act),
            (Some(act), Some(other)) => Coded::Answered(act, other),
        })
    }

    /// Reads `GIVE {GAVE GIVEN} [070]`. The forms are the parser's work.
    fn verb(&mut self, number: usize, line: &str, block: &mut Block, ledger: &mut Ledger) {
        let own = line.split_once('[').map(|(_, rest)| rest.split(']').next().unwrap_or(rest));
        let word = line.split(['{', '[']).next().unwrap_or(line).trim();
        let plain = word.chars().all(|c| c.is_alphanumeric() || "_+-' ".contains(c));
        if !plain || word.is_empty() {
            ledger.refuse(number, format!("{word:?} is no verb"), "Write VERB {FORMS} [CODE].");
            return;
        }
        if word.trim_start_matches('+').contains('+') {
            let fact = format!("{word:?}: the words before the verb are another part of the clause");
            ledger.refuse(number, fact, "Write a pattern with the words before *.");
            return;
        }
        let words = phrase(word.trim_start_matches('+')).to_lowercase();
        let mut words = words.split(' ').map(str::to_owned);
        let Some(lemma) = words.next() else { return };
        let verb = Verb { lemma, rest: words.map(Item::Bare).collect() };
        let coded = match own.map(|code| self.coded(code)).transpose() {
            Ok(own) => own,
            Err(fact) => {
                ledger.refuse(number, fact, CODES);
                return;
            }
        };
        ledger.take(number);
        if block.code.is_none() && !block.of_header {
            block.code = coded;
        }
        block.verbs.push(verb.clone());
        if let Some(coded) = coded.or(block.code).filter(|coded| *coded != Coded::Never) {
            self.add(number, &[verb], &[], &[], coded, ledger);
        }
    }

    fn pattern(&mut self, number: usize, line: &str, block: &Block, ledger: &mut Ledger) {
        let Some((words, code)) = line.rsplit_once('[') else {
            ledger.refuse(number, "it has no code".to_owned(), "Write - PATTERN [CODE].");
            return;
        };
        let code = code.split(']').next().unwrap_or(code);
        let read = self.coded(code).map_err(|fact| (fact, CODES)).and_then(|coded| {
            let halves = halves(words).map_err(|fact| (fact, "Write the verb as * between blanks."))?;
            let read =
                |half: &str| self.items(half).map_err(|fact| (fact, "Write a pattern for each, or a set."));
            Ok((coded, read(halves.0)?, read(halves.1)?))
        });
        match read {
            Err((fact, remedy)) => ledger.refuse(number, fact, remedy),
            Ok(_) if block.verbs.is_empty() => {
                ledger.refuse(number, "no verb stands above it".to_owned(), "Write the verbs first.");
            }
            Ok((coded, before, behind)) => {
                ledger.take(number);
                self.add(number, &block.verbs, &before, &behind, coded, ledger);
            }
        }
    }

    /// Adds a sense for each way in which verbs and a pattern can be read.
    fn add(
        &mut self,
        number: usize,
        verbs: &[Verb],
        before: &[Item],
        behind: &[Item],
        coded: Coded,
        ledger: &mut Ledger,
    ) {
        if let Coded::Answered(act, answer) = coded {
            let fact = format!("an act is one record: {act} is taken, {answer} of the other side is not");
            ledger.take_in_part(number, fact, "Make the other record of the first, with its parties turned.");
        }
        let mut plain: Vec<String> = Vec::new();
        let mut groups: Vec<(Vec<String>, Vec<Item>)> = Vec::new();
        for verb in verbs {
            if verb.rest.is_empty() {
                plain.push(verb.lemma.clone());
            } else {
                groups.push((vec![verb.lemma.clone()], verb.rest.clone()));
            }
        }
        if !plain.is_empty() {
            groups.insert(0, (plain, Vec::new()));
        }
        let mut facts = Vec::new();
        let mut unread = Vec::new();
        let mut done = false;
        for (lemmas, rest) in groups {
            let behind: Vec<Item> = rest.iter().chain(behind).cloned().collect();
            let drafts = self.drafts(before, &behind);
            match drafts.and_then(|drafts| self.lay(number, &lemmas, drafts, coded)) {
                Ok(standing) => {
                    done = true;
                    if let Some(fact) = standing {
                        ledger.take_in_part(number, fact, "Keep one of the two.");
                    }
                }
                Err(fact) => {
                    unread.extend(lemmas);
                    facts.push(fact);
                }
            }
        }
        match (done, facts.into_iter().next()) {
            (_, None) => {}
            (true, Some(fact)) => {
                let fact = format!("not of {}: {fact}", unread.join(", "));
                ledger.take_in_part(number, fact, "Write it as a sense of lexicon/en.");
            }
            (false, Some(fact)) => ledger.refuse(number, fact, "Write it as a sense of lexicon/en."),
        }
    }

    fn lay(
        &mut self,
        number: usize,
        lemmas: &[String],
        drafts: Vec<Draft>,
        coded: Coded,
    ) -> Result<Option<String>, String> {
        let mut standing: Option<(usize, BTreeSet<String>)> = None;
        let mut fresh: Vec<(Vec<String>, Draft)> = Vec::new();
        for draft in drafts {
            let key = format!("{:?} {:?}", draft.particle, draft.conditions);
            let mut own = lemmas.to_vec();
            own.retain(|lemma| {
                let first = *self.seen.entry(format!("{lemma} {key}")).or_insert((number, coded));
                if first.0 != number && first.1 != coded {
                    standing.get_or_insert((first.0, BTreeSet::new())).1.insert(lemma.clone());
                }
                first.0 == number
            });
            if !own.is_empty() {
                fresh.push((own, draft));
            }
        }
        let standing = standing.map(|(line, lemmas)| {
            let lemmas: Vec<String> = lemmas.into_iter().collect();
            (format!("line {} gives the same words another code", line + 1), lemmas.join(", "))
        });
        if fresh.is_empty() {
            return standing.map_or(Ok(None), |(fact, _)| Err(fact));
        }
        let standing = standing.map(|(fact, lemmas)| format!("not of {lemmas}: {fact}"));
        let (act, turned, reciprocal) = match coded {
            Coded::Never => return self.lay_never(&fresh).map(|()| standing),
            Coded::Act(act) | Coded::Answered(act, _) => (act, false, false),
            Coded::Turned(act) => (act, true, false),
            Coded::Both(act) => (act, false, true),
        };
        for (lemmas, draft) in fresh {
            let sense = self.sense(number, lemmas, draft, act, turned, reciprocal);
            self.senses.push(sense);
        }
        Ok(standing)
    }

    fn lay_never(&mut self, drafts: &[(Vec<String>, Draft)]) -> Result<(), String> {
        for (lemmas, draft) in drafts {
            let [condition] = draft.conditions.as_slice() else {
                return Err("no code, and not exactly one condition that others could exclude".to_owned());
            };
            if draft.particle.is_some() {
                continue; // the reading with an object takes the words away
            }
            let without = Condition { wanted: false, ..condition.clone() };
            // As particular as the sense would be that it stands for.
            let specificity = 3 + 3 * usize::from(!condition.lemmas.is_empty());
            self.never.extend(lemmas.iter().map(|lemma| (lemma.clone(), without.clone(), specificity)));
        }
        let all_particles = drafts.iter().all(|(_, draft)| draft.particle.is_some());
        if all_particles && !drafts.is_empty() {
            return Err("no code, and a particle that other senses cannot exclude".to_owned());
        }
        Ok(())
    }

    fn sense(
        &self,
        number: usize,
        lemmas: Vec<String>,
        draft: Draft,
        code: CameoCode,
        turned: bool,
        reciprocal: bool,
    ) -> Sense {
        let mut target = draft.target.clone();
        let address = self.grammar.address.iter().cloned().map(Slot::Preposition);
        for slot in [Slot::Object, Slot::Indirect].into_iter().chain(address) {
            let skipped =
                matches!(&slot, Slot::Preposition(preposition) if draft.skipped.contains(preposition));
            if !skipped && !target.contains(&slot) && draft.source.as_ref() != Some(&slot) {
                target.push(slot);
            }
        }
        let subject = vec![draft.source.unwrap_or(Slot::Subject)];
        let (source, target) = if turned { (target, subject) } else { (subject, target) };
        let stem = self.file.strip_suffix(".txt").unwrap_or(&self.file);
        Sense {
            id: format!("{stem}/{}", number + 1),
            place: (self.file.clone(), number + 1),
            word: Word::Verb,
            lemmas,
            particle: draft.particle,
            code,
            mode: None,
            source,
            target,
            conditions: draft.conditions,
            source_kind: Vec::new(),
            target_kind: Vec::new(),
            reciprocal,
            operator: None,
            implied_target: false,
            both: true,
            yes: Vec::new(),
            no: Vec::new(),
        }
    }

    /// Reads one side of a pattern.
    fn items(&self, written: &str) -> Result<Vec<Item>, String> {
        let mut items = Vec::new();
        let mut rest = written.trim();
        while let Some(first) = rest.chars().next() {
            match first {
                '(' | '{' => {
                    let close = if first == '(' { ')' } else { '}' };
                    let end = rest.find(close).ok_or_else(|| format!("{first} is not closed"))?;
                    let inside = self.items(&rest[1..end])?;
                    rest = rest[end + 1..].trim_start();
                    if first == '{' {
                        items.push(Item::Any(self.joined(&inside)?));
                        continue;
                    }
                    match inside.split_first() {
                        Some((Item::Bare(preposition), inside)) => {
                            items.push(Item::Group(preposition.clone(), inside.to_vec()));
                        }
                        _ => return Err("a group in ( ) does not begin with a preposition".to_owned()),
                    }
                }
                _ => {
                    let end =
                        rest.find(|c: char| c.is_whitespace() || "(){}".contains(c)).unwrap_or(rest.len());
                    if end == 0 {
                        return Err(format!("{first} closes nothing"));
                    }
                    items.push(self.item(&rest[..end])?);
                    rest = rest[end..].trim_start();
                }
            }
        }
        Ok(items)
    }

    fn item(&self, word: &str) -> Result<Item, String> {
        match word {
            "$" => return Ok(Item::Source),
            "+" => return Ok(Item::Target),
            "^" => return Ok(Item::Skip),
            "%" => return Err("%: source and target in one phrase; name them with $ and +".to_owned()),
            _ => {}
        }
        if let Some(set) = word.strip_prefix('&') {
            let phrases = self.sets.get(set.trim_end_matches('_')).filter(|phrases| !phrases.is_empty());
            return phrases
                .map(|phrases| Item::Any(phrases.clone()))
                .ok_or_else(|| format!("no set is named &{set}"));
        }
        if word.contains('/') {
            return Err(format!("{word:?}: words with / between them, which PETRARCH does not read either"));
        }
        if !word.chars().all(|c| c.is_alphanumeric() || "_-'.&".contains(c)) {
            return Err(format!("{word:?} is no word"));
        }
        let words = phrase(word).to_lowercase();
        Ok(if words.contains(' ') { Item::Any(vec![words]) } else { Item::Bare(words) })
    }

    /// Joins items to phrases: `{&MILITARY AID}`.
    fn joined(&self, items: &[Item]) -> Result<Vec<String>, String> {
        let mut phrases = vec![String::new()];
        for item in items {
            let next: &[String] = match item {
                Item::Bare(word) => std::slice::from_ref(word),
                Item::Any(words) => words,
                _ => return Err("a phrase in { } holds more than words".to_owned()),
            };
            phrases = product(&phrases, next)?;
        }
        Ok(phrases)
    }

    /// Returns the ways in which a pattern can be read.
    fn drafts(&self, before: &[Item], behind: &[Item]) -> Result<Vec<Draft>, String> {
        let mut draft = Draft::default();
        let before = before.strip_prefix(&[Item::Source]).unwrap_or(before);
        if !before.is_empty() {
            if before.iter().any(|item| matches!(item, Item::Bare(word) if self.grammar.is_small(word))) {
                return Err("a small word stands before the verb, outside its subject".to_owned());
            }
            let wrong = |_| "what stands before the verb is more than a subject's words".to_owned();
            let phrases = self.joined(before).map_err(wrong)?;
            draft.ask(Slot::Subject, &self.in_singular(phrases));
        }
        let mut drafts = vec![draft];
        for (i, item) in behind.iter().enumerate() {
            let last = i + 1 == behind.len();
            let mut next = Vec::new();
            let mut why = String::new();
            for draft in drafts {
                match self.behind(draft, item, last) {
                    Ok(more) => next.extend(more),
                    Err(fact) => why = fact,
                }
            }
            if next.is_empty() {
                return Err(why);
            }
            drafts = next;
        }
        for draft in &mut drafts {
            draft.settle();
        }
        // "set ablaze": a word that is no noun known may be an adverb.
        if let [Item::Bare(word)] = behind
            && !self.grammar.is_small(word)
            && !self.lexicon.knows_noun(word)
            && let [draft] = drafts.as_slice()
        {
            let mut adverb = draft.clone();
            adverb.conditions.retain(|condition| condition.slot != Slot::Object);
            adverb.particle = Some(word.clone());
            drafts.push(adverb);
        }
        Ok(drafts)
    }

    /// Reads one item behind the verb.
    fn behind(&self, mut draft: Draft, item: &Item, last: bool) -> Result<Vec<Draft>, String> {
        let small = match item {
            Item::Bare(word) if self.grammar.is_small(word) => Some(word),
            _ => None,
        };
        match (item, small) {
            (_, Some(word)) => {
                draft.settle();
                draft.open = false;
                let mut all = Vec::new();
                if self.grammar.particles.contains(word) && draft.particle.is_none() {
                    all.push(Draft { particle: Some(word.clone()), ..draft.clone() });
                }
                if self.grammar.prepositions.contains(word) {
                    all.push(Draft { pending: Some(word.clone()), ..draft });
                }
                if all.is_empty() { Err(format!("two particles: {word:?} is one too many")) } else { Ok(all) }
            }
            (Item::Bare(_) | Item::Any(_), None) => {
                let phrases = self.joined(std::slice::from_ref(item))?;
                self.noun(draft, &phrases).map(|draft| vec![draft])
            }
            (Item::Target, _) => {
                match draft.pending.take() {
                    Some(preposition) => {
                        let slot = Slot::Preposition(preposition);
                        draft.ask(slot.clone(), &[]);
                        draft.target.push(slot);
                    }
                    // Behind the verb or its object the target is looked for anyhow.
                    None => draft.open = false,
                }
                Ok(vec![draft])
            }
            (Item::Source, _) => {
                let preposition =
                    draft.pending.take().ok_or("a source stands behind the verb without a preposition")?;
                let slot = Slot::Preposition(preposition);
                draft.ask(slot.clone(), &[]);
                draft.source = Some(slot);
                Ok(vec![draft])
            }
            (Item::Skip, _) => {
                let preposition = draft.pending.take().ok_or("^ without a preposition: any words")?;
                draft.ask(Slot::Preposition(preposition.clone()), &[]);
                draft.skipped.push(preposition);
                Ok(vec![draft])
            }
            (Item::Group(preposition, inside), _) => self.group(draft, preposition, inside, last),
        }
    }

    /// Reads words that are no small ones: the object, what follows a preposition, or more of the phrase before them.
    fn noun(&self, mut draft: Draft, phrases: &[String]) -> Result<Draft, String> {
        if let Some(preposition) = draft.pending.take() {
            draft.ask(Slot::Preposition(preposition), &self.in_singular(phrases.to_vec()));
            draft.open = true;
            return Ok(draft);
        }
        if draft.open
            && let Some(last) = draft.conditions.last_mut()
        {
            let before: Vec<String> = last.lemmas.iter().cloned().collect();
            last.lemmas = Arc::new(self.in_singular(product(&before, phrases)?).into_iter().collect());
            return Ok(draft);
        }
        if draft.asks_of(&Slot::Object)
            || draft.conditions.iter().any(|c| matches!(c.slot, Slot::Preposition(_)))
        {
            return Err("words behind a prepositional phrase, or a second object".to_owned());
        }
        draft.ask(Slot::Object, &self.in_singular(phrases.to_vec()));
        draft.open = true;
        Ok(draft)
    }

    fn group(
        &self,
        mut draft: Draft,
        preposition: &str,
        inside: &[Item],
        last: bool,
    ) -> Result<Vec<Draft>, String> {
        draft.settle();
        draft.open = false;
        let slot = Slot::Preposition(preposition.to_owned());
        let is_particle = self.grammar.particles.contains(preposition) && draft.particle.is_none();
        let words: Vec<Item> = inside
            .iter()
            .filter(|item| matches!(item, Item::Any(_)) || matches!(item, Item::Bare(word) if word.len() > 1))
            .cloned()
            .collect();
        let others: Vec<&Item> =
            inside.iter().filter(|item| !matches!(item, Item::Any(_) | Item::Bare(_))).collect();
        let phrases = if words.is_empty() { Vec::new() } else { self.in_singular(self.joined(&words)?) };
        let mut all = Vec::new();
        // "(OUT)", "(OFF HEAD)": what stands in parentheses may be a particle with the object.
        if is_particle && others.is_empty() && (phrases.is_empty() || !draft.asks_of(&Slot::Object)) {
            let mut with_particle = Draft { particle: Some(preposition.to_owned()), ..draft.clone() };
            if !phrases.is_empty() {
                with_particle.ask(Slot::Object, &phrases);
            }
            all.push(with_particle);
        }
        match others.as_slice() {
            [] if phrases.is_empty() && last => draft.pending = Some(preposition.to_owned()),
            [] if phrases.is_empty() => {
                draft.ask(slot.clone(), &[]);
                draft.target.push(slot);
            }
            [] => draft.ask(slot, &phrases),
            [Item::Target] => {
                draft.ask(slot.clone(), &phrases);
                draft.target.push(slot);
            }
            [Item::Source] => {
                draft.ask(slot.clone(), &phrases);
                draft.source = Some(slot);
            }
            [Item::Skip] => {
                draft.ask(slot, &phrases);
                draft.skipped.push(preposition.to_owned());
            }
            _ => return Err(format!("({preposition} …) holds more than one party")),
        }
        all.push(draft);
        Ok(all)
    }

    /// Adds to phrases of several words what they may be in the singular: a phrase is compared by its head's lemma.
    fn in_singular(&self, mut phrases: Vec<String>) -> Vec<String> {
        let mut more = Vec::new();
        for (start, head) in phrases.iter().filter_map(|phrase| phrase.rsplit_once(' ')) {
            let stems = RefCell::new(Vec::new());
            let none = self.lexicon.turned_back(head, |stem| {
                stems.borrow_mut().push(format!("{start} {stem}"));
                false
            });
            debug_assert!(none.is_none());
            more.extend(stems.into_inner());
        }
        phrases.extend(more);
        phrases
    }
}

const CODES: &str = "Use codes of ontology/cameo.csv, or --- for none.";

/// Parts a pattern at its verb, written `*` or `**`.
fn halves(words: &str) -> Result<(&str, &str), String> {
    let start = words.find('*').ok_or("it has no * for the verb")?;
    let end = words[start..].find(|c| c != '*').map_or(words.len(), |behind| start + behind);
    let (before, behind) = (&words[..start], &words[end..]);
    if behind.contains('*') || before.ends_with(['_', '-']) || behind.starts_with(['_', '-']) {
        return Err("its verb is a part of a compound, or stands twice".to_owned());
    }
    Ok((before, behind))
}

fn product(before: &[String], next: &[String]) -> Result<Vec<String>, String> {
    if before.len() * next.len() > MOST_PHRASES {
        return Err(format!("its sets make more than {MOST_PHRASES} phrases"));
    }
    let all = before
        .iter()
        .flat_map(|start| next.iter().map(move |word| format!("{start} {word}").trim().to_owned()));
    Ok(all.collect())
}
