//! Where the ink of a page is: a coarse picture that a scan, a photograph and a print of the same paper share.

use data_encoding::HEXLOWER;

/// Cells across and down, over the written part of the page.
const ACROSS: usize = 48;
const DOWN: usize = 64;
const CELLS: usize = ACROSS * DOWN;
/// Shares of the ink left out at each edge of the written part: specks, holes, the shadow of a fold.
const STRAY: usize = 250;
/// Places of ink looked at; more do not make it better.
const PLACES: usize = 30_000;
/// The darkest a cell can be.
const DARKEST: u8 = 15;
/// Waves of the cosine transform kept in each direction.
const WAVES: usize = 8;
/// Cells inked that a page needs to be recognised by its picture.
const TELLING: usize = CELLS / 50;

/// How much ink there is in each cell of the written part of a page.
#[derive(Clone, PartialEq, Eq)]
pub struct InkMap(Box<[u8; CELLS]>);

impl std::fmt::Debug for InkMap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "InkMap({} cells)", self.0.iter().filter(|cell| **cell > 0).count())
    }
}

impl InkMap {
    /// The map of places of ink, in any unit, the page upright and its lines level. None when there is hardly any.
    #[must_use]
    pub fn of(places: &[(f32, f32)]) -> Option<Self> {
        if places.len() < STRAY {
            return None;
        }
        let every = places.len().div_ceil(PLACES);
        let places = || places.iter().step_by(every);
        let (left, right) = middle(places().map(|(x, _)| *x))?;
        let (top, bottom) = middle(places().map(|(_, y)| *y))?;
        let (width, height) = (right - left, bottom - top);
        if width < 1.0 || height < 1.0 {
            return None;
        }
        let mut counts = vec![0_u16; CELLS];
        for (x, y) in places() {
            let column = cell((x - left) / width, ACROSS);
            let row = cell((y - top) / height, DOWN);
            if let (Some(column), Some(row)) = (column, row) {
                counts[row * ACROSS + column] = counts[row * ACROSS + column].saturating_add(1);
            }
        }
        // Half of a cell inked is as dark as text gets.
        let number = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
        let full = (width * height / number(CELLS) / number(every) / 2.0).max(1.0);
        let mut cells = Box::new([0; CELLS]);
        for (cell, count) in cells.iter_mut().zip(counts) {
            *cell = level(f32::from(count) / full * f32::from(DARKEST));
        }
        Some(Self(cells))
    }

    /// Whether there is enough on the page to recognise it by, and it is not dark all over.
    #[must_use]
    pub fn is_telling(&self) -> bool {
        let inked = self.0.iter().filter(|cell| **cell > 0).count();
        inked >= TELLING && self.0.iter().filter(|cell| **cell >= DARKEST).count() < CELLS * 3 / 4
    }

    /// Two cells in a byte.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.0.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
    }

    /// The map of these bytes; none when they are no map.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut cells = Box::new([0; CELLS]);
        (bytes.len() * 2 == CELLS).then(|| {
            for (pair, byte) in cells.chunks_exact_mut(2).zip(bytes) {
                pair.copy_from_slice(&[byte >> 4, byte & 15]);
            }
            Self(cells)
        })
    }

    /// The bytes, as text.
    #[must_use]
    pub fn hex(&self) -> String {
        HEXLOWER.encode(&self.bytes())
    }

    /// The map of such a text.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        Self::from_bytes(&HEXLOWER.decode(text.as_bytes()).ok()?)
    }

    /// A hash that pages which look alike nearly share: the signs of the slowest waves of the picture.
    #[must_use]
    pub fn hash(&self) -> i64 {
        let waves = self.waves();
        let mut sorted = waves.clone();
        sorted.sort_by(f32::total_cmp);
        let median = f32::midpoint(sorted[31], sorted[32]);
        waves.iter().fold(0_i64, |hash, wave| hash << 1 | i64::from(*wave > median))
    }

    /// 64 coefficients of the cosine transform, the mean left out.
    fn waves(&self) -> Vec<f32> {
        let (across, down) = (cosines(ACROSS), cosines(DOWN));
        let rows: Vec<Vec<f32>> = self
            .0
            .chunks_exact(ACROSS)
            .map(|row| across.iter().map(|wave| sum(row.iter().map(|cell| f32::from(*cell)), wave)).collect())
            .collect();
        let coefficient = |u: usize, v: usize| sum(rows.iter().map(|row| row[u]), &down[v]);
        let places = (0..=WAVES).flat_map(|v| (0..WAVES).map(move |u| (u, v)));
        places.filter(|place| *place != (0, 0)).take(64).map(|(u, v)| coefficient(u, v)).collect()
    }

    /// The four parts of a hash, each with its place: what an index finds exactly.
    #[must_use]
    pub fn parts(hash: i64) -> Vec<i32> {
        let bytes = hash.to_be_bytes();
        (0_u8..)
            .zip(bytes.chunks_exact(2))
            .map(|(place, pair)| i32::from_be_bytes([0, place, pair[0], pair[1]]))
            .collect()
    }

    /// The parts of every hash that differs in at most one place of some part. Of two hashes that differ in seven places or fewer,
    /// one always has a part among those of the other.
    #[must_use]
    pub fn near_parts(hash: i64) -> Vec<i32> {
        let near = |part: i32| std::iter::once(part).chain((0..16).map(move |bit| part ^ (1 << bit)));
        Self::parts(hash).into_iter().flat_map(near).collect()
    }

    /// How alike two pages are, from 0 (no more than any two) to 1: the correlation of their ink, the better of small shifts.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f32 {
        let (one, other) = (self.softened(), other.softened());
        let shifts = (-1..=1).flat_map(|down| (-1..=1).map(move |across| (across, down)));
        shifts.map(|shift| correlation(&one, &other, shift)).fold(0.0, f32::max)
    }

    /// Each cell with half of its neighbours: a line of text may fall on another row of cells.
    fn softened(&self) -> Vec<f32> {
        let at = |x: usize, y: usize| f32::from(self.0[y * ACROSS + x]);
        let soft = |place: usize| {
            let (x, y) = (place % ACROSS, place / ACROSS);
            let beside = at(x.saturating_sub(1), y) + at((x + 1).min(ACROSS - 1), y);
            let above = at(x, y.saturating_sub(1)) + at(x, (y + 1).min(DOWN - 1));
            at(x, y) + beside.midpoint(above)
        };
        (0..CELLS).map(soft).collect()
    }
}

