//! The deposits of the day, and the button that opens one.

use askama::Template;
use axum::extract::{Query, State};
use chrono::{NaiveTime, TimeDelta};
use domain::CommunicationState;
use serde::Deserialize;
use store::{
    persons::search_form,
    reads::counter::{self, DepositLine},
};
use uuid::Uuid;
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Field, Tone},
    t, t1, t2,
};

use super::desk::{Desk, path};

/// Deposits shown.
const ROWS: i64 = 300;
/// Days shown.
const DAYS: i64 = 7;

/// What is searched.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    cherche: String,
}

/// A deposit of the list.
struct Row {
    path: String,
    who: String,
    about: String,
    received: String,
    state: Badge,
}

#[derive(Template)]
#[template(path = "counter/list.html")]
pub(crate) struct ListPage {
    page: Page,
    key: String,
    desks: Vec<String>,
    search: Field,
    rows: Vec<Row>,
    empty: Empty,
}

/// `/guichet`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Problem> {
    let midnight = desk.web.today().and_time(NaiveTime::MIN).and_utc() - TimeDelta::days(DAYS);
    let mut tx = desk.begin(&staff).await?;
    let lines = counter::deposits(&mut tx, midnight, ROWS).await?;
    let wanted = search_form(&asked.cherche);
    let mut found: Vec<&DepositLine> =
        lines.iter().filter(|line| wanted.is_empty() || matches(line, &wanted)).collect();
    // What is still to be done comes first.
    found.sort_by_key(|line| finished(line));
    let open = lines.iter().filter(|line| line.state != CommunicationState::Registered && !ended(line)).count();
    let empty = if wanted.is_empty() {
        Empty::new(t("counter-empty"), t("counter-empty-help"))
    } else {
        Empty::new(t("counter-nothing-found"), t("counter-nothing-found-help")).link("/guichet", t("counter-all"))
    };
    Ok(View(ListPage {
        page: Page::new(&frame, t("door-counter"))
            .counted(open)
            .shortcut("n", t("counter-key-new"))
            .shortcut("j k", t("counter-key-rows")),
        key: Uuid::now_v7().to_string(),
        desks: desk.context.config.counter.desks.iter().map(|d| d.name.clone()).collect(),
        search: Field::search("cherche", t("counter-search")).value(asked.cherche),
        rows: found.into_iter().map(|line| row(line, &desk)).collect(),
        empty,
    }))
}

/// Whether nothing is left to do: the letters are in hand, or there was no request.
fn finished(line: &DepositLine) -> bool {
    ended(line) || (line.state == CommunicationState::Registered && line.letters.0 == 0 && line.letters.1 == 0)
}

fn ended(line: &DepositLine) -> bool {
    line.state == CommunicationState::NoCase
}

fn matches(line: &DepositLine, wanted: &str) -> bool {
    let reference = line.case.as_ref().map(|(_, r)| r.to_string()).unwrap_or_default();
    let person = line.person.as_ref().map(|p| p.0.clone()).unwrap_or_default();
    let text = search_form(&format!("{person} {reference} {}", line.desk));
    wanted.split(' ').all(|word| text.contains(word))
}

fn row(line: &DepositLine, desk: &Desk) -> Row {
    let reference = line.case.as_ref().map(|(_, r)| r.to_string()).unwrap_or_default();
    Row {
        path: path(line.id),
        who: line.person.as_ref().map_or_else(|| t("counter-nobody-yet"), |p| p.0.clone()),
        about: t2("counter-row-about", "reference", reference, "pages", line.pages),
        received: t2(
            "counter-row-received",
            "date",
            dates::short_instant(line.received_at, desk.web.zone()),
            "desk",
            &line.desk,
        ),
        state: state(line, desk),
    }
}

/// Where a deposit stands, the duty first.
fn state(line: &DepositLine, desk: &Desk) -> Badge {
    let old = desk.web.now() - line.received_at > TimeDelta::hours(24);
    match line.state {
        CommunicationState::Registered if line.letters.0 > 0 => Badge::new(Tone::Soon, t("counter-state-to-hand")),
        CommunicationState::Registered if line.letters.1 > 0 => Badge::new(Tone::Plain, t("counter-state-printing")),
        CommunicationState::Registered => Badge::new(Tone::Done, t("counter-state-done")),
        CommunicationState::NoCase => Badge::new(Tone::Plain, t("counter-state-no-case")),
        CommunicationState::Received | CommunicationState::ToIndex if old => {
            Badge::new(Tone::Late, t1("counter-state-old", "age", dates::age(line.received_at, desk.web.now())))
        }
        CommunicationState::Received | CommunicationState::ToIndex if line.reading => {
            Badge::new(Tone::Plain, t("counter-state-reading"))
        }
        CommunicationState::Received | CommunicationState::ToIndex => {
            Badge::new(Tone::Soon, t("counter-state-to-register"))
        }
    }
}
