//! The pictures of pages and the PDF of letters, to those who may see the case they belong to.

use axum::{
    extract::{Path, State},
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, InvalidHeaderValue},
    },
    response::{IntoResponse, Response},
};
use domain::{CaseId, LetterId, PageId};
use store::{ContentHash, Transaction, reads::case_view};
use web::{Problem, Staff};

use crate::state::Cases;

/// `/dossiers/{case}/images/{page}/{size}`; the size is `ecran` or `vignette`.
pub(crate) async fn page(
    State(cases): State<Cases>,
    staff: Staff,
    Path((case, page, size)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let (case, page): (CaseId, PageId) = (id(&case)?, id(&page)?);
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let images = case_view::page_images(&mut tx, case, page).await?.ok_or(Problem::NotFound)?;
    let wanted = match size.as_str() {
        "ecran" => images.screen,
        "vignette" => images.thumbnail.or(images.screen),
        _ => None,
    };
    send(&cases, &mut tx, wanted.ok_or(Problem::NotFound)?, None).await
}

/// `/dossiers/{case}/lettres/{letter}`: the PDF.
pub(crate) async fn letter(
    State(cases): State<Cases>,
    staff: Staff,
    Path((case, letter)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (case, letter): (CaseId, LetterId) = (id(&case)?, id(&letter)?);
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    case_view::head(&mut tx, case).await?;
    let letters = case_view::letters(&mut tx, case).await?;
    let line = letters.into_iter().find(|line| line.id == letter).ok_or(Problem::NotFound)?;
    let name = format!("inline; filename=\"{}-{letter}.pdf\"", line.kind.word());
    send(&cases, &mut tx, line.pdf.ok_or(Problem::NotFound)?, Some(&name)).await
}

async fn send(
    cases: &Cases,
    tx: &mut Transaction,
    hash: ContentHash,
    disposition: Option<&str>,
) -> Result<Response, Problem> {
    let (content, media_type) = cases.blobs.fetch(tx, hash).await?;
    let mut response = content.into_response();
    let headers = response.headers_mut();
    let unreadable = |error: InvalidHeaderValue| Problem::internal(error);
    headers.insert(CONTENT_TYPE, media_type.parse().map_err(unreadable)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    if let Some(disposition) = disposition {
        headers.insert(CONTENT_DISPOSITION, disposition.parse().map_err(unreadable)?);
    }
    Ok(response)
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}
