//! Who, where and when is spoken of in a text?

use relata_analysis::coreference::Coreference as Links;
use relata_analysis::{Models, Name, NameKind};
use relata_dating::{Calendar, RoleEvidence, Vocabulary};
use relata_doc::{
    Dating, Entity, EntityType, Layout, Mentions, Parse, Quote, Span, Text, TimeExpression, Upos,
};
use relata_knowledge::{ActorId, Knowledge, Meaning, Role, Title};

use crate::coreference::Coreference;
use crate::events::{self, Reading};
use crate::mend::mended;
use crate::naming::{Found, Naming};
use crate::places::PlaceFinder;
use crate::tree::Tree;
use crate::who::Who;

/// What the models know of words, for the judgement whether a page holds together.
pub struct ModelWords<'a>(pub &'a Models);

impl Vocabulary for ModelWords<'_> {
    fn rank(&self, word: &str) -> Option<usize> {
        self.0.rank(word)
    }

    fn class(&self, noun: &str) -> Option<u16> {
        relata_analysis::coreference::noun_class(noun)
    }
}

/// The layers of a text up to its dated mentions.
pub(crate) struct Analysis {
    pub(crate) parse: Parse,
    pub(crate) dating: Dating,
    naming: Naming,
    coreference: Coreference,
    times: Vec<TimeExpression>,
    places: PlaceFinder,
    quotes: Vec<Quote>,
    mentions: Mentions,
}

/// What the models say of a text: syntax, names, and which words stand for the same. It depends on no knowledge.
#[derive(Clone)]
pub(crate) struct Parsed {
    parse: Parse,
    names: Vec<Name>,
    linked: Links,
}

impl Parsed {
    pub(crate) fn new(models: &Models, text: &Text, layout: &Layout) -> Parsed {
        let (parse, names) = relata_analysis::parse(models, text, layout);
        let linked = relata_analysis::coreference::coreference(models.coreference(), text, &parse, &names);
        Parsed { parse, names, linked }
    }
}

/// Reads a parsed text: when it was written, then who and which day is meant.
pub(crate) fn read(
    knowledge: &Knowledge,
    calendar: &Calendar,
    models: &Models,
    text: &Text,
    layout: &Layout,
    Parsed { parse, names, linked }: Parsed,
    blind: bool,
) -> Analysis {
    let parse = mended(&Tree::new(knowledge, text, &parse));
    let tree = Tree::new(knowledge, text, &parse);
    let found = names
        .into_iter()
        .map(|name| Found { tokens: name.tokens, entity_type: entity_type(name.kind) })
        .collect();
    let naming = Naming::new(knowledge, &tree, found);
    let coreference = Coreference::new(knowledge, &tree, &naming, &linked);

    let raw_times = relata_dating::expressions(calendar, text, layout, &parse);
    let roles = role_evidence(knowledge, &tree, &naming);
    let words = ModelWords(models);
    let dating = relata_dating::solve(
        &relata_dating::Page { calendar, text, layout, parse: &parse, times: &raw_times, roles: &roles },
        &words,
        blind,
    );
    let times = relata_dating::anchor(calendar, text, &parse, &raw_times, &dating);

    let places = PlaceFinder::new(knowledge, &tree, &naming, layout);
    let who = Who::new(knowledge, &tree, &naming, &coreference, &dating, &places);
    let quotes = quotes(text, layout);
    let mentions = Mentions {
        entities: entities(&tree, &naming, &who),
        times: times.clone(),
        places: places.places.clone(),
        quotes: quotes.clone(),
        figures: events::figures(knowledge, &tree),
        coreference: coreference.chains().to_vec(),
    };
    drop(who);
    drop(tree);
    Analysis { parse, dating, naming, coreference, times, places, quotes, mentions }
}

impl Analysis {
    /// Calls `use_them` with what the finding of events reads.
    pub(crate) fn with_reading<T>(
        &self,
        knowledge: &Knowledge,
        text: &Text,
        use_them: impl FnOnce(&Reading) -> T,
    ) -> T {
        let tree = Tree::new(knowledge, text, &self.parse).with_times(&self.times);
        let who = Who::new(knowledge, &tree, &self.naming, &self.coreference, &self.dating, &self.places);
        let reading = Reading {
            knowledge,
            tree: &tree,
            who: &who,
            times: &self.times,
            dating: &self.dating,
            quotes: &self.quotes,
            figures: &self.mentions.figures,
            places: &self.places,
            sides: &[],
        };
        use_them(&reading)
    }

