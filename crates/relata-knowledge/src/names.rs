//! How is a name looked up, however it is typed?

use std::collections::HashMap;

/// Names in their normal form, with what each may mean.
#[derive(Debug, Clone)]
pub(crate) struct NameIndex<T> {
    // With each meaning, whether its name is an acronym: "US" is a state, "us" is not.
    meanings: HashMap<String, Vec<(T, bool)>>,
    longest: HashMap<String, usize>,
}

impl<T> Default for NameIndex<T> {
    fn default() -> Self {
        NameIndex { meanings: HashMap::new(), longest: HashMap::new() }
    }
}

impl<T: PartialEq + Copy> NameIndex<T> {
    pub(crate) fn add(&mut self, name: &str, meaning: T) {
        let acronym = is_all_capitals(name);
        let name = normal(name);
        let words = name.split(' ').count();
        let first = first_word(&name).to_owned();
        let longest = self.longest.entry(first).or_default();
        *longest = (*longest).max(words);
        let meanings = self.meanings.entry(name).or_default();
        if !meanings.contains(&(meaning, acronym)) {
            meanings.push((meaning, acronym));
        }
    }

    /// Returns what words may mean: a name has a capital letter, an acronym nothing else.
    pub(crate) fn get(&self, words: &str) -> Vec<T> {
        if !words.contains(char::is_uppercase) {
            return Vec::new();
        }
        let capitals = is_all_capitals(words);
        let mut found = Vec::new();
        for &(meaning, acronym) in self.meanings.get(&normal(words)).map_or(&[][..], Vec::as_slice) {
            if (capitals || !acronym) && !found.contains(&meaning) {
                found.push(meaning);
            }
        }
        found
    }

    pub(crate) fn longest_from(&self, word: &str) -> usize {
        self.longest.get(first_word(&normal(word))).copied().unwrap_or(0)
    }
}

fn is_all_capitals(words: &str) -> bool {
    words.contains(char::is_alphabetic) && !words.contains(char::is_lowercase)
}

/// Returns the letters and digits that a name begins with, since a tokenizer may part "al-Qaeda" or "U.S.".
fn first_word(name: &str) -> &str {
    let end = name.find(|c: char| !c.is_alphanumeric()).unwrap_or(name.len());
    &name[..end]
}

/// Returns a name in lower case, without accents, with straight apostrophes and hyphens and single blanks.
pub(crate) fn normal(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for c in name.trim().chars() {
        match c {
            '’' | '‘' | 'ʼ' | '`' => normal.push('\''),
            '‐' | '‑' | '–' => normal.push('-'),
            c if c.is_whitespace() => {
                if !normal.ends_with(' ') {
                    normal.push(' ');
                }
            }
            c if c.is_ascii() => normal.push(c.to_ascii_lowercase()),
            // Papers without accents print "Pena Nieto".
            c => {
                normal.extend(any_ascii::any_ascii_char(c).chars().map(|letter| letter.to_ascii_lowercase()))
            }
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        let mut index = NameIndex::default();
        index.add("Elysée", 1);
        index.add("White House", 2);
        index.add("Côte d'Ivoire", 3);
        assert_eq!(index.get("ELYSÉE"), [1]);
        assert_eq!(index.get("White  House"), [2]);
        assert_eq!(index.get("Côte d’Ivoire"), [3]);
        assert_eq!(index.longest_from("White"), 2);
        assert!(index.get("Kremlin").is_empty());
    }

    #[test]
    fn a_pronoun_is_no_acronym() {
        let mut index = NameIndex::default();
        index.add("US", 1);
        assert_eq!(index.get("US"), [1]);
        assert!(index.get("us").is_empty());
        assert!(index.get("Us").is_empty());
    }
}
