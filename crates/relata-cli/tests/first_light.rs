//! Is the page that this project exists for read as a careful human reads it?
//!
//! The page is not part of the project. It is looked for in the folder that `RELATA_SHARED` names, or in `shared` beside
//! the project; where it is absent, nothing is tested.

mod common;

use std::io::Write;
use std::path::PathBuf;

use common::{relata, root};
use serde_json::{Value, json};

#[test]
fn the_page_is_dated_by_its_own_evidence() {
    let Some(page) = page() else { return };
    for arguments in [&["date", &page][..], &["date", "--blind", &page]] {
        let record = relata(arguments).done().records().remove(0);
        let days =
            ["earliest", "best", "latest"].map(|field| record[field].as_str().unwrap_or_default().to_owned());
        assert!(days[0].as_str() >= "2016-07-06" && days[2].as_str() <= "2016-07-10", "{days:?}");
        assert!(["2016-07-06", "2016-07-07", "2016-07-08"].contains(&days[1].as_str()), "{days:?}");
        assert!(record["evidence"].as_array().unwrap().iter().any(|evidence| evidence["text"].is_string()));
    }
    for record in relata(&["code", &page]).done().records() {
        let published = &record["document"]["published"];
        assert!(
            published["start"].as_str().unwrap() >= "2016-07-06"
                && published["end"].as_str().unwrap() <= "2016-07-10"
        );
        assert_eq!(published["basis"], "inferred");
    }
}

#[test]
fn the_page_is_seen_to_be_put_together_from_several_reports() {
    let Some(page) = page() else { return };
    let coherence = annotated(&page, "coherence");
    assert_eq!(coherence["stitched"], json!(true));
    assert!(!coherence["evidence"].as_array().unwrap().is_empty());
}

#[test]
fn furniture_and_the_teaser_are_told_from_the_report() {
    let Some(page) = page() else { return };
    let record = relata(&["annotate", "--layers", "sections,datelines", &page]).done().records().remove(0);
    let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    let sections = |kind: &str| -> Vec<String> {
        let of_kind = record["sections"].as_array().unwrap().iter().filter(|section| section["kind"] == kind);
        of_kind
            .map(|section| {
                text[offset(section, "start")..offset(section, "end")]
                    .iter()
                    .collect::<String>()
                    .trim()
                    .to_owned()
            })
            .collect()
    };
    assert_eq!(sections("furniture"), ["Share", "Advertisement", "Advertisement"]);
    let teasers = sections("teaser");
    assert!(teasers.len() == 1 && teasers[0].contains("not warm and cozy"), "{teasers:?}");
    let datelines = record["datelines"].as_array().unwrap();
    assert_eq!(datelines.len(), 1, "{datelines:?}");
    assert_eq!((&datelines[0]["place"], &datelines[0]["agency"]), (&json!("WASHINGTON"), &json!("CNN")));
    for mention in relata(&["code", &page]).done().records() {
        let in_teaser = offset(&mention["sentence"], "start") > text.len() - teasers[0].chars().count() - 1;
        assert!(
            !in_teaser || mention["sentence"]["section"] == "teaser",
            "the teaser is reported: {mention}"
        );
    }
}

#[test]
fn the_annexation_is_dated_to_its_own_year() {
    let Some(page) = page() else { return };
    let mentions = relata(&["code", &page]).done().records();
    let found: Vec<&Value> = mentions
        .iter()
        .filter(|mention| mention["action"]["text"].as_str().unwrap().contains("annexed"))
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    let (time, place) = (&found[0]["time"], &found[0]["place"]);
    assert!(
        time["start"].as_str().unwrap() >= "2014-01-01" && time["end"].as_str().unwrap() <= "2014-12-31",
        "{time}"
    );
    assert_eq!((countries(&found[0]["source"]), countries(&found[0]["target"])), (vec!["RUS"], vec!["UKR"]));
    assert_eq!((&found[0]["action"]["cameo"], &found[0]["status"]), (&json!("192"), &json!("actual")));
    assert!(place.is_null() || place["name"].as_str().unwrap().contains("Crimea"), "{place}");
}

#[test]
fn georgia_is_the_country() {
    let Some(page) = page() else { return };
    let places = annotated(&page, "places");
    let places = places.as_array().unwrap();
    let mentions = relata(&["code", &page]).done().records();
    let of_mentions = mentions.iter().map(|mention| &mention["place"]).filter(|place| !place.is_null());
    for place in
        places.iter().chain(of_mentions).filter(|place| place["text"].as_str().unwrap().contains("Georgia"))
    {
        assert_eq!(place["country"], "GEO", "{place}");
    }
    assert!(places.iter().any(|place| place["text"] == "Georgia"), "Georgia is no place");
}

/// Returns the page's path, or says that it is absent.
#[expect(
    clippy::disallowed_methods,
    reason = "a test is an edge: the environment says where data outside the project lies"
)]
fn page() -> Option<String> {
    let shared = std::env::var("RELATA_SHARED").map_or_else(|_| root().join("../shared"), PathBuf::from);
    let page = shared.join("first-light/article.txt");
    if page.is_file() {
        return Some(page.display().to_string());
    }
    // Past the capture of test output, so that it is seen that nothing was tested.
    let _ = writeln!(std::io::stderr(), "first light: skipped, there is no {}", page.display());
    None
}

fn annotated(page: &str, layer: &str) -> Value {
    relata(&["annotate", "--layers", layer, page]).done().records()[0][layer].clone()
}

fn offset(record: &Value, name: &str) -> usize {
    record[name].as_u64().unwrap() as usize
}

fn countries(actors: &Value) -> Vec<&str> {
    actors.as_array().unwrap().iter().filter_map(|actor| actor["country"].as_str()).collect()
}
