//! A request for which another administration is competent: handed on, the person told, the papers sent with their slip.

mod proposal;
mod slip;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{KeepHereError, Transfer, TransferError, TransferStarted};
use chrono::TimeDelta;
use domain::{CaseId, CaseState, CommunicationId, LetterId, LetterState};
use serde::Deserialize;
pub(crate) use slip::print;
use store::{StoreError, Transaction, cases, postal, reads::indexing, transfers, undo};
use web::{
    Done, Frame, Page, Problem, Staff, View,
    parts::{Empty, Field, Why},
    t, t1, words,
};

use super::{Desk, Fields};
use proposal::Proposed;

/// The pages.
const HERE: &str = "/courrier/transmissions";
/// Where one is taken back.
const UNDO: &str = "/courrier/transmissions/annuler";
/// How long its author can take it back (I-27).
const UNDO_FOR: TimeDelta = TimeDelta::hours(24);

/// What the address asks for: the transfer of what an envelope opened.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    pli: Option<String>,
}

/// A case whose papers have still to leave.
pub(crate) struct Pending {
    reference: String,
    path: String,
    to: String,
}

#[derive(Template)]
#[template(path = "post/transfers.html")]
pub(crate) struct TransfersPage {
    page: Page,
    rows: Vec<Pending>,
    empty: Empty,
}

/// `/courrier/transmissions`: the papers that have still to leave; with `?pli=`, the transfer of the request in that envelope.
pub(crate) async fn list(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let mut tx = desk.begin(&staff).await?;
    if let Some(pli) = asked.pli.as_deref().and_then(|pli| pli.parse::<CommunicationId>().ok()) {
        let envelope = indexing::envelope(&mut tx, pli).await?;
        let to = envelope
            .cases
            .first()
            .map_or_else(|| format!("/courrier/indexation/{pli}"), |(case, _)| format!("{HERE}/{case}"));
        return Ok(Redirect::to(&to).into_response());
    }
    let mut rows = Vec::new();
    for (case, reference) in transfers::pending(&mut tx).await? {
        let notice = transfers::notice(&mut tx, case).await?;
        let to = notice.and_then(|(_, _, data)| data["to_name"].as_str().map(str::to_owned)).unwrap_or_default();
        rows.push(Pending { reference: reference.to_string(), path: format!("{HERE}/{case}"), to });
    }
    let page = Page::new(&frame, t("transfer-list-title"))
        .counted(u32::try_from(rows.len()).unwrap_or(u32::MAX))
        .under("/courrier", t("door-post"))
        .shortcut("j k", t("post-key-rows"));
    let empty = Empty::new(t("transfer-list-empty"), t("transfer-list-empty-help"));
    Ok(View(TransfersPage { page, rows, empty }).into_response())
}

/// A transfer that was started.
pub(crate) struct Started {
    to: String,
    letter: String,
    slip: String,
    gone: bool,
    mistake: Mistake,
}

/// How a transfer that should not have been started is put right.
pub(crate) enum Mistake {
    /// By the person who started it, with this key.
    TakeBack(String),
    /// By the person who started it, for a day: from the list of what they did.
    Another,
    /// By another letter.
    KeepHere,
}

#[derive(Template)]
#[template(path = "post/transfer.html")]
pub(crate) struct TransferPage {
    page: Page,
    path: String,
    reference: String,
    case: String,
    started: Option<Started>,
    refused: Option<String>,
    name: Field,
    lines: Field,
    because: Field,
    here: bool,
    why: Option<Why>,
}

/// `/courrier/transmissions/{case}`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
) -> Result<View<TransferPage>, Problem> {
    let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(&staff).await?;
    let case = cases::lock(&mut tx, id).await?;
    let proposed = Proposed::of(&mut tx, desk.casework()?, case.person).await?;
    let notice = transfers::notice(&mut tx, id).await?;
    let path = format!("{HERE}/{id}");
    let handed_on = matches!(case.case.state, CaseState::TransferPending | CaseState::Transferred);
    let started = match notice.filter(|_| handed_on) {
        Some((letter, state, data)) => Some(Started {
            to: data["to_name"].as_str().unwrap_or_default().to_owned(),
            letter: format!("/courrier/departs/lettres/{letter}"),
            slip: format!("{path}/bordereau"),
            gone: case.case.state == CaseState::Transferred,
            mistake: mistake(&mut tx, &desk, &staff, (id, case.case.state), (letter, state)).await?,
        }),
        None => None,
    };
    drop(tx);
    let refused = match (case.person, case.case.state.is_open()) {
        (None, _) => Some(t("transfer-not-registered")),
        (Some(_), false) => Some(t("transfer-not-open")),
        (Some(_), true) => None,
    };
    Ok(View(TransferPage {
        page: Page::new(&frame, t("transfer-title"))
            .under("/courrier", t("door-post"))
            .under("/courrier/anomalies", t("post-anomalies-title"))
            .shortcut("Ctrl+Entrée", t("transfer-key-send"))
            .shortcut("z", t("transfer-undo")),
        path,
        reference: case.reference.to_string(),
        case: format!("/dossiers/{id}"),
        refused: refused.filter(|_| started.is_none()),
        started,
        name: Field::text("nom", t("transfer-name")).value(proposed.name).first(),
        lines: Field::long_text("adresse", t("transfer-lines")).hint(t("transfer-lines-help")).value(proposed.lines),
        because: Field::text("motif", t("transfer-because")).hint(t("transfer-because-help")).value(proposed.because),
        here: proposed.here,
        why: proposed.why,
    }))
}

