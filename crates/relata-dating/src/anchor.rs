//! Which days do the words for times mean, now that it is known when they were written?

use jiff::civil::Date;
use relata_doc::{Basis, Dating, Days, Parse, Precision, Span, Text, TimeExpression, TimeType};

use crate::calendar::{Calendar, Feast, Meeting};
use crate::days::{Interval, days_between, from_number, number};
use crate::meaning::{From, Meaning, RawTime, Tense, Which, YearWord};
use crate::value::{Frame, Told, counts_from_told, is_absolute};

/// Resolves time expressions, in the light of when the page (or its part) was written.
///
/// Where that is an interval, the days are those of all days of writing in it; where it is not known, only words that tell
/// their days in full are resolved. A meeting or another event that is named ("the NATO summit in Warsaw") is a time
/// expression where it is known which one is meant.
pub fn anchor(
    calendar: &Calendar,
    text: &Text,
    _parse: &Parse,
    times: &[RawTime],
    dating: &Dating,
) -> Vec<TimeExpression> {
    let narrative = is_narrative(times, dating);
    let mut told: Option<Reference> = None;
    let mut scene: Option<Reference> = None;
    let mut anchored: Vec<Option<TimeExpression>> = Vec::with_capacity(times.len());
    for (index, time) in times.iter().enumerate() {
        let feasts = match &time.meaning {
            Meaning::Feast(name, _) => feasts_meant(calendar, text, name, time.span),
            _ => Vec::new(),
        };
        let meetings = match &time.meaning {
            Meaning::Meeting(name, _) => meetings_meant(calendar, text, name, time.span),
            _ => Vec::new(),
        };
        let before = if narrative && !counts_from_told(&time.meaning) { scene } else { told };
        let reference = reference_for(
            text,
            time,
            before,
            times.get(index + 1),
            narrative,
            dating.written(time.span).start(),
        );
        let frame = Frame {
            calendar,
            writing: None,
            told: reference.map(|told| (told.days, told.precision)),
            narrative: narrative || reference.is_some_and(|told| told.same_sentence),
            tense: time.tense,
            feasts: &feasts,
            meetings: &meetings,
        };
        let expression = resolve(frame, time, dating.written(time.span), reference);
        if let (Some(days), true) = (expression.days.ends(), sets_the_scene(time)) {
            let year_told =
                is_absolute(&time.meaning) || told.is_some_and(|told| told.year_told && narrative);
            told = Some(Reference {
                days,
                precision: expression.days.precision,
                span: time.span,
                basis: expression.days.basis,
                year_told,
                same_sentence: false,
            });
            // A year in passing ("elections due in 1976") does not move a story; one that opens a sentence does.
            if scene.is_none() || !matches!(time.meaning, Meaning::Year(_)) || opens_sentence(text, time.span)
            {
                scene = told;
            }
        }
        // A meeting of which nobody knows which one is meant tells no time.
        let told = expression.days.is_known() || !matches!(time.meaning, Meaning::Meeting(..));
        anchored.push(told.then_some(expression));
    }
    join_ranges(times, &mut anchored);
    anchored.into_iter().flatten().collect()
}

/// What is older than so many days is a story, not news.
const OLD: i32 = 800;

/// The time told before.
#[derive(Debug, Clone, Copy)]
struct Reference {
    days: Interval,
    precision: Precision,
    span: Span,
    basis: Basis,
    /// Whether its year stands in the text.
    year_told: bool,
    same_sentence: bool,
}

