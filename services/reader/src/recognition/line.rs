use std::ops::Range;

use image::GrayImage;

/// A line of text as the network sees it: shades from -1 (ink) to 1 (paper), with a border of noise.
pub struct LineImage {
    pub width: usize,
    pub height: usize,
    /// Pixels of the page for one of the line.
    pub scale: f32,
    /// One more row above and below, one more column on each side.
    shades: Vec<f32>,
}

/// Widest line, in columns of pixels: five times an A4 page.
const WIDEST: usize = 8_000;

impl LineImage {
    /// The part of a page between `left, top, right, bottom`, brought to this height.
    pub fn cut(page: &GrayImage, [left, top, right, bottom]: [u32; 4], height: usize) -> Option<Self> {
        let (right, bottom) = (right.min(page.width()), bottom.min(page.height()));
        let (across, down) = (right.checked_sub(left)?, bottom.checked_sub(top)?);
        if across < 3 || down < 3 {
            return None;
        }
        let factor = height as f32 / down as f32;
        let width = ((across as f32 * factor).round() as usize).min(WIDEST);
        if width < 6 {
            return None;
        }
        let cut = image::imageops::crop_imm(page, left, top, across, down).to_image();
        let scaled = resize(&cut, width, height, factor);
        let (fraction, reach) = if factor < 0.7 { (0.2, 1) } else { (0.4, 2) };
        let sharp = if factor < 1.4 { sharpen(&scaled, width, height, reach, fraction) } else { scaled };
        Some(Self { width, height, scale: 1.0 / factor, shades: shades(&sharp, width, height) })
    }

    /// The same line seen a little otherwise: with more paper above and below, neither sharper nor as wide for its height, but with
    /// its columns where they were.
    pub fn again(&self, page: &GrayImage, [left, top, right, bottom]: [u32; 4]) -> Option<Self> {
        let more = (bottom.saturating_sub(top) / 14).max(1);
        let (top, bottom) = (top.saturating_sub(more), (bottom + more).min(page.height()));
        let (right, width) = (right.min(page.width()), self.width);
        let (across, down) = (right.checked_sub(left)?, bottom.checked_sub(top)?);
        let cut = image::imageops::crop_imm(page, left, top, across, down).to_image();
        let scaled =
            resize(&cut, width, self.height, (width as f32 / across as f32).min(self.height as f32 / down as f32));
        Some(Self { shades: shades(&scaled, width, self.height), ..*self })
    }

    /// The part of it at these steps of the network, each of three columns.
    pub fn part(&self, steps: &Range<usize>) -> Self {
        let (from, width) = (3 * steps.start, 3 * steps.len());
        let rows = self.shades.chunks_exact(self.width + 2);
        let shades = rows.flat_map(|row| row[from..from + width + 2].iter().copied()).collect();
        Self { width, shades, ..*self }
    }

    /// For each point of a row, the nine around it: column by column, each from the top.
    pub fn around(&self, y: usize, out: &mut [f32]) {
        let wide = self.width + 2;
        let rows: [&[f32]; 3] = std::array::from_fn(|row| &self.shades[(y + row) * wide..][..wide]);
        for (x, nine) in out.chunks_exact_mut(9).enumerate() {
            for column in 0..3 {
                for (row, shades) in rows.iter().enumerate() {
                    nine[column * 3 + row] = shades[x + column];
                }
            }
        }
    }
}

/// Pixels as shades, with a border of noise.
fn shades(pixels: &[u8], width: usize, height: usize) -> Vec<f32> {
    let (black, contrast) = range(&pixels[height / 2 * width..][..width]);
    let mut shades = noise((width + 2) * (height + 2));
    for (row, pixels) in pixels.chunks_exact(width).enumerate() {
        let place = &mut shades[(row + 1) * (width + 2) + 1..][..width];
        for (shade, pixel) in place.iter_mut().zip(pixels) {
            *shade = ((f32::from(*pixel) - black) / contrast - 1.0).clamp(-1.0, 1.0);
        }
    }
    shades
}

