use std::time::{Duration, Instant};

/// Waits until `condition` holds, at most a minute.
///
/// # Panics
/// When it never held, saying `what` was waited for.
pub async fn eventually<F: Future<Output = bool>>(what: &str, mut condition: impl FnMut() -> F) {
    let start = Instant::now();
    while !condition().await {
        assert!(start.elapsed() < Duration::from_mins(1), "never happened: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
