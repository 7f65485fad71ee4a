//! What a person did less than 24 hours ago is taken back, unless a letter has left (I-27).

use chrono::TimeDelta;
use domain::{
    Actor, CaseId, CommunicationId, CommunicationState, DeadlineKind, ExceptionId, LetterId, LetterKind, LetterState,
    PersonId, PrintRunId, Transition, TransitionRefused, UserId,
};
use serde_json::json;
use store::{
    StoreError, Transaction, calls, cases, communications, deadlines,
    events::{self, NewEvent},
    exceptions, letter_standing,
    letters::{self, LetterRow},
    persons, pieces,
    undo::{self, UndoEntry},
};
use uuid::Uuid;

use crate::{
    Casework, ReleaseError, collate_sheets, complement, cut_envelope, decide_date, forward_unopened, identify_person,
    join_envelopes, letter_came_back, mark_double, open_envelopes, read_in_language,
    recompute::{Asked, recompute},
    record_advice, record_channel_basis,
    register::earlier::{self, Stood},
    second_reading, settle_check, settle_resemblance,
    take_back_hand_over::{self, HandOverStands},
    tell_date::tell_date,
    transfer_case,
};

/// How long an action can be taken back.
const UNDO_FOR: TimeDelta = TimeDelta::hours(24);

/// Why an action was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// It was already taken back, is somebody else's, or never was.
    #[error("there is nothing to take back")]
    Nothing,
    /// More than 24 hours ago.
    #[error("the action is more than 24 hours old")]
    TooLate,
    /// A letter has been printed or has left.
    #[error("a letter of the case has already been printed")]
    LetterPrinted,
    /// The case has moved on.
    #[error(transparent)]
    Refused(#[from] TransitionRefused),
    /// The letter has left again, or waits for another address since.
    #[error("the letter has moved on since")]
    LetterMoved,
    /// The envelope has changed since: registered, cut again, or gone on.
    #[error("the envelope has changed since")]
    EnvelopeMoved,
    /// The date that counts has moved on since the check.
    #[error("the date that counts has moved on since")]
    CheckMoved,
    /// The pile was handed to the post on another day: its date counts.
    #[error("the pile was handed to the post on another day")]
    OtherDay,
    /// The notice of the transfer or the papers have left.
    #[error("the notice or the papers have left for another administration")]
    TransferLeft,
    /// This kind of action stays.
    #[error("this action cannot be taken back")]
    Stays,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// Takes back an action of `user` by its key; returns the word of the action.
///
/// # Errors
/// When it is too late, a letter has left, or the case has moved on; nothing was done then.
pub async fn undo(casework: &Casework, actor: &Actor, user: UserId, key: Uuid) -> Result<String, UndoError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let entry = undo::take(&mut tx, key, user, now).await?.ok_or(UndoError::Nothing)?;
    if now - entry.done_at > UNDO_FOR {
        return Err(UndoError::TooLate);
    }
    match entry.action.as_str() {
        "register" => undo_registration(&mut tx, casework, &entry).await?,
        "end_without_case" => undo_end(&mut tx, casework, &entry).await?,
        "end_call" => {
            let call = CommunicationId::from_uuid(entry.target);
            crate::end_call::reopen(&mut tx, casework, call, user, &entry.before).await?;
        }
        "end_exception" => exceptions::reopen(&mut tx, ExceptionId::from_uuid(entry.target)).await.map(|_| ())?,
        "approve_letters" => undo_approval(&mut tx, casework, &entry).await?,
        "identify_person" => {
            identify_person::take_back(&mut tx, CaseId::from_uuid(entry.target), &entry.before, now).await?;
        }
        "collate_sheets" => collate_sheets::take_back(&mut tx, &entry.before, now).await?,
        "join_envelopes" => join_envelopes::take_back(&mut tx, &entry.before, now).await?,
        "cut_envelope" => cut_envelope::take_back(&mut tx, &entry.before, now).await?,
        "settle_check" => undo_check(&mut tx, casework, &entry).await?,
        decide_date::ACTION => undo_date(&mut tx, casework, &entry).await?,
        second_reading::ACTION => {
            let communication = CommunicationId::from_uuid(entry.target);
            if !second_reading::take_back(&mut tx, user, communication, now).await? {
                return Err(UndoError::CheckMoved);
            }
        }
        take_back_hand_over::ACTION => {
            let run = PrintRunId::from_uuid(entry.target);
            let wanted = take_back_hand_over::Wanted { run, only: None, by: user, reason: "" };
            let before = entry.before.clone();
            take_back_hand_over::take_back(&mut tx, casework, wanted, before).await.map_err(still_gone)?;
        }
        "letter_came_back" | "record_advice" => undo_post(&mut tx, casework, &entry).await?,
        open_envelopes::ACTION => open_envelopes::take_back(&mut tx, user, &entry.before, now).await?,
        forward_unopened::ACTION => forward_unopened::take_back(&mut tx, casework, &entry.before).await?,
        mark_double::ACTION => {
            let communication = CommunicationId::from_uuid(entry.target);
            mark_double::take_back(&mut tx, user, communication, &entry.before, now).await?;
        }
        crate::READ_IN_LANGUAGE => {
            let communication = CommunicationId::from_uuid(entry.target);
            read_in_language::take_back(&mut tx, communication, &entry.before, now).await?;
        }
        settle_resemblance::ACTION => {
            let later = CommunicationId::from_uuid(entry.target);
            settle_resemblance::take_back(&mut tx, user, later, &entry.before, now).await?;
        }
        "transfer_case" => {
            let before = serde_json::from_value(entry.before.clone()).map_err(|_| StoreError::Malformed("undo"))?;
            transfer_case::take_back(&mut tx, casework, CaseId::from_uuid(entry.target), &before).await?;
        }
        _ => return Err(UndoError::Stays),
    }
    tx.commit().await?;
    Ok(entry.action)
}

