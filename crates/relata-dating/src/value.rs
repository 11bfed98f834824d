//! Which days does a meaning tell, counted from one day of writing?

use jiff::civil::{Date, Weekday};
use relata_doc::Precision;

use crate::calendar::{Calendar, Feast, Meeting};
use crate::days::{self, Interval, days_between, plus_days, plus_months, plus_years};
use crate::meaning::{From, Meaning, Season, Tense, Unit, Which, YearWord};

/// A meeting named without a year or a place is the one that is so many days ahead at most, or behind.
const MEETING_AHEAD: i32 = 60;
const MEETING_BEHIND: i32 = 30;

/// Days that a meaning tells, with how TIMEX3 writes them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Told {
    pub(crate) days: Option<Interval>,
    pub(crate) precision: Precision,
    pub(crate) value: String,
}

/// From where a meaning is counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub(crate) calendar: &'a Calendar,
    /// The day of writing.
    pub(crate) writing: Option<Date>,
    /// The time told before.
    pub(crate) told: Option<(Interval, Precision)>,
    /// Whether a year that is not told is the year told before.
    pub(crate) narrative: bool,
    pub(crate) tense: Tense,
    /// The feasts that a name can mean here.
    pub(crate) feasts: &'a [&'a Feast],
    /// The meetings that a name can mean here.
    pub(crate) meetings: &'a [&'a Meeting],
}

impl Told {
    fn new(days: Option<Interval>, precision: Precision, value: String) -> Told {
        Told { days, precision, value }
    }

    fn day(day: Date) -> Told {
        Told::new(Some((day, day)), Precision::Day, day.to_string())
    }

    fn unknown(value: impl Into<String>) -> Told {
        Told::new(None, Precision::Unknown, value.into())
    }
}

/// Returns whether the words tell the days by themselves, wherever they stand.
pub(crate) fn is_absolute(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Day { year, .. }
        | Meaning::Month(_, year)
        | Meaning::Season(_, year)
        | Meaning::Quarter(_, year)
        | Meaning::Half(_, year)
        | Meaning::Feast(_, year)
        | Meaning::Meeting(_, year) => matches!(year, YearWord::Told(_) | YearWord::Named(_)),
        Meaning::Year(_) | Meaning::Decade(_) | Meaning::Century(_) => true,
        Meaning::PartOf(_, day) => is_absolute(day),
        Meaning::NthWeekday { year, .. } => matches!(year, YearWord::Told(_)),
        Meaning::DayOfUnit(_, of)
        | Meaning::Slice { of, .. }
        | Meaning::UnitOf(_, of)
        | Meaning::Shifted { of, .. } => is_absolute(of),
        Meaning::Clock(_, day) => day.as_deref().is_some_and(is_absolute),
        _ => false,
    }
}

/// Returns whether the meaning counts from the time told before it.
pub(crate) fn counts_from_told(meaning: &Meaning) -> bool {
    let away = |year: &YearWord| matches!(year, YearWord::Away(_, From::Told));
    match meaning {
        Meaning::Day { year, .. } | Meaning::Month(_, year) | Meaning::Season(_, year) => away(year),
        Meaning::Offset { from, .. } | Meaning::UnitAway { from, .. } => *from == From::Told,
        Meaning::PartOf(_, day) | Meaning::Slice { of: day, .. } => counts_from_told(day),
        _ => false,
    }
}

