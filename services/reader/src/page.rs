use std::{panic::AssertUnwindSafe, sync::Arc, time::Instant};

use image::{ExtendedColorType, GrayImage, codecs::jpeg::JpegEncoder};
use reading::{Barcode, LayerDoubt, Limits, MachineZone, Page, PageRead, ReadOptions, TextSource, Word, separator_in};
use tesseract_rs::TesseractError;

use crate::{
    embedded::Claim,
    look::{
        blank::is_blank,
        clean::{Ink, clean, without_paper},
        codes, mrz,
        sheet::{Sheet, View},
        skew::{Lines, Turn, lines, steep_lines, straighten},
        trace::trace,
    },
    ocr::Recogniser,
    orientation::{Upright, read_straight},
    panics,
    pool::Spare,
    postmark::read_stamps,
    raster::Raster,
    recognition::Language,
    scale,
    source::{Document, Embedded, Loaded},
};

/// Resolution at which text and codes are looked for: a fifth cheaper than 300 dpi, with the same errors.
const WORK_DPI: u32 = 200;
/// Pixels at which they are looked for at most: A2 at 200 dpi.
const WORK_PIXELS: f32 = 16_000_000.0;
/// Pixels of a photograph up to which codes are looked for in all of them.
const CODE_PIXELS: u64 = 24_000_000;
/// Width of the screen image: an A4 page at 174 dpi, readable without zoom on a wide screen.
const SCREEN_WIDTH: u32 = 1_440;
const THUMBNAIL_WIDTH: u32 = 160;

/// Reads pages, one after the other, on one thread.
pub struct PageReader {
    recogniser: Recogniser,
    options: ReadOptions,
    limits: Limits,
}

impl PageReader {
    /// A reader for one thread, which those that are spare help with its lines.
    pub fn new(language: Arc<Language>, spare: Spare, options: ReadOptions, limits: Limits) -> Self {
        Self { recogniser: Recogniser::new(language, spare), options, limits }
    }

