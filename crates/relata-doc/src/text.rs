//! What does the page say, and where in it?

use std::fmt;
use std::ops::{Index, Range};
use std::sync::Arc;

/// The text of one document. It never changes once made.
///
/// Only a text makes [`Span`]s, so that every span fits its text on character boundaries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(Arc<str>);

/// A half-open range of bytes in one [`Text`].
///
/// Invariant: made by a text, within its bounds and on its character boundaries; `start <= end`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Text {
    /// Makes a text. A text of more than 4 GiB is cut at the last character that fits.
    pub fn new(text: impl Into<Arc<str>>) -> Text {
        let text: Arc<str> = text.into();
        if text.len() <= u32::MAX as usize {
            return Text(text);
        }
        let end = (0..=u32::MAX as usize).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        Text(Arc::from(&text[..end]))
    }

    /// Returns the text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the span of a range of bytes, or `None` where the range leaves the text or splits a character.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        self.0.get(range.clone())?;
        Some(Span { start: range.start as u32, end: range.end as u32 })
    }

    /// Returns the span of the whole text.
    pub fn all(&self) -> Span {
        Span { start: 0, end: self.0.len() as u32 }
    }

    /// Returns the span of `part`, a slice borrowed from this very text; `None` for a slice from elsewhere.
    pub fn span_of(&self, part: &str) -> Option<Span> {
        let start = (part.as_ptr() as usize).checked_sub(self.0.as_ptr() as usize)?;
        (start + part.len() <= self.0.len()).then_some(())?;
        self.span(start..start + part.len())
    }

    /// Returns `span` without the white space at its ends.
    pub fn trim(&self, span: Span) -> Span {
        let words = &self[span];
        let start = span.start + (words.len() - words.trim_start().len()) as u32;
        let end = (start + words.trim().len() as u32).max(start);
        Span { start, end }
    }

    /// Returns the map from byte offsets to offsets in code points.
    ///
    /// Outward formats count code points, so that `text[start:end]` works in Python and R.
    pub fn code_points(&self) -> CodePoints {
        let ascii = self.0.is_ascii();
        CodePoints {
            starts: if ascii { Vec::new() } else { self.0.char_indices().map(|(at, _)| at as u32).collect() },
            ascii,
        }
    }
}

impl Index<Span> for Text {
    type Output = str;

    /// Returns the words of a span. A span of another text may panic: spans do not travel.
    fn index(&self, span: Span) -> &str {
        &self.0[span.start as usize..span.end as usize]
    }
}

/// Turns byte offsets of one text into offsets in code points.
#[derive(Clone, Debug)]
pub struct CodePoints {
    starts: Vec<u32>,
    ascii: bool,
}

impl CodePoints {
    /// Returns `[start, end)` of a span in code points.
    pub fn of(&self, span: Span) -> (usize, usize) {
        (self.at(span.start), self.at(span.end))
    }

    fn at(&self, byte: u32) -> usize {
        if self.ascii { byte as usize } else { self.starts.partition_point(|&start| start < byte) }
    }
}

impl Span {
    /// Returns the first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Returns the byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Returns the range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Returns the number of bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Returns whether the span holds no text.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns whether `other` lies within this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns whether the two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }

    /// Returns the smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_that_splits_a_character_is_refused() {
        let text = Text::new("Élysée");
        assert_eq!(text.span(0..1), None);
        assert_eq!(text.span(0..99), None);
        assert_eq!(&text[text.span(0..2).unwrap()], "É");
    }

    #[test]
    fn offsets_go_out_in_code_points() {
        let text = Text::new("“Élysée” said");
        let at = text.as_str().find("said").unwrap();
        let span = text.span(at..at + 4).unwrap();
        assert_eq!(text.code_points().of(span), (9, 13));
    }

    #[test]
    fn a_slice_finds_its_own_span() {
        let text = Text::new("Kyiv and Moscow");
        let part = &text.as_str()[9..];
        assert_eq!(text.span_of(part), text.span(9..15));
        assert_eq!(text.span_of("Moscow"), None);
    }

    #[test]
    fn trimming_leaves_the_words() {
        let text = Text::new("  a b \n");
        assert_eq!(&text[text.trim(text.all())], "a b");
        let blank = Text::new("  \n");
        assert!(blank.trim(blank.all()).is_empty());
    }
}
