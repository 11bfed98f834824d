//! Where does a sentence end?
//!
//! A blank line ends one always, and so does a line that ends on its own. Else every gap is judged: after `.`, `!`, `?` or
//! an ellipsis with what closes after it (quotes, brackets) rules say whether a sentence may end there, and whether a full
//! stop belongs to an abbreviation is asked of [`Language`]; what the rules say, and what stands around, is then weighed
//! by weights that were learned ([`Boundaries`]). A full stop that is certainly an abbreviation's never ends a sentence.

use std::ops::Range;

use crate::Language;
use crate::boundaries::{Atom, Gap, Paragraph, Verdict, is_terminal, style};

/// Returns the sentences of a text as ranges of bytes, without the white space around them.
pub fn sentences(language: &Language, text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let style = style_of(text);
    let mut seen = Vec::new();
    for range in paragraphs(text) {
        let mut start = range.start;
        let mut first = 0;
        let end = range.end;
        let paragraph = Paragraph::new(atoms(text, range), language.boundaries.as_ref()).with_style(style);
        for (i, pair) in paragraph.atoms.windows(2).enumerate() {
            if is_passed_over(&pair[0], &pair[1]) {
                continue;
            }
            let verdict = verdict(language, text, &paragraph.atoms, i);
            let ends = match (&language.boundaries, verdict) {
                (_, Verdict::Never) => false,
                (_, Verdict::Silent) if may_be_name(&paragraph.atoms[first..=i + 1]) => false,
                (Some(boundaries), _) => {
                    paragraph.look(i, verdict, &mut seen);
                    boundaries.ends(&seen, verdict, pair[0].tail)
                }
                (None, verdict) => verdict == Verdict::Yes,
            };
            if ends {
                found.push(start..pair[0].range.end);
                start = pair[1].range.start;
                first = i + 1;
            }
        }
        if start < end {
            found.push(start..end);
        }
    }
    found
}

/// A gap in which a sentence may end, as training sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenGap {
    /// The byte before which the sentence would end.
    pub end: usize,
    /// Whether a final mark stands before the gap.
    pub marked: bool,
    /// The numbers of the weights that are summed for it; none where a sentence ends without question.
    pub seen: Vec<u32>,
}

/// Returns every gap of a text in which a sentence may end, with what is seen of it; the weights are trained on this.
pub fn gaps(language: &Language, text: &str) -> Vec<SeenGap> {
    let mut out = Vec::new();
    let style = style_of(text);
    for range in paragraphs(text) {
        let end = range.end;
        let paragraph = Paragraph::new(atoms(text, range), language.boundaries.as_ref()).with_style(style);
        for (i, pair) in paragraph.atoms.windows(2).enumerate() {
            let verdict = verdict(language, text, &paragraph.atoms, i);
            if verdict == Verdict::Never || is_passed_over(&pair[0], &pair[1]) {
                continue;
            }
            let mut seen = Vec::new();
            paragraph.look(i, verdict, &mut seen);
            out.push(SeenGap { end: pair[0].range.end, marked: verdict != Verdict::Silent, seen });
        }
        out.push(SeenGap { end, marked: false, seen: Vec::new() });
    }
    out
}

/// Returns whether a gap is not worth a look: between two plain words no sentence ends, save in the most careless writing.
fn is_passed_over(left: &Atom, right: &Atom) -> bool {
    left.is_plain() && right.is_small() && right.gap == Gap::Blank
}

/// Returns whether all that was read of a sentence may be one name on one line: "Sam Shafishuna Nujoma". A heading that
/// ran into its text begins so too, but names are more frequent.
fn may_be_name(atoms: &[Atom]) -> bool {
    const LONGEST: usize = 5;
    atoms.len() <= LONGEST
        && atoms.iter().all(Atom::is_name_part)
        && atoms[1..].iter().all(|atom| atom.gap == Gap::Blank)
}

