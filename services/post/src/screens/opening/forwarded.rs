//! The slip that goes with envelopes sent on unopened: their labels, never what is in them.

use askama::Template;
use axum::extract::{Query, State};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde::Deserialize;
use store::{
    StoreError, Transaction,
    openings::{self, Opened},
};
use web::{Frame, Page, Problem, Staff, View, dates, parts::Empty, t, tw};

use super::{HERE, ROWS};
use crate::screens::{Desk, reception::midnight};

/// Which day.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    jour: Option<NaiveDate>,
}

/// One line of the slip.
pub(crate) struct Line {
    class: String,
    label: String,
    day: String,
    hour: String,
}

/// What goes to one place.
pub(crate) struct Slip {
    to: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "post/forwarded.html")]
pub(crate) struct SlipPage {
    page: Page,
    day: String,
    site: String,
    slips: Vec<Slip>,
    empty: Empty,
}

/// What was sent on unopened on a day.
pub(super) async fn of_day(tx: &mut Transaction, day: NaiveDate, zone: Tz) -> Result<Vec<Opened>, StoreError> {
    openings::forwarded_between(tx, midnight(day, zone), midnight(day + Days::new(1), zone), ROWS).await
}

/// `/courrier/ouverture/bordereau`: one slip for each place, to print and to be signed on arrival.
pub(crate) async fn slip(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<SlipPage>, Problem> {
    let (zone, today) = (desk.web.zone(), desk.web.today());
    let day = asked.jour.filter(|day| *day <= today).unwrap_or(today);
    let mut tx = desk.begin(&staff).await?;
    let sent = of_day(&mut tx, day, zone).await?;
    drop(tx);
    let mut slips: Vec<Slip> = Vec::new();
    for opened in &sent {
        let Some((at, to)) = &opened.forwarded else { continue };
        let line = Line {
            class: tw("post-opening-one", opened.class.word()),
            label: opened.label.clone(),
            day: dates::short(opened.opened_on),
            hour: dates::hour(*at, zone),
        };
        match slips.iter_mut().find(|slip| slip.to == *to) {
            Some(slip) => slip.lines.push(line),
            None => slips.push(Slip { to: to.clone(), lines: vec![line] }),
        }
    }
    Ok(View(SlipPage {
        page: Page::new(&frame, t("post-forwarded-title"))
            .under("/courrier", t("door-post"))
            .under(HERE, t("post-opening-title")),
        day: dates::long(day),
        site: desk.web.settings().service.clone(),
        slips,
        empty: Empty::new(t("post-forwarded-empty"), t("post-forwarded-empty-help"))
            .link(HERE, t("post-opening-title")),
    }))
}
