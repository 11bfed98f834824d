//! Do commands, options and records have the names and shapes that users and scripts rely on?

mod common;

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use common::{Folder, Outcome, relata, relata_with_input, root};
use serde_json::{Value, json};

const PLOVER: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];
const PRECISIONS: [&str; 9] =
    ["day", "week", "month", "season", "quarter", "year", "decade", "range", "unknown"];
const BASES: [&str; 5] = ["stated", "document", "inferred", "publication", "none"];
const STATUSES: [&str; 7] =
    ["actual", "alleged", "denied", "requested", "threatened", "planned", "hypothetical"];
const ACTOR_KINDS: [&str; 7] =
    ["person", "state", "government", "organization", "armed-group", "group", "place"];
const UPOS: [&str; 17] = [
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
    "SCONJ", "SYM", "VERB", "X",
];
const LAYERS: [&str; 14] = [
    "metadata",
    "sections",
    "datelines",
    "sentences",
    "tokens",
    "entities",
    "times",
    "places",
    "quotes",
    "attributions",
    "coreference",
    "figures",
    "published",
    "coherence",
];

// relata code

#[test]
fn an_event_mention_has_every_field_of_its_schema() {
    let records = relata(&["code", "examples"]).done().records();
    assert!(records.len() >= 10, "only {} mentions in the examples", records.len());
    for record in &records {
        has_fields(
            record,
            "schema id event document sentence source target action status polarity report time place attribution figures \
             confidence evidence",
        );
        assert_eq!(record["schema"], "relata.mention.v1");
        has_fields(&record["document"], "id url title publisher published");
        is_interval(&record["document"]["published"]);
        has_fields(&record["sentence"], "index start end text section");
        let section = record["sentence"]["section"].as_str().unwrap();
        assert!(["headline", "lead", "body", "teaser", "caption"].contains(&section), "{section}");
        record["source"].as_array().unwrap().iter().for_each(is_actor);
        record["target"].as_array().unwrap().iter().for_each(is_actor);
        is_action(&record["action"]);
        assert!(STATUSES.contains(&record["status"].as_str().unwrap()), "{}", record["status"]);
        assert!(["positive", "negative"].contains(&record["polarity"].as_str().unwrap()));
        assert!(
            ["new", "follow-up", "background", "anniversary", "trial"]
                .contains(&record["report"].as_str().unwrap())
        );
        is_interval(&record["time"]);
        if !record["place"].is_null() {
            is_place(&record["place"]);
        }
        for attribution in record["attribution"].as_array().unwrap() {
            has_fields(attribution, "speaker cue start end direct");
            if !attribution["speaker"].is_null() {
                is_actor(&attribution["speaker"]);
            }
        }
        record["figures"].as_array().unwrap().iter().for_each(is_figure);
        let confidence = record["confidence"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&confidence), "{confidence}");
        let evidence = record["evidence"].as_array().unwrap();
        assert!(!evidence.is_empty(), "a mention without evidence: {record}");
        evidence.iter().for_each(|evidence| has_fields(evidence, "rule start end note"));
    }
}

#[test]
fn mentions_have_names_of_their_own_and_share_those_of_their_event() {
    let records = relata(&["code", "examples"]).done().records();
    let ids: BTreeSet<&str> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), records.len(), "two mentions have one id");
    for record in &records {
        let event = &record["event"];
        let shared: BTreeSet<String> = records
            .iter()
            .filter(|other| other["event"] == *event)
            .map(|other| other["document"]["id"].to_string())
            .collect();
        assert_eq!(shared.len(), 1, "event {event} is shared by several documents");
    }
}

#[test]
fn mentions_below_the_least_confidence_are_left_out_and_no_others() {
    let all = relata(&["code", "examples"]).done().records();
    let mut levels: Vec<f64> = all.iter().map(|record| record["confidence"].as_f64().unwrap()).collect();
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    assert!(levels.len() > 1, "all mentions are equally confident: {levels:?}");
    let least = (levels[levels.len() / 2 - 1] + levels[levels.len() / 2]) / 2.0;
    let kept = relata(&["code", "examples", "--min-confidence", &least.to_string()]).done().records();
    let ids = |records: &[Value], least: f64| -> Vec<String> {
        let confident = records.iter().filter(|record| record["confidence"].as_f64().unwrap() >= least);
        confident.map(|record| record["id"].to_string()).collect()
    };
    assert_eq!(ids(&kept, 0.0), ids(&all, least));
    assert!(!kept.is_empty() && kept.len() < all.len());
}

