//! The deposit is registered: the person leaves with the acknowledgement and the receipt.

use std::time::Duration;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use casework::{EndError, PersonChoice, RegisterError, Registration, UndoError, end_without_case, register};
use domain::{Actor, CaseId, CaseReference, PartState};
use store::{batches::BatchState, cases, deliveries, reads::indexing::EnvelopeView};
use uuid::Uuid;
use web::{Done, Fields, Frame, Problem, Staff, View, dates, t, t2, tw};

use super::{
    deposit::{Sent, build, still_reading},
    desk::{Desk, path},
    entry::Entry,
};

/// How long the page waits for the reader before it says so: the person stands there.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(250);

/// `POST /guichet/depots/{deposit}`: looks for a person, or registers.
pub(crate) async fn submit(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let (mut tx, envelope) = desk.deposit(&staff, &id).await?;
    let parts = deliveries::parts(&mut tx, envelope.id).await?;
    let entry = Entry::read(&fields, &parts);
    if fields.has("chercher") {
        let sent = Sent { entry: Some(entry), ..Sent::default() };
        return Ok(View(build(&desk, &frame, tx, &envelope, sent).await?).into_response());
    }
    drop(tx);
    let envelope = read(&desk, &staff, &id, envelope).await?;
    let (mut tx, envelope) = desk.deposit(&staff, &envelope.id.to_string()).await?;
    let parts = deliveries::parts(&mut tx, envelope.id).await?;
    let unread = parts.iter().filter(|part| part.state == PartState::Waiting).count();
    if unread > 0 {
        let sent = Sent { entry: Some(entry), waiting: Some(still_reading(unread)), ..Sent::default() };
        return Ok(View(build(&desk, &frame, tx, &envelope, sent).await?).into_response());
    }
    let case = named_case(&mut tx, &entry.case).await?;
    match entry.registration(envelope.id, &parts, case) {
        Ok(registration) => {
            drop(tx);
            done(&desk, &staff, &registration).await.map(IntoResponse::into_response)
        }
        Err(errors) => {
            let sent = Sent { entry: Some(entry), errors, ..Sent::default() };
            let page = build(&desk, &frame, tx, &envelope, sent).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response())
        }
    }
}

/// Waits a moment for the reader: the receipt says how many pages there are.
async fn read(desk: &Desk, staff: &Staff, id: &str, first: EnvelopeView) -> Result<EnvelopeView, Problem> {
    let mut envelope = first;
    let mut waited = Duration::ZERO;
    while envelope.batch_state == BatchState::Received && waited < PATIENCE {
        tokio::time::sleep(LOOK).await;
        waited += LOOK;
        envelope = desk.deposit(staff, id).await?.1;
    }
    Ok(envelope)
}

/// The case whose reference the agent typed, with its check digits.
async fn named_case(tx: &mut store::Transaction, typed: &str) -> Result<Option<CaseId>, Problem> {
    match typed.parse::<CaseReference>() {
        Ok(reference) => Ok(cases::by_reference(tx, reference).await?),
        Err(_) => Ok(None),
    }
}

async fn done(desk: &Desk, staff: &Staff, registration: &Registration) -> Result<Done, Problem> {
    // What an agent typed of a protected person is written; nothing of it is shown to them afterwards.
    let protected = matches!(&registration.person, PersonChoice::New(person) if person.protected);
    let actor = if protected { Actor::author(staff.user_id) } else { staff.actor() };
    let done = register(desk.casework()?, &actor, staff.user_id, registration).await.map_err(refused)?;
    let to = if protected { "/guichet".to_owned() } else { path(registration.communication) };
    let text =
        t2("counter-registered", "reference", done.reference.to_string(), "date", dates::short(done.evidence_on));
    Ok(Done::to(to).saying(text).undo("/guichet/annuler", &[("cle", &done.undo.to_string())]))
}

fn refused(error: RegisterError) -> Problem {
    match error {
        RegisterError::AlreadyRegistered => Problem::Conflict(t("counter-conflict-registered")),
        RegisterError::NoCase
        | RegisterError::NotYetRegistered
        | RegisterError::Refused(_)
        | RegisterError::Pages { .. } => Problem::Conflict(t("counter-conflict-case")),
        RegisterError::Store(error) => error.into(),
        RegisterError::Queue(error) => Problem::internal(error),
    }
}

/// `POST /guichet/depots/{deposit}/sans-demande`: it was no request after all, with an outcome in words (I-28).
pub(crate) async fn end(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let (tx, envelope) = desk.deposit(&staff, &id).await?;
    drop(tx);
    let outcome = fields.get("suite");
    match end_without_case(desk.casework()?, &staff.actor(), staff.user_id, envelope.id, outcome).await {
        Ok(undo) => {
            Ok(Done::to("/guichet").saying(t("counter-ended")).undo("/guichet/annuler", &[("cle", &undo.to_string())]))
        }
        Err(EndError::NoOutcome) => Ok(Done::to(path(envelope.id)).warning(t("counter-end-outcome-needed"))),
        Err(EndError::AlreadyEnded | EndError::Refused(_)) => Err(Problem::Conflict(t("counter-conflict-registered"))),
        Err(EndError::Store(error)) => Err(error.into()),
    }
}

/// `POST /guichet/annuler`
pub(crate) async fn undo(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let key: Uuid = fields.id("cle")?;
    let refused = match casework::undo(desk.casework()?, &Actor::author(staff.user_id), staff.user_id, key).await {
        Ok(action) => return Ok(Done::to("/guichet").saying(tw("counter-undone", &action))),
        Err(UndoError::Store(error)) => return Err(error.into()),
        Err(UndoError::Queue(error)) => return Err(Problem::internal(error)),
        Err(UndoError::LetterPrinted) => t("counter-undo-handed"),
        Err(
            UndoError::Nothing
            | UndoError::TooLate
            | UndoError::Refused(_)
            | UndoError::LetterMoved
            | UndoError::EnvelopeMoved
            | UndoError::CheckMoved
            | UndoError::OtherDay
            | UndoError::TransferLeft
            | UndoError::Stays,
        ) => t("counter-undo-no"),
    };
    Ok(Done::to("/guichet").warning(refused))
}
