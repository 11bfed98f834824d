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
        written.contains(
            "# newdoc id = a 1\n# newpar\n# sent_id = a%201-1\n# text = Ministers sign truce\n1\tMinisters\t"
        ),
        "{written}"
    );
    assert_eq!(written.matches("# newpar\n# sent_id = ").count(), 2, "{written}");
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
fn words_of_conllu_tell_where_they_stand_in_the_document() {
    let text = Text::new(ARTICLE);
    let (parse, _) = parse(Models::builtin(), &text, &layout(&text));
    let written = conllu::write_document("a", &text, &parse, &[]);
    let letters: Vec<char> = ARTICLE.chars().collect();
    let mut seen = 0;
    for row in written.lines().map(|line| line.split('\t').collect::<Vec<_>>()).filter(|row| row.len() == 10)
    {
        let range = row[9].split('|').find_map(|fact| fact.strip_prefix("TokenRange=")).unwrap();
        let (start, end) = range.split_once(':').unwrap();
        let words: String = letters[start.parse().unwrap()..end.parse().unwrap()].iter().collect();
        assert_eq!(row[1], words, "{row:?}");
        seen += 1;
    }
    assert!(seen > parse.tokens.len());
}

#[test]
fn an_empty_document_and_odd_ids_and_characters_are_no_fault_of_conllu() {
    let models = Models::builtin();
    let whole = |words: &str| {
        let text = Text::new(words);
        let sections = vec![Section { span: text.all(), kind: SectionKind::Body }];
        let (parse, _) = parse(models, &text, &Layout { sections, ..Layout::default() });
        conllu::write_document("https://a/b c", &text, &parse, &[])
    };
    assert_eq!(whole(" \n"), "");
    let written = whole("They\u{a0}met\u{1c}  the \u{7f}envoy.");
    assert!(
        written.contains("# sent_id = https:%2F%2Fa%2Fb%20c-1\n# text = They met␜ the ␡envoy.\n"),
        "{written}"
    );
    assert!(!written.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')), "{written}");
}

#[test]
fn conllu_that_was_written_may_be_annotated_again() {
    let given = "\u{feff}# text = Goma's fallen\n1-2\tGoma's\t_\t_\t_\t_\t_\t_\t_\t_\n\
                 1\tGoma\t_\t_\t_\t_\t_\t_\t3:nsubj\tName=I-ORG|Gloss=town\n2\t's\t_\t_\t_\t_\t_\t_\t3:aux\t_\n\
                 3\tfallen\t_\t_\t_\t_\t_\t_\t0:root\t_\n3.1\tnow\t_\t_\t_\t_\t_\t_\t3:advmod\t_\n\n";
    let once = |given: &str| {
        let read = conllu::read(given).unwrap();
        let parsed = parse_words(Models::builtin(), &[read[0].forms.as_slice()]);
        conllu::write_parsed(&read[0], &parsed[0])
    };
    let written = once(given);
    assert_eq!(once(&written), written);
    for kept in ["\t3:nsubj\t", "Gloss=town\n", "\t0:root\t_\n3.1\tnow\t", "1-2\tGoma's\t"] {
        assert!(written.contains(kept), "{kept}: {written}");
    }
    assert!(!written.contains("Name=I-ORG"), "{written}");
}

#[test]
fn a_file_that_is_no_conllu_is_an_error_that_names_the_line() {
    let error = conllu::read("1\tHe\n").unwrap_err().to_string();
    assert!(error.contains("line 1") && error.contains("2 columns"), "{error}");
    let error = conllu::read("2\tHe\t_\t_\t_\t_\t_\t_\t_\t_\n").unwrap_err().to_string();
    assert!(error.contains("\"2\" and should have 1"), "{error}");
    let row = |number: &str| format!("{number}\tHe\t_\t_\t_\t_\t_\t_\t_\t_\n");
    for (rows, fact) in [
        (["1", "1-2"], "line 2: the number \"1-2\" does not belong after the word 1"),
        (["2.1", "1"], "line 1: the number \"2.1\" does not belong after the word 0"),
        (["1-x", "1"], "line 1: the number \"1-x\" does not belong"),
        (["1-3", "1"], "line 1: the multiword token ends with the word 3, and the sentence has 1"),
    ] {
        let error = conllu::read(&rows.map(row).concat()).unwrap_err().to_string();
        assert!(error.starts_with(fact), "{error}");
    }
}

#[test]
fn an_empty_text_is_no_error() {
    let text = Text::new("");
    assert_eq!(parse(Models::builtin(), &text, &Layout::default()), (Parse::default(), Vec::new()));
}
