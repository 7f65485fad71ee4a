//! Who has which envelope open, so that two clerks are not given the same one. A courtesy, not a lock: it lives in the
//! memory of one process, and whoever registers first wins.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{CommunicationId, UserId};

/// How long an envelope stays with who opened it last.
const HELD_FOR: TimeDelta = TimeDelta::minutes(10);

/// The envelopes that are open on somebody's desk.
#[derive(Debug, Default)]
pub(crate) struct Claims(Mutex<HashMap<CommunicationId, (UserId, DateTime<Utc>)>>);

impl Claims {
    /// Says that `user` opened an envelope; they hold no other.
    pub(crate) fn take(&self, id: CommunicationId, user: UserId, now: DateTime<Utc>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, (holder, since)| *holder != user && now - *since < HELD_FOR);
        held.entry(id).or_insert((user, now));
    }

    /// Whether somebody other than `user` has an envelope open.
    pub(crate) fn held_by_another(&self, id: CommunicationId, user: UserId, now: DateTime<Utc>) -> bool {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(&id).is_some_and(|(holder, since)| *holder != user && now - *since < HELD_FOR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_goes_to_one_clerk_until_they_leave_it() {
        let now = DateTime::UNIX_EPOCH;
        let (claims, first, second) = (Claims::default(), UserId::new(now), UserId::new(now));
        let (envelope, next) = (CommunicationId::new(now), CommunicationId::new(now));
        claims.take(envelope, first, now);
        assert!(claims.held_by_another(envelope, second, now));
        assert!(!claims.held_by_another(envelope, first, now));
        assert!(!claims.held_by_another(envelope, second, now + HELD_FOR));
        claims.take(next, first, now);
        assert!(!claims.held_by_another(envelope, second, now));
    }
}
