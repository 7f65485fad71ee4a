//! Letters leave by e-mail: the words, the message, the server.

mod compose;
mod refusal;
mod send;
mod transport;
mod words;

use runtime::config::Smtp;

use crate::Fault;

pub(crate) use send::register;

/// Whether the server takes a connection with its settings: for `doctor`.
///
/// # Errors
/// What does not work.
pub async fn check_smtp(smtp: &Smtp) -> Result<(), Fault> {
    match transport::open(smtp, 1)?.test_connection().await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Fault::Unreachable("the server does not answer".to_owned())),
        Err(error) => Err(refusal::fault(&error)),
    }
}
