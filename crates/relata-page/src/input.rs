//! Which pages does one input hold?
//!
//! Kinds are told by content, never by name: gzip and Zstandard around anything, HTML, plain text, a JSON document, a list of them,
//! JSON Lines. JSON Lines are read as they come, however long the file; one bad line is an error that names it, and the next
//! line is read.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use relata_doc::Note;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use serde_json::Value;

use crate::charset::{find, looks_like_html};
use crate::page::{Content, Page};

/// So many bytes are looked at to tell the kind.
const HEAD: usize = 4_096;
/// A single page or line may have so many bytes: more is no news.
pub const LARGEST_DOCUMENT: u64 = 256 << 20;
/// An archive within an archive within an archive is opened; one more is not.
const DEEPEST_COMPRESSION: usize = 3;

/// Something in an input that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct InputError {
    /// The file, or `-`.
    pub file: String,
    /// The line, where there are lines.
    pub line: Option<usize>,
    /// What is wrong.
    pub fact: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}\n  {}", self.fact, self.remedy)
    }
}

/// The pages of one input, in order; made by [`pages`].
pub struct Pages<'r> {
    file: String,
    state: State<'r>,
    notes: Vec<Note>,
}

type Reader<'r> = Box<dyn BufRead + Send + 'r>;

enum State<'r> {
    Ready(VecDeque<Result<Page, InputError>>),
    Lines { reader: Reader<'r>, line: usize },
    Documents { bytes: Vec<u8>, at: usize, list: bool },
}

/// Reads the pages of one input; `file` is its name, for errors and records.
pub fn pages<'r>(file: &str, input: impl Read + Send + 'r) -> Pages<'r> {
    let mut pages = Pages { file: file.to_string(), state: State::Ready(VecDeque::new()), notes: Vec::new() };
    if let Err(error) = pages.open(Box::new(BufReader::with_capacity(1 << 16, input))) {
        pages.finish(Err(error));
    }
    pages
}

impl Iterator for Pages<'_> {
    type Item = Result<Page, InputError>;

    fn next(&mut self) -> Option<Result<Page, InputError>> {
        let found = match &mut self.state {
            State::Ready(pages) => pages.pop_front(),
            State::Lines { .. } => self.next_line(),
            State::Documents { .. } => self.next_document(),
        };
        found.map(|page| page.map(|page| Page { file: Some(self.file.clone()), ..page }))
    }
}

impl<'r> Pages<'r> {
    fn open(&mut self, mut reader: Reader<'r>) -> Result<(), InputError> {
        let mut head = self.peek(&mut reader)?;
        for depth in 0.. {
            reader = match head.as_slice() {
                [0x1F, 0x8B, ..] => {
                    Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(rejoin(head, reader))))
                }
                [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Box::new(
                    BufReader::with_capacity(1 << 16, Frames { source: rejoin(head, reader), decoder: None }),
                ),
                _ => break,
            };
            if depth == DEEPEST_COMPRESSION {
                return Err(self.error(None, "this is compressed again and again", "unpack it first"));
            }
            head = self.peek(&mut reader)?;
        }
        if let Some((kind, remedy)) = foreign(&head) {
            return Err(self.error(None, &format!("this is {kind}"), remedy));
        }
        let mut reader: Reader<'r> = Box::new(BufReader::new(rejoin(head.clone(), reader)));
        if matches!(head.as_slice(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) && !looks_like_html(&head) {
            // UTF-16: rare and small; told by its letters once decoded.
            let bytes = self.whole(&mut reader)?;
            let page = Page::from_bytes(&bytes, None);
            if json_kind(page.words().as_bytes()).is_none() {
                self.finish(Ok(page));
                return Ok(());
            }
            head = page.words().bytes().take(HEAD).collect();
            self.notes = page.notes.clone();
            reader = Box::new(Cursor::new(page.words().to_string().into_bytes()));
        }
        match json_kind(&head) {
            Some(Json::List) => {
                self.state = State::Documents { bytes: self.whole(&mut reader)?, at: 0, list: true }
            }
            Some(Json::Lines) => self.state = State::Lines { reader, line: 0 },
            Some(Json::Document) => {
                self.state = State::Documents { bytes: self.whole(&mut reader)?, at: 0, list: false }
            }
            None => {
                let bytes = self.whole(&mut reader)?;
                let mut page = Page::from_bytes(&bytes, None);
                if bytes.is_empty() {
                    page.notes.push(Note("the input is empty".to_string()));
                }
                self.finish(Ok(page));
            }
        }
        Ok(())
    }

