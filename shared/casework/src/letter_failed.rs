//! A letter that cannot be made (a mandatory mention is missing, the template fails) is shown to a person.

use domain::{Actor, ExceptionId, ExceptionKind, LetterId, Role};
use serde_json::json;
use store::{
    StoreError,
    exceptions::{self, NewException},
    letters,
};

use crate::Casework;

/// Opens the exception of a letter that cannot be made. `cause` names the mention or the template, no personal data.
///
/// # Errors
/// When the store refuses.
pub async fn letter_failed(casework: &Casework, letter: LetterId, cause: &str) -> Result<(), StoreError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&Actor::Job(crate::PREPARE_LETTER)).await?;
    let Some(row) = letters::lock(&mut tx, &[letter]).await?.pop() else { return Ok(()) };
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::LetterFailed,
        key: format!("letter_failed:{letter}:{cause}"),
        batch: None,
        communication: None,
        case: Some(row.case),
        detail: json!({ "letter": letter, "kind": row.kind, "cause": cause }),
        owner: Role::Operator,
    };
    exceptions::open(&mut tx, &exception, now).await?;
    tx.commit().await
}
