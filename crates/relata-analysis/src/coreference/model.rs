//! How is a pair of mentions weighed?
//!
//! `models/en/coreference.safetensors`: a row of weights for each number of a feature that was seen often enough in
//! training. The rows of what is seen are added up, cut off below zero, and weighed once more.

use std::sync::OnceLock;

use safetensors::SafeTensors;
use safetensors::tensor::Dtype;

use super::pairs::HASHES;

/// Numbers in a row: hidden units, of which the last is not cut off and goes to the score as it is.
pub(super) const WIDTH: usize = 32;

/// A sum of rows, in parts of [`ONE`]: whole numbers add up to the same in any order.
pub(super) type Sum = [i32; WIDTH];

/// What is one in a [`Sum`].
const ONE: f32 = 4096.0;

/// The weights of coreference.
pub struct Model {
    /// The row of each number; row 0 is empty.
    row_of: Vec<u16>,
    rows: Vec<[i16; WIDTH]>,
    bias: Sum,
    /// What each hidden unit adds to the score of a pair, and of a mention standing for something new.
    pair: [f32; WIDTH],
    new: [f32; WIDTH],
    /// What is added to the score of a new one: higher makes fewer links.
    threshold: f32,
    /// Slope and offset that turn a share of the scores into a confidence.
    calibration: [f32; 2],
}

impl Model {
    /// Returns the English weights, as built in.
    ///
    /// # Panics
    /// Where the program was built with broken weights, which a test rules out.
    #[allow(clippy::expect_used)]
    pub fn builtin() -> &'static Model {
        static BUILTIN: OnceLock<Model> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let bytes = include_bytes!("../../../../models/en/coreference.safetensors");
            Model::read(bytes).expect("a test opens the built-in weights")
        })
    }

    /// Reads weights from the bytes of their file.
    ///
    /// # Errors
    /// Where the bytes are not what this version reads; the text says what is wrong with them.
    pub fn read(bytes: &[u8]) -> Result<Model, String> {
        let tensors = SafeTensors::deserialize(bytes).map_err(|e| e.to_string())?;
        let tensor = |name: &str, dtype: Dtype, count: usize| {
            let tensor = tensors.tensor(name).map_err(|e| format!("{name}: {e}"))?;
            if tensor.dtype() != dtype || tensor.shape().iter().product::<usize>() != count {
                return Err(format!("{name} is {:?} {:?}", tensor.dtype(), tensor.shape()));
            }
            Ok(tensor.data().to_vec())
        };
        let floats = |name: &str, count: usize| {
            let data = tensor(name, Dtype::F32, count)?;
            Ok::<Vec<f32>, String>(
                data.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect(),
            )
        };
        let sum = |name: &str| {
            let mut out = [0.0; WIDTH];
            out.copy_from_slice(&floats(name, WIDTH)?);
            Ok::<[f32; WIDTH], String>(out)
        };
        let count =
            tensors.tensor("features").map_err(|e| format!("features: {e}"))?.shape().iter().product();
        let mut row_of = vec![0; HASHES as usize];
        for (number, row) in tensor("features", Dtype::U16, count)?.chunks_exact(2).zip(1..) {
            row_of[usize::from(u16::from_le_bytes([number[0], number[1]]))] = row;
        }
        let bytes = tensor("rows", Dtype::I8, count * WIDTH)?;
        let scales = floats("rows.scales", count)?;
        let rows = bytes.chunks_exact(WIDTH).zip(scales).map(|(row, scale)| {
            let mut out = [0; WIDTH];
            for (value, &byte) in out.iter_mut().zip(row) {
                // Seven bits and a scale: no row comes near the ends of sixteen bits, and one that did would stay there.
                *value = (f32::from(i8::from_ne_bytes([byte])) * scale * ONE).round() as i16;
            }
            out
        });
        let calibration = floats("calibration", 2)?;
        Ok(Model {
            row_of,
            rows: std::iter::once([0; WIDTH]).chain(rows).collect(),
            bias: sum("bias")?.map(|value| (value * ONE).round() as i32),
            pair: sum("pair")?,
            new: sum("new")?,
            threshold: floats("threshold", 1)?[0],
            calibration: [calibration[0], calibration[1]],
        })
    }

    /// Adds the rows of features to a sum.
    pub(super) fn add(&self, sum: &mut Sum, features: &[u16]) {
        for &feature in features {
            let row = &self.rows[usize::from(self.row_of[usize::from(feature)])];
            for (value, weight) in sum.iter_mut().zip(row) {
                *value += i32::from(*weight);
            }
        }
    }

    pub(super) fn start(&self) -> Sum {
        self.bias
    }

    pub(super) fn score_pair(&self, sum: &Sum) -> f32 {
        score(sum, &self.pair)
    }

    pub(super) fn score_new(&self, sum: &Sum) -> f32 {
        score(sum, &self.new) + self.threshold
    }

    /// Returns how often links whose share of the scores is that are right.
    pub(super) fn confidence(&self, share: f32) -> f32 {
        let share = share.clamp(1e-6, 1.0 - 1e-6);
        let odds = (share / (1.0 - share)).ln();
        1.0 / (1.0 + (-(self.calibration[0] * odds + self.calibration[1])).exp())
    }
}

fn score(sum: &Sum, weights: &[f32; WIDTH]) -> f32 {
    let last = WIDTH - 1;
    let hidden = sum[..last].iter().zip(&weights[..last]);
    let hidden: f32 = hidden.map(|(&value, weight)| value.max(0) as f32 * weight).sum();
    (hidden + sum[last] as f32) / ONE
}
