//! What does a web page say of itself?
//!
//! Linked data (JSON-LD) is trusted first, then the `meta` elements, then `<time>`, then the address.

use dom_query::Document;
use jiff::civil::Date;
use relata_doc::{Metadata, Stated};
use serde_json::Value;

use crate::day::{day_of, stated_day};
use crate::rules::{Rules, fold};

/// `meta` elements that say when a page was published, most trusted first.
const PUBLISHED: [&str; 18] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "publication_date",
    "publish-date",
    "publish_date",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "article.published",
    "date",
    "timestamp",
];
const MODIFIED: [&str; 6] = [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "article.updated",
];
const TITLE: [&str; 4] = ["og:title", "twitter:title", "dc.title", "parsely-title"];
const PUBLISHER: [&str; 4] = ["og:site_name", "application-name", "dc.publisher", "publisher"];
const BYLINE: [&str; 6] =
    ["author", "parsely-author", "dc.creator", "sailthru.author", "article:author_name", "byl"];
const LANGUAGE: [&str; 3] = ["og:locale", "content-language", "dc.language"];

/// What a page says of itself, and the article's text where linked data holds it.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    pub(crate) metadata: Metadata,
    pub(crate) article_body: Option<String>,
}

/// Reads a page's metadata.
pub(crate) fn claims(rules: &Rules, page: &Document, linked_data: &[String]) -> Claims {
    let linked = Linked::read(linked_data);
    let metas = metas(page);
    let meta = |names: &[&str]| {
        names.iter().find_map(|name| {
            metas.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.clone())
        })
    };
    let publisher = linked.name("publisher").or_else(|| meta(&PUBLISHER));
    let url = attribute(page, "link[rel=canonical]", "href")
        .or_else(|| meta(&["og:url"]))
        .or_else(|| linked.text("url"))
        .filter(|url| url.starts_with("http://") || url.starts_with("https://"));

    let mut published: Vec<Stated> = Vec::new();
    let mut state = |day: Option<Date>, from: String| {
        published.extend(day.map(|day| Stated { day, from }));
    };
    state(
        linked.text("datePublished").and_then(|words| stated_day(rules, &words)),
        "JSON-LD datePublished".to_string(),
    );
    for name in PUBLISHED {
        for (key, words) in metas.iter().filter(|(key, _)| key == name) {
            state(stated_day(rules, words), format!("meta {key}"));
        }
    }
    if let Some((words, from)) = time_element(page) {
        state(stated_day(rules, &words), from);
    }
    state(url.as_deref().and_then(day_in_address), "the address".to_string());

    let modified =
        linked.text("dateModified").or_else(|| meta(&MODIFIED)).and_then(|words| stated_day(rules, &words));
    let language =
        attribute(page, "html", "lang").or_else(|| linked.text("inLanguage")).or_else(|| meta(&LANGUAGE));
    let metadata = Metadata {
        title: title(page, linked.text("headline").or_else(|| meta(&TITLE)), publisher.as_deref()),
        byline: linked
            .name("author")
            .or_else(|| meta(&BYLINE))
            .filter(|byline| !byline.starts_with("http"))
            .or_else(|| byline(page)),
        publisher,
        url,
        published,
        modified,
        language: language.and_then(|words| two_letters(&words)),
        ..Metadata::default()
    };
    Claims { metadata, article_body: linked.text("articleBody") }
}

/// Returns each `meta` element's name in small letters, and its content.
fn metas(page: &Document) -> Vec<(String, String)> {
    let mut metas = Vec::new();
    for node in page
        .select("meta[content], [itemprop=datePublished][content], [itemprop=dateModified][content]")
        .nodes()
    {
        let content = level(&node.attr_or("content", ""));
        for key in ["name", "property", "itemprop", "http-equiv"] {
            if let Some(name) = node.attr(key).filter(|_| content.len() < 2_000) {
                metas.push((name.trim().to_lowercase(), content.clone()));
            }
        }
    }
    metas
}

/// Returns the date of the `<time>` element that stands for the publication, and where it was.
fn time_element(page: &Document) -> Option<(String, String)> {
    let marked = "time[itemprop=datePublished], time[pubdate], [itemprop=datePublished]";
    let places = [
        (marked, "time datePublished"),
        ("article time, main time, header time", "time in the article"),
        ("time", "time"),
    ];
    places.into_iter().find_map(|(selector, from)| {
        let node = page.select(selector).nodes().first().copied()?;
        let words = node
            .attr("datetime")
            .or_else(|| node.attr("content"))
            .map_or_else(|| node.text().to_string(), |words| words.to_string());
        (!words.trim().is_empty() && words.len() < 200).then(|| (level(&words), from.to_string()))
    })
}

