//! Letters are given to the person at the counter: the acknowledgement has left.

use domain::{Actor, CaseId, LetterState, Medium};
use law::Delivery;
use serde_json::json;
use store::{
    StoreError,
    events::{self, NewEvent},
    letters,
};

use crate::{Casework, RestsOn, complement, document_duties, prepare_letter::unsigned_under};

/// Why nothing was handed over.
#[derive(Debug, thiserror::Error)]
pub enum HandOverError {
    /// No letter of the case is ready to be given.
    #[error("no letter of the case is ready to be given")]
    NothingReady,
    /// Rows from memory that its letters rest on and nobody has signed: they wait.
    #[error("{} row(s) from memory wait for a signature", .0.len())]
    Unsigned(Vec<RestsOn>),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Marks the letters of a case that are ready and leave in person as given. Final: a mistake is put right by another letter.
/// Returns how many were given.
///
/// # Errors
/// When none is ready; nothing was done then.
pub async fn hand_over_letters(casework: &Casework, actor: &Actor, case: CaseId) -> Result<usize, HandOverError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let ids = letters::of_case(&mut tx, case).await?;
    let mut given = Vec::new();
    for letter in letters::lock(&mut tx, &ids).await? {
        if letter.medium != Medium::InPerson || letter.state.step(LetterState::HandedOver).is_err() {
            continue;
        }
        let unsigned = unsigned_under(&mut tx, casework, &letter).await?;
        if !unsigned.is_empty() {
            return Err(HandOverError::Unsigned(unsigned));
        }
        letters::set_left(&mut tx, letter.id, LetterState::HandedOver, None, now).await?;
        if let Some(duty) = letter.kind.duty() {
            store::deadlines::end(&mut tx, case, &[duty], true).await?;
            store::cases::refresh_next_deadline(&mut tx, case).await?;
        }
        document_duties::left(&mut tx, casework, &letter, now).await?;
        let delivery = Delivery::ByHand(casework.today());
        complement::runs_from(&mut tx, casework, letter.id, delivery, now).await?;
        let facts = json!({ "letter": letter.id, "kind": letter.kind });
        given.push(NewEvent::new(case, "letter.handed_over", facts));
    }
    if given.is_empty() {
        return Err(HandOverError::NothingReady);
    }
    events::append(&mut tx, now, &given).await?;
    tx.commit().await?;
    Ok(given.len())
}
