//! A prison registry or another service hands over envelopes with the day on which each was given to it (R-89, AS-12).

use chrono::NaiveDate;
use domain::{Actor, EvidenceKind, OpenedClass, UserId};
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
    let found = law::handed_over(handed.handed_on, today, handed.agreement, &casework.site.catalogue);
    let evidence = proved(&found, EvidenceKind::HandedOver);
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
