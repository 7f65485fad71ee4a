//! The server's copies of messages that are kept: left, marked as read, or moved. Each step may be repeated.

use std::time::Duration;

use async_imap::error::Error;
use futures::TryStreamExt;
use runtime::config::{AfterReading, Mailbox};
use tokio::time::timeout;

use super::{connect::Open, fetch::numbers, folder_name::on_the_wire};
use crate::Fault;

const PATIENCE: Duration = Duration::from_mins(1);

/// Touches the copies of `uids` as the mailbox asks for. Only messages whose reception is committed come here.
pub(crate) async fn settle(open: &mut Open, mailbox: &Mailbox, uids: &[u32]) -> Result<(), Fault> {
    if uids.is_empty() {
        return Ok(());
    }
    let uids = numbers(uids);
    let work = async {
        match (mailbox.after, mailbox.archive.as_deref()) {
            (AfterReading::Leave, _) => Ok(()),
            (AfterReading::Move, Some(archive)) => put_away(open, &uids, archive).await,
            (AfterReading::Seen | AfterReading::Move, _) => flag(open, &uids, "\\Seen").await,
        }
    };
    timeout(PATIENCE, work).await.map_err(|_| Fault::silent("touching messages"))?
}

async fn flag(open: &mut Open, uids: &str, flag: &str) -> Result<(), Fault> {
    let answers = open.session.uid_store(uids, format!("+FLAGS.SILENT ({flag})")).await?;
    answers.try_for_each(|_| async { Ok(()) }).await?;
    Ok(())
}

/// Moves in one step where the server can, else copies, marks and expunges. A crash after the copy leaves a second copy in the
/// archive, never none.
async fn put_away(open: &mut Open, uids: &str, named: &str) -> Result<(), Fault> {
    let archive = &on_the_wire(named);
    match carry(open, uids, archive).await {
        // The folder is not there: it is made, once.
        Err(Error::No(_)) => {
            let refused =
                |error: Error| Fault::misconfigured("mail.mailboxes.archive", format!("« {named} » : {error}"));
            let _exists = open.session.create(archive).await;
            carry(open, uids, archive).await.map_err(refused)?;
        }
        other => other?,
    }
    if open.moves {
        return Ok(());
    }
    flag(open, uids, "\\Deleted").await?;
    if open.uid_expunge {
        let gone = open.session.uid_expunge(uids).await?;
        gone.try_for_each(|_| async { Ok(()) }).await?;
    }
    Ok(())
}

async fn carry(open: &mut Open, uids: &str, archive: &str) -> Result<(), Error> {
    if open.moves { open.session.uid_mv(uids, archive).await } else { open.session.uid_copy(uids, archive).await }
}
