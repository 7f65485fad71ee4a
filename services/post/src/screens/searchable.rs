//! A searchable PDF of the pages of an envelope, made when it is asked for.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::CommunicationId;
use letters::{SearchablePage, SearchableTitle};
use serde::Deserialize;
use store::reads::searchable::{self, SourcePage};
use web::{Problem, Staff, dates, t2, t3, words};

use super::{Desk, files};

/// Pages of one file at most: what is longer comes in several, so that making one never takes more than a moment and some memory.
const PAGES: u32 = 150;

/// From which page on.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    de: Option<u32>,
}

/// The files of so many pages: each with its address and its first and last page.
pub(crate) fn links(id: CommunicationId, pages: usize) -> Vec<(String, String)> {
    let total = u32::try_from(pages).unwrap_or(u32::MAX);
    let link = |first: u32| {
        let last = first.saturating_add(PAGES - 1).min(total);
        let label =
            if total > PAGES { t2("searchable-part", "first", first, "last", last) } else { web::t("searchable") };
        (format!("/courrier/plis/{id}/pdf?de={first}"), label)
    };
    (1..=total).step_by(PAGES as usize).map(link).collect()
}

/// `/courrier/plis/{envelope}/pdf`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let id: CommunicationId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(&staff).await?;
    let before = asked.de.unwrap_or(1).saturating_sub(1);
    let source = searchable::pages(&mut tx, id, None, before, PAGES).await?;
    if source.pages.is_empty() {
        return Err(Problem::NotFound);
    }
    let pictures = source.pictures(&mut tx, &desk.context.blobs).await?;
    drop(tx);
    let day = source.received_at.with_timezone(&desk.web.zone()).date_naive();
    let title = SearchableTitle {
        title: t2("searchable-title", "date", dates::long(day), "door", words::channel(source.channel)),
        subject: t3("searchable-subject", ("first", before + 1), ("count", pictures.len()), ("id", id.to_string())),
        author: desk.web.settings().service.clone(),
        made_at: desk.web.now(),
    };
    let name = format!("{}-{}.pdf", dates::iso(day), words::channel(source.channel));
    let page = |(page, picture): (SourcePage, _)| SearchablePage::of_pixels(page.size, page.dpi, &page.words, picture);
    let written = move || {
        let pages = source.pages.into_iter().zip(pictures).map(page).collect();
        letters::searchable(&title, pages)
    };
    let made = tokio::task::spawn_blocking(written).await.map_err(Problem::internal)?;
    Ok(files::pdf(made.map_err(Problem::internal)?, &name))
}
