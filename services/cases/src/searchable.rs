//! A searchable PDF of a piece of a case, made when it is asked for.

use axum::{
    extract::{Path, State},
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use domain::{CaseId, PieceId};
use letters::{SearchablePage, SearchableTitle};
use store::reads::{
    case_view,
    searchable::{self, SourcePage},
};
use web::{Problem, Staff, dates, t2, t3, words};

use crate::state::Cases;

/// Pages of one file at most; the whole of a longer piece is made from its envelope, in several files.
const PAGES: u32 = 150;

/// `/dossiers/{case}/pieces/{piece}/pdf`
pub(crate) async fn show(
    State(cases): State<Cases>,
    staff: Staff,
    Path((case, piece)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let case: CaseId = case.parse().map_err(|_| Problem::NotFound)?;
    let piece: PieceId = piece.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let head = case_view::head(&mut tx, case).await?;
    let pieces = case_view::pieces(&mut tx, case).await?;
    let piece = pieces.into_iter().find(|line| line.id == piece).ok_or(Problem::NotFound)?;
    let ends = piece.pages.first().zip(piece.pages.last()).ok_or(Problem::NotFound)?;
    let range = (ends.0.number, ends.1.number);
    let source = searchable::pages(&mut tx, piece.communication, Some(range), 0, PAGES).await?;
    let pictures = source.pictures(&mut tx, &cases.blobs).await?;
    drop(tx);
    let kind = words::piece_kind(piece.kind);
    let title = SearchableTitle {
        title: t2("case-piece-title", "kind", &kind, "date", dates::long(piece.received_on)),
        subject: t3(
            "searchable-subject",
            ("first", 1_u32),
            ("count", pictures.len()),
            ("id", head.line.reference.to_string()),
        ),
        author: cases.web.settings().service.clone(),
        made_at: cases.web.now(),
    };
    let page = |(page, picture): (SourcePage, _)| SearchablePage::of_pixels(page.size, page.dpi, &page.words, picture);
    let written = move || {
        let pages = source.pages.into_iter().zip(pictures).map(page).collect();
        letters::searchable(&title, pages)
    };
    let made = tokio::task::spawn_blocking(written).await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    let name = format!("inline; filename=\"{}-{}.pdf\"", piece.kind.word(), dates::iso(piece.received_on));
    let name = HeaderValue::try_from(name).map_err(Problem::internal)?;
    Ok(([(CONTENT_TYPE, HeaderValue::from_static("application/pdf")), (CONTENT_DISPOSITION, name)], made)
        .into_response())
}
