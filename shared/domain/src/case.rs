use crate::{CaseId, coded::coded_enum};

coded_enum! {
    /// What a case asks for.
    pub enum CaseKind {
        /// A first title.
        TitleFirst = 1, "title_first";
        /// Renewal of a title.
        TitleRenewal = 2, "title_renewal";
        /// Change of status.
        TitleChange = 3, "title_change";
        /// Circulation document for a foreign minor (DCEM).
        Dcem = 4, "dcem";
        /// Change of address.
        Address = 5, "address";
        /// Duplicate.
        Duplicate = 6, "duplicate";
        /// Change of civil status.
        CivilStatus = 7, "civil_status";
        /// Travel document.
        TravelDocument = 8, "travel_document";
        /// Renewal of an attestation.
        AttestationRenewal = 9, "attestation_renewal";
        /// Anything else, in free text: always selectable.
        Other = 10, "other";
    }
}

coded_enum! {
    /// Where a case stands. The implicit rejection is a deadline, not a state.
    pub enum CaseState {
        /// Kept, dated, not yet confirmed by a person.
        Received = 1, "received";
        /// Confirmed by a person; clocks run, the acknowledgement is queued.
        Registered = 2, "registered";
        /// Pieces are being checked.
        CompletenessReview = 3, "completeness_review";
        /// Pieces were asked for; instruction may go on (CRPA L. 114-5-1).
        AwaitingPieces = 4, "awaiting_pieces";
        /// The indispensable pieces are there.
        Complete = 5, "complete";
        /// Under instruction.
        UnderInstruction = 6, "under_instruction";
        /// Waiting for another administration.
        AwaitingThirdParty = 7, "awaiting_third_party";
        /// Granted.
        DecidedGrant = 8, "decided_grant";
        /// The card is being made.
        TitleInProduction = 9, "title_in_production";
        /// The card can be handed over.
        TitleReady = 10, "title_ready";
        /// The card was handed over.
        HandedOver = 11, "handed_over";
        /// Archived.
        Archived = 12, "archived";
        /// Refused, by a signatory.
        DecidedRefusal = 13, "decided_refusal";
        /// Being transferred (CRPA L. 114-2).
        TransferPending = 14, "transfer_pending";
        /// Transferred.
        Transferred = 15, "transferred";
        /// Withdrawn at the applicant's request.
        Withdrawn = 16, "withdrawn";
        /// Closure proposed by an officer.
        ClosureProposed = 17, "closure_proposed";
        /// Closed by a second person.
        Closed = 18, "closed";
        /// Found to be the same as another case: everything was moved there.
        Merged = 19, "merged";
        /// What opened it was found to be no request at all (mail for another service, our own letter come back).
        Dismissed = 20, "dismissed";
    }
}

coded_enum! {
    /// The steps a case can take, each asked for by a person or by a fact.
    pub enum Transition {
        /// An indexer confirms the case.
        Register = 1, "register";
        /// The confirmation is taken back (I-27).
        UndoRegistration = 2, "undo_registration";
        /// Pieces are to be checked, or something new arrived.
        ReviewCompleteness = 3, "review_completeness";
        /// Pieces are asked for.
        RequestPieces = 4, "request_pieces";
        /// The case is complete.
        Complete = 5, "complete";
        /// Instruction starts or goes on.
        Instruct = 6, "instruct";
        /// Another administration is asked.
        AwaitThirdParty = 7, "await_third_party";
        /// The title is granted.
        Grant = 8, "grant";
        /// The title is refused by a signatory.
        Refuse = 9, "refuse";
        /// The card is ordered.
        ProduceTitle = 10, "produce_title";
        /// The card arrived.
        TitleArrives = 11, "title_arrives";
        /// The card is handed over.
        HandOver = 12, "hand_over";
        /// The case is archived.
        Archive = 13, "archive";
        /// A transfer starts.
        StartTransfer = 14, "start_transfer";
        /// The transfer ends.
        Transfer = 15, "transfer";
        /// The applicant withdraws.
        Withdraw = 16, "withdraw";
        /// A closure is proposed.
        ProposeClosure = 17, "propose_closure";
        /// The closure is confirmed by another person.
        Close = 18, "close";
        /// The case is the same as another one.
        Merge = 19, "merge";
        /// What opened it is no request; said by a person, with an outcome.
        Dismiss = 20, "dismiss";
        /// It was a request after all.
        UndoDismissal = 21, "undo_dismissal";
        /// It was another case after all.
        UndoMerge = 22, "undo_merge";
        /// The administration that it was handed on to is not competent: it is studied here after all.
        KeepHere = 23, "keep_here";
    }
}

