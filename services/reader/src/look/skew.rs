use image::GrayImage;

use super::clean::Ink;

/// Largest skew of a sheet that a feeder takes, degrees: looked for closely.
const USUAL: f32 = 8.0;
/// Largest skew looked for.
const WIDEST: f32 = 26.4;
/// Places of ink that tell a skew beyond the usual.
const FEW_PLACES: usize = 12_000;
/// How many times sharper than at most angles the lines of a steep page are, at least; those of a page of print are twenty times.
const CLEAR: f64 = 4.0;
/// Places of ink looked at; more do not make it better.
const PLACES: usize = 60_000;

/// How the lines of a page lie.
#[derive(Clone, Copy)]
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
    let [upright, lying] = both_ways(ink, &all, PLACES);
    let (upright, lying) = (upright.sharpest(), lying.sharpest());
    let sideways = lying.1 > upright.1 * 1.6;
    Lines { skew: if sideways { lying.0 } else { upright.0 }, sideways }
}

/// How the lines lie when they are much sharper under an angle that no feeder lets pass: a sheet scanned askew or photographed.
pub fn steep_lines(ink: &Ink) -> Option<Lines> {
    let all: Vec<(usize, usize)> = ink.inner().collect();
    if all.len() < 200 {
        return None;
    }
    let [upright, lying] = both_ways(ink, &all, FEW_PLACES).map(|places| places.steepest());
    let usual = upright.usual.max(lying.usual);
    let (found, sideways) = if lying.steep > upright.steep { (lying, true) } else { (upright, false) };
    let clear = found.steep >= CLEAR && found.steep >= 2.0 * usual;
    clear.then_some(Lines { skew: found.angle, sideways })
}

/// Some places of ink, on the page as it is and turned by a right angle.
fn both_ways(ink: &Ink, all: &[(usize, usize)], most: usize) -> [Places; 2] {
    let every = all.len().div_ceil(most);
    let upright: Vec<(f32, f32)> = all.iter().step_by(every).map(|(x, y)| (*x as f32, *y as f32)).collect();
    let lying = upright.iter().map(|(x, y)| (ink.height as f32 - y, *x)).collect();
    [
        Places { at: upright, width: ink.width, height: ink.height },
        Places { at: lying, width: ink.height, height: ink.width },
    ]
}

struct Places {
    at: Vec<(f32, f32)>,
    width: usize,
    height: usize,
}

/// The sharpest angle beyond the usual, and how many times sharper than at most angles the lines are there and at the best usual one.
struct Steepest {
    angle: f32,
    steep: f64,
    usual: f64,
}

impl Places {
    /// The best usual angle and how sharp the lines are at it.
    fn sharpest(&self) -> (f32, f64) {
        let coarse = self.few().best(around(0.0, 0.4, (USUAL / 0.4) as i16));
        let fine = self.best(around(coarse.0, 0.1, 4));
        self.best(around(fine.0, 0.03, 3))
    }

    /// As many as tell an angle roughly.
    fn few(&self) -> Self {
        let every = self.at.len().div_ceil(FEW_PLACES).max(1);
        Self { at: self.at.iter().step_by(every).copied().collect(), ..*self }
    }

    fn steepest(&self) -> Steepest {
        let scores: Vec<(f32, f64)> = around(0.0, 0.6, (WIDEST / 0.6) as i16)
            .map(|angle| (angle, sharpness(&self.at, self.width, self.height, angle)))
            .collect();
        let mut sorted: Vec<f64> = scores.iter().map(|(_, score)| *score).collect();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0).max(1.0);
        let (usual, steep): (Vec<_>, Vec<_>) = scores.into_iter().partition(|(angle, _)| angle.abs() <= USUAL + 0.1);
        let best = |scores: Vec<(f32, f64)>| scores.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or_default();
        let (usual, steep) = (best(usual), best(steep));
        let angle = self.best(around(steep.0, 0.1, 5)).0;
        Steepest { angle, steep: steep.1 / middle, usual: usual.1 / middle }
    }

    fn best(&self, angles: impl Iterator<Item = f32>) -> (f32, f64) {
        let scores = angles.map(|angle| (angle, sharpness(&self.at, self.width, self.height, angle)));
        scores.fold((0.0, 0.0), |best, next| if next.1 > best.1 { next } else { best })
    }
}

fn around(middle: f32, step: f32, count: i16) -> impl Iterator<Item = f32> {
    (-count..=count).map(move |i| middle + step * f32::from(i))
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
            let word = ((x / 90).wrapping_mul(73) ^ (y / 40).wrapping_mul(179)) % 5 != 0 && stroke != 0;
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
    fn a_page_far_askew_is_seen_and_one_within_the_usual_is_not() {
        for skew in [-21.0, -12.0, 14.5, 20.0] {
            let skewed = straighten(&page(), -skew);
            let found = steep_lines(&Ink::of(&skewed, 3)).expect("steep lines");
            assert!((found.skew - skew).abs() < 0.5, "{skew}: {}", found.skew);
            assert!(!found.sideways);
            let lying = image::imageops::rotate90(&skewed);
            let found = steep_lines(&Ink::of(&lying, 3)).expect("steep lines");
            assert!((found.skew - skew).abs() < 0.5 && found.sideways, "{skew}: {}", found.skew);
        }
        for skew in [-7.5, -0.5, 0.0, 3.0] {
            assert!(steep_lines(&Ink::of(&straighten(&page(), -skew), 3)).is_none(), "{skew}");
        }
        assert!(steep_lines(&Ink::of(&image::imageops::rotate90(&page()), 3)).is_none());
    }

    #[test]
    fn a_page_on_its_side_is_seen() {
        let lying = image::imageops::rotate90(&page());
        assert!(lines(&Ink::of(&lying, 3)).sideways);
    }
}