#[test]
fn a_date_given_counts_where_the_document_states_none() {
    let dated = |arguments: &[&str]| {
        let record = relata(arguments).done().records().remove(0);
        let published = record["document"]["published"].clone();
        (published["start"].clone(), published["end"].clone(), published["basis"].clone())
    };
    let folder = Folder::new();
    let undated = folder.file("undated.txt", "Kenya expelled the Somali ambassador.\n");
    assert_eq!(
        dated(&["code", &undated, "--date", "2019-12-05"]),
        (json!("2019-12-05"), json!("2019-12-05"), json!("document"))
    );
    let stated = dated(&["code", "examples/harbour-strike.txt", "--date", "2001-01-01"]);
    assert_eq!((stated.0, stated.1), (json!("2019-11-14"), json!("2019-11-14")));
}

#[test]
fn a_document_without_an_id_is_named_by_its_content() {
    let folder = Folder::new();
    let id = |name: &str, text: &str| {
        relata(&["code", &folder.file(name, text)]).done().records()[0]["document"]["id"].clone()
    };
    let one = id("one.txt", "Kenya expelled the Somali ambassador.\n");
    assert!(one.as_str().is_some_and(|id| !id.is_empty()), "{one}");
    assert_eq!(one, id("two.txt", "Kenya expelled the Somali ambassador.\n"));
    assert_ne!(one, id("three.txt", "Kenya expelled the Ethiopian ambassador.\n"));
}

#[test]
fn what_a_document_says_of_itself_comes_back_with_its_mentions() {
    let document = json!({
        "id": "doc-1", "title": "A deal", "url": "https://news.example/deal", "publisher": "Example News",
        "published": "2015-05-05T08:00:00Z", "text": "Peru expelled two Chilean diplomats on Monday.",
    });
    let records = relata_with_input(&["code", "-"], document.to_string().as_bytes()).done().records();
    let told = &records[0]["document"];
    for field in ["id", "title", "url", "publisher"] {
        assert_eq!(told[field], document[field], "{field}");
    }
    assert_eq!(
        (&told["published"]["start"], &told["published"]["end"]),
        (&json!("2015-05-05"), &json!("2015-05-05"))
    );
}

#[test]
fn fields_that_are_not_known_are_passed_through_as_extra() {
    let document = json!({"id": "doc-1", "text": "Peru expelled two Chilean diplomats.", "desk": "americas", "tags": ["a", 1]});
    let extra = json!({"desk": "americas", "tags": ["a", 1]});
    for command in ["code", "annotate", "extract"] {
        let records = relata_with_input(&[command, "-"], document.to_string().as_bytes()).done().records();
        let holders = [&records[0], &records[0]["document"], &records[0]["metadata"]];
        assert!(
            holders.iter().any(|holder| holder["extra"] == extra),
            "relata {command} loses them: {}",
            records[0]
        );
    }
}

#[test]
fn an_output_file_holds_what_standard_output_would() {
    let folder = Folder::new();
    let path = folder.path("mentions.jsonl");
    let to_file = relata(&["code", "examples/documents.jsonl", "--output", &path]).done();
    assert_eq!(to_file.stdout, "");
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        relata(&["code", "examples/documents.jsonl"]).done().stdout
    );
}

#[test]
fn standard_input_files_folders_and_globs_are_inputs() {
    let page = std::fs::read(root().join("examples/harbour-strike.txt")).unwrap();
    let by_name = relata(&["code", "examples/harbour-strike.txt"]).done().stdout;
    assert_eq!(relata_with_input(&["code", "-"], &page).done().stdout, by_name);
    assert_eq!(relata(&["code", "examples/harbour-*.txt"]).done().stdout, by_name);
    assert!(relata(&["code", "examples"]).done().stdout.contains(&by_name));
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_relata"))
        .args(["code", "examples"])
        .current_dir(root())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), stderr.as_ref()), (Some(0), ""));
}

#[test]
fn nothing_but_data_is_written_to_a_pipe() {
    let outcome = relata(&["code", "examples"]).done();
    assert_eq!(outcome.stderr, "");
    assert!(!outcome.records().is_empty());
}

// relata relate

#[test]
fn the_relation_between_two_spans_has_every_field() {
    let question = json!({"id": "q-1", "text": "Ankara condemned Paris on Monday.", "source": [0, 6], "target": [17, 22], "date": "2021-05-04"});
    let record = ask(&[question]).done().records().remove(0);
    has_fields(&record, "id cameo plover quad_class status polarity confidence alternatives evidence");
    let told =
        ["id", "cameo", "plover", "quad_class", "status", "polarity"].map(|field| record[field].clone());
    assert_eq!(
        told,
        ["q-1".into(), "111".into(), "ACCUSE".into(), json!(3), "actual".into(), "positive".into()]
    );
    assert!(
        record["confidence"].as_f64().is_some_and(|confidence| confidence > 0.5 && confidence <= 1.0),
        "{record}"
    );
    for alternative in record["alternatives"].as_array().unwrap() {
        has_fields(alternative, "plover cameo confidence");
    }
    for evidence in record["evidence"].as_array().unwrap() {
        has_fields(evidence, "rule start end note");
    }
}