async fn undo_registration(tx: &mut Transaction, casework: &Casework, entry: &UndoEntry) -> Result<(), UndoError> {
    let now = casework.clock.now();
    let communication = CommunicationId::from_uuid(entry.target);
    let case: CaseId = read(&entry.before, "case")?;
    let target: String = read(&entry.before, "target")?;
    // What was read of the envelope belongs to its first registration, and stays with it.
    if !target.starts_with("another") {
        calls::owe_outcome_again(tx, communication).await?;
        store::second_checks::withdraw(tx, communication).await?;
        store::date_corrections::end_with_registration(tx, communication, now).await?;
    }
    if let Some(person) = read::<Option<PersonId>>(&entry.before, "person_made")? {
        persons::hide_from_searches(tx, person).await?;
    }
    if target == "existing" || target == "another_existing" {
        return undo_attachment(tx, casework, entry, case, target == "another_existing").await;
    }
    cancel_letters(tx, case, now).await?;
    let row = cases::lock(tx, case).await?;
    let (mut after, _) = row.case.take(Transition::UndoRegistration)?;
    pieces::forget(tx, communication, case).await?;
    let started = [
        DeadlineKind::AcknowledgementDue,
        DeadlineKind::ImplicitRejection,
        DeadlineKind::ChannelBasisDue,
        DeadlineKind::AppealLimit,
        DeadlineKind::NextDocumentDue,
    ];
    deadlines::end(tx, case, &started, false).await?;
    crate::document_duties::forget(tx, case, now).await?;
    cases::clear_registration(tx, case, &row.reference.digits()).await?;
    if target == "another" {
        (after, _) = after.take(Transition::Dismiss)?;
    } else {
        communications::set_state(tx, communication, CommunicationState::ToIndex, None).await?;
    }
    cases::set_state(tx, &after).await?;
    recompute(tx, casework, &[case], Asked::FACT, now).await?;
    communications::follow_protection(tx, communication).await?;
    let facts = json!({ "communication": communication });
    Ok(events::append(tx, now, &[NewEvent::new(case, "case.registration_taken_back", facts)]).await?)
}

