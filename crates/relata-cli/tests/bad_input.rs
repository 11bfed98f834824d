//! What comes of inputs that the web really serves: empty, broken, huge?
//!
//! A bad page gives a poorer document, with a note; what is no page is an error that names file, line and cause. Either
//! way the other inputs are coded. The helper that runs the binary asserts that it never panics.

mod common;

use std::fmt::Write as _;

use common::{Folder, Outcome, relata, relata_with_input};
use serde_json::{Value, json};

const NEWS: &str = "OSLO, March 13, 2014 (Example Wire) - Norway condemned Iceland on Wednesday.\n";

/// Codes an input among two good ones, and returns the run and how many mentions come of the input alone.
fn among_good_ones(folder: &Folder, input: &str) -> (Outcome, Vec<Value>) {
    let before = folder.file("before.jsonl", json!({"id": "before", "text": NEWS}).to_string());
    let after = folder.file("after.jsonl", json!({"id": "after", "text": NEWS}).to_string());
    let outcome = relata(&["code", &before, input, &after]);
    let records = outcome.records();
    let of = |id: &str| records.iter().filter(|record| record["document"]["id"] == id).count();
    assert!(of("before") > 0 && of("after") > 0, "the good inputs were not coded: {}", outcome.stderr);
    let own = records
        .iter()
        .filter(|record| record["document"]["id"] != "before" && record["document"]["id"] != "after");
    let own = own.cloned().collect();
    (outcome, own)
}

#[test]
fn an_empty_file_is_a_document_without_events_and_a_note() {
    let folder = Folder::new();
    for (name, bytes) in [("empty.txt", ""), ("blank.txt", " \n\n\t\n")] {
        let file = folder.file(name, bytes);
        let (outcome, mentions) = among_good_ones(&folder, &file);
        let outcome = outcome.done();
        assert_eq!(mentions, Vec::<Value>::new());
        if bytes.is_empty() {
            outcome.says(&[&file, "empty"]);
        }
        for command in [&["annotate"][..], &["extract"], &["date"]] {
            assert_eq!(
                relata(&[command, &[&file]].concat()).done().records().len(),
                1,
                "{command:?} of {name}"
            );
        }
    }
}

#[test]
fn standard_input_without_a_byte_is_an_empty_document() {
    let outcome = relata_with_input(&["code", "-"], b"").done();
    assert_eq!(outcome.stdout, "");
    outcome.says(&["-: ", "empty"]);
}

