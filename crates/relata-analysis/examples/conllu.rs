//! Writes a text's syntax as CoNLL-U: `conllu < article.txt`.

#![allow(clippy::print_stdout, missing_docs)]

use std::io::Read;

use relata_analysis::{Models, conllu, parse_words, split_text};

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let models = Models::builtin();
    let split = split_text(models, &text);
    let sentences: Vec<_> = split.iter().map(|pieces| conllu::from_pieces(&text, pieces)).collect();
    let forms: Vec<&[String]> = sentences.iter().map(|s| s.forms.as_slice()).collect();
    for (sentence, parsed) in sentences.iter().zip(parse_words(models, &forms)) {
        print!("{}", conllu::write_parsed(sentence, &parsed));
    }
    Ok(())
}
