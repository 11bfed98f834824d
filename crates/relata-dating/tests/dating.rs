//! When was a page written, and does it hold together?

mod common;

use std::io::Write;

use common::Page;
use jiff::civil::{Date, date};
use relata_doc::{Basis, Dateline, Dating, SectionKind};

fn within(dating: &Dating, first: Date, last: Date) {
    let ends = dating.published.ends();
    assert!(ends.is_some_and(|ends| first <= ends.0 && ends.1 <= last), "{ends:?} {:#?}", dating.evidence);
    assert!(dating.best.is_some_and(|best| first <= best && best <= last));
    assert_eq!(dating.published.basis, Basis::Inferred);
}

#[test]
fn a_stated_day_is_taken_unless_the_page_is_read_blind() {
    let page = Page::new("The talks ended yesterday.").published("2019-03-14");
    let dating = page.dated(&[], false);
    assert_eq!(
        (dating.published.single(), dating.published.basis),
        (Some(date(2019, 3, 14)), Basis::Document)
    );
    let blind = page.dated(&[], true);
    assert!(!blind.published.is_known());
    assert!(blind.stated.is_some());
}

#[test]
fn a_weekday_with_a_day_of_the_month_fits_few_years() {
    let page = Page::new(
        "The premier resigned on Wednesday, May 9. Prime Minister Ana Holt will stay until a vote.",
    );
    let role = page.role("Prime Minister Ana Holt", "2015-06-01", "2020-06-01");
    let dating = page.dated(&[role], true);
    within(&dating, date(2018, 4, 25), date(2018, 6, 10));
    assert!(
        dating
            .evidence
            .iter()
            .any(|line| line.constraint.contains("is a Wednesday") && line.constraint.contains("2018"))
    );
}

#[test]
fn feasts_and_weekdays_narrow_a_term_of_office_to_days() {
    let page = Page::new(
        "French President Jean Morel sent greetings for Bastille Day, his office said Sunday.\n\
         Pope Urban, speaking ahead of the G7 summit in Biarritz, called for calm.",
    );
    // Within the term, July 14 is a Sunday only in 2013 and 2019.
    let dating = page.dated(&[page.role("President Jean Morel", "2014-05-01", "2022-05-01")], true);
    within(&dating, date(2019, 7, 12), date(2019, 7, 31));
    assert_eq!(dating.best.map(|day| day.year()), Some(2019));
}

#[test]
fn a_moving_feast_told_with_its_weekday_finds_the_year() {
    let page = Page::new(
        "The militia announced Tuesday a truce to coincide with Eid al-Fitr, and prisoners were freed.\n\
         President Omar Falk, in office since the vote of 2016, welcomed it.",
    );
    // The feast began on Friday, 2018-06-15, and on Tuesday, 2019-06-04.
    let dating = page.dated(&[page.role("President Omar Falk", "2018-01-01", "2020-01-01")], true);
    within(&dating, date(2019, 6, 3), date(2019, 6, 14));
}

#[test]
fn a_role_that_does_not_fit_the_others_is_set_aside() {
    let page = Page::new(
        "President Lena Brandt met Chancellor Karl Weiss and Premier Ivo Tanner on March 3, 2016.\n\
         King Otto sent a letter on March 5, 2016.",
    );
    let roles = [
        page.role("President Lena Brandt", "2014-01-01", "2018-01-01"),
        page.role("Premier Ivo Tanner", "2015-01-01", "2017-01-01"),
        page.role("Chancellor Karl Weiss", "1998-01-01", "2005-01-01"),
    ];
    let dating = page.dated(&roles, true);
    let (first, last) = dating.published.ends().unwrap();
    assert!(date(2015, 12, 1) <= first && last < date(2018, 1, 1), "{first} {last} {:#?}", dating.evidence);
    assert!(
        dating
            .evidence
            .iter()
            .any(|line| line.constraint.contains("Karl Weiss") && line.constraint.contains("set aside"))
    );
}

#[test]
fn what_is_told_on_one_side_leaves_the_other_open() {
    let page = Page::new("Hospitals prepare for COVID-19 patients, and the ministry asks for calm.");
    let dating = page.dated(&[], true);
    assert_eq!(dating.published.start(), Some(date(2020, 2, 11)));
    assert_eq!((dating.published.end(), dating.best), (None, None));
}

