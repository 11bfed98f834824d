//! Does a sentence end in this gap?
//!
//! Every gap between two stretches of text without blanks is asked, also where no mark ends a sentence: lists, headings
//! that run into text, "Thanks John". What is seen of a gap is hashed into numbers, each number has a weight, and the
//! sum of the weights decides: logistic regression, trained by `training/sentences_train.py` on these very numbers
//! (`examples/sentences.rs` writes them). Sums are of integers, so an answer is the same everywhere.

use std::ops::Range;

use safetensors::SafeTensors;
use safetensors::tensor::Dtype;

/// The weights are numbered with so many bits.
pub(crate) const BITS: u32 = 18;

/// What is known of words is numbered with so many bits.
const WORD_BITS: u32 = 16;

/// The version of what is seen; weights for another one mean something else.
const FORMAT: &str = "relata.sentences.v1";

/// The weights that tell whether a sentence ends in a gap.
#[derive(Debug, Clone)]
pub(crate) struct Boundaries {
    weights: Vec<i8>,
    /// What plain text tells of each word, by the first [`WORD_BITS`] bits of its hash: how often it is written small inside
    /// a sentence (three bits), how often it begins one and how often it ends one (two bits each); 0 is unknown.
    words: Vec<u8>,
    /// What the sum must exceed where the rules say yes, where they say no, where they are silent, and there after a dash.
    margins: [i32; 4],
}

impl Boundaries {
    /// Reads the weights of a safetensors file: `weights`, signed bytes, one for each number, `words`, and `margins`.
    pub(crate) fn read(bytes: &[u8]) -> Result<Boundaries, String> {
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(|e| e.to_string())?;
        let format = header.metadata().as_ref().and_then(|m| m.get("format")).map_or("", String::as_str);
        if format != FORMAT {
            return Err(format!("the format is {format:?}, this version reads {FORMAT:?}"));
        }
        let tensors = SafeTensors::deserialize(bytes).map_err(|e| e.to_string())?;
        let data = |name: &str, dtype: Dtype, length: usize| {
            let tensor = tensors.tensor(name).map_err(|e| format!("{name}: {e}"))?;
            if tensor.dtype() != dtype || tensor.shape() != [length] {
                let (is, shape) = (tensor.dtype(), tensor.shape());
                return Err(format!(
                    "{name} is {is:?} of shape {shape:?} and should be {length} of {dtype:?}"
                ));
            }
            Ok(tensor)
        };
        let weights = data("weights", Dtype::I8, 1 << BITS)?;
        let words = data("words", Dtype::U8, 1 << WORD_BITS)?;
        let margins = data("margins", Dtype::I32, 4)?;
        let margin = |i: usize| {
            let bytes = margins.data().get(4 * i..4 * i + 4).and_then(|bytes| bytes.try_into().ok());
            i32::from_le_bytes(bytes.unwrap_or_default())
        };
        Ok(Boundaries {
            weights: weights.data().iter().map(|&b| i8::from_ne_bytes([b])).collect(),
            words: words.data().to_vec(),
            margins: [margin(0), margin(1), margin(2), margin(3)],
        })
    }

    /// Returns what is known of a word.
    fn word(&self, hash: u32) -> u8 {
        self.words[(hash >> (32 - WORD_BITS)) as usize]
    }

    /// Returns whether the sum over what was seen says that a sentence ends.
    pub(crate) fn ends(&self, seen: &[u32], verdict: Verdict, tail: Tail) -> bool {
        let sum: i32 = seen.iter().map(|&number| i32::from(self.weights[number as usize])).sum();
        let margin = match (verdict, tail) {
            (Verdict::Never, _) => return false,
            (Verdict::Yes, _) => 0,
            (Verdict::No, _) => 1,
            (Verdict::Silent, Tail::Dash) => 3,
            (Verdict::Silent, _) => 2,
        };
        sum > self.margins[margin]
    }
}

/// What ends a stretch, before what closes there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    None,
    Stop,
    Exclamation,
    Question,
    /// Two or more full stops, or an ellipsis.
    Ellipsis,
    Comma,
    Colon,
    Semicolon,
    Dash,
    Other,
}

impl Tail {
    /// Returns whether the mark is one that ends sentences.
    pub(crate) fn is_final(self) -> bool {
        matches!(self, Tail::Stop | Tail::Exclamation | Tail::Question | Tail::Ellipsis)
    }
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Edge,
    Lower,
    Title,
    Upper,
    OneCapital,
    Digits,
    Year,
    DigitsFirst,
    Mixed,
    Dotted,
    Address,
    Signs,
    /// Letters of a script that has no capitals.
    Caseless,
}

