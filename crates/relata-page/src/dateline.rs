//! Where, when and by whom does a report say it was filed?
//!
//! ```text
//! dateline  := places qualifiers* date? agency? date? end
//! places    := place (("/" | "and" | "&") place)*        KHARTOUM   YEREVAN/BAKU   New York
//! qualifier := "," name                                  , Ukraine  , D.C.
//! agency    := "(" name ")" | "/" name "/"               (Example News)   /EXN/
//! end       := dash | ":" | "."                          the last after /EXN/ alone
//! ```
//!
//! Capital letters and a dash are enough: "KHARTOUM — The army …". A place in small letters needs an agency or a date:
//! "Geneva, 3 May 2021 – …". A bare name in capital letters is taken only where a new sentence follows the dash, so that
//! "PUTIN – the Russian president – said" is none.

use relata_doc::{Dateline, Span, Text};

use crate::day::{iso_day, month_has};
use crate::rules::Rules;

/// A dateline ends within so many bytes of its paragraph.
const LONGEST: usize = 240;

/// Finds the dateline a paragraph begins with.
pub(crate) fn dateline(rules: &Rules, text: &Text, paragraph: Span) -> Option<Dateline> {
    let words = &text[paragraph];
    let lead = words.len() - words.trim_start().len();
    let parser = Parser { rules, words, tokens: tokens(words, lead) };
    let found = parser.dateline()?;
    let span = |part: Part| text.span(paragraph.start() + part.0..paragraph.start() + part.1);
    Some(Dateline {
        span: span((lead, found.end))?,
        places: found.places.into_iter().filter_map(span).collect(),
        agency: found.agency.and_then(span),
        date_words: found.date.and_then(|date| span(date.words)),
        date: found.date.map(|date| (date.month, date.day, date.year)),
    })
}

/// A range of bytes of the paragraph.
type Part = (usize, usize);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Comma,
    Slash,
    Open,
    Close,
    Colon,
    Dash,
    Stop,
    Other,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

#[derive(Debug, Clone, Copy)]
struct WrittenDate {
    words: Part,
    month: i8,
    day: i8,
    year: Option<i16>,
}

#[derive(Default)]
struct Found {
    places: Vec<Part>,
    agency: Option<Part>,
    date: Option<WrittenDate>,
    end: usize,
}

struct Parser<'p> {
    rules: &'p Rules,
    words: &'p str,
    tokens: Vec<Token>,
}

