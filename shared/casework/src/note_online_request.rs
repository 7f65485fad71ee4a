//! The number under which the online service (ANEF) knows a request is noted of its case: what comes by another door joins it.

use domain::{Actor, CaseId};
use formats::OnlineRequestNumber;
use serde_json::json;
use store::{
    StoreError, Transaction, cases,
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
    let mut tx = locked(casework, actor, case).await?;
    let done = online_requests::note(&mut tx, case, &number.normalised, casework.clock.now()).await?;
    let facts = json!({ "number": number.normalised, "shaped": number.shaped });
    told(casework, tx, done, NewEvent::new(case, "online_request.noted", facts)).await
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
    let mut tx = locked(casework, actor, case).await?;
    let done = online_requests::withdraw(&mut tx, case, &number.normalised, casework.clock.now()).await?;
    let facts = json!({ "number": number.normalised });
    told(casework, tx, done, NewEvent::new(case, "online_request.withdrawn", facts)).await
}

async fn locked(casework: &Casework, actor: &Actor, case: CaseId) -> Result<Transaction, StoreError> {
    let mut tx = casework.begin(actor).await?;
    cases::lock(&mut tx, case).await?;
    Ok(tx)
}

/// What was done is logged and kept; what was done before is not done again.
async fn told(
    casework: &Casework,
    mut tx: Transaction,
    done: bool,
    happened: NewEvent,
) -> Result<(), OnlineRequestError> {
    if !done {
        return Err(OnlineRequestError::Already);
    }
    events::append(&mut tx, casework.clock.now(), &[happened]).await?;
    Ok(tx.commit().await?)
}