impl Frame<'_> {
    /// Returns the days that a meaning tells.
    pub(crate) fn resolve(&self, meaning: &Meaning) -> Told {
        match meaning {
            Meaning::Day { year, month, day, .. } => self.month_day(*year, *month, *day),
            Meaning::DayOfMonth(day) => self.day_of_month(*day),
            Meaning::Weekday(weekday, which) => self.weekday(*weekday, *which),
            Meaning::WeekdayOfWeek(weekday, weeks) => {
                let Some(writing) = self.writing else {
                    return Told::unknown(format!("XXXX-WXX-{}", weekday.to_monday_one_offset()));
                };
                let monday = days::week(plus_days(writing, 7 * weeks)).0;
                Told::day(days::on_or_after(monday, *weekday))
            }
            Meaning::NthWeekday { n, weekday, month, year } => {
                let days = self.in_year(*year, |year| {
                    let first = Date::new(i16::try_from(year).ok()?, *month, 1).ok()?;
                    let day = first.nth_weekday_of_month(*n, *weekday).ok()?;
                    Some((day, day))
                });
                days.map_or_else(|| Told::unknown(format!("XXXX-{month:02}-XX")), |days| Told::day(days.0))
            }
            Meaning::DayOfUnit(day, month) => {
                let month = self.resolve(month).days;
                let day = month.and_then(|(first, _)| Date::new(first.year(), first.month(), *day).ok());
                day.map_or_else(|| Told::unknown("XXXX-XX-XX"), Told::day)
            }
            Meaning::Slice { n, length, unit, of } => self.slice(*n, *length, *unit, of),
            Meaning::UnitOf(unit, day) => unit_told(self.resolve(day).days.map(|days| days.0), *unit),
            Meaning::Shifted { count, unit, of } => {
                unit_told(self.resolve(of).days.map(|days| shift(days.0, *count, *unit)), *unit)
            }
            Meaning::Weekend => {
                let around = self.writing.map(|day| plus_days(days::week(day).0, 5));
                let weekends = around.into_iter().flat_map(|saturday| {
                    (-1..=1).map(move |weeks| {
                        (plus_days(saturday, 7 * weeks), plus_days(saturday, 7 * weeks + 1))
                    })
                });
                unit_told(self.nearest(weekends).map(|days| days.0), Unit::Weekend)
            }
            Meaning::Overnight => match self.writing {
                Some(day) => {
                    let before = plus_days(day, -1);
                    Told::new(Some((before, day)), Precision::Range, format!("{before}TNI"))
                }
                None => Told::unknown("XXXX-XX-XXTNI"),
            },
            Meaning::Month(month, year) => self.month(*month, *year),
            Meaning::Year(year) => year_told(*year),
            Meaning::Decade(first) => decade_told(*first),
            Meaning::ShortDecade(short) => {
                let century = self.writing.map_or(1900, |writing| i32::from(writing.year()) / 100 * 100);
                let first = century + i32::from(*short);
                decade_told(if self.writing.is_none_or(|w| i32::from(w.year()) < first) && first > 1990 {
                    first - 100
                } else {
                    first
                })
            }
            Meaning::Century(digits) if *digits < 0 => Told::unknown(format!("BC{:02}", -digits)),
            Meaning::Century(digits) => Told::new(
                days::years(digits * 100, digits * 100 + 99),
                Precision::Range,
                format!("{digits:02}"),
            ),
            Meaning::Season(season, year) => self.season(*season, *year),
            Meaning::Quarter(quarter, year) => self.months_of_year(*quarter, 3, 'Q', *year),
            Meaning::Half(half, year) => self.months_of_year(*half, 6, 'H', *year),
            Meaning::Offset { count, unit, from } => self.offset(*count, *unit, *from),
            Meaning::UnitAway { count, unit, from } => self.unit_away(*count, *unit, *from),
            Meaning::Feast(_, year) => self.feast(*year),
            Meaning::Meeting(_, year) => self.meeting(*year),
            Meaning::PartOf(part, day) => {
                let told = self.resolve(day);
                let value = format!("{}T{}", told.value, part.code());
                Told { value, ..told }
            }
            Meaning::Clock(time, day) => {
                let told = match day {
                    Some(day) => self.resolve(day),
                    None => self
                        .base(From::Told)
                        .filter(|day| day.0 == day.1)
                        .map_or(Told::unknown("XXXX-XX-XX"), |day| Told::day(day.0)),
                };
                let value = format!("{}T{time}", told.value);
                Told { value, ..told }
            }
            Meaning::Duration { value, window } => {
                let days = window.zip(self.writing).map(|((count, unit), writing)| {
                    // Hours reach into as many days as they are long.
                    let other = match unit {
                        Unit::Hour => plus_days(writing, (count.abs() + 23) / 24 * count.signum()),
                        _ => shift(writing, count, unit),
                    };
                    (writing.min(other), writing.max(other))
                });
                let precision = if days.is_some() { Precision::Range } else { Precision::Unknown };
                Told::new(days, precision, value.clone())
            }
            Meaning::Set(value) | Meaning::Vague(value) => Told::unknown(value.clone()),
        }
    }

    /// Returns the day or the interval from which the words count.
    fn base(&self, from: From) -> Option<Interval> {
        let writing = self.writing.map(|day| (day, day));
        let told = self.told.map(|(days, _)| days);
        match from {
            From::Writing => writing,
            From::Told => told.or(writing),
            From::Frame if self.narrative => told.or(writing),
            From::Frame => writing,
        }
    }

    /// Chooses between the last one at or before the day counted from and the next one: the direction of the tense is
    /// taken unless the other one is much nearer.
    fn nearest(&self, candidates: impl Iterator<Item = Interval>) -> Option<Interval> {
        let ((first_base, last_base), (past, future)) = match (self.told, self.tense) {
            // A story goes on: the next July is more likely than the one before.
            (Some((told, _)), _) if self.narrative => (told, (2, 1)),
            (_, tense) => {
                let writing = self.writing?;
                let weights = match tense {
                    Tense::Future => (20, 1),
                    Tense::Past => (1, 40),
                    Tense::Present | Tense::Unknown => (1, 3),
                };
                ((writing, writing), weights)
            }
        };
        let cost = |days: &Interval| match days {
            (_, last) if *last < first_base => past * days_between(*last, first_base),
            (first, _) if *first > last_base => future * days_between(last_base, *first),
            _ => 0,
        };
        candidates.min_by_key(cost)
    }

    /// Returns the years among which one that is not told is to be found.
    fn years_around(&self) -> impl Iterator<Item = i32> + use<> {
        let base = match (self.narrative, self.told) {
            (true, Some(((first, _), _))) => Some(first),
            _ => self.writing,
        };
        base.into_iter().flat_map(|base| i32::from(base.year()) - 2..=i32::from(base.year()) + 2)
    }

    /// Finds the year of something that comes once a year, by what is said of the year.
    fn in_year(&self, year: YearWord, days: impl Fn(i32) -> Option<Interval>) -> Option<Interval> {
        match year {
            YearWord::Told(year) | YearWord::Named(year) => days(year),
            YearWord::Untold => self.nearest(self.years_around().filter_map(days)),
            YearWord::Away(count, from) => days(i32::from(self.base(from)?.0.year()) + count),
            YearWord::Side(Which::Last) => {
                let writing = self.writing?;
                self.years_around().filter_map(days).filter(|days| days.1 < writing).max_by_key(|days| days.0)
            }
            YearWord::Side(Which::Next) => {
                let writing = self.writing?;
                self.years_around().filter_map(days).filter(|days| days.0 > writing).min_by_key(|days| days.0)
            }
            YearWord::Side(_) => days(i32::from(self.writing?.year())),
        }
    }

    /// A part of a longer time, counted from one of its ends.
    fn slice(&self, n: i32, length: i32, unit: Unit, of: &Meaning) -> Told {
        let value = unit.duration(&length.to_string());
        let Some((first, last)) = self.resolve(of).days else { return Told::unknown(value) };
        let (start, end) = if n < 0 {
            (plus_days(shift(plus_days(last, 1), -length, unit), 0), last)
        } else {
            let start = shift(first, (n - 1) * length, unit);
            (start, plus_days(shift(start, length, unit), -1))
        };
        match unit {
            _ if start < first || end > last => Told::unknown(value),
            Unit::Month if length == 1 => unit_told(Some(start), unit),
            // Told by the week that most of it lies in.
            Unit::Week if length == 1 => {
                let week = unit_told(Some(plus_days(start, 3)), unit);
                Told::new(Some((start, end)), Precision::Range, week.value)
            }
            _ => Told::new(Some((start, end)), Precision::Range, value),
        }
    }

    fn month_day(&self, year: YearWord, month: i8, day: i8) -> Told {
        if let YearWord::Told(year) = year
            && year < 0
        {
            return Told::unknown(format!("BC{:04}-{month:02}-{day:02}", -year));
        }
        let days = self.in_year(year, |year| {
            let day = Date::new(i16::try_from(year).ok()?, month, day).ok()?;
            Some((day, day))
        });
        days.map_or_else(|| Told::unknown(format!("XXXX-{month:02}-{day:02}")), |days| Told::day(days.0))
    }

    fn day_of_month(&self, day: i8) -> Told {
        let base = self.base(From::Frame).map(|days| days.0);
        let candidates = base
            .into_iter()
            .flat_map(|base| (-1..=1).map(move |months| plus_months(base.first_of_month(), months)));
        let found = self.nearest(
            candidates
                .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
                .map(|day| (day, day)),
        );
        found.map_or_else(|| Told::unknown(format!("XXXX-XX-{day:02}")), |days| Told::day(days.0))
    }

    fn weekday(&self, weekday: Weekday, which: Which) -> Told {
        let from_told = self.told.filter(|(_, precision)| self.narrative && *precision == Precision::Day);
        let Some(base) = from_told.map(|(days, _)| days.0).or(self.writing) else {
            return Told::unknown(format!("XXXX-WXX-{}", weekday.to_monday_one_offset()));
        };
        let day = match which {
            Which::Last => days::on_or_before(plus_days(base, -1), weekday),
            Which::Next => days::on_or_after(plus_days(base, 1), weekday),
            Which::This => days::on_or_after(days::week(base).0, weekday),
            Which::Nearest if matches!(self.tense, Tense::Future | Tense::Present) => {
                days::on_or_after(base, weekday)
            }
            Which::Nearest => days::on_or_before(base, weekday),
        };
        Told::day(day)
    }

    fn month(&self, month: i8, year: YearWord) -> Told {
        if let YearWord::Told(year) = year
            && year < 0
        {
            return Told::unknown(format!("BC{:04}-{month:02}", -year));
        }
        match self.in_year(year, |year| days::month(year, month)) {
            Some(days) => Told::new(Some(days), Precision::Month, format!("{:04}-{month:02}", days.0.year())),
            None => Told::unknown(format!("XXXX-{month:02}")),
        }
    }

    fn season(&self, season: Season, year: YearWord) -> Told {
        let months = self.calendar.season_months.iter().find(|(known, ..)| *known == season);
        let Some(&(_, first, last)) = months else { return Told::unknown(format!("XXXX-{}", season.code())) };
        if let YearWord::Told(year) = year
            && year < 0
        {
            return Told::unknown(format!("BC{:04}-{}", -year, season.code()));
        }
        let days = self.in_year(year, |year| {
            let end = if last < first { year + 1 } else { year };
            Some((days::month(year, first)?.0, days::month(end, last)?.1))
        });
        match days {
            Some(days) => {
                Told::new(Some(days), Precision::Season, format!("{:04}-{}", days.0.year(), season.code()))
            }
            None => Told::unknown(format!("XXXX-{}", season.code())),
        }
    }

    /// A part of a year that is `length` months long.
    fn months_of_year(&self, number: i8, length: i8, letter: char, year: YearWord) -> Told {
        let days = self.in_year(year, |year| {
            let first = (number - 1) * length + 1;
            Some((days::month(year, first)?.0, days::month(year, first + length - 1)?.1))
        });
        let precision = if letter == 'Q' { Precision::Quarter } else { Precision::Range };
        match days {
            Some(days) => Told::new(Some(days), precision, format!("{:04}-{letter}{number}", days.0.year())),
            None => Told::unknown(format!("XXXX-{letter}{number}")),
        }
    }

    fn offset(&self, count: Option<i32>, unit: Unit, from: From) -> Told {
        let Some(count) = count else {
            return Told::unknown(if from == From::Writing { "PAST_REF" } else { "FUTURE_REF" });
        };
        // "Two days later" than a month is no day.
        let coarse = from == From::Told
            && self.told.is_none_or(|(_, precision)| rank(unit_precision(unit)) < rank(precision));
        let base = if from == From::Told && coarse { None } else { self.base(from) };
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour => match base {
                Some((day, _)) => Told::new(
                    Some((
                        plus_days(day, if count < 0 { -1 } else { 0 }),
                        plus_days(day, i32::from(count > 0)),
                    )),
                    Precision::Range,
                    day.to_string(),
                ),
                None => Told::unknown("XXXX-XX-XX"),
            },
            _ => unit_told(base.map(|days| shift(days.0, count, unit)), unit),
        }
    }

    fn unit_away(&self, count: i32, unit: Unit, from: From) -> Told {
        let coarse = from == From::Told
            && self.told.is_some_and(|(_, precision)| rank(unit_precision(unit)) < rank(precision));
        let missing = from == From::Told && count == 0 && self.told.is_none();
        let base = if coarse || missing { None } else { self.base(from) };
        let told = unit_told(base.map(|days| shift(days.0, count, unit)), unit);
        // Under a past verb "this weekend" is the one that is over where this week's has not begun.
        let ahead = told.days.zip(self.writing).is_some_and(|((first, _), writing)| first > writing);
        if unit == Unit::Weekend && count == 0 && self.tense == Tense::Past && ahead {
            return unit_told(base.map(|days| shift(days.0, -1, unit)), unit);
        }
        told
    }

    fn feast(&self, year: YearWord) -> Told {
        let length = |feast: &Feast, day: Date| (day, plus_days(day, feast.length - 1));
        let of_year = |year: i32| -> Vec<Interval> {
            let year = i16::try_from(year).unwrap_or_default();
            self.feasts
                .iter()
                .flat_map(|feast| feast.rule.days(year).into_iter().map(|day| length(feast, day)))
                .collect()
        };
        // Several states keep a feast of this name on different days, and nothing tells whose is meant.
        let rule = self.feasts.first().map(|feast| feast.rule);
        if rule.is_none() || self.feasts.iter().any(|feast| Some(feast.rule) != rule) {
            return Told::unknown("XXXX-XX-XX");
        }
        let found = match year {
            YearWord::Untold => self.nearest(self.years_around().flat_map(of_year)),
            _ => self.in_year(year, |year| of_year(year).first().copied()),
        };
        match found {
            Some(days) if days.0 == days.1 => Told::day(days.0),
            Some(days) => Told::new(Some(days), Precision::Range, days.0.to_string()),
            None => Told::unknown("XXXX-XX-XX"),
        }
    }

    /// A meeting is meant where its name, its year or its place leaves one, or where one was held or is due within weeks.
    fn meeting(&self, year: YearWord) -> Told {
        let days = |meeting: &&&Meeting| (meeting.first, meeting.last);
        let mut held = self.meetings.iter();
        let meant = match (year, self.meetings) {
            (YearWord::Told(year), _) => {
                held.find(|meeting| i32::from(meeting.first.year()) == year).map(|m| days(&m))
            }
            (_, [meeting]) => Some((meeting.first, meeting.last)),
            _ => self.nearest(self.meetings.iter().map(|meeting| (meeting.first, meeting.last))).filter(
                |(first, last)| {
                    self.writing.is_some_and(|writing| {
                        days_between(writing, *first) <= MEETING_AHEAD
                            && days_between(*last, writing) <= MEETING_BEHIND
                    })
                },
            ),
        };
        match meant {
            Some((first, last)) if first == last => Told::day(first),
            Some((first, last)) => {
                Told::new(Some((first, last)), Precision::Range, format!("{first}/{last}"))
            }
            None => Told::unknown("XXXX-XX-XX"),
        }
    }
}

