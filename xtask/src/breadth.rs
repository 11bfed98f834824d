//! Which people, groups and organizations that the news links have a code?
//!
//! Of the first 200 bullets under two headings of the portal of current events, every link whose words begin with a capital
//! and name no place, day or event: the program must give the words, read in their sentence, the code of a state or a group.

use std::collections::BTreeSet;

use rayon::prelude::*;
use regex::Regex;
use relata::Pipeline;

use crate::{Floors, resolve, shared};

pub(crate) fn report(misses: bool) -> anyhow::Result<Floors> {
    let pipeline = Pipeline::built_in()?;
    let event = Regex::new(
        r"(?i)\b(wars?|attacks?|bombings?|conflicts?|crisis|offensives?|elections?|strikes?|airstrikes?|protests?|massacre|invasion|campaign|operation|insurgency|battle|clashes|siege|ceasefire|agreement|treaty|accords?|summit|shootings?|stabbing|hostage|talks|relations|tariffs?|sanctions|act|resolution|border|crossing|airport|intervention|incursion|annexation|occupation|dispute|coup|genocide|embargo|protocol|convention|referendum|inauguration|crash|flight \d+|list of|timeline|\d{4})\b",
    )?;
    let bullets = shared::bullets()?;
    let mut floors = Floors::default();
    for heading in ["Armed conflicts and attacks", "International relations"] {
        let chosen: Vec<&shared::Bullet> =
            bullets.iter().filter(|bullet| bullet.heading == heading).take(200).collect();
        let read: Vec<Vec<(String, bool)>> = chosen
            .par_iter()
            .map(|bullet| {
                let page = resolve::page(&bullet.text, bullet.day);
                let document = pipeline.annotate(&page);
                let spans: Vec<_> = bullet.links.iter().map(|(at, _)| at.clone()).collect();
                let meant = pipeline.who(&page, &spans);
                let mut found = Vec::new();
                for ((at, title), meant) in bullet.links.iter().zip(&meant) {
                    let words = &bullet.text[at.clone()];
                    let overlaps = |span: relata::doc::Span| span.start() < at.end && at.start < span.end();
                    if !words.starts_with(char::is_uppercase) || event.is_match(title) {
                        continue;
                    }
                    let coded = meant.iter().any(|actor| !actor.code.is_empty())
                        || document.mentions.entities.iter().any(|entity| {
                            overlaps(entity.span)
                                && entity.actor.as_ref().is_some_and(|actor| !actor.code.is_empty())
                        });
                    let is_place = document.mentions.places.iter().any(|place| overlaps(place.span))
                        || pipeline.is_place_name(title.split([',', '(']).next().unwrap_or(title).trim());
                    let is_actor = document.mentions.entities.iter().any(|entity| {
                        overlaps(entity.span)
                            && entity.actor.as_ref().is_some_and(|actor| {
                                actor.kind != relata::doc::ActorKind::Place
                                    && actor.kind != relata::doc::ActorKind::State
                            })
                    });
                    if is_place && !is_actor {
                        continue;
                    }
                    found.push((format!("{words} [{title}]"), coded));
                }
                found
            })
            .collect();
        let links: Vec<&(String, bool)> = read.iter().flatten().collect();
        let distinct: BTreeSet<&(String, bool)> = links.iter().copied().collect();
        let share = |some: usize, all: usize| some as f64 / all.max(1) as f64;
        let coded = links.iter().filter(|(_, coded)| *coded).count();
        let coded_distinct = distinct.iter().filter(|(_, coded)| *coded).count();
        println!(
            "{heading}: {coded} of {} links  {:.3}; {coded_distinct} of {} distinct  {:.3}",
            links.len(),
            share(coded, links.len()),
            distinct.len(),
            share(coded_distinct, distinct.len())
        );
        floors.add(heading, share(coded_distinct, distinct.len()), 0.85);
        if misses {
            for (link, _) in distinct.iter().filter(|(_, coded)| !coded) {
                println!("miss\t{link}");
            }
        }
    }
    Ok(floors)
}
