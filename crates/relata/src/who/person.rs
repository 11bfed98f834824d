//! Which person does a name name, on the day of the report?
//!
//! A person is known in full, by a surname that only one can bear here, or kept by name with the description given.

use relata_doc::{ActorCode, ActorKind, ActorMention, Days, EntityType, Upos};
use relata_knowledge::{Actor, ActorId, Meaning, Role, Title};

use super::Who;
use crate::naming::Hit;

impl<'a> Who<'a> {
    pub(super) fn person(&self, head: usize, tokens: &[usize]) -> Option<ActorMention> {
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
        let words =
            &self.tree.text[self.tree.token(name.start).span.cover(self.tree.token(name.end - 1).span)];
        // "al-Sharaa" is one word in three tokens.
        if !words.contains(' ')
            && let Some(actor) = self.by_surname(words, head, &own)
        {
            return Some(self.known_person(actor, head, tokens));
        }
        if let Some(actor) = self.by_longer_name(&name, head, &own) {
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

    pub(super) fn person_of(&self, hit: &Hit) -> Option<ActorId> {
        let is_person = |id: &ActorId| self.knowledge.world.actor(*id).kind == ActorKind::Person;
        self.actor_of(hit).filter(is_person)
    }

    fn by_surname(&self, name: &str, head: usize, tokens: &[usize]) -> Option<ActorId> {
        let all = self.knowledge.world.with_surname(name);
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

    /// Returns whom a name means that has more words than the known one: "Carlos Diego Mesa Gisbert" is Carlos Mesa, where
    /// he is in office on that day and a title or the page tells of his state.
    fn by_longer_name(
        &self,
        name: &std::ops::Range<usize>,
        head: usize,
        tokens: &[usize],
    ) -> Option<ActorId> {
        if name.len() < 3 {
            return None;
        }
        let world = &self.knowledge.world;
        let words: Vec<&str> = name.clone().map(|token| self.tree.words(token)).collect();
        let days = self.days(head);
        let title = self.title(head, tokens).and_then(|title| title.office.as_deref());
        let fits = |role: &Role| {
            let office = role.office.as_deref();
            let is_told = match title {
                Some(title) => office == Some(title),
                None => role.code.country().is_some_and(|code| self.names_state(code)),
            };
            office.is_some() && is_told && days.is_known() && role.held_within(&days)
        };
        let mut fitting: Vec<ActorId> = words[1..]
            .iter()
            .flat_map(|word| world.with_surname(word))
            .copied()
            .filter(|&id| {
                let actor = world.actor(id);
                let known: Vec<&str> = actor.name.split(' ').collect();
                known.len() > 1
                    && known.len() < words.len()
                    && is_within(&known, &words)
                    && actor.roles.iter().any(fits)
            })
            .collect();
        fitting.sort_unstable();
        fitting.dedup();
        match fitting[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Returns whether the page names a state or its people anywhere.
    pub(super) fn names_state(&self, code: &str) -> bool {
        let world = &self.knowledge.world;
        self.naming.hits.iter().flat_map(|hit| &hit.meanings).any(|meaning| match *meaning {
            Meaning::State(id) | Meaning::Seat(id, _) | Meaning::Adjective(id) | Meaning::People(id) => {
                world.state(id).code == code
            }
            _ => false,
        })
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
}

/// Returns the code and title of what an actor was within `days`. Where several roles were held, a title decides, else
/// the one held latest; where none was held, the country of the last role remains.
pub(super) fn role_on(actor: &Actor, days: &Days, title: Option<&Title>) -> (ActorCode, Option<String>) {
    let mut held: Vec<&Role> = actor.roles.iter().filter(|role| role.held_within(days)).collect();
    // A monarch of several states is named for the one at home, which is put last.
    let at_home = |role: &&Role| {
        role.code.country().is_some_and(|country| actor.home.iter().any(|home| home == country))
    };
    held.sort_by_key(at_home);
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

/// Returns whether the words of a known name stand in a longer one in order, the first of them first.
fn is_within(known: &[&str], words: &[&str]) -> bool {
    let mut rest = words.iter();
    let key = relata_knowledge::name_key;
    known.first().map(|first| key(first)) == words.first().map(|first| key(first))
        && known.iter().all(|part| rest.any(|word| key(word) == key(part)))
}
