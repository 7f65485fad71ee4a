use image::GrayImage;

use crate::scale;

/// Side of the squares in which the brightness of the paper is measured, pixels.
const TILE: u32 = 32;

/// Makes a page fit for recognition: noise smoothed (Gauss, sigma 0.9), uneven light and grey paper brought to
/// white. Shades are kept: the recogniser does better with them than with black and white.
pub fn clean(page: &GrayImage) -> GrayImage {
    whiten(smooth(page))
}

/// Makes a page fit for looking for codes: uneven light and grey paper brought to white, and the noise of the paper with it. Bars and
/// squares stay as sharp as they are.
pub fn without_paper(page: &GrayImage) -> GrayImage {
    /// Paper is brighter than this, its noise included.
    const PAPER: u8 = 200;
    let mut plain = whiten(page.clone());
    for value in plain.iter_mut() {
        *value = if *value >= PAPER { 255 } else { *value };
    }
    plain
}

/// Gauss with sigma 0.9: weights 114, 61, 10 of 256 at distance 0, 1, 2.
fn smooth(page: &GrayImage) -> GrayImage {
    let (width, height) = (page.width() as usize, page.height() as usize);
    if width < 5 || height < 5 {
        return page.clone();
    }
    let source = page.as_raw();
    let mut across = source.clone();
    for (from, to) in source.chunks_exact(width).zip(across.chunks_exact_mut(width)) {
        for (window, value) in from.windows(5).zip(&mut to[2..width - 2]) {
            *value = weigh([window[0], window[1], window[2], window[3], window[4]]);
        }
    }
    let mut out = across.clone();
    for row in 2..height - 2 {
        let line = |offset: usize| &across[(row + offset - 2) * width..][..width];
        let lines = [line(0), line(1), line(2), line(3), line(4)];
        for (column, value) in out[row * width..][..width].iter_mut().enumerate() {
            *value = weigh(lines.map(|line| line[column]));
        }
    }
    GrayImage::from_raw(page.width(), page.height(), out).unwrap_or_default()
}

fn weigh(values: [u8; 5]) -> u8 {
    let sum: u32 = values.into_iter().zip([10, 61, 114, 61, 10]).map(|(value, weight)| u32::from(value) * weight).sum();
    ((sum + 128) >> 8) as u8
}

/// Divides each pixel by the brightness of the paper around it.
fn whiten(mut page: GrayImage) -> GrayImage {
    let tiles = paper(&page);
    let (columns, rows) = (tiles.width() as usize, tiles.height() as usize);
    // 255 over each brightness, in 1/65536.
    let whiter: Vec<u32> = (0..256_u32).map(|paper| 255 * 65_536 / paper.max(40)).collect();
    let width = page.width().max(1) as usize;
    let across: Vec<(usize, usize, u32)> = (0..page.width()).map(|x| between(x, columns)).collect();
    let mut line = vec![0; columns];
    for (y, row) in (0..).zip(page.chunks_exact_mut(width)) {
        let (upper, lower, part) = between(y, rows);
        let (upper, lower) = (&tiles.as_raw()[upper * columns..], &tiles.as_raw()[lower * columns..]);
        for (value, (upper, lower)) in line.iter_mut().zip(upper.iter().zip(lower)) {
            *value = u32::from(*upper) * (2 * TILE - part) + u32::from(*lower) * part;
        }
        let mut row = row;
        for near in across.chunk_by(|one, next| one.0 == next.0 && one.1 == next.1) {
            let some;
            (some, row) = row.split_at_mut(near.len());
            let (left, right) = (line[near[0].0], line[near[0].1]);
            let whitened =
                |value: u8, paper: u32| ((u32::from(value) * whiter[paper as usize & 255]) >> 16).min(255) as u8;
            if left == right {
                let paper = left / (2 * TILE);
                if paper < 255 {
                    for value in some {
                        *value = whitened(*value, paper);
                    }
                }
                continue;
            }
            for (value, (.., part)) in some.iter_mut().zip(near) {
                let paper = (left * (2 * TILE - part) + right * part) / (4 * TILE * TILE);
                *value = whitened(*value, paper);
            }
        }
    }
    page
}

/// The squares between whose middles a pixel lies, and how near it is to the second, in `2 * TILE` parts.
fn between(at: u32, squares: usize) -> (usize, usize, u32) {
    let from = (2 * at + 1).saturating_sub(TILE);
    let first = ((from / (2 * TILE)) as usize).min(squares - 1);
    (first, (first + 1).min(squares - 1), from % (2 * TILE))
}