/// A step that a case cannot take from where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransitionRefused {
    /// Not from this state.
    #[error("a case that is {} cannot {}", state.word(), transition.word())]
    NotFromHere {
        /// Where it stands.
        state: CaseState,
        /// What was asked.
        transition: Transition,
    },
    /// The case is contested: no adverse decision may rest on it (I-29).
    #[error("the case is frozen")]
    Frozen,
}

/// What a step did, for the event log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseEvent {
    /// The case.
    pub case: CaseId,
    /// The step taken.
    pub transition: Transition,
    /// Where it stood.
    pub from: CaseState,
    /// Where it stands.
    pub to: CaseState,
}

/// A case as far as its state goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// Identifier.
    pub id: CaseId,
    /// Where it stands.
    pub state: CaseState,
    /// Contested: frozen until a referent has looked.
    pub frozen: bool,
}

impl CaseState {
    /// Whether a decision is still owed.
    #[must_use]
    pub const fn is_open(self) -> bool {
        use CaseState::{
            AwaitingPieces, AwaitingThirdParty, ClosureProposed, Complete, CompletenessReview, Received, Registered,
            TransferPending, UnderInstruction,
        };
        matches!(
            self,
            Received
                | Registered
                | CompletenessReview
                | AwaitingPieces
                | Complete
                | UnderInstruction
                | AwaitingThirdParty
                | TransferPending
                | ClosureProposed
        )
    }

    /// Whether the person waits for a title: registered, and neither refused for good, ended elsewhere, nor in hand. As long as it lasts
    /// provisional documents follow each other without gap (I-12).
    #[must_use]
    pub const fn awaits_a_title(self) -> bool {
        let granted = matches!(self, Self::DecidedGrant | Self::TitleInProduction | Self::TitleReady);
        granted || (self.is_open() && !matches!(self, Self::Received))
    }

    /// Where a step leads, `None` when it cannot be taken from here.
    #[must_use]
    pub const fn after(self, transition: Transition) -> Option<Self> {
        use CaseState as S;
        use Transition as T;
        let to = match transition {
            T::Register => S::Registered,
            T::UndoRegistration | T::UndoDismissal | T::UndoMerge => S::Received,
            T::ReviewCompleteness | T::KeepHere => S::CompletenessReview,
            T::RequestPieces => S::AwaitingPieces,
            T::Complete => S::Complete,
            T::Instruct => S::UnderInstruction,
            T::AwaitThirdParty => S::AwaitingThirdParty,
            T::Grant => S::DecidedGrant,
            T::Refuse => S::DecidedRefusal,
            T::ProduceTitle => S::TitleInProduction,
            T::TitleArrives => S::TitleReady,
            T::HandOver => S::HandedOver,
            T::Archive => S::Archived,
            T::StartTransfer => S::TransferPending,
            T::Transfer => S::Transferred,
            T::Withdraw => S::Withdrawn,
            T::ProposeClosure => S::ClosureProposed,
            T::Close => S::Closed,
            T::Merge => S::Merged,
            T::Dismiss => S::Dismissed,
        };
        if self.allows(transition) { Some(to) } else { None }
    }

