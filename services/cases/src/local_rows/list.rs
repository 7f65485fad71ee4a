//! What waits for another person, and what was decided.

use askama::Template;
use axum::extract::State;
use domain::Permission;
use law::Catalogue;
use store::local_rows::{self, LocalRowProposal, Which};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty},
    t, t1, t2,
};

use super::{
    People,
    proposal::{path_of, says, state},
};
use crate::{
    catalogue::{place, values, words},
    state::Cases,
};

/// Decisions shown.
const DECIDED: i64 = 50;

struct Line {
    path: String,
    name: String,
    says: String,
    from: String,
    who: String,
    state: Badge,
    own: bool,
}

struct Missing {
    path: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "rules/proposals.html")]
pub(crate) struct ListPage {
    page: Page,
    left_out: Vec<Missing>,
    waiting: Vec<Line>,
    decided: Vec<Line>,
    new_order: Option<String>,
    empty: Empty,
}

/// `/regles/propositions`
pub(crate) async fn show(State(cases): State<Cases>, staff: Staff, frame: Frame) -> Result<View<ListPage>, Problem> {
    let edition = cases.catalogue.edition();
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let waiting = local_rows::read(&mut tx, Which::Waiting).await?;
    let decided = local_rows::read(&mut tx, Which::Decided(DECIDED)).await?;
    let all: Vec<LocalRowProposal> = waiting.iter().chain(&decided).cloned().collect();
    let people = People::of_proposals(&mut tx, &all).await?;
    let line = |proposal: &LocalRowProposal| Line::of(proposal, &cases, &staff, &people, &edition.catalogue);
    let missing = |left: &casework::LeftOut| Missing { path: path_of(left.row), reason: left.reason.clone() };
    let new_order = place::change(law::RowKind::ChannelOrder, place::NEW);
    Ok(View(ListPage {
        page: Page::new(&frame, t("rules-proposals"))
            .under(place::INDEX, t("door-rules"))
            .counted(waiting.len())
            .shortcut("j k", t("cases-key-rows")),
        left_out: edition.left_out.iter().map(missing).collect(),
        waiting: waiting.iter().map(line).collect(),
        decided: decided.iter().map(line).collect(),
        new_order: staff.may(Permission::KeepRules).then_some(new_order),
        empty: Empty::new(t("rules-no-proposal"), t("rules-no-proposal-help")).link(place::INDEX, t("rules-back")),
    }))
}

impl Line {
    fn of(proposal: &LocalRowProposal, cases: &Cases, staff: &Staff, people: &People, catalogue: &Catalogue) -> Self {
        let row = &proposal.row;
        let standing = catalogue.rows().find(|known| known.kind().word() == row.kind && known.key() == row.key);
        let who = match &proposal.decision {
            Some(decision) => t2(
                "rules-line-decided",
                "proposer",
                people.name(row.by),
                "decider",
                format!("{}, {}", people.name(decision.by), dates::short_instant(decision.at, cases.web.zone())),
            ),
            None => {
                t2("rules-line-waits", "name", people.name(row.by), "age", dates::age(proposal.at, cases.web.now()))
            }
        };
        Self {
            path: path_of(row.id),
            name: standing.map_or_else(|| row.key.clone(), words::full_name),
            says: said(proposal),
            from: dates::short(row.from),
            who,
            state: state(proposal),
            own: row.by == staff.user_id,
        }
    }
}

/// What a proposal would say, in a few words.
fn said(proposal: &LocalRowProposal) -> String {
    use law::LocalRow;
    match says(proposal) {
        Some(LocalRow::Parameter { value, .. }) => t1("rules-says-figure", "value", values::figure(value)),
        Some(LocalRow::NationalParameter { .. }) => t("rules-says-national"),
        Some(LocalRow::Prefecture(_)) => t("rules-says-prefecture"),
        Some(LocalRow::ChannelOrder { order, .. }) => t1("rules-says-order", "order", order),
        Some(LocalRow::ChannelOrderEnds { .. }) => t("rules-says-order-ends"),
        None => t("rules-says-unknown"),
    }
}
