use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;

/// Where one service stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ServiceState {
    /// It works.
    Running,
    /// It works, but a part of it waits for the operator or for another machine (a mailbox that refuses its password).
    Troubled {
        /// What does not work, without personal data.
        reason: String,
    },
    /// It failed and is about to be started again.
    Restarting {
        /// How often in a row.
        failures: u32,
        /// What failed, without personal data.
        reason: String,
    },
    /// It was stopped on purpose.
    Stopped,
}

/// What `/ready` tells: the state of each service of this process. Shared by clones.
#[derive(Clone, Debug, Default)]
pub struct Health(Arc<Mutex<BTreeMap<&'static str, ServiceState>>>);

impl Health {
    /// Records where a service stands.
    pub fn set(&self, service: &'static str, state: ServiceState) {
        self.map().insert(service, state);
    }

    /// Where every service stands, by name.
    #[must_use]
    pub fn services(&self) -> BTreeMap<&'static str, ServiceState> {
        self.map().clone()
    }

    /// Whether every service works, be it with a part of it in trouble.
    #[must_use]
    pub fn all_running(&self) -> bool {
        self.map().values().all(|state| matches!(state, ServiceState::Running | ServiceState::Troubled { .. }))
    }

    fn map(&self) -> MutexGuard<'_, BTreeMap<&'static str, ServiceState>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
