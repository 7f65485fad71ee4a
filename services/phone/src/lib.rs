//! The telephone: calls in by the operator's webhooks, voicemails, callbacks; the agents' screens (P1, P2).
//!
//! Read [`webhooks`], then [`recordings`], then [`screens`]: the path of a call in the order it happens; `catch_up` for those that
//! never reached us. [`operator`] speaks to
//! the operator; [`emulator`] stands in for it in tests and in the demonstration.

mod catch_up;
pub mod emulator;
pub mod operator;
mod recordings;
mod screens;
mod webhooks;

use casework::SiteError;
use queue::{DuplicateKind, Scheduler, Worker};
use runtime::Context;
use tokio::{net::TcpListener, task::JoinSet};

pub use screens::{DOORS, routes};
pub use webhooks::{Line, router as webhook_router};

/// Why the telephone cannot work.
#[derive(Debug, thiserror::Error)]
pub enum PhoneError {
    /// The catalogue does not know the prefecture.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// Two handlers for one kind of job.
    #[error(transparent)]
    Jobs(#[from] DuplicateKind),
    /// The operator cannot be spoken to.
    #[error(transparent)]
    Operator(#[from] operator::OperatorError),
    /// The address of the webhooks cannot be opened.
    #[error("phone.listen: {0}")]
    Listen(#[from] std::io::Error),
    /// A part of the service ended by itself.
    #[error("a part of the telephone ended by itself: {0}")]
    Ended(String),
}

/// Answers the operator and works on the recordings until the context is cancelled. Without an operator in the configuration
/// there is nothing to answer: agents note calls by hand.
///
/// # Errors
/// When a part ends by itself; the supervisor starts the service again.
pub async fn run(context: Context) -> Result<(), PhoneError> {
    let casework = context.casework()?;
    let Some(line) = Line::of(&context.config.phone) else {
        context.cancel.cancelled().await;
        return Ok(());
    };
    let operator = operator::Operator::of(&context.config.phone)?;
    let listener = TcpListener::bind(context.config.phone.listen).await?;
    let mut worker = Worker::new(
        context.database.pool().clone(),
        context.clock.clone(),
        queue::Settings::default(),
        u64::from(std::process::id()),
    );
    recordings::register(&mut worker, &casework, &operator)?;
    catch_up::register(&mut worker, &casework, &operator, &context.config.phone)?;
    let schedule = vec![catch_up::schedule(&context.config.phone)];
    let scheduler = Scheduler::new(context.database.pool().clone(), context.clock.clone(), schedule);
    let mut parts = JoinSet::new();
    let (stop, router) = (context.cancel.clone(), webhook_router(casework, line));
    parts.spawn(async move {
        web::serve(listener, router, web::Patience::default(), stop.cancelled_owned()).await;
        Ok(())
    });
    let stop = context.cancel.clone();
    parts.spawn(async move {
        worker.run(stop).await;
        Ok(())
    });
    let stop = context.cancel.clone();
    parts.spawn(async move {
        scheduler.run(stop).await;
        Ok(())
    });
    while let Some(ended) = parts.join_next().await {
        let fault = match ended {
            Ok(Ok(())) if context.cancel.is_cancelled() => continue,
            Ok(Ok(())) => "the listener or the worker returned".to_owned(),
            Ok(Err(fault)) => fault,
            Err(panic) => panic.to_string(),
        };
        return Err(PhoneError::Ended(fault));
    }
    Ok(())
}
