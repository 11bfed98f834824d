//! What do others' dictionaries say: those of PETRARCH, TABARI and Phoenix?
//!
//! # Others' dictionaries
//!
//! A folder of knowledge may hold dictionaries of actors, agents and verbs in the format that PETRARCH reads. They are laid
//! over what is built in; which of them a file is, its content tells. What a line says is taken, taken in part, or not
//! taken; of the last two a remark tells file, line, fact and remedy. Remarks never stop a run.
//!
//! ```text
//! ; actors                                 # agents                        # verbs
//! RURITANIA_ [RUR]                         PROTESTER [~OPP]                &AID
//! +KINGDOM_OF_RURITANIA                    CONGRESS!PERSON! [~LEG]         +RELIEF
//! RUDOLF_ELPHBERG_                         ATTORNEY_GENERAL                --- GIVE [070] ---
//!     [RURGOV 940101-991231]                   {ATTORNEYS_GENERAL} [~GOV]  GIVE {GAVE GIVEN}
//!     [RURELI]                                                             - * &AID (TO +) [073]
//! ```
//!
//! **Actors.** A name with a state's code alone is one more name of that state. Anything else is an actor with roles. A
//! code without a date holds where no dated one does. Both ends of an interval are in it, save that a day on which another
//! role of the entry begins belongs to that; where two lines hold on one day, the first does. Years of two digits up to 30
//! are of this century. The format tells nobody's kind: it is a person where the codes (`ELI`), a title before a name, or a
//! dated office under a name that is not mostly words of organizations and roles say so; else what the sectors say; else an
//! organization. A code that a dictionary gives to a state's own name (`ROM` for Romania) is read as that state's.
//!
//! **Agents.** Nouns with their sectors, without stems.
//!
//! **Verbs.** A pattern is a sense: words before the verb are its subject, words behind it its object, groups in parentheses
//! its prepositions, and a small word next to it its particle; `$` and `+` are slots. It is coded only where both source
//! and target are told, as PETRARCH does. `[110:110]` is reciprocal, `[:110]` turned round. A pattern with the code
//! `---` takes its words away from less particular senses.
//!
//! **Who wins.** Actors: what is dated comes before what is not; of two alike, the dictionary. A title and an office built
//! in stay where the dictionary gives a code of the same country and sector. Names of states, of their peoples and their
//! adjectives stay what they are. Agents: the dictionary. Verbs: the sense that asks for more words; of two that
//! ask for equally many, the dictionary's, even where the one built in also asks for kinds of actors.

mod actors;
mod agents;
mod verbs;

use std::fmt;
use std::path::Path;

use crate::Knowledge;
use crate::fault::Fault;

/// Where [`Files`](crate::Files) keeps dictionaries, apart from knowledge files of its own shape.
pub(crate) const FOLDER: &str = "dictionaries/";

/// What was taken from others' dictionaries, and what was not.
#[derive(Debug, Default, Clone)]
pub struct Imported {
    /// The dictionaries, in order of name.
    pub dictionaries: Vec<Dictionary>,
    /// Each line that was not taken, or not as a whole: where, why, and the remedy.
    pub remarks: Vec<Fault>,
}

/// How many lines of a dictionary were taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dictionary {
    /// The file, by its name under the knowledge folder.
    pub file: String,
    /// All lines.
    pub lines: usize,
    /// Lines that are empty or hold comments alone.
    pub comments: usize,
    /// Lines taken.
    pub taken: usize,
    /// Lines taken in part, with a remark.
    pub in_part: usize,
    /// Lines not taken, with a remark at them or at the line that they belong to.
    pub refused: usize,
}

impl fmt::Display for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} lines: {} taken, {} taken in part, {} reported, {} empty or comments",
            self.file,
            grouped(self.lines),
            grouped(self.taken),
            grouped(self.in_part),
            grouped(self.refused),
            grouped(self.comments)
        )
    }
}

impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for dictionary in &self.dictionaries {
            writeln!(f, "{dictionary}")?;
        }
        if self.dictionaries.len() > 1 {
            let sum = |count: fn(&Dictionary) -> usize| self.dictionaries.iter().map(count).sum();
            let all = Dictionary {
                file: "all dictionaries".to_owned(),
                lines: sum(|dictionary| dictionary.lines),
                comments: sum(|dictionary| dictionary.comments),
                taken: sum(|dictionary| dictionary.taken),
                in_part: sum(|dictionary| dictionary.in_part),
                refused: sum(|dictionary| dictionary.refused),
            };
            writeln!(f, "{all}")?;
        }
        Ok(())
    }
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Returns whether a file may be a dictionary, by its name.
pub(crate) fn may_be_dictionary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    [".txt", ".actors", ".agents", ".verbs", ".txt.gz"].iter().any(|ending| name.ends_with(ending))
}

