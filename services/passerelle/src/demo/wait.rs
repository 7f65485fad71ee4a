//! Waiting for what the services do, with a word to the person at the terminal.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use domain::Actor;
use queue::{JobState, Page};

use super::{Stage, say};

/// How often is looked.
const LOOK: Duration = Duration::from_millis(50);
/// After this long without an answer the person at the terminal is told, and again as often.
const TELL: Duration = Duration::from_secs(15);
/// A wait that is longer than this has no good end.
const PATIENCE: Duration = Duration::from_mins(10);

/// Looks at something again and again until it gives an answer. `what` says what is waited for.
pub async fn until<T, F: Future<Output = Result<Option<T>>>>(
    stage: &Stage,
    what: &str,
    mut look: impl FnMut() -> F,
) -> Result<T> {
    let start = Instant::now();
    let mut told = start;
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        if told.elapsed() > TELL {
            told = Instant::now();
            let seconds = start.elapsed().as_secs();
            say::line(&format!("… {what} : en cours depuis {seconds} s ; {}", at_work(stage).await?));
        }
        if start.elapsed() > PATIENCE {
            bail!("« {what} » n'est pas venu en {} minutes", PATIENCE.as_secs() / 60);
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// What the machine has done and has before it. A job that was given up since the start will never give an answer.
async fn at_work(stage: &Stage) -> Result<String> {
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    let given_up = queue::dead(&mut tx, Page::first(1)).await?;
    if let Some(job) = given_up.first().filter(|job| job.failed_at > stage.opened_at) {
        bail!("une tâche a échoué pour de bon : {} {} : {}", job.kind, job.key, job.error);
    }
    let pages = store::reads::balance::read(&mut tx).await?.pages;
    let jobs: u64 = queue::depth(&mut tx).await?.iter().filter(|d| d.state != JobState::Dead).map(|d| d.jobs).sum();
    Ok(format!("{pages} pages lues, {jobs} tâches devant la machine"))
}

/// Waits until the machine has nothing left to do.
pub async fn until_at_rest(stage: &Stage) -> Result<()> {
    until(stage, "les dernières tâches", || async {
        let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
        let left = queue::depth(&mut tx).await?.iter().any(|depth| depth.state != JobState::Dead && depth.jobs > 0);
        Ok((!left).then_some(()))
    })
    .await
}
