//! A request that another administration is competent for is handed on to it, and the person is told (CRPA L. 114-2 to L. 114-4, R-94):
//! nothing is refused, every date is kept. First the notice LT-08 is requested; once the papers have left, the case is `Transferred`.
//!
//! The acknowledgement is the competent administration's to give, in every case (L. 114-4): ours, if it has not left, is withdrawn, and so
//! is what we asked for; the receipt of the deposit leaves, for it tells a fact.

use domain::{
    Actor, CaseId, CaseState, ExceptionId, LetterId, LetterKind, LetterState, Medium, PaperFate, Transition,
    TransitionRefused, UserId,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction,
    cases::{self, CaseRow},
    deadlines,
    events::{self, NewEvent},
    exceptions, letter_standing, letters,
    papers::{self, Paper, Whereto},
    postal, reckonings, transfers, undo,
};
use uuid::Uuid;

use crate::{
    Casework, EvidenceFact, LetterFacts, RuleFact, TransferFacts, UndoError,
    keep_letter::{Draft, keep},
    register::letters as addressing,
    withdraw_letters::{Withdrawn, restore, withdraw},
};

/// What only the competent administration says.
const NOT_OURS: &[LetterKind] = &[LetterKind::Acknowledgement, LetterKind::ComplementRequest];
/// Why such a letter is withdrawn, a stable word.
const WHY: &str = "transfer";

/// Lines of an address below the name.
const LINES: std::ops::RangeInclusive<usize> = 1..=6;

/// What is handed on, to whom.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// The case.
    pub case: CaseId,
    /// The competent administration.
    pub name: String,
    /// Its address.
    pub lines: Vec<String>,
    /// Why it is competent, in a sentence that the letter prints.
    pub because: String,
}

/// Why nothing was handed on.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// Who is competent, their address or the reason is not said.
    #[error("the competent administration, its address and the reason are needed")]
    Incomplete,
    /// Nobody has registered the case yet.
    #[error("the case has no person yet")]
    NotRegistered,
    /// It is decided, or being handed on already.
    #[error(transparent)]
    Refused(#[from] TransitionRefused),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// What followed.
#[derive(Clone, Debug)]
pub struct TransferStarted {
    /// The notice.
    pub letter: LetterId,
    /// The key that takes it back.
    pub undo: Uuid,
    /// The letters that do not leave any more.
    pub withdrawn: Vec<LetterKind>,
    /// How many of them are printed: somebody takes them out of their pile.
    pub printed: usize,
}

/// What stood before, for the undo.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Before {
    letter: LetterId,
    state: CaseState,
    withdrawn: Vec<Withdrawn>,
    ended: Vec<ExceptionId>,
}

/// Starts the transfer of a case: the notice LT-08 is requested, to nobody safe it is held.
///
/// # Errors
/// When something is not said, nobody registered the case, or it is not open; nothing was done then.
pub async fn transfer_case(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    transfer: &Transfer,
) -> Result<TransferStarted, TransferError> {
    let said = !transfer.name.trim().is_empty() && !transfer.because.trim().is_empty();
    if !said || !LINES.contains(&transfer.lines.len()) {
        return Err(TransferError::Incomplete);
    }
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let case = cases::lock(&mut tx, transfer.case).await?;
    let person = case.person.ok_or(TransferError::NotRegistered)?;
    let (after, _) = case.case.take(Transition::StartTransfer)?;
    let (head, contact) = addressing::head_by_post(&mut tx, casework, &case, person, now).await?;
    let facts = facts(&mut tx, casework, &case, head, transfer).await?;
    let draft = Draft {
        kind: LetterKind::TransferNotice,
        cause: facts.head.letter.to_string(),
        medium: Medium::Post,
        contact,
        head: &facts.head,
        rule: &facts.rule,
        data: json!(facts),
    };
    let letter = draft.of(&case);
    let logged = json!({ "letter": letter.id, "kind": letter.kind, "to": transfer.name });
    let started = NewEvent::new(transfer.case, "case.transfer_started", logged);
    keep::<TransferError>(&mut tx, &case, &letter, started, now).await?;
    cases::set_state(&mut tx, &after).await?;
    let withdrawn = withdraw(&mut tx, transfer.case, NOT_OURS, WHY, now).await?;
    let ended =
        transfers::end_wrong_prefecture(&mut tx, transfer.case, &actor.to_string(), &transfer.name, now).await?;
    let printed = withdrawn.iter().filter(|letter| letter.on_paper()).count();
    let kinds = withdrawn.iter().map(Withdrawn::kind).collect();
    let before = Before { letter: letter.id, state: case.case.state, withdrawn, ended };
    let undo = undo::remember(&mut tx, by, "transfer_case", transfer.case.uuid(), json!(before), now).await?;
    tx.commit().await?;
    Ok(TransferStarted { letter: letter.id, undo, withdrawn: kinds, printed })
}

