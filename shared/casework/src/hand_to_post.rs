//! A printed pile is handed to the postal operator: the acknowledgement has left.

use domain::{Actor, LetterRefused, LetterState, PrintRunId, UserId};
use serde_json::json;
use store::{
    StoreError,
    events::{self, NewEvent},
    letters,
};

use crate::{Casework, document_duties};

/// Why a pile was not handed over.
#[derive(Debug, thiserror::Error)]
pub enum HandError {
    /// It already was, or was taken back.
    #[error("the pile was already handed over")]
    Already,
    /// A letter stands where it cannot leave.
    #[error(transparent)]
    Refused(#[from] LetterRefused),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Marks a pile as handed to the post. Final: a mistake is put right by another letter. Returns how many left.
///
/// # Errors
/// When the pile already left or was taken back; nothing was done then.
pub async fn hand_to_post(casework: &Casework, actor: &Actor, by: UserId, run: PrintRunId) -> Result<usize, HandError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    if !letters::hand_run(&mut tx, run, by, now).await? {
        return Err(HandError::Already);
    }
    let ids = letters::of_run(&mut tx, run).await?;
    let rows = letters::lock(&mut tx, &ids).await?;
    if rows.is_empty() {
        return Err(HandError::Already);
    }
    let mut log = Vec::new();
    for letter in &rows {
        letter.state.step(LetterState::HandedToPost)?;
        letters::set_state(&mut tx, letter.id, LetterState::HandedToPost, Some(by), now).await?;
        if let Some(duty) = letter.kind.duty() {
            store::deadlines::end(&mut tx, letter.case, &[duty], true).await?;
            store::cases::refresh_next_deadline(&mut tx, letter.case).await?;
        }
        document_duties::left(&mut tx, casework, letter, now).await?;
        log.push(NewEvent::new(
            letter.case,
            "letter.handed_to_post",
            json!({ "letter": letter.id, "kind": letter.kind, "print_run": run }),
        ));
    }
    events::append(&mut tx, now, &log).await?;
    tx.commit().await?;
    Ok(rows.len())
}
