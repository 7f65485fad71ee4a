use std::path::PathBuf;

/// Why a document could not be made. No variant carries personal data: it may reach a log.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// The template is wrong, or does not fit the data: what the typesetter says, where.
    #[error("template {template} line {line}: {message}")]
    Template {
        /// File name of the template.
        template: String,
        /// Line in it, 1-based; 0 when the typesetter gives none.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The pages cannot be written as the archival and accessible PDF that is asked for.
    #[error("document {document} cannot be written as PDF: {message}")]
    Pdf {
        /// Which document.
        document: String,
        /// What is wrong.
        message: String,
    },
    /// A mention that the law or the catalogue asks for is not on the page.
    #[error("{letter} does not print the mandatory mention \"{mention}\" ({source_text}): {reason}")]
    MissingMention {
        /// The letter (`LT-01`).
        letter: &'static str,
        /// The key of the mention, as templates write it.
        mention: &'static str,
        /// The text that asks for it.
        source_text: &'static str,
        /// What is missing.
        reason: String,
    },
    /// The data of the letter contradict themselves or lack something.
    #[error("data of {letter}: {message}")]
    Data {
        /// The letter (`LT-01`).
        letter: &'static str,
        /// What is wrong.
        message: String,
    },
    /// Text that a barcode cannot carry.
    #[error("barcode: {0}")]
    Barcode(String),
    /// A file of the folder of templates cannot be read.
    #[error("template folder {path}: {source}")]
    Folder {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A font that the templates need is not there.
    #[error("font family {0} is not in the fonts folder")]
    Font(&'static str),
    /// Files that cannot be put together for a print run.
    #[error("print run, document {number}: {message}")]
    Merge {
        /// Which of the documents given, 1-based.
        number: usize,
        /// What is wrong.
        message: String,
    },
}
