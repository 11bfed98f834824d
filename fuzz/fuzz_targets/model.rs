//! Opens models that were changed at random: an error, or a model that reads a sentence.
//!
//! The start is a model of the smallest sizes that the program reads, and the shipped weights of sentence ends; the input
//! says what to change. Were the shipped network the start, the fuzzer would spend its time on megabytes of weights.

#![no_main]

use std::collections::HashMap;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use relata_analysis::{Language, Models, parse_words, sentences};
use safetensors::tensor::{Dtype, TensorView};

const CONFIG: &str = r#"{"format": "relata.language-model.v1", "language": "en", "layers": 1, "upos": ["NOUN", "VERB"],
 "relations": ["root", "nsubj"], "rules": ["l0|", "l1|y", "=be"], "tags": ["NOUN|Number=Sing", "NOUN|Number=Plur", "VERB|_"]}"#;
const WORDS: &str = "the\nmet\n";
const BOUNDARIES: &[u8] = include_bytes!("../../models/en/sentences.safetensors");

/// Columns of the tables, states of an LSTM, and columns of what is compared to find heads.
const SIZE: usize = 16;

static WEIGHTS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut tensors: Vec<(String, Dtype, Vec<usize>)> = Vec::new();
    let mut matrix = |name: &str, rows: usize, columns: usize| {
        tensors.push((name.to_owned(), Dtype::I8, vec![rows, columns]));
        tensors.push((format!("{name}.scales"), Dtype::F32, vec![rows]));
    };
    matrix("words", 3, SIZE);
    matrix("features", 64, SIZE);
    let mut floats =
        vec![("norm.weight".to_owned(), SIZE), ("norm.bias".to_owned(), SIZE), ("root".to_owned(), 2 * SIZE)];
    for direction in ["forwards", "backwards"] {
        matrix(&format!("{direction}.0.recurrent"), 4 * SIZE, SIZE);
    }
    for (name, outputs, inputs) in [
        ("forwards.0.input", 4 * SIZE, SIZE),
        ("backwards.0.input", 4 * SIZE, SIZE),
        ("upos", 2, 2 * SIZE),
        ("tags", 3, 2 * SIZE),
        ("rules", 3, 2 * SIZE),
        ("names", 7, 2 * SIZE),
        ("arc_dependent", SIZE, 2 * SIZE),
        ("arc_head", SIZE, 2 * SIZE),
        ("arc", SIZE, SIZE),
        ("relation_dependent", SIZE, 2 * SIZE),
        ("relation_head", SIZE, 2 * SIZE),
        ("relations", 2, SIZE),
    ] {
        matrix(&format!("{name}.weight"), outputs, inputs);
        floats.push((format!("{name}.bias"), outputs));
    }
    tensors.extend(floats.into_iter().map(|(name, length)| (name, Dtype::F32, vec![length])));
    let data: Vec<Vec<u8>> = tensors
        .iter()
        .map(|(_, dtype, shape)| {
            let count: usize = shape.iter().product();
            match dtype {
                Dtype::F32 => (0..count).flat_map(|i| (0.01 * (1 + i % 5) as f32).to_le_bytes()).collect(),
                _ => (0..count).map(|i| (i * 37 % 251) as u8).collect(),
            }
        })
        .collect();
    let views = tensors.iter().zip(&data).map(|((name, dtype, shape), data)| {
        (
            name.clone(),
            TensorView::new(*dtype, shape.clone(), data).expect("data is as long as its shape says"),
        )
    });
    let weights =
        safetensors::serialize(views, None::<HashMap<String, String>>).expect("these tensors can be written");
    // The fuzzer must not start from a model that is broken already.
    if let Err(error) = Models::read("small", CONFIG, WORDS, &weights) {
        panic!("{error}");
    }
    weights
});

fuzz_target!(|changes: &[u8]| {
    // The first byte chooses the file, the rest are changes of four bytes: where (two), how, to what.
    let Some((&file, changes)) = changes.split_first() else { return };
    let mut config = CONFIG.as_bytes().to_vec();
    let mut words = WORDS.as_bytes().to_vec();
    let mut weights = WEIGHTS.clone();
    let mut boundaries = if file % 8 == 7 { BOUNDARIES.to_vec() } else { Vec::new() };
    let bytes = match file % 8 {
        0 | 1 => &mut config,
        2 => &mut words,
        7 => &mut boundaries,
        _ => &mut weights,
    };
    for change in changes.chunks_exact(4) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % bytes.len().max(1);
        if at >= bytes.len() {
            continue;
        }
        match change[2] % 8 {
            0..=2 => bytes[at] = change[3],
            3 | 4 => bytes[at] ^= 1 << (change[3] % 8),
            5 => bytes.insert(at, change[3]),
            6 => drop(bytes.remove(at)),
            _ => bytes.truncate(at),
        }
    }
    if file % 8 == 7 {
        if let Ok(language) = Language::english().clone().with_boundaries(&boundaries) {
            assert!(!sentences(&language, "Gen. Doe left. He met Thanks John").is_empty());
        }
        return;
    }
    let (Ok(config), Ok(words)) = (String::from_utf8(config), String::from_utf8(words)) else { return };
    if let Ok(models) = Models::read("fuzzed", &config, &words, &weights) {
        let words = ["The", "ministers", "met", "in", "Geneva", "."];
        assert_eq!(parse_words(&models, &[words])[0].words.len(), words.len());
    }
});
