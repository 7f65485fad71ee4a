use image::GrayImage;

use super::{glyphs::CAPITAL, strips::Strip};

/// Heights of a letter above and below the line that are straightened with it: room for the other lines of the zone.
const AROUND: f32 = 5.2;
/// Heights of a letter before and behind it.
const BESIDE: f32 = 3.0;
/// Part of the unevenness of the ink that must repeat itself from character to character.
const EVEN: f32 = 0.2;
/// Places of a line.
const COUNTS: [f32; 3] = [44.0, 36.0, 30.0];

/// A line and what is around it, straightened, its letters `CAPITAL` pixels high.
pub struct Ribbon {
    pub width: usize,
    pub height: usize,
    pixels: Vec<f32>,
    /// The line in pixels of the ribbon: from, to.
    pub line: (f32, f32),
    strip: Strip,
    /// Pixels of the page for one of the ribbon.
    scale: f32,
    pub is_turned: bool,
}

impl Ribbon {
    pub fn of(page: &GrayImage, strip: &Strip) -> Self {
        let scale = strip.height / CAPITAL as f32;
        let beside = BESIDE * CAPITAL as f32;
        let width = ((strip.right - strip.left) / scale + 2.0 * beside) as usize;
        let height = (2.0 * AROUND * CAPITAL as f32) as usize;
        let mut pixels = Vec::with_capacity(width * height);
        for row in 0..height {
            let down = (row as f32 + 0.5 - height as f32 / 2.0) * scale;
            for column in 0..width {
                let x = strip.left + (column as f32 + 0.5 - beside) * scale;
                // Letters stand at right angles to their line.
                pixels.push(around(page, x - strip.slope(x) * down, strip.middle(x) + down, scale));
            }
        }
        let line = (beside, width as f32 - beside);
        Self { width, height, pixels, line, strip: *strip, scale, is_turned: false }
    }

    /// The ribbon upside down.
    pub fn turned(&self) -> Self {
        let pixels = self.pixels.iter().rev().copied().collect();
        let line = (self.width as f32 - self.line.1, self.width as f32 - self.line.0);
        Self { pixels, line, is_turned: !self.is_turned, ..*self }
    }

    /// Pixels of the page for so many of the ribbon.
    pub fn on_page_scale(&self, pixels: f32) -> f32 {
        pixels * self.scale
    }

    /// Left, top, right, bottom on the page.
    pub fn on_page(&self, [left, top, right, bottom]: [f32; 4]) -> [i32; 4] {
        let (width, height) = (self.width as f32, self.height as f32);
        let place = |x: f32, y: f32| {
            let (x, y) = if self.is_turned { (width - x, height - y) } else { (x, y) };
            let on = self.strip.left + (x - BESIDE * CAPITAL as f32) * self.scale;
            let down = (y - height / 2.0) * self.scale;
            (on - self.strip.slope(on) * down, self.strip.middle(on) + down)
        };
        let corners = [place(left, top), place(right, top), place(right, bottom), place(left, bottom)];
        let least = |of: fn(&(f32, f32)) -> f32| corners.iter().map(of).fold(f32::MAX, f32::min).floor() as i32;
        let most = |of: fn(&(f32, f32)) -> f32| corners.iter().map(of).fold(f32::MIN, f32::max).ceil() as i32;
        [least(|c| c.0), least(|c| c.1), most(|c| c.0), most(|c| c.1)]
    }

    /// Brightness at a point, between pixels.
    pub fn at(&self, x: f32, y: f32) -> f32 {
        let x = (x - 0.5).clamp(0.0, self.width as f32 - 1.001);
        let y = (y - 0.5).clamp(0.0, self.height as f32 - 1.001);
        let (column, row) = (x as usize, y as usize);
        let (dx, dy) = (x - column as f32, y - row as f32);
        let start = row * self.width + column;
        let across = |from: usize| self.pixels[from] + (self.pixels[from + 1] - self.pixels[from]) * dx;
        across(start) * (1.0 - dy) + across(start + self.width) * dy
    }

    fn row(&self, row: usize) -> &[f32] {
        &self.pixels[row * self.width..][..self.width]
    }

    /// The middle rows and the columns of the line.
    fn middle(&self) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
        let middle = self.height / 2;
        (middle - CAPITAL / 2..middle + CAPITAL / 2, self.line.0 as usize..(self.line.1 as usize).min(self.width))
    }

    /// Spread of the brightness of the line.
    pub fn contrast(&self) -> f32 {
        let (rows, columns) = self.middle();
        let values: Vec<f32> = rows.flat_map(|row| self.row(row)[columns.clone()].iter().copied()).collect();
        spread(&values).1.sqrt()
    }
}

