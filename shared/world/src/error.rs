/// Why a piece of the demonstration world could not be made.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// A story is not well formed.
    #[error("the story {name} cannot be read: {reason}")]
    Story {
        /// Name of the story.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// The typesetter refused a paper.
    #[error("a paper cannot be set: {0}")]
    Typeset(String),
    /// A set paper could not be turned into a picture.
    #[error("a paper cannot be drawn: {0}")]
    Render(String),
    /// A picture could not be written as a scan file.
    #[error("a scan file cannot be written: {0}")]
    Encode(String),
    /// A file could not be written to the folder.
    #[error("cannot write {file}")]
    Write {
        /// Name of the file.
        file: String,
        /// Cause.
        source: std::io::Error,
    },
}
