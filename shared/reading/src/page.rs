use serde::{Deserialize, Serialize};

use crate::MachineZone;

/// Where the text of a page comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextSource {
    /// Recognised in the picture of the page.
    Ocr,
    /// Carried by the file itself (a born-digital PDF page): its visible characters.
    Embedded,
    /// No text was looked for or none was found (blank page, `ocr` switched off).
    None,
}

/// Why the text that a file carries is not taken for what its page shows: the page was read in its picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerDoubt {
    /// It is invisible: a recognition made by others, laid under a scan.
    Hidden,
    /// It is made of characters that say nothing.
    Unknown,
    /// Where it stands, other words are shown.
    Differs,
    /// Where it stands, nothing is shown.
    NotShown,
    /// It is but a small part of what is shown.
    Partial,
}

/// A word and its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The characters.
    pub text: String,
    /// 0 (guess) to 100 (sure); always 100 for embedded text.
    pub confidence: f32,
    /// Left, top, right, bottom in pixels of the upright page (`width_px` by `height_px`).
    #[serde(rename = "box")]
    pub bounds: [i32; 4],
}

/// A barcode found on a page or picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barcode {
    /// `Code128`, `Code39`, `QRCode`, `DataMatrix` or `PDF417`.
    pub format: String,
    /// What it says, as text.
    pub text: String,
    /// The bytes it carries, hexadecimal, lower case (2D-Doc must be read from these).
    pub bytes_hex: String,
    /// Top left, top right, bottom right, bottom left of the symbol, `[x, y]` in pixels of the upright page.
    pub corners: [[i32; 2]; 4],
}

/// What was read on one page. The page is never dropped: blank and unreadable pages are pages too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageRead {
    /// 1-based place in the file.
    pub number: u32,
    /// Width of the upright page in pixels of its own resolution; 0 when the page could not be opened.
    pub width_px: u32,
    /// Height, same unit.
    pub height_px: u32,
    /// Pixels per inch, when the file says or the page implies it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dpi: Option<u32>,
    /// By how many degrees clockwise the scan was turned to stand upright: 0, 90, 180 or 270.
    pub rotated: u16,
    /// Remaining skew in degrees, positive clockwise; the images keep it, reading corrects it.
    pub skew: f32,
    /// True when nothing is written on it. Flagged only.
    pub blank: bool,
    /// The text in reading order, lines separated by `\n`, paragraphs by an empty line.
    pub text: String,
    /// Mean confidence of the words, 0 to 100; absent without words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub confidence: Option<f32>,
    /// Where `text` comes from.
    pub source: TextSource,
    /// The language in which it was recognised, when it was ([`ReadOptions::language`]).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<String>,
    /// Why it is not the text that the file carries, when it carries one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub layer: Option<LayerDoubt>,
    /// The words with their places.
    pub words: Vec<Word>,
    /// Barcodes of the page.
    pub barcodes: Vec<Barcode>,
    /// Machine readable zones of identity papers on it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub mrz: Vec<MachineZone>,
    /// Where its ink is, to know the same paper again (`formats::likeness::InkMap`, hexadecimal); empty when there is hardly any or
    /// no text was looked for.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub ink: String,
    /// Wall time of the work on this page, milliseconds.
    pub ms: u64,
    /// Processor time of the work on this page, milliseconds.
    pub cpu_ms: u64,
    /// Why this page could not be read, when it could not; the other pages go on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub error: Option<String>,
}

impl PageRead {
    /// A page of which nothing but its number and the reason is known.
    #[must_use]
    pub fn unreadable(number: u32, error: String) -> Self {
        Self {
            number,
            width_px: 0,
            height_px: 0,
            dpi: None,
            rotated: 0,
            skew: 0.0,
            blank: false,
            text: String::new(),
            confidence: None,
            source: TextSource::None,
            language: None,
            layer: None,
            words: Vec::new(),
            barcodes: Vec::new(),
            mrz: Vec::new(),
            ink: String::new(),
            ms: 0,
            cpu_ms: 0,
            error: Some(error),
        }
    }
}

/// A page as it leaves the reader: what was read and its two pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What was read.
    pub read: PageRead,
    /// JPEG of the upright page at screen size (at most 1,654 pixels wide); empty when the page could not be opened.
    pub screen: Vec<u8>,
    /// JPEG 160 pixels wide; empty when the page could not be opened.
    pub thumbnail: Vec<u8>,
}

/// What the file as a whole turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRead {
    /// Sniffed from the bytes, never from a name.
    pub media_type: String,
    /// Number of pages in the file.
    pub pages: u32,
}

/// What to do with a file.
#[expect(clippy::struct_excessive_bools, reason = "what is looked for, each by itself")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadOptions {
    /// First and last page wanted, 1-based and inclusive; all when absent.
    pub pages: Option<(u32, u32)>,
    /// Recognise text in pictures of pages.
    pub ocr: bool,
    /// Look for barcodes.
    pub barcodes: bool,
    /// Look for every kind of barcode, not only those that letters and forms carry, and look again where none is found.
    #[serde(default)]
    pub all_barcodes: bool,
    /// Look for the machine readable zones of identity papers.
    pub zones: bool,
    /// Make the screen image and the thumbnail.
    pub images: bool,
    /// Pages read at the same time, at least 1.
    pub threads: usize,
    /// The language to recognise, as its file of language data is named ([`FRENCH`], `eng`, `chi_sim`).
    #[serde(default = "ReadOptions::default_language")]
    pub language: String,
}

/// The language in which pages are read unless a person names another one.
pub const FRENCH: &str = "fra";

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            pages: None,
            ocr: true,
            barcodes: true,
            all_barcodes: false,
            zones: true,
            images: true,
            threads: 2,
            language: Self::default_language(),
        }
    }
}

impl ReadOptions {
    fn default_language() -> String {
        FRENCH.to_owned()
    }
}
