//! A printed pile that did not leave (paper jam, mistake) goes back to the letters to print.

use domain::{Actor, LetterRefused, LetterState, PrintRunId};
use serde_json::json;
use store::{
    StoreError,
    events::{self, NewEvent},
    letters, postal,
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

/// Takes a printed pile back: its letters are approved, not printed. Returns how many.
///
/// # Errors
/// When the pile was handed to the post; nothing was done then.
pub async fn cancel_print_run(casework: &Casework, actor: &Actor, run: PrintRunId) -> Result<usize, CancelRunError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let ids = letters::of_run(&mut tx, run).await?;
    let rows = letters::lock(&mut tx, &ids).await?;
    postal::forget_numbers(&mut tx, run).await?;
    let mut log = Vec::new();
    for letter in &rows {
        letter.state.step(LetterState::Approved)?;
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
