use image::{GrayImage, Luma, imageops};

use super::{
    glyphs::{CHARACTERS, COLUMNS, ROWS, SIZE},
    *,
};

/// A French residence permit, fictitious.
const PERMIT: [&str; 3] =
    ["IRFRAX2RT4567P27503123456<<<<<", "9002144F2703154MAR<<<<<<<<<<<6", "EL<FICTIF<<AMINA<<<<<<<<<<<<<<"];
/// The example of Doc 9303-4.
const PASSPORT: [&str; 2] =
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

/// Paper with these lines in OCR-B on it, its characters a cell wide.
fn paper(lines: &[&str]) -> GrayImage {
    let shades: &[u8] = include_bytes!("ocr_b.bin");
    let mut page = GrayImage::from_pixel(1_000, 700, Luma([235]));
    for (row, line) in lines.iter().enumerate() {
        for (at, character) in line.bytes().enumerate() {
            let index = CHARACTERS.iter().position(|known| *known == character).expect("a character of a zone");
            let cell = shades[index * SIZE..][..SIZE].to_vec();
            let cell = GrayImage::from_raw(COLUMNS as u32, ROWS as u32, cell).expect("a cell");
            let (x, y) = (120 + at * COLUMNS, 400 + row * COLUMNS * 5 / 3);
            let place = |side: usize| i64::try_from(side).expect("a place on the page");
            imageops::overlay(&mut page, &cell, place(x), place(y));
        }
    }
    page
}

fn lines(found: &[MachineZone]) -> Vec<&[String]> {
    found.iter().map(|zone| &zone.lines[..]).collect()
}

#[test]
fn cards_and_passports_are_read_whichever_way_up() {
    for zone in [&PERMIT[..], &PASSPORT] {
        let page = paper(zone);
        let ways = [page.clone(), imageops::rotate90(&page), imageops::rotate180(&page), imageops::rotate270(&page)];
        for (page, turned) in ways.iter().zip([0, 270, 180, 90]) {
            let found = find(page, None, true, &[]);
            assert_eq!(lines(&found), [zone], "{turned}");
            assert!(found[0].proved && found[0].turned == turned, "{}", found[0].turned);
            let [left, top, right, bottom] = found[0].bounds;
            assert!(
                left >= 0 && top >= 0 && right <= page.width().cast_signed() && bottom <= page.height().cast_signed()
            );
        }
    }
}

#[test]
fn a_smudged_character_is_the_one_that_the_check_digit_proves() {
    let mut page = paper(&PASSPORT);
    // The bar of the 7 of the birth date.
    for x in 0..11 {
        for y in 0..4 {
            page.put_pixel(120 + 13 * 16 + x + 3, 400 + 26 + 5 + y, Luma([120]));
        }
    }
    assert_eq!(lines(&find(&page, None, true, &[])), [&PASSPORT[..]]);
}

#[test]
fn paper_without_a_zone_has_none() {
    let stripes = GrayImage::from_fn(900, 700, |x, y| Luma([if y % 30 < 12 && x % 11 < 5 { 40 } else { 230 }]));
    for page in [
        stripes,
        GrayImage::from_pixel(600, 500, Luma([250])),
        GrayImage::from_pixel(1, 1, Luma([0])),
        GrayImage::new(0, 0),
    ] {
        assert!(find(&page, None, true, &[]).is_empty());
    }
}

#[test]
fn a_zone_out_of_focus_or_leaning_is_read_and_proved() {
    let page = paper(&PERMIT);
    let leaning = GrayImage::from_fn(page.width(), page.height(), |x, y| {
        page.get_pixel_checked((x + y / 4).saturating_sub(100), y).copied().unwrap_or(Luma([235]))
    });
    for page in [imageops::blur(&page, 2.0), imageops::blur(&page, 2.5), leaning] {
        let found = find(&page, None, false, &[]);
        assert_eq!(lines(&found), [PERMIT]);
        assert!(found[0].proved, "{}", found[0].rivals);
    }
}

/// Check digits do not tell `G` and `6` apart: where the print does not either, nothing is proved.
#[test]
fn what_could_as_well_be_another_number_is_not_proved() {
    let [first, second] = PASSPORT;
    let clear = find(&paper(&[first, &second.replacen('L', "G", 1).replacen('6', "1", 1)]), None, false, &[]);
    assert!(clear.iter().all(|zone| !zone.proved || zone.lines[1].starts_with('G')));
    let page = imageops::blur(&paper(&PASSPORT), 4.5);
    let told = find(&page, None, false, &[]);
    assert!(told.iter().all(|zone| !zone.proved || lines(&told) == [&PASSPORT[..]]), "{:?}", lines(&told));
}