/// From where to where the values lie, but for the strays at both ends.
fn middle(values: impl Iterator<Item = f32>) -> Option<(f32, f32)> {
    let mut values: Vec<f32> = values.collect();
    let stray = values.len() / STRAY;
    let last = values.len().checked_sub(1 + stray)?;
    let low = *values.select_nth_unstable_by(stray, f32::total_cmp).1;
    let high = *values.select_nth_unstable_by(last, f32::total_cmp).1;
    Some((low, high))
}

/// The cell in which a part of the whole lies; none outside.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at least 0 and below the number of cells")]
fn cell(part: f32, cells: usize) -> Option<usize> {
    let place = part * f32::from(u16::try_from(cells).unwrap_or(u16::MAX));
    (0.0..=1.0).contains(&part).then(|| (place as usize).min(cells - 1))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a level of ink")]
fn level(ink: f32) -> u8 {
    ink.round().clamp(0.0, f32::from(DARKEST)) as u8
}

/// The slowest waves over so many cells.
fn cosines(cells: usize) -> Vec<Vec<f32>> {
    let number = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    let at =
        |wave: usize, cell: usize| (std::f32::consts::PI * number(wave) * (number(cell) + 0.5) / number(cells)).cos();
    (0..=WAVES).map(|wave| (0..cells).map(|cell| at(wave, cell)).collect()).collect()
}

fn sum(values: impl Iterator<Item = f32>, weights: &[f32]) -> f32 {
    values.zip(weights).map(|(value, weight)| value * weight).sum()
}

/// The correlation of two maps, the second one shifted.
fn correlation(one: &[f32], other: &[f32], (across, down): (isize, isize)) -> f32 {
    let place = |x: usize, y: usize| {
        let (x, y) = (x.checked_add_signed(across)?, y.checked_add_signed(down)?);
        (x < ACROSS && y < DOWN).then_some(y * ACROSS + x)
    };
    let cells = (0..DOWN).flat_map(|y| (0..ACROSS).map(move |x| (x, y)));
    let pairs: Vec<(f32, f32)> = cells.filter_map(|(x, y)| Some((one[y * ACROSS + x], other[place(x, y)?]))).collect();
    let count = f32::from(u16::try_from(pairs.len()).unwrap_or(u16::MAX)).max(1.0);
    let mean = |value: fn(&(f32, f32)) -> f32| pairs.iter().map(value).sum::<f32>() / count;
    let (own, its) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        both += (a - own) * (b - its);
        first += (a - own).powi(2);
        second += (b - its).powi(2);
    }
    let size = (first * second).sqrt();
    if size > 0.0 { both / size } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words on lines of different lengths, by a seed.
    fn page(seed: u32, turn: impl Fn(f32, f32) -> (f32, f32)) -> InkMap {
        let mut places = Vec::new();
        for (x, y) in (0..700_u16).flat_map(|y| (0..500_u16).map(move |x| (x, y))) {
            let line = u32::from(y / 12);
            let drawn = (line * 7_919 + seed * 104_729).wrapping_mul(2_654_435_761) >> 24;
            let end = if drawn.is_multiple_of(5) { 200 + drawn } else { 470 + drawn % 30 };
            let word = (u32::from(x / 23) * 31 + line * 17 + seed).wrapping_mul(2_654_435_761) >> 30;
            if y % 12 < 5 && word > 0 && x % 3 > 0 && u32::from(x) < end && line % 9 != seed % 9 {
                places.push(turn(f32::from(x), f32::from(y)));
            }
        }
        InkMap::of(&places).expect("ink")
    }

    #[test]
    fn the_same_page_at_another_size_and_place_is_alike_and_another_page_is_not() {
        let one = page(1, |x, y| (x, y));
        let same = page(1, |x, y| (x * 1.31 + 40.0, y * 1.29 - 7.0 + x * 0.004));
        let other = page(2, |x, y| (x, y));
        assert!(one.likeness(&same) > 0.9, "{}", one.likeness(&same));
        assert!(one.likeness(&other) < 0.7, "{}", one.likeness(&other));
        let apart = (one.hash() ^ same.hash()).count_ones();
        assert!(apart <= 7, "{apart}");
        let near = InkMap::near_parts(one.hash());
        assert_eq!(near.len(), 68);
        assert!(InkMap::parts(same.hash()).iter().any(|part| near.contains(part)));
    }

    #[test]
    fn a_map_is_the_same_after_it_was_kept() {
        let one = page(1, |x, y| (x, y));
        assert!(one.is_telling());
        assert_eq!(InkMap::from_hex(&one.hex()).as_ref(), Some(&one));
        assert_eq!(InkMap::from_bytes(&[1, 2]), None);
        assert_eq!(InkMap::of(&[(1.0, 1.0)]), None);
    }
}
