//! Which phrase of a list stands here?

use std::collections::HashMap;

use crate::words::{Word, split_phrase};

/// Phrases, found by their first word; the longest that fits is taken.
#[derive(Debug, Clone)]
pub(crate) struct Phrases<T> {
    by_first: HashMap<String, Vec<(Vec<String>, T)>>,
    names: bool,
}

impl<T> Phrases<T> {
    /// Phrases of names: written as they are.
    pub(crate) fn of_names() -> Phrases<T> {
        Phrases { by_first: HashMap::new(), names: true }
    }

    /// Phrases of words: in any case.
    pub(crate) fn of_words() -> Phrases<T> {
        Phrases { by_first: HashMap::new(), names: false }
    }

    pub(crate) fn insert(&mut self, phrase: &str, what: T) {
        let phrase = if self.names { phrase.to_owned() } else { phrase.to_lowercase() };
        let words = split_phrase(&phrase);
        let Some(first) = words.first() else { return };
        let list = self.by_first.entry(first.clone()).or_default();
        let at = list.partition_point(|(other, _)| other.len() >= words.len());
        list.insert(at, (words, what));
    }

    /// Returns all phrases that stand at `at`, the longest first, with the index of the word after each.
    pub(crate) fn all<'p>(&'p self, words: &'p [Word], at: usize) -> impl Iterator<Item = (usize, &'p T)> {
        let list = words.get(at).and_then(|word| self.by_first.get(&self.form(word)));
        list.into_iter().flatten().filter_map(move |(phrase, what)| {
            let found = words.get(at..at + phrase.len())?;
            let fits =
                found.iter().zip(phrase).skip(1).all(|(word, part)| !word.breaks && &self.form(word) == part);
            fits.then_some((at + phrase.len(), what))
        })
    }

    /// Returns the longest phrase that stands at `at`, with the index of the word after it.
    pub(crate) fn longest<'p>(&'p self, words: &'p [Word], at: usize) -> Option<(usize, &'p T)> {
        self.all(words, at).next()
    }

    fn form(&self, word: &Word) -> String {
        if self.names { word.text.replace('’', "'") } else { word.lower.clone() }
    }
}
