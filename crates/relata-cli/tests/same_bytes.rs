//! Do the same inputs, options and version give the same bytes?

mod common;

use common::{relata, root, run};

#[test]
fn one_thread_and_eight_write_the_same_bytes() {
    for command in [
        &["code", "examples"][..],
        &["code", "examples", "--date", "2020-02-29"],
        &["annotate", "examples"],
        &["annotate", "--format", "conllu", "examples"],
        &["date", "examples"],
        &["date", "--blind", "examples"],
        &["extract", "examples"],
        &["explain", "--color", "always", "examples"],
    ] {
        let with_threads = |threads: &str| relata(&[command, &["--threads", threads]].concat()).done().stdout;
        let one = with_threads("1");
        assert!(!one.is_empty(), "{command:?} writes nothing");
        same(&one, &with_threads("8"), &format!("{command:?} with 1 and with 8 threads"));
    }
}

#[test]
fn a_run_repeated_writes_the_same_bytes() {
    let again = || relata(&["code", "examples"]).done().stdout;
    same(&again(), &again(), "a run and its repetition");
}

#[test]
fn the_folder_that_the_command_runs_in_leaves_no_trace_in_the_mentions() {
    let from_root = relata(&["code", "examples"]).done().stdout;
    let from_examples = run(&root().join("examples"), &["code", "."], b"").done().stdout;
    same(&from_root, &from_examples, "runs in two folders");
}

#[test]
fn each_document_is_read_the_same_alone_and_among_others() {
    let together =
        relata(&["code", "examples/fishing-row.html", "examples/harbour-strike.txt"]).done().stdout;
    let one_by_one: String = ["examples/fishing-row.html", "examples/harbour-strike.txt"]
        .iter()
        .map(|file| relata(&["code", file]).done().stdout)
        .collect();
    same(&together, &one_by_one, "documents together and one by one");
}

/// Asserts that two outputs are the same, and shows the first lines that differ, not both outputs.
fn same(one: &str, other: &str, what: &str) {
    if one == other {
        return;
    }
    let pair = one.lines().zip(other.lines()).enumerate().find(|(_, (a, b))| a != b);
    match pair {
        Some((number, (a, b))) => panic!("{what} differ in line {}:\n{a}\n{b}", number + 1),
        None => panic!("{what} differ in length: {} and {} bytes", one.len(), other.len()),
    }
}
