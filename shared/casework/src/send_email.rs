//! A letter leaves by e-mail: what it says, then what the mail server answered.
//!
//! The mail server is spoken to outside a transaction. A crash between its acceptance and the commit sends the message again:
//! with the same Message-ID, which is derived from the letter, so that the recipient's side can tell the two are one.

use chrono::TimeDelta;
use domain::{Actor, ExceptionId, ExceptionKind, LetterId, LetterKind, LetterState, Role};
use queue::{Done, Job, LeaseError};
use serde_json::json;
use store::{
    StoreError, Transaction, addresses, deadlines,
    emails::{self, EmailRow},
    events::{self, NewEvent},
    exceptions::{self, NewException},
    letters,
};

use crate::{Casework, Facts, hold_letter::held_word, jobs::SEND_EMAIL, unsigned};

const ACTOR: Actor = Actor::Job(SEND_EMAIL);
/// Why a letter is held that rests on a row from memory which nobody has signed.
const UNSIGNED_ROW: &str = "unsigned_row";
/// Why a letter is held whose address got enough of them.
const TOO_MANY: &str = "too_many_letters_a_day";

/// A letter to send.
#[derive(Clone, Debug)]
pub struct Email {
    /// Which letter.
    pub kind: LetterKind,
    /// Where it goes.
    pub address: String,
    /// Its Message-ID, without angle brackets: the same at every attempt.
    pub message_id: String,
    /// What it says.
    pub facts: Facts,
}

/// Why a letter could not be sent or recorded.
#[derive(Debug, thiserror::Error)]
pub enum EmailError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The job was taken over by another worker.
    #[error(transparent)]
    Lease(#[from] LeaseError),
    /// What the letter says cannot be read back.
    #[error("the facts of letter {0} cannot be read")]
    Facts(LetterId),
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sending {
    /// There was nothing to send: cancelled, held or already sent.
    Nothing,
    /// The mail server has it; its answer.
    Accepted(String),
    /// The mail server will never take it; its answer.
    Refused(String),
}

/// What a letter has to say by e-mail; `None` when it has nothing to send any more. The address is looked at again (I-11): one that
/// has become unsafe or doubtful holds the letter, and so does an address for which `most_a_day` letters left, or are leaving, within
/// a day.
///
/// # Errors
/// When the store refuses or the facts cannot be read.
pub async fn email_to_send(
    casework: &Casework,
    letter: LetterId,
    most_a_day: u32,
) -> Result<Option<Email>, EmailError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&ACTOR).await?;
    let Some(row) = emails::lock(&mut tx, letter).await?.filter(|row| row.state == LetterState::Requested) else {
        return Ok(None);
    };
    let facts = Facts::read(row.kind, row.data.clone()).map_err(|_| EmailError::Facts(letter))?;
    let open = unsigned(&mut tx, &casework.site.catalogue, &facts.head().rests_on).await?;
    let unfit = addresses::unfit(&mut tx, std::slice::from_ref(&row.address)).await?.into_values().next();
    let email = if let Some(unfit) = unfit {
        let held = Held { kind: ExceptionKind::NoSafeAddress, word: held_word(unfit), reason: &unfit.to_string() };
        hold(&mut tx, casework, letter, &row, held).await?;
        None
    } else if !open.is_empty() {
        let rows: Vec<_> = open.iter().map(|rests| format!("{} {}", rests.row.kind.word(), rests.row.key)).collect();
        let held = Held { kind: ExceptionKind::MessageRefused, word: UNSIGNED_ROW, reason: &rows.join(", ") };
        hold(&mut tx, casework, letter, &row, held).await?;
        None
    } else if emails::take_place(&mut tx, letter, &row.address, most_a_day, now - TimeDelta::days(1), now).await? {
        Some(Email { kind: row.kind, address: row.address, message_id: row.message_id, facts })
    } else {
        let held = Held { kind: ExceptionKind::MessageRefused, word: TOO_MANY, reason: TOO_MANY };
        hold(&mut tx, casework, letter, &row, held).await?;
        None
    };
    tx.commit().await?;
    Ok(email)
}

/// Records what became of an attempt, with the end of its job. A refused letter waits for a person: on paper, by a safe way.
///
/// # Errors
/// When the store refuses or the job was taken over.
pub async fn record_email(
    casework: &Casework,
    job: &Job,
    letter: LetterId,
    sending: &Sending,
) -> Result<Done, EmailError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&ACTOR).await?;
    let row = emails::lock(&mut tx, letter).await?.filter(|row| row.state == LetterState::Requested);
    if let Some(row) = row {
        match sending {
            Sending::Nothing => {}
            Sending::Accepted(reply) => {
                letters::set_left(&mut tx, letter, LetterState::Sent, Some(reply), now).await?;
                if let Some(duty) = row.kind.duty() {
                    deadlines::end(&mut tx, row.case, &[duty], true).await?;
                }
                let facts = json!({ "letter": letter, "kind": row.kind });
                events::append(&mut tx, now, &[NewEvent::new(row.case, "letter.sent", facts)]).await?;
            }
            Sending::Refused(reply) => {
                let kind = ExceptionKind::MessageRefused;
                let held = Held { kind, word: kind.word(), reason: reply };
                hold(&mut tx, casework, letter, &row, held).await?;
            }
        }
    }
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}

struct Held<'a> {
    kind: ExceptionKind,
    /// Kept with the letter.
    word: &'static str,
    /// Told in the exception.
    reason: &'a str,
}

/// The letter waits for a person, who sees why.
async fn hold(
    tx: &mut Transaction,
    casework: &Casework,
    letter: LetterId,
    row: &EmailRow,
    held: Held<'_>,
) -> Result<(), StoreError> {
    let now = casework.clock.now();
    letters::hold(tx, letter, held.word).await?;
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: held.kind,
        key: format!("held:{letter}:{}", now.timestamp_micros()),
        batch: None,
        communication: row.communication,
        case: Some(row.case),
        detail: json!({ "letter": letter, "kind": row.kind, "held": held.word, "reason": held.reason }),
        owner: Role::Indexer,
    };
    exceptions::open(tx, &exception, now).await?;
    let facts = json!({ "letter": letter, "kind": row.kind });
    events::append(tx, now, &[NewEvent::new(row.case, "letter.held", facts)]).await
}
