//! What does the network say of some sentences?
//!
//! Word and hashed feature tables, summed and normalised; layers of LSTMs that read each sentence both ways; one head
//! for each question: part of speech, features, lemma rule, name, head word, relation. `training/student.py` is the
//! same network.

use std::collections::HashMap;
use std::ops::Range;

use pulp::Arch;

use crate::decode::NAME_TAGS;
use crate::features;
use crate::kernel::{Rows, STATE, Weights, dots, in_lanes, lstm_step, multiply};

/// A table of rows of signed bytes, each with the number that turns it back into real values.
pub(crate) struct Table {
    pub(crate) width: usize,
    pub(crate) rows: Vec<i8>,
    pub(crate) scales: Vec<f32>,
}

impl Table {
    /// Adds a row to `sum`.
    #[inline(always)]
    pub(crate) fn add(&self, row: usize, sum: &mut [f32]) {
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
    pub(crate) fn run(&self, x: &Rows) -> Vec<f32> {
        let mut out = vec![0.0; x.len() * self.outputs()];
        multiply(x, &self.weights, Some(&self.bias), &mut out);
        out
    }

    pub(crate) fn outputs(&self) -> usize {
        self.weights.outputs()
    }

    pub(crate) fn inputs(&self) -> usize {
        self.weights.inputs()
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

/// What the network says of several sentences.
pub(crate) struct Said<'n> {
    network: &'n Network,
    /// Of each sentence its first word, counted through all; then the number of words.
    starts: Vec<usize>,
    upos: Vec<f32>,
    tags: Vec<f32>,
    rules: Vec<f32>,
    names: Vec<f32>,
    arc_dependents: Vec<f32>,
    /// For each sentence the root, then each word.
    arc_heads: Vec<f32>,
    relation_dependents: Vec<f32>,
    /// As [`Said::arc_heads`].
    relation_heads: Vec<f32>,
}

/// What the network says of one sentence; rows are words.
pub(crate) struct Scores<'s> {
    pub(crate) upos: &'s [f32],
    pub(crate) tags: &'s [f32],
    pub(crate) rules: &'s [f32],
    pub(crate) names: &'s [f32],
    /// For each word, the root and then each word as its head.
    pub(crate) arcs: Vec<f32>,
}

fn leaky(x: &mut [f32]) {
    for v in x {
        *v = if *v < 0.0 { *v * 0.1 } else { *v };
    }
}

impl Network {
    /// Returns what the network says of each sentence. No sentence may be empty; those of like length go well together.
    pub(crate) fn run(&self, sentences: &[&[&str]]) -> Said<'_> {
        let order = Order::new(sentences);
        let mut x = self.embed(sentences, &order);
        for layer in &self.layers {
            x = self.read(layer, &x, &order);
        }
        let starts: Vec<usize> = std::iter::once(0)
            .chain(sentences.iter().scan(0, |end, sentence| {
                *end += sentence.len();
                Some(*end)
            }))
            .collect();
        let (arch, x) = (self.arch, order.by_sentence(&x));
        // Heads have the root in front of each sentence's words.
        let root = Rows::new(arch, &self.root, self.root.len());
        let mut possible_heads = Rows { width: x.width, ..Rows::default() };
        for sentence in starts.windows(2) {
            possible_heads.extend(&root, 0..1);
            possible_heads.extend(&x, sentence[0]..sentence[1]);
        }
        let (mut dependents, mut arc_heads) =
            (self.arc_dependent.run(&x), self.arc_head.run(&possible_heads));
        leaky(&mut dependents);
        leaky(&mut arc_heads);
        Said {
            network: self,
            starts,
            upos: self.upos.run(&x),
            tags: self.tags.run(&x),
            rules: self.rules.run(&x),
            names: self.names.run(&x),
            arc_dependents: self.arc.run(&Rows::new(arch, &dependents, self.arc.weights.inputs())),
            arc_heads,
            relation_dependents: self.relation_dependent.run(&x),
            relation_heads: self.relation_head.run(&possible_heads),
        }
    }

    /// Returns the words' vectors in the order of `order`. Each form is looked up once.
    fn embed(&self, sentences: &[&[&str]], order: &Order) -> Rows {
        let width = self.words.width;
        let mut known: HashMap<&str, usize> = HashMap::new();
        let mut vectors: Vec<f32> = Vec::new();
        let mut entries = vec![0; order.rows()];
        for (sentence, words) in sentences.iter().enumerate() {
            for (at, &form) in words.iter().enumerate() {
                let next = known.len();
                entries[order.row(sentence, at)] = *known.entry(form).or_insert_with(|| {
                    vectors.resize((next + 1) * width, 0.0);
                    self.describe(form, &mut vectors[next * width..]);
                    next
                });
            }
        }
        Rows::new(self.arch, &vectors, width).pick(entries.into_iter())
    }

