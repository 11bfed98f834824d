//! Are pages that were put together from several texts told from whole ones?
//!
//! A stitch is made of runs of one to four paragraphs of two to four texts of different weeks, chosen by a seeded generator;
//! the whole ones are the texts themselves. What is measured is news and releases that nothing was fitted on; what the
//! weights are fitted on ([`measures`]) is other releases and older news.

use std::collections::HashSet;
use std::io::BufRead;

use jiff::civil::Date;
use rayon::prelude::*;
use relata::{Files, ModelWords, Pipeline};
use relata_dating::Calendar;
use relata_page::Page;
use serde_json::{Value, json};

use crate::{Floors, shared};

/// A text with its day and those of its paragraphs that say something.
struct Whole {
    text: String,
    day: Date,
    paragraphs: Vec<String>,
}

/// A page to be judged: its text, and the bytes at which another text begins.
struct Case {
    text: String,
    starts: Vec<usize>,
}

/// Numbers that look like chance and are the same each time (Steele, Lea and Flood 2014: SplitMix).
struct Dice(u64);

impl Dice {
    /// Returns a number below `sides`.
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }
}

pub(crate) fn report(misses: bool) -> anyhow::Result<Floors> {
    let pipeline = Pipeline::built_in()?;
    let news = read("dating_gold/wikinews.jsonl", "published", |_| true)?;
    let releases = read("dating_gold/state.jsonl.gz", "published", |_| true)?;
    let (mut right, mut found, mut all, mut alarms, mut whole) = (0, 0, 0, 0, 0);
    for (name, texts) in [("news", &news), ("releases", &releases)] {
        // As many of each kind: the news is the smaller set.
        let cases = stitches(texts, texts.len(), &mut Dice(7));
        let judged: Vec<bool> = cases.par_iter().map(|case| is_stitched(&pipeline, &case.text)).collect();
        let untouched: Vec<bool> = texts.par_iter().map(|text| is_stitched(&pipeline, &text.text)).collect();
        let told = judged.iter().filter(|stitched| **stitched).count();
        let false_alarms = untouched.iter().filter(|stitched| **stitched).count();
        if misses {
            let first = |text: &str| text.chars().take(90).collect::<String>().replace('\n', " / ");
            for (text, _) in texts.iter().zip(&untouched).filter(|(_, stitched)| **stitched) {
                println!("accused\t{name}\t{}", first(&text.text));
            }
            for (case, _) in cases.iter().zip(&judged).filter(|(_, stitched)| !**stitched) {
                println!("missed\t{name}\t{} texts\t{}", case.starts.len() + 1, first(&case.text));
            }
        }
        let f1 = 2.0 * told as f64 / (told + false_alarms + cases.len()) as f64;
        println!(
            "{name:<9} {told} of {} stitches told, {false_alarms} of {} whole texts accused ({:.3}), F1 {f1:.3}",
            cases.len(),
            texts.len(),
            false_alarms as f64 / texts.len() as f64
        );
        (right, found) = (right + told, found + told + false_alarms);
        (all, alarms, whole) = (all + cases.len(), alarms + false_alarms, whole + texts.len());
    }
    let f1 = 2.0 * f64::from(right as u32) / (found + all) as f64;
    let accused = alarms as f64 / whole as f64;
    println!("stitched or whole: F1 {f1:.3}, {accused:.3} of whole texts accused");
    let mut floors = Floors::default();
    floors.add("F1 of the verdict whether a page was stitched", f1, 0.70);
    floors.add("share of whole texts not accused", 1.0 - accused, 0.97);
    Ok(floors)
}