#[test]
fn either_span_may_be_null() {
    let questions = [
        json!({"id": 1, "text": "Twelve protesters were arrested in Juba.", "source": null, "target": [0, 17]}),
        json!({"id": 2, "text": "Chad expelled a diplomat on Friday.", "source": [0, 4], "target": null}),
        json!({"id": 3, "text": "Kenya lies to the south of Ethiopia.", "source": null, "target": null}),
    ];
    let records = ask(&questions).done().records();
    assert_eq!(
        records.iter().map(|record| record["id"].clone()).collect::<Vec<_>>(),
        [json!(1), json!(2), json!(3)]
    );
    assert_eq!(
        (&records[0]["plover"], &records[1]["plover"]),
        (&json!("COERCE"), &json!("SANCTION")),
        "{records:?}"
    );
}

#[test]
fn where_the_text_reports_no_relation_its_codes_are_null() {
    let text = "Kenya lies to the south of Ethiopia.";
    let record = ask(&[json!({"id": "none", "text": text, "source": [0, 5], "target": [27, 35]})])
        .done()
        .records()
        .remove(0);
    has_fields(&record, "id cameo plover quad_class status polarity confidence alternatives evidence");
    assert!(
        record["plover"].is_null() && record["cameo"].is_null() && record["quad_class"].is_null(),
        "{record}"
    );
}

#[test]
fn given_spans_count_code_points() {
    let text = "«Élysée» officials condemned Türkiye’s army.";
    let at = |words: &str| {
        let start = text[..text.find(words).unwrap()].chars().count();
        json!([start, start + words.chars().count()])
    };
    let question =
        json!({"id": "fr", "text": text, "source": at("«Élysée» officials"), "target": at("Türkiye’s army")});
    let record = ask(&[question]).done().records().remove(0);
    assert_eq!((&record["plover"], &record["cameo"]), (&json!("ACCUSE"), &json!("111")), "{record}");
    let letters: Vec<char> = text.chars().collect();
    for evidence in record["evidence"].as_array().unwrap() {
        let offset = |name: &str| evidence[name].as_u64().unwrap() as usize;
        let words: String = letters[offset("start")..offset("end")].iter().collect();
        assert_eq!(evidence["text"], words);
    }
}

#[test]
fn a_bad_span_is_told_with_its_line_and_the_others_are_answered() {
    let text = "Ankara condemned Paris.";
    let folder = Folder::new();
    let good = |id: &str| json!({"id": id, "text": text, "source": [0, 6], "target": [17, 22]}).to_string();
    let bad = [
        json!({"id": "far", "text": text, "source": [0, 6], "target": [17, 2200]}).to_string(),
        json!({"id": "back", "text": text, "source": [6, 0], "target": [17, 22]}).to_string(),
        json!({"id": "below", "text": text, "source": [-1, 6], "target": [17, 22]}).to_string(),
        json!({"id": "words", "text": text, "source": "Ankara", "target": [17, 22]}).to_string(),
        json!({"id": "textless", "source": [0, 6], "target": [17, 22]}).to_string(),
        json!({"id": "day", "text": text, "source": [0, 6], "target": [17, 22], "date": "soon"}).to_string(),
        "{\"id\": ".to_owned(),
    ];
    let lines = [&[good("first")][..], &bad, &[good("last")]].concat().join("\n");
    let file = folder.file("questions.jsonl", lines);
    let outcome = relata(&["relate", &file]).ended_with(1);
    let ids: Vec<Value> = outcome.records().iter().map(|record| record["id"].clone()).collect();
    assert_eq!(ids, ["first", "last"]);
    for line in 2..=8 {
        outcome.says(&[&format!("{file}:{line}:")]);
    }
}

#[test]
fn questions_that_are_missing_are_named_and_the_others_answered() {
    let folder = Folder::new();
    let good = folder.file(
        "good.jsonl",
        r#"{"id": 1, "text": "Ankara condemned Paris.", "source": [0, 6], "target": [17, 22]}"#,
    );
    let binary = folder.file("binary.jsonl", [0xff, 0x00, 0x9c]);
    let missing = folder.path("missing.jsonl");
    let outcome = relata(&["relate", &missing, &binary, &good]).ended_with(1);
    assert_eq!(outcome.records().len(), 1);
    outcome.says(&[&missing]);
    outcome.says(&[&binary]);
}

