//! A printed pile is handed to the postal operator: the acknowledgement has left. Noted by mistake, that is taken back on the same day
//! (`take_back_hand_over`).

use chrono::{DateTime, Utc};
use domain::{Actor, DeadlineKind, LetterKind, LetterRefused, LetterState, PrintRunId, UserId};
use law::Delivery;
use serde_json::json;
use store::{
    StoreError, Transaction, deadlines,
    events::{self, NewEvent},
    letters::{self, LetterRow},
    postal, undo,
};

use crate::{
    Casework, complement, document_duties,
    take_back_hand_over::{ACTION, Before},
};

/// Why a pile was not handed over.
#[derive(Debug, thiserror::Error)]
pub enum HandError {
    /// It already was, or was taken back.
    #[error("the pile was already handed over")]
    Already,
    /// A letter stands where it cannot leave.
    #[error(transparent)]
    Refused(#[from] LetterRefused),
    /// Letters that must leave as registered ones have no number yet.
    #[error("{0} letters must leave as registered ones and have no number")]
    NumberMissing(i64),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Marks a pile as handed to the post. From the next day on it is final: a mistake is put right by another letter. Returns how many left.
///
/// # Errors
/// When the pile already left or was taken back, or a number of a registered item is missing; nothing was done then.
pub async fn hand_to_post(casework: &Casework, actor: &Actor, by: UserId, run: PrintRunId) -> Result<usize, HandError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let bare = letters::without_number(&mut tx, run).await?;
    if bare > 0 {
        return Err(HandError::NumberMissing(bare));
    }
    if !letters::hand_run(&mut tx, run, by, now).await? {
        return Err(HandError::Already);
    }
    let ids = letters::of_run(&mut tx, run).await?;
    let rows = letters::lock(&mut tx, &ids).await?;
    if rows.is_empty() {
        return Err(HandError::Already);
    }
    postal::leave(&mut tx, run, &ids, now).await?;
    let (mut log, mut before) = (Vec::new(), Vec::new());
    for letter in &rows {
        letter.state.step(LetterState::HandedToPost)?;
        before.push(Before::of(&mut tx, letter).await?);
        letters::set_state(&mut tx, letter.id, LetterState::HandedToPost, Some(by), now).await?;
        document_duties::left(&mut tx, casework, letter, now).await?;
        starts(&mut tx, casework, letter, now).await?;
        log.push(NewEvent::new(
            letter.case,
            "letter.handed_to_post",
            json!({ "letter": letter.id, "kind": letter.kind, "print_run": run }),
        ));
    }
    events::append(&mut tx, now, &log).await?;
    undo::remember(&mut tx, by, ACTION, run.uuid(), json!(before), now).await?;
    tx.commit().await?;
    Ok(rows.len())
}

/// What a letter does by leaving: its duty is done, what it announces counts, the delay that it gives runs.
async fn starts(
    tx: &mut Transaction,
    casework: &Casework,
    letter: &LetterRow,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    match letter.kind {
        LetterKind::Acknowledgement => deadlines::certain(tx, letter.case, DeadlineKind::AppealLimit).await?,
        LetterKind::ComplementRequest => {
            let item = postal::last_of(tx, letter.id).await?;
            if item.is_some_and(|item| item.registered_number.is_some()) {
                complement::does_not_run(tx, letter.id).await?;
            } else {
                complement::runs_from(tx, casework, letter.id, Delivery::SimplePost(casework.today()), now).await?;
            }
        }
        LetterKind::ElectronicReceipt
        | LetterKind::DepositReceipt
        | LetterKind::ProvisionalDocument
        | LetterKind::TransferNotice => {}
    }
    if let Some(duty) = letter.kind.duty() {
        deadlines::end(tx, letter.case, &[duty], true).await?;
    }
    store::cases::refresh_next_deadline(tx, letter.case).await
}