/// Finds the time that `time` counts from, where that is another one.
fn reference_for(
    text: &Text,
    time: &RawTime,
    told: Option<Reference>,
    next: Option<&RawTime>,
    narrative: bool,
    written: Option<Date>,
) -> Option<Reference> {
    // "At 5:34 a.m. on March 20": the day of a time of day may follow it.
    if let (Meaning::Clock(_, None), Some(next)) = (&time.meaning, next)
        && let (Some(day), true) =
            (next.told_day(), next.span.start() < time.span.end() + 40 && !breaks(text, time.span, next.span))
    {
        return Some(Reference {
            days: (day, day),
            precision: Precision::Day,
            span: next.span,
            basis: Basis::Stated,
            year_told: true,
            same_sentence: true,
        });
    }
    let told = told?;
    let same_sentence = !breaks(text, told.span, time.span);
    if counts_from_told(&time.meaning) || narrative {
        return Some(Reference { same_sentence: false, ..told });
    }
    let clock = matches!(time.meaning, Meaning::Clock(_, None));
    let no_year = matches!(
        time.meaning,
        Meaning::Day { year: YearWord::Untold, .. } | Meaning::Month(_, YearWord::Untold)
    );
    // A month in the same sentence as a year told belongs to that year: "in 2014 … on March 18".
    let year_before = no_year
        && told.year_told
        && matches!(told.precision, Precision::Year | Precision::Month | Precision::Day);
    // "The coup came in March 1968. In October …": a month right behind one of an old year goes on in that year.
    let near = time.span.start() < told.span.end() + 120
        && !text.as_str().get(told.span.end()..time.span.start()).unwrap_or_default().contains('\n');
    let goes_on = no_year
        && near
        && told.year_told
        && matches!(told.precision, Precision::Month | Precision::Day)
        && time.tense == Tense::Past
        && written.is_some_and(|written| days_between(told.days.1, written) > OLD);
    if goes_on && !same_sentence {
        return Some(Reference { same_sentence: true, ..told });
    }
    (same_sentence && (clock || year_before)).then_some(Reference { same_sentence, ..told })
}

/// Returns whether a sentence ends between two spans.
pub(crate) fn breaks(text: &Text, first: Span, second: Span) -> bool {
    let between = text.as_str().get(first.end()..second.start()).unwrap_or_default();
    between.contains('\n') || [". ", "! ", "? ", ".” ", ".\" "].iter().any(|end| between.contains(end))
}

/// Returns whether an expression stands at the beginning of a sentence, a preposition before it or not.
fn opens_sentence(text: &Text, span: Span) -> bool {
    let before = &text.as_str()[..span.start()];
    let sentence = before.rfind(['.', '\n', '!', '?']).map_or(before, |end| &before[end + 1..]);
    sentence.split_whitespace().count() <= 2
}

/// Returns whether later words may count from this time.
fn sets_the_scene(time: &RawTime) -> bool {
    matches!(time.time_type, TimeType::Date | TimeType::Time)
        && !matches!(
            time.meaning,
            Meaning::Meeting(..)
                | Meaning::Vague(_)
                | Meaning::Decade(_)
                | Meaning::Century(_)
                | Meaning::ShortDecade(_)
        )
}

/// Returns whether the text tells a story of other years rather than news: its years are told, and hardly any word counts
/// from the day of writing.
fn is_narrative(times: &[RawTime], dating: &Dating) -> bool {
    let recent = dating.published.end().map(|day| i32::from(day.year()) - 1);
    let year_of = |time: &RawTime| match &time.meaning {
        Meaning::Day { year: YearWord::Told(year), .. }
        | Meaning::Month(_, YearWord::Told(year))
        | Meaning::Year(year) => Some(*year),
        _ => None,
    };
    let told =
        times.iter().filter_map(year_of).filter(|&year| recent.is_none_or(|recent| year < recent)).count();
    let counted = times.iter().filter(|time| match &time.meaning {
        Meaning::Weekday(..) | Meaning::WeekdayOfWeek(..) => true,
        Meaning::Offset { from, .. } | Meaning::UnitAway { from, .. } => *from == From::Writing,
        _ => false,
    });
    told >= 4 && told > 2 * counted.count()
}