impl Parser<'_> {
    fn dateline(&self) -> Option<Found> {
        let mut found = Found::default();
        let mut at = 0;
        if self.kind(0) == Some(Kind::Open) {
            return self.agency_alone();
        }
        loop {
            let next = self.place(at, false)?;
            found.places.push(self.part(at, next));
            at = next;
            let joined = self.kind(at) == Some(Kind::Slash) && self.kind(at + 2) != Some(Kind::Slash)
                || self.is_word(at, |word| word == "&" || word.eq_ignore_ascii_case("and"));
            if !joined || found.places.len() == 4 {
                break;
            }
            at += 1;
        }
        let cities = found.places.len();
        let capitals = found.places.iter().all(|&place| is_capital(&self.words[place.0..place.1]));
        let bare = at;
        if self.date(at).is_some() {
            at = self.take_date(at, &mut found);
        }
        while self.kind(at) == Some(Kind::Comma) {
            if self.kind(at + 1) == Some(Kind::Open) {
                at += 1;
                break;
            }
            if self.date(at + 1).is_some() {
                at = self.take_date(at + 1, &mut found);
                continue;
            }
            let next = self
                .place(at + 1, true)
                .filter(|_| found.date.is_none() && found.places.len() < cities + 2)?;
            found.places.push(self.part(at + 1, next));
            at = next;
            if self.date(at).is_some() {
                at = self.take_date(at, &mut found);
            }
        }
        if self.kind(at) == Some(Kind::Stop) && self.kind(at + 1) == Some(Kind::Slash) {
            at += 1;
        }
        let mut slashed = false;
        if matches!(self.kind(at), Some(Kind::Open | Kind::Slash)) {
            slashed = self.kind(at) == Some(Kind::Slash);
            let (part, next) = self.bracket(at)?;
            found.agency = Some(part);
            at = next;
            let after = at + usize::from(self.kind(at) == Some(Kind::Comma));
            if found.date.is_none() && self.date(after).is_some() {
                at = self.take_date(after, &mut found);
            }
        }
        let told = found.agency.is_some() || found.date.is_some();
        let qualified = found.places.len() > cities;
        let known = found.agency.is_some_and(|agency| self.rules.is_agency(&self.words[agency.0..agency.1]));
        let closed = match self.kind(at) {
            Some(Kind::Dash) => capitals || told,
            Some(Kind::Colon) => capitals && (qualified || told) || known,
            Some(Kind::Stop) => slashed,
            _ => false,
        };
        if closed {
            found.end = self.tokens[at].end;
        } else if capitals && known && !slashed {
            found.end = self.tokens[at - 1].end;
        } else {
            return None;
        }
        let begins = self.begins_sentence(found.end);
        let sure = told && (capitals || known);
        // "On Monday, May 14 – …" is a date and no place.
        let place = &self.words[found.places[0].0..found.places[0].1];
        if place.split_whitespace().all(|word| self.rules.is_stamp_word(word)) {
            return None;
        }
        let plausible = || {
            let letters = place.chars().filter(|letter| letter.is_alphabetic()).count();
            told || at > bare || letters >= 4 && !self.rules.is_never_a_place(place)
        };
        (sure || begins && plausible()).then_some(found)
    }

    /// "(EXN) – The …": an agency that is known needs no place.
    fn agency_alone(&self) -> Option<Found> {
        let (part, next) = self.bracket(0)?;
        self.rules.is_agency(&self.words[part.0..part.1]).then_some(())?;
        let end = if self.kind(next) == Some(Kind::Dash) { next } else { next - 1 };
        let end = self.tokens.get(end)?.end;
        self.begins_sentence(end).then(|| Found { agency: Some(part), end, ..Found::default() })
    }

    /// Returns the token after the place that begins at `at`: up to five words with capital first letters, short small ones between.
    /// Among cities "and" joins two; within a country's name it is a part.
    fn place(&self, at: usize, country: bool) -> Option<usize> {
        let mut next = at;
        while next < at + 5 && self.kind(next) == Some(Kind::Word) {
            let word = self.word(next);
            let small = next > at && word.chars().count() <= 3 && word.chars().all(char::is_lowercase);
            let joins = !country && next > at && word.eq_ignore_ascii_case("and");
            let named = word.chars().next().is_some_and(char::is_uppercase);
            if joins || !named && !small || next > at && self.date(next).is_some() {
                break;
            }
            next += 1;
        }
        while next > at && self.word(next - 1).chars().all(char::is_lowercase) {
            next -= 1;
        }
        (next > at).then_some(next)
    }

    /// Returns the words in brackets and the token after them.
    fn bracket(&self, at: usize) -> Option<(Part, usize)> {
        let close = if self.kind(at) == Some(Kind::Slash) { Kind::Slash } else { Kind::Close };
        let end = (at + 2..=at + 9).find(|&end| self.kind(end) == Some(close))?;
        let named = self
            .word(at + 1)
            .chars()
            .next()
            .is_some_and(|letter| letter.is_uppercase() || letter.is_numeric())
            || self.rules.is_agency(self.word(at + 1));
        (self.kind(at + 1) == Some(Kind::Word) && named).then(|| (self.part(at + 1, end), end + 1))
    }

    fn take_date(&self, at: usize, found: &mut Found) -> usize {
        let Some((date, next)) = self.date(at) else { return at };
        found.date = Some(date);
        next
    }

    /// Reads a date: "May 14", "14 May 2021", "Oct. 12, 2020", "2021-05-14".
    fn date(&self, at: usize) -> Option<(WrittenDate, usize)> {
        (self.kind(at) == Some(Kind::Word)).then_some(())?;
        if let Some(day) = iso_day(self.word(at)) {
            let words = self.part(at, at + 1);
            return Some((
                WrittenDate { words, month: day.month(), day: day.day(), year: Some(day.year()) },
                at + 1,
            ));
        }
        let day_at = |at: usize| {
            let word = (self.kind(at)? == Kind::Word).then(|| self.word(at))?;
            let end = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
            matches!(&word[end..], "" | "." | "st" | "nd" | "rd" | "th").then_some(())?;
            word[..end].parse::<i8>().ok()
        };
        let month_at = |at: usize| self.rules.month((self.kind(at)? == Kind::Word).then(|| self.word(at))?);
        let (month, day) = match (month_at(at), day_at(at)) {
            (Some(month), _) => (month, day_at(at + 1)?),
            (None, Some(day)) => (month_at(at + 1)?, day),
            _ => return None,
        };
        month_has(month, day).then_some(())?;
        let mut next = at + 2;
        let after = next + usize::from(self.kind(next) == Some(Kind::Comma));
        let year = (self.kind(after) == Some(Kind::Word))
            .then(|| self.word(after).trim_end_matches('.'))
            .filter(|word| word.len() == 4)
            .and_then(|word| word.parse::<i16>().ok())
            .filter(|year| (1800..=2200).contains(year));
        if year.is_some() {
            next = after + 1;
        }
        let mut words = self.part(at, next);
        if day_at(at + 1).is_some() {
            words.1 = words.0 + self.words[words.0..words.1].trim_end_matches('.').len();
        }
        Some((WrittenDate { words, month, day, year }, next))
    }

    fn begins_sentence(&self, at: usize) -> bool {
        let rest = self.words[at..].trim_start();
        rest.chars().next().is_some_and(|letter| {
            letter.is_uppercase() || letter.is_numeric() || "\"“‘'«$€£".contains(letter)
        })
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.words[token.start..token.end])
    }

    fn is_word(&self, at: usize, test: impl Fn(&str) -> bool) -> bool {
        self.kind(at) == Some(Kind::Word) && test(self.word(at))
    }

    fn part(&self, from: usize, to: usize) -> Part {
        (self.tokens[from].start, self.tokens[to - 1].end)
    }
}

