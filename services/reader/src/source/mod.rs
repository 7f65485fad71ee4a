//! Opens the kinds of files the reader knows. The kind is sniffed from the bytes, never taken from a name.

pub mod ccitt;
mod density;
mod heif;
mod jpeg2000;
mod pdf;
mod pdf_survey;
mod pdf_text;
mod picture;
mod tiff_chain;
mod tiff_page;

use std::sync::Arc;

use image::ImageFormat;
use reading::{LayerDoubt, Limits, Refusal, Word};

use crate::{raster::Raster, refusal::Refused};

/// A page before anything was read on it.
pub struct Loaded {
    /// Its pixels.
    pub raster: Raster,
    /// Pixels per inch, when known.
    pub dpi: Option<u32>,
    /// By how many degrees clockwise the file said it must be turned; already done.
    pub turned: u16,
    /// The text the file carries, when it is to be trusted.
    pub embedded: Option<Embedded>,
    /// Why the text the file carries is not, when it carries one.
    pub doubt: Option<LayerDoubt>,
    /// What is wrong with the page although it opened.
    pub warning: Option<String>,
}

/// Visible text of a born-digital page.
pub struct Embedded {
    /// In the order of the file.
    pub text: String,
    /// With their places in the pixels of the page.
    pub words: Vec<Word>,
    /// How the words make lines.
    pub lines: Vec<EmbeddedLine>,
}

/// Words of one line.
pub struct EmbeddedLine {
    /// Places in the list of words.
    pub words: std::ops::Range<usize>,
    /// Whether it is written from left to right, upright.
    pub level: bool,
}

/// An opened file.
pub enum Document {
    Pdf(pdf::PdfFile),
    Tiff(tiff_chain::TiffFile),
    Picture(picture::Picture),
}

impl Document {
    /// Opens the bytes.
    pub fn open(bytes: Arc<Vec<u8>>, limits: &Limits) -> Result<Self, Refused> {
        let document = match sniff(&bytes)? {
            Kind::Pdf => Self::Pdf(pdf::PdfFile::open(bytes)?),
            Kind::Tiff => Self::Tiff(tiff_chain::TiffFile::open(bytes, limits)?),
            Kind::Picture(format) => Self::Picture(picture::Picture::open(&bytes, format, limits)?),
            Kind::Heif => Self::Picture(picture::Picture::of("image/heif", heif::load(&bytes, limits)?)),
            Kind::Jpeg2000 => Self::Picture(picture::Picture::of("image/jp2", jpeg2000::load(&bytes, limits)?)),
        };
        if document.pages() > limits.pages {
            return Err(Refused::limit(format!("{} pages (at most {})", document.pages(), limits.pages)));
        }
        Ok(document)
    }

    /// Number of pages, at least 1.
    pub fn pages(&self) -> u32 {
        match self {
            Self::Pdf(file) => file.pages(),
            Self::Tiff(file) => file.pages(),
            Self::Picture(_) => 1,
        }
    }

    /// The sniffed kind.
    pub fn media_type(&self) -> &'static str {
        match self {
            Self::Pdf(_) => "application/pdf",
            Self::Tiff(_) => "image/tiff",
            Self::Picture(picture) => picture.media_type(),
        }
    }

    /// The pixels of a page, 1-based.
    pub fn load(&self, number: u32, limits: &Limits) -> Result<Loaded, Refused> {
        match self {
            Self::Pdf(file) => file.load(number, limits),
            Self::Tiff(file) => file.load(number, limits),
            Self::Picture(picture) => picture.load(),
        }
    }
}

enum Kind {
    Pdf,
    Tiff,
    Picture(ImageFormat),
    Heif,
    Jpeg2000,
}

fn sniff(bytes: &[u8]) -> Result<Kind, Refused> {
    let start = &bytes[..bytes.len().min(1024)];
    if bytes.is_empty() {
        return Err(Refused { reason: Refusal::Empty, detail: "no bytes".to_owned() });
    }
    if matches!(start, [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..]) {
        return Ok(Kind::Tiff);
    }
    if let Ok(format @ (ImageFormat::Gif | ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) =
        image::guess_format(start)
    {
        return Ok(Kind::Picture(format));
    }
    if heif::is_heif(start) {
        return Ok(Kind::Heif);
    }
    if jpeg2000::is_jpeg2000(start) {
        return Ok(Kind::Jpeg2000);
    }
    if start.windows(5).any(|window| window == b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    Err(Refused {
        reason: Refusal::UnknownKind,
        detail: "not a PDF, TIFF, JPEG, PNG, WebP, GIF, HEIC or JPEG 2000 file".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> Option<Refusal> {
        sniff(bytes).err().map(|refused| refused.reason)
    }

    #[test]
    fn the_kind_comes_from_the_bytes() {
        assert!(matches!(sniff(b"\nsome mail header\n%PDF-1.4\n"), Ok(Kind::Pdf)));
        assert!(matches!(sniff(b"MM\0\x2a...."), Ok(Kind::Tiff)));
        assert!(matches!(sniff(b"\xff\xd8\xff\xe0...."), Ok(Kind::Picture(ImageFormat::Jpeg))));
        assert!(matches!(sniff(b"\0\0\0\x18ftypheic\0\0\0\0mif1"), Ok(Kind::Heif)));
        assert!(matches!(sniff(b"\xff\x4f\xff\x51...."), Ok(Kind::Jpeg2000)));
        assert_eq!(refusal(b""), Some(Refusal::Empty));
        assert_eq!(refusal(b"BM......"), Some(Refusal::UnknownKind));
        assert_eq!(refusal(&[7; 5000]), Some(Refusal::UnknownKind));
    }
}
