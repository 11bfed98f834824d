//! What happened on which day, and by which words is it spoken of?
//!
//! A fact of the chronicle is heard in a sentence that has a word of each of its groups: "Costa Concordia", or "Haiti"
//! with "earthquake". A death is heard where the name stands with a word for dying.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use jiff::civil::Date;

use crate::calendar::Words;
use crate::days::number;
use crate::words::{Word, split, split_phrase};

/// Dated facts of the world, found by the words of a sentence.
#[derive(Debug, Default)]
pub(crate) struct Chronicle {
    facts: Vec<Fact>,
    /// The words of all facts, and what each of them is; facts point into it.
    text: String,
    /// Facts by the first word, in lower case, of each alternative of the group that tells them best.
    by_word: HashMap<Box<str>, Vec<u32>>,
    /// The words for dying, in lower case: a group of every death.
    dying: Box<str>,
}

/// Something that happened on one day or went on for some.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    /// First and last day, by number.
    pub(crate) days: (i32, i32),
    pub(crate) kind: Kind,
    /// What happened, in a few words.
    what: Range<u32>,
    /// Groups of alternatives, as the file writes them: "Haiti & earthquake|quake".
    words: Range<u32>,
    /// The group that tells it best.
    best: Range<u32>,
}

/// What kind of fact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An event.
    Event,
    /// Somebody's death.
    Death,
}

/// A sentence in which facts are looked for.
pub(crate) struct Heard<'a> {
    words: &'a [Word<'a>],
    /// The places of each word in lower case and of each base form.
    forms: BTreeMap<String, Vec<usize>>,
    /// Whether two words hang together closely enough to be told of one thing.
    together: Box<dyn Fn(usize, usize) -> bool + 'a>,
}

impl<'a> Heard<'a> {
    /// `lemmas` are the base forms of the words, with their places, as far as they are known; `together` says of two
    /// places whether they belong to one statement.
    pub(crate) fn new<'l>(
        words: &'a [Word<'a>],
        lemmas: impl Iterator<Item = (usize, &'l str)>,
        together: impl Fn(usize, usize) -> bool + 'a,
    ) -> Heard<'a> {
        let mut forms: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let lower = words.iter().enumerate().map(|(at, word)| (at, word.lower.clone()));
        for (at, form) in lower.chain(lemmas.map(|(at, lemma)| (at, lemma.to_lowercase()))) {
            let places = forms.entry(form).or_default();
            if !places.contains(&at) {
                places.push(at);
            }
        }
        Heard { words, forms, together: Box::new(together) }
    }

    /// Returns where an alternative stands in the sentence, together with the word at `at`: a word in lower case in any of
    /// its forms, anything else as it is written, or in capitals.
    fn find(&self, alternative: &str, at: usize) -> Option<usize> {
        let together = |place: &usize| (self.together)(at, *place);
        if is_plain_word(alternative) {
            return self.forms.get(alternative)?.iter().copied().find(together);
        }
        let may_begin = |word: &Word| begins(alternative, word.text);
        let mut places = (0..self.words.len()).filter(|&place| may_begin(&self.words[place])).peekable();
        places.peek()?;
        let parts = split_phrase(alternative);
        places.filter(|&place| stands(self.words, place, &parts)).find(together)
    }
}

/// A fact that a sentence speaks of.
#[derive(Debug)]
pub(crate) struct HeardAs<'c> {
    pub(crate) fact: &'c Fact,
    /// The words that tell it best.
    pub(crate) name: Range<usize>,
    /// The places of the words in lower case that tell it with the name.
    pub(crate) verbs: Vec<usize>,
}

/// Returns whether an alternative is one word in lower case, which any of its forms tells.
fn is_plain_word(alternative: &str) -> bool {
    !alternative.contains([' ', '-', '\'', '’', '.']) && !alternative.chars().any(char::is_uppercase)
}

/// Returns whether a phrase may begin with a word: a quick look that spares most of a closer one.
fn begins(phrase: &str, word: &str) -> bool {
    let length = word.len().min(phrase.len());
    !word.is_ascii()
        || !phrase.is_ascii()
        || phrase.as_bytes()[..length].eq_ignore_ascii_case(&word.as_bytes()[..length])
}

