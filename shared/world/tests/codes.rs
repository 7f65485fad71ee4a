//! Barcodes survive the scanner: separator sheets of both sizes and registered labels.

use std::io::Cursor;

use chrono::NaiveDate;
use tiff::decoder::{Decoder, DecodingResult};
use zxingcpp::{BarcodeFormat, ImageFormat, ImageView};

#[test]
fn every_separator_sheet_of_a_small_batch_is_found() {
    for seed in 0..20 {
        let batch = world::small_batch(seed, 3, 2).expect("batch");
        let found = codes(&batch.bytes);
        for (page, sheet) in &batch.separators {
            let page = usize::try_from(*page).expect("small");
            assert_eq!(found[page - 1], [sheet.to_string()], "seed {seed} page {page}");
        }
        assert_eq!(found.iter().flatten().count(), 3);
    }
}

#[test]
fn separator_sheets_and_registered_labels_of_the_day_are_found() {
    let date = NaiveDate::from_ymd_opt(2026, 11, 20).expect("date");
    let plan = world::plan(3, date).into_iter().find(|p| p.file_name() == "RECOMMANDES-001.tif").expect("plan");
    let batch = plan.scan().expect("batch");
    let found = codes(&batch.bytes);
    for (page, found) in batch.truth.pages.iter().zip(found) {
        assert!(page.codes.iter().all(|code| found.contains(code)), "page {}", page.number);
    }
}

/// The payloads on each page of a TIFF.
fn codes(tiff: &[u8]) -> Vec<Vec<String>> {
    let reader = zxingcpp::read().formats([BarcodeFormat::Code128, BarcodeFormat::QRCode]).try_harder(true);
    let mut decoder = Decoder::new(Cursor::new(tiff)).expect("tiff");
    let mut pages = Vec::new();
    loop {
        let (width, height) = decoder.dimensions().expect("size");
        let bits = decoder.colortype().expect("colour").bit_depth();
        let DecodingResult::U8(data) = decoder.read_image().expect("page") else { panic!("eight bits or fewer") };
        let grey = if bits == 1 { unpacked(&data, width) } else { data };
        let view = ImageView::from_slice(&grey, width, height, ImageFormat::Lum).expect("view");
        let mut found: Vec<_> = reader.from(&view).expect("read").iter().map(zxingcpp::Barcode::text).collect();
        found.dedup();
        pages.push(found);
        if !decoder.more_images() {
            return pages;
        }
        decoder.next_image().expect("next page");
    }
}

/// One byte for each of the bits of rows padded to whole bytes.
fn unpacked(rows: &[u8], width: u32) -> Vec<u8> {
    let width = width as usize;
    let bits = |row: &[u8]| {
        row.iter().flat_map(|byte| (0..8).rev().map(move |bit| (byte >> bit & 1) * 255)).collect::<Vec<_>>()
    };
    rows.chunks_exact(width.div_ceil(8)).flat_map(|row| bits(row).into_iter().take(width).collect::<Vec<_>>()).collect()
}
