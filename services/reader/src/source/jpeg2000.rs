use hayro_jpeg2000::{ColorSpace, DecodeSettings, DecoderContext, Image};
use image::{GrayImage, RgbImage};
use reading::Limits;

use super::{Loaded, density::plausible};
use crate::{
    raster::Raster,
    refusal::{Refused, check_pixels},
};

/// A file (ISO/IEC 15444-1 annex I) or a bare stream of pixels (annex A).
pub fn is_jpeg2000(start: &[u8]) -> bool {
    start.starts_with(b"\0\0\0\x0cjP  \r\n\x87\n") || start.starts_with(b"\xff\x4f\xff\x51")
}

/// Decodes the picture.
pub fn load(bytes: &[u8], limits: &Limits) -> Result<Loaded, Refused> {
    let damaged = |error| Refused::unreadable(format!("damaged JPEG 2000: {error}"));
    let image = Image::new(bytes, &DecodeSettings::default()).map_err(damaged)?;
    let (width, height) = (image.width(), image.height());
    check_pixels(width, height, limits.page_pixels)?;
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(damaged)?;
    let channels = decoded.components().len();
    let values = decoded.data_u8();
    if channels == 0 || values.len() != width as usize * height as usize * channels {
        return Err(Refused::unreadable("damaged JPEG 2000: pixels are missing"));
    }
    let alpha = usize::from(image.has_alpha() && channels > 1);
    let colour = |pixel: &[u8]| -> [u8; 3] {
        let inks = [pixel[0], pixel[1], pixel[2]];
        match image.color_space() {
            ColorSpace::CMYK => inks.map(|ink| (u16::from(255 - ink) * u16::from(255 - pixel[3]) / 255) as u8),
            _ => inks,
        }
    };
    let raster = if channels - alpha < 3 {
        let grey = values.chunks_exact(channels).map(|pixel| on_paper(pixel[0], pixel, alpha)).collect();
        GrayImage::from_raw(width, height, grey).map(Raster::Grey)
    } else {
        let pixels = values.chunks_exact(channels).flat_map(|pixel| colour(pixel).map(|v| on_paper(v, pixel, alpha)));
        RgbImage::from_raw(width, height, pixels.collect()).map(Raster::from_colour)
    };
    let raster = raster.ok_or_else(|| Refused::unreadable("damaged JPEG 2000: pixels are missing"))?;
    Ok(Loaded { raster, dpi: resolution(bytes), turned: 0, embedded: None, doubt: None, warning: None })
}

/// The value over white, as the pixel's last sample says when it is an opacity.
fn on_paper(value: u8, pixel: &[u8], alpha: usize) -> u8 {
    let opacity = if alpha == 1 { u16::from(pixel[pixel.len() - 1]) } else { 255 };
    ((u16::from(value) * opacity + 255 * (255 - opacity)) / 255) as u8
}

/// Pixels per inch of the capture or display resolution box (I.5.3.7): a fraction of pixels per metre, times ten to a power.
fn resolution(bytes: &[u8]) -> Option<u32> {
    let start = &bytes[..bytes.len().min(4_096)];
    let at = start.windows(4).position(|window| window == b"resc" || window == b"resd")? + 4;
    let [n1, n2, d1, d2, _, _, _, _, _, power] = *start.get(at..at + 10)?.first_chunk::<10>()?;
    let (above, below) = (u16::from_be_bytes([n1, n2]), u16::from_be_bytes([d1, d2]));
    let per_metre = f64::from(above) / f64::from(below.max(1)) * 10_f64.powi(i32::from(power.cast_signed()));
    plausible(per_metre * 0.0254)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resolution_box_gives_pixels_per_inch() {
        let mut file = b"....\0\0\0\x12resc".to_vec();
        file.extend([0x2e, 0x23, 0, 1, 0x2e, 0x23, 0, 1, 0, 0]);
        assert_eq!(resolution(&file), Some(300));
        assert_eq!(resolution(b"resc\0"), None);
    }
}
