//! How is a gazetteer looked up?

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use fst::{Automaton, IntoStreamer, Streamer};
use memmap2::Mmap;

use crate::gather::country_key;
use crate::key::key;
use crate::place::{Kind, Place};
use crate::write::{DEGREE, MAGIC, NO_POINT, PLACE_BYTES};

/// Places by name, looked up where their bytes lie. Cheap to clone.
#[derive(Clone)]
pub struct Gazetteer {
    bytes: Bytes,
    texts: Range<usize>,
    places: Range<usize>,
    lists: Range<usize>,
    automaton: fst::Map<Slice>,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gazetteer({} places)", self.len())
    }
}

/// Why bytes are no gazetteer.
#[derive(Debug, thiserror::Error)]
pub enum GazetteerError {
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    File(#[from] std::io::Error),
    /// It is something else, or of another version, or cut short.
    #[error("is no gazetteer of this version: {0}; make it again with `relata places import`")]
    Form(&'static str),
}

#[derive(Clone)]
enum Bytes {
    Static(&'static [u8]),
    Owned(Arc<Vec<u8>>),
    Mapped(Arc<Mmap>),
}

impl Bytes {
    fn all(&self) -> &[u8] {
        match self {
            Bytes::Static(bytes) => bytes,
            Bytes::Owned(bytes) => bytes,
            Bytes::Mapped(bytes) => bytes,
        }
    }
}

/// A part of the bytes.
#[derive(Clone)]
struct Slice(Bytes, Range<usize>);

impl AsRef<[u8]> for Slice {
    fn as_ref(&self) -> &[u8] {
        self.0.all().get(self.1.clone()).unwrap_or_default()
    }
}

impl Gazetteer {
    /// Returns the gazetteer of bytes that are part of the program.
    ///
    /// # Errors
    /// Where they are no gazetteer.
    pub fn from_static(bytes: &'static [u8]) -> Result<Gazetteer, GazetteerError> {
        Gazetteer::new(Bytes::Static(bytes))
    }

    /// Returns the gazetteer of bytes.
    ///
    /// # Errors
    /// Where they are no gazetteer.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Gazetteer, GazetteerError> {
        Gazetteer::new(Bytes::Owned(Arc::new(bytes)))
    }

    /// Maps a file into memory. The file must not be changed while it is in use; a file replaced by another of its name,
    /// as `relata places import` does, is not changed.
    ///
    /// # Errors
    /// Where the file cannot be read or is no gazetteer.
    pub fn open(path: &Path) -> Result<Gazetteer, GazetteerError> {
        let file = File::open(path)?;
        // SAFETY: the mapping is read only; what is read is checked for its bounds at each use, so that a file cut short
        // by others while it is mapped is the only danger, which the documentation names.
        #[allow(unsafe_code)]
        let map = unsafe { Mmap::map(&file)? };
        Gazetteer::new(Bytes::Mapped(Arc::new(map)))
    }

    fn new(bytes: Bytes) -> Result<Gazetteer, GazetteerError> {
        let all = bytes.all();
        if all.get(..MAGIC.len()) != Some(MAGIC) {
            return Err(GazetteerError::Form("it begins otherwise"));
        }
        let mut at = MAGIC.len() + 4 * 8;
        let mut parts = [0..0, 0..0, 0..0, 0..0];
        for (number, part) in parts.iter_mut().enumerate() {
            let from = MAGIC.len() + number * 8;
            let length =
                all.get(from..from + 8).and_then(|length| length.try_into().ok()).map(u64::from_le_bytes);
            let length = length.and_then(|length| usize::try_from(length).ok());
            let end = length.and_then(|length| at.checked_add(length)).filter(|&end| end <= all.len());
            let end = end.ok_or(GazetteerError::Form("it is cut short"))?;
            *part = at..end;
            at = end;
        }
        let [texts, places, lists, automaton] = parts;
        let automaton = fst::Map::new(Slice(bytes.clone(), automaton))
            .map_err(|_| GazetteerError::Form("its names are damaged"))?;
        Ok(Gazetteer { bytes, texts, places, lists, automaton })
    }

    /// Returns how many places there are.
    pub fn len(&self) -> usize {
        self.places.len() / PLACE_BYTES
    }

    /// Returns whether there is no place.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the places of a name, the most prominent first.
    pub fn named(&self, name: &str) -> Vec<Place<'_>> {
        self.of_key(&key(name))
    }

    /// Returns the place that stands for a state as a whole.
    pub fn country(&self, code: &str) -> Option<Place<'_>> {
        self.of_key(&country_key(code)).into_iter().next()
    }

    /// Returns the places of a key, the most prominent first.
    pub fn of_key(&self, key: &str) -> Vec<Place<'_>> {
        let Some(at) = self.automaton.get(key).and_then(|at| usize::try_from(at).ok()) else {
            return Vec::new();
        };
        let lists = self.bytes.all().get(self.lists.clone()).unwrap_or_default();
        let numbers = lists.get(at..).and_then(|list| {
            let (count, rest) = list.split_first_chunk::<4>()?;
            rest.get(..4 * u32::from_le_bytes(*count) as usize)
        });
        let numbers = numbers.unwrap_or_default().chunks_exact(4);
        numbers
            .filter_map(|number| self.place(u32::from_le_bytes(number.try_into().ok()?) as usize))
            .collect()
    }

    /// Returns how many words the longest name has that begins with a word and a blank, 1 where only the word itself is
    /// a name, 0 where no name begins so.
    pub fn longest_from(&self, first_word: &str) -> usize {
        let first = key(first_word);
        if first.is_empty() {
            return 0;
        }
        let alone = usize::from(self.automaton.contains_key(&first));
        let begin = format!("{first} ");
        let mut longest = alone;
        let mut names = self.automaton.search(fst::automaton::Str::new(&begin).starts_with()).into_stream();
        while let Some((name, _)) = names.next() {
            longest = longest.max(1 + name.iter().filter(|&&byte| byte == b' ').count());
        }
        longest
    }

    /// Returns all places, in the order in which they were added.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        (0..self.len()).filter_map(|number| self.place(number))
    }

    fn place(&self, number: usize) -> Option<Place<'_>> {
        let table = self.bytes.all().get(self.places.clone())?;
        let place = table.get(number * PLACE_BYTES..(number + 1) * PLACE_BYTES)?;
        let (words, kind) = place.split_at(PLACE_BYTES - 1);
        let mut words = words.chunks_exact(4).filter_map(|word| word.try_into().ok()).map(u32::from_le_bytes);
        let mut next = || words.next();
        let (name, countries, division) = (self.text(next()?)?, self.text(next()?)?, self.text(next()?)?);
        let (lat, lon) = (next()? as i32, next()? as i32);
        let (people, geonames) = (next()?, next()?);
        Some(Place {
            name,
            kind: *Kind::ALL.get(usize::from(*kind.first()?))?,
            countries,
            division,
            point: (lat != NO_POINT).then_some((f64::from(lat) / DEGREE, f64::from(lon) / DEGREE)),
            people,
            geonames: Some(geonames).filter(|&number| number != 0),
        })
    }

    fn text(&self, at: u32) -> Option<&str> {
        let text = self.bytes.all().get(self.texts.clone())?.get(at as usize..)?;
        let (length, text) = text.split_first_chunk::<2>()?;
        std::str::from_utf8(text.get(..usize::from(u16::from_le_bytes(*length)))?).ok()
    }
}
