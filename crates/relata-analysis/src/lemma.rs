//! What is the word's dictionary form?
//!
//! The network chooses a rule; a rule says how to write the lemma, given the form. It is `<case><cut>|<added>`, as in
//! `l3|y` (studies → study): the form's case is set (`k` keeps it, `l` lowers it, `t` leaves one capital, `u` raises
//! it), so many characters are cut off its end, and the rest is added. `=be` writes the whole lemma.

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
    fn a_rule_that_leaves_nothing_does_not_fit() {
        assert_eq!(apply("l1|", "s"), None);
        assert_eq!(apply("l4|y", "is"), None);
    }
}
