//! Which words does a sentence consist of?
//!
//! Syntactic words as Universal Dependencies has them in English: "don't" is two, "Syria's" is two, "state-run" is
//! three. Every word is a range of the text; nothing is rewritten.

use std::ops::Range;

use crate::Language;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// Whether it is written as one with the word before it, as "n't" in "don't": the two are one multiword token.
    pub joined: bool,
}

/// Returns the words of one sentence, the bytes `sentence` of a text.
pub fn tokens(language: &Language, text: &str, sentence: Range<usize>) -> Vec<Piece> {
    let mut cut = Cutter { language, text, out: Vec::new(), single_quotes: 0, sentence: sentence.clone() };
    let part = &text[sentence.clone()];
    let mut at = 0;
    while at < part.len() {
        let start = at + part[at..].len() - part[at..].trim_start().len();
        let end = start + part[start..].find(char::is_whitespace).unwrap_or(part.len() - start);
        if start < end {
            cut.chunk(sentence.start + start..sentence.start + end);
        }
        at = end.max(at + 1);
    }
    cut.out
}

struct Cutter<'t> {
    language: &'t Language,
    text: &'t str,
    out: Vec<Piece>,
    /// Words so far that are a single quote which may open; an odd number is an open one.
    single_quotes: usize,
    sentence: Range<usize>,
}

/// Bytes of the longest run without blanks that is read as one.
const LONGEST_CHUNK: usize = 200;

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '‘' | '’' | '\'' | '`')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₹' | '₽' | '₺' | '₴' | '₪' | '₩' | '₦')
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>')
}

impl<'t> Cutter<'t> {
    fn push(&mut self, range: Range<usize>) {
        if range.start < range.end {
            self.single_quotes += usize::from(matches!(self.str(&range), "‘" | "'" | "`"));
            self.out.push(Piece { range, joined: false });
        }
    }

    fn push_joined(&mut self, range: Range<usize>) {
        let joined = self.out.last().is_some_and(|last| last.range.end == range.start);
        self.single_quotes += usize::from(matches!(self.str(&range), "‘" | "'" | "`"));
        self.out.push(Piece { range, joined });
    }

