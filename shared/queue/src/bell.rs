use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The `NOTIFY` channel that wakes the workers; its payload is the kind of the job.
pub const CHANNEL: &str = "passerelle_jobs";

/// How often a process notifies of one kind.
///
/// A transaction that notifies holds a lock of the whole server until its commit is on disk, so commits that notify
/// queue up behind one another (measured with 32 writers: 600 commits/s instead of 5,500). One in ten milliseconds is
/// enough: a lane that was woken looks again by itself, at first within that time (see `lane`), and should the
/// transaction that notified roll back, the others of its ten milliseconds are found by the poll.
const PAUSE: Duration = Duration::from_millis(10);

static LAST_RUNG: Mutex<BTreeMap<&'static str, Instant>> = Mutex::new(BTreeMap::new());

/// Those of `kinds` that are to be notified now, each once.
pub(crate) fn to_ring(kinds: impl Iterator<Item = &'static str>) -> Vec<String> {
    let mut last_rung = LAST_RUNG.lock().unwrap_or_else(PoisonError::into_inner);
    let now = Instant::now();
    let mut due = |kind: &&'static str| {
        let due = last_rung.get(kind).is_none_or(|last| now.duration_since(*last) >= PAUSE);
        if due {
            last_rung.insert(*kind, now);
        }
        due
    };
    kinds.collect::<BTreeSet<_>>().into_iter().filter(|kind| due(kind)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_rings_once_in_a_while() {
        let ring = || to_ring(["bell_a", "bell_b", "bell_a"].into_iter());
        assert_eq!(ring(), ["bell_a", "bell_b"]);
        assert_eq!(ring(), [""; 0]);
        std::thread::sleep(PAUSE);
        assert_eq!(ring(), ["bell_a", "bell_b"]);
    }
}
