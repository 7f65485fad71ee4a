use image::{GrayImage, Luma};
use rand::{Rng, SeedableRng, rngs::SmallRng};
use serde::{Deserialize, Serialize};

/// What a scanner and a life in a bag do to a page.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Degradation {
    /// Turn of the sheet in degrees, clockwise; sheet feeders stay within 1.5.
    pub skew: f32,
    /// Standard deviation of the grain, in levels of grey.
    pub noise: f32,
    /// Dirt specks on each hundred thousand pixels.
    pub specks: f32,
    /// How many levels darker the worst lit edge is.
    pub shade: f32,
    /// Radius of the blur in pixels (0 to 2).
    pub blur: f32,
    /// How much of the ink is lost, 0 to 1.
    pub fade: f32,
    /// Two holes at the left edge.
    pub holes: bool,
    /// Fed the wrong way round.
    pub upside_down: bool,
    /// Quality of the JPEG compression that the page goes through, 1 to 100.
    pub jpeg: Option<u8>,
}

impl Degradation {
    /// The page as printed.
    pub const CLEAN: Self = Self {
        skew: 0.0,
        noise: 0.0,
        specks: 0.0,
        shade: 0.0,
        blur: 0.0,
        fade: 0.0,
        holes: false,
        upside_down: false,
        jpeg: None,
    };
    /// A page from a good scanner.
    pub const ORDINARY: Self =
        Self { skew: 0.4, noise: 3.0, specks: 0.6, shade: 12.0, blur: 0.5, fade: 0.08, jpeg: Some(60), ..Self::CLEAN };
    /// The worst that a mailroom sees on an ordinary day.
    pub const HEAVY: Self =
        Self { skew: 1.5, noise: 9.0, specks: 5.0, shade: 55.0, blur: 0.9, fade: 0.25, jpeg: Some(40), ..Self::CLEAN };

    /// Whether turn, light, grain or dirt change any pixel.
    fn touches_light(&self) -> bool {
        [self.skew, self.noise, self.specks, self.shade, self.fade].iter().any(|effect| *effect != 0.0)
    }

    /// A page of an ordinary day: mostly good, sometimes worn.
    pub(crate) fn drawn(rng: &mut impl Rng) -> Self {
        let worn = rng.random_bool(0.2);
        let reach = if worn { 1.5 } else { 0.7 };
        Self {
            skew: rng.random_range(-reach..reach),
            noise: rng.random_range(1.5..if worn { 6.0 } else { 3.0 }),
            specks: rng.random_range(0.1..if worn { 3.0 } else { 0.8 }),
            shade: rng.random_range(4.0..if worn { 40.0 } else { 14.0 }),
            blur: rng.random_range(0.3..if worn { 0.9 } else { 0.6 }),
            fade: rng.random_range(0.0..if worn { 0.3 } else { 0.1 }),
            holes: rng.random_bool(0.1),
            upside_down: false,
            jpeg: None,
        }
    }
}

/// Passes a perfect page through a scanner. The same seed gives the same dirt.
pub(crate) fn degrade(page: &GrayImage, how: &Degradation, seed: u64) -> GrayImage {
    let mut rng = SmallRng::seed_from_u64(seed);
    let mut scan = page.clone();
    if how.holes {
        punch(&mut scan);
    }
    if how.blur > 0.0 {
        scan = soften(&scan, how.blur);
    }
    if how.touches_light() {
        scan = expose(&scan, how, &mut rng);
        speckle(&mut scan, how.specks, &mut rng);
    }
    if how.upside_down {
        image::imageops::rotate180_in_place(&mut scan);
    }
    how.jpeg.and_then(|quality| recompress(&scan, quality)).unwrap_or(scan)
}

/// The empty back of a sheet: its front, mirrored and barely visible.
pub(crate) fn bleed(front: &GrayImage) -> GrayImage {
    let mut back = image::imageops::flip_horizontal(front);
    for pixel in back.pixels_mut() {
        pixel.0[0] = 255 - (255 - pixel.0[0]) / 14;
    }
    image::imageops::fast_blur(&back, 2.0)
}

/// Blurs a little, by rows then by columns: the lens of the scanner. `radius` in pixels, 0 to 2.
fn soften(page: &GrayImage, radius: f32) -> GrayImage {
    let side = u16::from(level((radius * 0.5).clamp(0.0, 0.5) / 1.5 * 256.0));
    let centre = 256 - 2 * side;
    // Weights add up to 256, so the high byte of the sum is the mean.
    let mix = |a: u8, b: u8, c: u8| ((u16::from(a) + u16::from(c)) * side + u16::from(b) * centre).to_be_bytes()[0];
    let width = page.width() as usize;
    let mut rows = page.clone();
    for (from, to) in page.chunks_exact(width).zip(rows.chunks_exact_mut(width)) {
        for (near, pixel) in from.windows(3).zip(&mut to[1..]) {
            *pixel = mix(near[0], near[1], near[2]);
        }
    }
    let mut soft = rows.clone();
    let lines: Vec<&[u8]> = rows.chunks_exact(width).collect();
    for (near, row) in lines.windows(3).zip(soft.chunks_exact_mut(width).skip(1)) {
        for (x, pixel) in row.iter_mut().enumerate() {
            *pixel = mix(near[0][x], near[1][x], near[2][x]);
        }
    }
    soft
}

