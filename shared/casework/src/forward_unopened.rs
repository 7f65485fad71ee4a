//! Sealed medical envelopes, and mail for another service, are sent on the same day, unopened (I-22, R-09).

use domain::{Actor, OpenedClass};
use serde_json::json;
use store::{
    StoreError,
    events::{self, NewEvent},
    openings,
};

use crate::Casework;

/// Why nothing was sent on.
#[derive(Debug, thiserror::Error)]
pub enum ForwardError {
    /// What may be opened here is not sent on unopened.
    #[error("this class of post is not sent on unopened")]
    Class,
    /// Nobody to send it to.
    #[error("nobody to send it to")]
    Nobody,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sends on every envelope of the class that waits; returns how many.
///
/// # Errors
/// When the class is opened here, nobody is named, or the store refuses; nothing was sent on then.
pub async fn forward_unopened(
    casework: &Casework,
    actor: &Actor,
    class: OpenedClass,
    to: &str,
) -> Result<u64, ForwardError> {
    if !matches!(class, OpenedClass::MedicalSealed | OpenedClass::OtherService) {
        return Err(ForwardError::Class);
    }
    let to = to.trim();
    if to.is_empty() {
        return Err(ForwardError::Nobody);
    }
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let sent = openings::forward(&mut tx, class, to, now).await?;
    if sent > 0 {
        let facts = json!({ "class": class, "to": to, "envelopes": sent });
        let stream = format!("opening:{}", casework.today());
        events::append(&mut tx, now, &[NewEvent::new(stream, "envelopes.forwarded", facts)]).await?;
    }
    tx.commit().await?;
    Ok(sent)
}
