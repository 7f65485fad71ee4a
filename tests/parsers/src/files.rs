//! Files of pages and pictures: the reader opens them and loads their first pages.

use reading::Limits;

use crate::{Listed, seeds};

pub const TARGETS: &[Listed] = &[
    ("pdf", file, seeds::pdfs),
    ("tiff", file, seeds::tiffs),
    ("jpeg", file, seeds::jpegs),
    ("png", file, seeds::pngs),
    ("gif", file, seeds::gifs),
    ("webp", file, seeds::webps),
    ("heif", file, seeds::heifs),
    ("jpeg2000", file, seeds::jpeg2000s),
    ("fax", fax, seeds::faxes),
];

/// Pages are small here: what grows with them shows as well.
fn file(bytes: &[u8]) {
    let limits = Limits { page_pixels: 400_000, pages: 50, ..Limits::default() };
    let Some((pages, sizes)) = reader::parsers::file(bytes, &limits, 2) else { return };
    assert!((1..=limits.pages).contains(&pages), "{pages} pages");
    for (width, height) in sizes {
        // A PDF page that holds no picture is drawn as large as its paper.
        let most = if bytes.windows(5).any(|part| part == b"%PDF-") { 7_016 * 7_016 } else { limits.page_pixels };
        assert!(width > 0 && height > 0 && u64::from(width) * u64::from(height) <= most, "{width} by {height} pixels");
    }
}

/// The first bytes say how it is coded and how large it is.
fn fax(bytes: &[u8]) {
    let [how, width, height, strip @ ..] = bytes else { return };
    let size = (u32::from(*width) * 8 + 1, u32::from(*height) + 1);
    let mode = [None, Some(false), Some(true)][usize::from(how % 3)];
    assert!(reader::parsers::fax(strip, mode, how & 4 != 0, size) <= size.1, "more rows than the page has");
}
