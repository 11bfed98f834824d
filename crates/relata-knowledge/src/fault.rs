//! What is wrong in the knowledge files, and what to do about it?

use std::fmt;

/// Something wrong in a knowledge file: where, what, and the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, by its name under the knowledge folder.
    pub file: String,
    /// The line, from 1, where the fault lies in one.
    pub line: Option<usize>,
    /// What is wrong.
    pub fact: String,
    /// What to do.
    pub remedy: String,
}

impl Fault {
    /// Makes a fault of a whole file.
    pub fn file(file: &str, fact: &str, remedy: &str) -> Fault {
        Fault { file: file.to_owned(), line: None, fact: fact.to_owned(), remedy: remedy.to_owned() }
    }

    /// Makes a fault at a byte of a file's text.
    pub fn at(file: &str, text: &str, byte: usize, fact: String, remedy: &str) -> Fault {
        let line = text.as_bytes().iter().take(byte).filter(|&&b| b == b'\n').count() + 1;
        Fault { file: file.to_owned(), line: Some(line), fact, remedy: remedy.to_owned() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{}: {}\n  {}", self.file, line, self.fact, self.remedy),
            None => write!(f, "{}: {}\n  {}", self.file, self.fact, self.remedy),
        }
    }
}

impl std::error::Error for Fault {}
