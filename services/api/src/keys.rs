//! The keys of programs, remembered for a moment so that a request costs no look-up.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use domain::{ApiKey, Clock};
use store::{ContentHash, Database, StoreError, api_keys};

use crate::token;

/// How long a key is believed without asking again: a revocation is in force everywhere after this time.
pub const KEY_MEMORY: Duration = Duration::from_secs(2);
/// Tokens remembered; beyond it all are forgotten, so that guesses cost no memory.
const MOST: usize = 4096;
/// The use of a key is noted to the minute.
const NOTED: TimeDelta = TimeDelta::minutes(1);

#[derive(Clone)]
struct Remembered {
    key: Option<Arc<ApiKey>>,
    at: Instant,
}

/// The keys of programs.
pub(crate) struct Keys {
    database: Database,
    clock: Arc<dyn Clock>,
    known: Mutex<HashMap<ContentHash, Remembered>>,
}

impl Keys {
    pub(crate) fn new(database: Database, clock: Arc<dyn Clock>) -> Self {
        Self { database, clock, known: Mutex::new(HashMap::new()) }
    }

    /// The key of a token, whether it still works or not; `None` when there is none.
    pub(crate) async fn of(&self, token: &str) -> Result<Option<Arc<ApiKey>>, StoreError> {
        let digest = token::digest(token);
        if let Some(found) = self.remembered(digest) {
            return Ok(found.key);
        }
        let key = self.look_up(digest).await?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(digest, Remembered { key: key.clone(), at: Instant::now() });
        Ok(key)
    }

    /// Whether a key works now.
    pub(crate) fn works(&self, key: &ApiKey) -> bool {
        key.works(self.clock.now())
    }

    fn remembered(&self, digest: ContentHash) -> Option<Remembered> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&digest).filter(|found| found.at.elapsed() < KEY_MEMORY).cloned()
    }

    async fn look_up(&self, digest: ContentHash) -> Result<Option<Arc<ApiKey>>, StoreError> {
        let Some(line) = api_keys::by_digest(self.database.pool(), digest).await? else { return Ok(None) };
        let now = self.clock.now();
        let fresh = line.last_used_at.is_none_or(|at| at + NOTED <= now);
        if fresh && line.key.works(now) {
            api_keys::used(self.database.pool(), line.key.id, now).await?;
        }
        Ok(Some(Arc::new(line.key)))
    }
}
