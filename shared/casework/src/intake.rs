//! Many writers, few transactions: arrivals wait a moment and are committed together.

use std::{collections::HashMap, time::Duration};

use domain::{Actor, ChannelKind, Received};
use store::{
    StoreError,
    reads::receptions::{self, ReceptionFacts},
};
use tokio::sync::{mpsc, oneshot};

use crate::{
    Arrival, Casework, ReceiveError,
    receive::{count, receive_told},
};

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
/// After a group that could not be committed, this long until its arrivals are tried alone.
const PAUSE: Duration = Duration::from_millis(20);

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
        let together = commit(&casework, door, arrivals.clone()).await;
        let error = match together {
            Ok(results) => {
                for (answer, result) in answers.into_iter().zip(results) {
                    let _gone = answer.send(Ok(result));
                }
                continue;
            }
            Err(error) => error,
        };
        tracing::warn!(%error, arrivals = arrivals.len(), "arrivals are received one by one");
        tokio::time::sleep(PAUSE).await;
        one_by_one(&casework, door, arrivals.into_iter().zip(answers)).await;
    }
}

/// One arrival that cannot be kept does not stop the others. With the database away nobody waits for the turn of all: the
/// first that finds it gone speaks for the rest.
async fn one_by_one(casework: &Casework, door: ChannelKind, waiting: impl Iterator<Item = Waiting>) {
    let mut away = false;
    for (arrival, answer) in waiting {
        let result = if away {
            Err(ReceiveError::Store(StoreError::Away))
        } else {
            commit(casework, door, vec![arrival]).await.map(|mut kept| kept.remove(0))
        };
        away = away || result.as_ref().is_err_and(ReceiveError::is_away);
        let _gone = answer.send(result);
    }
}

async fn commit(casework: &Casework, door: ChannelKind, arrivals: Vec<Arrival>) -> Result<Vec<Kept>, ReceiveError> {
    let casework = &casework.current();
    let mut tx = casework.begin(&Actor::Door(door)).await?;
    let results = receive_told(&mut tx, &casework.site, casework.clock.now(), arrivals).await?;
    let asked: Vec<_> = results.iter().filter(|(_, told)| told.is_none()).map(|(r, _)| r.communication()).collect();
    let facts = if asked.is_empty() { HashMap::new() } else { receptions::facts(&mut tx, &asked).await? };
    tx.commit().await?;
    let kept = |(received, told): (Received, Option<ReceptionFacts>)| {
        let facts = told.or_else(|| facts.get(&received.communication()).cloned());
        let facts = facts.ok_or(StoreError::NotFound("communication just received"))?;
        Ok(Kept { received, facts })
    };
    let kept: Vec<Kept> = results.into_iter().map(kept).collect::<Result<_, ReceiveError>>()?;
    count(door, kept.iter().map(|kept| &kept.received));
    Ok(kept)
}
