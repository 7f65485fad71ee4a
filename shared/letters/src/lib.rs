//! Letters: data in, archival and accessible PDF out.
//!
//! [`Letters`] holds the templates and fonts of `config/letters` (or of a folder that overrides them)
//! and typesets in memory: no file, no network, no clock. It is shared by all threads.
//!
//! A letter leaves only with its mandatory mentions: [`Letter::mandatory`] names them, [`Letters::new`] refuses
//! templates that lack one and [`Letters::render`] refuses a letter that does not print one.

mod acknowledgement;
mod assets;
mod code;
mod complement_request;
mod deposit_receipt;
mod dispatch;
mod electronic_receipt;
mod engine;
mod error;
mod french;
mod head;
pub mod inspect;
mod labels;
mod letter;
mod letters;
mod mention;
mod merge;
mod provisional_document;
mod redact;
mod sample;
mod searchable;
mod separators;
#[cfg(test)]
mod tests;
mod transfer_notice;
mod transfer_slip;

pub use acknowledgement::{Acknowledgement, Appeals, ImplicitRejection, MissingPiece, MissingPieces};
pub use code::{letter_payload, linear as linear_code, read_letter_payload};
pub use complement_request::{AskedPiece, ComplementRequest};
pub use deposit_receipt::{DepositReceipt, HeldTitle, ReceivedPiece, TitleProof};
pub use dispatch::{DispatchList, DispatchedLetter, EnclosedLetter};
pub use electronic_receipt::ElectronicReceipt;
pub use error::LetterError;
pub use french::date as date_in_words;
pub use head::{Addressee, EvidenceWords, Head, RuleVersion, Sender, Variant};
pub use labels::LabelToPrint;
pub use letter::Letter;
pub use letters::{Letters, Rendered, STANDARDS};
pub use mention::MandatoryMention;
pub use merge::merge;
pub use provisional_document::{ProvisionalSheet, TitleBefore, WorkAllowed, WorkWords};
pub use searchable::{PlacedWord, SearchablePage, SearchableTitle, searchable};
pub use transfer_notice::TransferNotice;
pub use transfer_slip::{SlipPaper, TransferSlip};
