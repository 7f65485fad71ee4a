//! The slip that goes with the papers: what they are, page by page, and the dates that the competent administration owes the person.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::CaseId;
use letters::{Addressee, SlipPaper, TransferSlip};
use store::{cases, papers, persons, reads::case_view, transfers};
use web::{Problem, Staff, words};

use super::super::{Desk, files::pdf};

/// `/courrier/transmissions/{case}/bordereau`
pub(crate) async fn print(State(desk): State<Desk>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(&staff).await?;
    let case = cases::lock(&mut tx, id).await?;
    let (_, _, notice) = transfers::notice(&mut tx, id).await?.ok_or(Problem::NotFound)?;
    let person = persons::get(&mut tx, case.person.ok_or(Problem::NotFound)?).await?;
    let (mut originals, mut envelopes) = (Vec::new(), Vec::new());
    for enclosed in transfers::enclosed(&mut tx, id).await? {
        let found = papers::originals(&mut tx, Some(enclosed.communication), 200).await?;
        originals.extend(found.into_iter().map(|original| original.description));
        envelopes.extend(enclosed.first_page.map(|first| (enclosed.communication, first)));
    }
    let pieces = case_view::pieces(&mut tx, id).await?;
    drop(tx);
    let inside = |piece: &case_view::PieceLine, page: i32| {
        let (_, first) = envelopes.iter().find(|(id, _)| *id == piece.communication)?;
        Some((u32::try_from(page).ok()? + 1).saturating_sub(*first))
    };
    let papers = pieces.iter().map(|piece| {
        let numbers: Vec<u32> = piece.pages.iter().filter_map(|page| inside(piece, page.number)).collect();
        SlipPaper {
            label: words::piece_kind(piece.kind),
            first: numbers.first().copied(),
            last: numbers.last().copied(),
            received_on: piece.received_on,
        }
    });
    let site = &desk.casework()?.site;
    let today = desk.web.today();
    let prefecture = site.catalogue.prefecture(&site.prefecture, today);
    let lines = notice["to_lines"].as_array().into_iter().flatten().filter_map(|line| line.as_str());
    let slip = TransferSlip {
        prefecture: prefecture.map(|p| p.name.clone()).unwrap_or_default(),
        service: prefecture.and_then(|p| p.service(&site.service)).map(|s| s.name.clone()).unwrap_or_default(),
        to: Addressee {
            name: notice["to_name"].as_str().unwrap_or_default().to_owned(),
            address: lines.map(str::to_owned).collect(),
        },
        date: today,
        reference: case.reference,
        person: person.display_name().unwrap_or_default(),
        request: case.kind.map(words::case_kind).unwrap_or_default(),
        received_on: case.received_on,
        evidence_on: case.evidence_on,
        because: notice["because"].as_str().unwrap_or_default().to_owned(),
        papers: papers.collect(),
        originals,
        demonstration: desk.web.settings().demonstration,
    };
    let letters = desk.letters().await?;
    let made = tokio::task::spawn_blocking(move || letters.transfer_slip(&slip)).await;
    let made = made.map_err(Problem::internal)?.map_err(Problem::internal)?;
    Ok(pdf(made.pdf, &format!("bordereau-{}.pdf", case.reference)))
}
