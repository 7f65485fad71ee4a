//! Provisional documents: which one a person is owed, from when to when, with which right to work.
//!
//! [`provisional_document`] asks every text (`candidates/`) and keeps the most protective; [`next_document`] says when the following one
//! is prepared and issued; [`check_mention`] refuses a sentence that contradicts the table of work rights.

mod candidates;
mod chain;
mod decide;
mod draft;
mod facts;
mod kind;
mod mention;
mod work;
mod wrong_mention;

pub use chain::{CoverAlarm, NextDocument, cover_alarm, next_document};
pub use decide::{DocumentChoice, NotPossible, ProvisionalDocument, provisional_document};
pub use facts::{Decision, DocumentCase, FilingWay, Held, HeldKind, OfiiProgress, RequestNature};
pub use kind::{DocumentKind, MentionKey};
pub use mention::Mention;
pub use work::{WorkAnswer, WorkRight, WorkStage, work_right};
pub use wrong_mention::{WrongMention, check_mention};
