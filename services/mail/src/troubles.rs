use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use runtime::{Health, ServiceState};

/// What is wrong with which mailbox, as `/ready` and the figures tell it. The service goes on with the others.
#[derive(Clone, Debug)]
pub(crate) struct Troubles {
    known: Arc<Mutex<BTreeMap<String, String>>>,
    health: Health,
}

impl Troubles {
    pub(crate) fn new(health: Health) -> Self {
        Self { known: Arc::default(), health }
    }

    /// Records how a mailbox fares; true when that is news.
    pub(crate) fn set(&self, mailbox: &str, trouble: Option<&str>) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match trouble {
            Some(trouble) => known.insert(mailbox.to_owned(), trouble.to_owned()),
            None => known.remove(mailbox),
        };
        let gauge = metrics::gauge!("passerelle_mailbox_trouble", "mailbox" => mailbox.to_owned());
        gauge.set(if trouble.is_some() { 1.0 } else { 0.0 });
        let reasons: Vec<String> = known.iter().map(|(name, why)| format!("{name}: {why}")).collect();
        let state = if reasons.is_empty() {
            ServiceState::Running
        } else {
            ServiceState::Troubled { reason: reasons.join("; ") }
        };
        self.health.set("mail", state);
        before.as_deref() != trouble
    }
}
