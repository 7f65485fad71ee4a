//! A letter whose contact point is no longer safe waits, visibly; it is never sent elsewhere by itself.

use chrono::{DateTime, Utc};
use domain::{ExceptionId, ExceptionKind, LetterState, NotAddressable, Role};
use serde_json::json;
use store::{
    StoreError, Transaction,
    events::{self, NewEvent},
    exceptions::{self, NewException},
    letters::{self, LetterRow},
};

/// Holds a letter that has not left, and says so to a person.
pub(crate) async fn hold(
    tx: &mut Transaction,
    letter: &LetterRow,
    reason: NotAddressable,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    letters::set_state(tx, letter.id, LetterState::Held, None, now).await?;
    letters::set_held(tx, letter.id, Some("no_safe_address")).await?;
    // The rest of its pile can still leave or be taken back.
    letters::leave_run(tx, letter.id).await?;
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::NoSafeAddress,
        key: format!("held:{}:{}", letter.id, now.timestamp_micros()),
        batch: None,
        communication: None,
        case: Some(letter.case),
        detail: json!({ "letter": letter.id, "kind": letter.kind, "was": letter.state, "reason": reason.to_string() }),
        owner: Role::Indexer,
    };
    exceptions::open(tx, &exception, now).await?;
    let facts = json!({ "letter": letter.id, "kind": letter.kind });
    events::append(tx, now, &[NewEvent::new(letter.case, "letter.held", facts)]).await
}