/// The transfer was started by mistake: the case stands where it stood, its letters are owed again, the notice is not sent. Not once the
/// notice or the papers have left: then a letter puts it right ([`crate::keep_case_here`]).
pub(crate) async fn take_back(
    tx: &mut Transaction,
    casework: &Casework,
    case: CaseId,
    before: &Before,
) -> Result<(), UndoError> {
    let now = casework.clock.now();
    let row = cases::lock(tx, case).await?;
    let after = row.case.take_back_transfer(before.state).map_err(|_| UndoError::TransferLeft)?;
    let notice = letters::lock_one(tx, before.letter).await?;
    let left = postal::last_of(tx, notice.id).await?.is_some_and(|item| item.left_at.is_some());
    if left || notice.state.step(LetterState::Cancelled).is_err() {
        return Err(UndoError::TransferLeft);
    }
    postal::leave_envelope(tx, notice.id).await?;
    letter_standing::leave_run(tx, notice.id).await?;
    letters::set_state(tx, notice.id, LetterState::Cancelled, None, now).await?;
    exceptions::end_of_letter(tx, notice.id, "undo", "transfer taken back", now).await?;
    cases::set_state(tx, &after).await?;
    restore::<UndoError>(tx, case, &before.withdrawn, now).await?;
    for exception in &before.ended {
        exceptions::reopen(tx, *exception).await?;
    }
    let facts = json!({ "letter": notice.id, "state": before.state });
    Ok(events::append(tx, now, &[NewEvent::new(case, "case.transfer_taken_back", facts)]).await?)
}

/// The day of the acknowledgement that the person already has from us.
async fn acknowledged_on(tx: &mut Transaction, case: CaseId) -> Result<Option<chrono::NaiveDate>, StoreError> {
    let told = reckonings::told(tx, &[case]).await?.remove(&case);
    let facts = told.and_then(|told| serde_json::from_value::<LetterFacts>(told.data).ok());
    Ok(facts.map(|facts| facts.head.date))
}

async fn facts(
    tx: &mut Transaction,
    casework: &Casework,
    case: &CaseRow,
    head: crate::HeadFacts,
    transfer: &Transfer,
) -> Result<TransferFacts, StoreError> {
    let enclosed = transfers::enclosed(tx, case.case.id).await?;
    let mut originals = false;
    for envelope in &enclosed {
        let listed = papers::originals(tx, Some(envelope.communication), 200).await?;
        originals |= listed.iter().any(|original| !original.is_withdrawn());
    }
    let pages = enclosed.iter().filter_map(|envelope| envelope.pages).sum::<u32>();
    let why = casework.site.catalogue.why("RL-10", casework.today());
    Ok(TransferFacts {
        head,
        kind: case.kind.unwrap_or(domain::CaseKind::Other),
        received_on: case.received_on,
        evidence: EvidenceFact { date: case.evidence_on, kind: case.evidence_kind },
        to_name: transfer.name.trim().to_owned(),
        to_lines: transfer.lines.clone(),
        because: transfer.because.trim().to_owned(),
        pages: (pages > 0).then_some(pages),
        originals,
        acknowledged_on: acknowledged_on(tx, case.case.id).await?,
        rule: RuleFact { rule: why.rule, version: why.version, source: why.source },
    })
}

/// The papers have left for the competent administration, with their slip: the case is handed on. `sent` says how (a tracking number).
/// What was already elsewhere stays where it is.
///
/// # Errors
/// When the transfer was not started; nothing was done then.
pub async fn papers_transferred(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    case: CaseId,
    sent: &str,
) -> Result<(), TransferError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = cases::lock(&mut tx, case).await?;
    let (after, _) = row.case.take(Transition::Transfer)?;
    let (_, _, to) = transfers::notice(&mut tx, case).await?.ok_or(StoreError::NotFound("notice of transfer"))?;
    let detail = [to["to_name"].as_str().unwrap_or_default(), sent.trim()];
    let detail = detail.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let out = Whereto::Out(PaperFate::Forwarded, detail);
    for envelope in transfers::enclosed(&mut tx, case).await? {
        let originals = papers::originals(&mut tx, Some(envelope.communication), 200).await?;
        let listed = originals.into_iter().filter(|original| !original.is_withdrawn());
        let all = listed.map(|original| Paper::Original(original.id));
        for paper in all.chain(envelope.on_paper.then_some(Paper::Envelope(envelope.communication))) {
            let here = papers::stands(&mut tx, paper).await?.first().is_none_or(|stand| stand.fate.is_none());
            if here {
                papers::insert_move(&mut tx, paper, &out, by, now).await?;
            }
        }
    }
    cases::set_state(&mut tx, &after).await?;
    deadlines::end(&mut tx, case, domain::DeadlineKind::ALL, false).await?;
    cases::refresh_next_deadline(&mut tx, case).await?;
    let facts = json!({ "to": to["to_name"], "sent": sent.trim() });
    events::append(&mut tx, now, &[NewEvent::new(case, "case.transferred", facts)]).await?;
    tx.commit().await?;
    Ok(())
}
