//! When was this written?
//!
//! Every line of evidence scores the days; their sum says how likely each day is, and the shortest set of days that holds
//! nearly all of the likelihood, taken as one interval, is the answer. Where nothing bounds it on one side, that side
//! stays open. Evidence that does not agree with the rest is set aside, and said to be.

use jiff::civil::Date;
use relata_doc::{Basis, Dating, DatingEvidence, Days, Precision};

use crate::coherence::{Vocabulary, coherence};
use crate::days::{self, from_number, number};
use crate::evidence::{Line, Page};
use crate::likelihood::{FIRST_YEAR, LAST_YEAR, prior};

/// The share of the likelihood that the interval holds.
const SHARE: f64 = 0.87;
/// By how much the text must speak against a stated day before it is called a conflict.
const CONFLICT: f32 = 7.5;
/// By how much a line must speak against the answer to count as set aside.
const SET_ASIDE: f32 = 2.4;

/// So much less likely than the best a day is when it is not looked at more closely: all years of the web together would
/// not weigh anything.
const HOPELESS: f32 = 20.0;

/// Finds when a page was written, and which of its parts belong together.
///
/// What the page or its sender states is taken, unless `blind`; then, or where nothing is stated, the day is solved from
/// the text: offices held only for a time (which the caller knows), years and days told, weekdays, feasts,
/// meetings, and names that are younger than others.
pub fn solve(page: &Page, vocabulary: &dyn Vocabulary, blind: bool) -> Dating {
    let Page { calendar, text, layout, parse, times, .. } = *page;
    let metadata = &layout.metadata;
    let stated = metadata
        .published
        .first()
        .map(|stated| (Days::day(stated.day, Basis::Document), stated.from.clone()));
    let stated = stated.or_else(|| {
        metadata.given.map(|given| (given.with_basis(Basis::Document), "given with the document".to_owned()))
    });
    let lines = page.lines();
    let solved = Solved::from_lines(&lines, calendar.as_of.map_or(LAST_YEAR, |day| day.year()));
    let mut evidence = solved.evidence(&lines);
    let conflict = stated.as_ref().is_some_and(|(days, _)| solved.speaks_against(days, &lines));
    let coherence = coherence(calendar, vocabulary, text, layout, parse, times);
    let stated_days = stated.as_ref().map(|(days, _)| *days);
    if let Some((days, from)) = stated.filter(|_| !blind) {
        evidence.insert(0, DatingEvidence { span: None, constraint: from, interval: days });
        let confidence = if conflict { 0.6 } else { 0.98 };
        return Dating {
            published: days,
            best: days.single(),
            confidence,
            stated: stated_days,
            conflict,
            evidence,
            coherence,
        };
    }
    let best = solved.best.map(from_number);
    Dating {
        published: solved.published,
        best,
        confidence: solved.confidence,
        stated: stated_days,
        conflict,
        evidence,
        coherence,
    }
}

/// Scores each day from `first` to `last` by all lines. A day that some lines make hopeless is left at what those say: no
/// line makes a day likelier than it was.
fn score(lines: &[Line], first: i32, last: i32, known_year: i16) -> Vec<f32> {
    let whole = |day: i32, least: f32| {
        let mut sum = prior(day, known_year);
        for line in lines {
            if sum < least {
                break;
            }
            sum += (line.score)(day);
        }
        sum
    };
    // A first look finds a good day.
    let sample = (first..=last).step_by(8).fold(f32::MIN, |top, day| top.max(whole(day, top)));
    let mut top = sample;
    (first..=last)
        .map(|day| {
            let score = whole(day, top - HOPELESS);
            top = top.max(score);
            score
        })
        .collect()
}

/// The days as the lines of evidence see them.
struct Solved {
    /// The number of the first day scored.
    first: i32,
    scores: Vec<f32>,
    published: Days,
    best: Option<i32>,
    /// The number of the likeliest day.
    peak: i32,
    confidence: f32,
}

impl Solved {
    fn from_lines(lines: &[Line], known_year: i16) -> Solved {
        let nothing = Solved {
            first: 0,
            scores: Vec::new(),
            published: Days::UNKNOWN,
            best: None,
            peak: 0,
            confidence: 0.0,
        };
        let frames = lines.iter().filter_map(|line| line.frame);
        let Some((first, last)) = frames.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else { return nothing };
        let first = first.max(number(days::first_of(FIRST_YEAR)));
        let last = last.min(number(days::last_of(LAST_YEAR)));
        if last < first {
            return nothing;
        }
        let scores = score(lines, first, last, known_year);
        let mut solved = Solved { first, scores, ..nothing };
        solved.narrow(lines);
        solved
    }

