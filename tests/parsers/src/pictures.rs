//! What is looked for in the pixels of a page.

use image::GrayImage;

use crate::{Listed, seeds};

pub const TARGETS: &[Listed] = &[
    ("barcodes", barcodes, seeds::pixels),
    ("zones", zones, seeds::pixels),
    ("page", page, seeds::pixels),
    ("separators", separators, seeds::payloads),
];

/// The first byte is the width, four pixels each; the other bytes are the pixels, repeated to a few rows at least.
fn picture(bytes: &[u8]) -> Option<GrayImage> {
    let (width, pixels) = bytes.split_first().filter(|(_, pixels)| !pixels.is_empty())?;
    let width = usize::from(*width) * 4 + 1;
    let rows = pixels.len().div_ceil(width).clamp(1, 160);
    let all = pixels.iter().copied().cycle().take(width * rows).collect();
    GrayImage::from_raw(u32::try_from(width).ok()?, u32::try_from(rows).ok()?, all)
}

fn within(corner: [i32; 2], size: (u32, u32)) -> bool {
    let fits = |value: i32, most: u32| value >= -64 && i64::from(value) <= i64::from(most) + 64;
    fits(corner[0], size.0) && fits(corner[1], size.1)
}

fn barcodes(bytes: &[u8]) {
    let Some(picture) = picture(bytes) else { return };
    for code in reader::parsers::barcodes(&picture, true) {
        assert!(code.corners.iter().all(|corner| within(*corner, picture.dimensions())), "a code beside the page");
        assert_eq!(code.bytes().len() * 2, code.bytes_hex.len());
    }
}

fn zones(bytes: &[u8]) {
    let Some(picture) = picture(bytes) else { return };
    for zone in reader::parsers::zones(&picture, None) {
        let zone = zone.understood().expect("a zone that is found is one");
        let _ = formats::inspect::zone_object(&zone);
    }
}

fn page(bytes: &[u8]) {
    let Some(picture) = picture(bytes) else { return };
    let dpi = bytes[0].is_multiple_of(2).then_some(200);
    if let Some(page) = reader::parsers::page(picture, dpi) {
        assert!(page.read.width_px > 0 && page.read.height_px > 0);
        assert!(!page.screen.is_empty() && !page.thumbnail.is_empty(), "no picture to show");
    }
}

/// A line for each code of a page, an empty one between pages.
fn separators(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let code = |text: &str| reading::Barcode {
        format: "Code128".to_owned(),
        text: text.to_owned(),
        bytes_hex: String::new(),
        corners: [[0; 2]; 4],
    };
    let pages: Vec<reading::PageRead> = (1..)
        .zip(text.split("\n\n").take(40))
        .map(|(number, codes)| reading::PageRead {
            barcodes: codes.lines().map(code).collect(),
            ..reading::PageRead::unreadable(number, String::new())
        })
        .collect();
    for page in &pages {
        let _ = (page.two_d_docs(), page.posted_numbers(), reading::ForeignSheet::of(&page.barcodes, &[]));
    }
    let split = reading::split(&pages, &[]);
    let of_persons = |envelope: &reading::Envelope| -> Vec<u32> {
        let documents = envelope.persons.iter().flat_map(|person| &person.documents);
        documents.flat_map(|document| &document.pages).copied().collect()
    };
    let mut seen = Vec::new();
    for envelope in &split.envelopes {
        assert_eq!(of_persons(envelope), envelope.pages, "a page that is nobody's");
        seen.extend(&envelope.pages);
    }
    seen.extend(split.again.iter().flat_map(|again| &again.pages));
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), count, "a page counts twice");
    let bare = pages.iter().filter(|page| page.barcodes.is_empty());
    assert!(bare.map(|page| page.number).all(|number| seen.contains(&number)), "a page is lost");
}
