use std::io;

use tokio::signal::unix::{SignalKind, signal};

/// Returns when the program is asked to stop: SIGTERM (service manager) or SIGINT (Ctrl-C).
///
/// # Errors
/// When the signals cannot be listened to.
pub async fn asked_to_stop() -> io::Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => tracing::info!("SIGTERM: stopping"),
        _ = interrupt.recv() => tracing::info!("SIGINT: stopping"),
    }
    Ok(())
}
