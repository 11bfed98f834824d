//! Of several relations that two parties may have, which does the text report?
//!
//! The rules propose acts, each with how well its slots agree with the two parties; a small network has read the words
//! with the parties marked in them ([`relata_analysis::PairModel`]). The ranker weighs both: a softmax over PLOVER's types
//! and "none" (multinomial logistic regression), whose shares are the confidence that is shown.

use std::sync::OnceLock;

use relata_doc::PloverType;
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};

/// What the rules propose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proposal {
    /// The type of the act.
    pub plover: PloverType,
    /// How well its slots agree with the two parties, 0 to 1.
    pub agreement: f32,
}

/// The number of classes: PLOVER's types in their order, then "no relation".
pub const CLASSES: usize = PloverType::ALL.len() + 1;

/// Of each type: its best proposal, and whether it is the best of all; then whether there is none.
const OF_RULES: usize = 2 * PloverType::ALL.len() + 1;

/// The numbers of one class's weights, its offset behind them.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranker {
    inputs: usize,
    /// Rows of `inputs + 1`, one a class.
    weights: Vec<f32>,
}

/// The one tensor of a ranker's file.
const WEIGHTS: &str = "weights";

impl Ranker {
    /// Returns the English ranker, as built in.
    ///
    /// # Panics
    /// Where the program was built with a broken file, which a test rules out.
    #[allow(clippy::expect_used)]
    pub fn builtin() -> &'static Ranker {
        static BUILTIN: OnceLock<Ranker> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            Ranker::read(include_bytes!("../../../models/en/ranker.safetensors"))
                .expect("a test opens the built-in ranker")
        })
    }

    /// Returns a ranker of weights: for each class those of its inputs, then what is added.
    ///
    /// # Errors
    /// Where they are not [`CLASSES`] equal rows, or no numbers.
    pub fn new(weights: Vec<f32>) -> Result<Ranker, String> {
        let row = weights.len() / CLASSES;
        if row < 2 || !weights.len().is_multiple_of(CLASSES) {
            return Err(format!("{} weights for {CLASSES} classes", weights.len()));
        }
        match weights.iter().find(|weight| !weight.is_finite()) {
            Some(weight) => Err(format!("the weight {weight} is no number to reckon with")),
            None => Ok(Ranker { inputs: row - 1, weights }),
        }
    }

    /// Reads what [`Ranker::bytes`] wrote.
    ///
    /// # Errors
    /// Where the bytes are not what this version reads; the text says what is wrong with them.
    pub fn read(bytes: &[u8]) -> Result<Ranker, String> {
        let tensors = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
        let tensor = tensors.tensor(WEIGHTS).map_err(|error| format!("{WEIGHTS}: {error}"))?;
        if tensor.dtype() != Dtype::F32 {
            return Err(format!("{WEIGHTS} is {:?} and should be F32", tensor.dtype()));
        }
        let (weights, _) = tensor.data().as_chunks::<4>();
        Ranker::new(weights.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }

    /// Returns the ranker as its file holds it.
    ///
    /// # Errors
    /// None for weights that [`Ranker::new`] took.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        let data: Vec<u8> = self.weights.iter().flat_map(|weight| weight.to_le_bytes()).collect();
        let shape = vec![CLASSES, self.inputs + 1];
        let view = TensorView::new(Dtype::F32, shape, &data).map_err(|error| error.to_string())?;
        safetensors::serialize([(WEIGHTS, view)], None).map_err(|error| error.to_string())
    }

    /// Returns the share of each class, in the order of [`PloverType::ALL`], "none" last.
    pub fn shares(&self, inputs: &[f32]) -> Vec<f32> {
        debug_assert_eq!(inputs.len(), self.inputs);
        let scores = self.weights.chunks_exact(self.inputs + 1).map(|row| {
            // Summed in double precision, in one order: the same on every machine.
            let products =
                row.iter().zip(inputs).map(|(&weight, &input)| f64::from(weight) * f64::from(input));
            products.sum::<f64>() + f64::from(row[self.inputs])
        });
        shares(&scores.collect::<Vec<f64>>()).into_iter().map(|share| share as f32).collect()
    }

    /// Returns the number of inputs.
    pub fn inputs(&self) -> usize {
        self.inputs
    }
}

/// Returns e to the power of each score, over the sum of all.
pub fn shares(scores: &[f64]) -> Vec<f64> {
    let top = scores.iter().copied().fold(f64::MIN, f64::max);
    let powers: Vec<f64> = scores.iter().map(|score| (score - top).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// Returns what the ranker weighs: what the network says of the pair, then what the rules propose.
pub fn inputs(pair: &[f32], proposals: &[Proposal]) -> Vec<f32> {
    let mut of_rules = [0.0; OF_RULES];
    let best = proposals.iter().max_by(|a, b| a.agreement.total_cmp(&b.agreement));
    for (index, &plover) in PloverType::ALL.iter().enumerate() {
        let of_type = proposals.iter().filter(|proposal| proposal.plover == plover);
        of_rules[2 * index] = of_type.map(|proposal| proposal.agreement).fold(0.0, f32::max);
        of_rules[2 * index + 1] = f32::from(best.is_some_and(|best| best.plover == plover));
    }
    of_rules[OF_RULES - 1] = f32::from(best.is_none());
    pair.iter().copied().chain(of_rules).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let weights: Vec<f32> = (0..3 * CLASSES).map(|i| i as f32 / 10.0).collect();
        let ranker = Ranker::new(weights).unwrap();
        assert_eq!(Ranker::read(&ranker.bytes().unwrap()).unwrap(), ranker);
        assert_eq!(ranker.inputs(), 2);
    }

    #[test]
    fn the_one_built_in_fits_the_network_built_in() {
        let pair = vec![0.0; relata_analysis::PairModel::builtin().width()];
        assert_eq!(inputs(&pair, &[]).len(), Ranker::builtin().inputs());
    }

    #[test]
    fn a_broken_file_is_an_error() {
        let bytes = Ranker::new(vec![0.0; 2 * CLASSES]).unwrap().bytes().unwrap();
        assert!(Ranker::read(&bytes[1..]).is_err());
        assert!(Ranker::read(&bytes[..bytes.len() - 1]).is_err());
        assert!(Ranker::read(&bytes[..bytes.len() - 4]).is_err());
        assert!(Ranker::new(vec![f32::NAN; 2 * CLASSES]).is_err());
    }

    #[test]
    fn shares_add_up_and_follow_the_weights() {
        let mut weights = vec![0.0; 2 * CLASSES];
        weights[2] = 3.0;
        let shares = Ranker::new(weights).unwrap().shares(&[1.0]);
        assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(shares[1] > 0.5);
    }

    #[test]
    fn the_rules_proposals_are_told_by_type() {
        let proposals = [
            Proposal { plover: PloverType::ALL[1], agreement: 0.4 },
            Proposal { plover: PloverType::ALL[1], agreement: 0.6 },
        ];
        let inputs = inputs(&[9.0], &proposals);
        assert_eq!(inputs.len(), 1 + OF_RULES);
        assert_eq!(inputs[..6], [9.0, 0.0, 0.0, 0.6, 1.0, 0.0]);
        assert_eq!(inputs[OF_RULES], 0.0);
    }
}
