use std::io::Cursor;

use fax::{Color, VecWriter, encoder::Encoder};
use image::{ExtendedColorType, GrayImage, codecs::jpeg::JpegEncoder};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref};
use tiff::{
    encoder::{Rational, TiffEncoder},
    tags::Tag,
};

use crate::WorldError;

/// How the pages of a file are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// Black and white, CCITT group 4, as fax machines and most office scanners write.
    Group4,
    /// Grey, JPEG of this quality.
    Jpeg(u8),
}

/// A compressed page.
pub(crate) struct Picture {
    width: u32,
    height: u32,
    dpi: u32,
    coding: Coding,
    data: Vec<u8>,
}

impl Picture {
    /// Compresses a page scanned at `dpi`.
    pub(crate) fn encode(scan: &GrayImage, dpi: u32, coding: Coding) -> Result<Self, WorldError> {
        let (width, height) = scan.dimensions();
        let data = match coding {
            Coding::Group4 => group4(scan)?,
            Coding::Jpeg(quality) => jpeg(scan, quality)?,
        };
        Ok(Self { width, height, dpi, coding, data })
    }
}

/// A grey JPEG file.
pub(super) fn jpeg(scan: &GrayImage, quality: u8) -> Result<Vec<u8>, WorldError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode(scan, scan.width(), scan.height(), ExtendedColorType::L8)
        .map_err(|e| WorldError::Encode(e.to_string()))?;
    Ok(bytes)
}

/// Below this level a pixel is black.
const THRESHOLD: u8 = 128;

fn group4(scan: &GrayImage) -> Result<Vec<u8>, WorldError> {
    let too_wide = || WorldError::Encode("page wider than 65535 pixels".to_owned());
    let width = u16::try_from(scan.width()).map_err(|_| too_wide())?;
    let mut encoder = Encoder::new(VecWriter::new());
    for row in scan.rows() {
        let colours = row.map(|p| if p.0[0] < THRESHOLD { Color::Black } else { Color::White });
        let Ok(()) = encoder.encode_line(colours, width);
    }
    let Ok(mut writer) = encoder.finish();
    writer.pad();
    Ok(writer.finish())
}

/// A multi-page TIFF, one strip a page.
pub(crate) fn tiff(pages: &[Picture]) -> Result<Vec<u8>, WorldError> {
    let failed = |e: tiff::TiffError| WorldError::Encode(e.to_string());
    let mut file = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).map_err(failed)?;
    for page in pages {
        let mut directory = encoder.image_directory().map_err(failed)?;
        let offset = directory.write_data(page.data.as_slice()).map_err(failed)?;
        let offset = u32::try_from(offset).map_err(|e| WorldError::Encode(e.to_string()))?;
        let length = u32::try_from(page.data.len()).map_err(|e| WorldError::Encode(e.to_string()))?;
        // TIFF 6.0: compression 4 = CCITT T.6 with white as zero, 7 = JPEG with black as zero.
        let (bits, compression, photometric) = match page.coding {
            Coding::Group4 => (1_u16, 4_u16, 0_u16),
            Coding::Jpeg(_) => (8, 7, 1),
        };
        let longs = [
            (Tag::ImageWidth, page.width),
            (Tag::ImageLength, page.height),
            (Tag::StripOffsets, offset),
            (Tag::RowsPerStrip, page.height),
            (Tag::StripByteCounts, length),
        ];
        let shorts = [
            (Tag::BitsPerSample, bits),
            (Tag::Compression, compression),
            (Tag::PhotometricInterpretation, photometric),
            (Tag::SamplesPerPixel, 1),
            (Tag::ResolutionUnit, 2),
        ];
        for (tag, value) in longs {
            directory.write_tag(tag, value).map_err(failed)?;
        }
        for (tag, value) in shorts {
            directory.write_tag(tag, value).map_err(failed)?;
        }
        for tag in [Tag::XResolution, Tag::YResolution] {
            directory.write_tag(tag, Rational { n: page.dpi, d: 1 }).map_err(failed)?;
        }
        directory.finish().map_err(failed)?;
    }
    Ok(file.into_inner())
}

/// A PDF whose pages are pictures, as scanners write them.
pub(crate) fn image_pdf(pages: &[Picture]) -> Vec<u8> {
    let id = |n: usize| Ref::new(i32::try_from(n).unwrap_or(i32::MAX));
    let mut pdf = Pdf::new();
    pdf.catalog(id(1)).pages(id(2));
    let kids = (0..pages.len()).map(|i| id(3 + 3 * i));
    pdf.pages(id(2)).kids(kids).count(i32::try_from(pages.len()).unwrap_or(i32::MAX));
    for (i, page) in pages.iter().enumerate() {
        let (leaf, picture, content) = (id(3 + 3 * i), id(4 + 3 * i), id(5 + 3 * i));
        let points = |pixels: u32| {
            f32::from(u16::try_from(pixels).unwrap_or(u16::MAX)) * 72.0
                / f32::from(u16::try_from(page.dpi).unwrap_or(300))
        };
        let (width, height) = (points(page.width), points(page.height));
        let mut sheet = pdf.page(leaf);
        sheet.media_box(Rect::new(0.0, 0.0, width, height)).parent(id(2)).contents(content);
        sheet.resources().x_objects().pair(Name(b"P"), picture);
        sheet.finish();
        write_picture(&mut pdf, picture, page);
        let mut drawing = Content::new();
        drawing.save_state().transform([width, 0.0, 0.0, height, 0.0, 0.0]).x_object(Name(b"P")).restore_state();
        pdf.stream(content, &drawing.finish());
    }
    pdf.finish()
}

fn write_picture(pdf: &mut Pdf, id: Ref, page: &Picture) {
    let size = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let mut image = pdf.image_xobject(id, &page.data);
    image.width(size(page.width)).height(size(page.height));
    image.color_space().device_gray();
    match page.coding {
        Coding::Jpeg(_) => {
            image.bits_per_component(8).filter(Filter::DctDecode);
        }
        Coding::Group4 => {
            image.bits_per_component(1).filter(Filter::CcittFaxDecode);
            let mut parameters = image.decode_parms();
            parameters.k(-1).columns(size(page.width)).rows(size(page.height));
        }
    }
}