/// Returns the day written in an address as year, month and day: `/2021/05/09/`.
fn day_in_address(url: &str) -> Option<Date> {
    let parts: Vec<&str> = url.split(['/', '-', '_']).collect();
    parts.windows(3).find_map(|parts| {
        let number =
            |part: &str, digits: usize| (part.len() == digits).then(|| part.parse::<i16>().ok()).flatten();
        let year = number(parts[0], 4).filter(|year| (1990..=2100).contains(year))?;
        day_of(year, number(parts[1], 2)?, number(parts[2], 2)?)
    })
}

/// Returns the title without the publisher's name: the page's own heading where the title begins or ends with it.
fn title(page: &Document, stated: Option<String>, publisher: Option<&str>) -> Option<String> {
    let element = page
        .select("title")
        .nodes()
        .first()
        .map(|node| level(&node.text()))
        .filter(|title| !title.is_empty());
    let headings: Vec<String> = page
        .select("h1")
        .nodes()
        .iter()
        .map(|node| level(&node.text()))
        .filter(|heading| !heading.is_empty())
        .collect();
    let title = stated.map(|title| level(&title)).filter(|title| !title.is_empty()).or(element);
    let Some(title) = title else { return headings.into_iter().next() };
    let folded = fold(&title);
    let heading = headings
        .iter()
        .find(|heading| heading.split_whitespace().count() >= 3 && folded.contains(&fold(heading)));
    if let Some(heading) = heading {
        return Some(heading.clone());
    }
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let is_publisher = publisher.is_some_and(|publisher| fold(publisher) == fold(tail));
            if is_publisher || mark == " | " && head.split_whitespace().count() >= 3 {
                return Some(head.trim().to_string());
            }
        }
    }
    Some(title)
}

fn byline(page: &Document) -> Option<String> {
    let selector = "[rel=author], [itemprop=author], .byline, .author";
    let node = page.select(selector).nodes().first().copied()?;
    let words = level(&node.text());
    (!words.is_empty() && words.chars().count() <= 100).then_some(words)
}

fn attribute(page: &Document, selector: &str, name: &str) -> Option<String> {
    let node = page.select(selector).nodes().first().copied()?;
    node.attr(name).map(|value| level(&value)).filter(|value| !value.is_empty())
}

fn two_letters(words: &str) -> Option<String> {
    let letters: String =
        words.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    (letters.len() == 2).then_some(letters)
}

/// Returns words with single blanks.
pub(crate) fn level(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The objects of a page's linked data that describe an article.
struct Linked(Vec<Value>);

impl Linked {
    fn read(scripts: &[String]) -> Linked {
        let mut articles = Vec::new();
        for script in scripts.iter().take(50) {
            let script = script.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
            // Line ends within strings are the commonest fault, and blanks mean the same.
            let parsed = serde_json::from_str(script)
                .or_else(|_| serde_json::from_str(&script.replace(['\n', '\r', '\t'], " ")));
            if let Ok(value) = parsed {
                collect(value, &mut articles);
            }
        }
        Linked(articles)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.0.iter().find_map(|article| text(article.get(key)?)).filter(|words| !words.is_empty())
    }

    /// Returns the name of a person or organisation, or the names of several.
    fn name(&self, key: &str) -> Option<String> {
        self.0.iter().find_map(|article| names(article.get(key)?))
    }
}

fn collect(value: Value, articles: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, articles)),
        Value::Object(mut fields) => {
            if let Some(graph) = fields.remove("@graph") {
                collect(graph, articles);
            }
            let is_article = |kind: &str| {
                kind.ends_with("Article") || kind.ends_with("Posting") || kind.ends_with("Report")
            };
            let matches = match fields.get("@type") {
                Some(Value::String(kind)) => is_article(kind),
                Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_article),
                _ => false,
            };
            if matches {
                articles.push(Value::Object(fields));
            }
        }
        _ => {}
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.trim().to_string()),
        Value::Array(values) => text(values.first()?),
        Value::Object(fields) => text(fields.get("@id").or(fields.get("name"))?),
        _ => None,
    }
}

fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(level(name)),
        Value::Object(fields) => names(fields.get("name")?),
        Value::Array(values) => {
            let names: Vec<String> = values.iter().take(20).filter_map(names).collect();
            Some(names.join(", "))
        }
        _ => None,
    }
    .filter(|names| !names.is_empty())
}
