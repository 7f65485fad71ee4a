//! The parsers of strangers' bytes, one by one and outside the cage, for those who feed them damaged inputs (`tests/parsers`). The
//! executable calls them where they stand. A fault of a decoder is a panic here.

use std::sync::Arc;

use image::GrayImage;
use reading::{Barcode, Limits, MachineZone, Message, Page, ReadOptions, UnpackLimits, UnpackedPart};

use crate::{
    look::{codes, mrz},
    mail::{
        html::to_text,
        look::look,
        reply,
        unpack::{self, Left, Member, tnef, uuencoded, zipped},
    },
    page::PageReader,
    pool::Spare,
    raster::Raster,
    recognition::Language,
    source::{
        Document, Loaded,
        ccitt::{self, Coding},
    },
};

/// What an e-mail says.
#[must_use]
pub fn message(raw: &[u8]) -> Message {
    look(raw)
}

/// The files of an e-mail, archives opened.
#[must_use]
pub fn message_files(raw: &[u8], limits: &UnpackLimits) -> Vec<UnpackedPart> {
    unpack::unpack(raw, limits)
}

/// The files that Outlook wrapped, when it is such a wrapping.
#[must_use]
pub fn winmail(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    tnef::open(bytes).ok().map(contents)
}

/// The files of a ZIP archive, when they are not too many and not too large together.
#[must_use]
pub fn archive(bytes: &[u8], limits: &UnpackLimits) -> Option<Vec<Vec<u8>>> {
    let ratio = limits.ratio.saturating_mul(bytes.len() as u64);
    zipped::open(bytes, &Left { files: limits.files, bytes: limits.bytes.min(ratio) }).ok().map(contents)
}

/// The files that old programs write into the text.
#[must_use]
pub fn files_in_text(text: &str) -> Vec<Vec<u8>> {
    contents(uuencoded::files(text))
}

fn contents(members: Vec<Member>) -> Vec<Vec<u8>> {
    members.into_iter().map(|member| member.bytes).collect()
}

/// What a person reads in HTML.
#[must_use]
pub fn html(page: &str) -> String {
    to_text(page)
}

/// What was newly written in an answer.
#[must_use]
pub fn reply_text(text: &str) -> String {
    reply::reply_text(text)
}

/// Opens a file of any kind and loads its first pages: how many pages it has and the sizes of those that opened.
#[must_use]
pub fn file(bytes: &[u8], limits: &Limits, most: u32) -> Option<(u32, Vec<(u32, u32)>)> {
    let document = Document::open(Arc::new(bytes.to_vec()), limits).ok()?;
    let loaded = (1..=document.pages().min(most)).filter_map(|number| document.load(number, limits).ok());
    let sizes = loaded.map(|page| page.raster.dimensions()).collect();
    Some((document.pages(), sizes))
}

/// Rows of a fax: how many were found of those asked for.
#[must_use]
pub fn fax(strip: &[u8], two_dimensions: Option<bool>, aligned: bool, size: (u32, u32)) -> u32 {
    let mode = match two_dimensions {
        None => hayro_ccitt::EncodingMode::Group3_1D,
        Some(false) => hayro_ccitt::EncodingMode::Group3_2D,
        Some(true) => hayro_ccitt::EncodingMode::Group4,
    };
    let coding = Coding { mode, aligned, lowest_first: false, inverted: false };
    ccitt::decode_strip(strip, coding, &mut GrayImage::new(size.0, size.1), 0, size.1)
}

/// The codes on a picture.
#[must_use]
pub fn barcodes(picture: &GrayImage, all: bool) -> Vec<Barcode> {
    codes::find(picture, 1.0, all)
}

/// The zones of identity papers on a picture.
#[must_use]
pub fn zones(picture: &GrayImage, dpi: Option<u32>) -> Vec<MachineZone> {
    mrz::find(picture, dpi, true, &[])
}

/// Everything that is looked for on a page but its text.
#[must_use]
pub fn page(picture: GrayImage, dpi: Option<u32>) -> Option<Page> {
    let options = ReadOptions { ocr: false, ..ReadOptions::default() };
    let language = Arc::new(Language::new("fra".to_owned(), Vec::new()));
    let mut reader = PageReader::new(language, Spare::default(), options, Limits::default());
    let raster = Raster::Grey(picture);
    let loaded = Loaded { raster, dpi, turned: 0, embedded: None, doubt: None, warning: None };
    reader.read_loaded(1, loaded).ok()
}
