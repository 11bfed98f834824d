//! Which words tell a time, and what do they mean as long as nobody knows when they were written?

use relata_doc::{Layout, Parse, SectionKind, Span, Text, TimeType, Upos};

use crate::calendar::Calendar;
use crate::meaning::{From, Meaning, RawTime, Tense, Unit, YearWord};
use crate::reader::{Found, Reader};
use crate::tense::{tense, token_at};
use crate::words::split;

/// Finds the words that tell times in all parts of a page but its furniture, in order. Of the furniture, a line that is
/// little else than a date ("Monday, 3 May 2021") is read too.
///
/// Works on the words alone; where there is syntax, it tells the tense of the governing verb and which names are no times.
pub fn expressions(calendar: &Calendar, text: &Text, layout: &Layout, parse: &Parse) -> Vec<RawTime> {
    let whole = [text.all()];
    let told = layout.sections.iter().map(|section| (section.span, section.kind == SectionKind::Furniture));
    let spans: Vec<(Span, bool)> =
        if layout.sections.is_empty() { whole.map(|span| (span, false)).to_vec() } else { told.collect() };
    let mut times: Vec<RawTime> = Vec::new();
    for (section, is_furniture) in spans {
        let words = split(text.as_str(), section.range());
        let reader = Reader { calendar, words: &words };
        let first = times.len();
        for found in reader.times() {
            let Some(span) = text.span(words[found.start].start..words[found.end - 1].end()) else {
                continue;
            };
            let is_date_line = 2 * span.len() > text.trim(section).len();
            if is_name(parse, span, &found.meaning) || (is_furniture && !is_date_line) {
                continue;
            }
            let mut found = found;
            let governed = tense(calendar, parse, &words, found.start, found.end, span);
            if governed.tense == Tense::Future {
                reader.count_ahead(&mut found);
            }
            let here = times.len();
            let range_with = (found.ends_range && here > first).then(|| here - 1);
            if let Some(other) = range_with {
                times[other].range_with = Some(here);
            }
            times.push(RawTime {
                span,
                time_type: found.time_type,
                meaning: found.meaning,
                tense: governed.tense,
                planned: governed.planned,
                main: governed.main,
                adverbial: governed.adverbial,
                range_with,
            });
        }
    }
    times
}

