//! A person says that they are in danger: a referent is told at once, nothing else is asked for.

use domain::{Actor, CommunicationId, ExceptionId, ExceptionKind, Role};
use serde_json::json;
use store::{
    StoreError, communications,
    exceptions::{self, NewException},
};

use crate::Casework;

/// Tells a referent; `false` when they know already.
///
/// # Errors
/// When the communication is unknown or the store refuses.
pub async fn report_danger(
    casework: &Casework,
    actor: &Actor,
    communication: CommunicationId,
    words: &str,
) -> Result<bool, StoreError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let case = communications::lock(&mut tx, communication).await?.cases.first().copied();
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::Danger,
        key: format!("danger:{communication}"),
        batch: None,
        communication: Some(communication),
        case,
        detail: json!({ "words": words.trim() }),
        owner: Role::Referent,
    };
    let new = exceptions::open(&mut tx, &exception, now).await?;
    tx.commit().await?;
    Ok(new)
}
