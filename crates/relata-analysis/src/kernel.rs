//! How are matrices multiplied, fast and the same everywhere?
//!
//! Weights and what they are multiplied with are whole numbers of eight bits, sums of thirty-two: sums of integers are
//! exact, so every processor, and every order of adding, gives the same. Weights are laid out once as the machine's own
//! instruction wants them; [`multiply`] runs over rows of inputs, a few at a time.

use pulp::{Arch, Simd, WithSimd};

/// How a row's numbers are turned into bytes: a byte `b` stands for `(b - ZERO) × scale`.
pub(crate) const ZERO: u8 = 128;

/// The scale of bytes that hold the states of an LSTM, which lie between -1 and 1.
pub(crate) const STATE: f32 = 1.0 / 127.0;

/// Rows of bytes and the scale of each row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    pub(crate) width: usize,
    pub(crate) bytes: Vec<u8>,
    pub(crate) scales: Vec<f32>,
}

impl Rows {
    /// Turns rows of real numbers into bytes; each row's largest number fills the range.
    pub(crate) fn new(arch: Arch, values: &[f32], width: usize) -> Rows {
        let mut rows =
            Rows { width, bytes: vec![ZERO; values.len()], scales: vec![0.0; values.len() / width] };
        arch.dispatch(
            #[inline(always)]
            || {
                let out = rows.bytes.chunks_exact_mut(width).zip(&mut rows.scales);
                for (row, (bytes, scale)) in values.chunks_exact(width).zip(out) {
                    let largest = row.iter().fold(0.0f32, |largest, v| largest.max(v.abs())).max(1e-12);
                    *scale = largest / 127.0;
                    round(row, 127.0 / largest, bytes);
                }
            },
        );
        rows
    }

    /// Returns rows of bytes that share one scale, all of them 0.
    pub(crate) fn zeros(count: usize, width: usize, scale: f32) -> Rows {
        Rows { width, bytes: vec![ZERO; count * width], scales: vec![scale; count] }
    }

    /// Returns the rows of these numbers.
    pub(crate) fn pick(&self, rows: impl Iterator<Item = usize>) -> Rows {
        let (mut bytes, mut scales) = (Vec::new(), Vec::new());
        let (least, _) = rows.size_hint();
        bytes.reserve(least * self.width);
        scales.reserve(least);
        for row in rows {
            bytes.extend_from_slice(self.row(row));
            scales.push(self.scales[row]);
        }
        Rows { width: self.width, bytes, scales }
    }

    /// Adds rows of others.
    pub(crate) fn extend(&mut self, others: &Rows, rows: std::ops::Range<usize>) {
        self.bytes.extend_from_slice(&others.bytes[rows.start * self.width..rows.end * self.width]);
        self.scales.extend_from_slice(&others.scales[rows]);
    }

    /// Leaves the first rows alone.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.bytes.truncate(count * self.width);
        self.scales.truncate(count);
    }

    /// Returns one row.
    pub(crate) fn row(&self, row: usize) -> &[u8] {
        &self.bytes[row * self.width..(row + 1) * self.width]
    }

    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.scales.len()
    }
}

/// Rounds numbers times `scale` to bytes; the results lie between -127 and 127 by the caller's choice of scale.
#[inline(always)]
fn round(values: &[f32], scale: f32, bytes: &mut [u8]) {
    // Added to a small number, this leaves its nearest whole number in the lowest bits.
    const SHIFT: f32 = 12_582_912.0;
    for (byte, value) in bytes.iter_mut().zip(values) {
        *byte = ((value * scale + SHIFT).to_bits() as u8).wrapping_add(ZERO);
    }
}

/// Which instruction multiplies.
#[derive(Debug, Clone, Copy)]
enum Kernel {
    /// Four products of bytes added to a sum at once.
    #[cfg(target_arch = "x86_64")]
    Vnni,
    /// Two products of sixteen bits at once.
    #[cfg(target_arch = "x86_64")]
    Avx2(pulp::x86::V3),
    Portable,
}

impl Kernel {
    fn best() -> Kernel {
        #[cfg(target_arch = "x86_64")]
        {
            if vnni::is_there() {
                return Kernel::Vnni;
            }
            if let Some(simd) = pulp::x86::V3::try_new() {
                return Kernel::Avx2(simd);
            }
        }
        Kernel::Portable
    }

    /// Returns the outputs of a panel and the inputs of a group.
    fn shape(self) -> (usize, usize) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Kernel::Vnni => (PANEL, 4),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2(_) => (16, 2),
            Kernel::Portable => (16, 1),
        }
    }
}

