//! Who is meant by these words, on the day of this report?
//!
//! An actor comes from one noun phrase: a known name, a title with a country, a noun for a role with what modifies it, or
//! a name that nobody knows, with the description that the text gives. Where the text supports no code there is none.

use std::cell::Cell;
use std::collections::HashSet;

use relata_analysis::coreference::SURE;
use relata_doc::{ActorCode, ActorKind, ActorMention, Dating, Days, EntityType, Span, Upos};
use relata_knowledge::{Actor, ActorId, Knowledge, Meaning, Role, Title};

use crate::coreference::Coreference;
use crate::events::PlaceFinder;
use crate::naming::{Hit, Naming};
use crate::tree::Tree;

/// Answers who is meant, for one document.
pub(crate) struct Who<'a> {
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) tree: &'a Tree<'a>,
    pub(crate) naming: &'a Naming,
    pub(crate) coreference: &'a Coreference,
    pub(crate) dating: &'a Dating,
    pub(crate) places: &'a PlaceFinder,
    full: HashSet<ActorId>,
    // How many pronouns are being followed, one within the other.
    depth: Cell<u8>,
}

/// The country part of a phrase: its code, the word that gave it, and the organization it came from, if any.
struct Origin {
    code: ActorCode,
    token: usize,
    actor: Option<ActorId>,
    // Whether it stands behind the noun: "leaders from Armenia".
    outside: bool,
    why: String,
}

