//! A pile, or one envelope of it, was noted as handed to the post and still lies here. That is taken back on the day it was noted, as long as
//! nothing says that it left: from the next day on its date counts, for the person and for the prefecture. What the hand-over did, it did not
//! do: the duty is owed again, what it announced is as sure as it was before, no limit runs from it, and the dates of the case are computed
//! again. That it was noted stays on record.

use chrono::{DateTime, Utc};
use domain::{Actor, DeadlineKind, LetterId, LetterKind, LetterState, PrintRunId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction, cases, complements, deadlines,
    events::{self, NewEvent},
    hand_overs,
    letters::{self, LetterRow},
    postal::{self, PostalFate},
    undo,
};

use crate::{
    Casework, document_duties,
    recompute::{Asked, recompute},
};

/// The word of the undo.
pub(crate) const ACTION: &str = "hand_to_post";

/// Why a hand-over stands.
#[derive(Debug, thiserror::Error)]
pub enum HandOverStands {
    /// The pile was not handed over, or the letter is not in it.
    #[error("the pile was not handed over")]
    NotHanded,
    /// It was on another day: its date counts.
    #[error("the pile was handed over on another day")]
    OtherDay,
    /// The post or an answer says that a letter left.
    #[error("something says that a letter of the pile left")]
    Left,
    /// It must be said why.
    #[error("a reason is needed")]
    NoReason,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// How many letters.
    pub letters: usize,
    /// The pile in which they wait: theirs, or one apart when the rest of it has left.
    pub run: PrintRunId,
}

/// What stood before a letter was noted as handed over.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Before {
    letter: LetterId,
    /// The duty that it met.
    met: Option<DeadlineKind>,
    /// Since when what it announces was in doubt: an earlier one had come back.
    in_doubt: Option<DateTime<Utc>>,
}

impl Before {
    /// What stands now.
    pub(crate) async fn of(tx: &mut Transaction, letter: &LetterRow) -> Result<Self, StoreError> {
        let met = match letter.kind.duty() {
            Some(duty) => deadlines::open_on(tx, letter.case, duty).await?.map(|_| duty),
            None => None,
        };
        let in_doubt = match letter.kind {
            LetterKind::Acknowledgement => deadlines::doubted_since(tx, letter.case, DeadlineKind::AppealLimit).await?,
            LetterKind::ComplementRequest => {
                complements::of_letter(tx, letter.id).await?.and_then(|request| request.in_doubt_since)
            }
            LetterKind::ElectronicReceipt
            | LetterKind::DepositReceipt
            | LetterKind::ProvisionalDocument
            | LetterKind::TransferNotice => None,
        };
        Ok(Self { letter: letter.id, met, in_doubt })
    }
}

/// What is to be taken back, by whom and why.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    /// The pile.
    pub(crate) run: PrintRunId,
    /// Only the envelope that this letter is in.
    pub(crate) only: Option<LetterId>,
    /// Who takes it back.
    pub(crate) by: UserId,
    /// Why.
    pub(crate) reason: &'a str,
}

