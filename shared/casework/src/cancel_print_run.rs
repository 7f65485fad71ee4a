//! A printed pile that did not leave (paper jam, mistake), or one letter of it, goes back to the letters to print.

use domain::{Actor, LetterId, LetterRefused, LetterState, PrintRunId};
use serde_json::json;
use store::{
    StoreError,
    events::{self, NewEvent},
    letter_standing, letters, postal,
};

use crate::Casework;

/// Why a pile was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum CancelRunError {
    /// It was handed to the post.
    #[error(transparent)]
    Refused(#[from] LetterRefused),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a printed pile back, or only one letter of it: it is approved, not printed. Returns how many.
///
/// # Errors
/// When the pile was handed to the post; nothing was done then.
pub async fn cancel_print_run(
    casework: &Casework,
    actor: &Actor,
    run: PrintRunId,
    only: Option<LetterId>,
) -> Result<usize, CancelRunError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let mut ids = letters::of_run(&mut tx, run).await?;
    ids.retain(|id| only.is_none_or(|only| only == *id));
    let rows = letters::lock(&mut tx, &ids).await?;
    let mut log = Vec::new();
    for letter in &rows {
        letter.state.step(LetterState::Approved)?;
        postal::leave_envelope(&mut tx, letter.id).await?;
        letter_standing::leave_run(&mut tx, letter.id).await?;
        letters::set_state(&mut tx, letter.id, LetterState::Approved, None, now).await?;
        log.push(NewEvent::new(
            letter.case,
            "letter.printing_taken_back",
            json!({ "letter": letter.id, "kind": letter.kind, "print_run": run }),
        ));
    }
    events::append(&mut tx, now, &log).await?;
    tx.commit().await?;
    Ok(rows.len())
}
