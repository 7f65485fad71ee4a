use image::GrayImage;

use super::clean::Ink;

/// Largest skew looked for, degrees.
const WIDEST: f32 = 8.0;
/// Places of ink looked at; more do not make it better.
const PLACES: usize = 60_000;

/// How the lines of a page lie.
pub struct Lines {
    /// Skew in degrees, positive clockwise.
    pub skew: f32,
    /// True when the lines run up and down: the page lies on its side.
    pub sideways: bool,
}

/// Finds the angle under which the ink falls into the sharpest lines.
pub fn lines(ink: &Ink) -> Lines {
    let all: Vec<(usize, usize)> = ink.inner().collect();
    if all.len() < 200 {
        return Lines { skew: 0.0, sideways: false };
    }
    let every = all.len().div_ceil(PLACES);
    let places: Vec<(f32, f32)> = all.iter().step_by(every).map(|(x, y)| (*x as f32, *y as f32)).collect();
    let turned: Vec<(f32, f32)> = places.iter().map(|(x, y)| (ink.height as f32 - y, *x)).collect();
    let upright = sharpest(&places, ink.width, ink.height);
    let lying = sharpest(&turned, ink.height, ink.width);
    let sideways = lying.1 > upright.1 * 1.6;
    Lines { skew: if sideways { lying.0 } else { upright.0 }, sideways }
}

/// The best angle and how sharp the lines are at it.
fn sharpest(places: &[(f32, f32)], width: usize, height: usize) -> (f32, f64) {
    let score = |angle: f32| (angle, sharpness(places, width, height, angle));
    let best = |candidates: Vec<f32>| {
        candidates.into_iter().map(score).fold((0.0, 0.0), |best, next| if next.1 > best.1 { next } else { best })
    };
    let steps = |middle: f32, step: f32, count: i16| (-count..=count).map(|i| middle + step * f32::from(i)).collect();
    let coarse = best(steps(0.0, 0.4, (WIDEST / 0.4) as i16));
    let fine = best(steps(coarse.0, 0.1, 4));
    best(steps(fine.0, 0.03, 3))
}

/// Sum of the squared steps between neighbouring lines of ink, the page turned back by the angle.
fn sharpness(places: &[(f32, f32)], width: usize, height: usize, angle: f32) -> f64 {
    let slope = angle.to_radians().tan();
    let shift = width as f32 * slope.abs();
    let mut counts = vec![0_f32; height + 2 * shift as usize + 4];
    for (x, y) in places {
        // Shared between two lines, or angles that fall on whole pixels would look sharper than they are.
        let row = y - x * slope + shift;
        let (line, part) = (row as usize, row.fract());
        if let Some([upper, lower]) = counts.get_mut(line..line + 2) {
            *upper += 1.0 - part;
            *lower += part;
        }
    }
    counts.windows(2).map(|pair| f64::from(pair[1] - pair[0]).powi(2)).sum()
}

/// The page turned back by its skew around its middle, white where nothing was.
pub fn straighten(page: &GrayImage, skew: f32) -> GrayImage {
    let (width, height) = (page.width() as usize, page.height() as usize);
    let source = page.as_raw();
    let turn = Turn::new(page.dimensions(), skew);
    let mut out = vec![255; width * height];
    for (y, row) in out.chunks_exact_mut(width).enumerate() {
        for (x, value) in row.iter_mut().enumerate() {
            let (from_x, from_y) = turn.source(x as f32, y as f32);
            let (left, top) = (from_x.floor(), from_y.floor());
            if left < 0.0 || top < 0.0 || left as usize + 1 >= width || top as usize + 1 >= height {
                continue;
            }
            let at = top as usize * width + left as usize;
            let (fx, fy) = (((from_x - left) * 16.0) as u32, ((from_y - top) * 16.0) as u32);
            let pixel = |at: usize| u32::from(source[at]);
            let above = pixel(at) * (16 - fx) + pixel(at + 1) * fx;
            let below = pixel(at + width) * (16 - fx) + pixel(at + width + 1) * fx;
            *value = ((above * (16 - fy) + below * fy) >> 8) as u8;
        }
    }
    GrayImage::from_raw(page.width(), page.height(), out).unwrap_or_default()
}

/// A turn around the middle of a page.
pub struct Turn {
    middle: (f32, f32),
    sine: f32,
    cosine: f32,
}

impl Turn {
    /// The turn that straightens a page of this size and skew (degrees, positive clockwise).
    pub fn new((width, height): (u32, u32), skew: f32) -> Self {
        let (sine, cosine) = skew.to_radians().sin_cos();
        Self { middle: (width as f32 / 2.0, height as f32 / 2.0), sine, cosine }
    }

    /// Where a point of the straight page lies on the skewed one.
    pub fn source(&self, x: f32, y: f32) -> (f32, f32) {
        let (dx, dy) = (x - self.middle.0, y - self.middle.1);
        (self.middle.0 + dx * self.cosine - dy * self.sine, self.middle.1 + dx * self.sine + dy * self.cosine)
    }
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    /// Lines of "words", 40 pixels apart.
    fn page() -> GrayImage {
        GrayImage::from_fn(1200, 1600, |x, y| {
            let inside = (150..1050).contains(&x) && (150..1450).contains(&y);
            let stroke = (x / 4 + y / 40 * 31).wrapping_mul(2_654_435_761) >> 30;
            let word = (x / 90 + y / 40) % 5 != 0 && stroke != 0;
            Luma([if inside && y % 40 < 16 && word { 0 } else { 255 }])
        })
    }

    #[test]
    fn the_skew_of_a_page_is_found_and_undone() {
        for skew in [-4.3, -0.5, 0.0, 1.5, 6.2] {
            // Straightening by the opposite angle skews.
            let skewed = straighten(&page(), -skew);
            let found = lines(&Ink::of(&skewed, 3));
            assert!((found.skew - skew).abs() < 0.15, "{skew}: {}", found.skew);
            assert!(!found.sideways);
        }
    }

    #[test]
    fn a_page_on_its_side_is_seen() {
        let lying = image::imageops::rotate90(&page());
        assert!(lines(&Ink::of(&lying, 3)).sideways);
    }
}
