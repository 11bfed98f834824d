//! Who, where and when is spoken of?

use crate::{ActorMention, Days, Span};

/// What a document speaks of: names, times, places, quotes, figures, and which words mean the same.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mentions {
    /// Names, in order.
    pub entities: Vec<Entity>,
    /// Time expressions, in order.
    pub times: Vec<TimeExpression>,
    /// Place names, in order.
    pub places: Vec<PlaceMention>,
    /// Quoted words, in order.
    pub quotes: Vec<Quote>,
    /// Numbers of people, money …, in order.
    pub figures: Vec<Figure>,
    /// Chains of spans that mean the same.
    pub coreference: Vec<Vec<Span>>,
}

/// A name.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The words.
    pub span: Span,
    /// What kind of name it is.
    pub entity_type: EntityType,
    /// Who it is, where that is known.
    pub actor: Option<ActorMention>,
}

/// The kinds of names. Countries and cities are [`EntityType::Loc`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityType {
    /// A person.
    Per,
    /// An organization.
    Org,
    /// A place.
    Loc,
    /// A nationality, religious or political group: "Iranian".
    Norp,
}

impl EntityType {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            EntityType::Per => "PER",
            EntityType::Org => "ORG",
            EntityType::Loc => "LOC",
            EntityType::Norp => "NORP",
        }
    }
}

/// The four types of TIMEX3 (ISO-TimeML).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeType {
    /// A calendar time: a day, a month, a year.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A repeated time.
    Set,
}

impl TimeType {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            TimeType::Date => "DATE",
            TimeType::Time => "TIME",
            TimeType::Duration => "DURATION",
            TimeType::Set => "SET",
        }
    }
}

/// Words that tell a time, and the days they mean.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeExpression {
    /// The words.
    pub span: Span,
    /// TIMEX3 type.
    pub time_type: TimeType,
    /// TIMEX3 value: `2016-07-06`, `2014`, `PXD`; what is not known is written with X.
    pub value: String,
    /// The days meant, as far as they are known.
    pub days: Days,
    /// How the days were found: "the Wednesday on or before the report".
    pub why: String,
    /// Whether the words name an event and not a time ("the Vilnius summit"): what is told beside it need not have happened
    /// in its days.
    pub is_event: bool,
}

/// Words that name a place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceMention {
    /// The words.
    pub span: Span,
    /// The place's usual name.
    pub name: String,
    /// The country's three letters.
    pub country: Option<String>,
    /// The first-level division.
    pub admin1: Option<String>,
    /// Degrees north; none where the place is a country or a region.
    pub lat: Option<f64>,
    /// Degrees east; none where the place is a country or a region.
    pub lon: Option<f64>,
    /// The GeoNames number.
    pub geonames: Option<u32>,
    /// How exact the place is; the coarsest where nobody knows what it is.
    pub precision: PlacePrecision,
}

/// How exact a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlacePrecision {
    /// A country or a region of several.
    Country,
    /// A first-level division or a region within a country.
    Admin1,
    /// A second-level division.
    Admin2,
    /// A town.
    City,
    /// A point.
    Point,
}

impl PlacePrecision {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            PlacePrecision::Country => "country",
            PlacePrecision::Admin1 => "admin1",
            PlacePrecision::Admin2 => "admin2",
            PlacePrecision::City => "city",
            PlacePrecision::Point => "point",
        }
    }
}

/// Words between quotation marks, the marks included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// Where.
    pub span: Span,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureKind {
    /// Dead.
    Killed,
    /// Injured.
    Injured,
    /// Missing.
    Missing,
    /// Driven from home.
    Displaced,
    /// Detained.
    Detained,
    /// Taking part in a protest.
    Protesters,
    /// Soldiers.
    Troops,
    /// An amount of money.
    Money,
}

impl FigureKind {
    /// All kinds.
    pub const ALL: &[FigureKind] = &[
        FigureKind::Killed,
        FigureKind::Injured,
        FigureKind::Missing,
        FigureKind::Displaced,
        FigureKind::Detained,
        FigureKind::Protesters,
        FigureKind::Troops,
        FigureKind::Money,
    ];

    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            FigureKind::Killed => "killed",
            FigureKind::Injured => "injured",
            FigureKind::Missing => "missing",
            FigureKind::Displaced => "displaced",
            FigureKind::Detained => "detained",
            FigureKind::Protesters => "protesters",
            FigureKind::Troops => "troops",
            FigureKind::Money => "money",
        }
    }

    /// Reads the name used in records.
    pub fn from_name(name: &str) -> Option<FigureKind> {
        FigureKind::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// A number of something that a report counts. An exact figure has `min == max`.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The words: "more than 9,200 people".
    pub span: Span,
    /// What is counted.
    pub kind: FigureKind,
    /// The least.
    pub min: Option<u64>,
    /// The most.
    pub max: Option<u64>,
}
