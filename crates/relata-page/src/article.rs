//! What does the page say, and what of it is the article?

use relata_doc::{Dateline, Layout, Metadata, Note, SectionKind, Span, Stated, Text};

use crate::dateline::dateline;
use crate::day::{stamp, stated_day};
use crate::page::{Content, Page};
use crate::rules::Rules;
use crate::sections::{Markup, Paragraph, cover, kinds};
use crate::{html, plain};

/// A page, read: its text, and what each part of it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// The text: plain text as it came, or the article of a web page, its headline first, with blank lines between paragraphs.
    pub text: Text,
    /// Sections, datelines, metadata.
    pub layout: Layout,
    /// The paragraphs that are the article's own, with what the markup says of them; the headline is the first where there is one.
    pub paragraphs: Vec<(Span, ParagraphKind)>,
    /// Lines that were left out or set apart as furniture.
    pub furniture: Vec<String>,
    /// Links within the article, in order; none in plain text.
    pub links: Vec<Link>,
    /// What made the reading poorer than it might be.
    pub notes: Vec<Note>,
}

/// What the markup says of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParagraphKind {
    /// A headline or a heading.
    Heading,
    /// Prose.
    Paragraph,
    /// An item of a list.
    List,
    /// A quotation set apart.
    Quote,
    /// Words under a picture.
    Caption,
}

/// A link from the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where to, as the page writes it.
    pub url: String,
    /// The words that link.
    pub text: String,
}

impl ParagraphKind {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            ParagraphKind::Heading => "heading",
            ParagraphKind::Paragraph => "paragraph",
            ParagraphKind::List => "list",
            ParagraphKind::Quote => "quote",
            ParagraphKind::Caption => "caption",
        }
    }
}

/// Finds a page's article. Whatever the page holds, there is an answer: a poor page gives a poorer one, with notes.
pub fn article(rules: &Rules, page: &Page) -> Article {
    let mut article = match &page.content {
        Content::Text(words) => of_plain_text(rules, page, words),
        Content::Html(words) => of_html(rules, page, words),
    };
    article.notes.splice(0..0, page.notes.iter().cloned());
    article
}

fn of_plain_text(rules: &Rules, page: &Page, words: &str) -> Article {
    let text = Text::new(words);
    let spans = plain::paragraphs(&text);
    let paragraphs: Vec<Paragraph> =
        spans.into_iter().map(|span| Paragraph { span, markup: Markup::None }).collect();
    put_together(rules, page, text, &paragraphs, html::Extracted::default())
}

fn of_html(rules: &Rules, page: &Page, words: &str) -> Article {
    let mut extracted = html::extract(rules, words);
    let mut words = String::new();
    let mut ranges = Vec::new();
    for (paragraph, markup) in std::mem::take(&mut extracted.paragraphs) {
        if !words.is_empty() {
            words.push_str("\n\n");
        }
        let start = words.len();
        words.push_str(&paragraph);
        ranges.push((start..words.len(), markup));
    }
    let text = Text::new(words);
    let paragraphs: Vec<Paragraph> = ranges
        .into_iter()
        .filter_map(|(range, markup)| Some(Paragraph { span: text.span(range)?, markup }))
        .collect();
    put_together(rules, page, text, &paragraphs, extracted)
}

