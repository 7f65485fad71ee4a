//! The client of the reader executable: strangers' bytes are opened in another process, never here.
//!
//! `Reader::start` runs one process per file and hands back its pages one by one; `Reader::messages` reads e-mails one
//! after the other; `split` says how the
//! sheets the product prints cut a batch; `inspect_documents` answers `passerelle inspect document`.
//! The same types are what the executable `passerelle-reader` writes (see `protocol`).

mod bounce;
mod case_references;
mod client;
mod failure;
mod foreign;
mod inspect;
mod inspect_mail;
mod languages;
mod limits;
mod message;
mod message_reader;
mod page;
mod papers;
mod process;
pub mod protocol;
mod splitting;
pub mod written;
pub mod written_language;
mod zone;

pub use bounce::{Bounce, BounceAction, BounceReason};
pub use case_references::case_references;
pub use client::{Reader, Reading, Source};
pub use domain::MessageClass;
pub use failure::{ReadFailure, Refusal};
pub use foreign::{ForeignSheet, archive_number, mark};
pub use inspect::{InspectOptions, inspect_barcodes, inspect_document, inspect_documents};
pub use inspect_mail::inspect_mail;
pub use languages::{installed_languages, is_language};
pub use limits::{Limits, ReaderConfig, UnpackLimits};
pub use message::{Attachment, Authentication, MailAddress, Message, ReceivedHop, TEXT_LIMIT, UnpackedPart};
pub use message_reader::MessageReader;
pub use page::{Barcode, DocumentRead, FRENCH, LayerDoubt, Page, PageRead, ReadOptions, TextSource, Word};
pub use papers::PostedNumber;
pub use protocol::Protections;
pub use splitting::{DocumentPages, Envelope, PersonPages, ScannedAgain, Split, separator_in, split};
pub use zone::MachineZone;
