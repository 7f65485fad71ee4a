//! The operator's side: a thin client of its interface, the documents it is answered with. What it says is read by
//! [`formats::telephony`].

mod client;
mod lists;
mod twiml;

pub use client::{Operator, OperatorError};
pub use formats::telephony::{ListedCall, ListedRecording, sign};
pub use twiml::Twiml;
