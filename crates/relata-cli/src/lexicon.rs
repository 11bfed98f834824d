//! Is the knowledge sound, and what does an edit of it change?

use std::io::{IsTerminal, Write};
use std::path::Path;

use relata::{Document, Files, Page, Pipeline, wire};
use serde_json::{Value, json};

use crate::args::{Colour, Common, DiffOptions, LexiconCommand, LexiconOptions};
use crate::commands::lines;
use crate::run::each_page;

/// `relata lexicon`
pub(crate) fn lexicon(options: &LexiconOptions) -> anyhow::Result<bool> {
    match &options.what {
        LexiconCommand::Check => check(options.knowledge.as_deref()),
        LexiconCommand::Test => test(options.knowledge.as_deref()),
        LexiconCommand::Diff(diff) => compare(options.knowledge.as_deref(), diff),
    }
}

fn files(knowledge: Option<&Path>) -> Result<Files, Vec<String>> {
    match knowledge {
        Some(folder) => Files::with_folder(folder)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>()),
        None => Ok(Files::built_in()),
    }
}

/// Tells every fault of the files, those read together, and the failing examples of files that were added.
fn check(knowledge: Option<&Path>) -> anyhow::Result<bool> {
    let mut out = std::io::stdout().lock();
    let files = match files(knowledge) {
        Ok(files) => files,
        Err(faults) => {
            writeln!(out, "{}", faults.join("\n"))?;
            return Ok(false);
        }
    };
    let findings = relata::check(&files);
    let pipeline = Pipeline::new(files.clone(), None);
    let mut faults: Vec<String> = pipeline.as_ref().err().map(|error| error.0.clone()).unwrap_or_default();
    faults.extend(findings.faults.iter().map(ToString::to_string));
    for fault in &faults {
        writeln!(out, "{fault}")?;
    }
    // What may be meant is told of what was added; of what is built in it is a matter for those who keep it.
    let own_remarks = findings.remarks.iter().filter(|remark| files.is_added(&remark.file));
    for remark in own_remarks {
        writeln!(out, "{remark}")?;
    }
    let Ok(pipeline) = pipeline else {
        writeln!(out, "{} faults", faults.len())?;
        return Ok(false);
    };
    let known = pipeline.knowledge();
    for remark in &known.imported.remarks {
        writeln!(out, "{remark}")?;
    }
    write!(out, "{}", known.imported)?;
    let run = relata_gold::lexicon::run(&pipeline);
    let own: Vec<_> = run.failures.iter().filter(|failure| files.is_added(&failure.file)).collect();
    for failure in &own {
        writeln!(out, "{failure}")?;
    }
    let world = &known.world;
    writeln!(
        out,
        "{} word senses, {} states, {} actors, {} places: {} faults, {} names of several (remarks), {} of {} example sentences fail",
        known.lexicon.senses().len(),
        world.states().len(),
        world.actors().len(),
        known.places.all().count(),
        faults.len(),
        findings.remarks.len(),
        run.failures.len(),
        run.sentences
    )?;
    Ok(faults.is_empty() && own.is_empty())
}

fn test(knowledge: Option<&Path>) -> anyhow::Result<bool> {
    let pipeline = pipeline(knowledge)?;
    let mut out = std::io::stdout().lock();
    let run = relata_gold::lexicon::run(&pipeline);
    for failure in &run.failures {
        writeln!(out, "{failure}")?;
    }
    writeln!(out, "{} sentences run, {} fail", run.sentences, run.failures.len())?;
    Ok(run.failures.is_empty())
}

fn pipeline(knowledge: Option<&Path>) -> anyhow::Result<Pipeline> {
    let files = files(knowledge).map_err(|faults| anyhow::anyhow!(faults.join("\n")))?;
    Ok(Pipeline::new(files, None)?)
}

/// Writes which event mentions of documents an edit gains, loses or changes.
fn compare(knowledge: Option<&Path>, options: &DiffOptions) -> anyhow::Result<bool> {
    let Some(folder) = knowledge else {
        anyhow::bail!(
            "nothing to compare with what is built in: name the edited folder with --knowledge DIR"
        );
    };
    let (before, after) = (pipeline(options.base.as_deref())?, pipeline(Some(folder))?);
    let colour = match options.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    let common = Common {
        inputs: options.inputs.clone(),
        date: options.date,
        threads: options.threads,
        no_progress: options.no_progress,
        ..Common::default()
    };
    let totals = std::sync::Mutex::new([0_usize; 4]);
    let all_done = each_page(&common, |page: &Page| {
        let (old, new) = before.code_both(&after, page);
        let changes = changes(&old, &new);
        if let Ok(mut totals) = totals.lock() {
            totals[0] += old.event_mentions.len();
            for change in &changes {
                totals[change.kind as usize] += 1;
            }
        }
        match options.json {
            true => lines(&changes.iter().map(Change::record).collect::<Vec<_>>()),
            false => changes.iter().map(|change| change.told(colour)).collect(),
        }
    })?;
    let totals = totals.into_inner().unwrap_or_default();
    let [all, gained, lost, changed] = totals;
    let told = format!("{all} event mentions before: {gained} gained, {lost} lost, {changed} changed");
    if options.json {
        crate::run::complain(&told);
    } else {
        writeln!(std::io::stdout(), "{told}")?;
    }
    Ok(all_done)
}

