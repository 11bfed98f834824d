//! Are times read as annotators read them?
//!
//! Of each text of MEANTIME only the headline, the line of its date and the first four sentences are annotated (six lines): a
//! time found further down is right or wrong, and nobody knows which. Here those lines alone are compared, by the measure
//! of TempEval-3 (UzZaman et al. 2013): a time counts where it overlaps one of the annotators' and has the same value.

use std::io::BufRead;

use jiff::civil::Date;
use rayon::prelude::*;
use relata::doc::{Basis, Days};
use relata::{Page, Pipeline};
use serde_json::Value;

use crate::{Floors, shared};

/// Lines of a text that are annotated.
const ANNOTATED: usize = 6;

pub(crate) fn report(misses: bool) -> anyhow::Result<Floors> {
    let pipeline = Pipeline::built_in()?;
    let text = shared::text("times_gold/meantime.jsonl")?;
    let documents: Vec<Value> = text
        .as_bytes()
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect::<anyhow::Result<_>>()?;
    let compared: Vec<(usize, usize, usize, String)> =
        documents.par_iter().map(|document| compare(&pipeline, document)).collect();
    if misses {
        compared.iter().for_each(|(.., told)| print!("{told}"));
    }
    let sum =
        |part: fn(&(usize, usize, usize, String)) -> usize| compared.iter().map(part).sum::<usize>() as f64;
    let (right, found, gold) = (sum(|c| c.0), sum(|c| c.1), sum(|c| c.2));
    let (precision, recall) = (right / found, right / gold);
    let f1 = 2.0 * right / (found + gold);
    println!(
        "annotated sentences of MEANTIME, time values: P {precision:.3} R {recall:.3} F {f1:.3} ({right} of {gold}, {found} found)"
    );
    let mut floors = Floors::default();
    floors.add("time values, F1", f1, 0.80);
    Ok(floors)
}

fn compare(pipeline: &Pipeline, document: &Value) -> (usize, usize, usize, String) {
    let whole = document["text"].as_str().unwrap_or_default();
    let text = whole.split('\n').take(ANNOTATED).collect::<Vec<_>>().join("\n");
    let mut page = Page::from_text(&*text);
    page.given = document["published"]
        .as_str()
        .and_then(|day| day.parse::<Date>().ok())
        .map(|day| Days::day(day, Basis::Document));
    let read = pipeline.annotate(&page);
    let code_points = |byte: usize| text[..byte].chars().count() as u64;
    let mut found: Vec<(u64, u64, &str, bool)> = read
        .mentions
        .times
        .iter()
        .map(|time| (code_points(time.span.start()), code_points(time.span.end()), &*time.value, false))
        .collect();
    let (mut right, mut told) = (0, String::new());
    let golds = document["times"].as_array().map_or(&[][..], Vec::as_slice);
    for gold in golds {
        let number = |name: &str| gold[name].as_u64().unwrap_or_default();
        let (start, end, value) =
            (number("start"), number("end"), gold["value"].as_str().unwrap_or_default());
        let words: String = whole.chars().skip(start as usize).take((end - start) as usize).collect();
        match found.iter_mut().find(|(first, last, _, used)| !used && *first < end && start < *last) {
            Some((.., read, used)) => {
                *used = true;
                match *read == value {
                    true => right += 1,
                    false => told.push_str(&format!("value\t{words}\t{value}\t{read}\n")),
                }
            }
            None => told.push_str(&format!("missed\t{words}\t{value}\n")),
        }
    }
    for (.., value, _) in found.iter().filter(|(.., used)| !used) {
        told.push_str(&format!("more\t{value}\n"));
    }
    (right, found.len(), golds.len(), told)
}
