//! A document that is not in French is read again in the language that a person names. What it said before is kept, and comes back when
//! that is taken back. What it proposes is made again each time (`propose_again`).

use domain::{Actor, CommunicationId, UserId};
use queue::{Done, Job, LeaseError, QueueError};
use serde_json::{Value, json};
use store::{
    StoreError, Transaction,
    events::{self, NewEvent},
    readings::{self, NewReading, ReadPage},
    undo,
};
use uuid::Uuid;

use crate::{Casework, READ_IN_LANGUAGE, ReadInLanguage, UndoError, jobs};

/// Why a document is not read in another language; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum LanguageError {
    /// Its pages carry their own text, or none could be opened.
    #[error("no page whose text was recognised")]
    NothingToRead,
    /// It is read in this language already, or is being read in it.
    #[error("already read in this language")]
    AlreadyRead,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] QueueError),
}

/// Why a reading in another language was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordLanguageError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The job was taken over by another worker.
    #[error(transparent)]
    Lease(#[from] LeaseError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] QueueError),
}

/// Has the pages of a communication read in a language; a reading that is known is shown at once. Returns the key that takes it back.
///
/// # Errors
/// When there is nothing to read, or it was read so; nothing was changed then.
pub async fn read_in_language(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    communication: CommunicationId,
    language: &str,
) -> Result<Uuid, LanguageError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let pages = readings::pages(&mut tx, communication).await?;
    let before = pages.first().ok_or(LanguageError::NothingToRead)?.language.clone();
    let asked = readings::asked(&mut tx, communication).await?.filter(|asked| asked.ended_at.is_none());
    let already = asked.map_or_else(|| pages.iter().all(|p| p.language == language), |a| a.language == language);
    if already {
        return Err(LanguageError::AlreadyRead);
    }
    readings::ask(&mut tx, communication, language, by, pages.len(), now).await?;
    let ids = ids(&pages);
    if readings::known(&mut tx, &ids, language).await? == ids.len() {
        readings::show(&mut tx, &ids, language, now).await?;
        readings::end(&mut tx, communication, None, now).await?;
        queue::enqueue(&mut tx, now, &[jobs::propose_again(communication, now)]).await?;
    } else {
        queue::enqueue(&mut tx, now, &[jobs::read_in_language(communication, language, now)]).await?;
    }
    let key = undo::remember(&mut tx, by, READ_IN_LANGUAGE, communication.uuid(), json!({ "language": before }), now);
    let key = key.await?;
    let facts = json!({ "language": language, "before": before });
    events::append(&mut tx, now, &[NewEvent::new(communication, "communication.language_named", facts)]).await?;
    tx.commit().await?;
    Ok(key)
}

fn ids(pages: &[ReadPage]) -> Vec<domain::PageId> {
    pages.iter().map(|page| page.id).collect()
}

/// Records what the pages say in a language, or why they could not be read, and ends the job. Nothing is recorded once another language
/// was asked for or it was taken back.
///
/// # Errors
/// When the store refuses or the job was taken over; nothing was recorded then.
pub async fn record_language(
    casework: &Casework,
    job: &Job,
    what: &ReadInLanguage,
    outcome: Result<Vec<NewReading>, String>,
) -> Result<Done, RecordLanguageError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&Actor::Job(READ_IN_LANGUAGE)).await?;
    let asked = readings::asked(&mut tx, what.communication).await?;
    if asked.is_some_and(|asked| asked.ended_at.is_none() && asked.language == what.language) {
        match outcome {
            Ok(read) => {
                readings::keep(&mut tx, &what.language, &read, now).await?;
                let pages: Vec<_> = read.iter().map(|reading| reading.page).collect();
                readings::show(&mut tx, &pages, &what.language, now).await?;
                readings::end(&mut tx, what.communication, None, now).await?;
                queue::enqueue(&mut tx, now, &[jobs::propose_again(what.communication, now)]).await?;
                let facts = json!({ "language": what.language, "pages": read.len() });
                let event = NewEvent::new(what.communication, "communication.read_in_language", facts);
                events::append(&mut tx, now, &[event]).await?;
            }
            Err(why) => readings::end(&mut tx, what.communication, Some(&why), now).await?,
        }
    }
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}

/// The pages say again what they said before; a reading that still waits is not done.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    communication: CommunicationId,
    before: &Value,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), UndoError> {
    let language = before.get("language").and_then(Value::as_str).ok_or(StoreError::Malformed("undo"))?;
    readings::end(tx, communication, None, now).await?;
    let pages = ids(&readings::pages(tx, communication).await?);
    readings::show(tx, &pages, language, now).await?;
    queue::enqueue(tx, now, &[jobs::propose_again(communication, now)]).await?;
    let facts = json!({ "language": language });
    Ok(events::append(tx, now, &[NewEvent::new(communication, "communication.language_taken_back", facts)]).await?)
}
