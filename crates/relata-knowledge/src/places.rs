//! Here is a place name: where may it be?

use std::collections::HashMap;
use std::path::Path;

use relata_gazetteer::{Gatherer, Gazetteer, Place, Spelling, key};

use crate::fault::Fault;
use crate::files::Files;
use crate::raw::{RawSpelling, SpellingFile};

/// Places by name: those built in, and above them those of a user's own tables and of imported files.
#[derive(Debug, Clone, Default)]
pub struct Places {
    // The user's own first.
    layers: Vec<Gazetteer>,
    spellings: Vec<Spelling>,
}

/// The gazetteer that the build made of `data/places` and of the places that a library carries.
static BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/places.gaz"));

impl Places {
    pub(crate) fn read(files: &Files, faults: &mut Vec<Fault>) -> Places {
        let spellings: Vec<RawSpelling> = files
            .read::<SpellingFile>("places/spelling", faults)
            .into_iter()
            .flat_map(|(.., file)| file.spelling)
            .collect();
        let mut places = Places::default();
        let mut gatherer = Gatherer::new([], spellings.iter().map(spelling).collect());
        for (file, text) in files.under("places/").filter(|(file, _)| file.ends_with(".csv")) {
            gatherer.table(file, text);
        }
        let waiting = gatherer.close();
        if let (false, Some(built_in)) = (waiting.is_empty(), Places::built_in()) {
            let by_number: HashMap<u32, Place> =
                built_in.places().filter_map(|place| Some((place.geonames?, place))).collect();
            for alias in waiting {
                match by_number.get(&alias.geonames) {
                    Some(place) => gatherer.again(place, &alias.name),
                    None => faults.push(Fault {
                        file: alias.at.0,
                        line: Some(alias.at.1),
                        fact: format!("{}: no place has the GeoNames number {}", alias.name, alias.geonames),
                        remedy: "Take the number of a row of cities.csv or towns.csv, or add the place."
                            .to_owned(),
                    }),
                }
            }
        }
        let is_empty = gatherer.is_empty();
        let (bytes, table_faults) = gatherer.finish();
        faults.extend(table_faults.into_iter().map(|fault| Fault {
            file: fault.file,
            line: Some(fault.line),
            fact: fault.fact,
            remedy: fault.remedy.to_owned(),
        }));
        if !is_empty {
            places.layers.extend(Gazetteer::from_bytes(bytes));
        }
        for path in files.gazetteers() {
            match Gazetteer::open(path) {
                Ok(gazetteer) => places.layers.push(gazetteer),
                Err(error) => faults.push(Fault::file(
                    &path.display().to_string(),
                    &error.to_string(),
                    "Import the GeoNames file again.",
                )),
            }
        }
        places.layers.extend(Gazetteer::from_static(BUILT_IN));
        places.spellings = spellings.iter().map(|raw| spelling(raw).1).collect();
        places
    }

    /// Returns the places of a name, those of the user's own tables first, and of each table the most prominent first.
    ///
    /// A name that no table has is looked for in its other spellings: "El Fasher" finds "Al Fashir" only where a table
    /// has one of them, "Ar-Raqqa" finds "Raqqah" by its article and ending.
    pub fn named(&self, name: &str) -> Vec<Place<'_>> {
        let key = key(name);
        let found = self.of_key(&key);
        if !found.is_empty() {
            return found;
        }
        let levels = self.spellings.iter().filter_map(|spelling| spelling.level(&key));
        levels.map(|level| self.of_key(&level)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn of_key(&self, key: &str) -> Vec<Place<'_>> {
        self.layers.iter().flat_map(|layer| layer.of_key(key)).collect()
    }

    /// Returns how many words the longest name has that begins with this one; 0 where none does.
    pub fn longest_from(&self, first_word: &str) -> usize {
        self.layers.iter().map(|layer| layer.longest_from(first_word)).max().unwrap_or(0)
    }

    /// Returns the place that stands for a state as a whole, where a map needs a point for it.
    pub fn country(&self, code: &str) -> Option<Place<'_>> {
        self.layers.iter().find_map(|layer| layer.country(code))
    }

    /// Returns all places, table by table.
    pub fn all(&self) -> impl Iterator<Item = Place<'_>> {
        self.layers.iter().flat_map(|layer| layer.places())
    }

    /// Returns all places built in, and how many there are.
    pub fn built_in() -> Option<Gazetteer> {
        Gazetteer::from_static(BUILT_IN).ok()
    }

    /// Makes a gazetteer of a GeoNames file, whose lines `each` reads one after the other as often as it is called, and
    /// returns its bytes and how many places were kept.
    ///
    /// # Errors
    /// What `each` returns.
    pub fn import<E>(
        countries: impl IntoIterator<Item = (String, String)>,
        files: &Files,
        mut each: impl FnMut(&mut dyn FnMut(&str)) -> Result<(), E>,
    ) -> Result<(Vec<u8>, usize), E> {
        let spellings = files.read::<SpellingFile>("places/spelling", &mut Vec::new());
        let spellings = spellings.iter().flat_map(|(.., file)| &file.spelling).map(spelling).collect();
        let mut gatherer = Gatherer::new(countries, spellings);
        // Towns name their division by a code only, and the divisions may stand behind them.
        each(&mut |line| gatherer.dump_division(line))?;
        each(&mut |line| {
            gatherer.dump_line(line);
        })?;
        let count = gatherer.len();
        Ok((gatherer.finish().0, count))
    }
}

/// Returns whether a file holds an imported gazetteer, by its name.
pub(crate) fn is_gazetteer(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "gaz")
}

fn spelling(raw: &RawSpelling) -> (Vec<String>, Spelling) {
    let spelling = Spelling {
        articles: raw.articles.clone(),
        article: raw.article.clone(),
        endings: raw.endings.clone().into_iter().collect(),
    };
    (raw.states.clone(), spelling)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        let mut faults = Vec::new();
        let places = Places::read(&Files::built_in(), &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        places
    }

    #[test]
    fn a_hundred_thousand_places_are_built_in() {
        assert!(Places::built_in().unwrap().len() > 100_000);
    }

    #[test]
    fn the_most_prominent_of_a_name_comes_first() {
        let places = places();
        for (name, country) in
            [("Paris", "FRA"), ("Birmingham", "GBR"), ("Tripoli", "LBY"), ("San José", "CRI")]
        {
            let found = places.named(name);
            assert!(found.iter().any(|place| place.country() == Some(country)), "{name}: {found:?}");
            assert!(found.len() > 1, "{name} is told of one place only");
        }
        assert_eq!(places.named("Paris")[0].country(), Some("FRA"));
    }

    #[test]
    fn spellings_of_one_place_meet() {
        let places = places();
        let raqqa = places.named("Ar Raqqah")[0];
        for name in ["Al-Raqqa", "ar-Raqqa", "El Raqqa"] {
            assert_eq!(places.named(name).first().map(|place| place.point), Some(raqqa.point), "{name}");
        }
    }
}