// relata annotate

#[test]
fn a_document_is_written_with_all_layers_or_those_asked_for() {
    let fields = |arguments: &[&str]| -> Vec<String> {
        let record = relata(arguments).done().records().remove(0);
        record.as_object().unwrap().keys().cloned().collect()
    };
    let all = fields(&["annotate", "examples/harbour-strike.txt"]);
    assert_eq!(all, [&["id", "text"][..], &LAYERS].concat());
    let two = fields(&["annotate", "--layers", "times,sections", "examples/harbour-strike.txt"]);
    assert_eq!(two, ["id", "text", "sections", "times"]);
}

#[test]
fn layers_have_the_fields_that_programs_read() {
    for record in relata(&["annotate", "examples"]).done().records() {
        for token in record["tokens"].as_array().unwrap() {
            has_fields(token, "text start end lemma upos features head deprel");
            assert!(UPOS.contains(&token["upos"].as_str().unwrap()), "{token}");
        }
        for entity in record["entities"].as_array().unwrap() {
            has_fields(entity, "text start end type");
        }
        for time in record["times"].as_array().unwrap() {
            has_fields(time, "text start end type value");
            assert!(["DATE", "TIME", "DURATION", "SET"].contains(&time["type"].as_str().unwrap()), "{time}");
        }
        for dateline in record["datelines"].as_array().unwrap() {
            has_fields(dateline, "start end place agency date");
        }
        record["places"].as_array().unwrap().iter().for_each(is_place);
        record["figures"].as_array().unwrap().iter().for_each(is_figure);
        has_fields(&record["published"], "id earliest latest best confidence conflict evidence");
        has_fields(&record["coherence"], "stitched segments evidence");
        for segment in record["coherence"]["segments"].as_array().unwrap() {
            has_fields(segment, "start end published");
        }
    }
}

#[test]
fn the_dating_within_a_document_is_the_record_of_its_own_command() {
    let annotated = relata(&["annotate", "--layers", "published", "examples"]).done().records();
    let dated = relata(&["date", "examples"]).done().records();
    let layers: Vec<&Value> = annotated.iter().map(|record| &record["published"]).collect();
    assert_eq!(layers, dated.iter().collect::<Vec<_>>());
}

#[test]
fn conllu_is_valid_and_gives_back_its_text() {
    let written = relata(&["annotate", "--format", "conllu", "examples"]).done().stdout;
    let faults = conllu_faults(&written);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(written.contains("# sent_id = ") && written.contains("# newdoc"));
}

#[test]
fn conllu_of_uncommon_letters_and_contractions_is_valid() {
    let text = "Peru’s envoy can’t stay; “we don’t know why”, he’d said… Côte d’Ivoire’s isn’t leaving. The U.N.-backed 🕊 rebels' \
                camp\tcosts $3.5m (£2.8m), i.e. 10%.\r\n\r\nI'm gonna ask: who’ll pay?\u{a0}Nobody cannot.\n";
    let written = relata_with_input(&["annotate", "--format", "conllu", "-"], text.as_bytes()).done().stdout;
    let faults = conllu_faults(&written);
    assert!(faults.is_empty(), "{}\n{written}", faults.join("\n"));
}

#[test]
fn words_given_are_kept_with_all_that_stands_around_them() {
    let given = "\
# sent_id = odd-1\n\
# text = The U.N.-backed army didn’t “ shell ” Goma .\n\
1\tThe\t_\t_\t_\t_\t_\t_\t_\t_\n\
2\tU.N.-backed\t_\t_\t_\t_\t_\t_\t_\tGloss=kept\n\
3\tarmy\t_\t_\t_\t_\t_\t_\t_\t_\n\
4-5\tdidn’t\t_\t_\t_\t_\t_\t_\t_\t_\n\
4\tdid\t_\t_\t_\t_\t_\t_\t_\t_\n\
5\tn’t\t_\t_\t_\t_\t_\t_\t_\t_\n\
5.1\tever\t_\t_\t_\t_\t_\t_\t_\t_\n\
6\t“\t_\t_\t_\t_\t_\t_\t_\t_\n\
7\tshell\t_\t_\t_\t_\t_\t_\t_\t_\n\
8\t”\t_\t_\t_\t_\t_\t_\t_\t_\n\
9\tGoma\t_\t_\t_\t_\t_\t_\t_\t_\n\
10\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\
\n\
# sent_id = odd-2\n\
1\tPeace\t_\t_\t_\t_\t_\t_\t_\t_\n\
2\tholds\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
3\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\
\n";
    let folder = Folder::new();
    let file = folder.file("given.conllu", given);
    let written = relata(&["annotate", "--format", "conllu", "--pretokenized", &file]).done().stdout;
    // Numbers, forms, comments, multiword tokens and empty nodes are those given; the rest is filled in.
    let kept = |conllu: &str| -> Vec<String> {
        let columns = |line: &str| line.split('\t').take(2).collect::<Vec<_>>().join("\t");
        conllu
            .lines()
            .map(|line| if line.starts_with('#') { line.to_owned() } else { columns(line) })
            .collect()
    };
    assert_eq!(kept(&written), kept(given));
    for (row, word) in [("2\tU.N.-backed\t", "Gloss=kept"), ("2\tholds\t", "SpaceAfter=No")] {
        let line = written.lines().find(|line| line.starts_with(row)).unwrap();
        assert!(line.split('\t').nth(9).unwrap().split('|').any(|misc| misc == word), "{line}");
    }
    for sentence in sentences(&written) {
        let faults = syntax_faults(&sentence);
        assert!(faults.is_empty(), "{}\n{written}", faults.join("\n"));
    }
}

