//! Which holders of offices are known, with state, office and term?
//!
//! Every leader of the factbook (a yearly snapshot) and every holder of Wikidata's tables is read by the program as a name in
//! a sentence of news; the person it is taken for must hold the office then. After an exact end of term, where neither
//! source gives the person a governing office, the program must not say that one is held.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use rayon::prelude::*;
use regex::Regex;
use relata::doc::{Basis, Days};
use relata::{Pipeline, doc::ActorMention};

use crate::{Floors, resolve, shared};

/// Errors of the sources, which are not to be copied: `source,person,reason`.
const ERRORS: &str = include_str!("../source-errors.csv");

#[derive(Debug, Clone)]
struct Case {
    source: &'static str,
    office: &'static str,
    state: String,
    words: String,
    /// A day of the term, or the first day of the factbook's year.
    day: Date,
    /// The last day on which the office may have been held to agree: of the factbook the end of the year.
    until: Date,
    exact_end: Option<Date>,
}

/// The offices counted, and those of the knowledge that are the same: a head of government that is head of state too.
fn offices(office: &str) -> &'static [&'static str] {
    match office {
        "head of state or government" => &["head-of-state", "head-of-government"],
        "foreign minister" => &["foreign-minister"],
        _ => &["defence-minister"],
    }
}

pub(crate) fn report(misses: bool) -> anyhow::Result<Floors> {
    let pipeline = Pipeline::built_in()?;
    let errors: BTreeSet<(String, String)> = csv::Reader::from_reader(ERRORS.as_bytes())
        .records()
        .filter_map(|row| row.ok().map(|row| (row[0].to_owned(), row[1].to_owned())))
        .collect();
    let mut cases = factbook(&pipeline)?;
    let holders = holders()?;
    cases.extend(holders.iter().cloned());
    let before = cases.len();
    cases.retain(|case| !errors.contains(&(case.source.to_owned(), case.words.clone())));
    println!(
        "{} cases, {} left out as errors of their source (xtask/source-errors.csv)",
        cases.len(),
        before - cases.len()
    );
    let outcomes: Vec<Option<String>> = cases.par_iter().map(|case| missed(&pipeline, case)).collect();
    let mut figures: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for (case, missed) in cases.iter().zip(&outcomes) {
        let (found, all) = figures.entry((case.office, case.source)).or_default();
        *all += 1;
        *found += usize::from(missed.is_none());
        if let (true, Some(why)) = (misses, missed) {
            println!(
                "miss\t{}\t{}\t{}\t{}\t{}\t{why}",
                case.source, case.office, case.state, case.words, case.day
            );
        }
    }
    let mut totals: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for ((office, source), (found, all)) in &figures {
        println!("{office:<28} {source:<10} {found:>6} of {all:>6}  {:.3}", *found as f64 / *all as f64);
        let total = totals.entry(office).or_default();
        *total = (total.0 + found, total.1 + all);
    }
    let mut floors = Floors::default();
    for (office, (found, all)) in totals {
        let least = if office.starts_with("head") { 0.97 } else { 0.90 };
        floors.add(office, found as f64 / all as f64, least);
        println!("{office:<28} {:<10} {found:>6} of {all:>6}  {:.3}", "all", found as f64 / all as f64);
    }
    floors.add("none a year after", after(&pipeline, &cases, misses)?, 0.97);
    Ok(floors)
}

/// Returns why a case is missed, if it is.
fn missed(pipeline: &Pipeline, case: &Case) -> Option<String> {
    let within = Days::between(case.day, case.until, relata::doc::Precision::Range, Basis::Stated);
    let middle = case.day.checked_add(((case.until - case.day).get_days() / 2).days()).unwrap_or(case.day);
    let Some(mention) = [middle, case.day, case.until].into_iter().find_map(|day| {
        resolve::who(pipeline, &case.words, day).filter(|mention| resolve::actor(pipeline, mention).is_some())
    }) else {
        return Some("not known".to_owned());
    };
    let actor = resolve::actor(pipeline, &mention)?;
    let held = actor
        .roles
        .iter()
        .any(|role| resolve::is_office(role, &case.state, offices(case.office)) && role.held_within(&within));
    (!held).then(|| format!("taken for {}, who does not hold it then", actor.name))
}

