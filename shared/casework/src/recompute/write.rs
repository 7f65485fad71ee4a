//! Writes what was planned, in few statements however many cases there are.

use chrono::{DateTime, Utc};
use store::{
    StoreError, Transaction, deadlines, events, reckonings,
    recomputations::{self, Found},
};

use super::plan::{Applied, Plan};
use crate::Casework;

pub(super) async fn all(
    tx: &mut Transaction,
    casework: &Casework,
    mut plan: Plan<'_>,
    now: DateTime<Utc>,
) -> Result<Found, StoreError> {
    let applied = dates(tx, &mut plan, now).await?;
    reckonings::reword_dates(tx, &plan.reworded).await?;
    reckonings::write(tx, &plan.cases, casework.today()).await?;
    recomputations::outdate(tx, &plan.outdated, now).await?;
    let log: Vec<_> = applied.iter().map(|done| plan.event(&done.change, "case.date_recomputed")).collect();
    plan.log.extend(log);
    plan.found.dates_changed = u32::try_from(applied.len()).unwrap_or(u32::MAX);
    let mut changes: Vec<_> = applied.into_iter().map(|done| done.change).collect();
    changes.append(&mut plan.proposed);
    changes.append(&mut plan.bands);
    recomputations::record(tx, &changes, now).await?;
    events::append(tx, now, &plan.log).await?;
    Ok(plan.found)
}

/// Puts dates in the place of others. One that a person or a letter ended meanwhile stays ended.
async fn dates(tx: &mut Transaction, plan: &mut Plan<'_>, now: DateTime<Utc>) -> Result<Vec<Applied>, StoreError> {
    let planned = std::mem::take(&mut plan.applied);
    let gone: Vec<_> = planned.iter().filter_map(|date| date.gone).collect();
    let were_open = reckonings::cancel_dates(tx, &gone).await?;
    let applied: Vec<Applied> =
        planned.into_iter().filter(|date| date.gone.is_none_or(|gone| were_open.contains(&gone))).collect();
    let new: Vec<_> = applied.iter().filter_map(|date| Some((date.case, date.new.clone()?))).collect();
    if !new.is_empty() {
        deadlines::open_all(tx, &new, now).await?;
    }
    Ok(applied)
}
