use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage};
use tiff::encoder::{Compression, TiffEncoder, colortype};

fn grey() -> GrayImage {
    GrayImage::from_fn(24, 18, |x, y| Luma([if (x / 3 + y / 2) % 2 == 0 { 30 } else { 220 }]))
}

fn colour() -> RgbImage {
    RgbImage::from_fn(17, 16, |x, y| {
        let shade = |side: u32| u8::try_from(side * 15).unwrap_or(u8::MAX);
        Rgb([shade(x), shade(y), 90])
    })
}

fn written(format: ImageFormat) -> Vec<Vec<u8>> {
    let pictures =
        [DynamicImage::from(grey()), DynamicImage::from(colour()), DynamicImage::from(colour()).into_rgba8().into()];
    let written = pictures.into_iter().map(|picture| {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, format).map(|()| out.into_inner()).unwrap_or_default()
    });
    written.filter(|bytes| !bytes.is_empty()).collect()
}

pub fn pngs() -> Vec<Vec<u8>> {
    written(ImageFormat::Png)
}

/// As they are, and turned by their EXIF data.
pub fn jpegs() -> Vec<Vec<u8>> {
    let mut found = written(ImageFormat::Jpeg);
    if let Some(first) = found.first().filter(|bytes| bytes.len() > 2) {
        let exif = b"\xff\xe1\x00\x22Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        found.push([&first[..2], exif, &first[2..]].concat());
    }
    found
}

pub fn gifs() -> Vec<Vec<u8>> {
    written(ImageFormat::Gif)
}

pub fn webps() -> Vec<Vec<u8>> {
    written(ImageFormat::WebP)
}

/// The boxes that such a file begins with, and one picture without pixels.
pub fn heifs() -> Vec<Vec<u8>> {
    let boxed = |kind: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len() + 8).unwrap_or_default().to_be_bytes();
        [&length[..], kind, content].concat()
    };
    let start = boxed(b"ftyp", b"heic\0\0\0\0mif1heic");
    let size = boxed(b"ispe", &[0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 64]);
    let associated = boxed(b"ipma", &[0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1]);
    let meta = [
        vec![0; 4],
        boxed(b"hdlr", b"\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        boxed(b"pitm", &[0, 0, 0, 0, 0, 1]),
        boxed(b"iinf", &[&[0, 0, 0, 0, 0, 1][..], &boxed(b"infe", b"\x02\0\0\0\0\x01\0\0hvc1\0")].concat()),
        boxed(b"iprp", &[boxed(b"ipco", &size), associated].concat()),
        boxed(b"iloc", &[0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 4]),
    ];
    vec![[start.clone(), boxed(b"meta", &meta.concat()), boxed(b"mdat", &[0; 8])].concat(), start]
}

/// A bare stream of 8 by 8 pixels without levels (ISO/IEC 15444-1 annex A).
pub fn jpeg2000s() -> Vec<Vec<u8>> {
    let mut out = b"\xff\x4f\xff\x51\x00\x29\0\0".to_vec();
    for value in [8_u32, 8, 0, 0, 8, 8, 0, 0] {
        out.extend(value.to_be_bytes());
    }
    out.extend([0, 1, 7, 1, 1]);
    out.extend(b"\xff\x52\x00\x0c\0\0\0\x01\0\0\x04\x04\0\x01\xff\x5c\x00\x04\x40\x40");
    out.extend(b"\xff\x90\x00\x0a\0\0\0\0\0\x10\0\x01\xff\x93\x80\0\xff\xd9");
    let boxed = [b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 \0\0\0\0jp2 \0\0\0\0jp2c", &out[..]].concat();
    vec![out, boxed]
}

pub fn tiffs() -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for compression in [Compression::Uncompressed, Compression::Lzw, Compression::Packbits] {
        let mut out = Cursor::new(Vec::new());
        let Ok(encoder) = TiffEncoder::new(&mut out) else { continue };
        let mut encoder = encoder.with_compression(compression);
        let whole = encoder.write_image::<colortype::Gray8>(24, 18, grey().as_raw()).is_ok()
            && encoder.write_image::<colortype::RGB8>(17, 16, colour().as_raw()).is_ok();
        if whole {
            found.push(out.into_inner());
        }
    }
    found.push(fax_page());
    found.push(tiled_page());
    found
}

/// A page of Group 4: its directory, made by hand.
fn fax_page() -> Vec<u8> {
    directory(
        &[(256, 32), (257, 4), (258, 1), (259, 4), (262, 0), (273, 8), (277, 1), (278, 4), (279, 6)],
        b"\x26\xa1\xb5\x80\x10\x01",
    )
}

/// A page of two tiles.
fn tiled_page() -> Vec<u8> {
    let tags =
        [(256, 16), (257, 16), (258, 8), (259, 1), (262, 1), (277, 1), (322, 16), (323, 16), (324, 8), (325, 256)];
    directory(&tags, &[90; 256])
}

fn directory(tags: &[(u16, u32)], pixels: &[u8]) -> Vec<u8> {
    let start = u32::try_from(8 + pixels.len()).unwrap_or_default();
    let mut out = [b"II\x2a\0", &start.to_le_bytes()[..], pixels].concat();
    out.extend(u16::try_from(tags.len()).unwrap_or_default().to_le_bytes());
    for (tag, value) in tags {
        out.extend(tag.to_le_bytes());
        out.extend([4, 0, 1, 0, 0, 0]);
        out.extend(value.to_le_bytes());
    }
    out.extend([0; 4]);
    out
}

pub fn faxes() -> Vec<Vec<u8>> {
    let strip = b"\x26\xa1\xb5\x80\x10\x01";
    (0..6).map(|how| [&[how, 4, 8], &strip[..]].concat()).collect()
}

pub fn pixels() -> Vec<Vec<u8>> {
    let stripes = (0..2_000_u32).map(|at| if at % 7 < 3 { 20 } else { 230 });
    let dots = (0..4_000_u32).map(|at| if at * at % 11 < 4 { 40 } else { 240 });
    vec![[25].into_iter().chain(stripes).collect(), [40].into_iter().chain(dots).collect(), vec![30, 255]]
}

pub fn pdfs() -> Vec<Vec<u8>> {
    let text =
        b"<< /Length 62 >>\nstream\nBT /F1 12 Tf 10 60 Td 14 TL (Bonjour) Tj T* <4142> Tj ET 0 0 9 9 re f\nendstream";
    let picture = b"<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode \
        /Length 9 >>\nstream\n00ff80ff>\nendstream";
    let shown = b"<< /Length 25 >>\nstream\nq 80 0 0 80 0 0 cm /X Do Q\nendstream";
    let form =
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 18 >>\nstream\n1 0 0 rg 0 0 5 5 re f\nendstream";
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    vec![pdf(&[text, font]), pdf(&[shown, picture]), pdf(&[shown, form]), pdf(&[text])]
}

/// One page of 100 by 100 points with this content (object 4) and resource (object 5).
fn pdf(objects: &[&[u8]]) -> Vec<u8> {
    let head: [&[u8]; 3] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R \
          /Resources << /Font << /F1 5 0 R >> /XObject << /X 5 0 R >> >> >>",
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    for (number, object) in (1..).zip(head.iter().chain(objects)) {
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend_from_slice(object);
        out.extend(b"\nendobj\n");
    }
    out.extend(b"trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    out
}
