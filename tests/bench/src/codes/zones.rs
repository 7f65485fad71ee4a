//! Zones of identity papers, drawn in OCR-B, laid askew on paper and harmed: what is told as proved, and whether that is so.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels of a page"
)]

use std::{io::Cursor, time::Instant};

use formats::mrz::Mrz;
use image::{GrayImage, ImageFormat, Luma, imageops};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use reading::{MachineZone, ReadOptions, Reader};

/// The characters of a zone, in the order of the drawn cells, and the size of one.
const CHARACTERS: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
const CELL: (usize, usize) = (16, 20);
const OCR_B: &[u8] = include_bytes!("../../../../services/reader/src/look/mrz/ocr_b.bin");
/// Zones drawn, a quarter of them of each paper; each is laid down in every face and harmed in every way.
const ZONES: usize = 24;
/// Pixels per inch of the pages, and their size.
const DPI: u32 = 200;
const SHEET: (u32, u32) = (1_440, 640);

/// How the letters are changed before the page is harmed.
const FACES: [fn(&GrayImage) -> GrayImage; 4] =
    [GrayImage::clone, |page| spread(page, u8::min), |page| spread(page, u8::max), slanted];

/// What becomes of the page.
type Harm = (&'static str, fn(&GrayImage, &mut StdRng) -> GrayImage);
const HARMS: [Harm; 9] = [
    ("clean", |page, _| page.clone()),
    ("blurred 2 pixels", |page, _| imageops::blur(page, 2.0)),
    ("blurred 2.5 pixels", |page, _| imageops::blur(page, 2.5)),
    ("blurred 3 pixels", |page, _| imageops::blur(page, 3.0)),
    ("blurred 3.5 pixels", |page, _| imageops::blur(page, 3.5)),
    ("grain 40", |page, random| grained(page, random, 40.0)),
    ("grain 80", |page, random| grained(page, random, 80.0)),
    ("blurred 3 pixels, grain 20", |page, random| grained(&imageops::blur(page, 3.0), random, 20.0)),
    ("black and white", |page, random| black_and_white(&grained(page, random, 25.0))),
];

/// Pages by what was told of them: where check digits cover the zone, right or wrong.
#[derive(Default)]
struct Told {
    proved: [u32; 2],
    doubtful: [u32; 2],
    contradicted: u32,
    not_found: u32,
    /// The least chance left to what was not read, where something else was.
    surest_wrong: Option<f64>,
}

impl Told {
    fn add(&mut self, zone: &[String], found: Option<&MachineZone>) {
        let Some(read) = found.and_then(|found| found.understood().ok()) else {
            self.not_found += 1;
            return;
        };
        if !read.valid() {
            self.contradicted += 1;
            return;
        }
        let wrong = !same(&read, zone);
        let counts = if read.proved() { &mut self.proved } else { &mut self.doubtful };
        counts[usize::from(wrong)] += 1;
        if wrong {
            self.surest_wrong = Some(self.surest_wrong.unwrap_or(1.0).min(read.chance()));
        }
    }

    fn print(&self, name: &str) {
        let surest =
            self.surest_wrong.map(|chance| format!("; the surest wrong one leaves {:.1} % to others", chance * 100.0));
        println!(
            "    {name:<27} proved: {:>3} right, {} wrong; not proved: {:>2} right, {:>2} wrong; a check digit or date wrong {:>2}; not \
             found {:>2}{}",
            self.proved[0],
            self.proved[1],
            self.doubtful[0],
            self.doubtful[1],
            self.contradicted,
            self.not_found,
            surest.unwrap_or_default()
        );
    }
}

pub(super) async fn measure(reader: &Reader) {
    let mut random = StdRng::seed_from_u64(3);
    let papers = [card, passport, passport_without_more, old_card];
    let zones: Vec<Vec<String>> = papers.into_iter().cycle().take(ZONES).map(|paper| paper(&mut random)).collect();
    let pages: Vec<(&Vec<String>, GrayImage)> = FACES
        .iter()
        .flat_map(|face| zones.iter().map(move |zone| (zone, face(&paper(zone)))))
        .map(|(zone, page)| (zone, laid_down(&page, &mut random)))
        .collect();
    println!("  MRZ of {ZONES} papers drawn in {} faces, {} pages a line:", FACES.len(), pages.len());
    let began = Instant::now();
    for (name, harm) in HARMS {
        let mut told = Told::default();
        for (zone, page) in &pages {
            told.add(zone, found_on(reader, &harm(page, &mut random)).await.as_ref());
        }
        told.print(name);
    }
    println!("    {} s for {} pages", began.elapsed().as_secs(), pages.len() * HARMS.len());
}

/// Equal wherever a check digit covers it.
fn same(read: &Mrz, truth: &[String]) -> bool {
    match truth.len() {
        _ if truth[0].starts_with("IDFRA") => read.lines == truth,
        3 => {
            read.lines.len() == 3
                && read.lines[0][5..] == truth[0][5..]
                && without_state(&read.lines[1]) == without_state(&truth[1])
        }
        _ => read.lines.len() == 2 && read.lines[1][..10] == truth[1][..10] && read.lines[1][13..] == truth[1][13..],
    }
}

/// The second line of a card without sex and nationality, which no check digit covers.
fn without_state(line: &str) -> String {
    [&line[..7], &line[8..15], &line[18..]].concat()
}

async fn found_on(reader: &Reader, picture: &GrayImage) -> Option<MachineZone> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png).expect("a picture");
    let file = at_resolution(file.into_inner());
    let options = ReadOptions { ocr: false, barcodes: false, images: false, ..ReadOptions::default() };
    let mut found = None;
    let outcome = reader.read(file, &options, |page| found = page.read.mrz.into_iter().next()).await;
    if let Err(error) = outcome {
        println!("  {error}");
    }
    found
}