/// Turn, light and grain in one pass over the pixels.
fn expose(page: &GrayImage, how: &Degradation, rng: &mut SmallRng) -> GrayImage {
    let (width, height) = page.dimensions();
    let (sin, cos) = how.skew.to_radians().sin_cos();
    let (cx, cy) = (half(width), half(height));
    let grain = grain(how.noise, rng);
    let (left, top): (f32, f32) = (rng.random_range(-1.0..1.0), rng.random_range(-1.0..1.0));
    let shade = how.shade * 0.25;
    let columns: Vec<f32> = (0..width as usize)
        .map(|x| real(x) / cx - 1.0)
        .map(|across| shade * (2.0 + left * across + 0.5 * across * across))
        .collect();
    let floor = 255.0 * how.fade * 0.6;
    let scale = 1.0 - floor / 255.0;
    let sheet = Sheet { pixels: page, width: width as usize, height: height as usize };
    let mut scan = GrayImage::new(width, height);
    for (y, row) in scan.chunks_exact_mut(width as usize).enumerate() {
        let dy = real(y) - cy;
        let mut from = (fixed(cx - cx * cos + dy * sin), fixed(cy + dy * cos + cx * sin));
        let step = (fixed(cos), fixed(-sin));
        let down = shade * top * dy / cy;
        let start = rng.random_range(0..GRAIN / 2);
        for ((pixel, column), grain) in row.iter_mut().zip(&columns).zip(grain[start..].iter().cycle()) {
            let ink = f32::from(sheet.sample(from));
            from = (from.0 + step.0, from.1 + step.1);
            let dark = (column + down).max(0.0) * (0.3 + ink * 0.0027);
            *pixel = level(floor + ink * scale - dark + grain);
        }
    }
    scan
}

/// A page read between its pixels, with coordinates in 1/65536 of a pixel.
pub(super) struct Sheet<'a> {
    pub pixels: &'a [u8],
    pub width: usize,
    pub height: usize,
}

/// The lid of the scanner, nearly white.
const LID: u8 = 246;

impl Sheet<'_> {
    /// The grey between four pixels; beyond the sheet, the lid.
    pub(super) fn sample(&self, (x, y): (i32, i32)) -> u8 {
        let (Ok(left), Ok(top)) = (usize::try_from(x >> 16), usize::try_from(y >> 16)) else { return LID };
        if left + 1 >= self.width || top + 1 >= self.height {
            return LID;
        }
        let weight = |n: i32| u32::from(n.to_le_bytes()[1]);
        let (fx, fy) = (weight(x), weight(y));
        let at = top * self.width + left;
        let across = |i: usize| u32::from(self.pixels[i]) * (256 - fx) + u32::from(self.pixels[i + 1]) * fx;
        // Two weights of 256: the mean is the third byte.
        (across(at) * (256 - fy) + across(at + self.width) * fy).to_le_bytes()[2]
    }
}

/// Values of grain kept; a row starts anywhere in the first half, and is shorter than the second.
const GRAIN: usize = 1 << 15;

/// Grain drawn once and walked through from a random place on each row.
fn grain(sigma: f32, rng: &mut SmallRng) -> Vec<f32> {
    // The sum of four uniform draws is near enough to a normal one; its deviation is 2 / sqrt(12).
    let draw = |rng: &mut SmallRng| (0..4).map(|_| rng.random_range(-0.5_f32..0.5)).sum::<f32>() * 1.732 * sigma;
    (0..GRAIN).map(|_| draw(rng)).collect()
}

fn speckle(scan: &mut GrayImage, density: f32, rng: &mut SmallRng) {
    let (width, height) = scan.dimensions();
    let specks = whole(real_u(width) * real_u(height) / 100_000.0 * density);
    for _ in 0..specks {
        let (x, y) = (rng.random_range(0..width), rng.random_range(0..height));
        let (r, grey) = (rng.random_range(0..2), rng.random_range(30..150));
        for (px, py) in (0..=r).flat_map(|i| (0..=r).map(move |j| (x + i, y + j))) {
            if px < width && py < height {
                scan.put_pixel(px, py, Luma([grey]));
            }
        }
    }
}

/// Two holes of a ring binder, at a quarter and three quarters of the left edge; the lid shows grey.
fn punch(scan: &mut GrayImage) {
    let (width, height) = scan.dimensions();
    let (r, x) = (width / 70, width / 18);
    for y in [height * 36 / 100, height * 63 / 100] {
        for (dx, dy) in (0..=2 * r).flat_map(|i| (0..=2 * r).map(move |j| (i, j))) {
            if dx.abs_diff(r).pow(2) + dy.abs_diff(r).pow(2) <= r * r && x + dx < width && y + dy < height {
                scan.put_pixel(x + dx, y + dy, Luma([70]));
            }
        }
    }
}

fn recompress(scan: &GrayImage, quality: u8) -> Option<GrayImage> {
    let bytes = super::files::jpeg(scan, quality).ok()?;
    image::load_from_memory(&bytes).ok().map(image::DynamicImage::into_luma8)
}

#[expect(clippy::cast_precision_loss, reason = "pixel coordinates are far below 2^23")]
pub(super) const fn real(n: usize) -> f32 {
    n as f32
}

#[expect(clippy::cast_precision_loss, reason = "pixel coordinates are far below 2^23")]
const fn real_u(n: u32) -> f32 {
    n as f32
}

pub(super) const fn half(n: u32) -> f32 {
    real_u(n) / 2.0
}

#[expect(clippy::cast_possible_truncation, reason = "pages are narrower than 32768 pixels")]
pub(super) fn fixed(x: f32) -> i32 {
    (x * 65_536.0) as i32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive count")]
const fn whole(x: f32) -> usize {
    x as usize
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a level of grey")]
pub(super) const fn level(x: f32) -> u8 {
    x.clamp(0.0, 255.0) as u8
}
