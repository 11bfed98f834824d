//! Reads any text: sentences, words, syntax and names. Nothing may be lost, and nothing may panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use relata_analysis::{Language, Models, parse, sentences, tokens};
use relata_doc::{Layout, Section, SectionKind, Text};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let language = Language::english();
    let mut read = String::new();
    let mut at = 0;
    for sentence in sentences(language, &text) {
        assert!(at <= sentence.start && sentence.start < sentence.end);
        for word in tokens(language, &text, sentence.clone()) {
            assert!(at <= word.range.start && word.range.end <= sentence.end);
            read.push_str(&text[word.range.clone()]);
            at = word.range.end;
        }
    }
    assert_eq!(read, text.chars().filter(|c| !c.is_whitespace()).collect::<String>());
    // The network costs the most by far, and sees nothing but words: short texts are enough for it.
    if text.len() > 600 {
        return;
    }
    let text = Text::new(text);
    let sections = vec![Section { span: text.all(), kind: SectionKind::Body }];
    let (parse, _) = parse(Models::builtin(), &text, &Layout { sections, ..Layout::default() });
    let words: String = parse.tokens.iter().map(|token| &text[token.span]).collect();
    assert_eq!(words, read);
});