/// Prints what the weights are fitted on, one page a line: whether it is a stitch, the numbers of each break with whether
/// another text begins there, and the numbers of the page.
pub(crate) fn measures() -> anyhow::Result<()> {
    let pipeline = Pipeline::built_in()?;
    let files = Files::built_in();
    let calendar = Calendar::from_files(&files.under("calendars/").collect::<Vec<_>>())
        .map_err(|faults| anyhow::anyhow!("{}", faults.join("\n")))?;
    // Releases that are not among those measured.
    let measured: HashSet<String> = read("dating_gold/state.jsonl.gz", "published", |_| true)?
        .iter()
        .flat_map(|text| text.paragraphs.iter().map(|paragraph| letters(paragraph)))
        .collect();
    let other =
        |text: &str| !text.split('\n').any(|line| line.len() > 200 && measured.contains(&letters(line)));
    let sets = [
        read("whitehouse_briefings/releases.jsonl.gz", "date", |_| true)?,
        read("state_press_releases/releases.jsonl.gz", "date", other)?,
        read("times_gold/meantime.jsonl", "published", |_| true)?,
    ];
    for texts in &sets {
        let mut cases = stitches(texts, texts.len().max(300), &mut Dice(11));
        cases.extend(texts.iter().map(|whole| Case { text: whole.text.clone(), starts: Vec::new() }));
        let lines: Vec<Value> = cases.par_iter().map(|case| measure(&pipeline, &calendar, case)).collect();
        lines.iter().for_each(|line| println!("{line}"));
    }
    Ok(())
}

fn measure(pipeline: &Pipeline, calendar: &Calendar, case: &Case) -> Value {
    let article = pipeline.extract(&Page::from_text(&*case.text));
    let (parse, _) = relata_analysis::parse(pipeline.models(), &article.text, &article.layout);
    let times = relata_dating::expressions(calendar, &article.text, &article.layout, &parse);
    let words = ModelWords(pipeline.models());
    let (breaks, page) = relata_dating::measures(&words, &article.text, &article.layout, &parse, &times);
    let mut starts = case.starts.iter().copied().peekable();
    let breaks: Vec<Value> = breaks
        .into_iter()
        .map(|(at, numbers)| {
            // A text begins at the first paragraph at or behind its first byte that is long enough to be looked at.
            let begins = starts.next_if(|start| *start <= at).is_some();
            json!([begins, numbers])
        })
        .collect();
    json!({"stitched": !case.starts.is_empty(), "breaks": breaks, "page": page})
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_stitched(pipeline: &Pipeline, text: &str) -> bool {
    pipeline.date(&Page::from_text(text), true).1.coherence.stitched
}

fn read(name: &str, day: &str, take: impl Fn(&str) -> bool) -> anyhow::Result<Vec<Whole>> {
    let mut texts = Vec::new();
    for line in shared::text(name)?.as_bytes().lines() {
        let document: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| document[name].as_str().unwrap_or_default();
        // Some of the older news is cut into tokens.
        let text = [" ,", " .", " ;", " :", " 's", " )"]
            .iter()
            .fold(field("text").to_owned(), |text, mark| text.replace(mark, mark.trim()));
        let Some(Ok(day)) = field(day).get(..10).map(str::parse) else { continue };
        let lines = text.split('\n').map(str::trim);
        let paragraphs: Vec<String> =
            lines.filter(|line| line.split(' ').count() >= 12).map(str::to_owned).collect();
        if paragraphs.len() >= 2 && take(&text) {
            texts.push(Whole { day, paragraphs, text });
        }
    }
    Ok(texts)
}

fn stitches(texts: &[Whole], count: usize, dice: &mut Dice) -> Vec<Case> {
    let mut cases = Vec::new();
    while cases.len() < count {
        let parts = 2 + dice.throw(3);
        let mut chosen: Vec<&Whole> = Vec::new();
        for _ in 0..50 {
            let text = &texts[dice.throw(texts.len())];
            let week = |day: Date| (day.iso_week_date().year(), day.iso_week_date().week());
            if chosen.len() < parts && chosen.iter().all(|other| week(other.day) != week(text.day)) {
                chosen.push(text);
            }
        }
        let mut case = Case { text: String::new(), starts: Vec::new() };
        for whole in chosen {
            if !case.text.is_empty() {
                case.starts.push(case.text.len());
            }
            let length = (1 + dice.throw(4)).min(whole.paragraphs.len());
            let from = dice.throw(2) * dice.throw(whole.paragraphs.len() - length + 1);
            for paragraph in &whole.paragraphs[from..from + length] {
                case.text.push_str(paragraph);
                case.text.push_str("\n\n");
            }
        }
        cases.push(case);
    }
    cases
}
