//! The operator's side: a thin client of its interface, the signature of its webhooks, the documents it is answered with.

mod client;
mod signature;
mod twiml;

pub use client::{Operator, OperatorError};
pub use signature::{sign, verify};
pub use twiml::Twiml;