fn digit(covered: &str) -> char {
    let value = |c: u8| match c {
        b'0'..=b'9' => u32::from(c - b'0'),
        b'A'..=b'Z' => u32::from(c - b'A') + 10,
        _ => 0,
    };
    let sum: u32 = covered.bytes().zip([7, 3, 1].into_iter().cycle()).map(|(c, weight)| value(c) * weight).sum();
    char::from_digit(sum % 10, 10).expect("a digit")
}

fn checked(covered: String) -> String {
    let digit = digit(&covered);
    covered + &digit.to_string()
}

fn some(random: &mut StdRng, of: &[u8], count: usize) -> String {
    (0..count).map(|_| char::from(of[random.random_range(0..of.len())])).collect()
}

fn day(random: &mut StdRng) -> String {
    format!("{:02}{:02}{:02}", random.random_range(0..99), random.random_range(1..13), random.random_range(1..29))
}

/// A residence permit of nobody.
fn card(random: &mut StdRng) -> Vec<String> {
    let number = checked(some(random, &CHARACTERS[..36], 9));
    let own = some(random, &CHARACTERS[..10], 10);
    let (birth, expiry) = (checked(day(random)), checked(day(random)));
    let all = digit(&format!("{number}{own}<<<<<{birth}{expiry}<<<<<<<<<<<"));
    let name = some(random, &CHARACTERS[10..36], 12);
    vec![
        format!("IRFRA{number}{own}<<<<<"),
        format!("{birth}F{expiry}MAR<<<<<<<<<<<{all}"),
        format!("{:<<30}", format!("{}<<{}", &name[..7], &name[7..])),
    ]
}

/// A passport of nobody.
fn passport(random: &mut StdRng) -> Vec<String> {
    let number = checked(some(random, &CHARACTERS[..36], 9));
    let (birth, expiry) = (checked(day(random)), checked(day(random)));
    let own = checked(format!("{:<<14}", some(random, &CHARACTERS[..36], 9)));
    let all = digit(&format!("{number}{birth}{expiry}{own}"));
    let name = some(random, &CHARACTERS[10..36], 14);
    vec![
        format!("{:<<44}", format!("P<UTO{}<<{}", &name[..8], &name[8..])),
        format!("{number}UTO{birth}F{expiry}{own}{all}"),
    ]
}

/// A passport of nobody with nothing in its last field.
fn passport_without_more(random: &mut StdRng) -> Vec<String> {
    let number = format!("{}{}", some(random, &CHARACTERS[..10], 2), some(random, &CHARACTERS[10..36], 2));
    let number = checked(number + &some(random, &CHARACTERS[..10], 5));
    let (birth, expiry) = (checked(day(random)), checked(day(random)));
    let own = "<<<<<<<<<<<<<<0";
    let all = digit(&format!("{number}{birth}{expiry}{own}"));
    let name = some(random, &CHARACTERS[10..36], 14);
    vec![
        format!("{:<<44}", format!("P<MAR{}<<{}", &name[..8], &name[8..])),
        format!("{number}MAR{birth}M{expiry}{own}{all}"),
    ]
}

