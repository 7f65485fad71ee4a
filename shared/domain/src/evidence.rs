use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Personal, coded::coded_enum};

coded_enum! {
    /// What proves a date (section "evidence date by channel"; CRPA L. 112-1, L. 112-13).
    pub enum EvidenceKind {
        /// Legible postmark of an authorised operator (CRPA L. 112-1).
        Postmark = 1, "postmark";
        /// Date of a franking machine.
        Franking = 2, "franking";
        /// Proof of deposit of a registered letter.
        RegisteredDeposit = 3, "registered_deposit";
        /// Tracking event "pris en charge".
        TrackingAccepted = 4, "tracking_accepted";
        /// Date written on the letter, when plausible.
        LetterDate = 5, "letter_date";
        /// Reception less the postal presumption (default four working days).
        PostalPresumption = 6, "postal_presumption";
        /// Reception by the service.
        Reception = 7, "reception";
        /// Reception by the site's own mail server (CRPA L. 112-13).
        ServerReception = 8, "server_reception";
        /// Printed receipt of a counter.
        CounterReceipt = 9, "counter_receipt";
        /// Call, confirmed by the signed form.
        Call = 10, "call";
        /// Last sealed opening of a drop box before the finding.
        DropBox = 11, "drop_box";
        /// Handing over to a structure, a digital help point or a prison registry.
        HandedOver = 12, "handed_over";
        /// Attestation of the online service.
        OnlineAttestation = 13, "online_attestation";
    }
}

/// One evidence of when the applicant acted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The local date proved.
    pub date: NaiveDate,
    /// What proves it.
    pub kind: EvidenceKind,
    /// Where the proof is kept (page, label, message), in words a person can follow.
    pub proof: Personal<String>,
}

/// The date on which the applicant is held to have acted, with every evidence kept.
///
/// When evidences differ all are kept and the earliest counts; a later proof may only improve the
/// applicant's position (I-03).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceDate {
    chosen: Evidence,
    alternatives: Vec<Evidence>,
}

impl EvidenceDate {
    /// The evidence that every arrival has: its reception.
    #[must_use]
    pub const fn received(evidence: Evidence) -> Self {
        Self { chosen: evidence, alternatives: Vec::new() }
    }

    /// The date that counts.
    #[must_use]
    pub const fn date(&self) -> NaiveDate {
        self.chosen.date
    }

    /// The evidence that counts.
    #[must_use]
    pub const fn chosen(&self) -> &Evidence {
        &self.chosen
    }

    /// The evidences kept beside it.
    #[must_use]
    pub fn alternatives(&self) -> &[Evidence] {
        &self.alternatives
    }

    /// Adds an evidence. The earliest date counts; at equal dates the stronger kind (declared first). One that was kept
    /// beside counts from now on, if it is the earliest.
    #[must_use]
    pub fn with(mut self, evidence: Evidence) -> Self {
        if (evidence.date, evidence.kind.code()) < (self.chosen.date, self.chosen.kind.code()) {
            self.alternatives.retain(|known| *known != evidence);
            let former = std::mem::replace(&mut self.chosen, evidence);
            self.alternatives.push(former);
            return self;
        }
        self.beside(evidence)
    }

    /// Keeps an evidence beside the date that counts, which does not change: one too weak, or too doubtful, to decide.
    #[must_use]
    pub fn beside(mut self, evidence: Evidence) -> Self {
        if self.chosen != evidence && !self.alternatives.contains(&evidence) {
            self.alternatives.push(evidence);
        }
        self
    }
}
