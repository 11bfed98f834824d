//! Which mentions of one page tell the same event?

use std::collections::BTreeSet;

use relata_doc::{ActorMention, Event, EventMention, Parse, PloverType, SectionKind};

/// Groups the mentions of one page into events, and writes the event's number into each mention.
///
/// Two mentions tell one event where they agree in type, status and polarity, in their parties (in either order where the
/// act has none) and in their days. A mention joins the first event whose first mention it agrees with.
pub(crate) fn merge(parse: &Parse, mentions: &mut [EventMention]) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for i in 0..mentions.len() {
        let agrees = |event: &Event| {
            event.mentions.first().is_some_and(|&first| are_one(parse, &mentions[first], &mentions[i]))
        };
        let found = events.iter().position(agrees);
        let number = match found {
            Some(number) => {
                events[number].mentions.push(i);
                number
            }
            None => {
                events.push(Event { mentions: vec![i] });
                events.len() - 1
            }
        };
        mentions[i].event = number;
    }
    events
}

fn are_one(parse: &Parse, a: &EventMention, b: &EventMention) -> bool {
    let same_act = a.action.plover.is_some()
        && a.action.plover == b.action.plover
        && (a.action.cameo.root() == b.action.cameo.root());
    if !same_act || a.status != b.status || a.polarity != b.polarity {
        return false;
    }
    let straight = agree(&a.source, &b.source) && agree(&a.target, &b.target);
    let reciprocal = a.action.plover == Some(PloverType::Consult);
    let crossed = reciprocal && agree(&a.source, &b.target) && agree(&a.target, &b.source);
    // A headline tells no time of its own; elsewhere the days must meet.
    let headline = [a, b].iter().any(|mention| {
        mention.time_words.is_none() && parse.sentences[mention.sentence].section == SectionKind::Headline
    });
    (straight || crossed) && (headline || a.time.overlaps(&b.time))
}

/// Returns whether two sides may mean the same: they are named alike, or share their codes.
fn agree(a: &[ActorMention], b: &[ActorMention]) -> bool {
    let keys = |actors: &[ActorMention]| -> BTreeSet<String> {
        actors
            .iter()
            .map(|actor| {
                if actor.code.is_empty() {
                    actor.name.clone().unwrap_or_default()
                } else {
                    actor.code.to_string()
                }
            })
            .collect()
    };
    let (a, b) = (keys(a), keys(b));
    !a.is_empty() && a == b
}
