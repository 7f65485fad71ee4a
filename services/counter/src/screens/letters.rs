//! The letters are printed at the desk and given to the person.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use casework::{HandOverError, hand_over_letters, unsigned_under};
use domain::{LetterState, Medium};
use store::letters;
use web::{Done, Frame, Page, Problem, Staff, View, dates, t, t1};

use super::desk::{Desk, path};

/// `/guichet/depots/{deposit}/lettres`: the letters to give, as one file to print.
pub(crate) async fn pile(State(desk): State<Desk>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let (mut tx, envelope) = desk.deposit(&staff, &id).await?;
    let (case, _) = envelope.cases.first().ok_or(Problem::NotFound)?;
    let ids = letters::of_case(&mut tx, *case).await?;
    let (mut pdfs, mut waits) = (Vec::new(), false);
    for letter in letters::lock(&mut tx, &ids).await? {
        let here = matches!(letter.state, LetterState::Prepared | LetterState::HandedOver);
        if here
            && letter.medium == Medium::InPerson
            && !unsigned_under(&mut tx, desk.casework()?, &letter).await?.is_empty()
        {
            waits = true;
            continue;
        }
        if let (Medium::InPerson, true, Some(hash)) = (letter.medium, here, letter.pdf) {
            pdfs.push(Vec::from(desk.context.blobs.fetch(&mut tx, hash).await?.0));
        }
    }
    drop(tx);
    if pdfs.is_empty() {
        return Err(if waits { Problem::Conflict(t("counter-waits-signature")) } else { Problem::NotFound });
    }
    let pile = tokio::task::spawn_blocking(move || ::letters::merge(&pdfs, true)).await.map_err(Problem::internal)?;
    let pile = pile.map_err(Problem::internal)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"recu.pdf\"")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(
                "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'",
            ),
        ),
    ];
    Ok((headers, pile).into_response())
}

/// `POST /guichet/depots/{deposit}/remettre`: the person has the letters in hand.
pub(crate) async fn hand_over(State(desk): State<Desk>, staff: Staff, Path(id): Path<String>) -> Result<Done, Problem> {
    let (tx, envelope) = desk.deposit(&staff, &id).await?;
    drop(tx);
    let (case, _) = envelope.cases.first().ok_or(Problem::NotFound)?;
    match hand_over_letters(desk.casework()?, &staff.actor(), *case).await {
        Ok(given) => Ok(Done::to("/guichet").saying(t1("counter-handed", "count", given))),
        Err(HandOverError::NothingReady) => Ok(Done::to(path(envelope.id)).warning(t("counter-nothing-to-hand"))),
        Err(HandOverError::Unsigned(rows)) => {
            let catalogue = &desk.casework()?.site.catalogue;
            let name = |rests: &casework::RestsOn| {
                let label = catalogue.row(&rests.row).and_then(law::CatalogueRow::label);
                label.map_or_else(|| rests.row.key.clone(), str::to_owned)
            };
            let names: Vec<String> = rows.iter().map(name).collect();
            Ok(Done::to(path(envelope.id)).warning(t1("counter-unsigned", "rows", names.join(" ; "))))
        }
        Err(HandOverError::Store(error)) => Err(error.into()),
    }
}

/// A receipt before anything is registered: that somebody came, when, with how many pages.
#[derive(Template)]
#[template(path = "counter/receipt.html")]
pub(crate) struct ReceiptPage {
    page: Page,
    received: String,
    reference: String,
    papers: String,
    phone: String,
    service: String,
    address: Vec<String>,
}

/// `/guichet/depots/{deposit}/recu`
pub(crate) async fn receipt(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
) -> Result<View<ReceiptPage>, Problem> {
    let (mut tx, envelope) = desk.deposit(&staff, &id).await?;
    let parts = store::deliveries::parts(&mut tx, envelope.id).await?;
    let pages = envelope.pages.map_or(0, |(first, last)| last - first + 1);
    let site = &desk.casework()?.site;
    let row = site.catalogue.prefecture(&site.prefecture, envelope.received_on).ok_or(Problem::Unavailable)?;
    Ok(View(ReceiptPage {
        page: Page::new(&frame, t("counter-receipt"))
            .under("/guichet", t("door-counter"))
            .under(path(envelope.id), t("counter-deposit"))
            .shortcut("i", t("counter-key-print")),
        received: dates::long_instant(envelope.received_at, desk.web.zone()),
        reference: envelope.cases.iter().map(|(_, r)| r.to_string()).collect::<Vec<_>>().join(", "),
        papers: if parts.is_empty() {
            t("counter-receipt-no-papers")
        } else {
            format!("{}, {}", t1("counter-files", "count", parts.len()), t1("counter-pages", "count", pages))
        },
        phone: formats::PhoneNumber::parse(row.phone_of(&site.service)).printed(),
        service: row.name.clone(),
        address: row.lines.clone(),
    }))
}
