//! Provisional documents: which one a person is owed, from when to when, with which right to work.
//!
//! [`provisional_document`] asks every text (`candidates/`) and keeps the most protective; [`next_document`] says when the following one
//! is prepared and issued; [`document_owed`] says what must be asked first; [`check_mention`] refuses a sentence that contradicts the table of work rights.

mod asked;
mod candidates;
mod chain;
mod decide;
mod draft;
mod facts;
mod kind;
mod known;
mod mention;
mod work;
mod wrong_mention;

pub use asked::{DocumentOwed, document_owed};
pub use chain::{CoverAlarm, NextDocument, cover_alarm, next_document, prepared_until};
pub use decide::{DocumentChoice, NotPossible, ProvisionalDocument, provisional_document};
pub use facts::{Decision, DocumentCase, FilingWay, Held, HeldKind, OfiiProgress, RequestNature};
pub use kind::{DocumentKind, MentionKey};
pub use known::{Fact, KnownFacts, KnownTitle};
pub use mention::Mention;
pub use work::{WorkAnswer, WorkRight, WorkStage, work_right};
pub use wrong_mention::{WrongMention, check_mention};