impl Shape {
    fn is_capital(self) -> bool {
        matches!(self, Shape::Title | Shape::Upper | Shape::OneCapital | Shape::Dotted)
    }
}

/// What parts an atom from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    Blank,
    /// Nothing: "said.The".
    Nothing,
}

/// A stretch of text without blanks, or a part of one where a blank may have been lost.
#[derive(Debug, Clone)]
pub(crate) struct Atom {
    /// The bytes in the text.
    pub(crate) range: Range<usize>,
    /// The bytes of the final marks.
    pub(crate) marks: Range<usize>,
    /// What parts it from the atom before.
    pub(crate) gap: Gap,
    pub(crate) tail: Tail,
    /// What closes after the marks: nothing, a quote, a bracket.
    closes: u8,
    lead: u8,
    shape: Shape,
    /// The word in lower case, digits being all one.
    hash: u32,
    suffix: u32,
    /// What plain text tells of the word.
    known: u8,
    length: u8,
    quotes: i8,
    brackets: i8,
}

/// Characters of a word that are looked at; a longer one is a line of code or worse.
const LOOKED_AT: usize = 40;

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '“' | '‘' | '»' | '«' | '„' | '`')
}

impl Atom {
    /// Looks at a stretch of a text, the bytes `range`.
    pub(crate) fn new(text: &str, range: Range<usize>, gap: Gap) -> Atom {
        let whole = &text[range.clone()];
        // From the end: what closes, the marks, what closes before them ("(he said).").
        let closed = strip_closing(whole);
        let without_marks = closed.trim_end_matches(is_terminal);
        let marks = &closed[without_marks.len()..];
        let (core_end, tail) = if marks.is_empty() {
            let last = closed.chars().next_back();
            let tail = match last {
                Some(',') => Tail::Comma,
                Some(':') => Tail::Colon,
                Some(';') => Tail::Semicolon,
                Some('-' | '–' | '—' | '―') => Tail::Dash,
                Some(c) if !c.is_alphanumeric() => Tail::Other,
                _ => Tail::None,
            };
            (closed, tail)
        } else {
            let tail = match marks {
                "." => Tail::Stop,
                _ if marks.contains('?') => Tail::Question,
                _ if marks.contains('!') || marks.contains('‽') => Tail::Exclamation,
                _ => Tail::Ellipsis,
            };
            (without_marks, tail)
        };
        let core = core_end.trim_end_matches(|c: char| !c.is_alphanumeric());
        let opened = core.trim_start_matches(|c: char| !c.is_alphanumeric());
        let lead = match whole.chars().next() {
            Some('"' | '\'' | '`') => 1,
            Some('“' | '‘' | '«' | '„') => 2,
            Some('(' | '[' | '{') => 3,
            Some('-' | '–' | '—' | '•' | '*' | '·' | '>' | '+' | '=' | '_' | '~' | '|') => 4,
            Some('$' | '€' | '£') => 5,
            Some('#' | '@' | '&' | '<') => 6,
            Some(c) if !c.is_alphanumeric() => 7,
            _ => 0,
        };
        let closes = match whole[closed.len()..].chars().next() {
            None => 0,
            Some(c) if is_quote(c) => 1,
            Some(_) => 2,
        };
        let mut atom = Atom {
            marks: range.start + without_marks.len()..range.start + closed.len(),
            gap,
            tail,
            closes,
            lead,
            shape: Shape::Signs,
            hash: 0,
            suffix: 0,
            known: 0,
            length: 0,
            quotes: 0,
            brackets: 0,
            range,
        };
        atom.look(whole, opened);
        atom
    }

