//! Which changes of office that the news of 2025 and 2026 reports are known?
//!
//! The query: a sentence of the portal of current events in which a linked person "is sworn in as", "is elected", "is
//! appointed" or "resigns as" (and the like) one of the offices counted, of a state named there. The person must hold the
//! office after it, or hold it no longer.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use rayon::prelude::*;
use regex::Regex;
use relata::Pipeline;
use relata::doc::{Basis, Days, Precision};
use relata_knowledge::Meaning;

use crate::shared::Bullet;
use crate::{Floors, resolve, shared};

/// What a sentence says becomes of an office.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Change {
    Begins,
    Elected,
    Ends,
}

struct Case {
    day: Date,
    person: String,
    state: String,
    offices: &'static [&'static str],
    change: Change,
    text: String,
}

const VERBS: &str = r"(?P<begins>(?:is|are) (?:officially |formally )?(?:sworn in|inaugurated|appointed|named|installed)|takes? (?:office|the oath of office)|assumes (?:office|power)|becomes)|(?P<elected>(?:is|are) (?:re-?)?elected|wins? (?:the|a)[^.]{0,60}(?:election|term))|(?P<ends>(?:resigns?|steps? down|leaves office|(?:is|are) (?:removed|ousted|dismissed|deposed|impeached and removed)|announces (?:his|her) resignation))";
const OFFICES: &str = r"(?P<hos>(?:interim |acting |transitional |caretaker )?president)|(?P<hog>(?:interim |acting |transitional |caretaker )?(?:prime minister|chancellor|premier|taoiseach))|(?P<fm>foreign minister|minister (?:of|for) foreign affairs|secretary of state)|(?P<dm>defen[cs]e minister|minister (?:of|for) (?:national )?defen[cs]e|secretary of (?:defense|war))";

pub(crate) fn report(misses: bool) -> anyhow::Result<Floors> {
    let pipeline = Pipeline::built_in()?;
    // The office stands right behind the verb: "is sworn in as the 9th President of Palau".
    let query = Regex::new(&format!(
        r"(?i)(?:{VERBS})(?: by [^.,]{{1,40}})?,? ?(?:in |back )?(?:as|to be)?(?: (?:the|a|new|next|first|second|his|her|country's|(?:\d+|[a-z]+)(?:st|nd|rd|th)|[A-Z]\w+(?:'s)?)){{0,5}} (?:{OFFICES})\b"
    ))?;
    let cases: Vec<Case> =
        shared::bullets()?.iter().filter_map(|bullet| case(&pipeline, &query, bullet)).collect();
    let outcomes: Vec<Option<String>> = cases.par_iter().map(|case| missed(&pipeline, case)).collect();
    for (case, missed) in cases.iter().zip(&outcomes) {
        if let (true, Some(why)) = (misses, missed) {
            println!(
                "miss\t{}\t{}\t{}\t{:?}\t{:?}\t{why}\t{}",
                case.day, case.person, case.state, case.offices, case.change, case.text
            );
        }
    }
    let found = outcomes.iter().filter(|missed| missed.is_none()).count();
    println!(
        "changes of office known  {found} of {}  {:.3}",
        cases.len(),
        found as f64 / cases.len().max(1) as f64
    );
    let mut floors = Floors::default();
    floors.add("changes of office", found as f64 / cases.len().max(1) as f64, 0.85);
    Ok(floors)
}

