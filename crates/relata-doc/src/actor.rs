//! Who is it?

use std::fmt;

use smallvec::{SmallVec, smallvec};

use crate::{CodeError, Span};

/// Three capital letters of the field's actor codes: `RUS`, `GOV`, `IGO`.
type Part = [u8; 3];

/// An actor's code: a country, or a class that stands above countries, and sectors: `RUS GOV`, `IGO WST NAT`, `CVL OPP`.
///
/// The first part is a country where `country` says so; output joins the parts (`RUSGOV`).
/// Invariant: parts are three capital ASCII letters or digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ActorCode {
    country: Option<Part>,
    // Most have one, few more than three.
    sectors: SmallVec<[Part; 4]>,
}

/// An actor code that is none.
pub type ActorCodeError = CodeError;

impl ActorCode {
    /// Reads parts separated by blanks; `is_country` tells whether the first of them is a country.
    ///
    /// # Errors
    /// Where a part is not three capital letters or digits.
    pub fn parse(code: &str, is_country: impl Fn(&str) -> bool) -> Result<ActorCode, ActorCodeError> {
        let wrong =
            || CodeError(code.to_owned(), "actor code: parts of three capital letters, with blanks between");
        let mut actor_code = ActorCode::default();
        for (i, part) in code.split_whitespace().enumerate() {
            let letters: Part = part.as_bytes().try_into().map_err(|_| wrong())?;
            if !letters.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
                return Err(wrong());
            }
            if i == 0 && is_country(part) {
                actor_code.country = Some(letters);
            } else {
                actor_code.sectors.push(letters);
            }
        }
        Ok(actor_code)
    }

    /// Returns the code of a country alone.
    ///
    /// # Errors
    /// Where it is not three capital letters.
    pub fn country_only(code: &str) -> Result<ActorCode, ActorCodeError> {
        ActorCode::parse(code, |_| true)
    }

    /// Returns `GOV`, the sector of a government.
    pub fn government() -> ActorCode {
        ActorCode { country: None, sectors: smallvec![*b"GOV"] }
    }

    /// Returns `ELI`, CAMEO's sector of those who held an office before.
    pub fn former() -> ActorCode {
        ActorCode { country: None, sectors: smallvec![*b"ELI"] }
    }

    /// Returns the country's three letters.
    pub fn country(&self) -> Option<&str> {
        self.country.as_ref().map(letters)
    }

    /// Returns the sectors, from the general to the particular.
    pub fn sectors(&self) -> impl Iterator<Item = &str> {
        self.sectors.iter().map(letters)
    }

    /// Returns whether one of the sectors is `sector`.
    pub fn has_sector(&self, sector: &str) -> bool {
        self.sectors().any(|s| s == sector)
    }

    /// Returns whether nothing is known: neither country nor sector.
    pub fn is_empty(&self) -> bool {
        self.country.is_none() && self.sectors.is_empty()
    }

    /// Returns this code with the country of `other` where it has none of its own.
    pub fn with_country_of(mut self, other: &ActorCode) -> ActorCode {
        self.country = self.country.or(other.country);
        self
    }

    /// Returns this code with those sectors of `other` behind its own that it has not, but for `but`: Druze rebels are
    /// rebels, and Druze.
    pub fn and_sectors_of(mut self, other: &ActorCode, but: impl Fn(&str) -> bool) -> ActorCode {
        for sector in &other.sectors {
            if !self.sectors.contains(sector) && !but(letters(sector)) {
                self.sectors.push(*sector);
            }
        }
        self
    }

    /// Returns this code with the sectors of `other` in place of its own.
    pub fn with_sectors_of(mut self, other: &ActorCode) -> ActorCode {
        self.sectors.clone_from(&other.sectors);
        self
    }
}

fn letters(part: &Part) -> &str {
    std::str::from_utf8(part).unwrap_or_default()
}

impl fmt::Display for ActorCode {
    /// Writes the parts joined, as the field does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.country().into_iter().chain(self.sectors()).try_for_each(|part| f.write_str(part))
    }
}

impl fmt::Debug for ActorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What kind of actor it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKind {
    /// One person.
    Person,
    /// A state as a whole.
    State,
    /// A government or one of its organs.
    Government,
    /// An organization.
    Organization,
    /// An army, militia, rebel or terrorist group.
    ArmedGroup,
    /// People described by what they are or do: "protesters".
    Group,
    /// A place that is acted upon.
    Place,
}

impl ActorKind {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            ActorKind::Person => "person",
            ActorKind::State => "state",
            ActorKind::Government => "government",
            ActorKind::Organization => "organization",
            ActorKind::ArmedGroup => "armed-group",
            ActorKind::Group => "group",
            ActorKind::Place => "place",
        }
    }

    /// Reads the name used in records and in knowledge files.
    pub fn from_name(name: &str) -> Option<ActorKind> {
        use ActorKind::*;
        [Person, State, Government, Organization, ArmedGroup, Group, Place]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// Words of an article that mean an actor, and who it is on that day.
#[derive(Debug, Clone, PartialEq)]
pub struct ActorMention {
    /// The words.
    pub span: Span,
    /// The name by which the actor is known: from knowledge, or the words themselves for a person not known.
    pub name: Option<String>,
    /// The code; empty where the text does not support one.
    pub code: ActorCode,
    /// What kind of actor it is.
    pub kind: ActorKind,
    /// The role held on that day, as one would write it: "President of Russia".
    pub role: Option<String>,
    /// The Wikidata item.
    pub wikidata: Option<String>,
    /// The words that this pronoun or description stands for.
    pub antecedent: Option<Span>,
    /// Whether the actor is not said but follows (the owner of a shelled town).
    pub implied: bool,
    /// How the code came about: "Vladimir Putin, President of Russia on 2016-07-06".
    pub why: String,
}

impl ActorMention {
    /// Returns whether two mentions are the same words for the same actor. One description may stand for several:
    /// "the two presidents".
    pub fn is_same(&self, other: &ActorMention) -> bool {
        self.span == other.span && self.name == other.name && self.code == other.code
    }
}
