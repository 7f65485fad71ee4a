//! Zones of identity papers, drawn in OCR-B and in another typeface and harmed: what the check digits are said to prove, and whether
//! that is so.

use std::io::Cursor;

use formats::mrz::Mrz;
use image::{GrayImage, ImageFormat, Luma, imageops};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use reading::{MachineZone, ReadOptions, Reader};

use super::sheets::HARMS;

/// The characters of a zone, in the order of the drawn cells, and the size of one.
const CHARACTERS: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
const CELL: (usize, usize) = (16, 20);
const OCR_B: &[u8] = include_bytes!("../../../../services/reader/src/look/mrz/ocr_b.bin");

/// How the letters are changed before the page is harmed.
type Face = (&'static str, fn(&GrayImage) -> GrayImage);
const FACES: [Face; 4] = [
    ("as printed", GrayImage::clone),
    ("bold", |page| spread(page, u8::min)),
    ("worn", |page| spread(page, u8::max)),
    ("slanted", slanted),
];

/// Zones read: right or wrong where check digits cover them.
#[derive(Clone, Copy, Default)]
struct Told {
    right: u32,
    wrong: u32,
}

pub(super) async fn measure(reader: &Reader) {
    let mut random = StdRng::seed_from_u64(3);
    let zones: Vec<Vec<String>> =
        (0..6).map(|at| if at % 2 == 0 { card(&mut random) } else { passport(&mut random) }).collect();
    let (mut all, mut proved, mut doubtful, mut unright) = (0, Told::default(), Told::default(), 0);
    // By the number of corrections, when all check digits are right.
    let mut by_corrections = [Told::default(); 8];
    let mut worst: f64 = 0.0;
    for (_, face) in FACES {
        for zone in &zones {
            let page = face(&paper(zone));
            for (_, harm) in HARMS {
                all += 1;
                let Some(found) = found_on(reader, &harm(&page)).await else { continue };
                let Ok(understood) = found.understood() else { continue };
                if !understood.valid() {
                    unright += 1;
                    continue;
                }
                let told = if understood.proved() { &mut proved } else { &mut doubtful };
                let corrected = &mut by_corrections[understood.corrections.len().min(7)];
                if same(&understood, zone) {
                    told.right += 1;
                    corrected.right += 1;
                } else {
                    told.wrong += 1;
                    corrected.wrong += 1;
                    worst = worst.max(-understood.chance().log10());
                }
            }
        }
    }
    println!(
        "  MRZ drawn in {} faces and harmed in {} ways: {all} pictures; proved {} right, {} wrong; all check digits right but \
         not proved {} right, {} wrong; a check digit wrong {unright}",
        FACES.len(),
        HARMS.len(),
        proved.right,
        proved.wrong,
        doubtful.right,
        doubtful.wrong
    );
    let counted =
        by_corrections.iter().enumerate().map(|(count, told)| format!("{count}: {} / {}", told.right, told.wrong));
    println!("    right / wrong by corrections: {}", counted.collect::<Vec<_>>().join(", "));
    println!("    the surest wrong one: 1 chance in {:.0}", 10_f64.powf(worst));
}

/// Equal wherever a check digit covers it.
fn same(read: &Mrz, truth: &[String]) -> bool {
    match truth.len() {
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
    let options = ReadOptions { ocr: false, barcodes: false, images: false, ..ReadOptions::default() };
    let mut found = None;
    let outcome = reader.read(file.into_inner(), &options, |page| found = page.read.mrz.into_iter().next()).await;
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
