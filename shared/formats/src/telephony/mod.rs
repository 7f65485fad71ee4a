//! What the telephone operator says: the requests of its webhooks, with their signature, and its lists of calls and recordings
//! (Twilio's interface of 2010-04-01).

mod lists;
mod parameters;
mod signature;

pub use lists::{CallPage, ListedCall, ListedRecording, RecordingPage};
pub use parameters::Parameters;
pub use signature::{sign, verify};
