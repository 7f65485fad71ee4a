use image::GrayImage;

use crate::scale;

/// Distance of characters at which lines are looked for, pixels; two thirds to one and a half of it will do.
const PITCH: f32 = 10.0;
/// Pixels closed in a row of ink.
const GAP: usize = 11;
/// Shortest row of ink kept.
const RUN: usize = 24;
/// Shortest line.
const WIDTH: usize = 170;
/// Pixels of a block in which the middle of the line is measured.
const BLOCK: usize = 10;
/// Half the side of the square whose brightness is that of the paper.
const AROUND: usize = 8;
/// Longer sides of a picture at which its zone, from a card that fills it to a passport on a page, comes to the pitch.
const SIDES: [f32; 5] = [300.0, 450.0, 680.0, 1_000.0, 1_400.0];
/// A copy may be smaller or larger than what it copies.
const COPIES: [f32; 2] = [1.0, 0.72];

/// A line of ink that could be one of a zone, in pixels of the page.
#[derive(Clone, Copy, Debug)]
pub struct Strip {
    pub left: f32,
    pub right: f32,
    /// The middle of its letters: `y = a + b x + c x²`.
    pub curve: [f32; 3],
    /// Height of its letters.
    pub height: f32,
}

impl Strip {
    pub fn middle(&self, x: f32) -> f32 {
        self.curve[0] + (self.curve[1] + self.curve[2] * x) * x
    }

    pub fn slope(&self, x: f32) -> f32 {
        self.curve[1] + 2.0 * self.curve[2] * x
    }

    /// The part of it that lies within these boxes, which do not overlap each other: 0 to 1.
    pub fn covered(&self, boxes: &[[f32; 4]]) -> f32 {
        let crosses = |[left, top, right, bottom]: &&[f32; 4]| {
            let x = f32::midpoint(*left, *right);
            x > self.left && x < self.right && (*top..*bottom).contains(&self.middle(x))
        };
        let wide: f32 = boxes.iter().filter(crosses).map(|[left, _, right, _]| right - left).sum();
        wide / (self.right - self.left)
    }

    /// Another one is a line of the same zone.
    pub fn holds(&self, other: &Self) -> bool {
        let x = f32::midpoint(other.left, other.right);
        let near = (self.middle(x) - other.middle(x)).abs() < 4.5 * self.height.max(other.height);
        near && x > self.left && x < self.right
    }
}

/// By what the page is made smaller or larger.
pub fn factors((width, height): (u32, u32), dpi: Option<u32>) -> Vec<f32> {
    match dpi {
        // A character of a zone is a tenth of an inch wide.
        Some(dpi) => {
            COPIES.iter().map(|copy| copy * PITCH * 10.0 / dpi as f32).filter(|factor| *factor <= 2.2).collect()
        }
        None => SIDES.iter().map(|side| side / width.max(height) as f32).filter(|factor| *factor <= 2.2).collect(),
    }
}

/// Long lines of ink at each of these scales.
pub fn strips(page: &GrayImage, factors: &[f32]) -> Vec<Strip> {
    factors.iter().flat_map(|factor| at_scale(page, *factor)).collect()
}

fn at_scale(page: &GrayImage, factor: f32) -> Vec<Strip> {
    let side = |side: u32| ((side as f32 * factor) as u32).max(1);
    let (width, height) = (side(page.width()), side(page.height()));
    let small = if factor <= 1.0 {
        scale::shrink(page, width, height)
    } else {
        image::imageops::resize(page, width, height, image::imageops::FilterType::Triangle)
    };
    let lines = joined(&runs(&small)).into_iter().filter_map(|runs| strip(&runs));
    let back = 1.0 / factor;
    let on_page = |found: Strip| Strip {
        left: found.left * back,
        right: found.right * back,
        curve: [found.curve[0] * back, found.curve[1], found.curve[2] * factor],
        height: found.height * back,
    };
    lines.map(on_page).collect()
}

/// Ink in a row.
#[derive(Clone, Copy, Debug)]
struct Run {
    y: usize,
    start: usize,
    end: usize,
}

/// What is darker than the paper around it, small gaps closed, short rows left out.
fn runs(small: &GrayImage) -> Vec<Run> {
    let (width, height) = (small.width() as usize, small.height() as usize);
    let sums = Sums::of(small);
    let mut found = Vec::new();
    for y in 0..height {
        let row = &small.as_raw()[y * width..][..width];
        let rows = (y.saturating_sub(AROUND), (y + AROUND + 1).min(height));
        let mut open: Option<Run> = None;
        for (x, value) in row.iter().enumerate() {
            let paper = sums.mean((x.saturating_sub(AROUND), (x + AROUND + 1).min(width)), rows);
            if u32::from(*value) + 8 + paper / 10 >= paper {
                continue;
            }
            match &mut open {
                Some(run) if x - run.end <= GAP => run.end = x + 1,
                _ => found.extend(open.replace(Run { y, start: x, end: x + 1 })),
            }
        }
        found.extend(open);
    }
    found.retain(|run| run.end - run.start >= RUN);
    found
}

/// Sums over all pixels above and to the left.
struct Sums {
    width: usize,
    values: Vec<u32>,
}

