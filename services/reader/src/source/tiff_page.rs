use hayro_ccitt::EncodingMode;
use image::{GrayImage, RgbImage};
use reading::Limits;
use tiff::{
    ColorType, TiffError,
    decoder::{Decoder, DecodingResult},
    tags::Tag,
};

use super::{
    Loaded,
    ccitt::{Coding, decode_strip},
    density::plausible,
    tiff_chain::FromDirectory,
};
use crate::{
    raster::Raster,
    refusal::{Refused, check_pixels},
};

type Page = Decoder<FromDirectory>;

/// Refuses a page of too many pixels.
pub fn check_size(page: &mut Page, limits: &Limits) -> Result<(), Refused> {
    let (width, height) = page.dimensions().map_err(damaged)?;
    check_pixels(width, height, limits.page_pixels)
}

/// Decodes a page, turned as its orientation tag says.
pub fn load(mut page: Page, bytes: &[u8], with_palette: bool, limits: &Limits) -> Result<Loaded, Refused> {
    check_size(&mut page, limits)?;
    let mut allowed = tiff::decoder::Limits::default();
    let buffer = usize::try_from(limits.page_pixels.saturating_mul(8)).unwrap_or(usize::MAX);
    allowed.decoding_buffer_size = buffer;
    allowed.intermediate_buffer_size = buffer;
    allowed.ifd_value_size = 16 << 20;
    let mut page = page.with_limits(allowed);
    let compression = tag(&mut page, Tag::Compression).unwrap_or(1);
    let (raster, warning) = match compression {
        2..=4 | 32771 => fax(&mut page, bytes, compression)?,
        _ => (pixels(&mut page, with_palette)?, None),
    };
    let turned = match tag(&mut page, Tag::Orientation) {
        Some(3 | 4) => 180,
        Some(5 | 6) => 90,
        Some(7 | 8) => 270,
        _ => 0,
    };
    Ok(Loaded {
        raster: raster.turned(turned),
        dpi: resolution(&mut page),
        turned,
        embedded: None,
        doubt: None,
        warning,
    })
}

fn tag(page: &mut Page, tag: Tag) -> Option<u32> {
    page.find_tag_unsigned::<u32>(tag).ok().flatten()
}

fn damaged(error: TiffError) -> Refused {
    match error {
        TiffError::LimitsExceeded => Refused::limit("a page larger than the limits"),
        other => Refused::unreadable(format!("damaged TIFF page: {other}")),
    }
}

fn resolution(page: &mut Page) -> Option<u32> {
    let stated = page.find_tag(Tag::XResolution).ok()??;
    let value = match stated {
        tiff::decoder::ifd::Value::Rational(number, parts) if parts != 0 => f64::from(number) / f64::from(parts),
        other => other.into_f64().ok()?,
    };
    plausible(if tag(page, Tag::ResolutionUnit) == Some(3) { value * 2.54 } else { value })
}

/// Fax coded pages: the strips one by one, white where the data end early.
fn fax(page: &mut Page, bytes: &[u8], compression: u32) -> Result<(Raster, Option<String>), Refused> {
    let (width, height) = page.dimensions().map_err(damaged)?;
    let options = page.find_tag_unsigned::<u32>(Tag::Unknown(292)).ok().flatten().unwrap_or(0);
    let coding = Coding {
        mode: match compression {
            4 => EncodingMode::Group4,
            3 if options & 1 == 1 => EncodingMode::Group3_2D,
            _ => EncodingMode::Group3_1D,
        },
        aligned: matches!(compression, 2 | 32771),
        lowest_first: tag(page, Tag::FillOrder) == Some(2),
        inverted: tag(page, Tag::PhotometricInterpretation) == Some(1),
    };
    let offsets = page.get_tag_u64_vec(Tag::StripOffsets).map_err(damaged)?;
    let lengths = page.get_tag_u64_vec(Tag::StripByteCounts).map_err(damaged)?;
    let rows_per_strip = tag(page, Tag::RowsPerStrip).unwrap_or(height).clamp(1, height);
    let mut picture = GrayImage::from_pixel(width, height, image::Luma([255]));
    let mut found = 0;
    for (strip, (offset, length)) in (0_u32..).zip(offsets.into_iter().zip(lengths)) {
        let top = strip.saturating_mul(rows_per_strip);
        if top >= height {
            break;
        }
        let rows = rows_per_strip.min(height - top);
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        let end = start.saturating_add(usize::try_from(length).unwrap_or(usize::MAX)).min(bytes.len());
        found += decode_strip(&bytes[start..end], coding, &mut picture, top, rows);
    }
    if found == 0 {
        return Err(Refused::unreadable("damaged TIFF page: not one fax row can be decoded"));
    }
    let warning = (found < height).then(|| format!("only {found} of {height} rows can be decoded"));
    Ok((Raster::Grey(picture), warning))
}

