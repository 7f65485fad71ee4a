//! What the sheets of a batch say of other batches: pages scanned again, the rest after a jam; and where a sheet was probably missed.

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, ExceptionId, ExceptionKind, MissedSheetId, Role};
use serde_json::json;
use store::{
    StoreError, Transaction,
    batches::{Batch, BatchState},
    exceptions::{self, NewException},
    missed_sheets::{self, MissedSheet},
    scanning,
};

use super::{Missed, ReadingResult, RecordError};
use crate::{EndError, RestError, end_without_case, join_rest, place_rescan};

/// Proposes to cut an envelope.
pub(super) async fn propose(
    tx: &mut Transaction,
    batch: BatchId,
    communication: CommunicationId,
    missed: &[Missed],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for one in missed {
        let proposal = MissedSheet {
            id: MissedSheetId::new(now),
            communication,
            batch,
            page: i32::try_from(one.page).unwrap_or(i32::MAX),
            reasons: one.reasons.clone(),
        };
        missed_sheets::propose(tx, &proposal, now).await?;
    }
    Ok(())
}

/// Gives pages scanned again their place and joins rests to what they continue: those in this batch, and those that were read before it.
pub(super) async fn settle(
    tx: &mut Transaction,
    batch: &Batch,
    result: &ReadingResult,
    communications: &[(u32, CommunicationId)],
    now: DateTime<Utc>,
) -> Result<(), RecordError> {
    let first = communications.first().map(|(_, communication)| *communication);
    for again in &result.again {
        if let Some(first) = first {
            place_rescan::place_read(tx, batch.id, again, first, now).await?;
        }
    }
    if let Some(first) = first.filter(|_| result.envelopes.is_empty() && !result.again.is_empty()) {
        set_apart(tx, first, &result.words.again, now).await?;
    }
    for read in &result.envelopes {
        let head = communications.iter().find(|(position, _)| *position == read.position);
        if let Some((code, (_, head))) = read.continues.as_ref().zip(head) {
            follow(tx, batch, code, *head, read.separator_page, &result.words.rest, now).await?;
        }
    }
    for head in scanning::rests_waiting(tx, batch.id).await? {
        let (rest, _) = scanning::lock_envelope(tx, head).await?;
        attach(tx, batch.id, rest.batch, head, &result.words.rest, now).await?;
    }
    Ok(())
}

/// The file held nothing of its own: no envelope waits for it.
async fn set_apart(
    tx: &mut Transaction,
    communication: CommunicationId,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<(), RecordError> {
    match end_without_case::end(tx, communication, outcome, now).await {
        Ok(_) | Err(EndError::AlreadyEnded | EndError::NoOutcome | EndError::Refused(_)) => {}
        Err(EndError::Store(error)) => return Err(error.into()),
    }
    let (stands, _) = scanning::lock_envelope(tx, communication).await?;
    let own = Some(stands.id);
    let after = scanning::Stands { pages: None, scanned: Some(0), part_of: own, ..stands };
    Ok(scanning::put(tx, &after).await?)
}

/// The rest of a batch that may still be in reading: then it waits for the end of that.
async fn follow(
    tx: &mut Transaction,
    batch: &Batch,
    code: &str,
    head: CommunicationId,
    page: Option<u32>,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<(), RecordError> {
    let Some((whole, state)) = scanning::lock_by_code(tx, code).await?.filter(|(whole, _)| *whole != batch.id) else {
        return Ok(say_unknown(tx, batch, head, page, now).await?);
    };
    match state {
        BatchState::Received => Ok(scanning::set_continues(tx, batch.id, Some(whole), None).await?),
        BatchState::Read | BatchState::Unreadable => attach(tx, whole, batch.id, head, outcome, now).await,
    }
}

/// Joined, or left as an envelope of its own that a clerk sees.
async fn attach(
    tx: &mut Transaction,
    whole: BatchId,
    rest: BatchId,
    head: CommunicationId,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<(), RecordError> {
    match join_rest::join(tx, whole, rest, head, outcome, now).await {
        Err(RestError::Store(error)) => Err(error.into()),
        Err(RestError::Queue(error)) => Err(error.into()),
        Ok(_)
        | Err(
            RestError::Unknown
            | RestError::Itself
            | RestError::Reading
            | RestError::Taken
            | RestError::OwnSheet
            | RestError::Changed
            | RestError::Apart,
        ) => Ok(()),
    }
}

async fn say_unknown(
    tx: &mut Transaction,
    batch: &Batch,
    head: CommunicationId,
    page: Option<u32>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::Separator,
        key: format!("separator:{}:rest", batch.id),
        batch: Some(batch.id),
        communication: Some(head),
        case: None,
        detail: json!({ "page": page, "file_name": batch.file_name, "rest": true }),
        owner: Role::Mailroom,
    };
    exceptions::open(tx, &exception, now).await.map(|_| ())
}
