//! A sealed medical envelope was scanned by mistake: its pages are kept and shown to nobody, what was read on them is put away, and it is
//! sent on unopened like the others (I-22).

use chrono::{DateTime, Utc};
use domain::{Actor, CommunicationId, CommunicationState, ExceptionKind, OpenedClass, OpenedId, PageId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction,
    events::{self, NewEvent},
    exceptions,
    scanning::{self, Standing},
    sealed_envelopes,
    suggestions::{self, NewSuggestion},
};

use crate::{Casework, jobs};

/// Why an envelope was not closed, or not shown again.
#[derive(Debug, thiserror::Error)]
pub enum SealEnvelopeError {
    /// It is registered or ended: that is to be taken back first.
    #[error("the envelope is registered or ended")]
    Registered,
    /// It is closed already.
    #[error("the envelope is closed already")]
    Sealed,
    /// It is an envelope like others.
    #[error("the envelope is not closed")]
    Open,
    /// It was sent on.
    #[error("the envelope was sent on")]
    SentOn,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// What the book of the opening said of it before.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Booked {
    /// It was sorted as this.
    As(OpenedClass),
    /// Nothing: it was entered when it was closed.
    Now(OpenedId),
}

/// What stood where before.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Before {
    by: String,
    pages: Vec<PageId>,
    empty_backs: Vec<PageId>,
    read: Vec<NewSuggestion>,
    booked: Booked,
}

/// A clerk says that a scanned envelope is a sealed medical one. `label` is for the book of the opening, when nobody entered it there.
///
/// # Errors
/// When it is registered, ended or closed already; nothing was done then.
pub async fn seal_envelope(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    communication: CommunicationId,
    label: &str,
) -> Result<(), SealEnvelopeError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    seal(&mut tx, communication, &actor.to_string(), Some((by, label)), now).await?;
    Ok(tx.commit().await?)
}

/// The same, inside another operation. `entered` enters it into the book of the opening when it is not there.
pub(crate) async fn seal(
    tx: &mut Transaction,
    communication: CommunicationId,
    by: &str,
    entered: Option<(UserId, &str)>,
    now: DateTime<Utc>,
) -> Result<(), SealEnvelopeError> {
    let (envelope, state) = scanning::lock_envelope(tx, communication).await?;
    if !matches!(state, CommunicationState::Received | CommunicationState::ToIndex) {
        return Err(SealEnvelopeError::Registered);
    }
    if sealed_envelopes::get(tx, communication).await?.is_some() {
        return Err(SealEnvelopeError::Sealed);
    }
    let (mut pages, mut empty_backs): (Vec<PageId>, Vec<PageId>) = (Vec::new(), Vec::new());
    if let Some((first, last)) = envelope.pages {
        for page in scanning::pages(tx, envelope.batch, first, last).await? {
            match page.standing {
                Standing::Counts => pages.push(page.id),
                Standing::EmptyBack => empty_backs.push(page.id),
                Standing::Replaced | Standing::Double | Standing::Unplaced | Standing::Sealed => {}
            }
        }
    }
    let hidden: Vec<PageId> = pages.iter().chain(&empty_backs).copied().collect();
    scanning::set_standing(tx, &hidden, Standing::Sealed, Some(communication)).await?;
    let booked = match (sealed_envelopes::reclass(tx, communication, OpenedClass::MedicalSealed).await?, entered) {
        (Some(class), _) => Booked::As(class),
        (None, Some((user, label))) => Booked::Now(sealed_envelopes::enter(tx, communication, label, user, now).await?),
        (None, None) => Booked::As(OpenedClass::MedicalSealed),
    };
    let read = suggestions::take_read(tx, communication).await?;
    let before = Before { by: by.to_owned(), pages, empty_backs, read, booked };
    sealed_envelopes::set(tx, communication, Some(&json!(before))).await?;
    let facts = json!({ "pages": hidden.len() });
    Ok(events::append(tx, now, &[NewEvent::new(communication, "envelope.sealed", facts)]).await?)
}

/// It was no medical envelope: its pages are shown again. `why` says in words how that is known.
///
/// # Errors
/// When it is not closed, or was sent on; nothing was done then.
pub async fn unseal_envelope(
    casework: &Casework,
    actor: &Actor,
    communication: CommunicationId,
    why: &str,
) -> Result<(), SealEnvelopeError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    scanning::lock_envelope(&mut tx, communication).await?;
    let before = sealed_envelopes::get(&mut tx, communication).await?.ok_or(SealEnvelopeError::Open)?;
    if sealed_envelopes::is_forwarded(&mut tx, communication).await? {
        return Err(SealEnvelopeError::SentOn);
    }
    let before: Before = serde_json::from_value(before).map_err(|_| StoreError::Malformed("sealed envelope"))?;
    scanning::set_standing(&mut tx, &before.pages, Standing::Counts, None).await?;
    scanning::set_standing(&mut tx, &before.empty_backs, Standing::EmptyBack, None).await?;
    suggestions::insert(&mut tx, communication, &before.read).await?;
    match before.booked {
        // Sorted as medical from the start: whoever shows it says that this was wrong.
        Booked::As(OpenedClass::MedicalSealed) => {
            sealed_envelopes::reclass(&mut tx, communication, OpenedClass::Ordinary).await?;
        }
        Booked::As(class) => {
            sealed_envelopes::reclass(&mut tx, communication, class).await?;
        }
        Booked::Now(id) => sealed_envelopes::leave(&mut tx, id, now).await?,
    }
    sealed_envelopes::set(&mut tx, communication, None).await?;
    let kind = ExceptionKind::MedicalScanned;
    exceptions::end_of_communication(&mut tx, communication, kind, &actor.to_string(), "no medical envelope", now)
        .await?;
    let facts = json!({ "why": why, "sealed_by": before.by });
    events::append(&mut tx, now, &[NewEvent::new(communication, "envelope.unsealed", facts)]).await?;
    // It was compared with nothing while it was closed.
    queue::enqueue(&mut tx, now, &[jobs::compare_pages(communication, now)]).await?;
    Ok(tx.commit().await?)
}
