//! Which words tell a time, and which days do they mean?

mod common;

use common::Page;
use relata_dating::{Calendar, Meaning, Tense};
use relata_doc::{Basis, Days, Precision, TimeType};

/// What is found on a page published on Thursday, 14 March 2019.
fn read(text: &str) -> Vec<(String, String)> {
    Page::new(text).published("2019-03-14").values()
}

fn check(text: &str, expected: &[(&str, &str)]) {
    let found = read(text);
    let found: Vec<(&str, &str)> =
        found.iter().map(|(words, value)| (words.as_str(), value.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_weekday_of_the_past_is_the_last_one_and_one_of_the_future_the_next() {
    check("The minister resigned on Tuesday.", &[("Tuesday", "2019-03-12")]);
    check("The envoys met Thursday in Geneva.", &[("Thursday", "2019-03-14")]);
    check("The envoys will meet on Saturday.", &[("Saturday", "2019-03-16")]);
    check("The army shelled the town on Monday night.", &[("Monday night", "2019-03-11TNI")]);
    check("Talks broke down last Friday.", &[("last Friday", "2019-03-08")]);
    check("They had met on Wednesday last week.", &[("Wednesday last week", "2019-03-06")]);
}

#[test]
fn days_are_counted_from_the_day_of_writing() {
    check(
        "The court ruled yesterday; the appeal was lodged two days ago.",
        &[("yesterday", "2019-03-13"), ("two days ago", "2019-03-12")],
    );
    check("Parliament votes tomorrow.", &[("tomorrow", "2019-03-15")]);
    check("The rebels took the airport last week.", &[("last week", "2019-W10")]);
    check(
        "Exports fell last month and may fall next year.",
        &[("last month", "2019-02"), ("next year", "2020")],
    );
    check("The pact was signed three years ago.", &[("three years ago", "2016")]);
    check("A convoy was hit last night.", &[("last night", "2019-03-13TNI")]);
}

#[test]
fn a_day_without_a_year_is_the_nearest_on_the_side_of_the_tense() {
    check("The two leaders signed the accord on December 20.", &[("December 20", "2018-12-20")]);
    check("The two leaders will sign the accord on April 2.", &[("April 2", "2019-04-02")]);
    check("The vote was held on the 4th of March.", &[("the 4th of March", "2019-03-04")]);
    check("Voters will go to the polls on June 20 next year.", &[("June 20 next year", "2020-06-20")]);
}

#[test]
fn dates_told_in_full_need_no_day_of_writing() {
    let page = Page::new("Troops entered the valley on Monday, July 4, 2011, and left by 2011-08-02.");
    let times = page.times();
    assert_eq!(times[0].value, "2011-07-04");
    assert_eq!(times[0].days, Days::day("2011-07-04".parse().unwrap(), Basis::Stated));
    assert_eq!(times[1].value, "2011-08-02");
}

#[test]
fn what_is_not_known_is_written_with_an_x() {
    let page = Page::new("The general said on July 4 that he had left on Monday, and returned yesterday.");
    let times = page.times();
    let values: Vec<&str> = times.iter().map(|time| time.value.as_str()).collect();
    assert_eq!(values, ["XXXX-07-04", "XXXX-WXX-1", "XXXX-XX-XX"]);
    assert!(times.iter().all(|time| time.days == Days::UNKNOWN));
}

#[test]
fn a_number_that_counts_is_no_year() {
    check("About 2,014 people and 1,200 soldiers were moved.", &[]);
    check("The flood drove 2014 people from their homes.", &[]);
    check("The war began in 2014.", &[("2014", "2014")]);
    check("The 2014 annexation was condemned.", &[("2014", "2014")]);
    check("Council Resolution 1973 was cited; aid of $2016 was paid.", &[]);
}

#[test]
fn a_name_or_a_verb_is_no_month_and_a_newspaper_no_day() {
    check("Theresa May may go, the Sunday Times wrote.", &[]);
    check("Protesters march through the city; an August body was sworn in.", &[]);
    check("The talks ended in May.", &[("May", "2018-05")]);
    check("The Arab Spring toppled him.", &[]);
}

#[test]
fn months_seasons_quarters_and_decades() {
    check(
        "In the summer of 2015 and again in early October 2016 the river froze.",
        &[("the summer of 2015", "2015-SU"), ("early October 2016", "2016-10")],
    );
    check("Output rose in the third quarter of 2018.", &[("the third quarter of 2018", "2018-Q3")]);
    check("The party ruled through the 1990s.", &[("the 1990s", "199")]);
    check("A new law is due by the end of the year.", &[("the end of the year", "2019")]);
}

#[test]
fn lengths_and_repeated_times_are_no_dates() {
    let page = Page::new("A 72-hour truce holds, after two and a half years of weekly raids.")
        .published("2019-03-14");
    let found: Vec<_> = page
        .times()
        .into_iter()
        .map(|time| (page.text[time.span].to_owned(), time.time_type, time.value))
        .collect();
    assert_eq!(
        found,
        [
            ("72-hour".to_owned(), TimeType::Duration, "PT72H".to_owned()),
            ("two and a half years".to_owned(), TimeType::Duration, "P2.5Y".to_owned()),
            ("weekly".to_owned(), TimeType::Set, "P1W".to_owned()),
        ]
    );
}

#[test]
fn a_time_of_day_belongs_to_its_day() {
    check(
        "The blast was heard at 5:40 a.m. on March 3, 2019.",
        &[("5:40 a.m.", "2019-03-03T05:40"), ("March 3, 2019", "2019-03-03")],
    );
    check("The plane landed at 18:00 UTC Monday.", &[("18:00 UTC Monday", "2019-03-11T18:00Z")]);
}

#[test]
fn feasts_fall_on_their_day_in_the_year_that_is_meant() {
    check("The truce announced for Eid al-Adha collapsed.", &[("Eid al-Adha", "2018-08-21")]);
    check("The bishop spoke on Easter Sunday 2016.", &[("Easter Sunday 2016", "2016-03-27")]);
    check("Kyiv marked Ukraine's Independence Day with a parade.", &[("Independence Day", "2018-08-24")]);
    check("Independence Day was marked with a parade.", &[("Independence Day", "XXXX-XX-XX")]);
}

#[test]
fn both_ends_of_a_range_mean_the_range() {
    let page = Page::new("Fighting raged from May 3 to May 7, 2017.").published("2019-03-14");
    let times = page.times();
    assert_eq!(times[0].value, "2018-05-03".replace("2018", "2017"));
    for time in &times {
        assert_eq!(time.days.ends(), Some(("2017-05-03".parse().unwrap(), "2017-05-07".parse().unwrap())));
        assert_eq!(time.days.precision, Precision::Range);
    }
}

#[test]
fn a_list_of_days_shares_its_month() {
    check("The council sat on May 3 and 4, 2017.", &[("May 3", "2017-05-03"), ("4, 2017", "2017-05-04")]);
    check("The council sat on 3-7 May 2017.", &[("3", "2017-05-03"), ("7 May 2017", "2017-05-07")]);
}

#[test]
fn words_count_from_the_time_told_before() {
    check(
        "The coup began on September 3, 2013. Two days later the palace fell. The same day the president fled.",
        &[
            ("September 3, 2013", "2013-09-03"),
            ("Two days later", "2013-09-05"),
            ("The same day", "2013-09-05"),
        ],
    );
    check("In 2014 the annexation was signed on March 18.", &[("2014", "2014"), ("March 18", "2014-03-18")]);
}

#[test]
fn a_day_of_writing_that_is_an_interval_shifts_what_counts_from_it() {
    let mut page = Page::new("The envoy left yesterday, after talks on Monday.");
    page.layout.metadata.given = Some(Days::between(
        "2019-03-13".parse().unwrap(),
        "2019-03-15".parse().unwrap(),
        Precision::Range,
        Basis::Document,
    ));
    let times = page.times();
    assert_eq!(times[0].days.ends(), Some(("2019-03-12".parse().unwrap(), "2019-03-14".parse().unwrap())));
    assert_eq!((times[0].days.precision, times[0].days.basis), (Precision::Range, Basis::Inferred));
    assert_eq!(times[0].value, "2019-03-XX");
    assert_eq!(times[1].days, Days::day("2019-03-11".parse().unwrap(), Basis::Inferred));
}

#[test]
fn tense_is_told_by_the_words_where_there_is_no_syntax() {
    let page = Page::new("The ministers are expected to meet on Friday. They quarrelled on Sunday.");
    let times = page.raw();
    assert_eq!((times[0].tense, times[0].planned), (Tense::Future, true));
    assert_eq!((times[1].tense, times[1].planned), (Tense::Past, false));
    assert!(matches!(times[0].meaning, Meaning::Weekday(..)));
}

#[test]
fn all_faults_of_a_calendar_are_told_at_once() {
    let text = "[[weekday]]\nnumber = 9\nwords = [\"Someday\"]\n[[feast]]\nnames = [\"No Day\"]\n";
    let faults =
        Calendar::from_files(&[("broken.toml", text), ("worse.toml", "[[month]]\nnumber = \"one\"")])
            .unwrap_err();
    assert!(faults.iter().any(|fault| fault.contains("broken.toml") && fault.contains("weekday 9")));
    assert!(faults.iter().any(|fault| fault.contains("No Day") && fault.contains("has no rule")));
    assert!(faults.iter().any(|fault| fault.starts_with("worse.toml:2:")));
}