    fn next_line(&mut self) -> Option<Result<Page, InputError>> {
        loop {
            let State::Lines { reader, line } = &mut self.state else { return None };
            let mut bytes = Vec::new();
            let read = reader.by_ref().take(LARGEST_DOCUMENT).read_until(b'\n', &mut bytes);
            *line += 1;
            let line = *line;
            let error = match read {
                Ok(0) => return None,
                Ok(read) if read as u64 == LARGEST_DOCUMENT => {
                    self.error(Some(line), "this line is longer than 256 MiB", "split the document")
                }
                Ok(_) => {
                    let bytes = if line == 1 {
                        bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes)
                    } else {
                        &bytes
                    };
                    if bytes.iter().all(u8::is_ascii_whitespace) {
                        continue;
                    }
                    return Some(self.read_document(bytes, line));
                }
                Err(error) => self.broken(Some(line), &error),
            };
            self.state = State::Ready(VecDeque::new());
            return Some(Err(error));
        }
    }

    fn read_document(&self, bytes: &[u8], line: usize) -> Result<Page, InputError> {
        let mut notes = self.notes.clone();
        let words = String::from_utf8_lossy(bytes);
        if matches!(words, std::borrow::Cow::Owned(_)) {
            notes.push(Note("bytes that are not UTF-8 were replaced".to_string()));
        }
        let value = serde_json::from_str(words.trim_end()).map_err(|error| {
            let fact = format!("this is not JSON: {}", reason(&error));
            self.error(
                Some(line),
                &fact,
                "write one JSON object a line, with its quotation marks and line ends escaped",
            )
        })?;
        let page = document(value).map_err(|(fact, remedy)| self.error(Some(line), &fact, remedy))?;
        Ok(Page { line: Some(line), notes, ..page })
    }

    /// Reads the next of several JSON documents, set apart by white space or, in a list, by commas.
    fn next_document(&mut self) -> Option<Result<Page, InputError>> {
        let State::Documents { bytes, at, list } = &mut self.state else { return None };
        let is_gap = |byte: u8| byte.is_ascii_whitespace() || *list && matches!(byte, b',' | b'[');
        *at += bytes[*at..].strip_prefix(b"\xEF\xBB\xBF").map_or(0, |_| 3);
        *at += bytes[*at..].iter().position(|&byte| !is_gap(byte)).unwrap_or(bytes.len() - *at);
        let rest = &bytes[*at..];
        let start = *at;
        let ended = rest.is_empty() && !*list || rest.first() == Some(&b']') && *list;
        if ended {
            self.state = State::Ready(VecDeque::new());
            return None;
        }
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<Value>();
        let value = values.next();
        *at += values.byte_offset();
        let line = |end: usize| 1 + bytes[..end].iter().filter(|&&byte| byte == b'\n').count();
        let mut fatal = true;
        let found = match value {
            Some(Ok(value)) => {
                fatal = false;
                let line = line(start);
                document(value)
                    .map(|page| Page { line: Some(line), ..page })
                    .map_err(|(fact, remedy)| (line, fact, remedy))
            }
            Some(Err(error)) => {
                let remedy = "the rest of the file is not read; write one document a line, and one fault costs one document";
                Err((
                    line(start) + error.line().saturating_sub(1),
                    format!("this is not JSON: {}", reason(&error)),
                    remedy,
                ))
            }
            None => Err((line(start), "the list is cut short".to_string(), "fetch the file again")),
        };
        if fatal {
            self.state = State::Ready(VecDeque::new());
        }
        let notes = self.notes.clone();
        Some(
            found
                .map(|page| Page { notes, ..page })
                .map_err(|(line, fact, remedy)| self.error(Some(line), &fact, remedy)),
        )
    }

    /// Reads everything that is left, for kinds that are one page.
    fn whole(&self, reader: &mut Reader<'r>) -> Result<Vec<u8>, InputError> {
        let mut bytes = Vec::new();
        let read = reader
            .by_ref()
            .take(LARGEST_DOCUMENT + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| self.broken(None, &error))?;
        if read as u64 > LARGEST_DOCUMENT {
            return Err(self.error(
                None,
                "this is one document of more than 256 MiB",
                "split it into JSON Lines, one document a line",
            ));
        }
        Ok(bytes)
    }

    /// Reads the head of the input, as much as there is of it.
    fn peek(&self, reader: &mut Reader<'r>) -> Result<Vec<u8>, InputError> {
        let mut head = Vec::new();
        reader
            .by_ref()
            .take(HEAD as u64)
            .read_to_end(&mut head)
            .map_err(|error| self.broken(None, &error))?;
        Ok(head)
    }

    fn finish(&mut self, page: Result<Page, InputError>) {
        self.state = State::Ready(VecDeque::from([page]));
    }

    fn broken(&self, line: Option<usize>, error: &io::Error) -> InputError {
        self.error(
            line,
            &format!("the input breaks off: {error}"),
            "fetch it again; what came before is read",
        )
    }

    fn error(&self, line: Option<usize>, fact: &str, remedy: &str) -> InputError {
        InputError { file: self.file.clone(), line, fact: fact.to_string(), remedy: remedy.to_string() }
    }
}

