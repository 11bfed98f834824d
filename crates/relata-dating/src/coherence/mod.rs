//! Is a page one report or several put together?

mod signs;
mod topics;
mod weights;

use relata_doc::{
    Basis, Coherence, Dateline, DatingEvidence, Days, Layout, Parse, SectionKind, Segment, Span, Text,
};

use crate::calendar::Calendar;
use crate::meaning::{Meaning, RawTime};
use crate::words::split;
pub use topics::Vocabulary;
use topics::{Topics, topics};

/// Tells the reports of a page apart: a dateline begins one.
///
/// A dateline in the middle of a page, or a second one that names another place, agency or day, shows that the page was
/// put together from several reports. Once that is shown, a paragraph that speaks of "the law, which …" where no law was
/// spoken of before is taken to come from yet another.
pub(crate) fn coherence(
    calendar: &Calendar,
    vocabulary: &dyn Vocabulary,
    text: &Text,
    layout: &Layout,
    parse: &Parse,
    times: &[RawTime],
) -> Coherence {
    let topics = page_topics(vocabulary, text, layout, parse, times);
    let report: Vec<Span> = layout
        .sections
        .iter()
        .filter(|section| is_report(section.kind))
        .map(|section| section.span)
        .collect();
    let mut evidence = Vec::new();
    let mut starts: Vec<(usize, Days)> = Vec::new();
    let mut first: Option<&Dateline> = None;
    for dateline in &layout.datelines {
        let paragraph = report.iter().position(|span| span.overlaps(dateline.span)).unwrap_or(0);
        // A byline or a summary may stand before the report's own dateline.
        let begins = paragraph < 2;
        let other = first.and_then(|first| difference(text, first, dateline));
        let why = match (begins, other) {
            (_, Some(other)) => Some(other),
            (false, None) if first.is_none() => {
                Some("a dateline in the middle of the page: another report begins here".to_owned())
            }
            _ => None,
        };
        if let Some(constraint) = why {
            evidence.push(DatingEvidence {
                span: Some(dateline.span),
                constraint,
                interval: day_of(dateline),
            });
            starts.push((paragraph_start(layout, dateline.span), day_of(dateline)));
        }
        first = first.or(Some(dateline));
    }
    if topics.stitched > 0.5 {
        for (span, constraint) in breaks(text, &topics) {
            evidence.push(DatingEvidence { span: Some(span), constraint, interval: Days::UNKNOWN });
            starts.push((paragraph_start(layout, span), Days::UNKNOWN));
        }
    }
    let stitched = !starts.is_empty();
    if stitched {
        for (span, constraint) in unintroduced(calendar, text, &report) {
            evidence.push(DatingEvidence { span: Some(span), constraint, interval: Days::UNKNOWN });
            starts.push((paragraph_start(layout, span), Days::UNKNOWN));
        }
    }
    starts.sort_by_key(|(start, _)| *start);
    starts.dedup_by_key(|(start, _)| *start);
    if stitched {
        let at: Vec<usize> = starts.iter().map(|(start, _)| *start).collect();
        for (span, constraint) in signs::signs(text, parse, layout, &at) {
            evidence.push(DatingEvidence { span: Some(span), constraint, interval: Days::UNKNOWN });
        }
    }
    let opening = first
        .filter(|_| !stitched || starts.iter().all(|(start, _)| *start > 0))
        .filter(|dateline| report.first().is_some_and(|span| span.overlaps(dateline.span)));
    starts.retain(|(start, _)| *start > 0);
    let mut segments = Vec::new();
    let mut from = (0, opening.map_or(Days::UNKNOWN, day_of));
    for next in starts.iter().copied().chain([(text.all().end(), Days::UNKNOWN)]) {
        segments.extend(text.span(from.0..next.0).map(|span| Segment { span, published: from.1 }));
        from = next;
    }
    // A page of one report has one segment, dated as the page is.
    if !stitched {
        segments = vec![Segment { span: text.all(), published: Days::UNKNOWN }];
    }
    Coherence { stitched, segments, evidence }
}

