//! Does every span of every record quote exactly the words that it points at?

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use common::{Folder, Outcome, relata, root};
use serde_json::{Value, json};

const SECTION_KINDS: [&str; 6] = ["headline", "lead", "body", "teaser", "caption", "furniture"];

/// Layers of `relata annotate` that are lists of items.
const LISTS: [&str; 11] = [
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
];

#[test]
fn every_span_of_the_examples_quotes_its_words() {
    let seen = all_spans_quote_their_words("examples");
    assert!(seen > 1_000, "only {seen} spans were seen");
}

#[test]
fn every_span_of_the_codebooks_news_quotes_its_words() {
    let folder = Folder::new();
    let news = folder.file("news.jsonl", codebook_news());
    let seen = all_spans_quote_their_words(&news);
    assert!(seen > 1_000, "only {seen} spans were seen");
}

#[test]
fn offsets_count_code_points_where_letters_take_several_bytes() {
    let folder = Folder::new();
    let texts = [
        "🇵🇪 Perú’s «ministro» said on Monday: “São Tomé condemned Türkiye.” 🕊🕊 Côte d’Ivoire praised São Tomé.",
        "Cafe\u{301} owners in Bogota\u{301} said that Peru accused Chile on Monday.\r\n\r\nChile rejected the claim.\r\n",
        "\u{feff}KYIV, Sept 2 – Ukraine\u{a0}thanked Poland\u{2028}on Tuesday\u{200b}. Київ подякував. Poland pledged aid to Ukraine.",
        "اليمن: Yemen accused Oman.\tOman denied it… \u{1d5e2}\u{1d5fa}\u{1d5ee}\u{1d5fb} expelled two Yemeni diplomats on 3 May.",
    ];
    let lines: String =
        texts.iter().map(|text| format!("{}\n", json!({"text": text, "published": "2021-05-04"}))).collect();
    all_spans_quote_their_words(&folder.file("letters.jsonl", lines));
}

#[test]
fn the_text_of_plain_input_is_kept_as_it_came() {
    for name in ["border-bridge.txt", "harbour-strike.txt", "highland-truce.txt"] {
        let path = root().join("examples").join(name);
        let records = relata(&["annotate", "--layers", "sections", path.to_str().unwrap()]).done().records();
        assert_eq!(records[0]["text"], json!(std::fs::read_to_string(path).unwrap()), "{name}");
    }
}

#[test]
fn every_article_is_covered_by_its_paragraphs() {
    let records = relata(&["extract", "examples"]).done().records();
    for record in records {
        let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        let mut last = 0;
        for paragraph in record["paragraphs"].as_array().unwrap() {
            let (start, end) = ends(paragraph).unwrap();
            assert!(last <= start && start < end && end <= text.len(), "{}: {paragraph}", record["title"]);
            last = end;
        }
        assert!(last > 0, "{} has no paragraph", record["title"]);
    }
}

/// Runs `code`, `annotate` and `date` over an input, asserts that all their spans fit, and returns how many there are.
fn all_spans_quote_their_words(input: &str) -> usize {
    let annotated = relata(&["annotate", input]).done().records();
    let mut texts: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for record in &annotated {
        texts.insert(id(&record["id"]), record["text"].as_str().unwrap().chars().collect());
    }
    let mut check = Check::default();
    for record in &annotated {
        let text = &texts[&id(&record["id"])];
        check.at = format!("annotate, document {}", record["id"]);
        check.value("", record, text);
        check.layers(record, text);
    }
    let of_documents = |outcome: Outcome| outcome.done().records();
    for record in of_documents(relata(&["code", input])) {
        let document = &record["document"]["id"];
        check.at = format!("code, document {document}, mention {}", record["id"]);
        let text =
            texts.get(&id(document)).unwrap_or_else(|| panic!("{} is no document of annotate", check.at));
        check.value("", &record, text);
    }
    for record in of_documents(relata(&["date", input])) {
        check.at = format!("date, document {}", record["id"]);
        let text = texts
            .get(&id(&record["id"]))
            .unwrap_or_else(|| panic!("{} is no document of annotate", check.at));
        check.value("", &record, text);
    }
    assert!(check.faults.is_empty(), "{}", check.faults);
    check.seen
}

fn id(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} names no document")).to_owned()
}

/// Looks at all spans of records; all faults are told at once.
#[derive(Default)]
struct Check {
    at: String,
    seen: usize,
    faults: String,
}

impl Check {
    fn value(&mut self, path: &str, value: &Value, text: &[char]) {
        match value {
            Value::Object(fields) => {
                self.span(path, value, text);
                for (name, field) in fields {
                    self.value(&format!("{path}/{name}"), field, text);
                }
            }
            Value::Array(items) => {
                for (number, item) in items.iter().enumerate() {
                    self.value(&format!("{path}/{number}"), item, text);
                }
            }
            _ => {}
        }
    }