#[test]
fn a_binary_file_is_an_error_that_names_it() {
    let folder = Folder::new();
    let noise: Vec<u8> = (0..60_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let picture = [&b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"[..], &noise].concat();
    for (name, bytes) in [
        ("noise.bin", noise.clone()),
        ("picture.png", picture),
        ("report.pdf", [&b"%PDF-1.7\n"[..], &noise].concat()),
    ] {
        let file = folder.file(name, bytes);
        let (outcome, mentions) = among_good_ones(&folder, &file);
        outcome.ended_with(1).says(&[&format!("{file}: this is ")]);
        assert_eq!(mentions, Vec::<Value>::new());
    }
}

#[test]
fn an_archive_that_breaks_off_is_an_error_that_names_it() {
    let folder = Folder::new();
    let file = folder.file("cut.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b\x4c");
    let (outcome, _) = among_good_ones(&folder, &file);
    outcome.ended_with(1).says(&[&file]);
}

#[test]
fn bytes_that_are_no_utf8_are_read_as_what_they_may_be() {
    let folder = Folder::new();
    let latin = b"BOGOTA, May 4, 2020 (Example Wire) - Per\xfa expelled two diplomats from Colombia on Monday, the caf\xe9 owner\x92s union said.\n";
    let cut = [
        NEWS.as_bytes(),
        b"Norway accused Iceland of overfishing.\xe2\x80\n",
        b"\xff\xc0\xaf Iceland denied it.\n",
    ]
    .concat();
    let line = b"{\"text\": \"Norway accused \xff\xc3 Iceland of overfishing on Monday.\"}\n";
    for (name, bytes) in [("latin.txt", &latin[..]), ("cut.txt", &cut), ("line.jsonl", line)] {
        let file = folder.file(name, bytes);
        let (outcome, mentions) = among_good_ones(&folder, &file);
        outcome.done();
        assert!(!mentions.is_empty(), "nothing was coded in {name}");
    }
}

#[test]
fn a_page_with_no_article_gives_no_events_and_no_error() {
    let folder = Folder::new();
    for (name, page) in [
        (
            "menu.html",
            "<!DOCTYPE html><html><body><nav><ul><li><a href='/'>Home</a></li><li><a href='/a'>Asia</a></li></ul></nav></body></html>",
        ),
        (
            "script.html",
            "<html><head><script>var page = '<p>Peru attacked Chile.</p>';</script><style>p {}</style></head></html>",
        ),
        ("picture.html", "<html><body><img src='a.jpg'><video src='b.mp4'></video></body></html>"),
        ("head.html", "<!DOCTYPE html>"),
        ("torn.html", "<html><body><article><p class=\"x"),
        ("line.jsonl", "{\"html\": \"\"}\n{\"text\": \"\"}\n{\"text\": \" \", \"title\": null}\n"),
    ] {
        let file = folder.file(name, page);
        let (outcome, mentions) = among_good_ones(&folder, &file);
        outcome.done();
        assert_eq!(mentions, Vec::<Value>::new(), "{name}");
        relata(&["annotate", &file]).done();
        relata(&["date", &file]).done();
    }
}

#[test]
fn a_sentence_of_5000_words_is_read() {
    let folder = Folder::new();
    let mut sentence = "Norway accused Iceland of overfishing".to_owned();
    for number in 0..1_000 {
        let _ = write!(sentence, " and boat {number} left port");
    }
    let file = folder.file("long.txt", format!("{sentence}.\n\nIceland rejected the claim on Monday.\n"));
    let words = folder.file("words.txt", "word ".repeat(5_000));
    let commas = folder.file("commas.txt", "Chile, ".repeat(2_500));
    for file in [&file, &words, &commas] {
        among_good_ones(&folder, file).0.done();
    }
}

#[test]
fn words_and_lists_without_a_blank_are_read() {
    let folder = Folder::new();
    for (name, unit) in [
        ("letters", "x"),
        ("quotes", "\""),
        ("commas", "Chile,Peru;"),
        ("slashes", "ab/cd/"),
        ("dashes", "Lima--Quito--"),
        ("prices", "1$"),
        ("possessives", "'s"),
        ("brackets", "("),
        ("blank lines", "\n"),
    ] {
        let words = unit.repeat(30_000 / unit.len());
        let file = folder.file(&format!("{name}.txt"), format!("Chile {words} Peru.\n"));
        among_good_ones(&folder, &file).0.done();
    }
}

#[test]
fn html_nested_20000_levels_deep_is_read() {
    let folder = Folder::new();
    let levels = 20_000;
    let (open, close) = ("<div>".repeat(levels), "</div>".repeat(levels));
    for (name, page) in [
        ("closed.html", format!("<!DOCTYPE html><html><body>{open}<p>{NEWS}</p>{close}</body></html>")),
        ("open.html", format!("<!DOCTYPE html><html><body><article><p>{NEWS}</p>{open}")),
        ("inline.html", format!("<html><body><p>{}{NEWS}", "<b><i>".repeat(levels / 2))),
        ("tables.html", format!("<html><body>{}{NEWS}", "<table><tr><td>".repeat(levels / 3))),
        ("lists.html", format!("<html><body>{}{NEWS}", "<ul><li>".repeat(levels / 2))),
    ] {
        let file = folder.file(name, page);
        let (outcome, _) = among_good_ones(&folder, &file);
        outcome.done();
        relata(&["extract", &file]).done();
    }
    let brackets = folder
        .file("brackets.jsonl", format!("{{\"text\": {}{}}}\n", "[".repeat(levels), "]".repeat(levels)));
    let (outcome, _) = among_good_ones(&folder, &brackets);
    outcome.ended_with(1).says(&[&format!("{brackets}:1:")]);
}

#[test]
fn a_page_of_8_megabytes_is_coded() {
    let mut page = String::from("<!DOCTYPE html><html><head><title>Mackerel</title><script>var boats = [");
    while page.len() < 3 << 20 {
        page.push_str("{\"boat\": \"Chile attacked Peru\", \"at\": 12.5}, ");
    }
    page.push_str("];</script></head><body><nav>");
    while page.len() < 6 << 20 {
        let _ = writeln!(page, "<a href=\"/section?from={}\">Section</a>", "menu-".repeat(60));
    }
    let _ = write!(page, "</nav><article><h1>Norway and Iceland agree on mackerel</h1><p>{NEWS}</p>");
    page.push_str(
        "<p>Iceland thanked Norway on Thursday, and the two ministers met in Bergen.</p></article><!-- ",
    );
    page.push_str(&"no news ".repeat((2 << 20) / 8));
    page.push_str(" --></body></html>");
    let folder = Folder::new();
    let file = folder.file("large.html", page);
    let (outcome, mentions) = among_good_ones(&folder, &file);
    outcome.done();
    assert!(!mentions.is_empty(), "nothing was coded in the article");
}

#[test]
fn prose_of_8_megabytes_is_extracted_whole() {
    let folder = Folder::new();
    let paragraph =
        "Norway and Iceland signed an agreement on mackerel quotas after four years of negotiations.";
    let count = (8 << 20) / paragraph.len();
    let plain = folder.file("plain.txt", format!("{paragraph}\n\n").repeat(count));
    let text = relata(&["extract", &plain]).done().records()[0]["text"].as_str().unwrap().len();
    assert_eq!(text, (paragraph.len() + 2) * count);
    let html = folder.file(
        "page.html",
        format!(
            "<html><body><article>{}</article></body></html>",
            format!("<p>{paragraph}</p>\n").repeat(count)
        ),
    );
    let records = relata(&["extract", &html]).done().records();
    assert!(records[0]["text"].as_str().unwrap().len() > 7 << 20);
}

#[test]
fn a_bad_line_among_good_ones_is_named_and_the_good_ones_are_coded() {
    let good = |id: &str| json!({"id": id, "text": NEWS}).to_string();
    let lines = [
        good("one"),
        "{\"id\": \"torn\", \"text\": \"Norway".to_owned(),
        good("two"),
        "[1, 2]".to_owned(),
        json!({"id": "no-text", "title": "x"}).to_string(),
        json!({"id": "number", "text": 5}).to_string(),
        String::new(),
        good("three"),
    ];
    let folder = Folder::new();
    let file = folder.file("lines.jsonl", lines.join("\n"));
    for command in ["code", "annotate", "extract", "date"] {
        let outcome = relata(&[command, &file]).ended_with(1);
        let records = outcome.records();
        let ids: Vec<&str> = records.iter().filter_map(|record| record["id"].as_str()).collect();
        let of_documents: Vec<&str> =
            records.iter().filter_map(|record| record["document"]["id"].as_str()).collect();
        for id in ["one", "two", "three"] {
            assert!(ids.contains(&id) || of_documents.contains(&id), "{command} leaves out {id}");
        }
        for line in [2, 4, 5, 6] {
            outcome.says(&[&format!("{file}:{line}:")]);
        }
    }
}

#[test]
fn a_missing_file_among_good_ones_is_named_and_the_good_ones_are_coded() {
    let folder = Folder::new();
    let missing = folder.path("missing.txt");
    for command in ["code", "annotate", "extract", "date", "explain"] {
        let good = folder.file("good.txt", NEWS);
        let outcome = relata(&[command, &missing, &good]).ended_with(1);
        outcome.says(&[&missing]);
        assert!(!outcome.stdout.is_empty(), "{command} leaves out the good file");
    }
    let (outcome, _) = among_good_ones(&folder, &missing);
    outcome.ended_with(1).says(&[&missing]);
}

#[test]
fn a_date_that_is_none_is_a_note_and_the_document_is_coded() {
    let document = json!({"id": "a", "text": NEWS, "published": "the day before yesterday", "lang": "xx"});
    let outcome = relata_with_input(&["code", "-"], document.to_string().as_bytes()).done();
    assert!(!outcome.records().is_empty());
    outcome.says(&["-:1:", "the day before yesterday"]);
}
