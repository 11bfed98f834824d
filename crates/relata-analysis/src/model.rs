//! Where does the network come from?
//!
//! A model is a folder: `config.json` (sizes and inventories), `words.txt` (the word table's entries, one a line),
//! `weights.safetensors`, `CARD.md`. English is built in; [`Models::from_dir`] reads another.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use pulp::Arch;
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};
use serde::Deserialize;

use crate::kernel::{LANES, Weights};
use crate::network::{Linear, Lstm, Network, Table};
use crate::{Language, PairModel, coreference};

const COREFERENCE: &str = "coreference.safetensors";
const PAIRS: &str = "pairs.safetensors";
const FORMAT: &str = "relata.language-model.v1";

/// The models that read text, and the language they read.
pub struct Models {
    pub(crate) language: &'static Language,
    pub(crate) network: Network,
    pub(crate) inventory: Inventory,
    // None where those built in are used.
    coreference: Option<coreference::Model>,
    pairs: Option<PairModel>,
}

/// What a model chooses from.
#[derive(Deserialize)]
pub(crate) struct Inventory {
    format: String,
    layers: usize,
    pub(crate) upos: Vec<String>,
    /// Part of speech and features: `NOUN|Number=Sing`.
    pub(crate) tags: Vec<String>,
    pub(crate) relations: Vec<String>,
    pub(crate) rules: Vec<String>,
    /// Of each tag, the number of its part of speech.
    #[serde(skip)]
    pub(crate) tag_upos: Vec<usize>,
}

/// A model that cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {fact}\n  {remedy}")]
pub struct ModelError {
    file: String,
    fact: String,
    remedy: &'static str,
}

const MAKE_AGAIN: &str =
    "Make the model again with training/export.py, or take the one that comes with this version.";

impl Models {
    /// Returns the English models, as built in.
    ///
    /// # Panics
    /// Where the program was built with a broken model, which a test rules out.
    #[allow(clippy::expect_used)]
    pub fn builtin() -> &'static Models {
        static BUILTIN: OnceLock<Models> = OnceLock::new();
        BUILTIN.get_or_init(|| Models::english().expect("a test opens the built-in model"))
    }

    fn english() -> Result<Models, ModelError> {
        let config = include_str!("../../../models/en/config.json");
        let words = include_str!("../../../models/en/words.txt");
        let weights = include_bytes!("../../../models/en/weights.safetensors");
        Models::read("models/en", config, words, weights)
    }

    /// Opens the models of a folder. What it does not hold is that built in: the language model as a whole
    /// (`config.json`, `words.txt`, `weights.safetensors`), `coreference.safetensors`, `pairs.safetensors` with
    /// `pieces.txt`; `ranker.safetensors` is read by those who rank.
    ///
    /// # Errors
    /// Where a file is missing or is not what this version reads.
    pub fn from_dir(path: &Path) -> Result<Models, ModelError> {
        let open = |name: &str| {
            fs::read(path.join(name)).map_err(|e| ModelError {
                file: path.join(name).display().to_string(),
                fact: e.to_string(),
                remedy: "A model's folder holds config.json, words.txt and weights.safetensors; see models/en.",
            })
        };
        let text = |name: &str| {
            String::from_utf8(open(name)?).map_err(|e| ModelError {
                file: path.join(name).display().to_string(),
                fact: e.to_string(),
                remedy: MAKE_AGAIN,
            })
        };
        let mut models = if path.join("config.json").exists() || !holds(path) {
            Models::read(
                &path.display().to_string(),
                &text("config.json")?,
                &text("words.txt")?,
                &open("weights.safetensors")?,
            )?
        } else {
            Models::english()?
        };
        let file = path.join(COREFERENCE);
        if file.exists() {
            let read = coreference::Model::read(&open(COREFERENCE)?);
            models.coreference = Some(read.map_err(|fact| ModelError {
                file: file.display().to_string(),
                fact,
                remedy: "Make it again with training/make_coreference.sh, or take the one that comes with this version.",
            })?);
        }
        let file = path.join(PAIRS);
        if file.exists() {
            let read = PairModel::read(&text("pieces.txt")?, &open(PAIRS)?);
            models.pairs = Some(read.map_err(|fact| ModelError {
                file: file.display().to_string(),
                fact,
                remedy: "Make it again with training/export_pairs.py, or take the one that comes with this version.",
            })?);
        }
        Ok(models)
    }

    /// Reads models from what their files hold; `folder` names them in errors.
    ///
    /// # Errors
    /// Where a file is not what this version reads.
    pub fn read(folder: &str, config: &str, words: &str, weights: &[u8]) -> Result<Models, ModelError> {
        let error = |name: &str, fact: String| ModelError {
            file: format!("{folder}/{name}"),
            fact,
            remedy: MAKE_AGAIN,
        };
        let mut inventory: Inventory =
            serde_json::from_str(config).map_err(|e| error("config.json", e.to_string()))?;
        if inventory.format != FORMAT {
            let fact = format!("the format is {:?}, this version reads {FORMAT:?}", inventory.format);
            return Err(error("config.json", fact));
        }
        for tag in &inventory.tags {
            let upos = tag.split('|').next();
            let number = inventory.upos.iter().position(|u| Some(u.as_str()) == upos);
            let number = number.ok_or_else(|| {
                error("config.json", format!("the tag {tag:?} is of no part of speech listed"))
            })?;
            inventory.tag_upos.push(number);
        }
        let tensors =
            SafeTensors::deserialize(weights).map_err(|e| error("weights.safetensors", e.to_string()))?;
        let reader = Reader { tensors, arch: Arch::new() };
        let network =
            reader.network(words, inventory.layers).map_err(|fact| error("weights.safetensors", fact))?;
        fits(&network).map_err(|fact| error("weights.safetensors", fact))?;
        // Row 0 is for words that are not in the table.
        let (listed, rows) = (words.lines().count(), network.words.scales.len());
        if listed + 1 != rows {
            let fact = format!("{listed} words are listed, the weights are for {}", rows.saturating_sub(1));
            return Err(error("words.txt", fact));
        }
        if network.word_rows.len() != listed {
            let twice = listed - network.word_rows.len();
            return Err(error("words.txt", format!("{twice} of {listed} words stand there a second time")));
        }
        let counts = [
            ("parts of speech", inventory.upos.len(), network.upos.weights.outputs()),
            ("tags", inventory.tags.len(), network.tags.weights.outputs()),
            ("lemma rules", inventory.rules.len(), network.rules.weights.outputs()),
            ("relations", inventory.relations.len(), network.relations.weights.outputs()),
            ("name tags", crate::decode::NAME_TAGS, network.names.weights.outputs()),
        ];
        if let Some((what, listed, weighed)) = counts.into_iter().find(|(_, a, b)| a != b) {
            return Err(error(
                "config.json",
                format!("{listed} {what} are listed, the weights are for {weighed}"),
            ));
        }
        Ok(Models { language: Language::english(), network, inventory, coreference: None, pairs: None })
    }

    /// Returns what reads two parties marked in a text.
    pub fn pairs(&self) -> &PairModel {
        self.pairs.as_ref().unwrap_or_else(|| PairModel::builtin())
    }

    /// Returns what tells which words stand for the same.
    pub fn coreference(&self) -> &coreference::Model {
        self.coreference.as_ref().unwrap_or_else(|| coreference::Model::builtin())
    }

    /// Returns how many words of the model's table, which is in the order of frequency, stand before a word in lower case.
    pub fn rank(&self, word: &str) -> Option<usize> {
        self.network.word_rows.get(word).map(|&row| row as usize - 1)
    }

    /// Returns how the models' language is written.
    pub fn language(&self) -> &Language {
        self.language
    }
}

