//! How is a gazetteer written?

use std::collections::HashMap;

use fst::MapBuilder;

use crate::key::key;
use crate::place::{Kind, NewPlace};

/// The first bytes of a gazetteer; the last of them is the version of the form.
pub(crate) const MAGIC: &[u8; 8] = b"RLTAGAZ1";
/// Bytes of a place in the table.
pub(crate) const PLACE_BYTES: usize = 29;
/// Latitude of a place whose point is not known.
pub(crate) const NO_POINT: i32 = i32::MIN;
/// Parts of a degree in which coordinates are kept.
pub(crate) const DEGREE: f64 = 100_000.0;

/// Gathers places and their names and writes them as one block of bytes.
///
/// The block: eight bytes that tell the form, four lengths (little endian, 8 bytes each), then texts (a length in 2 bytes, UTF-8), places
/// (29 bytes each), lists of places (a count and so many numbers of places, 4 bytes each, the most prominent
/// first), and the automaton from keys to the byte at which the list of a name begins. The same places in the same order
/// give the same bytes.
#[derive(Debug, Default)]
pub struct Writer {
    texts: Vec<u8>,
    text_at: HashMap<String, u32>,
    places: Vec<u8>,
    // For each place how prominent it is.
    weights: Vec<u64>,
    // The keys one after the other, and for each where it begins, how long it is, and the place it names.
    keys: Vec<u8>,
    names: Vec<(u32, u16, u32)>,
}

impl Writer {
    /// Adds a place under its usual name and others; returns its number.
    pub fn add(&mut self, place: &NewPlace, also: impl IntoIterator<Item = impl AsRef<str>>) -> u32 {
        let number = self.name_alone(place, &place.name);
        for other in also {
            self.name(number, other.as_ref());
        }
        number
    }

    /// Adds a place under one name that may not be its usual one; returns its number.
    pub fn name_alone(&mut self, place: &NewPlace, under: &str) -> u32 {
        let number = self.weights.len() as u32;
        // Few places share a name, many a state and a division: only those are worth looking up.
        let name = self.new_text(&place.name);
        let countries = self.text(&place.countries.join(" "));
        let division = self.text(&place.division);
        let (lat, lon) = match place.point {
            Some((lat, lon)) => ((lat * DEGREE).round() as i32, (lon * DEGREE).round() as i32),
            None => (NO_POINT, 0),
        };
        let kind = Kind::ALL.iter().position(|kind| *kind == place.kind).unwrap_or(0) as u8;
        for word in [name, countries, division, lat as u32, lon as u32, place.people, place.geonames] {
            self.places.extend(word.to_le_bytes());
        }
        self.places.push(kind);
        self.weights.push(weight(place));
        self.name(number, under);
        number
    }

    /// Adds another name of a place.
    pub fn name(&mut self, number: u32, name: &str) {
        self.key(number, key(name));
    }

    /// Adds a key under which a place is found.
    pub fn key(&mut self, number: u32, key: String) {
        if let (false, Ok(length)) = (key.is_empty(), u16::try_from(key.len())) {
            self.names.push((self.keys.len() as u32, length, number));
            self.keys.extend(key.into_bytes());
        }
    }

    /// Returns how many places there are.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Returns whether there is no place yet.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// Returns the gazetteer's bytes.
    ///
    /// # Panics
    /// Where texts, keys or lists take more than 4 GiB.
    pub fn finish(mut self) -> Vec<u8> {
        let (weights, keys) = (&self.weights, &self.keys);
        let key = |&(at, length, _): &(u32, u16, u32)| &keys[at as usize..at as usize + usize::from(length)];
        self.names.sort_unstable_by(|a, b| {
            let (x, y) = (a.2, b.2);
            key(a).cmp(key(b)).then(weights[y as usize].cmp(&weights[x as usize])).then(x.cmp(&y))
        });
        self.names.dedup_by(|a, b| a.2 == b.2 && key(a) == key(b));
        let mut lists: Vec<u8> = Vec::new();
        let mut automaton = MapBuilder::memory();
        for group in self.names.chunk_by(|a, b| key(a) == key(b)) {
            let at = lists.len() as u64;
            lists.extend((group.len() as u32).to_le_bytes());
            lists.extend(group.iter().flat_map(|(.., number)| number.to_le_bytes()));
            #[allow(clippy::expect_used)]
            automaton
                .insert(key(&group[0]), at)
                .expect("keys are sorted, each stands once, and memory takes all bytes");
        }
        #[allow(clippy::expect_used)]
        let automaton = automaton.into_inner().expect("memory takes all bytes");
        let parts = [&self.texts, &self.places, &lists, &automaton];
        let mut bytes = MAGIC.to_vec();
        for part in parts {
            bytes.extend((part.len() as u64).to_le_bytes());
        }
        for part in parts {
            bytes.extend(part);
        }
        bytes
    }

    fn text(&mut self, text: &str) -> u32 {
        if let Some(&at) = self.text_at.get(text) {
            return at;
        }
        let at = self.new_text(text);
        self.text_at.insert(text.to_owned(), at);
        at
    }

    fn new_text(&mut self, text: &str) -> u32 {
        let at = self.texts.len() as u32;
        let mut end = text.len().min(usize::from(u16::MAX));
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.texts.extend((end as u16).to_le_bytes());
        self.texts.extend(&text.as_bytes()[..end]);
        at
    }
}

/// Returns how prominent a place is among those of its name: by its people; what is no town stands among them by what
/// news means more often.
fn weight(place: &NewPlace) -> u64 {
    let people = u64::from(place.people);
    match place.kind {
        Kind::Country => 1 << 40,
        Kind::Division => people.max(300_000),
        Kind::Town => people,
        Kind::District => people.max(20_000),
        _ => people.max(100_000),
    }
}
