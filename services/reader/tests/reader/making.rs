//! Files the tests make themselves.

use std::io::Cursor;

use image::{DynamicImage, ExtendedColorType, GrayImage, ImageEncoder, ImageFormat, Luma, codecs::jpeg::JpegEncoder};
use tiff::{
    encoder::{TiffEncoder, colortype::Gray8},
    tags::Tag,
};

/// The lines of the letter that most tests read.
pub const LETTER: [&str; 6] = [
    "Madame, Monsieur,",
    "Je demande le renouvellement de mon titre de séjour,",
    "qui expire le 14 décembre 2026.",
    "Vous trouverez ci-joint les justificatifs demandés",
    "ainsi que trois photographies.",
    "Je vous prie de croire à ma considération distinguée.",
];

/// A PDF file from its numbered objects.
pub fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut table = String::new();
    for (number, object) in (1..).zip(objects) {
        table = format!("{table}{:010} 00000 n \n", out.len());
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let (start, count) = (out.len(), objects.len() + 1);
    let end = format!(
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Root 1 0 R /Size {count} {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    );
    out.extend(end.bytes());
    out
}

pub fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dictionary} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

/// An A4 letter born digital: text in a font, no picture.
pub fn letter_pdf() -> Vec<u8> {
    let mut content = b"BT /F1 12 Tf 70 740 Td 20 TL\n".to_vec();
    for line in LETTER {
        content.push(b'(');
        // WinAnsi holds the same bytes as the first 256 characters of Unicode.
        content.extend(line.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin character")));
        content.extend(b") Tj T*\n");
    }
    content.extend(b"ET");
    pdf(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec(),
            stream("", &content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        ],
        "",
    )
}

/// An A4 scan as machines make it: one JPEG on the page. `size` is what the file says the picture is.
pub fn scan_pdf(jpeg: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
    let image = format!(
        "/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
    );
    pdf(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /S 5 0 R >> >> >>".to_vec(),
            stream("", b"q 595 0 0 842 0 0 cm /S Do Q"),
            stream(&image, jpeg),
        ],
        "",
    )
}

/// A PDF file locked with a password.
pub fn locked_pdf() -> Vec<u8> {
    let key = "41".repeat(32);
    let id = "42".repeat(16);
    pdf(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_vec(),
            format!("<< /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>").into_bytes(),
        ],
        &format!("/Encrypt 4 0 R /ID [<{id}> <{id}>]"),
    )
}

/// A JPEG of this quality.
pub fn jpeg(picture: &GrayImage) -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, 85);
    encoder.write_image(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::L8).expect("jpeg");
    out
}

/// A PNG.
pub fn png(picture: &GrayImage) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(picture.clone()).write_to(&mut out, ImageFormat::Png).expect("png");
    out.into_inner()
}

/// A TIFF file of these pages at this resolution, not compressed.
pub fn tiff(pages: &[GrayImage], dpi: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut out).expect("tiff");
    for page in pages {
        let mut image = encoder.new_image::<Gray8>(page.width(), page.height()).expect("page");
        image.encoder().write_tag(Tag::Software, "tests").expect("tag");
        image.resolution(tiff::tags::ResolutionUnit::Inch, tiff::encoder::Rational { n: dpi, d: 1 });
        image.write_data(page.as_raw()).expect("pixels");
    }
    out.into_inner()
}

/// A TIFF file of one page whose strip is written as it is: little endian, one short or long value for each tag.
pub fn bare_tiff(tags: &[(u16, u32)], strip: &[u8]) -> Vec<u8> {
    let directory = 8 + strip.len() as u32;
    let mut tags = [tags, &[(273, 8), (279, strip.len() as u32)]].concat();
    tags.sort_unstable();
    let mut out = b"II\x2a\0".to_vec();
    out.extend(directory.to_le_bytes());
    out.extend(strip);
    out.extend((tags.len() as u16).to_le_bytes());
    for (tag, value) in tags {
        out.extend(tag.to_le_bytes());
        out.extend(4_u16.to_le_bytes());
        out.extend(1_u32.to_le_bytes());
        out.extend(value.to_le_bytes());
    }
    out.extend([0; 4]);
    out
}

/// Adds a tag of many short values, which stand at `offset`, to a file of `bare_tiff`.
pub fn add_shorts(file: &mut Vec<u8>, tag: u16, count: u32, offset: u32) {
    let mut entry = tag.to_le_bytes().to_vec();
    entry.extend(3_u16.to_le_bytes());
    entry.extend(count.to_le_bytes());
    entry.extend(offset.to_le_bytes());
    let directory = u32::from_le_bytes([file[4], file[5], file[6], file[7]]) as usize;
    file[directory] += 1;
    let end = file.len() - 4;
    file.splice(end..end, entry);
}

/// Makes the one strip of a file of `bare_tiff` into several of equal size.
pub fn split_strips(file: &mut Vec<u8>, count: u32, size: u32) {
    let (offsets, lengths) = (file.len() as u32, file.len() as u32 + 4 * count);
    file.extend((0..count).flat_map(|strip| (8 + strip * size).to_le_bytes()));
    file.extend((0..count).flat_map(|_| size.to_le_bytes()));
    let directory = u32::from_le_bytes([file[4], file[5], file[6], file[7]]) as usize;
    for entry in (directory + 2..offsets as usize - 4).step_by(12) {
        let place = match file[entry..entry + 2] {
            [17, 1] => offsets,
            [23, 1] => lengths,
            _ => continue,
        };
        file[entry + 4..entry + 8].copy_from_slice(&count.to_le_bytes());
        file[entry + 8..entry + 12].copy_from_slice(&place.to_le_bytes());
    }
}

/// White paper of an A4 page at 100 dpi.
pub fn blank() -> GrayImage {
    GrayImage::from_pixel(827, 1169, Luma([252]))
}

/// A sheet with a Code 128 across it.
pub fn sheet(payload: &str) -> GrayImage {
    let code = zxingcpp::create(zxingcpp::BarcodeFormat::Code128).from_str(payload).expect("code");
    let drawn = code.to_image_with(&zxingcpp::write().scale(3)).expect("drawn");
    let bars =
        GrayImage::from_raw(drawn.width().cast_unsigned(), drawn.height().cast_unsigned(), drawn.data()).expect("bars");
    let mut page = GrayImage::from_pixel(1654, 2339, Luma([250]));
    image::imageops::overlay(&mut page, &bars, 300, 400);
    page
}

/// The header of a PNG of this size, and nothing behind it but its checksum.
pub fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([8, 0, 0, 0, 0]);
    let checksum = !chunk.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    });
    let mut out = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    out.extend(chunk);
    out.extend(checksum.to_be_bytes());
    out.extend(b"\0\0\0\x10IDAT");
    out
}
