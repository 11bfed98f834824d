//! Which pieces of words does the encoder know a text by?
//!
//! WordPiece (Schuster and Nakajima 2012) as BERT uses it: lower case without accents, each mark a word of its own, and a
//! word that is not listed taken apart into the longest pieces that are.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of more letters than this is not taken apart.
const LONGEST_WORD: usize = 100;

/// The pieces that are listed, each with its row.
pub(super) struct Pieces {
    rows: HashMap<Box<str>, u32>,
    unknown: u32,
}

impl Pieces {
    /// Takes a list of pieces, one a line; a piece within a word begins with `##`.
    pub(super) fn new(list: &str) -> Result<Pieces, String> {
        let rows: HashMap<Box<str>, u32> =
            list.lines().zip(0..).map(|(piece, row)| (piece.into(), row)).collect();
        let unknown = *rows.get("[UNK]").ok_or("the piece [UNK] is not listed")?;
        Ok(Pieces { rows, unknown })
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the row of one piece.
    pub(super) fn row(&self, piece: &str) -> Option<u32> {
        self.rows.get(piece).copied()
    }

    /// Adds the pieces of a text to `out`.
    pub(super) fn split(&self, text: &str, out: &mut Vec<u32>) {
        let mut word = String::new();
        for c in text.chars().flat_map(char::to_lowercase).nfd().filter(|c| !is_combining_mark(*c)) {
            if c.is_alphanumeric() {
                word.push(c);
                continue;
            }
            self.take_apart(&mut word, out);
            if !c.is_whitespace() && !c.is_control() {
                word.push(c);
                self.take_apart(&mut word, out);
            }
        }
        self.take_apart(&mut word, out);
    }

    /// Adds the pieces of one word, and empties it.
    fn take_apart(&self, word: &mut String, out: &mut Vec<u32>) {
        let first = out.len();
        let mut at = 0;
        let mut piece = String::new();
        while at < word.len() {
            let ends = word[at..].char_indices().map(|(start, c)| at + start + c.len_utf8());
            let found = ends.rev().find_map(|end| {
                piece.clear();
                if at > 0 {
                    piece.push_str("##");
                }
                piece.push_str(&word[at..end]);
                Some((self.row(&piece)?, end))
            });
            match found.filter(|_| word.len() <= LONGEST_WORD) {
                Some((row, end)) => {
                    out.push(row);
                    at = end;
                }
                None => {
                    out.truncate(first);
                    out.push(self.unknown);
                    break;
                }
            }
        }
        word.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fall_into_the_longest_pieces_listed() {
        let pieces = Pieces::new("[UNK]\nun\n##told\n##to\n##ld\n,\ncafe\nde\n##ny").unwrap();
        let split = |text: &str| {
            let mut out = Vec::new();
            pieces.split(text, &mut out);
            out
        };
        assert_eq!(split("Untold, CAFÉ"), [1, 2, 5, 6]);
        assert_eq!(split("deny xyz"), [7, 8, 0]);
        assert_eq!(split(&"un".repeat(60)), [0]);
        assert_eq!(split(" "), [0u32; 0]);
    }
}
