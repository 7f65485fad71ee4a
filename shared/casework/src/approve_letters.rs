//! A person approves letters for printing, or takes the approval back.

use std::collections::BTreeSet;

use domain::{Actor, LetterId, LetterRefused, LetterState, Medium, UserId};
use serde_json::json;
use store::{
    StoreError,
    events::{self, NewEvent},
    letters, undo,
};
use uuid::Uuid;

use crate::{
    Casework, RestsOn,
    hold_letter::hold,
    prepare_letter::{still_addressable, unsigned_under},
};

/// Why letters were not approved.
#[derive(Debug, thiserror::Error)]
pub enum ApproveError {
    /// One of them stands where it cannot be approved: somebody else was quicker.
    #[error(transparent)]
    Refused(#[from] LetterRefused),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an approval did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    /// Letters approved.
    pub approved: usize,
    /// Letters held instead: their contact point is no longer safe.
    pub held: usize,
    /// Rows that nobody has signed and that letters rest on: those letters wait.
    pub unsigned: Vec<RestsOn>,
    /// The key that takes the approval back.
    pub undo: Uuid,
}

/// Approves letters. Their contact points are looked at again (I-11): one that is no longer safe is held. One that rests on a row from
/// memory that nobody has signed stays where it is.
///
/// # Errors
/// When one cannot be approved from where it stands; nothing was done then.
pub async fn approve_letters(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    ids: &[LetterId],
) -> Result<Approved, ApproveError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let (mut approved, mut held, mut log, mut open) = (Vec::new(), 0, Vec::new(), BTreeSet::new());
    for letter in letters::lock(&mut tx, ids).await? {
        letter.state.step(LetterState::Approved)?;
        if letter.medium != Medium::Post {
            return Err(LetterRefused { from: letter.state, to: LetterState::Approved }.into());
        }
        let unsigned = unsigned_under(&mut tx, casework, &letter).await?;
        if !unsigned.is_empty() {
            open.extend(unsigned);
            continue;
        }
        match still_addressable(&mut tx, casework, &letter).await? {
            Ok(()) => {
                letters::set_state(&mut tx, letter.id, LetterState::Approved, Some(by), now).await?;
                log.push(NewEvent::new(
                    letter.case,
                    "letter.approved",
                    json!({ "letter": letter.id, "kind": letter.kind }),
                ));
                approved.push(letter.id);
            }
            Err(reason) => {
                hold(&mut tx, &letter, reason, now).await?;
                held += 1;
            }
        }
    }
    events::append(&mut tx, now, &log).await?;
    let undo = undo::remember(&mut tx, by, "approve_letters", Uuid::nil(), json!(approved), now).await?;
    tx.commit().await?;
    Ok(Approved { approved: approved.len(), held, unsigned: open.into_iter().collect(), undo })
}

/// Takes approvals back: the letters wait for approval again.
///
/// # Errors
/// When one was already printed; nothing was done then.
pub async fn unapprove_letters(casework: &Casework, actor: &Actor, ids: &[LetterId]) -> Result<usize, ApproveError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let rows = letters::lock(&mut tx, ids).await?;
    let mut log = Vec::new();
    for letter in &rows {
        letter.state.step(LetterState::Prepared)?;
        letters::set_state(&mut tx, letter.id, LetterState::Prepared, None, now).await?;
        log.push(NewEvent::new(
            letter.case,
            "letter.approval_taken_back",
            json!({ "letter": letter.id, "kind": letter.kind }),
        ));
    }
    events::append(&mut tx, now, &log).await?;
    tx.commit().await?;
    Ok(rows.len())
}
