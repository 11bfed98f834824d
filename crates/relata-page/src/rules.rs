//! By which words are furniture, captions, agencies and dates told?
//!
//! The lists are data: any number of TOML files, each with any of these tables.
//!
//! ```toml
//! [[furniture]]              # or [[caption]]
//! line = "Advertisement"     # the whole line; or `prefix`, its beginning; or `pattern`, a regular expression for the whole line; each may be a list
//! yes = ["ADVERTISEMENT"]    # lines the rule must find
//! no = ["Advertisement spending rose."]
//!
//! [[agency]]
//! name = "Example News"
//! also = ["EXN"]
//!
//! [[month]]
//! number = 1
//! names = ["January", "Jan"]
//!
//! [stamp]
//! words = ["updated", "gmt"]      # may stand in a line that only says when the page was printed
//!
//! [dateline]
//! never = ["breaking"]            # capital letters before a dash that name no place
//! ```
//!
//! Case, the shape of quotation marks and the amount of white space never matter: a pattern sees the line in lower case,
//! with straight marks and single blanks. `.` is a byte: a letter with an accent counts as two.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use regex::bytes::{Regex, RegexSet, RegexSetBuilder};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Lines longer than this are prose: the rules do not look at them.
const LONGEST_LINE: usize = 2_000;

/// All patterns of a kind together may take so many bytes once compiled.
const LARGEST_PATTERNS: usize = 256 << 20;

/// The rules by which the parts of a page are told.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    furniture: Lines,
    captions: Lines,
    agencies: HashSet<String>,
    months: HashMap<String, i8>,
    stamp_words: HashSet<String>,
    never_places: HashSet<String>,
}

/// Rules for lines of one kind.
#[derive(Debug, Clone, Default)]
struct Lines {
    lines: HashSet<String>,
    prefixes: Vec<String>,
    patterns: RegexSet,
    sources: Vec<String>,
    /// Where each pattern stands.
    places: Vec<Place>,
    examples: Vec<Example>,
}

/// Where something stands: the number of its file, its line, and both as a person reads them.
#[derive(Debug, Clone)]
struct Place {
    at: (usize, usize),
    told: String,
}

impl Place {
    fn fault(&self, fact: &str) -> ((usize, usize), String) {
        (self.at, format!("{}: {fact}", self.told))
    }
}

/// What is wrong with a pattern that finds every line.
const FINDS_EVERYTHING: &str = "this pattern finds the empty line; make a part of it required";

/// A line that a rule must, or must not, find.
#[derive(Debug, Clone)]
struct Example {
    at: String,
    line: String,
    expected: bool,
}

impl Rules {
    /// Reads rules from TOML texts, each with its file's name; returns every fault found, not just the first.
    pub fn from_toml(files: &[(&str, &str)]) -> Result<Rules, Vec<String>> {
        let mut reader = Reader::default();
        for &(name, text) in files {
            reader.file(name, text);
        }
        let Reader { mut rules, mut faults, .. } = reader;
        for lines in [&mut rules.furniture, &mut rules.captions] {
            match RegexSetBuilder::new(&lines.sources).size_limit(LARGEST_PATTERNS).build() {
                Ok(patterns) => {
                    faults.extend(
                        patterns
                            .matches(b"")
                            .iter()
                            .map(|number| lines.places[number].fault(FINDS_EVERYTHING)),
                    );
                    lines.patterns = patterns;
                }
                Err(together) => {
                    // Which of them it is, each tells by itself.
                    let before = faults.len();
                    for (source, place) in lines.sources.iter().zip(&lines.places) {
                        match Regex::new(source) {
                            Ok(pattern) if pattern.is_match(b"") => {
                                faults.push(place.fault(FINDS_EVERYTHING))
                            }
                            Ok(_) => {}
                            Err(error) => {
                                let told = error.to_string();
                                let fact = format!("this is no regular expression: {}", last_line(&told));
                                faults.push(place.fault(&fact));
                            }
                        }
                    }
                    if faults.len() == before {
                        faults.push((
                            (usize::MAX, 0),
                            format!("the patterns together are too large: {together}"),
                        ));
                    }
                }
            }
        }
        faults.sort_by_key(|(place, _)| *place);
        let faults: Vec<String> = faults.into_iter().map(|(_, fault)| fault).collect();
        if faults.is_empty() { Ok(rules) } else { Err(faults) }
    }

