use image::{DynamicImage, RgbImage, RgbaImage};
use libheif_rs::{ColorSpace, HeifContext, HeifError, RgbChroma};
use reading::Limits;

use super::Loaded;
use crate::{
    raster::Raster,
    refusal::{Refused, check_pixels},
};

/// The brands of pictures inside the ISO container (ISO/IEC 23008-12): HEIC of telephones, HEIF, AVIF.
const BRANDS: [&[u8; 4]; 10] =
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"];

/// Whether the bytes begin a file of such pictures: its main brand or one it says to be compatible with.
pub fn is_heif(start: &[u8]) -> bool {
    let Some((size, rest)) = start.split_first_chunk::<4>() else { return false };
    let Some(brands) = rest.strip_prefix(b"ftyp") else { return false };
    let size = (u32::from_be_bytes(*size) as usize).clamp(16, 256) - 8;
    let brands = &brands[..brands.len().min(size)];
    // The second four bytes are a version.
    let named = brands.chunks_exact(4).enumerate().filter(|(at, _)| *at != 1);
    named.map(|(_, brand)| brand).any(|brand| BRANDS.iter().any(|known| brand == *known))
}

/// Decodes the main picture, turned as the container says.
pub fn load(bytes: &[u8], limits: &Limits) -> Result<Loaded, Refused> {
    // The context reads these bytes in place: it must end before they do, at the end of this function.
    let context = HeifContext::read_from_bytes(bytes).map_err(|error| damaged(&error))?;
    let main = context.primary_image_handle().map_err(|error| damaged(&error))?;
    check_pixels(main.width(), main.height(), limits.page_pixels)?;
    let stored = (main.ispe_width(), main.ispe_height());
    let turned = if stored == (main.height().cast_signed(), main.width().cast_signed()) && stored.0 != stored.1 {
        90
    } else {
        0
    };
    let chroma = if main.has_alpha_channel() { RgbChroma::Rgba } else { RgbChroma::Rgb };
    let picture = main.decode(ColorSpace::Rgb(chroma), None).map_err(|error| damaged(&error))?;
    let plane = picture.planes().interleaved.ok_or_else(|| Refused::unreadable("damaged HEIF: no pixels"))?;
    let samples = if main.has_alpha_channel() { 4 } else { 3 };
    let (width, height) = (plane.width, plane.height);
    check_pixels(width, height, limits.page_pixels)?;
    let wide = width as usize * samples;
    let rows = plane.data.chunks(plane.stride).take(height as usize);
    let pixels: Vec<u8> = rows.filter_map(|row| row.get(..wide)).flatten().copied().collect();
    let missing = || Refused::unreadable("damaged HEIF: pixels are missing");
    let picture = if main.has_alpha_channel() {
        DynamicImage::ImageRgba8(RgbaImage::from_raw(width, height, pixels).ok_or_else(missing)?)
    } else {
        DynamicImage::ImageRgb8(RgbImage::from_raw(width, height, pixels).ok_or_else(missing)?)
    };
    Ok(Loaded { raster: Raster::from_picture(picture), dpi: None, turned, embedded: None, doubt: None, warning: None })
}

fn damaged(error: &HeifError) -> Refused {
    // Its message may quote the file; its kinds do not.
    Refused::unreadable(format!("damaged HEIF: {:?}, {:?}", error.code, error.sub_code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_any_of_its_brands() {
        assert!(is_heif(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"));
        assert!(is_heif(b"\0\0\0\x18ftypxxxx\0\0\0\0xxxxavif...."));
        assert!(!is_heif(b"\0\0\0\x18ftypmp42\0\0\0\0isommp42"));
        assert!(!is_heif(b"\0\0\0\x10ftypmp42heic"), "a version is no brand");
        assert!(!is_heif(b"\0\0"));
    }
}
