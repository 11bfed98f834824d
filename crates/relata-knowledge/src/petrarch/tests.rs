use std::collections::BTreeSet;
use std::io::Read;
use std::path::PathBuf;

use jiff::civil::{Date, date};
use relata_doc::ActorKind;

use super::*;
use crate::{Actor, Files, Meaning, Slot, Word};

/// Knowledge as built in, with dictionaries on top.
fn with(dictionaries: &[(&str, &str)]) -> Knowledge {
    let mut knowledge = Knowledge::built_in().clone();
    let texts = dictionaries.iter().map(|(name, text)| (format!("{FOLDER}{name}"), (*text).to_owned()));
    knowledge.files = Files::from_texts(texts);
    lay_over(&mut knowledge);
    knowledge
}

fn remarks(knowledge: &Knowledge) -> String {
    knowledge.imported.remarks.iter().map(|remark| format!("{remark}\n")).collect()
}

fn actor<'a>(knowledge: &'a Knowledge, name: &str) -> Option<&'a Actor> {
    knowledge.world.meanings(name).into_iter().find_map(|meaning| match meaning {
        Meaning::Actor(id) => Some(knowledge.world.actor(id)),
        _ => None,
    })
}

fn codes(actor: &Actor, day: Date) -> String {
    let held = actor.roles.iter().filter(|role| role.held_on(day));
    held.map(|role| role.code.to_string()).collect::<Vec<_>>().join(" ")
}

fn senses<'a>(knowledge: &'a Knowledge, verb: &str) -> Vec<&'a crate::Sense> {
    knowledge.lexicon.senses_of(Word::Verb, verb).filter(|sense| sense.both).collect()
}

const ACTORS: &str = "\
# Actors of a play
RUDOLF_ELPHBERG_  ; the king
+KING_ELPHBERG_
\t[ROUGOV 940101-991231]
\t[ROUOPP >991231]
\t[ROUELI]
NATIONAL_VINEYARD_UNION_(NVU)_ [ROULAB]
+NVUX
LEAGUE_OF_BLACK_MICHAEL
\t[ROUREB >22000101]
\t[ROUREB]
LOST_NAME
";

#[test]
fn actors_hold_their_codes_on_their_days() {
    let knowledge = with(&[("play.actors.txt", ACTORS)]);
    let king = actor(&knowledge, "Rudolf Elphberg").unwrap();
    assert_eq!((king.name.as_str(), king.kind), ("Rudolf Elphberg", ActorKind::Person));
    for (day, code) in [
        (date(1993, 12, 31), "ROUELI"),
        (date(1994, 1, 1), "ROUGOV"),
        (date(1999, 12, 30), "ROUGOV"),
        (date(1999, 12, 31), "ROUOPP"),
        (date(2020, 1, 1), "ROUOPP"),
    ] {
        assert_eq!(codes(king, day), code, "{day}");
    }
    assert_eq!(knowledge.world.with_surname("Elphberg").len(), 1);
    let union = actor(&knowledge, "National Vineyard Union").unwrap();
    assert_eq!(union.kind, ActorKind::Organization);
    assert!(actor(&knowledge, "NVU").is_some() && actor(&knowledge, "Nvu").is_none());
    assert_eq!(actor(&knowledge, "League of Black Michael").unwrap().kind, ActorKind::ArmedGroup);
}

#[test]
fn what_is_not_taken_is_told_by_line_with_a_remedy() {
    let knowledge = with(&[("play.actors.txt", ACTORS)]);
    let told = remarks(&knowledge);
    assert!(told.contains("play.actors.txt:10: \"22000101\" is a day in the year 2200"), "{told}");
    assert!(told.contains("play.actors.txt:12: \"LOST_NAME\" has no code\n  Give it a code"), "{told}");
    let account = &knowledge.imported.dictionaries[0];
    assert_eq!(
        account.to_string(),
        "play.actors.txt: 12 lines: 9 taken, 0 taken in part, 2 reported, 1 empty or comments"
    );
}

#[test]
fn a_state_keeps_its_names_and_gains_others() {
    let text = "NORWAY_ [NOR]\n+NORWEGIAN_\n+LAND_OF_THE_TEST_FJORD\n+BERGEN_\n+SWEDEN_\nROMANIA_ [ROM]\nTEST_MINISTRY_ [ROMGOV]\n";
    let knowledge = with(&[("countries.txt", text)]);
    let norway = knowledge.world.meanings("Norway");
    assert_eq!(knowledge.world.meanings("Land of the Test Fjord"), norway);
    assert!(!knowledge.world.meanings("Norwegian").contains(&norway[0]));
    assert!(!knowledge.world.meanings("Bergen").contains(&norway[0]));
    let told = remarks(&knowledge);
    assert!(told.contains("countries.txt:5: \"Sweden\" belongs to SWE here"), "{told}");
    assert!(told.contains("countries.txt:6: ROM is read as ROU"), "{told}");
    let ministry = actor(&knowledge, "Test Ministry").unwrap();
    assert_eq!(codes(ministry, date(2020, 1, 1)), "ROUGOV");
    assert_eq!(ministry.roles[0].code.country(), Some("ROU"));
}

