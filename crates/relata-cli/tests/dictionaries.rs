//! Do others' dictionaries in a folder of knowledge code news, and does nothing of them get lost in silence?

mod common;

use std::path::PathBuf;

use common::{Folder, Outcome, relata, relata_with_input, root};
use serde_json::Value;

const ACTORS: &str = "\
VINEYARD_PEOPLE'S_UNION_ ; invented
\t[TCDREB 200101-241231]
\t[TCDGOV >250101]
";
const AGENTS: &str = "VINTNER [~AGR]\n";
const VERBS: &str = "\
&GIFT
+AMPHORA
+WINE_BARREL

--- SHOWER [---] ---
SHOWER
- * &GIFT (ON +)   [070]
- * APPLAUSE (ON)  [051]
- * (BY/WITH GIFT) [070]
";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.file("my.actors.txt", ACTORS);
    folder.file("my.agents.txt", AGENTS);
    folder.file("my.verbs.txt", VERBS);
    folder
}

fn code(folder: &str, text: &str) -> Vec<Value> {
    relata_with_input(&["code", "-", "--date", "2024-05-14", "--knowledge", folder], text.as_bytes())
        .done()
        .records()
}

fn rule(record: &Value) -> &str {
    record["evidence"][0]["rule"].as_str().unwrap_or_default()
}

#[test]
fn a_pattern_of_a_users_dictionary_codes_news_with_its_own_actors() {
    let folder = folder();
    let records = code(&folder.path(""), "The Vineyard People's Union showered wine barrels on Sudan.");
    let [record] = records.as_slice() else { panic!("{records:#?}") };
    assert_eq!((rule(record), &record["action"]["cameo"]), ("my.verbs/7", &"070".into()));
    assert_eq!(
        (&record["source"][0]["code"], &record["target"][0]["code"]),
        (&"TCDREB".into(), &"SDN".into())
    );
}

#[test]
fn a_dictionarys_pattern_without_both_parties_codes_nothing() {
    let folder = folder();
    assert!(code(&folder.path(""), "Sudan showered wine barrels on the beach.").is_empty());
}

#[test]
fn a_dictionarys_agents_are_actors() {
    let folder = folder();
    let records = code(&folder.path(""), "Vintners in Sudan showered applause on Kenya.");
    let [record] = records.as_slice() else { panic!("{records:#?}") };
    assert_eq!(record["source"][0]["code"], "SDNAGR");
}

#[test]
fn what_was_not_taken_of_a_dictionary_is_told_and_stops_nothing() {
    let folder = folder();
    let Outcome { stdout, .. } = relata(&["lexicon", "check", "--knowledge", &folder.path("")]).done();
    let remark = "my.verbs.txt:9: \"BY/WITH\": words with / between them, which PETRARCH does not read either\n  \
                  Write a pattern for each, or a set.";
    assert!(stdout.contains(remark), "{stdout}");
    assert!(stdout.contains("my.verbs.txt: 9 lines: 7 taken, 0 taken in part, 1 reported"), "{stdout}");
    assert!(stdout.contains("all dictionaries: 13 lines: 11 taken"), "{stdout}");
    relata_with_input(&["code", "-", "--knowledge", &folder.path("")], b"Rain fell.")
        .done()
        .says(&["dictionaries", "tells 1 remark"]);
}

/// The dictionaries of PETRARCH, where they lie beside the project: they are no part of it.
#[expect(
    clippy::disallowed_methods,
    reason = "a test is an edge: the environment says where data outside the project lies"
)]
fn published(name: &str) -> Option<String> {
    let shared = std::env::var("RELATA_SHARED").map_or_else(|_| root().join("../shared"), PathBuf::from);
    let bytes = std::fs::read(shared.join("data/petrarch_dictionaries").join(name)).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[test]
fn the_published_verbs_code_news() {
    let Some(verbs) = published("CAMEO.2.0.txt") else { return };
    let folder = Folder::new();
    folder.file("CAMEO.2.0.txt", verbs);
    for (text, cameo) in
        [("Sudan rushed relief to Chad.", "073"), ("Kenya froze relations with Somalia.", "160")]
    {
        let records = code(&folder.path(""), text);
        let [record] = records.as_slice() else { panic!("{text}: {records:#?}") };
        assert_eq!(record["action"]["cameo"], cameo, "{text}");
        assert!(rule(record).starts_with("CAMEO.2.0/"), "{text}: {}", rule(record));
    }
}
