//! The counter: a person stands in front of an agent, and leaves with a receipt (screen C2).
//!
//! A deposit is received the moment it is opened: a channel and a moment are enough. Its files are added as the scanner, the
//! camera or an upload gives them, each durable at once. Read [`desk_scanner`], then [`screens`].

mod desk_scanner;
mod screens;

use casework::SiteError;
use runtime::Context;
use tokio::task::JoinSet;

pub use desk_scanner::DeskScanner;
pub use screens::{DOORS, routes};

/// Why the counter cannot work.
#[derive(Debug, thiserror::Error)]
pub enum CounterError {
    /// The catalogue does not know the prefecture.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// A part of the service ended by itself.
    #[error("a part of the counter ended by itself: {0}")]
    Ended(String),
}

/// Watches the scanners of the desks until the context is cancelled.
///
/// # Errors
/// When a part ends by itself; the supervisor starts the service again.
pub async fn run(context: Context) -> Result<(), CounterError> {
    let casework = context.casework()?;
    let mut parts = JoinSet::new();
    for desk in context.config.counter.desks.iter().filter_map(DeskScanner::of) {
        parts.spawn(desk_scanner::watch(desk, casework.clone(), context.cancel.clone()));
    }
    if parts.is_empty() {
        context.cancel.cancelled().await;
    }
    while let Some(ended) = parts.join_next().await {
        if let Err(error) = ended {
            return Err(CounterError::Ended(error.to_string()));
        }
        if !context.cancel.is_cancelled() {
            return Err(CounterError::Ended("a watcher returned".to_owned()));
        }
    }
    Ok(())
}