/// Returns whether a folder holds a model beside the language model.
fn holds(folder: &Path) -> bool {
    [COREFERENCE, PAIRS, "ranker.safetensors"].iter().any(|name| folder.join(name).exists())
}

/// Checks that what one part of the network gives is what the next takes, so that no word is read by a part that
/// would find too few numbers.
fn fits(network: &Network) -> Result<(), String> {
    let (width, size) = (network.words.width, network.size);
    let mut sizes: Vec<(String, usize, usize)> = vec![
        ("features: columns".to_owned(), network.features.width, width),
        ("norm.weight".to_owned(), network.norm.0.len(), width),
        ("norm.bias".to_owned(), network.norm.1.len(), width),
        ("root".to_owned(), network.root.len(), 2 * size),
        ("arc: columns".to_owned(), network.arc.weights.inputs(), network.arc_dependent.weights.outputs()),
        ("arc: rows".to_owned(), network.arc.weights.outputs(), network.arc_head.weights.outputs()),
        (
            "relation_head: rows".to_owned(),
            network.relation_head.weights.outputs(),
            network.relations.weights.inputs(),
        ),
        (
            "relation_dependent: rows".to_owned(),
            network.relation_dependent.weights.outputs(),
            network.relations.weights.inputs(),
        ),
    ];
    for (layer, directions) in network.layers.iter().enumerate() {
        for (direction, lstm) in ["forwards", "backwards"].iter().zip(directions) {
            let name = format!("{direction}.{layer}");
            let input = if layer == 0 { width } else { 2 * size };
            sizes.push((format!("{name}.input: columns"), lstm.input.weights.inputs(), input));
            sizes.push((format!("{name}.input: rows"), lstm.input.weights.outputs(), 4 * size));
            sizes.push((format!("{name}.recurrent: columns"), lstm.recurrent.inputs(), size));
            sizes.push((format!("{name}.recurrent: rows"), lstm.recurrent.outputs(), 4 * size));
        }
    }
    for (name, head) in [
        ("upos", &network.upos),
        ("tags", &network.tags),
        ("rules", &network.rules),
        ("names", &network.names),
        ("arc_dependent", &network.arc_dependent),
        ("arc_head", &network.arc_head),
        ("relation_dependent", &network.relation_dependent),
        ("relation_head", &network.relation_head),
    ] {
        sizes.push((format!("{name}: columns"), head.weights.inputs(), 2 * size));
    }
    let wrong = sizes.into_iter().find(|(_, is, should)| is != should);
    wrong.map_or(Ok(()), |(name, is, should)| {
        Err(format!("{name} is {is} and should be {should}, to fit the parts beside it"))
    })
}