    fn narrow(&mut self, lines: &[Line]) {
        let top = self.scores.iter().copied().fold(f32::MIN, f32::max);
        let likelihood = |score: f32| f64::from(score - top).exp();
        let whole: f64 = self.scores.iter().map(|&score| likelihood(score)).sum();
        let mut order: Vec<usize> =
            (0..self.scores.len()).filter(|&at| self.scores[at] > top - HOPELESS).collect();
        order.sort_by(|&a, &b| self.scores[b].total_cmp(&self.scores[a]).then(a.cmp(&b)));
        let (mut sum, mut low, mut high) = (0.0, usize::MAX, 0);
        let mut least = f32::MIN;
        for &at in &order {
            // Days that are as likely as the last one taken are taken too: nothing sets them apart.
            if sum >= SHARE && self.scores[at] < least - 0.02 {
                break;
            }
            if sum < SHARE {
                least = self.scores[at];
            }
            sum += likelihood(self.scores[at]) / whole;
            (low, high) = (low.min(at), high.max(at));
        }
        self.peak = self.first + order[0] as i32;
        // What the words bound by logic no likelihood widens.
        let agreed = lines.iter().filter(|line| !self.is_aside(line, order[0]));
        if let Some(first) = agreed.filter_map(|line| line.allows?.0).max() {
            low = low.max(usize::try_from(first - self.first).unwrap_or(0));
        }
        let below = lines.iter().any(|line| line.bounds_below);
        let above = lines.iter().any(|line| line.bounds_above);
        let start = below.then(|| self.day(low));
        let end = above.then(|| self.day(high));
        let precision = if start.is_some() && start == end { Precision::Day } else { Precision::Range };
        self.published = Days::open(start, end, precision, Basis::Inferred);
        if !below && !above {
            self.published = Days::UNKNOWN;
            return;
        }
        if !(below && above) {
            self.confidence = 0.5;
            return;
        }
        let inside: f64 = self.scores[low..=high].iter().map(|&score| likelihood(score) / whole).sum();
        let fits = lines.iter().filter(|line| !self.is_aside(line, low + (high - low) / 2)).count();
        self.confidence = (inside * (0.7 + 0.3 * fits as f64 / lines.len().max(1) as f64)) as f32;
        // Among the good days around the best one, that which has as much likelihood before it as behind it.
        let peak = order[0];
        let good = |at: &usize| self.scores[*at] > top - 1.5;
        let left = (low..=peak).rev().take_while(good).last().unwrap_or(peak);
        let right = (peak..=high).take_while(good).last().unwrap_or(peak);
        let half: f64 = self.scores[left..=right].iter().map(|&score| likelihood(score)).sum::<f64>() / 2.0;
        let mut before = 0.0;
        let middle = (left..=right).find(|&at| {
            before += likelihood(self.scores[at]);
            before >= half
        });
        self.best = middle.map(|at| self.first + at as i32);
    }

    fn is_aside(&self, line: &Line, at: usize) -> bool {
        let day = self.first + at as i32;
        match line.allows {
            Some((first, last)) => {
                first.is_some_and(|first| day < first) || last.is_some_and(|last| day > last)
            }
            None => (line.score)(day) < -SET_ASIDE,
        }
    }

    fn day(&self, at: usize) -> Date {
        from_number(self.first + at as i32)
    }

    /// Returns whether the text makes what is stated very unlikely.
    fn speaks_against(&self, stated: &Days, lines: &[Line]) -> bool {
        let Some((start, end)) = stated.ends() else { return false };
        if self.scores.is_empty() {
            return false;
        }
        let top = self.scores.iter().copied().fold(f32::MIN, f32::max);
        let score = |day: i32| lines.iter().map(|line| (line.score)(day)).sum::<f32>();
        (number(start) - 2..=number(end) + 2).map(score).fold(f32::MIN, f32::max) < top - CONFLICT
    }

    /// Returns the lines as they are shown: each with the days that remain possible by it alone, near the answer.
    fn evidence(&self, lines: &[Line]) -> Vec<DatingEvidence> {
        lines.iter().map(|line| self.shown(line)).collect()
    }

    fn shown(&self, line: &Line) -> DatingEvidence {
        let mut constraint = line.constraint.clone();
        let mut interval = Days::UNKNOWN;
        if !self.scores.is_empty() {
            let best = self.best.unwrap_or(self.peak);
            if let Some(named) = line.named_days.iter().min_by_key(|day| (*day - best).abs()) {
                let day = from_number(*named);
                constraint = format!("{constraint}: {day}, a {:?}", day.weekday());
            }
            let aside = self.is_aside(line, (best - self.first).max(0) as usize);
            if aside {
                constraint.push_str(" (set aside: it does not agree with the rest)");
            }
            interval = match line.allows {
                Some((first, last)) => Days::open(
                    first.map(from_number),
                    last.map(from_number),
                    Precision::Range,
                    Basis::Inferred,
                ),
                None if aside => Days::UNKNOWN,
                None => self.around(line, best),
            };
        }
        DatingEvidence { span: line.span, constraint, interval }
    }

    /// Returns the days around the answer that a line attracts; where they reach the end of what was looked at, that end
    /// stays open.
    fn around(&self, line: &Line, best: i32) -> Days {
        let last = self.first + self.scores.len() as i32 - 1;
        let least = (line.score)(best) - 0.8;
        let allowed = |day: &i32| (line.score)(*day) >= least;
        let left = (self.first..=best).rev().take_while(allowed).last().unwrap_or(best);
        let right = (best..=last).take_while(allowed).last().unwrap_or(best);
        let start = (left > self.first).then(|| from_number(left));
        let end = (right < last).then(|| from_number(right));
        Days::open(start, end, Precision::Range, Basis::Inferred)
    }
}
