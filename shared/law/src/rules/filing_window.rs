use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use crate::{
    Calendar, Catalogue, Parameter, Why,
    dates::{days_before, months_before},
};

/// Which window of R. 431-5, 1° applies. It depends on the title, never on the channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowKind {
    /// The title is on the list of the online services: from the 120th to the 60th day before expiry.
    Listed,
    /// It is not: the two months before expiry.
    NotListed,
}

/// When the renewal of a document is asked for in time. A request outside it is accepted all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FilingWindow {
    /// Which window.
    pub kind: WindowKind,
    /// First day, inclusive.
    pub open: NaiveDate,
    /// Last day by the text, inclusive.
    pub close: NaiveDate,
    /// Last day tolerated when `close` is not a working day; else the same day.
    pub tolerated_to: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// Where an evidence date stands in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "timeliness")]
pub enum Timeliness {
    /// Before the window opens.
    TooEarly {
        /// By how many days.
        days: i64,
    },
    /// In the window.
    InTime,
    /// After the close, on a day tolerated because the close was not a working day.
    Tolerated,
    /// After it.
    Late {
        /// Days after the close of the text.
        after_close: i64,
        /// Days after the tolerated one.
        after_tolerance: i64,
    },
}

impl FilingWindow {
    /// Where an evidence date stands.
    #[must_use]
    pub fn timeliness(&self, evidence: NaiveDate) -> Timeliness {
        let days = |from: NaiveDate, to: NaiveDate| to.signed_duration_since(from).num_days();
        if evidence < self.open {
            Timeliness::TooEarly { days: days(evidence, self.open) }
        } else if evidence <= self.close {
            Timeliness::InTime
        } else if evidence <= self.tolerated_to {
            Timeliness::Tolerated
        } else {
            Timeliness::Late {
                after_close: days(self.close, evidence),
                after_tolerance: days(self.tolerated_to, evidence),
            }
        }
    }
}

/// When the renewal of a document that expires on `expiry` is asked for in time (CESEDA R. 431-5, 1°; RL-34). Calendar
/// days; the opening is never carried; a close on a Saturday, a Sunday or a holiday is tolerated to the next working day
/// (parameter `window_close_shift`). Not for holders of the long-term resident status of the EU (last paragraph).
#[must_use]
pub fn filing_window(expiry: NaiveDate, kind: WindowKind, catalogue: &Catalogue, calendar: &Calendar) -> FilingWindow {
    let parameters = catalogue.parameters(expiry);
    let (open, close, how) = match kind {
        WindowKind::Listed => {
            let (first, last) = (parameters.number(Parameter::WindowOpen), parameters.number(Parameter::WindowClose));
            let how = format!("Titre de la liste des téléservices : du {first}e au {last}e jour avant l'expiration");
            (days_before(expiry, first), days_before(expiry, last), how)
        }
        WindowKind::NotListed => {
            let months = parameters.number(Parameter::WindowMonthsOffList);
            (months_before(expiry, months), expiry, format!("Titre hors liste : les {months} mois avant l'expiration"))
        }
    };
    let shifted = parameters.switch(Parameter::WindowCloseShift);
    let tolerated_to = if shifted { calendar.working_day_on_or_after(close) } else { close };
    let mut why = catalogue
        .why("RL-34", expiry)
        .and(format!("Le titre expire le {}.", french_date::long(expiry)))
        .and(format!("{how}, du {} au {}.", french_date::long(open), french_date::long(close)));
    if tolerated_to != close {
        why = why.resting_on(parameters.basis(Parameter::WindowCloseShift)).and(format!(
            "Le dernier jour n'est pas ouvré : une demande est encore tolérée jusqu'au {}.",
            french_date::long(tolerated_to)
        ));
    }
    FilingWindow { kind, open, close, tolerated_to, why }
}