    fn str(&self, range: &Range<usize>) -> &'t str {
        &self.text[range.clone()]
    }

    /// Cuts what stands between white space: signs off its front, signs off its end, then the word within.
    ///
    /// No word is longer than [`LONGEST_CHUNK`]: what is (a line of code, a list without blanks) is cut there, which also
    /// bounds how deep a chunk within a chunk may lie.
    fn chunk(&mut self, mut chunk: Range<usize>) {
        while chunk.len() > LONGEST_CHUNK {
            let fits = |&at: &usize| self.text.is_char_boundary(at);
            let at = (chunk.start + 1..=chunk.start + LONGEST_CHUNK).rev().find(fits).unwrap_or(chunk.end);
            self.chunk(chunk.start..at);
            chunk.start = at;
        }
        let last_of_sentence = chunk.end == self.sentence.end;
        let whole = self.str(&chunk);
        if self.language.signs.contains(whole) {
            return self.push(chunk);
        }
        let mut core = chunk.clone();
        while let Some(sign) = self.leading(core.clone()) {
            core.start = sign.end;
            self.push(sign);
        }
        let mut tail = Vec::new();
        while let Some(sign) = self.trailing(core.clone(), last_of_sentence) {
            core.end = sign.start;
            tail.push(sign);
        }
        if core.start < core.end {
            self.word(core.clone());
        }
        let (text, core_end) = (self.text, core.end);
        for sign in tail.into_iter().rev() {
            // "workers’": the apostrophe of a plural, unless a quote was opened before.
            let possessive = sign.start == core_end
                && core.start < core.end
                && is_apostrophe(text[sign.clone()].chars().next().unwrap_or(' '))
                && sign.len() == text[sign.clone()].chars().next().map_or(0, char::len_utf8)
                && self.language.takes_apostrophe(&text[core.clone()])
                && self.single_quotes.is_multiple_of(2);
            if possessive { self.push_joined(sign) } else { self.push(sign) }
        }
    }

    /// Returns the sign at the front of a chunk, if there is one to cut off.
    fn leading(&self, core: Range<usize>) -> Option<Range<usize>> {
        let text = self.str(&core);
        let first = text.chars().next()?;
        let rest = &text[first.len_utf8()..];
        let run = run_length(text);
        if is_apostrophe(first) {
            let lower: String =
                rest.chars().take_while(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            let year = lower.len() >= 2
                && lower.len() <= 3
                && lower.starts_with(|c: char| c.is_ascii_digit())
                && lower.chars().take(2).all(|c| c.is_ascii_digit());
            let clitic = self.language.after_apostrophe.contains(&lower);
            if year
                || self.language.apostrophe_words.contains(&lower)
                || (clitic && rest.chars().count() == lower.chars().count())
            {
                return None;
            }
        }
        if is_quote(first) || is_bracket(first) || is_currency(first) {
            return Some(
                core.start
                    ..core.start
                        + if is_bracket(first) { first.len_utf8() } else { run.min(two_quotes(first, run)) },
            );
        }
        if is_dash(first)
            || matches!(
                first,
                '*' | '•'
                    | '·'
                    | '='
                    | '_'
                    | '~'
                    | '|'
                    | '#'
                    | ','
                    | ';'
                    | ':'
                    | '!'
                    | '?'
                    | '…'
                    | '%'
                    | '/'
                    | '^'
                    | '@'
                    | '§'
                    | '¿'
                    | '¡'
                    | '&'
                    | '\\'
            )
        {
            let handle = matches!(first, '@') && rest.starts_with(char::is_alphanumeric);
            let alone = rest.is_empty() && core.len() == run;
            if !handle && !alone {
                return Some(core.start..core.start + run);
            }
        }
        if first == '.' && run > 1 {
            return Some(core.start..core.start + run);
        }
        None
    }

    /// Returns the sign at the end of a chunk, if there is one to cut off.
    fn trailing(&self, core: Range<usize>, last_of_sentence: bool) -> Option<Range<usize>> {
        let text = self.str(&core);
        let last = text.chars().next_back()?;
        let before = &text[..text.len() - last.len_utf8()];
        let run = end_run_length(text);
        if last == '.' {
            if run > 1 {
                return Some(core.end - run..core.end);
            }
            return (!before.is_empty() && !self.keeps_stop(before, last_of_sentence))
                .then_some(core.end - 1..core.end);
        }
        if before.is_empty() {
            return None;
        }
        if is_quote(last) {
            return Some(core.end - run.min(two_quotes(last, run))..core.end);
        }
        if is_bracket(last) {
            return Some(core.end - last.len_utf8()..core.end);
        }
        let sign = is_dash(last)
            || is_currency(last) && !self.language.before_currency.contains(&before.to_lowercase())
            || matches!(
                last,
                ',' | ';'
                    | ':'
                    | '!'
                    | '?'
                    | '…'
                    | '%'
                    | '*'
                    | '°'
                    | '|'
                    | '~'
                    | '='
                    | '/'
                    | '\\'
                    | '•'
                    | '_'
                    | '™'
                    | '®'
                    | '©'
            );
        // "https://…/": an address keeps its last slash.
        let address = last == '/' && before.contains("://");
        if !sign || address {
            return None;
        }
        // "?!" is one mark.
        let marks = text.len() - text.trim_end_matches(['?', '!']).len();
        Some(core.end - if marks > 1 { marks } else { run }..core.end)
    }

    /// Returns whether the full stop after `word` is a part of it.
    fn keeps_stop(&self, word: &str, last_of_sentence: bool) -> bool {
        let lower = word.to_lowercase();
        let lower = lower.rsplit(['-', '–', '/', '(']).next().unwrap_or_default();
        let letters =
            |part: &str| (1..=3).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic);
        if word.contains('.') {
            return word.split('.').all(letters)
                && word.split('.').next().is_some_and(|p| p.chars().count() <= 2);
        }
        let mut chars = word.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return c.is_alphabetic() && !last_of_sentence && !self.language.letter_words.contains(&c);
        }
        self.language.is_abbreviation(lower)
            && !(last_of_sentence && self.language.middle_only.contains(lower))
    }

    /// Cuts a word that has no signs at its ends.
    fn word(&mut self, word: Range<usize>) {
        let text = self.str(&word);
        if is_address(text) || text.chars().all(|c| !c.is_alphanumeric()) {
            return self.push(word);
        }
        if let Some(at) = after_currency(text) {
            self.push(word.start..word.start + at);
            return self.word(word.start + at..word.end);
        }
        if let Some(at) = inner_break(text) {
            let (start, end) = (word.start + at.start, word.start + at.end);
            self.chunk(word.start..start);
            self.push(start..end);
            if end < word.end {
                self.chunk(end..word.end);
            }
            return;
        }
        if let Some(at) = self.clitic(text) {
            self.word(word.start..word.start + at);
            return self.push_joined(word.start + at..word.end);
        }
        if let Some(parts) = self.language.contractions.get(&text.to_lowercase()) {
            // Lengths count letters; a contraction's letters are all of one byte, or it would not have been found.
            let mut at = word.start;
            for (i, &length) in parts.iter().enumerate() {
                let piece = at..at + length;
                if i == 0 {
                    self.push(piece)
                } else {
                    self.push_joined(piece)
                }
                at += length;
            }
            return;
        }
        if text.contains('-') || text.contains('‑') || text.contains('‐') || text.contains('–') {
            return self.hyphenated(word);
        }
        if let Some(at) = text.find('/').filter(|_| splits_at_slash(text)) {
            self.word(word.start..word.start + at);
            self.push(word.start + at..word.start + at + 1);
            return self.chunk(word.start + at + 1..word.end);
        }
        if let Some(at) = self.unit(text) {
            self.push(word.start..word.start + at);
            return self.push(word.start + at..word.end);
        }
        self.push(word);
    }

    /// Returns where the clitic begins: "'s", "n't", "'re" and their like at the end of a word.
    fn clitic(&self, text: &str) -> Option<usize> {
        let (mark, _) = text.char_indices().rev().find(|&(_, c)| is_apostrophe(c) || c == '`')?;
        // No clitic has more letters on either side of its apostrophe than these.
        let before = text[..mark].char_indices().rev().take(3);
        let starts: Vec<usize> = before.map(|(at, _)| at).chain([mark]).filter(|&at| at > 0).collect();
        starts.into_iter().find(|&at| {
            let ending = text[at..].to_lowercase().replace(['’', '`'], "'");
            self.language.clitics.contains(&ending)
        })
    }

    /// Cuts a word at its hyphens, except after a prefix and in telephone numbers and codes.
    fn hyphenated(&mut self, word: Range<usize>) {
        let text = self.str(&word);
        if is_number_code(text) {
            return self.push(word);
        }
        let is_hyphen = |c: char| matches!(c, '-' | '‑' | '‐' | '–');
        let mut start = word.start;
        for (at, hyphen) in text.char_indices().filter(|&(_, c)| is_hyphen(c)) {
            let at = word.start + at;
            let part = self.text[start..at].to_lowercase();
            let next = self.text[at + hyphen.len_utf8()..].chars().next();
            let prefix = self.language.prefixes.contains(&part)
                && next.is_some_and(char::is_alphanumeric)
                && at < word.end;
            if prefix && hyphen != '–' {
                continue;
            }
            if start < at {
                self.simple(start..at);
            }
            self.push(at..at + hyphen.len_utf8());
            start = at + hyphen.len_utf8();
        }
        if start < word.end {
            self.simple(start..word.end);
        }
    }

    /// Pushes a part of a hyphenated word, which may still hold a slash or a unit.
    fn simple(&mut self, part: Range<usize>) {
        if self.str(&part).contains(['-', '‑', '‐', '–']) { self.push(part) } else { self.word(part) }
    }

    /// Returns where the unit begins in a number with a unit: "10km", "5pm".
    fn unit(&self, text: &str) -> Option<usize> {
        let at = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ':')))?;
        (at > 0 && self.language.units.contains(&text[at..].to_lowercase())).then_some(at)
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '‐' | '−')
}

