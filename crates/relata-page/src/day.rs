//! Which day does a date in metadata, or a line that holds nothing but a date, name?

use jiff::civil::{Date, date};

use crate::rules::Rules;

/// Returns the day a stated date names, as it is written: no clock is moved from its zone.
///
/// Reads `2021-05-09`, `2021-05-09T10:00:00Z`, `20210509`, `Sun, 09 May 2021 10:00:00 GMT`, `May 9, 2021`. A day and a month in
/// numbers alone are read only where one of them cannot be a month: 9/5/2021 is two days.
pub(crate) fn stated_day(rules: &Rules, words: &str) -> Option<Date> {
    let words = words.trim();
    iso_day(words).or_else(|| day_in_words(rules, words)).or_else(|| day_in_numbers(words))
}

/// Returns the day at the beginning of `words`, written year first.
pub(crate) fn iso_day(words: &str) -> Option<Date> {
    let digits: Vec<i16> =
        words.bytes().take_while(u8::is_ascii_digit).map(|digit| i16::from(digit - b'0')).collect();
    let number = |digits: &[i16]| digits.iter().fold(0i16, |number, digit| number * 10 + digit);
    match digits.len() {
        8 => day_of(number(&digits[..4]), number(&digits[4..6]), number(&digits[6..])),
        4 => {
            let mark = words[4..].chars().next().filter(|mark| matches!(mark, '-' | '/' | '.'))?;
            let mut parts = words[5..].splitn(2, mark);
            let month = parts.next()?.parse().ok()?;
            let rest = parts.next()?;
            let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
            (1..=2).contains(&end).then_some(())?;
            day_of(number(&digits), month, rest[..end].parse().ok()?)
        }
        _ => None,
    }
}

/// Returns whether a line says nothing but when the page was printed, with the day where it is whole.
pub(crate) fn stamp(rules: &Rules, line: &str) -> Option<Option<Date>> {
    if line.len() > 120 {
        return None;
    }
    let parts = parts(line);
    let is_named = parts.iter().any(|part| rules.month(part).is_some());
    let iso = line.split_whitespace().find_map(iso_day);
    let fits = |part: &&str| {
        part.bytes().all(|byte| byte.is_ascii_digit())
            || rules.month(part).is_some()
            || rules.is_stamp_word(part)
            || part.trim_start_matches(|letter: char| letter.is_ascii_digit()).len() < part.len()
                && rules.is_stamp_word(part.trim_start_matches(|letter: char| letter.is_ascii_digit()))
    };
    let is_timed = parts.iter().any(|part| rules.is_stamp_word(part));
    let is_stamp = (is_named || iso.is_some() || is_timed)
        && parts.len() <= 14
        && parts.iter().any(|part| part.as_bytes()[0].is_ascii_digit())
        && parts.iter().all(fits);
    is_stamp.then(|| iso.or_else(|| day_in_words(rules, line)))
}

fn day_in_words(rules: &Rules, words: &str) -> Option<Date> {
    if words.len() > 120 {
        return None;
    }
    let parts = parts(words);
    let (at, month) = parts.iter().enumerate().find_map(|(at, part)| Some((at, rules.month(part)?)))?;
    let number = |part: &&str| {
        let end = part.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(part.len());
        let is_day = end <= 2 && part.len() <= end + 2;
        is_day.then(|| part[..end].parse::<i16>().ok()).flatten()
    };
    let year = parts.iter().find_map(|part| (part.len() == 4).then(|| part.parse::<i16>().ok()).flatten())?;
    let before = at.checked_sub(1).and_then(|at| number(&parts[at]));
    let after = parts.get(at + 1).and_then(number);
    day_of(year, i16::from(month), before.or(after)?)
}

fn day_in_numbers(words: &str) -> Option<Date> {
    let mut parts = words.split(['/', '.', '-']);
    let (first, second) = (parts.next()?.parse::<i16>().ok()?, parts.next()?.parse::<i16>().ok()?);
    let year = parts.next()?.split([' ', ',', 'T']).next()?.parse().ok()?;
    match (first, second) {
        (13.., _) => day_of(year, second, first),
        (_, 13..) => day_of(year, first, second),
        _ if first == second => day_of(year, first, second),
        _ => None,
    }
}

fn parts(words: &str) -> Vec<&str> {
    words.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()).collect()
}

/// Returns the day, if there is one and news could have been printed on it.
pub(crate) fn day_of(year: i16, month: i16, day: i16) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    (1600..=2200).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

/// Returns whether a month has such a day in some year.
pub(crate) fn month_has(month: i8, day: i8) -> bool {
    (1..=12).contains(&month) && (1..=date(2020, month, 1).days_in_month()).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::rules;

    #[test]
    fn a_stated_date_is_read_in_the_forms_the_web_uses() {
        for words in [
            "2021-05-09",
            "2021-05-09T23:59:00-07:00",
            "2021/5/9",
            "20210509",
            "Sun, 09 May 2021 10:00:00 GMT",
            "May 9, 2021",
            "9th May 2021 at 4pm",
            "Updated: May 9, 2021, 10:00",
        ] {
            assert_eq!(stated_day(rules(), words), Some(date(2021, 5, 9)), "{words}");
        }
        assert_eq!(stated_day(rules(), "25/12/2020"), Some(date(2020, 12, 25)));
    }

    #[test]
    fn a_date_that_may_be_two_days_or_none_is_not_read() {
        for words in ["9/5/2021", "2021-02-30", "yesterday", "May 2021", "", "99999999999999999999", "–"] {
            assert_eq!(stated_day(rules(), words), None, "{words}");
        }
    }

    #[test]
    fn a_line_of_nothing_but_a_date_is_told_from_prose() {
        assert_eq!(stamp(rules(), "Friday, 4 January 2019"), Some(Some(date(2019, 1, 4))));
        assert_eq!(stamp(rules(), "Updated 14:30 GMT, May 9, 2021"), Some(Some(date(2021, 5, 9))));
        assert_eq!(stamp(rules(), "May 9, 10:30 p.m."), Some(None));
        assert_eq!(stamp(rules(), "1:16 P.M. EDT"), Some(None));
        assert_eq!(stamp(rules(), "Ministers met on 9 May 2021"), None);
        assert_eq!(stamp(rules(), "May to meet Xi"), None);
    }
}
