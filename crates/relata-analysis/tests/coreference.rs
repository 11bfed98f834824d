//! Which words stand for the same?

use relata_analysis::coreference::{Coreference, Model, SURE, coreference};
use relata_analysis::{Models, parse};
use relata_doc::{Layout, Parse, Section, SectionKind, Text};

fn read(words: &str) -> (Text, Coreference) {
    let text = Text::new(words);
    let sections = vec![Section { span: text.all(), kind: SectionKind::Lead }];
    let (parse, names) = parse(Models::builtin(), &text, &Layout { sections, ..Layout::default() });
    let found = coreference(Model::builtin(), &text, &parse, &names);
    (text, found)
}

/// Returns the chains whose links are at least so sure, as words.
fn chains(words: &str, at_least: f32) -> Vec<Vec<String>> {
    let (text, found) = read(words);
    let words = |mention: &usize| text[found.mentions[*mention].span].to_owned();
    found.chains(at_least).iter().map(|chain| chain.iter().map(words).collect()).collect()
}

fn together(chains: &[Vec<String>], a: &str, b: &str) -> bool {
    chains.iter().any(|chain| chain.iter().any(|m| m == a) && chain.iter().any(|m| m == b))
}

fn parties(words: &str, plural: &str) -> Vec<String> {
    let (text, found) = read(words);
    let mention =
        found.mentions.iter().find(|mention| text[mention.span].eq_ignore_ascii_case(plural)).unwrap();
    mention.parties.iter().map(|&party| text[found.mentions[party].span].to_owned()).collect()
}

#[test]
fn a_surname_is_the_person_named_before_in_full() {
    let chains = chains(
        "Maria Lindgren arrived in Oslo on Monday. Lindgren opened the talks. She left on Tuesday.",
        SURE,
    );
    assert!(together(&chains, "Maria Lindgren", "Lindgren"), "{chains:?}");
    assert!(together(&chains, "Lindgren", "She"), "{chains:?}");
}

#[test]
fn an_acronym_is_the_name_whose_initials_it_is() {
    let chains = chains(
        "The African Union sent observers to the capital. Officials said the AU would publish a report on the vote.",
        0.5,
    );
    assert!(together(&chains, "The African Union", "the AU"), "{chains:?}");
}

#[test]
fn a_pronoun_with_two_candidates_stays_uncertain() {
    let (text, found) = read("Peter Smith met John Brown after Robert Jones left. He was angry.");
    let he = found.mentions.iter().find(|mention| &text[mention.span] == "He").unwrap();
    assert!(he.link.is_none_or(|link| link.confidence < SURE), "{he:?}");
}

#[test]
fn a_pronoun_does_not_stand_for_one_of_another_gender_or_number() {
    let chains = chains("Mary Jones and the soldiers waited. Her brother said that she was tired.", 0.0);
    assert!(!together(&chains, "the soldiers", "she") && together(&chains, "Her", "she"), "{chains:?}");
}

#[test]
fn both_sides_are_the_two_that_the_sentence_before_tells_of() {
    let words = "Armenia signed a truce with Azerbaijan on Friday. Both sides will withdraw troops.";
    assert_eq!(parties(words, "Both sides"), ["Armenia", "Azerbaijan"]);
    let words = "President Anna Berg met Chancellor Karl Weiss in Vienna. The two leaders discussed trade.";
    assert_eq!(parties(words, "The two leaders").len(), 2);
}

#[test]
fn the_presidents_are_the_two_of_whom_one_wrote_to_the_other() {
    let words = "President Anna Berg sent a letter to President Karl Weiss. The presidents agreed to meet.";
    assert_eq!(parties(words, "The presidents").len(), 2);
    let words =
        "President Anna Berg sent a letter to President Karl Weiss. The former presidents agreed to meet.";
    assert_eq!(parties(words, "The former presidents"), [""; 0]);
}

#[test]
fn a_coordination_stands_for_its_parts() {
    let (text, found) = read("Russia and Ukraine exchanged prisoners.");
    let both = found.mentions.iter().find(|mention| &text[mention.span] == "Russia and Ukraine").unwrap();
    let parts: Vec<&str> = both.parties.iter().map(|&part| &text[found.mentions[part].span]).collect();
    assert_eq!(parts, ["Russia", "Ukraine"]);
}

#[test]
fn where_three_are_told_of_both_sides_are_nobody() {
    let words = "France, Germany and Italy met. Both sides were content.";
    assert_eq!(parties(words, "Both sides"), [""; 0]);
}

#[test]
fn two_countries_are_not_the_two_persons_who_met() {
    let words = "The foreign minister met her Latvian counterpart. The two countries will sign an agreement.";
    assert_eq!(parties(words, "The two countries"), [""; 0]);
}

#[test]
fn both_sides_of_a_road_are_no_parties() {
    let words = "Police stopped the protesters. Both sides of the road were closed.";
    let (text, found) = read(words);
    assert!(found.mentions.iter().all(|m| m.parties.is_empty() || !text[m.span].starts_with("Both")));
}

#[test]
fn an_empty_document_has_no_mentions() {
    let found = coreference(Model::builtin(), &Text::new(""), &Parse::default(), &[]);
    assert!(found.mentions.is_empty() && found.chains(0.0).is_empty());
}

#[test]
fn thousands_of_mentions_are_linked_in_bounded_time() {
    let words = "The minister told the general that he trusted him and his army. ".repeat(1200);
    let (_, found) = read(&words);
    assert!(found.mentions.len() > 3000);
    for chain in found.chains(0.0) {
        assert!(chain.windows(2).all(|pair| pair[0] < pair[1]));
    }
}

#[test]
fn links_go_back_and_their_confidence_is_a_share() {
    let (text, found) =
        read("“We will not yield,” the president said. His office confirmed the words he had spoken.");
    for (number, mention) in found.mentions.iter().enumerate() {
        assert!(mention.tokens.contains(&mention.head) && !text[mention.span].is_empty());
        assert!(mention.link.is_none_or(|l| l.antecedent < number && (0.0..=1.0).contains(&l.confidence)));
    }
}

#[test]
fn weights_that_are_none_are_an_error() {
    assert!(Model::read(b"no weights").is_err());
}