/// Returns the bytes of the run of one character at the front.
fn run_length(text: &str) -> usize {
    let first = text.chars().next();
    text.chars().take_while(|&c| Some(c) == first).map(char::len_utf8).sum()
}

/// Returns the bytes of the run of one character at the end.
fn end_run_length(text: &str) -> usize {
    let last = text.chars().next_back();
    text.chars().rev().take_while(|&c| Some(c) == last).map(char::len_utf8).sum()
}

/// Returns how many bytes of a run of quotes are one mark: two single quotes are one, of others each is its own.
fn two_quotes(quote: char, run: usize) -> usize {
    let one = quote.len_utf8();
    if matches!(quote, '\'' | '`' | '’' | '‘') { run.min(2 * one) } else { one }
}

/// Returns whether a word is an address on a network or a file's name, which stays whole.
fn is_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if lower.contains("://") || lower.starts_with("www.") || lower.starts_with("mailto:") {
        return true;
    }
    let (_, after) = text.split_once('@').unwrap_or_default();
    if after.contains('.') && !after.contains('@') && !text.starts_with('@') {
        return true;
    }
    // "example.com/news": letters with a dot between, then a path.
    lower.split('/').next().is_some_and(|host| {
        let mut parts = host.rsplit('.');
        let end = parts.next().unwrap_or_default();
        parts
            .next()
            .is_some_and(|name| name.len() > 1 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
            && (2..=4).contains(&end.len())
            && end.chars().all(|c| c.is_ascii_lowercase())
            && host.len() < text.len()
    })
}

