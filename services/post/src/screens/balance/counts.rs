//! What was counted in the morning, class by class, beside what became of it.

use chrono::NaiveDate;
use store::{StoreError, Transaction, opening_counts};
use web::{
    parts::{Badge, Tone},
    t, t1, tw,
};

/// A class of post of the day.
pub(crate) struct Tally {
    pub(crate) class: String,
    pub(crate) counted: String,
    pub(crate) entered: String,
    pub(crate) settled: String,
    pub(crate) says: Badge,
}

/// Every class that was counted or entered.
pub(super) async fn of_day(tx: &mut Transaction, day: NaiveDate) -> Result<Vec<Tally>, StoreError> {
    let tallies = opening_counts::of_day(tx, day).await?;
    Ok(tallies
        .iter()
        .map(|tally| {
            let missing = tally.counted.map_or(0, |counted| i64::from(counted) - tally.entered);
            let left = tally.entered - tally.settled;
            let says = match (missing, left) {
                (0, 0) if tally.counted.is_none() => Badge::new(Tone::Plain, t("post-balance-all-scanned")),
                (0, 0) => Badge::new(Tone::Done, t("post-balance-agrees")),
                (0, left) => Badge::new(Tone::Soon, t1("post-balance-not-scanned", "count", left)),
                (more, _) if more > 0 => Badge::new(Tone::Late, t1("post-balance-missing", "count", more)),
                (less, _) => Badge::new(Tone::Soon, t1("post-balance-more", "count", -less)),
            };
            Tally {
                class: tw("post-opening-class", tally.class.word()),
                counted: tally.counted.map_or_else(|| t("post-balance-not-counted"), |count| count.to_string()),
                entered: tally.entered.to_string(),
                settled: tally.settled.to_string(),
                says,
            }
        })
        .collect())
}
