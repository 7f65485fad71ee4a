//! The processes of the services as one sees them from outside.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use crate::story::workplace::{Workplace, readers_of};

/// The processes that must be there, by service.
const EXPECTED: [(&str, usize); 6] = [("api", 1), ("cases", 1), ("counter", 1), ("mail", 2), ("phone", 1), ("post", 3)];

/// What was seen.
#[derive(Default)]
pub(super) struct Crew {
    seen: BTreeMap<String, BTreeSet<i32>>,
    /// Processes of the mailroom that read.
    readers: BTreeSet<i32>,
    killed: Vec<(String, i32)>,
}

impl Crew {
    /// Looks at who works now.
    pub(super) fn look(&mut self, workplace: &Workplace) {
        for (service, pid) in workplace.services() {
            self.readers.extend((!readers_of(pid).is_empty()).then_some(pid));
            self.seen.entry(service).or_default().insert(pid);
        }
    }

    /// Who is to be killed now: once, a process of the mailroom that is reading, and one of the e-mail.
    pub(super) fn victims(&mut self, workplace: &Workplace) -> Option<Vec<i32>> {
        if !self.killed.is_empty() {
            return None;
        }
        let services = workplace.services();
        let reads = |(service, pid): &&(String, i32)| service == "post" && !readers_of(*pid).is_empty();
        let mailroom = services.iter().find(reads)?;
        let mail = services.iter().find(|(service, _)| service == "mail")?;
        self.killed = vec![mailroom.clone(), mail.clone()];
        Some(self.killed.iter().map(|(_, pid)| *pid).collect())
    }

    /// Each service had its processes, those killed have one successor each, all others lived through the day and have
    /// nothing to report.
    pub(super) fn was_not_disturbed(&self, workplace: &Workplace) {
        assert_eq!(self.killed.len(), 2, "a process was reading when it was killed");
        let seen: Vec<(&str, usize)> = self.seen.iter().map(|(name, pids)| (name.as_str(), pids.len())).collect();
        let again = |name: &str| self.killed.iter().filter(|(killed, _)| killed == name).count();
        assert_eq!(seen, EXPECTED.map(|(name, count)| (name, count + again(name))), "killed: {:?}", self.killed);
        assert!(self.readers.len() > 1, "several processes of the mailroom share the reading: {:?}", self.readers);
        let logs = fs::read_dir(workplace.path().join("data/demonstration/journaux")).unwrap();
        for log in logs.map(|log| log.unwrap().path()) {
            let text = fs::read_to_string(&log).unwrap();
            let errors: Vec<&str> = text.lines().filter(|line| line.contains("ERROR")).collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", log.display());
        }
    }
}
