//! What the project does with its own data: refreshes what is generated, measures what is known.
//!
//! The measures read public data under `RELATA_SHARED`, else `../shared`; they print what was asked, the figure and what
//! was missed, so that a figure can be followed to each of its cases.
#![allow(clippy::print_stdout)]

mod breadth;
mod chronicle;
mod coherence;
mod coverage;
mod current_events;
mod delays;
mod freshness;
mod load;
mod places;
mod ranker;
mod refresh;
mod resolve;
mod shared;
mod times;

use clap::{Parser, Subcommand};

/// As in the program that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Refreshes what is generated and measures what is known.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write all generated files under data/ again from public data; files written by hand are not touched
    Refresh,
    /// Which holders of offices, of the factbook and of Wikidata, are known with state, office and term?
    Coverage {
        /// Print every case that is missed
        #[arg(long)]
        misses: bool,
        /// Fail where a figure is below its floor
        #[arg(long)]
        floor: bool,
    },
    /// Which changes of office that the news of 2025 and 2026 reports are known?
    Freshness {
        /// Print every case that is missed
        #[arg(long)]
        misses: bool,
        /// Fail where a figure is below its floor
        #[arg(long)]
        floor: bool,
    },
    /// Which people, groups and organizations that the news links have a code?
    Breadth {
        /// Print every case that is missed
        #[arg(long)]
        misses: bool,
        /// Fail where a figure is below its floor
        #[arg(long)]
        floor: bool,
    },
    /// How well are places found and told apart, on GeoVirus?
    Places {
        /// Print every case that is missed
        #[arg(long)]
        misses: bool,
        /// Fail where a figure is below its floor
        #[arg(long)]
        floor: bool,
    },
    /// Do the words of the chronicle's facts mean them, and nothing else?
    Chronicle {
        /// Print every fact that is heard where it cannot be meant
        #[arg(long)]
        misses: bool,
        /// Fail where a figure is below its floor
        #[arg(long)]
        floor: bool,
    },
    /// What does the coder say of bullets of current events: false alarms in sport, attacks, acts between states?
    CurrentEvents {
        /// Print so many cases of each figure that are wrong, of the half that is for reading
        #[arg(long)]
        misses: Option<usize>,
        /// A folder of knowledge files, on top of what is built in
        #[arg(long)]
        knowledge: Option<std::path::PathBuf>,
        /// Fail where a figure is below its floor
        #[arg(long)]
        floor: bool,
    },
    /// Are pages put together from several texts told from whole ones?
    Coherence {
        /// Print every case that is missed
        #[arg(long)]
        misses: bool,
        /// Fail where a figure is below its floor
        #[arg(long)]
        floor: bool,
        /// Print the numbers that the weights are fitted on in place of a report
        #[arg(long)]
        measures: bool,
    },
    /// How long before or after a time that it tells is news written? One line a time of dated documents
    Delays {
        /// JSON lines with "text" and "published"
        documents: std::path::PathBuf,
    },
    /// Are times read as annotators read them, on MEANTIME?
    Times {
        /// Print every case that is missed
        #[arg(long)]
        misses: bool,
        /// Fail where a figure is below its floor
        #[arg(long)]
        floor: bool,
    },
    /// How good are relations between given parties on rows of PLV that were not learned from?
    PlvCv {
        /// Write each fold's weights, and the answers, here
        #[arg(long, default_value = "target/plv-cv")]
        out: std::path::PathBuf,
        /// Fail where a figure is below its floor
        #[arg(long)]
        floor: bool,
    },
    /// Fit the ranker of relations on all rows and on training/relations, and write models/en/ranker.safetensors
    Ranker,
    /// How long does it take to load what is built in, and how much memory?
    Load {
        /// Fail where it takes more memory than it may; a time is never a floor
        #[arg(long)]
        floor: bool,
    },
}

/// Figures with the least that each may be.
#[derive(Default)]
struct Floors(Vec<(String, f64, f64)>);

impl Floors {
    fn add(&mut self, name: &str, figure: f64, least: f64) {
        self.0.push((name.to_owned(), figure, least));
    }

    /// Fails where a figure is too low, and floors are to be held.
    fn held(self, asked: bool) -> anyhow::Result<()> {
        let low = self.0.iter().filter(|(_, figure, least)| figure < least);
        let low: Vec<String> =
            low.map(|(name, figure, least)| format!("{name}: {figure:.3} is below {least}")).collect();
        anyhow::ensure!(!asked || low.is_empty(), "{}", low.join("\n"));
        Ok(())
    }
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Refresh => refresh::refresh(),
        Task::Coverage { misses, floor } => coverage::report(misses)?.held(floor),
        Task::Freshness { misses, floor } => freshness::report(misses)?.held(floor),
        Task::Breadth { misses, floor } => breadth::report(misses)?.held(floor),
        Task::Places { misses, floor } => places::report(misses)?.held(floor),
        Task::Chronicle { misses, floor } => chronicle::report(misses)?.held(floor),
        Task::CurrentEvents { misses, knowledge, floor } => {
            current_events::report(misses, knowledge.as_deref())?.held(floor)
        }
        Task::Coherence { measures: true, .. } => coherence::measures(),
        Task::Coherence { misses, floor, .. } => coherence::report(misses)?.held(floor),
        Task::Delays { documents } => delays::print(&documents),
        Task::Times { misses, floor } => times::report(misses)?.held(floor),
        Task::PlvCv { out, floor } => ranker::cross_validate(&out)?.held(floor),
        Task::Ranker => ranker::fit(),
        Task::Load { floor } => load::report()?.held(floor),
    }
}
