//! A drop box is emptied before a witness: what is found counts from the last sealed opening before (section 4.2).

use chrono::NaiveDate;
use domain::{Actor, Evidence, EvidenceKind, OpenedClass, OpenedId, UserId};
use law::evidence::EvidenceFound;
use serde_json::json;
use store::{
    events::{self, NewEvent},
    openings::{self, DropBoxOpening},
};

use crate::{
    Casework,
    open_envelopes::{OpenedTogether, Opening, OpeningError, insert, remember},
};

/// A drop box being emptied.
#[derive(Clone, Debug)]
pub struct EmptiedBox {
    /// Its name.
    pub name: String,
    /// Before whom.
    pub witness: String,
    /// Whether its seal was whole. A broken one proves nothing about when the envelopes came: they count from the finding.
    pub seal_whole: bool,
    /// The arrival label of each envelope found.
    pub labels: Vec<String>,
}

/// Keeps the emptying and the envelopes found; returns them with the date that counts for them.
///
/// # Errors
/// When the store refuses; nothing was kept then.
pub async fn empty_drop_box(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    emptied: EmptiedBox,
) -> Result<(OpenedTogether, EvidenceFound), OpeningError> {
    let (now, today) = (casework.clock.now(), casework.today());
    let mut tx = casework.begin(actor).await?;
    let known = openings::drop_boxes(&mut tx).await?;
    let before = known.iter().find(|(name, ..)| *name == emptied.name).map(|(_, day, _)| *day);
    let first_today = before != Some(today);
    let before = before.filter(|_| emptied.seal_whole);
    let found = law::drop_box(
        today,
        before,
        first_today && emptied.seal_whole,
        &casework.site.catalogue,
        &casework.site.calendar,
    );
    let opening = DropBoxOpening {
        id: OpenedId::new(now),
        name: emptied.name.clone(),
        opened_on: today,
        opened_at: now,
        opened_by: by,
        witness: emptied.witness,
        seal_whole: emptied.seal_whole,
        envelopes: i32::try_from(emptied.labels.len()).unwrap_or(i32::MAX),
    };
    openings::insert_drop_box(&mut tx, &opening).await?;
    let evidence = proved(&found, EvidenceKind::DropBox);
    let envelope = |label: String| Opening {
        class: OpenedClass::DropBox,
        number: None,
        label,
        origin: Some(emptied.name.clone()),
        evidence: Some(evidence.clone()),
        register: None,
    };
    let opened = insert(&mut tx, casework, by, emptied.labels.into_iter().map(envelope).collect()).await?;
    let facts = json!({ "box": opening.name, "seal_whole": opening.seal_whole, "envelopes": opening.envelopes, "evidence_on": found.evidence.date() });
    events::append(&mut tx, now, &[NewEvent::new(opening.id, "drop_box.emptied", facts)]).await?;
    let undo = remember(&mut tx, casework, by, &opened, Some(opening.id)).await?;
    tx.commit().await?;
    Ok((OpenedTogether { envelopes: opened, undo }, found))
}

/// What a paper register proves of envelopes found in a drop box on a day: the box was emptied in the morning, as on any other.
#[must_use]
pub fn found_in_drop_box(casework: &Casework, on: NaiveDate, seal_whole: bool) -> Evidence {
    let found = law::drop_box(on, None, seal_whole, &casework.site.catalogue, &casework.site.calendar);
    proved(&found, EvidenceKind::DropBox)
}

/// What the opening proves, also when it is no better than the reception: nothing is presumed of the post for what it did not carry.
pub(crate) fn proved(found: &EvidenceFound, kind: EvidenceKind) -> Evidence {
    Evidence { kind, ..found.evidence.chosen().clone() }
}
