//! What does a name of a state, an organization or a place mean, on the day of the report?

use relata_doc::{ActorCode, ActorKind, ActorMention, EntityType, Upos};
use relata_knowledge::{ActorId, Meaning};

use super::Who;
use super::person::role_on;
use crate::naming::Hit;

/// How sure it is that of several of one name the right one is meant, once day and page leave one.
const CHOSEN: f32 = 0.8;

impl<'a> Who<'a> {
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
        // Georgia is no state where the words around it make it a part of another, nor is every Victoria a capital.
        let lies_in = self.places.at(span).and_then(|place| place.country);
        meanings.retain(|meaning| match (meaning, &lies_in) {
            (Meaning::State(id) | Meaning::Seat(id, true), Some(country)) => {
                // What tables of places count to another state is for them to say.
                world.state(*id).contested || world.state(*id).code == *country
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
            Meaning::Actor(_) => {
                let actor = world.actor(self.actor_of(hit)?);
                let (code, role) = role_on(actor, &days, None);
                let why = match self.called_so(hit).len() {
                    1 => format!("{}, {code}", actor.name),
                    several => format!(
                        "{}, {code}: of {several} of that name the one whom day and page allow ({:.0} %)",
                        actor.name,
                        100.0 * CHOSEN
                    ),
                };
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

    /// Returns all whom a known name may mean.
    fn called_so(&self, hit: &Hit) -> Vec<ActorId> {
        let actors = hit.meanings.iter().filter_map(|meaning| match meaning {
            Meaning::Actor(id) => Some(*id),
            _ => None,
        });
        actors.collect()
    }

    /// Returns whom a known name means: of several of one name the only one who has a role on the day of the report and
    /// whose state the page names; never a likely guess.
    pub(super) fn actor_of(&self, hit: &Hit) -> Option<ActorId> {
        let world = &self.knowledge.world;
        let mut left = self.called_so(hit);
        let days = self.days(hit.tokens.start);
        let narrow = |left: &mut Vec<ActorId>, fits: &dyn Fn(&ActorId) -> bool| {
            if left.len() > 1 && left.iter().any(fits) {
                left.retain(fits);
            }
        };
        if days.is_known() {
            narrow(&mut left, &|&id| world.actor(id).roles.iter().any(|role| role.held_within(&days)));
        }
        narrow(&mut left, &|&id| {
            let actor = world.actor(id);
            let states = actor.roles.iter().filter_map(|role| role.code.country());
            states.chain(actor.home.iter().map(String::as_str)).any(|state| self.names_state(state))
        });
        match left[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    pub(super) fn unknown_name(&self, head: usize, tokens: &[usize]) -> Option<ActorMention> {
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
}
