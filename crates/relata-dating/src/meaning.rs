//! What do words for a time mean, as long as nobody knows when they were written?

use relata_doc::{Span, TimeType};

use jiff::civil::{Date, Weekday};

/// Words that tell a time, not yet bound to days.
#[derive(Debug, Clone, PartialEq)]
pub struct RawTime {
    /// The words.
    pub span: Span,
    /// TIMEX3 type.
    pub time_type: TimeType,
    /// What they mean.
    pub meaning: Meaning,
    /// The tense of the verb that governs them.
    pub tense: Tense,
    /// Whether that verb is planned, expected or asked for: "to meet on Friday".
    pub planned: bool,
    /// Whether that verb is what the sentence tells, not something told beside it.
    pub main: bool,
    /// Whether the expression hangs on that verb itself: "met in 2014", but not "signed the 2014 budget".
    pub adverbial: bool,
    /// Where the expression is one end of a range ("from May 3 to May 7"): the index of the other end.
    pub range_with: Option<usize>,
}

/// When the governing verb puts its act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tense {
    /// "met", "has met", "had met".
    Past,
    /// "meets".
    Present,
    /// "will meet".
    Future,
    /// No verb was found.
    Unknown,
}

/// A meaning that still has to be anchored.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// "July 4", "Monday, July 4", "4 July 2016".
    Day {
        /// The year, as far as it is told.
        year: YearWord,
        /// The month, 1 to 12.
        month: i8,
        /// The day of the month.
        day: i8,
        /// The weekday named with it.
        weekday: Option<Weekday>,
    },
    /// "the 20th", or the second day of "May 3 and 4" (then with its month).
    DayOfMonth(i8),
    /// "Monday", "last Friday".
    Weekday(Weekday, Which),
    /// "the first Sunday in May": n counts from the end where it is negative.
    NthWeekday {
        /// Which of them, 1 to 5; -1 is the last.
        n: i8,
        /// The weekday.
        weekday: Weekday,
        /// The month, 1 to 12.
        month: i8,
        /// What is said of the year.
        year: YearWord,
    },
    /// "the 15th of this month".
    DayOfUnit(i8, Box<Meaning>),
    /// "the last week of March", "the first ten days of June": so many units at the n-th place of a longer time, from its
    /// end where n is negative.
    Slice {
        /// Which, from 1; negative from the end.
        n: i32,
        /// How many units.
        length: i32,
        /// The unit.
        unit: Unit,
        /// Of what.
        of: Box<Meaning>,
    },
    /// "the weekend of May 4", "the week of April 22".
    UnitOf(Unit, Box<Meaning>),
    /// "two days before Easter".
    Shifted {
        /// How many units, negative before it.
        count: i32,
        /// The unit.
        unit: Unit,
        /// From what.
        of: Box<Meaning>,
    },
    /// "over the weekend": the nearest on the side of the tense.
    Weekend,
    /// "overnight": the night that ended with the day of writing.
    Overnight,
    /// "Monday last week": the weekday of a week so many weeks away.
    WeekdayOfWeek(Weekday, i32),
    /// "July", "July 2016".
    Month(i8, YearWord),
    /// "2014"; negative before Christ.
    Year(i32),
    /// "the 1990s", by the first year.
    Decade(i32),
    /// "the 1990s" told as "the '90s" or "the 90s": the last two digits.
    ShortDecade(i8),
    /// "the 19th century", by the first two digits of its years: 18.
    Century(i32),
    /// "the summer of 2014".
    Season(Season, YearWord),
    /// "the first quarter of 2014".
    Quarter(i8, YearWord),
    /// "the second half of 2014".
    Half(i8, YearWord),
    /// "two days ago", "yesterday", "three weeks later"; with no number, "days ago".
    Offset {
        /// How many units, negative into the past; none where it is not told.
        count: Option<i32>,
        /// The unit.
        unit: Unit,
        /// From when it is counted.
        from: From,
    },
    /// "last week", "this year", "the same day".
    UnitAway {
        /// How many units from the one that holds the day counted from.
        count: i32,
        /// The unit.
        unit: Unit,
        /// From when it is counted.
        from: From,
    },
    /// A feast, by its place in the calendar's list of names.
    Feast(String, YearWord),
    /// A meeting, by its name, and by its place where that is named.
    Meeting(String, YearWord),
    /// A part of a day: "Monday night", "last night", "the morning of 4 July".
    PartOf(Part, Box<Meaning>),
    /// A time of day: "5:34 a.m. on Monday"; the value is what TIMEX3 writes after the T.
    Clock(String, Option<Box<Meaning>>),
    /// A length of time, as TIMEX3 writes it; with where it lies where that is told ("the past two weeks").
    Duration {
        /// `P2W`.
        value: String,
        /// Units and their number, before (negative) or after the day of writing.
        window: Option<(i32, Unit)>,
    },
    /// A repeated time, as TIMEX3 writes it.
    Set(String),
    /// `PRESENT_REF` and its like.
    Vague(String),
}

