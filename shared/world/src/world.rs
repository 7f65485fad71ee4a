use chrono::NaiveDate;

use crate::{
    CallItem, HandoverItem, MailItem, Plan, References, Size, VisitItem, WorldError, calls, day, handovers, mail,
    visits,
};

/// A day of the demonstration prefecture, whole or short: what arrives by each door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct World {
    /// Decides everything that is drawn by lot.
    pub seed: u64,
    /// The day that is played.
    pub date: NaiveDate,
    /// How much of it.
    pub size: Size,
}

impl World {
    /// The files of the mailroom's scanner, in their order: see [`crate::plan`].
    #[must_use]
    pub fn post(&self) -> Vec<Plan> {
        day::plans(self.size, self.seed, self.date)
    }

    /// The messages: see [`crate::mail`].
    ///
    /// # Errors
    /// When a story is wrong or a paper cannot be drawn; both are defects of this crate.
    pub fn mail(&self) -> Result<Vec<MailItem>, WorldError> {
        mail::messages(self.size, self.seed, self.date, &References::default())
    }

    /// The calls: see [`crate::calls`].
    ///
    /// # Errors
    /// When a story is wrong: a defect of this crate.
    pub fn calls(&self) -> Result<Vec<CallItem>, WorldError> {
        calls::dialled(self.size, self.seed, self.date, &References::default())
    }

    /// The visits: see [`crate::visits`].
    ///
    /// # Errors
    /// As [`Self::mail`].
    pub fn visits(&self) -> Result<Vec<VisitItem>, WorldError> {
        visits::received(self.size, self.seed, self.date, &References::default())
    }

    /// What structures hand over: see [`crate::handovers`].
    ///
    /// # Errors
    /// As [`Self::mail`].
    pub fn handovers(&self) -> Result<Vec<HandoverItem>, WorldError> {
        handovers::sent(self.size, self.seed, self.date)
    }
}