    /// Returns the layers that a document keeps.
    pub(crate) fn layers(self) -> (Parse, Mentions, Dating) {
        (self.parse, self.mentions, self.dating)
    }
}

fn entity_type(kind: NameKind) -> EntityType {
    match kind {
        NameKind::Person => EntityType::Per,
        NameKind::Organization => EntityType::Org,
        NameKind::Location => EntityType::Loc,
    }
}

fn span_of(tree: &Tree, tokens: &std::ops::Range<usize>) -> Span {
    tree.token(tokens.start).span.cover(tree.token(tokens.end - 1).span)
}

/// Returns the names with who they are, and the nationalities among the known names.
fn entities(tree: &Tree, naming: &Naming, who: &Who) -> Vec<Entity> {
    let mut entities: Vec<Entity> = naming
        .found
        .iter()
        .map(|found| {
            let head = tree.governor(found.tokens.clone()).unwrap_or(found.tokens.start);
            let actor = match naming.hit(head).filter(|hit| hit.tokens == found.tokens) {
                Some(hit) => who.known(hit, head),
                None => who
                    .actors(head)
                    .into_iter()
                    .find(|actor| actor.span.overlaps(span_of(tree, &found.tokens))),
            };
            Entity { span: span_of(tree, &found.tokens), entity_type: found.entity_type, actor }
        })
        .collect();
    for hit in &naming.hits {
        let span = span_of(tree, &hit.tokens);
        let is_people = hit.meanings.iter().any(|meaning| {
            matches!(meaning, Meaning::Adjective(_) | Meaning::People(_) | Meaning::RegionAdjective(_))
        });
        let is_actor = hit.meanings.iter().any(|meaning| matches!(meaning, Meaning::Actor(_)));
        if (is_people || is_actor) && entities.iter().all(|entity| !entity.span.overlaps(span)) {
            entities.push(Entity {
                span,
                entity_type: naming.type_of(hit, who.knowledge).unwrap_or(EntityType::Norp),
                actor: who.known(hit, hit.tokens.end - 1),
            });
        }
    }
    entities.sort_by_key(|entity| entity.span);
    entities
}

/// Returns persons named together with an office, and when they held it: "President Barack Obama", "Secretary Blinken",
/// "Nancy Pelosi, speaker of the House".
fn role_evidence(knowledge: &Knowledge, tree: &Tree, naming: &Naming) -> Vec<RoleEvidence> {
    let mut evidence = Vec::new();
    let full: Vec<(std::ops::Range<usize>, Vec<ActorId>)> =
        naming.hits.iter().map(|hit| (hit.tokens.clone(), persons(knowledge, &hit.meanings))).collect();
    let by_surname = naming.found.iter().filter(|found| {
        found.entity_type == EntityType::Per
            && found.tokens.len() == 1
            && naming.hit(found.tokens.start).is_none()
    });
    let by_surname = by_surname.map(|found| {
        (found.tokens.clone(), knowledge.world.with_surname(tree.words(found.tokens.start)).to_vec())
    });
    for (tokens, candidates) in full.into_iter().chain(by_surname) {
        let title =
            title_before(knowledge, tree, tokens.start).or_else(|| title_after(knowledge, tree, &tokens));
        let Some((title_span, title)) = title else { continue };
        let Some(qualified) = qualified(knowledge, tree, title_span) else { continue };
        let words = tree.text[title_span].to_lowercase();
        let fits = |role: &&Role| {
            let office = role.code.country().map_or(title.office.as_deref(), |state| title.office_in(state));
            match office {
                Some(office) => role.office.as_deref() == Some(office),
                // A title that names no office by itself ("Secretary") fits a role of public office that it is part of.
                None => {
                    let title = role.title.as_deref().unwrap_or_default().to_lowercase();
                    let is_deputy = title.split(' ').any(|word| {
                        knowledge.lexicon.is_of_class("subordinate", word) && !words.contains(word)
                    });
                    !is_deputy && format!(" {title} ").contains(&format!(" {words} "))
                }
            }
        };
        let held: Vec<_> = candidates
            .iter()
            .map(|&id| knowledge.world.actor(id))
            .map(|actor| (actor, actor.roles.iter().filter(fits).collect::<Vec<_>>()))
            .filter(|(_, roles)| roles.iter().any(|role| role.is_public()))
            .collect();
        if held.is_empty() || held.len() > MOST_NAMESAKES {
            continue;
        }
        let mut terms: Vec<_> =
            held.iter().flat_map(|(_, roles)| roles.iter().map(|role| (role.from, role.until))).collect();
        terms.sort_unstable();
        let names: Vec<String> = held
            .iter()
            .map(|(actor, roles)| {
                let title = roles.last().and_then(|role| role.title.as_deref()).unwrap_or(&words);
                format!("{} was {title}", actor.name)
            })
            .collect();
        evidence.push(RoleEvidence {
            span: title_span.cover(tree.token(tokens.start).span).cover(tree.token(tokens.end - 1).span),
            terms,
            former: qualified == Qualified::Former,
            why: names.join(" or "),
        });
    }
    evidence.sort_by_key(|evidence| evidence.span);
    evidence
}

