use std::time::Duration;

use store::StoreError;

use crate::Context;

/// How often a process looks whether the prefecture changed one of its rows.
const LOOK: Duration = Duration::from_secs(2);

/// Reads what the prefecture changed in its rows of the catalogue, in whatever process, until the context is cancelled.
///
/// # Errors
/// When the database does not answer; the supervisor starts it again, and the rows read before stay.
pub async fn follow_catalogue(context: Context) -> Result<(), StoreError> {
    while !context.cancel.is_cancelled() {
        if context.catalogue.refresh(&context.database).await? {
            tracing::info!("the catalogue changed");
        }
        tokio::select! {
            () = context.cancel.cancelled() => break,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
    Ok(())
}