impl<'a> Who<'a> {
    pub(crate) fn new(
        knowledge: &'a Knowledge,
        tree: &'a Tree<'a>,
        naming: &'a Naming,
        coreference: &'a Coreference,
        dating: &'a Dating,
        places: &'a PlaceFinder,
    ) -> Who<'a> {
        Who {
            knowledge,
            tree,
            naming,
            coreference,
            dating,
            places,
            full: naming.named_in_full().collect(),
            depth: Cell::new(0),
        }
    }

    /// Returns the actors that a nominal and its conjuncts mean.
    pub(crate) fn actors(&self, nominal: usize) -> Vec<ActorMention> {
        let mut actors: Vec<ActorMention> = Vec::new();
        for conjunct in self.tree.coordinated(nominal) {
            for actor in self.phrase(conjunct) {
                if actors.iter().all(|known| !known.is_same(&actor)) {
                    actors.push(actor);
                }
            }
        }
        actors
    }

    /// Returns the actors of a nominal, or those it belongs to: of "Obama's decision", Obama; of "Russian shelling", Russia.
    pub(crate) fn actors_or_owners(&self, nominal: usize) -> Vec<ActorMention> {
        let actors = self.actors(nominal);
        if actors.is_empty() { self.owners(nominal) } else { actors }
    }

    /// Returns those to whom a thing belongs: its possessor, its nationality, or what stands after "of" and its like.
    pub(crate) fn owners(&self, nominal: usize) -> Vec<ActorMention> {
        if let Some(possessor) = self.tree.possessor(nominal) {
            let actors = self.actors(possessor);
            if !actors.is_empty() {
                return actors;
            }
        }
        let modifiers: Vec<ActorMention> = self
            .tree
            .phrase(nominal)
            .into_iter()
            .filter(|&token| token != nominal)
            .filter_map(|token| self.naming.hit(token).filter(|hit| hit.tokens.start == token))
            .filter_map(|hit| self.known(hit, hit.tokens.start))
            .collect();
        if !modifiers.is_empty() {
            return modifiers;
        }
        // "the ceasefire announced by the army"
        let makers: Vec<ActorMention> = self
            .tree
            .in_relation(nominal, &["acl"])
            .filter(|&clause| self.tree.is_passive(clause))
            .flat_map(|clause| self.tree.after_any(clause, "agent-preposition"))
            .flat_map(|maker| self.actors(maker))
            .collect();
        if !makers.is_empty() {
            return makers;
        }
        let origins = self
            .tree
            .in_relation(nominal, &["nmod"])
            .filter(|&child| {
                let preposition = self.tree.preposition(child);
                preposition.is_some_and(|preposition| {
                    self.knowledge.lexicon.is_of_class("owner-preposition", &preposition)
                })
            })
            .collect::<Vec<_>>();
        origins
            .into_iter()
            .flat_map(|child| self.actors(child))
            .filter(|actor| actor.kind != ActorKind::Place)
            .collect()
    }

    fn is_origin(&self, child: usize) -> bool {
        self.tree
            .preposition(child)
            .is_some_and(|preposition| self.knowledge.lexicon.is_of_class("origin-preposition", &preposition))
    }

    /// Returns whether a place tells whose a group is: "separatists in eastern Ukraine", but not "Kurdish rebels in Iraq".
    fn is_residence(&self, head: usize, tokens: &[usize], child: usize) -> bool {
        let lexicon = &self.knowledge.lexicon;
        let inside = self
            .tree
            .preposition(child)
            .is_some_and(|preposition| lexicon.is_of_class("residence-preposition", &preposition));
        let qualified = tokens
            .iter()
            .any(|&token| token != head && self.tree.words(token).starts_with(char::is_uppercase));
        let resident = self.knowledge.agents.noun(self.tree.lemma(head)).is_some_and(|agent| {
            agent.code.sectors().any(|sector| lexicon.is_of_class("resident-sector", sector))
        });
        inside && resident && !qualified
    }

    /// Returns the actors of one noun phrase. There are several where a description holds for several states:
    /// "leaders from Azerbaijan and Armenia".
    fn phrase(&self, head: usize) -> Vec<ActorMention> {
        if self.tree.upos(head) == Upos::Pron {
            return self.pronoun(head);
        }
        let tokens = self.named_tokens(head);
        if let Some(person) = self.person(head, &tokens) {
            return vec![person];
        }
        if let Some(hit) = self.naming.hit(head) {
            let is_last = hit.tokens.end == head + 1 || self.tree.governor(hit.tokens.clone()) == Some(head);
            if is_last && let Some(actor) = self.known(hit, head) {
                return vec![actor];
            }
        }
        let parties = self.parties(head, &tokens);
        if !parties.is_empty() {
            return parties;
        }
        let described = self.described(head, &tokens);
        if let Some(actor) = self.named_before(head, &tokens, &described) {
            return vec![actor];
        }
        if !described.is_empty() {
            return described;
        }
        self.unknown_name(head, &tokens).into_iter().collect()
    }

    /// Returns the words of a phrase, with a name in apposition directly behind it: "Secretary of State Jane Example".
    fn named_tokens(&self, head: usize) -> Vec<usize> {
        let mut tokens = self.tree.phrase(head);
        for child in self.tree.in_relation(head, &["appos", "flat", "nmod"]).collect::<Vec<_>>() {
            let part = self.tree.phrase(child);
            let joined = match self.tree.relation(child) {
                "nmod" => self.tree.preposition(child).is_some() && self.title_window(head, child).is_some(),
                _ => part.first().is_some_and(|&first| first > head && !self.comma_between(head, first)),
            };
            if joined {
                tokens.extend(part);
                tokens.extend(self.tree.in_relation(child, &["case"]));
            }
        }
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }

    fn comma_between(&self, left: usize, right: usize) -> bool {
        (left..right)
            .any(|token| self.tree.upos(token) == Upos::Punct && !matches!(self.tree.words(token), "-" | "."))
    }

    /// Returns the title that the words from a head to the end of its complement are: "Secretary of State".
    fn title_window(&self, head: usize, complement: usize) -> Option<&'a Title> {
        let span = self.tree.token(head).span.cover(self.tree.token(complement).span);
        self.knowledge.agents.title(&self.tree.text[span])
    }

    fn days(&self, token: usize) -> Days {
        self.dating.written(self.tree.token(token).span)
    }

    fn mention(&self, tokens: &[usize], head: usize) -> Span {
        // The determiner belongs to the mention ("the Kremlin"); what a possessor owns does not hold the possessor.
        self.tree.cover(tokens).unwrap_or(self.tree.token(head).span)
    }

    fn base(&self, span: Span, kind: ActorKind, code: ActorCode, why: String) -> ActorMention {
        ActorMention {
            span,
            name: None,
            code,
            kind,
            role: None,
            wikidata: None,
            antecedent: None,
            implied: false,
            why,
        }
    }

    // ---- persons ----

    fn person(&self, head: usize, tokens: &[usize]) -> Option<ActorMention> {
        // A person named within: by knowledge in full, by the model, or by a surname.
        let owned =
            self.tree.possessor(head).map(|possessor| self.tree.phrase(possessor)).unwrap_or_default();
        let own: Vec<usize> = tokens.iter().copied().filter(|token| !owned.contains(token)).collect();
        for &token in &own {
            if let Some(hit) = self.naming.hit(token)
                && let Some(actor) = self.person_of(hit)
            {
                let governs = hit.tokens.contains(&head) || self.names_the_head(token, head);
                return governs.then(|| self.known_person(actor, head, tokens));
            }
        }
        let name = own.iter().copied().find_map(|token| {
            let found = self.naming.found(token).filter(|found| found.entity_type == EntityType::Per)?;
            // What knowledge knows as a state or a group is no person, whatever the model takes it for.
            let known = self.naming.hit(found.tokens.start).is_some_and(|hit| hit.tokens == found.tokens);
            let lone_noun = found.tokens.len() == 1
                && self.knowledge.agents.noun(&self.tree.lemma(token).to_lowercase()).is_some();
            (!known && !lone_noun).then_some(())?;
            (found.tokens.contains(&head) || self.names_the_head(found.tokens.start, head))
                .then(|| found.tokens.clone())
        });
        let name = name.or_else(|| {
            let alone = self
                .naming
                .found(head)
                .is_none_or(|found| found.tokens.len() == 1 && found.entity_type != EntityType::Loc);
            let lone = self.tree.upos(head) == Upos::Propn && alone && self.naming.hit(head).is_none();
            lone.then_some(head..head + 1)
        })?;
        if name.len() == 1
            && let Some(actor) = self.by_surname(name.start, head, &own)
        {
            return Some(self.known_person(actor, head, tokens));
        }
        let is_person =
            self.naming.found(name.start).is_some_and(|found| found.entity_type == EntityType::Per);
        is_person.then(|| self.unknown_person(head, &own, name))
    }

    /// Returns whether a name inside a phrase names what the phrase means: "President Obama", not "the Obama plan".
    fn names_the_head(&self, name: usize, head: usize) -> bool {
        let top = self.tree.up(name).take_while(|&above| above != head).last().unwrap_or(name);
        matches!(self.tree.relation(top), "flat" | "appos")
            || (name > head && self.tree.relation(top) == "compound")
    }

    fn person_of(&self, hit: &Hit) -> Option<ActorId> {
        let mut persons = hit.meanings.iter().filter_map(|meaning| match meaning {
            Meaning::Actor(id) if self.knowledge.world.actor(*id).kind == ActorKind::Person => Some(*id),
            _ => None,
        });
        persons.next().filter(|_| persons.next().is_none())
    }

    fn by_surname(&self, name: usize, head: usize, tokens: &[usize]) -> Option<ActorId> {
        let all = self.knowledge.world.with_surname(self.tree.words(name));
        let in_full: Vec<ActorId> = all.iter().copied().filter(|id| self.full.contains(id)).collect();
        if let [only] = in_full[..] {
            return Some(only);
        }
        let days = self.days(head);
        let title = self.title(head, tokens);
        let country = self.origins(head, tokens).into_iter().next().map(|origin| origin.code);
        let fits = |role: &&Role| {
            let office = title.and_then(|title| title.office.as_deref());
            let right_country = country
                .as_ref()
                .and_then(ActorCode::country)
                .is_none_or(|country| role.code.country() == Some(country));
            // Without a title only those whom news names by surname alone are meant.
            let right_office = match office {
                Some(office) => role.office.as_deref() == Some(office),
                None => role
                    .office
                    .as_deref()
                    .is_some_and(|office| self.knowledge.lexicon.is_of_class("known-by-surname", office)),
            };
            right_office && right_country && role.held_within(&days)
        };
        let mut fitting = all
            .iter()
            .copied()
            .filter(|&id| self.knowledge.world.actor(id).roles.iter().any(|role| fits(&role)));
        fitting.next().filter(|_| fitting.next().is_none())
    }

    fn known_person(&self, id: ActorId, head: usize, tokens: &[usize]) -> ActorMention {
        let actor = self.knowledge.world.actor(id);
        let days = self.days(head);
        let (code, role) = role_on(actor, &days, self.title(head, tokens));
        let span = self.mention(tokens, head);
        let why = match (&role, code.is_empty()) {
            (Some(title), _) => format!("{}, {title}", actor.name),
            (None, false) => format!("{}, {code}", actor.name),
            (None, true) => format!("{}, who holds no known role on that day", actor.name),
        };
        ActorMention {
            name: Some(actor.name.clone()),
            role,
            wikidata: actor.wikidata.clone(),
            ..self.base(span, actor.kind, code, why)
        }
    }

    /// Returns a person nobody knows: kept by name, with the code of the description that the text gives.
    fn unknown_person(&self, head: usize, tokens: &[usize], name: std::ops::Range<usize>) -> ActorMention {
        let name_words = self.mention(&name.clone().collect::<Vec<_>>(), head);
        let mut code = self.sectors(head, tokens, &name).unwrap_or_default();
        let mut origins = self.origins(head, tokens);
        let mut role = None;
        // "Ahmed Rashid, a Kurdish lawmaker"
        if code.is_empty()
            && let Some(apposition) =
                self.tree.in_relation(head, &["appos"]).find(|&child| !self.is_own(head, child))
            && let Some(described) =
                self.described(apposition, &self.tree.phrase(apposition)).into_iter().next()
        {
            role = Some(self.tree.text[described.span].to_owned());
            code = described.code;
            origins.clear();
        }
        if let Some(origin) = origins.first().filter(|_| !code.is_empty()) {
            code = code.with_country_of(&origin.code);
        }
        let why = if code.is_empty() {
            "a person not known".to_owned()
        } else {
            format!("a person described as {code}")
        };
        ActorMention {
            name: Some(self.tree.text[name_words].to_owned()),
            role,
            ..self.base(self.mention(tokens, head), ActorKind::Person, code, why)
        }
    }

    /// Returns whether an apposition belongs to the very person it stands behind: "Yusuf Karim, his deputy".
    fn is_own(&self, head: usize, apposition: usize) -> bool {
        let possessor = self.tree.possessor(apposition);
        possessor.and_then(|possessor| self.coreference.antecedent(possessor)) == Some(head)
    }

    // ---- known names ----

    /// Returns who a known name means on the day of the report.
    pub(crate) fn known(&self, hit: &Hit, head: usize) -> Option<ActorMention> {
        let world = &self.knowledge.world;
        let days = self.days(head);
        let tokens: Vec<usize> = hit.tokens.clone().collect();
        let mut with_article = tokens.clone();
        with_article.extend(self.tree.in_relation(head, &["det"]).filter(|&det| det < head));
        with_article.sort_unstable();
        let span = self.mention(&with_article, head);
        // The state as a whole comes before its people, a seat before a place.
        let mut meanings: Vec<Meaning> = hit.meanings.clone();
        meanings.retain(|meaning| match meaning {
            Meaning::State(id) | Meaning::Seat(id, _) | Meaning::Adjective(id) | Meaning::People(id) => {
                world.state_existed(*id, &days)
            }
            _ => true,
        });
        let plural = self.tree.is_plural(head);
        let meaning = meanings
            .iter()
            .find(|meaning| matches!(meaning, Meaning::Actor(_)))
            .or_else(|| meanings.iter().find(|meaning| matches!(meaning, Meaning::State(_))))
            .or_else(|| meanings.iter().find(|meaning| matches!(meaning, Meaning::Seat(..))))
            .or_else(|| {
                meanings.iter().find(|meaning| {
                    matches!(meaning, Meaning::People(_)) && (plural || self.tree.upos(head) == Upos::Noun)
                })
            })
            .or(meanings.first())?;
        let same_kind = meanings
            .iter()
            .filter(|other| std::mem::discriminant(*other) == std::mem::discriminant(meaning))
            .count();
        if same_kind > 1 && !matches!(meaning, Meaning::Actor(_)) {
            return None; // two states of one name: never a likely guess
        }
        let actor = match *meaning {
            Meaning::Actor(id) => {
                let actor = world.actor(id);
                let (code, role) = role_on(actor, &days, None);
                let why = format!("{}, {code}", actor.name);
                ActorMention {
                    name: Some(actor.name.clone()),
                    role: role.filter(|_| actor.kind == ActorKind::Person),
                    wikidata: actor.wikidata.clone(),
                    ..self.base(span, actor.kind, code, why)
                }
            }
            Meaning::State(id) | Meaning::Adjective(id) | Meaning::People(id) => {
                let state = world.state(id);
                let kind =
                    if matches!(meaning, Meaning::People(_)) { ActorKind::Group } else { ActorKind::State };
                let why = format!("{} names {}", &self.tree.text[span], state.name);
                ActorMention {
                    name: Some(state.name.clone()),
                    wikidata: state.wikidata.clone(),
                    ..self.base(span, kind, world.state_code(id), why)
                }
            }
            Meaning::Seat(id, _) => {
                let state = world.state(id);
                let code = ActorCode::government().with_country_of(&world.state_code(id));
                let why = format!("{} stands for the government of {}", &self.tree.text[span], state.name);
                ActorMention {
                    name: Some(format!("Government of {}", state.name)),
                    ..self.base(span, ActorKind::Government, code, why)
                }
            }
            Meaning::Region(id) | Meaning::RegionAdjective(id) => {
                let region = world.region(id);
                let kind = if region.within.is_some() { ActorKind::Place } else { ActorKind::State };
                let why = format!("the region {}", region.name);
                ActorMention {
                    name: Some(region.name.clone()),
                    ..self.base(span, kind, world.region_code(id), why)
                }
            }
        };
        Some(actor)
    }

    // ---- descriptions ----

    /// Returns the actors that a noun for a role means, one for each country named with it.
    fn described(&self, head: usize, tokens: &[usize]) -> Vec<ActorMention> {
        let Some(sectors) = self.sectors(head, tokens, &(head..head)) else { return Vec::new() };
        let title = self.title(head, tokens);
        let origins = self.origins(head, tokens);
        let span = self.mention(tokens, head);
        let kind = self.kind_of(&sectors, head);
        let described = |origin: Option<&Origin>, span: Span| {
            let mut code = sectors.clone();
            let mut name = None;
            let mut why = format!("{:?} is {sectors}", &self.tree.text[span]);
            if let Some(origin) = origin {
                if let Some(actor) = origin.actor {
                    // "Hamas fighters", "EU leaders": the organization's own code.
                    code = origin.code.clone();
                    name = Some(self.knowledge.world.actor(actor).name.clone());
                } else {
                    code = code.with_country_of(&origin.code);
                    if code.country().is_none() && !origin.code.is_empty() {
                        code = origin.code.clone(); // "European leaders": a region has no country
                    }
                }
                why = format!("{:?} is {sectors}; {}", &self.tree.text[span], origin.why);
            }
            let mut actor = ActorMention { name, ..self.base(span, kind, code, why) };
            self.name_the_holder(&mut actor, title, head, tokens);
            actor
        };
        match origins.as_slice() {
            [] => {
                let taken_up = self.taken_up(head, tokens);
                if taken_up.is_empty() { vec![described(None, span)] } else { taken_up }
            }
            [only] => vec![described(Some(only), span)],
            several => several
                .iter()
                .map(|origin| described(Some(origin), self.tree.token(origin.token).span))
                .collect(),
        }
    }

    fn kind_of(&self, sectors: &ActorCode, head: usize) -> ActorKind {
        let lexicon = &self.knowledge.lexicon;
        let sector = sectors.sectors().next().unwrap_or_default();
        if lexicon.is_of_class("armed-sector", sector) {
            ActorKind::ArmedGroup
        } else if lexicon.is_of_class("government-sector", sector)
            && !self.tree.is_plural(head)
            && self.title(head, &[head]).is_none()
        {
            ActorKind::Government
        } else {
            ActorKind::Group
        }
    }

    /// Names the person who held the office on that day: "the Russian president".
    fn name_the_holder(
        &self,
        actor: &mut ActorMention,
        title: Option<&Title>,
        head: usize,
        tokens: &[usize],
    ) {
        let office = title.and_then(|title| title.office.as_deref());
        let (Some(office), Some(country)) = (office, actor.code.country()) else { return };
        let is_one = self.tree.token(head).has("Number=Sing") && !self.is_qualified(tokens);
        let days = self.days(head);
        if !is_one || !days.is_known() {
            return;
        }
        // A title may mean one office here and another there: the British chancellor heads no government.
        let lemma = self.tree.lemma(head).to_lowercase();
        let is_called_so =
            |role: &Role| role.title.as_ref().is_some_and(|title| title.to_lowercase().contains(&lemma));
        let world = &self.knowledge.world;
        let only_holder = |office: &str| {
            let mut holders = world.holders(country, office, &days).filter(|(_, role)| is_called_so(role));
            holders.next().filter(|_| holders.next().is_none())
        };
        // Some presidents head the government and not the state: a title of one word is looked for under the other offices
        // that are known by name. A title of more words is not, or a defence minister would be any minister.
        let is_one_word = self.knowledge.agents.title(&lemma) == title;
        let others = self.knowledge.lexicon.words_of("known-by-surname").filter(|_| is_one_word);
        if let Some((id, role)) = std::iter::once(office).chain(others).find_map(only_holder) {
            let holder = self.knowledge.world.actor(id);
            actor.name = Some(holder.name.clone());
            actor.role = role.title.clone();
            actor.wikidata = holder.wikidata.clone();
            actor.kind = ActorKind::Person;
            actor.why = format!("{} held the office of {office} on that day", holder.name);
        }
    }

    /// Returns whether a word says that the office is not held now, or only under somebody: "former", "deputy".
    fn is_qualified(&self, tokens: &[usize]) -> bool {
        let lexicon = &self.knowledge.lexicon;
        tokens.iter().any(|&token| {
            let lemma = self.tree.lemma(token).to_lowercase();
            lexicon.is_of_class("former", &lemma) || lexicon.is_of_class("subordinate", &lemma)
        })
    }

    /// Returns the title in a phrase: the longest run of its words that ends before the name or at its head.
    fn title(&self, head: usize, tokens: &[usize]) -> Option<&'a Title> {
        let agents = &self.knowledge.agents;
        let with_complement = self
            .tree
            .in_relation(head, &["nmod"])
            .filter(|&child| self.tree.preposition(child).is_some())
            .find_map(|child| self.title_window(head, child));
        with_complement.or_else(|| {
            let longest = agents.longest();
            tokens.iter().enumerate().find_map(|(i, _)| {
                (1..=longest.min(tokens.len() - i))
                    .rev()
                    .find_map(|count| agents.title(&self.lemmas(&tokens[i..i + count])))
            })
        })
    }

    fn lemmas(&self, tokens: &[usize]) -> String {
        let contiguous = tokens.windows(2).all(|pair| pair[1] == pair[0] + 1);
        let Some((&last, before)) = tokens.split_last().filter(|_| contiguous) else { return String::new() };
        let mut words = String::new();
        for &token in before {
            words.push_str(&self.tree.words(token).to_lowercase());
            let glued = self.tree.token(token).span.end() == self.tree.token(token + 1).span.start();
            if !glued {
                words.push(' ');
            }
        }
        words.push_str(&self.tree.lemma(last).to_lowercase());
        words
    }

    /// Returns the sectors that a phrase describes, outside the tokens of a name.
    fn sectors(&self, head: usize, tokens: &[usize], name: &std::ops::Range<usize>) -> Option<ActorCode> {
        let agents = &self.knowledge.agents;
        let own: Vec<usize> = tokens.iter().copied().filter(|token| !name.contains(token)).collect();
        let end = own.iter().rposition(|&token| token <= head.max(name.start))? + 1;
        let own = &own[..end];
        let plural = self.tree.is_plural(head);
        for first in 0..own.len() {
            let words = self.lemmas(&own[first..]);
            if words.is_empty() || (name.is_empty() && own.last() != Some(&head)) {
                continue;
            }
            if let Some(agent) = agents.noun(&words).filter(|agent| plural || !agent.plural_only) {
                let modifier =
                    own[..first].iter().rev().find_map(|&token| agents.modifier(self.tree.lemma(token)));
                return Some(match modifier {
                    Some(modifier) if agent.generic => modifier.clone(),
                    _ => agent.code.clone(),
                });
            }
            if let Some(title) = agents.title(&words) {
                return Some(self.former(&own[..first], title.code.clone()));
            }
        }
        let complement =
            self.tree.in_relation(head, &["nmod"]).find_map(|child| self.title_window(head, child));
        complement.map(|title| self.former(own, title.code.clone()))
    }

    fn former(&self, modifiers: &[usize], code: ActorCode) -> ActorCode {
        let former = modifiers.iter().any(|&token| {
            self.knowledge.lexicon.is_of_class("former", &self.tree.lemma(token).to_lowercase())
        });
        if former { ActorCode::former() } else { code }
    }

    /// Returns the countries and organizations that a phrase names with its head.
    fn origins(&self, head: usize, tokens: &[usize]) -> Vec<Origin> {
        let mut origins: Vec<Origin> = Vec::new();
        let inside = tokens.iter().copied().filter(|&token| token != head);
        let complements = self
            .tree
            .in_relation(head, &["nmod"])
            .filter(|&child| self.is_origin(child) || self.is_residence(head, tokens, child))
            .collect::<Vec<_>>();
        let complements = if complements.is_empty() { self.adjacent_origin(head) } else { complements };
        let outside: Vec<usize> =
            complements.iter().flat_map(|&child| self.tree.coordinated(child)).collect();
        for (token, is_outside) in
            inside.map(|token| (token, false)).chain(outside.into_iter().map(|token| (token, true)))
        {
            // "Russian troops in Syria" are Russian.
            if is_outside && !origins.is_empty() && !is_complement_pair(&origins, token) {
                continue;
            }
            let Some(hit) = self
                .naming
                .hit(token)
                .filter(|hit| hit.tokens.start == token || self.tree.relation(token) == "nmod")
            else {
                continue;
            };
            if hit.tokens.contains(&head) || self.person_of(hit).is_some() {
                continue;
            }
            let Some(actor) = self.known(hit, token) else { continue };
            let organization = hit.meanings.iter().find_map(|meaning| match meaning {
                Meaning::Actor(id) => Some(*id),
                _ => None,
            });
            let origin = if organization.is_some() {
                Origin { code: actor.code, token, actor: organization, outside: is_outside, why: actor.why }
            } else {
                // Of a government's seat only the country is taken over: "a Kremlin spokesman" keeps his own sector.
                let country = actor.code.country().and_then(|country| ActorCode::country_only(country).ok());
                Origin {
                    code: country.unwrap_or(actor.code),
                    token,
                    actor: None,
                    outside: is_outside,
                    why: actor.why,
                }
            };
            if origins.iter().all(|known| known.code != origin.code) {
                origins.push(origin);
            }
        }
        if origins.is_empty()
            && let Some(possessor) = self.tree.possessor(head)
            && self.tree.upos(possessor) == Upos::Pron
            && let Some(actor) = self.pronoun(possessor).into_iter().next()
            && let Some(Ok(code)) = actor.code.country().map(ActorCode::country_only)
        {
            origins.push(Origin { code, token: possessor, actor: None, outside: false, why: actor.why });
        }
        origins
    }

    /// Returns "from Azerbaijan" of "met with leaders from Azerbaijan", wherever the parser hangs it.
    fn adjacent_origin(&self, head: usize) -> Vec<usize> {
        let Some(governor) = self.tree.head(head) else { return Vec::new() };
        let next = head + 1;
        let fits = |&sibling: &usize| {
            let begins_next = self.tree.in_relation(sibling, &["case"]).next() == Some(next);
            let preposition = self.tree.preposition(sibling);
            begins_next
                && preposition.is_some_and(|preposition| {
                    self.knowledge.lexicon.is_of_class("strict-origin-preposition", &preposition)
                })
        };
        self.tree.in_relation(governor, &["obl", "nmod"]).filter(fits).collect()
    }

    /// Returns those named before whom a plural description takes up: "the presidents", "the two leaders".
    fn taken_up(&self, head: usize, tokens: &[usize]) -> Vec<ActorMention> {
        let lexicon = &self.knowledge.lexicon;
        let definite = tokens.iter().any(|&token| self.tree.token(token).has("Definite=Def"));
        if !definite
            || !self.tree.is_plural(head)
            || !lexicon.is_of_class("collective-leader", &self.tree.lemma(head).to_lowercase())
        {
            return Vec::new();
        }
        let Some(sentence) = self.tree.parse.sentence_of(head) else { return Vec::new() };
        let first = self.tree.parse.sentences[sentence.saturating_sub(1)].tokens.start;
        let mut found: Vec<ActorMention> = Vec::new();
        for token in (first..tokens.first().copied().unwrap_or(head))
            .filter(|&token| self.tree.upos(token) == Upos::Propn && self.tree.relation(token) != "flat")
            .filter(|&token| !self.tree.is_plural(token))
        {
            for actor in self
                .phrase(token)
                .into_iter()
                .filter(|actor| actor.kind == ActorKind::Person && actor.code.country().is_some())
            {
                if found.iter().all(|known| known.name != actor.name) {
                    found.push(actor);
                }
            }
        }
        // Two are taken up, no more and no fewer; a third would leave open who is meant.
        if found.len() != 2 {
            return Vec::new();
        }
        let span = self.mention(tokens, head);
        let words = &self.tree.text[span];
        found
            .into_iter()
            .map(|actor| ActorMention {
                antecedent: Some(actor.span),
                why: format!("{words:?} takes up {:?}: {}", &self.tree.text[actor.span], actor.why),
                span,
                ..actor
            })
            .collect()
    }

    // ---- names nobody knows, pronouns ----

    fn unknown_name(&self, head: usize, tokens: &[usize]) -> Option<ActorMention> {
        let span = self.mention(tokens, head);
        let place = self.places.at(self.tree.token(head).span).filter(|_| self.naming.found(head).is_none());
        if let Some(place) = place {
            let code =
                place.country.and_then(|country| ActorCode::country_only(&country).ok()).unwrap_or_default();
            return Some(ActorMention {
                name: Some(place.name),
                ..self.base(place.span, ActorKind::Place, code, "a place".to_owned())
            });
        }
        let found = self.naming.found(head)?;
        let name =
            Some(self.tree.text[self.mention(&found.tokens.clone().collect::<Vec<_>>(), head)].to_owned());
        match found.entity_type {
            EntityType::Org => {
                let country = self
                    .origins(head, tokens)
                    .into_iter()
                    .next()
                    .map(|origin| origin.code)
                    .unwrap_or_default();
                let why = "an organization not known".to_owned();
                Some(ActorMention { name, ..self.base(span, ActorKind::Organization, country, why) })
            }
            EntityType::Loc => {
                let country = self.places.at(self.tree.token(head).span).and_then(|place| place.country);
                let code =
                    country.and_then(|country| ActorCode::country_only(&country).ok()).unwrap_or_default();
                Some(ActorMention { name, ..self.base(span, ActorKind::Place, code, "a place".to_owned()) })
            }
            EntityType::Per | EntityType::Norp => None,
        }
    }

    fn pronoun(&self, pronoun: usize) -> Vec<ActorMention> {
        let parties = self.parties(pronoun, &[pronoun]);
        if !parties.is_empty() {
            return parties;
        }
        let Some(antecedent) = self.coreference.antecedent(pronoun) else { return Vec::new() };
        if self.tree.upos(antecedent) == Upos::Pron {
            return Vec::new();
        }
        let actors = self.behind(|who| {
            if who.tree.is_plural(pronoun) { who.actors(antecedent) } else { who.phrase(antecedent) }
        });
        self.standing_for(self.tree.token(pronoun).span, actors)
    }

    /// Returns the two whom a plural takes up: "both sides", "the two countries", "they".
    fn parties(&self, head: usize, tokens: &[usize]) -> Vec<ActorMention> {
        let actors: Vec<ActorMention> = self.behind(|who| {
            let parties = who.coreference.parties(head).iter();
            parties.flat_map(|&party| who.phrase(party).into_iter().take(1)).collect()
        });
        // Both are known, or the plural stays open.
        if actors.len() < 2 || actors[0].is_same(&actors[1]) {
            return Vec::new();
        }
        self.standing_for(self.mention(tokens, head), actors)
    }

    /// Returns who was named before where a phrase without a name stands for the same: "the group", "the president".
    fn named_before(
        &self,
        head: usize,
        tokens: &[usize],
        described: &[ActorMention],
    ) -> Option<ActorMention> {
        // A role that fits the one named is a second sign; the link may be less sure then.
        const LIKELY: f32 = 0.4;
        let definite = tokens.iter().any(|&token| self.tree.token(token).has("Definite=Def"));
        let (named, sure) =
            self.coreference.named(head).filter(|_| definite && !self.tree.is_plural(head))?;
        let actor = self.behind(|who| who.phrase(named)).into_iter().next()?;
        let known = actor.code.country().is_some() || actor.name.is_some();
        let has_role = described.iter().any(|said| said.code.sectors().next().is_some());
        let fits = described.iter().all(|said| may_describe(said, &actor));
        let enough = if has_role { LIKELY } else { SURE };
        self.standing_for(self.mention(tokens, head), vec![actor])
            .pop()
            .filter(|_| known && fits && sure >= enough)
    }

    /// Asks who stands behind a word. What one word stands for may be described by another, and so on round in a circle.
    fn behind(&self, ask: impl FnOnce(&Self) -> Vec<ActorMention>) -> Vec<ActorMention> {
        const DEEPEST: u8 = 4;
        if self.depth.get() >= DEEPEST {
            return Vec::new();
        }
        self.depth.set(self.depth.get() + 1);
        let actors = ask(self);
        self.depth.set(self.depth.get() - 1);
        actors
    }

    /// Returns the actors as those whom the words of `span` stand for.
    fn standing_for(&self, span: Span, actors: Vec<ActorMention>) -> Vec<ActorMention> {
        let words = &self.tree.text[span];
        let taken_up = |actor: ActorMention| ActorMention {
            antecedent: Some(actor.antecedent.unwrap_or(actor.span)),
            why: format!("{words:?} stands for {:?}: {}", &self.tree.text[actor.span], actor.why),
            span,
            ..actor
        };
        actors.into_iter().map(taken_up).collect()
    }
}