fn is_capital(place: &str) -> bool {
    let letters = place
        .split_whitespace()
        .filter(|word| word.chars().count() > 3 || word.chars().any(char::is_uppercase));
    let mut letters = letters.flat_map(str::chars).filter(|letter| letter.is_alphabetic()).peekable();
    letters.peek().is_some()
        && letters.all(|letter| !letter.is_lowercase())
        && place.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

fn tokens(words: &str, from: usize) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut word: Option<usize> = None;
    let mut letters = words[from..].char_indices().map(|(at, letter)| (at + from, letter)).peekable();
    let push_word = |tokens: &mut Vec<Token>, word: &mut Option<usize>, end: usize| {
        let Some(start) = word.take() else { return };
        let token = &words[start..end];
        let dash = token.len() - token.trim_end_matches('-').len();
        if dash > 0 && dash < token.len() {
            tokens.push(Token { kind: Kind::Word, start, end: end - dash });
            tokens.push(Token { kind: Kind::Dash, start: end - dash, end });
        } else {
            let kind = if dash > 0 {
                Kind::Dash
            } else if token == "." {
                Kind::Stop
            } else {
                Kind::Word
            };
            tokens.push(Token { kind, start, end });
        }
    };
    while let Some((at, letter)) = letters.next() {
        if at > LONGEST {
            return tokens;
        }
        let kind = match letter {
            ',' => Kind::Comma,
            '/' => Kind::Slash,
            '(' | '[' => Kind::Open,
            ')' | ']' => Kind::Close,
            ':' => Kind::Colon,
            '–' | '—' | '―' | '−' => Kind::Dash,
            '-' if word.is_none() => Kind::Dash,
            ';' | '!' | '?' | '"' | '“' | '”' => Kind::Other,
            _ if letter.is_whitespace() => {
                push_word(&mut tokens, &mut word, at);
                continue;
            }
            _ => {
                word.get_or_insert(at);
                continue;
            }
        };
        push_word(&mut tokens, &mut word, at);
        let mut end = at + letter.len_utf8();
        while kind == Kind::Dash && letters.peek().is_some_and(|&(_, next)| matches!(next, '-' | '–' | '—'))
        {
            end += letters.next().map_or(0, |(_, dash)| dash.len_utf8());
        }
        tokens.push(Token { kind, start: at, end });
    }
    push_word(&mut tokens, &mut word, words.len());
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::rules;

    type MonthDay = Option<(i8, i8, Option<i16>)>;

    /// Returns the dateline's words, places, agency and date, each as it stands in the text.
    fn read(words: &str) -> Option<(String, Vec<String>, Option<String>, MonthDay)> {
        let text = Text::new(words);
        let found = dateline(rules(), &text, text.all())?;
        let places = found.places.iter().map(|&place| text[place].to_string()).collect();
        if let Some(words) = found.date_words {
            assert!(found.span.contains(words) && found.date.is_some());
        }
        Some((
            text[found.span].to_string(),
            places,
            found.agency.map(|agency| text[agency].to_string()),
            found.date,
        ))
    }

    fn check(words: &str, dateline: &str, places: &[&str], agency: Option<&str>, date: MonthDay) {
        let places = places.iter().map(ToString::to_string).collect();
        assert_eq!(
            read(words),
            Some((dateline.to_string(), places, agency.map(str::to_string), date)),
            "{words}"
        );
    }

    #[test]
    fn an_agency_in_brackets_tells_a_dateline() {
        check("LIMA (EXN) – The army left.", "LIMA (EXN) –", &["LIMA"], Some("EXN"), None);
        check(
            "PARIS (Example Wire Service) - Talks began.",
            "PARIS (Example Wire Service) -",
            &["PARIS"],
            Some("Example Wire Service"),
            None,
        );
        check("New York (EXN) -- Diplomats met.", "New York (EXN) --", &["New York"], Some("EXN"), None);
        check(
            "RIO DE JANEIRO (EXN)—Police said",
            "RIO DE JANEIRO (EXN)—",
            &["RIO DE JANEIRO"],
            Some("EXN"),
            None,
        );
    }

    #[test]
    fn a_dateline_may_name_several_places_a_country_and_a_date() {
        check(
            "YEREVAN/BAKU, Oct 12 (Wire Desk) - Both sides",
            "YEREVAN/BAKU, Oct 12 (Wire Desk) -",
            &["YEREVAN", "BAKU"],
            Some("Wire Desk"),
            Some((10, 12, None)),
        );
        check(
            "SUMY, Ukraine, May 14 (Example News) - A drone",
            "SUMY, Ukraine, May 14 (Example News) -",
            &["SUMY", "Ukraine"],
            Some("Example News"),
            Some((5, 14, None)),
        );
        check(
            "Geneva, 3 May 2021 – The envoy said",
            "Geneva, 3 May 2021 –",
            &["Geneva"],
            None,
            Some((5, 3, Some(2021))),
        );
        check(
            "BEIJING, Oct. 12, 2020 (EXN) -- The",
            "BEIJING, Oct. 12, 2020 (EXN) --",
            &["BEIJING"],
            Some("EXN"),
            Some((10, 12, Some(2020))),
        );
        check(
            "MOSCOW, July 7. /EXN/. The ministry",
            "MOSCOW, July 7. /EXN/.",
            &["MOSCOW"],
            Some("EXN"),
            Some((7, 7, None)),
        );
        check(
            "OSLO AND STOCKHOLM, 2 June – Leaders",
            "OSLO AND STOCKHOLM, 2 June –",
            &["OSLO", "STOCKHOLM"],
            None,
            Some((6, 2, None)),
        );
        check(
            "SARAJEVO, Bosnia and Herzegovina — The",
            "SARAJEVO, Bosnia and Herzegovina —",
            &["SARAJEVO", "Bosnia and Herzegovina"],
            None,
            None,
        );
        check("Kyiv May 3 – Troops", "Kyiv May 3 –", &["Kyiv"], None, Some((5, 3, None)));
    }

    #[test]
    fn capital_letters_and_a_dash_are_enough() {
        check("KHARTOUM — The army", "KHARTOUM —", &["KHARTOUM"], None, None);
        check("BEIRUT, Lebanon: Thousands", "BEIRUT, Lebanon:", &["BEIRUT", "Lebanon"], None, None);
        check("N’DJAMENA, Chad -- “We", "N’DJAMENA, Chad --", &["N’DJAMENA", "Chad"], None, None);
        check("WASHINGTON- The Senate", "WASHINGTON-", &["WASHINGTON"], None, None);
    }

    #[test]
    fn a_known_agency_needs_no_place_and_no_dash() {
        check("(EXN) — The court", "(EXN) —", &[], Some("EXN"), None);
        check("(EXN)The court", "(EXN)", &[], Some("EXN"), None);
        check("QUITO (EXN) Police", "QUITO (EXN)", &["QUITO"], Some("EXN"), None);
        assert_eq!(read("(Applause) The minister thanked them."), None);
    }

    #[test]
    fn prose_is_no_dateline() {
        for words in [
            "PUTIN – the Russian president – said he would come.",
            "NATO (the alliance) – said",
            "BREAKING – Army enters the capital",
            "MR. SMITH — We will see.",
            "US – Russia talks resume",
            "Obama – a Democrat – won.",
            "The minister (Labour) said on Monday – again – that",
            "QUESTION: Will you resign?",
            "Paris: the talks go on",
            "May 14 – the day of the vote",
            "On Monday, May 14 – A day late – they met.",
            "“KYIV – Kyiv",
            "Kyiv, Ukraine — the capital",
            "Kyiv, May 14 – a day that nobody forgets.",
            "KYIV",
            "KYIV (EXN",
            "(",
            "",
            "—",
            "A-",
            "/ /",
        ] {
            assert_eq!(read(words), None, "{words}");
        }
    }
}