#[test]
fn a_dateline_dates_a_page() {
    let page = Page::new("TUNIS, March 3, 2015 (Example News) - Police broke up a march on Monday.")
        .dateline("TUNIS, March 3, 2015 (Example News) -", "TUNIS", Some((3, 3, Some(2015))));
    let dating = page.dated(&[], true);
    within(&dating, date(2015, 3, 2), date(2015, 3, 4));
    assert!(!dating.coherence.stitched);
}

#[test]
fn a_stated_day_that_the_text_contradicts_is_a_conflict() {
    let page = Page::new("President Lena Brandt met Premier Ivo Tanner on Tuesday. Envoys had signed the text on March 3, 2016.")
        .published("2009-03-14");
    let roles = [
        page.role("President Lena Brandt", "2014-01-01", "2018-01-01"),
        page.role("Premier Ivo Tanner", "2015-01-01", "2017-01-01"),
    ];
    let dating = page.dated(&roles, false);
    assert!(dating.conflict);
    assert_eq!(dating.published.single(), Some(date(2009, 3, 14)));
}

#[test]
fn a_dateline_in_the_middle_begins_another_report() {
    let text = "The envoy left for talks on the border dispute.\n\
                Both capitals hope for an accord.\n\
                OSLO (Example News) - The minister met union leaders.\n\
                The strike, which has closed ports, goes on.";
    let page = Page::new(text).dateline("OSLO (Example News) -", "OSLO", None);
    let coherence = page.dated(&[], true).coherence;
    assert!(coherence.stitched);
    let parts: Vec<&str> = coherence.segments.iter().map(|segment| &page.text[segment.span]).collect();
    assert_eq!(parts.concat(), text);
    assert_eq!(parts.len(), 3);
    assert!(parts[1].starts_with("OSLO") && parts[2].starts_with("The strike"));
}

#[test]
fn the_page_that_the_project_began_with_is_dated_from_itself() {
    let Some(text) = first_page() else { return };
    let mut page = Page::new(text.trim_end());
    let span = |words: &str| {
        let at = page.text.as_str().find(words).unwrap();
        page.text.span(at..at + words.len()).unwrap()
    };
    let dateline = Dateline {
        span: span("WASHINGTON (CNN) –"),
        places: vec![span("WASHINGTON")],
        agency: Some(span("CNN")),
        date_words: None,
        date: None,
    };
    page.layout.datelines.push(dateline);
    page.layout.sections.last_mut().unwrap().kind = relata_doc::SectionKind::Teaser;
    let roles = [
        page.role("President Barack Obama", "2009-01-20", "2017-01-20"),
        page.role("US Secretary of State John Kerry", "2013-02-01", "2017-01-20"),
    ];
    let dating = page.dated(&roles, true);
    within(&dating, date(2016, 7, 6), date(2016, 7, 10));
    assert_eq!(dating.best, Some(date(2016, 7, 7)));
    assert!(dating.coherence.stitched);
    for words in ["Independence Day", "Eid al-Fitr", "2014", "summit"] {
        let shown =
            dating.evidence.iter().any(|line| line.span.is_some_and(|span| page.text[span].contains(words)));
        assert!(shown, "no line of evidence rests on {words}");
    }
}

/// Returns the page's text, or says that it is absent: it is no part of the project.
#[expect(
    clippy::disallowed_methods,
    reason = "a test is an edge: the environment says where data outside the project lies"
)]
fn first_page() -> Option<String> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let shared = std::env::var("RELATA_SHARED").unwrap_or_else(|_| beside.to_owned());
    let text = std::fs::read_to_string(format!("{shared}/first-light/article.txt")).ok();
    if text.is_none() {
        // Past the capture of test output, so that it is seen that nothing was tested.
        let _ = writeln!(std::io::stderr(), "skipped: the first page is not in {shared}");
    }
    text
}

#[test]
fn a_headline_that_ends_with_its_year_is_read() {
    let mut page = Page::new("Harvest in Tonga, 2016");
    page.layout.sections[0].kind = SectionKind::Headline;
    let dating = page.dated(&[], true);
    assert!(dating.evidence.iter().any(|line| line.constraint.contains("2016")), "{:#?}", dating.evidence);
}
