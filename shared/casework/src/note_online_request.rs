//! The number under which the online service (ANEF) knows a request is noted of its case: what comes by another door joins it.

use domain::{Actor, CaseId};
use formats::OnlineRequestNumber;
use serde_json::json;
use store::{
    StoreError, cases,
    events::{self, NewEvent},
    online_requests,
};

use crate::Casework;

/// The field of what is read or told of such a number.
pub const ONLINE_REQUEST: &str = "online_request";

/// Why a number was not noted, or not taken back.
#[derive(Debug, thiserror::Error)]
pub enum OnlineRequestError {
    /// It is noted, or taken back, already.
    #[error("already done")]
    Already,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Notes a number of a case, whatever its shape: nobody is sent away for a digit.
///
/// # Errors
/// When it is noted already, or the actor may not see the case.
pub async fn note_online_request(
    casework: &Casework,
    actor: &Actor,
    case: CaseId,
    number: &OnlineRequestNumber,
) -> Result<(), OnlineRequestError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    cases::lock(&mut tx, case).await?;
    if !online_requests::note(&mut tx, case, &number.normalised, now).await? {
        return Err(OnlineRequestError::Already);
    }
    let facts = json!({ "number": number.normalised, "shaped": number.shaped });
    events::append(&mut tx, now, &[NewEvent::new(case, "online_request.noted", facts)]).await?;
    Ok(tx.commit().await?)
}

/// Takes a number back that was noted by mistake.
///
/// # Errors
/// When it is not noted, or the actor may not see the case.
pub async fn withdraw_online_request(
    casework: &Casework,
    actor: &Actor,
    case: CaseId,
    number: &OnlineRequestNumber,
) -> Result<(), OnlineRequestError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    cases::lock(&mut tx, case).await?;
    if !online_requests::withdraw(&mut tx, case, &number.normalised, now).await? {
        return Err(OnlineRequestError::Already);
    }
    let facts = json!({ "number": number.normalised });
    events::append(&mut tx, now, &[NewEvent::new(case, "online_request.withdrawn", facts)]).await?;
    Ok(tx.commit().await?)
}
