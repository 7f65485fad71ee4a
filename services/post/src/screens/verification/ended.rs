//! The checks that this person ended today: one given by mistake is taken back, and read again.

use domain::CheckOutcome;
use store::{StoreError, Transaction, second_checks};
use web::{Staff, dates, t, t1, t2};

use crate::screens::{Desk, reception::midnight};

/// Checks of one day that are named.
const ROWS: i64 = 20;

/// A check that can be taken back.
pub(super) struct Ended {
    pub(super) name: String,
    pub(super) how: String,
    pub(super) when: String,
    pub(super) key: String,
}

/// Those of today, the latest first.
pub(super) async fn today(tx: &mut Transaction, desk: &Desk, staff: &Staff) -> Result<Vec<Ended>, StoreError> {
    let zone = desk.web.zone();
    let ended = second_checks::ended_by(tx, staff.user_id, midnight(desk.web.today(), zone), ROWS).await?;
    Ok(ended
        .into_iter()
        .map(|check| {
            let place = || t2("post-envelope-place", "position", check.position, "file", &check.file_name);
            Ended {
                name: t1("post-envelope", "name", check.serial.clone().unwrap_or_else(place)),
                how: match check.outcome {
                    CheckOutcome::Agreed => t("post-check-ended-agreed"),
                    CheckOutcome::Corrected => t("post-check-ended-corrected"),
                },
                when: dates::hour(check.at, zone),
                key: check.key.to_string(),
            }
        })
        .collect())
}
