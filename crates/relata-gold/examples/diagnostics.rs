//! How well is the language of news read, phenomenon by phenomenon?
//!
//! `cargo run --release -p relata-gold --example diagnostics` prints a table; `--show` prints the claims that do not hold
//! as well, `--models FOLDER` reads another model. What else is given are files to read in place of the whole set.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use relata::{Files, Models};
use relata_gold::diagnostics::{self, Phenomenon, run, table};
use relata_page::Rules;

const SET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../diagnostics");

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let show = arguments.iter().position(|a| a == "--show").map(|at| arguments.remove(at)).is_some();
    let folder = arguments.iter().position(|a| a == "--models").map(|at| {
        arguments.remove(at);
        arguments.remove(at)
    });
    let other = folder.map(|folder| Models::from_dir(Path::new(&folder)).unwrap());
    let models = other.as_ref().unwrap_or_else(|| Models::builtin());

    let mut files: Vec<PathBuf> = if arguments.is_empty() {
        let all = std::fs::read_dir(SET).unwrap().map(|entry| entry.unwrap().path());
        all.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect()
    } else {
        arguments.iter().map(PathBuf::from).collect()
    };
    files.sort();
    let mut phenomena: Vec<Phenomenon> = Vec::new();
    let mut faults = Vec::new();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        match diagnostics::read(&name, &std::fs::read_to_string(&file).unwrap()) {
            Ok(phenomenon) => phenomena.push(phenomenon),
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        faults.iter().for_each(|fault| eprintln!("{fault}"));
        return ExitCode::FAILURE;
    }

    let built_in = Files::built_in();
    let rules = Rules::from_toml(&built_in.under("page/").collect::<Vec<_>>()).unwrap();
    let outcomes = run(models, &rules, &phenomena);
    if show {
        outcomes.iter().flat_map(|outcome| &outcome.failures).for_each(|failure| println!("{failure}\n"));
    }
    print!("{}", table(&outcomes));
    ExitCode::SUCCESS
}
