//! How are matrices multiplied, fast and the same every time?
//!
//! Weights are laid out once in panels as wide as two of the machine's vectors; [`multiply`] then runs over rows of
//! inputs, six at a time. Every output is one chain of multiply-adds in the order of the inputs, so that it does not
//! depend on which rows are multiplied together.

use pulp::{Arch, Simd, WithSimd};

/// A matrix of weights, `outputs` × `inputs`, in panels.
#[derive(Debug)]
pub(crate) struct Weights {
    inputs: usize,
    outputs: usize,
    /// Outputs a panel.
    width: usize,
    /// For each panel, for each input, `width` weights; the last panel is filled up with zeros.
    panels: Vec<f32>,
}

struct Lanes;

impl WithSimd for Lanes {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> usize {
        S::F32_LANES
    }
}

impl Weights {
    /// Lays out a matrix given row by row, one row an output.
    pub(crate) fn new(arch: Arch, rows: &[f32], inputs: usize) -> Weights {
        let width = 2 * arch.dispatch(Lanes);
        let outputs = rows.len() / inputs;
        let mut panels = vec![0.0; outputs.div_ceil(width) * width * inputs];
        for (output, row) in rows.chunks_exact(inputs).enumerate() {
            let base = output / width * width * inputs + output % width;
            for (input, &weight) in row.iter().enumerate() {
                panels[base + input * width] = weight;
            }
        }
        Weights { inputs, outputs, width, panels }
    }

    /// Returns the number of outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }
}

/// Adds `x` × weightsᵀ to `out`: `x` has rows of the weights' inputs, `out` as many rows of their outputs.
pub(crate) fn multiply(arch: Arch, x: &[f32], weights: &Weights, out: &mut [f32]) {
    arch.dispatch(Multiply { x, weights, out });
}

struct Multiply<'a> {
    x: &'a [f32],
    weights: &'a Weights,
    out: &'a mut [f32],
}

/// Rows multiplied at a time; with two vectors each their sums fit the registers.
const ROWS: usize = 6;

impl WithSimd for Multiply<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Weights { inputs, outputs, width, ref panels } = *self.weights;
        let mut packed = vec![0.0; ROWS * inputs];
        for (x, out) in self.x.chunks(ROWS * inputs).zip(self.out.chunks_mut(ROWS * outputs)) {
            let rows = x.len() / inputs;
            for (r, row) in x.chunks_exact(inputs).enumerate() {
                for (i, &value) in row.iter().enumerate() {
                    packed[i * rows + r] = value;
                }
            }
            let packed = &packed[..rows * inputs];
            for (p, panel) in panels.chunks_exact(width * inputs).enumerate() {
                let (panel, _) = S::as_simd_f32s(panel);
                match rows {
                    1 => block::<S, 1>(simd, packed, panel, out, outputs, p * width),
                    2 => block::<S, 2>(simd, packed, panel, out, outputs, p * width),
                    3 => block::<S, 3>(simd, packed, panel, out, outputs, p * width),
                    4 => block::<S, 4>(simd, packed, panel, out, outputs, p * width),
                    5 => block::<S, 5>(simd, packed, panel, out, outputs, p * width),
                    _ => block::<S, ROWS>(simd, packed, panel, out, outputs, p * width),
                }
            }
        }
    }
}

#[inline(always)]
fn block<S: Simd, const R: usize>(
    simd: S,
    packed: &[f32],
    panel: &[S::f32s],
    out: &mut [f32],
    outputs: usize,
    from: usize,
) {
    let mut sums = [[simd.splat_f32s(0.0); 2]; R];
    for (values, weights) in packed.chunks_exact(R).zip(panel.chunks_exact(2)) {
        for r in 0..R {
            let value = simd.splat_f32s(values[r]);
            sums[r][0] = simd.mul_add_e_f32s(value, weights[0], sums[r][0]);
            sums[r][1] = simd.mul_add_e_f32s(value, weights[1], sums[r][1]);
        }
    }
    for (r, row) in sums.iter().enumerate() {
        let out = &mut out[r * outputs + from..(r + 1) * outputs];
        let sums: &[f32] = pulp::bytemuck::cast_slice(row);
        for (o, s) in out.iter_mut().zip(sums) {
            *o += s;
        }
    }
}

