//! Connections: how many at once, and how long one may take to say what it wants.

use std::{future::Future, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::Semaphore};

/// What strangers may hold of a listener.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Connections open at once; the next ones wait to be accepted.
    pub connections: usize,
    /// How long the head of a request may take, and how long a connection may stay open without one.
    pub head: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connections: 512, head: Duration::from_secs(30) }
    }
}

/// After a connection could not be accepted (no file handle left), this long until the next attempt.
const AFTER_FAULT: Duration = Duration::from_millis(500);

/// Serves until `stop` is ready, then lets every request that began come to its end.
pub async fn serve(listener: TcpListener, router: Router, patience: Patience, stop: impl Future<Output = ()>) {
    let mut builder = http1::Builder::new();
    // Who has said all and closes its side still reads the answer.
    builder.timer(TokioTimer::new()).header_read_timeout(patience.head).half_close(true);
    let (graceful, room) = (GracefulShutdown::new(), Arc::new(Semaphore::new(patience.connections)));
    let mut stop = pin!(stop);
    loop {
        let accepted = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(AFTER_FAULT).await;
                continue;
            }
        };
        let _slower = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}
