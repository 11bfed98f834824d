//! How long before or after a time that it tells is news written?
//!
//! One line a time: the document, where the time stands (bytes), what kind it is, the tense and place of its clause, and the
//! days from what it tells to the day of writing. `likelihood.rs` of `relata-dating` is made from such figures.

use std::path::Path;

use anyhow::Context;
use jiff::civil::Date;
use rayon::prelude::*;
use relata::Files;
use relata_dating::{Calendar, Meaning, RawTime, YearWord};
use relata_page::Page;
use serde_json::Value;

pub(crate) fn print(documents: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(documents).with_context(|| {
        format!("{}: name a file of JSON lines with \"text\" and \"published\"", documents.display())
    })?;
    let pipeline = relata::Pipeline::built_in()?;
    let files = Files::built_in();
    let calendar = Calendar::from_files(&files.under("calendars/").collect::<Vec<_>>())
        .map_err(|faults| anyhow::anyhow!("{}", faults.join("\n")))?;
    let lines: Vec<(usize, &str)> = text.lines().enumerate().collect();
    let told: anyhow::Result<Vec<String>> = lines
        .into_par_iter()
        .map(|(number, line)| {
            let document: Value = serde_json::from_str(line)?;
            let written: Date =
                document["published"].as_str().unwrap_or_default().get(..10).unwrap_or_default().parse()?;
            let page = Page::from_text(document["text"].as_str().unwrap_or_default());
            let article = pipeline.extract(&page);
            let (parse, _) = relata_analysis::parse(pipeline.models(), &article.text, &article.layout);
            let times = relata_dating::expressions(&calendar, &article.text, &article.layout, &parse);
            let rows = times.iter().filter_map(|time| row(number, time, written));
            Ok(rows.collect::<String>())
        })
        .collect();
    print!("document\tat\tkind\ttense\tplanned\tmain\tdays\n{}", told?.concat());
    Ok(())
}

fn row(number: usize, time: &RawTime, written: Date) -> Option<String> {
    let (kind, told) = match time.meaning {
        Meaning::Day { year: YearWord::Told(_), weekday, .. } => {
            (if weekday.is_some() { "weekday and day" } else { "day" }, time.told_day()?)
        }
        Meaning::Day { year: YearWord::Untold, month, day, weekday } => {
            let year = written.year();
            let days = (year - 1..=year + 1).filter_map(|year| Date::new(year, month, day).ok());
            let nearest = days.min_by_key(|day| (written - *day).get_days().abs())?;
            (if weekday.is_some() { "weekday and day of no year" } else { "day of no year" }, nearest)
        }
        Meaning::Month(month, YearWord::Told(year)) => {
            ("month", Date::new(year.try_into().ok()?, month, 1).ok()?)
        }
        Meaning::Year(year) => ("year", Date::new(year.try_into().ok()?, 1, 1).ok()?),
        _ => return None,
    };
    let days = (written - told).get_days();
    let RawTime { span, tense, planned, main, .. } = time;
    Some(format!("{number}\t{}\t{kind}\t{tense:?}\t{planned}\t{main}\t{days}\n", span.start()))
}
