//! Runs the binary as a user would, and reads what it writes.

#![allow(dead_code, reason = "each test file uses some of this")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What a run of the binary left behind.
pub(crate) struct Outcome {
    /// The exit status.
    pub(crate) status: i32,
    /// What it wrote to standard output.
    pub(crate) stdout: String,
    /// What it wrote to standard error.
    pub(crate) stderr: String,
}

impl Outcome {
    /// Returns the records of an output in JSON Lines.
    pub(crate) fn records(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
            .collect()
    }

    /// Asserts that all inputs were done.
    pub(crate) fn done(self) -> Outcome {
        self.ended_with(0)
    }

    /// Asserts an exit status.
    pub(crate) fn ended_with(self, status: i32) -> Outcome {
        assert_eq!(self.status, status, "exit status; standard error says:\n{}", self.stderr);
        self
    }

    /// Asserts that one line of standard error holds all these words.
    pub(crate) fn says(&self, words: &[&str]) {
        let said = self.stderr.lines().any(|line| words.iter().all(|word| line.contains(word)));
        assert!(said, "no line of standard error says {words:?}:\n{}", self.stderr);
    }
}

/// Runs the binary in the root of the workspace, with `input` on standard input.
pub(crate) fn relata_with_input(arguments: &[&str], input: &[u8]) -> Outcome {
    run(&root(), arguments, input)
}

/// Runs the binary in the root of the workspace.
pub(crate) fn relata(arguments: &[&str]) -> Outcome {
    run(&root(), arguments, b"")
}

/// Runs the binary in a folder; whatever it is given, it neither panics nor dies of a signal.
pub(crate) fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Outcome {
    let mut child = Command::new(env!("CARGO_BIN_EXE_relata"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A run that needs no input may end before it is all written.
            let _ = stdin.write_all(input);
        });
        child.wait_with_output().unwrap()
    });
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let told = arguments.join(" ");
    let status = output.status.code().unwrap_or_else(|| panic!("relata {told}: {}\n{stderr}", output.status));
    assert!(!stderr.contains("panicked"), "relata {told} panicked:\n{stderr}");
    let stdout = String::from_utf8(output.stdout).expect("standard output is UTF-8");
    Outcome { status, stdout, stderr }
}

/// Returns the root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Inputs of a test, in a folder of their own.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    /// Writes a file and returns its path.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(Path::new(&path).parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Returns the path of a file that may or may not be there.
    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }
}
