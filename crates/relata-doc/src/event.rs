//! Who did what to whom?

use crate::{
    ActorMention, CameoCode, Days, Figure, GoldsteinScore, PlaceMention, PloverQuad, PloverType, QuadClass,
    Span,
};

/// One clause's report of an event: actors, action, time and place are bound by that clause's own grammar.
#[derive(Debug, Clone, PartialEq)]
pub struct EventMention {
    /// The sentence, as an index into the parse.
    pub sentence: usize,
    /// Who did it; empty where nobody is named.
    pub source: Vec<ActorMention>,
    /// To whom; empty where nobody is named.
    pub target: Vec<ActorMention>,
    /// What was done.
    pub action: Action,
    /// What the report says of the act.
    pub status: Status,
    /// Whether the clause says that it happened or that it did not.
    pub polarity: Polarity,
    /// What the mention is to today's news.
    pub report: Report,
    /// When.
    pub time: Days,
    /// The words that tell when.
    pub time_words: Option<Span>,
    /// Where.
    pub place: Option<PlaceMention>,
    /// According to whom; the innermost speaker first.
    pub attribution: Vec<Attribution>,
    /// Counts bound to this clause.
    pub figures: Vec<Figure>,
    /// From 0 to 1.
    pub confidence: f32,
    /// Why it was coded.
    pub evidence: Vec<Evidence>,
    /// The event of this page that the mention reports, as an index into the document's events.
    pub event: usize,
}

/// What was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// The words: verb, particle, event noun.
    pub span: Span,
    /// CAMEO code.
    pub cameo: CameoCode,
    /// Its label in the codebook.
    pub label: String,
    /// PLOVER type; none for plain statements.
    pub plover: Option<PloverType>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Goldstein score.
    pub goldstein: GoldsteinScore,
}

impl Action {
    /// Returns CAMEO's quad class.
    pub fn quad_class(&self) -> QuadClass {
        self.cameo.quad_class()
    }

    /// Returns PLOVER's quad class, where the act has a PLOVER type.
    pub fn plover_quad(&self) -> Option<PloverQuad> {
        self.plover.map(PloverType::quad)
    }
}

/// What the report says of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It happened.
    Actual,
    /// The words withhold belief.
    Alleged,
    /// The content of a denial.
    Denied,
    /// The content of an appeal or a demand.
    Requested,
    /// The content of a threat.
    Threatened,
    /// A stated intention.
    Planned,
    /// A condition, a question, a fear.
    Hypothetical,
}

impl Status {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            Status::Actual => "actual",
            Status::Alleged => "alleged",
            Status::Denied => "denied",
            Status::Requested => "requested",
            Status::Threatened => "threatened",
            Status::Planned => "planned",
            Status::Hypothetical => "hypothetical",
        }
    }
}

/// Whether the clause says that it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Polarity {
    /// It did.
    Positive,
    /// It did not.
    Negative,
}

impl Polarity {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            Polarity::Positive => "positive",
            Polarity::Negative => "negative",
        }
    }
}

/// What a mention is to today's news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Report {
    /// The news itself.
    New,
    /// What followed an earlier event.
    FollowUp,
    /// An earlier event, told again.
    Background,
    /// An earlier event, remembered.
    Anniversary,
    /// An earlier event, before a court.
    Trial,
}

impl Report {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            Report::New => "new",
            Report::FollowUp => "follow-up",
            Report::Background => "background",
            Report::Anniversary => "anniversary",
            Report::Trial => "trial",
        }
    }
}

/// According to whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Who says so; none where the words name nobody ("reportedly").
    pub speaker: Option<ActorMention>,
    /// The words that attribute: "said", "According to".
    pub cue: Span,
    /// Whether the speaker's own words are quoted.
    pub direct: bool,
}

/// Why a mention, or a part of it, was coded.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The rule: a word sense ("accuse/blame") or a step of the coder ("time/clause").
    pub rule: String,
    /// The words it rests on.
    pub span: Span,
    /// In a reader's words.
    pub note: String,
}

/// One event of a page, told by one or more mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its mentions, as indices into the document's mentions, in the order of the text.
    pub mentions: Vec<usize>,
}
