//! Which registrations a second person reads again (M5; domain section 6.1, step 6).

use chrono::{DateTime, Utc};
use domain::{ChannelKind, CheckReason, EnvelopeReading, READ_BADLY_BELOW, UserId, draw_of, drawn};
use law::evidence::EvidenceFacts;
use store::{
    ContentHash, StoreError, Transaction,
    communications::{self, CommunicationRow},
    second_checks::{self, NewCheck},
};

use super::{Registration, dated_by_post};
use crate::Casework;

/// Keeps what is owed, if anything: only what came by post is dated by what a person reads on it.
pub(super) async fn owe(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
    r: &Registration,
    clerk: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if communication.channel != ChannelKind::Post {
        return Ok(());
    }
    let first = reading(r);
    let kept = communications::evidences(tx, communication.id).await?;
    let found = dated_by_post(&casework.site, &facts(&first, communication.received_on), &kept);
    let far_back = law::evidence::far_back(&found.evidence, communication.received_on, &casework.site.catalogue);
    let uncertain = found.to_confirm || far_back || badly_read(tx, communication).await?;
    let reasons: Vec<CheckReason> = [
        (CheckReason::Registered, first.registered_number.is_some() || first.deposit_on.is_some()),
        (CheckReason::Uncertain, uncertain),
        (CheckReason::Drawn, drawn(ContentHash::of(&draw_of(communication.id)).bytes())),
    ]
    .into_iter()
    .filter_map(|(reason, holds)| holds.then_some(reason))
    .collect();
    if reasons.is_empty() {
        return Ok(());
    }
    second_checks::owe(tx, &NewCheck { communication: communication.id, reasons, first_by: clerk, first }, now).await
}

/// What the clerk read.
fn reading(r: &Registration) -> EnvelopeReading {
    EnvelopeReading {
        postmark_on: r.marks.postmark_on,
        legibility: r.marks.legibility,
        registered_number: r.marks.registered_number.clone(),
        deposit_on: r.registered_deposit,
        letter_date: r.letter_date,
        franking_on: r.marks.franking_on,
        tracked_on: r.marks.tracked_on,
    }
}

/// The facts of a reading, as the rule of evidence dates takes them.
pub(crate) fn facts(reading: &EnvelopeReading, received_on: chrono::NaiveDate) -> EvidenceFacts {
    EvidenceFacts {
        postmark: reading.postmark_on.zip(reading.legibility),
        registered_deposit: reading.deposit_on,
        letter_date: reading.letter_date,
        franking: reading.franking_on,
        tracking: reading.tracked_on,
        ..EvidenceFacts::received(received_on)
    }
}

async fn badly_read(tx: &mut Transaction, communication: &CommunicationRow) -> Result<bool, StoreError> {
    let pages = store::reads::pages::of_envelope(tx, communication.id).await?;
    let written = pages.iter().filter(|page| !page.blank && !page.separator);
    Ok(written.filter_map(|page| page.confidence).any(|confidence| confidence < READ_BADLY_BELOW))
}
