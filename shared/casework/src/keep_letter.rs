//! A letter that was decided is kept: for a safe contact point or given in hand, else held and somebody told; the log says so, and the
//! mailroom's worker makes it.

use chrono::{DateTime, Utc};
use domain::{ContactPointId, LetterKind, LetterState, Medium};
use queue::QueueError;
use serde_json::Value;
use store::{
    StoreError, Transaction,
    cases::CaseRow,
    events::{self, NewEvent},
    letters::{self, NewLetter},
};

use crate::{HeadFacts, RuleFact, jobs, register::letters::say_held};

/// What a letter on paper is kept with.
pub(crate) struct Draft<'a> {
    pub(crate) kind: LetterKind,
    /// Why there is one: a second letter of the same kind for the same cause is not kept.
    pub(crate) cause: String,
    pub(crate) medium: Medium,
    pub(crate) contact: Option<ContactPointId>,
    pub(crate) head: &'a HeadFacts,
    pub(crate) rule: &'a RuleFact,
    /// All that it says.
    pub(crate) data: Value,
}

impl Draft<'_> {
    /// The letter of a case: held when there is nobody safe to write to. What is given in hand needs no address.
    pub(crate) fn of(self, case: &CaseRow) -> NewLetter {
        let reachable = self.contact.is_some() || self.medium == Medium::InPerson;
        NewLetter {
            id: self.head.letter,
            case: case.case.id,
            kind: self.kind,
            service: format!("{}/{}", self.head.prefecture, self.head.service),
            cause: self.cause,
            state: if reachable { LetterState::Requested } else { LetterState::Held },
            medium: self.medium,
            contact: self.contact,
            rule: self.rule.rule.clone(),
            rule_version: self.rule.version.clone(),
            data: self.data,
            held_reason: (!reachable).then(|| "no_safe_address".to_owned()),
        }
    }
}

/// Keeps a letter with what happened; `false` when there is one of its kind for its cause already, and nothing was done.
pub(crate) async fn keep<E: From<StoreError> + From<QueueError>>(
    tx: &mut Transaction,
    case: &CaseRow,
    letter: &NewLetter,
    happened: NewEvent,
    now: DateTime<Utc>,
) -> Result<bool, E> {
    if !letters::insert(tx, letter, now).await? {
        return Ok(false);
    }
    events::append(tx, now, &[happened]).await?;
    match letter.state {
        LetterState::Held => say_held(tx, case, letter, now).await?,
        _ => queue::enqueue(tx, now, &[jobs::prepare_letter(letter.id, now)]).await.map(|_| ())?,
    }
    Ok(true)
}