/// `POST /courrier/transmissions/{case}`: the notice is made, the slip can be printed.
pub(crate) async fn start(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let case: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let lines = fields.get("adresse").lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
    let transfer = Transfer {
        case,
        name: fields.get("nom").to_owned(),
        lines: lines.collect(),
        because: fields.get("motif").to_owned(),
    };
    let back = Done::to(format!("{HERE}/{case}"));
    match casework::transfer_case(desk.casework()?, &staff.actor(), staff.user_id, &transfer).await {
        Ok(started) => {
            let text = started_text(&started, &transfer.name);
            Ok(back.saying(text).undo(UNDO, &[("cle", &started.undo.to_string())]))
        }
        Err(TransferError::Incomplete) => Ok(back.warning(t("transfer-incomplete"))),
        Err(TransferError::NotRegistered) => Ok(back.warning(t("transfer-not-registered"))),
        Err(error) => Err(problem(error)),
    }
}

/// What was started, and what does not leave any more.
fn started_text(started: &TransferStarted, name: &str) -> String {
    let began = t1("transfer-started", "name", name);
    let withdrawn = started.withdrawn.iter().map(|kind| words::letter_kind(*kind)).collect::<Vec<_>>().join(", ");
    match (withdrawn.is_empty(), started.printed) {
        (true, _) => began,
        (false, 0) => web::t2("transfer-withdrawn", "text", began, "letters", withdrawn),
        (false, printed) => {
            let text = web::t2("transfer-withdrawn", "text", began, "letters", withdrawn);
            web::t2("transfer-withdrawn-printed", "text", text, "count", printed)
        }
    }
}

/// How it is put right: taken back for a day, as long as nothing has left; then by another letter.
async fn mistake(
    tx: &mut Transaction,
    desk: &Desk,
    staff: &Staff,
    (case, state): (CaseId, CaseState),
    (letter, stands): (LetterId, LetterState),
) -> Result<Mistake, StoreError> {
    let left = postal::last_of(tx, letter).await?.is_some_and(|item| item.left_at.is_some());
    if state == CaseState::Transferred || left || stands.has_left() {
        return Ok(Mistake::KeepHere);
    }
    let since = desk.web.now() - UNDO_FOR;
    Ok(match undo::last_of(tx, "transfer_case", case.uuid(), since).await? {
        Some(entry) if entry.user == staff.user_id => Mistake::TakeBack(entry.id.to_string()),
        Some(_) => Mistake::Another,
        None => Mistake::KeepHere,
    })
}

/// `POST /courrier/transmissions/{case}/garder`: it is studied here after all; another letter tells the person.
pub(crate) async fn keep(State(desk): State<Desk>, staff: Staff, Path(id): Path<String>) -> Result<Done, Problem> {
    let case: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    match casework::keep_case_here(desk.casework()?, &staff.actor(), case).await {
        Ok(_) => Ok(Done::to(format!("{HERE}/{case}")).saying(t("transfer-kept"))),
        Err(KeepHereError::Refused(_)) => Err(Problem::Conflict(t("transfer-not-handed-on"))),
        Err(KeepHereError::Store(error)) => Err(error.into()),
        Err(KeepHereError::Queue(error)) => Err(Problem::internal(error)),
    }
}

/// `POST /courrier/transmissions/{case}/parti`: the papers have left.
pub(crate) async fn left(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let case: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let done =
        casework::papers_transferred(desk.casework()?, &staff.actor(), staff.user_id, case, fields.get("suivi")).await;
    done.map_err(problem)?;
    Ok(Done::to(format!("{HERE}/{case}")).saying(t("transfer-left")))
}

fn problem(error: TransferError) -> Problem {
    match error {
        TransferError::Refused(_) | TransferError::Incomplete | TransferError::NotRegistered => {
            Problem::Conflict(t("transfer-not-open"))
        }
        TransferError::Store(error) => error.into(),
        TransferError::Queue(error) => Problem::internal(error),
    }
}
