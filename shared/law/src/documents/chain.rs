use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use crate::{
    Catalogue, Parameter, Why,
    dates::{days_after, days_before},
};

/// When the document that follows another is prepared and issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextDocument {
    /// The day it is prepared.
    pub prepare_on: NaiveDate,
    /// The last day it leaves, by the way the person chose.
    pub issue_by: NaiveDate,
    /// Its first day: the day after the end of the one before (I-12).
    pub from: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The chain of documents: while nothing is decided, the next one is prepared thirty days before the end of what is held and leaves seven days
/// before at the latest, without anybody asking for it.
#[must_use]
pub fn next_document(current_to: NaiveDate, today: NaiveDate, catalogue: &Catalogue) -> NextDocument {
    let parameters = catalogue.parameters(today);
    let prepare_on = days_before(current_to, parameters.number(Parameter::DocumentPrepared));
    let issue_by = days_before(current_to, parameters.number(Parameter::DocumentIssued));
    let from = days_after(current_to, 1);
    let why = catalogue
        .why("R-41", today)
        .resting_on(parameters.basis(Parameter::DocumentPrepared))
        .resting_on(parameters.basis(Parameter::DocumentIssued))
        .and(format!("Le document en cours vaut jusqu'au {}.", french_date::long(current_to)))
        .and(format!(
            "Le suivant est préparé le {}, part au plus tard le {} et commence le {}, sans aucune démarche.",
            french_date::long(prepare_on),
            french_date::long(issue_by),
            french_date::long(from)
        ));
    NextDocument { prepare_on, issue_by, from, why }
}

/// The last day such that a document ending on it, or before, has its following one prepared on `today`.
#[must_use]
pub fn prepared_until(today: NaiveDate, catalogue: &Catalogue) -> NaiveDate {
    days_after(today, catalogue.parameters(today).number(Parameter::DocumentPrepared))
}

/// What an officer must be told because a person may soon be without any document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "alarm")]
pub enum CoverAlarm {
    /// The document that runs ends in a few days and none follows.
    NothingFollows {
        /// The last day covered.
        until: NaiveDate,
    },
    /// The next one starts too late.
    Gap {
        /// First day without document.
        from: NaiveDate,
        /// Last day without document.
        to: NaiveDate,
    },
}

/// The alarm of I-12: either the next document starts the day after the end of the one before, or, from `document_issued_days` before that
/// end on, an officer is told. Nothing before.
#[must_use]
pub fn cover_alarm(
    current_to: NaiveDate,
    next_from: Option<NaiveDate>,
    today: NaiveDate,
    catalogue: &Catalogue,
) -> Option<CoverAlarm> {
    let first = days_after(current_to, 1);
    match next_from {
        Some(from) if from <= first => None,
        Some(from) => Some(CoverAlarm::Gap { from: first, to: days_before(from, 1) }),
        None => (today >= next_document(current_to, today, catalogue).issue_by)
            .then_some(CoverAlarm::NothingFollows { until: current_to }),
    }
}
