//! Is the network here the network that was trained?

use relata_analysis::{Models, conllu, parse_words};

/// The answers that the training program gave for the sentences of `training/fixture.txt`.
const EXPECTED: &str = include_str!("../../../models/en/expected.conllu");

#[test]
fn the_network_answers_as_it_did_in_training() {
    let sentences = conllu::read(EXPECTED).unwrap();
    let forms: Vec<&[String]> = sentences.iter().map(|s| s.forms.as_slice()).collect();
    let parsed = parse_words(Models::builtin(), &forms);
    let expected: Vec<Vec<&str>> =
        EXPECTED.lines().filter(|l| !l.is_empty()).map(|l| l.split('\t').collect()).collect();
    let mut rows = expected.iter();
    for (sentence, words) in parsed.iter().zip(&forms) {
        for (i, (word, form)) in sentence.words.iter().zip(words.iter()).enumerate() {
            let row = rows.next().unwrap();
            let name = sentence.names.iter().find(|n| n.words.contains(&i));
            let name = name.map_or("_".to_owned(), |n| {
                format!("Name={}-{}", if n.words.start == i { "B" } else { "I" }, n.kind.tag())
            });
            let features = if word.features.is_empty() { "_" } else { word.features };
            let head = word.head.map_or(0, |h| h + 1).to_string();
            let got = [form.as_str(), &word.lemma, word.upos.name(), features, &head, word.deprel, &name];
            assert_eq!(got, [row[1], row[2], row[3], row[5], row[6], row[7], row[9]]);
        }
    }
    assert!(rows.next().is_none());
}

#[test]
fn answers_do_not_depend_on_the_sentences_beside() {
    let sentences = conllu::read(EXPECTED).unwrap();
    let forms: Vec<Vec<String>> = sentences.into_iter().map(|s| s.forms).collect();
    let together = parse_words(Models::builtin(), &forms);
    for (words, parsed) in forms.iter().zip(&together) {
        assert_eq!(&parse_words(Models::builtin(), std::slice::from_ref(words))[0], parsed);
    }
}

#[test]
fn any_words_get_one_root_and_a_tree() {
    let long: Vec<String> =
        (0..5000).map(|i| ["the", "men", ",", "said", "“", "Ω", "x"][i * i % 7].to_owned()).collect();
    let odd = [vec!["\u{301}".to_owned()], vec!["🦀".to_owned(), "'".to_owned()], Vec::new(), long];
    for (words, parsed) in odd.iter().zip(parse_words(Models::builtin(), &odd)) {
        assert_eq!(words.len(), parsed.words.len());
        assert_eq!(parsed.words.iter().filter(|w| w.head.is_none()).count(), usize::from(!words.is_empty()));
        for start in 0..words.len() {
            let (mut at, mut steps) = (start, 0);
            while let Some(head) = parsed.words[at].head {
                at = head;
                steps += 1;
                assert!(steps <= words.len(), "a circle");
            }
        }
    }
}

#[test]
fn a_folder_without_a_model_is_an_error_that_names_the_file() {
    let error = Models::from_dir(std::path::Path::new("no/such/folder")).err().unwrap().to_string();
    assert!(error.contains("no/such/folder") && error.contains("config.json"), "{error}");
}
