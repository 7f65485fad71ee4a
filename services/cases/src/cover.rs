//! The provisional documents that need an officer: those to sign, and the persons whose cover ends without anything that follows.

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::{CaseState, ProvisionalState};
use law::documents::{DocumentKind, cover_alarm, prepared_until};
use store::reads::provisional::{self, CoverLine};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Tone},
    t, t1, words,
};

use crate::{names, state::Cases};

/// Rows of each list.
const ROWS: i64 = 200;

/// A case of a list.
struct Row {
    path: String,
    person: String,
    reference: String,
    request: String,
    until: String,
    left: Option<Badge>,
    next: Option<String>,
    state: Option<Badge>,
}

#[derive(Template)]
#[template(path = "cases/cover.html")]
pub(crate) struct CoverPage {
    page: Page,
    to_sign: Vec<Row>,
    ending: Vec<Row>,
    explained: String,
    empty: Empty,
}

/// `/documents-provisoires`
pub(crate) async fn show(State(cases): State<Cases>, staff: Staff, frame: Frame) -> Result<View<CoverPage>, Problem> {
    let today = cases.web.today();
    let states: Vec<CaseState> = CaseState::ALL.iter().copied().filter(|state| state.awaits_a_title()).collect();
    let until = prepared_until(today, &cases.catalogue.now());
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let to_sign = provisional::to_sign(&mut tx, ROWS).await?;
    let ending = provisional::ending(&mut tx, &states, until, ROWS).await?;
    let row = |line: &CoverLine| row(line, &cases, today);
    Ok(View(CoverPage {
        page: Page::new(&frame, t("documents-title"))
            .counted(to_sign.len() + ending.len())
            .shortcut("j k", t("cases-key-rows")),
        to_sign: to_sign.iter().map(row).collect(),
        ending: ending.iter().map(row).collect(),
        explained: t1("documents-explained", "date", dates::long(until)),
        empty: Empty::new(t("documents-none"), t("documents-none-help")),
    }))
}

fn row(line: &CoverLine, cases: &Cases, today: NaiveDate) -> Row {
    let case = &line.case;
    let alarm = line.until.is_some_and(|until| cover_alarm(until, None, today, &cases.catalogue.now()).is_some());
    let tone = if alarm { Tone::Late } else { Tone::Soon };
    let kind = |word: &str| {
        let catalogue = cases.catalogue.now();
        let kind = DocumentKind::from_word(word).and_then(|kind| catalogue.document(kind, today));
        kind.map_or_else(|| word.to_owned(), |row| row.label.clone())
    };
    Row {
        path: format!("/dossiers/{}#documents", case.id),
        person: names::person(case.person.as_ref()),
        reference: case.reference.to_string(),
        request: names::request(case),
        until: line.until.map_or_else(|| t("documents-nothing-covers"), dates::short),
        left: line.until.map(|until| Badge::new(tone, dates::relative(until, today))),
        next: line
            .next
            .as_ref()
            .map(|(word, from, _)| web::t2("documents-next", "label", kind(word), "from", dates::short(*from))),
        state: line.next.as_ref().map(|(_, _, state)| {
            let tone = if *state == ProvisionalState::Prepared { Tone::Soon } else { Tone::Plain };
            Badge::new(tone, words::provisional_state(*state))
        }),
    }
}
