//! The e-mail door: mailboxes are read, each message becomes an arrival, its sender gets a receipt, letters leave by e-mail.
//!
//! Read [`inbound`] in the order of the work: `connect`, `poller`, `fetch`, `understand`, `settle`; then [`outbound`].

mod fault;
mod inbound;
mod outbound;
mod tls;
mod troubles;

use std::sync::Arc;

use casework::{Casework, SiteError};
use queue::{DuplicateKind, Worker};
use runtime::Context;
use tokio::task::JoinSet;

pub use fault::Fault;
pub use inbound::{Cursor, Looked, Understanding, check_mailbox, understand};
pub use outbound::check_smtp;

use troubles::Troubles;

/// Why the e-mail door cannot work.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The catalogue does not know the prefecture.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// Two handlers for one kind of job.
    #[error(transparent)]
    Jobs(#[from] DuplicateKind),
    /// A part of the service ended by itself.
    #[error("a part of the e-mail door ended by itself: {0}")]
    Ended(String),
}

/// Reads the mailboxes and sends the letters that leave by e-mail until the context is cancelled.
///
/// # Errors
/// When a part ends by itself; the supervisor starts the service again.
pub async fn run(context: Context) -> Result<(), MailError> {
    let casework = context.casework()?;
    let mut parts = JoinSet::new();
    read(&context, &casework, &mut parts);
    let pool = context.database.pool().clone();
    let mut worker = Worker::new(pool, context.clock.clone(), queue::Settings::default(), seed());
    outbound::register(&mut worker, &context, &casework)?;
    parts.spawn(worker.run(context.cancel.clone()));
    until_stopped(&context, parts).await
}

/// Reads the mailboxes only, until the context is cancelled.
///
/// # Errors
/// When a poller ends by itself.
pub async fn read_mailboxes(context: Context) -> Result<(), MailError> {
    let casework = context.casework()?;
    let mut parts = JoinSet::new();
    read(&context, &casework, &mut parts);
    until_stopped(&context, parts).await
}

fn read(context: &Context, casework: &Casework, parts: &mut JoinSet<()>) {
    let troubles = Troubles::new(context.health.clone());
    let known = Arc::new(Understanding::new(&context.config, &casework.site));
    for mailbox in &context.config.mail.mailboxes {
        let poller = inbound::Poller::new(context, casework, mailbox, &known, &troubles);
        parts.spawn(poller.watch(context.cancel.clone()));
    }
}

async fn until_stopped(context: &Context, mut parts: JoinSet<()>) -> Result<(), MailError> {
    while let Some(ended) = parts.join_next().await {
        if let Err(error) = ended {
            return Err(MailError::Ended(error.to_string()));
        }
        if !context.cancel.is_cancelled() {
            return Err(MailError::Ended("a poller or the worker returned".to_owned()));
        }
    }
    Ok(())
}

/// The random part of retry pauses differs between processes.
fn seed() -> u64 {
    u64::from(std::process::id())
}
