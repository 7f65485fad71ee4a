use chrono::NaiveDate;

use super::{Band, Signal};

/// A fact that somebody declared or proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Which.
    pub signal: Signal,
    /// The day it is about, for what is to come: a contract, an exam, the end of a removal delay.
    pub on: Option<NaiveDate>,
    /// The day it was declared.
    pub since: NaiveDate,
    /// Whether a paper or a record proves it. A proof is never asked for urgency: a declaration counts fully.
    pub proved: bool,
}

/// A band decided by an officer instead of the computed one (I-18).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BandOverride {
    band: Band,
    officer: String,
    reason: String,
    decided_on: NaiveDate,
}

/// An override needs an officer and a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an override of urgency needs the name of an officer and a reason")]
pub struct OverrideWithoutReason;

impl BandOverride {
    /// A band decided on a day.
    ///
    /// # Errors
    /// Without the name of an officer, or without a reason.
    pub fn new(
        band: Band,
        officer: impl Into<String>,
        reason: impl Into<String>,
        decided_on: NaiveDate,
    ) -> Result<Self, OverrideWithoutReason> {
        let (officer, reason) = (officer.into(), reason.into());
        if officer.trim().is_empty() || reason.trim().is_empty() {
            return Err(OverrideWithoutReason);
        }
        Ok(Self { band, officer, reason, decided_on })
    }

    /// The band.
    #[must_use]
    pub const fn band(&self) -> Band {
        self.band
    }

    /// Who decided it.
    #[must_use]
    pub fn officer(&self) -> &str {
        &self.officer
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// When.
    #[must_use]
    pub const fn decided_on(&self) -> NaiveDate {
        self.decided_on
    }
}

/// What is known of a case when its urgency is looked at. What is not here cannot count: no channel, nationality, title, income, number
/// of contacts, lawyer, language or place (I-17).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrgencyFacts {
    /// The day.
    pub today: NaiveDate,
    /// The evidence date of the request.
    pub evidence_date: NaiveDate,
    /// The last day of the title or of the provisional document held; `None`: the person never had one.
    pub covered_until: Option<NaiveDate>,
    /// The day silence becomes a rejection.
    pub rejection_on: Option<NaiveDate>,
    /// The day from which the visa may be asked for again.
    pub visa_again_on: Option<NaiveDate>,
    /// The day OFPRA or CNDA granted protection, for a person who asks for the card.
    pub protected_since: Option<NaiveDate>,
    /// The day the service meant to be done.
    pub target: Option<NaiveDate>,
    /// The last day somebody worked on the case.
    pub touched_on: NaiveDate,
    /// What was declared or proved.
    pub declared: Vec<Declared>,
    /// A band decided by an officer.
    pub decided: Option<BandOverride>,
}

impl UrgencyFacts {
    /// A request of which nothing is known but its dates.
    #[must_use]
    pub const fn bare(today: NaiveDate, evidence_date: NaiveDate) -> Self {
        Self {
            today,
            evidence_date,
            covered_until: None,
            rejection_on: None,
            visa_again_on: None,
            protected_since: None,
            target: None,
            touched_on: today,
            declared: Vec::new(),
            decided: None,
        }
    }

    /// How many days nobody worked on the case.
    pub(super) fn untouched_days(&self) -> i64 {
        self.today.signed_duration_since(self.touched_on).num_days()
    }

    /// Whether a title or a provisional document is valid today.
    pub(super) fn is_covered(&self) -> bool {
        self.covered_until.is_some_and(|until| until >= self.today)
    }
}