#[test]
fn codes_of_peoples_are_not_read_as_those_of_states() {
    let text = "# actor file of ethnic groups codes\nTESTONESE_ [ARG]\nTESTACHES_ [TQA]\n";
    let knowledge = with(&[("peoples.txt", text)]);
    assert!(actor(&knowledge, "Testonese").is_none());
    assert!(
        remarks(&knowledge).contains("peoples.txt:2: ARG is the code of Argentina here"),
        "{}",
        remarks(&knowledge)
    );
    let people = actor(&knowledge, "Testaches").unwrap();
    assert_eq!((people.kind, people.roles[0].code.country()), (ActorKind::Group, None));
}

#[test]
fn a_dictionarys_dates_win_and_titles_stay() {
    let built_in = Knowledge::built_in();
    let known = actor(built_in, "Vladimir Putin").unwrap();
    let day = date(2014, 5, 1);
    let title = known.roles.iter().find(|role| role.held_on(day)).unwrap().title.clone();
    assert!(title.is_some());
    let text = "VLADIMIR_PUTIN_ [RUSELI]\n\t[RUSGOVMIL 140101-141231]\n\t[RUSOPP 200101-200131]\n";
    let knowledge = with(&[("x.actors", text)]);
    let putin = actor(&knowledge, "Vladimir Putin").unwrap();
    let on = |day| putin.roles.iter().filter(move |role| role.held_on(day)).collect::<Vec<_>>();
    assert_eq!((codes(putin, day).as_str(), &on(day)[0].title), ("RUSGOVMIL", &title));
    assert_eq!(codes(putin, date(2020, 1, 15)), "RUSOPP");
    assert_eq!(codes(putin, date(2020, 2, 1)), "RUSGOV");
    assert_eq!(codes(putin, date(1970, 1, 1)), "RUSELI");
    let days = relata_doc::Days::UNKNOWN;
    assert!(
        knowledge
            .world
            .holders("RUS", "head-of-state", &days)
            .any(|(id, _)| knowledge.world.actor(id).name == putin.name)
    );
}

#[test]
fn agents_are_taken_with_plurals_and_sets() {
    let text = "!BODY! = GUARD, GUARDS\nTESTKEEPER [~OPP] # words\nVINE!BODY! [~COP]\nMAYOR_OF_TEST {MAYORS_OF_TEST} [~GOV]\n\
                NO_TILDE [GOV]\nTESTGOOD [NGO~]\nPROTESTER [~REB]\n";
    let knowledge = with(&[("agents.txt", text)]);
    let code = |noun: &str| knowledge.agents.noun(noun).map(|agent| agent.code.to_string());
    assert_eq!(code("testkeeper").as_deref(), Some("OPP"));
    assert_eq!(code("vineguards").as_deref(), Some("COP"));
    assert_eq!(code("mayors of test").as_deref(), Some("GOV"));
    assert_eq!(code("protester").as_deref(), Some("REB"));
    assert_eq!(code("no tilde"), None);
    let told = remarks(&knowledge);
    assert!(
        told.contains("agents.txt:5: [GOV] has no ~")
            && told.contains("agents.txt:6: \"NGO\" is to stand before"),
        "{told}"
    );
}

const VERBS: &str = "\
&CARGO
+GRAIN
+SEED_CORN

---  TESTIFY   [010]  ---
ZUMBLE {ZUMBLES ZUMBLED} # words
+ZAP_OUT {+ZAPS_OUT} [190]
- * &CARGO (TO +)                 [073]   # ZUMBLE
- POLICE * {PEACE PLANS}          [1241]
- * OFF TALK                      [164:164]
- * (BEFORE COURT)                [:173]
- * (TO)                          [042:043]
- * PLOUGH                        [---]
- * (BY/WITH FORCE)               [190]
- * FRUIT                         [999]
- % * FRUIT                       [010]
- * &NOTHING                      [010]
~ a (a b ATTACK) SAY = a b 015
";

