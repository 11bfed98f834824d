//! What does the network say of some sentences?
//!
//! Word and hashed feature tables, summed and normalised; layers of LSTMs that read each sentence both ways; one head
//! for each question: part of speech, features, lemma rule, name, head word, relation. `training/student.py` is the
//! same network.

use std::collections::HashMap;

use pulp::Arch;

use crate::decode::NAME_TAGS;
use crate::features;
use crate::kernel::{Weights, dots, lstm_step, multiply};

/// A table of rows of signed bytes, each with the number that turns it back into real values.
pub(crate) struct Table {
    pub(crate) width: usize,
    pub(crate) rows: Vec<i8>,
    pub(crate) scales: Vec<f32>,
}

impl Table {
    /// Adds a row to `sum`.
    fn add(&self, row: usize, sum: &mut [f32]) {
        let scale = self.scales[row];
        for (s, &v) in sum.iter_mut().zip(&self.rows[row * self.width..(row + 1) * self.width]) {
            *s += f32::from(v) * scale;
        }
    }
}

/// A matrix and what is added to its products.
pub(crate) struct Linear {
    pub(crate) weights: Weights,
    pub(crate) bias: Vec<f32>,
}

impl Linear {
    /// Returns the products for rows of inputs.
    fn run(&self, arch: Arch, x: &[f32], rows: usize) -> Vec<f32> {
        let mut out = self.bias.repeat(rows);
        multiply(arch, x, &self.weights, &mut out);
        out
    }

    fn outputs(&self) -> usize {
        self.weights.outputs()
    }
}

/// One direction of a layer.
pub(crate) struct Lstm {
    pub(crate) input: Linear,
    pub(crate) recurrent: Weights,
}

/// The network.
pub(crate) struct Network {
    pub(crate) arch: Arch,
    pub(crate) word_rows: HashMap<String, u32>,
    pub(crate) words: Table,
    pub(crate) features: Table,
    pub(crate) norm: (Vec<f32>, Vec<f32>),
    /// Forwards and backwards, for each layer.
    pub(crate) layers: Vec<[Lstm; 2]>,
    pub(crate) size: usize,
    pub(crate) upos: Linear,
    pub(crate) tags: Linear,
    pub(crate) rules: Linear,
    pub(crate) names: Linear,
    pub(crate) root: Vec<f32>,
    pub(crate) arc_dependent: Linear,
    pub(crate) arc_head: Linear,
    pub(crate) arc: Linear,
    pub(crate) relation_dependent: Linear,
    pub(crate) relation_head: Linear,
    pub(crate) relations: Linear,
}

/// What the network says of one sentence; rows are words.
pub(crate) struct Scores {
    pub(crate) upos: Vec<f32>,
    pub(crate) tags: Vec<f32>,
    pub(crate) rules: Vec<f32>,
    pub(crate) names: Vec<f32>,
    /// For each word, the root and then each word as its head.
    pub(crate) arcs: Vec<f32>,
    relation_dependents: Vec<f32>,
    /// The root, then each word.
    relation_heads: Vec<f32>,
}

fn leaky(x: &mut [f32]) {
    for v in x {
        *v = if *v < 0.0 { *v * 0.1 } else { *v };
    }
}

impl Network {
    /// Returns what the network says of each sentence. No sentence may be empty; those of like length go well together.
    pub(crate) fn run(&self, sentences: &[&[&str]]) -> Vec<Scores> {
        let order = Order::new(sentences);
        let mut x = self.embed(sentences, &order);
        for layer in &self.layers {
            x = self.read(layer, &x, &order);
        }
        let x = order.by_sentence(&x, 2 * self.size);
        let rows = order.rows();
        let run = |linear: &Linear| linear.run(self.arch, &x, rows);
        let (upos, tags, rules, names) =
            (run(&self.upos), run(&self.tags), run(&self.rules), run(&self.names));
        let (mut dependents, mut heads, mut root) =
            (run(&self.arc_dependent), run(&self.arc_head), self.arc_head.run(self.arch, &self.root, 1));
        leaky(&mut dependents);
        leaky(&mut heads);
        leaky(&mut root);
        let dependents = self.arc.run(self.arch, &dependents, rows);
        let (relation_dependents, relation_heads) = (run(&self.relation_dependent), run(&self.relation_head));
        let relation_root = self.relation_head.run(self.arch, &self.root, 1);
        let mut from = 0;
        sentences
            .iter()
            .map(|sentence| {
                let to = from + sentence.len();
                let part = |all: &[f32], width: usize| all[from * width..to * width].to_vec();
                let with_root =
                    |root: &[f32], all: &[f32], width: usize| [root, &all[from * width..to * width]].concat();
                let arc = self.arc.outputs();
                let heads = with_root(&root, &heads, arc);
                let mut arcs = vec![0.0; sentence.len() * (sentence.len() + 1)];
                dots(self.arch, &dependents[from * arc..to * arc], &heads, arc, &mut arcs);
                let scores = Scores {
                    upos: part(&upos, self.upos.outputs()),
                    tags: part(&tags, self.tags.outputs()),
                    rules: part(&rules, self.rules.outputs()),
                    names: part(&names, NAME_TAGS),
                    arcs,
                    relation_dependents: part(&relation_dependents, self.relation_dependent.outputs()),
                    relation_heads: with_root(&relation_root, &relation_heads, self.relation_head.outputs()),
                };
                from = to;
                scores
            })
            .collect()
    }

