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
    if *how != Degradation::CLEAN {
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
    let side = (radius * 0.5).clamp(0.0, 0.5) / 1.5;
    let centre = 1.0 - 2.0 * side;
    let (width, height) = (page.width() as usize, page.height() as usize);
    let mix = |a: u8, b: u8, c: u8| level((f32::from(a) + f32::from(c)).mul_add(side, f32::from(b) * centre) + 0.5);
    let mut rows = page.clone();
    for (from, to) in page.chunks_exact(width).zip(rows.chunks_exact_mut(width)) {
        for x in 1..width.saturating_sub(1) {
            to[x] = mix(from[x - 1], from[x], from[x + 1]);
        }
    }
    let mut soft = rows.clone();
    let raw: &[u8] = &rows;
    for (y, row) in soft.chunks_exact_mut(width).enumerate().take(height - 1).skip(1) {
        let (above, here, below) = (&raw[(y - 1) * width..], &raw[y * width..], &raw[(y + 1) * width..]);
        for (x, pixel) in row.iter_mut().enumerate() {
            *pixel = mix(above[x], here[x], below[x]);
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
    let black = 255.0 * how.fade * 0.6;
    let gain = 1.0 - black / 255.0;
    let mut scan = GrayImage::new(width, height);
    for (y, row) in scan.rows_mut().enumerate() {
        let dy = real(y) - cy;
        let down = dy / cy;
        let mut at = rng.random_range(0..grain.len());
        for (x, pixel) in row.enumerate() {
            let dx = real(x) - cx;
            let ink = sample(page, cx + dx * cos + dy * sin, cy + dy * cos - dx * sin);
            let across = dx / cx;
            let dark = how.shade * 0.25 * (2.0 + left * across + top * down + 0.5 * across * across).max(0.0);
            at = (at + 1) & (grain.len() - 1);
            pixel.0[0] = level(black + ink * gain - dark * (0.3 + ink / 365.0) + grain[at]);
        }
    }
    scan
}

/// Grain drawn once and walked through from a random place on each row; its length is a power of two.
fn grain(sigma: f32, rng: &mut SmallRng) -> Vec<f32> {
    // The sum of four uniform draws is near enough to a normal one; its deviation is 2 / sqrt(12).
    let draw = |rng: &mut SmallRng| (0..4).map(|_| rng.random_range(-0.5_f32..0.5)).sum::<f32>() * 1.732 * sigma;
    (0..1 << 15).map(|_| draw(rng)).collect()
}

/// The grey between four pixels; beyond the sheet the lid of the scanner, nearly white.
fn sample(page: &GrayImage, x: f32, y: f32) -> f32 {
    let (width, height) = page.dimensions();
    if x < 0.0 || y < 0.0 || x >= real_u(width) - 1.0 || y >= real_u(height) - 1.0 {
        return 246.0;
    }
    let (left, top) = (floor(x), floor(y));
    let (fx, fy) = (x - real(left), y - real(top));
    let stride = width as usize;
    let at = top * stride + left;
    let raw: &[u8] = page;
    let row = |i: usize| f32::from(raw[i]) * (1.0 - fx) + f32::from(raw[i + 1]) * fx;
    row(at) * (1.0 - fy) + row(at + stride) * fy
}

fn speckle(scan: &mut GrayImage, density: f32, rng: &mut SmallRng) {
    let (width, height) = scan.dimensions();
    let specks = floor(real_u(width) * real_u(height) / 100_000.0 * density);
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
const fn real(n: usize) -> f32 {
    n as f32
}

#[expect(clippy::cast_precision_loss, reason = "pixel coordinates are far below 2^23")]
const fn real_u(n: u32) -> f32 {
    n as f32
}

const fn half(n: u32) -> f32 {
    real_u(n) / 2.0
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "called with coordinates inside the page")]
const fn floor(x: f32) -> usize {
    x as usize
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a level of grey")]
const fn level(x: f32) -> u8 {
    x.clamp(0.0, 255.0) as u8
}
