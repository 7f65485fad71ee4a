//! How urgent a case is.

use chrono::NaiveDate;
use serde_json::Value;

use super::{DEPARTMENT, Entry, Kind, TODAY, needed, optional};
use crate::{
    Catalogue,
    inspect::{Arguments, InspectError, arguments, object},
    urgency::{Declared, Signal, UrgencyFacts, urgency},
};

pub(super) const ALL: &[Entry] = &[Entry {
    name: "urgency",
    summary: "how urgent a case is, with its reasons",
    inputs: &[
        TODAY,
        needed("evidence", Kind::Date, "evidence date of the request"),
        optional("covered_until", Kind::Date, "last day of the title or provisional document held"),
        optional("rejection_on", Kind::Date, "day silence becomes a rejection"),
        optional("visa_again_on", Kind::Date, "day from which the visa may be asked for again"),
        optional("protected_since", Kind::Date, "day OFPRA or CNDA granted protection"),
        optional("target", Kind::Date, "day the service meant to be done"),
        optional("touched", Kind::Date, "last day somebody worked on it; today by default"),
        optional("declared", Kind::Text, "facts as job_lost, contract_starts@2026-12-01, separated by commas"),
        optional("declared_on", Kind::Date, "day they were declared; today by default"),
        optional("proved", Kind::Text, "proved facts, written alike"),
        DEPARTMENT,
    ],
    outputs: &[
        ("score", "integer"),
        ("band", "string"),
        ("computed_band", "string"),
        ("handle_by", "date_or_null"),
        ("deadline", "date_or_null"),
        ("evidence_date", "date"),
        ("decided_until", "date_or_null"),
        ("reasons", "objects"),
    ],
    run: score,
}];

fn score(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let today = facts.required_date("today")?;
    let since = facts.date("declared_on")?.unwrap_or(today);
    let mut declared = signals(facts.text("declared"), since, false)?;
    declared.extend(signals(facts.text("proved"), since, true)?);
    let known = UrgencyFacts {
        covered_until: facts.date("covered_until")?,
        rejection_on: facts.date("rejection_on")?,
        visa_again_on: facts.date("visa_again_on")?,
        protected_since: facts.date("protected_since")?,
        target: facts.date("target")?,
        touched_on: facts.date("touched")?.unwrap_or(today),
        declared,
        ..UrgencyFacts::bare(today, facts.required_date("evidence")?)
    };
    object(urgency(&known, catalogue, &facts.calendar(catalogue)?))
}

fn signals(text: Option<&str>, since: NaiveDate, proved: bool) -> Result<Vec<Declared>, InspectError> {
    text.into_iter().flat_map(|text| text.split(',')).map(|word| signal(word.trim(), since, proved)).collect()
}

fn signal(word: &str, since: NaiveDate, proved: bool) -> Result<Declared, InspectError> {
    let (name, on) = word.split_once('@').map_or((word, None), |(name, on)| (name, Some(on)));
    let signal = Signal::from_word(name)
        .ok_or_else(|| InspectError::Choice { key: "declared", choices: Signal::WORDS.join(", ") })?;
    let on = on.map(|on| arguments::date("declared", on)).transpose()?;
    Ok(Declared { signal, on, since, proved })
}
