//! Reads the calendars once for all: what is built in need not be read again at each start.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::{env, fs, io};

#[allow(dead_code, unreachable_pub)]
#[path = "src/raw.rs"]
mod raw;

#[allow(clippy::disallowed_methods)] // the environment is what cargo tells a build script by
fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let data = manifest.join("../../data/calendars").canonicalize()?;
    println!("cargo::rerun-if-changed={}", data.display());
    let mut files: Vec<PathBuf> =
        fs::read_dir(&data)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut table = String::from("&[\n");
    for (number, path) in files.iter().enumerate() {
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(path)?;
        // A file with faults is told of when it is read again at run time.
        let Ok(file) = toml::from_str::<raw::File>(&text) else { continue };
        let binary = out.join(format!("{number}.bin"));
        fs::write(&binary, postcard::to_allocvec(&file).map_err(io::Error::other)?)?;
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let _ = writeln!(
            table,
            "    ({name:?}, {}, include_bytes!({:?})),",
            hasher.finish(),
            binary.display().to_string()
        );
    }
    table.push(']');
    fs::write(out.join("calendars.rs"), table)
}
