//! Can the knowledge be checked, compared, looked up and added to from a shell?

mod common;

use common::{Folder, relata, relata_with_input};
use serde_json::Value;

/// A knowledge file with one fault of every kind that a check across files finds.
const FAULTY: &str = r#"
[[actor]]
name = "Ana Exemplar"
kind = "person"
also = ["  Exemplar "]
  [[actor.role]]
  code = "ZZZ GOV"
  title = "President of Nowhere"
  office = "head-of-state"
  from = 2001-01-01
  until = 2220-01-01

[[actor]]
name = "Bo Exemplar"
kind = "person"
parent = "Nobody At All"
  [[actor.role]]
  code = "VUT GOV"
  title = "Example Minister of Vanuatu"
  office = "example-minister"
  from = 2001-01-01
  until = 2005-01-01

[[actor]]
name = "Cy Exemplar"
kind = "person"
  [[actor.role]]
  code = "VUT GOV"
  title = "Example Minister of Vanuatu"
  office = "example-minister"
  from = 2004-01-01
"#;

/// A word sense that is not built in; its second example is not coded.
const SENSE: &str = r#"
[[sense]]
id = "tickle"
verb = "tickle"
code = "051"
yes = ["Envoys tickled Vanuatu.", "Envoys praised nobody at all."]
"#;

#[test]
fn a_check_tells_every_fault_at_once_with_file_line_and_remedy() {
    let folder = Folder::new();
    folder.file("actors/people/faulty.toml", FAULTY);
    folder.file("lexicon/en/own.toml", SENSE);
    let told = relata(&["lexicon", "check", "--knowledge", &folder.path("")]).ended_with(1).stdout;
    for fact in [
        "actors/people/faulty.toml:2: Ana Exemplar: no text can be found to name it \"  Exemplar \"",
        "actors/people/faulty.toml:6: Ana Exemplar: \"ZZZ\" of \"ZZZ GOV\" is no code that is known",
        "actors/people/faulty.toml:6: Ana Exemplar: 2220-01-01 is no day of a role",
        "actors/people/faulty.toml:13: Bo Exemplar: nobody is named \"Nobody At All\"",
        "Cy Exemplar is example-minister of VUT from 2004-01-01, while Bo Exemplar is until 2005-01-01",
        "lexicon/en/own.toml:2: own/tickle",
        "Leave `until` out where the role is still held.",
    ] {
        assert!(told.contains(fact), "{fact:?} is not told:\n{told}");
    }
}

#[test]
fn what_is_built_in_has_no_faults() {
    let told = relata(&["lexicon", "check"]).done().stdout;
    assert!(told.contains(" 0 faults"), "{told}");
}

#[test]
fn the_difference_of_an_edit_is_that_of_two_codings() {
    let folder = Folder::new();
    folder.file("lexicon/en/own.toml", SENSE.replace(", \"Envoys praised nobody at all.\"", ""));
    folder.file(
        "actors/people/own.toml",
        "[[actor]]\nname = \"Ana Exemplar\"\nkind = \"person\"\n  [[actor.role]]\n  code = \"VUT GOV\"\n",
    );
    let news = folder.file(
        "news.txt",
        "PORT VILA, May 14 (Example News) - Tonga tickled Vanuatu on Monday. Ana Exemplar condemned France. Kenya thanked Chad.",
    );
    let knowledge = folder.path("");
    let code = |more: &[&str]| -> Vec<Value> {
        let arguments = [&["code", news.as_str(), "--date", "2024-05-14"], more].concat();
        relata(&arguments).done().records()
    };
    let (before, after) = (code(&[]), code(&["--knowledge", &knowledge]));
    let diff = ["lexicon", "diff", "--json", "--date", "2024-05-14", "--knowledge", &knowledge, &news];
    let changes = relata(&diff).done();
    let kinds: Vec<String> = changes
        .records()
        .iter()
        .map(|change| change["change"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(kinds.contains(&"gained".to_owned()) && kinds.contains(&"changed".to_owned()), "{kinds:?}");
    // What was coded before, less what was lost or changed, with what came instead, is what is coded after.
    let mut edited: Vec<String> = before.iter().map(Value::to_string).collect();
    for change in changes.records() {
        let gone = change["before"].to_string();
        if let Some(at) = edited.iter().position(|record| *record == gone) {
            edited.remove(at);
        }
        if !change["after"].is_null() {
            edited.push(change["after"].to_string());
        }
    }
    edited.sort();
    let mut coded: Vec<String> = after.iter().map(Value::to_string).collect();
    coded.sort();
    assert_eq!(edited, coded);
    changes.says(&["event mentions before", "gained"]);
}

#[test]
fn a_state_is_found_by_each_of_its_codes_and_on_its_days() {
    for word in ["RUS", "RU", "643", "Q159", "Russia", "russian federation"] {
        let table = relata(&["countries", word]).done().stdout;
        assert!(
            table.lines().count() == 2 && table.contains("\nRUS,RU,RUS,643,RS,365,365,Q159,Russia,"),
            "{word}: {table}"
        );
    }
    let day = relata(&["countries", "365", "--date", "1985-06-01", "--format", "json"]).done().records();
    assert_eq!(day.iter().map(|state| &state["cameo"]).collect::<Vec<_>>(), ["SUN"]);
    assert!(day[0]["successors"].as_array().is_some_and(|states| states.iter().any(|state| state == "UKR")));
    relata(&["countries", "Atlantis"]).ended_with(1).says(&["\"Atlantis\"", "neither a code nor a name"]);
}

#[test]
fn every_code_of_a_scheme_is_one_states_on_a_day() {
    let table = relata(&["countries", "--date", "2024-01-01", "--format", "json"]).done().records();
    assert!(table.len() > 195, "{} states", table.len());
    for scheme in ["cameo", "iso2", "iso3", "iso_numeric", "fips", "cow", "gw", "wikidata"] {
        let mut codes: Vec<String> = table
            .iter()
            .filter(|state| !state[scheme].is_null())
            .map(|state| state[scheme].to_string())
            .collect();
        codes.sort();
        let all = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), all, "a code of {scheme} stands twice");
    }
}

