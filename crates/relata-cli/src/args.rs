//! What may be asked for?

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Reads the news as it really comes off the web, and writes down who did what to whom, when, where, and according to whom.
#[derive(Parser)]
#[command(
    name = "relata",
    version,
    about,
    after_help = "\
Examples:
  relata explain page.html               see what is read in a page, and why
  relata code news/ > mentions.jsonl     every event mention of a folder of pages, one JSON object a line
  cat page.txt | relata code -           from a pipe
  relata date --blind page.txt           when was this written, by its own evidence?"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read documents and write their event mentions: the main job
    #[command(after_help = "\
Each line is one clause's report of an event, with source, target, action (CAMEO and PLOVER), status, time, place,
attribution, and the words and rules it rests on. Offsets count Unicode code points of the document's text.

Examples:
  relata code page.html --date 2024-05-14
  relata code articles.jsonl.gz --threads 8 --output mentions.jsonl
  relata code 'news/**/*.html' --min-confidence 0.7")]
    Code(Common),
    /// The same for people: the text in colour, and why each code was given
    #[command(after_help = "Example:\n  relata explain page.txt | less -R")]
    Explain(ExplainOptions),
    /// Write a document with its layers: sections, sentences, syntax, names, times, places
    #[command(after_help = "\
Examples:
  relata annotate page.txt --layers times,published
  relata annotate --format conllu page.txt
  relata annotate --format conllu --pretokenized sentences.conllu")]
    Annotate(AnnotateOptions),
    /// Tell the relation between two given spans of a text
    #[command(after_help = "\
Reads JSON Lines of {\"id\", \"text\", \"source\": [start, end], \"target\": [start, end], \"date\"?}; either span may be null.

Example:
  echo '{\"id\":\"1\",\"text\":\"Ankara condemned Paris.\",\"source\":[0,6],\"target\":[17,22]}' | relata relate -")]
    Relate(RelateOptions),
    /// Write clean articles with their metadata
    #[command(after_help = "Example:\n  relata extract page.html > article.jsonl")]
    Extract(Common),
    /// Tell when documents were written, with the evidence
    #[command(after_help = "Example:\n  relata date --blind page.txt")]
    Date(DateOptions),
    /// Check the knowledge files, run the examples of the word senses, or see what an edit changes
    #[command(after_help = "\
Examples:
  relata lexicon check --knowledge my-knowledge/
  relata lexicon test
  relata lexicon diff --knowledge my-knowledge/ news/     which events does my edit gain, lose or change?")]
    Lexicon(LexiconOptions),
    /// Print the codes of states: CAMEO, ISO, FIPS, Correlates of War, Gleditsch-Ward, Wikidata
    #[command(after_help = "\
Examples:
  relata countries > countries.csv
  relata countries RUS Zaire 365 --date 1985-06-01
  relata countries --format json Kosovo")]
    Countries(CountriesOptions),
    /// Look places up, or import a GeoNames file as an additional gazetteer
    #[command(after_help = "\
Examples:
  relata places find Paris
  relata places import allCountries.zip --to my-knowledge/
  relata code --knowledge my-knowledge/ news/")]
    Places(PlacesOptions),
}

/// What all commands that read documents take.
#[derive(Args, Clone, Default)]
pub(crate) struct Common {
    /// Files, folders, globs, or - for standard input. Kinds are told by content: HTML, text, JSON, JSON Lines; gzip and
    /// zstd are unpacked
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// Publication date of documents that state none
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// Write here instead of to standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Threads to read with; the output is the same with any number
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Language of documents that state none; English is the only one read yet
    #[arg(long, default_value = "en", value_parser = ["en"])]
    pub(crate) lang: String,
    /// Leave out mentions below this confidence, 0 to 1
    #[arg(long, value_name = "C", default_value_t = 0.0, value_parser = confidence)]
    pub(crate) min_confidence: f32,
    /// A folder of models in place of those built in
    #[arg(long, value_name = "DIR")]
    pub(crate) models: Option<PathBuf>,
    /// A folder of knowledge files, on top of what is built in
    #[arg(long, value_name = "DIR")]
    pub(crate) knowledge: Option<PathBuf>,
    /// Show no progress bar
    #[arg(long)]
    pub(crate) no_progress: bool,
}

