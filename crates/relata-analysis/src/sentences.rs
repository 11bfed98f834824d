//! Where does a sentence end?
//!
//! A blank line ends one always. Else a sentence ends at `.`, `!`, `?` or an ellipsis with what closes after it
//! (quotes, brackets), before white space and a word that may begin a sentence. Whether a full stop belongs to an
//! abbreviation is asked of [`Language`].

use std::ops::Range;

use crate::Language;

/// Returns the sentences of a text as ranges of bytes, without the white space around them.
pub fn sentences(language: &Language, text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for paragraph in paragraphs(text) {
        split_paragraph(language, text, paragraph, &mut found);
    }
    found
}

/// Returns the parts of a text between blank lines and after lines that end on their own, trimmed.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut line_start) = (0, 0);
    // A run of line breaks is judged at its first: what lies before this byte is done.
    let mut done = 0;
    for (at, _) in text.match_indices(['\n', '\u{2028}', '\u{2029}']) {
        if at < done {
            line_start = at + text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let line = text[line_start..at].trim();
        let next = text[at..].trim_start_matches(['\n', '\r', '\u{2028}', '\u{2029}']);
        let gap = &text[at..text.len() - next.len()];
        done = at + gap.len();
        let next_line = next.lines().next().unwrap_or_default();
        let blank = line.is_empty() || gap.matches('\n').count() > 1 || next_line.trim().is_empty();
        if blank || ends_line(line, next_line.trim()) {
            push_trimmed(text, start..at, &mut out);
            start = at;
        }
        line_start = at + text[at..].chars().next().map_or(1, char::len_utf8);
    }
    push_trimmed(text, start..text.len(), &mut out);
    out
}

/// Returns whether a line break alone ends the sentence: after a closing mark, after a short line (a heading, an
/// address), before a list item. Lines of running text that were wrapped at a width go on.
fn ends_line(line: &str, next: &str) -> bool {
    let closed = line.trim_end_matches(is_closer).ends_with(['.', '!', '?', ':', '…', ';']);
    let begins = next.trim_start_matches(is_opener).chars().next();
    let item = begins.is_some_and(|c| matches!(c, '*' | '•' | '·' | '–' | '—'));
    // Wrapped text is wrapped at some 60 characters or more; what is shorter ended by itself.
    let short = line.chars().count() < 55;
    closed || item || (short && begins.is_none_or(|c| !c.is_lowercase()))
}

fn push_trimmed(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    let end = start + part.trim().len();
    if start < end {
        out.push(start..end);
    }
}

/// Quotes and brackets that may close after a full stop.
pub(crate) fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '}' | '*')
}

/// Quotes and brackets that may open before a word.
pub(crate) fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '{' | '„' | '*')
}

fn split_paragraph(language: &Language, text: &str, paragraph: Range<usize>, out: &mut Vec<Range<usize>>) {
    let part = &text[paragraph.clone()];
    let mut start = 0;
    let mut chars = part.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_terminal(c) {
            continue;
        }
        // The whole run of marks: "?!", "...", "!!!".
        let mut end = at + c.len_utf8();
        while let Some(&(next, c)) = chars.peek() {
            if !is_terminal(c) {
                break;
            }
            end = next + c.len_utf8();
            chars.next();
        }
        let marks = &part[at..end];
        let closed =
            end + part[end..].chars().take_while(|&c| is_closer(c)).map(char::len_utf8).sum::<usize>();
        let closed = closed + footnotes(&part[closed..]);
        let rest = &part[closed..];
        // A straight quote after a mark may open what follows: `he left. "We`: it stands after white space then.
        let boundary = if rest.starts_with(char::is_whitespace) {
            is_boundary(language, &part[start..at], marks, closed > end, rest.trim_start())
        } else {
            closed == end && marks == "." && is_missing_blank(&part[start..at], rest)
        };
        if boundary {
            push_trimmed(text, paragraph.start + start..paragraph.start + closed, out);
            start = closed;
            while chars.peek().is_some_and(|&(i, _)| i < closed) {
                chars.next();
            }
        }
    }
    push_trimmed(text, paragraph.start + start..paragraph.end, out);
}

/// Returns the bytes of footnote marks written onto the end of a sentence: "1805.[6][7]".
fn footnotes(after: &str) -> usize {
    let mut length = 0;
    while let Some(mark) =
        after[length..].strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(mark, _)| mark)
    {
        if mark.is_empty() || mark.len() > 4 || !mark.chars().all(|c| c.is_ascii_alphanumeric()) {
            break;
        }
        length += mark.len() + 2;
    }
    length
}

fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‽')
}

