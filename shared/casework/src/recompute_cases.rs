//! All open cases are computed again: asked for, then done in batches. The cursor commits with its batch, so that whoever takes over
//! after a crash goes on where it stopped, with nothing done twice.

use chrono::{DateTime, Utc};
use domain::{Actor, CaseId, CaseState, RecomputationCause, RecomputationId, UserId};
use law::reckoning::Reckoning;
use queue::{Done, Job, LeaseError};
use store::{
    StoreError, Transaction, reckonings,
    recomputations::{self, Found, NewRecomputation},
};

use crate::{
    Casework, RECOMPUTE_CASES, jobs,
    recompute::{Asked, difference, recompute, worded_differently},
};

/// Cases of one batch.
const BATCH: u32 = 2_000;

/// The actor of the computation.
const COMPUTER: Actor = Actor::Job(RECOMPUTE_CASES);

/// Why no recomputation was asked for.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// One is waiting or running: it will see what is there now, or says what it found soon.
    #[error("a recomputation is not done yet")]
    Running,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// Why a recomputation stopped before its end. Whoever takes over goes on where it stopped.
#[derive(Debug, thiserror::Error)]
pub enum RecomputeError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The job was taken over by another worker.
    #[error(transparent)]
    Lease(#[from] LeaseError),
}

/// What a batch did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Batch {
    /// Nothing is asked for.
    Idle,
    /// Some cases were done.
    Some(Found),
    /// The last ones were.
    Last(Found),
}

/// Asks for all open cases to be computed again, sentences included.
///
/// # Errors
/// When one is not done yet, or the store refuses.
pub async fn ask_recomputation(casework: &Casework, actor: &Actor, by: UserId) -> Result<RecomputationId, AskError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    if recomputations::lock_unfinished(&mut tx).await?.is_some() {
        return Err(AskError::Running);
    }
    let id = ask(&mut tx, casework, RecomputationCause::Asked, Some(by), now).await?;
    queue::enqueue(&mut tx, now, &[jobs::recompute_cases(now)]).await?;
    tx.commit().await?;
    Ok(id)
}

/// Asks for the recomputation that is due: when the catalogue is another one than at the last time, or, `daily`, when a day began of which
/// nothing was computed yet. Returns why, when one is.
///
/// # Errors
/// When the store refuses.
pub async fn due_recomputation(casework: &Casework, daily: bool) -> Result<Option<RecomputationCause>, StoreError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&COMPUTER).await?;
    let last = recomputations::last_asked(&mut tx, true).await?;
    let digest = casework.site.catalogue.digest();
    let cause = if last.is_none_or(|last| last.catalogue_digest != digest) {
        Some(RecomputationCause::Catalogue)
    } else if daily {
        let last = recomputations::last_asked(&mut tx, false).await?;
        let today = casework.today();
        last.is_none_or(|last| casework.site.local_date(last.asked_at) < today).then_some(RecomputationCause::Daily)
    } else {
        None
    };
    if let Some(cause) = cause {
        ask(&mut tx, casework, cause, None, now).await?;
        tx.commit().await?;
    }
    Ok(cause)
}

async fn ask(
    tx: &mut Transaction,
    casework: &Casework,
    cause: RecomputationCause,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<RecomputationId, StoreError> {
    let catalogue = &casework.site.catalogue;
    let new = NewRecomputation {
        id: RecomputationId::new(now),
        cause,
        asked_by: by,
        catalogue_digest: catalogue.digest().to_owned(),
        rule_version: catalogue.rule_set().name.clone(),
        worded: match cause {
            RecomputationCause::Catalogue | RecomputationCause::Asked => true,
            RecomputationCause::Daily => false,
        },
    };
    recomputations::ask(tx, &new, now).await?;
    Ok(new.id)
}

/// Does the batches of everything that is asked for, then ends the job.
///
/// # Errors
/// When the store refuses or the job was taken over; what was done until then is kept.
pub async fn recompute_everything(casework: &Casework, job: &Job) -> Result<Done, RecomputeError> {
    loop {
        match recompute_batch(casework).await? {
            Batch::Idle => break,
            Batch::Some(_) => {}
            Batch::Last(found) => tracing::info!(?found, "a recomputation is done"),
        }
    }
    let mut tx = casework.begin(&COMPUTER).await?;
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}

/// Does the next batch of the oldest recomputation that is not done: one transaction.
///
/// # Errors
/// When the store refuses; nothing of the batch was done then.
pub async fn recompute_batch(casework: &Casework) -> Result<Batch, StoreError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&COMPUTER).await?;
    let Some(run) = recomputations::lock_unfinished(&mut tx).await? else { return Ok(Batch::Idle) };
    let open: Vec<CaseState> = CaseState::ALL.iter().copied().filter(|state| state.is_open()).collect();
    if !run.started {
        let total = reckonings::count(&mut tx, &open).await?;
        recomputations::start(&mut tx, run.id, total, now).await?;
    }
    let ids = reckonings::next(&mut tx, &open, run.cursor, BATCH).await?;
    let asked = Asked { run: Some(run.id), worded: run.worded };
    let differ = differing(&mut tx, casework, &ids, asked).await?;
    let looked_at = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    let found = Found { looked_at, ..recompute(&mut tx, casework, &differ, asked, now).await? };
    let last = looked_at < BATCH;
    recomputations::advance(&mut tx, run.id, ids.last().copied(), found, last.then_some(now)).await?;
    tx.commit().await?;
    Ok(if last { Batch::Last(found) } else { Batch::Some(found) })
}

/// The cases of which something would be another one, and those that wait for a decision: looked at without a lock, so that the others are
/// neither locked nor written.
async fn differing(
    tx: &mut Transaction,
    casework: &Casework,
    ids: &[CaseId],
    asked: Asked,
) -> Result<Vec<CaseId>, StoreError> {
    let waiting = recomputations::waiting(tx, ids).await?;
    let cases = reckonings::load(tx, ids, &Reckoning::KINDS).await?;
    let differs = cases.iter().filter(|case| {
        waiting.contains(&case.id)
            || !difference(casework, case).is_none()
            || (asked.worded && worded_differently(casework, case))
    });
    Ok(differs.map(|case| case.id).collect())
}