/// Returns where the page begins to speak of something else, with what shows it: the strongest break, and those that are
/// more likely than not; each by the first words of its paragraph.
fn breaks(text: &Text, topics: &Topics) -> Vec<(Span, String)> {
    let most = topics.breaks.iter().map(|b| b.odds).fold(f32::MIN, f32::max);
    let begins = topics.breaks.iter().filter(|b| b.odds >= most || b.odds > 0.0);
    let told = begins.filter_map(|b| {
        let words = split(text.as_str(), b.span.range());
        let last = words.get(5).or(words.last())?;
        let span = text.span(b.span.start()..last.end())?;
        let names = match b.shared_names {
            0 => "no name".to_owned(),
            1 => "one name".to_owned(),
            count => format!("{count} names"),
        };
        let share = (100.0 * b.shared_words).round();
        Some((span, format!("from here on, {share} % of the words and {names} stand before too: another report begins here")))
    });
    told.collect()
}

/// Returns the numbers that describe the breaks between a page's paragraphs, and the page: what the weights are fitted on.
///
/// Each break is given by the byte at which the paragraph behind it begins.
pub fn measures(
    vocabulary: &dyn Vocabulary,
    text: &Text,
    layout: &Layout,
    parse: &Parse,
    times: &[RawTime],
) -> (Vec<(usize, Vec<f32>)>, Vec<f32>) {
    let topics = page_topics(vocabulary, text, layout, parse, times);
    let breaks = topics.breaks.iter().map(|b| (b.span.start(), b.features.to_vec()));
    (breaks.collect(), topics.features.to_vec())
}

fn page_topics(
    vocabulary: &dyn Vocabulary,
    text: &Text,
    layout: &Layout,
    parse: &Parse,
    times: &[RawTime],
) -> Topics {
    let clocks = times.iter().filter(|time| matches!(time.meaning, Meaning::Clock(..))).map(|time| time.span);
    topics(vocabulary, text, layout, parse, &clocks.collect::<Vec<_>>())
}

fn is_report(kind: SectionKind) -> bool {
    matches!(kind, SectionKind::Lead | SectionKind::Body)
}

fn day_of(dateline: &Dateline) -> Days {
    let day = dateline.date.and_then(|(month, day, year)| jiff::civil::Date::new(year?, month, day).ok());
    day.map_or(Days::UNKNOWN, |day| Days::day(day, Basis::Inferred))
}

fn paragraph_start(layout: &Layout, span: Span) -> usize {
    layout
        .sections
        .iter()
        .find(|section| section.span.overlaps(span))
        .map_or(span.start(), |section| section.span.start())
}

/// Says in what two datelines differ.
fn difference(text: &Text, first: &Dateline, second: &Dateline) -> Option<String> {
    let words = |span: Option<Span>| span.map(|span| text[span].to_lowercase());
    let place = |dateline: &Dateline| words(dateline.places.first().copied());
    if first.agency.is_some() && second.agency.is_some() && words(first.agency) != words(second.agency) {
        return Some("a second dateline, of another agency: another report begins here".to_owned());
    }
    if first.date.is_some() && second.date.is_some() && first.date != second.date {
        return Some("a second dateline, of another day: another report begins here".to_owned());
    }
    (place(first) != place(second))
        .then(|| "a second dateline, from another place: another report begins here".to_owned())
}

/// Finds paragraphs that begin with "The law, which …" where no law was spoken of before.
fn unintroduced(calendar: &Calendar, text: &Text, report: &[Span]) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    for (index, span) in report.iter().enumerate().skip(1) {
        let words = split(text.as_str(), span.range());
        let [article, noun, comma, relative, ..] = &words[..] else { continue };
        let defined = calendar.grammar.the.has(&article.lower)
            && comma.text == ","
            && calendar.grammar.which.has(&relative.lower);
        if !defined || noun.capital() {
            continue;
        }
        let known = report[..index].iter().any(|before| {
            split(text.as_str(), before.range())
                .iter()
                .any(|word| word.lower.trim_end_matches('s') == noun.lower.trim_end_matches('s'))
        });
        if let (false, Some(span)) = (known, text.span(article.start..noun.end())) {
            found.push((
                span,
                format!(
                    "speaks of \"{}\" as known, but nothing before it does: it comes from another report",
                    &text[span]
                ),
            ));
        }
    }
    found
}
