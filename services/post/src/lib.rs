//! The mailroom: what a scanner leaves becomes cases; letters leave on paper (screens M1-M9).
//!
//! Read [`intake`], then [`read_batch`], then [`prepare_letter`]: the path of a scanned letter in the order it happens.

mod compare_pages;
mod intake;
mod letter_words;
mod prepare_letter;
mod proposals;
mod propose_again;
mod read_batch;
mod read_in_language;
mod screens;
mod text_source;

use std::sync::Arc;

use casework::SiteError;
use letters::Letters;
use queue::{DuplicateKind, Worker};
use runtime::Context;
use tokio::task::JoinSet;

pub use intake::{FolderError, ScanFolder};
pub use screens::{DOORS, routes};

/// Why the mailroom cannot work.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The catalogue does not know the prefecture.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// Two handlers for one kind of job.
    #[error(transparent)]
    Jobs(#[from] DuplicateKind),
    /// A part of the service ended by itself.
    #[error("a part of the mailroom ended by itself: {0}")]
    Ended(String),
}

/// Watches the scan folders and works on the jobs of the mailroom until the context is cancelled.
///
/// # Errors
/// When a part ends by itself; the supervisor starts the service again.
pub async fn run(context: Context) -> Result<(), PostError> {
    let casework = context.casework()?;
    let mut parts = JoinSet::new();
    for folder in &context.config.post.folders {
        let folder = ScanFolder::of(folder);
        parts.spawn(intake::watch(folder, casework.clone(), context.cancel.clone()));
    }
    let letters = load_letters(&context).await;
    let pool = context.database.pool().clone();
    let mut worker = Worker::new(pool, context.clock.clone(), queue::Settings::default(), seed());
    read_batch::register(&mut worker, &context, &casework)?;
    read_in_language::register(&mut worker, &context, &casework)?;
    propose_again::register(&mut worker, &casework)?;
    compare_pages::register(&mut worker, &casework)?;
    prepare_letter::register(&mut worker, &context, &casework, letters)?;
    parts.spawn(worker.run(context.cancel.clone()));
    while let Some(ended) = parts.join_next().await {
        if let Err(error) = ended {
            return Err(PostError::Ended(error.to_string()));
        }
        if !context.cancel.is_cancelled() {
            return Err(PostError::Ended("a watcher or the worker returned".to_owned()));
        }
    }
    Ok(())
}

/// The random part of retry pauses differs between processes.
fn seed() -> u64 {
    u64::from(std::process::id())
}

/// Loads the templates; printing every sample takes a moment of processor time. What arrives does not wait for it: with a
/// template that may not be published the post is received and read, and letters wait for it to be mended.
async fn load_letters(context: &Context) -> Result<Arc<Letters>, String> {
    let overrides = context.config.letters.templates.clone();
    let loaded = tokio::task::spawn_blocking(move || Letters::new(overrides.as_deref())).await;
    let loaded = loaded.map_err(|panic| panic.to_string()).and_then(|loaded| loaded.map_err(|fault| fault.to_string()));
    if let Err(fault) = &loaded {
        tracing::error!(fault, "letters wait: a template may not be published");
    }
    loaded.map(Arc::new)
}