#[derive(Clone, Copy)]
enum Kind {
    Gained = 1,
    Lost = 2,
    Changed = 3,
}

/// An event mention before and after an edit.
struct Change {
    kind: Kind,
    before: Option<Value>,
    after: Option<Value>,
}

/// Returns what differs between the mentions of two readings of a page. A mention is the same report where the words of
/// its action and its parties' are; of several with the same words those of one code are paired first.
fn changes(old: &Document, new: &Document) -> Vec<Change> {
    let (before, mut after) =
        (wire::mentions(old), wire::mentions(new).into_iter().map(Some).collect::<Vec<_>>());
    let place = |record: &Value| {
        let words = &record["action"];
        (words["start"].as_u64(), words["end"].as_u64())
    };
    let mut left: Vec<Value> = Vec::new();
    for record in before {
        // What is equal throughout is no change, whatever its number.
        match after.iter_mut().find(|other| other.as_ref().is_some_and(|other| *other == record)) {
            Some(same) => *same = None,
            None => left.push(record),
        }
    }
    let mut changes = Vec::new();
    for record in left {
        let same_words =
            |other: &Option<Value>| other.as_ref().is_some_and(|other| place(other) == place(&record));
        let same_code = |other: &Option<Value>| {
            other.as_ref().is_some_and(|other| other["action"]["cameo"] == record["action"]["cameo"])
        };
        let found = after
            .iter()
            .position(|other| same_words(other) && same_code(other))
            .or_else(|| after.iter().position(same_words));
        let other = found.and_then(|found| after[found].take());
        let kind = if other.is_some() { Kind::Changed } else { Kind::Lost };
        changes.push(Change { kind, before: Some(record), after: other });
    }
    changes.extend(after.into_iter().flatten().map(|record| Change {
        kind: Kind::Gained,
        before: None,
        after: Some(record),
    }));
    changes
}

impl Change {
    fn record(&self) -> Value {
        let change = match self.kind {
            Kind::Gained => "gained",
            Kind::Lost => "lost",
            Kind::Changed => "changed",
        };
        json!({"change": change, "before": self.before, "after": self.after})
    }

    fn told(&self, colour: bool) -> String {
        let (mark, code) = match self.kind {
            Kind::Gained => ('+', 32),
            Kind::Lost => ('-', 31),
            Kind::Changed => ('~', 33),
        };
        let paint = |text: String| if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text };
        let Some(record) = self.after.as_ref().or(self.before.as_ref()) else { return String::new() };
        let id = record["document"]["id"].as_str().unwrap_or_default();
        let sentence = record["sentence"]["text"]
            .as_str()
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let event = |record: &Value| {
            let side = |side: &str| {
                let actors = record[side].as_array().map(Vec::as_slice).unwrap_or_default();
                let told = |actor: &Value| {
                    actor["code"].as_str().or_else(|| actor["text"].as_str()).unwrap_or("?").to_owned()
                };
                actors.iter().map(told).collect::<Vec<_>>().join("+")
            };
            let action = &record["action"];
            format!(
                "{} {} {:?}  {} → {}  {}",
                action["plover"].as_str().unwrap_or("-"),
                action["cameo"].as_str().unwrap_or_default(),
                action["text"].as_str().unwrap_or_default(),
                side("source"),
                side("target"),
                record["status"].as_str().unwrap_or_default()
            )
        };
        let mut told = paint(format!("{mark} {}", event(record))) + "\n";
        if let (Some(before), Some(after)) = (&self.before, &self.after) {
            let fields: Vec<&str> = after
                .as_object()
                .into_iter()
                .flatten()
                .filter(|(name, value)| before.get(name.as_str()) != Some(value))
                .map(|(name, _)| name.as_str())
                .collect();
            told.push_str(&format!("    was {}  (differs in {})\n", event(before), fields.join(", ")));
        }
        told.push_str(&format!("    {id}: {sentence}\n"));
        told
    }
}