/// Puts the bytes that were looked at back before the rest.
fn rejoin<'r>(head: Vec<u8>, reader: Reader<'r>) -> io::Chain<Cursor<Vec<u8>>, Reader<'r>> {
    Cursor::new(head).chain(reader)
}

/// Zstandard data: any number of frames, one after the other.
struct Frames<R> {
    source: R,
    decoder: Option<FrameDecoder>,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(decoder) = &mut self.decoder {
                while decoder.can_collect() == 0 && !decoder.is_finished() {
                    decoder
                        .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                        .map_err(io::Error::other)?;
                }
                let read = decoder.read(buffer)?;
                if read > 0 || buffer.is_empty() {
                    return Ok(read);
                }
                self.decoder = None;
            }
            if self.source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let mut decoder = FrameDecoder::new();
            match decoder.init(&mut self.source) {
                Ok(()) => self.decoder = Some(decoder),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut self.source.by_ref().take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
    }
}

/// Returns what an input is that holds no pages Relata can read, and what to do.
fn foreign(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let text: Vec<u8> = head.iter().take(512).map(u8::to_ascii_lowercase).collect();
    let begins = |mark: &[u8]| head.starts_with(mark);
    let holds = |mark: &[u8]| find(&text, mark).is_some();
    let archive = "unpack it and give the pages";
    Some(match () {
        () if begins(b"%PDF-") => ("a PDF", "turn it into text first, for example with pdftotext"),
        () if begins(b"WARC/") => (
            "a WARC archive, which is not read yet",
            "unpack its responses into HTML files, or into JSON Lines with `html` and `url`",
        ),
        () if begins(b"PAR1") => (
            "a Parquet file, which is not read yet",
            "write its rows as JSON Lines with `id`, `text`, `published`",
        ),
        () if begins(b"PK\x03\x04") => ("a ZIP archive or an office document", archive),
        () if begins(b"BZh") || begins(b"\xFD7zXZ") || begins(b"7z\xBC\xAF") || begins(b"Rar!") => {
            ("an archive of a kind that is not read", archive)
        }
        () if head.get(257..262) == Some(b"ustar") => ("a tar archive", archive),
        () if begins(b"<")
            && !looks_like_html(head)
            && (holds(b"<rss") || holds(b"<feed") || holds(b"<rdf:rdf")) =>
        {
            (
                "a feed, which is not read yet",
                "fetch the pages it lists, or write its items as JSON Lines with `html` and `url`",
            )
        }
        () if begins(b"<?xml") && !looks_like_html(head) => {
            ("XML of no kind known here", "write its documents as JSON Lines with `id`, `text`, `published`")
        }
        () if is_binary(head) => (
            "no text: it holds bytes that no text has",
            "give HTML, plain text, JSON or JSON Lines, as they are or compressed with gzip or zstd",
        ),
        () => return None,
    })
}

fn is_binary(head: &[u8]) -> bool {
    if matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        return false;
    }
    let controls = head.iter().filter(|byte| matches!(byte, 1..=8 | 14..=26 | 28..=31 | 127)).count();
    head.contains(&0) && !looks_like_html(head) || controls * 20 > head.len()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Json {
    Document,
    Lines,
    List,
}

/// Tells JSON from text that happens to begin with a bracket, and a document over several lines from one a line.
fn json_kind(head: &[u8]) -> Option<Json> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let inner = head.get(1..)?.trim_ascii_start().first().copied();
    match (head[0], inner) {
        (b'[', Some(b'{' | b']') | None) => Some(Json::List),
        (b'{', Some(b'"' | b'}') | None) => {
            let Some(end) = head.iter().position(|&byte| byte == b'\n') else { return Some(Json::Lines) };
            let whole = serde_json::from_slice::<serde::de::IgnoredAny>(&head[..end]);
            let next = head[end..].trim_ascii_start().first();
            let goes_on = whole.is_err_and(|error| error.is_eof()) && next != Some(&b'{');
            Some(if goes_on { Json::Document } else { Json::Lines })
        }
        _ => None,
    }
}

