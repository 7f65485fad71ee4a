//! M4: a person confirms what an envelope is. The page of it is beside the fields; proposals are numbered; nothing
//! typed is lost, whatever is wrong.

mod around;
mod asked;
mod check;
mod choices;
mod ending;
mod entry;
mod first_entry;
mod form;
mod inputs;
pub(crate) mod language;
mod lit;
mod message;
mod offers;
mod papers;
mod pieces;
pub(crate) mod postmark;
mod preview;
mod queue;
mod read_person;
mod requests;
mod scanned;
mod sealed;
mod senders;
mod sheet;
mod view;

use asked::Asked;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use casework::{PersonChoice, RegisterError, Registered, Registration};
use domain::{Actor, CommunicationId, CommunicationState, Permission};
pub(crate) use ending::{end, raise};
use entry::Entry;
pub(crate) use entry::{date, date_before};
pub(crate) use message::size;
pub(crate) use queue::{empty, list};
pub(crate) use sealed::{seal, unseal};
pub(crate) use sheet::place;
use store::reads::indexing::{self, EnvelopeView};
use view::{Sent, Visit};
use web::{Done, Frame, Problem, Staff, View, dates, parts::FieldError, t, t1, t2};

use super::{Desk, Fields};

/// Where the next envelope opens by itself.
pub(crate) const NEXT: &str = "/courrier/indexation";
/// How far the queue is looked through for an envelope that nobody has open.
const LOOKED_THROUGH: i64 = 30;

/// `/courrier/indexation`: the next envelope, or what will come.
pub(crate) async fn next(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(wanted): Query<queue::Wanted>,
) -> Result<Response, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let (user, now) = (staff.user_id, desk.web.now());
    let queue = indexing::queue(&mut tx, wanted.door(), desk.web.today(), LOOKED_THROUGH).await?;
    let free = queue.iter().find(|line| !desk.claims.held_by_another(line.id, user, now));
    let Some(line) = free.or(queue.first()) else { return empty(&desk, &staff, &frame, tx).await };
    let envelope = indexing::envelope(&mut tx, line.id).await?;
    open(&desk, &staff, &envelope);
    let visit = Visit { desk: &desk, staff: &staff, frame: &frame };
    let page = view::build(visit, tx, envelope, Sent::default()).await?;
    Ok(View(page).into_response())
}

/// `/courrier/indexation/{envelope}`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<View<view::IndexingPage>, Problem> {
    let (tx, envelope) = load(&desk, &staff, &id).await?;
    open(&desk, &staff, &envelope);
    let visit = Visit { desk: &desk, staff: &staff, frame: &frame };
    Ok(View(view::build(visit, tx, envelope, Sent { asked, ..Sent::default() }).await?))
}

/// The envelope on the desk is given to nobody else for a while.
fn open(desk: &Desk, staff: &Staff, envelope: &EnvelopeView) {
    if staff.may(Permission::RegisterPost) {
        desk.claims.take(envelope.id, staff.user_id, desk.web.now());
    }
}

pub(crate) async fn load(desk: &Desk, staff: &Staff, id: &str) -> Result<(store::Transaction, EnvelopeView), Problem> {
    let id: CommunicationId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(staff).await?;
    let envelope = indexing::envelope(&mut tx, id).await?;
    Ok((tx, envelope))
}

/// The envelope alone, for who may see it.
pub(crate) async fn seen(desk: &Desk, staff: &Staff, id: &str) -> Result<EnvelopeView, Problem> {
    let (_, envelope) = load(desk, staff, id).await?;
    Ok(envelope)
}

/// `POST /courrier/indexation/{envelope}`: shows what follows from what was typed, or registers it.
pub(crate) async fn submit(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let (mut tx, envelope) = load(&desk, &staff, &id).await?;
    let (entry, asked) = (Entry::read(&fields).dated(envelope.received_on), Asked::of(&fields));
    if envelope.sealed {
        return Err(Problem::Conflict(t("post-seal-conflict")));
    }
    // A form opened before somebody else registered the envelope asks for nothing more: only a form for one more request does.
    let shows = fields.has("voir") || fields.has("faire");
    if envelope.state == CommunicationState::Registered && !asked.another() && !shows {
        return Err(Problem::Conflict(t("post-conflict-registered")));
    }
    let visit = Visit { desk: &desk, staff: &staff, frame: &frame };
    let entry = if entry.taken.is_some() {
        let read = first_entry::read_persons(&mut tx, &envelope).await?;
        entry.with_read(&read)
    } else {
        entry
    };
    let unseen = offers::unseen(&mut tx, &entry, &envelope.cases).await?;
    let entry = if unseen { Entry { case: String::new(), request: String::new(), ..entry } } else { entry };
    if shows {
        let sent = Sent { asked, entry: Some(entry), errors: Vec::new() };
        return Ok(View(view::build(visit, tx, envelope, sent).await?).into_response());
    }
    let somebody_else = offers::somebody_else(&mut tx, &entry).await?;
    let wrong_case = match somebody_else {
        Some(name) => Some(t1("post-error-case-person", "name", name)),
        None => unseen.then(|| t("post-error-case-unseen")),
    };
    if let Some(text) = wrong_case {
        let errors = vec![FieldError { field: "demande".to_owned(), text }];
        let page = view::build(visit, tx, envelope, Sent { asked, entry: Some(entry), errors }).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response());
    }
    match check::registration(&entry, &envelope) {
        Ok(registration) => {
            drop(tx);
            register(&desk, &staff, &registration, fields.has("puis")).await.map(IntoResponse::into_response)
        }
        Err(errors) => {
            let page = view::build(visit, tx, envelope, Sent { asked, entry: Some(entry), errors }).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response())
        }
    }
}

async fn register(desk: &Desk, staff: &Staff, registration: &Registration, stay: bool) -> Result<Done, Problem> {
    let protected = matches!(&registration.person, PersonChoice::New(person) if person.protected);
    let actor = if protected { Actor::author(staff.user_id) } else { staff.actor() };
    let done = casework::register(desk.casework()?, &actor, staff.user_id, registration).await.map_err(refused)?;
    let to = if stay { format!("{NEXT}/{}?autre=1", registration.communication) } else { NEXT.to_owned() };
    Ok(registered(&done, to))
}

fn registered(done: &Registered, to: String) -> Done {
    let reference = done.reference.to_string();
    Done::to(to)
        .saying(t2("post-registered", "reference", reference, "date", dates::short(done.evidence_on)))
        .undo("/courrier/indexation/annuler", &[("cle", &done.undo.to_string())])
}

fn refused(error: RegisterError) -> Problem {
    match error {
        RegisterError::AlreadyRegistered => Problem::Conflict(t("post-conflict-registered")),
        RegisterError::NoCase | RegisterError::NotYetRegistered | RegisterError::Refused(_) => {
            Problem::Conflict(t("post-conflict-case"))
        }
        RegisterError::Pages { .. } => Problem::Conflict(t("post-conflict-pages")),
        RegisterError::Store(error) => error.into(),
        RegisterError::Queue(error) => Problem::internal(error),
    }
}
