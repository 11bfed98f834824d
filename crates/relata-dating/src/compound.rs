//! Which times are told by way of another: "the first Sunday in May", "two days before Easter", "the last week of March"?

use relata_doc::TimeType;

use crate::meaning::{From, Meaning, Unit, YearWord};
use crate::reader::{Found, Reader};

impl Reader<'_> {
    /// Reads "the first Sunday in May", "the last Friday of April 2023".
    pub(crate) fn nth_weekday(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let from = if grammar.the.has(self.lower(at)) { at + 1 } else { at };
        let &n = self.calendar.ordinals.get(self.lower(from)).filter(|n| (-1..=5).contains(*n))?;
        let (weekday, end) = self.weekday(from + 1)?;
        grammar.of.has(self.lower(end)).then_some(())?;
        let whole = self.calendar_time(end + 1)?;
        let Meaning::Month(month, year) = whole.meaning else { return None };
        let meaning = Meaning::NthWeekday { n: i8::try_from(n).ok()?, weekday, month, year };
        Some(self.found(at, whole.end, meaning))
    }

    /// Reads "the 15th of this month", "the 3rd of next month"; and "on the 20th", the month not told.
    pub(crate) fn day_of_month(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        grammar.the.has(self.lower(at)).then_some(())?;
        let (day, end) = self.day_number(at + 1)?;
        if grammar.of.has(self.lower(end)) && !self.is(end, "in") {
            let month = self.unit_away(end + 1)?;
            return match month.meaning {
                Meaning::UnitAway { unit: Unit::Month, .. } => {
                    Some(self.found(at, month.end, Meaning::DayOfUnit(day, Box::new(month.meaning))))
                }
                _ => None,
            };
        }
        let ordinal = self.word(at + 1)?.number().is_some_and(|(_, rest)| !rest.is_empty());
        let ends = self
            .word(end)
            .is_none_or(|word| word.breaks || !word.is_word() || grammar.before_time.has(&word.lower));
        (ordinal && ends && !self.is_dash(end) && grammar.on.has(self.before(at)))
            .then(|| self.found(at, end, Meaning::DayOfMonth(day)))
    }

    /// Reads "the last week of March", "the first ten days of June 2016", "the last month of 2022".
    pub(crate) fn slice(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        grammar.the.has(self.lower(at)).then_some(())?;
        let &n = self.calendar.ordinals.get(self.lower(at + 1))?;
        let counted = self.count(at + 2).and_then(|count| Some((count.whole()?, count.end)));
        let (length, unit_at) = counted.unwrap_or((1, at + 2));
        let unit = self.unit(unit_at)?;
        // "The first days of March" are not counted.
        (counted.is_some() || self.singular(unit_at)).then_some(())?;
        let known = matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year);
        (known && (length == 1 || n == 1 || n == -1) && length < 400).then_some(())?;
        (grammar.of.has(self.lower(unit_at + 1)) && !self.is(unit_at + 1, "in")).then_some(())?;
        let whole = self.calendar_time(unit_at + 2).or_else(|| self.unit_away(unit_at + 2))?;
        let fits = match whole.meaning {
            Meaning::Month(..) => matches!(unit, Unit::Day | Unit::Week),
            Meaning::Year(_) | Meaning::Quarter(..) | Meaning::Season(..) => unit != Unit::Year,
            Meaning::UnitAway { unit: of, .. } => {
                matches!(
                    (unit, of),
                    (Unit::Day | Unit::Week, Unit::Month) | (Unit::Month | Unit::Week, Unit::Year)
                )
            }
            Meaning::Decade(_) => unit == Unit::Year,
            _ => false,
        };
        let meaning = Meaning::Slice { n, length, unit, of: Box::new(whole.meaning) };
        let time_type = if length == 1 { TimeType::Date } else { TimeType::Duration };
        fits.then(|| Found { time_type, ..self.found(at, whole.end, meaning) })
    }

    /// Reads "the weekend of May 4", "the week of April 22".
    pub(crate) fn unit_of_day(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let from = if grammar.the.has(self.lower(at)) { at + 1 } else { at };
        let unit = self.unit(from).filter(|unit| matches!(unit, Unit::Week | Unit::Weekend))?;
        (grammar.of.has(self.lower(from + 1)) && !self.is(from + 1, "in")).then_some(())?;
        let day = self.day(from + 2)?;
        Some(self.found(at, day.end, Meaning::UnitOf(unit, Box::new(day.meaning))))
    }

    /// Reads "two days before Easter Sunday", "a day after Monday", "the eve of Eid al-Fitr".
    pub(crate) fn beside(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let from = if grammar.the.has(self.lower(at)) { at + 1 } else { at };
        if grammar.eve.has(self.lower(from)) && grammar.of.has(self.lower(from + 1)) {
            return self.shifted(at, -1, Unit::Day, from + 2);
        }
        let (count, unit_at) = match self.count(from) {
            Some(count) => (count.whole()?, count.end),
            None if from > at => (1, from),
            None => return None,
        };
        let unit = self.unit(unit_at)?;
        let side = self.lower(unit_at + 1);
        let sign = match (grammar.before_it.has(side), grammar.after_it.has(side)) {
            (true, _) => -1,
            (_, true) => 1,
            _ => return None,
        };
        (count < 1000).then_some(())?;
        self.shifted(at, sign * count, unit, unit_at + 2)
    }

    fn shifted(&self, at: usize, count: i32, unit: Unit, of: usize) -> Option<Found> {
        self.word(of).filter(|word| !word.breaks)?;
        let day = self.named(of).or_else(|| self.day(of)).or_else(|| self.weekdays(of))?;
        let is_day = matches!(
            day.meaning,
            Meaning::Feast(..) | Meaning::Meeting(..) | Meaning::Day { .. } | Meaning::Weekday(..)
        );
        let meaning = Meaning::Shifted { count, unit, of: Box::new(day.meaning) };
        is_day.then(|| Found { time_type: TimeType::Date, ..self.found(at, day.end, meaning) })
    }

    /// Reads "the day before", "the week before last", "the year after next", "days ago".
    pub(crate) fn unit_beside(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        if let Some(unit) = self.unit(at)
            && !self.singular(at)
            && grammar.ago.has(self.lower(at + 1))
            && matches!(unit, Unit::Hour | Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Decade)
        {
            return Some(self.found(at, at + 2, Meaning::Offset { count: None, unit, from: From::Writing }));
        }
        grammar.the.has(self.lower(at)).then_some(())?;
        let unit = self.unit(at + 1).filter(|_| self.singular(at + 1))?;
        let (side, far) = (self.lower(at + 2), self.lower(at + 3));
        let (before, after) = (grammar.before_it.has(side), grammar.after_it.has(side));
        let away = |count, from, end| Some(self.found(at, end, Meaning::UnitAway { count, unit, from }));
        if before && grammar.last.has(far) {
            return away(-2, From::Writing, at + 4);
        }
        if after && grammar.next.has(far) {
            return away(2, From::Writing, at + 4);
        }
        let ends = self.word(at + 3).is_none_or(|word| word.breaks || !word.is_word());
        match (before, after, unit, ends) {
            (true, _, Unit::Day | Unit::Week | Unit::Month | Unit::Year, true) => {
                away(-1, From::Told, at + 3)
            }
            (_, true, Unit::Day | Unit::Week | Unit::Month | Unit::Year, true) => away(1, From::Told, at + 3),
            _ => None,
        }
    }

    /// Reads "the weekend", told as one that all know: the nearest on the side of the tense.
    pub(crate) fn weekend(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let known = grammar.the.has(self.lower(at)) && grammar.over.has(self.before(at));
        (known && self.unit(at + 1) == Some(Unit::Weekend) && self.singular(at + 1)).then_some(())?;
        (!grammar.of.has(self.lower(at + 2))).then(|| self.found(at, at + 2, Meaning::Weekend))
    }

    /// Reads "year-end", "month's end".
    pub(crate) fn unit_end(&self, at: usize) -> Option<Found> {
        let unit = self.unit(at).filter(|unit| matches!(unit, Unit::Month | Unit::Year | Unit::Quarter))?;
        let joined = self.is_dash(at + 1) || self.lower(at + 1) == "'s";
        (joined && self.singular(at) && self.calendar.grammar.ending.has(self.lower(at + 2))).then_some(())?;
        Some(self.found(at, at + 3, Meaning::UnitAway { count: 0, unit, from: From::Frame }))
    }

    /// Reads "overnight".
    pub(crate) fn overnight(&self, at: usize) -> Option<Found> {
        let word = self.lower(at);
        self.calendar
            .grammar
            .overnight
            .has(word)
            .then(|| Found { time_type: TimeType::Time, ..self.found(at, at + 1, Meaning::Overnight) })
    }

    /// Reads days in figures with points: "24.2.2022", the day first.
    pub(crate) fn pointed(&self, at: usize) -> Option<Found> {
        let mut parts = self.word(at)?.text.split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        (parts.next().is_none() && year.len() == 4 && day.len() <= 2 && month.len() <= 2).then_some(())?;
        let (day, month, year): (i8, i8, i32) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
        jiff::civil::Date::new(i16::try_from(year).ok()?, month, day).ok()?;
        let meaning = Meaning::Day { year: YearWord::Told(year), month, day, weekday: None };
        (1000..=2100).contains(&year).then(|| self.found(at, at + 1, meaning))
    }
}
