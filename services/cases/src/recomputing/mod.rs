//! `/recalculs`: how far a recomputation is, what it changed for whom, and the dates that somebody was told already and that a person
//! decides on.

mod actions;
mod proposals;
mod report;
mod runs;

pub(crate) use actions::{ask, decide};

use askama::Template;
use axum::extract::{Query, State};
use domain::{ChangeId, RecomputationId};
use proposals::ProposalView;
use report::ChangeView;
use runs::RunView;
use serde::Deserialize;
use store::reads::recomputations::{self, RunLine};
use web::{
    Frame, Page, Problem, Staff, View,
    parts::{Empty, Pager},
    t, t1,
};

use crate::state::Cases;

/// The page.
const HERE: &str = "/recalculs";
/// Changes of a page of the report.
const ROWS: u32 = 50;
/// Proposals shown at once.
const PROPOSALS: u32 = 200;
/// Recomputations listed.
const RUNS: u32 = 20;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    calcul: Option<String>,
    apres: Option<String>,
}

#[derive(Template)]
#[template(path = "recomputing/page.html")]
pub(crate) struct RecomputingPage {
    page: Page,
    running: Option<RunView>,
    proposals: Vec<ProposalView>,
    no_proposal: Empty,
    shown: Option<RunView>,
    changes: Vec<ChangeView>,
    no_change: Empty,
    pager: Pager,
    runs: Vec<RunView>,
    refresh: String,
}

pub(crate) async fn show(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<RecomputingPage>, Problem> {
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let lines = recomputations::runs(&mut tx, RUNS).await?;
    let shown = chosen(&lines, asked.calcul.as_deref());
    let after: Option<ChangeId> = asked.apres.as_deref().and_then(|id| id.parse().ok());
    let mut found = match shown {
        Some(run) => recomputations::changes(&mut tx, run.id, after, ROWS + 1).await?,
        None => Vec::new(),
    };
    let more = found.len() > usize::try_from(ROWS).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let first = shown.map(|run| format!("{HERE}?calcul={}", run.id));
    let next = first.clone().zip(found.last()).filter(|_| more).map(|(path, last)| format!("{path}&apres={}", last.id));
    let proposals = proposals::of(recomputations::proposals(&mut tx, PROPOSALS).await?, cases.web.zone());
    let waiting = recomputations::waiting(&mut tx, 500).await?;
    let view = |run: &RunLine| RunView::of(run, shown.is_some_and(|shown| shown.id == run.id), &cases.web);
    Ok(View(RecomputingPage {
        page: Page::new(&frame, t("recomputing-title")).counted(waiting).shortcut("j k", t("cases-key-rows")),
        running: lines.iter().rev().find(|run| run.finished_at.is_none()).map(view),
        proposals,
        no_proposal: Empty::new(t("recomputing-no-proposal"), t("recomputing-no-proposal-help")),
        shown: shown.map(view),
        changes: found.iter().map(|line| ChangeView::of(line, &cases.web)).collect(),
        no_change: match shown {
            Some(_) => Empty::new(t("recomputing-no-change"), t("recomputing-no-change-help")),
            None => Empty::new(t("recomputing-none"), t("recomputing-none-help")),
        },
        pager: Pager::new(after.and(first), next),
        runs: lines.iter().map(view).collect(),
        refresh: frame.here.clone(),
    }))
}

/// The recomputation that the address names, else the last one that changed something, else the last one.
fn chosen<'a>(lines: &'a [RunLine], asked: Option<&str>) -> Option<&'a RunLine> {
    let named: Option<RecomputationId> = asked.and_then(|id| id.parse().ok());
    let changed = |run: &&RunLine| run.found.dates_changed + run.found.dates_proposed + run.found.bands_changed > 0;
    let by_name = named.and_then(|id| lines.iter().find(|run| run.id == id));
    by_name.or_else(|| lines.iter().find(changed)).or_else(|| lines.first())
}

/// A date (`12 nov. 2026`) or the words of a band, as a change keeps them; that there was none.
fn value(kept: Option<&str>) -> String {
    let Some(kept) = kept else { return t("recomputing-no-date") };
    match (kept.parse(), law::urgency::Band::from_word(kept)) {
        (Ok(date), _) => web::dates::short(date),
        (Err(_), Some(band)) => crate::urgency::band(band).words(),
        (Err(_), None) => kept.to_owned(),
    }
}

/// What became another one (`rejet implicite`, `priorité`).
fn what(date: Option<domain::DeadlineKind>) -> String {
    date.map_or_else(|| t("recomputing-band"), web::words::deadline_kind)
}

/// A date that moved, in days (`9 jours plus tôt`).
fn moved(before: Option<&str>, after: Option<&str>) -> Option<String> {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().ok();
    let days = (day(after?)? - day(before?)?).num_days();
    let key = if days < 0 { "recomputing-earlier" } else { "recomputing-later" };
    (days != 0).then(|| t1(key, "count", days.abs()))
}
