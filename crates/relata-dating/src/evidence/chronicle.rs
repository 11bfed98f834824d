//! Which things that have their day in the chronicle are told?

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use relata_doc::{Parse, SectionKind, Sentence, Span, Text};

use super::told::inner;
use super::{Line, Page, scaled};
use crate::calendar::Calendar;
use crate::chronicle::{Fact, Heard, Kind};
use crate::days::{self, from_number, number};
use crate::likelihood::{AFTER_A_FACT, AFTER_NEWS, Delays, LAST_YEAR, delayed, distance};
use crate::meaning::{From, Meaning, RawTime, Tense, YearWord};
use crate::value::{Frame, is_absolute};
use crate::words::{Word, split};

/// How many things of the chronicle are listened to; more of them are no independent witnesses.
const MOST: usize = 8;

/// The words may mean something else: so much is left to all other days, less where a name of several words tells it.
const LEAST_OF_A_NAME: f32 = -8.5;
const LEAST_OF_A_WORD: f32 = -5.8;
const LEAST_OF_A_NAME_IN_PASSING: f32 = -4.5;
const LEAST_OF_A_WORD_IN_PASSING: f32 = -2.5;

/// How much more a thing weighs that is heard in several sentences, and each further thing of the same days.
const HEARD_AGAIN: f32 = 1.3;
const CORROBORATED: f32 = 0.35;

/// So many steps of the syntax lie between the words of one statement.
const CLOSE: usize = 4;

/// Things of the chronicle that the same words of a sentence can mean.
struct Hearing<'a> {
    span: Span,
    facts: Vec<&'a Fact>,
    /// Whether the report opens with it, and does not tell it as something of another time.
    is_news: bool,
    /// Whether it is told by a name of several words, or is somebody's death: then hardly anything else is meant.
    is_plain: bool,
    /// Whether the sentence speaks of what is to come.
    ahead: bool,
    /// In how many sentences it is heard.
    times_heard: usize,
    /// The words by which the sentence tells its time, counted from the day of writing.
    time: Option<&'a RawTime>,
}

