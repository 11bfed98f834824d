//! Is any text read, whatever is in it, in bounded time and with nothing lost?

use std::time::{Duration, Instant};

use proptest::prelude::*;
use relata_analysis::{Language, Models, parse, sentences, split_text, tokens};
use relata_doc::{Layout, Section, SectionKind, Text};

/// Text as no writer writes it: any characters, and those that trip readers of text.
fn any_text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "\u{301}",
        "\u{0}",
        "\u{feff}",
        "\u{fffd}",
        "\u{200b}",
        "\u{200d}",
        "\u{202e}",
        "\u{2066}",
        "\u{ad}",
        "\u{a0}",
        "\u{2003}",
        "\u{2028}",
        "\u{85}",
        "\u{1680}",
        "\u{10ffff}",
        "\u{e000}",
        "👩‍👩‍👧",
        "🇺🇸",
        "İ",
        "ß",
        "ŉ",
        "ﬁ",
        "Σς",
        "שלום",
        "مرحبا",
        "。",
        "你好",
        "ǅ",
        "\r\n",
        "\n\n",
        "\n",
        " ",
        "\t",
        "  ",
    ]);
    let signs = prop::sample::select(vec![
        ".", "...", "…", "?!", "!", "\"", "'", "’", "“", "‘", "”", "`", "(", ")", "[6]", "[", "]", "*", "-",
        "–", "—", "--", "/", "//", "\\", "@", "$", "€", "%", "&", "#", ",", ":", ";", "<", ">", "_", "|",
        "+", "=", "~", "1", "2.5", "90",
    ]);
    let words = prop::sample::select(vec![
        "the",
        "The",
        "said",
        "U.S",
        "Gen",
        "a.m",
        "No",
        "don't",
        "cannot",
        "n't",
        "'s",
        "workers’",
        "state-run",
        "10km",
        "US$50",
        "www.a.org",
        "I",
        "J",
        "A",
        "1",
        "MINISTERS",
        "and/or",
        "e-",
        "co-",
    ]);
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        odd.prop_map(str::to_owned),
        signs.prop_map(str::to_owned),
        words.prop_map(str::to_owned),
        Just(" ".to_owned()),
        ("[a-z’.İ-]{1,3}", 1..150_usize).prop_map(|(part, times)| part.repeat(times)),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_character_but_white_space_is_in_one_word_of_one_sentence(text in any_text()) {
        let language = Language::english();
        let mut at = 0;
        let mut words = String::new();
        for sentence in sentences(language, &text) {
            // Slicing panics where a range does not lie between characters.
            prop_assert!(at <= sentence.start && sentence.start < sentence.end);
            prop_assert_eq!(text[at..sentence.start].trim(), "");
            prop_assert_eq!(text[sentence.clone()].trim(), &text[sentence.clone()]);
            at = sentence.start;
            for piece in tokens(language, &text, sentence.clone()) {
                prop_assert!(at <= piece.range.start && piece.range.start < piece.range.end);
                prop_assert!(piece.range.end <= sentence.end);
                prop_assert_eq!(text[at..piece.range.start].trim(), "");
                words.push_str(&text[piece.range.clone()]);
                at = piece.range.end;
            }
            prop_assert_eq!(at, sentence.end);
        }
        prop_assert_eq!(text[at..].trim(), "");
        prop_assert_eq!(words, without_blanks(&text));
    }

    #[test]
    fn sentences_for_the_parser_lose_no_word(text in any_text()) {
        let split = split_text(Models::builtin(), &text);
        prop_assert!(split.iter().all(|words| !words.is_empty()));
        let words: String = split.concat().into_iter().map(|piece| &text[piece.range]).collect();
        prop_assert_eq!(words, without_blanks(&text));
    }
}

proptest! {
    // Each case runs the network.
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_parsed_points_at_its_text(text in any_text()) {
        let text = Text::new(text.as_str());
        let sections = text.span(0..text.as_str().len()).into_iter().map(|span| Section { span, kind: SectionKind::Body });
        let layout = Layout { sections: sections.collect(), ..Layout::default() };
        let (parse, names) = parse(Models::builtin(), &text, &layout);
        let words: String = parse.tokens.iter().map(|token| &text[token.span]).collect();
        prop_assert_eq!(words, without_blanks(text.as_str()));
        let mut next = 0;
        for sentence in &parse.sentences {
            prop_assert_eq!(sentence.tokens.start, next);
            next = sentence.tokens.end;
            let tokens = &parse.tokens[sentence.tokens.clone()];
            prop_assert!(tokens.iter().all(|token| sentence.span.contains(token.span)));
            prop_assert_eq!(tokens.iter().filter(|token| token.head.is_none()).count(), 1);
        }
        prop_assert_eq!(next, parse.tokens.len());
        prop_assert!(names.iter().all(|name| name.tokens.end <= parse.tokens.len()));
    }
}

/// A megabyte of one thing repeated.
fn megabyte_of(part: &str) -> String {
    part.repeat(1_000_000 / part.len())
}

#[test]
fn behind_the_apostrophe_of_a_year_may_stand_any_letter() {
    for text in ["’0ß", "’9ß8 came", "’ß0", "’98 was", "’1İ"] {
        let words: String = split_text(Models::builtin(), text)
            .concat()
            .into_iter()
            .map(|piece| &text[piece.range])
            .collect();
        assert_eq!(words, without_blanks(text));
    }
}

#[test]
fn a_megabyte_of_anything_is_split_in_bounded_time() {
    let parts = [
        ".",
        "a",
        "a.",
        "A.",
        "a. ",
        "A. ",
        "No. ",
        "\"",
        "'",
        "’",
        "(",
        ")",
        "[6]",
        "]",
        "-",
        "- ",
        "—",
        "*",
        "s’ ",
        "s' ",
        "‘s’ ",
        "n't ",
        "'s",
        "\n",
        " ",
        "\n ",
        "\n.",
        " .",
        "\r\n\r\n",
        "a\n",
        "…",
        "?!",
        "a?A",
        "a.Aa",
        "Thanks John ",
        "word ",
        "É",
        "\u{301}",
        "👩‍👩‍👧",
        "www.",
        "://",
        "a@a.",
        "1/",
        "1-",
        "a-",
        "$1",
    ];
    for part in parts {
        let text = megabyte_of(part);
        let began = Instant::now();
        let language = Language::english();
        let words: usize = sentences(language, &text)
            .into_iter()
            .map(|sentence| tokens(language, &text, sentence).len())
            .sum();
        let took = began.elapsed();
        assert!(words > 0 || text.trim().is_empty(), "{part:?}");
        // Far above what is measured (under a tenth of a second), far below what a square of the length would take.
        assert!(took < Duration::from_secs(5), "a megabyte of {part:?} took {took:?}");
    }
}
