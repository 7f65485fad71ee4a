//! Once its pages say something else, in another language or as before again, what they propose for a document is made again from what they
//! say now. What codes, zones and people said stays.

use domain::{Actor, CommunicationId, CommunicationState};
use queue::{Done, Job};
use store::{
    readings::{self, ShownPage},
    scanning, sealed_envelopes,
    suggestions::{self, NewSuggestion},
};

use crate::{Casework, PROPOSE_AGAIN, RecordLanguageError};

/// Replaces what was proposed from the text of pages, by the origins that such proposals have, and ends the job. A document that was
/// registered or sealed meanwhile is left as it is.
///
/// # Errors
/// When the store refuses or the job was taken over; nothing was changed then.
pub async fn propose_again(
    casework: &Casework,
    job: &Job,
    communication: CommunicationId,
    origins: &[&str],
    propose: impl FnOnce(&[ShownPage]) -> Vec<NewSuggestion> + Send,
) -> Result<Done, RecordLanguageError> {
    let mut tx = casework.begin(&Actor::Job(PROPOSE_AGAIN)).await?;
    let (_, state) = scanning::lock_envelope(&mut tx, communication).await?;
    let waits = matches!(state, CommunicationState::Received | CommunicationState::ToIndex);
    if waits && sealed_envelopes::get(&mut tx, communication).await?.is_none() {
        let pages = readings::shown(&mut tx, communication).await?;
        let numbers: Vec<u32> = pages.iter().map(|page| page.number).collect();
        let found = propose(&pages);
        suggestions::replace(&mut tx, communication, &numbers, origins, &found).await?;
    }
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}