/// Returns whether a phrase stands at a word.
fn stands(words: &[Word], at: usize, parts: &[String]) -> bool {
    let Some(found) = words.get(at..at + parts.len()) else { return false };
    found.iter().zip(parts).enumerate().all(|(index, (word, part))| {
        let text = word.text;
        if text == part || (text.contains('’') && text.replace('’', "'") == *part) {
            return true;
        }
        // Letters that differ in more than case are no match, whatever the rest.
        if text.is_ascii() && part.is_ascii() && !text.eq_ignore_ascii_case(part)
            || word.lower != part.to_lowercase()
        {
            return false;
        }
        let proper = part.chars().any(char::is_uppercase);
        let capitals = || !text.chars().any(char::is_lowercase);
        // "Typhoon Haiyan" is also written "typhoon Haiyan".
        let class = || index == 0 && parts.len() > 1;
        !proper || capitals() || class()
    })
}

impl Chronicle {
    /// Takes the facts of a table `first,last,words,what`.
    pub(crate) fn add_events(&mut self, name: &str, text: &str, faults: &mut Vec<String>) {
        rows(name, text, &["first", "last", "words", "what"], faults, |line, row, faults| {
            let (Some(first), Some(last)) = (day(&row[0]), day(&row[1])) else {
                faults.push(format!(
                    "{name}:{line}: {:?} to {:?} are no days\n  Write days as 2016-07-08.",
                    &row[0], &row[1]
                ));
                return;
            };
            if last < first {
                faults.push(format!("{name}:{line}: it ends on {last}, before it begins on {first}\n  Put the first day first."));
                return;
            }
            if row[2].split('&').flat_map(|group| group.split('|')).any(|words| words.trim().is_empty()) {
                faults.push(format!("{name}:{line}: {:?} has an empty alternative\n  Write groups as \"Haiti & earthquake|quake\".", &row[2]));
                return;
            }
            self.add((number(first), number(last)), &row[2], &row[3], Kind::Event);
        });
    }

    /// Takes the deaths of a table `name,born,died,what`.
    pub(crate) fn add_lives(&mut self, name: &str, text: &str, faults: &mut Vec<String>) {
        rows(name, text, &["name", "born", "died", "what"], faults, |line, row, faults| {
            let Some(died) = day(&row[2]) else {
                faults.push(format!("{name}:{line}: {:?} is no day\n  Write days as 2016-07-08.", &row[2]));
                return;
            };
            if row[0].split('|').any(|name| name.trim().is_empty()) {
                faults.push(format!(
                    "{name}:{line}: {:?} has an empty spelling\n  Write spellings as \"A|B\".",
                    &row[0]
                ));
                return;
            }
            let who = row[0].split('|').next().unwrap_or_default();
            let what =
                if row[3].is_empty() { format!("{who} dies") } else { format!("{who}, {}, dies", &row[3]) };
            self.add((number(died), number(died)), &row[0], &what, Kind::Death);
        });
    }

    fn add(&mut self, days: (i32, i32), words: &str, what: &str, kind: Kind) {
        let Ok(index) = u32::try_from(self.facts.len()) else { return };
        for alternative in best_group(words).split('|') {
            let first = first_word(alternative.trim());
            match self.by_word.get_mut(first.as_str()) {
                Some(known) if known.last() == Some(&index) => {}
                Some(known) => known.push(index),
                None => drop(self.by_word.insert(first.into(), vec![index])),
            }
        }
        let mut keep = |part: &str| {
            let start = self.text.len() as u32;
            self.text.push_str(part);
            start..self.text.len() as u32
        };
        let best = best_group(words);
        let before = words.find(best).unwrap_or(0) as u32;
        let (words, what) = (keep(words), keep(what));
        let best = words.start + before..words.start + before + best.len() as u32;
        self.facts.push(Fact { days, kind, what, words, best });
    }

