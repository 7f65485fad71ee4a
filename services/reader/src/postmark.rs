//! The day in a round date stamp. It is struck by hand or by a machine, askew, pale, in a ring that is read as no text: the ring is looked for,
//! and what stands within is laid straight and read apart.

use std::f32::consts::PI;

use chrono::NaiveDate;
use formats::postmark;
use image::{GrayImage, Luma};
use reading::Word;
use tesseract_rs::TesseractError;

use crate::{
    look::ring::{Ring, rings},
    ocr::{Layout, Recognised, Recogniser},
    orientation::upright,
};

/// A page with more words is no front of an envelope.
const MOST_WORDS: usize = 80;
/// Rings that are read.
const RINGS: usize = 3;
/// Resolutions at which the inside of a ring is read, its figures 20 to 50 pixels high: a day is believed that two of them say.
const FINE_DPI: [f32; 3] = [240.0, 400.0, 320.0];
/// How far askew a stamp is struck, degrees.
const ASKEW: i16 = 40;
/// Grey of paper in a cleaned picture.
const PAPER: f32 = 235.0;

/// Reads the date stamps of a cleaned picture, of which `found` was read after it was turned: what stands in a ring takes the place of what
/// was read there, when it says a day.
///
/// # Errors
/// When the recogniser fails.
pub fn read_stamps(
    recogniser: &mut Recogniser,
    (page, turned): (&GrayImage, u16),
    dpi: u32,
    found: &mut Recognised,
) -> Result<(), TesseractError> {
    if found.words.len() > MOST_WORDS {
        return Ok(());
    }
    let picture = upright(page, turned);
    for ring in rings(&picture, dpi).into_iter().take(RINGS) {
        if let Some(words) = read_ring(recogniser, &picture, dpi, ring)? {
            found.replace(|word| ring.holds(word.bounds), words);
        }
    }
    Ok(())
}

impl Ring {
    /// Whether the middle of a box lies within.
    fn holds(&self, [left, top, right, bottom]: [i32; 4]) -> bool {
        let (x, y) = (f32::midpoint(left as f32, right as f32), f32::midpoint(top as f32, bottom as f32));
        (x - self.x).hypot(y - self.y) < self.radius
    }
}

/// The words in a ring, when there is a day among them.
fn read_ring(
    recogniser: &mut Recogniser,
    picture: &GrayImage,
    dpi: u32,
    ring: Ring,
) -> Result<Option<Vec<Word>>, TesseractError> {
    // With or without what is struck around the day: an office and its number.
    let usual = ring.inner.map_or(0.68, |inner| 0.95 * inner / ring.radius);
    for part in [usual, 0.92] {
        let Some(disc) = Disc::of(picture, ring, part * ring.radius) else { continue };
        let mut said = Vec::new();
        for (looks, fine) in FINE_DPI.into_iter().enumerate() {
            if looks > 1 && said.is_empty() {
                break;
            }
            let zoom = fine / dpi as f32;
            let words = recogniser.recognise(&disc.straight(picture, zoom), fine as u32, Layout::Block)?.words;
            let Some(date) = day(&words) else { continue };
            if said.contains(&date) {
                let placed = words.into_iter().map(|word| Word { bounds: disc.on_page(word.bounds, zoom), ..word });
                return Ok(Some(placed.collect()));
            }
            said.push(date);
        }
        if said.len() > 1 {
            break;
        }
    }
    Ok(None)
}

/// The day that stands among words.
fn day(words: &[Word]) -> Option<NaiveDate> {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let mut windows = (1..=3).flat_map(|count| texts.windows(count));
    windows.find_map(|window| postmark::stamped(&window.join(" ")))
}

/// What stands within a ring, and how far askew.
struct Disc {
    x: f32,
    y: f32,
    radius: f32,
    /// Radians, clockwise.
    skew: f32,
    /// Grey of its ink.
    ink: f32,
}

impl Disc {
    /// `None` when nothing is struck there.
    fn of(picture: &GrayImage, ring: Ring, radius: f32) -> Option<Self> {
        let (x, y) = (ring.x, ring.y);
        let places = |low: f32, middle: f32, most: u32| {
            let (from, to) = ((middle - low).max(0.0) as u32, ((middle + low).max(0.0) as u32).min(most));
            from..to
        };
        let within = |at: &(u32, u32)| (at.0 as f32 - x).hypot(at.1 as f32 - y) <= radius;
        let all: Vec<(u32, u32)> = places(radius, y, picture.height())
            .flat_map(|down| places(radius, x, picture.width()).map(move |across| (across, down)))
            .filter(within)
            .collect();
        let mut greys: Vec<u8> = all.iter().map(|(x, y)| picture.get_pixel(*x, *y).0[0]).collect();
        greys.sort_unstable();
        let ink = f32::from(*greys.get(greys.len() / 50)?);
        if ink > 0.9 * PAPER {
            return None;
        }
        let dark = f32::midpoint(ink, PAPER);
        let struck: Vec<(f32, f32)> = all
            .iter()
            .filter(|(x, y)| f32::from(picture.get_pixel(*x, *y).0[0]) < dark)
            .map(|(across, down)| (*across as f32 - x, *down as f32 - y))
            .collect();
        let coarse = sharpest(&struck, radius, (-ASKEW..=ASKEW).step_by(2).map(f32::from));
        let skew = sharpest(&struck, radius, (-3..=3_i16).map(|step| coarse + 0.5 * f32::from(step)));
        Some(Self { x, y, radius, skew: skew / 180.0 * PI, ink })
    }