/// The brightness of the paper in each square: its bright values, carried over dark places (pictures, thick strokes)
/// from its neighbours.
fn paper(page: &GrayImage) -> GrayImage {
    let (columns, rows) = (page.width().div_ceil(TILE), page.height().div_ceil(TILE));
    let tiles = GrayImage::from_fn(columns, rows, |x, y| image::Luma([bright(page, x * TILE, y * TILE)]));
    widen(&widen(&tiles))
}

/// The value that four fifths of a square's pixels do not exceed.
fn bright(page: &GrayImage, left: u32, top: u32) -> u8 {
    let (right, bottom) = ((left + TILE).min(page.width()), (top + TILE).min(page.height()));
    let mut counts = [0_u32; 256];
    for y in top..bottom {
        let line = &page.as_raw()[(y * page.width()) as usize..];
        for value in &line[left as usize..right as usize] {
            counts[usize::from(*value)] += 1;
        }
    }
    let enough = (right - left) * (bottom - top) / 5;
    let mut above = 0;
    for (value, count) in (0..=255_u8).zip(counts).rev() {
        above += count;
        if above > enough {
            return value;
        }
    }
    0
}

/// Each square takes the brightest of its neighbours when it is much darker than it.
fn widen(tiles: &GrayImage) -> GrayImage {
    GrayImage::from_fn(tiles.width(), tiles.height(), |x, y| {
        let own = tiles.get_pixel(x, y).0[0];
        let near = |v: u32, most: u32| v.saturating_sub(1)..=(v + 1).min(most - 1);
        let around = near(y, tiles.height()).flat_map(|y| near(x, tiles.width()).map(move |x| (x, y)));
        let best = around.map(|(x, y)| tiles.get_pixel(x, y).0[0]).max().unwrap_or(own);
        image::Luma([if u16::from(own) * 10 < u16::from(best) * 8 { best } else { own }])
    })
}

/// A place is inked when it is darker: a fifth of it covered, so that the thin strokes of small print count.
const INK: u8 = 195;

/// A coarse black and white view: true where there is ink. About 70 dpi, for measuring rather than reading.
pub struct Ink {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    dark: Vec<bool>,
}

impl Ink {
    /// The ink of a cleaned page, `factor` times smaller.
    pub fn of(clean: &GrayImage, factor: u32) -> Self {
        let small = scale::shrink(clean, clean.width() / factor, clean.height() / factor);
        let dark = small.as_raw().iter().map(|value| *value < INK).collect();
        Self { width: small.width() as usize, height: small.height() as usize, dark }
    }

    /// Places of ink that are no part of a long line or of a filled shape: what letters are made of.
    pub fn strokes(&self) -> Vec<(usize, usize)> {
        /// At 70 dpi, the width of the widest letters in print.
        const LONG: usize = 40;
        let mut long = vec![false; self.dark.len()];
        let mut mark = |places: &mut dyn Iterator<Item = usize>| {
            let mut run = Vec::new();
            for at in places {
                if self.dark[at] {
                    run.push(at);
                    continue;
                }
                if run.len() >= LONG {
                    for at in &run {
                        long[*at] = true;
                    }
                }
                run.clear();
            }
            if run.len() >= LONG {
                for at in &run {
                    long[*at] = true;
                }
            }
        };
        for y in 0..self.height {
            mark(&mut (y * self.width..(y + 1) * self.width));
        }
        for x in 0..self.width {
            mark(&mut (0..self.height).map(|y| y * self.width + x));
        }
        self.inner().filter(|(x, y)| !long[y * self.width + x]).collect()
    }

    /// Places of ink away from the edges of the paper, where shadows and punch holes are.
    pub fn inner(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let (x_edge, y_edge) = (self.width / 33, self.height / 33);
        let rows = self.dark.chunks_exact(self.width.max(1)).enumerate();
        rows.filter(move |(y, _)| *y >= y_edge && *y < self.height - y_edge).flat_map(move |(y, row)| {
            let columns =
                row.iter().enumerate().filter(move |(x, dark)| **dark && *x >= x_edge && *x < self.width - x_edge);
            columns.map(move |(x, _)| (x, y))
        })
    }
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    #[test]
    fn a_shadow_becomes_white_and_ink_stays_dark() {
        let page = GrayImage::from_fn(640, 640, |x, y| {
            let ink = (300..340).contains(&y) && x % 8 < 3;
            Luma([if ink { 20 } else { (255 - x / 5) as u8 }])
        });
        let clean = clean(&page);
        for x in [20, 320, 620] {
            assert!(clean.get_pixel(x, 100).0[0] > 235, "paper at {x}: {}", clean.get_pixel(x, 100).0[0]);
        }
        assert!(clean.get_pixel(601, 320).0[0] < 130, "ink {}", clean.get_pixel(601, 320).0[0]);
    }
}
