//! Letters: data in, archival and accessible PDF out.
//!
//! [`Letters`] holds the templates and fonts of `config/letters` (or of a folder that overrides them)
//! and typesets in memory: no file, no network, no clock. It is shared by all threads.

mod assets;
mod engine;
mod error;
mod letters;
mod redact;

pub use error::LetterError;
pub use letters::Letters;
