//! What is each paragraph: headline, lead, body, caption, another page's headline, or furniture?

use relata_doc::{Section, SectionKind, Span, Text};

use crate::dateline::dateline;
use crate::day::stamp;
use crate::rules::{Rules, fold};

/// A paragraph with what the markup says of it; plain text says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Where, without the white space around it.
    pub(crate) span: Span,
    /// What the markup says.
    pub(crate) markup: Markup,
}

/// What markup says of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Markup {
    None,
    Headline,
    Heading,
    ListItem,
    Quote,
    Caption,
}

/// Tells the kind of each paragraph.
///
/// `title` is the page's own title, where it is known from elsewhere: the paragraph that repeats it is the headline.
pub(crate) fn kinds(
    rules: &Rules,
    text: &Text,
    paragraphs: &[Paragraph],
    title: Option<&str>,
) -> Vec<SectionKind> {
    let mut kinds: Vec<SectionKind> = paragraphs
        .iter()
        .map(|paragraph| {
            let words = &text[paragraph.span];
            if paragraph.markup == Markup::Caption || rules.is_caption(words) {
                SectionKind::Caption
            } else if rules.is_furniture(words) || stamp(rules, words).is_some() {
                SectionKind::Furniture
            } else {
                SectionKind::Body
            }
        })
        .collect();
    let is_sentence = |at: usize| is_sentence(&text[paragraphs[at].span]);
    let is_title =
        |at: usize| paragraphs[at].markup != Markup::ListItem && is_title_like(&text[paragraphs[at].span]);

    // The headline: the page's title where the text repeats it, else the first line that reads like one.
    let prose: Vec<usize> = (0..kinds.len()).filter(|&at| kinds[at] == SectionKind::Body).collect();
    let first_sentence = prose.iter().position(|&at| is_sentence(at)).unwrap_or(prose.len());
    let repeats = |&at: &usize| title.is_some_and(|title| fold(title) == fold(&text[paragraphs[at].span]));
    let retells = |&at: &usize| title.is_none_or(|title| shares_half(title, &text[paragraphs[at].span]));
    let marked = |&at: &usize| paragraphs[at].markup == Markup::Headline;
    let reads_like_one = |&at: &usize| {
        let words = &text[paragraphs[at].span];
        (3..=30).contains(&words.split_whitespace().count())
            && is_title(at)
            && dateline(rules, text, paragraphs[at].span).is_none()
    };
    let head = prose
        .iter()
        .position(marked)
        .or_else(|| prose.iter().take(first_sentence + 1).position(repeats))
        .or_else(|| {
            prose.iter().take(first_sentence.min(3)).position(|at| reads_like_one(at) && retells(at))
        });
    if let Some(head) = head {
        kinds[prose[head]] = SectionKind::Headline;
        // What stands above it in a word or two is the name of the page's department.
        for &at in
            prose[..head].iter().filter(|&&at| text[paragraphs[at].span].split_whitespace().count() <= 2)
        {
            kinds[at] = SectionKind::Furniture;
        }
    }

    let body: Vec<usize> = (0..kinds.len()).filter(|&at| kinds[at] == SectionKind::Body).collect();
    let Some(&lead) = body.iter().find(|&&at| is_sentence(at)).or(body.first()) else { return kinds };
    kinds[lead] = SectionKind::Lead;
    if !is_sentence(lead) {
        // Lines without full stops throughout: nothing tells another page's headline from a report.
        return kinds;
    }

    // Other pages' headlines: those left over after the last sentence, and rows of them between paragraphs.
    let last_sentence = body.iter().rev().find(|&&at| is_sentence(at)).copied().unwrap_or(lead);
    let at_least = |at: usize, words: usize| text[paragraphs[at].span].split_whitespace().count() >= words;
    let mut teased = false;
    // After a colon stands a list.
    let introduced = text[paragraphs[last_sentence].span].ends_with([':', ';', ',', '—', '–']);
    for &at in body.iter().filter(|&&at| at > last_sentence && !introduced) {
        if at_least(at, 4) && is_title(at) || paragraphs[at].markup == Markup::ListItem && at_least(at, 4) {
            kinds[at] = SectionKind::Teaser;
            teased = true;
        }
    }
    let asks = |at: usize| {
        let words = &text[paragraphs[at].span];
        words.ends_with('?') && words.split_whitespace().count() <= 20 && !words.contains(". ")
    };
    if teased && last_sentence != lead && asks(last_sentence) {
        kinds[last_sentence] = SectionKind::Teaser;
    }
    let between: Vec<usize> = body.into_iter().filter(|&at| lead < at && at < last_sentence).collect();
    let in_row = |at: usize| paragraphs[at].markup == Markup::None && at_least(at, 5) && is_title(at);
    for row in between.chunk_by(|&a, &b| in_row(a) && in_row(b)).filter(|row| row.len() >= 2) {
        let touching = row
            .windows(2)
            .all(|pair| kinds[pair[0] + 1..pair[1]].iter().all(|&kind| kind == SectionKind::Furniture));
        if touching {
            row.iter().for_each(|&at| kinds[at] = SectionKind::Teaser);
        }
    }
    kinds
}

