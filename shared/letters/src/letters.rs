use std::path::Path;

use typst_pdf::PdfStandards;

use crate::{
    LetterError, assets,
    engine::{Engine, Job},
};

/// The typesetter of all documents that leave: templates and fonts loaded once, shared by all threads.
pub struct Letters {
    engine: Engine,
}

impl Letters {
    /// Loads the shipped templates and fonts, each replaced by the file of the same name in `overrides`.
    ///
    /// # Errors
    /// When a file cannot be read or a font is missing.
    pub fn new(overrides: Option<&Path>) -> Result<Self, LetterError> {
        Ok(Self { engine: Engine::new(&assets::load(overrides)?)? })
    }

    /// Typesets a free document from a Typst `source`, which reads `data` as `json("/data.json")` and
    /// may use the shipped fonts and import the shipped templates. No mention and no standard is checked.
    ///
    /// # Errors
    /// `Template` with line and reason when the source is wrong.
    pub fn compile_document(&self, source: &str, data: &serde_json::Value) -> Result<Vec<u8>, LetterError> {
        let job = Job { name: "document.typ", source: Some(source), data, date: None };
        let pages = self.engine.lay_out(&job)?;
        Engine::write(&pages, &job, PdfStandards::default(), "document")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_document_is_typeset_and_a_wrong_one_says_where() {
        let letters = Letters::new(None).expect("letters");
        let data = serde_json::json!({"name": "DIALLO Aminata İ 中"});
        let source = "#set text(font: \"Atkinson Hyperlegible\")\n#json(\"/data.json\").name";
        assert!(letters.compile_document(source, &data).expect("pdf").starts_with(b"%PDF-"));
        let error = letters.compile_document("ok\n\n#int(json(\"/data.json\").name)", &data).expect_err("wrong");
        assert!(error.to_string().starts_with("template document.typ line 3: "), "{error}");
        assert!(!error.to_string().contains("DIALLO"), "{error}");
    }
}
