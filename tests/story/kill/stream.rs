//! Somebody who goes on bringing things until told to stop.

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Somebody at work; in the end they tell what they brought.
pub(super) struct Stream<T> {
    work: JoinHandle<T>,
    stop: CancellationToken,
}

impl<T: Send + 'static> Stream<T> {
    /// Starts the work, which ends soon after its token is cancelled.
    pub(super) fn of<F: Future<Output = T> + Send + 'static>(work: impl FnOnce(CancellationToken) -> F) -> Self {
        let stop = CancellationToken::new();
        Self { work: tokio::spawn(work(stop.clone())), stop }
    }

    /// Lets them finish what they have in hand.
    pub(super) async fn stop(self) -> T {
        self.stop.cancel();
        self.work.await.unwrap()
    }
}

/// A pause that ends early when it is time to stop; whether to go on.
pub(super) async fn pause(milliseconds: u64, stop: &CancellationToken) -> bool {
    stop.run_until_cancelled(tokio::time::sleep(std::time::Duration::from_millis(milliseconds))).await.is_some()
}

/// Tries again until it is done: at any moment the program or its database may lie down.
pub(super) async fn insist<T, E, F: Future<Output = Result<T, E>>>(mut attempt: impl FnMut() -> F) -> T {
    loop {
        match attempt().await {
            Ok(done) => return done,
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(200)).await,
        }
    }
}
