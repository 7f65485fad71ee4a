use std::path::Path;

use domain::{LetterKind, SeparatorSheet};
use serde_json::Value;
use typst_layout::PagedDocument;
use typst_pdf::{PdfStandard, PdfStandards};

use crate::{
    DispatchList, LabelToPrint, Letter, LetterError, TransferSlip, assets,
    engine::{Engine, Job},
    labels,
    mention::{Due, Placed},
    sample, separators,
};

/// What every letter conforms to, as `inspect letter` names them.
pub const STANDARDS: &[&str] = &["PDF/A-2a", "PDF/UA-1"];

/// A document as it is printed and kept. The same data give the same bytes.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The file.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// Characters of the data that no font can draw, printed as U+FFFD: somebody should look at the letter.
    pub undrawable: usize,
    /// What it conforms to.
    pub standards: &'static [&'static str],
}

impl Rendered {
    /// Sheets of paper when printed on both sides.
    #[must_use]
    pub const fn sheets(&self) -> usize {
        self.pages.div_ceil(2)
    }
}

/// The typesetter of all documents that leave: templates and fonts loaded once, shared by all threads.
pub struct Letters {
    engine: Engine,
    standards: PdfStandards,
}

impl Letters {
    /// Loads the shipped templates and fonts, each replaced by the file of the same name in `overrides`, and
    /// prints every letter with sample data: a template that lacks a mandatory mention is not published.
    ///
    /// # Errors
    /// `Folder`, `Font`, `Template` when something cannot be loaded or typeset, `MissingMention` with the mention.
    pub fn new(overrides: Option<&Path>) -> Result<Self, LetterError> {
        let assets = assets::load(overrides)?;
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|error| {
            LetterError::Pdf { document: "standards".to_owned(), message: error.message().to_string() }
        })?;
        let letters = Self { engine: Engine::new(&assets)?, standards };
        for kind in LetterKind::ALL {
            for letter in sample::variations(&sample::of(&assets, *kind)?) {
                letters.render(&letter)?;
            }
        }
        Ok(letters)
    }

    /// Typesets a letter.
    ///
    /// # Errors
    /// `MissingMention` when the data or the template leave a mandatory mention empty, `Data` when they do not fit.
    pub fn render(&self, letter: &Letter) -> Result<Rendered, LetterError> {
        let view = letter.view()?;
        let pages = self.lay_out(letter, &view)?;
        Placed::read(&pages).check(letter.kind().word(), &self.due(letter))?;
        self.write_letter(letter, &view, &pages)
    }

    /// Typesets a letter and names the mandatory mentions that are not on its pages instead of refusing it.
    pub(crate) fn typeset(&self, letter: &Letter) -> Result<(Rendered, Vec<&'static str>), LetterError> {
        let view = letter.view()?;
        let pages = self.lay_out(letter, &view)?;
        let missing = Placed::read(&pages).missing(&self.due(letter));
        Ok((self.write_letter(letter, &view, &pages)?, missing))
    }

    /// What the letter owes, in the characters that the fonts draw.
    fn due(&self, letter: &Letter) -> Vec<Due> {
        let mut due = letter.due();
        for text in due.iter_mut().flat_map(|due| &mut due.texts) {
            *text = self.engine.printable(text);
        }
        due
    }

    /// The pages of a letter, not yet written.
    pub(crate) fn lay_out(&self, letter: &Letter, view: &Value) -> Result<PagedDocument, LetterError> {
        let name = template(letter.kind());
        self.engine.lay_out(&Job { name: &name, source: None, data: view, date: Some(letter.head().date) })
    }

    fn write_letter(&self, letter: &Letter, view: &Value, pages: &PagedDocument) -> Result<Rendered, LetterError> {
        let name = template(letter.kind());
        let job = Job { name: &name, source: None, data: view, date: Some(letter.head().date) };
        let pdf = Engine::write(pages, &job, self.standards.clone(), &letter.head().letter.to_string())?;
        Ok(Rendered {
            pdf,
            pages: pages.pages().len(),
            undrawable: self.engine.undrawable(job.data),
            standards: STANDARDS,
        })
    }

    /// The separator sheets, one page each, in the order given. They are for the scanner, not for the archive: plain PDF.
    ///
    /// # Errors
    /// `Template` when an overridden template is wrong or `sheets` is empty.
    pub fn separators(&self, sheets: &[SeparatorSheet], demonstration: bool) -> Result<Rendered, LetterError> {
        let bare: Vec<_> = sheets.iter().map(|sheet| (sheet.clone(), String::new())).collect();
        self.noted_separators(&bare, demonstration)
    }

    /// The same, each with a line for the person at the scanner: which page, why.
    ///
    /// # Errors
    /// As [`Letters::separators`].
    pub fn noted_separators(
        &self,
        sheets: &[(SeparatorSheet, String)],
        demonstration: bool,
    ) -> Result<Rendered, LetterError> {
        let view = separators::view(sheets, demonstration)?;
        let job = Job { name: "separators.typ", source: None, data: &view, date: None };
        let pages = self.engine.lay_out(&job)?;
        let pdf = Engine::write(&pages, &job, PdfStandards::default(), job.name)?;
        Ok(Rendered { pdf, pages: pages.pages().len(), undrawable: 0, standards: &[] })
    }

    /// The arrival labels, on sheets of 24.
    ///
    /// # Errors
    /// `Template` when an overridden template is wrong or `labels` is empty.
    pub fn labels(&self, labels: &[LabelToPrint], used: usize, demonstration: bool) -> Result<Rendered, LetterError> {
        let view = labels::view(labels, used, demonstration)?;
        let job = Job { name: "labels.typ", source: None, data: &view, date: None };
        let pages = self.engine.lay_out(&job)?;
        let pdf = Engine::write(&pages, &job, PdfStandards::default(), job.name)?;
        Ok(Rendered { pdf, pages: pages.pages().len(), undrawable: self.engine.undrawable(job.data), standards: &[] })
    }

    /// The list handed over with a pile of letters.
    ///
    /// # Errors
    /// `Template` when an overridden template is wrong.
    pub fn dispatch_list(&self, list: &DispatchList) -> Result<Rendered, LetterError> {
        let data = serde_json::to_value(list)
            .map_err(|error| LetterError::Pdf { document: "dispatch.typ".to_owned(), message: error.to_string() })?;
        let job = dispatch_job(list, &data);
        let pages = self.engine.lay_out(&job)?;
        let pdf = Engine::write(&pages, &job, self.standards.clone(), &list.run.to_string())?;
        Ok(Rendered {
            pdf,
            pages: pages.pages().len(),
            undrawable: self.engine.undrawable(job.data),
            standards: STANDARDS,
        })
    }

    #[cfg(test)]
    pub(crate) fn lay_out_dispatch_list(
        &self,
        list: &DispatchList,
        data: &Value,
    ) -> Result<PagedDocument, LetterError> {
        self.engine.lay_out(&dispatch_job(list, data))
    }

    /// The list that goes with the papers of a request handed on to another administration.
    ///
    /// # Errors
    /// `Template` when an overridden template is wrong.
    pub fn transfer_slip(&self, slip: &TransferSlip) -> Result<Rendered, LetterError> {
        let name = "transfer-slip.typ";
        let data = serde_json::to_value(slip)
            .map_err(|error| LetterError::Pdf { document: name.to_owned(), message: error.to_string() })?;
        let job = Job { name, source: None, data: &data, date: Some(slip.date) };
        let pages = self.engine.lay_out(&job)?;
        let pdf = Engine::write(&pages, &job, self.standards.clone(), &slip.reference.to_string())?;
        let undrawable = self.engine.undrawable(job.data);
        Ok(Rendered { pdf, pages: pages.pages().len(), undrawable, standards: STANDARDS })
    }

    /// Typesets a free document from a Typst `source`, which reads `data` as `json("/data.json")` and
    /// may use the shipped fonts and import the shipped templates. No mention and no standard is checked.
    ///
    /// # Errors
    /// `Template` with line and reason when the source is wrong.
    pub fn compile_document(&self, source: &str, data: &Value) -> Result<Vec<u8>, LetterError> {
        let job = Job { name: "document.typ", source: Some(source), data, date: None };
        let pages = self.engine.lay_out(&job)?;
        Engine::write(&pages, &job, PdfStandards::default(), "document")
    }
}

fn template(kind: LetterKind) -> String {
    format!("{}.typ", kind.word())
}

fn dispatch_job<'a>(list: &DispatchList, data: &'a Value) -> Job<'a> {
    Job { name: "dispatch.typ", source: None, data, date: Some(list.date) }
}
