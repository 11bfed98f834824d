//! Do sentences, words, syntax and names point at their text?

use relata_analysis::{Models, conllu, parse, parse_words};
use relata_doc::{Dateline, Layout, Parse, Section, SectionKind, Text};

const ARTICLE: &str = "Ministers sign truce\n\nPORT AMARO (Reuters) – The government of Freedonia doesn’t recognise the rebels’ claims, \
                       its foreign minister said on Tuesday. “We can’t,” she told reporters in Geneva.";

fn layout(text: &Text) -> Layout {
    let body = text.as_str().find("PORT").unwrap();
    let dash = text.as_str().find("– ").unwrap() + "– ".len();
    let section = |range, kind| Section { span: text.span(range).unwrap(), kind };
    let dateline = Dateline {
        span: text.span(body..dash).unwrap(),
        places: Vec::new(),
        agency: None,
        date_words: None,
        date: None,
    };
    let sections =
        vec![section(0..body, SectionKind::Headline), section(body..text.as_str().len(), SectionKind::Lead)];
    Layout { sections, datelines: vec![dateline], ..Layout::default() }
}

#[test]
fn sentences_hold_their_tokens_and_a_dateline_stands_alone() {
    let text = Text::new(ARTICLE);
    let (parse, names) = parse(Models::builtin(), &text, &layout(&text));
    let sentences: Vec<&str> = parse.sentences.iter().map(|s| &text[s.span]).collect();
    assert_eq!(sentences[..2], ["Ministers sign truce", "PORT AMARO (Reuters) –"]);
    assert!(sentences[2].starts_with("The government") && sentences[2].ends_with("Tuesday."));
    assert_eq!(parse.sentences[0].section, SectionKind::Headline);
    assert_eq!(parse.sentences.last().unwrap().tokens.end, parse.tokens.len());
    for sentence in &parse.sentences {
        let tokens = &parse.tokens[sentence.tokens.clone()];
        assert!(tokens.iter().all(|t| sentence.span.contains(t.span)));
        assert_eq!(tokens.iter().filter(|t| t.head.is_none()).count(), 1);
        assert!(tokens.iter().all(|t| t.head.is_none_or(|head| sentence.tokens.contains(&head))));
    }
    assert!(names.iter().all(|n| n.span.start() == parse.tokens[n.tokens.start].span.start()));
    assert!(names.iter().all(|n| n.span.end() == parse.tokens[n.tokens.end - 1].span.end()));
}

#[test]
fn a_document_written_as_conllu_is_read_again_with_the_same_words() {
    let text = Text::new(ARTICLE);
    let (parse, names) = parse(Models::builtin(), &text, &layout(&text));
    let names: Vec<_> = names.iter().map(|n| (n.tokens.clone(), n.kind.tag())).collect();
    let written = conllu::write_document("a 1", &text, &parse, &names);
    assert!(
        written
            .contains("# newdoc id = a 1\n# sent_id = a 1-1\n# text = Ministers sign truce\n1\tMinisters\t"),
        "{written}"
    );
    for multiword in ["5-6\tdoesn’t\t", "\trebels’\t", "\tcan’t\t"] {
        assert!(written.contains(multiword), "{multiword}: {written}");
    }
    let read = conllu::read(&written).unwrap();
    let forms: Vec<&str> = read.iter().flat_map(|s| &s.forms).map(String::as_str).collect();
    assert_eq!(forms, parse.tokens.iter().map(|t| &text[t.span]).collect::<Vec<_>>());
    let parsed = parse_words(Models::builtin(), &read.iter().map(|s| s.forms.as_slice()).collect::<Vec<_>>());
    let again: String = read.iter().zip(&parsed).map(|(s, p)| conllu::write_parsed(s, p)).collect();
    assert_eq!(again.lines().count(), written.lines().count());
}

#[test]
fn a_file_that_is_no_conllu_is_an_error_that_names_the_line() {
    let error = conllu::read("1\tHe\n").unwrap_err().to_string();
    assert!(error.contains("line 1") && error.contains("2 columns"), "{error}");
    let error = conllu::read("2\tHe\t_\t_\t_\t_\t_\t_\t_\t_\n").unwrap_err().to_string();
    assert!(error.contains("\"2\" and should have 1"), "{error}");
}

#[test]
fn an_empty_text_is_no_error() {
    let text = Text::new("");
    assert_eq!(parse(Models::builtin(), &text, &Layout::default()), (Parse::default(), Vec::new()));
}
