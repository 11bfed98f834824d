//! Which time, counted from another, is told by the words that stand here: "yesterday", "two days ago", "last week"?

use relata_doc::TimeType;

use crate::meaning::{From, Meaning, Part, Unit, Which, YearWord};
use crate::reader::{Found, Reader};

/// A number told in words or figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Count {
    /// Twice the number, so that halves have a place; none where it is not told ("several").
    halves: Option<i32>,
    pub(crate) end: usize,
}

impl Count {
    pub(crate) fn whole(self) -> Option<i32> {
        self.halves.filter(|halves| halves % 2 == 0).map(|halves| halves / 2)
    }

    fn written(self) -> String {
        match self.halves {
            None => "X".to_owned(),
            Some(halves) if halves % 2 == 0 => (halves / 2).to_string(),
            Some(halves) => format!("{}.5", halves / 2), // "half an hour" is 0.5
        }
    }
}

impl Reader<'_> {
    pub(crate) fn unit(&self, at: usize) -> Option<Unit> {
        self.word(at).filter(|word| !word.breaks)?;
        self.calendar.units.get(self.lower(at)).copied()
    }

    pub(crate) fn singular(&self, at: usize) -> bool {
        // The first word of a unit's list is its singular; a longer form of the same unit is the plural.
        !self.lower(at).ends_with('s')
    }

    /// Reads a whole number: "two", "twenty-one", "72", "1,000"; or "several", "a few".
    pub(crate) fn count(&self, at: usize) -> Option<Count> {
        let grammar = &self.calendar.grammar;
        let word = self.word(at)?;
        if let Some((digits, rest)) = word.number() {
            let number: Option<i32> = word.text.replace(',', "").parse().ok();
            if let Some((whole, "5")) = word.text.split_once('.') {
                return whole
                    .parse::<i32>()
                    .ok()
                    .map(|whole| Count { halves: Some(2 * whole + 1), end: at + 1 });
            }
            let whole = rest.is_empty() || rest.starts_with(',');
            return (whole && !digits.is_empty() && !grammar.currency.has(self.before(at)))
                .then_some(number?)
                .filter(|&number| number < 100_000)
                .map(|number| Count { halves: Some(2 * number), end: at + 1 });
        }
        if let Some(&number) = self.calendar.numbers.get(&word.lower) {
            let mut count = Count { halves: Some(2 * number), end: at + 1 };
            let next = if self.is_dash(at + 1) { at + 2 } else { at + 1 };
            if let Some(&more) = self.calendar.numbers.get(self.lower(next)) {
                if more == 100 && number < 10 {
                    count = Count { halves: Some(200 * number), end: next + 1 };
                } else if number >= 20 && more < 10 {
                    count = Count { halves: Some(2 * (number + more)), end: next + 1 };
                }
            }
            let and_half = grammar.and.has(self.lower(count.end)) && grammar.a.has(self.lower(count.end + 1));
            if and_half && grammar.half.has(self.lower(count.end + 2)) {
                count = Count { halves: count.halves.map(|halves| halves + 1), end: count.end + 3 };
            }
            return Some(count);
        }
        // "half an hour", "half a century"
        if grammar.half.has(&word.lower) && grammar.a.has(self.lower(at + 1)) {
            return Some(Count { halves: Some(1), end: at + 2 });
        }
        if grammar.a.has(&word.lower) {
            if let Some(&number) =
                self.calendar.numbers.get(self.lower(at + 1)).filter(|number| **number >= 12)
            {
                return Some(Count { halves: Some(2 * number), end: at + 2 });
            }
            if grammar.vague_number.has(self.lower(at + 1)) {
                let end = if grammar.of.has(self.lower(at + 2)) && !self.is(at + 2, "in") {
                    at + 3
                } else {
                    at + 2
                };
                return Some(Count { halves: None, end });
            }
            return Some(Count { halves: Some(2), end: at + 1 });
        }
        grammar.vague_number.has(&word.lower).then_some(Count { halves: None, end: at + 1 })
    }

    /// Reads "yesterday", "tonight", "tomorrow morning", "later today".
    pub(crate) fn deictic(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let word = self.lower(at);
        let modified = grammar.earlier.has(word)
            || grammar.later.has(word)
            || grammar.phase.has(word)
            || grammar.the.has(word);
        let from = if modified { at + 1 } else { at };
        let (end, &(days, part)) = self.calendar.deictics.longest(self.words, from)?;
        let meaning = Meaning::Offset { count: Some(days), unit: Unit::Day, from: From::Writing };
        let spoken = self
            .calendar
            .parts
            .get(self.lower(end))
            .filter(|_| self.word(end).is_some_and(|word| !word.breaks));
        Some(match (part, spoken) {
            (Some(part), _) => self.timed(at, end, part, meaning),
            (None, Some(&part)) => self.timed(at, end + 1, part, meaning),
            (None, None) => self.found(at, end, meaning),
        })
    }

    fn timed(&self, start: usize, end: usize, part: Part, day: Meaning) -> Found {
        Found { time_type: TimeType::Time, ..self.found(start, end, Meaning::PartOf(part, Box::new(day))) }
    }

    fn duration(&self, start: usize, end: usize, value: String, window: Option<(i32, Unit)>) -> Found {
        Found { time_type: TimeType::Duration, ..self.found(start, end, Meaning::Duration { value, window }) }
    }

    /// Reads "Monday", "last Monday", "Monday night", "Monday last week", "every Monday".
    pub(crate) fn weekdays(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let word = self.lower(at);
        let (which, day_at) = match word {
            _ if grammar.this.has(word) => (Which::This, at + 1),
            _ if grammar.last.has(word) => (Which::Last, at + 1),
            _ if grammar.next.has(word) => (Which::Next, at + 1),
            _ if grammar.every.has(word) => {
                let (weekday, end) = self.weekday(at + 1)?;
                let value = format!("XXXX-WXX-{}", weekday.to_monday_one_offset());
                return Some(Found { time_type: TimeType::Set, ..self.found(at, end, Meaning::Set(value)) });
            }
            _ => (Which::Nearest, at),
        };
        let (weekday, end) = self.weekday(day_at)?;
        if self.lower(day_at).ends_with("days") {
            let value = format!("XXXX-WXX-{}", weekday.to_monday_one_offset());
            return Some(Found { time_type: TimeType::Set, ..self.found(at, end, Meaning::Set(value)) });
        }
        // "The Sunday Tribune" is a newspaper, "the Friday Mosque" a building.
        let titled = self.word(end).is_some_and(|next| next.capital() && next.is_word() && !next.breaks);
        if which == Which::Nearest
            && titled
            && grammar.the.has(self.before(at))
            && self.month_alone(end).is_none()
        {
            return None;
        }
        let mut meaning = Meaning::Weekday(weekday, which);
        let mut end = end;
        // "Tuesday of last week".
        let of = which == Which::Nearest
            && grammar.of.has(self.lower(end))
            && !self.is(end, "in")
            && self.unit(end + 2) == Some(Unit::Week);
        if of {
            end += 1;
        }
        let side = self.lower(end);
        if which == Which::Nearest && self.unit(end + 1) == Some(Unit::Week) && self.singular(end + 1) {
            let weeks = if grammar.last.has(side) {
                Some(-1)
            } else if grammar.next.has(side) {
                Some(1)
            } else {
                grammar.this.has(side).then_some(0)
            };
            match weeks {
                Some(weeks) => (meaning, end) = (Meaning::WeekdayOfWeek(weekday, weeks), end + 2),
                None if of => end -= 1,
                None => {}
            }
        }
        let early = if grammar.phase.has(self.lower(end)) { end + 1 } else { end };
        if let Some(&part) = self
            .calendar
            .parts
            .get(self.lower(early))
            .filter(|_| self.word(early).is_some_and(|word| !word.breaks))
        {
            return Some(self.timed(at, early + 1, part, meaning));
        }
        Some(self.found(at, end, meaning))
    }

    /// Reads "this morning", "last night", "the night of July 4", "that evening", "the next morning".
    pub(crate) fn part_of_day(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let word = self.lower(at);
        let article = grammar.the.has(word);
        let side_at = if article { at + 1 } else { at };
        let side = self.lower(side_at);
        let away = |count, from| Meaning::Offset { count: Some(count), unit: Unit::Day, from };
        if let Some(&part) = self.calendar.parts.get(self.lower(side_at + 1)) {
            let told = article || grammar.narrative.has(side);
            let from = if told { From::Told } else { From::Writing };
            let day = if grammar.this.has(side) {
                Some(away(0, From::Writing))
            } else if grammar.same.has(side) {
                Some(away(0, From::Told))
            } else if grammar.next.has(side) {
                Some(away(1, from))
            } else if grammar.last.has(side) {
                Some(away(-1, from))
            } else {
                None
            };
            if let Some(day) = day {
                return Some(self.timed(at, side_at + 2, part, day));
            }
        }
        // "the morning of July 4", "early in the morning of July 4".
        let &part = self.calendar.parts.get(self.lower(side_at))?;
        let hours = self.unit(side_at + 1) == Some(Unit::Hour);
        let of = if hours { side_at + 2 } else { side_at + 1 };
        grammar.of.has(self.lower(of)).then_some(())?;
        let day = self.day(of + 1).or_else(|| self.weekdays(of + 1))?;
        matches!(day.meaning, Meaning::Day { .. } | Meaning::Weekday(..))
            .then(|| self.timed(at, day.end, part, day.meaning))
    }

    /// Reads "last week", "this year", "the same day", "the following month", "later this week", "the past two years".
    pub(crate) fn unit_away(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let first = self.lower(at);
        let shifted =
            (grammar.earlier.has(first) || grammar.later.has(first)) && !grammar.the.has(self.lower(at + 1));
        let from = if shifted { at + 1 } else { at };
        let article = grammar.the.has(self.lower(from))
            || (grammar.same.has(self.lower(from)) && grammar.same.has(self.lower(from + 1)));
        let side_at = if article { from + 1 } else { from };
        let side = self.lower(side_at);
        let told = article || grammar.narrative.has(side);
        let unit_from = if told { From::Told } else { From::Writing };
        let (count, unit_from) = match side {
            _ if grammar.same.has(side) => (0, From::Told),
            _ if grammar.this.has(side) && !article => (0, From::Writing),
            _ if grammar.last.has(side) => (-1, unit_from),
            _ if grammar.next.has(side) => (1, unit_from),
            _ => return None,
        };
        if let Some(unit) = self.unit(side_at + 1).filter(|_| self.singular(side_at + 1)) {
            let possessive_plural = matches!(unit, Unit::Second | Unit::Minute);
            if possessive_plural || (matches!(unit, Unit::Hour) && count == 0) {
                return None;
            }
            // "The last week of March" is told by March.
            if article
                && count == -1
                && grammar.of.has(self.lower(side_at + 2))
                && !self.is(side_at + 2, "in")
            {
                return None;
            }
            let this_day = unit == Unit::Day && grammar.this.has(side);
            let unit_from = if this_day { From::Told } else { unit_from };
            // "The past year" is a length; "the last day" belongs to something.
            if article && count == -1 && !grammar.narrative.has(side) {
                let window = Some((-1, unit));
                return matches!(unit, Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century)
                    .then(|| self.duration(at, side_at + 2, unit.duration("1"), window));
            }
            let day = unit == Unit::Day && self.is_part_of_length(side_at);
            return (!day)
                .then(|| self.found(at, side_at + 2, Meaning::UnitAway { count, unit, from: unit_from }));
        }
        if count == 0 {
            return None;
        }
        let counted = self.count(side_at + 1);
        // "May last months": the verb.
        if counted.is_none() && !article && count == -1 {
            return None;
        }
        let number = counted.unwrap_or(Count { halves: None, end: side_at + 1 });
        let unit = self.unit(number.end).filter(|_| !self.singular(number.end))?;
        let window = match number.whole() {
            Some(number) if unit_from == From::Writing || article => Some((count * number, unit)),
            _ => None,
        };
        Some(self.duration(at, number.end + 1, unit.duration(&number.written()), window))
    }

    fn is_part_of_length(&self, at: usize) -> bool {
        self.is_dash(at + 2) && self.word(at + 3).is_some_and(|word| !word.spaced && word.is_word())
    }

    /// Reads "two days ago", "three weeks later", "a year earlier", and where nothing follows, the length itself: "72-hour".
    pub(crate) fn length(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let exact =
            if grammar.approximate.has(self.lower(at)) && self.count(at + 1).is_some() { at + 1 } else { at };
        let article = if grammar.the.has(self.lower(exact)) { exact + 1 } else { exact };
        let Some(number) = self.count(article) else { return self.bare_length(at) };
        let hyphen = self.is_dash(number.end) && self.word(number.end + 1).is_some_and(|word| !word.spaced);
        let running = grammar.running.has(self.lower(number.end));
        let unit_at = if hyphen || running { number.end + 1 } else { number.end };
        let unit = self.unit(unit_at)?;
        let indefinite = grammar.a.has(self.lower(article)) && number.end == article + 1;
        if (indefinite && matches!(unit, Unit::Second | Unit::Minute | Unit::Quarter | Unit::Weekend))
            || (unit == Unit::Second && number.halves.is_none())
            || unit == Unit::Quarter
        {
            return None;
        }
        let mut end = unit_at + 1;
        let mut number = number;
        if grammar.and.has(self.lower(end))
            && grammar.a.has(self.lower(end + 1))
            && grammar.half.has(self.lower(end + 2))
        {
            (number.halves, end) = (number.halves.map(|halves| halves + 1), end + 3);
        }
        let shift = self.lower(end);
        let here = self.word(end).is_some_and(|word| !word.breaks) && article == exact && !hyphen;
        let count = number.whole().or(number.halves.map(|halves| (halves + 1) / 2));
        // "A decade ago" is ten years back, "half a year ago" six months.
        let (count, back) = match (unit, number.halves) {
            (Unit::Decade, Some(halves)) if grammar.ago.has(shift) => (Some(5 * halves), Unit::Year),
            (Unit::Century, Some(halves)) if grammar.ago.has(shift) => (Some(50 * halves), Unit::Year),
            (Unit::Year, Some(halves)) if halves % 2 == 1 && grammar.ago.has(shift) => {
                (Some(6 * halves), Unit::Month)
            }
            _ => (count, unit),
        };
        if here && grammar.ago.has(shift) {
            return Some(self.found(
                at,
                end + 1,
                Meaning::Offset { count: count.map(|count| -count), unit: back, from: From::Writing },
            ));
        }
        // "Two weeks from now".
        if here
            && grammar.from.has(shift)
            && (grammar.now.has(self.lower(end + 1))
                || self.deictic(end + 1).is_some_and(|day| {
                    day.meaning == Meaning::Offset { count: Some(0), unit: Unit::Day, from: From::Writing }
                }))
        {
            return Some(self.found(at, end + 2, Meaning::Offset { count, unit: back, from: From::Writing }));
        }
        let ends = self
            .word(end + 1)
            .is_none_or(|word| word.breaks || !word.is_word() || grammar.before_time.has(&word.lower))
            || matches!(shift, "earlier" | "later");
        if here && ends && (grammar.earlier.has(shift) || grammar.later.has(shift)) {
            let sign = if grammar.earlier.has(shift) { -1 } else { 1 };
            return Some(self.found(
                at,
                end + 1,
                Meaning::Offset { count: count.map(|count| sign * count), unit, from: From::Told },
            ));
        }
        // "several years" tells a length; "these days", "some days" do not.
        if number.halves.is_none()
            && !grammar.a.has(self.lower(article))
            && !grammar.vague_number.has(self.lower(article))
        {
            return None;
        }
        let start = if hyphen { article } else { at };
        Some(self.duration(start, end, unit.duration(&number.written()), None))
    }

    /// Reads a length without a number: "weeks of fighting".
    fn bare_length(&self, at: usize) -> Option<Found> {
        let unit = self.unit(at).filter(|_| !self.singular(at))?;
        let known =
            matches!(unit, Unit::Hour | Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Decade);
        let of = self.calendar.grammar.of.has(self.lower(at + 1)) && !self.is(at + 1, "in");
        // "Hundreds of years of war", "the days of the king" and "in terms of years of age" have words before them.
        let bare = at == 0
            || self.word(at).is_some_and(|word| word.breaks)
            || !self.word(at - 1).is_some_and(|word| {
                self.calendar.grammar.the.has(&word.lower)
                    || self.calendar.grammar.of.has(&word.lower)
                    || word.number().is_some()
            });
        let thing = self.word(at + 2).is_some_and(|word| {
            word.is_word() && !word.capital() && !self.calendar.grammar.the.has(&word.lower)
        });
        (known && of && bare && thing).then(|| self.duration(at, at + 1, unit.duration("X"), None))
    }

    /// Reads "the end of the year", "early next week", "mid-May", "late in 2014": the whole is told, the phase is not dated.
    pub(crate) fn phase(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let article = grammar.the.has(self.lower(at));
        let phase_at = if article { at + 1 } else { at };
        grammar.phase.has(self.lower(phase_at)).then_some(())?;
        let mut next = phase_at + 1;
        if self.is_dash(next) || grammar.of.has(self.lower(next)) {
            next += 1;
        }
        let whole = self
            .calendar_time(next)
            .into_iter()
            .chain(self.unit_away(next))
            .chain(self.whole_unit(next))
            .max_by_key(|found| found.end)?;
        let dated = !matches!(whole.meaning, Meaning::Duration { .. } | Meaning::Day { .. });
        dated.then_some(Found { start: at, ..whole })
    }

    /// Reads "the year", "the month" behind a phase: the one told of, else the running one.
    fn whole_unit(&self, at: usize) -> Option<Found> {
        self.calendar.grammar.the.has(self.lower(at)).then_some(())?;
        let unit = self.unit(at + 1).filter(|_| self.singular(at + 1))?;
        let known = matches!(unit, Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century);
        known.then(|| self.found(at, at + 2, Meaning::UnitAway { count: 0, unit, from: From::Frame }))
    }

    /// Reads a month, year, season, quarter or decade; each with its article.
    pub(crate) fn calendar_time(&self, at: usize) -> Option<Found> {
        let found = [
            self.day(at),
            self.month_alone(at),
            self.year(at),
            self.season(at),
            self.quarter(at),
            self.decade(at),
        ];
        found.into_iter().flatten().max_by_key(|found| found.end)
    }

    /// Reads repeated times: "daily", "every year", "per week".
    pub(crate) fn set(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let word = self.lower(at);
        let set =
            |end, value| Some(Found { time_type: TimeType::Set, ..self.found(at, end, Meaning::Set(value)) });
        if let Some(&unit) = self.calendar.sets.get(word) {
            return set(at + 1, unit.duration("1"));
        }
        if grammar.per.has(word) {
            return set(at + 2, self.unit(at + 1)?.duration("1"));
        }
        if grammar.every.has(word) {
            if let Some(unit) = self.unit(at + 1) {
                return set(at + 2, unit.duration("1"));
            }
            if grammar.every_second.has(self.lower(at + 1)) {
                if let Some((weekday, end)) = self.weekday(at + 2) {
                    return set(end, format!("XXXX-WXX-{}", weekday.to_monday_one_offset()));
                }
                return set(at + 3, self.unit(at + 2)?.duration("2"));
            }
            let number = self.count(at + 1)?;
            return set(number.end + 1, self.unit(number.end)?.duration(&number.written()));
        }
        None
    }

    /// Reads a feast or a meeting: "Eid al-Fitr", "Christmas 2010", "the NATO summit in Warsaw".
    pub(crate) fn named(&self, at: usize) -> Option<Found> {
        if let Some((end, name)) = self.calendar.feast_names.longest(self.words, at) {
            let (year, after) = self.year_after(end);
            let side = self.before(at);
            let grammar = &self.calendar.grammar;
            if year == YearWord::Untold && (grammar.last.has(side) || grammar.next.has(side)) {
                let which = if grammar.last.has(side) { Which::Last } else { Which::Next };
                return Some(self.found(at, end, Meaning::Feast(name.clone(), YearWord::Side(which))));
            }
            return Some(self.found(at, after, Meaning::Feast(name.clone(), year)));
        }
        let (end, name) = self.calendar.meeting_names.longest(self.words, at)?;
        let (year, after) = self.year_after(end);
        let before = at
            .checked_sub(1)
            .and_then(|before| self.year_number(before))
            .map(|(year, _)| YearWord::Told(year));
        let year = if year == YearWord::Untold { before.unwrap_or(year) } else { year };
        Some(self.found(at, after, Meaning::Meeting(name.clone(), year)))
    }

    /// Reads times that are no dates: "now", "in recent years".
    pub(crate) fn vague(&self, at: usize) -> Option<Found> {
        let (end, value) = self.calendar.vague.longest(self.words, at)?;
        if self.unit(end).is_some()
            || self.count(end).is_some_and(|count| self.unit(count.end).is_some())
            || self.is(end, "-")
        {
            return None;
        }
        Some(self.found(at, end, Meaning::Vague(value.clone())))
    }

    /// Reads a time of day: "5:34 a.m.", "18:00 UTC Monday", "9 p.m.".
    pub(crate) fn clock(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let word = self.word(at)?;
        let (digits, rest) = word.number()?;
        let mut hour: i32 = digits.parse().ok()?;
        let mut end = at + 1;
        let minutes = rest
            .strip_prefix(':')
            .or_else(|| rest.strip_prefix('.'))
            .map(|m| m.trim_end_matches(|c: char| c.is_alphabetic()));
        let letters = rest.trim_start_matches(|c: char| !c.is_alphabetic());
        let minute: Option<i32> =
            minutes.and_then(|m| m.split(':').next()).filter(|m| m.len() == 2).and_then(|m| m.parse().ok());
        let mut half = letters.to_lowercase();
        if half.is_empty() {
            let pointed =
                self.is(end + 1, ".").then(|| format!("{}.{}", self.lower(end), self.lower(end + 2)));
            if let Some(pointed) = pointed.filter(|p| grammar.morning.has(p) || grammar.evening.has(p)) {
                half = pointed;
                end += if self.is(end + 3, ".") && self.word(end + 3).is_some_and(|word| !word.spaced) {
                    4
                } else {
                    3
                };
            } else if grammar.morning.has(self.lower(end)) || grammar.evening.has(self.lower(end)) {
                half = self.lower(end).to_owned();
                end += 1;
            } else if self.is(end, "o") && grammar.clock.has(&format!("o{}", self.lower(end + 1))) {
                half = "o'clock".to_owned();
                end += 2;
            }
        }
        let (morning, evening) = (grammar.morning.has(&half), grammar.evening.has(&half));
        let named = morning || evening || grammar.clock.has(&half);
        if !rest.is_empty() && minute.is_none() && !named {
            return None;
        }
        let colon = rest.starts_with(':');
        let zone =
            self.word(end).filter(|word| !word.breaks).and_then(|word| self.calendar.zones.get(word.text));
        let military = rest.is_empty() && digits.len() == 4 && zone.is_some();
        if military {
            hour /= 100;
        }
        let minute = if military { digits[2..].parse().ok() } else { minute };
        if !(named || (colon && minute.is_some()) || military || (minute.is_some() && zone.is_some()))
            || hour > 24
            || minute.is_some_and(|minute| minute > 59)
        {
            return None;
        }
        hour = match (morning, evening) {
            (true, _) if hour == 12 => 0,
            (_, true) if hour < 12 => hour + 12,
            _ => hour,
        };
        if zone.is_some() {
            end += 1;
        }
        let value = format!("{hour:02}:{:02}{}", minute.unwrap_or(0), zone.map_or("", String::as_str));
        let comma = if self.is(end, ",") { end + 1 } else { end };
        let day = self.day(comma).or_else(|| self.weekdays(comma)).or_else(|| self.deictic(comma));
        let day = day.filter(|day| {
            !self.word(comma).is_none_or(|word| word.breaks)
                && matches!(day.meaning, Meaning::Day { .. } | Meaning::Weekday(..) | Meaning::Offset { .. })
        });
        let end = day.as_ref().map_or(end, |day| day.end);
        let meaning = Meaning::Clock(value, day.map(|day| Box::new(day.meaning)));
        Some(Found { time_type: TimeType::Time, ..self.found(at, end, meaning) })
    }
}
