//! A letter whose contact point is no longer safe waits, visibly; it is never sent elsewhere by itself.

use chrono::{DateTime, Utc};
use domain::{ExceptionId, ExceptionKind, NotAddressable, Role};
use serde_json::json;
use store::{
    StoreError, Transaction,
    events::{self, NewEvent},
    exceptions::{self, NewException},
    letter_standing,
    letters::{self, LetterRow},
    postal,
};

/// Holds a letter that has not left, and says so to a person.
pub(crate) async fn hold(
    tx: &mut Transaction,
    letter: &LetterRow,
    reason: NotAddressable,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    // Out of its pile: the rest of it can still leave or be taken back.
    if letter.print_run.is_some() {
        postal::leave_envelope(tx, letter.id).await?;
        letter_standing::leave_run(tx, letter.id).await?;
    }
    letters::hold(tx, letter.id, held_word(reason)).await?;
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::NoSafeAddress,
        key: format!("held:{}:{}", letter.id, now.timestamp_micros()),
        batch: None,
        communication: None,
        case: Some(letter.case),
        detail: json!({ "letter": letter.id, "kind": letter.kind, "was": letter.state, "held": held_word(reason), "reason": reason.to_string() }),
        owner: Role::Indexer,
    };
    exceptions::open(tx, &exception, now).await?;
    let facts = json!({ "letter": letter.id, "kind": letter.kind });
    events::append(tx, now, &[NewEvent::new(letter.case, "letter.held", facts)]).await
}

/// Why a letter is held, a stable word.
pub(crate) const fn held_word(reason: NotAddressable) -> &'static str {
    match reason {
        NotAddressable::Doubtful => "doubtful_address",
        NotAddressable::Unsafe(_) | NotAddressable::Ended(_) | NotAddressable::Empty => "no_safe_address",
    }
}
