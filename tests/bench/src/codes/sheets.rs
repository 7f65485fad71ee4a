#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels of a page"
)]

use std::io::Cursor;

use domain::{SeparatorKind, SeparatorSheet};
use image::{GrayImage, ImageFormat, Luma, codecs::jpeg::JpegEncoder, imageops};
use letters::Letters;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use reading::{ReadOptions, Reader, separator_in};

/// A way in which a sheet suffers, and what becomes of it.
type Harm = (&'static str, fn(&GrayImage) -> GrayImage);

const HARMS: [Harm; 24] = [
    ("turned 1 degree", |page| skewed(page, 1.0)),
    ("turned 3 degrees", |page| skewed(page, 3.0)),
    ("turned 7 degrees", |page| skewed(page, -7.0)),
    ("turned 12 degrees", |page| skewed(page, 12.0)),
    ("turned 20 degrees", |page| skewed(page, 20.0)),
    ("turned 90 degrees", imageops::rotate90),
    ("turned 180 degrees", imageops::rotate180),
    ("speckles 2 %", |page| speckled(page, 2)),
    ("speckles 6 %", |page| speckled(page, 6)),
    ("speckles 12 %", |page| speckled(page, 12)),
    ("speckles 20 %", |page| speckled(page, 20)),
    ("blur 1 pixel", |page| imageops::blur(page, 1.0)),
    ("blur 2 pixels", |page| imageops::blur(page, 2.0)),
    ("blur 3 pixels", |page| imageops::blur(page, 3.0)),
    ("blur 4 pixels", |page| imageops::blur(page, 4.0)),
    ("150 dpi", |page| at_dpi(page, 150)),
    ("100 dpi", |page| at_dpi(page, 100)),
    ("75 dpi", |page| at_dpi(page, 75)),
    ("6 pen lines", |page| scribbled(page, 6)),
    ("20 pen lines", |page| scribbled(page, 20)),
    ("a quarter hidden at the top", |page| hidden(page, (0, 0), (100, 25))),
    ("a quarter hidden on the left", |page| hidden(page, (0, 0), (25, 100))),
    ("uneven light", shaded),
    ("JPEG quality 15", compressed),
];

/// Pixels per inch of the pictures that the reader makes of A4 pages.
const DPI: u32 = 174;

/// Sheets that the product prints, each harmed in every way.
pub(super) async fn measure(reader: &Reader) {
    let sheets: Vec<SeparatorSheet> = [
        SeparatorSheet::new(SeparatorKind::Envelope, "2611300042", Some(12)),
        SeparatorSheet::new(SeparatorKind::Person, "2611300043", None),
        SeparatorSheet::new(SeparatorKind::Document, "2611300044", None),
    ]
    .into_iter()
    .map(|sheet| sheet.expect("a sheet"))
    .collect();
    let letters = Letters::new(None).expect("the shipped templates");
    let pdf = letters.separators(&sheets, true).expect("sheets").pdf;
    let mut pictures: Vec<GrayImage> = Vec::new();
    let drawn = reader
        .read(pdf, &ReadOptions { ocr: false, zones: false, ..ReadOptions::default() }, |page| {
            pictures.extend(image::load_from_memory(&page.screen).map(image::DynamicImage::into_luma8));
        })
        .await;
    if let Err(error) = drawn {
        println!("  the sheets could not be drawn: {error}");
        return;
    }
    let (mut all, mut cpu) = (0, 0);
    for (name, harm) in HARMS {
        let mut read = 0;
        for (sheet, picture) in sheets.iter().zip(&pictures) {
            let (found, ms) = found_on(reader, &harm(picture)).await;
            read += usize::from(found.as_ref() == Some(sheet));
            cpu += ms;
        }
        if read < sheets.len() {
            println!("    {name}: {read} of {} sheets", sheets.len());
        }
        all += usize::from(read == sheets.len());
    }
    let pages = (HARMS.len() * sheets.len()) as u64;
    println!(
        "  own sheets: all {} read in {all} of {} ways of being harmed; {} ms of processor a page",
        sheets.len(),
        HARMS.len(),
        cpu / pages
    );
}

async fn found_on(reader: &Reader, picture: &GrayImage) -> (Option<SeparatorSheet>, u64) {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png).expect("a picture");
    let options = ReadOptions { ocr: false, zones: false, images: false, ..ReadOptions::default() };
    let (mut found, mut ms) = (None, 0);
    let outcome = reader
        .read(file.into_inner(), &options, |page| {
            found = separator_in(&page.read.barcodes);
            ms += page.read.cpu_ms;
        })
        .await;
    if let Err(error) = outcome {
        println!("  {error}");
    }
    (found, ms)
}

/// Turned around its middle, the corners of the paper white.
fn skewed(page: &GrayImage, degrees: f32) -> GrayImage {
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let (x_middle, y_middle) = (page.width() as f32 / 2.0, page.height() as f32 / 2.0);
    GrayImage::from_fn(page.width(), page.height(), |x, y| {
        let (dx, dy) = (x as f32 - x_middle, y as f32 - y_middle);
        let (from_x, from_y) = (x_middle + dx * cosine - dy * sine, y_middle + dx * sine + dy * cosine);
        imageops::interpolate_bilinear(page, from_x, from_y).unwrap_or(Luma([255]))
    })
}

/// So many pixels of a hundred black or white.
fn speckled(page: &GrayImage, percent: u32) -> GrayImage {
    let mut random = StdRng::seed_from_u64(7);
    let mut out = page.clone();
    for pixel in out.pixels_mut() {
        if random.random_ratio(percent, 100) {
            pixel.0[0] = if random.random_bool(0.5) { 0 } else { 255 };
        }
    }
    out
}

fn at_dpi(page: &GrayImage, dpi: u32) -> GrayImage {
    imageops::resize(page, page.width() * dpi / DPI, page.height() * dpi / DPI, imageops::FilterType::Triangle)
}

/// Strokes of a pen across the page.
fn scribbled(page: &GrayImage, strokes: u32) -> GrayImage {
    let mut random = StdRng::seed_from_u64(11);
    let mut out = page.clone();
    let (width, height) = (page.width(), page.height());
    for _ in 0..strokes {
        let (from, to) = (random.random_range(0..height), random.random_range(0..height));
        for x in 0..width {
            let y = from as f32 + (to as f32 - from as f32) * x as f32 / width as f32;
            for offset in 0..4 {
                if let Some(pixel) = out.get_pixel_mut_checked(x, y as u32 + offset) {
                    pixel.0[0] = 40;
                }
            }
        }
    }
    out
}

/// A rectangle of dark paper over it, in hundredths of the page.
fn hidden(page: &GrayImage, from: (u32, u32), to: (u32, u32)) -> GrayImage {
    let mut out = page.clone();
    for (x, y, pixel) in out.enumerate_pixels_mut() {
        let (across, down) = (x * 100 / page.width(), y * 100 / page.height());
        if (from.0..to.0).contains(&across) && (from.1..to.1).contains(&down) {
            pixel.0[0] = 120;
        }
    }
    out
}

fn shaded(page: &GrayImage) -> GrayImage {
    let mut out = page.clone();
    for (x, _, pixel) in out.enumerate_pixels_mut() {
        pixel.0[0] = (u32::from(pixel.0[0]) * (40 + 60 * x / page.width()) / 100) as u8;
    }
    out
}

fn compressed(page: &GrayImage) -> GrayImage {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 15).encode_image(page).expect("a picture");
    image::load_from_memory(&file).expect("a picture").into_luma8()
}
