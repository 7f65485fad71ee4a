use std::time::Duration;

use chrono::TimeDelta;
use runtime::Context;
use store::{StoreError, sessions::Lifetime};
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_hours(1);

/// What the desk does without being asked: every hour it removes the sessions that ended and old sign-in attempts.
///
/// # Errors
/// When the database refuses for another reason than being away for a moment.
pub async fn run(context: Context) -> Result<(), StoreError> {
    let mut hours = interval(EVERY);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = context.cancel.cancelled() => return Ok(()),
            _ = hours.tick() => tidy(&context).await?,
        }
    }
}

async fn tidy(context: &Context) -> Result<(), StoreError> {
    // The longest a session can be: what pages refuse earlier is removed here later.
    let longest = Lifetime { idle: TimeDelta::hours(12), total: TimeDelta::hours(12) };
    match web::purge_sessions(&context.database, longest, context.clock.now()).await {
        Ok(rows) => tracing::debug!(rows, "ended sessions removed"),
        Err(error) if error.is_transient() => tracing::warn!(%error, "ended sessions were not removed"),
        Err(error) => return Err(error),
    }
    Ok(())
}