fn put_together(
    rules: &Rules,
    page: &Page,
    text: Text,
    paragraphs: &[Paragraph],
    extracted: html::Extracted,
) -> Article {
    let html::Extracted { metadata: stated, mut furniture, links, mut notes, .. } = extracted;
    let title = page.title.as_deref().or(stated.title.as_deref());
    let kinds = kinds(rules, &text, paragraphs, title);
    let datelines = datelines(rules, &text, paragraphs, &kinds);
    let mut metadata = metadata(rules, page, stated, &mut notes);
    if metadata.title.is_none() {
        let headline = kinds.iter().position(|&kind| kind == SectionKind::Headline);
        metadata.title =
            headline.map(|at| text[paragraphs[at].span].split_whitespace().collect::<Vec<_>>().join(" "));
    }
    metadata.published.extend(dates_above(rules, &text, paragraphs, &kinds));
    let of_kind =
        |wanted: SectionKind| kinds.iter().zip(paragraphs).filter(move |(kind, _)| **kind == wanted);
    furniture.extend(of_kind(SectionKind::Furniture).map(|(_, paragraph)| text[paragraph.span].to_string()));
    if of_kind(SectionKind::Lead).next().is_none() {
        notes.push(Note("no article found".to_string()));
    }
    let own = kinds
        .iter()
        .zip(paragraphs)
        .filter(|(kind, _)| !matches!(kind, SectionKind::Furniture | SectionKind::Teaser))
        .map(|(&kind, paragraph)| (paragraph.span, paragraph_kind(kind, paragraph.markup)))
        .collect();
    let layout = Layout { sections: cover(&text, paragraphs, &kinds), datelines, metadata };
    Article { text, layout, paragraphs: own, furniture, links, notes }
}

fn paragraph_kind(kind: SectionKind, markup: Markup) -> ParagraphKind {
    match (kind, markup) {
        (SectionKind::Headline, _) | (_, Markup::Headline | Markup::Heading) => ParagraphKind::Heading,
        (SectionKind::Caption, _) | (_, Markup::Caption) => ParagraphKind::Caption,
        (_, Markup::ListItem) => ParagraphKind::List,
        (_, Markup::Quote) => ParagraphKind::Quote,
        (_, Markup::None) => ParagraphKind::Paragraph,
    }
}

fn datelines(rules: &Rules, text: &Text, paragraphs: &[Paragraph], kinds: &[SectionKind]) -> Vec<Dateline> {
    let report = paragraphs
        .iter()
        .zip(kinds)
        .filter(|(_, kind)| matches!(kind, SectionKind::Lead | SectionKind::Body));
    report.filter_map(|(paragraph, _)| dateline(rules, text, paragraph.span)).collect()
}

/// Finds the days that lines above the lead say the page was printed.
fn dates_above(rules: &Rules, text: &Text, paragraphs: &[Paragraph], kinds: &[SectionKind]) -> Vec<Stated> {
    let lead = kinds.iter().position(|&kind| kind == SectionKind::Lead).unwrap_or(kinds.len());
    let lines = paragraphs[..lead].iter().map(|paragraph| &text[paragraph.span]);
    let days = lines.filter_map(|line| stamp(rules, line).flatten());
    days.map(|day| Stated { day, from: "a line above the text".to_string() }).collect()
}

/// Puts together what was given with the page and what the page says; what was given is trusted first.
fn metadata(rules: &Rules, page: &Page, stated: Metadata, notes: &mut Vec<Note>) -> Metadata {
    let mut published = Vec::new();
    if let Some(words) = &page.published {
        match stated_day(rules, words) {
            Some(day) => published.push(Stated { day, from: "the document's field published".to_string() }),
            None => {
                notes.push(Note(format!("“{words}” in the field published is no date; write YYYY-MM-DD")))
            }
        }
    }
    published.extend(stated.published);
    Metadata {
        id: Some(page.id.clone().unwrap_or_else(|| content_hash(page.words()))),
        file: page.file.clone(),
        url: page.url.clone().or(stated.url),
        title: page.title.clone().or(stated.title),
        byline: stated.byline,
        publisher: page.publisher.clone().or(stated.publisher),
        published,
        modified: stated.modified,
        given: page.given,
        language: page.lang.clone().or(stated.language),
        extra: (!page.extra.is_empty()).then(|| serde_json::Value::Object(page.extra.clone()).to_string()),
    }
}

