//! Is a model that is broken named as such, with the file and what was expected, before it reads a word?

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use relata_analysis::{Models, parse_words};
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en")
}

struct Files {
    config: String,
    words: String,
    weights: Vec<u8>,
}

impl Files {
    fn shipped() -> Files {
        let folder = shipped();
        Files {
            config: fs::read_to_string(folder.join("config.json")).unwrap(),
            words: fs::read_to_string(folder.join("words.txt")).unwrap(),
            weights: fs::read(folder.join("weights.safetensors")).unwrap(),
        }
    }

    fn write(&self, folder: &Path) {
        fs::write(folder.join("config.json"), &self.config).unwrap();
        fs::write(folder.join("words.txt"), &self.words).unwrap();
        fs::write(folder.join("weights.safetensors"), &self.weights).unwrap();
    }

    fn error(&self) -> Option<String> {
        Models::read("broken", &self.config, &self.words, &self.weights).err().map(|e| e.to_string())
    }
}

/// A tensor taken apart: type, shape, bytes.
type Tensor = (Dtype, Vec<usize>, Vec<u8>);

fn tensors(weights: &[u8]) -> Vec<(String, Tensor)> {
    let read = SafeTensors::deserialize(weights).unwrap();
    let mut all: Vec<_> = read
        .tensors()
        .into_iter()
        .map(|(name, view)| (name, (view.dtype(), view.shape().to_vec(), view.data().to_vec())))
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn written(tensors: &[(String, Tensor)], weights: &[u8]) -> Vec<u8> {
    let (_, header) = SafeTensors::read_metadata(weights).unwrap();
    let metadata: Option<HashMap<String, String>> = header.metadata().clone();
    let views = tensors
        .iter()
        .map(|(name, (dtype, shape, data))| (name, TensorView::new(*dtype, shape.clone(), data).unwrap()));
    safetensors::serialize(views, metadata).unwrap()
}

/// Returns the model with one tensor changed by `change`.
fn with(files: &Files, all: &[(String, Tensor)], name: &str, change: impl FnOnce(&mut Tensor)) -> Files {
    let mut all = all.to_vec();
    change(&mut all.iter_mut().find(|(other, _)| other == name).unwrap().1);
    Files { config: files.config.clone(), words: files.words.clone(), weights: written(&all, &files.weights) }
}

#[test]
fn the_model_put_together_again_is_no_broken_one() {
    let files = Files::shipped();
    let again = Files { weights: written(&tensors(&files.weights), &files.weights), ..files };
    assert_eq!(again.error(), None);
}

#[test]
fn a_missing_file_is_named_with_what_the_folder_should_hold() {
    for name in ["config.json", "words.txt", "weights.safetensors"] {
        let folder = tempfile::tempdir().unwrap();
        Files::shipped().write(folder.path());
        fs::remove_file(folder.path().join(name)).unwrap();
        let error = Models::from_dir(folder.path()).err().unwrap().to_string();
        assert!(error.contains(&folder.path().join(name).display().to_string()), "{error}");
        assert!(error.contains("models/en"), "{error}");
    }
}

#[test]
fn a_file_that_is_no_text_is_named() {
    let folder = tempfile::tempdir().unwrap();
    Files::shipped().write(folder.path());
    fs::write(folder.path().join("words.txt"), b"the\n\xff\xfe\n").unwrap();
    let error = Models::from_dir(folder.path()).err().unwrap().to_string();
    assert!(error.contains("words.txt") && error.contains("training/export.py"), "{error}");
}

#[test]
fn a_file_that_was_cut_short_is_an_error_that_names_it() {
    let files = Files::shipped();
    let lengths = |length: usize| [0, 1, 7, 8, 9, 100, length / 3, length / 2, length - 2];
    for length in lengths(files.weights.len()).into_iter().chain([files.weights.len() - 1]) {
        let cut = Files {
            weights: files.weights[..length].to_vec(),
            config: files.config.clone(),
            words: files.words.clone(),
        };
        let error = cut.error().unwrap_or_else(|| panic!("weights cut at {length} were read"));
        assert!(
            error.contains("broken/weights.safetensors") && error.contains("training/export.py"),
            "{error}"
        );
    }
    for length in lengths(files.config.trim_end().len()) {
        let cut = Files {
            config: files.config[..length].to_owned(),
            words: files.words.clone(),
            weights: files.weights.clone(),
        };
        let error = cut.error().unwrap_or_else(|| panic!("config.json cut at {length} was read"));
        assert!(error.contains("broken/config.json"), "{error}");
    }
    for length in [0, 1, 100, files.words.len() / 2] {
        let at = (0..=length).rev().find(|&at| files.words.is_char_boundary(at)).unwrap();
        let cut = Files {
            words: files.words[..at].to_owned(),
            config: files.config.clone(),
            weights: files.weights.clone(),
        };
        let error = cut.error().unwrap_or_else(|| panic!("words.txt cut at {length} was read"));
        assert!(error.contains("broken/words.txt"), "{error}");
    }
}

#[test]
fn a_model_of_another_version_says_which_version_is_read() {
    let mut files = Files::shipped();
    let version =
        files.config.split("relata.language-model.").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let ours = format!("relata.language-model.{version}");
    files.config = files.config.replace(&ours, "relata.language-model.v999");
    let error = files.error().unwrap();
    assert!(
        error.contains("v999") && error.contains(&ours) && error.contains("broken/config.json"),
        "{error}"
    );
}

#[test]
fn inventories_and_layers_that_the_weights_do_not_have_are_errors() {
    let files = Files::shipped();
    let config: serde_json::Value = serde_json::from_str(&files.config).unwrap();
    let mut changes: Vec<(&str, serde_json::Value)> =
        ["upos", "tags", "relations", "rules"].map(|list| (list, serde_json::json!([]))).into();
    for layers in [0_u64, 1, 3, 1 << 20, 1 << 60] {
        if config["layers"] != layers {
            changes.push(("layers", serde_json::json!(layers)));
        }
    }
    changes.push(("layers", serde_json::json!(-1)));
    changes.push(("upos", serde_json::Value::Null));
    for (key, value) in changes {
        let mut config = config.clone();
        config[key] = value.clone();
        let broken =
            Files { config: config.to_string(), words: files.words.clone(), weights: files.weights.clone() };
        assert!(broken.error().is_some(), "{key} of {value} was read");
    }
}

#[test]
fn a_word_that_is_listed_twice_is_an_error() {
    let mut files = Files::shipped();
    let mut words: Vec<&str> = files.words.lines().collect();
    words[5] = words[0];
    files.words = words.join("\n");
    let error = files.error().unwrap();
    assert!(error.contains("broken/words.txt") && error.contains("second time"), "{error}");
}

#[test]
fn a_tensor_that_is_missing_or_of_another_type_is_named() {
    let files = Files::shipped();
    let all = tensors(&files.weights);
    for (name, (dtype, ..)) in &all {
        let left: Vec<_> = all.iter().filter(|(other, _)| other != name).cloned().collect();
        let broken = Files {
            weights: written(&left, &files.weights),
            config: files.config.clone(),
            words: files.words.clone(),
        };
        let error = broken.error().unwrap_or_else(|| panic!("a model without {name} was read"));
        assert!(error.contains(name.as_str()), "{error}");
        let other = if *dtype == Dtype::F32 { Dtype::I32 } else { Dtype::U8 };
        let error = with(&files, &all, name, |tensor| tensor.0 = other).error();
        let error = error.unwrap_or_else(|| panic!("{name} of {other:?} was read"));
        assert!(error.contains(name.as_str()), "{error}");
    }
}

#[test]
fn a_tensor_of_another_shape_is_an_error() {
    let files = Files::shipped();
    let all = tensors(&files.weights);
    let mut read = Vec::new();
    for (name, (dtype, shape, _)) in &all {
        let size = if *dtype == Dtype::F32 { 4 } else { 1 };
        let width: usize = shape[1..].iter().product();
        let flat = with(&files, &all, name, |(_, shape, _)| shape.push(1));
        let fewer = with(&files, &all, name, |(_, shape, data)| {
            shape[0] -= 1;
            data.truncate(shape[0] * width * size);
        });
        let empty = with(&files, &all, name, |(_, shape, data)| {
            shape[0] = 0;
            data.clear();
        });
        let mut broken = vec![("a row less", fewer), ("no rows", empty)];
        if shape.len() == 2 {
            broken.push(("three axes", flat));
            let narrow = with(&files, &all, name, |(_, shape, data)| {
                *data = data.chunks_exact(shape[1]).flat_map(|row| &row[1..]).copied().collect();
                shape[1] -= 1;
            });
            broken.push(("a column less", narrow));
            if shape[0] != shape[1] {
                broken.push(("turned", with(&files, &all, name, |(_, shape, _)| shape.reverse())));
            }
            // A row less with its scale: the matrix holds together, and no longer fits those beside it.
            let scales = format!("{name}.scales");
            let mut both = all.clone();
            for (other, (_, shape, data)) in &mut both {
                if *other == scales || other == name {
                    let bytes = data.len() / shape[0];
                    shape[0] -= 1;
                    data.truncate(shape[0] * bytes);
                }
            }
            let both = Files {
                weights: written(&both, &files.weights),
                config: files.config.clone(),
                words: files.words.clone(),
            };
            // The table of features is as long as it is: any length is a table.
            if name != "features" {
                broken.push(("a row less, and its scale", both));
            }
        }
        read.extend(
            broken
                .into_iter()
                .filter(|(_, files)| files.error().is_none())
                .map(|(what, _)| format!("{name}: {what}")),
        );
    }
    assert!(read.is_empty(), "read without an error: {read:#?}");
}

#[test]
fn numbers_that_are_none_are_errors() {
    let files = Files::shipped();
    let all = tensors(&files.weights);
    let mut read = Vec::new();
    for (name, _) in all.iter().filter(|(_, (dtype, ..))| *dtype == Dtype::F32) {
        for number in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let broken = with(&files, &all, name, |(_, _, data)| {
                let at = data.len() - 4;
                data[at..].copy_from_slice(&number.to_le_bytes());
            });
            match broken.error() {
                Some(error) => assert!(error.contains(name.as_str()), "{error}"),
                None => read.push(format!("{name}: {number}")),
            }
        }
    }
    assert!(read.is_empty(), "read without an error: {read:#?}");
}

