use std::sync::LazyLock;

use hayro::{
    RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf,
    vello_cpu::color::palette::css::WHITE,
};
use image::GrayImage;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Dict, Duration, IntoValue},
    syntax::{FileId, Source},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::{WorldError, sheet::Sheet};

/// The fonts of the papers: hands, typewriter, print.
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    const OWN: [&[u8]; 9] = [
        include_bytes!("../fonts/Arimo-Regular.ttf"),
        include_bytes!("../fonts/Arimo-Bold.ttf"),
        include_bytes!("../fonts/Tinos-Regular.ttf"),
        include_bytes!("../fonts/Tinos-Bold.ttf"),
        include_bytes!("../fonts/Cousine-Regular.ttf"),
        include_bytes!("../fonts/Cousine-Bold.ttf"),
        include_bytes!("../fonts/CourierPrime-Regular.ttf"),
        include_bytes!("../fonts/Caveat-Regular.ttf"),
        include_bytes!("../fonts/Kalam-Regular.ttf"),
    ];
    OWN.into_iter().flat_map(|data| Font::iter(Bytes::new(data))).collect()
});
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// What the typesetter sees: one source, its data, the fonts. No file, no network, no clock.
struct Desk {
    library: LazyHash<Library>,
    source: Source,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }
    fn main(&self) -> FileId {
        self.source.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Sets the sheets as a PDF, one page each.
pub(crate) fn pdf(sheets: &[Sheet]) -> Result<Vec<u8>, WorldError> {
    let data = serde_json::to_string(sheets).map_err(|e| WorldError::Typeset(e.to_string()))?;
    let mut inputs = Dict::new();
    inputs.insert("sheets".into(), data.into_value());
    typeset(include_str!("paper.typ"), inputs)
}

/// Sets a document from its source.
pub(crate) fn document(source: &str) -> Result<Vec<u8>, WorldError> {
    typeset(source, Dict::new())
}

fn typeset(source: &str, inputs: Dict) -> Result<Vec<u8>, WorldError> {
    let library = LazyHash::new(Library::builder().with_inputs(inputs).build());
    let desk = Desk { library, source: Source::detached(source) };
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(|e| failed(&e))?;
    let options = PdfOptions { tagged: false, ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|e| failed(&e))
}

fn failed(errors: &[SourceDiagnostic]) -> WorldError {
    WorldError::Typeset(errors.iter().map(|e| e.message.to_string()).collect::<Vec<_>>().join("; "))
}

/// The sheets as perfect grey pictures at `dpi`, before any scanner has touched them.
pub(crate) fn pictures(sheets: &[Sheet], dpi: u32) -> Result<Vec<GrayImage>, WorldError> {
    rasterise(pdf(sheets)?, dpi)
}

/// The pages of a PDF as grey pictures at `dpi`.
pub(crate) fn rasterise(pdf: Vec<u8>, dpi: u32) -> Result<Vec<GrayImage>, WorldError> {
    let pdf = Pdf::new(pdf).map_err(|e| WorldError::Render(format!("{e:?}")))?;
    let cache = RenderCache::new();
    let settings = InterpreterSettings::default();
    let scale = f32::from(u16::try_from(dpi).unwrap_or(300)) / 72.0;
    let pixmap = hayro::PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let render = RenderSettings { hinting: false, ..RenderSettings::default() };
    let pictures: Vec<_> = pdf
        .pages()
        .iter()
        .map(|page| {
            let map = hayro::render(page, &cache, &settings, &render, &pixmap);
            let (width, height) = (u32::from(map.width()), u32::from(map.height()));
            let grey = map.data_as_u8_slice().chunks_exact(4).map(|p| p[1]).collect();
            GrayImage::from_raw(width, height, grey).ok_or_else(|| WorldError::Render("size of page".to_owned()))
        })
        .collect::<Result<_, _>>()?;
    Ok(pictures)
}
