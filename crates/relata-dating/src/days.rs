//! How do days, weeks, months and years hang together?

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// The first and the last day of something.
pub(crate) type Interval = (Date, Date);

pub(crate) fn plus_days(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

pub(crate) fn plus_months(day: Date, months: i32) -> Date {
    day.saturating_add(months.months())
}

pub(crate) fn plus_years(day: Date, years: i32) -> Date {
    day.saturating_add(years.years())
}

/// Returns how many days lie from `from` to `to`.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    number(to) - number(from)
}

/// Numbers the days; 1 January 1970 is 0.
pub(crate) fn number(day: Date) -> i32 {
    (day.duration_since(date(1970, 1, 1)).as_hours() / 24) as i32
}

/// Returns the day with a number.
pub(crate) fn from_number(number: i32) -> Date {
    plus_days(date(1970, 1, 1), number)
}

/// Returns a month; `None` where it lies outside the calendar.
pub(crate) fn month(year: i32, month: i8) -> Option<Interval> {
    let first = Date::new(i16::try_from(year).ok()?, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

pub(crate) fn year(year: i32) -> Option<Interval> {
    years(year, year)
}

pub(crate) fn years(first: i32, last: i32) -> Option<Interval> {
    let (first, last) = (i16::try_from(first).ok()?, i16::try_from(last).ok()?);
    Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?))
}

pub(crate) fn first_of(year: i16) -> Date {
    date(year, 1, 1)
}

pub(crate) fn last_of(year: i16) -> Date {
    date(year, 12, 31)
}

/// Returns the week from Monday to Sunday that holds a day.
pub(crate) fn week(day: Date) -> Interval {
    let monday = plus_days(day, -i32::from(day.weekday().to_monday_zero_offset()));
    (monday, plus_days(monday, 6))
}

/// Returns the weekday on or before a day.
pub(crate) fn on_or_before(day: Date, weekday: Weekday) -> Date {
    plus_days(day, -i32::from(day.weekday().since(weekday)))
}

/// Returns the weekday on or after a day.
pub(crate) fn on_or_after(day: Date, weekday: Weekday) -> Date {
    plus_days(day, i32::from(day.weekday().until(weekday)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_on_or_before_a_day() {
        assert_eq!(on_or_before(date(2016, 7, 7), Weekday::Monday), date(2016, 7, 4));
        assert_eq!(on_or_before(date(2016, 7, 4), Weekday::Monday), date(2016, 7, 4));
        assert_eq!(on_or_after(date(2016, 7, 7), Weekday::Monday), date(2016, 7, 11));
        assert_eq!(week(date(2016, 7, 10)), (date(2016, 7, 4), date(2016, 7, 10)));
    }

    #[test]
    fn numbers_of_days_come_back() {
        assert_eq!(from_number(number(date(2016, 7, 7))), date(2016, 7, 7));
    }
}
