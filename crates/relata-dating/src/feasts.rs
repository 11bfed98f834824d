//! On which day is a feast kept in a given year?

use icu_calendar::cal::{ChineseTraditional, Hebrew, Hijri};
use icu_calendar::types::Month;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// How the day of a feast is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Month and day.
    Fixed(i8, i8),
    /// The n-th weekday of a month, counted from its end where n is negative, and so many days after it.
    Nth { month: i8, weekday: Weekday, n: i8, plus: i32 },
    /// Days after Easter Sunday of the Western churches.
    Easter(i32),
    /// Days after Easter Sunday of the Orthodox churches.
    OrthodoxEaster(i32),
    /// Month and day of the Islamic calendar as Mecca keeps it.
    Hijri(u8, u8),
    /// Month and day of the Hebrew calendar, months counted from Tishri.
    Hebrew(u8, u8),
    /// Month and day of the Chinese calendar.
    Chinese(u8, u8),
}

impl Rule {
    /// Returns the days on which the feast begins in `year`; a feast of a shorter year can begin twice or never.
    pub(crate) fn days(self, year: i16) -> Vec<Date> {
        let one = |day: Option<Date>| day.into_iter().collect();
        match self {
            Rule::Fixed(month, day) => one(Date::new(year, month, day).ok()),
            Rule::Nth { month, weekday, n, plus } => one(Date::new(year, month, 1)
                .and_then(|first| first.nth_weekday_of_month(n, weekday))
                .and_then(|day| day.checked_add(plus.days()))
                .ok()),
            Rule::Easter(plus) => one(easter(year).checked_add(plus.days()).ok()),
            Rule::OrthodoxEaster(plus) => one(orthodox_easter(year).checked_add(plus.days()).ok()),
            Rule::Hijri(month, day) => {
                let first = (i32::from(year) - 622) * 33 / 32;
                within(year, first - 1..first + 4, |y| {
                    let calendar = Hijri::new_umm_al_qura();
                    Some(
                        icu_calendar::Date::try_new(y.into(), Month::new(month), day, calendar)
                            .ok()?
                            .to_rata_die()
                            .to_i64_date(),
                    )
                })
            }
            Rule::Hebrew(month, day) => within(year, i32::from(year) + 3759..i32::from(year) + 3763, |y| {
                Some(
                    icu_calendar::Date::try_new(y.into(), Month::new(month), day, Hebrew)
                        .ok()?
                        .to_rata_die()
                        .to_i64_date(),
                )
            }),
            Rule::Chinese(month, day) => within(year, i32::from(year) - 1..i32::from(year) + 1, |y| {
                let calendar = ChineseTraditional::new();
                Some(
                    icu_calendar::Date::try_new(y.into(), Month::new(month), day, calendar)
                        .ok()?
                        .to_rata_die()
                        .to_i64_date(),
                )
            }),
        }
    }

    /// Returns whether the day moves through the year, or is told differently in different places.
    pub(crate) fn is_sighted(self) -> bool {
        matches!(self, Rule::Hijri(..))
    }
}

/// Keeps those days of other calendars' years that lie in our `year`.
fn within(year: i16, years: std::ops::Range<i32>, day: impl Fn(i32) -> Option<i64>) -> Vec<Date> {
    let days = years.filter_map(|y| date(1, 1, 1).checked_add((day(y)? - 1).days()).ok());
    days.filter(|day| day.year() == year).collect()
}

/// Finds Easter Sunday by the rule of the Gregorian calendar (Meeus, Jones, Butcher).
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let day = h + l - 7 * m + 114;
    date(year, (day / 31) as i8, (day % 31 + 1) as i8)
}

/// Finds Easter Sunday by the rule of the Julian calendar, told in ours (right from 1900 to 2099).
fn orthodox_easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let day = d + e + 114;
    date(year, (day / 31) as i8, (day % 31 + 1) as i8).saturating_add(13.days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_ramadan_moves_through_the_year() {
        assert_eq!(Rule::Hijri(10, 1).days(2016), [date(2016, 7, 6)]);
        assert_eq!(Rule::Hijri(10, 1).days(2019), [date(2019, 6, 4)]);
        assert_eq!(Rule::Hijri(10, 1).days(2000).len(), 2);
    }

    #[test]
    fn easter_of_west_and_east() {
        assert_eq!(Rule::Easter(0).days(2019), [date(2019, 4, 21)]);
        assert_eq!(Rule::Easter(-2).days(2024), [date(2024, 3, 29)]);
        assert_eq!(Rule::OrthodoxEaster(0).days(2019), [date(2019, 4, 28)]);
    }

    #[test]
    fn weekdays_of_a_month() {
        let thanksgiving = Rule::Nth { month: 11, weekday: Weekday::Thursday, n: 4, plus: 0 };
        assert_eq!(thanksgiving.days(2018), [date(2018, 11, 22)]);
        let election = Rule::Nth { month: 11, weekday: Weekday::Monday, n: 1, plus: 1 };
        assert_eq!(election.days(2016), [date(2016, 11, 8)]);
    }

    #[test]
    fn other_calendars() {
        assert_eq!(Rule::Hebrew(7, 15).days(2019), [date(2019, 4, 20)]);
        assert_eq!(Rule::Hebrew(1, 10).days(2021), [date(2021, 9, 16)]);
        assert_eq!(Rule::Chinese(1, 1).days(2020), [date(2020, 1, 25)]);
    }
}
