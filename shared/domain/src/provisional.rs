use crate::coded::coded_enum;

coded_enum! {
    /// Where a provisional document stands. That its last day is past is a date, not a state.
    pub enum ProvisionalState {
        /// Computed by the engine; nobody has signed it.
        Prepared = 1, "prepared";
        /// Signed by an officer; its paper is on the way.
        Issued = 2, "issued";
        /// The person has it: handed to the post or given in hand.
        Left = 3, "left";
        /// Another one stands in its place.
        Replaced = 4, "replaced";
        /// Withdrawn.
        Withdrawn = 5, "withdrawn";
    }
}

coded_enum! {
    /// Why a provisional document no longer counts.
    pub enum WithdrawalReason {
        /// It was prepared or signed by mistake; the person does not have it.
        Mistake = 1, "mistake";
        /// The person has the card.
        CardHandedOver = 2, "card_handed_over";
        /// The request was refused, by an express decision.
        Refused = 3, "refused";
        /// The person withdrew the request.
        RequestWithdrawn = 4, "request_withdrawn";
    }
}

impl WithdrawalReason {
    /// Whether a document that the person already has can end for this reason. A mistake in it is put right by another document,
    /// never by taking the paper back.
    #[must_use]
    pub const fn ends_what_has_left(self) -> bool {
        !matches!(self, Self::Mistake)
    }
}

/// A step that a provisional document cannot take from where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a provisional document that is {} cannot become {}", from.word(), to.word())]
pub struct ProvisionalRefused {
    /// Where it stands.
    pub from: ProvisionalState,
    /// Where it was asked to go.
    pub to: ProvisionalState,
}

impl ProvisionalState {
    /// Whether it counts for the person: signed, and neither replaced nor withdrawn.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::Issued | Self::Left)
    }

    /// The state after the step to `to`.
    ///
    /// # Errors
    /// When the document cannot go there from here.
    pub const fn step(self, to: Self) -> Result<Self, ProvisionalRefused> {
        use ProvisionalState::{Issued, Left, Prepared, Replaced, Withdrawn};
        let allowed = match self {
            Prepared => matches!(to, Issued | Withdrawn),
            Issued => matches!(to, Left | Replaced | Withdrawn),
            Left => matches!(to, Replaced | Withdrawn),
            Replaced | Withdrawn => false,
        };
        if allowed { Ok(to) } else { Err(ProvisionalRefused { from: self, to }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_that_nobody_signed_and_what_ended_stays_ended() {
        for state in ProvisionalState::ALL {
            assert_eq!(state.step(ProvisionalState::Left).is_ok(), *state == ProvisionalState::Issued, "{state:?}");
            let over = matches!(state, ProvisionalState::Replaced | ProvisionalState::Withdrawn);
            assert_eq!(ProvisionalState::ALL.iter().all(|to| state.step(*to).is_err()), over, "{state:?}");
        }
    }
}