    /// Reads a page. Whatever goes wrong on it, a fault of a decoder included, is told in the page.
    pub fn read(&mut self, document: &Document, number: u32) -> Page {
        let (start, cpu) = (Instant::now(), self.recogniser.cpu_ms());
        let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| {
            let loaded = document.load(number, &self.limits).map_err(|refused| refused.to_string())?;
            self.read_loaded(number, loaded).map_err(|error| format!("recognition failed: {error}"))
        }));
        let failed =
            |error| Page { read: PageRead::unreadable(number, error), screen: Vec::new(), thumbnail: Vec::new() };
        let mut page = match outcome {
            Ok(Ok(page)) => page,
            Ok(Err(error)) => failed(error),
            Err(_) => failed(format!("a decoder failed on it ({})", panics::last_place())),
        };
        page.read.ms = start.elapsed().as_millis() as u64;
        page.read.cpu_ms = self.recogniser.cpu_ms().saturating_sub(cpu);
        page
    }

    /// Reads a page whose pixels are known.
    pub fn read_loaded(&mut self, number: u32, loaded: Loaded) -> Result<Page, TesseractError> {
        let size = loaded.raster.dimensions();
        let work = Work::of(&loaded.raster, loaded.dpi);
        let mut barcodes =
            if self.options.barcodes { find_codes(&loaded, &work, self.options.all_barcodes) } else { Vec::new() };
        let seen = self.look(&loaded, &work, &mut barcodes)?;
        let wanted = self.options.zones && !seen.blank && separator_in(&barcodes).is_none();
        let zones = if wanted { find_zones(&loaded, &work, &seen) } else { Vec::new() };
        let (width_px, height_px) = if seen.turned % 180 == 90 { (size.1, size.0) } else { size };
        let read = PageRead {
            number,
            width_px,
            height_px,
            dpi: loaded.dpi,
            rotated: (loaded.turned + seen.turned) % 360,
            skew: (seen.skew * 100.0).round() / 100.0,
            blank: seen.blank && barcodes.is_empty(),
            text: seen.text,
            confidence: seen.confidence.map(|value| (value * 10.0).round() / 10.0),
            language: (seen.source == TextSource::Ocr).then(|| self.options.language.clone()),
            source: seen.source,
            layer: seen.doubt,
            words: seen.words,
            barcodes: barcodes.into_iter().map(|code| codes::turned(code, seen.turned, size)).collect(),
            mrz: zones.into_iter().map(|zone| zone.on_turned_page(seen.turned, size)).collect(),
            ink: seen.ink,
            ms: 0,
            cpu_ms: 0,
            error: loaded.warning,
        };
        let (screen, thumbnail) =
            if self.options.images { pictures(&loaded.raster, seen.turned) } else { (Vec::new(), Vec::new()) };
        Ok(Page { read, screen, thumbnail })
    }

    /// Text, skew and emptiness of a page, and the codes that are only found once it is straight.
    fn look(&mut self, loaded: &Loaded, work: &Work, barcodes: &mut Vec<Barcode>) -> Result<Seen, TesseractError> {
        let mut doubt = loaded.doubt;
        if let Some(embedded) = &loaded.embedded {
            let claim = Claim { embedded, picture: &work.picture, dpi: work.dpi, zoom: work.zoom };
            doubt = if self.options.ocr { claim.doubt(&mut self.recogniser)? } else { None };
            if doubt.is_none() {
                let ink = trace(&Ink::of(&work.picture, 3), 0.0, 0);
                return Ok(Seen { ink, ..Seen::embedded(embedded) });
            }
        }
        Ok(Seen { doubt, ..self.look_at_picture(loaded, work, barcodes)? })
    }

    fn look_at_picture(
        &mut self,
        loaded: &Loaded,
        work: &Work,
        barcodes: &mut Vec<Barcode>,
    ) -> Result<Seen, TesseractError> {
        let flat = if loaded.dpi.is_none() && self.options.ocr { Flat::of(work) } else { None };
        let (picture, dpi) = flat.as_ref().map_or((&work.picture, work.dpi), |flat| (&flat.picture, flat.dpi));
        let clean = clean(picture);
        let ink = Ink::of(&clean, 3);
        if is_blank(&ink) {
            return Ok(Seen { blank: true, ..Seen::default() });
        }
        let lines = lines(&ink);
        let steep = steep_lines(&ink);
        if self.options.barcodes && barcodes.is_empty() {
            barcodes.extend(straight_codes(work, flat.as_ref(), steep.as_ref()));
        }
        let skew = steep.unwrap_or(lines).skew;
        if !self.options.ocr || separator_in(barcodes).is_some() {
            return Ok(Seen { skew, ..Seen::default() });
        }
        let ways = steep.into_iter().chain([lines]);
        let Upright { turned, mut found } = read_straight(&mut self.recogniser, &clean, ways, dpi)?;
        read_stamps(&mut self.recogniser, (&clean, turned), dpi, &mut found)?;
        let confidence = found.confidence();
        for word in &mut found.words {
            if let Some(flat) = &flat {
                word.bounds = flat.seen(word.bounds, turned, work.picture.dimensions());
            }
            word.bounds = word.bounds.map(|value| (value as f32 * work.zoom).round() as i32);
        }
        let source = if found.words.is_empty() { TextSource::None } else { TextSource::Ocr };
        let ink = trace(&ink, skew, turned);
        Ok(Seen { turned, skew, text: found.text, words: found.words, confidence, source, ink, ..Seen::default() })
    }
}

/// The codes of a sheet seen at an angle or lying far askew, once it is flat and straight.
fn straight_codes(work: &Work, flat: Option<&Flat>, steep: Option<&Lines>) -> Vec<Barcode> {
    if flat.is_none() && steep.is_none() {
        return Vec::new();
    }
    let picture = flat.map_or(&work.picture, |flat| &flat.picture);
    let straight = steep.map(|lines| straighten(picture, lines.skew));
    let turn = steep.map(|lines| Turn::new(picture.dimensions(), lines.skew));
    let mut found = codes::find_checked(straight.as_ref().unwrap_or(picture));
    for corner in found.iter_mut().flat_map(|code| &mut code.corners) {
        let [x, y] = corner.map(|value| value as f32);
        let (x, y) = turn.as_ref().map_or((x, y), |turn| turn.source(x, y));
        let seen = flat.map_or([x, y], |flat| flat.view.seen([x, y]));
        *corner = seen.map(|value| (value * work.zoom).round() as i32);
    }
    found
}