/// Noise that is always the same: what the network was taught to see beyond the edges.
fn noise(count: usize) -> Vec<f32> {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 40) as f32 / 8_388_608.0 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

/// Smaller by averaging areas, or between pixels when the size hardly changes or grows: as the network was taught.
fn resize(page: &GrayImage, width: usize, height: usize, factor: f32) -> Vec<u8> {
    if factor < 0.7 {
        return crate::scale::shrink(page, width as u32, height as u32).into_raw();
    }
    let (across, down) = (page.width() as usize, page.height() as usize);
    let source = page.as_raw();
    let step = |from: usize, to: usize| 16.0 * from as f32 / to as f32;
    let (step_x, step_y) = (step(across, width), step(down, height));
    let place = |at: usize, step: f32, most: usize| {
        let place = (at as f32 * step) as usize;
        let whole = (place / 16).min(most - 1);
        (whole, (whole + 1).min(most - 1), (place % 16) as u32)
    };
    let columns: Vec<(usize, usize, u32)> = (0..width).map(|x| place(x, step_x, across)).collect();
    let mut out = Vec::with_capacity(width * height);
    for y in 0..height {
        let (upper, lower, part) = place(y, step_y, down);
        let (upper, lower) = (&source[upper * across..][..across], &source[lower * across..][..across]);
        out.extend(columns.iter().map(|(left, right, share)| {
            let mix = |row: &[u8]| u32::from(row[*left]) * (16 - share) + u32::from(row[*right]) * share;
            ((mix(upper) * (16 - part) + mix(lower) * part + 128) >> 8) as u8
        }));
    }
    out
}

/// Adds to each pixel a part of its difference from those around it.
fn sharpen(pixels: &[u8], width: usize, height: usize, reach: usize, fraction: f32) -> Vec<u8> {
    let side = 2 * reach + 1;
    if width < side || height < side {
        return pixels.to_vec();
    }
    let mut out = pixels.to_vec();
    let count = (side * side) as f32;
    let mut columns = vec![0_u32; width];
    for y in reach..height - reach {
        columns.fill(0);
        for row in pixels[(y - reach) * width..(y + reach + 1) * width].chunks_exact(width) {
            for (sum, value) in columns.iter_mut().zip(row) {
                *sum += u32::from(*value);
            }
        }
        let place = &mut out[y * width + reach..(y + 1) * width - reach];
        for (window, value) in columns.windows(side).zip(place) {
            let around = window.iter().sum::<u32>() as f32 / count;
            let own = f32::from(*value);
            *value = (own + fraction * (own - around) + 0.5).clamp(0.0, 255.0) as u8;
        }
    }
    out
}

/// The shade of ink and half the way to that of paper, from the dark and bright places along the middle of a line.
fn range(middle: &[u8]) -> (f32, f32) {
    let (mut dark, mut bright) = ([0_u32; 256], [0_u32; 256]);
    for near in middle.windows(3) {
        let [before, here, after] = [near[0], near[1], near[2]];
        if (here < before && here <= after) || (here <= before && here < after) {
            dark[usize::from(here)] += 1;
        }
        if (here > before && here >= after) || (here >= before && here > after) {
            bright[usize::from(here)] += 1;
        }
    }
    let black = quantile(&dark, 0.25).unwrap_or(0.0);
    let white = quantile(&bright, 0.75).unwrap_or(255.0);
    let contrast = (white - black) / 2.0;
    (black, if contrast > 0.0 { contrast } else { 1.0 })
}

/// The value below which this share of what was counted lies.
fn quantile(counts: &[u32; 256], share: f32) -> Option<f32> {
    let total: u32 = counts.iter().sum();
    let wanted = (share * total as f32).max(1.0);
    let mut below = 0.0;
    for (value, count) in (0_u16..).zip(counts) {
        let count = *count as f32;
        if below + count >= wanted {
            return (total > 0).then(|| f32::from(value) + (wanted - below) / count);
        }
        below += count;
    }
    None
}