/// Counts those who, a year after the exact end of their last governing office, are still said to hold one.
fn after(pipeline: &Pipeline, cases: &[Case], misses: bool) -> anyhow::Result<f64> {
    // Until when each person governs by any source, by the words of the name.
    let text = shared::text("office_holders_wikidata/holders_since_2000.csv.gz")?;
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(text.as_bytes()).into_records().collect::<Result<_, _>>()?;
    let mut governs: HashMap<&str, Vec<(Date, Option<Date>)>> = HashMap::new();
    for row in &rows {
        if let Some(from) = first_day(&row[4]) {
            governs.entry(row.get(2).unwrap_or_default()).or_default().push((from, first_day(&row[5])));
        }
    }
    for case in cases {
        let end = if case.source == "factbook" { Some(case.until) } else { case.exact_end };
        governs.entry(&case.words).or_default().push((case.day, end));
    }
    let last = date(2026, 5, 31);
    let ended: Vec<(&Case, Date)> = cases
        .iter()
        .filter_map(|case| {
            let later = case.exact_end?.checked_add(1.year()).ok().filter(|later| *later <= last)?;
            let again = governs[case.words.as_str()]
                .iter()
                .any(|(from, end)| *from <= later && end.is_none_or(|end| later <= end));
            (!again).then_some((case, later))
        })
        .collect();
    let wrong: Vec<(&Case, Date, ActorMention)> = ended
        .par_iter()
        .filter_map(|&(case, later)| {
            let mention = resolve::who(pipeline, &case.words, later)?;
            mention.code.has_sector("GOV").then_some((case, later, mention))
        })
        .collect();
    let share = 1.0 - wrong.len() as f64 / ended.len().max(1) as f64;
    // Who holds an office by the hand-written files that the sources do not tell of is no error.
    println!(
        "a year after an exact end      {:>6} of {:>6}  {:.3} hold no governing role",
        ended.len() - wrong.len(),
        ended.len(),
        share
    );
    if misses {
        for (case, later, mention) in wrong {
            println!("after\t{}\t{}\t{}\t{later}\t{}", case.source, case.words, case.state, mention.why);
        }
    }
    Ok(share)
}

/// Returns the leaders of the factbook, one case for each state, year and name.
fn factbook(pipeline: &Pipeline) -> anyhow::Result<Vec<Case>> {
    let field = Regex::new(
        r"(?:chief of state|head of government): *(.*?)(?: *\| |cabinet:|head of government:|elections|$)",
    )?;
    let since = Regex::new(r"([^();]{4,90}?) *\((?:since|as of) (?:[^)]*?(\d{4}))?[^)]*\)")?;
    let nickname = Regex::new(r"\(([^()]*)\)")?;
    let by_fips: HashMap<String, String> = pipeline
        .knowledge()
        .world
        .states()
        .iter()
        // A territory's head is that of another state.
        .filter(|state| state.cow.is_some() || state.contested)
        .filter_map(|state| Some((state.fips.as_ref()?.to_lowercase(), state.code.clone())))
        .collect();
    let mut seen = BTreeSet::new();
    let mut cases = Vec::new();
    for line in shared::text("cia_factbook/government_fields_1990_2025.tsv.zst")?.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [year, row, "Executive branch", content] = fields[..] else { continue };
        let year: i16 = year.parse()?;
        let Some(state) = by_fips.get(&row.split('|').next().unwrap_or_default().to_lowercase()) else {
            continue;
        };
        if year < 2000 {
            continue;
        }
        // "Stjepan (Stipe) MESIC"
        let content = nickname.replace_all(content, |found: &regex::Captures| {
            if found[1].starts_with("since") || found[1].starts_with("as of") {
                found[0].to_owned()
            } else {
                String::new()
            }
        });
        for block in field.captures_iter(&content) {
            let mut of_deputies = false;
            for named in since.captures_iter(&block[1]) {
                // An edition of later days bears an earlier year at times.
                if named
                    .get(2)
                    .and_then(|since| since.as_str().parse::<i16>().ok())
                    .is_some_and(|since| since > year)
                {
                    continue;
                }
                let Some(words) = person(&named[1], &mut of_deputies) else { continue };
                if seen.insert((state.clone(), year, words.clone())) {
                    cases.push(Case {
                        source: "factbook",
                        office: "head of state or government",
                        state: state.clone(),
                        words,
                        day: date(year, 1, 1),
                        until: date(year, 12, 31),
                        exact_end: None,
                    });
                }
            }
        }
    }
    Ok(cases)
}