#[test]
fn a_bad_line_of_conllu_is_named_and_other_files_are_annotated() {
    let folder = Folder::new();
    let good = folder.file("good.conllu", "1\tPeace\t_\t_\t_\t_\t_\t_\t_\t_\n\n");
    let bad =
        folder.file("bad.conllu", "1\tPeace\t_\t_\t_\t_\t_\t_\t_\t_\n3\tholds\t_\t_\t_\t_\t_\t_\t_\t_\n\n");
    let missing = folder.path("missing.conllu");
    let outcome =
        relata(&["annotate", "--format", "conllu", "--pretokenized", &bad, &missing, &good]).ended_with(1);
    assert!(outcome.stdout.contains("1\tPeace\t"), "{}", outcome.stdout);
    outcome.says(&[&bad, "2"]);
    outcome.says(&[&missing]);
}

// relata date, relata extract

#[test]
fn a_dated_document_has_every_field_with_and_without_what_it_states() {
    for arguments in [&["date", "examples"][..], &["date", "--blind", "examples"]] {
        let records = relata(arguments).done().records();
        assert!(records.len() >= 9, "{} records", records.len());
        for record in &records {
            has_fields(record, "id earliest latest best confidence conflict evidence");
            assert!(record["conflict"].is_boolean());
            let days = ["earliest", "best", "latest"].map(|field| record[field].as_str());
            assert!(days.iter().flatten().all(|day| is_day(day)), "{record}");
            if let [Some(earliest), Some(best), Some(latest)] = days {
                assert!(earliest <= best && best <= latest, "{record}");
            }
            for evidence in record["evidence"].as_array().unwrap() {
                has_fields(evidence, "constraint interval");
                assert_eq!(evidence["interval"].as_array().map(Vec::len), Some(2), "{evidence}");
                assert_eq!(evidence["start"].is_number(), evidence["text"].is_string(), "{evidence}");
            }
        }
    }
}

#[test]
fn a_blind_dating_takes_nothing_from_metadata() {
    let text = "Undated words about a bridge.";
    let dated = json!({"id": "a", "text": text, "published": "2011-02-03"}).to_string();
    let undated = json!({"id": "a", "text": text}).to_string();
    let date = |arguments: &[&str], document: &str| {
        relata_with_input(arguments, document.as_bytes()).done().records().remove(0)
    };
    // What the page states is still told beside the answer, and is no part of it.
    let blind = |arguments: &[&str], document: &str| {
        let mut record = date(arguments, document);
        record.as_object_mut().unwrap().remove("stated");
        record
    };
    let unknown = blind(&["date", "--blind", "-"], &undated);
    assert_eq!(blind(&["date", "--blind", "-"], &dated), unknown);
    assert_eq!(blind(&["date", "--blind", "--date", "2011-02-03", "-"], &undated), unknown);
    let seeing = date(&["date", "-"], &dated);
    assert_eq!((&seeing["earliest"], &seeing["best"]), (&json!("2011-02-03"), &json!("2011-02-03")));
    is_interval(&seeing["stated"]);
}