/// Returns how the writer of a text begins sentences: with capitals, or as in a chat.
fn style_of(text: &str) -> u32 {
    let (mut small, mut capital) = (0, 0);
    let mut state = 0;
    for c in text.chars() {
        state = match (state, c) {
            (_, '.' | '!' | '?') => 1,
            (1 | 2, c) if c.is_whitespace() => 2,
            (2, c) => {
                small += usize::from(c.is_lowercase());
                capital += usize::from(c.is_uppercase());
                0
            }
            _ => 0,
        };
    }
    style(small, capital)
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

/// Returns the stretches of a paragraph between which a sentence may end.
fn atoms(text: &str, paragraph: Range<usize>) -> Vec<Atom> {
    let mut out = Vec::with_capacity(paragraph.len() / 6 + 1);
    let (mut at, mut gap) = (paragraph.start, Gap::Blank);
    while at < paragraph.end {
        let rest = &text[at..paragraph.end];
        let chunk = at..at + rest.find(char::is_whitespace).unwrap_or(rest.len());
        let mut start = chunk.start;
        lost_blanks(&text[chunk.clone()], |cut| {
            out.push(Atom::new(text, start..chunk.start + cut, gap));
            start = chunk.start + cut;
            gap = Gap::Nothing;
        });
        out.push(Atom::new(text, start..chunk.end, gap));
        let rest = &text[chunk.end..paragraph.end];
        let blank = &rest[..rest.len() - rest.trim_start().len()];
        gap = Gap::Blank;
        at = chunk.end + blank.len();
    }
    out
}

/// Tells the bytes of a stretch without blanks after which a blank may have been lost, as in "said.The".
fn lost_blanks(chunk: &str, mut cut: impl FnMut(usize)) {
    // The last mark closes nothing that another word follows.
    let inner = &chunk.as_bytes()[..chunk.len().saturating_sub(1)];
    if !inner.iter().any(|&b| matches!(b, b'.' | b'!' | b'?' | 0xe2)) {
        return;
    }
    if chunk.contains(['@', '/', '\\', '_', '=']) {
        return;
    }
    // The two characters before the one looked at.
    let (mut older, mut old) = (' ', ' ');
    let mut chars = chunk.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_terminal(c) {
            (older, old) = (old, c);
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((at, c)) = chars.next_if(|&(_, c)| is_terminal(c)) {
            end = at + c.len_utf8();
        }
        let stop = c == '.' && end == at + 1;
        while let Some((at, c)) = chars.next_if(|&(_, c)| is_closer(c)) {
            end = at + c.len_utf8();
        }
        let mut after = chunk[end..].chars();
        let next = after.next().unwrap_or(' ');
        let lost = if stop {
            let small = |c: char| c.is_lowercase() || is_closer(c);
            small(old) && small(older) && next.is_uppercase() && after.next().is_some_and(char::is_lowercase)
        } else {
            (old.is_alphanumeric() || is_closer(old)) && (next.is_alphabetic() || is_opener(next))
        };
        if lost {
            cut(end);
        }
        (older, old) = (' ', ' ');
    }
}

/// Returns what the rules say of the gap after atom `i`.
fn verdict(language: &Language, text: &str, atoms: &[Atom], i: usize) -> Verdict {
    let (left, right) = (&atoms[i], &atoms[i + 1]);
    if !left.tail.is_final() {
        return Verdict::Silent;
    }
    let yes = |is: bool| if is { Verdict::Yes } else { Verdict::No };
    let opened = text[right.range.clone()].trim_start_matches(is_opener);
    let Some(next) = opened.chars().next() else { return Verdict::Yes };
    let before = &text[left.range.start..left.marks.start];
    let marks = &text[left.marks.clone()];
    let word = last_word(before);
    // The word after the gap, and whether it is one that usually begins a sentence.
    let next_word: String =
        opened.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '\'' | '’')).take(30).collect();
    let next_lower = next_word.replace('’', "'").to_lowercase();
    let starts = language.starters.contains(next_lower.split('\'').next().unwrap_or_default());
    let lower = word.to_lowercase();
    if right.gap == Gap::Nothing {
        let small = |word: &str| word.chars().all(|c| c.is_lowercase() || is_closer(c));
        let rest = word.char_indices().nth(1).map_or("", |(at, _)| &word[at..]);
        let lost = word.chars().count() >= 3 && (small(word) || (starts && small(rest)));
        return yes(marks == "." && lost && !opened.trim_end_matches(['.', ',']).contains('.'));
    }
    // "U.S." and "Japan-U.S.".
    let last = word.rsplit('-').next().unwrap_or_default();
    let dotted = last.contains('.')
        && last.split('.').all(|p| p.chars().count() <= 3 && p.chars().all(char::is_alphabetic));
    if next.is_lowercase() {
        // "until 4 p.m. eastern time"; else a careless writer may begin so: `"Why?" he asked` and "ok. thanks".
        let abbreviated = marks == "." && (dotted || language.is_abbreviation(&lower));
        return if abbreviated { Verdict::Never } else { Verdict::No };
    }
    // A line's second dash goes on.
    if matches!(next, ',' | ';' | ':' | ')' | ']' | '–' | '—' | '-' | '&' | '/' | '.' | '?' | '!') {
        return Verdict::No;
    }
    if marks != "." {
        return Verdict::Yes;
    }
    // Whether the word stands at the beginning of a sentence, as far as marks tell.
    let first = i.checked_sub(1).is_none_or(|before| {
        let word = last_word(&text[atoms[before].range.start..atoms[before].marks.start]);
        atoms[before].tail.is_final() && !language.is_abbreviation(&word.to_lowercase())
    });
    if word.is_empty() {
        return yes(!first || !before.is_empty());
    }
    // "1. Open the door": a number alone at the beginning numbers the sentence.
    let alone = first && before.trim_start_matches(is_opener).len() == word.len();
    if alone && word.len() <= 3 && word.chars().all(|c| c.is_ascii_digit()) {
        return Verdict::No;
    }
    let closes = left.marks.end < left.range.end;
    if closes && !word.contains('.') {
        return yes(!language.before_names.contains(&lower) || starts);
    }
    if language.before_names.contains(&lower) {
        return if starts { Verdict::No } else { Verdict::Never };
    }
    if language.before_numbers.contains(&lower) {
        let number = next.is_ascii_digit()
            || (next_word.len() <= 4 && next_word.chars().all(|c| matches!(c, 'I' | 'V' | 'X')));
        // "No." may be an answer: "He said no. They left."
        if number || !is_initial(language, word) {
            return if number { Verdict::Never } else { yes(starts || word.len() > 2) };
        }
    }
    if is_initial(language, word) {
        // "J. Smith" and "Plan B. The": a name follows an initial, a word that begins sentences does not.
        let named = i > 0 && text[atoms[i - 1].range.clone()].ends_with('.') && before.len() == word.len();
        return if starts { yes(!alone && !named) } else { Verdict::Never };
    }
    if dotted || language.either.contains(&lower) {
        return yes(starts);
    }
    Verdict::Yes
}

/// Returns the characters of the last word, without what opens before it.
fn last_word(before: &str) -> &str {
    let word = before.rsplit(['–', '—', '/']).next().unwrap_or_default();
    word.trim_start_matches(is_opener).trim_start_matches(is_closer)
}

/// Returns whether a word is one capital letter, as in "J. Smith", and no word of its own, as "I" is.
fn is_initial(language: &Language, word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if c.is_uppercase() && !language.letter_words.contains(&c))
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
