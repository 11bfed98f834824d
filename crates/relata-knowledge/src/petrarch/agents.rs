//! Which nouns for roles does a dictionary of agents hold?

use std::collections::HashMap;

use relata_doc::ActorCode;

use super::{Ledger, parted, phrase};
use crate::agents::Agents;

pub(super) fn lay_over(agents: &mut Agents, lines: &[String], ledger: &mut Ledger) {
    let mut sets: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut seen: HashMap<String, (usize, ActorCode)> = HashMap::new();
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if let Some((name, members)) = set(line) {
            sets.insert(name, members);
            ledger.take(number);
            continue;
        }
        let entry = match read(line, &sets) {
            Ok(entry) => entry,
            Err(fact) => {
                ledger.refuse(number, fact, "Write NOUN {PLURAL} [~GOV].");
                continue;
            }
        };
        ledger.take(number);
        if entry.before {
            let fact = format!(
                "{:?} is to stand before an actor's code; sectors stand behind a country",
                entry.code.to_string()
            );
            ledger.take_in_part(number, fact, "It is read as ~CODE.");
        }
        for noun in entry.nouns {
            match seen.get(&noun) {
                Some((_, code)) if *code == entry.code => {}
                Some((first, code)) => {
                    let fact = format!("{noun:?} is {code} in line {}", first + 1);
                    ledger.refuse(number, fact, "Keep one of the two.");
                }
                None => {
                    agents.lay_over(&noun, entry.code.clone());
                    seen.insert(noun, (number, entry.code.clone()));
                }
            }
        }
    }
}

struct Entry {
    nouns: Vec<String>,
    code: ActorCode,
    before: bool,
}

/// Reads `!PERSON! = MAN, WOMAN`.
fn set(line: &str) -> Option<(&str, Vec<&str>)> {
    let (name, members) = line.split_once('=')?;
    let name = name.trim().strip_prefix('!')?.strip_suffix('!')?;
    Some((name, members.split(',').map(str::trim).filter(|member| !member.is_empty()).collect()))
}

fn read(line: &str, sets: &HashMap<&str, Vec<&str>>) -> Result<Entry, String> {
    let (words, rest) = line.split_once('[').ok_or("it has no code")?;
    let written = rest.split_once(']').ok_or("its code is not closed by ]")?.0.trim();
    let (code, before) = match (written.strip_prefix('~'), written.strip_suffix('~')) {
        (Some(code), _) => (code, false),
        (_, Some(code)) => (code, true),
        _ => return Err(format!("[{written}] has no ~, so that it is no agent's code")),
    };
    let parts =
        parted(code.trim()).ok_or_else(|| format!("{code:?} is not made of parts of three capitals"))?;
    let code = ActorCode::parse(&parts, |_| false).map_err(|error| error.to_string())?;
    let (root, plural) = match words.split_once('{') {
        Some((root, plural)) => {
            (root, Some(plural.split_once('}').ok_or("its plural is not closed by }")?.0))
        }
        None => (words, None),
    };
    let mut nouns = Vec::new();
    for noun in std::iter::once(root).chain(plural) {
        for noun in filled(noun, sets)? {
            let noun = phrase(&noun).to_lowercase();
            if !noun.is_empty() && !nouns.contains(&noun) {
                nouns.push(noun);
            }
        }
    }
    if nouns.is_empty() {
        Err("it has a code and no noun".to_owned())
    } else {
        Ok(Entry { nouns, code, before })
    }
}

/// Puts each member of a set in the place of its marker: `CONGRESS!PERSON!`.
fn filled(noun: &str, sets: &HashMap<&str, Vec<&str>>) -> Result<Vec<String>, String> {
    let Some((before, rest)) = noun.split_once('!') else { return Ok(vec![noun.to_owned()]) };
    let (name, after) = rest.split_once('!').ok_or("a ! stands alone")?;
    let members = sets.get(name).ok_or_else(|| format!("no set is named !{name}!"))?;
    let mut all = Vec::new();
    for member in members {
        all.extend(filled(&format!("{before}{member}{after}"), sets)?);
    }
    Ok(all)
}