#[test]
fn an_article_has_every_field_and_no_furniture() {
    let records = relata(&["extract", "examples/fishing-row.html"]).done().records();
    let record = &records[0];
    has_fields(
        record,
        "id file url title byline publisher published modified language text paragraphs furniture links",
    );
    assert_eq!(record["file"], "examples/fishing-row.html");
    assert_eq!(record["title"], "Malaysia summons Indonesian envoy over seized trawlers");
    assert!(record["byline"].as_str().unwrap().contains("Ilse Varmont"), "{}", record["byline"]);
    assert_eq!((&record["published"], &record["language"]), (&json!("2018-09-20"), &json!("en")));
    let text = record["text"].as_str().unwrap();
    for words in ["Malaysia summoned", "The navy detained 27 fishermen", "Singapore offered to host talks"] {
        assert!(text.contains(words), "the article lacks {words:?}:\n{text}");
    }
    for words in [
        "cookie",
        "Subscribe",
        "Advertisement",
        "Sign up",
        "All rights reserved",
        "tidiest quay",
        "dataLayer",
    ] {
        assert!(!text.contains(words), "the article holds {words:?}:\n{text}");
    }
    for paragraph in record["paragraphs"].as_array().unwrap() {
        has_fields(paragraph, "start end kind");
        assert!(
            ["heading", "paragraph", "list", "quote", "caption"]
                .contains(&paragraph["kind"].as_str().unwrap())
        );
    }
    assert!(record["furniture"].is_array() && record["links"].is_array());
}

// Usage

#[test]
fn wrong_usage_ends_with_status_two_and_says_why() {
    let folder = Folder::new();
    let empty = folder.path("no-such-*.txt");
    for arguments in [
        &[][..],
        &["recode", "examples"],
        &["code"],
        &["code", "examples", "--dates", "2020-01-01"],
        &["code", "examples", "--date", "yesterday"],
        &["code", "examples", "--date", "2021-02-29"],
        &["code", "examples", "--threads", "many"],
        &["code", "examples", "--min-confidence", "high"],
        &["code", &empty],
        &["annotate", "--layers", "sections,sounds", "examples"],
        &["annotate", "--format", "xml", "examples"],
        &["annotate", "--pretokenized", "examples"],
        &["annotate", "--format", "jsonl", "--pretokenized", "examples"],
        &["relate"],
        &["date", "--blind"],
        &["lexicon"],
        &["code", "examples", "--output", "/no/such/folder/mentions.jsonl"],
        &["code", "examples", "--knowledge", "/no/such/folder"],
        &["code", "examples", "--models", "/no/such/folder"],
    ] {
        let outcome = relata(arguments);
        assert_eq!(outcome.status, 2, "relata {}: {}", arguments.join(" "), outcome.stderr);
        assert!(
            !outcome.stderr.trim().is_empty() && outcome.stdout.is_empty(),
            "relata {}",
            arguments.join(" ")
        );
    }
}

#[test]
fn a_confidence_outside_0_to_1_is_wrong_usage() {
    for confidence in ["1.5", "NaN", "70"] {
        relata(&["code", "examples/harbour-strike.txt", "--min-confidence", confidence]).ended_with(2);
    }
}

#[test]
fn help_shows_examples_for_every_command() {
    let commands = ["code", "explain", "annotate", "relate", "extract", "date", "lexicon"];
    let help = relata(&["--help"]).done().stdout;
    assert!(help.contains("Examples:"), "{help}");
    for command in commands {
        assert!(help.contains(command), "relata --help does not tell of {command}");
        let help = relata(&[command, "--help"]).done().stdout;
        assert!(help.contains("Example"), "relata {command} --help shows no example:\n{help}");
        assert!(help.contains(&format!("relata {command}")), "{help}");
    }
    assert!(relata(&["--version"]).done().stdout.starts_with("relata "));
}

#[test]
fn explain_shows_people_who_did_what_to_whom() {
    let plain = relata(&["explain", "examples/harbour-strike.txt"]).done().stdout;
    assert!(!plain.contains('\u{1b}'), "colours in a pipe");
    for words in ["2019-11-14", "who", "what", "whom", "when", "because"] {
        assert!(plain.contains(words), "{words:?} is not told:\n{plain}");
    }
    let coloured = relata(&["explain", "--color", "always", "examples/harbour-strike.txt"]).done().stdout;
    assert!(coloured.contains('\u{1b}'));
}

#[test]
fn a_sound_lexicon_is_said_to_be_sound() {
    assert!(relata(&["lexicon", "check"]).done().stdout.contains("0 faults"));
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path("lexicon/en")).unwrap();
    folder.file("lexicon/en/accuse.toml", "[[sense]]\nid = \"shout\"\nverb = \"shout\"\ncode = \"999\"\n");
    let outcome = relata(&["lexicon", "check", "--knowledge", &folder.path("")]).ended_with(1);
    assert!(outcome.stdout.contains("lexicon/en/accuse.toml:1"), "{}", outcome.stdout);
}

// Shapes

