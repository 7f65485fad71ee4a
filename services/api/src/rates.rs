//! How often each key may ask. Every process counts for itself.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use domain::ApiKeyId;

/// The time in which the requests of a key are counted. All of them may come at once; then they come back evenly.
const WINDOW: Duration = Duration::from_mins(1);

/// The requests of each key, as the instant until which what it asked is paid for (generic cell rate algorithm).
pub(crate) struct Rates {
    each: Option<Duration>,
    paid_until: Mutex<HashMap<ApiKeyId, Instant>>,
}

impl Rates {
    /// At most so many requests of a key in a minute; 0 for no limit.
    pub(crate) fn new(per_minute: u32) -> Self {
        Self { each: (per_minute > 0).then(|| WINDOW / per_minute), paid_until: Mutex::default() }
    }

    /// Lets a request of a key through, or tells how long it must wait.
    pub(crate) fn take(&self, key: ApiKeyId, now: Instant) -> Result<(), Duration> {
        let Some(each) = self.each else { return Ok(()) };
        let mut paid_until = self.paid_until.lock().unwrap_or_else(PoisonError::into_inner);
        let until = paid_until.entry(key).or_insert(now);
        let next = (*until).max(now) + each;
        let ahead = next.duration_since(now);
        if let Some(wait) = ahead.checked_sub(WINDOW).filter(|wait| !wait.is_zero()) {
            return Err(wait);
        }
        *until = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn a_key_may_ask_so_often_and_then_evenly_and_other_keys_do_not_pay_for_it() {
        let (rates, start) = (Rates::new(3), Instant::now());
        let (one, other) = (ApiKeyId::new(DateTime::UNIX_EPOCH), ApiKeyId::new(DateTime::UNIX_EPOCH));
        let at = |seconds| start + Duration::from_secs(seconds);
        for _ in 0..3 {
            assert_eq!(rates.take(one, at(0)), Ok(()));
        }
        assert_eq!(rates.take(one, at(0)), Err(Duration::from_secs(20)));
        assert_eq!(rates.take(one, at(5)), Err(Duration::from_secs(15)), "a refused request costs nothing");
        assert_eq!(rates.take(other, at(5)), Ok(()));
        assert_eq!(rates.take(one, at(20)), Ok(()));
        assert_eq!(rates.take(one, at(20)), Err(Duration::from_secs(20)));
        for _ in 0..3 {
            assert_eq!(rates.take(one, at(200)), Ok(()), "what was not used is not saved up beyond a minute");
        }
        assert!(rates.take(one, at(200)).is_err());
    }

    #[test]
    fn without_a_limit_nobody_waits() {
        let (rates, key) = (Rates::new(0), ApiKeyId::new(DateTime::UNIX_EPOCH));
        assert!((0..10_000).all(|_| rates.take(key, Instant::now()).is_ok()));
    }
}
