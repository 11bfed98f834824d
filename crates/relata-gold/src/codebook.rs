//! Does the coder do what the codebook says?
//!
//! A codebook page is Markdown. A block ```` ```news [published DATE] ```` holds news; the block ```` ```events [gap] ```` behind it
//! lists all events expected, or `none`. Tables of `actors on DATE`, `dates published DATE` and `places` test those
//! layers alone; behind news `actors`, `dates` and `places` ask of that news. A block ```` ```dating ```` behind news says when
//! it was written, by which words, and whether it holds together. Quoted words must occur in the news; they give the span.

use std::fmt;

use jiff::civil::Date;
use relata::doc::{ActorMention, Basis, Days, Document, EventMention, FigureKind, Polarity, Status};
use relata::{Page, Pipeline};

/// One case of a codebook page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The page.
    pub file: String,
    /// The line of the block that states what is expected, from 1.
    pub line: usize,
    /// The heading above it: the rule.
    pub title: String,
    /// Whether it states what is right but not yet done: it must fail today.
    pub gap: bool,
    news: String,
    published: Option<Date>,
    expected: Expected,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Expected {
    Events(Vec<ExpectedEvent>),
    Actors(Vec<Row>),
    Dates(Vec<Row>),
    Places(Vec<Row>),
    Dating(Vec<Field>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct ExpectedEvent {
    line: usize,
    plover: String,
    mode: Option<String>,
    fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    line: usize,
    name: String,
    value: String,
    quote: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    line: usize,
    cells: Vec<String>,
}

/// What is wrong with a case: with the page itself, or with what was coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The page.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The rule.
    pub title: String,
    /// What is wrong.
    pub facts: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.title)?;
        self.facts.iter().try_for_each(|fact| write!(f, "\n    {fact}"))
    }
}

/// Reads the cases of a page.
///
/// # Errors
/// All blocks that cannot be read, each with its line.
pub fn cases(file: &str, markdown: &str) -> Result<Vec<Case>, Vec<Failure>> {
    let mut reader = Reader { file, title: String::new(), news: None, cases: Vec::new(), faults: Vec::new() };
    let mut lines = markdown.lines().enumerate();
    let mut fence = String::new();
    while let Some((number, line)) = lines.next() {
        if !fence.is_empty() {
            if line.trim_end() == fence {
                fence.clear();
            }
        } else if let Some(title) = line.strip_prefix('#') {
            reader.title = title.trim_start_matches('#').trim().to_owned();
        } else if line.starts_with("````") {
            fence = line.chars().take_while(|&c| c == '`').collect();
        } else if let Some(kind) = line.strip_prefix("```") {
            let block: Vec<(usize, &str)> = lines
                .by_ref()
                .map(|(n, line)| (n + 1, line))
                .take_while(|(_, line)| !line.starts_with("```"))
                .collect();
            reader.block(number + 1, kind.trim(), &block);
        }
    }
    if reader.faults.is_empty() { Ok(reader.cases) } else { Err(reader.faults) }
}

struct Reader<'a> {
    file: &'a str,
    title: String,
    news: Option<(String, Option<Date>)>,
    cases: Vec<Case>,
    faults: Vec<Failure>,
}

