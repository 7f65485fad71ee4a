//! A held letter goes on once somebody safe can receive it.

use domain::{Actor, CaseId, LetterId, LetterRefused, LetterState, NotAddressable, PersonId, Personal, Safety};
use serde_json::json;
use store::{
    StoreError, Transaction, cases,
    events::{self, NewEvent},
    letter_standing, letters, persons,
};

use crate::{
    Casework, Facts, hold_letter::held_word, jobs, register::letters as addressing, register_person::record_address,
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
    let mut tx = casework.begin(actor).await?;
    release(&mut tx, casework, id, address).await?;
    tx.commit().await?;
    Ok(())
}

/// The letters that were held because their address was in doubt, which it no longer is; those held anew for another reason, sent on or
/// without a safe address stay as they are.
pub(crate) async fn release_doubtful(
    tx: &mut Transaction,
    casework: &Casework,
    ids: &[LetterId],
) -> Result<(), ReleaseError> {
    for id in letter_standing::held_for(tx, ids, held_word(NotAddressable::Doubtful)).await? {
        match release(tx, casework, id, None).await {
            Ok(()) | Err(ReleaseError::NoSafeAddress | ReleaseError::NoPerson) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn release(
    tx: &mut Transaction,
    casework: &Casework,
    id: LetterId,
    address: Option<Personal<String>>,
) -> Result<(), ReleaseError> {
    let (now, by) = (casework.clock.now(), tx.actor().to_string());
    let letter = letters::lock_one(tx, id).await?;
    letter.state.step(LetterState::Requested)?;
    let person = person_of(tx, letter.case).await?.ok_or(ReleaseError::NoPerson)?;
    let person = persons::get(tx, person).await?;
    if let Some(address) = address {
        record_address(tx, &person, &address, Safety::Ok, now).await?;
    }
    let contact = addressing::safe_contact(tx, &person, casework.today()).await?.ok_or(ReleaseError::NoSafeAddress)?;
    let facts = Facts::read(letter.kind, letter.data).map_err(|_| StoreError::Malformed("letter"))?;
    let neutral = addressing::neutral(&person, Some(&contact));
    let mut facts = facts.readdressed(addressing::recipient(&person, &contact), neutral, casework.today());
    if let Facts::Complement(asked) = &mut facts {
        // What is asked anew leaves as much time as the first time.
        asked.until = asked.until.map(|before| before.max(limit_from_today(casework)));
    }
    letters::readdress(tx, id, contact.contact().id, &json!(facts), person.protection).await?;
    queue::enqueue(tx, now, &[jobs::prepare_letter(id, now)]).await?;
    store::exceptions::end_of_letter(tx, id, &by, "readdressed", now).await?;
    Ok(events::append(tx, now, &[NewEvent::new(letter.case, "letter.released", json!({ "letter": id }))]).await?)
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
