//! Where do the paragraphs of a plain text begin and end?
//!
//! Three habits are told apart: paragraphs with blank lines between them, paragraphs that are a line each, and lines broken by hand
//! at a fixed width. Only in the last do several lines make one paragraph.

use relata_doc::{Span, Text};

/// A line broken by hand is no wider than this many characters.
const WIDEST_BROKEN: usize = 120;

/// Returns the paragraphs of a text, in order, without the white space around them.
pub(crate) fn paragraphs(text: &Text) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    let mut block: Vec<Span> = Vec::new();
    for line in lines(text) {
        if line.is_empty() {
            close(text, &mut block, &mut paragraphs);
        } else {
            block.push(line);
        }
    }
    close(text, &mut block, &mut paragraphs);
    paragraphs
}

/// Returns the lines, trimmed; a blank line is an empty span.
fn lines(text: &Text) -> impl Iterator<Item = Span> + '_ {
    let is_break =
        |letter| matches!(letter, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let words = text.as_str();
    let mut at = 0;
    std::iter::from_fn(move || {
        (at < words.len()).then_some(())?;
        let rest = &words[at..];
        let end = rest.find(is_break).unwrap_or(rest.len());
        let line = text.span(at..at + end)?;
        let after = &rest[end..];
        at +=
            end + if after.starts_with("\r\n") { 2 } else { after.chars().next().map_or(0, char::len_utf8) };
        Some(text.trim(line))
    })
}

fn close(text: &Text, block: &mut Vec<Span>, paragraphs: &mut Vec<Span>) {
    if is_broken_by_hand(text, block) {
        paragraphs.extend(block.first().zip(block.last()).map(|(first, last)| first.cover(*last)));
        block.clear();
    }
    paragraphs.append(block);
}

/// Returns whether the lines are one paragraph broken at a fixed width.
///
/// They are if hardly a line had room for the first word of the next, and many go on in small letters.
fn is_broken_by_hand(text: &Text, block: &[Span]) -> bool {
    if block.len() < 2 {
        return false;
    }
    let width = |line: Span| text[line].chars().count();
    let widest = block.iter().map(|&line| width(line)).max().unwrap_or(0);
    if !(20..=WIDEST_BROKEN).contains(&widest) {
        return false;
    }
    let pairs = block.windows(2);
    let had_room = pairs
        .filter(|pair| {
            let first_word = text[pair[1]].split_whitespace().next().unwrap_or("");
            width(pair[0]) + 1 + first_word.chars().count() <= widest
        })
        .count();
    let goes_on = |line: &&Span| {
        text[**line].chars().next().is_some_and(|letter| letter.is_alphabetic() && !letter.is_uppercase())
    };
    let going_on = block[1..].iter().filter(goes_on).count();
    had_room * 8 < block.len() && going_on * 3 >= block.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Vec<String> {
        let text = Text::new(words);
        paragraphs(&text).into_iter().map(|span| text[span].to_string()).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(read("\n One.\n\n \t\nTwo.\r\n\r\nThree.\n"), ["One.", "Two.", "Three."]);
        assert!(read(" \n\n ").is_empty());
        assert!(read("").is_empty());
    }

    #[test]
    fn a_paragraph_may_be_a_line() {
        assert_eq!(read("Advertisement\nThe minister resigned on Monday.\nHis deputy takes over.").len(), 3);
    }

    #[test]
    fn lines_broken_at_a_width_are_one_paragraph() {
        let broken = "The foreign ministers of the two countries met in\nthe capital on Monday and agreed to reopen their\n\
                      embassies, which have been closed for three years\nafter a border clash.";
        assert_eq!(read(broken), [broken]);
        assert_eq!(read(&format!("{broken}\n\nShare\n\n{broken}")).len(), 3);
    }
}
