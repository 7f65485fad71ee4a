//! The bands that officers decided in the last weeks: the weekly list (I-18).

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use chrono::{Datelike as _, Days, NaiveDate};
use store::{
    reads::case_list,
    urgencies::{self, OverrideRow},
};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Tone},
    t, t1, t2,
};

use super::{page::band, path};
use crate::{local_rows::People, names, state::Cases, urgency::badge};

/// How far back the list goes.
const DAYS: u64 = 28;
/// More than these are not decided in four weeks by a service that keeps its priorities.
const MOST: i64 = 500;

struct Line {
    path: String,
    person: String,
    reference: String,
    computed: Option<Badge>,
    decided: Badge,
    reason: String,
    who: String,
    until: String,
    state: Badge,
}

struct Week {
    title: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "cases/decisions.html")]
pub(crate) struct DecisionsPage {
    page: Page,
    weeks: Vec<Week>,
    more: bool,
    empty: Empty,
}

/// `/dossiers/rangs-decides`
pub(crate) async fn list(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
) -> Result<View<DecisionsPage>, Problem> {
    let today = cases.web.today();
    let since = today.checked_sub_days(Days::new(DAYS)).unwrap_or(today);
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let rows = urgencies::decisions_since(&mut tx, since, MOST).await?;
    let people = People::of(&mut tx, rows.iter().map(|row| row.decided.0).collect()).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.case).collect();
    let known: HashMap<_, _> =
        case_list::of_cases(&mut tx, &ids).await?.into_iter().map(|line| (line.id, line)).collect();
    let zone = cases.web.zone();
    let more = i64::try_from(rows.len()).is_ok_and(|count| count >= MOST);
    let mut weeks: Vec<Week> = Vec::new();
    for row in rows {
        let Some(case) = known.get(&row.case) else { continue };
        let title = week(row.decided.1.with_timezone(&zone).date_naive());
        let line = Line {
            path: path(row.case),
            person: names::person(case.person.as_ref()),
            reference: case.reference.to_string(),
            computed: row.computed.map(|code| badge(band(code))),
            decided: badge(band(row.band)),
            who: t2(
                "decisions-who",
                "name",
                people.name(row.decided.0),
                "date",
                dates::short_instant(row.decided.1, zone),
            ),
            until: dates::long(row.until),
            state: state(&row, today),
            reason: row.reason,
        };
        match weeks.last_mut().filter(|week| week.title == title) {
            Some(week) => week.lines.push(line),
            None => weeks.push(Week { title, lines: vec![line] }),
        }
    }
    Ok(View(DecisionsPage {
        page: Page::new(&frame, t("decisions-title")).under("/dossiers", t("door-cases")),
        weeks,
        more,
        empty: Empty::new(t("decisions-none"), t("decisions-none-help")),
    }))
}

fn state(row: &OverrideRow, today: NaiveDate) -> Badge {
    match row.ended {
        Some(_) => Badge::new(Tone::Plain, t("decisions-ended")),
        None if row.until < today => Badge::new(Tone::Plain, t("decisions-expired")),
        None => Badge::new(Tone::Done, t("decisions-stands")),
    }
}

/// The week of a day, told by its Monday.
fn week(day: NaiveDate) -> String {
    let monday = day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day);
    t1("decisions-week", "date", dates::long(monday))
}
