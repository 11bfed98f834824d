//! Is a page one report or several put together?

use relata_doc::{
    Basis, Coherence, Dateline, DatingEvidence, Days, Layout, SectionKind, Segment, Span, Text,
};

use crate::calendar::Calendar;
use crate::words::split;

/// Tells the reports of a page apart: a dateline begins one.
///
/// A dateline in the middle of a page, or a second one that names another place, agency or day, shows that the page was
/// put together from several reports. Once that is shown, a paragraph that speaks of "the law, which …" where no law was
/// spoken of before is taken to come from yet another.
pub(crate) fn coherence(calendar: &Calendar, text: &Text, layout: &Layout) -> Coherence {
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
    let stitched = !starts.is_empty();
    if stitched {
        for (span, constraint) in unintroduced(calendar, text, &report) {
            evidence.push(DatingEvidence { span: Some(span), constraint, interval: Days::UNKNOWN });
            starts.push((paragraph_start(layout, span), Days::UNKNOWN));
        }
    }
    starts.sort_by_key(|(start, _)| *start);
    starts.dedup_by_key(|(start, _)| *start);
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
