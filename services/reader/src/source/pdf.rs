use std::sync::Arc;

use hayro::{
    RenderCache, RenderSettings,
    hayro_interpret::{InterpreterSettings, util::TransformExt},
    hayro_syntax::{DecryptionError, LoadPdfError, Pdf, page::Page},
    kurbo::Affine,
    render_into,
    vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit, color::palette::css::WHITE},
};
use image::RgbImage;
use reading::{Limits, Refusal};

use super::{Loaded, pdf_survey::Survey, pdf_text};
use crate::{
    raster::Raster,
    refusal::{Refused, check_pixels},
};

/// Resolution at which pages are drawn that have none of their own.
const DRAWN_DPI: f64 = 200.0;
/// Longest side of a drawn page, pixels: A2 at 300 dpi. Larger pages are drawn coarser.
const LONGEST: f64 = 7_016.0;

/// A PDF file.
pub struct PdfFile(Pdf);

impl PdfFile {
    /// Opens the file with the empty password.
    pub fn open(bytes: Arc<Vec<u8>>) -> Result<Self, Refused> {
        let pdf = Pdf::new(bytes).map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => {
                Refused { reason: Refusal::Encrypted, detail: "the PDF file needs a password".to_owned() }
            }
            LoadPdfError::Decryption(_) => {
                Refused { reason: Refusal::Encrypted, detail: "the encryption of the PDF file is damaged".to_owned() }
            }
            LoadPdfError::Invalid => Refused::unreadable("damaged PDF file: no pages can be found"),
        })?;
        if pdf.pages().is_empty() {
            return Err(Refused::unreadable("a PDF file without pages"));
        }
        Ok(Self(pdf))
    }

    /// Number of pages.
    pub fn pages(&self) -> u32 {
        u32::try_from(self.0.pages().len()).unwrap_or(u32::MAX)
    }

    /// Draws a page, 1-based: at the resolution of its scan, or at a fixed one when it is born digital.
    pub fn load(&self, number: u32, limits: &Limits) -> Result<Loaded, Refused> {
        let page = self.0.pages().get(number as usize - 1).ok_or_else(|| Refused::unreadable("no such page"))?;
        let (width, height) = page.render_dimensions();
        let inches = f64::from(width.max(height)).max(1.0) / 72.0;
        let survey = Survey::of(page);
        if let Some((width, height)) = survey.largest_image {
            check_pixels(width, height, limits.page_pixels)?;
        }
        let scan_dpi = survey.scan_dpi();
        let dpi = scan_dpi.unwrap_or(DRAWN_DPI).clamp(100.0, 300.0).min(LONGEST / inches);
        let colour = draw(page, dpi / 72.0);
        let size = (colour.width(), colour.height());
        let embedded = survey.trusted().then(|| pdf_text::assemble(&survey.glyphs, dpi / 72.0, size));
        let doubt = survey.doubt();
        let dpi = Some(dpi.round() as u32).filter(|dpi| *dpi > 0);
        Ok(Loaded { raster: Raster::from_colour(colour), dpi, turned: 0, embedded, doubt, warning: None })
    }
}

fn draw(page: &Page<'_>, scale: f64) -> RgbImage {
    let (width, height) = page.render_dimensions();
    let pixels = |points: f32| (f64::from(points) * scale).round().clamp(1.0, LONGEST) as u16;
    // A cache for each page: fonts are parsed again, but a file of many scans does not pile up in memory.
    let cache = RenderCache::new();
    let mut context = RenderContext::new(pixels(width), pixels(height));
    let transform = Affine::scale(scale) * page.initial_transform(true).to_kurbo();
    render_into(page, &cache, &InterpreterSettings::default(), &RenderSettings::default(), &mut context, transform);
    context.flush();
    let mut drawn = Pixmap::new(context.width(), context.height());
    let settings = RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..RasterizerSettings::default() };
    context.render_with(&mut drawn, &mut Resources::default(), settings);
    let opaque = drawn.data_as_u8_slice().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    RgbImage::from_raw(u32::from(drawn.width()), u32::from(drawn.height()), opaque).unwrap_or_default()
}
