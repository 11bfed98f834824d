//! Which letters do the bytes mean?

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use relata_doc::Note;

use crate::page::{Content, Page};

/// So many bytes of a page are searched for a declared character set, and for the signs of HTML.
const HEAD: usize = 4_096;

/// Makes a page of bytes that are HTML or plain text.
pub(crate) fn page(bytes: &[u8], declared: Option<&str>) -> Page {
    let html = looks_like_html(bytes);
    let (words, notes) = decode(bytes, declared, html);
    Page { notes, ..Page::of(if html { Content::Html(words) } else { Content::Text(words) }) }
}

/// Decodes bytes; the notes say what had to be guessed or replaced.
///
/// In order of trust: the byte order mark, what the server declared, what the page declares, UTF-8 if it fits, a guess.
fn decode(bytes: &[u8], declared: Option<&str>, html: bool) -> (String, Vec<Note>) {
    let mut notes = Vec::new();
    if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_ok() {
        return (String::from_utf8_lossy(bytes).into_owned(), notes);
    }
    let named = declared
        .and_then(|name| Encoding::for_label(name.trim().as_bytes()))
        .or_else(|| html.then(|| declared_in_page(bytes)).flatten())
        // A page that declares UTF-16 in ASCII letters is not in UTF-16.
        .map(|encoding| if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => named.filter(|&encoding| encoding != UTF_8 || is_mostly_utf8(bytes)).unwrap_or_else(|| {
            if is_mostly_utf8(bytes) {
                return UTF_8;
            }
            let guess = guess(bytes);
            notes.push(Note(format!("no character set declared: read as {}", guess.name())));
            guess
        }),
    };
    let (words, _, broken) = encoding.decode(bytes);
    if broken {
        notes.push(Note(format!("bytes that are not {} were replaced", encoding.name())));
    }
    (words.into_owned(), notes)
}

/// Returns whether bytes are UTF-8 but for a few: a cut character, a byte pasted from elsewhere.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC2).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 4
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// Finds `charset=…` within the page's head.
fn declared_in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let at =
        find(&head, b"charset=").map(|at| at + 8).or_else(|| find(&head, b"encoding=").map(|at| at + 9))?;
    let rest = &head[at..];
    let start = rest.iter().position(|byte| !matches!(byte, b'"' | b'\'' | b' '))?;
    let rest = &rest[start..];
    let end = rest
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte))
        .unwrap_or(rest.len());
    Encoding::for_label(&rest[..end])
}

/// Returns whether bytes are a page of HTML, by the first tags.
pub(crate) fn looks_like_html(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes[..bytes.len().min(HEAD)]
        .iter()
        .filter(|byte| **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    if [b"<!doctype html".as_slice(), b"<html", b"<head>", b"<body"]
        .iter()
        .any(|tag| find(&head, tag).is_some())
    {
        return true;
    }
    let start = head.iter().position(|byte| byte.is_ascii_graphic()).unwrap_or(head.len());
    let begins = head[start..].starts_with(b"<!--")
        || head.get(start) == Some(&b'<') && head.get(start + 1).is_some_and(u8::is_ascii_alphabetic);
    begins
        && [b"</".as_slice(), b"/>", b"<p", b"<br", b"-->"]
            .iter()
            .any(|tag| find(&head[start..], tag).is_some())
}

/// Finds the first place where `part` stands.
pub(crate) fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(bytes: &[u8], declared: Option<&str>) -> (String, usize) {
        let page = page(bytes, declared);
        (page.words().to_string(), page.notes.len())
    }

    #[test]
    fn utf_8_needs_no_declaration() {
        assert_eq!(words("Łódź".as_bytes(), Some("latin1")), ("Łódź".to_string(), 0));
        assert_eq!(words("\u{feff}Łódź".as_bytes(), None).0.trim_start_matches('\u{feff}'), "Łódź");
    }

    #[test]
    fn a_byte_order_mark_tells_utf_16() {
        let bytes: Vec<u8> =
            [0xFEFF].into_iter().chain("Łódź".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(words(&bytes, None), ("Łódź".to_string(), 0));
    }

    #[test]
    fn the_page_declares_its_letters() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251
            .encode("<html><meta charset=windows-1251><p>Министр встретил посла</p>");
        assert!(words(&bytes, None).0.contains("Министр встретил посла"));
    }

    #[test]
    fn letters_that_nobody_declared_are_guessed_with_a_note() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251
            .encode("Министр иностранных дел встретил посла в столице и обсудил с ним перемирие");
        let (words, notes) = words(&bytes, None);
        assert!(words.starts_with("Министр иностранных дел"));
        assert_eq!(notes, 1);
    }

    #[test]
    fn a_stray_byte_in_utf_8_is_replaced_with_a_note() {
        let mut bytes = "Le président a reçu l’ambassadeur à l’Élysée".as_bytes().to_vec();
        bytes.push(0xFF);
        let (words, notes) = words(&bytes, None);
        assert!(words.ends_with("à l’Élysée\u{fffd}"));
        assert_eq!(notes, 1);
    }
}