fn has_fields(record: &Value, fields: &str) {
    let known = record.as_object().unwrap_or_else(|| panic!("no object: {record}"));
    let missing: Vec<&str> = fields.split_whitespace().filter(|field| !known.contains_key(*field)).collect();
    assert!(missing.is_empty(), "the fields {missing:?} are missing in {record}");
}

fn is_interval(interval: &Value) {
    has_fields(interval, "start end precision basis text");
    assert!(PRECISIONS.contains(&interval["precision"].as_str().unwrap()), "{interval}");
    assert!(BASES.contains(&interval["basis"].as_str().unwrap()), "{interval}");
    let ends = ["start", "end"].map(|field| interval[field].as_str());
    assert!(ends.iter().flatten().all(|day| is_day(day)), "{interval}");
    if let [Some(start), Some(end)] = ends {
        assert!(start <= end, "{interval}");
        assert!(interval["precision"] != "day" || start == end, "{interval}");
    }
}

fn is_day(day: &str) -> bool {
    day.len() == 10
        && day
            .chars()
            .enumerate()
            .all(|(at, c)| if at == 4 || at == 7 { c == '-' } else { c.is_ascii_digit() })
}

fn is_actor(actor: &Value) {
    has_fields(actor, "text start end name code country sectors role kind wikidata antecedent implied");
    assert!(ACTOR_KINDS.contains(&actor["kind"].as_str().unwrap()), "{actor}");
    assert!(actor["implied"].is_boolean() && actor["sectors"].is_array(), "{actor}");
    let letters = |code: &str| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase());
    assert!(actor["country"].as_str().is_none_or(letters), "{actor}");
    assert!(actor["code"].is_null() || actor["code"].as_str().is_some_and(|code| code.len() >= 3), "{actor}");
    let code = actor["code"].as_str().unwrap_or_default();
    let sectors: String =
        actor["sectors"].as_array().unwrap().iter().map(|sector| sector.as_str().unwrap()).collect();
    let joined = format!("{}{sectors}", actor["country"].as_str().unwrap_or_default());
    assert!(
        code.starts_with("IGO") || joined.starts_with("IGO") || code == joined,
        "the code is not its parts joined: {actor}"
    );
}

fn is_action(action: &Value) {
    has_fields(
        action,
        "text start end cameo cameo_label plover mode contexts quad_class plover_quad goldstein",
    );
    let cameo = action["cameo"].as_str().unwrap();
    assert!((2..=4).contains(&cameo.len()) && cameo.chars().all(|c| c.is_ascii_digit()), "{action}");
    let quad = match cameo[..2].parse::<u8>().unwrap() {
        1..=5 => 1,
        6..=9 => 2,
        10..=14 => 3,
        15..=20 => 4,
        _ => panic!("no CAMEO root: {action}"),
    };
    assert_eq!(action["quad_class"], quad, "{action}");
    if !action["plover"].is_null() {
        let plover = action["plover"].as_str().unwrap();
        let place = PLOVER
            .iter()
            .position(|name| *name == plover)
            .unwrap_or_else(|| panic!("no PLOVER type: {action}"));
        let quad = [0..4, 4..7, 7..11, 11..16].iter().position(|quad| quad.contains(&place)).unwrap() + 1;
        assert_eq!(action["plover_quad"], quad, "{action}");
    }
    assert!(action["goldstein"].as_f64().is_some_and(|score| (-10.0..=10.0).contains(&score)), "{action}");
    assert!(
        action["contexts"].is_array()
            && action["cameo_label"].as_str().is_some_and(|label| !label.is_empty()),
        "{action}"
    );
}

fn is_place(place: &Value) {
    has_fields(place, "text start end name country admin1 lat lon precision geonames");
    let precision = place["precision"].as_str().unwrap();
    assert!(["country", "admin1", "admin2", "city", "point"].contains(&precision), "{place}");
    assert_eq!(place["lat"].is_null(), place["lon"].is_null(), "{place}");
    assert!(
        !["country", "admin1", "admin2"].contains(&precision) || place["lat"].is_null(),
        "a point for a region: {place}"
    );
}

fn is_figure(figure: &Value) {
    has_fields(figure, "kind min max text start end");
    assert!(figure["min"].is_u64() || figure["max"].is_u64(), "{figure}");
    if let (Some(min), Some(max)) = (figure["min"].as_u64(), figure["max"].as_u64()) {
        assert!(min <= max, "{figure}");
    }
}

fn ask(questions: &[Value]) -> Outcome {
    let lines: Vec<String> = questions.iter().map(Value::to_string).collect();
    relata_with_input(&["relate", "-"], lines.join("\n").as_bytes())
}