    /// Writes the vector of one form into `out`, which is zero.
    fn describe(&self, form: &str, out: &mut [f32]) {
        let normalised = features::normalise(form);
        // Row 0 is for words that are not in the table.
        let row = self.word_rows.get(&features::key(&normalised)).copied().unwrap_or(0);
        let mut buckets = Vec::new();
        features::each_bucket(&normalised, self.features.scales.len() as u64, |bucket| buckets.push(bucket));
        self.arch.dispatch(
            #[inline(always)]
            || {
                self.words.add(row as usize, out);
                for &bucket in &buckets {
                    self.features.add(bucket, out);
                }
                normalise(out, &self.norm);
            },
        );
    }

    /// Reads the sentences both ways and returns both states of each word side by side.
    fn read(&self, layer: &[Lstm; 2], x: &Rows, order: &Order) -> Rows {
        let (size, width) = (self.size, order.longest.len());
        let mut out = Rows::zeros(order.rows(), 2 * size, STATE);
        for (direction, lstm) in layer.iter().enumerate() {
            let mut cells = vec![0.0; width * size];
            let mut states = Rows::zeros(width, size, STATE);
            let mut gates = vec![0.0; width * 4 * size];
            for step in 0..order.steps() {
                let active = order.active(step);
                let row = |slot| order.row_of_step(slot, step, direction == 1);
                let gates = &mut gates[..active * 4 * size];
                multiply(&x.pick((0..active).map(row)), &lstm.input.weights, Some(&lstm.input.bias), gates);
                states.truncate(active);
                if step > 0 {
                    multiply(&states, &lstm.recurrent, None, gates);
                }
                lstm_step(self.arch, size, gates, &mut cells[..active * size], &mut states.bytes);
                for slot in 0..active {
                    let at = (2 * row(slot) + direction) * size;
                    out.bytes[at..at + size].copy_from_slice(states.row(slot));
                }
            }
        }
        out
    }
}

impl Said<'_> {
    /// Returns what is said of one sentence.
    pub(crate) fn sentence(&self, sentence: usize) -> Scores<'_> {
        let words = self.words(sentence);
        let part = |width: usize| words.start * width..words.end * width;
        let (network, width) = (self.network, self.network.arc.outputs());
        let heads = &self.arc_heads[(words.start + sentence) * width..(words.end + sentence + 1) * width];
        let mut arcs = vec![0.0; words.len() * (words.len() + 1)];
        dots(network.arch, &self.arc_dependents[part(width)], heads, width, &mut arcs);
        Scores {
            upos: &self.upos[part(network.upos.outputs())],
            tags: &self.tags[part(network.tags.outputs())],
            rules: &self.rules[part(network.rules.outputs())],
            names: &self.names[part(NAME_TAGS)],
            arcs,
        }
    }

    /// Returns the scores of the relations of each word of a sentence to its head; `heads` count words from 1, 0 is the
    /// root.
    pub(crate) fn relate(&self, sentence: usize, heads: &[usize]) -> Vec<f32> {
        let (words, width) = (self.words(sentence), self.network.relation_dependent.outputs());
        let mut hidden = self.relation_dependents[words.start * width..words.end * width].to_vec();
        for (row, &head) in hidden.chunks_exact_mut(width).zip(heads) {
            let head = (words.start + sentence + head) * width;
            for (v, h) in row.iter_mut().zip(&self.relation_heads[head..head + width]) {
                *v += h;
            }
        }
        leaky(&mut hidden);
        self.network.relations.run(&Rows::new(self.network.arch, &hidden, width))
    }

    fn words(&self, sentence: usize) -> Range<usize> {
        self.starts[sentence]..self.starts[sentence + 1]
    }
}

/// Brings a vector to mean 0 and deviation 1, then to what the model learned (layer normalisation).
#[inline(always)]
pub(crate) fn normalise(vector: &mut [f32], (gains, biases): &(Vec<f32>, Vec<f32>)) {
    let n = vector.len() as f32;
    let mean = in_lanes(vector.iter().copied()) / n;
    let variance = in_lanes(vector.iter().map(|v| (v - mean) * (v - mean))) / n;
    let scale = 1.0 / (variance + 1e-5).sqrt();
    for (v, (gain, bias)) in vector.iter_mut().zip(gains.iter().zip(biases)) {
        *v = (*v - mean) * scale * gain + bias;
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

    /// Returns rows in the order of the sentences given, each whole.
    fn by_sentence(&self, x: &Rows) -> Rows {
        let words = self.slots.iter().flat_map(|&slot| (0..self.lengths[slot]).map(move |word| (slot, word)));
        x.pick(words.map(|(slot, word)| self.starts[word] + slot))
    }
}