impl Page<'_> {
    /// What happened on one day is news on that day and the next ones, and background in all later years; what the
    /// sentence says of its time, counted from the day of writing, tells that day.
    pub(super) fn chronicle(&self) -> Vec<Line> {
        let mut hearings: Vec<Hearing> = Vec::new();
        let aftermath = self.headline_tells_an_aftermath();
        for sentence in &self.parse.sentences {
            if matches!(sentence.section, SectionKind::Furniture | SectionKind::Teaser) {
                continue;
            }
            for hearing in self.hearings(sentence, aftermath) {
                // What is told of one name is one of the things known of it.
                let same = |known: &&mut Hearing| {
                    known.facts == hearing.facts || self.text[known.span] == self.text[hearing.span]
                };
                let known = hearings.iter_mut().find(same);
                match known {
                    Some(known) => known.join(hearing),
                    None => hearings.push(hearing),
                }
            }
        }
        // What opens the report first, then what is told latest.
        hearings.sort_by_key(|hearing| std::cmp::Reverse((hearing.rank(), hearing.last())));
        hearings.truncate(MOST);
        hearings.sort_by_key(|hearing| hearing.span);
        // One thing told twice is no two witnesses.
        let days: Vec<Vec<(i32, i32)>> =
            hearings.iter().map(|hearing| hearing.facts.iter().map(|fact| fact.days).collect()).collect();
        let near = |a: &[(i32, i32)], b: &[(i32, i32)]| {
            a.iter().any(|&(first, last)| b.iter().any(|&(start, end)| first <= end + 5 && start <= last + 5))
        };
        let alike: Vec<f32> = days
            .iter()
            .zip(&hearings)
            .map(|(one, hearing)| {
                let others = days.iter().zip(&hearings);
                others.filter(|(other, heard)| heard.is_news == hearing.is_news && near(one, other)).count()
                    as f32
            })
            .collect();
        // Of what is told in passing the latest draws the page near; the others say no more than that it is younger.
        let latest = hearings.iter().filter(|hearing| !hearing.is_news).map(Hearing::last).max();
        let lines = hearings.into_iter().map(|hearing| {
            let draws = Some(hearing.last()) == latest;
            self.line(hearing, draws)
        });
        let shared = |alike: f32| (1.0 + CORROBORATED * (alike - 1.0)) / alike;
        lines.zip(alike).map(|(line, alike)| scaled(line, shared(alike.max(1.0)))).collect()
    }

    fn hearings(&self, sentence: &Sentence, aftermath: bool) -> Vec<Hearing<'_>> {
        let titled = sentence.section == SectionKind::Headline;
        let words = split(self.text.as_str(), sentence.span.range());
        let heard = listen(self.calendar, self.parse, sentence, &words);
        if heard.is_empty() {
            return Vec::new();
        }
        let is_old = self.is_told_as_old(sentence, &words);
        // Told with a month of its own in which it did not happen, it is told as something of another time.
        let other_month = |facts: &[&Fact]| {
            let mut months = self.times_in(sentence).filter_map(|time| match inner(&time.meaning) {
                Meaning::Month(month, YearWord::Untold) => Some(*month),
                _ => None,
            });
            months.any(|month| facts.iter().all(|fact| !meets_month(fact, month)))
        };
        let is_news = self.leads(sentence.span, 500) && !is_old && (titled || !aftermath);
        let verbs = &self.calendar.verbs;
        let ahead = self.times_in(sentence).any(|time| time.tense == Tense::Future)
            || words
                .iter()
                .any(|word| verbs.future.has(&word.lower) || (titled && verbs.infinitive.has(&word.lower)));
        let time = self.times_in(sentence).find(|time| counts_from_writing(&time.meaning));
        let day_of_year = time.and_then(|time| match inner(&time.meaning) {
            &Meaning::Day { year: YearWord::Untold, month, day, .. } => Some((month, day)),
            _ => None,
        });
        // By the first word of the name: the word behind it, and the facts, each with whether it is what is told.
        type Named<'f> = (usize, Vec<(&'f Fact, bool)>);
        let mut by_word: BTreeMap<usize, Named> = BTreeMap::new();
        for (fact, name, told) in heard {
            // Told with another day of the year, it is another thing.
            if day_of_year.is_none_or(|day| falls_on(fact, day)) {
                let (end, facts) = by_word.entry(name.start).or_default();
                *end = name.end.max(*end);
                facts.push((fact, told));
            }
        }
        // "Storm Franklin" is not heard in "Tropical Storm Franklin".
        let ranges: Vec<(usize, usize)> = by_word.iter().map(|(at, (end, _))| (*at, *end)).collect();
        by_word.retain(|at, (end, _)| {
            !ranges.iter().any(|(first, last)| (first <= at && *end <= *last) && (first, last) != (at, end))
        });
        let hearings = by_word.into_iter().filter_map(|(at, (end, facts))| {
            let span = self.text.span(words[at].start..words[end - 1].end())?;
            let plain: Vec<&Fact> = facts.iter().map(|(fact, _)| *fact).collect();
            let is_news = is_news && facts.iter().any(|(_, told)| *told) && !other_month(&plain);
            let facts: Vec<&Fact> = match is_news {
                true => facts.into_iter().filter(|(_, told)| *told).map(|(fact, _)| fact).collect(),
                false => facts.into_iter().map(|(fact, _)| fact).collect(),
            };
            let is_plain = end - at > 1 || facts.iter().any(|fact| fact.kind == Kind::Death);
            Some(Hearing { span, facts, is_news, is_plain, ahead, time, times_heard: 1 })
        });
        hearings.collect()
    }

    /// Returns whether the headline tells what came after something: a sentence, a memorial. Then what is told beneath it
    /// may be old, but for what is of that kind itself.
    fn headline_tells_an_aftermath(&self) -> bool {
        let mut headlines =
            self.parse.sentences.iter().filter(|sentence| sentence.section == SectionKind::Headline);
        headlines.any(|sentence| {
            let mut tokens = self.parse.tokens[sentence.tokens.clone()].iter();
            tokens.any(|token| self.calendar.grammar.aftermath.has(&token.lemma.to_lowercase()))
        })
    }

    fn times_in(&self, sentence: &Sentence) -> impl Iterator<Item = &RawTime> {
        let span = sentence.span;
        self.times.iter().filter(move |time| span.contains(time.span))
    }

    /// Returns whether a sentence tells a year of its own, or an anniversary: then it may tell of old things.
    fn is_told_as_old(&self, sentence: &Sentence, words: &[Word]) -> bool {
        self.times_in(sentence).any(|time| is_absolute(&time.meaning))
            || words.iter().any(|word| self.calendar.grammar.anniversary.has(&word.lower))
    }

    fn line(&self, hearing: Hearing, draws: bool) -> Line {
        let Hearing { span, facts, is_news, is_plain, ahead, time, times_heard } = hearing;
        let mut intervals: Vec<(i32, i32)> = facts.iter().map(|fact| fact.days).collect();
        intervals.sort_unstable();
        let first = intervals.first().map_or(0, |(first, _)| *first);
        let told: Vec<String> = facts
            .iter()
            .take(3)
            .map(|fact| format!("{} ({})", self.calendar.chronicle.what(fact), told_days(fact.days)))
            .collect();
        let delays: Delays = if is_news { AFTER_NEWS } else { AFTER_A_FACT };
        let constraint = told.join(" or ");
        // The days of writing on which the words for its time mean the days on which it happened.
        let fitting = time.map(|time| self.fitting(time, &intervals));
        // A day of the year draws by itself already; here it tells no more than the year.
        let fits = match time.map(|time| inner(&time.meaning)) {
            Some(Meaning::Day { .. } | Meaning::Month(..)) => 0.1,
            _ => 0.3,
        };
        let constraint = match time {
            Some(time) => format!("{constraint}, told with \"{}\"", &self.text[time.span]),
            None if is_news => format!("{constraint}, told as news"),
            None => format!("{constraint}: written then or later"),
        };
        let least = match (is_news, is_plain) {
            (true, true) => LEAST_OF_A_NAME,
            (true, false) => LEAST_OF_A_WORD,
            (false, true) => LEAST_OF_A_NAME_IN_PASSING,
            (false, false) => LEAST_OF_A_WORD_IN_PASSING,
        };
        // What a page comes back to is what it is about.
        let weight = if is_news && times_heard > 1 { HEARD_AGAIN } else { 1.0 };
        let score = move |day: i32| {
            let delay = distance(&intervals, day);
            let plain = match delayed(delays, delay).max(least) {
                _ if ahead && (-400..0).contains(&delay) => -1.5,
                _ if !is_news && delay > 0 && !draws => 0.0,
                plain => plain,
            };
            match &fitting {
                None => weight * plain,
                Some(days) if days.binary_search(&day).is_ok() => fits * plain,
                Some(_) => weight * plain - if is_news { 2.5 } else { 0.8 },
            }
        };
        let line = Line::new(span, constraint, score);
        let line = line.framed(first - 20 * 366, number(days::last_of(LAST_YEAR)));
        Line { bounds_below: true, bounds_above: is_news, ..line }
    }

    /// Returns the days of writing, by number and in order, on which a time would mean days that meet some intervals.
    fn fitting(&self, time: &RawTime, intervals: &[(i32, i32)]) -> Vec<i32> {
        let frame = Frame {
            calendar: self.calendar,
            writing: None,
            told: None,
            narrative: false,
            tense: if time.tense == Tense::Present { Tense::Past } else { time.tense },
            feasts: &[],
            meetings: &[],
        };
        let mut fitting = Vec::new();
        for &(first, last) in intervals {
            let near = first - 370..last + 370;
            // "Ten years ago" lies far off; its days are found where they are looked for.
            let far = match &time.meaning {
                Meaning::Offset { count: Some(_), .. } | Meaning::UnitAway { .. } => {
                    last + 370..last + 3 * 3660
                }
                _ => 0..0,
            };
            for day in near.chain(far) {
                let told = Frame { writing: Some(from_number(day)), ..frame }.resolve(&time.meaning).days;
                if told.is_some_and(|(start, end)| number(start) <= last && number(end) >= first) {
                    fitting.push(day);
                }
            }
        }
        fitting.sort_unstable();
        fitting.dedup();
        fitting
    }
}

