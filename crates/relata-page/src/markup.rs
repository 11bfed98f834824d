//! Is this markup safe to build a tree of?
//!
//! A tree builder spends time in the square of the nesting, of the attributes of a tag and of the formatting left open, and a page may
//! be made to show it. One pass over the tags keeps what news pages have and drops the rest, its words kept. Scripts, styles and
//! comments go as well, but for the metadata that some scripts hold.

/// A page is read up to so many bytes.
pub(crate) const LARGEST_PAGE: usize = 8 << 20;
/// A page is read up to so many tags.
const MOST_TAGS: usize = 200_000;
/// Elements deeper than this are flattened: their words belong to the element above.
const DEEPEST: usize = 200;
/// Formatting that is open beyond this depth is dropped.
const DEEPEST_FORMATTING: usize = 8;
/// A tag with more attributes, or longer, loses them all.
const MOST_ATTRIBUTES: usize = 100;
const LONGEST_TAG: usize = 16 << 10;
/// Words between two tags keep so many entities.
const MOST_ENTITIES: usize = 20_000;

/// Elements that have no end tag.
const VOID: [&str; 16] = [
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];
/// Elements whose end tag may be left out: they cannot nest but within others.
const UNCLOSED: [&str; 19] = [
    "body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp", "rt", "tbody",
    "td", "tfoot", "th", "thead", "tr", "a",
];
/// Elements a tree builder opens again in every paragraph until they are closed.
const FORMATTING: [&str; 13] =
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements that hold no words of an article.
const WORDLESS: [&str; 9] =
    ["script", "style", "svg", "math", "iframe", "noembed", "noframes", "xmp", "template"];
/// Elements whose content has no tags.
const TAGLESS: [&str; 2] = ["title", "textarea"];

/// Markup that is safe to build a tree of.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    /// The page.
    pub(crate) html: String,
    /// Scripts that hold metadata as linked data.
    pub(crate) linked_data: Vec<String>,
    /// Where the page was cut, in bytes.
    pub(crate) cut: Option<usize>,
    /// Whether anything was flattened or lost its attributes.
    pub(crate) flattened: bool,
}

/// Prepares a page for building a tree.
pub(crate) fn prepare(html: &str) -> Prepared {
    let mut scan = Scan {
        html,
        at: 0,
        out: Prepared::default(),
        depth: 0,
        dropped: 0,
        formatting: 0,
        dropped_formatting: 0,
        tags: 0,
    };
    scan.out.html.reserve(html.len().min(LARGEST_PAGE));
    scan.run();
    scan.out
}

struct Scan<'h> {
    html: &'h str,
    at: usize,
    out: Prepared,
    depth: usize,
    dropped: usize,
    formatting: usize,
    dropped_formatting: usize,
    tags: usize,
}

impl Scan<'_> {
    fn run(&mut self) {
        while self.at < self.html.len() {
            let rest = &self.html[self.at..];
            let words = rest.find('<').unwrap_or(rest.len());
            let room = LARGEST_PAGE.saturating_sub(self.out.html.len());
            if words >= room || self.tags >= MOST_TAGS {
                let end = (0..=words.min(room)).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(0);
                self.out.html.push_str(&rest[..end]);
                self.out.cut = Some(self.at + end);
                return;
            }
            self.words(&rest[..words]);
            self.at += words;
            self.tag();
        }
    }

    /// Keeps words between tags. Where they hold more `&` than prose can, the rest of those are blanks: each costs a step for all before.
    fn words(&mut self, words: &str) {
        match words.match_indices('&').nth(MOST_ENTITIES) {
            Some((at, _)) => {
                self.out.html.push_str(&words[..at]);
                self.out.html.push_str(&words[at..].replace('&', " "));
                self.out.flattened = true;
            }
            None => self.out.html.push_str(words),
        }
    }

    /// Reads what stands at a `<`.
    fn tag(&mut self) {
        let rest = &self.html[self.at..];
        let bytes = rest.as_bytes();
        match bytes.get(1) {
            Some(b'!') if rest.starts_with("<!--") => {
                self.at += rest[4..].find("-->").map_or(rest.len(), |end| end + 7);
            }
            Some(b'!' | b'?') => {
                self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
                self.out.html.push_str(&rest[..self.at - (self.html.len() - rest.len())]);
            }
            Some(b'/') if bytes.get(2).is_some_and(u8::is_ascii_alphabetic) => {
                let end = rest.find('>').map_or(rest.len(), |end| end + 1);
                self.at += end;
                self.end_tag(&name(&rest[2..end]));
            }
            Some(letter) if letter.is_ascii_alphabetic() => self.start_tag(rest),
            _ => {
                self.out.html.push_str("&lt;");
                self.at += 1;
            }
        }
    }

    fn start_tag(&mut self, rest: &str) {
        let name = name(&rest[1..]);
        let (end, attributes) = tag_end(rest);
        let tag = &rest[..end];
        self.at += end;
        self.tags += 1;
        let name = name.as_str();
        if WORDLESS.contains(&name) {
            let content = &self.html[self.at..];
            let (inside, next) = until_end_tag(content, name);
            if name == "script" && tag.to_ascii_lowercase().contains("ld+json") && inside < LARGEST_PAGE / 4 {
                self.out.linked_data.push(content[..inside].to_string());
            }
            self.at += next;
            return;
        }
        let is_formatting = FORMATTING.contains(&name);
        if is_formatting {
            if self.formatting == DEEPEST_FORMATTING {
                self.dropped_formatting += 1;
                self.out.flattened = true;
                return;
            }
            self.formatting += 1;
        }
        if !is_formatting && !VOID.contains(&name) && !UNCLOSED.contains(&name) && !TAGLESS.contains(&name) {
            if self.depth == DEEPEST {
                self.dropped += 1;
                self.out.flattened = true;
                self.out.html.push(' ');
                return;
            }
            self.depth += 1;
        }
        if attributes > MOST_ATTRIBUTES || tag.len() > LONGEST_TAG || !tag.ends_with('>') {
            self.out.html.extend(["<", name, ">"]);
            self.out.flattened = true;
        } else {
            self.out.html.push_str(tag);
        }
        if TAGLESS.contains(&name) {
            let content = &self.html[self.at..];
            let (inside, next) = until_end_tag(content, name);
            self.out.html.push_str(&content[..inside]);
            self.out.html.extend(["</", name, ">"]);
            self.at += next;
        }
    }

    fn end_tag(&mut self, name: &str) {
        self.tags += 1;
        let is_formatting = FORMATTING.contains(&name);
        if is_formatting && self.dropped_formatting > 0 {
            self.dropped_formatting -= 1;
            return;
        }
        if is_formatting {
            self.formatting = self.formatting.saturating_sub(1);
        } else if !VOID.contains(&name) && !UNCLOSED.contains(&name) {
            if self.dropped > 0 {
                self.dropped -= 1;
                self.out.html.push(' ');
                return;
            }
            self.depth = self.depth.saturating_sub(1);
        }
        if !WORDLESS.contains(&name) {
            self.out.html.extend(["</", name, ">"]);
        }
    }
}

