//! What does the network see of a word?
//!
//! `training/features.py` says the same; change both or neither, and train again.

/// Characters of a word that are looked at.
const LONGEST: usize = 24;

/// Returns the form with plain typography and every digit as `0`: curly and straight quotes are one, as are the dashes.
pub(crate) fn normalise(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for c in form.chars() {
        match c {
            '0'..='9' => out.push('0'),
            '’' | '‘' | 'ʼ' | '`' | '′' => out.push('\''),
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            '–' | '‐' | '‑' | '−' => out.push('-'),
            '—' | '―' => out.push_str("--"),
            '…' => out.push_str("..."),
            _ => out.push(c),
        }
    }
    if out == "''" { "\"".to_owned() } else { out }
}

/// Returns the entry under which the word table knows a normalised form.
pub(crate) fn key(normalised: &str) -> String {
    normalised.to_lowercase()
}

/// Calls `with` for each row of the hashed table, of `buckets` rows, that describes a normalised form.
pub(crate) fn each_bucket(normalised: &str, buckets: u64, mut with: impl FnMut(usize)) {
    let cased: String = normalised.chars().take(LONGEST).collect();
    let lower = cased.to_lowercase();
    let mut add = |kind: u8, text: &str| {
        let h = fnv(kind, text.as_bytes());
        with(((h ^ (h >> 32)) % buckets) as usize);
    };
    add(b'w', &lower);
    add(b'W', &cased);
    add(b's', &shape(&cased));
    let framed: String = ["<", &lower, ">"].concat();
    // Byte offsets of the characters of the framed word, its end included.
    let at: Vec<usize> = framed.char_indices().map(|(i, _)| i).chain([framed.len()]).collect();
    let chars = at.len() - 3;
    for n in 1..=4.min(chars) {
        add(b'p', &framed[at[1]..at[1 + n]]);
        add(b'f', &framed[at[1 + chars - n]..at[1 + chars]]);
    }
    for n in [3, 4] {
        for window in at.windows(n + 1) {
            add(b'g', &framed[window[0]..window[n]]);
        }
    }
}

/// Returns the Xx0-shape; a run of one class is written once, or twice where it is longer.
fn shape(text: &str) -> String {
    let mut out = String::new();
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let class = match c {
            '0' => '0',
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c => c,
        };
        run = if last == Some(class) { run + 1 } else { 1 };
        last = Some(class);
        if run <= 2 {
            out.push(class);
        }
    }
    out
}

/// Returns the 64-bit FNV-1a hash of a kind and a text.
fn fnv(kind: u8, text: &[u8]) -> u64 {
    let step = |h: u64, b: u8| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
    text.iter().fold(step(0xcbf2_9ce4_8422_2325, kind), |h, &b| step(h, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curly_and_straight_quotes_look_the_same() {
        assert_eq!(normalise("n’t"), "n't");
        assert_eq!(normalise("’’"), "\"");
        assert_eq!(key(&normalise("1,250")), "0,000");
    }

    #[test]
    fn runs_are_shortened_in_shapes() {
        assert_eq!(shape("McDonald"), "XxXxx");
        assert_eq!(shape("00:00"), "00:00");
        assert_eq!(shape("..."), "..");
    }
}
