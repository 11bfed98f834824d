//! Does the coder do what the codebook says, save for what is marked as a gap?

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use rayon::prelude::*;
use relata::Pipeline;
use relata_gold::codebook::{Case, Failure, cases, run};

const CODEBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../codebook");

/// How the cases of all pages came out.
#[derive(Default)]
struct Outcome {
    passed: usize,
    gaps: usize,
    failures: Vec<Failure>,
    closed: Vec<Case>,
}

#[test]
fn every_case_holds_and_every_gap_is_still_open() {
    let cases = all_cases();
    let pipeline = Pipeline::built_in().unwrap();
    let outcome = run_all(&pipeline, cases);

    // Past the capture of test output, so that the figures are seen when all is well.
    let _ = writeln!(
        std::io::stderr(),
        "codebook: {} cases hold, {} gaps, {} fail, {} gaps to unmark",
        outcome.passed,
        outcome.gaps,
        outcome.failures.len(),
        outcome.closed.len(),
    );
    assert!(outcome.failures.is_empty() && outcome.closed.is_empty(), "{}", report(&outcome));
}

#[test]
fn every_page_holds_cases() {
    for (file, markdown) in pages() {
        let found = cases(&file, &markdown).map_or(0, |cases| cases.len());
        assert!(
            found > 0,
            "{file}: no case is read in this page; a case is a block ```events behind a block ```news"
        );
    }
}

fn run_all(pipeline: &Pipeline, cases: Vec<Case>) -> Outcome {
    let results: Vec<(Case, Option<Failure>)> = cases
        .into_par_iter()
        .map(|case| {
            let failure = run(pipeline, &case);
            (case, failure)
        })
        .collect();
    let mut outcome = Outcome::default();
    for (case, failure) in results {
        match failure {
            None if case.gap => outcome.closed.push(case),
            None => outcome.passed += 1,
            Some(_) if case.gap => outcome.gaps += 1,
            Some(failure) => outcome.failures.push(failure),
        }
    }
    outcome
}

fn report(outcome: &Outcome) -> String {
    let mut report = String::new();
    for failure in &outcome.failures {
        let _ = writeln!(report, "{failure}");
    }
    for case in &outcome.closed {
        let _ = writeln!(
            report,
            "{}:{}: {}\n    this gap is closed: unmark it",
            case.file, case.line, case.title
        );
    }
    let failing = outcome.failures.len() + outcome.closed.len();
    format!("{failing} cases of the codebook are not as they say:\n{report}")
}

/// Returns the cases of all pages, or tells every block that cannot be read.
fn all_cases() -> Vec<Case> {
    let mut all = Vec::new();
    let mut faults = String::new();
    for (file, markdown) in pages() {
        match cases(&file, &markdown) {
            Ok(cases) => all.extend(cases),
            Err(wrong) => faults.extend(wrong.iter().map(|fault| format!("{fault}\n"))),
        }
    }
    assert!(faults.is_empty(), "the codebook cannot be read:\n{faults}");
    all
}

/// Returns name and text of each page, in order of name.
fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = std::fs::read_dir(CODEBOOK)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| (name(&path), std::fs::read_to_string(&path).unwrap()))
        .collect();
    pages.sort();
    assert!(!pages.is_empty(), "no page in {CODEBOOK}");
    pages
}

fn name(path: &Path) -> String {
    format!("codebook/{}", path.file_name().unwrap().to_string_lossy())
}
