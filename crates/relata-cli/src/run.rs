//! How are many documents read at once, and written in order?

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use rayon::prelude::*;
use relata::doc::{Basis, Days};
use relata::{Page, Pipeline};

use crate::args::Common;
use crate::inputs::{self, Input};

/// Pages read ahead for each thread: enough to keep all busy, few enough to stay small.
const AHEAD: usize = 16;

/// Writes a line to standard error.
#[allow(clippy::print_stderr)]
pub(crate) fn complain(line: &str) {
    eprintln!("relata: {line}");
}

/// Sets up the pipeline that the options ask for.
pub(crate) fn pipeline(options: &Common) -> anyhow::Result<Pipeline> {
    let files = match &options.knowledge {
        Some(folder) => {
            let faults = |faults: Vec<_>| {
                anyhow::anyhow!(faults.iter().map(ToString::to_string).collect::<Vec<String>>().join("\n"))
            };
            relata::Files::with_folder(folder).map_err(faults)?
        }
        None => relata::Files::built_in(),
    };
    let pipeline = Pipeline::new(files, options.models.as_deref())
        .context("what Relata is to know or to read with has faults")?;
    let remarks = pipeline.knowledge().imported.remarks.len();
    if remarks > 0 {
        complain(&format!("dictionaries: not all is taken; relata lexicon check tells {remarks} remarks"));
    }
    Ok(pipeline)
}

/// Reads all pages of the inputs on several threads and writes what `record` makes of each, in the order of the inputs.
///
/// Returns whether all inputs were done; those that failed are named on standard error, the others' output is complete.
pub(crate) fn each_page(options: &Common, record: impl Fn(&Page) -> String + Sync) -> anyhow::Result<bool> {
    let inputs = inputs::expand(&options.inputs)?;
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build()
        .context("no threads")?;
    let mut out = output(options)?;
    let bar = bar(options, &inputs);
    let given = options.date.map(|day: Date| Days::day(day, Basis::Document));
    let batch_size = AHEAD * threads.current_num_threads();
    let mut all_done = true;
    let mut batch: Vec<Page> = Vec::new();
    let mut flush = |batch: &mut Vec<Page>| -> anyhow::Result<()> {
        let records: Vec<String> = threads.install(|| batch.par_iter().map(&record).collect());
        for record in records {
            if let Err(error) = out.write_all(record.as_bytes()) {
                return if error.kind() == io::ErrorKind::BrokenPipe {
                    Err(Closed.into())
                } else {
                    Err(error).context("the output cannot be written")
                };
            }
        }
        bar.inc(batch.len() as u64);
        batch.clear();
        Ok(())
    };
    let mut read = || -> anyhow::Result<()> {
        for input in &inputs {
            bar.set_message(input.name());
            let reader = match input.open() {
                Ok(reader) => reader,
                Err(error) => {
                    all_done = false;
                    bar.suspend(|| complain(&format!("{error:#}")));
                    continue;
                }
            };
            for page in relata::pages(&input.name(), reader) {
                match page {
                    Ok(mut page) => {
                        page.given = given;
                        batch.push(page);
                        if batch.len() >= batch_size {
                            flush(&mut batch)?;
                        }
                    }
                    Err(error) => {
                        all_done = false;
                        bar.suspend(|| complain(&error.to_string()));
                    }
                }
            }
        }
        flush(&mut batch)
    };
    let outcome = read();
    bar.finish_and_clear();
    match outcome {
        Err(error) if error.is::<Closed>() => Ok(all_done), // whoever read the output has had enough
        Err(error) => Err(error),
        Ok(()) => {
            out.flush().context("the output cannot be written")?;
            Ok(all_done)
        }
    }
}

/// The reader of the output has gone.
#[derive(Debug)]
struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the output was closed")
    }
}

impl std::error::Error for Closed {}

/// Opens the output that the options name.
pub(crate) fn output(options: &Common) -> anyhow::Result<Box<dyn Write>> {
    Ok(match &options.output {
        Some(path) => {
            let file =
                File::create(path).with_context(|| format!("{}: cannot be written", path.display()))?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(BufWriter::new(io::stdout())),
    })
}

fn bar(options: &Common, inputs: &[Input]) -> ProgressBar {
    let long = inputs.len() > 1 || inputs.iter().map(Input::size).sum::<u64>() > 100_000;
    if options.no_progress || !io::stderr().is_terminal() || !long {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    let style = ProgressStyle::with_template(
        "{spinner:.cyan} {human_pos} documents  {per_sec}  {elapsed}  {wide_msg:.dim}",
    );
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    bar
}
