//! The forms beside the scan: what was found in a drop box, what was handed over, what stays sealed.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use web::{dates, parts::Field, t, t2};

/// The fields, empty, with what is known.
pub(crate) struct Forms {
    pub(crate) box_name: Field,
    pub(crate) box_witness: Field,
    pub(crate) box_count: Field,
    pub(crate) last_openings: Vec<String>,
    pub(crate) origin: Field,
    pub(crate) handed_on: Field,
    pub(crate) handed_count: Field,
    pub(crate) sealed_count: Field,
}

impl Forms {
    pub(super) fn new(boxes: &[(String, NaiveDate, DateTime<Utc>)], zone: Tz, today: NaiveDate) -> Self {
        let name = boxes.first().map_or_else(|| t("post-opening-box-first"), |(name, ..)| name.clone());
        Self {
            box_name: Field::text("boite", t("post-opening-box")).value(name),
            box_witness: Field::text("temoin", t("post-opening-witness")),
            box_count: Field::text("plis_boite", t("post-opening-found")),
            last_openings: boxes
                .iter()
                .map(|(name, _, at)| t2("post-opening-last", "box", name, "date", dates::long_instant(*at, zone)))
                .collect(),
            origin: Field::text("origine", t("post-opening-origin")),
            handed_on: Field::date("remis_le", t("post-opening-handed-on")).value(dates::iso(today)),
            handed_count: Field::text("plis_remis", t("post-opening-found")),
            sealed_count: Field::text("plis_fermes", t("post-opening-sealed-count")),
        }
    }
}