fn resolve(frame: Frame, time: &RawTime, written: Days, reference: Option<Reference>) -> TimeExpression {
    let absolute = is_absolute(&time.meaning);
    let from_told = reference.is_some() && (counts_from_told(&time.meaning) || frame.narrative);
    let writing: Vec<Date> = match written.ends() {
        Some((first, last)) if !absolute => days_to_try(first, last),
        _ => Vec::new(),
    };
    let told = if absolute || writing.is_empty() {
        frame.resolve(&time.meaning)
    } else {
        let all = writing.iter().map(|&day| Frame { writing: Some(day), ..frame }.resolve(&time.meaning));
        all.reduce(hull).unwrap_or_else(|| frame.resolve(&time.meaning))
    };
    let basis = match (absolute, from_told, written.single(), written.basis) {
        (true, ..) => Basis::Stated,
        // That the words mean these days is known, not told.
        _ if matches!(time.meaning, Meaning::Meeting(..)) => Basis::Inferred,
        (_, true, ..) => reference.map_or(Basis::Inferred, |told| told.basis),
        (_, _, Some(_), Basis::Document) => Basis::Stated,
        _ => Basis::Inferred,
    };
    let days =
        told.days.map_or(Days::UNKNOWN, |(first, last)| Days::between(first, last, told.precision, basis));
    TimeExpression {
        span: time.span,
        time_type: time.time_type,
        why: why(time, &days, absolute, from_told),
        value: told.value,
        days,
        is_event: matches!(time.meaning, Meaning::Meeting(..)),
    }
}

/// Returns the days of writing to try: all of a short interval; of a long one, enough to show its hull.
fn days_to_try(first: Date, last: Date) -> Vec<Date> {
    let length = days_between(first, last);
    let step = (length / 40).max(1);
    let mut tried: Vec<Date> = (0..=length / step).map(|n| from_number(number(first) + n * step)).collect();
    if tried.last() != Some(&last) {
        tried.push(last);
    }
    tried
}

/// Joins what two days of writing would mean.
fn hull(a: Told, b: Told) -> Told {
    let days = a.days.zip(b.days).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1)));
    let precision = match (days, a.days == b.days) {
        (None, _) => Precision::Unknown,
        (_, true) => a.precision,
        (_, false) => Precision::Range,
    };
    Told { days, precision, value: common_value(&a.value, &b.value) }
}

/// Keeps those parts of two values that agree; the others are written with X.
fn common_value(a: &str, b: &str) -> String {
    if a == b {
        return a.to_owned();
    }
    if a.len() != b.len() {
        return a
            .chars()
            .take_while(|&c| c != 'T')
            .map(|c| if c.is_ascii_digit() { 'X' } else { c })
            .collect();
    }
    let mut known = true;
    let parts = a.split('-').zip(b.split('-')).map(|(a, b)| {
        known &= a == b;
        if known {
            a.to_owned()
        } else {
            a.chars().map(|c| if c.is_ascii_digit() { 'X' } else { c }).collect()
        }
    });
    parts.collect::<Vec<_>>().join("-")
}

fn why(time: &RawTime, days: &Days, absolute: bool, from_told: bool) -> String {
    if absolute {
        return "told in full".to_owned();
    }
    if !days.is_known() {
        return "not known from when it is counted".to_owned();
    }
    if from_told {
        return "counted from the time told before".to_owned();
    }
    let side = if time.tense == Tense::Future { "after" } else { "before" };
    match &time.meaning {
        Meaning::Weekday(weekday, Which::Nearest) => {
            format!("the {weekday:?} on or {side} the day of writing")
        }
        Meaning::Weekday(weekday, _) => {
            format!("the {weekday:?} of the week that is meant, from the day of writing")
        }
        Meaning::Day { .. }
        | Meaning::Month(..)
        | Meaning::Season(..)
        | Meaning::Quarter(..)
        | Meaning::Half(..) => format!("the nearest one on or {side} the day of writing"),
        Meaning::Feast(name, _) => format!("{name} nearest to the day of writing"),
        Meaning::Meeting(name, _) => format!("the days of the {name} that is meant"),
        _ => "counted from the day of writing".to_owned(),
    }
}

