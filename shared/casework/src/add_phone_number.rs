//! A person gives a number at which they may be called safely.

use domain::{Actor, CaseId, ContactKind, ContactPoint, ContactPointId, Safety};
use formats::PhoneNumber;
use serde_json::json;
use store::{
    StoreError, cases,
    events::{self, NewEvent},
    persons,
};

use crate::Casework;

/// Keeps a telephone number of the person of a case. One that they have already stays as it is, flags included.
///
/// # Errors
/// When the case is unknown or the store refuses.
pub async fn add_phone_number(casework: &Casework, actor: &Actor, case: CaseId, typed: &str) -> Result<(), StoreError> {
    let now = casework.clock.now();
    let number = PhoneNumber::parse(typed);
    let Some(e164) = number.e164 else { return Ok(()) };
    let mut tx = casework.begin(actor).await?;
    let Some(person) = cases::lock(&mut tx, case).await?.person else { return Ok(()) };
    let lines = vec![e164];
    if persons::contacts(&mut tx, person).await?.iter().any(|known| known.lines == lines) {
        return Ok(());
    }
    let id = ContactPointId::new(now);
    let contact =
        ContactPoint { id, kind: ContactKind::Phone, lines, safety: Safety::Ok, ended_on: None, doubtful_since: None };
    persons::insert_contact(&mut tx, person, &contact, Some(&number.as_typed), now).await?;
    events::append(&mut tx, now, &[NewEvent::new(person, "contact_point.added", json!({ "contact_point": id }))])
        .await?;
    tx.commit().await
}
