//! Of which country or organization are those whom a phrase describes: "Russian troops", "leaders from Armenia"?

use relata_doc::{ActorCode, Upos};
use relata_knowledge::{ActorId, Meaning};

use super::Who;

/// The country part of a phrase: its code, the word that gave it, and the organization it came from, if any.
pub(super) struct Origin {
    pub(super) code: ActorCode,
    pub(super) token: usize,
    pub(super) actor: Option<ActorId>,
    // Whether it stands behind the noun: "leaders from Armenia".
    outside: bool,
    pub(super) why: String,
}

impl<'a> Who<'a> {
    /// Returns the countries and organizations that a phrase names with its head.
    pub(super) fn origins(&self, head: usize, tokens: &[usize]) -> Vec<Origin> {
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
            // "British-backed rebels" are not British.
            if self.is_backer(token) {
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
            let origin = if let Some(organization) = organization {
                let code = actor.code.with_country_of(&self.home_named(organization));
                let organization = Some(organization);
                Origin { code, token, actor: organization, outside: is_outside, why: actor.why }
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

    /// Returns whether a name is that of who helps those meant: "US-backed", "Iran-aligned".
    fn is_backer(&self, token: usize) -> bool {
        let last = self.naming.hit(token).map_or(token, |hit| hit.tokens.end - 1);
        let (hyphen, word) = (last + 1, last + 2);
        word < self.tree.parse.tokens.len()
            && self.tree.words(hyphen) == "-"
            && self.knowledge.lexicon.is_of_class("backing", &self.tree.words(word).to_lowercase())
    }

    /// Returns the state of a people that lives in several, where the page names one of them alone.
    fn home_named(&self, people: ActorId) -> ActorCode {
        let actor = self.knowledge.world.actor(people);
        let mut named = actor.home.iter().filter(|home| self.names_state(home));
        match (named.next(), named.next()) {
            (Some(only), None) => ActorCode::country_only(only).unwrap_or_default(),
            _ => ActorCode::default(),
        }
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
}

/// Returns whether what stands behind a noun goes on with what stood there: "leaders from Azerbaijan and Armenia".
fn is_complement_pair(origins: &[Origin], token: usize) -> bool {
    origins.iter().all(|origin| origin.outside && origin.token < token)
}