impl Reader<'_> {
    /// Reads "in three days", "within 48 hours" under a future: they are counted from the day of writing.
    fn count_ahead(&self, found: &mut Found) {
        let grammar = &self.calendar.grammar;
        let Meaning::Duration { value, window: window @ None } = &mut found.meaning else { return };
        let Some((count, unit)) = Unit::of_duration(value) else { return };
        if grammar.inside.has(self.before(found.start)) {
            *window = Some((count, unit));
        } else if grammar.ahead_by.has(self.before(found.start)) {
            found.time_type = TimeType::Date;
            found.meaning = Meaning::Offset { count: Some(count), unit, from: From::Writing };
        }
    }

    /// Returns all times in the words, in order and apart.
    pub(crate) fn times(&self) -> Vec<Found> {
        let mut times: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            let named = self.named(at);
            if let Some((end, ())) = self.calendar.not_time.longest(self.words, at)
                && named.is_none_or(|named| named.end < end)
            {
                at = end;
                continue;
            }
            if let Some((first, second)) = self.first_of_days(at) {
                at = second.end;
                times.extend([first, second]);
                continue;
            }
            let Some(mut found) = self.time(at) else {
                at += 1;
                continue;
            };
            found.ends_range = times.last().is_some_and(|last| self.is_range(last, &found));
            if let (true, Some(first)) = (found.ends_range, times.last_mut()) {
                share_year(&mut first.meaning, &found.meaning);
            }
            let more = self.more_days(&found);
            if let (Meaning::Day { year: told, .. }, Some(Meaning::Day { year, .. })) =
                (&mut found.meaning, more.last().map(|last| &last.meaning))
            {
                *told = *year;
            }
            let short = self.short_year_after(&found);
            at = found.end;
            self.day_of_clock(times.last_mut(), &found);
            times.push(found);
            for next in more.into_iter().chain(short) {
                at = next.end;
                times.push(next);
            }
        }
        times
    }

    /// Gives a time of day the day that stands behind it: "5:34 a.m. local time on Monday", "4:10 p.m. (0710 GMT) on Tuesday".
    fn day_of_clock(&self, clock: Option<&mut Found>, day: &Found) {
        let Some(Found { end, meaning: Meaning::Clock(_, told @ None), .. }) = clock else { return };
        let between = *end..day.start;
        let near = between.len() <= 4
            && between.clone().all(|at| {
                let word = self.lower(at);
                self.calendar.grammar.beside_clock.has(word) && self.word(at).is_some_and(|word| !word.breaks)
            });
        *told = match &day.meaning {
            Meaning::Day { .. } | Meaning::Weekday(..) if near => Some(Box::new(day.meaning.clone())),
            _ => return,
        };
    }

    /// Returns the longest time that begins at a word.
    fn time(&self, at: usize) -> Option<Found> {
        let readings = [
            self.figures(at),
            self.clock(at),
            self.calendar_time(at),
            self.weekdays(at),
            self.deictic(at),
            self.part_of_day(at),
            self.unit_away(at),
            self.length(at),
            self.phase(at),
            self.set(at),
            self.named(at),
            self.nth_weekday(at),
            self.day_of_month(at),
            self.slice(at),
            self.unit_of_day(at),
            self.beside(at),
            self.unit_beside(at),
            self.weekend(at),
            self.unit_end(at),
            self.overnight(at),
            self.pointed(at),
            self.vague(at),
        ];
        // Of equally long readings the first is the most exact.
        let found = readings
            .into_iter()
            .flatten()
            .reduce(|best, next| if next.end > best.end { next } else { best })?;
        // A time does not reach over the end of a paragraph.
        self.words[found.start + 1..found.end].iter().all(|word| !word.breaks).then_some(found)
    }

    /// Returns whether two neighbours are the ends of one range: "from May 3 to May 7", "2003-2011".
    fn is_range(&self, first: &Found, second: &Found) -> bool {
        let grammar = &self.calendar.grammar;
        let same = std::mem::discriminant(&first.meaning) == std::mem::discriminant(&second.meaning);
        let opened = grammar.from.has(self.before(first.start));
        let dash = second.start == first.end + 1 && self.is_dash(first.end);
        let joined = second.start == first.end + 1
            && (grammar.to.has(self.lower(first.end)) && opened
                || grammar.through.has(self.lower(first.end)));
        same && (dash || joined)
    }
}

/// Gives the first end of a range the year that is told with the second: "from May 3 to May 7, 2017".
fn share_year(first: &mut Meaning, second: &Meaning) {
    match (first, second) {
        (Meaning::Day { year: untold @ YearWord::Untold, .. }, Meaning::Day { year, .. }) => *untold = *year,
        (Meaning::Month(first, untold @ YearWord::Untold), Meaning::Month(second, year))
            if *first <= *second =>
        {
            *untold = *year
        }
        _ => {}
    }
}

/// Returns whether the syntax says that the words are a part of somebody's or something's name, or a verb.
fn is_name(parse: &Parse, span: relata_doc::Span, meaning: &Meaning) -> bool {
    let Some(at) = token_at(parse, span) else { return false };
    let token = &parse.tokens[at];
    let alone = token.span == span;
    match meaning {
        Meaning::Month(..) | Meaning::Weekday(..) | Meaning::Season(..) if alone => {
            let verb = matches!(token.upos, Upos::Verb | Upos::Aux);
            let flat = token.relation() == "flat"
                || parse.children(at).any(|child| parse.tokens[child].relation() == "flat");
            let subject = matches!(token.relation(), "nsubj" | "appos")
                && matches!(meaning, Meaning::Month(..))
                && token.upos == Upos::Propn
                && {
                    // "May said": a month says nothing.
                    parse
                        .children(at)
                        .any(|child| matches!(parse.tokens[child].relation(), "compound" | "flat"))
                };
            verb || flat || subject
        }
        Meaning::Year(_) if alone => {
            let counted = token.relation() == "nummod"
                && token.head.is_some_and(|head| parse.tokens[head].has("Number=Plur") && head == at + 1);
            let determined = at > 0 && matches!(parse.tokens[at - 1].upos, Upos::Det);
            counted && !determined
        }
        _ => false,
    }
}