/// Returns the name of a leader with the title before it, in ordinary capitals, or none where the words name no leader:
/// neither deputies nor those listed behind one without a title of their own.
fn person(words: &str, of_deputies: &mut bool) -> Option<String> {
    let words = words.trim().trim_start_matches(['-', ',', ';', '|', ' ']);
    let is_other = [
        "Vice",
        "Deputy",
        "Deputies",
        "Governor",
        "represented",
        "note",
        "First Minister",
        "High Commissioner",
        "Commissioner",
        "Administrator",
        "Mayor",
        "Prefect",
        "elect",
        "heir",
        "Heir",
    ];
    let has_title = [
        "President",
        "Minister",
        "King",
        "Queen",
        "Chief",
        "Premier",
        "Chancellor",
        "Chairman",
        "Chair",
        "Emir",
        "Amir",
        "Sultan",
        "Prince",
        "Head",
        "Captain",
        "Leader",
        "Pope",
    ];
    *of_deputies = is_other.iter().any(|other| words.contains(other))
        || (*of_deputies && !has_title.iter().any(|title| words.contains(title)));
    // A family name stands in capitals.
    let is_capital = |word: &str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.contains(char::is_lowercase)
    };
    if *of_deputies || !words.split_whitespace().any(is_capital) {
        return None;
    }
    let words = words.rsplit(" - ").next().unwrap_or(words).trim();
    // "Sultan and Prime Minister QABOOS" holds two offices; one is enough to find him.
    let words = words
        .rsplit_once(" and Prime Minister ")
        .map_or(words.to_owned(), |(_, name)| format!("Prime Minister {name}"));
    let nickname = words.find("\"\"").zip(words.rfind("\"\""));
    let words = match nickname {
        Some((first, last)) if first < last => format!("{}{}", &words[..first], &words[last + 2..]),
        _ => words,
    };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_start_matches("and ").trim_start_matches("of ");
    // Runs of capitals are written as names are, but for the numbers of kings.
    let mut written = String::new();
    let letters: Vec<char> = words.chars().collect();
    for run in letters.chunk_by(|a, b| a.is_alphabetic() == b.is_alphabetic()) {
        let is_number = run.iter().all(|c| "IVX".contains(*c));
        if run.len() > 1 && !is_number && run.iter().all(|c| c.is_uppercase()) {
            written.push(run[0]);
            written.extend(run[1..].iter().flat_map(|c| c.to_lowercase()));
        } else {
            written.extend(run);
        }
    }
    Some(written.replace("Al-", "al-").replace("El-", "el-"))
}

/// Returns the heads and foreign and defence ministers of Wikidata's tables.
fn holders() -> anyhow::Result<Vec<Case>> {
    let foreign = Regex::new(
        r"(?i)^((federal )?(minister|secretary|ministry)( of state)? (of|for) (the )?(foreign|external)( and \w+)? (affairs|relations)( and .*)?|secretary of state for foreign.*|foreign minister|(united states )?secretary of state)$",
    )?;
    let defence = Regex::new(
        r"(?i)^(federal )?(minister|secretary)( of state)? (of|for) (national )?defen[cs]e( and .*)?$",
    )?;
    let states = csv::Reader::from_reader(include_str!("../holder-states.csv").as_bytes())
        .records()
        .filter_map(|row| row.ok().map(|row| (row[0].to_owned(), row[1].to_owned())))
        .collect::<HashMap<_, _>>();
    let mut cases = Vec::new();
    for row in csv::Reader::from_reader(
        shared::text("office_holders_wikidata/holders_since_2000.csv.gz")?.as_bytes(),
    )
    .records()
    {
        let row = row?;
        let (repo, position, person, start, end) = (&row[0], &row[1], &row[2], &row[4], &row[5]);
        let Some(state) = states.get(repo) else { continue };
        // A minister of state is a junior one, and in South Asia a foreign secretary is an official.
        let is_junior = position.starts_with("Minister of State")
            || (repo == "india-ministers" && position.contains("Secretary"));
        let office = match position {
            _ if is_junior => continue,
            "President" | "Prime Minister" => "head of state or government",
            position if foreign.is_match(position) => "foreign minister",
            position if defence.is_match(position) => "defence minister",
            _ => continue,
        };
        // Days may be years or months alone; a term whose beginning is not known by the day is asked for within it.
        let Some(from) = first_day(start) else { continue };
        let (until, exact_end) = match end {
            "" => (date(2022, 9, 1), None),
            end => (first_day(end).unwrap_or(from), end.parse::<Date>().ok()),
        };
        let from = from.max(date(2000, 1, 1));
        if until < from || (until - from).get_days() < 2 {
            continue;
        }
        cases.push(Case {
            source: "wikidata",
            office,
            state: state.clone(),
            words: person.to_owned(),
            day: from,
            until,
            exact_end,
        });
    }
    Ok(cases)
}

fn first_day(written: &str) -> Option<Date> {
    let whole = match written.len() {
        4 => format!("{written}-07-01"),
        7 => format!("{written}-15"),
        _ => written.to_owned(),
    };
    whole.parse().ok()
}
