//! Messages that could not be kept are tried again, seldom.

use casework::{AsideMessage, message_no_longer_aside};

use super::{
    connect::ImapSession,
    cursor::Cursor,
    fetch::{self, LARGEST, numbers},
    keep::{Keeper, name},
    look::Readers,
};
use crate::Fault;

/// Tries once more what was set aside. What the server no longer has is no longer tried; its exception stays for a person.
pub(crate) async fn again(
    session: &mut ImapSession,
    keeper: &Keeper,
    readers: &mut Readers,
    cursor: &mut Cursor,
) -> Result<(), Fault> {
    let listed = fetch::sizes(session, &numbers(&cursor.aside)).await?;
    cursor.aside.retain(|uid| listed.iter().any(|there| there.uid == *uid));
    for message in listed.iter().filter(|message| message.size <= LARGEST) {
        let found = fetch::fetch(session, &[*message]).await?;
        if found.whole.is_empty() {
            continue;
        }
        let understood = keeper.understand(readers, found).await?;
        keeper.keep(understood, cursor).await?;
        if !cursor.aside.contains(&message.uid) {
            let aside = AsideMessage { mailbox: &keeper.mailbox, name: name(cursor, message.uid), cause: "" };
            message_no_longer_aside(&keeper.casework, &aside).await?;
        }
    }
    Ok(())
}
