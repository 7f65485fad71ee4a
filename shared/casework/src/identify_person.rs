//! Somebody found out who sent an envelope without a name: the request keeps its number and its dates, the person gets a name, or turns out
//! to be one who is known.

use chrono::{DateTime, Utc};
use domain::{Actor, CaseId, CaseReference, PersonId, Safety, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{
    StoreError, Transaction, cases,
    events::{self, NewEvent},
    persons, undo,
};
use uuid::Uuid;

use crate::{Casework, PersonChoice, UndoError, register_person, register_person::record_address};

/// Why nobody was named.
#[derive(Debug, thiserror::Error)]
pub enum IdentifyError {
    /// The person of the case has a name already.
    #[error("the person of the case has a name")]
    Named,
    /// Nobody was chosen.
    #[error("nobody was chosen")]
    Nobody,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What stood before, to take it back.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Before {
    nameless: PersonId,
    known: PersonId,
}

/// Says who the person of a case is; the address, when one was found, is theirs. A letter that was held for want of an address is released
/// from the departures. Returns the key that takes it back.
///
/// # Errors
/// When the person has a name already, or nobody was chosen.
pub async fn identify_person(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    case: CaseId,
    choice: &PersonChoice,
    address: Option<&str>,
) -> Result<Uuid, IdentifyError> {
    let now = casework.clock.now();
    if matches!(choice, PersonChoice::Unidentified { .. }) {
        return Err(IdentifyError::Nobody);
    }
    let mut tx = casework.begin(actor).await?;
    let row = cases::lock(&mut tx, case).await?;
    let nameless = persons::get(&mut tx, row.person.ok_or(IdentifyError::Named)?).await?;
    if nameless.family_name.is_some() || nameless.given_names.is_some() {
        return Err(IdentifyError::Named);
    }
    let person = register_person::choose(&mut tx, choice, now).await?;
    if let Some(address) = address.filter(|address| !address.trim().is_empty()) {
        record_address(&mut tx, &person, address, Safety::Ok, now).await?;
    }
    give(&mut tx, case, row.reference, nameless.id, person.id).await?;
    persons::hide_from_searches(&mut tx, nameless.id).await?;
    let before = Before { nameless: nameless.id, known: person.id };
    let key = undo::remember(&mut tx, by, "identify_person", case.uuid(), json!(before), now).await?;
    let facts = json!({ "before": nameless.id, "person": person.id });
    events::append(&mut tx, now, &[NewEvent::new(case, "case.person_identified", facts)]).await?;
    tx.commit().await?;
    Ok(key)
}

/// The case and its pieces are somebody's.
async fn give(
    tx: &mut Transaction,
    case: CaseId,
    reference: CaseReference,
    from: PersonId,
    to: PersonId,
) -> Result<(), StoreError> {
    let person = persons::get(tx, to).await?;
    let search = format!("{} {}", reference.digits(), persons::search_name(&person));
    cases::give_to(tx, case, from, to, &search).await?;
    for communication in cases::communications(tx, case).await? {
        store::communications::follow_protection(tx, communication).await?;
    }
    Ok(())
}

/// It was somebody else: nobody can say who it is.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    case: CaseId,
    before: &Value,
    now: DateTime<Utc>,
) -> Result<(), UndoError> {
    let before: Before = serde_json::from_value(before.clone()).map_err(|_| StoreError::Malformed("undo"))?;
    let row = cases::lock(tx, case).await?;
    if row.person != Some(before.known) {
        return Err(UndoError::Nothing);
    }
    give(tx, case, row.reference, before.known, before.nameless).await?;
    let nameless = persons::get(tx, before.nameless).await?;
    persons::show_in_searches(tx, &nameless).await?;
    let facts = json!({ "person": before.nameless });
    Ok(events::append(tx, now, &[NewEvent::new(case, "case.person_doubted", facts)]).await?)
}