fn case(pipeline: &Pipeline, query: &Regex, bullet: &Bullet) -> Option<Case> {
    let found = query.captures(&bullet.text)?;
    let whole = found.get(0)?;
    let is = |name: &str| found.name(name).is_some();
    // "Vice president" is another office; so is a party's, a company's or a chamber's.
    let before = bullet.text[..whole.end()].to_lowercase();
    let after = &bullet.text[whole.end()..];
    let other = Regex::new(r"(?i)^(?:[- ]elect)?(?: pro tempore)? of (?:the )?(?:senate|house|national assembly|parliament|chamber|congress|the government|company|United Nations|UN\b|Eurogroup|New Caledonia|(?-i:[A-Z]{3,})\b|International|European|Bundestag|Supreme|Constitutional|Assembly|National|World|African|Council|Federal Supreme)").ok()?;
    let designate =
        ["-designate", " designate", "-elect", " candidate"].iter().any(|word| after.starts_with(word));
    if designate
        || before.contains("vice president")
        || before.contains("vice-president")
        || before.contains("deputy")
        || other.is_match(after)
    {
        return None;
    }
    let offices: &'static [&'static str] = if is("hos") {
        &["head-of-state", "head-of-government"]
    } else if is("hog") {
        &["head-of-government", "head-of-state"]
    } else if is("fm") {
        &["foreign-minister"]
    } else {
        &["defence-minister"]
    };
    let change = if is("begins") {
        Change::Begins
    } else if is("elected") {
        Change::Elected
    } else {
        Change::Ends
    };
    let world = &pipeline.knowledge().world;
    let is_state = |words: &str| {
        world.meanings(words).into_iter().find_map(|meaning| match meaning {
            Meaning::State(id) | Meaning::Adjective(id) | Meaning::Seat(id, true) => {
                Some(world.state(id).code.clone())
            }
            _ => None,
        })
    };
    // The person is the last link before the verb that names no state, office or other thing; the state the nearest link.
    let person =
        bullet.links.iter().rev().filter(|(at, _)| at.end <= whole.start()).find(|(at, title)| {
            let words = &bullet.text[at.clone()];
            let is_name = words.split(' ').count() >= 2
                && words.split(' ').all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3);
            is_name
                && is_state(words).is_none()
                && !title.contains("resident")
                && !title.contains("inister")
                && !title.contains("lection")
                && !title.contains("overnment")
                && !title.contains("arty")
        })?;
    // What stands between belongs to the person: no other clause.
    if whole.start() - person.0.end > 60 || bullet.text[person.0.end..whole.start()].contains(". ") {
        return None;
    }
    let sentence_end = after.find(". ").map_or(bullet.text.len(), |at| whole.end() + at);
    let near = bullet.links.iter().filter(|(at, _)| at.start >= person.0.end && at.end <= sentence_end);
    let state = near
        .flat_map(|(at, title)| {
            [
                bullet.text[at.clone()].to_owned(),
                title.clone(),
                title.rsplit(" of ").next().unwrap_or_default().to_owned(),
            ]
        })
        .chain(
            after
                .strip_prefix(" of ")
                .map(|rest| rest.split([',', '.', ' ']).next().unwrap_or_default().to_owned()),
        )
        .find_map(|words| is_state(words.trim_start_matches("the ")))?;
    Some(Case {
        day: bullet.day,
        person: bullet.text[person.0.clone()].to_owned(),
        state,
        offices,
        change,
        text: bullet.text.chars().take(160).collect(),
    })
}

fn missed(pipeline: &Pipeline, case: &Case) -> Option<String> {
    let last = date(2026, 5, 31);
    let later = |days: i64| case.day.checked_add(days.days()).map_or(last, |day| day.min(last));
    let Some(mention) = resolve::who(pipeline, &case.person, later(1)) else {
        return Some("not known".to_owned());
    };
    let Some(actor) = resolve::actor(pipeline, &mention) else { return Some("not known".to_owned()) };
    let holds = |from: Date, until: Date| {
        let within = Days::between(from, until, Precision::Range, Basis::Stated);
        actor
            .roles
            .iter()
            .any(|role| resolve::is_office(role, &case.state, case.offices) && role.held_within(&within))
    };
    let right = match case.change {
        Change::Begins => holds(later(1), later(5)) || (case.day == last && holds(last, last)),
        // Who is elected may take office months later.
        Change::Elected => holds(later(0), later(240)),
        Change::Ends => {
            !holds(later(120), later(120)) || case.day > date(2026, 2, 1) && !actor.roles.is_empty()
        }
    };
    (!right).then(|| format!("{} does not hold it then", actor.name))
}
