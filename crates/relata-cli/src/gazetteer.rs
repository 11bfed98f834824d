//! How is a place looked up, and how does a GeoNames file become part of the knowledge?

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use relata::{Files, Knowledge, Places};

use crate::args::{PlacesCommand, PlacesOptions};
use crate::run::complain;

/// `relata places`
pub(crate) fn places(options: &PlacesOptions) -> anyhow::Result<bool> {
    match &options.what {
        PlacesCommand::Find { names, knowledge } => find(names, knowledge.as_deref()),
        PlacesCommand::Import { file, to } => import(file, to),
    }
}

fn find(names: &[String], folder: Option<&Path>) -> anyhow::Result<bool> {
    let files = match folder {
        Some(folder) => Files::with_folder(folder).map_err(|faults| {
            anyhow::anyhow!(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        })?,
        None => Files::built_in(),
    };
    let (knowledge, _) = Knowledge::read_what_holds(files);
    let mut out = std::io::stdout().lock();
    let mut all_found = true;
    for name in names {
        let found = knowledge.places.named(name);
        if found.is_empty() {
            all_found = false;
            complain(&format!("{name:?} is in no table; `relata places import` adds GeoNames files"));
        }
        for place in found {
            let states: Vec<&str> = place.countries().collect();
            let point = place.point.map_or(String::new(), |(lat, lon)| format!("{lat:.3} {lon:.3}"));
            let people = match place.people {
                0 => String::new(),
                people => format!("{people} people"),
            };
            let number = place.geonames.map_or(String::new(), |number| format!("geonames {number}"));
            writeln!(
                out,
                "{:<24} {:<12} {:<12} {:<26} {:<18} {:<18} {}",
                place.name,
                place.kind.name(),
                states.join(" "),
                place.division,
                point,
                people,
                number
            )?;
        }
    }
    Ok(all_found)
}

fn import(file: &Path, folder: &Path) -> anyhow::Result<bool> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or("geonames");
    let files = Files::built_in();
    let (knowledge, _) = Knowledge::read_what_holds(files.clone());
    let countries = knowledge
        .world
        .states()
        .iter()
        .filter_map(|state| Some((state.iso2.clone()?, state.code.clone())))
        .collect::<Vec<_>>();
    let mut count = 0_u64;
    let bar = indicatif::ProgressBar::new_spinner();
    bar.set_style(indicatif::ProgressStyle::with_template(
        "{spinner:.cyan} {human_pos} lines  {elapsed}  {wide_msg:.dim}",
    )?);
    bar.set_message(name.clone());
    let (bytes, places) = Places::import(countries, &files, |line| {
        each_line(file, |words| {
            count += 1;
            if count.is_multiple_of(65_536) {
                bar.set_position(count);
            }
            line(words);
        })
    })?;
    bar.finish_and_clear();
    if places == 0 {
        bail!(
            "{name}: no line is a place; GeoNames files have 19 columns with tabs between (download allCountries.zip or cities500.zip)"
        );
    }
    let target = folder.join("places");
    std::fs::create_dir_all(&target).with_context(|| format!("{}: cannot be made", target.display()))?;
    let path = target.join(format!("{stem}.gaz"));
    // Written beside and then put in place, so that a program that has the old one open goes on reading it.
    let unfinished = path.with_extension("unfinished");
    std::fs::write(&unfinished, bytes)
        .with_context(|| format!("{}: cannot be written", unfinished.display()))?;
    std::fs::rename(&unfinished, &path).with_context(|| format!("{}: cannot be written", path.display()))?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{places} places from {} lines; use them with --knowledge {}",
        count / 2,
        folder.display()
    )?;
    Ok(true)
}

/// Calls `each` with every line of a file, which may be packed; of a zip archive those of the largest file in it.
fn each_line(path: &Path, mut each: impl FnMut(&str)) -> anyhow::Result<()> {
    let mut begin = [0; 4];
    let open = || File::open(path).with_context(|| format!("{}: cannot be read", path.display()));
    let read = open()?.read(&mut begin)?;
    if read == 4 && begin == *b"PK\x03\x04" {
        let mut archive = zip::ZipArchive::new(BufReader::new(open()?))?;
        let sizes = (0..archive.len()).map(|number| Ok((archive.by_index(number)?.size(), number)));
        let largest = sizes.collect::<Result<Vec<_>, zip::result::ZipError>>()?.into_iter().max();
        let (_, number) = largest.with_context(|| format!("{}: the archive is empty", path.display()))?;
        return lines_of(archive.by_index(number)?, &mut each);
    }
    match begin {
        [0x1f, 0x8b, ..] => lines_of(flate2::read::MultiGzDecoder::new(open()?), &mut each),
        _ => lines_of(open()?, &mut each),
    }
}

fn lines_of(read: impl Read, each: &mut impl FnMut(&str)) -> anyhow::Result<()> {
    let mut reader = BufReader::with_capacity(1 << 16, read);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        // A line that is no UTF-8 is no place.
        if let Ok(words) = std::str::from_utf8(&line) {
            each(words.trim_end_matches(['\n', '\r']));
        }
        line.clear();
    }
    Ok(())
}
