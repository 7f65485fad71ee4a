//! The typesetter: templates and fonts in memory, no file, no network, no clock.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandards, Timestamp};

use crate::{LetterError, assets::Assets, redact};

/// How many renderings a memoised layout outlives its last use. Small: memory stays bounded; above
/// one: what all letters share (templates, fonts, fixed texts) stays warm.
const KEPT_RENDERINGS: usize = 4;

/// Where templates find their data.
const DATA: &str = "data.json";

/// Fonts and templates, parsed once and shared by all threads.
pub struct Engine {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: HashMap<FileId, Source>,
    data: FileId,
}

/// What a document is made of.
pub struct Job<'a> {
    /// File name of the template, for errors.
    pub name: &'a str,
    /// The template; the shipped or overridden file of that name when `None`.
    pub source: Option<&'a str>,
    /// What the template reads as `json("/data.json")`.
    pub data: &'a serde_json::Value,
    /// The day that the document is dated.
    pub date: Option<NaiveDate>,
}

impl Engine {
    /// Parses templates and fonts.
    ///
    /// # Errors
    /// `Template` when a template is not UTF-8, `Font` when no font is there.
    pub fn new(assets: &Assets) -> Result<Self, LetterError> {
        let mut fonts = Vec::new();
        let mut sources = HashMap::new();
        for (name, content) in assets {
            if has_extension(name, &["ttf", "otf"]) {
                fonts.extend(Font::iter(Bytes::new(content.clone())));
            } else if has_extension(name, &["typ"]) {
                let text = std::str::from_utf8(content).map_err(|_| template_error(name, "not UTF-8"))?;
                let id = file_id(name)?;
                sources.insert(id, Source::new(id, text.to_owned()));
            }
        }
        let book = FontBook::from_fonts(&fonts);
        if !book.contains_family("atkinson hyperlegible") {
            return Err(LetterError::Font("Atkinson Hyperlegible"));
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(book),
            fonts,
            sources,
            data: file_id(DATA)?,
        })
    }

    /// Lays the document out.
    ///
    /// # Errors
    /// `Template` with what the typesetter says.
    pub fn lay_out(&self, job: &Job<'_>) -> Result<PagedDocument, LetterError> {
        let id = file_id(job.name)?;
        let main = match job.source {
            Some(text) => Source::new(id, text.to_owned()),
            None => {
                self.sources.get(&id).cloned().ok_or_else(|| template_error(job.name, "there is no such template"))?
            }
        };
        let rendering = Rendering {
            engine: self,
            main,
            data: Bytes::from_string(redact::map_strings(job.data, &|text| self.printable(text)).to_string()),
            today: job.date.and_then(datetime),
        };
        let result = typst::compile::<PagedDocument>(&rendering).output;
        typst::comemo::evict(KEPT_RENDERINGS);
        result.map_err(|errors| rendering.explain(job, errors.first()))
    }

    /// Writes laid-out pages as PDF. The same pages give the same bytes: nothing of the moment is in them.
    ///
    /// # Errors
    /// `Pdf` when the pages break one of the `standards`.
    pub fn write(
        pages: &PagedDocument,
        job: &Job<'_>,
        standards: PdfStandards,
        ident: &str,
    ) -> Result<Vec<u8>, LetterError> {
        let options = PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some("Passerelle".to_owned())),
            timestamp: job.date.and_then(datetime).map(Timestamp::new_utc),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(pages, &options).map_err(|errors| LetterError::Pdf {
            document: job.name.to_owned(),
            message: errors.first().map_or_else(String::new, |e| redact::message(&e.message, job.data)),
        })
    }

    /// The text with every character that no font can draw replaced by U+FFFD, which the fonts draw: a name in a
    /// rare script must not keep the letter from leaving.
    pub fn printable(&self, text: &str) -> String {
        text.chars().map(|c| if self.draws(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
    }

    /// How many characters of `data` no font can draw.
    pub fn undrawable(&self, data: &serde_json::Value) -> usize {
        let mut count = 0;
        redact::each_string(data, &mut |text| count += text.chars().filter(|c| !self.draws(*c)).count());
        count
    }

    /// Whether some font has the character. All have ASCII, which is most of what is asked.
    fn draws(&self, c: char) -> bool {
        c == '\n'
            || (' '..='~').contains(&c)
            || self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
    }
}

/// One document being made: the engine plus what is its own.
struct Rendering<'a> {
    engine: &'a Engine,
    main: Source,
    data: Bytes,
    today: Option<Datetime>,
}

impl Rendering<'_> {
    fn explain(&self, job: &Job<'_>, error: Option<&SourceDiagnostic>) -> LetterError {
        let Some(error) = error else { return template_error(job.name, "the typesetter gave no reason") };
        let file = error.span.id();
        let source = file.and_then(|id| self.source(id).ok());
        let range = typst::WorldExt::range(self as &dyn World, error.span);
        let line = source.zip(range).and_then(|(source, range)| source.lines().byte_to_line(range.start));
        LetterError::Template {
            template: file.map_or_else(|| job.name.to_owned(), |id| id.vpath().get_without_slash().to_owned()),
            line: line.map_or(0, |line| line + 1),
            message: redact::message(&error.message, job.data),
        }
    }
}

impl World for Rendering<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        self.engine.sources.get(&id).cloned().ok_or_else(|| FileError::NotFound(id.vpath().get_without_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.engine.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn file_id(name: &str) -> Result<FileId, LetterError> {
    let path = VirtualPath::new(name).map_err(|error| template_error(name, &error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| extensions.iter().any(|e| found.eq_ignore_ascii_case(e)))
}

pub fn template_error(name: &str, message: &str) -> LetterError {
    LetterError::Template { template: name.to_owned(), line: 0, message: message.to_owned() }
}

fn datetime(date: NaiveDate) -> Option<Datetime> {
    let part = |n: u32| u8::try_from(n).ok();
    Datetime::from_ymd_hms(date.year(), part(date.month())?, part(date.day())?, 0, 0, 0)
}
