//! Arrival labels to print: of what was opened today, or of one envelope again.

use axum::{
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use domain::ArrivalLabel;
use formats::TrackingNumber;
use letters::LabelToPrint;
use serde::Deserialize;
use store::openings::{self, Opened};
use web::{Done, Problem, Staff, dates, t, tw};

use super::{HERE, ROWS};
use crate::screens::{Desk, files::pdf};

/// Which labels: of one envelope, or of the last so many that were opened and are not yet scanned; and from which place of the sheet: the
/// ones before it were used for an earlier print.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    pli: Option<String>,
    nombre: Option<String>,
    place: Option<String>,
}

/// Labels of a sheet.
const SHEET: usize = 24;

/// `/courrier/ouverture/etiquettes`
pub(crate) async fn print(
    State(desk): State<Desk>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let opened: Vec<Opened> = if let Some(label) = &asked.pli {
        openings::by_label(&mut tx, label).await?.into_iter().collect()
    } else {
        let mut opened = openings::of_day(&mut tx, desk.web.today(), ROWS).await?;
        opened.retain(|o| o.communication.is_none() && o.forwarded.is_none());
        opened.truncate(typed(asked.nombre.as_deref()).unwrap_or(usize::MAX));
        opened.reverse();
        opened
    };
    drop(tx);
    let labels: Vec<LabelToPrint> = opened.iter().filter_map(label).collect();
    if labels.is_empty() {
        return Ok(Done::to(HERE).warning(t("post-opening-no-labels")).into_response());
    }
    let used = typed(asked.place.as_deref()).filter(|place| (1..=SHEET).contains(place)).map_or(0, |place| place - 1);
    let (letters, demonstration) = (desk.letters().await?, desk.web.settings().demonstration);
    let made = tokio::task::spawn_blocking(move || letters.labels(&labels, used, demonstration)).await;
    let made = made.map_err(Problem::internal)?.map_err(Problem::internal)?;
    Ok(pdf(made.pdf, "etiquettes.pdf"))
}

/// A number of a field; nothing when it is none.
fn typed(field: Option<&str>) -> Option<usize> {
    field.and_then(|typed| typed.trim().parse().ok()).filter(|number| *number > 0)
}

fn label(opened: &Opened) -> Option<LabelToPrint> {
    let number = opened.number.as_deref().map(|number| TrackingNumber::parse(number).printed());
    Some(LabelToPrint {
        label: ArrivalLabel::new(&opened.label)?,
        title: tw("post-opening-class", opened.class.word()),
        day: dates::short(opened.opened_on),
        detail: number.or_else(|| opened.origin.clone()).unwrap_or_default(),
    })
}