impl Reader<'_> {
    fn block(&mut self, line: usize, kind: &str, block: &[(usize, &str)]) {
        let gap = kind.split(' ').any(|word| word == "gap");
        let kind = kind.trim_end_matches("gap").trim();
        let joined = || block.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
        let rows = || {
            let rows = block.iter().filter(|(_, text)| !text.trim().is_empty());
            rows.map(|&(line, text)| Row {
                line,
                cells: text
                    .trim()
                    .split("  ")
                    .map(str::trim)
                    .filter(|cell| !cell.is_empty())
                    .map(str::to_owned)
                    .collect(),
            })
            .collect::<Vec<_>>()
        };
        match kind.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["news"] => self.news = Some((joined(), None)),
            ["news", "published", day] => match day.parse() {
                Ok(day) => self.news = Some((joined(), Some(day))),
                Err(_) => self.fault(line, format!("{day:?} is no day; write `published 2024-05-14`")),
            },
            ["events"] => match self.news.take() {
                Some((news, published)) => {
                    let events = self.events(&news, block);
                    self.push(line, gap, news, published, Expected::Events(events));
                }
                None => self.fault(line, "there is no news before these events".to_owned()),
            },
            ["actors", "on", day] => match day.parse() {
                Ok(day) => self.push(line, gap, String::new(), Some(day), Expected::Actors(rows())),
                Err(_) => self.fault(line, format!("{day:?} is no day; write `actors on 2024-05-14`")),
            },
            ["dates", "published", day] => match day.parse() {
                Ok(day) => self.push(line, gap, String::new(), Some(day), Expected::Dates(rows())),
                Err(_) => self.fault(line, format!("{day:?} is no day; write `dates published 2024-05-14`")),
            },
            ["actors"] => match self.news.take() {
                Some((news, published)) => self.push(line, gap, news, published, Expected::Actors(rows())),
                None => self.fault(line, "write `actors on 2024-05-14`, or news before them".to_owned()),
            },
            ["dates"] => match self.news.take() {
                Some((news, published)) => self.push(line, gap, news, published, Expected::Dates(rows())),
                None => {
                    self.fault(line, "write `dates published 2024-05-14`, or news before them".to_owned())
                }
            },
            ["dating"] => match self.news.take() {
                Some((news, published)) => {
                    let fields = self.fields(&news, block);
                    self.push(line, gap, news, published, Expected::Dating(fields));
                }
                None => self.fault(line, "there is no news before it".to_owned()),
            },
            ["places"] => {
                let (news, published) = self.news.take().unwrap_or_default();
                self.push(line, gap, news, published, Expected::Places(rows()));
            }
            _ => {}
        }
    }

    fn push(&mut self, line: usize, gap: bool, news: String, published: Option<Date>, expected: Expected) {
        self.cases.push(Case {
            file: self.file.to_owned(),
            line,
            title: self.title.clone(),
            gap,
            news,
            published,
            expected,
        });
    }

    fn fault(&mut self, line: usize, fact: String) {
        self.faults.push(Failure {
            file: self.file.to_owned(),
            line,
            title: self.title.clone(),
            facts: vec![fact],
        });
    }

    fn events(&mut self, news: &str, block: &[(usize, &str)]) -> Vec<ExpectedEvent> {
        let flat = flattened(news);
        let mut events: Vec<ExpectedEvent> = Vec::new();
        for &(line, text) in block.iter().filter(|(_, text)| !text.trim().is_empty() && text.trim() != "none")
        {
            if !text.starts_with(' ') {
                let mut words = text.split_whitespace();
                let plover = words.next().unwrap_or_default().to_owned();
                if plover != "STATEMENT" && relata::doc::PloverType::from_name(&plover).is_none() {
                    self.fault(line, format!("{plover:?} is no PLOVER type"));
                }
                events.push(ExpectedEvent {
                    line,
                    plover,
                    mode: words.next().map(str::to_owned),
                    fields: Vec::new(),
                });
                continue;
            }
            if events.is_empty() {
                self.fault(line, "a field stands before any event".to_owned());
                continue;
            }
            let field = self.field(&flat, line, text);
            if let Some(event) = events.last_mut() {
                event.fields.push(field);
            }
        }
        events
    }

    fn fields(&mut self, news: &str, block: &[(usize, &str)]) -> Vec<Field> {
        let flat = flattened(news);
        let lines = block.iter().filter(|(_, text)| !text.trim().is_empty());
        lines.map(|&(line, text)| self.field(&flat, line, text)).collect()
    }

    /// Reads a field: its name, its value, and the words of the news that it quotes.
    fn field(&mut self, news: &str, line: usize, text: &str) -> Field {
        let (name, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
        let (value, quote) = match rest.split_once('"') {
            Some((value, quote)) => (value, Some(quote.trim_end().trim_end_matches('"').to_owned())),
            None => (rest, None),
        };
        for part in quote.iter().flat_map(|quote| quote.split("...")).map(str::trim) {
            if !news.contains(&flattened(part)) {
                self.fault(line, format!("{part:?} does not occur in the news"));
            }
        }
        Field { line, name: name.to_owned(), value: value.trim().to_owned(), quote }
    }
}