/// Two places in GeoNames' form, invented: a village and the division that it lies in.
const DUMP: &str = "9000001\tÎle Exemplaire\tIle Exemplaire\tExampleton,Exemplarville\t-15.5\t167.25\tP\tPPL\tVU\t\t99\t\t\t\t1234\t\t12\tPacific/Efate\t2024-01-01
9000002\tExample Province\tExample Province\t\t-15.4\t167.2\tA\tADM1\tVU\t\t99\t\t\t\t0\t\t12\tPacific/Efate\t2024-01-01
9000003\tA well\tA well\t\t-15.4\t167.2\tH\tWLL\tVU\t\t99\t\t\t\t0\t\t12\tPacific/Efate\t2024-01-01
";

#[test]
fn a_file_of_geonames_becomes_part_of_the_knowledge() {
    let folder = Folder::new();
    let dump = folder.file("dump.txt", DUMP);
    let knowledge = folder.path("mine");
    let told = relata(&["places", "import", &dump, "--to", &knowledge]).done().stdout;
    assert!(told.contains("2 places from 3 lines"), "{told}");
    let found = relata(&["places", "find", "Exampleton", "--knowledge", &knowledge]).done().stdout;
    for words in ["Île Exemplaire", "VUT", "Example Province", "-15.500 167.250", "geonames 9000001"] {
        assert!(found.contains(words), "{words:?} is not in {found}");
    }
    relata(&["places", "find", "Exampleton"]).ended_with(1).says(&["Exampleton", "in no table"]);
    let coded = relata_with_input(
        &["annotate", "--layers", "places", "--knowledge", &knowledge, "-"],
        b"Rebels attacked the army in Exampleton on Monday.",
    );
    let place = &coded.done().records()[0]["places"][0];
    assert_eq!(
        (place["country"].as_str(), place["lat"].as_f64(), place["lon"].as_f64()),
        (Some("VUT"), Some(-15.5), Some(167.25))
    );
}

#[test]
fn what_is_no_file_of_geonames_is_told_with_a_remedy() {
    let folder = Folder::new();
    let prose = folder.file("prose.txt", "Nothing here is a place.\n");
    relata(&["places", "import", &prose, "--to", &folder.path("mine")])
        .ended_with(2)
        .says(&["no line is a place", "19 columns"]);
    folder.file("mine/places/broken.gaz", "RLTAGAZ1 cut short");
    relata(&["lexicon", "check", "--knowledge", &folder.path("mine")]).ended_with(1);
    let broken =
        relata_with_input(&["code", "--knowledge", &folder.path("mine"), "-"], b"Kenya thanked Chad.");
    broken.ended_with(2).says(&["broken.gaz", "cut short"]);
}
