//! What is known of a place?

use std::fmt;

/// A place as it is put into a gazetteer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewPlace {
    /// Its usual name.
    pub name: String,
    /// What kind of place.
    pub kind: Kind,
    /// The codes of the states it lies in; empty for the high seas and for what nobody is said to hold.
    pub countries: Vec<String>,
    /// The first-level division, empty where none is known.
    pub division: String,
    /// Degrees north and east, where they are known.
    pub point: Option<(f64, f64)>,
    /// How many people live there, 0 where that is not known.
    pub people: u32,
    /// The GeoNames number, 0 where it has none.
    pub geonames: u32,
}

/// A place of a gazetteer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'a> {
    /// Its usual name.
    pub name: &'a str,
    /// What kind of place.
    pub kind: Kind,
    pub(crate) countries: &'a str,
    /// The first-level division, empty where none is known.
    pub division: &'a str,
    /// Degrees north and east, where they are known: of a town its middle, of what is larger a point in it.
    pub point: Option<(f64, f64)>,
    /// How many people live there, 0 where that is not known.
    pub people: u32,
    /// The GeoNames number.
    pub geonames: Option<u32>,
}

impl<'a> Place<'a> {
    /// Returns the codes of the states it lies in.
    pub fn countries(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.countries.split(' ').filter(|code| !code.is_empty())
    }

    /// Returns the code of the state it lies in, where that is one.
    pub fn country(&self) -> Option<&'a str> {
        let mut countries = self.countries();
        countries.next().filter(|_| countries.next().is_none())
    }
}

/// Returns kilometres between two points (degrees north and east) along a great circle: haversine, radius 6,371 km.
pub fn kilometres((lat, lon): (f64, f64), (other_lat, other_lon): (f64, f64)) -> f64 {
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let chord =
        half(other_lat - lat) + lat.to_radians().cos() * other_lat.to_radians().cos() * half(other_lon - lon);
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
}

macro_rules! kinds {
    ($($kind:ident $name:literal $doc:literal,)*) => {
        /// What kind of place it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $doc] $kind,)*
        }

        impl Kind {
            /// All kinds, in the order in which they are numbered.
            pub const ALL: &[Kind] = &[$(Kind::$kind),*];

            /// Returns the kind's name, as tables write it.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$kind => $name),* }
            }
        }

        impl Default for Kind {
            /// A town, as most places are.
            fn default() -> Kind {
                Kind::ALL[0]
            }
        }
    };
}

kinds! {
    Town "town" "A town or village.",
    Division "division" "A first-level division of a state.",
    District "district" "A second-level division of a state.",
    Country "country" "A state or territory.",
    Region "region" "A part of the world, of a state or of several, that is no unit of administration.",
    Sea "sea" "A sea or an ocean.",
    Gulf "gulf" "A gulf or bay.",
    Strait "strait" "A strait.",
    Lake "lake" "A lake.",
    River "river" "A river.",
    Canal "canal" "A canal.",
    Mountain "mountain" "A mountain or a range.",
    Valley "valley" "A valley.",
    Desert "desert" "A desert.",
    Island "island" "An island or several.",
    Peninsula "peninsula" "A peninsula or cape.",
    Border "border" "A border or a line.",
    Crossing "crossing" "A border crossing.",
    Camp "camp" "A camp of refugees.",
    Base "base" "A military base.",
    Airport "airport" "An airport.",
    Dam "dam" "A dam.",
    Plant "plant" "A power plant, a mine, a works.",
    Neighbourhood "neighbourhood" "A part of a town, a street, a square.",
}

impl Kind {
    /// Returns the kind of a name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Returns whether its point is the place itself, and not one of many in it.
    pub fn is_point(self) -> bool {
        use Kind::*;
        matches!(self, Crossing | Camp | Base | Airport | Dam | Plant | Neighbourhood)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
