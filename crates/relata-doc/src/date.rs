//! Which days are meant, how exactly, and how do we know?

use jiff::civil::Date;

/// An interval of days, both ends included, with how exact it is and how it is known.
///
/// An end that is `None` is not known. Invariant: `start <= end` where both are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Days {
    start: Option<Date>,
    end: Option<Date>,
    /// How exactly the words tell it.
    pub precision: Precision,
    /// How it is known.
    pub basis: Basis,
}

/// The unit in which a date is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// One day.
    Day,
    /// A calendar week.
    Week,
    /// A month.
    Month,
    /// A season of the year.
    Season,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// An interval of no named unit.
    Range,
    /// Not told.
    Unknown,
}

/// Where a date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Words in this sentence.
    Stated,
    /// The document's metadata, or a date given with it.
    Document,
    /// Solved from internal evidence.
    Inferred,
    /// Nothing better: the report's own date or interval.
    Publication,
    /// None: not known.
    None,
}

impl Days {
    /// Nothing is known.
    pub const UNKNOWN: Days =
        Days { start: None, end: None, precision: Precision::Unknown, basis: Basis::None };

    /// Returns one day.
    pub fn day(day: Date, basis: Basis) -> Days {
        Days { start: Some(day), end: Some(day), precision: Precision::Day, basis }
    }

    /// Returns the days from `start` to `end`, in this order or the other.
    pub fn between(start: Date, end: Date, precision: Precision, basis: Basis) -> Days {
        Days { start: Some(start.min(end)), end: Some(start.max(end)), precision, basis }
    }

    /// Returns an interval one end of which may be open. Where both are known they are put in order.
    pub fn open(start: Option<Date>, end: Option<Date>, precision: Precision, basis: Basis) -> Days {
        match (start, end) {
            (Some(start), Some(end)) => Days::between(start, end, precision, basis),
            _ => Days { start, end, precision, basis },
        }
    }

    /// Returns the first day, if known.
    pub fn start(&self) -> Option<Date> {
        self.start
    }

    /// Returns the last day, if known.
    pub fn end(&self) -> Option<Date> {
        self.end
    }

    /// Returns the two ends where both are known.
    pub fn ends(&self) -> Option<(Date, Date)> {
        Some((self.start?, self.end?))
    }

    /// Returns whether anything is known.
    pub fn is_known(&self) -> bool {
        self.start.is_some() || self.end.is_some()
    }

    /// Returns the only day, where the interval holds just one.
    pub fn single(&self) -> Option<Date> {
        self.ends().and_then(|(start, end)| (start == end).then_some(start))
    }

    /// Returns whether the intervals may hold a day in common; an unknown end is taken as open.
    pub fn overlaps(&self, other: &Days) -> bool {
        let starts_before = |a: &Days, b: &Days| match (a.start, b.end) {
            (Some(start), Some(end)) => start <= end,
            _ => true,
        };
        starts_before(self, other) && starts_before(other, self)
    }

    /// Returns the same days, known in another way.
    pub fn with_basis(self, basis: Basis) -> Days {
        Days { basis, ..self }
    }
}

impl Precision {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Week => "week",
            Precision::Month => "month",
            Precision::Season => "season",
            Precision::Quarter => "quarter",
            Precision::Year => "year",
            Precision::Decade => "decade",
            Precision::Range => "range",
            Precision::Unknown => "unknown",
        }
    }
}

impl Basis {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Stated => "stated",
            Basis::Document => "document",
            Basis::Inferred => "inferred",
            Basis::Publication => "publication",
            Basis::None => "none",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_open_end_overlaps_everything_on_its_side() {
        let since = Days::open(Some(date(2014, 1, 1)), None, Precision::Range, Basis::Stated);
        assert!(since.overlaps(&Days::day(date(2020, 5, 1), Basis::Stated)));
        assert!(!since.overlaps(&Days::day(date(2013, 12, 31), Basis::Stated)));
        assert_eq!(since.single(), None);
    }

    #[test]
    fn ends_are_put_in_order() {
        let days = Days::between(date(2016, 7, 10), date(2016, 7, 6), Precision::Range, Basis::Inferred);
        assert_eq!(days.ends(), Some((date(2016, 7, 6), date(2016, 7, 10))));
    }
}
