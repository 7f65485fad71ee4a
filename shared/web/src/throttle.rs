//! How long a guesser waits.

use chrono::{DateTime, TimeDelta, Utc};
use store::sessions::Failures;

/// Failures counted: those of the last hour.
pub(crate) const WINDOW: TimeDelta = TimeDelta::hours(1);
const FREE_TRIES: i64 = 5;
const LONGEST_MINUTES: i64 = 15;

/// Until when a login may not be tried: after five failures one minute, then twice as long at each further
/// failure, at most fifteen.
pub(crate) fn closed_until(failures: Failures) -> Option<DateTime<Utc>> {
    let beyond = failures.count - FREE_TRIES;
    if beyond < 0 {
        return None;
    }
    let minutes = 1_i64
        .checked_shl(u32::try_from(beyond).unwrap_or(u32::MAX))
        .map_or(LONGEST_MINUTES, |m| m.clamp(1, LONGEST_MINUTES));
    failures.last.map(|last| last + TimeDelta::minutes(minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(count: i64) -> Option<i64> {
        let last = DateTime::UNIX_EPOCH;
        closed_until(Failures { count, last: Some(last) }).map(|until| (until - last).num_minutes())
    }

    #[test]
    fn five_tries_are_free_and_the_next_wait_longer_and_longer() {
        assert_eq!(after(0), None);
        assert_eq!(after(4), None);
        assert_eq!(after(5), Some(1));
        assert_eq!(after(7), Some(4));
        assert_eq!(after(9), Some(15));
        assert_eq!(after(5000), Some(15));
    }
}
