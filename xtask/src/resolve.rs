//! Whom does the program take a name for, on a day?

use jiff::civil::Date;
use relata::doc::{ActorMention, Basis, Days, Span};
use relata::{Page, Pipeline};
use relata_knowledge::{Actor, Meaning, Role};

/// Reads a sentence as the news of a day and returns who stands in its first words.
pub(crate) fn who(pipeline: &Pipeline, words: &str, day: Date) -> Option<ActorMention> {
    let page = page(&format!("{words} spoke to reporters on Tuesday.\n"), day);
    let document = pipeline.annotate(&page);
    let entities = document.mentions.entities.into_iter();
    let inside = |span: Span| span.start() < words.len();
    // Of the names within, the person comes before the state of his title.
    let actors: Vec<ActorMention> =
        entities.filter(|entity| inside(entity.span)).filter_map(|entity| entity.actor).collect();
    let is_person = |mention: &&ActorMention| mention.kind == relata::doc::ActorKind::Person;
    let persons = || actors.iter().filter(is_person);
    let known = persons().find(|mention| actor(pipeline, mention).is_some());
    known.or_else(|| persons().next()).or_else(|| actors.first()).cloned()
}

/// Returns a page of plain text that was published on a day.
pub(crate) fn page(text: &str, day: Date) -> Page {
    let mut page = Page::from_text(text);
    page.given = Some(Days::day(day, Basis::Document));
    page
}

/// Returns the actor that a mention stands for.
pub(crate) fn actor<'k>(pipeline: &'k Pipeline, mention: &ActorMention) -> Option<&'k Actor> {
    let world = &pipeline.knowledge().world;
    let name = mention.name.as_deref()?;
    world.meanings(name).into_iter().find_map(|meaning| match meaning {
        Meaning::Actor(id) if world.actor(id).name == name => Some(world.actor(id)),
        _ => None,
    })
}

/// Returns whether a role is the office of a state.
pub(crate) fn is_office(role: &Role, state: &str, offices: &[&str]) -> bool {
    role.code.country() == Some(state)
        && role.office.as_deref().is_some_and(|office| offices.contains(&office))
}
