//! A second person reads the marks of an envelope again, without having seen what the first one read (M5).

use domain::{Actor, CheckOutcome, CommunicationId, EnvelopeReading, ReadMark, UserId};
use serde_json::json;
use store::{
    StoreError,
    events::{self, NewEvent},
    second_checks,
};

use crate::Casework;

/// What came out of the second reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecondReading {
    /// Both read the same: nothing is left to do.
    Agreed,
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
    second_checks::set_second(&mut tx, communication, reader, reading, now).await?;
    let differences = check.first.differences(reading);
    if differences.is_empty() {
        second_checks::settle(&mut tx, communication, CheckOutcome::Agreed, now).await?;
        let facts = json!({ "outcome": CheckOutcome::Agreed, "reasons": check.reasons });
        events::append(&mut tx, now, &[NewEvent::new(communication, "communication.checked", facts)]).await?;
    }
    tx.commit().await?;
    Ok(if differences.is_empty() { SecondReading::Agreed } else { SecondReading::Differs(differences) })
}