    /// Says by which words a death is told.
    pub(crate) fn tell_dying<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        let mut words: Vec<&str> = words.collect();
        words.sort_unstable();
        self.dying = words.join("|").into();
    }

    /// Returns the facts that a sentence speaks of, in the order of the chronicle.
    pub(crate) fn heard<'c>(&'c self, sentence: &Heard) -> Vec<HeardAs<'c>> {
        let mut found: Vec<(u32, HeardAs)> = Vec::new();
        for (form, places) in &sentence.forms {
            for &index in self.by_word.get(form.as_str()).into_iter().flatten() {
                let fact = &self.facts[index as usize];
                let mut begins =
                    places.iter().filter_map(|&at| Some((at, self.length_at(fact, sentence, form, at)?)));
                let heard = begins.find_map(|(at, length)| {
                    let verbs = self.verbs(fact, sentence, at)?;
                    Some(HeardAs { fact, name: at..at + length, verbs })
                });
                found.extend(heard.map(|heard| (index, heard)));
            }
        }
        // Of several names of one fact the longest tells it best.
        found.sort_by_key(|(index, heard)| (*index, std::cmp::Reverse(heard.name.len()), heard.name.start));
        found.dedup_by_key(|(index, _)| *index);
        found.into_iter().map(|(_, heard)| heard).collect()
    }

    /// Returns the places of the words in lower case that tell a fact together with the name at `at`; none where a group
    /// has no word in the sentence.
    fn verbs(&self, fact: &Fact, sentence: &Heard, at: usize) -> Option<Vec<usize>> {
        let dying = (fact.kind == Kind::Death).then_some(&*self.dying);
        let mut verbs = Vec::new();
        for group in self.words(fact).split('&').chain(dying) {
            let mut words = group.split('|').map(str::trim);
            let (words, place) = words.find_map(|words| Some((words, sentence.find(words, at)?)))?;
            if is_plain_word(words) {
                verbs.push(place);
            }
        }
        Some(verbs)
    }
}

impl Chronicle {
    /// Returns what happened, in a few words.
    pub(crate) fn what(&self, fact: &Fact) -> &str {
        &self.text[fact.what.start as usize..fact.what.end as usize]
    }

    fn words(&self, fact: &Fact) -> &str {
        &self.text[fact.words.start as usize..fact.words.end as usize]
    }

    /// Returns whether one of a fact's own words is one of a set.
    pub(crate) fn tells(&self, fact: &Fact, words: &Words) -> bool {
        self.words(fact).split(['&', '|']).any(|own| words.has(own.trim()))
    }

    /// Returns of how many words is the alternative of the group that tells the fact best which stands at a word that has
    /// the form; none where none does.
    fn length_at(&self, fact: &Fact, sentence: &Heard, form: &str, at: usize) -> Option<usize> {
        let best = &self.text[fact.best.start as usize..fact.best.end as usize];
        let length = |alternative: &str| {
            let begins = alternative == form || begins(alternative, sentence.words[at].text);
            if !begins || !goes_on(alternative, form, sentence.words.get(at + 1)) {
                return None;
            }
            let parts = split_phrase(alternative);
            (alternative == form || stands(sentence.words, at, &parts)).then_some(parts.len())
        };
        best.split('|').filter_map(|alternative| length(alternative.trim())).max()
    }
}

/// Returns whether the next word of the sentence may be the second word of an alternative whose first word has the form: a
/// quick look that spares most of a closer one.
fn goes_on(alternative: &str, form: &str, next: Option<&Word>) -> bool {
    let Some(rest) = alternative.get(form.len()..).filter(|rest| rest.starts_with(' ') && rest.is_ascii())
    else {
        return true;
    };
    let (rest, Some(next)) = (rest.trim_start(), next) else { return false };
    let length = next.text.len().min(rest.len());
    !next.text.is_ascii() || rest.as_bytes()[..length].eq_ignore_ascii_case(&next.text.as_bytes()[..length])
}

/// Returns the group that tells best what is meant.
fn best_group(words: &str) -> &str {
    match words.contains('&') {
        true => words.split('&').max_by_key(|group| distinct(group)).unwrap_or(words),
        false => words,
    }
}

/// Ranks groups by how well they tell what is meant: names before words, long ones before short ones.
fn distinct(group: &str) -> (bool, usize) {
    let alternatives = || group.split('|').map(str::trim);
    let names = alternatives().all(|words| words.chars().any(char::is_uppercase));
    (names, alternatives().map(str::len).min().unwrap_or(0))
}

