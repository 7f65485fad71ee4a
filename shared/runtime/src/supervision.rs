//! Services side by side: one that fails is started again, with longer and longer pauses, and disturbs no other.

use std::{error::Error, fmt, pin::Pin, time::Duration};

use tokio::{
    task::JoinSet,
    time::{Instant, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{Context, Health, ServiceState};

/// What ends a service before it was asked to.
pub type ServiceError = Box<dyn Error + Send + Sync>;

type Running = Pin<Box<dyn Future<Output = Result<(), ServiceError>> + Send>>;

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// A service that worked this long was healthy: the next pause is short again.
const HEALTHY: Duration = Duration::from_mins(1);
/// What a service may take to finish what is in hand.
const GRACE: Duration = Duration::from_secs(30);

/// A desk or a door: its name and how it is run.
pub struct Service {
    name: &'static str,
    run: Box<dyn Fn(Context) -> Running + Send + Sync>,
}

impl Service {
    /// A service named `name` that works until the context is cancelled. `run` is called again after each failure.
    pub fn new<Work, E>(name: &'static str, run: impl Fn(Context) -> Work + Send + Sync + 'static) -> Self
    where
        Work: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<ServiceError>,
    {
        let run = move |context| -> Running {
            let work = run(context);
            Box::pin(async move { work.await.map_err(Into::into) })
        };
        Self { name, run: Box::new(run) }
    }

    /// Its name: what `run --service` and `/ready` call it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Service").field(&self.name).finish()
    }
}

/// Runs the services until the context is cancelled and each has returned; one that does not return in 30 s is cut off.
pub async fn supervise(services: Vec<Service>, context: Context) {
    let mut running = JoinSet::new();
    for service in services {
        context.health.set(service.name, ServiceState::Running);
        running.spawn(keep_running(service, context.clone()));
    }
    context.cancel.cancelled().await;
    let all_ended = async { while running.join_next().await.is_some() {} };
    if timeout(GRACE, all_ended).await.is_err() {
        tracing::warn!(services = running.len(), "services did not stop in time and are cut off");
        running.shutdown().await;
    }
}

async fn keep_running(service: Service, context: Context) {
    let (health, cancel): (Health, CancellationToken) = (context.health.clone(), context.cancel.clone());
    let mut failures = 0_u32;
    loop {
        health.set(service.name, ServiceState::Running);
        let start = Instant::now();
        let reason = life(&service, context.clone()).await;
        if cancel.is_cancelled() {
            break;
        }
        failures = if start.elapsed() > HEALTHY { 1 } else { failures.saturating_add(1) };
        metrics::counter!("passerelle_service_failures_total", "service" => service.name).increment(1);
        tracing::error!(service = service.name, failures, reason, "service ended by itself: starting it again");
        health.set(service.name, ServiceState::Restarting { failures, reason });
        tokio::select! {
            () = cancel.cancelled() => break,
            () = sleep(pause(failures)) => {}
        }
    }
    health.set(service.name, ServiceState::Stopped);
}

/// One life of a service, in a task of its own so that a panic ends this life only. Returns why it ended.
async fn life(service: &Service, context: Context) -> String {
    let mut task = JoinSet::new();
    task.spawn((service.run)(context));
    match task.join_next().await {
        Some(Ok(Ok(()))) | None => "returned before it was asked to stop".to_owned(),
        Some(Ok(Err(error))) => chain(error.as_ref()),
        Some(Err(failure)) => format!("panicked: {failure}"),
    }
}

/// An error with what caused it.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

fn pause(failures: u32) -> Duration {
    FIRST_PAUSE.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{chain, pause};

    #[test]
    fn pauses_grow_to_a_minute() {
        let pauses: Vec<_> = [1, 2, 3, 8, 100].into_iter().map(pause).collect();
        let seconds = [0.5, 1.0, 2.0, 60.0, 60.0].map(Duration::from_secs_f64);
        assert_eq!(pauses, seconds);
    }

    #[test]
    fn an_error_is_told_with_its_cause_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("cannot read the batch")]
        struct Outer(#[source] std::io::Error);
        let error = Outer(std::io::Error::other("disk gone"));
        assert_eq!(chain(&error), "cannot read the batch: disk gone");
    }
}