/// Codes of a scan are large enough at the working resolution, where the noise of its paper costs time and says nothing; a photograph is
/// searched in full.
fn find_codes(loaded: &Loaded, work: &Work, all: bool) -> Vec<Barcode> {
    let (width, height) = loaded.raster.dimensions();
    let photograph = loaded.dpi.is_none() && u64::from(width) * u64::from(height) <= CODE_PIXELS;
    if photograph {
        codes::find(&loaded.raster.grey(), 1.0, all)
    } else if all || loaded.dpi.is_none() {
        codes::find(&work.picture, work.zoom, all)
    } else {
        codes::find(&without_paper(&work.picture), work.zoom, all)
    }
}

/// Longer sides, in inches, of the paper that a scanner takes: there a density can be believed.
const SHEET: std::ops::Range<f32> = 7.0..17.5;

/// The machine readable zones, in pixels of the page.
fn find_zones(loaded: &Loaded, work: &Work, seen: &Seen) -> Vec<MachineZone> {
    let black = match &loaded.raster {
        Raster::Grey(_) => std::borrow::Cow::Borrowed(&work.picture),
        Raster::Colour(_) => {
            let black = loaded.raster.black();
            std::borrow::Cow::Owned(scale::shrink(&black, work.picture.width(), work.picture.height()))
        }
    };
    let (width, height) = loaded.raster.dimensions();
    let sheet = |dpi: &u32| SHEET.contains(&(width.max(height) as f32 / *dpi as f32)) && *dpi >= 150;
    let dpi = loaded.dpi.filter(sheet).map(|_| work.dpi);
    let zones = mrz::find(&black, dpi, dpi.is_none() || seen.turned % 180 == 90, &seen.print(work.zoom));
    let on_page = |side: i32| (side as f32 * work.zoom).round() as i32;
    zones.into_iter().map(|zone| MachineZone { bounds: zone.bounds.map(on_page), ..zone }).collect()
}

struct Seen {
    doubt: Option<LayerDoubt>,
    turned: u16,
    skew: f32,
    blank: bool,
    text: String,
    words: Vec<Word>,
    confidence: Option<f32>,
    source: TextSource,
    ink: String,
}

impl Seen {
    /// Where words with small letters were read surely, in pixels of a picture `zoom` times smaller; nowhere on a page that was turned.
    fn print(&self, zoom: f32) -> Vec<[f32; 4]> {
        /// Confidence of a word that is what it says.
        const SURE: f32 = 85.0;
        let is_print = |word: &&Word| word.confidence >= SURE && word.text.chars().any(char::is_lowercase);
        let words = self.words.iter().filter(|_| self.turned == 0).filter(is_print);
        words.map(|word| word.bounds.map(|side| side as f32 / zoom)).collect()
    }

    fn embedded(embedded: &Embedded) -> Self {
        Self {
            text: embedded.text.clone(),
            words: embedded.words.clone(),
            confidence: (!embedded.words.is_empty()).then_some(100.0),
            source: TextSource::Embedded,
            ..Self::default()
        }
    }
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            doubt: None,
            turned: 0,
            skew: 0.0,
            blank: false,
            text: String::new(),
            words: Vec::new(),
            confidence: None,
            source: TextSource::None,
            ink: String::new(),
        }
    }
}

/// The page at the resolution at which it is read.
struct Work {
    picture: GrayImage,
    dpi: u32,
    /// Pixels of the page for one of the picture.
    zoom: f32,
}

