//! A held letter goes on once somebody safe can receive it.

use domain::{Actor, CaseId, LetterId, LetterRefused, LetterState, PersonId, Personal, Safety};
use serde_json::json;
use store::{
    StoreError, Transaction, cases,
    events::{self, NewEvent},
    letters, persons,
};

use crate::{
    Casework, Facts, jobs, register::letters as addressing, register_person::record_address,
    request_pieces::limit_from_today,
};

/// Why a letter stays held.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// It is not held.
    #[error(transparent)]
    Refused(#[from] LetterRefused),
    /// Nobody safe is known yet.
    #[error("the person has no contact point that may be written to")]
    NoSafeAddress,
    /// The case has no person yet.
    #[error("the case has no person yet")]
    NoPerson,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// Releases a held letter to a safe contact point of the person; `address` is a new one that they gave.
///
/// # Errors
/// When there is still nobody safe; the letter stays held.
pub async fn release_letter(
    casework: &Casework,
    actor: &Actor,
    id: LetterId,
    address: Option<Personal<String>>,
) -> Result<(), ReleaseError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let letter = letters::lock(&mut tx, &[id]).await?.pop().ok_or(StoreError::NotFound("letter"))?;
    letter.state.step(LetterState::Requested)?;
    let person = person_of(&mut tx, letter.case).await?.ok_or(ReleaseError::NoPerson)?;
    let person = persons::get(&mut tx, person).await?;
    if let Some(address) = address {
        record_address(&mut tx, &person, &address, Safety::Ok, now).await?;
    }
    let contact =
        addressing::safe_contact(&mut tx, &person, casework.today()).await?.ok_or(ReleaseError::NoSafeAddress)?;
    let facts = Facts::read(letter.kind, letter.data).map_err(|_| StoreError::Malformed("letter"))?;
    let neutral = addressing::neutral(&person, Some(&contact));
    let mut facts = facts.readdressed(addressing::recipient(&person, &contact), neutral, casework.today());
    if let Facts::Complement(asked) = &mut facts {
        // What is asked anew leaves as much time as the first time.
        asked.until = asked.until.map(|before| before.max(limit_from_today(casework)));
    }
    letters::readdress(&mut tx, id, contact.contact().id, &json!(facts), person.protection).await?;
    queue::enqueue(&mut tx, now, &[jobs::prepare_letter(id, now)]).await?;
    store::exceptions::end_of_letter(&mut tx, id, &actor.to_string(), "readdressed", now).await?;
    events::append(&mut tx, now, &[NewEvent::new(letter.case, "letter.released", json!({ "letter": id }))]).await?;
    tx.commit().await?;
    Ok(())
}

/// The person of a case, or of the one that it turned out to be: a receipt may be owed for a message that opened a case of its own.
async fn person_of(tx: &mut Transaction, case: CaseId) -> Result<Option<PersonId>, StoreError> {
    let mut row = cases::lock(tx, case).await?;
    while row.person.is_none() {
        match cases::by_reference(tx, row.reference).await?.filter(|into| *into != row.case.id) {
            Some(into) => row = cases::lock(tx, into).await?,
            None => break,
        }
    }
    Ok(row.person)
}