#[test]
fn verb_patterns_become_senses() {
    let knowledge = with(&[("my.verbs.txt", VERBS)]);
    let all = senses(&knowledge, "zumble");
    let at = |line: usize| all.iter().find(|sense| sense.place == ("my.verbs.txt".to_owned(), line)).copied();
    let words = |sense: &crate::Sense, slot: Slot| {
        let condition = sense.conditions.iter().find(|condition| condition.slot == slot && condition.wanted);
        condition.map(|condition| condition.lemmas.iter().cloned().collect::<Vec<_>>().join(", "))
    };
    let to = || Slot::Preposition("to".to_owned());

    let cargo = at(8).unwrap();
    assert_eq!((cargo.id.as_str(), cargo.code.as_str()), ("my.verbs/8", "073"));
    assert!(words(cargo, Slot::Object).unwrap().contains("grain"));
    assert_eq!((words(cargo, to()).as_deref(), &cargo.target[0]), (Some(""), &to()));

    let plans = at(9).unwrap();
    assert_eq!(words(plans, Slot::Subject).as_deref(), Some("police"));
    assert!(words(plans, Slot::Object).unwrap().contains("peace plan"));

    let talk = at(10).unwrap();
    assert!(talk.reciprocal && talk.particle.as_deref() == Some("off"));

    let court = at(11).unwrap();
    assert_eq!((court.target.as_slice(), &court.source[0]), ([Slot::Subject].as_slice(), &Slot::Object));

    // The bare verb is not coded with the words of a pattern without a code.
    let bare = all.iter().find(|sense| sense.conditions.iter().all(|condition| !condition.wanted)).unwrap();
    assert!(bare.conditions.iter().any(|condition| !condition.wanted && condition.lemmas.contains("plough")));
    assert!(senses(&knowledge, "zap").iter().any(|sense| sense.particle.as_deref() == Some("out")));

    let told = remarks(&knowledge);
    for line in [12, 14, 15, 16, 17, 18] {
        assert!(told.contains(&format!("my.verbs.txt:{line}: ")), "{line}: {told}");
    }
    let account = &knowledge.imported.dictionaries[0];
    assert_eq!((account.refused, account.comments), (5, 1), "{told}");
}

#[test]
fn lists_that_no_layer_can_hold_are_told_as_a_whole() {
    let issues = "<ISSUE CATEGORY=\"X\">\nn:school [SCHOOLS]\nn:pupil [PUPILS]\n</ISSUE>\n";
    let discards = "+TEST CUP\nTEST LEAGUE_\nBALLGAME\n";
    let knowledge =
        with(&[("d.txt", discards), ("i.txt", issues), ("n.txt", "Some notes.\n"), ("z.txt.gz", "")]);
    let told = remarks(&knowledge);
    for part in [
        "d.txt: it is a list of discards",
        "i.txt: it is a list of issues",
        "n.txt: it is no dictionary",
        "z.txt.gz: it is packed",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

/// The dictionaries of PETRARCH, where they lie beside the project: they are no part of it.
#[expect(
    clippy::disallowed_methods,
    reason = "a test is an edge: the environment says where data outside the project lies"
)]
fn published() -> Option<Vec<(String, String)>> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let shared = std::env::var("RELATA_SHARED").unwrap_or_else(|_| beside.to_owned());
    let folder = PathBuf::from(shared).join("data/petrarch_dictionaries");
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).ok()? {
        let path = entry.ok()?.path();
        let name = path.file_name()?.to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(".gz") {
            let mut text = Vec::new();
            flate2::read::MultiGzDecoder::new(std::fs::File::open(&path).ok()?)
                .read_to_end(&mut text)
                .ok()?;
            texts.push((name.to_owned(), String::from_utf8_lossy(&text).into_owned()));
        } else if may_be_dictionary(&path) {
            texts.push((name, read_text(&path).ok()?));
        }
    }
    texts.sort();
    Some(texts)
}

#[test]
#[allow(clippy::print_stdout)]
fn the_published_dictionaries_are_accounted_for_line_by_line() {
    let Some(texts) = published() else { return };
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let knowledge = with(&texts);
    for dictionary in &knowledge.imported.dictionaries {
        println!("{dictionary}");
        let parts = dictionary.comments + dictionary.taken + dictionary.in_part + dictionary.refused;
        assert_eq!(parts, dictionary.lines, "{}", dictionary.file);
    }
    let verbs: Vec<&str> =
        texts.iter().filter(|(name, _)| name.starts_with("CAMEO.2")).map(|(_, text)| *text).collect();
    for text in verbs {
        let is_pattern = |line: &str| line.trim_start().starts_with('-') && !line.starts_with("---");
        let patterns: Vec<usize> =
            (1..).zip(text.lines()).filter(|(_, line)| is_pattern(line)).map(|(i, _)| i).collect();
        let of_verbs = |remark: &&Fault| remark.file.starts_with("CAMEO.2");
        let told: BTreeSet<usize> =
            knowledge.imported.remarks.iter().filter(of_verbs).filter_map(|remark| remark.line).collect();
        let reported = patterns.iter().filter(|line| told.contains(line)).count();
        println!("patterns: {}, taken whole: {}", patterns.len(), patterns.len() - reported);
        assert!(reported * 10 < patterns.len());
    }
    let minister = actor(&knowledge, "Abdullah Wardak").unwrap();
    assert_eq!(codes(minister, date(2004, 6, 1)), "AFGGOV");
    assert!(actor(&knowledge, "Afghan National Army").is_some());
    assert!(actor(&knowledge, "Armed Islamic Group").is_some());
    assert!(actor(&knowledge, "World Health Organization").is_some());
}
