//! What does the coder say of bullets of news whose kind and states are known?
//!
//! The portal of current events sorts its bullets by kind and links who and what they speak of. Each is coded as a page of
//! its day. Sport and the arts ought to have no violence, coercion, threat or mobilization; an armed conflict an attack or
//! coercion in a state that is linked; international relations an act between two that are linked. Of conflicts only bullets
//! that link a state are asked, of relations those that link two states or organizations of states.
//!
//! Every second bullet is for reading (`--misses`); of the others the figures alone are told, so that they show whether what
//! was learned on the first holds elsewhere. A false alarm stays one where the bullet does tell of violence: a fight in a
//! stadium, an arrested director.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;
use relata::doc::{ActorCode, EventMention, PloverType, Polarity, Status};
use relata::{Files, Pipeline};
use relata_knowledge::{Knowledge, Meaning, PlaceKind};

use crate::shared::Bullet;
use crate::{Floors, resolve, shared};

/// What is asked of a bullet, by its heading.
struct Question {
    name: &'static str,
    headings: &'static [&'static str],
    /// Returns the answer, and none where the bullet cannot be asked.
    ask: fn(&Linked, &[EventMention]) -> Option<bool>,
    /// Whether the share of "yes" is to be small.
    is_fault: bool,
    /// The least share that is right.
    floor: f64,
}

const QUESTIONS: [Question; 3] = [
    Question {
        name: "sport and arts: false alarms",
        headings: &["sports", "arts and culture"],
        ask: |_, mentions| Some(mentions.iter().any(is_alarm)),
        is_fault: true,
        floor: 0.965,
    },
    Question {
        name: "conflicts: violence or coercion with a linked state",
        headings: &["armed conflicts and attacks", "attacks and armed conflicts"],
        ask: |linked, mentions| {
            let told = |mention: &EventMention| is_done(mention, &VIOLENCE) && linked.has_a_state(mention);
            (!linked.states.is_empty()).then(|| mentions.iter().any(told))
        },
        is_fault: false,
        floor: 0.59,
    },
    Question {
        name: "relations: an act between two that are linked",
        headings: &["international relations"],
        ask: |linked, mentions| {
            let told = |mention: &EventMention| linked.has_both_sides(mention);
            (linked.states.len() + linked.organizations.len() > 1).then(|| mentions.iter().any(told))
        },
        is_fault: false,
        floor: 0.565,
    },
];

const VIOLENCE: [PloverType; 2] = [PloverType::Assault, PloverType::Coerce];
const ALARMS: [PloverType; 4] =
    [PloverType::Assault, PloverType::Coerce, PloverType::Threaten, PloverType::Mobilize];

fn is_alarm(mention: &EventMention) -> bool {
    mention.status == Status::Actual && mention.action.plover.is_some_and(|kind| ALARMS.contains(&kind))
}

fn is_done(mention: &EventMention, kinds: &[PloverType]) -> bool {
    mention.status == Status::Actual
        && mention.polarity == Polarity::Positive
        && mention.action.plover.is_some_and(|kind| kinds.contains(&kind))
}

