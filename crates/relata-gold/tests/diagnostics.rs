//! Does the language engine still read news as well as it did?
//!
//! `diagnostics/floor.txt` holds the share of claims, in per cent, below which the set must not fall. It only ever rises:
//! `RELATA_BLESS=1 cargo test --release -p relata-gold --test diagnostics` raises it to what is reached, rounded down to half a per cent.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

use relata::{Files, Models};
use relata_gold::diagnostics::{Phenomenon, read, run, share, table};
use relata_page::Rules;

const SET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../diagnostics");

#[test]
fn as_many_claims_hold_as_the_floor_asks() {
    let built_in = Files::built_in();
    let rules = Rules::from_toml(&built_in.under("page/").collect::<Vec<_>>()).unwrap();
    let outcomes = run(Models::builtin(), &rules, &set());
    let reached = share(&outcomes);
    // Past the capture of test output, so that the figures are seen when all is well.
    let _ = write!(std::io::stderr(), "{}", table(&outcomes));

    let file = Path::new(SET).join("floor.txt");
    let written = std::fs::read_to_string(&file).unwrap();
    let floor: f64 = written.trim().parse().unwrap_or_else(|error| panic!("floor.txt: {error}: {written:?}"));
    if bless() && reached >= floor {
        let raised = ((reached * 2.0).floor() / 2.0).max(floor);
        std::fs::write(&file, format!("{raised:.1}\n")).unwrap();
        return;
    }
    assert!(
        reached >= floor,
        "{reached:.2} % of the claims hold, and floor.txt asks for {floor} %.\n  \
         See which do not with `cargo run --release -p relata-gold --example diagnostics -- --show`."
    );
}

#[test]
fn every_phenomenon_is_shown_by_several_sentences_and_none_stands_twice() {
    let mut seen = BTreeSet::new();
    for phenomenon in set() {
        let (file, count) = (&phenomenon.file, phenomenon.sentences.len());
        assert!(count >= 12, "{file}: {count} sentences are too few for a figure; write at least 12");
        for sentence in phenomenon.sentences {
            assert!(seen.insert(sentence.text.clone()), "{file}: {:?} stands twice", sentence.text);
        }
    }
}

fn set() -> Vec<Phenomenon> {
    let mut files: Vec<_> = std::fs::read_dir(SET).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    files.sort();
    let mut faults = String::new();
    let mut out = Vec::new();
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy();
        match read(&name, &std::fs::read_to_string(&path).unwrap()) {
            Ok(phenomenon) => out.push(phenomenon),
            Err(found) => faults.extend(found.iter().map(|fault| format!("{fault}\n"))),
        }
    }
    assert!(faults.is_empty(), "{faults}");
    out
}

#[allow(clippy::disallowed_methods)]
fn bless() -> bool {
    std::env::var("RELATA_BLESS").is_ok_and(|value| value == "1")
}
