//! Is the knowledge sound, and do its own examples hold?
//!
//! Sentences of the lexicon that fail today stand in `lexicon-gaps.txt`, one a line: sense, `yes` or `no`, sentence, with
//! tabs between. The list only ever shrinks by hand; `RELATA_BLESS=1 cargo test -p relata-gold --test lexicon` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;

use relata::{Files, Knowledge, Pipeline};
use relata_gold::lexicon::{Failure, run};
use relata_page::Rules;

const GAPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lexicon-gaps.txt");

#[test]
fn the_knowledge_has_no_faults() {
    let (_, faults) = Knowledge::read_what_holds(Files::built_in());
    let told: String = faults.iter().map(|fault| format!("{fault}\n")).collect();
    assert!(faults.is_empty(), "{told}");
    if let Err(faults) = Pipeline::built_in() {
        panic!("{faults}");
    }
}

#[test]
fn the_examples_of_all_page_rules_hold() {
    let files = Files::built_in();
    let pages: Vec<(&str, &str)> = files.under("page/").collect();
    assert!(!pages.is_empty(), "there are no page rules");
    let rules = Rules::from_toml(&pages).unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
    let failing = rules.failing_examples();
    assert!(
        failing.is_empty(),
        "{} examples of page rules do not hold:\n{}",
        failing.len(),
        failing.join("\n")
    );
}

#[test]
fn every_sense_codes_its_own_examples_but_those_listed_as_gaps() {
    let pipeline = Pipeline::built_in().unwrap();
    let run = run(&pipeline);
    let failing: BTreeMap<String, &Failure> =
        run.failures.iter().map(|failure| (gap(failure), failure)).collect();
    // Past the capture of test output, so that the figures are seen when all is well.
    let _ =
        writeln!(std::io::stderr(), "lexicon: {} sentences run, {} fail", run.sentences, run.failures.len());
    if bless() {
        let list: String = failing.keys().map(|line| format!("{line}\n")).collect();
        std::fs::write(GAPS, list).unwrap();
        return;
    }

    let listed = listed();
    let mut report = String::new();
    for (_, failure) in failing.iter().filter(|(line, _)| !listed.contains(*line)) {
        let _ = writeln!(report, "{failure}");
    }
    let examples = examples(&pipeline);
    for line in listed.iter().filter(|line| !failing.contains_key(*line)) {
        let fact = if examples.contains(line) { "it holds now" } else { "no sense has this example" };
        let _ = writeln!(report, "unlist it, {fact}: {line}");
    }
    assert!(
        report.is_empty(),
        "{report}\nMend the sense or the sentence, or write {GAPS} anew with RELATA_BLESS=1 and look at what changed."
    );
}

#[test]
fn the_gaps_are_listed_in_order_and_once() {
    let text = std::fs::read_to_string(GAPS).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        let columns: Vec<&str> = line.split('\t').collect();
        let whole = matches!(columns.as_slice(), [sense, "yes" | "no", sentence] if !sense.is_empty() && !sentence.is_empty());
        assert!(
            whole,
            "lexicon-gaps.txt:{}: write sense, yes or no, sentence, with tabs between",
            number + 1
        );
    }
    for (number, pair) in lines.windows(2).enumerate() {
        assert!(
            pair[0] < pair[1],
            "lexicon-gaps.txt:{}: this line belongs before the one above it",
            number + 2
        );
    }
}

/// Returns the line by which a failure is listed.
fn gap(failure: &Failure) -> String {
    line(&failure.sense, failure.wanted, &failure.sentence)
}

fn line(sense: &str, wanted: bool, sentence: &str) -> String {
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{sense}\t{}\t{sentence}", if wanted { "yes" } else { "no" })
}

/// Returns the lines of all examples of the lexicon.
fn examples(pipeline: &Pipeline) -> BTreeSet<String> {
    let senses = pipeline.knowledge().lexicon.senses();
    let wanted =
        senses.iter().flat_map(|sense| sense.yes.iter().map(|sentence| line(&sense.id, true, sentence)));
    let unwanted =
        senses.iter().flat_map(|sense| sense.no.iter().map(|sentence| line(&sense.id, false, sentence)));
    wanted.chain(unwanted).collect()
}

/// Returns the gaps listed; none where there is no list.
fn listed() -> BTreeSet<String> {
    std::fs::read_to_string(GAPS).unwrap_or_default().lines().map(str::to_owned).collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test is an edge: whoever runs it asks for the list to be written"
)]
fn bless() -> bool {
    std::env::var("RELATA_BLESS").is_ok_and(|value| value == "1")
}
