//! The e-mails of the day: dropped into the mailbox, fetched over IMAP, answered with LT-02, indexed like letters.

use std::collections::HashSet;

use anyhow::Result;
use domain::{Actor, Medium};
use store::{ContentHash, arrivals};
use world::MailItem;

use super::{Stage, confirm, outside::Outside, say, until};

/// The name of the mailbox in the settings of the post office.
const MAILBOX: &str = "sejour";

/// Drops the messages that an earlier run did not into the mailbox.
pub async fn deliver(stage: &Stage, outside: &Outside, items: &[MailItem]) -> Result<()> {
    let mut delivered = HashSet::new();
    for item in items {
        if known(stage, item).await?.is_none() && delivered.insert(ContentHash::of(&item.raw)) {
            outside.office.deliver(&item.raw)?;
        }
    }
    Ok(())
}

/// Waits until the messages are kept and read, and registers them; the last `left` requests wait for the visitor.
pub async fn day(stage: &Stage, items: &[MailItem], left: usize) -> Result<()> {
    say::title("Le courriel");
    say::line(&format!("{} messages dans la boîte, relevés par IMAP", items.len()));
    let last = items.len().saturating_sub(left);
    for (number, item) in items.iter().enumerate() {
        let subject = &item.truth.subject;
        let id = until(stage, &format!("la relève de « {subject} »"), || known(stage, item)).await?;
        let pages = confirm::until_read(stage, subject, id).await?;
        if number >= last {
            say::line(&format!("« {subject} » → laissé pour vous à l'indexation"));
        } else {
            confirm::arrival(stage, id, &item.truth.arrival, pages, Medium::Post).await?;
        }
    }
    Ok(())
}

/// The communication of a message, once the neck has it: by its bytes, as every message is.
async fn known(stage: &Stage, item: &MailItem) -> Result<Option<domain::CommunicationId>> {
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    let key = (MAILBOX.to_owned(), ContentHash::of(&item.raw).to_string());
    Ok(arrivals::known(&mut tx, std::slice::from_ref(&key)).await?.get(&key).copied())
}