    fn look(&mut self, whole: &str, core: &str) {
        let (mut hash, mut last) = (0x811c_9dc5_u32, '\0');
        let mut ends = [0_u32; 3];
        let (mut lower, mut upper, mut digits, mut dots, mut other, mut signs) = (0, 0, 0, 0, 0, 0_u8);
        let mut first_upper = false;
        for (i, c) in core.chars().take(LOOKED_AT).enumerate() {
            let mut folded = c;
            if c.is_ascii_lowercase() {
                lower += 1;
            } else if c.is_ascii_uppercase() {
                folded = c.to_ascii_lowercase();
                upper += 1;
                first_upper |= i == 0;
            } else if c.is_ascii_digit() {
                folded = '0';
                digits += 1;
            } else if c == '.' {
                dots += 1;
            } else if c.is_alphabetic() {
                if c.is_uppercase() {
                    folded = c.to_lowercase().next().unwrap_or(c);
                    upper += 1;
                    first_upper |= i == 0;
                } else if c.is_lowercase() {
                    lower += 1;
                } else {
                    other += 1;
                }
            } else {
                signs += u8::from(matches!(c, '/' | '@' | '\\' | '=' | '_'));
                if c == '’' {
                    folded = '\'';
                }
            }
            hash = mix(hash, folded as u32);
            ends = [ends[1], ends[2], folded as u32];
        }
        if core.is_empty() {
            // Signs alone; of a run of one sign, however long, two are seen.
            let mut run = 0;
            for c in whole.chars().take(LOOKED_AT) {
                run = if c == last { run + 1 } else { 0 };
                if run < 2 {
                    hash = mix(hash, c as u32);
                }
                last = c;
            }
        }
        self.hash = hash;
        self.suffix = mix(mix(ends[0], ends[1]), ends[2]);
        self.length = u8::try_from(core.len().min(LOOKED_AT)).unwrap_or(u8::MAX);
        self.shape = match (lower, upper, digits) {
            _ if core.is_empty() => Shape::Signs,
            _ if signs > 0 && (dots > 0 || core.contains("//") || core.contains('@')) => Shape::Address,
            (0, 0, 0) => Shape::Caseless,
            (0, 0, 4) if self.length == 4 => Shape::Year,
            (0, 0, _) => Shape::Digits,
            (l, u, 0) if dots > 0 && dots + 1 >= l + u => Shape::Dotted,
            (_, 0, 0) if other == 0 => Shape::Lower,
            (0, 1, 0) => Shape::OneCapital,
            (0, _, 0) => Shape::Upper,
            (_, 1, 0) if first_upper => Shape::Title,
            _ if core.starts_with(|c: char| c.is_ascii_digit()) => Shape::DigitsFirst,
            _ => Shape::Mixed,
        };
        if self.lead != 0 || self.closes != 0 || self.tail != Tail::None {
            for c in whole.chars().take(LOOKED_AT) {
                match c {
                    '"' => self.quotes ^= 1,
                    '“' | '«' | '„' => self.quotes |= 2,
                    '”' | '»' => self.quotes |= 4,
                    '(' | '[' => self.brackets += 1,
                    ')' | ']' => self.brackets -= 1,
                    _ => {}
                }
            }
        }
    }

    /// Returns whether it is a word in small letters and nothing besides.
    pub(crate) fn is_plain(&self) -> bool {
        self.shape == Shape::Lower && self.lead == 0 && self.tail == Tail::None && self.closes == 0
    }

    /// Returns whether it may be a word of a name: it begins with a capital and ends with no mark.
    pub(crate) fn is_name_part(&self) -> bool {
        self.shape.is_capital() && self.tail == Tail::None && self.closes == 0 && self.lead == 0
    }

    /// Returns whether it begins as a word in small letters.
    pub(crate) fn is_small(&self) -> bool {
        self.shape == Shape::Lower && self.lead == 0
    }

    fn edge() -> Atom {
        Atom {
            range: 0..0,
            marks: 0..0,
            gap: Gap::Blank,
            tail: Tail::None,
            closes: 0,
            lead: 0,
            shape: Shape::Edge,
            hash: 1,
            suffix: 1,
            known: 0,
            length: 0,
            quotes: 0,
            brackets: 0,
        }
    }
}

/// Returns a stretch without the quotes, brackets and footnote marks ("[6][7]") that close it.
fn strip_closing(whole: &str) -> &str {
    let mut rest = whole;
    loop {
        let before = rest.trim_end_matches(crate::sentences::is_closer);
        // "1805.[6]": only a mark of four letters or less is a footnote's.
        let note = rest.strip_suffix(']').and_then(|inner| {
            let tail = inner.char_indices().rev().take(5).find(|&(_, c)| c == '[')?.0;
            let mark = &inner[tail + 1..];
            (!mark.is_empty() && mark.chars().all(|c| c.is_ascii_alphanumeric())).then(|| &inner[..tail])
        });
        match note {
            Some(before)
                if before
                    .ends_with(|c: char| is_terminal(c) || c == ']' || crate::sentences::is_closer(c)) =>
            {
                rest = before;
            }
            _ => return before,
        }
    }
}

/// Marks that end sentences.
pub(crate) fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‽')
}

fn mix(a: u32, b: u32) -> u32 {
    let x = (a ^ b.wrapping_mul(0x85eb_ca6b)).wrapping_mul(0x9e37_79b1);
    x ^ (x >> 15)
}

/// What the rules of `sentences.rs` say of a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// No mark: the rules say nothing.
    Silent,
    No,
    Yes,
    /// A full stop that is certainly an abbreviation's.
    Never,
}

