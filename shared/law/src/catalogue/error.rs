/// A mistake in a file of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct CatalogueError {
    /// The name of the file, as it was given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do when it is not obvious.
    pub message: String,
}

impl CatalogueError {
    pub(super) fn at(file: &str, text: &str, offset: usize, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: line_of(text, offset), message: message.into() }
    }

    /// A mistake of the catalogue as a whole: something is missing in every file.
    pub(super) fn whole(message: impl Into<String>) -> Self {
        Self { file: "catalogue".to_owned(), line: 1, message: message.into() }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
