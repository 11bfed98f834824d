//! Where are the words? A thin splitting of text, finer than sentences and syntax, that time expressions are made of.

use std::ops::Range;

/// A piece of text: letters, a number with what is glued to it, or one mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub(crate) start: usize,
    pub(crate) text: &'a str,
    pub(crate) lower: String,
    /// Whether white space that ends a paragraph stands before it.
    pub(crate) breaks: bool,
    /// Whether any white space stands before it.
    pub(crate) spaced: bool,
}

impl Word<'_> {
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(crate) fn capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    pub(crate) fn is_word(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_alphabetic)
    }

    /// Returns the digits at the start and what follows them: "4th" is ("4", "th").
    pub(crate) fn number(&self) -> Option<(&str, &str)> {
        let digits = self.text.bytes().take_while(u8::is_ascii_digit).count();
        (digits > 0).then(|| self.text.split_at(digits))
    }

    /// Returns the number where the word is nothing but digits.
    pub(crate) fn integer(&self) -> Option<i32> {
        self.number().filter(|(_, rest)| rest.is_empty()).and_then(|(digits, _)| digits.parse().ok())
    }
}

/// Splits the part `range` of a text. A run of letters or of digits and letters is one word ("1990s", "9,200" and
/// "5:34" too); an apostrophe begins a new word; any other mark is a word of its own.
pub(crate) fn split(text: &str, range: Range<usize>) -> Vec<Word<'_>> {
    let mut words: Vec<Word> = Vec::new();
    let (mut spaced, mut breaks) = (true, true);
    let part = &text[range.clone()];
    let mut chars = part.char_indices().peekable();
    while let Some((at, first)) = chars.next() {
        if first.is_whitespace() {
            spaced = true;
            breaks |= first == '\n';
            continue;
        }
        let mut end = at + first.len_utf8();
        if is_apostrophe(first) && !spaced {
            while let Some((_, c)) = chars.next_if(|(_, c)| c.is_alphabetic()) {
                end += c.len_utf8();
            }
        } else if first.is_alphanumeric() {
            loop {
                let rest = &part[end..];
                let mut ahead = rest.chars();
                let (c, after) = (ahead.next(), ahead.next());
                let number = first.is_ascii_digit();
                let inner = matches!(c, Some(',' | ':' | '.')) && number;
                if c.is_some_and(char::is_alphanumeric) {
                    end += c.map_or(0, char::len_utf8);
                    chars.next();
                } else if inner && after.is_some_and(|a| a.is_ascii_digit()) {
                    end += 1;
                    chars.next();
                } else {
                    break;
                }
            }
        }
        words.push(Word {
            start: range.start + at,
            text: &part[at..end],
            lower: part[at..end].to_lowercase().replace('’', "'"),
            breaks,
            spaced,
        });
        (spaced, breaks) = (false, false);
    }
    words
}

/// Splits a phrase of the data into the words that text would be split into.
pub(crate) fn split_phrase(phrase: &str) -> Vec<String> {
    split(phrase, 0..phrase.len()).into_iter().map(|word| word.text.replace('’', "'")).collect()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        split(text, 0..text.len()).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn a_number_keeps_its_separators_and_its_suffix() {
        assert_eq!(
            texts("9,200 on July 4th, 1990s; 5:34 p.m."),
            ["9,200", "on", "July", "4th", ",", "1990s", ";", "5:34", "p", ".", "m", "."]
        );
    }

    #[test]
    fn an_apostrophe_begins_a_new_word_and_a_hyphen_is_one() {
        assert_eq!(texts("Russia’s 72-hour"), ["Russia", "’s", "72", "-", "hour"]);
    }
}