/// Reads a dictionary's text; bytes that are no UTF-8 are read as Latin-1, as many dictionaries are old.
pub(crate) fn read_text(path: &Path) -> std::io::Result<String> {
    if path.extension().is_some_and(|extension| extension == "gz") {
        return Ok(String::new());
    }
    let bytes = std::fs::read(path)?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| error.into_bytes().iter().map(|&byte| char::from(byte)).collect()))
}

/// Which dictionary it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Actors,
    Agents,
    Verbs,
    Issues,
    Discards,
    Packed,
    Unknown,
}

impl Form {
    /// Tells a dictionary by what most of its lines look like.
    fn of(file: &str, lines: &[String]) -> Form {
        if file.ends_with(".gz") {
            return Form::Packed;
        }
        let (mut actors, mut agents, mut verbs, mut issues, mut plain) = (0, 0, 0, 0, 0);
        for line in lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()) {
            let code = line.split_once('[').map(|(_, rest)| rest.split(']').next().unwrap_or(rest));
            let is_event = |code: &str| {
                code.bytes().any(|b| b.is_ascii_digit() || b == b'-')
                    && code.bytes().all(|b| b.is_ascii_digit() || b":-".contains(&b))
            };
            match code {
                _ if line.starts_with("<ISSUE") => issues += 10,
                Some(code) if line.starts_with('-') && is_event(code) => verbs += 1,
                Some(code) if code.contains('~') => agents += 1,
                Some(code) if line.starts_with('n') && line[1..].starts_with(':') && !is_event(code) => {
                    issues += 1
                }
                Some(code) if !is_event(code) && !line.contains(char::is_lowercase) => actors += 1,
                None if line.starts_with('&') => verbs += 1,
                None => plain += 1,
                _ => {}
            }
        }
        let most = actors.max(agents).max(verbs).max(issues);
        match most {
            0 if plain > 0 => {
                let discard =
                    lines.iter().filter(|line| line.starts_with('+') || line.ends_with('_')).count();
                if discard * 20 > plain { Form::Discards } else { Form::Unknown }
            }
            0 => Form::Unknown,
            most if most == issues => Form::Issues,
            most if most == verbs => Form::Verbs,
            most if most == agents => Form::Agents,
            _ => Form::Actors,
        }
    }
}

/// Lays all dictionaries of the files over what is known.
pub(crate) fn lay_over(knowledge: &mut Knowledge) {
    let files = knowledge.files.clone();
    if files.under(FOLDER).next().is_none() {
        return;
    }
    let read: Vec<(&str, &str, Vec<String>, Form)> = files
        .under(FOLDER)
        .map(|(name, text)| {
            let file = name.trim_start_matches(FOLDER);
            let lines = without_comments(text);
            let form = Form::of(file, &lines);
            (file, text, lines, form)
        })
        .collect();
    let mut ledgers: Vec<Ledger> = read.iter().map(|(file, _, lines, _)| Ledger::new(file, lines)).collect();
    let of = |wanted: Form| read.iter().enumerate().filter(move |(_, source)| source.3 == wanted);

    let of_actors: Vec<actors::Source> = of(Form::Actors)
        .map(|(ledger, (_, text, lines, _))| actors::Source {
            ledger,
            lines,
            of_peoples: actors::is_of_peoples(text),
        })
        .collect();
    actors::lay_over(knowledge, &of_actors, &mut ledgers);
    for (i, (_, _, lines, _)) in of(Form::Agents) {
        agents::lay_over(&mut knowledge.agents, lines, &mut ledgers[i]);
    }
    for (i, (_, _, lines, _)) in of(Form::Verbs) {
        verbs::lay_over(&knowledge.ontology, &mut knowledge.lexicon, lines, &mut ledgers[i]);
    }
    for (i, (_, _, _, form)) in read.iter().enumerate() {
        match form {
            Form::Issues => ledgers[i].refuse_all(
                "it is a list of issues: no layer of knowledge holds topics of a story",
                "Match its words apart from Relata.",
            ),
            Form::Discards => ledgers[i].refuse_all(
                "it is a list of discards: no layer of knowledge leaves sentences or stories out by a word",
                "Filter pages by its words before or after.",
            ),
            Form::Packed => ledgers[i].refuse_all("it is packed", "Unpack it: gunzip FILE."),
            Form::Unknown => ledgers[i].refuse_all(
                "it is no dictionary of actors, agents or verbs",
                "Take it out of the folder, or give its lines codes in brackets.",
            ),
            _ => {}
        }
    }
    let mut imported = Imported::default();
    for ledger in ledgers {
        let (dictionary, remarks) = ledger.close();
        imported.dictionaries.push(dictionary);
        imported.remarks.extend(remarks);
    }
    knowledge.imported = imported;
}

