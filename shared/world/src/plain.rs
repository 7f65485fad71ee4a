use image::GrayImage;

use crate::{
    Degradation, WorldError, scan,
    sheet::{Face, Sheet, Text},
    typeset::{document, pictures, rasterise},
};

/// An A4 page of plain text (11 points, paragraphs parted by an empty line) printed, scanned at `dpi` and
/// degraded: for measuring how well pages are read. The same arguments give the same picture.
///
/// # Errors
/// When the text does not fit the page (about 3,800 characters).
pub fn page(text: &str, dpi: u32, how: &Degradation, seed: u64) -> Result<GrayImage, WorldError> {
    let mut sheet = Sheet::a4();
    sheet.text(Text::new(22.0, 22.0, Face::Sans, 11.0, text).within(166.0, 253.0).led(0.7));
    Ok(scan::degrade(&pictures(&[sheet], dpi)?.remove(0), how, seed))
}

/// A document as a PDF with its text, from a Typst source; faces are those of the papers (`Arimo`, `Tinos`, `Cousine`).
///
/// # Errors
/// When the source is wrong.
pub fn typeset(source: &str) -> Result<Vec<u8>, WorldError> {
    document(source)
}

/// The pages of a PDF printed, scanned at `dpi` and degraded.
///
/// # Errors
/// When it is not a PDF that can be drawn.
pub fn scans(pdf: Vec<u8>, dpi: u32, how: &Degradation, seed: u64) -> Result<Vec<GrayImage>, WorldError> {
    Ok(rasterise(pdf, dpi)?.iter().zip(seed..).map(|(page, seed)| scan::degrade(page, how, seed)).collect())
}

/// A page on a table, held under a telephone by hand: turned, tilted, in uneven light. A JPEG file in colours.
///
/// # Errors
/// When the picture cannot be coded.
pub fn photograph(page: &GrayImage, seed: u64) -> Result<Vec<u8>, WorldError> {
    scan::photograph(page, seed)
}

/// Pages as the PDF of a scanner: grey, JPEG of good quality.
///
/// # Errors
/// When a page cannot be coded.
pub fn scan_file(pages: &[GrayImage], dpi: u32) -> Result<Vec<u8>, WorldError> {
    let coded = pages.iter().map(|page| scan::Picture::encode(page, dpi, scan::Coding::Jpeg(85)));
    Ok(scan::image_pdf(&coded.collect::<Result<Vec<_>, _>>()?))
}