#[test]
fn a_header_of_any_claimed_length_is_an_error_and_nothing_is_set_aside_for_it() {
    let files = Files::shipped();
    for length in [u64::MAX, u64::MAX - 7, 1 << 60, 1 << 40, 99_000_000, 0, 1, 2] {
        let mut weights = files.weights.clone();
        weights[..8].copy_from_slice(&length.to_le_bytes());
        let broken = Files { weights, config: files.config.clone(), words: files.words.clone() };
        let error = broken.error().unwrap_or_else(|| panic!("a header of {length} bytes was read"));
        assert!(error.contains("broken/weights.safetensors"), "{error}");
    }
}

#[test]
fn bytes_changed_at_random_are_an_error_or_a_model_that_reads() {
    let files = Files::shipped();
    let header = 8 + u64::from_le_bytes(files.weights[..8].try_into().unwrap()) as usize;
    let words = [["The", "ministers", "met", "in", "Geneva", "."]];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        // xorshift
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for round in 0..60 {
        let mut weights = files.weights.clone();
        let until = if round % 2 == 0 { header } else { weights.len() };
        for _ in 0..=random(8) {
            let at = random(until);
            weights[at] ^= 1 << random(8);
        }
        if let Ok(models) = Models::read("broken", &files.config, &files.words, &weights) {
            assert_eq!(parse_words(&models, &words)[0].words.len(), 6);
        }
    }
}
