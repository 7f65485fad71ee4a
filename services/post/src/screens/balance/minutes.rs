//! The minutes of destruction: which paper was destroyed on a day, who had compared it with its scan, who noted it. To be signed.

use askama::Template;
use axum::extract::{Query, State};
use chrono::Days;
use domain::UserId;
use store::{accounts, batch_checks};
use web::{Frame, Page, Problem, Staff, View, dates, parts::Empty, t, t1, t2};

use super::Asked;
use crate::screens::{Desk, days, reception::midnight};

/// Batches of one day.
const ROWS: i64 = 500;

/// Paper of a batch that was destroyed.
pub(crate) struct Row {
    file: String,
    about: String,
    envelopes: String,
    checked: Vec<String>,
    noted: String,
}

#[derive(Template)]
#[template(path = "post/destroyed.html")]
pub(crate) struct MinutesPage {
    page: Page,
    prefecture: String,
    day: String,
    iso: String,
    before: String,
    after: Option<String>,
    rows: Vec<Row>,
    empty: Empty,
}

/// `/courrier/bilan/destructions`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<MinutesPage>, Problem> {
    let (zone, today) = (desk.web.zone(), desk.web.today());
    let day = days::asked(asked.jour, today);
    let mut tx = desk.begin(&staff).await?;
    let (from, until) = (midnight(day, zone), midnight(day + Days::new(1), zone));
    let papers = batch_checks::destroyed(&mut tx, from, until, ROWS).await?;
    let ids: Vec<UserId> =
        papers.iter().flat_map(|paper| paper.checked.iter().map(|(by, _)| *by).chain([paper.by])).collect();
    let names: Vec<(UserId, String)> =
        accounts::names(&mut *tx, &ids).await?.into_iter().map(|(id, name)| (id, name.0)).collect();
    let name = |id: UserId| {
        names.iter().find(|(known, _)| *known == id).map_or_else(|| t("post-somebody"), |(_, name)| name.clone())
    };
    let said = |by, at| t2("post-destroyed-by", "name", name(by), "date", dates::short_instant(at, zone));
    let rows = papers.iter().map(|paper| Row {
        file: paper.file_name.clone(),
        about: t2(
            "post-balance-batch",
            "date",
            dates::short(paper.received_at.with_timezone(&zone).date_naive()),
            "pages",
            paper.pages,
        ),
        envelopes: t1("post-envelopes", "count", paper.envelopes),
        checked: paper.checked.iter().map(|(by, at)| said(*by, *at)).collect(),
        noted: said(paper.by, paper.at),
    });
    let link = |day| format!("/courrier/bilan/destructions?jour={}", dates::iso(day));
    let site = &desk.casework()?.site;
    Ok(View(MinutesPage {
        page: Page::new(&frame, t("post-destroyed-title"))
            .under("/courrier", t("door-post"))
            .under(super::HERE, t("post-balance-title")),
        prefecture: site.catalogue.prefecture(&site.prefecture, day).map(|p| p.name.clone()).unwrap_or_default(),
        day: dates::long(day),
        iso: dates::iso(day),
        before: link(day - Days::new(1)),
        after: (day < today).then(|| link(day + Days::new(1))),
        rows: rows.collect(),
        empty: Empty::new(t("post-destroyed-none"), t("post-destroyed-none-help")),
    }))
}
