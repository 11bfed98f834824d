//! What does a page from the web say, with its markup taken away?
//!
//! The part of the page that holds the article is found by dom_smoothie, a port of Readability; the layer here makes the page safe to
//! read, takes its metadata, and turns the part found into paragraphs that know what the markup said of them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use relata_doc::{Metadata, Note};

use crate::article::Link;
use crate::markup::{LARGEST_PAGE, prepare};
use crate::metadata::{Claims, claims, level};
use crate::rules::{Rules, fold};
use crate::sections::Markup;

/// An article of fewer letters is looked for again among all paragraphs of the page.
const SHORTEST_ARTICLE: usize = 250;
/// So many links are kept.
const MOST_LINKS: usize = 1_000;

/// What a web page gives.
#[derive(Debug, Default)]
pub(crate) struct Extracted {
    /// The article's paragraphs, the headline first; none where there is no article.
    pub(crate) paragraphs: Vec<(String, Markup)>,
    /// What the page says of itself.
    pub(crate) metadata: Metadata,
    /// Lines left out.
    pub(crate) furniture: Vec<String>,
    /// Links within the article.
    pub(crate) links: Vec<Link>,
    /// What was wrong with the page.
    pub(crate) notes: Vec<Note>,
}

/// Finds the article of a web page.
pub(crate) fn extract(rules: &Rules, html: &str) -> Extracted {
    let prepared = prepare(html);
    let mut notes = Vec::new();
    if let Some(cut) = prepared.cut {
        let limit = LARGEST_PAGE >> 20;
        notes.push(Note(format!(
            "the page is read up to byte {cut} of {}: it is over {limit} MiB or has too many tags",
            html.len()
        )));
    }
    if prepared.flattened {
        notes.push(Note(
            "elements nested too deep, or with too many attributes or entities, were flattened".to_string(),
        ));
    }
    // A fault of the tree builder costs this page, not the run.
    let read = catch_unwind(AssertUnwindSafe(|| read(rules, &prepared.html, &prepared.linked_data)));
    let mut extracted = read.unwrap_or_else(|_| {
        notes.push(Note("the page's markup could not be read".to_string()));
        Extracted::default()
    });
    extracted.notes.splice(0..0, notes);
    extracted
}

fn read(rules: &Rules, html: &str, linked_data: &[String]) -> Extracted {
    let page = Document::from(html);
    let Claims { metadata, article_body } = claims(rules, &page, linked_data);
    let mut notes = Vec::new();
    let all = Blocks::of(&page.root());
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let main =
        Readability::with_document(page, None, Some(config)).ok().and_then(|mut reader| reader.parse().ok());
    let mut blocks =
        main.map(|main| Blocks::of(&Document::fragment(main.content.to_string()).root())).unwrap_or_default();
    if blocks.letters() < SHORTEST_ARTICLE {
        let body = article_body.map(|body| Blocks::of_text(&body)).unwrap_or_default();
        let better = [body, all.prose()]
            .into_iter()
            .find(|other| other.letters() > blocks.letters() * 2 && other.letters() >= 80);
        if let Some(better) = better {
            notes.push(Note("no main part found: every paragraph of the page was taken".to_string()));
            blocks = better;
        }
    }
    let mut extracted = Extracted { links: std::mem::take(&mut blocks.links), notes, ..Extracted::default() };
    let title = metadata.title.clone();
    let mut headline = title.as_deref().map(fold);
    if blocks.letters() > 0
        && let Some(title) = &title
    {
        extracted.paragraphs.push((title.clone(), Markup::Headline));
    }
    for block in blocks.blocks {
        if headline.as_ref().is_some_and(|headline| *headline == fold(&block.words)) {
            headline = None;
        } else if rules.is_furniture(&block.words) || block.is_links() {
            extracted.furniture.push(block.words);
        } else {
            extracted.paragraphs.push((block.words, block.markup));
        }
    }
    Extracted { metadata, ..extracted }
}

/// The paragraphs within a part of a page.
#[derive(Default)]
struct Blocks {
    blocks: Vec<Block>,
    links: Vec<Link>,
}

struct Block {
    words: String,
    markup: Markup,
    /// How many of its letters link elsewhere.
    linked: usize,
}

impl Block {
    /// Returns whether a block is nothing but links, and no sentence: "More on this story".
    fn is_links(&self) -> bool {
        self.linked * 10 >= self.words.len() * 9
            && self.markup != Markup::Heading
            && !crate::sections::ends_sentence(&self.words)
    }
}

impl Blocks {
    /// Reads the paragraphs of a tree.
    fn of(root: &NodeRef<'_>) -> Blocks {
        let mut reader = BlockReader::default();
        reader.children(root, Markup::None, false);
        reader.close(Markup::None);
        Blocks { blocks: reader.blocks, links: reader.links }
    }

    fn of_text(text: &str) -> Blocks {
        let lines = text.lines().map(level).filter(|line| !line.is_empty());
        Blocks {
            blocks: lines.map(|words| Block { words, markup: Markup::None, linked: 0 }).collect(),
            links: Vec::new(),
        }
    }

