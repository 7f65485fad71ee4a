use std::{collections::BTreeMap, sync::Arc, time::Duration};

use sqlx::{PgPool, postgres::PgListener};
use tokio::{sync::Notify, time::sleep};
use tokio_util::sync::CancellationToken;

use crate::CHANNEL;

/// The pause before the connection is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// Rings the bell of a lane when a job of its kind was enqueued, and all bells when notifications may have been missed.
pub(crate) async fn listen(pool: PgPool, bells: BTreeMap<&'static str, Arc<Notify>>, stop: CancellationToken) {
    let listening = async {
        loop {
            if let Err(error) = ring(&pool, &bells).await {
                tracing::warn!(error = crate::failure::describe(&error), "the queue is polled: it cannot listen");
            }
            sleep(PAUSE).await;
        }
    };
    stop.run_until_cancelled_owned(listening).await;
}

async fn ring(pool: &PgPool, bells: &BTreeMap<&'static str, Arc<Notify>>) -> sqlx::Result<()> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        ring_all(bells);
        while let Some(notification) = listener.try_recv().await? {
            if let Some(bell) = bells.get(notification.payload()) {
                bell.notify_one();
            }
        }
    }
}

fn ring_all(bells: &BTreeMap<&'static str, Arc<Notify>>) {
    for bell in bells.values() {
        bell.notify_one();
    }
}