/// Returns whether a sentence ends here: `before` is the sentence up to the marks, `after` what follows the white space.
fn is_boundary(language: &Language, before: &str, marks: &str, closes: bool, after: &str) -> bool {
    let opened = after.trim_start_matches(is_opener);
    let Some(next) = opened.chars().next() else { return true };
    // A line's second dash or a lower-case word goes on: `"Why?" he asked`.
    if next.is_lowercase()
        || matches!(next, ',' | ';' | ':' | ')' | ']' | '–' | '—' | '-' | '&' | '/' | '.' | '?' | '!')
    {
        return false;
    }
    if marks != "." {
        return true;
    }
    let word = last_word(before);
    let lower = word.to_lowercase();
    if word.is_empty() {
        return !before.trim().is_empty();
    }
    // "1. Open the door": a number alone at the beginning numbers the sentence.
    if before.trim_start_matches(is_opener).len() == word.len()
        && word.len() <= 3
        && word.chars().all(|c| c.is_ascii_digit())
    {
        return false;
    }
    let next_word: String =
        opened.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '\'' | '’')).collect();
    let next_lower = next_word.replace('’', "'").to_lowercase();
    let starts = language.starters.contains(next_lower.split('\'').next().unwrap_or_default());
    if closes && !word.contains('.') {
        return !language.before_names.contains(&lower) || starts;
    }
    if language.before_names.contains(&lower) {
        return false;
    }
    if language.before_numbers.contains(&lower) {
        let number = next.is_ascii_digit()
            || (next_word.len() <= 4 && next_word.chars().all(|c| matches!(c, 'I' | 'V' | 'X')));
        // "No." may be an answer: "He said no. They left."
        return !number && (starts || word.len() > 2);
    }
    if is_initial(word) {
        // "J. Smith" and "Plan B. The": a name follows an initial, a word that begins sentences does not.
        return starts
            && !before[..before.len() - word.len()].trim_end().is_empty()
            && !follows_initials(before, word);
    }
    let dotted = word.contains('.')
        && word.split('.').all(|p| p.chars().count() <= 3 && p.chars().all(char::is_alphabetic));
    if dotted || language.either.contains(&lower) {
        return starts;
    }
    true
}

/// Returns the characters of the last word, without what opens before it.
fn last_word(before: &str) -> &str {
    let word =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '–' | '—' | '/')).next().unwrap_or_default();
    word.trim_start_matches(is_opener).trim_start_matches(is_closer)
}

/// Returns whether a word is one capital letter, as in "J. Smith". "I" is a pronoun.
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if c.is_uppercase() && c != 'I')
}

/// Returns whether the word before an initial looks like a part of a name's initials: "J. R. Smith".
fn follows_initials(before: &str, word: &str) -> bool {
    last_word(before[..before.len() - word.len()].trim_end()).ends_with('.')
}

/// Returns whether the blank after a sentence was lost, as in "said.The": words of letters on both sides.
fn is_missing_blank(before: &str, after: &str) -> bool {
    let word = last_word(before);
    let mut next = after.chars();
    let capital = next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase);
    let rest = after.split(char::is_whitespace).next().unwrap_or_default();
    capital
        && word.chars().count() >= 3
        && word.chars().all(|c| c.is_lowercase() || is_closer(c))
        && !rest.trim_end_matches(['.', ',']).contains(['.', '@', '/', '_'])
        && after.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(Language::english(), text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        let one = [
            "U.S. President Jane Doe met Gen. John Roe on Sept. 3 in Washington.",
            "The train leaves at 9 a.m. Monday from St. Petersburg.",
            "WASHINGTON (AP) – The U.N. Security Council met.",
            "J. R. Smith of Acme Inc. in the U.K. denied it.",
            "“Why now?” the minister asked.",
            "He cited art. 5 and No. 7 of the list.",
        ];
        for text in one {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn a_full_stop_ends_a_sentence_also_inside_quotes() {
        assert_eq!(
            split("“We will not go.” The minister left."),
            ["“We will not go.”", "The minister left."]
        );
        assert_eq!(
            split("They live in the U.S. The rest fled."),
            ["They live in the U.S.", "The rest fled."]
        );
        assert_eq!(
            split("It began at 5 p.m. Officials said no. They left."),
            ["It began at 5 p.m.", "Officials said no.", "They left."]
        );
        assert_eq!(split("Wait... Then go! Now? Yes."), ["Wait...", "Then go!", "Now?", "Yes."]);
        assert_eq!(
            split("That was what he said.The troops left."),
            ["That was what he said.", "The troops left."]
        );
    }

    #[test]
    fn a_blank_line_always_ends_a_sentence_and_a_wrapped_line_never() {
        assert_eq!(
            split("Talks resume in Geneva\n\nDelegates met"),
            ["Talks resume in Geneva", "Delegates met"]
        );
        let wrapped = "The delegates of the two countries met on Monday in a hotel\nby the lake.";
        assert_eq!(split(wrapped), [wrapped]);
        assert_eq!(split("\r\n \n"), Vec::<&str>::new());
    }

    #[test]
    fn ranges_are_ascending_and_trimmed() {
        let text = "  One. “Two.”  \n\n Three…  Four?!  ";
        let ranges = sentences(Language::english(), text);
        assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
        assert!(ranges.iter().all(|r| text[r.clone()].trim() == &text[r.clone()]));
        assert_eq!(ranges.len(), 4);
    }
}
