//! Which files are generated, and how are they written again?

use std::process::Command;

use anyhow::{Context, bail};

use crate::shared;

/// The programs that write generated files, in the order in which one needs the other's output, and what each writes.
const GENERATORS: &[(&str, &str)] = &[
    ("data/tools/cities.py", "data/places/cities.csv"),
    ("data/tools/countries.py", "data/places/countries.csv"),
    ("data/tools/divisions.py", "data/places/divisions.csv data/places/districts.csv"),
    ("data/tools/office_holders.py", "data/actors/people/generated/*.toml"),
    ("data/tools/leaders.py", "data/actors/people/generated/leaders.toml"),
];

pub(crate) fn refresh() -> anyhow::Result<()> {
    let shared = shared::folder();
    let shared = shared.parent().context("no folder of public data")?;
    for (program, writes) in GENERATORS {
        println!("{program} → {writes}");
        let status = Command::new("python3").arg(program).arg(shared).env("RELATA_SHARED", shared).status();
        if !status.with_context(|| format!("{program}: python3 is needed"))?.success() {
            bail!("{program} failed");
        }
    }
    println!(
        "`git diff --stat data` shows what changed; `relata lexicon check --knowledge data` checks the whole"
    );
    Ok(())
}
