use std::time::Duration;

/// What programs may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one request body.
    pub body_bytes: usize,
    /// How long a sender may be silent in the middle of a body.
    pub stall: Duration,
    /// Bytes a second that a body must come with over its whole length.
    pub slowest: usize,
    /// How long a program waits for the database.
    pub answer: Duration,
    /// Requests of one key in a minute; 0 for no limit.
    pub per_minute: u32,
}

impl Limits {
    /// The limits of a configuration.
    #[must_use]
    pub const fn of(api: &runtime::config::Api) -> Self {
        Self {
            body_bytes: api.max_body_mb << 20,
            stall: Duration::from_secs(api.stall_seconds),
            slowest: api.slowest_kb << 10,
            answer: Duration::from_secs(api.answer_seconds),
            per_minute: api.requests_per_minute,
        }
    }
}
