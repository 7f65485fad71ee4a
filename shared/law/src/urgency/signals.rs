use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Declared, Signal, UrgencyFacts};
use crate::{Catalogue, Parameter, SignalRow};

/// One reason of a score.
#[expect(clippy::struct_excessive_bools, reason = "independent marks of one reason, each shown as a word")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The fact.
    pub signal: Signal,
    /// Points it gives.
    pub points: u32,
    /// The day it rests on: the deadline, or the day it was declared.
    pub on: NaiveDate,
    /// Whether that day is a deadline to come.
    pub deadline: bool,
    /// Whether it is declared only.
    pub declared_only: bool,
    /// Whether its points are halved because a declaration had no proof for a time.
    pub halved: bool,
    /// Whether it makes the case a matter of the same working day by itself.
    pub first_band: bool,
    /// The words, in French.
    pub label: String,
}

/// The reasons of a case, one for each fact, in the order of the facts.
pub(super) fn reasons(facts: &UrgencyFacts, catalogue: &Catalogue) -> Vec<Reason> {
    let mut best: BTreeMap<Signal, Reason> = BTreeMap::new();
    let found = dated(facts, catalogue)
        .into_iter()
        .chain(facts.declared.iter().filter_map(|fact| declared(fact, facts, catalogue)));
    for reason in found {
        let known = best.get(&reason.signal);
        if known.is_none_or(|known| (known.points, known.first_band) < (reason.points, reason.first_band)) {
            best.insert(reason.signal, reason);
        }
    }
    best.into_values().collect()
}

/// What the dates of the case say by themselves.
fn dated(facts: &UrgencyFacts, catalogue: &Catalogue) -> Vec<Reason> {
    let soon = |signal, on: Option<NaiveDate>| {
        on.and_then(|on| row_within(signal, on, facts.today, catalogue).map(|row| (row, on)))
    };
    let any = |signal, on: Option<NaiveDate>| {
        on.and_then(|on| catalogue.signal_rows(signal, facts.today).next().map(|row| (row, on)))
    };
    let expired = facts.covered_until.filter(|_| !facts.is_covered());
    let unprotected = facts.protected_since.filter(|_| !facts.is_covered());
    let found = [
        any(Signal::ExpiredWithoutDocument, expired),
        soon(Signal::ExpiresSoon, facts.covered_until),
        soon(Signal::ImplicitRejection, facts.rejection_on),
        soon(Signal::VisaAgain, facts.visa_again_on),
        any(Signal::ProtectedWithoutDocument, unprotected),
    ];
    let mut reasons: Vec<Reason> = found.into_iter().flatten().map(|(row, on)| reason(row, row.points, on)).collect();
    reasons.extend(waiting(facts, catalogue));
    reasons
}

/// The closest row that holds for a day to come.
fn row_within(signal: Signal, on: NaiveDate, today: NaiveDate, catalogue: &Catalogue) -> Option<&SignalRow> {
    let days = on.signed_duration_since(today).num_days();
    let holds = |row: &&SignalRow| row.within_days.is_some_and(|within| (0..=i64::from(within)).contains(&days));
    catalogue.signal_rows(signal, today).filter(holds).min_by_key(|row| row.within_days)
}

/// Points for each full week beyond the target.
fn waiting(facts: &UrgencyFacts, catalogue: &Catalogue) -> Option<Reason> {
    let target = facts.target?;
    let row = catalogue.signal_rows(Signal::Waiting, facts.today).next()?;
    let weeks = u32::try_from(facts.today.signed_duration_since(target).num_days() / 7).unwrap_or(0);
    let points = weeks.saturating_mul(row.weekly.unwrap_or(0)).min(row.points);
    (points > 0).then(|| reason(row, points, target))
}

/// A declared or proved fact. One that is about a day counts only near that day; a declaration without proof counts for half after a
/// time, never for nothing.
fn declared(fact: &Declared, facts: &UrgencyFacts, catalogue: &Catalogue) -> Option<Reason> {
    let mut rows = catalogue.signal_rows(fact.signal, facts.today);
    let row = match fact.on {
        Some(on) => {
            row_within(fact.signal, on, facts.today, catalogue).or_else(|| rows.find(|row| row.within_days.is_none()))
        }
        None => rows.find(|row| row.within_days.is_none()),
    }?;
    let parameters = catalogue.parameters(facts.today);
    let age = facts.today.signed_duration_since(fact.since).num_days();
    let halved = !fact.proved && age > i64::from(parameters.number(Parameter::DeclaredHalved));
    let points = if halved { row.points.div_ceil(2) } else { row.points };
    let found = reason(row, points, fact.on.unwrap_or(fact.since));
    let deadline = fact.on.is_some_and(|on| on >= facts.today);
    Some(Reason { deadline, declared_only: !fact.proved, halved, ..found })
}

fn reason(row: &SignalRow, points: u32, on: NaiveDate) -> Reason {
    Reason {
        signal: row.signal,
        points,
        on,
        deadline: row.within_days.is_some(),
        declared_only: false,
        halved: false,
        first_band: row.first_band,
        label: row.label.clone(),
    }
}