fn confidence(written: &str) -> Result<f32, String> {
    let number: Result<f32, _> = written.parse();
    number
        .ok()
        .filter(|number| (0.0..=1.0).contains(number))
        .ok_or_else(|| "write a number from 0 to 1".to_owned())
}

#[derive(Args)]
pub(crate) struct RelateOptions {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Rank by the rules alone, without what is learned
    #[arg(long)]
    pub(crate) rules_alone: bool,
}

#[derive(Args)]
pub(crate) struct ExplainOptions {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Tell of each word that might have reported an event why it did not
    #[arg(long)]
    pub(crate) why_not: bool,
    /// Whether to colour
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Args)]
pub(crate) struct AnnotateOptions {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Only these layers, with commas between
    #[arg(long, value_delimiter = ',', value_name = "A,B", value_parser = clap::builder::PossibleValuesParser::new(relata::wire::LAYERS))]
    pub(crate) layers: Vec<String>,
    /// How to write them
    #[arg(long, value_enum, default_value_t = AnnotateFormat::Jsonl)]
    pub(crate) format: AnnotateFormat,
    /// The input is CoNLL-U whose tokens are kept
    #[arg(long, requires = "format")]
    pub(crate) pretokenized: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnnotateFormat {
    /// One JSON object a document
    Jsonl,
    /// Sentences, tokens and syntax in the format of Universal Dependencies
    Conllu,
}

#[derive(Args)]
pub(crate) struct DateOptions {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Leave aside what the page and its sender state
    #[arg(long)]
    pub(crate) blind: bool,
}

#[derive(Args)]
pub(crate) struct LexiconOptions {
    #[command(subcommand)]
    pub(crate) what: LexiconCommand,
    /// A folder of knowledge files, on top of what is built in
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) knowledge: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum LexiconCommand {
    /// Check all knowledge files: every fault with file, line and remedy
    Check,
    /// Run the `yes` and `no` sentences of all word senses
    Test,
    /// Show which events of documents the knowledge folder gains, loses or changes
    Diff(DiffOptions),
}

#[derive(Args)]
pub(crate) struct DiffOptions {
    /// Files, folders, globs, or - for standard input
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) inputs: Vec<String>,
    /// Compare with this folder on top of what is built in, instead of with what is built in alone
    #[arg(long, value_name = "DIR")]
    pub(crate) base: Option<PathBuf>,
    /// Publication date of documents that state none
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// Write JSON Lines of {"change", "before", "after"} instead of text
    #[arg(long)]
    pub(crate) json: bool,
    /// Whether to colour
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
    /// Threads to read with; the output is the same with any number
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Show no progress bar
    #[arg(long)]
    pub(crate) no_progress: bool,
}

#[derive(Args)]
pub(crate) struct CountriesOptions {
    /// Only these: a code of any of the schemes, or a name
    #[arg(value_name = "CODE|NAME")]
    pub(crate) wanted: Vec<String>,
    /// Only states that existed on this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// How to write them
    #[arg(long, value_enum, default_value_t = TableFormat::Csv)]
    pub(crate) format: TableFormat,
    /// A folder of knowledge files, on top of what is built in
    #[arg(long, value_name = "DIR")]
    pub(crate) knowledge: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Commas between, with a header
    Csv,
    /// Tabs between, with a header
    Tsv,
    /// One JSON object a line
    Json,
}

#[derive(Args)]
pub(crate) struct PlacesOptions {
    #[command(subcommand)]
    pub(crate) what: PlacesCommand,
}

#[derive(Subcommand)]
pub(crate) enum PlacesCommand {
    /// Print the places of names, the most prominent first
    Find {
        /// The names
        #[arg(required = true)]
        names: Vec<String>,
        /// A folder of knowledge files, on top of what is built in
        #[arg(long, value_name = "DIR")]
        knowledge: Option<PathBuf>,
    },
    /// Make a GeoNames file (allCountries, cities500, a country; text, .zip or .gz) part of a knowledge folder
    Import {
        /// The file
        file: PathBuf,
        /// The knowledge folder, which `--knowledge` then names; it is made where there is none
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
}
