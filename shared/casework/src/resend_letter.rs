//! A held letter is sent once more to the e-mail address that it was for: somebody has checked that address with the person.

use domain::{Actor, LetterId, LetterRefused, LetterState, NotAddressable};
use serde_json::json;
use store::{
    StoreError, addresses, emails,
    events::{self, NewEvent},
    exceptions,
};

use crate::{Casework, jobs};

/// Why a letter stays held.
#[derive(Debug, thiserror::Error)]
pub enum ResendError {
    /// It is not held.
    #[error(transparent)]
    Refused(#[from] LetterRefused),
    /// It was not for an e-mail address.
    #[error("the letter does not leave by e-mail")]
    NotByEmail,
    /// Its address may never be written to (I-11).
    #[error(transparent)]
    Unsafe(NotAddressable),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// Asks for a held letter once more, by e-mail. Its address is no longer in doubt: `actor` says that it was checked.
///
/// # Errors
/// When it is not held, was not for an e-mail address, or that address is unsafe; the letter stays held.
pub async fn resend_letter(casework: &Casework, actor: &Actor, id: LetterId) -> Result<(), ResendError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let letter = emails::lock(&mut tx, id).await?.ok_or(ResendError::NotByEmail)?;
    letter.state.step(LetterState::Requested)?;
    let unfit = addresses::unfit(&mut tx, std::slice::from_ref(&letter.address)).await?;
    if let Some(reason) = unfit.into_values().find(|reason| *reason != NotAddressable::Doubtful) {
        return Err(ResendError::Unsafe(reason));
    }
    let checked = addresses::checked(&mut tx, &letter.address).await?;
    emails::ask_again(&mut tx, id).await?;
    queue::enqueue(&mut tx, now, &[jobs::send_email(id, now)]).await?;
    exceptions::end_of_letter(&mut tx, id, &actor.to_string(), "sent_again", now).await?;
    let mut log = vec![NewEvent::new(letter.case, "letter.released", json!({ "letter": id, "medium": "email" }))];
    let told = |(contact, person)| NewEvent::new(person, "contact_point.checked", json!({ "contact_point": contact }));
    log.extend(checked.into_iter().map(told));
    events::append(&mut tx, now, &log).await?;
    tx.commit().await?;
    Ok(())
}
