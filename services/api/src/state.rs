use std::{
    future::Future,
    sync::{Arc, OnceLock},
};

use casework::{Casework, Intake};
use domain::ChannelKind;
use tokio::{sync::Semaphore, time::timeout};

use crate::{Limits, Problem, keys::Keys, rates::Rates};

/// Largest bodies held in memory at once.
const LARGEST_AT_ONCE: usize = 4;

/// What the handlers share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Api(Arc<Inner>);

struct Inner {
    casework: Casework,
    keys: Keys,
    rates: Rates,
    limits: Limits,
    memory: Arc<Semaphore>,
    counter: OnceLock<Intake>,
    structure: OnceLock<Intake>,
    online: OnceLock<Intake>,
}

impl Api {
    pub(crate) fn new(casework: &Casework, limits: Limits) -> Self {
        Self(Arc::new(Inner {
            casework: casework.clone(),
            keys: Keys::new(casework.database.clone(), Arc::clone(&casework.clock)),
            rates: Rates::new(limits.per_minute),
            limits,
            memory: Arc::new(Semaphore::new(megabytes(limits.body_bytes) * LARGEST_AT_ONCE)),
            counter: OnceLock::new(),
            structure: OnceLock::new(),
            online: OnceLock::new(),
        }))
    }

    pub(crate) fn casework(&self) -> &Casework {
        &self.0.casework
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.0.keys
    }

    pub(crate) fn rates(&self) -> &Rates {
        &self.0.rates
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.limits
    }

    /// What the stores answer, unless they take longer than a program is made to wait.
    pub(crate) async fn within<T>(&self, asked: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
        timeout(self.0.limits.answer, asked).await.unwrap_or(Err(Problem::Unavailable))
    }

    /// Megabytes that bodies may still take, all together.
    pub(crate) fn memory(&self) -> &Arc<Semaphore> {
        &self.0.memory
    }

    /// What receives together the arrivals of a door; none for the doors that are no programs'.
    pub(crate) fn intake(&self, door: ChannelKind) -> Option<&Intake> {
        let cell = match door {
            ChannelKind::Counter => &self.0.counter,
            ChannelKind::Structure => &self.0.structure,
            ChannelKind::Online => &self.0.online,
            ChannelKind::Post | ChannelKind::Email | ChannelKind::Phone => return None,
        };
        Some(cell.get_or_init(|| Intake::start(&self.0.casework, door)))
    }
}

/// Megabytes begun.
pub(crate) const fn megabytes(bytes: usize) -> usize {
    bytes.div_ceil(1 << 20)
}
