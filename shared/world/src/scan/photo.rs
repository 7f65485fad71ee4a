use image::{ExtendedColorType, GrayImage, codecs::jpeg::JpegEncoder};
use rand::{Rng, SeedableRng, rngs::SmallRng};

use super::degrade::{Sheet, fixed, half, level, real};
use crate::WorldError;

/// How a telephone was held over the page.
struct Pose {
    /// Turn of the sheet.
    sin: f32,
    cos: f32,
    /// How much nearer the right and the lower edge are.
    tilt: (f32, f32),
    /// Where the shadow of the hand is, from -1 to 1, and how dark.
    shadow: (f32, f32, f32),
}

/// Table seen around the sheet, in parts of its size.
const MARGIN: f32 = 1.09;

/// A photograph of a page on a table: turned, tilted, in warm uneven light. A JPEG file in colours.
pub(crate) fn photograph(page: &GrayImage, seed: u64) -> Result<Vec<u8>, WorldError> {
    let mut rng = SmallRng::seed_from_u64(seed);
    let (sin, cos) = rng.random_range(-2.2_f32..2.2).to_radians().sin_cos();
    let tilt = (rng.random_range(-0.03..0.03), rng.random_range(-0.04..0.04));
    let shadow = (rng.random_range(-1.0..1.0), rng.random_range(0.2..1.1), rng.random_range(0.12..0.3));
    let pose = Pose { sin, cos, tilt, shadow };
    let (width, height) = (page.width() + page.width() / 11, page.height() + page.height() / 11);
    let mut picture = Vec::with_capacity(width as usize * height as usize * 3);
    let sheet = Sheet { pixels: page, width: page.width() as usize, height: page.height() as usize };
    for y in 0..height {
        let down = real(y as usize) / half(height) - 1.0;
        for x in 0..width {
            let across = real(x as usize) / half(width) - 1.0;
            let colours = pose.seen(&sheet, across, down);
            let light = pose.light(across, down);
            let grain = rng.random_range(-5.0_f32..5.0);
            for (colour, warmth) in colours.into_iter().zip([1.0, 0.965, 0.89]) {
                picture.push(level(colour * light * warmth + grain));
            }
        }
    }
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 72)
        .encode(&picture, width, height, ExtendedColorType::Rgb8)
        .map_err(|e| WorldError::Encode(e.to_string()))?;
    Ok(file)
}

impl Pose {
    /// What is at a place of the picture: the page, or the wooden table around it.
    fn seen(&self, sheet: &Sheet<'_>, across: f32, down: f32) -> [f32; 3] {
        let (w, h) = (real(sheet.width) / 2.0, real(sheet.height) / 2.0);
        let near = 1.0 + self.tilt.0 * across + self.tilt.1 * down;
        let (dx, dy) = (across * w * MARGIN / near, down * h * MARGIN / near);
        let (x, y) = (w + self.cos * dx + self.sin * dy, h - self.sin * dx + self.cos * dy);
        let (right, bottom) = (2.0 * w - 2.0, 2.0 * h - 2.0);
        if (1.0..right).contains(&x) && (1.0..bottom).contains(&y) {
            return [f32::from(sheet.sample((fixed(x), fixed(y)))); 3];
        }
        let vein = (dy * 0.11 + (dx * 0.013).sin() * 3.0).sin() * 9.0;
        [118.0 + vein, 84.0 + vein, 58.0 + vein]
    }

    /// How much light falls there, 0 to 1: a lamp on one side, the hand on the other.
    fn light(&self, across: f32, down: f32) -> f32 {
        let (x, y, dark) = self.shadow;
        let far = (across - x).powi(2) + (down - y).powi(2);
        (0.93 - 0.06 * x * across - 0.04 * down) - dark * (-far * 1.6).exp()
    }
}
