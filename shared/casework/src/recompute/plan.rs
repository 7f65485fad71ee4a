//! What will be written of the cases that differ: pure.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, ChangeId, ChangeState, DeadlineId, DeadlineKind, LetterId};
use law::{
    reckoning::{Explained, explain},
    urgency::Weighed,
};
use serde_json::json;
use store::{
    deadlines::NewDeadline,
    events::NewEvent,
    reckonings::{CaseReckoned, CaseToReckon, NewUrgency, Told},
    recomputations::{Decision, Found, NewChange},
};

use super::{Asked, Difference, compare::DateDifference, facts, row};
use crate::{Casework, LetterFacts};

/// A date that changes at once.
pub(super) struct Applied {
    pub(super) case: CaseId,
    /// The open date that it takes the place of.
    pub(super) gone: Option<DeadlineId>,
    pub(super) new: Option<NewDeadline>,
    pub(super) change: NewChange,
}

/// The letter that told somebody the dates of a case. What cannot be read may have told anything.
struct Letter {
    id: LetterId,
    facts: Option<LetterFacts>,
}

impl Letter {
    fn of(told: &Told) -> Self {
        Self { id: told.letter, facts: serde_json::from_value(told.data.clone()).ok() }
    }

    fn told_another(&self, date: DeadlineKind, on: Option<NaiveDate>) -> bool {
        match &self.facts {
            Some(facts) => facts.tells(date).is_some_and(|told| told != on),
            None => matches!(date, DeadlineKind::ImplicitRejection | DeadlineKind::AppealLimit),
        }
    }
}

/// Everything to write.
pub(super) struct Plan<'a> {
    casework: &'a Casework,
    asked: Asked,
    now: DateTime<Utc>,
    pub(super) applied: Vec<Applied>,
    pub(super) proposed: Vec<NewChange>,
    pub(super) outdated: Vec<ChangeId>,
    pub(super) reworded: Vec<(CaseId, NewDeadline)>,
    pub(super) cases: Vec<CaseReckoned>,
    pub(super) bands: Vec<NewChange>,
    pub(super) log: Vec<NewEvent>,
    pub(super) found: Found,
}

impl<'a> Plan<'a> {
    pub(super) fn new(casework: &'a Casework, asked: Asked, now: DateTime<Utc>) -> Self {
        Self {
            casework,
            asked,
            now,
            applied: Vec::new(),
            proposed: Vec::new(),
            outdated: Vec::new(),
            reworded: Vec::new(),
            cases: Vec::new(),
            bands: Vec::new(),
            log: Vec::new(),
            found: Found::default(),
        }
    }

    /// Decides what becomes of a case.
    pub(super) fn add(
        &mut self,
        case: &CaseToReckon,
        difference: Difference,
        told: Option<&Told>,
        decisions: &[Decision],
    ) {
        let still: HashSet<DeadlineKind> = difference.dates.iter().map(|d| d.kind).collect();
        let stale = decisions.iter().filter(|d| !d.refused && !still.contains(&d.date)).map(|d| d.id);
        self.outdated.extend(stale);
        let explained = self.explained(case, &difference);
        let applied_before = self.applied.len();
        if let Some(explained) = &explained {
            let told = told.map(Letter::of);
            for date in &difference.dates {
                let decided: Vec<&Decision> = decisions.iter().filter(|d| d.date == date.kind).collect();
                self.date(case.id, *date, explained, told.as_ref(), &decided);
            }
        }
        let dates_changed = self.applied.len() > applied_before;
        let print = explained.as_ref().and_then(Explained::print).filter(|print| Some(*print) != case.clocks_print);
        if let (Some(explained), Some(_)) = (&explained, print) {
            let rows = explained.clocks().into_iter().map(|worded| (case.id, row(worded, self.now)));
            self.reworded.extend(rows);
            self.found.reworded += u32::from(difference.dates.is_empty() && case.clocks_print.is_some());
        }
        self.urgency(case, &difference);
        if difference.urgency.is_some() || print.is_some() || dates_changed {
            let version = self.version();
            let urgency = difference.urgency.map(|urgency| urgency.map(|u| kept(&u, version)));
            self.cases.push(CaseReckoned { case: case.id, urgency, clocks_print: print, dates_changed });
        }
    }

    fn version(&self) -> &str {
        &self.casework.site.catalogue.rule_set().name
    }

    /// The sentences, when something needs them.
    fn explained(&self, case: &CaseToReckon, difference: &Difference) -> Option<Explained> {
        let site = &self.casework.site;
        let needed = case.state.is_open() && (self.asked.worded || !difference.dates.is_empty());
        needed.then(|| explain(&facts(case), &site.catalogue, &site.calendar))
    }

    fn date(
        &mut self,
        case: CaseId,
        date: DateDifference,
        explained: &Explained,
        told: Option<&Letter>,
        decided: &[&Decision],
    ) {
        let before = date.kept.map(|kept| kept.due_on);
        let after = date.now.map(|clock| clock.on);
        let letter = told.filter(|letter| letter.told_another(date.kind, after)).map(|letter| letter.id);
        let mut change = NewChange {
            id: ChangeId::new(self.now),
            recomputation: self.asked.run,
            case,
            date: Some(date.kind),
            before: before.map(iso),
            after: after.map(iso),
            state: ChangeState::Applied,
            letter,
        };
        let waiting = decided.iter().find(|decision| !decision.refused);
        if letter.is_some() {
            // Waiting for a decision already, or refused as it is.
            if decided.iter().any(|decision| decision.after == change.after) {
                return;
            }
            self.outdated.extend(waiting.map(|decision| decision.id));
            change.state = ChangeState::Proposed;
            self.log.push(self.event(&change, "case.date_change_proposed"));
            self.found.dates_proposed += 1;
            self.proposed.push(change);
            return;
        }
        self.outdated.extend(waiting.map(|decision| decision.id));
        let new = explained.clocks().into_iter().find(|worded| worded.clock.kind == date.kind);
        let new = new.filter(|_| after.is_some()).map(|worded| row(worded, self.now));
        self.applied.push(Applied { case, gone: date.kept.map(|kept| kept.id), new, change });
    }

    /// What is told of a change in the log of its case.
    pub(super) fn event(&self, change: &NewChange, kind: &'static str) -> NewEvent {
        let facts = json!({
            "date": change.date, "before": change.before, "after": change.after, "rule_version": self.version(),
            "recomputation": change.recomputation,
        });
        NewEvent::new(change.case, kind, facts)
    }

    fn urgency(&mut self, case: &CaseToReckon, difference: &Difference) {
        self.found.urgency_changed += u32::from(difference.urgency.is_some());
        let Some((before, after)) = difference.bands() else { return };
        self.found.bands_changed += 1;
        self.bands.push(NewChange {
            id: ChangeId::new(self.now),
            recomputation: self.asked.run,
            case: case.id,
            date: None,
            before: Some(before.word().to_owned()),
            after: Some(after.word().to_owned()),
            state: ChangeState::Applied,
            letter: None,
        });
    }
}

fn iso(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// Urgency as it is kept.
pub(crate) fn kept(urgency: &Weighed, version: &str) -> NewUrgency {
    NewUrgency {
        score: i16::try_from(urgency.score).unwrap_or(i16::MAX),
        band: urgency.band as i16,
        place: urgency.rank(),
        reasons: json!(urgency),
        version: version.to_owned(),
    }
}