/// All other pages.
fn pixels(page: &mut Page, with_palette: bool) -> Result<Raster, Refused> {
    let (width, height) = page.dimensions().map_err(damaged)?;
    let colour = page.colortype().map_err(damaged)?;
    let mut samples = DecodingResult::U8(Vec::new());
    let layout = page.read_image_to_buffer(&mut samples).map_err(damaged)?;
    let (per_pixel, depth) = samples_of(colour)?;
    let samples = bytes_of(samples)?;
    let samples = if layout.planes > 1 && depth >= 8 { interleaved(&samples, layout.planes) } else { samples };
    let palette = if with_palette { Some(palette(page)?) } else { None };
    let wide = width as usize * per_pixel;
    let values = if depth < 8 { unpacked(&samples, wide, height as usize, depth, with_palette) } else { samples };
    if values.len() < wide * height as usize {
        return Err(Refused::unreadable("damaged TIFF page: pixels are missing"));
    }
    let whole = values.chunks_exact(per_pixel).take(width as usize * height as usize);
    let raster = match (palette, colour) {
        (Some(palette), _) => {
            colours(width, height, whole.map(|p| palette.get(usize::from(p[0])).copied().unwrap_or([255; 3])))
        }
        (None, ColorType::CMYK(_) | ColorType::CMYKA(_)) => {
            colours(width, height, whole.map(|p| ink([p[0], p[1], p[2]], p[3])))
        }
        (None, ColorType::YCbCr(_)) => colours(width, height, whole.map(|p| from_ycbcr([p[0], p[1], p[2]]))),
        (None, ColorType::RGB(_) | ColorType::RGBA(_)) => colours(width, height, whole.map(|p| [p[0], p[1], p[2]])),
        // Shades of grey, with or without more channels; the lightness of Lab.
        (None, _) => GrayImage::from_raw(width, height, whole.map(|p| p[0]).collect()).map(Raster::Grey),
    };
    raster.ok_or_else(|| Refused::unreadable("damaged TIFF page: pixels are missing"))
}

/// Samples of a pixel and bits of a sample.
fn samples_of(colour: ColorType) -> Result<(usize, u8), Refused> {
    Ok(match colour {
        ColorType::Gray(depth) | ColorType::Palette(depth) => (1, depth),
        ColorType::GrayA(depth) => (2, depth),
        ColorType::RGB(depth) | ColorType::YCbCr(depth) | ColorType::Lab(depth) => (3, depth),
        ColorType::RGBA(depth) | ColorType::CMYK(depth) => (4, depth),
        ColorType::CMYKA(depth) => (5, depth),
        ColorType::Multiband { bit_depth, num_samples } => (usize::from(num_samples), bit_depth),
        _ => return Err(Refused::unreadable("a TIFF page of an unknown colour type")),
    })
}

/// Planes one after the other become pixels.
fn interleaved(planes: &[u8], count: usize) -> Vec<u8> {
    let size = planes.len() / count;
    (0..size).flat_map(|at| (0..count).map(move |plane| planes[plane * size + at])).collect()
}

fn colours(width: u32, height: u32, pixels: impl Iterator<Item = [u8; 3]>) -> Option<Raster> {
    RgbImage::from_raw(width, height, pixels.flatten().collect()).map(Raster::from_colour)
}

/// Eight bits of each sample; the upper ones of deeper samples.
fn bytes_of(samples: DecodingResult) -> Result<Vec<u8>, Refused> {
    match samples {
        DecodingResult::U8(values) => Ok(values),
        DecodingResult::U16(values) => Ok(values.into_iter().map(|value| (value >> 8) as u8).collect()),
        DecodingResult::U32(values) => Ok(values.into_iter().map(|value| (value >> 24) as u8).collect()),
        _ => Err(Refused::unreadable("a TIFF page with samples that are not whole numbers is not supported")),
    }
}

/// Samples of fewer than 8 bits, also across bytes; rows filled to whole bytes; spread over 0 to 255 unless they are places in a palette.
fn unpacked(packed: &[u8], wide: usize, rows: usize, depth: u8, places: bool) -> Vec<u8> {
    let depth = usize::from(depth.max(1));
    let stride = (wide * depth).div_ceil(8).max(1);
    let largest = (1_u16 << depth) - 1;
    let mut values = Vec::with_capacity(wide * rows);
    for row in packed.chunks_exact(stride).take(rows) {
        values.extend((0..wide).map(|place| {
            let bit = place * depth;
            let pair = u16::from(row[bit / 8]) << 8 | row.get(bit / 8 + 1).map_or(0, |byte| u16::from(*byte));
            let value = pair >> (16 - depth - bit % 8) & largest;
            (if places { value } else { value * 255 / largest }) as u8
        }));
    }
    values
}

fn palette(page: &mut Page) -> Result<Vec<[u8; 3]>, Refused> {
    let map = page.get_tag_u16_vec(Tag::ColorMap).map_err(damaged)?;
    let size = map.len() / 3;
    let part = |at: usize| (map[at] >> 8) as u8;
    Ok((0..size).map(|at| [part(at), part(at + size), part(at + 2 * size)]).collect())
}

fn ink(colours: [u8; 3], black: u8) -> [u8; 3] {
    colours.map(|colour| (u16::from(255 - colour) * u16::from(255 - black) / 255) as u8)
}

/// ITU-R BT.601, full range.
fn from_ycbcr([y, cb, cr]: [u8; 3]) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    [y + 1.402 * cr, y - 0.344 * cb - 0.714 * cr, y + 1.772 * cb].map(|value| value.clamp(0.0, 255.0) as u8)
}
