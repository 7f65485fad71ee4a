//! Which evidence counts, by the door through which the communication came (section 4.2).

use domain::{ChannelKind, EvidenceDate};
use law::evidence::{EvidenceFacts, postal};
use store::{
    StoreError, Transaction,
    communications::{self, CommunicationRow},
};

use super::Registration;
use crate::{Casework, receive::reception};

/// The evidence date of a communication. By post it is found on the envelope and the letter; every other door recorded it
/// when it received (server reception, receipt of the counter, call, handing over).
pub(super) async fn found(
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
                ..EvidenceFacts::received(communication.received_on)
            };
            Ok(postal(&facts, &casework.site.catalogue, &casework.site.calendar).evidence)
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
                if evidence.date <= date.date() && date.chosen().kind == domain::EvidenceKind::Reception {
                    EvidenceDate::received(evidence).beside(date.chosen().clone())
                } else {
                    date.with(evidence)
                }
            }))
        }
    }
}