/// The widest panel's outputs.
const PANEL: usize = 64;

/// A matrix of weights, `outputs` × `inputs`.
#[derive(Debug)]
pub(crate) struct Weights {
    kernel: Kernel,
    inputs: usize,
    outputs: usize,
    /// For each output, what turns its sum into a real number; filled up to whole panels.
    scales: Vec<f32>,
    /// For each output, what the inputs' [`ZERO`] adds to its sum.
    offsets: Vec<i32>,
    /// Panels of outputs; in each, groups of inputs; in each, for each output, its weights for the group.
    panels: Vec<i8>,
}

impl Weights {
    /// Lays out a matrix given row by row, one row an output with its scale.
    pub(crate) fn new(rows: &[i8], scales: &[f32], inputs: usize) -> Weights {
        Weights::with(Kernel::best(), rows, scales, inputs)
    }

    fn with(kernel: Kernel, rows: &[i8], scales: &[f32], inputs: usize) -> Weights {
        let (width, group) = kernel.shape();
        let outputs = rows.len() / inputs;
        let (filled, groups) = (outputs.div_ceil(width) * width, inputs.div_ceil(group));
        let mut panels = vec![0; filled * groups * group];
        let mut offsets = vec![0; filled];
        for (output, row) in rows.chunks_exact(inputs).enumerate() {
            let base = output / width * width * groups * group + output % width * group;
            for (input, &weight) in row.iter().enumerate() {
                panels[base + input / group * width * group + input % group] = weight;
                offsets[output] += i32::from(ZERO) * i32::from(weight);
            }
        }
        let mut scales = scales.to_vec();
        scales.resize(filled, 0.0);
        Weights { kernel, inputs, outputs, scales, offsets, panels }
    }

    /// Returns the number of outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Returns the number of inputs.
    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }
}

/// Writes `x` × weightsᵀ + bias into `out`, or adds the products to what is there where no bias is given: `x` has rows
/// of the weights' inputs, `out` as many rows of their outputs.
pub(crate) fn multiply(x: &Rows, weights: &Weights, bias: Option<&[f32]>, out: &mut [f32]) {
    debug_assert_eq!(x.width, weights.inputs);
    match weights.kernel {
        #[cfg(target_arch = "x86_64")]
        Kernel::Vnni => vnni::multiply(x, weights, bias, out),
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2(simd) => avx2::multiply(simd, x, weights, bias, out),
        Kernel::Portable => portable(x, weights, bias, out),
    }
}

/// Brings the sums of one row and one panel, whose outputs begin at `from`, into the row's real outputs.
#[inline(always)]
fn finish(sums: &[i32], weights: &Weights, bias: Option<&[f32]>, from: usize, scale: f32, out: &mut [f32]) {
    let to = (from + sums.len()).min(weights.outputs);
    let out = &mut out[from..to];
    let (sums, scales, offsets) = (&sums[..out.len()], &weights.scales[from..to], &weights.offsets[from..to]);
    let product = |(&sum, (&scaled, &offset)): (&i32, (&f32, &i32))| (sum - offset) as f32 * (scaled * scale);
    let products = sums.iter().zip(scales.iter().zip(offsets)).map(product);
    match bias {
        Some(bias) => {
            for ((out, product), bias) in out.iter_mut().zip(products).zip(&bias[from..to]) {
                *out = bias + product;
            }
        }
        None => {
            for (out, product) in out.iter_mut().zip(products) {
                *out += product;
            }
        }
    }
}

fn portable(x: &Rows, weights: &Weights, bias: Option<&[f32]>, out: &mut [f32]) {
    let (width, _) = weights.kernel.shape();
    for (p, panel) in weights.panels.chunks_exact(width * weights.inputs).enumerate() {
        for (row, out) in out.chunks_exact_mut(weights.outputs).enumerate() {
            let mut sums = [0i32; 16];
            for (&value, weights) in x.row(row).iter().zip(panel.chunks_exact(width)) {
                for (sum, &weight) in sums.iter_mut().zip(weights) {
                    *sum += i32::from(value) * i32::from(weight);
                }
            }
            finish(&sums, weights, bias, p * width, x.scales[row], out);
        }
    }
}

/// Rows multiplied at a time: with the vectors of a panel for each, their sums fit the registers.
#[cfg(target_arch = "x86_64")]
const ROWS: usize = 6;