/// A French identity card before 2021 of nobody.
fn old_card(random: &mut StdRng) -> Vec<String> {
    let name = some(random, &CHARACTERS[10..36], 14);
    let first = format!("IDFRA{:<<25}{}", &name[..8], some(random, &CHARACTERS[..10], 6));
    let issued = format!("{:02}{:02}", random.random_range(0..14), random.random_range(1..13));
    let number = checked(format!("{issued}{}", some(random, &CHARACTERS[..10], 8)));
    let second = format!("{number}{:<<14}{}M", &name[8..], checked(day(random)));
    let all = digit(&format!("{first}{second}"));
    vec![first, format!("{second}{all}")]
}

/// Paper with these lines on it, ten characters an inch at 160 dpi.
fn paper(lines: &[String]) -> GrayImage {
    let side = |side: usize| u32::try_from(side).expect("a side of the paper");
    let mut page = GrayImage::from_pixel(900, 500, Luma([232]));
    for (row, line) in lines.iter().enumerate() {
        for (at, character) in line.bytes().enumerate() {
            let index = CHARACTERS.iter().position(|known| *known == character).expect("a character of a zone");
            let shades = OCR_B[index * CELL.0 * CELL.1..][..CELL.0 * CELL.1].to_vec();
            let cell = GrayImage::from_raw(side(CELL.0), side(CELL.1), shades).expect("a cell");
            let place = |place: usize| i64::try_from(place).expect("a place on the paper");
            imageops::overlay(&mut page, &cell, place(90 + at * CELL.0), place(300 + row * CELL.0 * 5 / 3));
        }
    }
    page
}

/// Scanned at 200 dpi as a part of a sheet, up to 0.7 degrees askew and wherever the pixels fall.
fn laid_down(page: &GrayImage, random: &mut StdRng) -> GrayImage {
    let (sine, cosine) = random.random_range(-0.7_f32..0.7).to_radians().sin_cos();
    let (left, up) = (random.random_range(-5.0_f32..5.0), random.random_range(-5.0_f32..5.0));
    let (width, height) = SHEET;
    GrayImage::from_fn(width, height, |x, y| {
        let (x, y) = ((x as f32 - width as f32 / 2.0) * 0.8, (y as f32 - height as f32 / 2.0) * 0.8);
        let (from_x, from_y) = (x * cosine - y * sine + left, x * sine + y * cosine + up);
        let (from_x, from_y) = (from_x + page.width() as f32 / 2.0, from_y + page.height() as f32 / 2.0);
        imageops::interpolate_bilinear(page, from_x, from_y).unwrap_or(Luma([232]))
    })
}

/// With the resolution in it (chunk `pHYs`, before the pixels): in pixels per metre.
fn at_resolution(mut png: Vec<u8>) -> Vec<u8> {
    let metre = (f64::from(DPI) / 0.0254).round() as u32;
    let mut chunk = b"pHYs".to_vec();
    chunk.extend([metre.to_be_bytes(), metre.to_be_bytes()].concat());
    chunk.push(1);
    let sum = crc32(&chunk).to_be_bytes();
    let whole = [&9_u32.to_be_bytes()[..], &chunk, &sum].concat();
    // Behind the signature and the chunk `IHDR`.
    png.splice(33..33, whole);
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}

/// The noise of a scanner, Gauss with this sigma.
fn grained(page: &GrayImage, random: &mut StdRng, sigma: f32) -> GrayImage {
    let mut out = page.clone();
    for pixel in out.pixels_mut() {
        let noise = (0..12).map(|_| random.random::<f32>()).sum::<f32>() - 6.0;
        pixel.0[0] = (f32::from(pixel.0[0]) + noise * sigma).clamp(0.0, 255.0) as u8;
    }
    out
}

fn black_and_white(page: &GrayImage) -> GrayImage {
    let mut out = page.clone();
    for pixel in out.pixels_mut() {
        pixel.0[0] = if pixel.0[0] < 140 { 0 } else { 255 };
    }
    out
}

/// Each pixel the darkest or lightest of itself and its neighbours to the right and below.
fn spread(page: &GrayImage, of: fn(u8, u8) -> u8) -> GrayImage {
    GrayImage::from_fn(page.width(), page.height(), |x, y| {
        let at = |x: u32, y: u32| page.get_pixel_checked(x, y).map_or(232, |pixel| pixel.0[0]);
        Luma([of(of(at(x, y), at(x + 1, y)), at(x, y + 1))])
    })
}

/// Leaning to the right by one pixel in four.
fn slanted(page: &GrayImage) -> GrayImage {
    GrayImage::from_fn(page.width(), page.height(), |x, y| {
        let moved = (x + y / 4).saturating_sub(80);
        page.get_pixel_checked(moved, y).copied().unwrap_or(Luma([232]))
    })
}