impl Sums {
    fn of(picture: &GrayImage) -> Self {
        let width = picture.width() as usize + 1;
        let mut values = vec![0; width * (picture.height() as usize + 1)];
        for (y, row) in picture.as_raw().chunks_exact(width - 1).enumerate() {
            let mut sum = 0;
            for (x, value) in row.iter().enumerate() {
                sum += u32::from(*value);
                values[(y + 1) * width + x + 1] = values[y * width + x + 1] + sum;
            }
        }
        Self { width, values }
    }

    fn mean(&self, (left, right): (usize, usize), (top, bottom): (usize, usize)) -> u32 {
        let at = |x: usize, y: usize| self.values[y * self.width + x];
        let sum = (at(right, bottom) + at(left, top)) - at(left, bottom) - at(right, top);
        sum / ((right - left) * (bottom - top)) as u32
    }
}

/// Runs that touch each other from row to row.
fn joined(runs: &[Run]) -> Vec<Vec<Run>> {
    let mut parents: Vec<usize> = (0..runs.len()).collect();
    let mut above = 0;
    for (at, run) in runs.iter().enumerate() {
        while runs[above].y + 1 < run.y {
            above += 1;
        }
        for (other, candidate) in runs.iter().enumerate().take(at).skip(above) {
            if candidate.y < run.y && candidate.start < run.end && run.start < candidate.end {
                let (one, two) = (root(&mut parents, at), root(&mut parents, other));
                parents[one] = two;
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<Run>> = std::collections::BTreeMap::new();
    for (at, run) in runs.iter().enumerate() {
        groups.entry(root(&mut parents, at)).or_default().push(*run);
    }
    groups.into_values().collect()
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

/// The line that these runs make, when they make a long and thin one.
fn strip(runs: &[Run]) -> Option<Strip> {
    let left = runs.iter().map(|run| run.start).min()?;
    let right = runs.iter().map(|run| run.end).max()?;
    if right - left < WIDTH {
        return None;
    }
    let mut blocks = vec![(usize::MAX, 0_usize); (right - left) / BLOCK + 1];
    for run in runs {
        for block in &mut blocks[(run.start - left) / BLOCK..=(run.end - 1 - left) / BLOCK] {
            *block = (block.0.min(run.y), block.1.max(run.y + 1));
        }
    }
    let middle = |(at, (top, bottom)): (usize, &(usize, usize))| {
        let x = (left + at * BLOCK + BLOCK / 2) as f32;
        (top < bottom).then(|| (x, (top + bottom) as f32 / 2.0, (bottom - top) as f32))
    };
    let known: Vec<(f32, f32, f32)> = blocks.iter().enumerate().filter_map(middle).collect();
    if known.len() * 4 < blocks.len() * 3 {
        return None;
    }
    let mut heights: Vec<f32> = known.iter().map(|(.., height)| *height).collect();
    heights.sort_by(f32::total_cmp);
    let height = heights[heights.len() * 3 / 4];
    let even = known.iter().filter(|(.., own)| *own <= height * 1.3);
    let curve = fitted(&even.map(|(x, y, _)| (*x, *y)).collect::<Vec<_>>())?;
    (4.0..=18.0).contains(&height).then_some(Strip { left: left as f32, right: right as f32, curve, height })
}

/// The curve through these points, those far from it left out.
fn fitted(points: &[(f32, f32)]) -> Option<[f32; 3]> {
    let first = parabola(points)?;
    let near = |(x, y): &&(f32, f32)| (y - first[0] - (first[1] + first[2] * x) * x).abs() < 2.0;
    let kept: Vec<(f32, f32)> = points.iter().filter(near).copied().collect();
    if kept.len() < 8 { None } else { parabola(&kept) }
}

/// Least squares.
fn parabola(points: &[(f32, f32)]) -> Option<[f32; 3]> {
    let count = points.len() as f64;
    let middle = points.iter().map(|(x, _)| f64::from(*x)).sum::<f64>() / count;
    let (mut moments, mut products) = ([0.0; 5], [0.0; 3]);
    for (x, y) in points {
        let x = (f64::from(*x) - middle) / 100.0;
        for (power, moment) in (0_i32..).zip(&mut moments) {
            *moment += x.powi(power);
        }
        for (power, product) in (0_i32..).zip(&mut products) {
            *product += x.powi(power) * f64::from(*y);
        }
    }
    let rows: [[f64; 3]; 3] = std::array::from_fn(|row| std::array::from_fn(|column| moments[row + column]));
    let whole = determinant(&rows);
    if points.len() < 3 || whole.abs() < 1e-9 {
        return None;
    }
    let part = |column: usize| {
        let mut replaced = rows;
        for (row, product) in replaced.iter_mut().zip(products) {
            row[column] = product;
        }
        determinant(&replaced) / whole
    };
    let (level, slope, bend) = (part(0), part(1) / 100.0, part(2) / 10_000.0);
    let moved = [level - slope * middle + bend * middle * middle, slope - 2.0 * bend * middle, bend];
    Some(moved.map(|value| value as f32))
}

fn determinant([a, b, c]: &[[f64; 3]; 3]) -> f64 {
    let minor = |one: usize, two: usize| b[one] * c[two] - b[two] * c[one];
    a[0] * minor(1, 2) - a[1] * minor(0, 2) + a[2] * minor(0, 1)
}