/// Reads the parts of a network from the tensors of a file.
pub(crate) struct Reader<'b> {
    pub(crate) tensors: SafeTensors<'b>,
    pub(crate) arch: Arch,
}

impl Reader<'_> {
    fn network(&self, words: &str, layers: usize) -> Result<Network, String> {
        let layers: Vec<[Lstm; 2]> = (0..layers)
            .map(|i| Ok([self.lstm(&format!("forwards.{i}"))?, self.lstm(&format!("backwards.{i}"))?]))
            .collect::<Result<_, String>>()?;
        let size = layers.first().map_or(0, |[lstm, _]| lstm.recurrent.outputs() / 4);
        let more = format!("forwards.{}.input.weight", layers.len());
        if self.tensors.tensor(&more).is_ok() {
            return Err(format!("{more} is there, and config.json has {} layers", layers.len()));
        }
        if size == 0 || !size.is_multiple_of(LANES) {
            return Err(format!("LSTMs of {size} states, where a multiple of {LANES} is read"));
        }
        let word_rows: HashMap<String, u32> =
            words.lines().zip(1..).map(|(word, row)| (word.to_owned(), row)).collect();
        Ok(Network {
            arch: self.arch,
            word_rows,
            words: self.table("words")?,
            features: self.table("features")?,
            norm: (self.floats("norm.weight")?, self.floats("norm.bias")?),
            layers,
            size,
            upos: self.linear("upos")?,
            tags: self.linear("tags")?,
            rules: self.linear("rules")?,
            names: self.linear("names")?,
            root: self.floats("root")?,
            arc_dependent: self.linear("arc_dependent")?,
            arc_head: self.linear("arc_head")?,
            arc: self.linear("arc")?,
            relation_dependent: self.linear("relation_dependent")?,
            relation_head: self.linear("relation_head")?,
            relations: self.linear("relations")?,
        })
    }

    fn lstm(&self, name: &str) -> Result<Lstm, String> {
        Ok(Lstm {
            input: self.linear(&format!("{name}.input"))?,
            recurrent: self.weights(&format!("{name}.recurrent"))?,
        })
    }

    pub(crate) fn linear(&self, name: &str) -> Result<Linear, String> {
        let weights = self.weights(&format!("{name}.weight"))?;
        let bias = self.floats(&format!("{name}.bias"))?;
        if bias.len() != weights.outputs() {
            return Err(format!(
                "{name}: {} outputs and {} numbers to add to them",
                weights.outputs(),
                bias.len()
            ));
        }
        Ok(Linear { weights, bias })
    }

    fn weights(&self, name: &str) -> Result<Weights, String> {
        let table = self.table(name)?;
        Ok(Weights::new(&table.rows, &table.scales, table.width))
    }

    /// Returns a matrix of signed bytes with its rows' scales.
    pub(crate) fn table(&self, name: &str) -> Result<Table, String> {
        let tensor = self.tensor(name, Dtype::I8)?;
        let &[rows, width] = tensor.shape() else { return Err(format!("{name} is no matrix")) };
        let scales = self.floats(&format!("{name}.scales"))?;
        if scales.len() != rows || rows == 0 || width == 0 {
            return Err(format!("{name}: {rows} rows of {width} and {} scales", scales.len()));
        }
        Ok(Table { width, rows: tensor.data().iter().map(|&b| i8::from_ne_bytes([b])).collect(), scales })
    }

    pub(crate) fn floats(&self, name: &str) -> Result<Vec<f32>, String> {
        let tensor = self.tensor(name, Dtype::F32)?;
        let floats: Vec<f32> =
            tensor.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        match floats.iter().find(|v| !v.is_finite()) {
            Some(v) => Err(format!("{name} holds {v}, which is no number to reckon with")),
            None => Ok(floats),
        }
    }

    fn tensor(&self, name: &str, dtype: Dtype) -> Result<TensorView<'_>, String> {
        let tensor = self.tensors.tensor(name).map_err(|e| format!("{name}: {e}"))?;
        if tensor.dtype() == dtype {
            Ok(tensor)
        } else {
            Err(format!("{name} is {:?} and should be {dtype:?}", tensor.dtype()))
        }
    }
}