/// Makes a page of a JSON document, or says what is wrong with it and what to do.
fn document(value: Value) -> Result<Page, (String, &'static str)> {
    const FORM: &str =
        r#"write {"id"?, "text" or "html", "title"?, "url"?, "publisher"?, "published"?, "lang"?}"#;
    let Value::Object(mut fields) = value else {
        return Err((format!("this is {}, not a document", kind(&value)), FORM));
    };
    let mut words = |name: &str| match fields.shift_remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(words)) => Ok(Some(words)),
        Some(Value::Number(number)) if name == "id" => Ok(Some(number.to_string())),
        Some(other) => Err((format!("`{name}` is {}, not text", kind(&other)), FORM)),
    };
    let (text, html) = (words("text")?, words("html")?);
    let (id, title, url) = (words("id")?, words("title")?, words("url")?);
    let (publisher, published, lang) = (words("publisher")?, words("published")?, words("lang")?);
    let content = match (text, html) {
        (Some(text), html) if !text.trim().is_empty() || html.is_none() => Content::Text(text),
        (_, Some(html)) => Content::Html(html),
        _ => return Err(("the document has neither `text` nor `html`".to_string(), FORM)),
    };
    Ok(Page { id, title, url, publisher, published, lang, extra: fields, ..Page::of(content) })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Returns what is wrong, without the place, which the error names itself.
