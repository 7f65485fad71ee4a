//! The demonstration world: fictitious persons, what they post, write, say, bring or have handed over, and the
//! files that the mailroom's scanner leaves, with the truth about everything beside it.
//!
//! - [`day`]: the post of a day; [`mail`]: its messages; [`calls`]; [`visits`]; [`handovers`] by structures.
//! - [`World`]: the same of a whole day or of a short one.
//! - [`same_request`]: one request in the form of every door.
//!
//! Everything follows from a seed and a day: the same arguments give the same bytes. Nothing is cached,
//! nothing is read from disk, no clock is asked. All persons, numbers and papers are invented and marked
//! "DÉMONSTRATION".

mod arrival;
mod barcode;
mod batch;
mod calls;
mod day;
mod describe;
mod doors;
mod error;
mod files;
mod handovers;
mod inhabitants;
mod lanes;
mod mail;
mod mrz;
mod papers;
mod plain;
mod same_request;
mod scan;
mod separator;
mod setting;
mod sheet;
mod size;
mod small;
mod stories;
mod story;
mod truth;
mod typeset;
mod visits;
mod wav;
mod world;
mod write;

pub use arrival::{ArrivalTruth, CallEnd, FileTruth, References, Right};
pub use calls::{CallItem, CallTruth, calls, calls_quoting};
pub use day::{Batch, BatchKind, Day, Plan, day, plan};
pub use error::WorldError;
pub use handovers::{HandoverItem, HandoverTruth, handovers};
pub use inhabitants::inhabitants;
pub use mail::{MAIL_HOST, MAILBOX, MailItem, MailTruth, mail, mail_quoting};
pub use plain::{page, photograph, scan_file, scans, typeset};
pub use same_request::{SameRequest, same_request};
pub use scan::Degradation;
pub use size::Size;
pub use small::{SmallBatch, SmallSheet, small_batch, small_scan};
pub use truth::{
    BatchTruth, BirthKnown, DocumentTruth, EnvelopeTruth, Oddity, PageKind, PageTruth, PersonTruth, PostmarkTruth,
    RequestTruth, TitleTruth,
};
pub use visits::{VisitItem, VisitTruth, visits, visits_quoting};
pub use world::World;
pub use write::write;