/// Returns the groups of inputs as the kernels take them, row by row.
#[cfg(target_arch = "x86_64")]
fn pack(x: &Rows, group: usize, pack_group: impl Fn(&[u8]) -> i32) -> Vec<i32> {
    x.bytes.chunks_exact(x.width).flat_map(|row| row.chunks(group)).map(pack_group).collect()
}

/// Returns the rows of a block, each of as many groups of inputs.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn rows_of<const R: usize>(packed: &[i32], groups: usize) -> [&[i32]; R] {
    std::array::from_fn(|r| &packed[r * groups..(r + 1) * groups])
}

/// Calls `$tile` for each panel and block of rows, with the number of the block's rows as a constant.
#[cfg(target_arch = "x86_64")]
macro_rules! tiles {
    ($x:expr, $packed:expr, $weights:expr, $out:expr, $group:expr, $panel:expr, $tile:ident($($more:expr),*)) => {{
        let groups = $weights.inputs.div_ceil($group);
        for (p, panel) in $weights.panels.chunks_exact(groups * $group * $panel).enumerate() {
            let blocks = $out.chunks_mut(ROWS * $weights.outputs).zip($packed.chunks(ROWS * groups));
            for ((out, packed), scales) in blocks.zip($x.scales.chunks(ROWS)) {
                match scales.len() {
                    1 => $tile::<1>($($more,)* packed, panel, $weights, p * $panel, scales, out),
                    2 => $tile::<2>($($more,)* packed, panel, $weights, p * $panel, scales, out),
                    3 => $tile::<3>($($more,)* packed, panel, $weights, p * $panel, scales, out),
                    4 => $tile::<4>($($more,)* packed, panel, $weights, p * $panel, scales, out),
                    5 => $tile::<5>($($more,)* packed, panel, $weights, p * $panel, scales, out),
                    _ => $tile::<ROWS>($($more,)* packed, panel, $weights, p * $panel, scales, out),
                }
            }
        }
    }};
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use pulp::x86::V3;

    use super::{ROWS, Rows, Weights, finish, pack, rows_of};

    pub(super) fn multiply(simd: V3, x: &Rows, weights: &Weights, bias: Option<&[f32]>, out: &mut [f32]) {
        // The bytes widened, two inputs side by side.
        let pairs =
            pack(x, 2, |pair| i32::from(pair[0]) | i32::from(pair.get(1).copied().unwrap_or(0)) << 16);
        simd.vectorize(Multiply { simd, x, pairs, weights, bias, out });
    }

    struct Multiply<'a> {
        simd: V3,
        x: &'a Rows,
        pairs: Vec<i32>,
        weights: &'a Weights,
        bias: Option<&'a [f32]>,
        out: &'a mut [f32],
    }

    impl pulp::NullaryFnOnce for Multiply<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Multiply { simd, x, pairs, weights, bias, out } = self;
            tiles!(x, pairs, weights, out, 2, 16, tile(simd, bias));
        }
    }

    #[allow(clippy::too_many_arguments)]
    #[inline(always)]
    fn tile<const R: usize>(
        simd: V3,
        bias: Option<&[f32]>,
        pairs: &[i32],
        panel: &[i8],
        weights: &Weights,
        from: usize,
        scales: &[f32],
        out: &mut [f32],
    ) {
        let (panel, _) = pulp::as_arrays::<16, i8>(panel);
        let mut sums = [[simd.splat_i32x8(0); 2]; R];
        let rows = rows_of::<R>(pairs, panel.len() / 2);
        for (g, group) in panel.chunks_exact(2).enumerate() {
            let wide = |bytes: [i8; 16]| simd.convert_i8x16_to_i16x16(pulp::cast(bytes));
            let group = [wide(group[0]), wide(group[1])];
            for (sums, row) in sums.iter_mut().zip(rows) {
                let pair = pulp::cast(simd.splat_i32x8(row[g]));
                for (sum, weights) in sums.iter_mut().zip(group) {
                    *sum = simd
                        .wrapping_add_i32x8(*sum, simd.multiply_wrapping_add_adjacent_i16x16(pair, weights));
                }
            }
        }
        for ((sums, out), &scale) in sums.iter().zip(out.chunks_exact_mut(weights.outputs)).zip(scales) {
            finish(pulp::bytemuck::cast_slice(sums), weights, bias, from, scale, out);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod vnni {
    use std::arch::x86_64::{__m512i, _mm512_dpbusd_epi32, _mm512_set1_epi32, _mm512_setzero_si512};
    use std::borrow::Cow;

    use super::{PANEL, ROWS, Rows, Weights, finish, pack, rows_of};

    pub(super) fn is_there() -> bool {
        is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vnni")
    }

    /// Some three times as fast as products of real numbers, where the processor has it (`benches/`): reason enough for
    /// the only unsafe call of the crate.
    #[allow(unsafe_code)]
    pub(super) fn multiply(x: &Rows, weights: &Weights, bias: Option<&[f32]>, out: &mut [f32]) {
        // SAFETY: weights are laid out for this kernel only where the processor was found to have the instructions.
        unsafe { run(x, weights, bias, out) }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    fn run(x: &Rows, weights: &Weights, bias: Option<&[f32]>, out: &mut [f32]) {
        // Four inputs side by side: mostly the bytes as they lie.
        let quads = match pulp::bytemuck::try_cast_slice(&x.bytes) {
            Ok(quads) if x.width.is_multiple_of(4) => Cow::Borrowed(quads),
            _ => Cow::Owned(pack(x, 4, |values| {
                let mut bytes = [0; 4];
                bytes[..values.len()].copy_from_slice(values);
                i32::from_le_bytes(bytes)
            })),
        };
        tiles!(x, quads, weights, out, 4, PANEL, tile(bias));
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    fn tile<const R: usize>(
        bias: Option<&[f32]>,
        quads: &[i32],
        panel: &[i8],
        weights: &Weights,
        from: usize,
        scales: &[f32],
        out: &mut [f32],
    ) {
        let (panel, _) = pulp::as_arrays::<64, i8>(panel);
        let mut sums = [[_mm512_setzero_si512(); PANEL / 16]; R];
        let rows = rows_of::<R>(quads, panel.len() / (PANEL / 16));
        for (g, group) in panel.chunks_exact(PANEL / 16).enumerate() {
            let group: [__m512i; PANEL / 16] = std::array::from_fn(|i| pulp::cast(group[i]));
            for (sums, row) in sums.iter_mut().zip(rows) {
                let quad = _mm512_set1_epi32(row[g]);
                for (sum, weights) in sums.iter_mut().zip(group) {
                    *sum = _mm512_dpbusd_epi32(*sum, quad, weights);
                }
            }
        }
        for ((sums, out), &scale) in sums.iter().zip(out.chunks_exact_mut(weights.outputs)).zip(scales) {
            let sums: [i32; PANEL] = pulp::cast(*sums);
            finish(&sums, weights, bias, from, scale, out);
        }
    }
}

/// One step of an LSTM for several sentences: `gates` are rows of 4 × `size` (input, forget, cell, output, not yet
/// squashed), `cells` rows of `size`, `states` the states after this step as bytes of scale [`STATE`].
///
/// `size` is a whole number of [`LANES`].
pub(crate) fn lstm_step(arch: Arch, size: usize, gates: &[f32], cells: &mut [f32], states: &mut [u8]) {
    arch.dispatch(Step { size, gates, cells, states });
}

/// No machine's vectors hold more numbers than this.
pub(crate) const LANES: usize = 16;

struct Step<'a> {
    size: usize,
    gates: &'a [f32],
    cells: &'a mut [f32],
    states: &'a mut [u8],
}

impl WithSimd for Step<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Step { size, gates, cells, states } = self;
        let mut real = vec![0.0; size];
        let half = simd.splat_f32s(0.5);
        let rows = gates.chunks_exact(4 * size).zip(cells.chunks_exact_mut(size));
        for ((gates, cells), states) in rows.zip(states.chunks_exact_mut(size)) {
            let (gates, _) = S::as_simd_f32s(gates);
            let (cells, _) = S::as_mut_simd_f32s(cells);
            let (out, _) = S::as_mut_simd_f32s(&mut real);
            let (inputs, rest) = gates.split_at(cells.len());
            let (forgets, rest) = rest.split_at(cells.len());
            let (news, outputs) = rest.split_at(cells.len());
            let gates = inputs.iter().zip(forgets).zip(news.iter().zip(outputs));
            for (((&input, &forget), (&new, &output)), (cell, out)) in gates.zip(cells.iter_mut().zip(out)) {
                // A sigmoid is a tangent of half the argument, moved: (p + q) / 2q where the tangent is p / q. Quotients
                // are brought together, since dividing is what takes longest.
                let (pi, qi) = tangent(simd, simd.mul_f32s(half, input));
                let (pf, qf) = tangent(simd, simd.mul_f32s(half, forget));
                let (pn, qn) = tangent(simd, new);
                let (si, sf) = (simd.add_f32s(pi, qi), simd.add_f32s(pf, qf));
                let qin = simd.mul_f32s(qi, qn);
                let kept = simd.mul_f32s(simd.mul_f32s(sf, *cell), qin);
                let added = simd.mul_f32s(simd.mul_f32s(si, pn), qf);
                let below = simd.mul_f32s(qf, qin);
                *cell = simd.div_f32s(simd.mul_f32s(half, simd.add_f32s(kept, added)), below);
                let (po, qo) = tangent(simd, simd.mul_f32s(half, output));
                let (pc, qc) = tangent(simd, *cell);
                let above = simd.mul_f32s(simd.mul_f32s(half, simd.add_f32s(po, qo)), pc);
                *out = simd.div_f32s(above, simd.mul_f32s(qo, qc));
            }
            round(&real, 127.0, states);
        }
    }
}

/// Returns what is above and below the line of a quotient that is the hyperbolic tangent, to a few units in the last
/// place. Products and sums are not fused, so that every machine gives the same.
#[inline(always)]
fn tangent<S: Simd>(simd: S, x: S::f32s) -> (S::f32s, S::f32s) {
    let x = simd.min_f32s(simd.max_f32s(x, simd.splat_f32s(-7.905_311)), simd.splat_f32s(7.905_311));
    let y = simd.mul_f32s(x, x);
    let step = |sum, a| simd.add_f32s(simd.mul_f32s(sum, y), simd.splat_f32s(a));
    let mut p = simd.splat_f32s(-2.760_768_5e-16);
    for a in [2.000_188e-13, -8.604_672e-11, 5.122_297_3e-8, 1.485_722_4e-5, 6.372_619_3e-4, 4.893_524_6e-3] {
        p = step(p, a);
    }
    let mut q = simd.splat_f32s(1.198_258_4e-6);
    for b in [1.185_347_1e-4, 2.268_434_6e-3, 4.893_525e-3] {
        q = step(q, b);
    }
    (simd.mul_f32s(x, p), q)
}

/// Returns the share of one among scores, as softmax gives it: e^score over the sum of all.
pub(crate) fn share(arch: Arch, scores: &[f32], choice: usize) -> f32 {
    let chosen = scores[choice];
    let sum = arch.dispatch(
        #[inline(always)]
        || in_lanes(scores.iter().map(|score| exp(score - chosen))),
    );
    1.0 / sum
}

/// Adds numbers up in sixteen sums side by side, the same on every machine.
#[inline(always)]
pub(crate) fn in_lanes(mut values: impl ExactSizeIterator<Item = f32>) -> f32 {
    let mut sums = [0.0; 16];
    while values.len() > 0 {
        for (sum, value) in sums.iter_mut().zip(&mut values) {
            *sum += value;
        }
    }
    sums.iter().sum()
}

/// e to the power of `x`, exact to a few units in the last place of an `f32`; a library's own differs from machine to machine.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    // 2 to the power of a whole number is written into the exponent; the rest is a polynomial.
    let x = x.clamp(-87.0, 88.0) * std::f32::consts::LOG2_E;
    let whole = (x + 12_582_912.0) - 12_582_912.0;
    let rest = x - whole;
    let mut p = 1.535_336_3e-4;
    for a in [1.339_887_4e-3, 9.618_437e-3, 5.550_332_5e-2, 2.402_264_8e-1, 6.931_472e-1, 1.0] {
        p = p * rest + a;
    }
    p * f32::from_bits(((whole as i32 + 127) << 23) as u32)
}