/// Returns the first word of a phrase in lower case, as a text would be split.
fn first_word(phrase: &str) -> String {
    let end = phrase.find(|c: char| !c.is_alphanumeric()).unwrap_or(phrase.len());
    match phrase.as_bytes().first() {
        // A number holds its points, and a mark is a word of its own.
        Some(first) if end > 0 && !first.is_ascii_digit() => phrase[..end].to_lowercase(),
        _ => split(phrase, 0..phrase.len()).first().map(|word| word.lower.clone()).unwrap_or_default(),
    }
}

/// Reads "2016-07-08".
fn day(written: &str) -> Option<Date> {
    let (year, rest) = written.trim().split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Calls `take` with each row of a table and the number of its line; a row that is too short is a fault.
fn rows(
    name: &str,
    text: &str,
    header: &[&str],
    faults: &mut Vec<String>,
    mut take: impl FnMut(u64, &csv::StringRecord, &mut Vec<String>),
) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    if !reader.headers().is_ok_and(|found| found.iter().eq(header.iter().copied())) {
        faults.push(format!("{name}:1: the header is another\n  Write {}.", header.join(",")));
        return;
    }
    let mut row = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut row) {
            Ok(false) => return,
            Ok(true) => {
                let line = row.position().map_or(0, csv::Position::line);
                match row.len() == header.len() {
                    true => take(line, &row, faults),
                    false => faults.push(format!(
                        "{name}:{line}: {} fields in place of {}\n  Put a field that has a comma in quotation marks.",
                        row.len(),
                        header.len()
                    )),
                }
            }
            Err(error) => {
                faults
                    .push(format!("{name}: {error}\n  Write it as its neighbours in the file are written."));
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(events: &str, lives: &str, sentence: &str) -> Vec<String> {
        let mut chronicle = Chronicle::default();
        let mut faults = Vec::new();
        chronicle.add_events("events.csv", &format!("first,last,words,what\n{events}"), &mut faults);
        chronicle.add_lives("lives.csv", &format!("name,born,died,what\n{lives}"), &mut faults);
        chronicle.tell_dying(["die", "death"].into_iter());
        assert_eq!(faults, [""; 0]);
        let words = split(sentence, 0..sentence.len());
        let lemmas = words.iter().enumerate().map(|(at, word)| (at, word.text.trim_end_matches('s')));
        let heard = Heard::new(&words, lemmas, |_, _| true);
        chronicle.heard(&heard).into_iter().map(|heard| chronicle.what(heard.fact).to_owned()).collect()
    }

    #[test]
    fn a_fact_is_heard_where_a_word_of_each_group_stands() {
        let quake = "2010-01-12,2010-01-12,Haiti & earthquake|quake,earthquake in Haiti";
        assert_eq!(heard(quake, "", "HAITI: Thousands die in a quake"), ["earthquake in Haiti"]);
        assert_eq!(heard(quake, "", "Two earthquakes shook Haiti"), ["earthquake in Haiti"]);
        assert_eq!(heard(quake, "", "An election in Haiti"), [""; 0]);
        assert_eq!(heard(quake, "", "The haiti earthquake"), [""; 0]);
    }

    #[test]
    fn a_death_is_heard_with_a_word_for_dying() {
        let life = "Ann Other|Anne Other,1920-01-01,2001-02-03,Examplian poet";
        assert_eq!(heard("", life, "Poet Anne Other dies"), ["Ann Other, Examplian poet, dies"]);
        assert_eq!(heard("", life, "Poet Anne Other sings"), [""; 0]);
    }

    #[test]
    fn faults_name_their_line() {
        let mut faults = Vec::new();
        let table =
            "first,last,words,what\n2010-01-12,2010-01-11,Haiti,x\n2010-13-12,2010-01-11,Haiti,x\n1,2\n";
        Chronicle::default().add_events("a.csv", table, &mut faults);
        let lines: Vec<&str> = faults.iter().map(|fault| &fault[..fault.find(": ").unwrap()]).collect();
        assert_eq!(lines, ["a.csv:2", "a.csv:3", "a.csv:4"]);
    }
}