fn year_told(year: i32) -> Told {
    if year < 0 {
        return Told::unknown(format!("BC{:04}", -year));
    }
    Told::new(days::year(year), Precision::Year, format!("{year:04}"))
}

fn decade_told(first: i32) -> Told {
    if first < 0 {
        return Told::unknown(format!("BC{:03}", -first / 10));
    }
    Told::new(days::years(first, first + 9), Precision::Decade, format!("{:03}", first / 10))
}

/// Returns the unit of time that holds a day.
fn unit_told(day: Option<Date>, unit: Unit) -> Told {
    let Some(day) = day else {
        return Told::unknown(match unit {
            Unit::Day | Unit::Hour | Unit::Minute | Unit::Second => "XXXX-XX-XX",
            Unit::Week | Unit::Fortnight => "XXXX-WXX",
            Unit::Weekend => "XXXX-WXX-WE",
            Unit::Month => "XXXX-XX",
            Unit::Quarter => "XXXX-QX",
            Unit::Year => "XXXX",
            Unit::Decade => "XXX",
            Unit::Century => "XX",
        });
    };
    let year = i32::from(day.year());
    match unit {
        Unit::Day | Unit::Hour | Unit::Minute | Unit::Second => Told::day(day),
        Unit::Week | Unit::Fortnight => {
            let iso = day.iso_week_date();
            Told::new(Some(days::week(day)), Precision::Week, format!("{:04}-W{:02}", iso.year(), iso.week()))
        }
        Unit::Weekend => {
            let iso = day.iso_week_date();
            let saturday = plus_days(days::week(day).0, 5);
            Told::new(
                Some((saturday, plus_days(saturday, 1))),
                Precision::Range,
                format!("{:04}-W{:02}-WE", iso.year(), iso.week()),
            )
        }
        Unit::Month => Told::new(
            Some((day.first_of_month(), day.last_of_month())),
            Precision::Month,
            format!("{year:04}-{:02}", day.month()),
        ),
        Unit::Quarter => {
            let quarter = (day.month() - 1) / 3;
            let days = days::month(year, quarter * 3 + 1)
                .zip(days::month(year, quarter * 3 + 3))
                .map(|(first, last)| (first.0, last.1));
            Told::new(days, Precision::Quarter, format!("{year:04}-Q{}", quarter + 1))
        }
        Unit::Year => year_told(year),
        Unit::Decade => decade_told(year / 10 * 10),
        Unit::Century => Told::new(
            days::years(year / 100 * 100, year / 100 * 100 + 99),
            Precision::Range,
            format!("{:02}", year / 100),
        ),
    }
}

