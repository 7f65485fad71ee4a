//! The officer asks the person for the pieces that the case lacks (LT-05). The catalogue proposes what is due and not there; each piece
//! stands beside the text that asks for it, never without.

use askama::Template;
use axum::extract::{Path, State};
use casework::{PiecesRequest, RequestPiecesError};
use domain::{CaseId, CaseKind, PieceKind};
use law::{PieceToJoin, documents::RequestNature};
use store::{
    Transaction, cases as stored,
    complements::{self, AskedPiece, ComplementRow},
    reads::case_view,
};
use web::{
    Done, Fields, Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Tone},
    t, t1, words,
};

use crate::state::Cases;

/// A piece that can be asked for.
pub(crate) struct Row {
    key: String,
    label: String,
    basis: String,
    alternatives: String,
    indispensable: bool,
    missing: bool,
    badges: Vec<Badge>,
}

/// A request made before.
pub(crate) struct Asked {
    when: String,
    pieces: Vec<String>,
    badge: Badge,
}

#[derive(Template)]
#[template(path = "cases/request_pieces.html")]
pub(crate) struct RequestPage {
    page: Page,
    path: String,
    rows: Vec<Row>,
    asked: Vec<Asked>,
    copies: Vec<(&'static str, String)>,
    open: bool,
}

/// `/dossiers/{case}/demande-de-pieces`
pub(crate) async fn show(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
) -> Result<View<RequestPage>, Problem> {
    let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let case = stored::lock(&mut tx, id).await?;
    let due = due(&mut tx, &cases, id).await?;
    let asked = complements::of_case(&mut tx, id).await?;
    let copies = copies(&mut tx, id).await?;
    Ok(View(RequestPage {
        page: Page::new(&frame, t("case-request-title")).under(format!("/dossiers/{id}"), case.reference.to_string()),
        path: format!("/dossiers/{id}/demande-de-pieces"),
        rows: due.into_iter().map(row).collect(),
        asked: asked.iter().map(|request| of_request(request, &cases)).collect(),
        copies: copies.iter().map(|kind| (kind.word(), words::piece_kind(*kind))).collect(),
        open: case.case.state.is_open() && case.person.is_some(),
    }))
}

/// The kinds of pieces that were received, whose copy may be doubted.
async fn copies(tx: &mut Transaction, id: CaseId) -> Result<Vec<PieceKind>, Problem> {
    let mut kinds: Vec<PieceKind> = case_view::pieces(tx, id).await?.iter().map(|piece| piece.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    Ok(kinds)
}

/// The original of a copy that is doubted, when one is asked for (CRPA R. 113-11).
fn original(fields: &Fields, copies: &[PieceKind]) -> Option<AskedPiece> {
    let kind = PieceKind::from_word(fields.get("original")).filter(|kind| copies.contains(kind))?;
    Some(AskedPiece {
        kind,
        label: words::piece_kind(kind),
        basis: t("case-request-original-basis"),
        indispensable: false,
        alternatives: Vec::new(),
        doubt: Some(fields.get("doute").trim().to_owned()),
    })
}

/// What the catalogue asks of this case, and whether it is missing.
async fn due(tx: &mut Transaction, cases: &Cases, id: CaseId) -> Result<Vec<(PieceToJoin, bool)>, Problem> {
    let case = stored::lock(tx, id).await?;
    let catalogue = cases.catalogue.now();
    let title = case.title_code.as_deref().and_then(|code| catalogue.title(code, case.received_on));
    let nature = match case.kind {
        Some(CaseKind::TitleRenewal | CaseKind::AttestationRenewal | CaseKind::Duplicate) => RequestNature::Renewal,
        _ => RequestNature::First,
    };
    let article = case.ground_text.as_deref();
    let list = law::pieces(title, article, nature, case.received_on, &catalogue);
    let received: Vec<_> = case_view::pieces(tx, id).await?.iter().map(|piece| piece.kind).collect();
    let there = |piece: &PieceToJoin| {
        received.contains(&piece.kind) || piece.alternatives.iter().any(|other| received.contains(other))
    };
    // What another administration has is never asked of the person (CRPA L. 114-8).
    let own = list.pieces.into_iter().filter(|piece| !piece.obtained_by_administration && !piece.at_handover);
    let marked = own.map(|piece| {
        let missing = !there(&piece);
        (piece, missing)
    });
    Ok(marked.collect())
}

/// The text as the letter cites it: what stands in brackets after it is a note for the staff.
fn cited(basis: &str) -> String {
    basis.split(" (").next().unwrap_or(basis).to_owned()
}

/// The key of a row on the page: its kind and its text tell it from the others.
fn key(piece: &PieceToJoin) -> String {
    format!("{}|{}", piece.kind.word(), piece.basis)
}

fn row((piece, missing): (PieceToJoin, bool)) -> Row {
    let mut badges = Vec::new();
    if piece.indispensable {
        badges.push(Badge::new(Tone::Soon, t("case-request-indispensable")));
    }
    if !missing {
        badges.push(Badge::new(Tone::Done, t("case-request-there")));
    }
    if piece.certainty.needs_signature() {
        badges.push(Badge::new(Tone::Late, t("case-request-from-memory")));
    }
    Row {
        key: key(&piece),
        alternatives: piece.alternatives.iter().map(|kind| words::piece_kind(*kind)).collect::<Vec<_>>().join(", "),
        indispensable: piece.indispensable,
        label: piece.label,
        basis: piece.basis,
        missing,
        badges,
    }
}

fn of_request(request: &ComplementRow, cases: &Cases) -> Asked {
    let badge = match (request.answered_on, request.in_doubt_since, request.limit_on) {
        (Some(on), _, _) => Badge::new(Tone::Done, t1("case-request-answered", "date", dates::short(on))),
        (None, Some(_), _) => Badge::new(Tone::Late, t("case-date-in-doubt")),
        (None, None, Some(limit)) => Badge::new(Tone::Soon, t1("case-request-limit", "date", dates::short(limit))),
        (None, None, None) => Badge::new(Tone::Plain, t("case-request-not-running")),
    };
    Asked {
        when: dates::short_instant(request.requested_at, cases.web.zone()),
        pieces: request.items.iter().map(|item| item.label.clone()).collect(),
        badge,
    }
}

/// `POST /dossiers/{case}/demande-de-pieces`
pub(crate) async fn submit(
    State(cases): State<Cases>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let back = Done::to(format!("/dossiers/{id}/demande-de-pieces"));
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let chosen: Vec<&str> = fields.all("piece").collect();
    let due = due(&mut tx, &cases, id).await?;
    let copies = copies(&mut tx, id).await?;
    drop(tx);
    let items =
        due.into_iter().filter(|(piece, _)| chosen.contains(&key(piece).as_str())).map(|(piece, _)| AskedPiece {
            kind: piece.kind,
            label: piece.label,
            basis: cited(&piece.basis),
            indispensable: piece.indispensable,
            alternatives: piece.alternatives,
            doubt: None,
        });
    let items = items.chain(original(&fields, &copies)).collect();
    let request = PiecesRequest { case: id, items, registered: fields.has("recommande") };
    match casework::request_pieces(cases.casework()?, &staff.actor(), staff.user_id, &request).await {
        Ok(_) => Ok(Done::to(format!("/dossiers/{id}")).saying(t("case-request-done"))),
        Err(RequestPiecesError::Nothing) => Ok(back.warning(t("case-request-none-chosen"))),
        Err(RequestPiecesError::NoReason) => Ok(back.warning(t("case-request-reason-needed"))),
        Err(RequestPiecesError::NotOpen) => Err(Problem::Conflict(t("case-request-not-open"))),
        Err(RequestPiecesError::Store(error)) => Err(error.into()),
        Err(RequestPiecesError::Queue(error)) => Err(Problem::internal(error)),
    }
}