/// Returns the tag's name in small letters.
fn name(tag: &str) -> String {
    let end =
        tag.find(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '>')).unwrap_or(tag.len());
    tag[..end.min(64)].chars().filter(char::is_ascii).collect::<String>().to_ascii_lowercase()
}

/// Returns where a start tag ends, past its `>`, and about how many attributes it has.
fn tag_end(tag: &str) -> (usize, usize) {
    let mut quote = None;
    let mut attributes = 0;
    let mut before = b' ';
    for (at, &byte) in tag.as_bytes().iter().enumerate() {
        match quote {
            Some(mark) if byte == mark => {
                quote = None;
                attributes += 1;
            }
            Some(_) => {}
            None if byte == b'>' => return (at + 1, attributes),
            // A mark quotes only where a value begins.
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None if byte.is_ascii_whitespace() || byte == b'/' => attributes += 1,
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    (tag.len(), attributes)
}

/// Returns where an element's content ends, and where the page goes on after its end tag.
fn until_end_tag(content: &str, name: &str) -> (usize, usize) {
    let mut from = 0;
    while let Some(at) = content[from..].find("</").map(|at| at + from) {
        let after = &content.as_bytes()[at + 2..];
        if after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return (at, content[at..].find('>').map_or(content.len(), |end| at + end + 1));
        }
        from = at + 2;
    }
    (content.len(), content.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_go_and_linked_data_is_kept() {
        let page = "<head><title>A <b> c</title><script>if (a < b) '</div>'</script><!-- <p> -->\
                    <script type=\"application/ld+json\">{\"a\": 1}</SCRIPT ></head><p title=\"a > b\">x < y</p>";
        let prepared = prepare(page);
        assert_eq!(prepared.html, "<head><title>A <b> c</title></head><p title=\"a > b\">x &lt; y</p>");
        assert_eq!(prepared.linked_data, ["{\"a\": 1}"]);
        assert!(!prepared.flattened && prepared.cut.is_none());
    }

    #[test]
    fn deep_nesting_is_flattened_and_its_words_stay() {
        let page = format!("{}deep{}<p>after</p>", "<div>".repeat(10_000), "</div>".repeat(10_000));
        let prepared = prepare(&page);
        assert_eq!(prepared.html.matches("<div>").count(), DEEPEST);
        assert_eq!(prepared.html.matches("</div>").count(), DEEPEST);
        assert!(
            prepared.html.contains("deep") && prepared.html.ends_with("<p>after</p>") && prepared.flattened
        );
    }

    #[test]
    fn markup_that_never_ends_is_read_to_the_end() {
        for page in ["<", "<p", "<p a=\"", "<!--", "<!", "</", "</p", "<script>", "<title>x", "<p>é<", "<É>"]
        {
            prepare(page);
        }
    }
}
