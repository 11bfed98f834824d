//! What does each piece of a sentence mean beside the others?
//!
//! A transformer encoder (Vaswani et al. 2017; BERT's form, Devlin et al. 2019) over bytes: products by [`multiply`], the
//! rest in real numbers, in an order that is the same on every machine.

use pulp::Arch;

use crate::kernel::{Rows, exp, in_lanes};
use crate::network::{Linear, Table, normalise};

/// Gains and offsets of a layer normalisation.
pub(super) type Norm = (Vec<f32>, Vec<f32>);

/// One layer: attention, then a hidden layer for each piece, each added to what came in.
pub(super) struct Layer {
    /// Queries, keys and values side by side.
    pub(super) attend: Linear,
    pub(super) attended: Linear,
    pub(super) after_attention: Norm,
    pub(super) up: Linear,
    pub(super) down: Linear,
    pub(super) after: Norm,
}

/// The encoder.
pub(super) struct Encoder {
    pub(super) arch: Arch,
    pub(super) pieces: Table,
    /// Rows of `width` for the first place, the second, and so on.
    pub(super) positions: Vec<f32>,
    pub(super) norm: Norm,
    pub(super) layers: Vec<Layer>,
    pub(super) heads: usize,
}

impl Encoder {
    /// Returns the number of reals that each piece is told by.
    pub(super) fn width(&self) -> usize {
        self.pieces.width
    }

    /// Returns how many pieces are read at most.
    pub(super) fn longest(&self) -> usize {
        self.positions.len() / self.width()
    }

    /// Returns a row for each piece; `rows` are those of the table, no more than [`Encoder::longest`].
    pub(super) fn run(&self, rows: &[u32]) -> Vec<f32> {
        let width = self.width();
        let mut x = self.positions[..rows.len() * width].to_vec();
        self.arch.dispatch(
            #[inline(always)]
            || {
                for (&row, vector) in rows.iter().zip(x.chunks_exact_mut(width)) {
                    self.pieces.add(row as usize, vector);
                    normalise(vector, &self.norm);
                }
            },
        );
        for layer in &self.layers {
            let queries = layer.attend.run(&Rows::new(self.arch, &x, width));
            let attended = layer.attended.run(&Rows::new(self.arch, &self.attend(&queries), width));
            self.add(&mut x, &attended, &layer.after_attention);
            let mut hidden = layer.up.run(&Rows::new(self.arch, &x, width));
            self.arch.dispatch(
                #[inline(always)]
                || hidden.iter_mut().for_each(|v| *v = gelu(*v)),
            );
            let down = layer.down.run(&Rows::new(self.arch, &hidden, layer.up.outputs()));
            self.add(&mut x, &down, &layer.after);
        }
        x
    }

    /// Adds what a part of a layer says, row by row, and normalises.
    fn add(&self, x: &mut [f32], said: &[f32], norm: &Norm) {
        let width = self.width();
        self.arch.dispatch(
            #[inline(always)]
            || {
                for (x, said) in x.chunks_exact_mut(width).zip(said.chunks_exact(width)) {
                    for (x, said) in x.iter_mut().zip(said) {
                        *x += said;
                    }
                    normalise(x, norm);
                }
            },
        );
    }

    /// Returns for each piece the values of all pieces, each weighed by how well its key answers the query.
    fn attend(&self, queries: &[f32]) -> Vec<f32> {
        let (width, heads) = (self.width(), self.heads);
        let (size, count) = (width / heads, queries.len() / (3 * width));
        let scale = 1.0 / (size as f32).sqrt();
        let mut out = vec![0.0; count * width];
        let mut scores = vec![0.0; count];
        self.arch.dispatch(
            #[inline(always)]
            || {
                for at in 0..count {
                    for head in 0..heads {
                        let part = |row: usize, which: usize| {
                            let start = row * 3 * width + which * width + head * size;
                            &queries[start..start + size]
                        };
                        let query = part(at, 0);
                        for (other, score) in scores.iter_mut().enumerate() {
                            let products = query.iter().zip(part(other, 1)).map(|(q, k)| q * k);
                            *score = scale * in_lanes(products);
                        }
                        let top = scores.iter().copied().fold(f32::MIN, f32::max);
                        scores.iter_mut().for_each(|score| *score = exp(*score - top));
                        let sum = in_lanes(scores.iter().copied());
                        let out = &mut out[at * width + head * size..][..size];
                        for (other, score) in scores.iter().enumerate() {
                            let share = score / sum;
                            for (out, value) in out.iter_mut().zip(part(other, 2)) {
                                *out += share * value;
                            }
                        }
                    }
                }
            },
        );
        out
    }
}

/// The Gaussian error linear unit (Hendrycks and Gimpel 2016), by their formula with a hyperbolic tangent.
#[inline(always)]
fn gelu(x: f32) -> f32 {
    x / (1.0 + exp(-1.595_769 * (x + 0.044_715 * x * x * x)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gelu_is_near_its_definition() {
        for (x, y) in
            [(-3.0, -0.004_05), (-1.0, -0.158_66), (0.0, 0.0), (0.5, 0.345_73), (2.0, 1.954_5), (6.0, 6.0)]
        {
            assert!((gelu(x) - y).abs() < 1e-3, "{x}: {}", gelu(x));
        }
    }
}