/// Returns whether a line and a title share half their words: a headline worded for another place.
fn shares_half(title: &str, line: &str) -> bool {
    let title = fold(title);
    let line = fold(line);
    let words: Vec<&str> = line.split(' ').collect();
    let (mut shared, mut all) = (0, 0);
    for word in title.split(' ') {
        all += 1;
        shared += usize::from(words.contains(&word));
    }
    shared * 2 >= all && shared * 2 >= words.len()
}

/// Returns the sections that cover the text, one a paragraph; the white space after one is its own.
pub(crate) fn cover(text: &Text, paragraphs: &[Paragraph], kinds: &[SectionKind]) -> Vec<Section> {
    let all = text.all();
    if paragraphs.is_empty() {
        return if all.is_empty() {
            Vec::new()
        } else {
            vec![Section { span: all, kind: SectionKind::Furniture }]
        };
    }
    let starts: Vec<usize> =
        paragraphs.iter().enumerate().map(|(at, p)| if at == 0 { 0 } else { p.span.start() }).collect();
    let ends = starts[1..].iter().copied().chain([all.end()]);
    starts
        .iter()
        .zip(ends)
        .zip(kinds)
        .filter_map(|((&start, end), &kind)| Some(Section { span: text.span(start..end)?, kind }))
        .collect()
}

/// Returns whether the words stop where a sentence stops.
pub(crate) fn ends_sentence(words: &str) -> bool {
    let words = words.trim_end_matches(|letter: char| letter.is_whitespace() || "\"'”’»)]*".contains(letter));
    words.ends_with(['.', '!', '?', '…', '。', '؟', '।'])
}

/// Returns whether a paragraph is prose: it ends as a sentence does, or is too long for a headline.
fn is_sentence(words: &str) -> bool {
    ends_sentence(words)
        || words.ends_with([':', ';', ',', '—', '–'])
        || words.len() > 240
        || words.split_whitespace().count() > 28
}

/// Returns whether a paragraph could be a headline: short, begun like a sentence and not ended like one.
fn is_title_like(words: &str) -> bool {
    let first = words.trim_start_matches(['"', '“', '‘', '\'', '«', '(', '[']).chars().next();
    let begins = first.is_some_and(|letter| {
        letter.is_uppercase() || letter.is_numeric() || "$€£¥".contains(letter) || is_caseless(letter)
    });
    let rest = words.trim_end_matches(|letter: char| "\"'”’»)]".contains(letter));
    begins
        && !is_sentence(words)
        && !rest.ends_with(['.', '…', ':', ';', ','])
        && words.chars().any(char::is_alphabetic)
        && !is_bullet(words)
}

fn is_caseless(letter: char) -> bool {
    letter.is_alphabetic() && !letter.is_lowercase() && !letter.is_uppercase()
}

