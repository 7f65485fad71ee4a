//! The pages of a piece, large.

use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{CaseId, PieceId};
use serde::Deserialize;
use store::reads::case_view::{self, PageLine, PieceLine};
use web::{
    Frame, Page, Problem, Staff, View,
    parts::{Sheet, Thumbnail, Turn, Zoom},
    t, t2, words,
};

use crate::{names, state::Cases};

#[derive(Template)]
#[template(path = "cases/piece.html")]
pub(crate) struct PiecePage {
    page: Page,
    sheet: Option<Sheet>,
    pdf: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    page: Option<u32>,
    zoom: Option<String>,
    rotation: Option<u16>,
}

pub(crate) async fn show(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
    Path((case, piece)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<View<PiecePage>, Problem> {
    let case: CaseId = case.parse().map_err(|_| Problem::NotFound)?;
    let piece: PieceId = piece.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let head = case_view::head(&mut tx, case).await?;
    let pieces = case_view::pieces(&mut tx, case).await?;
    let piece = pieces.into_iter().find(|line| line.id == piece).ok_or(Problem::NotFound)?;
    let kind = words::piece_kind(piece.kind);
    let page = Page::new(&frame, t2("case-piece-title", "kind", &kind, "date", web::dates::long(piece.received_on)))
        .under("/dossiers", t("door-cases"))
        .under(format!("/dossiers/{case}"), names::person(head.line.person.as_ref()))
        .shortcut("p s", t("case-key-pages"))
        .shortcut("+ - r", t("case-key-zoom"))
        .wide();
    let pdf = (!piece.pages.is_empty()).then(|| format!("/dossiers/{case}/pieces/{}/pdf", piece.id));
    Ok(View(PiecePage { page, sheet: sheet(case, &piece, &asked), pdf }))
}

fn sheet(case: CaseId, piece: &PieceLine, asked: &Asked) -> Option<Sheet> {
    let wanted = usize::try_from(asked.page.unwrap_or(1).saturating_sub(1)).unwrap_or(0);
    let index = wanted.min(piece.pages.len().checked_sub(1)?);
    let shown = piece.pages.get(index)?;
    let here = format!("/dossiers/{case}/pieces/{}", piece.id);
    let thumbnail = |(at, page): (usize, &PageLine)| Thumbnail {
        number: ordinal(at),
        image: format!("/dossiers/{case}/images/{}/vignette", page.id),
        path: format!("{here}?page={}", ordinal(at)),
        note: None,
        kind: None,
        current: at == index,
    };
    let kind = words::piece_kind(piece.kind);
    Some(Sheet {
        number: ordinal(index),
        total: u32::try_from(piece.pages.len()).unwrap_or(u32::MAX),
        image: format!("/dossiers/{case}/images/{}/ecran", shown.id),
        width: shown.size.0.unsigned_abs(),
        height: shown.size.1.unsigned_abs(),
        shows: t2("case-page-shows", "kind", kind, "number", ordinal(index)),
        highlights: Vec::new(),
        thumbnails: piece.pages.iter().enumerate().map(thumbnail).collect(),
        zoom: Zoom::of(asked.zoom.as_deref().unwrap_or("")),
        turn: Turn::of(asked.rotation.unwrap_or(0)),
        base: format!("{here}?page={}&", ordinal(index)),
        text_note: None,
        text: Some(shown.text.0.clone()).filter(|text| !text.trim().is_empty()),
    })
}

fn ordinal(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}
