//! What is the word's dictionary form?
//!
//! The network chooses a rule; a rule says how to write the lemma, given the form. It is `<case><cut>|<added>`, as in
//! `l3|y` (studies → study): the form's case is set (`k` keeps it, `l` lowers it, `t` leaves one capital, `u` raises
//! it), so many characters are cut off its end, and the rest is added. `=be` writes the whole lemma.
//!
//! A network that never met a word may cut too much or too little ("cancelled" → "cancell"). Where its lemma is no word
//! that it knows, or cannot be spelled as the form is, a known word that can takes its place.

use serde::Deserialize;

/// How regular forms are spelled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spelling {
    pub(crate) vowels: Vec<char>,
    pub(crate) never_doubled: Vec<char>,
    pub(crate) regular: Vec<Regular>,
}

/// How the end of a regular form is turned back into that of a dictionary form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Regular {
    strip: String,
    #[serde(default)]
    add: String,
    /// Whether a doubled consonant before it is made single: "stopped".
    #[serde(default)]
    doubled: bool,
    /// Whether a stem that would double its last consonant is left out: "fin" of "fined".
    #[serde(default)]
    single: bool,
    /// Ends of which the dictionary form must have one; empty for any.
    #[serde(default)]
    after: Vec<String>,
    /// Ends that the dictionary form cannot have.
    #[serde(default)]
    not_after: Vec<String>,
}

impl Spelling {
    /// Returns the dictionary forms that a regular form in lower case may have, the likelier first.
    pub(crate) fn dictionary_forms(&self, form: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for rule in &self.regular {
            let Some(mut stem) = form.strip_suffix(rule.strip.as_str()).map(str::to_owned) else { continue };
            if rule.doubled {
                let last = stem.pop();
                if !last.is_some_and(|last| stem.ends_with(last) && !self.vowels.contains(&last)) {
                    continue;
                }
            } else if rule.single && self.doubles(&stem) {
                continue;
            }
            stem.push_str(&rule.add);
            let ends = |ends: &[String]| ends.iter().any(|end| stem.ends_with(end.as_str()));
            let is_spelled = (rule.after.is_empty() || ends(&rule.after)) && !ends(&rule.not_after);
            let is_word = stem.chars().count() > 1 && stem.contains(|c| c == 'y' || self.vowels.contains(&c));
            if is_spelled && is_word && !found.contains(&stem) {
                found.push(stem);
            }
        }
        found
    }

    /// Returns whether a stem of one syllable ends in one vowel and one consonant, which its forms double: "plan", "fin".
    fn doubles(&self, stem: &str) -> bool {
        let is_vowel = |c: &char| self.vowels.contains(c);
        let letters: Vec<char> = stem.chars().collect();
        let [start @ .., vowel, last] = letters.as_slice() else { return false };
        // The u of "qu" is no vowel: "quit", "equip".
        let start = start.strip_suffix(&['q', 'u']).unwrap_or(start);
        is_vowel(vowel)
            && !is_vowel(last)
            && !self.never_doubled.contains(last)
            && !start.iter().any(|c| is_vowel(c) || *c == 'y')
    }
}

/// Returns the lemma among the network's own and those that the rules of spelling allow: the network's where it is spelled
/// so and known, else a known one; of words that nobody knows, one whose end is a known word ("firebomb").
pub(crate) fn choose(own: String, spelled: &[String], rank: impl Fn(&str) -> Option<usize>) -> String {
    let is_spelled = spelled.contains(&own);
    if spelled.is_empty() || (is_spelled && rank(&own).is_some()) {
        return own;
    }
    if let Some(known) = spelled.iter().filter_map(|lemma| Some((rank(lemma)?, lemma))).min() {
        return known.1.clone();
    }
    // Short ends are words by chance.
    let known_end = |lemma: &String| {
        let mut ends = lemma.char_indices().map(|(at, _)| &lemma[at..]).skip(2);
        ends.find(|end| end.len() > 3 && rank(end).is_some()).map_or(0, str::len)
    };
    let best = spelled.iter().rev().max_by_key(|lemma| known_end(lemma)).filter(|lemma| known_end(lemma) > 0);
    match best {
        Some(best) if !is_spelled || known_end(best) > known_end(&own) => best.clone(),
        None if !is_spelled && rank(&own).is_none() => spelled[0].clone(),
        _ => own,
    }
}

/// Returns the lemma that a rule makes of a form; `None` where the rule does not fit it.
pub(crate) fn apply(rule: &str, form: &str) -> Option<String> {
    if let Some(lemma) = rule.strip_prefix('=') {
        return Some(lemma.to_owned());
    }
    let mut letters = rule.chars();
    let base = match letters.next()? {
        'l' => form.to_lowercase(),
        'u' => form.to_uppercase(),
        't' => {
            let mut chars = form.chars();
            chars.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(chars.as_str().to_lowercase().chars()).collect()
            })
        }
        _ => form.to_owned(),
    };
    let (cut, added) = letters.as_str().split_once('|')?;
    let (cut, length): (usize, usize) = (cut.parse().ok()?, base.chars().count());
    if cut > length || (cut == length && added.is_empty()) {
        return None;
    }
    Some(base.chars().take(length - cut).chain(added.chars()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_rewrite_the_end_of_a_word() {
        assert_eq!(apply("l3|y", "Studies").as_deref(), Some("study"));
        assert_eq!(apply("=be", "was").as_deref(), Some("be"));
        assert_eq!(apply("t0|", "OBAMA").as_deref(), Some("Obama"));
        assert_eq!(apply("k0|", "Élysée").as_deref(), Some("Élysée"));
    }

    #[test]
    fn a_lemma_that_is_no_word_gives_way_to_one_that_is() {
        let known = |word: &str| ["plan", "plane", "bomb", "fine"].iter().position(|known| *known == word);
        let choose = |own: &str, spelled: &[&str]| {
            super::choose(own.to_owned(), &spelled.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>(), known)
        };
        assert_eq!(choose("plan", &["plane"]), "plane");
        assert_eq!(choose("fin", &["fine"]), "fine");
        assert_eq!(choose("firebombe", &["firebombe", "firebomb"]), "firebomb");
        assert_eq!(choose("tweet", &["tweete", "tweet"]), "tweet");
        assert_eq!(choose("datum", &[]), "datum");
        assert_eq!(choose("occup", &["occupy"]), "occupy");
    }

    #[test]
    fn a_rule_that_leaves_nothing_does_not_fit() {
        assert_eq!(apply("l1|", "s"), None);
        assert_eq!(apply("l4|y", "is"), None);
    }
}