    /// Checks the offsets of one object, and the words at them. Intervals of days have a start and an end too: they are
    /// strings or null, and their words occur in the text.
    fn span(&mut self, path: &str, object: &Value, text: &[char]) {
        let quoted = object.get("text").or_else(|| object.get("cue"));
        let Some((start, end)) = ends(object) else {
            let half = object.get("start").is_some_and(Value::is_number)
                || object.get("end").is_some_and(Value::is_number);
            if half {
                self.fault(path, "has a start or an end, not both");
            }
            let whole: String = text.iter().collect();
            if let Some(words) = quoted.and_then(Value::as_str).filter(|words| !whole.contains(*words)) {
                self.fault(path, &format!("quotes {words:?}, which the text does not hold"));
            }
            return;
        };
        self.seen += 1;
        let Some(words) = text.get(start..end) else {
            return self.fault(path, &format!("points at {start} to {end} of {} code points", text.len()));
        };
        let words: String = words.iter().collect();
        match quoted {
            Some(Value::String(quoted)) if *quoted == words && !words.is_empty() => {}
            Some(Value::String(quoted)) => {
                self.fault(path, &format!("quotes {quoted:?} and points at {words:?}"))
            }
            Some(other) => self.fault(path, &format!("points at {words:?} and quotes {other}")),
            None => {}
        }
    }

    fn layers(&mut self, record: &Value, text: &[char]) {
        for layer in LISTS {
            let Some(items) = record[layer].as_array() else {
                self.fault(layer, "is no list");
                continue;
            };
            let spans: Vec<&Value> = match layer {
                "coreference" => items.iter().filter_map(Value::as_array).flatten().collect(),
                _ => items.iter().collect(),
            };
            for item in spans.iter().filter(|item| ends(item).is_none()) {
                self.fault(layer, &format!("has an item without start and end: {item}"));
            }
            let quotes = |item: &&&Value| item["text"].is_string() || item["cue"].is_string();
            if layer != "sections" {
                for item in spans.iter().filter(|item| !quotes(item)) {
                    self.fault(layer, &format!("has an item without its words: {item}"));
                }
            }
        }
        self.covers("sections", &record["sections"], text);
        for section in record["sections"].as_array().into_iter().flatten() {
            if !section["kind"].as_str().is_some_and(|kind| SECTION_KINDS.contains(&kind)) {
                self.fault("sections", &format!("has an unknown kind: {section}"));
            }
        }
        self.within_sentences(record);
        self.segments(record, text);
    }

    /// Checks that items follow each other from the first letter to the last.
    fn covers(&mut self, layer: &str, items: &Value, text: &[char]) {
        let mut at = 0;
        for (start, end) in items.as_array().into_iter().flatten().filter_map(ends) {
            if start != at {
                self.fault(layer, &format!("leave a gap or overlap at {at} to {start}"));
            }
            at = end;
        }
        if at != text.len() {
            self.fault(layer, &format!("end at {at} of {} code points", text.len()));
        }
    }

    fn within_sentences(&mut self, record: &Value) {
        let sentences: Vec<(usize, usize)> =
            record["sentences"].as_array().into_iter().flatten().filter_map(ends).collect();
        for pair in sentences.windows(2).filter(|pair| pair[0].1 > pair[1].0) {
            self.fault("sentences", &format!("overlap: {pair:?}"));
        }
        let of = |span: (usize, usize)| sentences.iter().position(|s| s.0 <= span.0 && span.1 <= s.1);
        let tokens: Vec<&Value> = record["tokens"].as_array().into_iter().flatten().collect();
        let homes: Vec<Option<usize>> = tokens.iter().map(|token| ends(token).and_then(of)).collect();
        for (number, (token, home)) in tokens.iter().zip(&homes).enumerate() {
            let head = token["head"].as_u64().map(|head| head as usize);
            if home.is_none() {
                self.fault("tokens", &format!("{number} lies in no sentence: {token}"));
            } else if head.is_some_and(|head| homes.get(head) != Some(home)) {
                self.fault("tokens", &format!("{number} has its head in another sentence: {token}"));
            } else if head.is_none() != (token["deprel"] == "root") {
                self.fault("tokens", &format!("{number} has no head and is no root, or both: {token}"));
            }
        }
    }

    fn segments(&mut self, record: &Value, text: &[char]) {
        let segments = record["coherence"]["segments"].as_array();
        for segment in segments.into_iter().flatten() {
            if ends(segment).is_none_or(|(start, end)| start >= end || end > text.len()) {
                self.fault("coherence", &format!("has a segment that is none: {segment}"));
            }
        }
    }

    fn fault(&mut self, path: &str, fact: &str) {
        let _ = writeln!(self.faults, "{}: {path} {fact}", self.at);
    }
}

/// Returns the offsets of an object, where it has both.
fn ends(object: &Value) -> Option<(usize, usize)> {
    let offset = |name| object.get(name).and_then(Value::as_u64).map(|offset| offset as usize);
    Some((offset("start")?, offset("end")?))
}

/// Returns the news of all pages of the codebook as documents, named by page and line.
fn codebook_news() -> String {
    let mut paths: Vec<_> =
        std::fs::read_dir(root().join("codebook")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    let mut documents = String::new();
    for path in paths {
        let page = std::fs::read_to_string(&path).unwrap();
        let mut lines = page.lines().enumerate();
        while let Some((number, line)) = lines.next() {
            let Some(head) = line.strip_prefix("```news") else { continue };
            let news: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| !line.starts_with("```")).collect();
            let document = json!({
                "id": format!("{}:{}", path.file_name().unwrap().to_string_lossy(), number + 1),
                "published": head.trim().strip_prefix("published "),
                "text": news.join("\n"),
            });
            let _ = writeln!(documents, "{document}");
        }
    }
    documents
}
