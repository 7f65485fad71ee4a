use image::GrayImage;

use crate::{
    Degradation, WorldError,
    scan::degrade,
    sheet::{Face, Sheet, Text},
    typeset::pictures,
};

/// An A4 page of plain text (11 points, paragraphs parted by an empty line) printed, scanned at `dpi` and
/// degraded: for measuring how well pages are read. The same arguments give the same picture.
///
/// # Errors
/// When the text does not fit the page (about 3,800 characters).
pub fn page(text: &str, dpi: u32, how: &Degradation, seed: u64) -> Result<GrayImage, WorldError> {
    let mut sheet = Sheet::a4();
    sheet.text(Text::new(22.0, 22.0, Face::Sans, 11.0, text).within(166.0, 253.0).led(0.7));
    Ok(degrade(&pictures(&[sheet], dpi)?.remove(0), how, seed))
}