    const fn allows(self, transition: Transition) -> bool {
        use CaseState as S;
        use Transition as T;
        match transition {
            T::Register | T::Merge | T::Dismiss => matches!(self, S::Received),
            T::UndoRegistration => matches!(self, S::Registered),
            T::UndoDismissal => matches!(self, S::Dismissed),
            T::UndoMerge => matches!(self, S::Merged),
            T::ReviewCompleteness => matches!(self, S::Registered | S::AwaitingPieces),
            T::RequestPieces => matches!(self, S::CompletenessReview | S::UnderInstruction),
            T::Complete => matches!(self, S::CompletenessReview | S::UnderInstruction),
            T::Instruct => {
                matches!(self, S::CompletenessReview | S::AwaitingPieces | S::Complete | S::AwaitingThirdParty)
            }
            T::AwaitThirdParty | T::Grant | T::Refuse => matches!(self, S::UnderInstruction),
            T::ProduceTitle => matches!(self, S::DecidedGrant),
            T::TitleArrives => matches!(self, S::TitleInProduction),
            T::HandOver => matches!(self, S::TitleReady),
            T::Archive => matches!(self, S::HandedOver | S::DecidedRefusal | S::Closed | S::Withdrawn | S::Transferred),
            T::StartTransfer | T::Withdraw => self.is_open() && !matches!(self, S::TransferPending),
            T::Transfer => matches!(self, S::TransferPending),
            T::KeepHere => matches!(self, S::TransferPending | S::Transferred),
            T::ProposeClosure => self.is_open() && !matches!(self, S::ClosureProposed | S::Received),
            T::Close => matches!(self, S::ClosureProposed),
        }
    }
}

impl Case {
    /// A transfer that was started by mistake is taken back: the case stands where it stood.
    ///
    /// # Errors
    /// When no transfer is under way, or it did not start from there.
    pub const fn take_back_transfer(self, before: CaseState) -> Result<Self, TransitionRefused> {
        let started = match before.after(Transition::StartTransfer) {
            Some(CaseState::TransferPending) => matches!(self.state, CaseState::TransferPending),
            Some(_) | None => false,
        };
        if started {
            Ok(Self { state: before, ..self })
        } else {
            Err(TransitionRefused::NotFromHere { state: self.state, transition: Transition::StartTransfer })
        }
    }

    /// Takes a step: the case as it stands after it, and what to write in the event log.
    ///
    /// # Errors
    /// When the step cannot be taken from here, or would decide a contested case.
    pub const fn take(self, transition: Transition) -> Result<(Self, CaseEvent), TransitionRefused> {
        if self.frozen && matches!(transition, Transition::Refuse | Transition::Close | Transition::ProposeClosure) {
            return Err(TransitionRefused::Frozen);
        }
        match self.state.after(transition) {
            Some(to) => {
                let event = CaseEvent { case: self.id, transition, from: self.state, to };
                Ok((Self { state: to, ..self }, event))
            }
            None => Err(TransitionRefused::NotFromHere { state: self.state, transition }),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn nothing_closes_a_case_but_a_confirmed_proposal() {
        for state in CaseState::ALL {
            assert_eq!(state.after(Transition::Close).is_some(), *state == CaseState::ClosureProposed);
        }
    }

    #[test]
    fn a_transfer_is_taken_back_to_where_it_started_and_only_while_it_is_under_way() {
        let case = |state| Case { id: CaseId::new(DateTime::UNIX_EPOCH), state, frozen: false };
        let (started, _) = case(CaseState::AwaitingPieces).take(Transition::StartTransfer).expect("open");
        let back = started.take_back_transfer(CaseState::AwaitingPieces).map(|case| case.state);
        assert_eq!(back, Ok(CaseState::AwaitingPieces));
        assert!(started.take_back_transfer(CaseState::Closed).is_err(), "no transfer starts from there");
        assert!(
            case(CaseState::Transferred).take_back_transfer(CaseState::Registered).is_err(),
            "the papers have left"
        );
    }

    #[test]
    fn a_contested_case_cannot_be_refused_or_closed() {
        let case = Case { id: CaseId::new(DateTime::UNIX_EPOCH), state: CaseState::UnderInstruction, frozen: true };
        assert_eq!(case.take(Transition::Refuse), Err(TransitionRefused::Frozen));
        assert!(case.take(Transition::Grant).is_ok());
    }
}