/// A paragraph's atoms, and what is counted over them.
pub(crate) struct Paragraph {
    pub(crate) atoms: Vec<Atom>,
    edge: Atom,
    /// Of each atom, the atoms since the last final mark, and to the next.
    since: Vec<u32>,
    until: Vec<u32>,
    /// Whether a quote and a bracket are open after each atom.
    open: Vec<u8>,
    length: u32,
    /// How the writer begins after a final mark: 0 unknown, 1 with capitals, 2 with both, 3 with small letters.
    style: u32,
}

fn bucket(n: u32) -> u32 {
    match n {
        0..=4 => n,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=60 => 9,
        _ => 10,
    }
}

/// Returns how a writer begins sentences, of the number of small and of capital letters after final marks.
pub(crate) fn style(small: usize, capital: usize) -> u32 {
    match (small, capital) {
        (0, 0) => 0,
        _ if small * 8 <= capital => 1,
        _ if small <= capital * 2 => 2,
        _ => 3,
    }
}

impl Paragraph {
    pub(crate) fn new(mut atoms: Vec<Atom>, boundaries: Option<&Boundaries>) -> Paragraph {
        for atom in &mut atoms {
            atom.known = boundaries.map_or(0, |boundaries| boundaries.word(atom.hash));
        }
        let mut since = Vec::with_capacity(atoms.len());
        let mut open = Vec::with_capacity(atoms.len());
        let (mut count, mut quote, mut depth) = (0_u32, false, 0_i32);
        for atom in &atoms {
            count += 1;
            since.push(count);
            if atom.tail.is_final() {
                count = 0;
            }
            quote ^= atom.quotes & 1 != 0;
            quote |= atom.quotes & 2 != 0;
            quote &= atom.quotes & 4 == 0;
            depth = (depth + i32::from(atom.brackets)).clamp(0, 3);
            open.push(u8::from(quote) | u8::from(depth > 0) << 1);
        }
        let mut until = vec![0; atoms.len()];
        count = 0;
        for (i, atom) in atoms.iter().enumerate().rev() {
            if atom.tail.is_final() {
                count = 0;
            }
            until[i] = count;
            count += 1;
        }
        let length = match atoms.len() {
            0..=8 => 0,
            9..=30 => 1,
            31..=100 => 2,
            101..=300 => 3,
            _ => 4,
        };
        Paragraph { atoms, edge: Atom::edge(), since, until, open, length, style: 0 }
    }

    pub(crate) fn with_style(mut self, style: u32) -> Paragraph {
        self.style = style;
        self
    }

    fn at(&self, i: Option<usize>) -> &Atom {
        i.and_then(|i| self.atoms.get(i)).unwrap_or(&self.edge)
    }