/// The distances from character to character, in pixels of a ribbon, at which the ink of a strip repeats itself, the clearest
/// first. Ordinary print does not repeat itself; what this costs for each of its lines is little.
pub fn pitches(page: &GrayImage, strip: &Strip) -> Vec<f32> {
    let scale = strip.height / CAPITAL as f32;
    let width = ((strip.right - strip.left) / scale) as usize;
    let ink = |column: usize| -> f32 {
        let x = strip.left + (column as f32 + 0.5) * scale;
        let down = |row: u8| (f32::from(row) / 7.0 - 0.5) * strip.height;
        (0..8).map(|row| between(page, x - strip.slope(x) * down(row), strip.middle(x) + down(row))).sum()
    };
    let ink: Vec<f32> = (0..width).map(ink).collect();
    let (mean, variance) = spread(&ink);
    if variance < 1.0 {
        return Vec::new();
    }
    let uneven: Vec<f32> = ink.iter().map(|value| value - mean).collect();
    // As many periods over the line as a zone has places, or more where other ink lengthens the line.
    let powers: Vec<(f32, f32)> = (100_u16..=260)
        .map(|quarters| width as f32 * 4.0 / f32::from(quarters))
        .map(|pitch| (power(&uneven, pitch) / variance, pitch))
        .collect();
    let peak = |near: &[(f32, f32)]| near[1].0 >= near[0].0 && near[1].0 >= near[2].0 && near[1].0 > EVEN;
    let mut peaks: Vec<(f32, f32)> = powers.windows(3).filter(|near| peak(near)).map(|near| near[1]).collect();
    peaks.retain(|(_, pitch)| (0.5..1.9).contains(&(pitch / CAPITAL as f32)));
    peaks.sort_by(|a, b| b.0.total_cmp(&a.0));
    peaks.truncate(2);
    let near_peak = |guess: &f32| peaks.iter().any(|(_, peak)| (guess / peak - 1.0).abs() < 0.03);
    let guesses = COUNTS.map(|count| width as f32 / (count - 0.3)).into_iter().filter(near_peak);
    let mut found: Vec<f32> = peaks.iter().map(|(_, pitch)| *pitch).collect();
    found.extend(guesses.collect::<Vec<_>>());
    found
}

/// How much of the unevenness repeats itself at this distance.
fn power(uneven: &[f32], pitch: f32) -> f32 {
    let (sine, cosine) = (std::f32::consts::TAU / pitch).sin_cos();
    let (mut turn, mut sum) = ((1.0_f32, 0.0_f32), (0.0_f32, 0.0_f32));
    for value in uneven {
        sum = (sum.0 + turn.0 * value, sum.1 + turn.1 * value);
        turn = (turn.0 * cosine - turn.1 * sine, turn.0 * sine + turn.1 * cosine);
    }
    let count = uneven.len() as f32;
    2.0 * (sum.0 * sum.0 + sum.1 * sum.1) / (count * count)
}

/// Mean brightness of the page around a point, over a square of so many pixels.
fn around(page: &GrayImage, x: f32, y: f32, size: f32) -> f32 {
    let steps = (size.ceil() as usize).clamp(1, 4);
    let offset = |step: usize| size * ((step as f32 + 0.5) / steps as f32 - 0.5);
    let mut sum = 0.0;
    for down in 0..steps {
        for across in 0..steps {
            sum += between(page, x + offset(across), y + offset(down));
        }
    }
    sum / (steps * steps) as f32
}

/// Brightness of the page between pixels; its edge goes on for ever.
fn between(page: &GrayImage, x: f32, y: f32) -> f32 {
    let (width, height) = (page.width() as usize, page.height() as usize);
    let x = (x - 0.5).clamp(0.0, (width - 1) as f32);
    let y = (y - 0.5).clamp(0.0, (height - 1) as f32);
    let (column, row) = (x as usize, y as usize);
    let (dx, dy) = (x - column as f32, y - row as f32);
    let at = |x: usize, y: usize| f32::from(page.as_raw()[y.min(height - 1) * width + x.min(width - 1)]);
    let upper = at(column, row) * (1.0 - dx) + at(column + 1, row) * dx;
    let lower = at(column, row + 1) * (1.0 - dx) + at(column + 1, row + 1) * dx;
    upper * (1.0 - dy) + lower * dy
}

/// Mean and variance.
fn spread(values: &[f32]) -> (f32, f32) {
    let count = values.len().max(1) as f32;
    let mean = values.iter().sum::<f32>() / count;
    (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / count)
}
