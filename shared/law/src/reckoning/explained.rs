use chrono::NaiveDate;
use domain::DeadlineKind;

use super::{CaseFacts, Clock, appeal, silence};
use crate::{
    AcknowledgementDue, AppealLimit, Calendar, Catalogue, Due, ImplicitRejection, Why, acknowledgement_due,
    appeal_limit, channel_basis_due, electronic_receipt_due, implicit_rejection,
};

/// The dates of a case with their reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Silence.
    pub silence: ImplicitRejection,
    /// The appeal against it.
    pub appeal: AppealLimit,
    /// By when the acknowledgement leaves.
    pub acknowledgement: AcknowledgementDue,
    /// By when the basis of the channel is recorded, while it is not.
    pub channel_basis: Option<Due>,
    /// By when the electronic receipt leaves, while it is owed, and the day it is counted from.
    pub receipt: Option<(NaiveDate, AcknowledgementDue)>,
    received_on: NaiveDate,
    registered: bool,
}

/// A date and its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worded<'a> {
    /// The date.
    pub clock: Clock,
    /// Why.
    pub why: &'a Why,
}

/// The dates that [`reckon`](super::reckon) gives, each with its reasons.
#[must_use]
pub fn explain(facts: &CaseFacts, catalogue: &Catalogue, calendar: &Calendar) -> Explained {
    let silence = implicit_rejection(&silence(facts, catalogue), catalogue);
    let appeal = appeal_limit(&appeal(facts, silence.on), catalogue, calendar);
    let receipt = |from| (from, electronic_receipt_due(from, catalogue, calendar));
    Explained {
        silence,
        appeal,
        acknowledgement: acknowledgement_due(facts.received_on, facts.channel, catalogue, calendar),
        channel_basis: (!facts.channel_basis).then(|| basis(facts.received_on, catalogue, calendar)),
        receipt: facts.receipt_from.map(receipt),
        received_on: facts.received_on,
        registered: facts.registered,
    }
}

/// The administration records the basis of the channel itself; the applicant is never asked.
fn basis(received_on: NaiveDate, catalogue: &Catalogue, calendar: &Calendar) -> Due {
    let due = channel_basis_due(received_on, catalogue, calendar);
    let why = due.why.and("La base légale de la voie de dépôt n'est pas enregistrée : c'est au service de le faire.");
    Due { why, ..due }
}

impl Explained {
    /// The dates that run, in the order of their kinds, as [`reckon`](super::reckon) gives them.
    #[must_use]
    pub fn clocks(&self) -> Vec<Worded<'_>> {
        let from = self.received_on;
        let worded = |kind, on, from, why| Worded { clock: Clock { kind, on, from }, why };
        let acknowledgement = &self.acknowledgement;
        let started = [
            Some(worded(DeadlineKind::AcknowledgementDue, acknowledgement.due, from, &acknowledgement.why)),
            Some(worded(DeadlineKind::ImplicitRejection, self.silence.on, from, &self.silence.why)),
            self.channel_basis.as_ref().map(|d| worded(DeadlineKind::ChannelBasisDue, d.due, from, &d.why)),
            self.appeal.until.map(|until| worded(DeadlineKind::AppealLimit, until, from, &self.appeal.why)),
        ];
        let receipt =
            self.receipt.as_ref().map(|(from, r)| worded(DeadlineKind::ElectronicReceiptDue, r.due, *from, &r.why));
        started.into_iter().flatten().filter(|_| self.registered).chain(receipt).collect()
    }

    /// A number of the dates with their reasons: another one means that something said of the case is another (FNV-1a, 64 bits). `None`
    /// before the clocks run. A receipt that is owed for a day does not count.
    #[must_use]
    pub fn print(&self) -> Option<i64> {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut add = |bytes: &[u8]| {
            for byte in bytes.iter().chain(&[0x1f]) {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
        };
        for Worded { clock, why } in
            self.clocks().into_iter().filter(|worded| worded.clock.kind != DeadlineKind::ElectronicReceiptDue)
        {
            add(clock.kind.word().as_bytes());
            add(clock.on.to_string().as_bytes());
            add(clock.from.to_string().as_bytes());
            for text in [&why.rule, &why.version, &why.source].into_iter().chain(&why.because) {
                add(text.as_bytes());
            }
        }
        self.registered.then(|| hash.cast_signed())
    }
}
