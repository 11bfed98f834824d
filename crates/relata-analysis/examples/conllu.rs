//! Writes a text's syntax as CoNLL-U: `conllu < article.txt`; the words of a CoNLL-U file are kept with `conllu --pretokenized < file`.

#![allow(clippy::print_stdout, clippy::print_stderr, missing_docs)]

use std::io::Read;
use std::process::ExitCode;

use relata_analysis::{Models, conllu, parse, parse_words};
use relata_doc::{Layout, Section, SectionKind, Text};

fn main() -> ExitCode {
    let mut given = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut given) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    let models = Models::builtin();
    if std::env::args().any(|argument| argument == "--pretokenized") {
        let sentences = match conllu::read(&given) {
            Ok(sentences) => sentences,
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        };
        let forms: Vec<&[String]> = sentences.iter().map(|s| s.forms.as_slice()).collect();
        for (sentence, parsed) in sentences.iter().zip(parse_words(models, &forms)) {
            print!("{}", conllu::write_parsed(sentence, &parsed));
        }
        return ExitCode::SUCCESS;
    }
    let text = Text::new(given);
    let sections = vec![Section { span: text.all(), kind: SectionKind::Body }];
    let (parse, names) = parse(models, &text, &Layout { sections, ..Layout::default() });
    let names: Vec<_> = names.iter().map(|name| (name.tokens.clone(), name.kind.tag())).collect();
    print!("{}", conllu::write_document("text", &text, &parse, &names));
    ExitCode::SUCCESS
}
