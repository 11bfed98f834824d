//! By which codes is a state known?

use std::io::Write;

use jiff::civil::Date;
use relata::{Files, Knowledge, State};
use serde_json::json;

use crate::args::{CountriesOptions, TableFormat};

const COLUMNS: [&str; 15] = [
    "cameo",
    "iso2",
    "iso3",
    "iso_numeric",
    "fips",
    "cow",
    "gw",
    "wikidata",
    "name",
    "names",
    "from",
    "until",
    "contested",
    "predecessors",
    "successors",
];

/// `relata countries`
pub(crate) fn countries(options: &CountriesOptions) -> anyhow::Result<bool> {
    let files = match &options.knowledge {
        Some(folder) => Files::with_folder(folder).map_err(|faults| {
            anyhow::anyhow!(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        })?,
        None => Files::built_in(),
    };
    let (knowledge, _) = Knowledge::read_what_holds(files);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut unknown: Vec<&str> = options.wanted.iter().map(String::as_str).collect();
    let mut chosen = Vec::new();
    for state in knowledge.world.states() {
        let mut wanted = options.wanted.is_empty();
        for word in options.wanted.iter().filter(|word| is(state, word)) {
            unknown.retain(|other| *other != word.as_str());
            wanted = true;
        }
        if wanted && options.date.is_none_or(|day| existed(state, day)) {
            chosen.push(row(state));
        }
    }
    match options.format {
        TableFormat::Json => {
            for row in &chosen {
                let record: serde_json::Map<_, _> = COLUMNS
                    .iter()
                    .zip(row)
                    .map(|(name, value)| ((*name).to_owned(), json_of(name, value)))
                    .collect();
                writeln!(out, "{}", serde_json::Value::Object(record))?;
            }
        }
        TableFormat::Csv | TableFormat::Tsv => {
            let delimiter = if options.format == TableFormat::Csv { b',' } else { b'\t' };
            let mut table = csv::WriterBuilder::new().delimiter(delimiter).from_writer(&mut out);
            table.write_record(COLUMNS)?;
            for row in &chosen {
                table.write_record(row)?;
            }
            table.flush()?;
        }
    }
    out.flush()?;
    for word in &unknown {
        crate::run::complain(&format!(
            "{word:?} is neither a code nor a name of a state; codes are written in full (RUS, RU, 365)"
        ));
    }
    Ok(unknown.is_empty())
}

/// Returns whether a word is one of a state's codes or names. Codes are told from names by their capitals.
fn is(state: &State, word: &str) -> bool {
    let same = |code: &Option<String>| code.as_deref() == Some(word);
    let number = |code: Option<u16>| code.is_some_and(|code| code.to_string() == word);
    let named = |name: &String| relata::name_key(name) == relata::name_key(word);
    state.code == word
        || same(&state.iso2)
        || same(&state.iso3)
        || same(&state.iso_numeric)
        || same(&state.wikidata)
        || number(state.cow)
        || number(state.gw)
        || named(&state.name)
        || state.also.iter().any(named)
}

fn existed(state: &State, day: Date) -> bool {
    state.from.is_none_or(|from| from <= day) && state.until.is_none_or(|until| day < until)
}

fn row(state: &State) -> [String; 15] {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let number = |value: Option<u16>| value.map(|value| value.to_string()).unwrap_or_default();
    let day = |value: Option<Date>| value.map(|day| day.to_string()).unwrap_or_default();
    let iso3 = state.iso3.clone().or_else(|| state.iso2.is_some().then(|| state.code.clone()));
    [
        state.code.clone(),
        text(&state.iso2),
        text(&iso3),
        text(&state.iso_numeric),
        text(&state.fips),
        number(state.cow),
        number(state.gw),
        text(&state.wikidata),
        state.name.clone(),
        state.also.join("|"),
        day(state.from),
        day(state.until),
        state.contested.to_string(),
        state.predecessors.join("|"),
        state.successors.join("|"),
    ]
}

fn json_of(column: &str, value: &str) -> serde_json::Value {
    match (column, value) {
        ("names" | "predecessors" | "successors", value) => {
            json!(value.split('|').filter(|part| !part.is_empty()).collect::<Vec<_>>())
        }
        ("contested", value) => json!(value == "true"),
        (_, "") => serde_json::Value::Null,
        ("cow" | "gw", value) => value.parse::<u16>().map_or(serde_json::Value::Null, |number| json!(number)),
        (_, value) => json!(value),
    }
}