pub(crate) fn report(misses: Option<usize>, folder: Option<&Path>) -> anyhow::Result<Floors> {
    let pipeline = match folder {
        None => Pipeline::built_in()?,
        Some(folder) => {
            let files = Files::with_folder(folder).map_err(|faults| {
                anyhow::anyhow!(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
            })?;
            Pipeline::new(files, None)?
        }
    };
    let bullets = shared::bullets()?;
    let asked: Vec<(&Bullet, &Question)> = bullets
        .iter()
        .filter_map(|bullet| {
            let heading = bullet.heading.to_lowercase();
            let question = QUESTIONS.iter().find(|question| question.headings.contains(&&*heading))?;
            Some((bullet, question))
        })
        .collect();
    let bar = bar(asked.len());
    let answers: Vec<Option<(bool, String)>> = asked
        .par_iter()
        .map(|(bullet, question)| {
            bar.inc(1);
            // "2025 U.S. Open" alone is the heading of what stands beneath it.
            if bullet.links.iter().any(|(at, _)| at.len() == bullet.text.trim().len()) {
                return None;
            }
            let linked = Linked::new(pipeline.knowledge(), bullet);
            let document = pipeline.code(&resolve::page(&bullet.text, bullet.day));
            let mentions = &document.event_mentions;
            let answer = (question.ask)(&linked, mentions)?;
            let told: String = mentions.iter().map(|mention| tell(mention, document.text.as_str())).collect();
            Some((answer, format!("{}\t{}\n\tlinked {linked}\n{told}", bullet.day, bullet.text)))
        })
        .collect();
    bar.finish_and_clear();
    let mut floors = Floors::default();
    for question in &QUESTIONS {
        let mut halves = [(0, 0); 2];
        let (mut left_out, mut to_print) = (0, misses.unwrap_or(0));
        let of_question = asked.iter().zip(&answers).filter(|((_, one), _)| one.name == question.name);
        for (number, (_, answer)) in of_question.enumerate() {
            let Some((answer, told)) = answer else {
                left_out += 1;
                continue;
            };
            let (is_for_reading, is_miss) = (number % 2 == 0, *answer == question.is_fault);
            let half = &mut halves[number % 2];
            *half = (half.0 + usize::from(*answer), half.1 + 1);
            if is_miss && is_for_reading && to_print > 0 {
                to_print -= 1;
                println!("{told}");
            }
        }
        let [read, unread] = halves;
        let all = (read.0 + unread.0, read.1 + unread.1);
        let share = |(some, all): (usize, usize)| some as f64 / all.max(1) as f64;
        println!(
            "{}: {} of {}  {:.4}; for reading {} of {}  {:.4}, unread {} of {}  {:.4}; {left_out} cannot be asked",
            question.name,
            all.0,
            all.1,
            share(all),
            read.0,
            read.1,
            share(read),
            unread.0,
            unread.1,
            share(unread),
        );
        let right = if question.is_fault { 1.0 - share(all) } else { share(all) };
        floors.add(question.name, right, question.floor);
    }
    Ok(floors)
}

fn bar(bullets: usize) -> indicatif::ProgressBar {
    if !std::io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let style = indicatif::ProgressStyle::with_template(
        "{bar:40.cyan} {human_pos} of {human_len} bullets  {elapsed}",
    );
    let bar = indicatif::ProgressBar::new(bullets as u64);
    bar.set_style(style.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar()));
    bar
}

/// Writes a mention in a line, for people.
fn tell(mention: &EventMention, text: &str) -> String {
    let side = |actors: &[relata::doc::ActorMention]| {
        let codes: Vec<String> = actors
            .iter()
            .map(|actor| format!("{} \"{}\"", actor.code, &text[actor.span.start()..actor.span.end()]))
            .collect();
        codes.join(", ")
    };
    let action = &mention.action;
    format!(
        "\t{} {} {} \"{}\" [{}] > [{}] in {} by {}\n",
        action.plover.map_or("-", PloverType::name),
        mention.status.name(),
        mention.polarity.name(),
        &text[action.span.start()..action.span.end()],
        side(&mention.source),
        side(&mention.target),
        mention.place.as_ref().map_or("-", |place| place.country.as_deref().unwrap_or("?")),
        mention.evidence.first().map_or("-", |evidence| &evidence.rule),
    )
}

/// The states and organizations of states that a bullet links.
#[derive(Default)]
struct Linked {
    states: BTreeSet<String>,
    /// By code: "IGOUNO".
    organizations: BTreeSet<String>,
}

impl std::fmt::Display for Linked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.states.iter().chain(&self.organizations).try_for_each(|code| write!(f, "{code} "))
    }
}

impl Linked {
    fn new(knowledge: &Knowledge, bullet: &Bullet) -> Linked {
        let mut linked = Linked::default();
        for (at, title) in &bullet.links {
            // "Georgia (country)" is told from "Georgia (U.S. state)" by what stands behind.
            let (title, kind) = title.split_once(" (").unwrap_or((title, ""));
            let kind = kind.trim_end_matches(')');
            let is_state = kind.is_empty() || kind == "country";
            if !is_state {
                linked.add_named_in(knowledge, kind, bullet.day, true);
            }
            let words = &bullet.text[at.clone()];
            linked.add_named_in(knowledge, title, bullet.day, is_state);
            linked.add_named_in(knowledge, words, bullet.day, is_state);
            // A page's title always has a capital: "Police" is no town in Poland.
            if words.starts_with(char::is_uppercase) && knowledge.world.meanings(words).is_empty() {
                linked.add_place(knowledge, words);
            }
        }
        linked
    }