    /// Returns only what reads like sentences.
    fn prose(mut self) -> Blocks {
        self.blocks.retain(|block| {
            crate::sections::ends_sentence(&block.words) && block.words.split_whitespace().count() >= 6
        });
        self
    }

    fn letters(&self) -> usize {
        self.blocks.iter().map(|block| block.words.len()).sum()
    }
}

#[derive(Default)]
struct BlockReader {
    blocks: Vec<Block>,
    links: Vec<Link>,
    words: String,
    linked: usize,
}

impl BlockReader {
    /// Reads what is below an element. The tree is no deeper than [`prepare`] lets it be.
    fn children(&mut self, node: &NodeRef<'_>, markup: Markup, in_link: bool) {
        for child in node.children_it(false) {
            if child.is_text() {
                let words = child.text();
                self.words.push_str(&words);
                if in_link {
                    self.linked += words.trim().len();
                }
            } else if let Some(name) = child.node_name() {
                self.element(&child, &name, markup, in_link);
            }
        }
    }

    fn element(&mut self, node: &NodeRef<'_>, name: &str, markup: Markup, in_link: bool) {
        match name {
            "head" | "script" | "style" | "template" | "noscript" | "button" | "select" | "textarea"
            | "option" => {}
            "br" => {
                let doubled = self.words.ends_with('\u{0}');
                if doubled {
                    self.words.pop();
                    self.close(markup);
                } else {
                    self.words.push('\u{0}');
                }
            }
            "td" | "th" => {
                self.words.push(' ');
                self.children(node, markup, in_link);
                self.words.push(' ');
            }
            "a" => {
                let start = self.words.len();
                self.children(node, markup, in_link || node.has_attr("href"));
                let href = node.attr_or("href", "");
                if let Some(words) = self.words.get(start..).map(level).filter(|words| !words.is_empty())
                    && !href.is_empty()
                    && !href.starts_with(['#', 'j'])
                    && self.links.len() < MOST_LINKS
                {
                    self.links.push(Link { url: href.to_string(), text: words.replace('\u{0}', "") });
                }
            }
            _ if is_inline(name) => self.children(node, markup, in_link),
            _ => {
                let class = node.attr_or("class", "").to_ascii_lowercase();
                let inner = match name {
                    _ if markup == Markup::Caption => Markup::Caption,
                    "figcaption" => Markup::Caption,
                    _ if class.contains("caption") => Markup::Caption,
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Markup::Heading,
                    "li" | "dd" | "dt" => Markup::ListItem,
                    "blockquote" => Markup::Quote,
                    _ => markup,
                };
                self.close(markup);
                self.children(node, inner, in_link);
                self.close(inner);
            }
        }
    }

    fn close(&mut self, markup: Markup) {
        let words = level(&self.words.replace('\u{0}', " "));
        if !words.is_empty() {
            self.blocks.push(Block { words, markup, linked: self.linked });
        }
        self.words.clear();
        self.linked = 0;
    }
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "ruby"
            | "rb"
            | "rt"
            | "rp"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::rules;

    const BODY: &str = "<p>The foreign ministers of the two countries met in the capital on Monday, officials said, and agreed to \
        reopen the embassies that were closed three years ago after a clash on the border.</p>\
        <p>Both sides called the meeting useful. A second round of talks is planned for the autumn, the ministry said in a \
        statement, and trade experts will join it.</p>";

    fn words(extracted: &Extracted) -> Vec<(&str, Markup)> {
        extracted.paragraphs.iter().map(|(words, markup)| (words.as_str(), *markup)).collect()
    }

    #[test]
    fn a_page_gives_its_headline_its_paragraphs_and_nothing_around_them() {
        let page = format!(
            "<html><head><title>Ministers agree to reopen embassies | Example Times</title></head><body>\
             <nav><ul><li><a href=/>Home</a></li><li><a href=/world>World</a></li></ul></nav>\
             <article><h1>Ministers agree to reopen embassies</h1><figure><img src=a.jpg><figcaption>The ministers on Monday</figcaption></figure>\
             {BODY}<p>Advertisement</p><h2>What comes next</h2><p>The border stays <a href='/border'>closed until</a> the spring, a \
             spokesman said; farmers on both sides have asked for an earlier date.</p>\
             <p><a href=/other>Storm kills three on the coast</a></p></article><footer>All our pages</footer></body></html>"
        );
        let extracted = extract(rules(), &page);
        let found = words(&extracted);
        assert_eq!(found[0], ("Ministers agree to reopen embassies", Markup::Headline));
        assert!(found.contains(&("The ministers on Monday", Markup::Caption)), "{found:?}");
        assert!(found.contains(&("What comes next", Markup::Heading)), "{found:?}");
        assert!(found.last().unwrap().0.starts_with("The border stays closed until the spring"), "{found:?}");
        assert_eq!(found.len(), 6);
        assert_eq!(extracted.furniture, ["Advertisement", "Storm kills three on the coast"]);
        assert_eq!(extracted.links[0], Link { url: "/border".to_string(), text: "closed until".to_string() });
        assert!(extracted.notes.is_empty());
    }

