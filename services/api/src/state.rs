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

/// What the handlers share. Cheap to clone: each request has its own.
#[derive(Clone)]
pub(crate) struct Api {
    shared: Arc<Inner>,
    /// The operations, as the catalogue stood when the request first asked for them.
    casework: OnceLock<Casework>,
}

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
        let shared = Arc::new(Inner {
            casework: casework.clone(),
            keys: Keys::new(casework.database.clone(), Arc::clone(&casework.clock)),
            rates: Rates::new(limits.per_minute),
            limits,
            memory: Arc::new(Semaphore::new(megabytes(limits.body_bytes) * LARGEST_AT_ONCE)),
            counter: OnceLock::new(),
            structure: OnceLock::new(),
            online: OnceLock::new(),
        });
        Self { shared, casework: OnceLock::new() }
    }

    pub(crate) fn casework(&self) -> &Casework {
        self.casework.get_or_init(|| self.shared.casework.current())
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.shared.keys
    }

    pub(crate) fn rates(&self) -> &Rates {
        &self.shared.rates
    }

    pub(crate) fn limits(&self) -> Limits {
        self.shared.limits
    }

    /// What the stores answer, unless they take longer than a program is made to wait.
    pub(crate) async fn within<T>(&self, asked: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
        timeout(self.shared.limits.answer, asked).await.unwrap_or(Err(Problem::Unavailable))
    }

    /// Megabytes that bodies may still take, all together.
    pub(crate) fn memory(&self) -> &Arc<Semaphore> {
        &self.shared.memory
    }

    /// What receives together the arrivals of a door; none for the doors that are no programs'.
    pub(crate) fn intake(&self, door: ChannelKind) -> Option<&Intake> {
        let cell = match door {
            ChannelKind::Counter => &self.shared.counter,
            ChannelKind::Structure => &self.shared.structure,
            ChannelKind::Online => &self.shared.online,
            ChannelKind::Post | ChannelKind::Email | ChannelKind::Phone => return None,
        };
        Some(cell.get_or_init(|| Intake::start(&self.shared.casework, door)))
    }
}

/// Megabytes begun.
pub(crate) const fn megabytes(bytes: usize) -> usize {
    bytes.div_ceil(1 << 20)
}
