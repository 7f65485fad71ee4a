#![expect(clippy::inline_always, reason = "what is not inlined is compiled for the oldest processor")]

use fearless_simd::{Level, Simd, dispatch, f32x8, prelude::*};

use crate::pool::Hands;

use super::{
    kernel,
    line::LineImage,
    model::{Lstm, Model, Weights},
};

/// Lines go through the network so many at a time: the weights are fetched once for all of them.
const TOGETHER: usize = kernel::DEEP;
/// Columns of pixels go through the network so many at a time.
const COLUMNS: usize = 64;

/// What the network says of a line: for each step along it, the share of each code.
pub struct Shares {
    pub codes: usize,
    pub values: Vec<f32>,
}

impl Shares {
    /// The steps in order.
    pub fn steps(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.codes)
    }
}

/// Reads lines. Each step stands for three columns of pixels.
pub fn read(model: &Model, level: Level, lines: &[&LineImage], hands: &Hands) -> Vec<Shares> {
    // Lines of like length together: the shorter ones wait for the longest.
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|line| lines[*line].width);
    let mut read: Vec<Option<Shares>> = (0..lines.len()).map(|_| None).collect();
    let groups: Vec<&[usize]> = order.chunks(TOGETHER).collect();
    let shares = hands.share(&groups, |group| {
        let images: Vec<&LineImage> = group.iter().map(|line| lines[*line]).collect();
        dispatch!(level, simd => read_some(simd, model, &images))
    });
    for (line, shares) in order.iter().zip(shares.into_iter().flatten()) {
        read[*line] = Some(shares);
    }
    read.into_iter().flatten().collect()
}

#[inline(always)]
fn read_some<S: Simd>(simd: S, model: &Model, lines: &[&LineImage]) -> Vec<Shares> {
    let mut said = Vec::with_capacity(lines.len());
    for line in lines {
        said.push(columns(simd, model, line));
    }
    said = along(simd, &model.along[0], &said, false);
    said = along(simd, &model.along[1], &said, true);
    said = along(simd, &model.along[2], &said, false);
    let mut shares = Vec::with_capacity(lines.len());
    for said in &said {
        shares.push(output(simd, model, said));
    }
    shares
}

/// The first layers: edges and strokes around each point, the strongest of nine, then each column read downwards.
#[inline(always)]
fn columns<S: Simd>(simd: S, model: &Model, line: &LineImage) -> Vec<f32> {
    let (steps, rows, kinds) = (line.width / 3, model.height / 3, model.convolution.outputs);
    let points = strongest(simd, &model.convolution, line);
    let states = model.columns.states;
    let mut said = vec![0.0; steps * states];
    let mut row = Vec::new();
    for (some, said) in said.chunks_mut(COLUMNS * states).enumerate() {
        let count = said.len() / states;
        let mut state = vec![0.0; said.len()];
        let mut gates = vec![0.0; count * 4 * states];
        for y in 0..rows {
            let at = (y * steps + some * COLUMNS) * kinds;
            row.clear();
            row.extend_from_slice(&points[at..at + count * kinds]);
            kernel::start(&model.columns.from_input, &mut gates);
            kernel::multiply(simd, &row, &model.columns.from_input, &mut gates);
            if y > 0 {
                kernel::multiply(simd, said, &model.columns.from_state, &mut gates);
            }
            step_all(simd, &gates, &mut state, said, states);
        }
    }
    said
}

#[inline(always)]
fn step_all<S: Simd>(simd: S, gates: &[f32], state: &mut [f32], said: &mut [f32], states: usize) {
    let places = state.chunks_exact_mut(states).zip(said.chunks_exact_mut(states));
    for (gates, (state, said)) in gates.chunks_exact(4 * states).zip(places) {
        kernel::step(simd, gates, state, said);
    }
}

/// The convolution with its tangent, and the largest of each square of nine points, row by row.
#[inline(always)]
fn strongest<S: Simd>(simd: S, weights: &Weights, line: &LineImage) -> Vec<f32> {
    let (steps, rows, kinds) = (line.width / 3, line.height / 3, weights.outputs);
    let width = steps * 3;
    let mut points = vec![f32::MIN; steps * rows * kinds];
    let mut around = vec![0.0; width * 9];
    let mut sums = vec![0.0; width * kinds];
    for y in 0..rows * 3 {
        line.around(y, &mut around);
        kernel::start(weights, &mut sums);
        kernel::multiply(simd, &around, weights, &mut sums);
        let places = &mut points[y / 3 * steps * kinds..][..steps * kinds];
        for (three, place) in sums.chunks_exact(3 * kinds).zip(places.chunks_exact_mut(kinds)) {
            for one in three.chunks_exact(kinds) {
                for (value, most) in one.iter().zip(&mut *place) {
                    *most = value.max(*most);
                }
            }
        }
    }
    // The tangent grows with its argument: it may come after the choice of the largest.
    for eight in points.chunks_exact_mut(8) {
        let value = f32x8::from_slice(simd, eight);
        kernel::tanh(simd, value).store_slice(eight);
    }
    points
}

/// A memory that goes along several lines at once, from their starts or from their ends.
#[inline(always)]
fn along<S: Simd>(simd: S, lstm: &Lstm, lines: &[Vec<f32>], backward: bool) -> Vec<Vec<f32>> {
    let (inputs, states) = (lstm.from_input.inputs, lstm.states);
    let mut gates = Vec::with_capacity(lines.len());
    for line in lines {
        let mut of_line = vec![0.0; line.len() / inputs * 4 * states];
        kernel::start(&lstm.from_input, &mut of_line);
        kernel::multiply(simd, line, &lstm.from_input, &mut of_line);
        gates.push(of_line);
    }
    let lengths: Vec<usize> = gates.iter().map(|gates| gates.len() / (4 * states)).collect();
    let mut said: Vec<Vec<f32>> = lengths.iter().map(|length| vec![0.0; length * states]).collect();
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let mut state = vec![0.0; lengths.len() * states];
    let mut last = vec![0.0; lengths.len() * states];
    let mut now = vec![0.0; lengths.len() * 4 * states];
    for step in 0..longest {
        for (line, gates) in gates.iter().enumerate() {
            if let Some(at) = place(step, lengths[line], backward) {
                now[line * 4 * states..][..4 * states].copy_from_slice(&gates[at * 4 * states..][..4 * states]);
            }
        }
        kernel::multiply(simd, &last, &lstm.from_state, &mut now);
        step_all(simd, &now, &mut state, &mut last, states);
        for (line, said) in said.iter_mut().enumerate() {
            if let Some(at) = place(step, lengths[line], backward) {
                said[at * states..][..states].copy_from_slice(&last[line * states..][..states]);
            }
        }
    }
    said
}

/// Where a line is read at a step; nowhere once it has ended.
fn place(step: usize, length: usize, backward: bool) -> Option<usize> {
    (step < length).then(|| if backward { length - 1 - step } else { step })
}

#[inline(always)]
fn output<S: Simd>(simd: S, model: &Model, said: &[f32]) -> Shares {
    let weights = &model.output;
    let mut values = vec![0.0; said.len() / weights.inputs * weights.outputs];
    kernel::start(weights, &mut values);
    kernel::multiply(simd, said, weights, &mut values);
    for step in values.chunks_exact_mut(weights.outputs) {
        kernel::shares(simd, step, weights.used);
    }
    Shares { codes: weights.outputs, values }
}
