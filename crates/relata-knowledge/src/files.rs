//! Which files is knowledge read from?

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::fault::Fault;
use crate::petrarch;
use crate::places::is_gazetteer;

/// Name, text, and what the build made of it: empty where it is to be read from its text.
static BUILT_IN: &[(&str, &str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Knowledge files by name (`actors/states.toml`), sorted: those built in, and those of a folder of the same shape.
#[derive(Debug, Clone)]
pub struct Files {
    files: Vec<File>,
    gazetteers: Vec<PathBuf>,
}

#[derive(Debug, Clone)]
struct File {
    name: Cow<'static, str>,
    text: Cow<'static, str>,
    binary: &'static [u8],
}

impl File {
    fn written(name: String, text: String) -> File {
        File { name: Cow::Owned(name), text: Cow::Owned(text), binary: &[] }
    }
}

impl Files {
    /// Returns the files built into the library.
    pub fn built_in() -> Files {
        let file =
            |&(name, text, binary)| File { name: Cow::Borrowed(name), text: Cow::Borrowed(text), binary };
        Files { files: BUILT_IN.iter().map(file).collect(), gazetteers: Vec::new() }
    }

    /// Returns the files built in, with those of a folder in place of the ones of the same name, or added.
    ///
    /// # Errors
    /// Names each file that cannot be read.
    pub fn with_folder(folder: &Path) -> Result<Files, Vec<Fault>> {
        let mut files = Files::built_in();
        let mut faults = Vec::new();
        add(folder, folder, &mut files, &mut faults);
        files.files.sort_by(|a, b| a.name.cmp(&b.name));
        if faults.is_empty() { Ok(files) } else { Err(faults) }
    }

    /// Returns a set of files made from texts, for tests and for editors.
    pub fn from_texts(texts: impl IntoIterator<Item = (String, String)>) -> Files {
        let mut files: Vec<_> = texts.into_iter().map(|(name, text)| File::written(name, text)).collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Files { files, gazetteers: Vec::new() }
    }

    /// Returns the files under a folder, as name and text, in order of name.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .filter(move |file| file.name.starts_with(folder))
            .map(|file| (&*file.name, &*file.text))
    }

    /// Returns whether a file was added to those built in, or took the place of one.
    pub fn is_added(&self, name: &str) -> bool {
        self.files.iter().any(|file| file.name == name && matches!(file.text, Cow::Owned(_)))
    }

    /// Returns the imported gazetteers of the folder.
    pub(crate) fn gazetteers(&self) -> &[PathBuf] {
        &self.gazetteers
    }

    /// Reads the files under a folder, in order of name; one that has not the shape is a fault and reads as empty.
    pub(crate) fn read<T: DeserializeOwned + Default>(
        &self,
        folder: &str,
        faults: &mut Vec<Fault>,
    ) -> Vec<(&str, &str, T)> {
        let mut read = Vec::new();
        for file in self.files.iter().filter(|file| file.name.starts_with(folder)) {
            let binary = (!file.binary.is_empty()).then(|| postcard::from_bytes(file.binary).ok()).flatten();
            let shape = binary.unwrap_or_else(|| {
                toml::from_str(&file.text).unwrap_or_else(|error| {
                    let byte = error.span().map_or(0, |span| span.start);
                    let remedy = "data/README.md shows the form of each file.";
                    faults.push(Fault::at(&file.name, &file.text, byte, error.message().to_owned(), remedy));
                    T::default()
                })
            });
            read.push((&*file.name, &*file.text, shape));
        }
        read
    }
}

fn add(top: &Path, folder: &Path, files: &mut Files, faults: &mut Vec<Fault>) {
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
        if is_gazetteer(&path) {
            files.gazetteers.push(path);
        } else if path.is_dir() {
            add(top, &path, files, faults);
        } else if path.extension().is_some_and(|extension| extension == "toml" || extension == "csv") {
            let name = path.strip_prefix(top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            match std::fs::read_to_string(&path) {
                Ok(text) => {
                    // A copy of what is built in is no edit, and is read already.
                    if files.files.iter().any(|known| known.name == name && known.text == text) {
                        continue;
                    }
                    files.files.retain(|known| known.name != name);
                    files.files.push(File::written(name, text));
                }
                Err(error) => faults.push(Fault::file(
                    &path.display().to_string(),
                    &format!("cannot be read: {error}"),
                    "Save it as UTF-8.",
                )),
            }
        } else if petrarch::may_be_dictionary(&path) {
            let name = path.strip_prefix(top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            match petrarch::read_text(&path) {
                Ok(text) => files.files.push(File::written(format!("{}{name}", petrarch::FOLDER), text)),
                Err(error) => faults.push(Fault::file(
                    &path.display().to_string(),
                    &format!("cannot be read: {error}"),
                    "Make it readable.",
                )),
            }
        }
    }
}
