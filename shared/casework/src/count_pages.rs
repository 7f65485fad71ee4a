//! The page ledger of one envelope, kept true when its pages change: what was counted by hand and what was scanned are the same, or a
//! person is told (R-82, I-21).

use chrono::{DateTime, Utc};
use domain::{ExceptionId, ExceptionKind, Role};
use serde_json::json;
use store::{
    StoreError, Transaction,
    exceptions::{self, NewException},
    scanning::Stands,
};

/// Ends what was said about the count of this envelope and says what is to be said now.
pub(crate) async fn count_again(
    tx: &mut Transaction,
    envelope: &Stands,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let kind = ExceptionKind::PageCount;
    exceptions::end_of_communication(tx, envelope.communication, kind, by, "pages counted again", now).await?;
    if envelope.declared.is_none() || envelope.declared == envelope.scanned {
        return Ok(());
    }
    let id = ExceptionId::new(now);
    let exception = NewException {
        id,
        kind,
        key: format!("{}:{}:{id}", kind.word(), envelope.communication),
        batch: Some(envelope.batch),
        communication: Some(envelope.communication),
        case: None,
        detail: json!({ "declared": envelope.declared, "scanned": envelope.scanned }),
        owner: Role::Mailroom,
    };
    exceptions::open(tx, &exception, now).await.map(|_| ())
}
