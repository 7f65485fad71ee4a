use std::{io::Cursor, sync::Mutex};

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, metadata::Orientation};
use reading::Limits;

use super::{Loaded, density::dots_per_inch};
use crate::{
    raster::Raster,
    refusal::{Refused, check_pixels},
};

/// A file of one picture. Decoded when opened, turned as its EXIF data say.
pub struct Picture {
    media_type: &'static str,
    // Taken by the one page.
    loaded: Mutex<Option<Loaded>>,
}

impl Picture {
    /// A picture that is decoded.
    pub fn of(media_type: &'static str, loaded: Loaded) -> Self {
        Self { media_type, loaded: Mutex::new(Some(loaded)) }
    }

    /// Decodes the picture, after a look at its size.
    pub fn open(bytes: &[u8], format: ImageFormat, limits: &Limits) -> Result<Self, Refused> {
        let unreadable = |error| Refused::unreadable(format!("damaged {}: {error}", name(format)));
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut allowed = image::Limits::default();
        allowed.max_alloc = Some(limits.page_pixels.saturating_mul(8));
        reader.limits(allowed);
        let mut decoder = reader.into_decoder().map_err(unreadable)?;
        let (width, height) = decoder.dimensions();
        check_pixels(width, height, limits.page_pixels)?;
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut pixels = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
        pixels.apply_orientation(orientation);
        let cut_off = format == ImageFormat::Jpeg && !ends_as_jpeg(bytes);
        let loaded = Loaded {
            raster: Raster::from_picture(pixels),
            dpi: dots_per_inch(bytes, format),
            turned: turned(orientation),
            embedded: None,
            doubt: None,
            warning: cut_off.then(|| "the picture is cut off".to_owned()),
        };
        Ok(Self::of(format.to_mime_type(), loaded))
    }

    /// The registered media type.
    pub fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// The picture, once.
    pub fn load(&self) -> Result<Loaded, Refused> {
        let taken = self.loaded.lock().ok().and_then(|mut loaded| loaded.take());
        taken.ok_or_else(|| Refused::unreadable("the picture was taken already"))
    }
}

fn name(format: ImageFormat) -> &'static str {
    format.extensions_str().first().copied().unwrap_or("picture")
}

/// The end marker stands within the last kilobytes (cameras append data after it).
fn ends_as_jpeg(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(1 << 16)..];
    tail.windows(2).rev().any(|pair| pair == [0xff, 0xd9])
}

fn turned(orientation: Orientation) -> u16 {
    match orientation {
        Orientation::NoTransforms | Orientation::FlipHorizontal => 0,
        Orientation::Rotate90 | Orientation::Rotate90FlipH => 90,
        Orientation::Rotate180 | Orientation::FlipVertical => 180,
        Orientation::Rotate270 | Orientation::Rotate270FlipH => 270,
    }
}