    #[test]
    fn the_page_says_of_itself_who_printed_it_and_when() {
        let page = format!(
            r#"<html lang="en-GB"><head><title>Embassies to reopen</title><link rel=canonical href="https://news.example/2021/05/10/embassies">
            <meta property="og:site_name" content="Example Times"><meta property="article:published_time" content="2021-05-09T22:00:00Z">
            <script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "headline": "Ministers agree to reopen embassies",
              "datePublished": "2021-05-10T00:00:00+02:00", "dateModified": "2021-05-11", "author": [{{"name": "A. Writer"}}, {{"name": "B. Writer"}}]}}]}}</script>
            </head><body><article>{BODY}<time datetime="2021-05-12">now</time></article></body></html>"#
        );
        let metadata = extract(rules(), &page).metadata;
        let published: Vec<(String, &str)> =
            metadata.published.iter().map(|stated| (stated.day.to_string(), stated.from.as_str())).collect();
        let expected = [
            ("2021-05-10", "JSON-LD datePublished"),
            ("2021-05-09", "meta article:published_time"),
            ("2021-05-12", "time in the article"),
            ("2021-05-10", "the address"),
        ];
        assert_eq!(published, expected.map(|(day, from)| (day.to_string(), from)));
        assert_eq!(metadata.title.as_deref(), Some("Ministers agree to reopen embassies"));
        assert_eq!(metadata.byline.as_deref(), Some("A. Writer, B. Writer"));
        assert_eq!(metadata.publisher.as_deref(), Some("Example Times"));
        assert_eq!(metadata.url.as_deref(), Some("https://news.example/2021/05/10/embassies"));
        assert_eq!(metadata.language.as_deref(), Some("en"));
        assert_eq!(metadata.modified.map(|day| day.to_string()).as_deref(), Some("2021-05-11"));
    }

    #[test]
    fn a_page_without_an_article_gives_no_paragraphs() {
        for page in [
            "<html></html>",
            "<html><body><ul><li><a href=/a>Home</a></li></ul></body></html>",
            "<p",
            "<",
            "<script>",
            "<table><td>",
        ] {
            let extracted = extract(rules(), page);
            assert!(
                extracted.paragraphs.iter().map(|(words, _)| words.len()).sum::<usize>() < 50,
                "{page}: {extracted:?}"
            );
        }
    }

    #[test]
    fn nesting_of_any_depth_is_read() {
        for (open, close) in [
            ("<div>", "</div>"),
            ("<b>", "</b>"),
            ("<span><p>", ""),
            ("<table><tr><td>", ""),
            ("<ul><li>", ""),
            ("<a b=c>", ""),
            ("<x-y>", ""),
        ] {
            let page =
                format!("<html><body>{}{BODY}{}</body></html>", open.repeat(50_000), close.repeat(50_000));
            let extracted = extract(rules(), &page);
            let found = words(&extracted);
            assert!(
                found.iter().any(|(words, _)| words.contains("met in the capital on Monday")),
                "{open}: {:?}",
                extracted.notes
            );
        }
    }

    #[test]
    fn a_page_of_fifty_megabytes_is_cut_with_a_note() {
        let paragraph = "<div class=story><p>The ministers met again, and again nothing was <b>agreed</b> about the border.</p></div>\n";
        let page =
            format!("<html><body>{BODY}{}</body></html>", paragraph.repeat(50_000_000 / paragraph.len()));
        let start = std::time::Instant::now();
        let extracted = extract(rules(), &page);
        assert!(
            extracted.notes.iter().any(|note| note.0.contains("the page is read up to byte")),
            "{:?}",
            extracted.notes
        );
        assert!(words(&extracted).len() > 1_000);
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    }

    #[test]
    fn markup_made_to_be_slow_is_not() {
        let start = std::time::Instant::now();
        let attributes: String = (0..200_000).map(|at| format!(" a{at}=1")).collect();
        let many: String = (0..2_000)
            .map(|at| format!("<p{}>word. ", attributes[..900].replace("a", &format!("b{at}"))))
            .collect();
        let formatting: String = (0..100_000).map(|at| format!("<b id={at}><p>")).collect();
        for page in [
            format!("<p{attributes}>{BODY}"),
            many,
            formatting,
            "<a href=\"".repeat(500_000),
            "<!".repeat(1_000_000),
            "<script>".repeat(500_000),
            "</p>".repeat(50_000),
            "&amp".repeat(500_000),
            "<table>".repeat(50_000),
            "<select><option>".repeat(50_000),
        ] {
            let before = start.elapsed();
            extract(rules(), &format!("<html>{page}"));
            let took = start.elapsed() - before;
            assert!(took.as_secs() < 9, "{took:?}: {}", &page[..40]);
        }
    }
}