/// Something of the chronicle that a text speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardFact {
    /// The words that tell it best.
    pub span: Span,
    /// The first day on which it happened.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// What happened, in a few words.
    pub what: String,
}

/// Returns what of the chronicle a text speaks of, sentence by sentence, whether it is told as news or in passing.
pub fn heard_facts(calendar: &Calendar, text: &Text, parse: &Parse) -> Vec<HeardFact> {
    let mut facts = Vec::new();
    for sentence in &parse.sentences {
        let words = split(text.as_str(), sentence.span.range());
        for (fact, name, _) in listen(calendar, parse, sentence, &words) {
            let span = text.span(words[name.start].start..words[name.end - 1].end());
            facts.extend(span.map(|span| HeardFact {
                span,
                first: from_number(fact.days.0),
                last: from_number(fact.days.1),
                what: calendar.chronicle.what(fact).to_owned(),
            }));
        }
    }
    facts
}

/// Returns the facts that a sentence speaks of, each with the words that tell it best, and whether it is what the sentence
/// tells, not something told beside it: "the murdered journalist".
fn listen<'c>(
    calendar: &'c Calendar,
    parse: &Parse,
    sentence: &Sentence,
    words: &[Word],
) -> Vec<(&'c Fact, Range<usize>, bool)> {
    let tokens = &parse.tokens[sentence.tokens.clone()];
    // The token of each word: words are cut finer than tokens.
    let token_of = |word: &Word| tokens.partition_point(|token| token.span.end() <= word.start);
    let places: Vec<usize> = words.iter().map(token_of).collect();
    let lemmas = places.iter().enumerate();
    let lemmas = lemmas.filter_map(|(at, &token)| Some((at, tokens.get(token)?.lemma.as_str())));
    let titled = sentence.section == SectionKind::Headline;
    let first = sentence.tokens.start;
    let together = |a: usize, b: usize| titled || apart(parse, first + places[a], first + places[b]) <= CLOSE;
    let heard = calendar.chronicle.heard(&Heard::new(words, lemmas, together));
    let told = |at: usize| is_told(calendar, parse, first + places[at]);
    // A trial, an inquest or a memorial comes after what it is about.
    let aftermath: Vec<usize> = (0..words.len())
        .filter(|&at| {
            tokens
                .get(places[at])
                .is_some_and(|token| calendar.grammar.aftermath.has(&token.lemma.to_lowercase()))
        })
        .collect();
    heard
        .into_iter()
        .map(|heard| {
            let news = aftermath.iter().all(|at| heard.verbs.contains(at))
                || calendar.chronicle.tells(heard.fact, &calendar.grammar.aftermath);
            (heard.fact, heard.name, news && heard.verbs.into_iter().all(told))
        })
        .collect()
}