/// The lines of one sentence of CoNLL-U, in columns.
struct Sentence<'a> {
    comments: Vec<&'a str>,
    rows: Vec<Vec<&'a str>>,
}

fn sentences(conllu: &str) -> Vec<Sentence<'_>> {
    let blocks = conllu.split("\n\n").map(str::trim_end).filter(|block| !block.is_empty());
    blocks
        .map(|block| {
            let (comments, rows): (Vec<&str>, Vec<&str>) =
                block.lines().partition(|line| line.starts_with('#'));
            Sentence { comments, rows: rows.into_iter().map(|row| row.split('\t').collect()).collect() }
        })
        .collect()
}

/// Returns what a validator of Universal Dependencies would say of a document's form.
fn conllu_faults(conllu: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !conllu.ends_with("\n\n") {
        faults.push("no empty line after the last sentence".to_owned());
    }
    let mut ids = BTreeSet::new();
    for sentence in sentences(conllu) {
        let comment = |name: &str| sentence.comments.iter().find_map(|line| line.strip_prefix(name));
        match comment("# sent_id = ") {
            Some(id) if ids.insert(id) => {}
            id => faults.push(format!("sent_id is missing or stands twice: {id:?}")),
        }
        let text = comment("# text = ").unwrap_or_default();
        let surface = surface(&sentence);
        if text != surface {
            faults.push(format!("the words do not give the text again:\n  {text}\n  {surface}"));
        }
        faults.extend(syntax_faults(&sentence).into_iter().map(|fault| format!("{text}: {fault}")));
    }
    faults
}

/// Joins forms by what is said of the space after them; words of a multiword token are left out.
fn surface(sentence: &Sentence) -> String {
    let mut text = String::new();
    let mut covered = 0;
    for row in &sentence.rows {
        let range = row[0].split_once('-').map(|(_, last)| last.parse::<usize>().unwrap_or(0));
        let inside = row[0].parse::<usize>().is_ok_and(|id| id <= covered) || row[0].contains('.');
        if inside {
            continue;
        }
        covered = range.unwrap_or(covered);
        text.push_str(row[1]);
        if !row.last().is_some_and(|misc| misc.split('|').any(|fact| fact == "SpaceAfter=No")) {
            text.push(' ');
        }
    }
    text.trim_end().to_owned()
}

fn syntax_faults(sentence: &Sentence) -> Vec<String> {
    let mut faults = Vec::new();
    let mut heads = vec![0];
    let mut covered = 0;
    for row in &sentence.rows {
        if row.len() != 10 || row.iter().any(|column| column.is_empty()) {
            faults.push(format!("not ten columns: {row:?}"));
            continue;
        }
        if let Some((first, last)) = row[0].split_once('-') {
            let ends = first.parse::<usize>().ok().zip(last.parse::<usize>().ok());
            match ends {
                Some((first, last)) if first == heads.len() && first < last && first > covered => {
                    covered = last
                }
                _ => faults.push(format!("a range out of place: {row:?}")),
            }
            if row[2..9].iter().any(|column| *column != "_") {
                faults.push(format!("a range with an analysis: {row:?}"));
            }
            continue;
        }
        if row[0].contains('.') {
            continue;
        }
        if row[0].parse() != Ok(heads.len()) {
            faults.push(format!("a number out of order: {row:?}"));
        }
        if !UPOS.contains(&row[3]) {
            faults.push(format!("an unknown part of speech: {row:?}"));
        }
        if row[2] == "_" && row[1] != "_" {
            faults.push(format!("no lemma: {row:?}"));
        }
        let features: Vec<String> = row[5].split('|').map(str::to_lowercase).collect();
        if row[5] != "_" && (!features.is_sorted() || features.iter().any(|feature| !feature.contains('='))) {
            faults.push(format!("features out of form or order: {row:?}"));
        }
        match row[6].parse::<usize>() {
            Ok(head) if (head == 0) == (row[7] == "root") => heads.push(head),
            _ => {
                faults.push(format!("no head, or a root that is none: {row:?}"));
                heads.push(0);
            }
        }
    }
    let words = heads.len() - 1;
    if covered > words {
        faults.push(format!("a range up to {covered} of {words} words"));
    }
    let roots = heads[1..].iter().filter(|head| **head == 0).count();
    if roots != 1 {
        faults.push(format!("{roots} roots"));
    }
    for word in 1..=words {
        let mut at = word;
        let steps = (0..=words).take_while(|_| {
            at = heads.get(at).copied().unwrap_or(usize::MAX);
            at != 0 && at <= words
        });
        if steps.count() > words || at != 0 {
            faults.push(format!("word {word} hangs from no root"));
        }
    }
    faults
}
