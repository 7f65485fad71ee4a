use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Personal, coded::coded_enum};

coded_enum! {
    /// The kinds of card that differ in what they are worth once expired (CESEDA L. 433-3, R. 433-3).
    pub enum HeldTitleKind {
        /// Resident card (ten years): a deposit receipt proves the steps (R. 433-3).
        ResidentCard = 1, "resident_card";
        /// Four-year card, or card of more than a year under a treaty: rights kept three months (L. 433-3).
        LongCard = 2, "long_card";
        /// Any other card.
        OtherCard = 3, "other_card";
    }
}

/// The residence title that a person holds when they file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldTitle {
    /// Its kind.
    pub kind: HeldTitleKind,
    /// The number printed on it.
    pub number: Personal<String>,
    /// The last day of its validity.
    pub expires_on: NaiveDate,
}