/// One step of an LSTM for several sentences: `gates` are rows of 4 × `size` (input, forget, cell, output, not yet
/// squashed), `cells` and `states` rows of `size`, the states after this step.
pub(crate) fn lstm_step(arch: Arch, size: usize, gates: &[f32], cells: &mut [f32], states: &mut [f32]) {
    arch.dispatch(
        #[inline(always)]
        || {
            for ((gates, cells), states) in gates
                .chunks_exact(4 * size)
                .zip(cells.chunks_exact_mut(size))
                .zip(states.chunks_exact_mut(size))
            {
                let (input, rest) = gates.split_at(size);
                let (forget, rest) = rest.split_at(size);
                let (cell, output) = rest.split_at(size);
                for i in 0..size {
                    let c = sigmoid(forget[i]) * cells[i] + sigmoid(input[i]) * tanh(cell[i]);
                    cells[i] = c;
                    states[i] = sigmoid(output[i]) * tanh(c);
                }
            }
        },
    );
}

#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    0.5 * tanh(0.5 * x) + 0.5
}

/// The hyperbolic tangent as a quotient of polynomials, exact to a few units in the last place of an `f32`.
#[inline(always)]
fn tanh(x: f32) -> f32 {
    let x = x.clamp(-7.905_311, 7.905_311);
    let y = x * x;
    let mut p = -2.760_768_5e-16;
    for a in [2.000_188e-13, -8.604_672e-11, 5.122_297_3e-8, 1.485_722_4e-5, 6.372_619_3e-4, 4.893_524_6e-3] {
        p = p * y + a;
    }
    let mut q = 1.198_258_4e-6;
    for b in [1.185_347_1e-4, 2.268_434_6e-3, 4.893_525e-3] {
        q = q * y + b;
    }
    x * p / q
}

/// Writes the sums of products of each row of `a` with each row of `b`, rows of `width`, into `out`.
pub(crate) fn dots(arch: Arch, a: &[f32], b: &[f32], width: usize, out: &mut [f32]) {
    arch.dispatch(Dots { a, b, width, out });
}

struct Dots<'a> {
    a: &'a [f32],
    b: &'a [f32],
    width: usize,
    out: &'a mut [f32],
}

impl WithSimd for Dots<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Dots { a, b, width, out } = self;
        for (a, out) in a.chunks_exact(width).zip(out.chunks_exact_mut(b.len() / width)) {
            let (a, a_rest) = S::as_simd_f32s(a);
            for (b, out) in b.chunks_exact(width).zip(out) {
                let (b, b_rest) = S::as_simd_f32s(b);
                let mut sums = simd.splat_f32s(0.0);
                for (&a, &b) in a.iter().zip(b) {
                    sums = simd.mul_add_e_f32s(a, b, sums);
                }
                *out = a_rest.iter().zip(b_rest).fold(simd.reduce_sum_f32s(sums), |sum, (a, b)| sum + a * b);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_do_not_depend_on_the_rows_beside_them() {
        let arch = Arch::new();
        let (inputs, outputs, rows) = (7, 37, 11);
        let value = |i: usize| ((i * 7919 % 101) as f32 - 50.0) / 17.0;
        let w: Vec<f32> = (0..inputs * outputs).map(value).collect();
        let x: Vec<f32> = (0..inputs * rows).map(|i| value(i + 5)).collect();
        let weights = Weights::new(arch, &w, inputs);
        let mut together = vec![0.5; rows * outputs];
        multiply(arch, &x, &weights, &mut together);
        for row in 0..rows {
            let mut alone = vec![0.5; outputs];
            multiply(arch, &x[row * inputs..(row + 1) * inputs], &weights, &mut alone);
            assert_eq!(alone, together[row * outputs..(row + 1) * outputs]);
            let mut wanted = vec![0.0; outputs];
            dots(arch, &x[row * inputs..(row + 1) * inputs], &w, inputs, &mut wanted);
            assert!(alone.iter().zip(&wanted).all(|(got, wanted)| (got - 0.5 - wanted).abs() < 1e-3));
        }
    }

    #[test]
    fn tanh_is_the_tangent() {
        for i in -1000..1000 {
            let x = i as f32 / 80.0;
            assert!((tanh(x) - x.tanh()).abs() < 1e-6, "{x}: {} {}", tanh(x), x.tanh());
        }
    }
}
