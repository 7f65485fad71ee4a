//! The law engine: dates and rights, computed from facts and a versioned catalogue.
//!
//! Pure: no clock, no file, no database. Every result says why: the rule, the version of the rule set, the text it comes
//! from, how certain we are of it, and the facts as French sentences ([`Why`]).
//!
//! [`reckoning`] is where all of it meets: the facts of a case, the catalogue and the day give every date and the urgency.
//!
//! One rule per file under `rules/`; the figures are rows of `config/catalogue`, never constants here.

mod calendar;
mod catalogue;
pub mod dates;
pub mod documents;
mod easter;
pub mod inspect;
pub mod reckoning;
mod rules;
pub mod urgency;
mod why;
mod worded;

pub use calendar::{Calendar, Holiday, UnknownDepartment};
pub use catalogue::{
    AnefStatus, ArticleList, BandRow, Catalogue, CatalogueError, CatalogueRow, ChannelOrder, Citation, Court, Delay,
    DocumentRow, FeeKind, FeeRow, HolidayDay, HolidayRow, List, LocalChange, LocalRow, LocalWords, MentionRow,
    OrderKind, Parameter, ParameterRow, ParameterValue, Parameters, Period, PieceRequestKind, PieceRow, Prefecture,
    PrefectureFacts, RowKind, RowName, Rule, RuleSet, Service, SharedPostcode, SignalRow, SilenceRow, Territory, Title,
    WorkCell, WorkRightRow, WorkRule, embedded_catalogue, embedded_parts,
};
pub use rules::{
    acknowledgement::{AcknowledgementDue, acknowledgement_due, electronic_receipt_due},
    administration_duties::{
        ElectronicNotification, ReasonsDue, electronic_notification, file_access_due, reasons_due,
    },
    age_limit::{AgeLimit, age_limit},
    appeal_limit::{AppealFacts, AppealLimit, Distance, appeal_limit},
    channel_basis::{ChannelBasis, ChannelBasisFound, ChannelFacts, channel_basis},
    clock_pause::{ClockPause, PieceRequest, clock_pause},
    commission::{CommissionDates, commission_dates},
    competence::{Authority, Competence, CompetenceFacts, competence},
    complement_limit::{ComplementLimit, Delivery, complement_limit, extended_limit},
    due::{Due, FactsContradict},
    entry::{first_request_limit, move_declaration, nationality_loss_limit},
    european::{eu_card_due, eu_renewal_window, eu_request_limit},
    evidence,
    expired_card::{ExpiredCard, expired_card, visa_again},
    family_reunification::{ReunificationDates, reunification_dates},
    fees::{FeeFacts, FeeLine, Fees, fees},
    filing_window::{FilingWindow, Timeliness, WindowKind, filing_window},
    implicit_rejection::{Effect, ImplicitRejection, OtherDelay, Silence, implicit_rejection},
    late_fee::{LateFacts, LateFee, Waiver, late_fee},
    medical::{ofii_certificate_due, ofii_opinion_due},
    missing_pieces::{InstructionEffect, MissingPiece, missing_pieces},
    other_evidence::{diligence_date, drop_box, found_at_opening, handed_over, oral_request},
    pieces::{PieceList, PieceToJoin, pieces},
    place::Place,
    protected_persons::{Majority, majority, protection_card_due, reflection_period},
    registered_mail::{Notified, RegisteredFacts, RegisteredNotification, registered_notification},
    removal_appeal::{Liberty, RemovalAppeal, removal_appeal},
    service_duties::{
        Commitment, FailedAttempts, biometrics_offer, blockage_answer, channel_basis_due, closure_notice, commitment,
        failed_attempts, mail_grace, outcome_due, withdrawal_undo,
    },
    silence_dates::{SilenceDates, prolonged, silence_dates},
    suspension::{Suspended, Suspension, suspended},
    too_early::{DeemedFiled, deemed_filed},
    visa_again::{VisaAgain, visa_again_unless},
};
pub use why::{Basis, Certainty, RowRef, Why};
