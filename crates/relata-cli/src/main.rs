//! The command line: arguments in, records out, everything else on stderr.
//!
//! It knows nothing that the library does not. Exit status: 0 all inputs done, 1 some failed, 2 wrong usage.

mod args;
mod commands;
mod countries;
mod gazetteer;
mod inputs;
mod lexicon;
mod run;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};

/// Reading the knowledge and each page makes and drops many small things on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Code(options) => commands::code(&options),
        Command::Explain(options) => commands::explain(&options),
        Command::Annotate(options) => commands::annotate(&options),
        Command::Relate(options) => commands::relate(&options),
        Command::Extract(options) => commands::extract(&options),
        Command::Date(options) => commands::date(&options),
        Command::Lexicon(options) => lexicon::lexicon(&options),
        Command::Countries(options) => countries::countries(&options),
        Command::Places(options) => gazetteer::places(&options),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            run::complain(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}
