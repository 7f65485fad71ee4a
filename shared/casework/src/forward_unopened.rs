//! Sealed medical envelopes, and mail for another service, are sent on the same day, unopened (I-22, R-09).

use domain::{Actor, CaseId, CommunicationId, OpenedClass, OpenedId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{
    StoreError, Transaction,
    events::{self, NewEvent},
    openings, undo,
};
use uuid::Uuid;

use crate::{Casework, EndError, UndoError, end_without_case};

/// The word of the action, for whoever takes it back.
pub(crate) const ACTION: &str = "forward_unopened";

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

/// What was sent on together.
#[derive(Clone, Copy, Debug)]
pub struct SentOn {
    /// How many envelopes.
    pub envelopes: usize,
    /// The key that takes it back; none when nothing waited.
    pub undo: Option<Uuid>,
}

/// What stood before, to take it back.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sent {
    ids: Vec<OpenedId>,
    ended: Vec<(CommunicationId, Vec<CaseId>)>,
}

/// Sends on every envelope of the class that waits, also those that were scanned by mistake: these end with `outcome`.
///
/// # Errors
/// When the class is opened here, nobody is named, or the store refuses; nothing was sent on then.
pub async fn forward_unopened(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    class: OpenedClass,
    to: &str,
    outcome: &str,
) -> Result<SentOn, ForwardError> {
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
    let mut ended = Vec::new();
    for communication in sent.iter().filter_map(|(_, communication)| *communication) {
        match end_without_case::end(&mut tx, communication, outcome, now).await {
            Ok(cases) => ended.push((communication, cases)),
            Err(EndError::AlreadyEnded | EndError::NoOutcome | EndError::Refused(_)) => {}
            Err(EndError::Store(error)) => return Err(error.into()),
        }
    }
    let mut undo = None;
    if let Some((first, _)) = sent.first() {
        let facts = json!({ "class": class, "to": to, "envelopes": sent.len() });
        let stream = format!("opening:{}", casework.today());
        events::append(&mut tx, now, &[NewEvent::new(stream, "envelopes.forwarded", facts)]).await?;
        let before = json!(Sent { ids: sent.iter().map(|(id, _)| *id).collect(), ended });
        undo = Some(undo::remember(&mut tx, by, ACTION, first.uuid(), before, now).await?);
    }
    tx.commit().await?;
    Ok(SentOn { envelopes: sent.len(), undo })
}

/// They were not sent on after all.
pub(crate) async fn take_back(tx: &mut Transaction, casework: &Casework, before: &Value) -> Result<(), UndoError> {
    let now = casework.clock.now();
    let sent: Sent = serde_json::from_value(before.clone()).map_err(|_| StoreError::Malformed("undo"))?;
    let kept = openings::keep_here(tx, &sent.ids).await?;
    if usize::try_from(kept) != Ok(sent.ids.len()) {
        return Err(UndoError::EnvelopeMoved);
    }
    for (communication, cases) in &sent.ended {
        end_without_case::open_again(tx, *communication, cases, now).await?;
    }
    let stream = format!("opening:{}", casework.today());
    let facts = json!({ "envelopes": sent.ids.len() });
    Ok(events::append(tx, now, &[NewEvent::new(stream, "envelopes.kept_here", facts)]).await?)
}