    /// The inside, so many times larger, laid straight, black on white.
    fn straight(&self, picture: &GrayImage, zoom: f32) -> GrayImage {
        let width = (2.0 * self.radius * zoom) as u32;
        let (sine, cosine) = self.skew.sin_cos();
        GrayImage::from_fn(width, width, |x, y| {
            let (x, y) = (x as f32 / zoom - self.radius, y as f32 / zoom - self.radius);
            if x.hypot(y) > self.radius {
                return Luma([255]);
            }
            let grey = sample(picture, self.x + x * cosine - y * sine, self.y + x * sine + y * cosine);
            Luma([(255.0 * (grey - self.ink) / (PAPER - self.ink)).clamp(0.0, 255.0) as u8])
        })
    }

    /// A box on the straight inside, around it on the page.
    fn on_page(&self, [left, top, right, bottom]: [i32; 4], zoom: f32) -> [i32; 4] {
        let (sine, cosine) = self.skew.sin_cos();
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| {
            let (x, y) = (x as f32 / zoom - self.radius, y as f32 / zoom - self.radius);
            [self.x + x * cosine - y * sine, self.y + x * sine + y * cosine]
        });
        let edge = |axis: usize, pick: fn(f32, f32) -> f32| {
            corners.iter().map(|corner| corner[axis]).reduce(pick).unwrap_or(0.0).round() as i32
        };
        [edge(0, f32::min), edge(1, f32::min), edge(0, f32::max), edge(1, f32::max)]
    }
}

/// The angle, degrees clockwise, under which ink around a middle falls into the sharpest lines.
fn sharpest(struck: &[(f32, f32)], radius: f32, angles: impl Iterator<Item = f32>) -> f32 {
    let sharp = |degrees: f32| {
        let (sine, cosine) = (degrees / 180.0 * PI).sin_cos();
        let mut rows = vec![0.0_f32; 2 * radius as usize + 4];
        for (x, y) in struck {
            let row = (y * cosine - x * sine + radius + 1.0).max(0.0);
            let (at, part) = (row as usize, row.fract());
            if let [first, second] = rows.get_mut(at..at + 2).unwrap_or_default() {
                *first += 1.0 - part;
                *second += part;
            }
        }
        rows.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum::<f32>()
    };
    angles.map(|angle| (angle, sharp(angle))).max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0.0, |(angle, _)| angle)
}

fn sample(picture: &GrayImage, x: f32, y: f32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let at = |dx: f32, dy: f32| {
        let (x, y) = (left + dx, top + dy);
        let inside = x >= 0.0 && y >= 0.0 && (x as u32) < picture.width() && (y as u32) < picture.height();
        if inside { f32::from(picture.get_pixel(x as u32, y as u32).0[0]) } else { 255.0 }
    };
    let (fx, fy) = (x - left, y - top);
    let above = at(0.0, 0.0) * (1.0 - fx) + at(1.0, 0.0) * fx;
    let below = at(0.0, 1.0) * (1.0 - fx) + at(1.0, 1.0) * fx;
    above * (1.0 - fy) + below * fy
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three lines of bars in a ring, laid askew by so many degrees clockwise.
    fn struck(degrees: f32) -> GrayImage {
        let (sine, cosine) = (degrees / 180.0 * PI).sin_cos();
        GrayImage::from_fn(300, 300, |x, y| {
            let (x, y) = (x as f32 - 150.0, y as f32 - 150.0);
            let (across, down) = (x * cosine + y * sine, y * cosine - x * sine);
            let line = (down + 45.0).rem_euclid(36.0) < 18.0 && down.abs() < 50.0 && across.abs() < 40.0;
            Luma([if line && across.rem_euclid(12.0) < 6.0 { 120 } else { 255 }])
        })
    }

    #[test]
    fn what_is_struck_askew_is_laid_straight_and_its_place_on_the_page_is_known() {
        let ring = Ring { x: 150.0, y: 150.0, radius: 90.0, inner: None };
        for degrees in [-30.0, -4.0, 0.0, 17.0] {
            let disc = Disc::of(&struck(degrees), ring, 75.0).expect("ink");
            assert!((disc.skew / PI * 180.0 - degrees).abs() < 1.5, "{degrees}: {}", disc.skew);
            let [left, top, right, bottom] = disc.on_page([140, 140, 160, 160], 2.0);
            let middle = (i32::midpoint(left, right), i32::midpoint(top, bottom));
            assert!((middle.0 - 150).abs() <= 1 && (middle.1 - 150).abs() <= 1, "{middle:?}");
        }
        assert!(Disc::of(&GrayImage::from_pixel(300, 300, Luma([255])), ring, 75.0).is_none());
    }

    #[test]
    fn a_day_is_found_among_the_words_of_a_stamp() {
        let word = |text: &str| Word { text: text.to_owned(), confidence: 90.0, bounds: [0; 4] };
        let words = |text: &str| text.split(' ').map(word).collect::<Vec<_>>();
        assert_eq!(day(&words("17 H 28-11 2026")), "2026-11-28".parse().ok());
        assert_eq!(day(&words("12 NOV 26 67")), "2026-11-12".parse().ok());
        assert_eq!(day(&words("17H 28-11 '026")), None);
    }
}
