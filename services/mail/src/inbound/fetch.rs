//! What is new in a folder, fetched in sets: fifty messages at a time, fewer when they are large, a large one alone.

use std::time::Duration;

use async_imap::types::Fetch;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::TryStreamExt;
use tokio::time::timeout;

use super::connect::ImapSession;
use crate::Fault;

/// Most messages of a set.
const TOGETHER: usize = 50;
/// Most bytes of a set, unless one message has more.
const BYTES: u64 = 8 << 20;
/// What cannot be fetched: the client's own limit is 512 MiB an answer.
pub(crate) const LARGEST: u64 = 500 << 20;
/// The slowest line that is waited for, bytes a second, and the patience that is added to it.
const SLOWEST: u64 = 20 << 10;
const PATIENCE: Duration = Duration::from_mins(1);

/// A message as the server lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) uid: u32,
    pub(crate) size: u64,
}

/// A message as the server gave it.
#[derive(Clone, Debug)]
pub(crate) struct Fetched {
    pub(crate) uid: u32,
    pub(crate) raw: Bytes,
    /// When the server took it in (INTERNALDATE).
    pub(crate) internal_date: Option<DateTime<Utc>>,
}

/// What a fetch brought.
#[derive(Clone, Debug, Default)]
pub(crate) struct FetchedSet {
    /// The messages, in their order.
    pub(crate) whole: Vec<Fetched>,
    /// Those that the server has but did not give.
    pub(crate) withheld: Vec<u32>,
    /// The last one asked for.
    pub(crate) last: u32,
}

/// The messages after `uid`, in their order.
pub(crate) async fn list(session: &mut ImapSession, uid: u32) -> Result<Vec<Listed>, Fault> {
    let mut listed = sizes(session, &format!("{}:*", uid.saturating_add(1))).await?;
    // `n:*` always names the last message, even when its number is below n.
    listed.retain(|listed| listed.uid > uid);
    Ok(listed)
}

/// The sizes of the messages of a range, in their order.
pub(crate) async fn sizes(session: &mut ImapSession, range: &str) -> Result<Vec<Listed>, Fault> {
    let found = collect(session, range, "(UID RFC822.SIZE)", PATIENCE).await?;
    let size = |f: &Fetch| Some(Listed { uid: f.uid?, size: u64::from(f.size.unwrap_or(0)) });
    let mut listed: Vec<Listed> = found.iter().filter_map(size).collect();
    listed.sort_unstable_by_key(|listed| listed.uid);
    listed.dedup_by_key(|listed| listed.uid);
    Ok(listed)
}

/// Cuts a list into sets.
pub(crate) fn sets(listed: &[Listed]) -> Vec<Vec<Listed>> {
    let mut sets: Vec<Vec<Listed>> = Vec::new();
    let mut bytes = 0;
    for message in listed {
        if let Some(set) = sets.last_mut().filter(|set| set.len() < TOGETHER && bytes + message.size <= BYTES) {
            set.push(*message);
            bytes += message.size;
        } else {
            sets.push(vec![*message]);
            bytes = message.size;
        }
    }
    sets
}

/// The messages of a set, whole. Those that went away meanwhile are left out.
pub(crate) async fn fetch(session: &mut ImapSession, set: &[Listed]) -> Result<FetchedSet, Fault> {
    let size: u64 = set.iter().map(|listed| listed.size).sum();
    let patience = PATIENCE + Duration::from_secs(size / SLOWEST);
    let uids: Vec<u32> = set.iter().map(|listed| listed.uid).collect();
    let found = collect(session, &numbers(&uids), "(UID INTERNALDATE BODY.PEEK[])", patience).await?;
    let mut fetched = FetchedSet { last: uids.last().copied().unwrap_or(0), ..FetchedSet::default() };
    for answer in &found {
        match answer.uid.filter(|uid| uids.contains(uid)).map(|uid| (uid, answer.body())) {
            Some((uid, Some(raw))) => fetched.whole.push(Fetched {
                uid,
                raw: Bytes::copy_from_slice(raw),
                internal_date: answer.internal_date().map(|date| date.with_timezone(&Utc)),
            }),
            Some((uid, None)) => fetched.withheld.push(uid),
            None => {}
        }
    }
    fetched.whole.sort_unstable_by_key(|message| message.uid);
    fetched.whole.dedup_by_key(|message| message.uid);
    // News of flags come as answers without content, too.
    fetched.withheld.retain(|uid| fetched.whole.iter().all(|message| message.uid != *uid));
    fetched.withheld.dedup();
    Ok(fetched)
}

async fn collect(session: &mut ImapSession, uids: &str, query: &str, patience: Duration) -> Result<Vec<Fetch>, Fault> {
    let all = async { session.uid_fetch(uids, query).await?.try_collect().await };
    Ok(timeout(patience, all).await.map_err(|_| Fault::silent("fetching"))??)
}

/// Numbers as IMAP writes them, runs shortened: `1:3,7`.
pub(crate) fn numbers(uids: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for uid in uids {
        match runs.last_mut().filter(|(_, last)| last.checked_add(1) == Some(*uid)) {
            Some((_, last)) => *last = *uid,
            None => runs.push((*uid, *uid)),
        }
    }
    let written = runs.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}:{b}") });
    written.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::{Listed, numbers, sets};

    #[test]
    fn numbers_are_written_in_runs() {
        assert_eq!(numbers(&[1, 2, 3, 7, 9, 10]), "1:3,7,9:10");
        assert_eq!(numbers(&[u32::MAX]), u32::MAX.to_string());
        assert_eq!(numbers(&[]), "");
    }

    #[test]
    fn a_large_message_travels_alone_and_sets_are_bounded() {
        let sizes = [vec![1_000; 120], vec![40 << 20], vec![1_000; 3], vec![3 << 20; 3]].concat();
        let listed: Vec<Listed> = (1..).zip(sizes).map(|(uid, size)| Listed { uid, size }).collect();
        let lengths: Vec<usize> = sets(&listed).iter().map(Vec::len).collect();
        assert_eq!(lengths, [50, 50, 20, 1, 5, 1]);
        assert_eq!(sets(&listed).concat(), listed);
    }
}
