//! The e-mails of the day: dropped into the mailbox, fetched over IMAP, answered with LT-02, indexed like letters.

use std::collections::HashSet;

use anyhow::Result;
use domain::{Actor, Medium};
use store::{ContentHash, arrivals};
use world::MailItem;

use super::{SEED, Stage, confirm, outside::Outside, say, until};

/// The name of the mailbox in the settings of the post office.
const MAILBOX: &str = "sejour";

/// Delivers the messages that an earlier run did not, waits until they are kept and read, and registers them; the last
/// `left` requests wait for the visitor.
pub async fn day(stage: &Stage, outside: &Outside, left: usize) -> Result<()> {
    say::title("Le courriel");
    let date = stage.casework.today();
    let items = tokio::task::spawn_blocking(move || world::mail(SEED, date)).await??;
    let mut delivered = HashSet::new();
    for item in &items {
        if known(stage, item).await?.is_none() && delivered.insert(ContentHash::of(&item.raw)) {
            outside.office.deliver(&item.raw)?;
        }
    }
    say::line(&format!("{} messages dans la boîte, relevés par IMAP", items.len()));
    let last = items.len().saturating_sub(left);
    for (number, item) in items.iter().enumerate() {
        let id = until(|| known(stage, item)).await?;
        let pages = until(|| confirm::pages_read(stage, id)).await?;
        if number >= last {
            say::line(&format!("« {} » : laissé pour vous à l'indexation", item.truth.subject));
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
