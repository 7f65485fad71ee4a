//! Many writers, few transactions: arrivals wait a moment and are committed together.

use std::time::Duration;

use domain::{Actor, ChannelKind, Received};
use store::reads::receptions::{self, ReceptionFacts};
use tokio::sync::{mpsc, oneshot};

use crate::{Arrival, Casework, ReceiveError, receive::count, receive_all};

/// What became of an arrival, and what its sender is told.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What the neck made of it.
    pub received: Received,
    /// Its dates and its case, as they stand at the commit.
    pub facts: ReceptionFacts,
}

/// Most arrivals committed together.
const TOGETHER: usize = 32;
/// Transactions open at once.
const BATCHERS: usize = 2;

type Waiting = (Arrival, oneshot::Sender<Result<Kept, ReceiveError>>);

/// Receives arrivals of one door together with those that come at the same time. Each caller is answered after the
/// commit that made its arrival durable.
#[derive(Clone)]
pub struct Intake {
    waiting: mpsc::Sender<Waiting>,
}

/// The intake ended before it could answer: the arrival must be presented again.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the intake has ended")]
pub struct IntakeClosed;

impl Intake {
    /// Starts the batchers of a door; they end when the last `Intake` is dropped.
    #[must_use]
    pub fn start(casework: &Casework, door: ChannelKind) -> Self {
        let (waiting, queue) = mpsc::channel(TOGETHER * BATCHERS * 4);
        let queue = std::sync::Arc::new(tokio::sync::Mutex::new(queue));
        for _ in 0..BATCHERS {
            tokio::spawn(batcher(casework.clone(), door, queue.clone()));
        }
        Self { waiting }
    }

    /// Receives an arrival; returns once it is durable.
    ///
    /// # Errors
    /// `Err` outside when the intake ended, inside when the store refused: in both cases nothing was acknowledged.
    pub async fn receive(&self, arrival: Arrival) -> Result<Result<Received, ReceiveError>, IntakeClosed> {
        Ok(self.keep(arrival).await?.map(|kept| kept.received))
    }

    /// Receives an arrival whose sender is told what became of it; returns once it is durable.
    ///
    /// # Errors
    /// As for [`Intake::receive`].
    pub async fn keep(&self, arrival: Arrival) -> Result<Result<Kept, ReceiveError>, IntakeClosed> {
        let (answer, answered) = oneshot::channel();
        self.waiting.send((arrival, answer)).await.map_err(|_| IntakeClosed)?;
        answered.await.map_err(|_| IntakeClosed)
    }
}

async fn batcher(
    casework: Casework,
    door: ChannelKind,
    queue: std::sync::Arc<tokio::sync::Mutex<mpsc::Receiver<Waiting>>>,
) {
    let mut group = Vec::with_capacity(TOGETHER);
    loop {
        let taken = queue.lock().await.recv_many(&mut group, TOGETHER).await;
        if taken == 0 {
            return;
        }
        let (arrivals, answers): (Vec<Arrival>, Vec<_>) = group.drain(..).unzip();
        match commit(&casework, door, arrivals.clone()).await {
            Ok(results) => {
                for (answer, result) in answers.into_iter().zip(results) {
                    let _gone = answer.send(Ok(result));
                }
            }
            Err(error) => {
                tracing::warn!(%error, arrivals = arrivals.len(), "arrivals are received one by one");
                tokio::time::sleep(Duration::from_millis(20)).await;
                for (answer, arrival) in answers.into_iter().zip(arrivals) {
                    let result = commit(&casework, door, vec![arrival]).await;
                    let _gone = answer.send(result.map(|mut r| r.remove(0)));
                }
            }
        }
    }
}

async fn commit(casework: &Casework, door: ChannelKind, arrivals: Vec<Arrival>) -> Result<Vec<Kept>, ReceiveError> {
    let mut tx = casework.begin(&Actor::Door(door)).await?;
    let results = receive_all(&mut tx, &casework.site, casework.clock.now(), arrivals).await?;
    let communications: Vec<_> = results.iter().map(Received::communication).collect();
    let facts = receptions::facts(&mut tx, &communications).await?;
    tx.commit().await?;
    count(door, &results);
    results
        .into_iter()
        .map(|received| {
            let facts = facts.get(&received.communication()).cloned();
            let facts = facts.ok_or(store::StoreError::NotFound("communication just received"))?;
            Ok(Kept { received, facts })
        })
        .collect()
}