/// Returns the FNV-1a hash of a page's words: the same page has the same identifier, in every version and on every machine.
fn content_hash(words: &str) -> String {
    let hash = words.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    });
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::rules;

    #[test]
    fn plain_text_is_kept_whole_and_every_section_points_at_it() {
        let words = "Share\n\nArmy leaves the border town\n\nLIMA (EXN) – The army left “Élysée”.\r\n\r\nAdvertisement\n\nIt was gone by noon.\n\n";
        let article = article(rules(), &Page::from_text(words));
        assert_eq!(article.text.as_str(), words);
        let whole: String =
            article.layout.sections.iter().map(|section| &article.text[section.span]).collect();
        assert_eq!(whole, words);
        assert_eq!(article.furniture, ["Share", "Advertisement"]);
        assert_eq!(article.layout.metadata.title.as_deref(), Some("Army leaves the border town"));
        assert_eq!(article.layout.datelines.len(), 1);
        assert_eq!(&article.text[article.layout.datelines[0].span], "LIMA (EXN) –");
        assert_eq!(article.paragraphs.len(), 3);
        assert!(article.notes.is_empty());
    }

    #[test]
    fn a_web_page_is_its_headline_and_paragraphs_with_blank_lines_between() {
        let body = "<p>LIMA (EXN) – The army left the border town on Monday, the ministry said, and the police took over the posts.</p>\
                    <p>Share</p><p>It was gone by noon, residents said, and the shops on the main street opened an hour later.</p>";
        let html = format!(
            "<html><head><title>Army leaves the border town</title></head><body><article>{body}</article></body></html>"
        );
        let article = article(rules(), &Page::from_html(html));
        let paragraphs: Vec<&str> = article.text.as_str().split("\n\n").collect();
        assert_eq!(paragraphs.len(), 3);
        assert_eq!(paragraphs[0], "Army leaves the border town");
        let kinds: Vec<&str> = article.layout.sections.iter().map(|section| section.kind.name()).collect();
        assert_eq!(kinds, ["headline", "lead", "body"]);
        assert_eq!(article.paragraphs[0].1, ParagraphKind::Heading);
        assert_eq!(article.furniture, ["Share"]);
        assert_eq!(article.layout.datelines.len(), 1);
    }

    #[test]
    fn what_is_given_outranks_what_the_page_says() {
        let html = "<html><head><title>Army leaves</title><meta property=article:published_time content=2021-05-08></head><p>The army left.</p></html>";
        let page = Page {
            title: Some("Army leaves town".to_string()),
            published: Some("2021-05-09T10:00:00Z".to_string()),
            ..Page::from_html(html)
        };
        let metadata = article(rules(), &page).layout.metadata;
        let days: Vec<String> = metadata.published.iter().map(|stated| stated.day.to_string()).collect();
        assert_eq!(days, ["2021-05-09", "2021-05-08"]);
        assert_eq!(metadata.title.as_deref(), Some("Army leaves town"));
    }

    #[test]
    fn a_published_field_that_is_no_date_is_a_note() {
        let page = Page { published: Some("last week".to_string()), ..Page::from_text("The army left.") };
        let article = article(rules(), &page);
        assert!(article.layout.metadata.published.is_empty());
        assert_eq!(article.notes.len(), 1);
    }

    #[test]
    fn the_same_page_has_the_same_identifier() {
        let id = |words: &str| article(rules(), &Page::from_text(words)).layout.metadata.id;
        assert_eq!(id("The army left."), id("The army left."));
        assert_ne!(id("The army left."), id("The army stayed."));
        // A change of the hash would make every stored page a new one.
        assert_eq!(id("").as_deref(), Some("6c62272e07bb014262b821756295c58d"));
    }

    #[test]
    fn a_date_above_the_text_is_stated_by_the_page() {
        let article =
            article(rules(), &Page::from_text("Friday, 4 January 2019\n\nThe army left.\n\nMay 5, 2019"));
        let stated = &article.layout.metadata.published;
        assert_eq!(stated.len(), 1);
        assert_eq!(stated[0].day.to_string(), "2019-01-04");
    }

    #[test]
    fn a_page_of_nothing_has_a_text_of_nothing_and_a_note() {
        for page in [
            Page::from_text(""),
            Page::from_text(" \n "),
            Page::from_html(""),
            Page::from_html("<html><body></body></html>"),
        ] {
            let article = article(rules(), &page);
            assert!(article.paragraphs.is_empty());
            assert_eq!(article.notes, [Note("no article found".to_string())]);
        }
    }
}
