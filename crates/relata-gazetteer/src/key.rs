//! Under which key is a name found, however it is typed?

/// Returns a name without accents, case and marks: letters and digits in words, a blank between. "Córdoba" and "Cordoba",
/// "Sana'a" and "Sanaa", "Ar-Raqqah" and "ar raqqah" have one key. Other scripts are spelled in Latin letters.
pub fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for c in name.chars() {
        let latin = if c.is_ascii() { None } else { Some(any_ascii::any_ascii_char(c)) };
        let mut one = [0; 4];
        for letter in latin.unwrap_or(c.encode_utf8(&mut one)).chars() {
            match letter {
                letter if letter.is_ascii_alphanumeric() => key.push(letter.to_ascii_lowercase()),
                // An apostrophe or a full stop stands inside a word.
                '\'' | '`' | '"' | '.' => {}
                _ if key.ends_with(' ') || key.is_empty() => {}
                _ => key.push(' '),
            }
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// How the names of some states are spelled in Latin letters in more than one way: articles that change before a letter,
/// endings that are heard and not written. It is data; see `places/spelling.toml` of the knowledge files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spelling {
    /// Articles that are one word: "al", "el", "ar", "ash".
    pub articles: Vec<String>,
    /// The one that stands for all of them.
    pub article: String,
    /// Endings of words and what they become: "ah", "a".
    pub endings: Vec<(String, String)>,
}

impl Spelling {
    /// Returns a key with its articles and endings levelled, or nothing where that changes nothing.
    pub fn level(&self, key: &str) -> Option<String> {
        let words: Vec<String> = key
            .split(' ')
            .map(|word| {
                if self.articles.iter().any(|article| article == word) {
                    return self.article.clone();
                }
                let ending =
                    self.endings.iter().find(|(from, _)| word.len() > from.len() + 1 && word.ends_with(from));
                match ending {
                    Some((from, to)) => format!("{}{to}", &word[..word.len() - from.len()]),
                    None => word.to_owned(),
                }
            })
            .collect();
        let level = words.join(" ");
        (level != key).then_some(level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_no_accents_marks_or_case() {
        for (name, expected) in [
            ("Córdoba", "cordoba"),
            ("Sana'a", "sanaa"),
            ("Ar-Raqqah", "ar raqqah"),
            ("St. Petersburg", "st petersburg"),
            ("Łódź", "lodz"),
            ("Київ", "kiiv"),
            ("  Port–au–Prince ", "port au prince"),
            ("—", ""),
        ] {
            assert_eq!(key(name), expected, "{name}");
        }
    }

    #[test]
    fn spellings_meet_at_one_level() {
        let spelling = Spelling {
            articles: ["al", "el", "ar"].map(str::to_owned).to_vec(),
            article: "al".to_owned(),
            endings: vec![("ah".to_owned(), "a".to_owned())],
        };
        assert_eq!(spelling.level("ar raqqah").as_deref(), Some("al raqqa"));
        assert_eq!(spelling.level("al raqqa"), None);
        assert_eq!(spelling.level("el raqqa").as_deref(), Some("al raqqa"));
    }
}
