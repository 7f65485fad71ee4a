//! The law engine: dates and rights, computed from facts and a versioned catalogue.
//!
//! Pure: no clock, no file, no database. Every result says why: the rule, the version of the rule set, the text it comes
//! from, how certain we are of it, and the facts as French sentences ([`Why`]).
//!
//! One rule per file under `rules/`; the figures are rows of `config/catalogue`, never constants here.

mod calendar;
mod catalogue;
pub mod dates;
pub mod documents;
mod easter;
pub mod inspect;
mod rules;
pub mod urgency;
mod why;
mod worded;

pub use calendar::{Calendar, Holiday, UnknownDepartment};
pub use catalogue::{
    AnefStatus, ArticleList, BandRow, Catalogue, CatalogueError, Court, Delay, DocumentRow, FeeKind, FeeRow,
    HolidayDay, HolidayRow, List, LocalWords, MentionRow, Parameter, ParameterRow, ParameterValue, Parameters, Period,
    Prefecture, Rule, RuleSet, Service, SignalRow, SilenceRow, Territory, Title, WorkCell, WorkRightRow, WorkRule,
    embedded_catalogue, embedded_parts,
};
pub use rules::{
    acknowledgement::{AcknowledgementDue, acknowledgement_due, electronic_receipt_due},
    age_limit::{AgeLimit, age_limit},
    appeal_limit::{AppealFacts, AppealLimit, Distance, appeal_limit},
    complement_limit::{ComplementLimit, Delivery, complement_limit, extended_limit},
    evidence,
    expired_card::{ExpiredCard, expired_card, visa_again},
    filing_window::{FilingWindow, Timeliness, WindowKind, filing_window},
    implicit_rejection::{Effect, ImplicitRejection, OtherDelay, Silence, implicit_rejection},
    suspension::{Suspended, Suspension, suspended},
};
pub use why::{Certainty, Why};