    /// Runs the `yes` and `no` examples of all rules; returns a line for each that is not as it says.
    pub fn failing_examples(&self) -> Vec<String> {
        let kinds = [("furniture", &self.furniture), ("a caption", &self.captions)];
        let mut failing = Vec::new();
        for (kind, lines) in kinds {
            for example in
                lines.examples.iter().filter(|example| lines.find(&example.line) != example.expected)
            {
                let fact = if example.expected { "is not found to be" } else { "is taken for" };
                failing.push(format!("{}: “{}” {fact} {kind}", example.at, example.line));
            }
        }
        failing
    }

    /// Returns whether a line is a button, a notice or an advertisement.
    pub fn is_furniture(&self, line: &str) -> bool {
        self.furniture.find(line)
    }

    /// Returns whether a line stands under a picture.
    pub fn is_caption(&self, line: &str) -> bool {
        self.captions.find(line)
    }

    /// Returns whether a name is a news agency's.
    pub fn is_agency(&self, name: &str) -> bool {
        self.agencies.contains(&fold(name))
    }

    /// Returns the number of the month a word names, with or without a full stop.
    pub(crate) fn month(&self, word: &str) -> Option<i8> {
        self.months.get(&word.trim_end_matches('.').to_lowercase()).copied()
    }

    /// Returns whether a word may stand in a line that only says when the page was printed.
    pub(crate) fn is_stamp_word(&self, word: &str) -> bool {
        self.stamp_words.contains(&word.to_lowercase())
    }

    /// Returns whether words in capital letters before a dash are known to name no place, all or the first of them.
    pub(crate) fn is_never_a_place(&self, words: &str) -> bool {
        let folded = fold(words);
        let first = folded.split(' ').next().unwrap_or("").trim_end_matches('.');
        self.never_places.contains(first) || self.never_places.contains(&folded)
    }
}

impl Lines {
    fn find(&self, line: &str) -> bool {
        if line.len() > LONGEST_LINE {
            return false;
        }
        let folded = fold(line);
        !folded.is_empty()
            && (self.lines.contains(&folded)
                || self.prefixes.iter().any(|prefix| folded.starts_with(prefix.as_str()))
                || self.patterns.is_match(folded.as_bytes()))
    }
}

/// Returns a line with its white space, quotation marks and case levelled.
pub(crate) fn fold(line: &str) -> String {
    let mut folded = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        for letter in word.chars() {
            match letter {
                '’' | '‘' | '´' | '`' => folded.push('\''),
                '“' | '”' | '«' | '»' | '„' => folded.push('"'),
                // Marks that take no room: a byte order mark, a soft hyphen.
                '\u{feff}' | '\u{200b}' | '\u{ad}' => {}
                _ => folded.extend(letter.to_lowercase()),
            }
        }
    }
    folded
}

#[derive(Default)]
struct Reader {
    rules: Rules,
    /// Each fault with the number of its file and its line.
    faults: Vec<((usize, usize), String)>,
    files: usize,
    file: String,
    /// The byte each line begins at.
    starts: Vec<usize>,
}

