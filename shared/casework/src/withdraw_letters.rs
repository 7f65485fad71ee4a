//! Letters that have not left and must not any more: another administration has to say what they say. They come back as they were when
//! the reason was a mistake.

use chrono::{DateTime, Utc};
use domain::{CaseId, ExceptionId, LetterId, LetterKind, LetterState};
use queue::QueueError;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction,
    events::{self, NewEvent},
    exceptions, letter_standing,
    letters::{self, LetterRow},
    postal,
};

use crate::jobs;

/// A letter that was withdrawn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Withdrawn {
    letter: LetterId,
    kind: LetterKind,
    was: LetterState,
    /// What was pointed out about it, ended with it.
    exceptions: Vec<ExceptionId>,
}

impl Withdrawn {
    /// Its sheets lie in a printed pile, from which somebody takes them.
    pub(crate) fn on_paper(&self) -> bool {
        self.was == LetterState::Printed
    }

    pub(crate) fn kind(&self) -> LetterKind {
        self.kind
    }
}

/// Withdraws the letters of these kinds that have not left.
pub(crate) async fn withdraw(
    tx: &mut Transaction,
    case: CaseId,
    kinds: &[LetterKind],
    why: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Withdrawn>, StoreError> {
    let ids = letters::of_case(tx, case).await?;
    let mut all = letters::lock(tx, &ids).await?;
    all.retain(|letter| kinds.contains(&letter.kind));
    withdraw_these(tx, case, &all, why, now).await
}

/// Withdraws those of these letters of a case that have not left.
pub(crate) async fn withdraw_these(
    tx: &mut Transaction,
    case: CaseId,
    rows: &[LetterRow],
    why: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Withdrawn>, StoreError> {
    let by = tx.actor().to_string();
    let (mut withdrawn, mut log) = (Vec::new(), Vec::new());
    for letter in rows.iter().filter(|letter| letter.state.step(LetterState::Cancelled).is_ok()) {
        postal::leave_envelope(tx, letter.id).await?;
        letter_standing::leave_run(tx, letter.id).await?;
        letters::set_state(tx, letter.id, LetterState::Cancelled, None, now).await?;
        let exceptions = exceptions::end_of_letter(tx, letter.id, &by, why, now).await?;
        let facts = json!({ "letter": letter.id, "kind": letter.kind, "was": letter.state, "why": why });
        log.push(NewEvent::new(case, "letter.withdrawn", facts));
        withdrawn.push(Withdrawn { letter: letter.id, kind: letter.kind, was: letter.state, exceptions });
    }
    events::append(tx, now, &log).await?;
    Ok(withdrawn)
}

/// They were withdrawn by mistake: what was being made is made, what was held is held; what was approved or printed is looked at again.
pub(crate) async fn restore<E: From<StoreError> + From<QueueError>>(
    tx: &mut Transaction,
    case: CaseId,
    withdrawn: &[Withdrawn],
    now: DateTime<Utc>,
) -> Result<(), E> {
    let mut log = Vec::new();
    for before in withdrawn {
        let state = match before.was {
            LetterState::Requested | LetterState::Held => before.was,
            LetterState::Prepared
            | LetterState::Approved
            | LetterState::Printed
            | LetterState::HandedToPost
            | LetterState::Cancelled
            | LetterState::HandedOver
            | LetterState::Sent => LetterState::Prepared,
        };
        letters::set_state(tx, before.letter, state, None, now).await?;
        if state == LetterState::Requested {
            queue::enqueue(tx, now, &[jobs::prepare_letter(before.letter, now)]).await?;
        }
        for exception in &before.exceptions {
            exceptions::reopen(tx, *exception).await?;
        }
        let facts = json!({ "letter": before.letter, "kind": before.kind });
        log.push(NewEvent::new(case, "letter.withdrawal_taken_back", facts));
    }
    Ok(events::append(tx, now, &log).await?)
}
