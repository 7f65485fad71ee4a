use crate::{DeadlineKind, coded::coded_enum};

coded_enum! {
    /// The letters of the catalogue that this version can print.
    pub enum LetterKind {
        /// LT-01 Acknowledgement of a request (CRPA L. 112-3, R. 112-5).
        Acknowledgement = 1, "LT-01";
        /// LT-02 Electronic registration receipt (accusé d'enregistrement électronique, CRPA R. 112-11-1).
        ElectronicReceipt = 2, "LT-02";
        /// LT-03 Deposit receipt and proof of CESEDA R. 433-3.
        DepositReceipt = 3, "LT-03";
        /// LT-10 A provisional document: récépissé, extension or grant attestation, and the like (CESEDA R. 431-12, R. 431-15-1).
        ProvisionalDocument = 10, "LT-10";
        /// LT-05 Request for the pieces that are missing (CRPA L. 114-5).
        ComplementRequest = 5, "LT-05";
        /// LT-08 Notice that the request was handed on to the competent administration (CRPA L. 114-2).
        TransferNotice = 8, "LT-08";
    }
}

impl LetterKind {
    /// The duty that is done once the letter has left.
    #[must_use]
    pub const fn duty(self) -> Option<DeadlineKind> {
        match self {
            // What the competent administration acknowledges (L. 114-4) we announce, by the same day.
            Self::Acknowledgement | Self::TransferNotice => Some(DeadlineKind::AcknowledgementDue),
            Self::ElectronicReceipt => Some(DeadlineKind::ElectronicReceiptDue),
            Self::DepositReceipt | Self::ComplementRequest | Self::ProvisionalDocument => None,
        }
    }
}

coded_enum! {
    /// How a letter leaves. Every letter has a paper form (I-10).
    pub enum Medium {
        /// Printed and handed to the postal operator.
        Post = 1, "post";
        /// Sent by e-mail.
        Email = 2, "email";
        /// Printed and given to the person at the counter.
        InPerson = 3, "in_person";
    }
}

coded_enum! {
    /// Where an outbound letter stands.
    pub enum LetterState {
        /// Decided, its PDF is being made.
        Requested = 1, "requested";
        /// Rendered, waiting for approval.
        Prepared = 2, "prepared";
        /// Approved for printing.
        Approved = 3, "approved";
        /// In a printed pile.
        Printed = 4, "printed";
        /// Handed to the postal operator.
        HandedToPost = 5, "handed_to_post";
        /// Cancelled before it left.
        Cancelled = 6, "cancelled";
        /// Nobody safe to send it to: kept until there is (never sent elsewhere).
        Held = 7, "held";
        /// Given to the person at the counter.
        HandedOver = 8, "handed_over";
        /// Accepted by the mail server of the recipient or of the site.
        Sent = 9, "sent";
    }
}

/// A step that a letter cannot take from where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a letter that is {} cannot become {}", from.word(), to.word())]
pub struct LetterRefused {
    /// Where it stands.
    pub from: LetterState,
    /// Where it was asked to go.
    pub to: LetterState,
}

impl LetterState {
    /// Whether the letter is out of our hands.
    #[must_use]
    pub const fn has_left(self) -> bool {
        matches!(self, Self::HandedToPost | Self::HandedOver | Self::Sent)
    }

    /// The state after the step to `to`.
    ///
    /// # Errors
    /// When the letter cannot go there from here. A letter that has left never moves again: a mistake is put right by another
    /// letter. But one that came back, by e-mail or by post, counts as not sent and waits for another way; and that it was handed
    /// to the post can be taken back on the same day, by an operation of its own.
    pub const fn step(self, to: Self) -> Result<Self, LetterRefused> {
        use LetterState::{Approved, Cancelled, HandedOver, HandedToPost, Held, Prepared, Printed, Requested, Sent};
        let allowed = match self {
            Requested => matches!(to, Prepared | Held | Sent | Cancelled),
            Held => matches!(to, Requested | Cancelled),
            Prepared => matches!(to, Approved | HandedOver | Cancelled),
            Approved => matches!(to, Printed | Prepared | Cancelled),
            Printed => matches!(to, HandedToPost | Approved | Cancelled),
            Sent | HandedToPost => matches!(to, Held),
            HandedOver | Cancelled => false,
        };
        if allowed { Ok(to) } else { Err(LetterRefused { from: self, to }) }
    }
}