    /// Writes what is seen of the gap after atom `i`, which is not the last, as numbers of weights.
    pub(crate) fn look(&self, i: usize, verdict: Verdict, seen: &mut Vec<u32>) {
        seen.clear();
        let [l3, l2, l1] = [i.checked_sub(2), i.checked_sub(1), Some(i)].map(|i| self.at(i));
        let [r1, r2, r3] = [i + 1, i + 2, i + 3].map(|i| self.at(Some(i)));
        // Weights differ by what kind of gap it is.
        let kind = l1.tail as u32 | u32::from(l1.closes) << 4 | (r1.gap as u32) << 6 | (verdict as u32) << 8;
        let mut count = 0_u32;
        let mut number = |kind: u32, values: &[u32]| {
            count += 1;
            let hash = values.iter().fold(mix(count, kind), |hash, &value| mix(hash, value));
            seen.push(mix(hash, 7) >> (32 - BITS));
        };
        let shape = |a: &Atom| a.shape as u32 | u32::from(a.lead) << 4;
        let full = |a: &Atom| shape(a) | (a.tail as u32) << 8 | u32::from(a.closes) << 12;
        let open = u32::from(self.open[i]);
        let since = bucket(self.since[i]);
        let until = bucket(self.until.get(i + 1).copied().unwrap_or(0));
        // Of kinds that training never saw, something is known all the same.
        let verdict = verdict as u32;
        number(verdict, &[]);
        number(verdict, &[l1.shape as u32, r1.shape as u32]);
        number(verdict, &[u32::from(r1.known), r1.shape as u32]);
        number(verdict, &[r1.hash]);
        let mut see = |values: &[u32]| number(kind, values);
        see(&[]);
        see(&[self.style, shape(r1)]);
        see(&[self.length, shape(r1)]);
        see(&[l1.hash]);
        see(&[r1.hash]);
        see(&[r1.hash, shape(r1)]);
        see(&[l1.hash, shape(r1)]);
        see(&[l1.hash, r1.hash]);
        see(&[shape(l1), r1.hash]);
        see(&[shape(l1), shape(r1)]);
        see(&[full(l2), shape(l1), shape(r1), full(r2)]);
        see(&[shape(l1), full(r1), full(r2)]);
        see(&[shape(r1), r1.tail as u32, full(r2), full(r3)]);
        see(&[full(l3), full(l2), shape(l1), shape(r1)]);
        see(&[l2.hash, shape(r1)]);
        see(&[l3.hash]);
        see(&[r2.hash, shape(r1)]);
        see(&[r3.hash]);
        see(&[l2.hash, l1.hash]);
        see(&[r1.hash, r2.hash]);
        see(&[l1.suffix, shape(r1)]);
        see(&[r1.suffix, shape(r1), shape(l1)]);
        see(&[l1.suffix, r1.suffix, shape(r1)]);
        see(&[u32::from(l1.length), shape(l1), shape(r1)]);
        see(&[u32::from(r1.length), shape(r1)]);
        see(&[open, shape(r1)]);
        see(&[since, shape(r1)]);
        see(&[until, shape(r1)]);
        see(&[since, until, self.length, u32::from(r1.shape.is_capital())]);
        see(&[since, shape(l1), r1.hash]);
        see(&[full(r1), self.style, self.length]);
        see(&[r1.tail as u32, r2.tail as u32, r3.tail as u32, shape(r1)]);
        see(&[l2.tail as u32, l3.tail as u32, shape(r1)]);
        // Which of the words around are written with capitals: a headline against running text.
        let capitals = (0..4).fold(0, |bits, k| {
            let left = self.at(i.checked_sub(k)).shape;
            let right = self.at(Some(i + 1 + k)).shape;
            bits << 4
                | u32::from(left.is_capital())
                | u32::from(left == Shape::Edge) << 1
                | u32::from(right.is_capital()) << 2
                | u32::from(right == Shape::Edge) << 3
        });
        see(&[capitals]);
        see(&[capitals & 0xff, r1.hash]);
        see(&[capitals >> 8, l1.hash]);
        // Capitals that only the place in the sentence, or a headline, explains.
        let known = |a: &Atom| u32::from(a.known);
        let case = |a: &Atom| match (a.shape, a.known & 7) {
            (Shape::Edge, _) => 4,
            (shape, 1..=2) if shape.is_capital() => 1,
            (shape, 0) if shape.is_capital() => 3,
            (shape, _) if shape.is_capital() => 2,
            _ => 0_u32,
        };
        let cases = [r1, r2, r3].map(case).into_iter().fold(0, |all, case| all * 5 + case);
        see(&[cases, known(r1), shape(r1)]);
        see(&[known(r1), shape(r1), shape(l1)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_numbers_that_training_gives_them() {
        // As `training/sentences_words.py` numbers them.
        let words = [
            ("the", 4739),
            ("Ministers,", 57247),
            ("2010", 18811),
            ("“Über”", 65248),
            ("(don’t)", 44996),
            ("U.S.", 57846),
        ];
        for (word, number) in words {
            assert_eq!(Atom::new(word, 0..word.len(), Gap::Blank).hash >> (32 - WORD_BITS), number, "{word}");
        }
        let long = "a".repeat(60);
        assert_eq!(Atom::new(&long, 0..60, Gap::Blank).hash >> (32 - WORD_BITS), 46367);
    }

    #[test]
    fn weights_that_are_broken_are_errors_that_say_why() {
        let bytes = include_bytes!("../../../models/en/sentences.safetensors");
        assert!(Boundaries::read(bytes).is_ok());
        for length in [0, 7, 8, 100, bytes.len() / 2, bytes.len() - 1] {
            assert!(Boundaries::read(&bytes[..length]).is_err(), "cut at {length}");
        }
        let changed = |from: &str, to: &str| {
            let at = bytes.windows(from.len()).position(|part| part == from.as_bytes()).unwrap();
            let mut bytes = bytes.to_vec();
            bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
            Boundaries::read(&bytes).unwrap_err()
        };
        assert!(changed(".v1", ".v9").contains(FORMAT));
        assert!(changed("\"I8\"", "\"U8\"").contains("weights is U8"));
        assert!(changed("\"margins\"", "\"morgins\"").contains("margins"));
        for length in [u64::MAX, 1 << 40, 0] {
            let mut bytes = bytes.to_vec();
            bytes[..8].copy_from_slice(&length.to_le_bytes());
            assert!(Boundaries::read(&bytes).is_err());
        }
    }
}
