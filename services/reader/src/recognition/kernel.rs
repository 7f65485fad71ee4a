//! The arithmetic of the network, in the widest vectors the processor has.

#![expect(clippy::inline_always, reason = "what is not inlined is compiled for the oldest processor")]

use fearless_simd::{Simd, f32x8, f32x16, prelude::*};

use super::model::Weights;

/// Outputs are computed so many at a time.
pub const WIDE: usize = 16;

/// Rows are computed so many at a time: the weights are fetched once for all of them.
pub const DEEP: usize = 6;

/// Adds `rows * weights` to `out`: rows of `weights.inputs` values give rows of `weights.outputs`.
#[inline(always)]
pub fn multiply<S: Simd>(simd: S, rows: &[f32], weights: &Weights, out: &mut [f32]) {
    let (inputs, outputs) = (weights.inputs, weights.outputs);
    let mut rows = rows.chunks_exact(inputs * DEEP);
    let mut outs = out.chunks_exact_mut(outputs * DEEP);
    for (some, out) in (&mut rows).zip(&mut outs) {
        block::<S, DEEP>(simd, some, weights, out);
    }
    let (rest, out) = (rows.remainder(), outs.into_remainder());
    match rest.len() / inputs {
        5 => block::<S, 5>(simd, rest, weights, out),
        4 => block::<S, 4>(simd, rest, weights, out),
        3 => block::<S, 3>(simd, rest, weights, out),
        2 => block::<S, 2>(simd, rest, weights, out),
        1 => block::<S, 1>(simd, rest, weights, out),
        _ => {}
    }
}

#[inline(always)]
fn block<S: Simd, const ROWS: usize>(simd: S, rows: &[f32], weights: &Weights, out: &mut [f32]) {
    let (inputs, outputs) = (weights.inputs, weights.outputs);
    for column in (0..outputs).step_by(WIDE) {
        let mut sums = [f32x16::splat(simd, 0.0); ROWS];
        for row in 0..ROWS {
            sums[row] = f32x16::from_slice(simd, &out[row * outputs + column..][..WIDE]);
        }
        for input in 0..inputs {
            let weights = f32x16::from_slice(simd, &weights.values[column * inputs + input * WIDE..][..WIDE]);
            for row in 0..ROWS {
                let value = f32x16::splat(simd, rows[row * inputs + input]);
                sums[row] = value.mul_add(weights, sums[row]);
            }
        }
        for row in 0..ROWS {
            sums[row].store_slice(&mut out[row * outputs + column..][..WIDE]);
        }
    }
}

#[inline(always)]
fn load<S: Simd>(simd: S, values: &[f32]) -> f32x8<S> {
    f32x8::from_slice(simd, &values[..8])
}

/// Sets every row to the biases.
#[inline(always)]
pub fn start(weights: &Weights, out: &mut [f32]) {
    for row in out.chunks_exact_mut(weights.outputs) {
        row.copy_from_slice(&weights.biases);
    }
}

/// One step of a memory: the sums of its four gates become its new state and what it says.
#[inline(always)]
pub fn step<S: Simd>(simd: S, gates: &[f32], state: &mut [f32], said: &mut [f32]) {
    let states = state.len();
    for at in (0..states).step_by(8) {
        let candidate = tanh(simd, load(simd, &gates[at..]));
        let entered = logistic(simd, load(simd, &gates[states + at..]));
        let kept = logistic(simd, load(simd, &gates[2 * states + at..])) * load(simd, &state[at..]);
        let new = candidate.mul_add(entered, kept);
        let new = new.max(f32x8::splat(simd, -100.0)).min(f32x8::splat(simd, 100.0));
        let out = tanh(simd, new) * logistic(simd, load(simd, &gates[3 * states + at..]));
        new.store_slice(&mut state[at..at + 8]);
        out.store_slice(&mut said[at..at + 8]);
    }
}

#[inline(always)]
fn logistic<S: Simd>(simd: S, value: f32x8<S>) -> f32x8<S> {
    let half = f32x8::splat(simd, 0.5);
    tanh(simd, value * half).mul_add(half, half)
}

/// The hyperbolic tangent by a quotient of polynomials, right to seven digits.
#[inline(always)]
pub fn tanh<S: Simd>(simd: S, value: f32x8<S>) -> f32x8<S> {
    let x = value.max(f32x8::splat(simd, -7.905_311)).min(f32x8::splat(simd, 7.905_311));
    let square = x * x;
    let mut above = f32x8::splat(simd, ABOVE[0]);
    for number in &ABOVE[1..] {
        above = above.mul_add(square, f32x8::splat(simd, *number));
    }
    let mut below = f32x8::splat(simd, BELOW[0]);
    for number in &BELOW[1..] {
        below = below.mul_add(square, f32x8::splat(simd, *number));
    }
    x * above / below
}

/// Of the quotient for the tangent: odd powers from the thirteenth down, then even powers from the sixth down.
const ABOVE: [f32; 7] =
    [-2.760_768_5e-16, 2.000_188e-13, -8.604_672e-11, 5.122_297e-8, 1.485_722_4e-5, 6.372_619_3e-4, 4.893_525e-3];
const BELOW: [f32; 4] = [1.198_258_4e-6, 1.185_347_1e-4, 2.268_434_6e-3, 4.893_525e-3];

/// Turns outputs into shares that add up to one; those that stand for nothing have none.
#[inline(always)]
pub fn shares<S: Simd>(simd: S, outputs: &mut [f32], used: usize) {
    for value in &mut outputs[used..] {
        *value = f32::MIN;
    }
    let mut most = load(simd, outputs);
    for at in (8..outputs.len()).step_by(8) {
        most = most.max(load(simd, &outputs[at..]));
    }
    let mut lanes = [0.0; 8];
    most.store_slice(&mut lanes);
    let largest = f32x8::splat(simd, lanes.into_iter().fold(f32::MIN, f32::max));
    let mut sum = f32x8::splat(simd, 0.0);
    for at in (0..outputs.len()).step_by(8) {
        let raised = exp(simd, load(simd, &outputs[at..]) - largest);
        sum += raised;
        raised.store_slice(&mut outputs[at..at + 8]);
    }
    sum.store_slice(&mut lanes);
    let share = f32x8::splat(simd, 1.0 / lanes.iter().sum::<f32>());
    for at in (0..outputs.len()).step_by(8) {
        (load(simd, &outputs[at..]) * share).store_slice(&mut outputs[at..at + 8]);
    }
}

/// The exponential of values of at most nought: the 256th root by a polynomial, squared eight times.
#[inline(always)]
fn exp<S: Simd>(simd: S, value: f32x8<S>) -> f32x8<S> {
    let x = value.max(f32x8::splat(simd, -40.0)) * f32x8::splat(simd, 1.0 / 256.0);
    let mut root = f32x8::splat(simd, 1.0 / 24.0);
    for number in [1.0 / 6.0, 0.5, 1.0, 1.0] {
        root = root.mul_add(x, f32x8::splat(simd, number));
    }
    for _ in 0..8 {
        root *= root;
    }
    root
}