impl Reader {
    fn file(&mut self, name: &str, text: &str) {
        self.file = name.to_string();
        self.files += 1;
        self.starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let table = match DeTable::parse(text) {
            Ok(table) => table.into_inner(),
            Err(error) => return self.fault(error.span().unwrap_or(0..0), error.message()),
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                kind @ ("furniture" | "caption") => {
                    self.entries(value, |reader, entry, span| reader.line_rule(kind, entry, span))
                }
                "agency" => self.entries(value, Reader::agency),
                "month" => self.entries(value, Reader::month),
                "stamp" => self.words(value, "words", |rules| &mut rules.stamp_words),
                "dateline" => self.words(value, "never", |rules| &mut rules.never_places),
                other => {
                    let known = "furniture, caption, agency, month, stamp, dateline";
                    self.fault(key.span(), &format!("there is no table `{other}`; the tables are {known}"));
                }
            }
        }
    }

    fn entries<'t>(
        &mut self,
        value: Spanned<DeValue<'t>>,
        mut read: impl FnMut(&mut Reader, DeTable<'t>, Range<usize>),
    ) {
        let span = value.span();
        let DeValue::Array(entries) = value.into_inner() else {
            return self
                .fault(span, "this is one table; write it with double brackets, as an entry of a list");
        };
        for entry in entries {
            let span = entry.span();
            match entry.into_inner() {
                DeValue::Table(table) => read(self, table, span),
                _ => self.fault(span, "an entry is a table of keys and values"),
            }
        }
    }

    fn line_rule(&mut self, kind: &str, table: DeTable<'_>, span: Range<usize>) {
        let mut told = false;
        let mut added = Lines::default();
        for (key, value) in table {
            let name = key.get_ref().to_string();
            for (text, at) in self.strings(&name, value) {
                match name.as_str() {
                    "line" => drop(added.lines.insert(fold(&text))),
                    "prefix" => added.prefixes.push(fold(&text)),
                    "pattern" => {
                        added.sources.push(format!("^(?:{})$", lowered(&text)));
                        added.places.push(Place { at: (self.files, self.line(&at)), told: self.place(&at) });
                    }
                    "yes" | "no" => added.examples.push(Example {
                        at: self.place(&at),
                        line: text,
                        expected: name == "yes",
                    }),
                    _ => {
                        self.fault(
                            at,
                            &format!("a rule has no `{name}`; it has line, prefix, pattern, yes, no, note"),
                        );
                        break;
                    }
                }
                told |= matches!(name.as_str(), "line" | "prefix" | "pattern");
            }
        }
        if added.lines.contains("") || added.prefixes.iter().any(String::is_empty) {
            self.fault(span.clone(), "an empty line or prefix finds every line; write the words");
        }
        if !told {
            self.fault(span, "this rule finds nothing; give it a line, a prefix or a pattern");
        }
        let lines = if kind == "furniture" { &mut self.rules.furniture } else { &mut self.rules.captions };
        lines.lines.extend(added.lines);
        lines.prefixes.extend(added.prefixes);
        lines.sources.extend(added.sources);
        lines.places.extend(added.places);
        lines.examples.extend(added.examples);
    }

    fn agency(&mut self, table: DeTable<'_>, span: Range<usize>) {
        let mut named = false;
        for (key, value) in table {
            let name = key.get_ref().to_string();
            match name.as_str() {
                "name" | "also" => {
                    for (agency, _) in self.strings(&name, value) {
                        self.rules.agencies.insert(fold(&agency));
                        named |= name == "name";
                    }
                }
                _ => self.fault(key.span(), &format!("an agency has no `{name}`; it has name, also")),
            }
        }
        if !named {
            self.fault(span, "this agency has no name; add `name`");
        }
    }

    fn month(&mut self, table: DeTable<'_>, span: Range<usize>) {
        let mut number = None;
        let mut names = Vec::new();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "number" => {
                    number =
                        value.get_ref().as_integer().and_then(|digits| digits.as_str().parse::<i8>().ok())
                }
                "names" => names = self.strings("names", value),
                other => {
                    let fact = format!("a month has no `{other}`; it has number, names");
                    self.fault(key.span(), &fact);
                }
            }
        }
        match number {
            Some(number @ 1..=12) if !names.is_empty() => {
                self.rules.months.extend(names.into_iter().map(|(name, _)| (name.to_lowercase(), number)));
            }
            _ => self.fault(span, "a month needs its number, 1 to 12, and its names"),
        }
    }

    fn words(
        &mut self,
        value: Spanned<DeValue<'_>>,
        wanted: &str,
        list: impl Fn(&mut Rules) -> &mut HashSet<String>,
    ) {
        let span = value.span();
        let DeValue::Table(table) = value.into_inner() else {
            return self.fault(span, "this is a single table; write it with single brackets");
        };
        for (key, value) in table {
            if key.get_ref() == wanted {
                let words = self.strings(wanted, value);
                list(&mut self.rules).extend(words.into_iter().map(|(word, _)| fold(&word)));
            } else {
                self.fault(key.span(), &format!("there is no `{}` here, only `{wanted}`", key.get_ref()));
            }
        }
    }

    /// Returns the strings of a value that is a string or a list of strings.
    fn strings(&mut self, key: &str, value: Spanned<DeValue<'_>>) -> Vec<(String, Range<usize>)> {
        let span = value.span();
        match value.into_inner() {
            DeValue::String(text) => vec![(text.into_owned(), span)],
            DeValue::Array(items) => items
                .into_iter()
                .filter_map(|item| {
                    let span = item.span();
                    if let DeValue::String(text) = item.into_inner() {
                        return Some((text.into_owned(), span));
                    }
                    self.fault(span, &format!("`{key}` holds text only; put it in quotation marks"));
                    None
                })
                .collect(),
            _ => {
                self.fault(span, &format!("`{key}` is text or a list of texts; put it in quotation marks"));
                Vec::new()
            }
        }
    }

    fn fault(&mut self, span: Range<usize>, fact: &str) {
        let fault = format!("{}: {fact}", self.place(&span));
        self.faults.push(((self.files, self.line(&span)), fault));
    }

    fn place(&self, span: &Range<usize>) -> String {
        format!("{}:{}", self.file, self.line(span))
    }

    fn line(&self, span: &Range<usize>) -> usize {
        self.starts.partition_point(|&start| start <= span.start)
    }
}