/// A communication that was joined to an existing case goes back to the case that it opened.
async fn undo_attachment(
    tx: &mut Transaction,
    casework: &Casework,
    entry: &UndoEntry,
    into: CaseId,
    another: bool,
) -> Result<(), UndoError> {
    let now = casework.clock.now();
    let communication = CommunicationId::from_uuid(entry.target);
    let receipts = letter_standing::receipts_of_pieces(tx, into, communication).await?;
    for receipt in letters::lock(tx, &receipts).await? {
        cancel_letter(tx, &receipt, now).await?;
    }
    pieces::forget(tx, communication, into).await?;
    for own in read::<Vec<CaseId>>(&entry.before, "merged")?.into_iter().filter(|own| *own != into) {
        let (mut after, _) = cases::lock(tx, own).await?.case.take(Transition::UndoMerge)?;
        if another {
            (after, _) = after.take(Transition::Dismiss)?;
        }
        cases::unmerge(tx, own, into, communication).await?;
        cases::set_state(tx, &after).await?;
        recompute(tx, casework, &[own], Asked::FACT, now).await?;
        letters::follow_protection(tx, own).await?;
        events::append(tx, now, &[NewEvent::new(own, "case.merge_taken_back", json!({}))]).await?;
    }
    if let Some(stood) = read::<Option<Stood>>(&entry.before, "stood")? {
        earlier::take_back(tx, casework, into, communication, &stood, now).await?;
        recompute(tx, casework, &[into], Asked::FACT, now).await?;
        let counts = cases::lock(tx, into).await?;
        let counts = (counts.evidence_on, counts.evidence_kind);
        tell_date::<UndoError>(tx, casework, into, communication, counts, now).await?;
    }
    if read::<Option<bool>>(&entry.before, "based")? == Some(true) {
        let row = cases::lock(tx, into).await?;
        record_channel_basis::note(tx, casework, &row, None, now).await?;
    }
    recompute(tx, casework, &[into], Asked::FACT, now).await?;
    communications::follow_protection(tx, communication).await?;
    if !another {
        communications::set_state(tx, communication, CommunicationState::ToIndex, None).await?;
    }
    complement::answer_taken_back(tx, into, communication).await?;
    let facts = json!({ "communication": communication });
    Ok(events::append(tx, now, &[NewEvent::new(into, "case.attachment_taken_back", facts)]).await?)
}

fn still_gone(error: HandOverStands) -> UndoError {
    match error {
        HandOverStands::OtherDay => UndoError::OtherDay,
        HandOverStands::NotHanded | HandOverStands::Left | HandOverStands::NoReason => UndoError::LetterMoved,
        HandOverStands::Store(error) => error.into(),
    }
}

fn not_released(error: ReleaseError) -> UndoError {
    match error {
        ReleaseError::Store(error) => error.into(),
        ReleaseError::Queue(error) => error.into(),
        ReleaseError::Refused(_) | ReleaseError::NoSafeAddress | ReleaseError::NoPerson => UndoError::LetterMoved,
    }
}

/// A check was settled by mistake. A letter that left since told the date that it gave.
async fn undo_check(tx: &mut Transaction, casework: &Casework, entry: &UndoEntry) -> Result<(), UndoError> {
    let before: settle_check::Before =
        serde_json::from_value(entry.before.clone()).map_err(|_| StoreError::Malformed("undo"))?;
    for case in before.cases() {
        if letter_standing::printed_since(tx, case, entry.done_at).await? {
            return Err(UndoError::LetterPrinted);
        }
    }
    let communication = CommunicationId::from_uuid(entry.target);
    let stands = settle_check::take_back(tx, casework, communication, &before, casework.clock.now()).await?;
    if stands { Ok(()) } else { Err(UndoError::CheckMoved) }
}

