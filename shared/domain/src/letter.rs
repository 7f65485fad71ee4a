use crate::coded::coded_enum;

coded_enum! {
    /// The letters of the catalogue that this version can print.
    pub enum LetterKind {
        /// LT-01 Acknowledgement of a request (CRPA L. 112-3, R. 112-5).
        Acknowledgement = 1, "LT-01";
        /// LT-03 Deposit receipt and proof of CESEDA R. 433-3.
        DepositReceipt = 3, "LT-03";
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
    /// The state after the step to `to`.
    ///
    /// # Errors
    /// When the letter cannot go there from here. A letter handed to the post never moves again:
    /// a mistake is put right by another letter.
    pub const fn step(self, to: Self) -> Result<Self, LetterRefused> {
        use LetterState::{Approved, Cancelled, HandedToPost, Held, Prepared, Printed, Requested};
        let allowed = match self {
            Requested => matches!(to, Prepared | Held | Cancelled),
            Held => matches!(to, Requested | Cancelled),
            Prepared => matches!(to, Approved | Cancelled),
            Approved => matches!(to, Printed | Prepared | Cancelled),
            Printed => matches!(to, HandedToPost | Approved | Cancelled),
            HandedToPost | Cancelled => false,
        };
        if allowed { Ok(to) } else { Err(LetterRefused { from: self, to }) }
    }
}