/// Returns a pattern in lower case, as the lines are that it is tried on; what stands behind a backslash is no letter, nor
/// is the name of a class. A dot becomes a byte and a digit one of ten: counted over all of Unicode, `.{0,100}` would make the
/// automaton ten times its size.
fn lowered(pattern: &str) -> String {
    let mut lowered = String::with_capacity(pattern.len());
    let mut letters = pattern.chars();
    let mut in_class = false;
    while let Some(letter) = letters.next() {
        in_class = (in_class || letter == '[') && letter != ']';
        match letter {
            '.' if !in_class => lowered.push_str("(?-u:.)"),
            '\\' => {
                let kind = letters.next();
                match kind {
                    Some('d') => lowered.push_str(if in_class { "0-9" } else { "[0-9]" }),
                    _ => lowered.extend([letter].into_iter().chain(kind)),
                }
                if matches!(kind, Some('p' | 'P')) && letters.clone().next() == Some('{') {
                    lowered.extend(letters.by_ref().take_while(|&letter| letter != '}'));
                    lowered.push('}');
                }
            }
            letter => lowered.extend(letter.to_lowercase()),
        }
    }
    lowered
}

fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or(text).trim_start_matches("error: ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_every_file_is_told_at_once() {
        let first = "[[furniture]]\nline = \"Share\"\nnoo = [\"x\"]\n\n[[furniture]]\npattern = \"(\"\n\n[[furniture]]\nyes = [\"x\"]\n[button]\n";
        let second = "[[month]]\nnumber = 13\nnames = [\"x\"]\n[[agency]]\nalso = [\"EXN\", 3]\n[[furniture]]\npattern = \".*\"\nline = \"\"\n";
        let faults =
            Rules::from_toml(&[("a.toml", first), ("b.toml", second), ("c.toml", "x = ")]).unwrap_err();
        let places: Vec<&str> = faults.iter().map(|fault| fault.split(": ").next().unwrap()).collect();
        let expected = [
            "a.toml:3",
            "a.toml:6",
            "a.toml:8",
            "a.toml:10",
            "b.toml:1",
            "b.toml:4",
            "b.toml:5",
            "b.toml:6",
            "b.toml:7",
            "c.toml:1",
        ];
        assert_eq!(places, expected, "{faults:#?}");
    }

    #[test]
    fn case_quotation_marks_and_blanks_never_matter() {
        let rules = Rules::from_toml(&[(
            "a",
            "[[furniture]]\nline = \"Don't miss\"\nprefix = \"follow us\"\npattern = 'page \\d+'",
        )])
        .unwrap();
        for line in ["DON’T  MISS", " don't miss\n", "Follow us on the radio", "Page 3", "\u{feff}Page 3"] {
            assert!(rules.is_furniture(line), "{line}");
        }
        for line in ["Don't miss the train", "They follow us", "Page 3 of the deal", ""] {
            assert!(!rules.is_furniture(line), "{line}");
        }
    }

    #[test]
    fn an_example_that_does_not_hold_is_named() {
        let rules = Rules::from_toml(&[(
            "a.toml",
            "[[furniture]]\nline = \"Share\"\nyes = [\"Shares\"]\nno = [\"SHARE\"]",
        )])
        .unwrap();
        assert_eq!(
            rules.failing_examples(),
            ["a.toml:4: “SHARE” is taken for furniture", "a.toml:3: “Shares” is not found to be furniture"]
        );
    }

    #[test]
    fn the_examples_of_the_product_hold() {
        assert_eq!(crate::tests::rules().failing_examples(), Vec::<String>::new());
    }
}
