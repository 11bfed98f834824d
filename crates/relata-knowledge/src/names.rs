//! How is a name looked up, however it is typed?

use rapidhash::RapidHashMap;
use smallvec::SmallVec;

/// Names in their normal form, with what each may mean.
#[derive(Debug, Clone)]
pub(crate) struct NameIndex<T> {
    // Most names mean one thing.
    meanings: RapidHashMap<Box<str>, SmallVec<[(T, Form); 1]>>,
    longest: RapidHashMap<Box<str>, usize>,
}

/// How a name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In capitals throughout, and only so: "US" is a state, "us" is not.
    Acronym,
    /// With a capital.
    Name,
    /// Also without one, as the knowledge itself writes it: "yellow vests".
    Words,
}

impl Form {
    fn of(name: &str) -> Form {
        match (name.contains(char::is_uppercase), is_all_capitals(name)) {
            (_, true) => Form::Acronym,
            (true, false) => Form::Name,
            (false, false) => Form::Words,
        }
    }
}

impl<T> Default for NameIndex<T> {
    fn default() -> Self {
        NameIndex { meanings: RapidHashMap::default(), longest: RapidHashMap::default() }
    }
}

impl<T: PartialEq + Copy> NameIndex<T> {
    /// Makes room for so many names, so that the tables do not grow step by step.
    pub(crate) fn reserve(&mut self, names: usize) {
        self.meanings.reserve(names);
        self.longest.reserve(names / 3);
    }

    pub(crate) fn add(&mut self, name: &str, meaning: T) {
        self.add_own(name.to_owned(), meaning);
    }

    /// Adds a name that nobody else needs: most are normal but for their capitals, and keep their place in memory.
    pub(crate) fn add_own(&mut self, mut name: String, meaning: T) {
        let form = Form::of(&name);
        let is_plain = |pair: &[u8]| pair[0].is_ascii() && !(pair[0] == b' ' && pair[1] == b' ');
        let bytes = name.as_bytes();
        let plain = bytes.windows(2).all(is_plain)
            && bytes.first().is_some_and(|first| first.is_ascii_graphic())
            && bytes.last().is_some_and(|last| last.is_ascii_graphic())
            && !bytes.iter().any(|byte| matches!(byte, b'`' | b'\t' | b'\n'));
        if plain {
            name.make_ascii_lowercase();
        } else {
            name = normal(&name);
        }
        let words = 1 + name.bytes().filter(|&byte| byte == b' ').count();
        let first = first_word(&name);
        match self.longest.get_mut(first) {
            Some(longest) => *longest = (*longest).max(words),
            None => drop(self.longest.insert(first.into(), words)),
        }
        let meanings = self.meanings.entry(name.into_boxed_str()).or_default();
        if !meanings.contains(&(meaning, form)) {
            meanings.push((meaning, form));
        }
    }

    /// Returns what words may mean: a name has a capital letter unless the knowledge writes it without, an acronym nothing
    /// else.
    pub(crate) fn get(&self, words: &str) -> Vec<T> {
        let written = Form::of(words);
        let fits = |form: Form| match form {
            Form::Acronym => written == Form::Acronym,
            Form::Name => written != Form::Words,
            Form::Words => true,
        };
        let mut found = Vec::new();
        for &(meaning, form) in self.meanings.get(normal(words).as_str()).map_or(&[][..], SmallVec::as_slice)
        {
            if fits(form) && !found.contains(&meaning) {
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
    let name = name.trim();
    let mut normal = String::with_capacity(name.len());
    for c in name.chars() {
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
    fn a_name_of_ones_own_has_the_same_key() {
        for name in [
            "Barack Obama",
            "Enrique Peña Nieto",
            " two  blanks ",
            "O`Neill",
            "al-Qaeda",
            "US",
            "",
            "ʻOkina",
            "a\tb",
        ] {
            let (mut lent, mut own) = (NameIndex::default(), NameIndex::default());
            lent.meanings.entry(normal(name).into_boxed_str()).or_default().push((1, Form::of(name)));
            own.add_own(name.to_owned(), 1);
            assert_eq!(lent.meanings, own.meanings, "{name:?}");
        }
    }

    #[test]
    fn a_pronoun_is_no_acronym() {
        let mut index = NameIndex::default();
        index.add("US", 1);
        assert_eq!(index.get("US"), [1]);
        assert!(index.get("us").is_empty());
        assert!(index.get("Us").is_empty());
    }

    #[test]
    fn words_are_found_without_a_capital_where_the_knowledge_writes_none() {
        let mut index = NameIndex::default();
        index.add("yellow vests", 1);
        index.add("Sandinistas", 2);
        assert_eq!([index.get("yellow vests"), index.get("Yellow Vests")], [[1], [1]]);
        assert!(index.get("sandinistas").is_empty());
    }
}
