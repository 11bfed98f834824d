//! Which files are meant?

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// One input: a file, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

impl Input {
    /// Returns how errors and records name it.
    pub(crate) fn name(&self) -> String {
        match self {
            Input::File(path) => path.display().to_string(),
            Input::Stdin => "-".to_owned(),
        }
    }

    /// Opens it.
    pub(crate) fn open(&self) -> anyhow::Result<Box<dyn Read + Send>> {
        match self {
            Input::File(path) => {
                let file = std::fs::File::open(path)
                    .with_context(|| format!("{}: cannot be opened", path.display()))?;
                Ok(Box::new(file))
            }
            Input::Stdin => Ok(Box::new(std::io::stdin())),
        }
    }

    /// Returns its size in bytes, where it has one.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Input::File(path) => path.metadata().map_or(0, |metadata| metadata.len()),
            Input::Stdin => 0,
        }
    }
}

/// Returns the inputs that words on the command line name, in a stable order; files that are not there are kept, and
/// reported when they are opened.
pub(crate) fn expand(words: &[String]) -> anyhow::Result<Vec<Input>> {
    if words.is_empty() {
        bail!("no input: name files, folders or globs, or - for standard input");
    }
    let mut inputs = Vec::new();
    for word in words {
        let path = Path::new(word);
        if word == "-" {
            inputs.push(Input::Stdin);
        } else if path.is_dir() {
            folder(path, &mut inputs)?;
        } else if path.exists() || !word.contains(['*', '?', '[']) {
            inputs.push(Input::File(path.to_owned()));
        } else {
            let paths = glob::glob(word).with_context(|| format!("{word}: no valid glob"))?;
            let before = inputs.len();
            inputs.extend(paths.flatten().filter(|path| path.is_file()).map(Input::File));
            if inputs.len() == before {
                bail!("{word}: no file matches");
            }
        }
    }
    Ok(inputs)
}

fn folder(path: &Path, inputs: &mut Vec<Input>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        if path.is_dir() {
            folder(&path, inputs)?;
        } else {
            inputs.push(Input::File(path));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_in_order_and_hidden_files_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.html", ".hidden"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let inputs = expand(&[folder.path().display().to_string()]).unwrap();
        let names: Vec<String> =
            inputs.iter().map(|input| input.name().rsplit('/').next().unwrap().to_owned()).collect();
        assert_eq!(names, ["a.html", "b.txt"]);
    }

    #[test]
    fn a_glob_that_matches_nothing_is_said() {
        assert!(
            expand(&["no-such-folder/*.txt".to_owned()]).unwrap_err().to_string().contains("no file matches")
        );
        assert!(expand(&[]).is_err());
    }
}