/// Returns whether a description without a country may be of an actor: "the army" is not the rebels named before.
fn may_describe(said: &ActorMention, actor: &ActorMention) -> bool {
    said.code.country().is_none()
        && (said.kind == actor.kind || said.kind == ActorKind::Group)
        && said.code.sectors().all(|sector| actor.code.sectors().any(|other| other == sector))
}

/// Returns whether what stands behind a noun goes on with what stood there: "leaders from Azerbaijan and Armenia".
fn is_complement_pair(origins: &[Origin], token: usize) -> bool {
    origins.iter().all(|origin| origin.outside && origin.token < token)
}

/// Returns the code and title of what an actor was within `days`. Where several roles were held, a title decides, else
/// the one held latest; where none was held, the country of the last role remains.
fn role_on(actor: &Actor, days: &Days, title: Option<&Title>) -> (ActorCode, Option<String>) {
    let held: Vec<&Role> = actor.roles.iter().filter(|role| role.held_within(days)).collect();
    let same_office = held.iter().rev().find(|role| {
        let office = title.and_then(|title| title.office.as_deref());
        office.is_some() && role.office.as_deref() == office
    });
    let role = same_office.or_else(|| if days.is_known() { held.last() } else { only(&held) });
    match role {
        Some(role) => (role.code.clone(), role.title.clone()),
        None => {
            let country = actor.roles.iter().rev().find_map(|role| role.code.country());
            let country =
                country.and_then(|country| ActorCode::country_only(country).ok()).unwrap_or_default();
            // Who was in office and is no longer belongs to the elite, no more to the government.
            let ended =
                |role: &Role| role.until.zip(days.start()).is_some_and(|(until, start)| until <= start);
            let was_in_office = actor.roles.iter().any(|role| ended(role) && role.office.is_some());
            match was_in_office && actor.kind == ActorKind::Person {
                true => (ActorCode::former().with_country_of(&country), None),
                false => (country, None),
            }
        }
    }
}

/// Returns the role that all others agree with in code, for a day not known.
fn only<'a, 'b>(held: &'b [&'a Role]) -> Option<&'b &'a Role> {
    let last = held.last()?;
    held.iter().all(|role| role.code == last.code).then_some(last)
}
