//! The demonstration world: fictitious persons, the papers they post, and the files that the mailroom's
//! scanner leaves, with the truth about every page beside them.
//!
//! Everything follows from a seed and a day: the same arguments give the same bytes. Nothing is cached,
//! nothing is read from disk, no clock is asked. All persons, numbers and papers are invented and marked
//! "DÉMONSTRATION".

mod barcode;
mod batch;
mod day;
mod error;
mod mrz;
mod papers;
mod plain;
mod scan;
mod separator;
mod setting;
mod sheet;
mod small;
mod story;
mod truth;
mod typeset;
mod write;

pub use day::{Batch, BatchKind, Day, Plan, day, plan};
pub use error::WorldError;
pub use plain::page;
pub use scan::Degradation;
pub use small::{SmallBatch, small_batch};
pub use truth::{
    BatchTruth, DocumentTruth, EnvelopeTruth, Oddity, PageKind, PageTruth, PersonTruth, PostmarkTruth, RequestTruth,
    TitleTruth,
};
pub use write::write;
