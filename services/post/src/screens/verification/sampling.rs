//! What is read twice, and why, in figures: whoever answers for the desk sees that every registered letter is, and one envelope in ten.

use chrono::{DateTime, Utc};
use domain::CheckReason;
use store::{
    StoreError, Transaction,
    second_checks::{self, Sampling},
};
use web::{t, tw};

/// The checks of one reason.
pub(crate) struct SampleRow {
    pub(crate) reason: String,
    pub(crate) rule: String,
    pub(crate) owed: String,
    pub(crate) ended: u32,
    pub(crate) corrected: u32,
}

/// The rows, one a reason; none before anything was registered.
pub(super) async fn rows(tx: &mut Transaction, since: DateTime<Utc>) -> Result<Vec<SampleRow>, StoreError> {
    let sampling = second_checks::sampling(tx, since).await?;
    if sampling.registered == 0 {
        return Ok(Vec::new());
    }
    let row = |(reason, owed, ended, corrected): &(CheckReason, u32, u32, u32)| SampleRow {
        reason: tw("post-check-reason", reason.word()),
        rule: tw("post-check-rule", reason.word()),
        owed: share(*owed, out_of(&sampling, *reason)),
        ended: *ended,
        corrected: *corrected,
    };
    Ok(sampling.reasons.iter().map(row).collect())
}

const fn out_of(sampling: &Sampling, reason: CheckReason) -> u32 {
    match reason {
        CheckReason::Registered => sampling.by_registered_post,
        CheckReason::Uncertain | CheckReason::Drawn => sampling.registered,
    }
}

/// `12 sur 118 (10 %)`.
fn share(owed: u32, all: u32) -> String {
    let percent = (u64::from(owed) * 100 + u64::from(all) / 2).checked_div(u64::from(all));
    match percent {
        Some(percent) => web::t3("post-check-share", ("count", owed), ("all", all), ("percent", percent)),
        None => t("post-check-share-none"),
    }
}
