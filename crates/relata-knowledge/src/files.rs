//! Which files is knowledge read from?

use std::borrow::Cow;
use std::path::Path;

use crate::fault::Fault;

static BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Knowledge files by name (`actors/states.toml`), sorted: those built in, and those of a folder of the same shape.
#[derive(Debug, Clone)]
pub struct Files(Vec<(Cow<'static, str>, Cow<'static, str>)>);

impl Files {
    /// Returns the files built into the library.
    pub fn built_in() -> Files {
        Files(BUILT_IN.iter().map(|&(name, text)| (Cow::Borrowed(name), Cow::Borrowed(text))).collect())
    }

    /// Returns the files built in, with those of a folder in place of the ones of the same name, or added.
    ///
    /// # Errors
    /// Names each file that cannot be read.
    pub fn with_folder(folder: &Path) -> Result<Files, Vec<Fault>> {
        let mut files = Files::built_in();
        let mut faults = Vec::new();
        add(folder, folder, &mut files.0, &mut faults);
        files.0.sort();
        if faults.is_empty() { Ok(files) } else { Err(faults) }
    }

    /// Returns a set of files made from texts, for tests and for editors.
    pub fn from_texts(texts: impl IntoIterator<Item = (String, String)>) -> Files {
        let mut files: Vec<_> =
            texts.into_iter().map(|(name, text)| (Cow::Owned(name), Cow::Owned(text))).collect();
        files.sort();
        Files(files)
    }

    /// Returns the files under a folder, as name and text, in order of name.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter(move |(name, _)| name.starts_with(folder)).map(|(name, text)| (&**name, &**text))
    }
}

fn add(
    top: &Path,
    folder: &Path,
    files: &mut Vec<(Cow<'static, str>, Cow<'static, str>)>,
    faults: &mut Vec<Fault>,
) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            faults.push(Fault::file(
                &folder.display().to_string(),
                &format!("cannot be read: {error}"),
                "Name a folder shaped like data/.",
            ));
            return;
        }
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add(top, &path, files, faults);
        } else if path.extension().is_some_and(|extension| extension == "toml" || extension == "csv") {
            let name = path.strip_prefix(top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            match std::fs::read_to_string(&path) {
                Ok(text) => {
                    files.retain(|(known, _)| *known != name);
                    files.push((Cow::Owned(name), Cow::Owned(text)));
                }
                Err(error) => faults.push(Fault::file(
                    &path.display().to_string(),
                    &format!("cannot be read: {error}"),
                    "Save it as UTF-8.",
                )),
            }
        }
    }
}