/// So many people of one surname in one office are taken for one evidence; of more, it tells nothing.
const MOST_NAMESAKES: usize = 4;

/// Whether an office is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Qualified {
    Held,
    Former,
}

fn persons(knowledge: &Knowledge, meanings: &[Meaning]) -> Vec<ActorId> {
    let actors = meanings.iter().filter_map(|meaning| match meaning {
        Meaning::Actor(id) => Some(*id),
        _ => None,
    });
    actors.filter(|&id| knowledge.world.actor(id).kind == relata_doc::ActorKind::Person).collect()
}

/// Returns the longest title that ends right before a name.
fn title_before<'a>(knowledge: &'a Knowledge, tree: &Tree, name: usize) -> Option<(Span, &'a Title)> {
    let sentence = tree.sentence(name);
    let furthest = sentence.start.max(name.saturating_sub(knowledge.agents.longest()));
    (furthest..name).find_map(|first| {
        let span = tree.token(first).span.cover(tree.token(name - 1).span);
        knowledge.agents.title(&tree.text[span]).map(|title| (span, title))
    })
}

/// Returns the title that stands beside a name: "Nancy Pelosi, speaker of the House".
fn title_after<'a>(
    knowledge: &'a Knowledge,
    tree: &Tree,
    name: &std::ops::Range<usize>,
) -> Option<(Span, &'a Title)> {
    let head = tree.governor(name.clone())?;
    let beside = tree.in_relation(head, &["appos"]).find(|&beside| beside >= name.end)?;
    let furthest = name.end.max(beside.saturating_sub(knowledge.agents.longest()));
    (furthest..=beside).find_map(|first| {
        let span = tree.token(first).span.cover(tree.token(beside).span);
        knowledge.agents.title(&tree.text[span]).map(|title| (span, title))
    })
}

/// So many words before a title may say that it is no longer held: "then-New Jersey Governor".
const BEFORE_A_TITLE: usize = 6;

/// Returns whether the office is held or was ("former President …"); none where it is held only under somebody else
/// ("Deputy Minister …"), or not yet.
fn qualified(knowledge: &Knowledge, tree: &Tree, title: Span) -> Option<Qualified> {
    let first = tree.token_at(title)?;
    let start = tree.sentence(first).start;
    let mut qualified = Qualified::Held;
    for token in (start.max(first.saturating_sub(BEFORE_A_TITLE))..first).rev() {
        // What stands before another name, or a comma, belongs to that.
        if matches!(tree.upos(token), Upos::Punct | Upos::Cconj | Upos::Verb | Upos::Adp)
            && tree.words(token) != "-"
        {
            break;
        }
        let lemma = tree.lemma(token).to_lowercase();
        if knowledge.lexicon.is_of_class("subordinate", &lemma) {
            return None;
        }
        if knowledge.lexicon.is_of_class("former", &lemma) {
            qualified = Qualified::Former;
        }
    }
    Some(qualified)
}

/// Finds quoted words, with their marks, within paragraphs.
fn quotes(text: &Text, layout: &Layout) -> Vec<Quote> {
    let mut quotes = Vec::new();
    for section in &layout.sections {
        let words = &text[section.span];
        let mut open: Option<(usize, char)> = None;
        for (at, c) in words.char_indices() {
            let start = section.span.start() + at;
            match (open, c) {
                (None, '“' | '«' | '„') => open = Some((start, if c == '«' { '»' } else { '”' })),
                (None, '"') => open = Some((start, '"')),
                (Some((first, close)), c)
                    if c == close || (close == '”' && c == '“' && words[..at].contains('„')) =>
                {
                    quotes.extend(text.span(first..start + c.len_utf8()).map(|span| Quote { span }));
                    open = None;
                }
                _ => {}
            }
        }
    }
    quotes
}
