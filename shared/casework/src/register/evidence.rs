//! Which evidence counts, by the door through which the communication came (section 4.2).

use domain::{ChannelKind, Evidence, EvidenceDate, EvidenceKind};
use law::evidence::{EvidenceFacts, EvidenceFound, postal};
use store::{
    StoreError, Transaction,
    communications::{self, CommunicationRow},
    resemblances,
};

use super::Registration;
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
    let own = by_door(tx, casework, communication, r).await?;
    let repeated = resemblances::evidences_repeated(tx, communication.id).await?;
    let usable = repeated.into_iter().filter(|evidence| evidence.date <= communication.received_on);
    Ok(usable.fold(own, EvidenceDate::with))
}

async fn by_door(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
    r: &Registration,
) -> Result<EvidenceDate, StoreError> {
    match communication.channel {
        ChannelKind::Post => {
            let facts = EvidenceFacts {
                postmark: r.marks.postmark_on.zip(r.marks.legibility),
                registered_deposit: r.registered_deposit,
                letter_date: r.letter_date,
                franking: r.marks.franking_on,
                tracking: r.marks.tracked_on,
                ..EvidenceFacts::received(communication.received_on)
            };
            let kept = communications::evidences(tx, communication.id).await?;
            Ok(dated_by_post(&casework.site, &facts, &kept).evidence)
        }
        ChannelKind::Email
        | ChannelKind::Phone
        | ChannelKind::Counter
        | ChannelKind::Structure
        | ChannelKind::Online => {
            let kept = communications::evidences(tx, communication.id).await?;
            let received = EvidenceDate::received(reception(communication.received_on));
            let usable = kept.into_iter().filter(|evidence| evidence.date <= communication.received_on);
            // The door's own proof stands before the bare reception of the same day.
            Ok(usable.fold(received, |date, evidence| {
                if evidence.date <= date.date() && date.chosen().kind == EvidenceKind::Reception {
                    EvidenceDate::received(evidence).beside(date.chosen().clone())
                } else {
                    date.with(evidence)
                }
            }))
        }
    }
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