    /// Returns the scores of the relations of each word to its head; `heads` count words from 1, 0 is the root.
    pub(crate) fn relate(&self, scores: &Scores, heads: &[usize]) -> Vec<f32> {
        let width = self.relation_dependent.outputs();
        let mut hidden = scores.relation_dependents.clone();
        for (row, &head) in hidden.chunks_exact_mut(width).zip(heads) {
            for (v, h) in row.iter_mut().zip(&scores.relation_heads[head * width..(head + 1) * width]) {
                *v += h;
            }
        }
        leaky(&mut hidden);
        self.relations.run(self.arch, &hidden, heads.len())
    }

    /// Returns the words' vectors in the order of `order`. Each form is looked up once.
    fn embed(&self, sentences: &[&[&str]], order: &Order) -> Vec<f32> {
        let width = self.words.width;
        let mut known: HashMap<&str, usize> = HashMap::new();
        let mut vectors: Vec<f32> = Vec::new();
        let mut x = vec![0.0; order.rows() * width];
        for (sentence, words) in sentences.iter().enumerate() {
            for (at, &form) in words.iter().enumerate() {
                let from = *known.entry(form).or_insert_with(|| {
                    let from = vectors.len();
                    vectors.resize(from + width, 0.0);
                    self.describe(form, &mut vectors[from..]);
                    from
                });
                let row = order.row(sentence, at);
                x[row * width..(row + 1) * width].copy_from_slice(&vectors[from..from + width]);
            }
        }
        x
    }

    /// Writes the vector of one form into `out`, which is zero.
    fn describe(&self, form: &str, out: &mut [f32]) {
        let normalised = features::normalise(form);
        // Row 0 is for words that are not in the table.
        let row = self.word_rows.get(&features::key(&normalised)).copied().unwrap_or(0);
        self.words.add(row as usize, out);
        features::each_bucket(&normalised, self.features.scales.len() as u64, |bucket| {
            self.features.add(bucket, out)
        });
        let n = out.len() as f32;
        let mean = out.iter().sum::<f32>() / n;
        let variance = out.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / n;
        let scale = 1.0 / (variance + 1e-5).sqrt();
        for (v, (gain, bias)) in out.iter_mut().zip(self.norm.0.iter().zip(&self.norm.1)) {
            *v = (*v - mean) * scale * gain + bias;
        }
    }

    /// Reads the sentences both ways and returns both states of each word side by side.
    fn read(&self, layer: &[Lstm; 2], x: &[f32], order: &Order) -> Vec<f32> {
        let size = self.size;
        let mut out = vec![0.0; order.rows() * 2 * size];
        for (direction, lstm) in layer.iter().enumerate() {
            let from_input = lstm.input.run(self.arch, x, order.rows());
            let width = order.longest.len();
            let (mut cells, mut states) = (vec![0.0; width * size], vec![0.0; width * size]);
            let mut gates: Vec<f32> = Vec::with_capacity(width * 4 * size);
            for step in 0..order.steps() {
                let active = order.active(step);
                gates.clear();
                for slot in 0..active {
                    let row = order.row_of_step(slot, step, direction == 1);
                    gates.extend_from_slice(&from_input[row * 4 * size..(row + 1) * 4 * size]);
                }
                if step > 0 {
                    multiply(self.arch, &states[..active * size], &lstm.recurrent, &mut gates);
                }
                lstm_step(self.arch, size, &gates, &mut cells[..active * size], &mut states[..active * size]);
                for slot in 0..active {
                    let row = order.row_of_step(slot, step, direction == 1);
                    out[(2 * row + direction) * size..(2 * row + direction + 1) * size]
                        .copy_from_slice(&states[slot * size..(slot + 1) * size]);
                }
            }
        }
        out
    }
}

/// The order in which words of several sentences are kept: all first words, all second words, and so on, the longest
/// sentence first, so that the sentences still going on at a step are always the first of them.
struct Order {
    /// Sentences, longest first.
    longest: Vec<usize>,
    /// Where each sentence stands in `longest`.
    slots: Vec<usize>,
    /// Lengths, longest first.
    lengths: Vec<usize>,
    /// The first row of each step, and the number of all rows.
    starts: Vec<usize>,
}

impl Order {
    fn new(sentences: &[&[&str]]) -> Order {
        let mut longest: Vec<usize> = (0..sentences.len()).collect();
        longest.sort_by_key(|&i| std::cmp::Reverse(sentences[i].len()));
        let lengths: Vec<usize> = longest.iter().map(|&i| sentences[i].len()).collect();
        let mut slots = vec![0; sentences.len()];
        for (slot, &sentence) in longest.iter().enumerate() {
            slots[sentence] = slot;
        }
        let mut starts = vec![0];
        for step in 0..lengths.first().copied().unwrap_or(0) {
            starts.push(starts[step] + lengths.partition_point(|&length| length > step));
        }
        Order { longest, slots, lengths, starts }
    }

    fn rows(&self) -> usize {
        self.starts[self.steps()]
    }

    fn steps(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns how many sentences have a word at a step.
    fn active(&self, step: usize) -> usize {
        self.starts[step + 1] - self.starts[step]
    }

    fn row(&self, sentence: usize, word: usize) -> usize {
        self.starts[word] + self.slots[sentence]
    }

    /// Returns the row read at a step; backwards, each sentence begins at its own last word.
    fn row_of_step(&self, slot: usize, step: usize, backwards: bool) -> usize {
        let word = if backwards { self.lengths[slot] - 1 - step } else { step };
        self.starts[word] + slot
    }

    /// Returns rows of `width` in the order of the sentences given, each whole.
    fn by_sentence(&self, x: &[f32], width: usize) -> Vec<f32> {
        let mut out = Vec::with_capacity(x.len());
        for &slot in &self.slots {
            for word in 0..self.lengths[slot] {
                let row = self.starts[word] + slot;
                out.extend_from_slice(&x[row * width..(row + 1) * width]);
            }
        }
        out
    }
}