/// From which day words count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum From {
    /// From the day of writing: "ago", "yesterday".
    Writing,
    /// From the time told before: "later", "the same day".
    Told,
    /// From the day of writing in news, from the time told before in a history: "the end of the year".
    Frame,
}

/// Which of several is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    /// The nearest in the direction of the tense.
    Nearest,
    /// "last Monday".
    Last,
    /// "this Monday".
    This,
    /// "next Monday".
    Next,
}

/// What is said of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum YearWord {
    /// Nothing.
    Untold,
    /// The year itself; negative before Christ.
    Told(i32),
    /// The year of a day that an event has its name from: "the Jan. 6 riot".
    Named(i32),
    /// "last year", "next July": so many years from the year counted from.
    Away(i32, From),
    /// "last July", "next summer": the nearest on that side.
    Side(Which),
}

/// A part of the day, as TIMEX3 writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Morning.
    Morning,
    /// Midday.
    Midday,
    /// Afternoon.
    Afternoon,
    /// Evening.
    Evening,
    /// Night.
    Night,
}

/// A season.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Season {
    /// Spring.
    Spring,
    /// Summer.
    Summer,
    /// Autumn.
    Autumn,
    /// Winter, told by the year in which it begins.
    Winter,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A weekend.
    Weekend,
    /// Two weeks.
    Fortnight,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

impl Part {
    /// Returns what TIMEX3 writes after the T.
    pub fn code(self) -> &'static str {
        match self {
            Part::Morning => "MO",
            Part::Midday => "MI",
            Part::Afternoon => "AF",
            Part::Evening => "EV",
            Part::Night => "NI",
        }
    }

    /// Reads what TIMEX3 writes.
    pub fn from_code(code: &str) -> Option<Part> {
        [Part::Morning, Part::Midday, Part::Afternoon, Part::Evening, Part::Night]
            .into_iter()
            .find(|part| part.code() == code)
    }
}

impl Season {
    /// Returns what TIMEX3 writes after the year.
    pub fn code(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Autumn => "FA",
            Season::Winter => "WI",
        }
    }

    /// Reads what TIMEX3 writes.
    pub fn from_code(code: &str) -> Option<Season> {
        [Season::Spring, Season::Summer, Season::Autumn, Season::Winter]
            .into_iter()
            .find(|s| s.code() == code)
    }
}

impl Unit {
    /// All units with the names that the data use.
    const NAMES: [(Unit, &'static str); 12] = [
        (Unit::Second, "second"),
        (Unit::Minute, "minute"),
        (Unit::Hour, "hour"),
        (Unit::Day, "day"),
        (Unit::Week, "week"),
        (Unit::Weekend, "weekend"),
        (Unit::Fortnight, "fortnight"),
        (Unit::Month, "month"),
        (Unit::Quarter, "quarter"),
        (Unit::Year, "year"),
        (Unit::Decade, "decade"),
        (Unit::Century, "century"),
    ];

    /// Reads the name that the data use.
    pub fn from_name(name: &str) -> Option<Unit> {
        Unit::NAMES.iter().find(|(_, n)| *n == name).map(|(unit, _)| *unit)
    }

    /// Reads a length as TIMEX3 writes it, where its number is whole and told: `P3D`, `PT48H`.
    pub(crate) fn of_duration(value: &str) -> Option<(i32, Unit)> {
        let (time, rest) = match value.strip_prefix("PT") {
            Some(rest) => (true, rest),
            None => (false, value.strip_prefix('P')?),
        };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count = rest[..digits].parse().ok()?;
        let unit = match (time, &rest[digits..]) {
            (true, "H") => Unit::Hour,
            (false, "D") => Unit::Day,
            (false, "W") => Unit::Week,
            (false, "M") => Unit::Month,
            (false, "Y") => Unit::Year,
            _ => return None,
        };
        Some((count, unit))
    }

    /// Returns how TIMEX3 writes a length of `count` units: `P2D`, `PT3H`; a number not told is `X`.
    pub fn duration(self, count: &str) -> String {
        match self {
            Unit::Second => format!("PT{count}S"),
            Unit::Minute => format!("PT{count}M"),
            Unit::Hour => format!("PT{count}H"),
            Unit::Day => format!("P{count}D"),
            Unit::Week => format!("P{count}W"),
            Unit::Weekend => format!("P{count}WE"),
            Unit::Fortnight => match count.parse::<i32>() {
                Ok(count) => format!("P{}W", count * 2),
                Err(_) => format!("P{count}W"),
            },
            Unit::Month => format!("P{count}M"),
            Unit::Quarter => format!("P{count}Q"),
            Unit::Year => format!("P{count}Y"),
            Unit::Decade => format!("P{count}DE"),
            Unit::Century => format!("P{count}CE"),
        }
    }
}

impl RawTime {
    /// Returns the day, where the words tell it with its year.
    pub fn told_day(&self) -> Option<Date> {
        match self.meaning {
            Meaning::Day { year: YearWord::Told(year), month, day, .. } => {
                Date::new(i16::try_from(year).ok()?, month, day).ok()
            }
            _ => None,
        }
    }
}