    /// Adds whom the longest names in the words mean: "Israel Defense Forces", else the state of "Israeli airstrikes".
    fn add_named_in(&mut self, knowledge: &Knowledge, words: &str, day: Date, is_state: bool) {
        let words: Vec<&str> = words
            .split([' ', '–', '(', ')', '"'])
            .map(|word| word.trim_end_matches("'s").trim_end_matches("’s").trim_matches([',', ';', ':']))
            .filter(|word| !word.is_empty())
            .collect();
        let mut from = 0;
        while from < words.len() {
            let longest = (from + 1..=words.len())
                .rev()
                .find(|&to| self.add(knowledge, &words[from..to].join(" "), day, is_state));
            // "Guinea-Bissau" is one name, "US-Iran" two.
            if longest.is_none() && words[from].contains('-') {
                words[from].split('-').for_each(|part| _ = self.add(knowledge, part, day, is_state));
            }
            from = longest.unwrap_or(from + 1);
        }
    }

    /// Adds whom a name means, and returns whether it is a name.
    fn add(&mut self, knowledge: &Knowledge, name: &str, day: Date, is_state: bool) -> bool {
        if !name.starts_with(char::is_uppercase) && !name.contains(char::is_uppercase) {
            return false;
        }
        let world = &knowledge.world;
        let meanings = world.meanings(name);
        for meaning in &meanings {
            match meaning {
                Meaning::State(id) | Meaning::Adjective(id) | Meaning::People(id) | Meaning::Seat(id, _)
                    if is_state =>
                {
                    self.add_code(&world.state_code(*id));
                }
                Meaning::Region(id) => self.add_code(&world.region_code(*id)),
                Meaning::Actor(id) => {
                    let roles = world.actor(*id).roles.iter().filter(|role| role.held_on(day));
                    roles.for_each(|role| self.add_code(&role.code));
                }
                _ => {}
            }
        }
        !meanings.is_empty() || (name.contains(' ') && self.add_place(knowledge, name))
    }

    /// Adds the state of a place where all of its name lie in one, and returns whether it is a place's name.
    fn add_place(&mut self, knowledge: &Knowledge, name: &str) -> bool {
        let places = knowledge.places.named(name);
        // Towns of one name lie in many states.
        let is_large = |place: &&relata_knowledge::Place| place.kind != PlaceKind::Town;
        let has_large = places.iter().any(|place| is_large(&place));
        let meant = places.iter().filter(|place| !has_large || is_large(place));
        let states: BTreeSet<&str> = meant.filter_map(relata_knowledge::Place::country).collect();
        if let (1, Some(state)) = (states.len(), states.first()) {
            self.states.insert((*state).to_owned());
        }
        !places.is_empty()
    }

    fn add_code(&mut self, code: &ActorCode) {
        match (code.country(), organization(code)) {
            (Some(state), _) => _ = self.states.insert(state.to_owned()),
            (None, Some(code)) => _ = self.organizations.insert(code),
            _ => {}
        }
    }

    fn has_a_state(&self, mention: &EventMention) -> bool {
        let actors = mention.source.iter().chain(&mention.target).filter_map(|actor| actor.code.country());
        let place = mention.place.as_ref().and_then(|place| place.country.as_deref());
        actors.chain(place).any(|state| self.states.contains(state))
    }

    fn has_both_sides(&self, mention: &EventMention) -> bool {
        let is_linked = |code: &ActorCode| match code.country() {
            Some(state) => self.states.contains(state),
            // An organ counts as its organization.
            None => organization(code).is_some_and(|code| {
                self.organizations.iter().any(|known| known.starts_with(&code) || code.starts_with(known))
            }),
        };
        [&mention.source, &mention.target].iter().all(|side| side.iter().any(|actor| is_linked(&actor.code)))
    }
}

/// Returns the code of an organization of states that is more than that it is one.
fn organization(code: &ActorCode) -> Option<String> {
    (code.has_sector("IGO") && code.sectors().count() > 1).then(|| code.to_string())
}