/// Returns whether a word stands in what its sentence tells, not in what it says beside it of somebody or something.
fn is_told(calendar: &Calendar, parse: &Parse, token: usize) -> bool {
    let up = std::iter::successors(Some(token), |&at| parse.tokens.get(at)?.head).take(20);
    up.filter_map(|at| parse.tokens.get(at).map(|token| (at, token))).all(|(at, token)| {
        match token.relation() {
            "amod" | "acl" => false,
            "advcl" => {
                token.deprel != "advcl:relcl"
                    && parse.children(at).any(|child| {
                        let child = &parse.tokens[child];
                        matches!(child.relation(), "mark" | "advmod")
                            && calendar.grammar.scene.has(&child.lemma.to_lowercase())
                    })
            }
            _ => true,
        }
    })
}

impl<'a> Hearing<'a> {
    /// Takes what is heard of the same in another sentence.
    fn join(&mut self, other: Hearing<'a>) {
        let again = self.times_heard + 1;
        let mut facts = other.facts.clone();
        facts.extend(self.facts.iter().copied().filter(|fact| !other.facts.contains(fact)));
        if other.rank() > self.rank() {
            *self = other;
        }
        self.times_heard = again;
        self.facts = facts;
    }

    fn rank(&self) -> (bool, bool) {
        (self.is_news, self.time.is_some())
    }

    fn last(&self) -> i32 {
        self.facts.iter().map(|fact| fact.days.1).max().unwrap_or(i32::MIN)
    }
}

/// Returns whether the words count from the day of writing.
fn counts_from_writing(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Weekday(..) | Meaning::WeekdayOfWeek(..) => true,
        Meaning::Offset { from, count, .. } => *from == From::Writing && count.is_some(),
        Meaning::UnitAway { from, .. } => *from == From::Writing,
        Meaning::Day { year: YearWord::Untold, .. } | Meaning::Month(_, YearWord::Untold) => true,
        Meaning::PartOf(_, day) => counts_from_writing(day),
        Meaning::Clock(_, day) => day.as_deref().is_some_and(counts_from_writing),
        _ => false,
    }
}

/// Returns whether a fact falls on a day of the year, or beside it: the day is another one elsewhere on earth.
fn falls_on(fact: &Fact, (month, day): (i8, i8)) -> bool {
    (fact.days.0 - 1..=fact.days.1 + 1).any(|number| {
        let date = from_number(number);
        (date.month(), date.day()) == (month, day)
    })
}

/// Returns whether a fact reaches into a month of the year.
fn meets_month(fact: &Fact, month: i8) -> bool {
    let (first, last) = (from_number(fact.days.0), from_number(fact.days.1));
    fact.days.1 - fact.days.0 > 300
        || first.month() == month
        || last.month() == month
        || (fact.days.0..=fact.days.1).step_by(28).any(|day| from_number(day).month() == month)
}

/// Returns how many steps of the syntax lie between two tokens of one sentence.
fn apart(parse: &Parse, first: usize, second: usize) -> usize {
    let above = |token: usize| std::iter::successors(Some(token), |&at| parse.tokens.get(at)?.head).take(40);
    let mut least = usize::MAX;
    for (steps, at) in above(first).enumerate() {
        if let Some(more) = above(second).position(|other| other == at) {
            least = least.min(steps + more);
        }
    }
    least
}

fn told_days((first, last): (i32, i32)) -> String {
    match first == last {
        true => from_number(first).to_string(),
        false => format!("{} to {}", from_number(first), from_number(last)),
    }
}
