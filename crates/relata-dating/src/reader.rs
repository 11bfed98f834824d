//! Which calendar time is told by the words that stand here: a day, a month, a year, a season, a quarter?

use jiff::civil::Weekday;
use relata_doc::TimeType;

use crate::calendar::Calendar;
use crate::meaning::{From, Meaning, Which, YearWord};
use crate::words::Word;

/// Words read as a time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// The index of the first word.
    pub(crate) start: usize,
    /// The index of the word after the last.
    pub(crate) end: usize,
    pub(crate) time_type: TimeType,
    pub(crate) meaning: Meaning,
    /// Whether it is the second end of a range that the expression before it begins.
    pub(crate) ends_range: bool,
}

/// Reads times in the words of one section.
pub(crate) struct Reader<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) words: &'a [Word<'a>],
}

impl<'a> Reader<'a> {
    pub(crate) fn word(&self, at: usize) -> Option<&'a Word<'a>> {
        self.words.get(at)
    }

    /// Returns the word in lower case, or nothing beyond the ends and across a paragraph's end.
    pub(crate) fn lower(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |word| &word.lower)
    }

    pub(crate) fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |at| self.lower(at))
    }

    pub(crate) fn is(&self, at: usize, mark: &str) -> bool {
        self.lower(at) == mark
    }

    pub(crate) fn found(&self, start: usize, end: usize, meaning: Meaning) -> Found {
        Found { start, end, time_type: TimeType::Date, meaning, ends_range: false }
    }

    pub(crate) fn is_dash(&self, at: usize) -> bool {
        matches!(self.lower(at), "-" | "–" | "—" | "/")
    }

    /// Reads a month's name; a short one with its point. Returns whether the word is also something else.
    fn month(&self, at: usize) -> Option<(i8, usize, bool)> {
        let word = self.word(at)?;
        let key = capitalized(word.text);
        if let Some(&month) = self.calendar.months.get(&key) {
            return word.capital().then_some((month, at + 1, self.calendar.month_names.contains(&key)));
        }
        let &month = self.calendar.months_short.get(&key)?;
        let point = self.is(at + 1, ".") && self.word(at + 1).is_some_and(|word| !word.spaced);
        word.capital().then_some((month, if point { at + 2 } else { at + 1 }, true))
    }

    /// Reads the number of a day of a month: "4", "4th", "04".
    pub(crate) fn day_number(&self, at: usize) -> Option<(i8, usize)> {
        let (digits, rest) = self.word(at)?.number()?;
        let day: i8 = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
        let plain = rest.is_empty() || self.calendar.grammar.ordinal_suffix.has(rest);
        (plain && digits.len() <= 2).then_some((day, at + 1))
    }

    pub(crate) fn weekday(&self, at: usize) -> Option<(Weekday, usize)> {
        let word = self.word(at)?;
        word.capital().then_some(())?;
        let key = capitalized(word.text);
        self.calendar.weekdays.get(&key).map(|&weekday| (weekday, at + 1))
    }

    /// Reads a weekday that a date follows, which may be short: "Mon., July 4".
    fn weekday_of_date(&self, at: usize) -> Option<(Weekday, usize)> {
        let (weekday, mut end) = self.weekday(at).or_else(|| {
            let word = self.word(at).filter(|word| word.capital())?;
            self.calendar.weekdays_short.get(&capitalized(word.text)).map(|&weekday| (weekday, at + 1))
        })?;
        while matches!(self.lower(end), "." | "," | "(") || self.calendar.grammar.the.has(self.lower(end)) {
            end += 1;
        }
        Some((weekday, end))
    }

    /// Reads a day with its month: "July 4", "4 July", "the 4th of July", "Monday, July 4, 2016".
    pub(crate) fn day(&self, at: usize) -> Option<Found> {
        let (weekday, date_at) =
            self.weekday_of_date(at).map_or((None, at), |(weekday, end)| (Some(weekday), end));
        let (month, day, end) = self.month_then_day(date_at).or_else(|| self.day_then_month(date_at))?;
        // "July 14 Street", "the 26th of July Movement".
        if self.is_named_after(end) {
            return None;
        }
        let (year, end) = self.year_after(end);
        let year = match year {
            YearWord::Untold => self.named_day(at, end, (month, day)).map_or(year, YearWord::Named),
            _ => year,
        };
        if let (YearWord::Untold, Some((next, after))) = (year, self.weekday_in_brackets(end)) {
            return Some(self.found(at, after, Meaning::Day { year, month, day, weekday: Some(next) }));
        }
        Some(self.found(at, end, Meaning::Day { year, month, day, weekday }))
    }

    /// Returns the year of a day that an event has its name from: "the Sept. 11 attacks", "the attacks of 11 September".
    fn named_day(&self, start: usize, end: usize, day: (i8, i8)) -> Option<i32> {
        let grammar = &self.calendar.grammar;
        let stand = |at: usize, words: &[String]| {
            let found = self.words.get(at..at + words.len());
            found.is_some_and(|found| {
                found.iter().zip(words).all(|(word, part)| word.text == part && !word.breaks)
            })
        };
        // "the attacks of 11 September"
        let of = start
            .checked_sub(1)
            .filter(|&before| grammar.of.has(self.lower(before)) && !self.is(before, "in"));
        let before = |words: &[String]| {
            of.and_then(|of| of.checked_sub(words.len())).is_some_and(|at| stand(at, words))
        };
        let years = self.calendar.named_days.get(&day)?;
        let meant = |words: &Vec<String>| stand(end, words) || before(words);
        years.iter().find(|(_, words)| words.iter().any(meant)).map(|(year, _)| *year)
    }

    fn weekday_in_brackets(&self, at: usize) -> Option<(Weekday, usize)> {
        self.is(at, "(").then_some(())?;
        let (weekday, end) = self.weekday(at + 1)?;
        self.is(end, ")").then_some((weekday, end + 1))
    }

    /// Returns whether a word stands at `at` that makes a name of the date before it.
    fn is_named_after(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| {
            word.capital() && !word.breaks && self.calendar.grammar.named_after.has(&word.lower)
        })
    }

    fn month_then_day(&self, at: usize) -> Option<(i8, i8, usize)> {
        let (month, end, _) = self.month(at)?;
        let end = if self.calendar.grammar.the.has(self.lower(end)) { end + 1 } else { end };
        let (day, end) = self.day_number(end)?;
        Some((month, day, end)).filter(|_| !self.is_counted(end) && !self.is(end, "%"))
    }

    fn day_then_month(&self, at: usize) -> Option<(i8, i8, usize)> {
        let grammar = &self.calendar.grammar;
        let at = if grammar.the.has(self.lower(at)) { at + 1 } else { at };
        let (day, end) = self.day_number(at)?;
        if grammar.currency.has(self.before(at)) {
            return None;
        }
        let end = if grammar.of.has(self.lower(end)) { end + 1 } else { end };
        let (month, end, _) = self.month(end)?;
        Some((month, day, end))
    }

    /// Reads the second day of "May 3 and 4", "May 3-7", told with the month of the first; or the first of "3-7 May".
    pub(crate) fn more_days(&self, first: &Found) -> Vec<Found> {
        let mut more = Vec::new();
        let Meaning::Day { mut year, month, day, .. } = first.meaning else { return more };
        let mut end = first.end;
        let mut last = day;
        let ends_with_number =
            self.word(end - 1).is_some_and(|word| word.number().is_some_and(|(d, _)| d.len() <= 2));
        while ends_with_number && more.len() < 4 {
            let joined =
                self.is_dash(end) || self.is(end, ",") || self.calendar.grammar.to.has(self.lower(end));
            let at = match (joined, self.calendar.grammar.and.has(self.lower(end)), self.is(end, ",")) {
                (_, true, _) => end + 1,
                (true, _, true) if self.calendar.grammar.and.has(self.lower(end + 1)) => end + 2,
                (true, _, _) => end + 1,
                _ => break,
            };
            let Some((day, after)) = self.day_number(at).filter(|&(day, _)| day > last) else { break };
            let next = self.word(after);
            let grammar_and = self.calendar.grammar.and.has(self.lower(end));
            let plain = next.is_none_or(|word| {
                word.breaks || !word.is_word() || self.calendar.grammar.before_time.has(&word.lower)
            });
            let listed = grammar_and
                && next.is_some_and(|word| {
                    !self.calendar.units.contains_key(&word.lower) && !self.is_counted(after)
                });
            if !(plain || listed) || self.month(after).is_some() || self.is(after, "%") || self.is(after, ":")
            {
                break;
            }
            let range = self.is_dash(end)
                || (joined && !self.calendar.grammar.and.has(self.lower(end)) && !self.is(end, ","));
            let (told, after) = self.year_after(after);
            if told != YearWord::Untold {
                year = told;
            }
            let mut found = self.found(at, after, Meaning::Day { year: told, month, day, weekday: None });
            found.ends_range = range;
            more.push(found);
            (end, last) = (after, day);
            if told != YearWord::Untold {
                break;
            }
        }
        for found in &mut more {
            if let Meaning::Day { year: own, .. } = &mut found.meaning {
                *own = year;
            }
        }
        more
    }

    /// Reads "3" in "3-7 May 2016" and "3 and 4 May", where the number alone is no time.
    pub(crate) fn first_of_days(&self, at: usize) -> Option<(Found, Found)> {
        let grammar = &self.calendar.grammar;
        let (day, end) = self.day_number(at)?;
        let joined = self.is_dash(end) || grammar.and.has(self.lower(end)) || grammar.to.has(self.lower(end));
        let mut second = self.day(end + 1).filter(|_| joined)?;
        let Meaning::Day { year, month, day: last, weekday: None } = second.meaning else { return None };
        let starts_with_number = self.word(end + 1).is_some_and(|word| word.number().is_some());
        (starts_with_number && day < last).then_some(())?;
        second.ends_range = !grammar.and.has(self.lower(end)) || grammar.from.has(self.before(at));
        Some((self.found(at, end, Meaning::Day { year, month, day, weekday: None }), second))
    }

    /// Reads what is said of the year behind a month, a season or a feast: ", 2016", "of that year", "last year".
    pub(crate) fn year_after(&self, at: usize) -> (YearWord, usize) {
        let grammar = &self.calendar.grammar;
        let mut from = at;
        if self.is(from, ",") || grammar.of.has(self.lower(from)) {
            from += 1;
        }
        if self.word(from).is_none_or(|word| word.breaks && from > at) {
            return (YearWord::Untold, at);
        }
        if let Some((year, end)) = self.year_number(from) {
            let counted = self.is_counted(end) && from > at;
            return if counted { (YearWord::Untold, at) } else { (YearWord::Told(year), end) };
        }
        let article = if grammar.the.has(self.lower(from)) { from + 1 } else { from };
        let year = |at: usize| self.calendar.units.get(self.lower(at)) == Some(&crate::meaning::Unit::Year);
        let word = self.lower(article);
        if !year(article + 1) || self.is(article + 1, "years") {
            return (YearWord::Untold, at);
        }
        let side = if grammar.narrative.has(word) || (article > from && grammar.next.has(word)) {
            From::Told
        } else {
            From::Writing
        };
        let away = match word {
            _ if grammar.same.has(word) => Some(YearWord::Away(0, From::Told)),
            _ if grammar.this.has(word) => Some(YearWord::Away(0, From::Writing)),
            _ if grammar.last.has(word) => Some(YearWord::Away(-1, side)),
            _ if grammar.next.has(word) => Some(YearWord::Away(1, side)),
            _ => None,
        };
        away.map_or((YearWord::Untold, at), |year| (year, article + 2))
    }

    /// Reads a year's number: four digits, or fewer with an era.
    pub(crate) fn year_number(&self, at: usize) -> Option<(i32, usize)> {
        let word = self.word(at)?;
        let year = word.integer()?;
        let (era, after) = self.era(at + 1);
        if self.calendar.grammar.before_christ.has(&era) && year < 10_000 {
            return Some((-year, after));
        }
        if after == at + 2
            && self.calendar.grammar.anno_domini.has(&era)
            && self.word(at + 1).is_some_and(|word| word.text.len() == 2 && word.capital())
        {
            return Some((year, at + 2));
        }
        (word.text.len() == 4 && (1000..=2100).contains(&year)).then_some((year, at + 1))
    }

    /// Reads the letters of an era, with their points or without: "BC", "B.C.E."; and the word behind.
    fn era(&self, at: usize) -> (String, usize) {
        let (mut era, mut end) = (self.lower(at).to_owned(), at + 1);
        while era.len() < 4
            && self.is(end, ".")
            && self.word(end + 1).is_some_and(|word| !word.spaced && word.text.len() == 1 && word.is_word())
        {
            era.push_str(self.lower(end + 1));
            end += 2;
        }
        let point = end > at + 1 && self.is(end, ".");
        (era, if point { end + 1 } else { end })
    }

    /// Returns whether a number that ends before `at` counts things.
    pub(crate) fn is_counted(&self, at: usize) -> bool {
        let Some(word) = self.word(at).filter(|word| !word.breaks) else { return false };
        self.calendar.grammar.counted.has(&word.lower) || word.lower == "%"
    }

    /// Reads a month: "July 2016", "last July", "in July", "July last year".
    pub(crate) fn month_alone(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let word = self.lower(at);
        let (side, month_at) = match word {
            _ if grammar.this.has(word) => (Some(Which::This), at + 1),
            _ if grammar.last.has(word) => (Some(Which::Last), at + 1),
            _ if grammar.next.has(word) => (Some(Which::Next), at + 1),
            _ if grammar.same.has(word) => (None, at + 1),
            _ => (None, at),
        };
        let same = side.is_none() && month_at > at;
        let (month, end, doubtful) = self.month(month_at)?;
        let (year, end) = self.year_after(end);
        if let YearWord::Untold = year {
            let short = self.calendar.months_short.contains_key(&capitalized(self.word(month_at)?.text));
            let before = self.before(month_at);
            let allowed = grammar.before_time.has(before)
                || grammar.phase.has(before)
                || self.is_dash_month(month_at)
                || (self.is_dash(end) && self.month(end + 1).is_some())
                || side.is_some();
            if same {
                return Some(self.found(at, end, Meaning::Month(month, YearWord::Away(0, From::Told))));
            }
            let name_follows =
                self.word(end).is_some_and(|word| word.capital() && word.is_word() && !word.breaks);
            if short
                || (doubtful && !allowed)
                || (doubtful && name_follows && side.is_none() && !grammar.before_time.has(before))
            {
                return None;
            }
        }
        let year = match (year, side) {
            (YearWord::Untold, Some(side)) => YearWord::Side(side),
            _ => year,
        };
        Some(self.found(at, end, Meaning::Month(month, year)))
    }

    /// Returns whether a word of phase stands before the dash before a month: "mid-May".
    fn is_dash_month(&self, at: usize) -> bool {
        at >= 2 && self.is_dash(at - 1) && self.calendar.grammar.phase.has(self.lower(at - 2))
    }

    /// Reads a year that its surroundings allow: "in 2014", "the 2014 elections", not "2014 people".
    pub(crate) fn year(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let word = self.word(at)?;
        // "More than 2000 were held": a number.
        let compared = at.checked_sub(2).is_some_and(|two| grammar.comparative.has(self.lower(two)));
        if compared && grammar.than.has(self.before(at)) {
            return None;
        }
        // "1914 Franklin Street": an address.
        if self.word(at + 1).is_some_and(Word::capital) && self.is_named_after(at + 2) {
            return None;
        }
        // "499-493 BC", "from 499 to 493 BC".
        let joined = self.is_dash(at + 1) || grammar.to.has(self.lower(at + 1));
        if let (true, Some(first), Some((second, _))) = (joined, word.integer(), self.year_number(at + 2))
            && second < 0
            && first > -second
            && first < 3000
        {
            return Some(self.found(at, at + 1, Meaning::Year(-first)));
        }
        let (year, end) = self.year_number(at)?;
        if end == at + 2 {
            return Some(self.found(at, end, Meaning::Year(year)));
        }
        let before = self.before(at);
        let after = self.word(end).filter(|word| !word.breaks);
        if grammar.currency.has(before)
            || grammar.not_before_year.has(before)
            || self.is_counted(end)
            || (1000..1300).contains(&year) && !grammar.before_time.has(before)
        {
            return None;
        }
        if after.is_some_and(|word| word.lower == "-" && !word.spaced)
            && self.word(end + 1).is_some_and(|word| word.is_word() && !word.spaced)
        {
            let unit = self.calendar.units.contains_key(self.lower(end + 1));
            return (!unit && (1900..=2050).contains(&year))
                .then(|| self.found(at, end, Meaning::Year(year)));
        }
        if self.is_dash_month(at) {
            return Some(self.found(at, end, Meaning::Year(year)));
        }
        // "1861-1863": the first of two.
        let second = self
            .word(end + 1)
            .filter(|word| self.is_dash(end) && !word.breaks)
            .and_then(|_| self.year_number(end + 1));
        if second.is_some_and(|(second, _)| (year..year + 200).contains(&second))
            && self.word(at).is_some_and(|word| word.spaced || before == "(")
        {
            return Some(self.found(at, end, Meaning::Year(year)));
        }
        if matches!(before, "/" | "-" | "–" | "." | ":" | "+" | "#") && !word.spaced {
            // The second of "1955-1957" is a year; a part of a telephone number or an address is none.
            let first = at.checked_sub(2).and_then(|first| self.year_number(first));
            return first
                .filter(|&(first, _)| first < year)
                .map(|_| self.found(at, end, Meaning::Year(year)));
        }
        let bracket = before == "(" || after.is_some_and(|word| word.text == ")");
        let told = grammar.before_time.has(before)
            || grammar.phase.has(before)
            || bracket
            || self.is_dash(at.wrapping_sub(1));
        let modern = (1900..=2050).contains(&year);
        let modifies = modern
            && after.is_some_and(|word| word.is_word() && !self.calendar.units.contains_key(&word.lower));
        let ends = modern && after.is_none_or(|word| !word.is_word() && word.text != "%");
        let named = at > 0 && self.word(at - 1).is_some_and(|word| word.capital() && !word.breaks);
        ((told && (1300..=2100).contains(&year)) || modifies || (ends && (!named || before == ",")))
            .then(|| self.found(at, end, Meaning::Year(year)))
    }

    /// Reads the short second year of "1955-57" and "2009–10".
    pub(crate) fn short_year_after(&self, first: &Found) -> Option<Found> {
        let Meaning::Year(year) = first.meaning else { return None };
        let (dash, short) = (first.end, self.word(first.end + 1)?);
        (self.is_dash(dash) && !short.spaced && short.text.len() == 2 && year > 1000).then_some(())?;
        let second = year - year % 100 + short.integer()?;
        let mut found = self.found(first.end + 1, first.end + 2, Meaning::Year(second));
        found.ends_range = true;
        (year < second).then_some(found)
    }

    /// Reads a decade or a century: "the 1990s", "the '90s", "the 19th century".
    pub(crate) fn decade(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let start = at;
        let at = if grammar.the.has(self.lower(at)) { at + 1 } else { at };
        let quote = matches!(self.lower(at), "'" | "‘" | "’");
        let at = if quote { at + 1 } else { at };
        let word = self.word(at)?;
        let placed = at > start || grammar.phase.has(self.before(start));
        if let Some(&decade) = self.calendar.decades.get(&word.lower).filter(|_| placed) {
            return Some(self.found(start, at + 1, Meaning::ShortDecade(decade)));
        }
        if let Some(&century) = self.calendar.ordinals.get(&word.lower).filter(|n| (1..=21).contains(*n))
            && self.calendar.units.get(self.lower(at + 1)) == Some(&crate::meaning::Unit::Century)
            && century > 3
        {
            return Some(self.found(start, at + 2, Meaning::Century(century - 1)));
        }
        if let Some((digits, suffix)) = word.number() {
            let number: i32 = digits.parse().ok()?;
            if grammar.decade_suffix.has(suffix) && number % 10 == 0 {
                let meaning = match digits.len() {
                    4 => Meaning::Decade(number),
                    3 if grammar.before_christ.has(self.lower(at + 1)) => {
                        return Some(self.found(start, at + 2, Meaning::Decade(-number)));
                    }
                    2 if at > start => Meaning::ShortDecade(number as i8),
                    _ => return None,
                };
                return Some(self.found(start, at + 1, meaning));
            }
            let century = self.calendar.units.get(self.lower(at + 1)) == Some(&crate::meaning::Unit::Century);
            if grammar.ordinal_suffix.has(suffix) && century && (1..=21).contains(&number) {
                if grammar.before_christ.has(self.lower(at + 2)) {
                    return Some(self.found(start, at + 3, Meaning::Century(-number)));
                }
                return Some(self.found(start, at + 2, Meaning::Century(number - 1)));
            }
        }
        None
    }

    /// Reads a season: "the summer of 2014", "last spring", "this fall", "in winter".
    pub(crate) fn season(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let word = self.lower(at);
        let (side, season_at) = match word {
            _ if grammar.this.has(word) => (Some(YearWord::Side(Which::This)), at + 1),
            _ if grammar.last.has(word) => (Some(YearWord::Side(Which::Last)), at + 1),
            _ if grammar.next.has(word) => (Some(YearWord::Side(Which::Next)), at + 1),
            _ if grammar.same.has(word) => (Some(YearWord::Away(0, From::Told)), at + 1),
            _ if grammar.the.has(word) => (None, at + 1),
            _ => (None, at),
        };
        let &(season, doubtful) = self.calendar.seasons.get(self.lower(season_at))?;
        let (year, end) = self.year_after(season_at + 1);
        let year = match (year, side) {
            (YearWord::Untold, Some(side)) => side,
            _ => year,
        };
        let before = self.before(at);
        let over = season_at > at && grammar.approximate.has(before);
        let told = grammar.before_time.has(before) || grammar.phase.has(before) || over;
        // "Prices fall next year": the verb.
        if doubtful && side.is_none() && matches!(year, YearWord::Away(..)) {
            return None;
        }
        if year == YearWord::Untold {
            let of = grammar.of.has(self.lower(end)) && !self.is(end, "in");
            if doubtful
                || !told
                || of
                || (season_at == at
                    && self.word(end).is_some_and(|word| {
                        word.is_word() && !word.breaks && !grammar.before_time.has(&word.lower)
                    }))
            {
                return None;
            }
        }
        Some(self.found(at, end, Meaning::Season(season, year)))
    }

    /// Reads a quarter or a half of a year: "the third quarter of 2016", "Q3 2016", "the first half of this year".
    pub(crate) fn quarter(&self, at: usize) -> Option<Found> {
        let grammar = &self.calendar.grammar;
        let number_at = if grammar.the.has(self.lower(at)) { at + 1 } else { at };
        let word = self.word(number_at)?;
        if let Some(number) = affixed(word.text, 'Q').filter(|n| (1..=4).contains(n)) {
            let (year, end) = self.year_after(number_at + 1);
            return Some(self.found(at, end, Meaning::Quarter(number, year)));
        }
        if let Some(number) = affixed(word.text, 'H').filter(|n| (1..=2).contains(n)) {
            let (year, end) = self.year_after(number_at + 1);
            return (year != YearWord::Untold).then(|| self.found(at, end, Meaning::Half(number, year)));
        }
        let &number = self.calendar.ordinals.get(&word.lower)?;
        let unit_at = if self.is(number_at + 1, "-") { number_at + 2 } else { number_at + 1 };
        let unit = self.lower(unit_at);
        if self.calendar.units.get(unit) == Some(&crate::meaning::Unit::Quarter) {
            let (year, end) = self.year_after(unit_at + 1);
            // "Rose last quarter": the one before this.
            if number < 0 && number_at == at && year == YearWord::Untold {
                return None;
            }
            let number = if number < 0 { 4 } else { number };
            return (number <= 4).then(|| self.found(at, end, Meaning::Quarter(number as i8, year)));
        }
        if grammar.half.has(unit) {
            let (year, end) = self.year_after(unit_at + 1);
            return (year != YearWord::Untold && number <= 2).then(|| {
                self.found(at, end, Meaning::Half(if number < 0 { 2 } else { number as i8 }, year))
            });
        }
        None
    }

    /// Reads dates in figures: "2016-07-06", "7/8/07".
    pub(crate) fn figures(&self, at: usize) -> Option<Found> {
        let (first, second, third) = (self.word(at)?, self.word(at + 2)?, self.word(at + 4)?);
        let mark = self.lower(at + 1);
        let glued =
            (at + 1..at + 5).all(|i| self.word(i).is_some_and(|word| !word.spaced)) && self.is(at + 3, mark);
        let before = at
            .checked_sub(1)
            .and_then(|i| self.word(i))
            .is_some_and(|w| !first.spaced && matches!(w.text, "/" | "-"));
        (glued && !before && matches!(mark, "-" | "/")).then_some(())?;
        let (a, b) = (first.integer()?, second.integer()?);
        let (c_digits, rest) = third.number()?;
        let c: i32 = c_digits.parse().ok()?;
        let (year, month, day) = if first.text.len() == 4 {
            (a, b, c)
        } else if rest.is_empty() && mark == "/" && matches!(c_digits.len(), 2 | 4) {
            let year = if c_digits.len() == 4 {
                c
            } else if c < 50 {
                2000 + c
            } else {
                1900 + c
            };
            // The American order, unless it gives no date.
            if a <= 12 { (year, a, b) } else { (year, b, a) }
        } else {
            return None;
        };
        let date =
            jiff::civil::Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
                .ok()?;
        (1000..=2100).contains(&year).then_some(())?;
        let meaning =
            Meaning::Day { year: YearWord::Told(year), month: date.month(), day: date.day(), weekday: None };
        Some(self.found(at, at + 5, meaning))
    }
}

/// Reads the number of "Q3" and "3Q".
fn affixed(word: &str, letter: char) -> Option<i8> {
    word.strip_prefix(letter).or_else(|| word.strip_suffix(letter)).and_then(|number| number.parse().ok())
}

/// Returns a word with one capital first, so that "MONDAY" is found as "Monday".
fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    first + &chars.as_str().to_lowercase()
}