/// Returns the lines of a text, with comments (`#`, `;`, `<!-- -->`) left out.
fn without_comments(text: &str) -> Vec<String> {
    let mut inside = false;
    let strip = |line: &str, inside: &mut bool| {
        let mut kept = String::new();
        let mut rest = line;
        loop {
            if *inside {
                let Some(end) = rest.find("-->") else { return kept };
                rest = &rest[end + 3..];
                *inside = false;
            }
            match rest.find("<!--") {
                Some(start) => {
                    kept.push_str(&rest[..start]);
                    rest = &rest[start + 4..];
                    *inside = true;
                }
                None => {
                    kept.push_str(rest);
                    return kept;
                }
            }
        }
    };
    text.lines()
        .map(|line| {
            let line = strip(line.trim_start_matches('\u{feff}'), &mut inside);
            let end = line.find(['#', ';']).unwrap_or(line.len());
            line[..end].trim_end().to_owned()
        })
        .collect()
}

/// What becomes of a line; the worse one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Open,
    Comment,
    Taken,
    InPart,
    Refused,
}

/// The account of a dictionary, line by line. Lines are counted from 0.
struct Ledger {
    file: String,
    outcomes: Vec<Outcome>,
    remarks: Vec<Fault>,
}

impl Ledger {
    fn new(file: &str, lines: &[String]) -> Ledger {
        let outcome = |line: &String| if line.trim().is_empty() { Outcome::Comment } else { Outcome::Open };
        Ledger { file: file.to_owned(), outcomes: lines.iter().map(outcome).collect(), remarks: Vec::new() }
    }

    fn note(&mut self, line: usize, outcome: Outcome) {
        self.outcomes[line] = self.outcomes[line].max(outcome);
    }

    fn take(&mut self, line: usize) {
        self.note(line, Outcome::Taken);
    }

    fn take_in_part(&mut self, line: usize, fact: String, remedy: &str) {
        self.note(line, Outcome::InPart);
        self.remark(line, fact, remedy);
    }

    fn refuse(&mut self, line: usize, fact: String, remedy: &str) {
        self.note(line, Outcome::Refused);
        self.remark(line, fact, remedy);
    }

    /// Refuses lines that belong to one that a remark is made of.
    fn refuse_with(&mut self, lines: impl IntoIterator<Item = usize>) {
        for line in lines {
            self.note(line, Outcome::Refused);
        }
    }

    fn has_refused(&self, lines: &[usize]) -> bool {
        lines.iter().any(|&line| self.outcomes[line] == Outcome::Refused)
    }

    fn refuse_all(&mut self, fact: &str, remedy: &str) {
        for outcome in self.outcomes.iter_mut().filter(|outcome| **outcome != Outcome::Comment) {
            *outcome = Outcome::Refused;
        }
        self.remarks.push(Fault::file(&self.file, fact, remedy));
    }

    fn remark(&mut self, line: usize, fact: String, remedy: &str) {
        let remark = Fault { file: self.file.clone(), line: Some(line + 1), fact, remedy: remedy.to_owned() };
        if self.remarks.last() != Some(&remark) {
            self.remarks.push(remark);
        }
    }

    fn close(mut self) -> (Dictionary, Vec<Fault>) {
        // Nothing is lost in silence: what no reader spoke of is told here.
        for line in 0..self.outcomes.len() {
            if self.outcomes[line] == Outcome::Open {
                self.refuse(line, "it belongs to no entry".to_owned(), "Write it as the lines around it.");
            }
        }
        self.remarks.sort_by_key(|remark| remark.line);
        let count = |wanted: Outcome| self.outcomes.iter().filter(|&&outcome| outcome == wanted).count();
        let dictionary = Dictionary {
            lines: self.outcomes.len(),
            comments: count(Outcome::Comment),
            taken: count(Outcome::Taken),
            in_part: count(Outcome::InPart),
            refused: count(Outcome::Refused),
            file: self.file,
        };
        (dictionary, self.remarks)
    }
}

/// Returns a phrase's words: underscores are blanks.
fn phrase(written: &str) -> String {
    let words: Vec<&str> =
        written.split(|c: char| c == '_' || c.is_whitespace()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// Parts a code into threes, as the field's codes are built: `RUSGOV` is `RUS GOV`.
fn parted(code: &str) -> Option<String> {
    let fits = !code.is_empty()
        && code.len().is_multiple_of(3)
        && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let parts: Vec<&str> = (0..code.len() / 3).filter(|_| fits).map(|i| &code[3 * i..3 * i + 3]).collect();
    fits.then(|| parts.join(" "))
}

#[cfg(test)]
mod tests;
