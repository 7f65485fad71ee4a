//! A set of messages is understood and received: T1 of the e-mail door.

use std::sync::Arc;

use casework::{AsideMessage, Casework, MessageArrival, receive_messages, set_message_aside};
use domain::Received;

use super::{
    cursor::Cursor,
    fetch::{Fetched, FetchedSet},
    look::Readers,
    understand::{Understanding, understand},
};
use crate::Fault;

/// Most messages set aside in one mailbox: with more, it is the store that is at fault, and the mailbox waits.
const MOST_ASIDE: usize = 20;

/// What receives the messages of one mailbox.
pub(crate) struct Keeper {
    pub(crate) casework: Casework,
    pub(crate) mailbox: String,
    pub(crate) known: Arc<Understanding>,
    /// The server's copies are touched after the messages are kept.
    pub(crate) touches: bool,
}

/// A set that was fetched and understood.
#[derive(Debug)]
pub(crate) struct Understood {
    /// Where the cursor stands once it is kept.
    last: u32,
    uids: Vec<u32>,
    arrivals: Vec<MessageArrival>,
    withheld: Vec<u32>,
}

impl Keeper {
    /// What a set says, by the reader.
    pub(crate) async fn understand(&self, readers: &mut Readers, set: FetchedSet) -> Result<Understood, Fault> {
        let looked = readers.look(&set.whole).await?;
        let now = self.casework.clock.now();
        let uids = set.whole.iter().map(|message| message.uid).collect();
        let arrival =
            |(message, looked): (Fetched, _)| understand(&self.known, message.raw, message.internal_date, looked, now);
        let arrivals = set.whole.into_iter().zip(looked).map(arrival).collect();
        Ok(Understood { last: set.last, uids, arrivals, withheld: set.withheld })
    }

    /// Receives a set and moves the cursor past it, in one transaction. A set that is refused is received one by one.
    pub(crate) async fn keep(&self, set: Understood, cursor: &mut Cursor) -> Result<(), Fault> {
        for uid in &set.withheld {
            self.set_aside(*uid, "withheld", cursor).await?;
        }
        let next = self.after(cursor, &set.uids, set.last);
        match receive_messages(&self.casework, &self.mailbox, &next.json(), set.arrivals.clone()).await {
            Ok(received) => {
                self.tell(&received);
                *cursor = next;
                Ok(())
            }
            Err(error) => {
                let messages = set.uids.len();
                tracing::warn!(mailbox = self.mailbox, %error, messages, "messages are received one by one");
                self.keep_each(set, cursor).await
            }
        }
    }

    fn after(&self, cursor: &Cursor, uids: &[u32], last: u32) -> Cursor {
        let mut next = cursor.clone();
        next.uid = last.max(cursor.uid);
        next.aside.retain(|aside| !uids.contains(aside));
        if self.touches {
            next.untouched.extend(uids.iter().filter(|uid| !cursor.untouched.contains(uid)));
        }
        next
    }

    /// A message that is refused alone does not hold up the others.
    async fn keep_each(&self, set: Understood, cursor: &mut Cursor) -> Result<(), Fault> {
        let (count, last) = (set.uids.len(), set.last);
        for (index, (uid, arrival)) in set.uids.into_iter().zip(set.arrivals).enumerate() {
            let to = if index + 1 == count { last } else { uid };
            let next = self.after(cursor, &[uid], to);
            match receive_messages(&self.casework, &self.mailbox, &next.json(), vec![arrival]).await {
                Ok(received) => {
                    self.tell(&received);
                    *cursor = next;
                }
                Err(error) if cursor.aside.len() >= MOST_ASIDE => return Err(error.into()),
                Err(error) => {
                    tracing::error!(mailbox = self.mailbox, uid, %error, "a message is set aside and tried again later");
                    self.set_aside(uid, "refused", cursor).await?;
                    cursor.uid = to.max(cursor.uid);
                }
            }
        }
        Ok(())
    }

    /// Remembers a message that cannot be kept now; the cursor may go past it from then on. When even that fails the store is at
    /// fault and nothing moves.
    pub(crate) async fn set_aside(&self, uid: u32, cause: &str, cursor: &mut Cursor) -> Result<(), Fault> {
        let mut next = cursor.clone();
        if !next.aside.contains(&uid) {
            next.aside.push(uid);
        }
        let aside = AsideMessage { mailbox: &self.mailbox, name: name(cursor, uid), cause };
        set_message_aside(&self.casework, &aside, &next.json()).await?;
        *cursor = next;
        Ok(())
    }

    fn tell(&self, received: &[Received]) {
        let again = received.iter().filter(|received| matches!(received, Received::Again { .. })).count();
        tracing::info!(mailbox = self.mailbox, messages = received.len(), again, "messages are kept");
    }
}

/// What an exception calls a message.
pub(crate) fn name(cursor: &Cursor, uid: u32) -> String {
    format!("{}:{uid}", cursor.validity)
}
