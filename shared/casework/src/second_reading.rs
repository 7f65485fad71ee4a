//! A second person reads the marks of an envelope again, without having seen what the first one read (M5). A reading that ended the check
//! by mistake is taken back by whoever gave it; what they had read stays on record, and the envelope is read anew, blind.

use chrono::{DateTime, Utc};
use domain::{Actor, CheckOutcome, CommunicationId, EnvelopeReading, ReadMark, UserId};
use serde_json::json;
use store::{
    StoreError, Transaction, date_corrections,
    events::{self, NewEvent},
    second_checks, undo,
};
use uuid::Uuid;

use crate::Casework;

/// The word of the undo.
pub(crate) const ACTION: &str = "second_reading";

/// What came out of the second reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecondReading {
    /// Both read the same: nothing is left to do. The key takes it back.
    Agreed(Uuid),
    /// They read these marks differently: the second person looks at both and says which is right.
    Differs(Vec<ReadMark>),
}

/// Why a second reading was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SecondReadingError {
    /// The person who registered it does not check it.
    #[error("the first reader does not read a second time")]
    SamePerson,
    /// Another person was quicker.
    #[error("another person reads it")]
    Taken,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps what `reader` read. The same reading ends the check.
///
/// # Errors
/// When the reader is the first one, another person was quicker, or the store refuses; nothing was kept then.
pub async fn record_second_reading(
    casework: &Casework,
    actor: &Actor,
    reader: UserId,
    communication: CommunicationId,
    reading: &EnvelopeReading,
) -> Result<SecondReading, SecondReadingError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let check = second_checks::lock(&mut tx, communication).await?;
    if check.first_by == reader {
        return Err(SecondReadingError::SamePerson);
    }
    if check.outcome.is_some() || check.second.as_ref().is_some_and(|(by, _)| *by != reader) {
        return Err(SecondReadingError::Taken);
    }
    if date_corrections::waiting_of(&mut tx, communication).await?.is_some() {
        return Err(SecondReadingError::Taken);
    }
    second_checks::set_second(&mut tx, communication, reader, reading, now).await?;
    let differences = check.first.differences(reading);
    let came_out = if differences.is_empty() {
        second_checks::settle(&mut tx, communication, CheckOutcome::Agreed, now).await?;
        let facts = json!({ "outcome": CheckOutcome::Agreed, "reasons": check.reasons });
        events::append(&mut tx, now, &[NewEvent::new(communication, "communication.checked", facts)]).await?;
        SecondReading::Agreed(undo::remember(&mut tx, reader, ACTION, communication.uuid(), json!(reading), now).await?)
    } else {
        SecondReading::Differs(differences)
    };
    tx.commit().await?;
    Ok(came_out)
}

/// A reading that agreed was given by mistake. Nothing followed from it but the end of the check: the envelope is to be read again.
/// `false` when the check was withdrawn with its registration, or does not stand as it did.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    reader: UserId,
    communication: CommunicationId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let check = match second_checks::lock(tx, communication).await {
        Ok(check) => check,
        Err(StoreError::NotFound(_)) => return Ok(false),
        Err(error) => return Err(error),
    };
    let own = check.second.as_ref().is_some_and(|(by, _)| *by == reader);
    if !own || check.outcome != Some(CheckOutcome::Agreed) {
        return Ok(false);
    }
    second_checks::read_anew(tx, communication).await?;
    events::append(tx, now, &[NewEvent::new(communication, "communication.check_taken_back", json!({}))]).await?;
    Ok(true)
}
