//! A contact point is flagged: what was addressed to it and has not left is held at once (I-11, R-60).

use chrono::{DateTime, Utc};
use domain::{Actor, ContactPointId, NotAddressable, Safety};
use serde_json::json;
use store::{
    StoreError, Transaction,
    events::{self, NewEvent},
    letters, persons,
};

use crate::{Casework, hold_letter::hold};

/// Why a contact point was not flagged.
#[derive(Debug, thiserror::Error)]
pub enum FlagError {
    /// The store refused, or the contact point is unknown.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Flags a contact point; returns how many letters are held because of it.
///
/// # Errors
/// When it is unknown or the store refuses.
pub async fn flag_contact(
    casework: &Casework,
    actor: &Actor,
    contact: ContactPointId,
    safety: Safety,
) -> Result<usize, FlagError> {
    let mut tx = casework.begin(actor).await?;
    let held = flag(&mut tx, contact, safety, casework.clock.now()).await?;
    tx.commit().await?;
    Ok(held)
}

/// The same, inside a transaction that does more.
pub(crate) async fn flag(
    tx: &mut Transaction,
    contact: ContactPointId,
    safety: Safety,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let person = persons::set_safety(tx, contact, safety).await?;
    let facts = json!({ "contact_point": contact, "safety": safety });
    events::append(tx, now, &[NewEvent::new(person, "contact_point.flagged", facts)]).await?;
    let mut held = 0;
    if matches!(safety, Safety::Unsafe | Safety::Compromised) {
        let ids = letters::not_left_to(tx, contact).await?;
        for letter in letters::lock(tx, &ids).await? {
            hold(tx, &letter, NotAddressable::Unsafe(safety), now).await?;
            held += 1;
        }
    }
    Ok(held)
}