/// Returns the sign inside a word at which it is cut: dashes, ellipses, quotes, brackets, marks between letters.
fn inner_break(text: &str) -> Option<Range<usize>> {
    for (at, c) in text.char_indices() {
        if at == 0 {
            continue;
        }
        let rest = &text[at..];
        let before = text[..at].chars().next_back()?;
        let after = rest[c.len_utf8()..].chars().next()?;
        let run = run_length(rest);
        let cut = match c {
            '—' | '―' | '…' | '"' | '“' | '”' | '«' | '»' | ';' | '!' | '?' | '|' => true,
            '‘' => true,
            '-' => run > 1,
            '.' => run > 1,
            '(' | ')' | '[' | ']' => true,
            ',' => !(before.is_ascii_digit() && after.is_ascii_digit()),
            ':' => before.is_alphabetic() && after.is_alphabetic(),
            '+' | '=' => before.is_alphabetic() && after.is_alphabetic(),
            '%' => after.is_alphabetic(),
            c if is_currency(c) => after.is_ascii_digit() && before.is_ascii_digit(),
            _ => false,
        };
        if cut {
            return Some(at..at + run);
        }
    }
    None
}

/// Returns where the amount begins in "US$50".
fn after_currency(text: &str) -> Option<usize> {
    let (at, sign) = text.char_indices().find(|&(_, c)| is_currency(c))?;
    let at = at + sign.len_utf8();
    let letters = text[..at - sign.len_utf8()].chars().all(char::is_alphabetic);
    (letters && text[at..].starts_with(|c: char| c.is_ascii_digit())).then_some(at)
}

/// Returns whether a slash separates words: "and/or"; not in dates and fractions.
fn splits_at_slash(text: &str) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    parts.iter().all(|p| !p.is_empty())
        && !parts.iter().all(|p| p.chars().all(|c| c.is_ascii_digit()))
        && !parts.iter().all(|p| p.chars().count() == 1)
}

/// Returns whether digits and hyphens are a telephone number or a code, not a range: "713-853-3989".
fn is_number_code(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = parts.iter().all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_digit() || c == '/'));
    digits
        && (parts.len() > 2 || (parts.len() == 2 && parts[0].len() != parts[1].len() && parts[0].len() >= 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(Language::english(), text, 0..text.len()).into_iter().map(|piece| &text[piece.range]).collect()
    }

    #[test]
    fn contractions_and_possessives_are_cut() {
        assert_eq!(
            cut("They don't say it’s Syria's."),
            ["They", "do", "n't", "say", "it", "’s", "Syria", "'s", "."]
        );
        assert_eq!(
            cut("They cannot, won’t; workers’ pay"),
            ["They", "can", "not", ",", "wo", "n’t", ";", "workers", "’", "pay"]
        );
        assert_eq!(cut("O'Brien in the '90s"), ["O'Brien", "in", "the", "'90s"]);
    }

    #[test]
    fn hyphens_are_words_except_after_a_prefix() {
        assert_eq!(
            cut("the 72-hour state-run anti-war e-mail"),
            ["the", "72", "-", "hour", "state", "-", "run", "anti-war", "e-mail"]
        );
        assert_eq!(cut("2010-2012 or 713-853-3989"), ["2010", "-", "2012", "or", "713-853-3989"]);
        assert_eq!(cut("post-Cold War Nagorno-Karabakh"), ["post-Cold", "War", "Nagorno", "-", "Karabakh"]);
    }

    #[test]
    fn signs_are_cut_off_words() {
        assert_eq!(
            cut("“Stop!” (he said) – now..."),
            ["“", "Stop", "!", "”", "(", "he", "said", ")", "–", "now", "..."]
        );
        assert_eq!(
            cut("$1.5bn, 50% at 5:30 p.m. in the U.S."),
            ["$", "1.5", "bn", ",", "50", "%", "at", "5:30", "p.m.", "in", "the", "U.S."]
        );
        assert_eq!(
            cut("see https://example.org/a-b, J. Doe and/or x@example.org."),
            ["see", "https://example.org/a-b", ",", "J.", "Doe", "and", "/", "or", "x@example.org", "."]
        );
        assert_eq!(
            cut("Mr. Doe of Acme Inc. said no."),
            ["Mr.", "Doe", "of", "Acme", "Inc.", "said", "no", "."]
        );
    }

    #[test]
    fn words_join_where_they_are_written_as_one() {
        let text = "don't state-run";
        let joined: Vec<bool> =
            tokens(Language::english(), text, 0..text.len()).iter().map(|p| p.joined).collect();
        assert_eq!(joined, [false, true, false, false, false]);
    }

    #[test]
    fn every_character_but_white_space_is_in_one_word() {
        for text in [
            "a--b…c\u{a0}d",
            "’’ ‘x’ `y'",
            "--- ... !?! $$ 5’ 1,2,3 ((x)) _a_ #b @c &d; <e>",
            "e-–-",
            "'s n't",
            "-",
            "''",
            "a/b/c 1/2 /x/",
        ] {
            let pieces = tokens(Language::english(), text, 0..text.len());
            let joined: String = pieces.iter().map(|p| &text[p.range.clone()]).collect();
            assert_eq!(joined, text.split_whitespace().collect::<String>());
            assert!(pieces.windows(2).all(|w| w[0].range.end <= w[1].range.start));
        }
    }
}
