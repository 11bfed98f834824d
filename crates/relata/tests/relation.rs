//! What one marked side does to another. `<s>` marks the source, `<t>` the target.

use std::sync::OnceLock;

use relata::Pipeline;
use relata::doc::{PloverType, Text};
use relata::relation::{self, Ranking};

fn pipeline() -> &'static Pipeline {
    static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
    PIPELINE.get_or_init(|| Pipeline::built_in().expect("the built-in knowledge has no faults"))
}

/// Returns the type of the relation between the marked sides.
fn read(marked: &str) -> Option<PloverType> {
    let mut words = String::new();
    let mut ends = [[0; 2]; 2];
    let mut rest = marked;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').expect("a mark ends");
        words.push_str(&rest[..at]);
        let mark = &rest[at + 1..end];
        let side = usize::from(mark.ends_with('t'));
        ends[side][usize::from(mark.starts_with('/'))] = words.len();
        rest = &rest[end + 1..];
    }
    words.push_str(rest);
    let text = Text::new(words);
    let [source, target] = ends.map(|[start, end]| text.span(start..end));
    relation::between(pipeline(), &text, source, target, None, Ranking::Rules)
        .first()
        .map(|relation| relation.plover)
}

fn check(cases: &[(&str, Option<PloverType>)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|&(marked, wanted)| (marked, wanted, read(marked)))
        .filter(|(_, wanted, found)| wanted != found)
        .map(|(marked, wanted, found)| format!("{marked}\n  is {wanted:?}, read as {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

use PloverType::{
    Accuse, Agree, Aid, Assault, Coerce, Reject, Request, Retreat, Sanction, Support, Threaten,
};

#[test]
fn an_act_that_holds_neither_side_is_no_answer() {
    check(&[
        ("<s>Norway</s> and <t>Chad</t> both deplored the coup in Niamey.", None),
        (
            "Israel shelled a village, the news agency of <s>Iran</s> reported, and <t>Qatar</t> mourned a cardinal.",
            None,
        ),
        ("<s>Peru</s> opened a school while <t>Bolivia</t> recalled its envoy from Madrid.", None),
    ]);
}

#[test]
fn a_side_may_be_the_owner_of_what_stands_in_the_slot() {
    check(&[
        ("<s>Serbia's</s> foreign minister praised <t>Greece</t>.", Some(Support)),
        ("Rebels from <s>Chad</s> shelled the outskirts of the capital of <t>Sudan</t>.", Some(Assault)),
        ("<s>Ghana</s> arrested two crew members of a trawler from <t>Togo</t>.", Some(Coerce)),
    ]);
}

#[test]
fn a_side_that_nobody_knows_is_an_actor() {
    check(&[
        ("<s>A comedian</s> accused <t>the refinery's managers</t> of lying.", Some(Accuse)),
        ("<s>Meatpackers</s> threatened <t>the slaughterhouse's owners</t> with a walkout.", Some(Threaten)),
    ]);
}

#[test]
fn the_word_given_outranks_the_deed() {
    check(&[
        ("<s>Norway's prime minister</s> agreed to meet <t>the Sami parliament</t>.", Some(Agree)),
        ("<s>Qatar</s> said it would lend money to <t>Chad</t>.", Some(Agree)),
        ("<s>Mali</s> threatened to close its airspace to <t>French</t> planes.", Some(Threaten)),
        ("<s>Masked men</s> threatened to kill <t>a judge</t>.", Some(Threaten)),
        ("<s>Cuba</s> asked <t>Spain</t> to send doctors.", Some(Request)),
        ("<s>The junta</s> refused to release <t>the French reporter</t>.", Some(Reject)),
    ]);
}

#[test]
fn a_deed_foretold_is_a_promise_a_threat_or_a_refusal() {
    check(&[
        ("If <t>Guyana</t> drills there, <s>Venezuela</s> will attack its ships.", Some(Threaten)),
        ("<s>Ethiopia</s> has not agreed to <t>Egypt's</t> proposal.", Some(Reject)),
        (
            "Unless wages are paid by Friday, <s>teachers in Bamako</s> will picket <t>the ministry</t>.",
            Some(Threaten),
        ),
        (
            "<s>Kuwait's interior ministry</s> said <t>foreigners</t> who rallied would be deported.",
            Some(Threaten),
        ),
        ("<s>Israel</s> will not negotiate with <t>Hamas</t>, the defence minister said.", Some(Reject)),
    ]);
}

#[test]
fn what_is_ended_is_a_sanction_or_eases_a_conflict() {
    check(&[
        ("<s>Burundi</s> stopped cooperating with <t>the UN rights office</t> in 2016.", Some(Sanction)),
        ("<s>Warsaw</s> no longer supplies weapons to <t>Ukraine</t>.", Some(Sanction)),
        ("<s>The rebels</s> stopped shelling <t>government troops</t> on Friday.", Some(Retreat)),
        ("<s>Sweden</s> did not stop training <t>Malian troops</t>.", Some(Aid)),
        ("<s>The Red Cross</s> sent doctors to <t>Agadez</t>.", Some(Aid)),
    ]);
}

#[test]
fn who_tells_of_a_hostile_deed_accuses_its_doer() {
    check(&[
        (
            "Rights group <s>Lantern Watch</s> said <t>Eritrean troops</t> had tortured detainees.",
            Some(Accuse),
        ),
        ("<s>A witness</s> said <t>the minister</t> had met two bankers.", None),
    ]);
}

#[test]
fn what_a_party_is_called_is_no_act() {
    check(&[("<s>The Philippines</s> mourned <t>a Malaysian peace envoy</t>.", None)]);
}

#[test]
fn a_clause_beside_an_operator_is_not_its_content() {
    check(&[(
        "<s>Baku</s> agreed to let <t>Armenian</t> trucks cross, while mediators urged both to write it down.",
        Some(Agree),
    )]);
}
