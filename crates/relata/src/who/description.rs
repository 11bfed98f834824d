//! Who is described by nouns for roles and titles: "opposition leaders", "the Russian president"?

use relata_doc::{ActorCode, ActorKind, ActorMention, Span};
use relata_knowledge::{Role, Title};

use super::Who;
use super::origin::Origin;

impl<'a> Who<'a> {
    /// Returns the actors that a noun for a role means, one for each country named with it.
    pub(super) fn described(&self, head: usize, tokens: &[usize]) -> Vec<ActorMention> {
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
                    let actor = self.knowledge.world.actor(actor);
                    if actor.kind == ActorKind::Group {
                        // "Druze fighters" are fighters, and Druze.
                        let civilian =
                            |sector: &str| self.knowledge.lexicon.is_of_class("civilian-sector", sector);
                        code = code.with_country_of(&origin.code).and_sectors_of(&origin.code, civilian);
                    } else {
                        // "Hamas fighters", "EU leaders": the organization's own code.
                        code = origin.code.clone();
                        name = Some(actor.name.clone());
                    }
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
            [] => vec![described(None, span)],
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
        let Some(country) = actor.code.country() else { return };
        let Some(office) = title.and_then(|title| title.office_in(country)) else { return };
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
    pub(super) fn title(&self, head: usize, tokens: &[usize]) -> Option<&'a Title> {
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

    /// Returns the title that the words from a head to the end of its complement are: "Secretary of State".
    pub(super) fn title_window(&self, head: usize, complement: usize) -> Option<&'a Title> {
        let span = self.tree.token(head).span.cover(self.tree.token(complement).span);
        self.knowledge.agents.title(&self.tree.text[span])
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
    pub(super) fn sectors(
        &self,
        head: usize,
        tokens: &[usize],
        name: &std::ops::Range<usize>,
    ) -> Option<ActorCode> {
        let agents = &self.knowledge.agents;
        let own: Vec<usize> = tokens.iter().copied().filter(|token| !name.contains(token)).collect();
        let end = own.iter().rposition(|&token| token <= head.max(name.start))? + 1;
        let own = &own[..end];
        let plural = self.tree.is_plural(head);
        // "chief of defence staff" says more than "chief".
        let complement =
            self.tree.in_relation(head, &["nmod"]).find_map(|child| self.title_window(head, child));
        if let Some(title) = complement {
            return Some(self.former(own, title.code.clone()));
        }
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
        None
    }

    fn former(&self, modifiers: &[usize], code: ActorCode) -> ActorCode {
        let former = modifiers.iter().any(|&token| {
            self.knowledge.lexicon.is_of_class("former", &self.tree.lemma(token).to_lowercase())
        });
        if former { ActorCode::former() } else { code }
    }
}
