//! What holds for the source as a whole.

mod dependencies;
mod letters;
mod routes;
mod sources;

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
