//! Do the words of the chronicle's facts mean them, and nothing else?
//!
//! The news of 2025 and 2026, day by day, and dated releases and older news are read; what is heard in them ought to have
//! happened by then. Of what is heard in the news of a day, most ought to be of the days before it. A fact that is heard
//! before it happened, or again and again long after it, has words that are too general.

use std::collections::BTreeMap;
use std::io::BufRead;

use jiff::civil::Date;
use rayon::prelude::*;
use relata::{Files, Page, Pipeline};
use relata_dating::{Calendar, heard_facts};
use serde_json::Value;

use crate::{Floors, shared};

/// How often a fact is heard.
#[derive(Default)]
struct Heard {
    early: usize,
    fresh: usize,
    late: usize,
    example: String,
}

pub(crate) fn report(misses: bool) -> anyhow::Result<Floors> {
    let pipeline = Pipeline::built_in()?;
    let files = Files::built_in();
    let calendar = Calendar::from_files(&files.under("calendars/").collect::<Vec<_>>())
        .map_err(|faults| anyhow::anyhow!("{}", faults.join("\n")))?;
    let mut texts: Vec<(Date, String, bool)> =
        shared::bullets()?.into_iter().map(|bullet| (bullet.day, bullet.text, true)).collect();
    for (name, day) in
        [("whitehouse_briefings/releases.jsonl.gz", "date"), ("times_gold/meantime.jsonl", "published")]
    {
        for line in shared::text(name)?.as_bytes().lines() {
            let document: Value = serde_json::from_str(&line?)?;
            let written = document[day].as_str().and_then(|day| day.get(..10)?.parse().ok());
            let text = document["text"].as_str().unwrap_or_default().to_owned();
            texts.extend(written.map(|day| (day, text, false)));
        }
    }
    let heard: Vec<Vec<(String, i32, bool, String)>> = texts
        .par_iter()
        .map(|(day, text, is_news)| {
            let article = pipeline.extract(&Page::from_text(&**text));
            let (parse, _) = relata_analysis::parse(pipeline.models(), &article.text, &article.layout);
            let facts = heard_facts(&calendar, &article.text, &parse).into_iter();
            let told = facts.map(|fact| {
                let days = if *day < fact.first {
                    (*day - fact.first).get_days()
                } else {
                    (*day - fact.last).get_days().max(0)
                };
                let words = article.text.as_str();
                let start = words[..fact.span.start()].rfind(['.', '\n']).map_or(0, |at| at + 1);
                let sentence: String = words[start..].chars().take(160).collect();
                (format!("{} {}", fact.first, fact.what), days, *is_news, sentence.replace('\n', " "))
            });
            told.collect()
        })
        .collect();
    let mut facts: BTreeMap<String, Heard> = BTreeMap::new();
    let (mut fresh, mut all, mut early, mut whole) = (0, 0, 0, 0);
    for (what, days, is_news, sentence) in heard.into_iter().flatten() {
        let fact = facts.entry(what).or_default();
        whole += 1;
        let place = match days {
            ..-7 => &mut fact.early,
            -7..=31 => &mut fact.fresh,
            _ => &mut fact.late,
        };
        *place += 1;
        if days < -7 || (days > 31 && fact.early == 0) {
            fact.example = sentence;
        }
        early += usize::from(days < -7);
        (all, fresh) =
            (all + usize::from(is_news), fresh + usize::from(is_news && (-7..=31).contains(&days)));
    }
    if misses {
        let mut general: Vec<_> =
            facts.iter().filter(|(_, fact)| fact.early > 0 || fact.late > 2 + 3 * fact.fresh).collect();
        general.sort_by_key(|(_, fact)| std::cmp::Reverse((fact.early, fact.late)));
        for (what, fact) in general {
            println!(
                "{} early, {} fresh, {} late\t{what}\t{}",
                fact.early, fact.fresh, fact.late, fact.example
            );
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    println!(
        "{all} things heard in news of the day, {fresh} of them of the month before: {:.3}",
        share(fresh, all)
    );
    println!("{whole} things heard in dated texts, {early} before they happened: {:.3}", share(early, whole));
    let mut floors = Floors::default();
    floors.add("share of things heard that had happened", 1.0 - share(early, whole), 0.9);
    Ok(floors)
}