/// Takes the hand-over of a pile back, or of the envelope that one letter is in. Whoever hands over may do so, with a reason.
///
/// # Errors
/// When it was noted on another day, or something says that it left; nothing was done then.
pub async fn take_back_hand_over(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    run: PrintRunId,
    only: Option<LetterId>,
    reason: &str,
) -> Result<TakenBack, HandOverStands> {
    if reason.trim().is_empty() {
        return Err(HandOverStands::NoReason);
    }
    let mut tx = casework.begin(actor).await?;
    let entry = undo::last_of(&mut tx, ACTION, run.uuid(), DateTime::UNIX_EPOCH).await?;
    let before = entry.as_ref().map_or(serde_json::Value::Array(Vec::new()), |entry| entry.before.clone());
    let wanted = Wanted { run, only, by, reason: reason.trim() };
    let taken = take_back(&mut tx, casework, wanted, before).await?;
    if let Some(entry) = entry.filter(|_| taken.run == run) {
        undo::take(&mut tx, entry.id, entry.user, casework.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(taken)
}

/// The same, inside another operation; `before` is what stood before, as it was kept.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    casework: &Casework,
    wanted: Wanted<'_>,
    before: serde_json::Value,
) -> Result<TakenBack, HandOverStands> {
    let (now, run) = (casework.clock.now(), wanted.run);
    let before: Vec<Before> = serde_json::from_value(before).map_err(|_| StoreError::Malformed("undo"))?;
    let handed_at = hand_overs::lock_run(tx, run).await?.ok_or(HandOverStands::NotHanded)?;
    if casework.site.local_date(handed_at) != casework.today() {
        return Err(HandOverStands::OtherDay);
    }
    let all = letters::of_run(tx, run).await?;
    let ids = match wanted.only {
        None => all.clone(),
        Some(letter) => hand_overs::in_one_envelope(tx, run, letter).await?,
    };
    let rows = letters::lock(tx, &ids).await?;
    if rows.is_empty() || !ids.iter().all(|id| all.contains(id)) {
        return Err(HandOverStands::NotHanded);
    }
    for letter in &rows {
        still_here(tx, letter).await?;
    }
    hand_overs::note(tx, run, &ids, (wanted.by, wanted.reason), now).await?;
    hand_overs::set_back(tx, run, &ids).await?;
    let waits_in = if ids.len() == all.len() {
        hand_overs::run_waits(tx, run).await?;
        run
    } else {
        hand_overs::apart(tx, run, &ids, wanted.by, now).await?
    };
    for letter in &rows {
        did_nothing(tx, casework, letter, before.iter().find(|before| before.letter == letter.id), now).await?;
    }
    log(tx, casework, &rows, run, now).await?;
    Ok(TakenBack { letters: rows.len(), run: waits_in })
}

/// Nothing was heard of it that it could not cause while it lies here.
async fn still_here(tx: &mut Transaction, letter: &LetterRow) -> Result<(), HandOverStands> {
    let item = postal::last_of(tx, letter.id).await?;
    let unheard_of = item.is_some_and(|item| item.fate == PostalFate::default());
    let answered = complements::of_letter(tx, letter.id).await?.is_some_and(|request| request.answered_on.is_some());
    if letter.state != LetterState::HandedToPost || !unheard_of || answered {
        return Err(HandOverStands::Left);
    }
    Ok(())
}

/// What it did by leaving, it did not do.
async fn did_nothing(
    tx: &mut Transaction,
    casework: &Casework,
    letter: &LetterRow,
    before: Option<&Before>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if let Some(duty) = before.and_then(|before| before.met) {
        deadlines::reopen(tx, letter.case, duty).await?;
    }
    let in_doubt = before.and_then(|before| before.in_doubt);
    match letter.kind {
        LetterKind::Acknowledgement => {
            if let Some(since) = in_doubt {
                deadlines::doubt(tx, letter.case, DeadlineKind::AppealLimit, since).await?;
            }
        }
        LetterKind::ComplementRequest => no_limit(tx, letter, in_doubt).await?,
        LetterKind::ProvisionalDocument => document_duties::came_back(tx, casework, letter, now).await?,
        LetterKind::ElectronicReceipt | LetterKind::DepositReceipt | LetterKind::TransferNotice => {}
    }
    cases::refresh_next_deadline(tx, letter.case).await
}

/// The limit of a request for pieces does not run from it; it is in doubt again when it was.
async fn no_limit(tx: &mut Transaction, letter: &LetterRow, in_doubt: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    let Some(request) = complements::of_letter(tx, letter.id).await? else { return Ok(()) };
    if let Some(since) = in_doubt {
        complements::doubt(tx, request.id, since).await?;
        return deadlines::back_in_doubt(tx, letter.case, DeadlineKind::ComplementLimit).await;
    }
    complements::set_limit(tx, request.id, None).await?;
    deadlines::end(tx, letter.case, &[DeadlineKind::ComplementLimit], false).await
}

async fn log(
    tx: &mut Transaction,
    casework: &Casework,
    rows: &[LetterRow],
    run: PrintRunId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let facts = |letter: &LetterRow| json!({ "letter": letter.id, "kind": letter.kind, "print_run": run });
    let log: Vec<NewEvent> =
        rows.iter().map(|letter| NewEvent::new(letter.case, "letter.hand_over_taken_back", facts(letter))).collect();
    events::append(tx, now, &log).await?;
    let mut cases: Vec<_> = rows.iter().map(|letter| letter.case).collect();
    cases.sort();
    cases.dedup();
    recompute(tx, casework, &cases, Asked::FACT, now).await?;
    Ok(())
}
