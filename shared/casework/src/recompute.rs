//! The dates and the urgency of cases are computed again from their facts, and what is another one is written.
//!
//! [`law::reckoning::reckon`] says what holds; here it is compared with what is kept. A date that a letter told somebody is never changed
//! by itself: its change is proposed to a person. All of it happens in the transaction of the fact, or of the batch of
//! [`crate::recompute_cases`].

mod compare;
mod plan;
mod write;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
pub(crate) use compare::{Difference, compare, facts};
use domain::{CaseId, RecomputationId};
use law::reckoning::{Reckoning, Worded, explain, reckon};
pub(crate) use plan::kept;
use store::{
    StoreError, Transaction,
    deadlines::NewDeadline,
    reckonings::{self, CaseToReckon},
    recomputations::{self, Decision, Found},
};

use crate::Casework;

/// What asks for a computation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// The recomputation of all cases that it belongs to; none when a fact of these cases changed.
    pub(crate) run: Option<RecomputationId>,
    /// Whether the sentences are made anew although the dates stay.
    pub(crate) worded: bool,
}

impl Asked {
    /// A fact of a case changed.
    pub(crate) const FACT: Self = Self { run: None, worded: true };
}

/// Computes cases again and writes what is another one. They are locked first, so that the facts hold until the commit.
pub(crate) async fn recompute(
    tx: &mut Transaction,
    casework: &Casework,
    ids: &[CaseId],
    asked: Asked,
    now: DateTime<Utc>,
) -> Result<Found, StoreError> {
    if ids.is_empty() {
        return Ok(Found::default());
    }
    reckonings::lock(tx, ids).await?;
    let cases = reckonings::load(tx, ids, &Reckoning::KINDS).await?;
    let mut decisions: HashMap<CaseId, Vec<Decision>> = HashMap::new();
    for decision in recomputations::decisions(tx, ids).await? {
        decisions.entry(decision.case).or_default().push(decision);
    }
    let differences: Vec<Difference> = cases.iter().map(|case| difference(casework, case)).collect();
    let told =
        if differences.iter().any(|d| !d.dates.is_empty()) { reckonings::told(tx, ids).await? } else { HashMap::new() };
    let mut plan = plan::Plan::new(casework, asked, now);
    for (case, difference) in cases.iter().zip(differences) {
        plan.add(case, difference, told.get(&case.id), decisions.get(&case.id).map_or(&[], Vec::as_slice));
    }
    write::all(tx, casework, plan, now).await
}

/// What a case would have another one of, as its facts stand.
pub(crate) fn difference(casework: &Casework, case: &CaseToReckon) -> Difference {
    let site = &casework.site;
    let reckoning = reckon(&facts(case), &site.catalogue, &site.calendar, casework.today());
    compare(case, reckoning, &site.catalogue.rule_set().name)
}

/// Whether anything said of the dates of a case would be another one.
pub(crate) fn worded_differently(casework: &Casework, case: &CaseToReckon) -> bool {
    let site = &casework.site;
    let print = || explain(&facts(case), &site.catalogue, &site.calendar).print();
    case.state.is_open() && case.registered && print() != case.clocks_print
}

/// The row of a date with its reasons.
pub(crate) fn row(worded: Worded<'_>, now: DateTime<Utc>) -> NewDeadline {
    NewDeadline {
        id: domain::DeadlineId::new(now),
        kind: worded.clock.kind,
        due_on: worded.clock.on,
        computed_from: worded.clock.from,
        rule: worded.why.rule.clone(),
        rule_version: worded.why.version.clone(),
        source: worded.why.source.clone(),
        because: worded.why.because.clone(),
    }
}
