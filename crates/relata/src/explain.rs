//! Why was it coded so?
//!
//! Writes a read page for people: the text with what was found in it, and under each sentence its events, with who, what,
//! whom, when, where, who says so, and the rule that fired.

use std::fmt::Write as _;

use crate::Passed;
use relata_doc::{
    ActorMention, Attribution, Days, Document, EventMention, Polarity, SectionKind, Span, Status,
};

/// How a span is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Source,
    Target,
    Action,
    Time,
    Place,
    Speaker,
    Faint,
    Strong,
}

impl Style {
    /// Returns the ANSI sequence; source and target differ by more than colour alone, for eyes that see few colours.
    fn code(self) -> &'static str {
        match self {
            Style::Source => "\x1b[1;34m",
            Style::Target => "\x1b[4;35m",
            Style::Action => "\x1b[1;33m",
            Style::Time => "\x1b[36m",
            Style::Place => "\x1b[32m",
            Style::Speaker => "\x1b[3;36m",
            Style::Faint => "\x1b[2m",
            Style::Strong => "\x1b[1m",
        }
    }
}

/// Returns a read page as text for a terminal, with ANSI colours where `colour` is set.
pub fn page(document: &Document, colour: bool) -> String {
    let painter = Painter { colour };
    let mut out = String::new();
    heading(document, &painter, &mut out);
    let mut next_sentence = 0;
    for section in &document.layout.sections {
        let words = document.text[section.span].trim();
        if words.is_empty() {
            continue;
        }
        if section.kind == SectionKind::Furniture {
            let _ = writeln!(
                out,
                "{}\n",
                painter.paint(&format!("[furniture] {}", one_line(words)), Style::Faint)
            );
            continue;
        }
        if !matches!(section.kind, SectionKind::Body | SectionKind::Lead) {
            let _ = writeln!(out, "{}", painter.paint(&format!("[{}]", section.kind.name()), Style::Faint));
        }
        while let Some(sentence) = document
            .parse
            .sentences
            .get(next_sentence)
            .filter(|sentence| sentence.span.start() < section.span.end())
        {
            if sentence.section == SectionKind::Furniture {
                next_sentence += 1;
                continue;
            }
            let mentions: Vec<&EventMention> =
                document.event_mentions.iter().filter(|mention| mention.sentence == next_sentence).collect();
            let _ = writeln!(out, "{}", painter.sentence(document, sentence.span, &mentions));
            for mention in mentions {
                event(document, mention, &painter, &mut out);
            }
            next_sentence += 1;
        }
        out.push('\n');
    }
    for note in &document.notes {
        let _ = writeln!(out, "{}", painter.paint(&format!("note: {}", note.0), Style::Faint));
    }
    out
}

/// Returns the words that might have reported an event, each with the reason why it did not.
pub fn passed_over(document: &Document, passed: &[Passed], colour: bool) -> String {
    let painter = Painter { colour };
    let mut out = format!("{}\n", painter.paint("not coded:", Style::Strong));
    for word in passed {
        let sense = word.sense.as_deref().map(|sense| format!(" ({sense})")).unwrap_or_default();
        let words = painter.paint(&one_line(&document.text[word.span]), Style::Action);
        let _ = writeln!(out, "  {words}{}", painter.paint(&format!("{sense}: {}", word.why), Style::Faint));
    }
    out
}

fn heading(document: &Document, painter: &Painter, out: &mut String) {
    let metadata = &document.layout.metadata;
    let name = metadata.title.as_deref().or(metadata.file.as_deref()).unwrap_or("a page without a title");
    let _ = writeln!(out, "{}", painter.paint(name, Style::Strong));
    let dating = &document.dating;
    let _ = writeln!(out, "written {}", painter.paint(&when(&dating.published), Style::Time));
    for line in &dating.evidence {
        let words =
            line.span.map(|span| format!("{:?}: ", one_line(&document.text[span]))).unwrap_or_default();
        let _ = writeln!(out, "  {}", painter.paint(&format!("{words}{}", line.constraint), Style::Faint));
    }
    if dating.coherence.stitched {
        let _ = writeln!(out, "{}", painter.paint("put together from several reports:", Style::Strong));
        for line in &dating.coherence.evidence {
            let words =
                line.span.map(|span| format!("{:?}: ", one_line(&document.text[span]))).unwrap_or_default();
            let _ =
                writeln!(out, "  {}", painter.paint(&format!("{words}{}", line.constraint), Style::Faint));
        }
    }
    out.push('\n');
}