/// Returns whether a line is numbered or begins with a point: "3) …", "1. …".
fn is_bullet(words: &str) -> bool {
    let digits = words.len() - words.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    (1..=2).contains(&digits) && words[digits..].starts_with([')', '.'])
        || words.starts_with(['•', '·', '▪', '◦', '*', '-', '–', '—'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::rules;

    /// Returns the kind of each paragraph of a plain text.
    fn read(words: &str) -> Vec<&'static str> {
        read_with(words, None)
    }

    fn read_with(words: &str, title: Option<&str>) -> Vec<&'static str> {
        let text = Text::new(words);
        let paragraphs: Vec<Paragraph> = crate::plain::paragraphs(&text)
            .into_iter()
            .map(|span| Paragraph { span, markup: Markup::None })
            .collect();
        let kinds = kinds(rules(), &text, &paragraphs, title);
        let sections = cover(&text, &paragraphs, &kinds);
        let whole: String = sections.iter().map(|section| &text[section.span]).collect();
        assert_eq!(whole, words, "sections cover the text");
        kinds.into_iter().map(SectionKind::name).collect()
    }

    #[test]
    fn a_page_has_a_headline_a_lead_and_a_body() {
        assert_eq!(
            read(
                "Share\n\nMinisters agree to reopen embassies\n\nThe ministers met on Monday.\n\nAdvertisement\n\nTalks go on.\n"
            ),
            ["furniture", "headline", "lead", "furniture", "body"]
        );
    }

    #[test]
    fn a_headline_left_over_after_the_last_paragraph_is_a_teaser() {
        assert_eq!(
            read(
                "Talks resume in Geneva\n\nThe envoys met.\n\nThey meet again.\n\nStorm kills three on the northern coast"
            ),
            ["headline", "lead", "body", "teaser"]
        );
    }

    #[test]
    fn a_list_after_a_colon_is_no_teaser() {
        let page = "The envoys met.\n\nThe aid includes:\n\nTwo hundred tents for families in the north\n\nMedicine for the hospital in the port";
        assert_eq!(read(page), ["lead", "body", "body", "body"]);
    }

    #[test]
    fn where_the_title_is_known_another_line_is_no_headline() {
        let page = "Office of the Press Secretary\n\nThe envoys met in the port.";
        assert_eq!(read_with(page, Some("Envoys meet")), ["body", "lead"]);
        let page = "Envoys meet in port for talks on truce\n\nThe envoys met in the port.";
        assert_eq!(read_with(page, Some("Envoys meet for talks")), ["headline", "lead"]);
        assert_eq!(
            read_with("The envoys met in the port.", Some("The envoys met in the port.")),
            ["headline"]
        );
    }

    #[test]
    fn a_heading_followed_by_text_is_no_teaser() {
        let page = "The envoys met on Monday.\n\nWhat the two sides want from it\n\nOne side wants a truce.";
        assert_eq!(read(page), ["lead", "body", "body"]);
    }

    #[test]
    fn a_row_of_headlines_between_paragraphs_is_teasers() {
        let page = "The envoys met on Monday.\n\nStorm kills three on the coast\n\nCourt frees opposition leader on bail\n\nThey meet again.";
        assert_eq!(read(page), ["lead", "teaser", "teaser", "body"]);
    }

    #[test]
    fn a_first_sentence_is_a_lead_and_no_headline() {
        assert_eq!(read("The army entered the town."), ["lead"]);
        assert_eq!(
            read("KHARTOUM — The army entered the town and the militia left it without a fight on Monday"),
            ["lead"]
        );
    }

    #[test]
    fn a_date_line_and_a_department_above_the_headline_are_furniture() {
        assert_eq!(
            read("World\n\nFriday, 4 January 2019\n\nArmy enters the town\n\nThe army entered the town."),
            ["furniture", "furniture", "headline", "lead"]
        );
    }

    #[test]
    fn words_under_a_picture_are_a_caption() {
        assert_eq!(
            read(
                "The army entered the town.\n\nPhoto: Soldiers at the gate of the town\n\nIt met no resistance."
            ),
            ["lead", "caption", "body"]
        );
    }

    #[test]
    fn lines_without_full_stops_are_not_teasers() {
        assert_eq!(
            read("Army enters the border town\nMilitia leaves without a fight\nUN calls for calm"),
            ["headline", "lead", "body"]
        );
    }
}
