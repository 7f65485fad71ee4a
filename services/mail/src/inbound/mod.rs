//! Messages come in: connect, list, fetch in sets, understand through the reader, receive, then settle the server's copies.

mod aside;
mod connect;
mod cursor;
mod evidence;
mod fetch;
mod folder_name;
mod keep;
mod look;
mod poller;
mod settle;
mod understand;

use runtime::config::Mailbox;

use crate::Fault;

pub(crate) use poller::Poller;
pub use {
    cursor::Cursor,
    look::Looked,
    understand::{Understanding, understand},
};

/// Whether a mailbox can be opened with its settings: for `doctor`.
///
/// # Errors
/// What does not work.
pub async fn check_mailbox(mailbox: &Mailbox) -> Result<(), Fault> {
    let mut open = connect::open(mailbox).await?;
    // Whatever the server answers to a farewell changes nothing.
    let _farewell = open.session.logout().await;
    Ok(())
}