/// Another day was accepted by mistake, or refused. A letter that left since told it.
async fn undo_date(tx: &mut Transaction, casework: &Casework, entry: &UndoEntry) -> Result<(), UndoError> {
    let before: decide_date::Before =
        serde_json::from_value(entry.before.clone()).map_err(|_| StoreError::Malformed("undo"))?;
    for case in before.cases() {
        if letter_standing::printed_since(tx, case, entry.done_at).await? {
            return Err(UndoError::LetterPrinted);
        }
    }
    let communication = CommunicationId::from_uuid(entry.target);
    let stands = decide_date::take_back(tx, casework, communication, &before, casework.clock.now()).await?;
    if stands { Ok(()) } else { Err(UndoError::CheckMoved) }
}

/// What was noted of a letter on its way was noted by mistake.
async fn undo_post(tx: &mut Transaction, casework: &Casework, entry: &UndoEntry) -> Result<(), UndoError> {
    let letter = LetterId::from_uuid(entry.target);
    let before = || entry.before.clone();
    let malformed = |_| StoreError::Malformed("undo");
    let stands = if entry.action == "record_advice" {
        let before = serde_json::from_value(before()).map_err(malformed)?;
        record_advice::take_back(tx, casework, entry.user, letter, &before).await?
    } else {
        let before = serde_json::from_value(before()).map_err(malformed)?;
        letter_came_back::take_back(tx, casework, entry.user, letter, &before).await.map_err(not_released)?
    };
    if stands { Ok(()) } else { Err(UndoError::LetterMoved) }
}

async fn cancel_letters(
    tx: &mut Transaction,
    case: CaseId,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), UndoError> {
    let ids = letters::of_case(tx, case).await?;
    for letter in letters::lock(tx, &ids).await? {
        if letter.kind != LetterKind::ElectronicReceipt {
            cancel_letter(tx, &letter, now).await?;
        }
    }
    Ok(())
}

/// A letter that a registration requested and that has not been printed.
async fn cancel_letter(
    tx: &mut Transaction,
    letter: &LetterRow,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), UndoError> {
    if letter.state == LetterState::Printed || letter.state.has_left() {
        return Err(UndoError::LetterPrinted);
    }
    letters::set_state(tx, letter.id, LetterState::Cancelled, None, now).await?;
    Ok(exceptions::end_of_letter(tx, letter.id, "undo", "registration taken back", now).await.map(|_| ())?)
}

async fn undo_end(tx: &mut Transaction, casework: &Casework, entry: &UndoEntry) -> Result<(), UndoError> {
    let now = casework.clock.now();
    let communication = CommunicationId::from_uuid(entry.target);
    for case in read::<Vec<CaseId>>(&entry.before, "cases")? {
        let (after, _) = cases::lock(tx, case).await?.case.take(Transition::UndoDismissal)?;
        cases::set_state(tx, &after).await?;
        recompute(tx, casework, &[case], Asked::FACT, now).await?;
        events::append(tx, now, &[NewEvent::new(case, "case.dismissal_taken_back", json!({}))]).await?;
    }
    Ok(communications::set_state(tx, communication, CommunicationState::ToIndex, None).await?)
}

async fn undo_approval(tx: &mut Transaction, casework: &Casework, entry: &UndoEntry) -> Result<(), UndoError> {
    let now = casework.clock.now();
    let ids: Vec<LetterId> = serde_json::from_value(entry.before.clone()).map_err(|_| StoreError::Malformed("undo"))?;
    for letter in letters::lock(tx, &ids).await? {
        if letter.state != LetterState::Approved {
            return Err(UndoError::LetterPrinted);
        }
        letters::set_state(tx, letter.id, LetterState::Prepared, None, now).await?;
        events::append(
            tx,
            now,
            &[NewEvent::new(
                letter.case,
                "letter.approval_taken_back",
                json!({ "letter": letter.id, "kind": letter.kind }),
            )],
        )
        .await?;
    }
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(before: &serde_json::Value, field: &str) -> Result<T, StoreError> {
    serde_json::from_value(before[field].clone()).map_err(|_| StoreError::Malformed("undo"))
}
