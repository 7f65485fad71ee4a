//! Sheets written on both sides, scanned by a scanner that sees one: the backs of a file are told by a sheet at their head or by the folder
//! they came into, and laid behind their fronts when the counts fit. What does not fit is told to a person and stays as it is.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{BatchId, CommunicationId, ExceptionId, ExceptionKind, Role};
use serde_json::{Value, json};
use store::{
    StoreError, Transaction,
    batches::{Batch, BatchState},
    collation,
    exceptions::{self, NewException},
    scanning,
};

use super::{ReadEnvelope, ReadingResult, RecordError};
use crate::{CollateError, collate_sheets::collate};

/// How long before the backs the fronts were scanned at most, when a sheet alone says that these are backs.
const JUST_BEFORE: TimeDelta = TimeDelta::hours(2);

/// Lays together what this batch holds the backs of, and the backs of this batch that were read before it.
pub(super) async fn settle(
    tx: &mut Transaction,
    batch: &Batch,
    result: &ReadingResult,
    communications: &[(u32, CommunicationId)],
    now: DateTime<Utc>,
) -> Result<(), RecordError> {
    let first = communications.first().map(|(_, communication)| *communication);
    let outcome = &result.words.backs;
    let told = result.envelopes.iter().find_map(|read| read.backs.as_ref().map(|serial| (read, serial)));
    match (told, &result.backs_of) {
        (Some((read, _)), _) if has_fronts(result, read) => {
            let done = collate(tx, batch.id, None, None, outcome, now).await;
            told_of(tx, batch, first, done, now).await?;
        }
        (Some((_, serial)), folder) => {
            let named = scanning::lock_by_code(tx, serial).await?.filter(|(fronts, _)| *fronts != batch.id);
            let fronts = if named.is_some() {
                named
            } else {
                let of = folder.as_ref().map_or(batch.folder.as_str(), |backs| backs.folder.as_str());
                let within = folder.as_ref().map_or(JUST_BEFORE, |backs| backs.within);
                just_before(tx, batch, of, within).await?
            };
            follow(tx, batch, fronts, first, outcome, now).await?;
        }
        (None, Some(backs)) => {
            let fronts = just_before(tx, batch, &backs.folder, backs.within).await?;
            follow(tx, batch, fronts, first, outcome, now).await?;
        }
        (None, None) => {}
    }
    for backs in collation::backs_waiting(tx, batch.id).await? {
        let done = collate(tx, batch.id, Some(backs), None, outcome, now).await;
        if done.is_err() {
            collation::set_backs_of(tx, backs, None).await?;
        }
        told_of(tx, batch, first, done, now).await?;
    }
    Ok(())
}

/// Whether pages lie before the sheet of the backs: their fronts.
fn has_fronts(result: &ReadingResult, read: &ReadEnvelope) -> bool {
    let sheet = read.separator_page.unwrap_or(1);
    result.pages.iter().any(|page| u32::try_from(page.number).is_ok_and(|number| number < sheet))
}

async fn just_before(
    tx: &mut Transaction,
    batch: &Batch,
    folder: &str,
    within: TimeDelta,
) -> Result<Option<(BatchId, BatchState)>, StoreError> {
    let between = (batch.received_at - within, batch.received_at);
    collation::last_fronts(tx, folder, between, batch.id).await
}

/// Fronts that may still be in reading: then their backs wait for the end of that.
async fn follow(
    tx: &mut Transaction,
    batch: &Batch,
    fronts: Option<(BatchId, BatchState)>,
    first: Option<CommunicationId>,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<(), RecordError> {
    let Some((fronts, state)) = fronts else {
        let detail = json!({ "backs": true, "reason": "none" });
        return Ok(say(tx, batch, first, detail, now).await?);
    };
    collation::set_backs_of(tx, batch.id, Some(fronts)).await?;
    match state {
        BatchState::Received => Ok(()),
        BatchState::Read | BatchState::Unreadable => {
            let done = collate(tx, fronts, Some(batch.id), None, outcome, now).await;
            if done.is_err() {
                collation::set_backs_of(tx, batch.id, None).await?;
            }
            told_of(tx, batch, first, done, now).await
        }
    }
}

/// Whatever could not be laid together is told.
async fn told_of(
    tx: &mut Transaction,
    batch: &Batch,
    first: Option<CommunicationId>,
    done: Result<Value, CollateError>,
    now: DateTime<Utc>,
) -> Result<(), RecordError> {
    let detail = match done {
        Ok(_) => return Ok(()),
        Err(CollateError::Store(error)) => return Err(error.into()),
        Err(CollateError::Counts { fronts, backs }) => {
            json!({ "backs": true, "reason": "counts", "fronts": fronts, "of_backs": backs })
        }
        Err(
            CollateError::Unknown
            | CollateError::Reading
            | CollateError::Registered
            | CollateError::SheetsAmongBacks
            | CollateError::Changed,
        ) => json!({ "backs": true, "reason": "changed" }),
    };
    Ok(say(tx, batch, first, detail, now).await?)
}

async fn say(
    tx: &mut Transaction,
    batch: &Batch,
    communication: Option<CommunicationId>,
    mut detail: Value,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    detail["file_name"] = json!(batch.file_name);
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::Separator,
        key: format!("separator:{}:backs", batch.id),
        batch: Some(batch.id),
        communication,
        case: None,
        detail,
        owner: Role::Mailroom,
    };
    exceptions::open(tx, &exception, now).await.map(|_| ())
}