impl Work {
    fn of(raster: &Raster, dpi: Option<u32>) -> Self {
        let (width, height) = raster.dimensions();
        let dpi = dpi.unwrap_or_else(|| guessed_dpi(width, height));
        let fine = if dpi > WORK_DPI * 11 / 10 { WORK_DPI as f32 / dpi as f32 } else { 1.0 };
        let area = (WORK_PIXELS / (width as f32 * height as f32)).sqrt();
        let factor = fine.min(area);
        let scaled = |side: u32| ((side as f32 * factor).round() as u32).max(1);
        let picture = match raster.grey() {
            grey if factor < 1.0 => scale::shrink(&grey, scaled(width), scaled(height)),
            grey => grey.into_owned(),
        };
        let zoom = width as f32 / picture.width() as f32;
        Self { picture, dpi: (dpi as f32 / zoom).round() as u32, zoom }
    }
}

/// A photographed sheet of paper as if seen from above.
struct Flat {
    picture: GrayImage,
    view: View,
    dpi: u32,
}

impl Flat {
    fn of(work: &Work) -> Option<Self> {
        let (picture, view) = Sheet::find(&work.picture)?.flatten(&work.picture)?;
        let dpi = guessed_dpi(picture.width(), picture.height());
        Some(Self { picture, view, dpi })
    }

    /// The box on the photograph, of this size and turned as well, around a box on the turned sheet.
    fn seen(&self, [left, top, right, bottom]: [i32; 4], turned: u16, photograph: (u32, u32)) -> [i32; 4] {
        let (wide, high) = (self.picture.width() as f32, self.picture.height() as f32);
        let place = |x: i32, y: i32| {
            let (x, y) = (x as f32, y as f32);
            let on_sheet = match turned {
                90 => [y, high - 1.0 - x],
                180 => [wide - 1.0 - x, high - 1.0 - y],
                270 => [wide - 1.0 - y, x],
                _ => [x, y],
            };
            let [x, y] = self.view.seen(on_sheet).map(|value| value.round() as i32);
            codes::turned_place([x, y], turned, photograph)
        };
        let corners = [place(left, top), place(right, top), place(right, bottom), place(left, bottom)];
        let side = |at: usize| corners.iter().map(move |corner| corner[at]);
        let least = |at: usize| side(at).min().unwrap_or(0);
        let most = |at: usize| side(at).max().unwrap_or(0);
        [least(0), least(1), most(0), most(1)]
    }
}

/// The resolution at which the longer side would be that of an A4 page.
fn guessed_dpi(width: u32, height: u32) -> u32 {
    (width.max(height) * 100 / 1_169).clamp(72, 600)
}

/// Screen image and thumbnail of the page turned upright.
fn pictures(raster: &Raster, turned: u16) -> (Vec<u8>, Vec<u8>) {
    let screen = narrowed(raster, SCREEN_WIDTH, turned);
    let thumbnail = narrowed(&screen, THUMBNAIL_WIDTH, turned);
    (jpeg(&screen.turned(turned), 72), jpeg(&thumbnail.turned(turned), 70))
}

/// Not wider than asked once it is turned, nor taller than a JPEG can be.
fn narrowed(raster: &Raster, most: u32, turned: u16) -> Raster {
    let (width, height) = raster.dimensions();
    let (across, down) = if turned % 180 == 90 { (height, width) } else { (width, height) };
    let factor = (most as f32 / across as f32).min(20_000.0 / down as f32).min(1.0);
    let side = |side: u32| (side as f32 * factor).round() as u32;
    raster.shrunk(side(width), side(height))
}

fn jpeg(raster: &Raster, quality: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, quality);
    let (width, height) = raster.dimensions();
    let written = match raster {
        Raster::Grey(grey) => encoder.encode(grey.as_raw(), width, height, ExtendedColorType::L8),
        Raster::Colour(colour) => encoder.encode(colour.as_raw(), width, height, ExtendedColorType::Rgb8),
    };
    // Writing to memory fails for sides over 65,535 pixels only, and there are none.
    if written.is_ok() { out } else { Vec::new() }
}
