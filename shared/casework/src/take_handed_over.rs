//! A prison registry or another service hands over envelopes with the day on which each was given to it (R-89, AS-12).

use chrono::NaiveDate;
use domain::{Actor, Evidence, EvidenceKind, OpenedClass, UserId};
use law::evidence::EvidenceFound;

use crate::{
    Casework,
    empty_drop_box::proved,
    open_envelopes::{OpenedTogether, Opening, OpeningError, insert, remember},
};

/// Envelopes handed over together.
#[derive(Clone, Debug)]
pub struct HandedOver {
    /// By whom.
    pub origin: String,
    /// The day on which the persons gave them, as its slip says.
    pub handed_on: NaiveDate,
    /// Whether the agreement with it says that this day counts.
    pub agreement: bool,
    /// The arrival label of each envelope.
    pub labels: Vec<String>,
}

/// Keeps the envelopes; returns them with the date that counts for them.
///
/// # Errors
/// When the store refuses; nothing was kept then.
pub async fn take_handed_over(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    handed: HandedOver,
) -> Result<(OpenedTogether, EvidenceFound), OpeningError> {
    let today = casework.today();
    if handed.handed_on > today {
        return Err(OpeningError::Future);
    }
    let (found, evidence) = handed_over_on(casework, handed.handed_on, today, handed.agreement);
    let envelope = |label: String| Opening {
        class: OpenedClass::Institution,
        number: None,
        label,
        origin: Some(handed.origin.clone()),
        evidence: Some(evidence.clone()),
        register: None,
    };
    let mut tx = casework.begin(actor).await?;
    let opened = insert(&mut tx, casework, by, handed.labels.into_iter().map(envelope).collect()).await?;
    let undo = remember(&mut tx, casework, by, &opened, None).await?;
    tx.commit().await?;
    Ok((OpenedTogether { envelopes: opened, undo }, found))
}

/// The date of an envelope that was handed over on one day and came on another, and what proves it: also of a paper register.
#[must_use]
pub fn handed_over_on(
    casework: &Casework,
    handed_on: NaiveDate,
    received_on: NaiveDate,
    agreement: bool,
) -> (EvidenceFound, Evidence) {
    let found = law::handed_over(handed_on, received_on, agreement, &casework.site.catalogue);
    let evidence = proved(&found, EvidenceKind::HandedOver);
    (found, evidence)
}
