//! Which evidence counts, by the door through which the communication came (section 4.2).

use chrono::NaiveDate;
use domain::{ChannelKind, EnvelopeReading, Evidence, EvidenceDate, EvidenceKind};
use law::evidence::{EvidenceFacts, EvidenceFound, postal, resting};
use store::{
    StoreError, Transaction,
    communications::{self, CommunicationRow},
    resemblances,
};

use super::{Registration, second_check::facts};
use crate::{Casework, Site, receive::reception};

/// The evidence date of a communication. By post it is found on the envelope and the letter, and improved by what was recorded when
/// it was opened (drop box, handing over to a prison); every other door recorded it when it received (server reception, receipt of
/// the counter, call, handing over).
///
/// What repeats as a whole something that came earlier, by whatever door, was sent then at the latest.
pub(super) async fn found(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
    r: &Registration,
) -> Result<EvidenceDate, StoreError> {
    let reading = EnvelopeReading {
        postmark_on: r.marks.postmark_on,
        legibility: r.marks.legibility,
        deposit_on: r.registered_deposit,
        letter_date: r.letter_date,
        franking_on: r.marks.franking_on,
        tracked_on: r.marks.tracked_on,
        ..EnvelopeReading::default()
    };
    Ok(read_as(tx, casework, communication, &reading).await?.evidence)
}

/// The evidence date of a communication as a reading of its envelope gives it. Only what came by post is dated by what a person reads.
pub(crate) async fn read_as(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
    reading: &EnvelopeReading,
) -> Result<EvidenceFound, StoreError> {
    let kept = communications::evidences(tx, communication.id).await?;
    let own = by_door(casework, communication, reading, kept);
    let repeated = resemblances::evidences_repeated(tx, communication.id).await?;
    let usable = repeated.into_iter().filter(|evidence| evidence.date <= communication.received_on);
    Ok(EvidenceFound { evidence: usable.fold(own.evidence, EvidenceDate::with), ..own })
}

/// The evidence date of a communication as it stands: what was read of it and recorded, less what was taken back.
pub(crate) async fn standing(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
) -> Result<EvidenceFound, StoreError> {
    let reading = standing_reading(tx, communication).await?;
    read_as(tx, casework, communication, &reading).await
}

/// What stands of an envelope: its marks, and of each proof the earliest day that was read.
pub(crate) async fn standing_reading(
    tx: &mut Transaction,
    communication: &CommunicationRow,
) -> Result<EnvelopeReading, StoreError> {
    if communication.channel != ChannelKind::Post {
        return Ok(EnvelopeReading::default());
    }
    let kept = communications::evidences(tx, communication.id).await?;
    let earliest = |kind| kept.iter().filter(|e| e.kind == kind).map(|e| e.date).min();
    let marks = store::reads::indexing::envelope(tx, communication.id).await?.marks;
    Ok(EnvelopeReading {
        postmark_on: earliest(EvidenceKind::Postmark),
        legibility: marks.legibility,
        registered_number: marks.registered_number,
        deposit_on: earliest(EvidenceKind::RegisteredDeposit),
        letter_date: earliest(EvidenceKind::LetterDate),
        franking_on: earliest(EvidenceKind::Franking),
        tracked_on: earliest(EvidenceKind::TrackingAccepted),
    })
}

fn by_door(
    casework: &Casework,
    communication: &CommunicationRow,
    reading: &EnvelopeReading,
    kept: Vec<Evidence>,
) -> EvidenceFound {
    match communication.channel {
        ChannelKind::Post => dated_by_post(&casework.site, &facts(reading, communication.received_on), &kept),
        ChannelKind::Email
        | ChannelKind::Phone
        | ChannelKind::Counter
        | ChannelKind::Structure
        | ChannelKind::Online => {
            let evidence = recorded(communication.received_on, kept);
            let why = resting(evidence.chosen().kind, communication.received_on, &casework.site.catalogue);
            EvidenceFound { evidence, to_confirm: false, why }
        }
    }
}

/// The door's own proof stands before the bare reception of the same day.
fn recorded(received_on: NaiveDate, kept: Vec<Evidence>) -> EvidenceDate {
    let received = EvidenceDate::received(reception(received_on));
    let usable = kept.into_iter().filter(|evidence| evidence.date <= received_on);
    usable.fold(received, |date, evidence| {
        if evidence.date <= date.date() && date.chosen().kind == EvidenceKind::Reception {
            EvidenceDate::received(evidence).beside(date.chosen().clone())
        } else {
            date.with(evidence)
        }
    })
}

/// The evidence date of a letter: what stands on it, improved by what was recorded when it was opened.
#[must_use]
pub fn dated_by_post(site: &Site, facts: &EvidenceFacts, kept: &[Evidence]) -> EvidenceFound {
    let found = postal(facts, &site.catalogue, &site.calendar);
    law::found_at_opening(found, &at_opening(kept), facts.received_on, &site.catalogue)
}

/// The evidences that an opening records.
fn at_opening(kept: &[Evidence]) -> Vec<Evidence> {
    let recorded = |e: &&Evidence| matches!(e.kind, EvidenceKind::DropBox | EvidenceKind::HandedOver);
    kept.iter().filter(recorded).cloned().collect()
}