/// Gives both ends of a range the days of the whole range; each keeps its own value.
fn join_ranges(times: &[RawTime], anchored: &mut [Option<TimeExpression>]) {
    for (index, time) in times.iter().enumerate() {
        let Some(other) = time.range_with.filter(|&other| other > index) else { continue };
        let (first, second) = match (&anchored[index], &anchored[other]) {
            (Some(first), Some(second)) => (first.days, second.days),
            _ => continue,
        };
        let (Some(mut first_ends), Some(mut second_ends)) = (first.ends(), second.ends()) else { continue };
        // From Monday to Wednesday: the Wednesday after that Monday; where one lies behind and one ahead, the week goes on.
        if let (Meaning::Weekday(..), Meaning::Weekday(..)) = (&time.meaning, &times[other].meaning)
            && first_ends.0 == first_ends.1
            && second_ends.0 == second_ends.1
            && first_ends.0 > second_ends.0
        {
            let week = |days: Interval, weeks: i32| {
                (crate::days::plus_days(days.0, 7 * weeks), crate::days::plus_days(days.1, 7 * weeks))
            };
            match time.tense {
                Tense::Past => first_ends = week(first_ends, -1),
                _ => second_ends = week(second_ends, 1),
            }
        }
        if first_ends.0 > second_ends.1 || (first_ends != second_ends && first_ends.1 > second_ends.0) {
            continue;
        }
        let basis = if first.basis == second.basis { first.basis } else { Basis::Inferred };
        let range = Days::between(first_ends.0, second_ends.1, Precision::Range, basis);
        for end in [index, other] {
            if let Some(expression) = &mut anchored[end] {
                expression.days = range;
                expression.why.push_str("; one end of a range");
            }
        }
    }
}

/// Returns the meetings that a name can mean: those at the place that its sentence names, else all.
fn meetings_meant<'c>(calendar: &'c Calendar, text: &Text, name: &str, span: Span) -> Vec<&'c Meeting> {
    let all: Vec<&Meeting> = calendar.meetings.get(name).into_iter().flatten().collect();
    let whole = text.as_str();
    let start = whole[..span.start()].rfind(['.', '\n']).map_or(0, |at| at + 1);
    let end = whole[span.end()..].find(['.', '\n']).map_or(whole.len(), |at| span.end() + at);
    let here = |meeting: &&Meeting| !meeting.place.is_empty() && whole[start..end].contains(&*meeting.place);
    let placed: Vec<&Meeting> = all.iter().copied().filter(here).collect();
    if placed.is_empty() { all } else { placed }
}

/// Returns the feasts that a name can mean: those whose state is spoken of in the paragraph, else on the page, else all.
pub(crate) fn feasts_meant<'c>(
    calendar: &'c Calendar,
    text: &Text,
    name: &str,
    span: Span,
) -> Vec<&'c Feast> {
    let all: Vec<&Feast> = calendar.feasts.get(name).into_iter().flatten().collect();
    if all.len() < 2 {
        return all;
    }
    let whole = text.as_str();
    let start = whole[..span.start()].rfind('\n').map_or(0, |at| at + 1);
    let end = whole[span.end()..].find('\n').map_or(whole.len(), |at| span.end() + at);
    for range in [start..end, 0..whole.len()] {
        let words = crate::words::split(whole, range);
        // The name of the feast itself ("Ukraine's Independence Day") is in the paragraph too.
        let mut near: Vec<(usize, &Feast)> = Vec::new();
        for &feast in &all {
            let hits = (0..words.len()).filter(|&at| {
                feast.near.iter().any(|phrase| {
                    phrase.iter().zip(&words[at..]).filter(|(part, word)| *part == word.text).count()
                        == phrase.len()
                })
            });
            let distance = hits.map(|at| words[at].start.abs_diff(span.start())).min();
            near.extend(distance.map(|distance| (distance, feast)));
        }
        near.sort_by_key(|(distance, _)| *distance);
        if near.first().is_some_and(|(distance, _)| *distance <= 25) {
            return vec![near[0].1];
        }
        if !near.is_empty() {
            return near.into_iter().map(|(_, feast)| feast).collect();
        }
    }
    all
}
