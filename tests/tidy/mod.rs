//! What holds for the source as a whole.

mod dependencies;
mod letters;
mod parsers;
mod routes;
mod sources;

use std::path::{Path, PathBuf};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
