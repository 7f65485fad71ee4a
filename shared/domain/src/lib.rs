//! The business nouns of Passerelle and their states.
//!
//! Pure: no input or output, no async, no SQL, no HTTP. The clock and randomness are arguments.
//! French terms stand in `GLOSSARY.md` at the root of the project.

mod actor;
mod api_key;
mod blockage;
mod call;
mod case;
mod case_reference;
mod channel;
mod clock;
mod coded;
mod communication;
mod contact;
mod deadline;
mod delivery;
mod evidence;
mod exception;
mod ids;
mod letter;
mod local_row;
mod opening;
mod page;
mod paper;
mod person;
mod personal;
mod piece;
mod postal;
mod provisional;
mod recomputation;
mod resemblance;
mod role;
mod second_check;
mod separator;
mod title;

pub use actor::Actor;
pub use api_key::{ApiKey, Scope, filer};
pub use blockage::BlockageKind;
pub use call::{AttemptResult, CallChoice, CallOutcome, CallState, CallbackState, HalfDay};
pub use case::{Case, CaseEvent, CaseKind, CaseState, Transition, TransitionRefused};
pub use case_reference::{CaseReference, Department, ReferenceError};
pub use channel::ChannelKind;
pub use clock::{Clock, FixedClock, SystemClock};
pub use communication::{CommunicationState, Direction, Nature, Received};
pub use contact::{Addressable, ContactKind, ContactPoint, NotAddressable, PostalAddress, Safety};
pub use deadline::DeadlineKind;
pub use delivery::{DeliveryKind, MessageClass, PartState, SuspicionKind};
pub use evidence::{Evidence, EvidenceDate, EvidenceKind};
pub use exception::ExceptionKind;
pub use ids::*;
pub use letter::{LetterKind, LetterRefused, LetterState, Medium};
pub use local_row::ProposalOutcome;
pub use opening::{ArrivalLabel, NotALabel, OpenedClass};
pub use page::{DocumentRange, Legibility, RescanReason, SeparatorKind};
pub use paper::{PaperFate, PlaceKind};
pub use person::{BirthDate, Person, Protection};
pub use personal::Personal;
pub use piece::PieceKind;
pub use postal::ReturnReason;
pub use provisional::{ProvisionalRefused, ProvisionalState, WithdrawalReason};
pub use recomputation::{ChangeState, RecomputationCause};
pub use resemblance::{ResemblanceOutcome, ResemblanceReason};
pub use role::{Permission, Role};
pub use second_check::{
    CheckOutcome, CheckReason, CorrectionOutcome, DRAWN_OF_HUNDRED, EnvelopeReading, READ_BADLY_BELOW, ReadMark,
    draw_of, drawn,
};
pub use separator::{SeparatorError, SeparatorSheet};
pub use title::{HeldTitle, HeldTitleKind};