fn shift(day: Date, count: i32, unit: Unit) -> Date {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => day,
        Unit::Day => plus_days(day, count),
        Unit::Week | Unit::Weekend => plus_days(day, 7 * count),
        Unit::Fortnight => plus_days(day, 14 * count),
        Unit::Month => plus_months(day, count),
        Unit::Quarter => plus_months(day, 3 * count),
        Unit::Year => plus_years(day, count),
        Unit::Decade => plus_years(day, 10 * count),
        Unit::Century => plus_years(day, 100 * count),
    }
}

fn unit_precision(unit: Unit) -> Precision {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Precision::Day,
        Unit::Week | Unit::Fortnight | Unit::Weekend => Precision::Week,
        Unit::Month => Precision::Month,
        Unit::Quarter => Precision::Quarter,
        Unit::Year => Precision::Year,
        Unit::Decade => Precision::Decade,
        Unit::Century => Precision::Range,
    }
}

/// Orders precisions from fine to coarse; a range may be of any length and counts as fine.
fn rank(precision: Precision) -> u8 {
    match precision {
        Precision::Day | Precision::Range => 0,
        Precision::Week => 1,
        Precision::Month => 2,
        Precision::Season | Precision::Quarter => 3,
        Precision::Year => 4,
        Precision::Decade => 5,
        Precision::Unknown => 6,
    }
}
