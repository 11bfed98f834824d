//! Here is a place name: where is it?

use std::collections::BTreeMap;

use crate::fault::Fault;
use crate::files::Files;
use crate::names::normal;

/// Towns by name.
#[derive(Debug, Default, Clone)]
pub struct Places {
    // Sorted by name, so that going through them is the same every time.
    towns: BTreeMap<String, Vec<Town>>,
}

/// A town.
#[derive(Debug, Clone, PartialEq)]
pub struct Town {
    /// Its usual name.
    pub name: String,
    /// The state's three letters.
    pub country: String,
    /// The first-level division.
    pub admin1: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Its people, in thousands.
    pub thousands: u32,
    /// The GeoNames number.
    pub geonames: u32,
}

impl Places {
    pub(crate) fn read(files: &Files, faults: &mut Vec<Fault>) -> Places {
        let mut places = Places::default();
        for (file, text) in files.under("places/") {
            for (number, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty()) {
                if places.add(line).is_none() {
                    faults.push(Fault {
                        file: file.to_owned(),
                        line: Some(number + 1),
                        fact: format!("{line:?} is no town"),
                        remedy: "Each row is name,ascii,country,admin1,lat,lon,thousands,geonames."
                            .to_owned(),
                    });
                }
            }
        }
        for towns in places.towns.values_mut() {
            towns.sort_by_key(|town| (std::cmp::Reverse(town.thousands), town.geonames));
        }
        places
    }

    fn add(&mut self, line: &str) -> Option<()> {
        // A field with a comma in it stands between quotation marks.
        let mut fields: Vec<String> = vec![String::new()];
        let mut quoted = false;
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => fields.push(String::new()),
                c => fields.last_mut()?.push(c),
            }
        }
        let [name, ascii, country, admin1, lat, lon, thousands, geonames] = fields.as_slice() else {
            return None;
        };
        let town = Town {
            name: name.clone(),
            country: country.clone(),
            admin1: admin1.clone(),
            lat: lat.parse().ok()?,
            lon: lon.parse().ok()?,
            thousands: thousands.parse().ok()?,
            geonames: geonames.parse().ok()?,
        };
        for name in [name, ascii].into_iter().filter(|name| !name.is_empty()) {
            self.towns.entry(normal(name)).or_default().push(town.clone());
        }
        Some(())
    }

    /// Returns the towns of a name, the largest first.
    pub fn towns(&self, name: &str) -> &[Town] {
        self.towns.get(&normal(name)).map_or(&[], Vec::as_slice)
    }
}
