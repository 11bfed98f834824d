//! Do sentences end where a reader of news would end them?

use relata_analysis::{Language, sentences};

fn split(text: &str) -> Vec<&str> {
    sentences(Language::english(), text).into_iter().map(|range| &text[range]).collect()
}

/// Checks sentences written one a line: put together with blanks, they come apart again.
fn check(lines: &str) {
    let expected: Vec<&str> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(split(&expected.join(" ")), expected);
}

#[test]
fn titles_ranks_and_initials_stay_with_the_name() {
    check(
        "The order was signed by Gen. John Roe and Lt. Col. Mary Poe on Friday.\nMr. Doe refused to comment.",
    );
    check(
        "The court in St. Petersburg heard Dr. A. B. Poe and Prof. Roe.\nRep. Jane Doe (R-Ohio) left early.",
    );
    check(
        "The bill was drafted by Sen. J. Roe and Gov. Jacqueline C. Poe of Vermont.\nBoth declined to comment.",
    );
    check("Maj. Gen. Richard Roe commands the force.\nHe met Ms. Poe, the ambassador, at the base.");
    check("The late Martin L. Poe Jr. was mayor of the city.\nHis son holds the office now.");
}

#[test]
fn countries_and_institutions_with_stops_end_a_sentence_only_before_its_next() {
    check("U.S. President Jane Doe spoke to U.N. envoys in Geneva.\nThe U.S. Embassy in Kabul was closed.");
    check("The troops will remain in the U.S.\nThe government denied it.");
    check("The sanctions were imposed by the U.S. Treasury and the U.K. Foreign Office.\nMoscow protested.");
    check("The ministers discussed Japan-U.S. relations and U.S.-led patrols.\nNo date was set.");
    check("He returned to Washington, D.C. on Tuesday.\nTalks go on.");
}

#[test]
fn times_numbers_and_companies_do_not_end_a_sentence() {
    check("The curfew begins at 9 a.m. Monday and ends at 4 p.m. local time.\nShops will stay shut.");
    check("The shares of Acme Inc. rose by 3.5 per cent.\nBeta Corp. said it would appeal.");
    check("Mine No. 10 was flooded on Sept. 3.\nEight men are missing, officials said.");
    check("The vote was held on Jan. 12, 2011.\nArt. 5 of the treaty, cited on p. 12, was not invoked.");
    check("The fighters took Hill No. 7 at about 5 a.m.\nThe army denied it.");
}

#[test]
fn marks_inside_a_quotation_do_not_end_the_sentence_around_it() {
    check("“Why was there no warning?” he asked reporters.\nThe minister left without an answer.");
    check("\"Stop the war!\" the crowd shouted as police moved in.\nTwo men were detained.");
    check("“We will not leave,” she said.\n“This is our land.”\nThe soldiers went away.");
    check("The president said: “We have won.”\nHis rivals disagreed.");
    check("“It is over... we lost everything,” said a villager.\nNobody has come to help.");
    check("The minister asked, “Who will pay?”\nNobody knew.");
}

#[test]
fn brackets_close_after_the_mark() {
    check(
        "The rebels withdrew. (The army said so earlier.)\nThe road is open.".replace(". (", ".\n(").as_str(),
    );
    check("The ministry confirmed the attack (see the map).\nSix people were hurt.");
}

#[test]
fn a_dateline_goes_on() {
    check("WASHINGTON (AP) – The Senate voted on Monday to lift the ban.\nThe House is to follow.");
    check("KABUL, Nov. 3 (Reuters) - A bomb killed two policemen on Sunday.\nNo group claimed it.");
    check("PORT AMARO, Freedonia — Rebels shelled the harbour overnight.\nFour ships burned.");
}

#[test]
fn bullets_headings_and_times_of_a_live_page_stand_alone() {
    let page = "Talks resume in Geneva\n\nDelegates met on Monday.\n\n• Two ceasefires have failed\n• Aid is blocked\n\n\
                10:42\nThe foreign minister has arrived.\n\n10:15 GMT\nPolice closed the bridge.";
    assert_eq!(
        split(page),
        [
            "Talks resume in Geneva",
            "Delegates met on Monday.",
            "• Two ceasefires have failed",
            "• Aid is blocked",
            "10:42",
            "The foreign minister has arrived.",
            "10:15 GMT",
            "Police closed the bridge.",
        ]
    );
}

#[test]
fn capitals_inside_a_clause_do_not_begin_a_sentence() {
    for text in [
        "In November Human Rights Watch reported that the police had beaten strikers in the town of Port Amaro.",
        "The international organization Reporters Without Borders called on the Government of Freedonia to free them.",
        "President of the Republic Jane Doe received Foreign Minister John Roe at the Palace of the Nation on Easter Monday.",
        "The President made clear on Day One of this Administration that talks with the Northern Front would go on.",
        "Aid to the Province of North Hill – Freedonia’s poorest – was cut by the Ministry of Finance last May.",
        "The Freedonian People’s Liberation Army Front Command claimed the attack on Camp Doe near Lake Poe.",
    ] {
        assert_eq!(split(text), [text]);
    }
}

#[test]
fn lost_blanks_and_odd_marks_are_seen() {
    check("They left at dawn...\nNobody saw them again.\nReally?!\nYes.");
    assert_eq!(
        split("The troops left on Monday.The villagers returned."),
        ["The troops left on Monday.", "The villagers returned."]
    );
    assert_eq!(
        split("See www.example.org and Example.Com for more."),
        ["See www.example.org and Example.Com for more."]
    );
}

#[test]
fn a_letter_and_a_heading_run_into_text_come_apart() {
    check("Please send me the file by Friday.\nThanks,\nJohn");
    check("Freedom of Movement and Residence:\nThe law prohibits it, and the police enforced the law.");
}