fn event(document: &Document, mention: &EventMention, painter: &Painter, out: &mut String) {
    let action = &mention.action;
    let plover = action.plover.map_or("statement", |plover| plover.name());
    let not = if mention.polarity == Polarity::Negative { "NOT " } else { "" };
    let status = if mention.status == Status::Actual {
        String::new()
    } else {
        format!(" [{}]", mention.status.name())
    };
    let mode = action.mode.as_deref().map(|mode| format!(" {mode}")).unwrap_or_default();
    let _ = writeln!(
        out,
        "  {} {}{}{}{}",
        painter.paint("▸", Style::Action),
        painter.paint(&format!("{not}{plover}{mode}"), Style::Strong),
        painter.paint(&status, Style::Strong),
        painter.paint(&format!("  {} {}", action.cameo, action.label), Style::Faint),
        painter.paint(&format!("  {:.0} %", mention.confidence * 100.0), Style::Faint),
    );
    let mut row = |label: &str, value: String, style: Style| {
        let _ = writeln!(
            out,
            "      {} {}",
            painter.paint(&format!("{label:<8}"), Style::Faint),
            painter.paint(&value, style)
        );
    };
    row("who", parties(&mention.source), Style::Source);
    row("what", document.text[action.span].to_owned(), Style::Action);
    row("whom", parties(&mention.target), Style::Target);
    let words = mention.time_words.map(|span| format!("  {:?}", &document.text[span])).unwrap_or_default();
    row("when", format!("{}{words}", when(&mention.time)), Style::Time);
    if let Some(place) = &mention.place {
        let country = place.country.as_deref().map(|country| format!(", {country}")).unwrap_or_default();
        row("where", format!("{}{country} ({})", place.name, place.precision.name()), Style::Place);
    }
    for attribution in &mention.attribution {
        row("says who", speaker(document, attribution), Style::Speaker);
    }
    for figure in &mention.figures {
        row(
            "how many",
            format!("{} {:?}", figure.kind.name(), one_line(&document.text[figure.span])),
            Style::Strong,
        );
    }
    for evidence in &mention.evidence {
        row(
            "because",
            format!("{}: {:?} – {}", evidence.rule, one_line(&document.text[evidence.span]), evidence.note),
            Style::Faint,
        );
    }
}

fn parties(actors: &[ActorMention]) -> String {
    if actors.is_empty() {
        return "– nobody named".to_owned();
    }
    let one = |actor: &ActorMention| {
        let code = actor.code.to_string();
        let code = if code.is_empty() { "no code" } else { &code };
        let name = actor.name.as_deref().unwrap_or_else(|| actor.kind.name());
        let role = actor.role.as_deref().map(|role| format!(", {role}")).unwrap_or_default();
        let implied = if actor.implied { " (implied)" } else { "" };
        format!("{code}  {name}{role}{implied}")
    };
    actors.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn speaker(document: &Document, attribution: &Attribution) -> String {
    let words = &document.text[attribution.cue];
    match &attribution.speaker {
        Some(actor) => format!("{} ({words})", parties(std::slice::from_ref(actor))),
        None => format!("nobody named ({words})"),
    }
}

/// Returns days with how exactly and how they are known: "2016-07-06 to 2016-07-10 (range, inferred)".
pub fn when(days: &Days) -> String {
    let told = format!("({}, {})", days.precision.name(), days.basis.name());
    match (days.start(), days.end()) {
        (Some(start), Some(end)) if start == end => format!("{start} {told}"),
        (Some(start), Some(end)) => format!("{start} to {end} {told}"),
        (Some(start), None) => format!("{start} or later {told}"),
        (None, Some(end)) => format!("{end} or earlier {told}"),
        (None, None) => "not known".to_owned(),
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Painter {
    colour: bool,
}

impl Painter {
    fn paint(&self, words: &str, style: Style) -> String {
        if self.colour && !words.is_empty() {
            format!("{}{words}\x1b[0m", style.code())
        } else {
            words.to_owned()
        }
    }

    /// Returns a sentence with the words of its events coloured; of overlapping spans the one that begins first wins.
    fn sentence(&self, document: &Document, sentence: Span, mentions: &[&EventMention]) -> String {
        let mut marks: Vec<(Span, Style)> = Vec::new();
        for mention in mentions {
            marks.push((mention.action.span, Style::Action));
            marks.extend(mention.source.iter().map(|actor| (actor.span, Style::Source)));
            marks.extend(mention.target.iter().map(|actor| (actor.span, Style::Target)));
            marks.extend(mention.time_words.map(|span| (span, Style::Time)));
            marks.extend(mention.place.iter().map(|place| (place.span, Style::Place)));
            marks.extend(
                mention
                    .attribution
                    .iter()
                    .filter_map(|attribution| attribution.speaker.as_ref())
                    .map(|speaker| (speaker.span, Style::Speaker)),
            );
        }
        marks.retain(|(span, _)| sentence.contains(*span));
        marks.sort_by_key(|(span, _)| (span.start(), span.len()));
        let text = document.text.as_str();
        let mut line = String::new();
        let mut at = sentence.start();
        for (span, style) in marks {
            if span.start() >= at {
                line.push_str(&text[at..span.start()]);
                line.push_str(&self.paint(&text[span.range()], style));
                at = span.end();
            }
        }
        line.push_str(&text[at..sentence.end()]);
        one_line(&line)
    }
}
