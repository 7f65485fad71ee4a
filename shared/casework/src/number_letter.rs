//! The number of a registered item is scanned onto the letter in it (screen M6), before its pile is handed to the post.

use domain::{Actor, LetterId, LetterRefused, LetterState, PrintRunId, UserId};
use formats::{TrackingKind, TrackingNumber};
use serde_json::json;
use store::{
    StoreError,
    events::{self, NewEvent},
    letters, postal,
};

use crate::Casework;

/// Why a letter got no number.
#[derive(Debug, thiserror::Error)]
pub enum NumberError {
    /// It is not in a printed pile that waits for the post.
    #[error(transparent)]
    Refused(#[from] LetterRefused),
    /// What was scanned is no number of a registered item, or its check digit is wrong.
    #[error("not a number of a registered item")]
    NotANumber,
    /// Another letter has this number.
    #[error("the number belongs to another letter")]
    Taken(LetterId),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives a printed letter, and what shares its envelope, the number of its registered item; an empty text takes it away. Returns the number as the post prints it.
///
/// # Errors
/// When the letter is not in a pile, or the number is wrong or taken; nothing was done then.
pub async fn number_letter(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    letter: LetterId,
    typed: &str,
) -> Result<String, NumberError> {
    let now = casework.clock.now();
    let number = if typed.trim().is_empty() { None } else { Some(understood(typed)?) };
    let mut tx = casework.begin(actor).await?;
    let row = letters::lock_one(&mut tx, letter).await?;
    let refused = LetterRefused { from: row.state, to: LetterState::HandedToPost };
    let run: PrintRunId = row.print_run.filter(|_| row.state == LetterState::Printed).ok_or(refused)?;
    let normalised = number.as_ref().map(|number| number.normalised.as_str());
    if let Some(number) = normalised
        && let Some(other) = postal::by_number(&mut tx, number).await?
        && postal::envelope_of(&mut tx, run, letter).await? != Some(other.id)
    {
        return Err(NumberError::Taken(other.letter));
    }
    postal::set_number(&mut tx, run, letter, normalised, by, now).await?;
    let facts = json!({ "letter": letter, "kind": row.kind, "number": normalised });
    events::append(&mut tx, now, &[NewEvent::new(row.case, "letter.numbered", facts)]).await?;
    tx.commit().await?;
    Ok(number.map(|number| number.printed()).unwrap_or_default())
}

fn understood(typed: &str) -> Result<TrackingNumber, NumberError> {
    let number = TrackingNumber::parse(typed);
    match (number.kind, number.valid) {
        (TrackingKind::S10 | TrackingKind::FrenchRegistered, Some(true)) => Ok(number),
        (TrackingKind::S10 | TrackingKind::FrenchRegistered | TrackingKind::Other, _) => Err(NumberError::NotANumber),
    }
}