/// Writes the sums of products of each row of `a` with each row of `b`, rows of `width`, into `out`.
pub(crate) fn dots(arch: Arch, a: &[f32], b: &[f32], width: usize, out: &mut [f32]) {
    arch.dispatch(
        #[inline(always)]
        || {
            for (a, out) in a.chunks_exact(width).zip(out.chunks_exact_mut(b.len() / width)) {
                for (b, out) in b.chunks_exact(width).zip(out) {
                    let mut sums = [0.0; 16];
                    let (a, a_rest) = pulp::as_arrays::<16, f32>(a);
                    let (b, b_rest) = pulp::as_arrays::<16, f32>(b);
                    for (a, b) in a.iter().zip(b) {
                        for i in 0..16 {
                            sums[i] += a[i] * b[i];
                        }
                    }
                    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
                    *out = sums.iter().sum::<f32>() + rest;
                }
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(i: usize) -> f32 {
        ((i * 7919 % 101) as f32 - 50.0) / 17.0
    }

    fn kernels() -> Vec<Kernel> {
        let mut kernels = vec![Kernel::Portable, Kernel::best()];
        #[cfg(target_arch = "x86_64")]
        kernels.extend(pulp::x86::V3::try_new().map(Kernel::Avx2));
        kernels
    }

    #[test]
    fn every_kernel_gives_the_same_and_near_the_real_products() {
        let arch = Arch::new();
        for (inputs, outputs, rows) in [(7, 37, 11), (128, 64, 6), (320, 130, 1), (4, 1, 3)] {
            let w: Vec<i8> =
                (0..inputs * outputs).map(|i| (i * 7919 % 255) as u8 as i8).map(|w| w.max(-127)).collect();
            let scales: Vec<f32> = (0..outputs).map(|o| 0.01 + o as f32 / 1000.0).collect();
            let x: Vec<f32> = (0..inputs * rows).map(|i| value(i + 5)).collect();
            let bytes = Rows::new(arch, &x, inputs);
            let mut first: Option<Vec<f32>> = None;
            for kernel in kernels() {
                let weights = Weights::with(kernel, &w, &scales, inputs);
                let mut out = vec![0.5; rows * outputs];
                multiply(&bytes, &weights, None, &mut out);
                assert_eq!(first.get_or_insert_with(|| out.clone()), &out, "{kernel:?}");
            }
            let out = first.unwrap();
            for row in 0..rows {
                for output in 0..outputs {
                    let real: f32 = (0..inputs)
                        .map(|i| x[row * inputs + i] * f32::from(w[output * inputs + i]) * scales[output])
                        .sum();
                    let got = out[row * outputs + output] - 0.5;
                    assert!(
                        (got - real).abs() < 0.02 * (inputs as f32).sqrt() * 127.0 * scales[output],
                        "{got} {real}"
                    );
                }
            }
        }
    }

    #[test]
    fn products_do_not_depend_on_the_rows_beside_them() {
        let (inputs, outputs, rows) = (9, 70, 11);
        let w: Vec<i8> = (0..inputs * outputs).map(|i| (i % 200) as u8 as i8).collect();
        let weights = Weights::new(&w, &vec![0.02; outputs], inputs);
        let x: Vec<f32> = (0..inputs * rows).map(value).collect();
        let mut together = vec![0.5; rows * outputs];
        multiply(&Rows::new(Arch::new(), &x, inputs), &weights, None, &mut together);
        for row in 0..rows {
            let mut alone = vec![0.5; outputs];
            multiply(
                &Rows::new(Arch::new(), &x[row * inputs..(row + 1) * inputs], inputs),
                &weights,
                None,
                &mut alone,
            );
            assert_eq!(alone, together[row * outputs..(row + 1) * outputs]);
        }
    }

    #[test]
    fn a_step_is_that_of_an_lstm() {
        let sigmoid = |x: f32| 1.0 / (1.0 + (-x).exp());
        let gates: Vec<f32> = (0..4 * LANES * 3).map(|i| value(i) * 2.0).collect();
        let mut cells: Vec<f32> = (0..LANES * 3).map(|i| value(i + 3)).collect();
        let before = cells.clone();
        let mut states = vec![0; LANES * 3];
        lstm_step(Arch::new(), LANES, &gates, &mut cells, &mut states);
        for row in 0..3 {
            for i in 0..LANES {
                let gate = |g: usize| gates[(row * 4 + g) * LANES + i];
                let at = row * LANES + i;
                let cell = sigmoid(gate(1)) * before[at] + sigmoid(gate(0)) * gate(2).tanh();
                assert!((cells[at] - cell).abs() < 1e-5, "{} {cell}", cells[at]);
                let state = (f32::from(states[at]) - 128.0) * STATE;
                assert!((state - sigmoid(gate(3)) * cell.tanh()).abs() < STATE * 0.51);
            }
        }
    }

    #[test]
    fn exp_is_the_power() {
        for i in -1000..1000 {
            let x = i as f32 / 80.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 3e-6, "{x}: {} {}", exp(x), x.exp());
        }
    }

    #[test]
    fn bytes_hold_numbers_to_a_part_in_254() {
        let x: Vec<f32> = (0..50).map(value).collect();
        let rows = Rows::new(Arch::new(), &x, 50);
        for (&byte, x) in rows.bytes.iter().zip(&x) {
            assert!(((f32::from(byte) - 128.0) * rows.scales[0] - x).abs() <= rows.scales[0] * 0.501);
        }
    }
}
