//! What may have been received before, by whatever door: proposed with its reason, looked at side by side, said by a person.

mod pair;

use askama::Template;
use axum::extract::State;
use chrono_tz::Tz;
use domain::CommunicationId;
pub(crate) use pair::{settle, show};
use store::{
    StoreError, Transaction,
    reads::indexing::Proposal,
    resemblances::{self, Summary, Wanted},
};
use web::{
    Frame, Page, Problem, Staff, View,
    parts::{Badge, DoorMark, Empty},
    resemblances::{Line, came, path, state, who, why},
    t, t1,
};

use super::Desk;

/// The page.
pub(crate) const HERE: &str = "/courrier/rapprochements";
/// Pairs shown.
const ROWS: i64 = 200;
/// Others shown beside one communication.
const BESIDE: i64 = 5;

/// Two communications of which pages may be the same paper.
struct Row {
    path: String,
    why: String,
    later: Came,
    earlier: Came,
    state: Badge,
}

/// How one of them came.
struct Came {
    door: DoorMark,
    who: String,
    how: String,
}

#[derive(Template)]
#[template(path = "post/repeats.html")]
pub(crate) struct RepeatsPage {
    page: Page,
    waiting: String,
    rows: Vec<Row>,
    empty: Empty,
}

/// What of a communication may have been received before, or after.
pub(crate) async fn of(tx: &mut Transaction, id: CommunicationId, zone: Tz) -> Result<Vec<Line>, StoreError> {
    let found = resemblances::summaries(tx, Wanted::Of(id), BESIDE).await?;
    Ok(found.iter().map(|summary| Line::of(summary, Some(id), zone)).collect())
}

/// What was read, and the registered cases of what a communication repeats: somebody said that it is the same paper.
pub(crate) async fn with_cases(
    tx: &mut Transaction,
    id: CommunicationId,
    mut proposals: Vec<Proposal>,
) -> Result<Vec<Proposal>, StoreError> {
    let found = resemblances::summaries(tx, Wanted::Of(id), BESIDE).await?;
    let repeated =
        found.iter().filter(|summary| summary.same > 0 && summary.later.id == id && summary.earlier.registered);
    for (_, reference) in repeated.filter_map(|summary| summary.earlier.case.as_ref()) {
        proposals.push(Proposal {
            field: "case".to_owned(),
            value: serde_json::json!(reference),
            origin: "repeat".to_owned(),
            confidence: 100.0,
            page: None,
        });
    }
    Ok(proposals)
}

/// `/courrier/rapprochements`: what waits for somebody to look at it.
pub(crate) async fn list(State(desk): State<Desk>, staff: Staff, frame: Frame) -> Result<View<RepeatsPage>, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let found = resemblances::summaries(&mut tx, Wanted::Open, ROWS).await?;
    drop(tx);
    Ok(View(RepeatsPage {
        page: Page::new(&frame, t("post-repeats-title"))
            .counted(found.len())
            .under("/courrier", t("door-post"))
            .shortcut("j k", t("post-key-rows")),
        waiting: t1("post-repeats-waiting", "count", found.len()),
        rows: found.iter().map(|summary| row(summary, &desk)).collect(),
        empty: Empty::new(t("post-repeats-none"), t("post-repeats-none-help"))
            .link("/courrier", t("post-reception-link")),
    }))
}

fn row(summary: &Summary, desk: &Desk) -> Row {
    let side = |side: &resemblances::Side| Came {
        door: DoorMark::bare(side.channel),
        who: who(side).unwrap_or_else(|| t("post-repeats-unknown")),
        how: came(side, desk.web.zone()),
    };
    Row {
        path: path(summary.later.id, summary.earlier.id),
        why: why(summary.reason, summary.percent, summary.number.as_deref()),
        later: side(&summary.later),
        earlier: side(&summary.earlier),
        state: state(summary),
    }
}