/// Returns words with single blanks for line ends, so that a quote may run over them.
fn flattened(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs a case; `None` where all that is written holds.
pub fn run(pipeline: &Pipeline, case: &Case) -> Option<Failure> {
    let facts = match &case.expected {
        Expected::Events(events) => compare(&read(pipeline, &case.news, case.published), events),
        Expected::Actors(rows) if case.news.is_empty() => {
            rows.iter().filter_map(|row| actor_row(pipeline, case.published, row)).collect()
        }
        Expected::Actors(rows) => {
            let page = page(&case.news, case.published);
            rows.iter().filter_map(|row| actor_in(pipeline, &page, row)).collect()
        }
        Expected::Dates(rows) if case.news.is_empty() => {
            rows.iter().filter_map(|row| date_row(pipeline, case.published, row)).collect()
        }
        Expected::Dates(rows) => {
            let document = read(pipeline, &case.news, case.published);
            rows.iter().filter_map(|row| date_in(&document, row)).collect()
        }
        Expected::Dating(fields) => dating(pipeline, &case.news, case.published, fields),
        Expected::Places(rows) if case.news.is_empty() => {
            let told = |row: &Row| {
                let words = row.cells.first()?;
                place_in(&read(pipeline, &format!("Rebels attacked the army in {words}."), None), row)
            };
            rows.iter().filter_map(told).collect()
        }
        Expected::Places(rows) => {
            let document = read(pipeline, &case.news, case.published);
            rows.iter().filter_map(|row| place_in(&document, row)).collect()
        }
    };
    (!facts.is_empty()).then(|| Failure {
        file: case.file.clone(),
        line: case.line,
        title: case.title.clone(),
        facts,
    })
}

fn read(pipeline: &Pipeline, news: &str, published: Option<Date>) -> Document {
    pipeline.code(&page(news, published))
}

fn page(news: &str, published: Option<Date>) -> Page {
    let mut page = Page::from_text(flattened(news));
    page.given = published.map(|day| Days::day(day, Basis::Document));
    page
}

fn compare(document: &Document, expected: &[ExpectedEvent]) -> Vec<String> {
    let mut facts = Vec::new();
    let mut unused: Vec<&EventMention> = document.event_mentions.iter().collect();
    for event in expected {
        let mut best: Option<(usize, Vec<String>)> = None;
        for (i, mention) in unused.iter().enumerate() {
            let wrong = differences(document, mention, event);
            if best.as_ref().is_none_or(|(_, known)| wrong.len() < known.len()) {
                best = Some((i, wrong));
            }
        }
        match best {
            Some((i, wrong)) if wrong.is_empty() => {
                unused.remove(i);
            }
            Some((_, wrong)) => facts.push(format!(
                "line {}: no {} as written; the nearest: {}",
                event.line,
                event.plover,
                wrong.join("; ")
            )),
            None => facts.push(format!("line {}: no {}", event.line, event.plover)),
        }
    }
    facts.extend(unused.iter().map(|mention| format!("a false alarm: {}", shown(document, mention))));
    facts
}

fn shown(document: &Document, mention: &EventMention) -> String {
    let codes = |actors: &[ActorMention]| {
        actors.iter().map(|actor| actor.code.to_string()).collect::<Vec<_>>().join("+")
    };
    format!(
        "{} {} {} {:?} {} → {} by {}",
        mention.action.plover.map_or("STATEMENT", |plover| plover.name()),
        mention.action.cameo,
        mention.status.name(),
        &document.text[mention.action.span],
        codes(&mention.source),
        codes(&mention.target),
        mention.evidence.first().map_or("", |evidence| &evidence.rule),
    )
}

fn differences(document: &Document, mention: &EventMention, event: &ExpectedEvent) -> Vec<String> {
    let mut wrong = Vec::new();
    let plover = mention.action.plover.map_or("STATEMENT", |plover| plover.name());
    if plover != event.plover {
        wrong.push(format!("type {plover}"));
    }
    if event.mode.is_some() && mention.action.mode != event.mode {
        wrong.push(format!("mode {:?}", mention.action.mode));
    }
    // Where nothing is said of status and polarity, the act happened.
    if !event.fields.iter().any(|field| field.name == "status") && mention.status != Status::Actual {
        wrong.push(format!("status {}", mention.status.name()));
    }
    if !event.fields.iter().any(|field| field.name == "polarity") && mention.polarity != Polarity::Positive {
        wrong.push("polarity negative".to_owned());
    }
    wrong.extend(event.fields.iter().filter_map(|field| difference(document, mention, field, event)));
    wrong
}

fn difference(
    document: &Document,
    mention: &EventMention,
    field: &Field,
    event: &ExpectedEvent,
) -> Option<String> {
    let side = |actors: &[ActorMention]| -> Option<String> {
        let several = event.fields.iter().filter(|other| other.name == field.name).count();
        let found = actors.iter().any(|actor| {
            let code = field.value.replace(' ', "");
            (code == "-" || actor.code.to_string() == code)
                && quote_meets(document, field, |quote| overlaps(document, actor, quote))
        });
        let shown = actors
            .iter()
            .map(|actor| format!("{} {:?}", actor.code, &document.text[actor.span]))
            .collect::<Vec<_>>()
            .join(", ");
        let none_wanted = field.value == "none";
        match none_wanted {
            true => (!actors.is_empty()).then(|| format!("{} {shown}", field.name)),
            false => (!found || actors.len() > several).then(|| format!("{} {shown}", field.name)),
        }
    };
    match field.name.as_str() {
        "source" => side(&mention.source),
        "target" => side(&mention.target),
        "cameo" => {
            (mention.action.cameo.as_str() != field.value).then(|| format!("cameo {}", mention.action.cameo))
        }
        "status" => {
            (mention.status.name() != field.value).then(|| format!("status {}", mention.status.name()))
        }
        "polarity" => {
            (mention.polarity.name() != field.value).then(|| format!("polarity {}", mention.polarity.name()))
        }
        "report" => {
            (mention.report.name() != field.value).then(|| format!("report {}", mention.report.name()))
        }
        "action" => (!quote_meets(document, field, |quote| {
            overlaps_words(document, mention.action.span.range(), quote)
        }))
        .then(|| format!("action {:?}", &document.text[mention.action.span])),
        "date" => {
            let right = span_of_days(&field.value) == mention.time.ends();
            let words = mention.time_words.is_none_or(|span| {
                quote_meets(document, field, |quote| overlaps_words(document, span.range(), quote))
            }) && (field.quote.is_none() || mention.time_words.is_some());
            (!right || !words).then(|| format!("date {}", relata::explain::when(&mention.time)))
        }
        "basis" => {
            (mention.time.basis.name() != field.value).then(|| format!("basis {}", mention.time.basis.name()))
        }
        "place" => {
            let found = mention.place.as_ref().is_some_and(|place| {
                let named = format!("{} {}", place.name, place.country.as_deref().unwrap_or_default());
                named.trim() == field.value
                    || place.name == field.value
                    || place.country.as_deref() == Some(&field.value)
            });
            let none = field.value == "none" && mention.place.is_none();
            (!found && !none).then(|| {
                format!("place {:?}", mention.place.as_ref().map(|place| (&place.name, &place.country)))
            })
        }
        "speaker" => {
            let code = field.value.replace(' ', "");
            let found = mention.attribution.iter().any(|attribution| match &attribution.speaker {
                Some(speaker) => {
                    (code.is_empty() || code == "-" || speaker.code.to_string() == code)
                        && quote_meets(document, field, |quote| overlaps(document, speaker, quote))
                }
                None => code == "none",
            });
            let shown = mention.attribution.iter().map(|attribution| {
                attribution
                    .speaker
                    .as_ref()
                    .map_or_else(|| "nobody".to_owned(), |speaker| speaker.code.to_string())
            });
            (!found).then(|| format!("speaker {}", shown.collect::<Vec<_>>().join(", ")))
        }
        name => match FigureKind::from_name(name) {
            Some(kind) => {
                let (min, max) = figure(&field.value);
                let found = mention
                    .figures
                    .iter()
                    .any(|figure| figure.kind == kind && figure.min == min && figure.max == max);
                (!found).then(|| {
                    format!(
                        "figures {:?}",
                        mention
                            .figures
                            .iter()
                            .map(|figure| (figure.kind.name(), figure.min, figure.max))
                            .collect::<Vec<_>>()
                    )
                })
            }
            None => Some(format!("line {}: {name:?} is no field", field.line)),
        },
    }
}

fn quote_meets(_document: &Document, field: &Field, meets: impl Fn(&str) -> bool) -> bool {
    field.quote.as_ref().is_none_or(|quote| quote.split("...").map(str::trim).all(meets))
}

fn overlaps(document: &Document, actor: &ActorMention, quote: &str) -> bool {
    overlaps_words(document, actor.span.range(), quote)
}

fn overlaps_words(document: &Document, range: std::ops::Range<usize>, quote: &str) -> bool {
    let quote = flattened(quote);
    document
        .text
        .as_str()
        .match_indices(&quote)
        .any(|(at, _)| at < range.end && range.start < at + quote.len())
}

/// Reads `2024-05-13`, `2014` (the year), `2014-03` (the month) or `2014-03-01..2014-03-20`.
fn span_of_days(value: &str) -> Option<(Date, Date)> {
    if let Some((start, end)) = value.split_once("..") {
        return Some((start.trim().parse().ok()?, end.trim().parse().ok()?));
    }
    if let Ok(day) = value.parse::<Date>() {
        return Some((day, day));
    }
    let mut parts = value.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    match parts.next() {
        None => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        Some(month) => {
            let first = Date::new(year, month.parse().ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
    }
}

/// Reads `2` (exactly), `9200+` (at least) or `-50` (at most).
fn figure(value: &str) -> (Option<u64>, Option<u64>) {
    let number = |text: &str| text.replace(',', "").parse().ok();
    match (value.strip_suffix('+'), value.strip_prefix('-')) {
        (Some(least), _) => (number(least), None),
        (_, Some(most)) => (None, number(most)),
        _ => (number(value), number(value)),
    }
}

/// Returns what is wrong where an actor is not the one that a row tells: words, code, name.
fn is_told(row: &Row, actor: Option<&ActorMention>) -> Option<String> {
    let [words, code, rest @ ..] = row.cells.as_slice() else {
        return Some(format!("line {}: write words, code, name", row.line));
    };
    let shown = actor.map_or_else(|| "nobody".to_owned(), |actor| format!("{} {:?}", actor.code, actor.name));
    let right = match actor {
        Some(actor) => {
            (code == "-" && actor.code.is_empty() || actor.code.to_string() == code.replace(' ', ""))
                && rest.first().is_none_or(|name| actor.name.as_ref() == Some(name))
        }
        None => code == "none",
    };
    (!right).then(|| format!("line {}: {words:?} is {shown}", row.line))
}

/// A noun phrase says who it is where it is the subject of a plain sentence.
fn actor_row(pipeline: &Pipeline, day: Option<Date>, row: &Row) -> Option<String> {
    let [words, ..] = row.cells.as_slice() else {
        return Some(format!("line {}: write words, code, name", row.line));
    };
    let mut sentence = words.clone();
    if let Some(first) = sentence.get(..1) {
        sentence.replace_range(..1, &first.to_uppercase());
    }
    let document = read(pipeline, &format!("{sentence} condemned Vanuatu on Monday."), day);
    let actor = document
        .event_mentions
        .iter()
        .flat_map(|mention| &mention.source)
        .find(|actor| overlaps(&document, actor, &sentence));
    is_told(row, actor)
}

fn date_row(pipeline: &Pipeline, day: Option<Date>, row: &Row) -> Option<String> {
    let words = row.cells.first()?;
    date_in(&read(pipeline, &format!("Rebels attacked the army {words}."), day), row)
}

/// Checks which time words of a document tell: words, then the days that are meant, or the value of TIMEX3 where none are
/// (`P3D`, `XXXX-05-03`), or `none` where the words tell no time.
fn date_in(document: &Document, row: &Row) -> Option<String> {
    let [words, told] = row.cells.as_slice() else {
        return Some(format!("line {}: write words and days, two blanks between", row.line));
    };
    if !document.text.as_str().contains(&flattened(words)) {
        return Some(format!("line {}: {words:?} does not occur in the news", row.line));
    }
    let mut times = document.mentions.times.iter();
    let time = times.find(|time| overlaps_words(document, time.span.range(), words));
    let right = match (time, span_of_days(told)) {
        (None, _) => told == "none",
        (Some(time), None) => time.value == *told,
        (Some(time), days) => days == time.days.ends(),
    };
    let shown = time.map_or_else(
        || "no time".to_owned(),
        |time| format!("{} ({})", relata::explain::when(&time.days), time.value),
    );
    (!right).then(|| format!("line {}: {words:?} is {shown}", row.line))
}

/// Checks when a page was written: `within` the days given, `earliest`, `latest` and `best` day or `none`, whether it is
/// `stitched` and in `conflict` with what is stated, and the words that show it: `evidence`, or `aside` where they are not
/// believed. Empty lines part the paragraphs of the page.
fn dating(pipeline: &Pipeline, news: &str, published: Option<Date>, fields: &[Field]) -> Vec<String> {
    let paragraphs: Vec<String> = news.split("\n\n").map(flattened).collect();
    let mut page = Page::from_text(paragraphs.join("\n\n"));
    page.given = published.map(|day| Days::day(day, Basis::Document));
    let document = pipeline.annotate(&page);
    let dating = &document.dating;
    let day = |day: Option<Date>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let (start, end) = (dating.published.start(), dating.published.end());
    let all = || dating.evidence.iter().chain(&dating.coherence.evidence);
    let wrong = fields.iter().filter_map(|field| {
        let told = match field.name.as_str() {
            "within" => {
                let within = span_of_days(&field.value).zip(start.zip(end));
                let inside =
                    within.is_some_and(|((first, last), (start, end))| first <= start && end <= last);
                (!inside).then(|| format!("{} to {}", day(start), day(end)))
            }
            "earliest" => (day(start) != field.value).then(|| day(start)),
            "latest" => (day(end) != field.value).then(|| day(end)),
            "best" => (day(dating.best) != field.value).then(|| day(dating.best)),
            "conflict" => (yes(dating.conflict) != field.value).then(|| yes(dating.conflict)),
            "stitched" => {
                (yes(dating.coherence.stitched) != field.value).then(|| yes(dating.coherence.stitched))
            }
            "evidence" | "aside" => {
                let aside = field.name == "aside";
                let quote = field.quote.as_deref().unwrap_or_default();
                let told = all().filter(|line| {
                    line.span.is_some_and(|span| overlaps_words(&document, span.range(), quote))
                });
                let told: Vec<&str> = told.map(|line| line.constraint.as_str()).collect();
                let is_aside = |constraint: &&str| constraint.contains("set aside") == aside;
                (!told.iter().any(is_aside)).then(|| format!("{told:?}"))
            }
            name => Some(format!("{name:?} is no field")),
        };
        told.map(|told| format!("line {}: {} is {told}", field.line, field.name))
    });
    wrong.collect()
}

/// Checks whom words of the news mean: words, code, name.
fn actor_in(pipeline: &Pipeline, page: &Page, row: &Row) -> Option<String> {
    let [words, ..] = row.cells.as_slice() else {
        return Some(format!("line {}: write words, code, name", row.line));
    };
    let Some(at) = page.words().find(words.as_str()) else {
        return Some(format!("line {}: {words:?} does not occur in the news", row.line));
    };
    let span = at..at + words.len();
    let actors = pipeline.who(page, std::slice::from_ref(&span));
    let actor = actors.iter().flatten().next();
    is_told(row, actor)
}

/// Checks where a place of a document lies: words, country or `-`, and the precision where that is told.
fn place_in(document: &Document, row: &Row) -> Option<String> {
    let [words, country, rest @ ..] = row.cells.as_slice() else {
        return Some(format!("line {}: write a place and a country, two blanks between", row.line));
    };
    let place =
        document.mentions.places.iter().find(|place| overlaps_words(document, place.span.range(), words));
    let right = place.is_some_and(|place| {
        place.country.as_deref().unwrap_or("-") == country
            && rest.first().is_none_or(|wanted| place.precision.name() == wanted)
    });
    let shown = place.map_or_else(
        || "no place".to_owned(),
        |place| format!("{} {:?} {}", place.name, place.country, place.precision.name()),
    );
    (!right).then(|| format!("line {}: {words:?} is {shown}", row.line))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "## A rule\n\n```news published 2024-05-14\nRebels attacked\nthe army.\n```\n\n```events\nASSAULT\n  source  REB  \"Rebels\"\n  target  MIL  \"attacked the army\"\n```\n";

    #[test]
    fn a_quote_may_run_over_the_end_of_a_line() {
        let cases = cases("page.md", PAGE).unwrap();
        assert_eq!((cases.len(), cases[0].title.as_str(), cases[0].line), (1, "A rule", 8));
    }

    #[test]
    fn a_quote_that_is_not_in_the_news_is_an_error() {
        let faults = cases("page.md", &PAGE.replace("\"Rebels\"", "\"Insurgents\"")).unwrap_err();
        assert_eq!(faults[0].line, 10);
        assert!(faults[0].to_string().contains("\"Insurgents\" does not occur in the news"));
    }

    #[test]
    fn events_without_news_are_an_error() {
        assert!(cases("page.md", "```events\nnone\n```\n").is_err());
    }

    #[test]
    fn days_are_read_as_written() {
        assert_eq!(span_of_days("2014").unwrap().1.to_string(), "2014-12-31");
        assert_eq!(span_of_days("2016-02").unwrap().1.to_string(), "2016-02-29");
        assert_eq!(figure("9200+"), (Some(9200), None));
    }
}
