use std::borrow::Cow;

use image::{GrayImage, imageops};
use tesseract_rs::TesseractError;

use crate::{
    look::skew::{Lines, Turn, straighten},
    ocr::{Layout, Recognised, Recogniser},
};

/// Mean confidence from which a reading is believed to be upright.
const GOOD: f32 = 70.0;
/// Score that bars and pictures can reach by chance: four letters read surely.
const NOISE: f32 = 200.0;
/// Skew below which straightening changes nothing, degrees.
const STRAIGHT: f32 = 0.15;

/// A page read the right way up.
pub struct Upright {
    /// By how many degrees clockwise it was turned for that.
    pub turned: u16,
    /// What was read, in pixels of the turned page with its skew.
    pub found: Recognised,
}

/// The page turned clockwise by so many degrees.
pub fn upright(page: &GrayImage, turned: u16) -> Cow<'_, GrayImage> {
    match turned {
        90 => Cow::Owned(imageops::rotate90(page)),
        180 => Cow::Owned(imageops::rotate180(page)),
        270 => Cow::Owned(imageops::rotate270(page)),
        _ => Cow::Borrowed(page),
    }
}

/// Reads a cleaned page in the first of these ways its lines may lie in which it makes sense, else in the one that makes most.
pub fn read_straight(
    recogniser: &mut Recogniser,
    clean: &GrayImage,
    ways: impl IntoIterator<Item = Lines>,
    dpi: u32,
) -> Result<Upright, TesseractError> {
    let mut best = Upright { turned: 0, found: Recognised::default() };
    for lines in ways {
        let read = read_upright(recogniser, clean, lines, dpi)?;
        if is_good(&read.found) {
            return Ok(read);
        }
        if best.found.words.is_empty() || score(&read.found) > score(&best.found) {
            best = read;
        }
    }
    Ok(best)
}

/// Reads a cleaned page. Most pages stand upright and are read once; other ways up are tried on a few lines only
/// when the lines lie sideways or what was read makes no sense.
fn read_upright(
    recogniser: &mut Recogniser,
    clean: &GrayImage,
    lines: Lines,
    dpi: u32,
) -> Result<Upright, TesseractError> {
    let mut page = Page { recogniser, clean, skew: lines.skew, dpi };
    if lines.sideways {
        let turned = page.likeliest(&[90, 270])?;
        let lying = page.read(turned)?;
        if is_good(&lying.found) {
            return Ok(lying);
        }
        let upright = page.read(0)?;
        return Ok(if is_good(&upright.found) { upright } else { clearer(upright, lying) });
    }
    let upright = page.read(0)?;
    if is_good(&upright.found) {
        return Ok(upright);
    }
    if upright.found.sideways {
        let turned = page.likeliest(&[90, 270])?;
        let lying = page.read(turned)?;
        if is_good(&lying.found) {
            return Ok(lying);
        }
    }
    match page.likeliest(&[0, 180, 90, 270])? {
        0 => Ok(upright),
        turned => Ok(clearer(upright, page.read(turned)?)),
    }
}

/// Lines that run up or down may read well, but the page then does not stand upright.
fn is_good(found: &Recognised) -> bool {
    !found.sideways && found.words.len() >= 3 && found.confidence().is_some_and(|confidence| confidence >= GOOD)
}

/// The turned reading only when it makes clearly more sense: bars and pictures read as noise in every direction.
fn clearer(upright: Upright, turned: Upright) -> Upright {
    if score(&turned.found) > 1.3 * score(&upright.found) + NOISE { turned } else { upright }
}

/// Letters read with some confidence; nonsense scores near nothing.
fn score(found: &Recognised) -> f32 {
    let sure = found.words.iter().filter(|word| word.confidence > 50.0 && word.text.chars().any(char::is_alphabetic));
    sure.map(|word| (word.confidence - 50.0) * word.text.chars().count() as f32).sum()
}

struct Page<'a> {
    recogniser: &'a mut Recogniser,
    clean: &'a GrayImage,
    skew: f32,
    dpi: u32,
}

impl Page<'_> {
    fn read(&mut self, turned: u16) -> Result<Upright, TesseractError> {
        let straight = self.straight(turned);
        let mut found = self.recogniser.recognise(&straight, self.dpi, Layout::Page)?;
        if self.skew.abs() >= STRAIGHT {
            let turn = Turn::new(straight.dimensions(), self.skew);
            for word in &mut found.words {
                word.bounds = skewed(word.bounds, &turn);
            }
        }
        Ok(Upright { turned, found })
    }

    /// The way up in which a few lines read best.
    fn likeliest(&mut self, ways: &[u16]) -> Result<u16, TesseractError> {
        let mut best = (0.0, ways[0]);
        for turned in ways {
            let straight = self.straight(*turned);
            let (top, height) = fullest_band(&straight, self.dpi * 5 / 4);
            let band = imageops::crop_imm(&straight, 0, top, straight.width(), height).to_image();
            let found = self.recogniser.recognise(&band, self.dpi, Layout::Block)?;
            let score = score(&found);
            if score > best.0 {
                best = (score, *turned);
            }
        }
        Ok(best.1)
    }

    fn straight(&self, turned: u16) -> GrayImage {
        let page = upright(self.clean, turned);
        if self.skew.abs() < STRAIGHT { page.into_owned() } else { straighten(&page, self.skew) }
    }
}

/// Top and height of the band of lines with most ink.
fn fullest_band(page: &GrayImage, height: u32) -> (u32, u32) {
    let height = height.clamp(1, page.height());
    let width = page.width().max(1) as usize;
    let ink = |row: &[u8]| row.iter().filter(|value| **value < 128).count();
    let rows: Vec<usize> = page.as_raw().chunks_exact(width).map(ink).collect();
    let bands = rows.windows(height as usize).enumerate().step_by(16);
    let fullest = bands.max_by_key(|(_, band)| band.iter().sum::<usize>());
    (fullest.map_or(0, |(top, _)| top as u32), height)
}

/// The place of a word of the straight page on the skewed one: its middle is moved, its size stays.
fn skewed([left, top, right, bottom]: [i32; 4], turn: &Turn) -> [i32; 4] {
    let middle = ((left + right) as f32 / 2.0, (top + bottom) as f32 / 2.0);
    let (x, y) = turn.source(middle.0, middle.1);
    let (dx, dy) = ((x - middle.0).round() as i32, (y - middle.1).round() as i32);
    [left + dx, top + dy, right + dx, bottom + dy]
}
