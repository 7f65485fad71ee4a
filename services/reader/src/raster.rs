use image::{DynamicImage, GrayImage, RgbImage, imageops};

use crate::scale;

/// The pixels of a page.
pub enum Raster {
    /// Shades of grey, or black and white.
    Grey(GrayImage),
    /// Red, green, blue.
    Colour(RgbImage),
}

impl Raster {
    /// The pixels of a decoded picture on white paper, grey when no colour shows.
    pub fn from_picture(picture: DynamicImage) -> Self {
        match picture {
            DynamicImage::ImageLuma8(grey) => Self::Grey(grey),
            DynamicImage::ImageLuma16(_) => Self::Grey(picture.into_luma8()),
            DynamicImage::ImageRgb8(colour) => Self::from_colour(colour),
            other if other.color().has_alpha() => Self::from_colour(on_white(other)),
            other => Self::from_colour(other.into_rgb8()),
        }
    }

    /// Grey when the picture has hardly any colour (a grey scan saved in colour).
    pub fn from_colour(colour: RgbImage) -> Self {
        let sampled = colour.pixels().step_by(7);
        let vivid = sampled.filter(|p| p.0.iter().max().zip(p.0.iter().min()).is_some_and(|(a, b)| a - b > 32)).count();
        if vivid * 7 * 2000 > colour.pixels().len() { Self::Colour(colour) } else { Self::Grey(grey_of(&colour)) }
    }

    /// Width and height.
    pub fn dimensions(&self) -> (u32, u32) {
        match self {
            Self::Grey(grey) => grey.dimensions(),
            Self::Colour(colour) => colour.dimensions(),
        }
    }

    /// The shades of grey.
    pub fn grey(&self) -> std::borrow::Cow<'_, GrayImage> {
        match self {
            Self::Grey(grey) => std::borrow::Cow::Borrowed(grey),
            Self::Colour(colour) => std::borrow::Cow::Owned(grey_of(colour)),
        }
    }

    /// The brightest of the three colours: what is printed in colour fades, black stays black.
    pub fn black(&self) -> std::borrow::Cow<'_, GrayImage> {
        match self {
            Self::Grey(grey) => std::borrow::Cow::Borrowed(grey),
            Self::Colour(colour) => {
                let (width, height) = colour.dimensions();
                let brightest = |p: &[u8]| p[0].max(p[1]).max(p[2]);
                let grey = colour.as_raw().chunks_exact(3).map(brightest).collect();
                std::borrow::Cow::Owned(GrayImage::from_raw(width, height, grey).unwrap_or_default())
            }
        }
    }

    /// Smaller, by averaging; never larger.
    pub fn shrunk(&self, width: u32, height: u32) -> Self {
        match self {
            Self::Grey(grey) => Self::Grey(scale::shrink(grey, width, height)),
            Self::Colour(colour) => Self::Colour(scale::shrink(colour, width, height)),
        }
    }

    /// Turned clockwise by 90, 180 or 270 degrees.
    pub fn turned(self, degrees: u16) -> Self {
        match (self, degrees) {
            (Self::Grey(grey), 90) => Self::Grey(imageops::rotate90(&grey)),
            (Self::Grey(grey), 180) => Self::Grey(imageops::rotate180(&grey)),
            (Self::Grey(grey), 270) => Self::Grey(imageops::rotate270(&grey)),
            (Self::Colour(colour), 90) => Self::Colour(imageops::rotate90(&colour)),
            (Self::Colour(colour), 180) => Self::Colour(imageops::rotate180(&colour)),
            (Self::Colour(colour), 270) => Self::Colour(imageops::rotate270(&colour)),
            (same, _) => same,
        }
    }
}

fn grey_of(colour: &RgbImage) -> GrayImage {
    let (width, height) = colour.dimensions();
    let luma = |p: &[u8]| ((u32::from(p[0]) * 77 + u32::from(p[1]) * 150 + u32::from(p[2]) * 29) >> 8) as u8;
    let grey = colour.as_raw().chunks_exact(3).map(luma).collect();
    GrayImage::from_raw(width, height, grey).unwrap_or_default()
}

fn on_white(picture: DynamicImage) -> RgbImage {
    let rgba = picture.into_rgba8();
    let (width, height) = rgba.dimensions();
    let blend = |value: u8, alpha: u8| {
        let (value, alpha) = (u16::from(value), u16::from(alpha));
        ((value * alpha + 255 * (255 - alpha)) / 255) as u8
    };
    let pixels = rgba.as_raw().chunks_exact(4).flat_map(|p| [blend(p[0], p[3]), blend(p[1], p[3]), blend(p[2], p[3])]);
    RgbImage::from_raw(width, height, pixels.collect()).unwrap_or_default()
}
