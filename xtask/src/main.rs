//! What the project does with its own data: refreshes what is generated, measures what is known.
//!
//! The measures read public data under `RELATA_SHARED`, else `../shared`; they print what was asked, the figure and what
//! was missed, so that a figure can be followed to each of its cases.
#![allow(clippy::print_stdout)]

mod breadth;
mod coverage;
mod freshness;
mod load;
mod places;
mod refresh;
mod resolve;
mod shared;

use clap::{Parser, Subcommand};

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
    },
    /// Which changes of office that the news of 2025 and 2026 reports are known?
    Freshness {
        /// Print every case that is missed
        #[arg(long)]
        misses: bool,
    },
    /// Which people, groups and organizations that the news links have a code?
    Breadth {
        /// Print every case that is missed
        #[arg(long)]
        misses: bool,
    },
    /// How well are places found and told apart, on GeoVirus?
    Places {
        /// Print every case that is missed
        #[arg(long)]
        misses: bool,
    },
    /// How long does it take to load what is built in, and how much memory?
    Load,
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Refresh => refresh::refresh(),
        Task::Coverage { misses } => coverage::report(misses),
        Task::Freshness { misses } => freshness::report(misses),
        Task::Breadth { misses } => breadth::report(misses),
        Task::Places { misses } => places::report(misses),
        Task::Load => load::report(),
    }
}
