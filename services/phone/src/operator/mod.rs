//! The operator's side: a thin client of its interface, the signature of its webhooks, the documents it is answered with.

mod client;
mod lists;
mod signature;
mod twiml;

pub use client::{Operator, OperatorError};
pub use lists::{ListedCall, ListedRecording};
pub use signature::{sign, verify};
pub use twiml::Twiml;