fn reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.rsplit_once(" at line ").map_or(words.clone(), |(reason, _)| reason.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: &[u8]) -> Vec<Result<Page, InputError>> {
        pages("news", bytes).collect()
    }

    fn one(bytes: &[u8]) -> Page {
        let mut found = read(bytes);
        assert_eq!(found.len(), 1);
        found.remove(0).unwrap()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn plain_text_is_one_page_and_kept_whole() {
        let page = one(b"Share\n\nThe army left.\n");
        assert_eq!(page.content, Content::Text("Share\n\nThe army left.\n".to_string()));
        assert_eq!(page.file.as_deref(), Some("news"));
    }

    #[test]
    fn html_is_told_by_its_tags() {
        for page in [
            "<!DOCTYPE html><p>x</p>",
            "\n <html><p>x",
            "<?xml version=\"1.0\"?><html xmlns=\"x\"><p>x</p></html>",
            "<p>x</p>",
        ] {
            assert!(matches!(one(page.as_bytes()).content, Content::Html(_)), "{page}");
        }
        for page in ["<3 million people left their homes.", "[Updated] The army left.", "{The army left}"] {
            assert!(matches!(one(page.as_bytes()).content, Content::Text(_)), "{page}");
        }
    }

    #[test]
    fn a_document_keeps_what_was_given_and_passes_the_rest_through() {
        let page = one(br#"{"id": 7, "text": "The army left.", "title": null, "published": "2021-05-09", "desk": {"a": [1]}, "lang": "en"}"#);
        assert_eq!(page.id.as_deref(), Some("7"));
        assert_eq!(
            (page.title, page.published.as_deref(), page.lang.as_deref(), page.line),
            (None, Some("2021-05-09"), Some("en"), Some(1))
        );
        assert_eq!(Value::Object(page.extra), serde_json::json!({"desk": {"a": [1]}}));
        let page =
            one(b"\xEF\xBB\xBF{\n  \"html\": \"<p>x</p>\",\n  \"url\": \"https://news.example/a\"\n}\n");
        assert_eq!(page.content, Content::Html("<p>x</p>".to_string()));
    }

    #[test]
    fn a_bad_line_is_an_error_that_names_it_and_the_rest_is_read() {
        let lines =
            "{\"text\": \"a\"}\n\n{\"text\": \n[1]\n{\"text\": 5}\n{\"title\": \"t\"}\n{\"text\": \"b\"}";
        let found = read(lines.as_bytes());
        let errors: Vec<String> =
            found.iter().filter_map(|page| page.as_ref().err()).map(ToString::to_string).collect();
        assert_eq!(found.len(), 6);
        assert!(found[0].is_ok() && found[5].as_ref().is_ok_and(|page| page.line == Some(7)));
        assert!(
            errors[0].starts_with(
                "news:3: this is not JSON: EOF while parsing a value\n  write one JSON object a line"
            ),
            "{}",
            errors[0]
        );
        assert!(errors[1].starts_with("news:4: this is a list, not a document\n  write {"), "{}", errors[1]);
        assert!(errors[2].starts_with("news:5: `text` is a number, not text"), "{}", errors[2]);
        assert!(errors[3].starts_with("news:6: the document has neither `text` nor `html`"), "{}", errors[3]);
    }

    #[test]
    fn a_list_and_documents_over_several_lines_are_read_one_by_one() {
        let list = read(b"[\n {\"text\": \"a\"},\n 3,\n {\"text\": \"b\"}\n]\n");
        assert_eq!(list.len(), 3);
        assert!(list[1].as_ref().is_err_and(|error| error.line == Some(3)), "{:?}", list[1]);
        assert_eq!(list[2].as_ref().unwrap().line, Some(4));
        assert_eq!(read(b"[]").len(), 0);
        assert_eq!(read(b"{\n\"text\": \"a\"\n}\n{\n\"text\": \"b\"\n}").len(), 2);
        let cut = read(b"[{\"text\": \"a\"}, {\"te");
        assert!(cut[0].is_ok() && cut[1].is_err() && cut.len() == 2, "{cut:?}");
        let cut = read(b"[{\"text\": \"a\"}, ");
        assert!(cut[0].is_ok() && cut[1].is_err() && cut.len() == 2, "{cut:?}");
    }

    #[test]
    fn compression_is_seen_through_members_and_frames_joined() {
        let lines: Vec<u8> = (0..5_000)
            .flat_map(|at| {
                format!("{{\"id\": \"{at}\", \"text\": \"The army left town {at}.\"}}\n").into_bytes()
            })
            .collect();
        let (front, back) = lines.split_at(lines.len() / 2);
        for packed in [
            gzip(&lines),
            zstd(&lines),
            gzip(&zstd(&lines)),
            [gzip(front), gzip(back)].concat(),
            [zstd(front), zstd(back)].concat(),
        ] {
            let found = read(&packed);
            assert_eq!(found.len(), 5_000);
            assert!(found.iter().all(Result::is_ok));
        }
    }

    #[test]
    fn an_input_that_breaks_off_gives_what_came_before() {
        let lines: Vec<u8> = (0..50_000)
            .flat_map(|at| format!("{{\"text\": \"The army left town {at}.\"}}\n").into_bytes())
            .collect();
        for packed in [gzip(&lines), zstd(&lines)] {
            let found = read(&packed[..packed.len() / 2]);
            let (last, before) = found.split_last().unwrap();
            assert!(before.len() > 100 && before.iter().all(Result::is_ok));
            assert!(last.as_ref().is_err_and(|error| error.fact.contains("breaks off")), "{last:?}");
        }
    }

    #[test]
    fn what_is_no_page_is_told_with_a_remedy() {
        let feed = b"<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><item><title>x</title></item></channel></rss>";
        let cases: [(&[u8], &str); 8] = [
            (b"%PDF-1.7\n", "PDF"),
            (b"WARC/1.0\r\nWARC-Type: response\r\n", "WARC"),
            (b"PK\x03\x04rest", "ZIP"),
            (b"PAR1rest", "Parquet"),
            (feed, "feed"),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "no text"),
            (b"\x7fELF\x02\x01\x01\x00\x00", "no text"),
            (b"<?xml version=\"1.0\"?><data><x/></data>", "XML"),
        ];
        for (bytes, kind) in cases {
            let found = read(bytes);
            let error = found[0].as_ref().unwrap_err().to_string();
            assert!(
                found.len() == 1
                    && error.starts_with("news: this is ")
                    && error.contains(kind)
                    && error.contains("\n  "),
                "{error}"
            );
        }
    }

    #[test]
    fn an_empty_input_is_an_empty_page_with_a_note() {
        let page = one(b"");
        assert_eq!((page.words(), page.notes.len()), ("", 1));
    }

    #[test]
    fn bytes_at_random_are_a_page_or_an_error() {
        let mut seed = 1u64;
        for length in 0..600 {
            let bytes: Vec<u8> = (0..length)
                .map(|_| {
                    seed =
                        seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    if length % 2 == 0 {
                        (seed >> 56) as u8
                    } else {
                        b"<>{}[]\"'/&a .\n\x28\xB5\x2F\xFD\x1F\x8B-"[(seed >> 33) as usize % 21]
                    }
                })
                .collect();
            for page in read(&bytes).into_iter().flatten() {
                crate::article(crate::tests::rules(), &page);
            }
        }
    }
}
