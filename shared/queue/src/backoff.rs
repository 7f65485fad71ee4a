use std::time::Duration;

use rand::Rng;

/// The pause before a failed job is tried again: doubles with each attempt up to a limit, and half of it is random so
/// that jobs that failed together do not come back together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The longest pause after the first attempt.
    pub first: Duration,
    /// The longest pause of all.
    pub limit: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { first: Duration::from_secs(1), limit: Duration::from_mins(10) }
    }
}

impl Backoff {
    /// The pause after `attempt` (from 1) failed: between half and all of `first * 2^(attempt - 1)`, capped.
    pub fn pause(&self, attempt: i32, random: &mut impl Rng) -> Duration {
        let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(31);
        let longest = self.first.saturating_mul(1 << doublings).min(self.limit);
        longest.mul_f64(random.random_range(0.5..=1.0))
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn the_pause_doubles_stays_within_its_limit_and_is_never_short() {
        let mut random = StdRng::seed_from_u64(1);
        let backoff = Backoff::default();
        for (attempt, longest) in [(1, 1.0), (2, 2.0), (5, 16.0), (10, 512.0), (11, 600.0), (i32::MAX, 600.0)] {
            for _ in 0..100 {
                let pause = backoff.pause(attempt, &mut random).as_secs_f64();
                assert!((longest / 2.0..=longest).contains(&pause), "attempt {attempt}: {pause}");
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_pauses() {
        let pauses = |seed| {
            let mut random = StdRng::seed_from_u64(seed);
            (1..9).map(|attempt| Backoff::default().pause(attempt, &mut random)).collect::<Vec<_>>()
        };
        assert_eq!(pauses(7), pauses(7));
        assert_ne!(pauses(7), pauses(8));
    }
}
