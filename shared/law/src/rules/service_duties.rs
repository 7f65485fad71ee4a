//! The delays that the service sets itself, and those of the person when it offers a way back.

use chrono::{Datelike, IsoWeek, NaiveDate};
use formats::french_date;
use serde::Serialize;

use super::due::{Due, Unit, counted};
use crate::{Calendar, Catalogue, Parameter, Why};

/// A commitment made to a person without a date ("sera convoqué"): a deadline all the same (I-23).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Commitment {
    /// The last day to keep it.
    pub due: NaiveDate,
    /// The day a supervisor sees it if it was not kept: the next working day.
    pub supervisor_on: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// When a commitment made on a day is to be kept, and when a supervisor sees it if not.
#[must_use]
pub fn commitment(made_on: NaiveDate, catalogue: &Catalogue, calendar: &Calendar) -> Commitment {
    let fact = ("Engagement pris", made_on);
    let Due { due, why } = counted("I-23", fact, (Parameter::Commitment, Unit::Days), "il est tenu", catalogue);
    let supervisor_on = calendar.next_working_day(due);
    let why = why.and(format!("Non tenu, il est signalé au responsable le {}.", french_date::long(supervisor_on)));
    Commitment { due, supervisor_on, why }
}

/// The last day to undo a withdrawal (domain section 4.3).
#[must_use]
pub fn withdrawal_undo(withdrawn_on: NaiveDate, catalogue: &Catalogue) -> Due {
    let fact = ("Demande retirée", withdrawn_on);
    counted("I-05", fact, (Parameter::WithdrawalUndo, Unit::Days), "le retrait peut être annulé", catalogue)
}

/// The first day on which a closure that the person was told of may be confirmed by a second person (I-05).
#[must_use]
pub fn closure_notice(delivered_on: NaiveDate, catalogue: &Catalogue) -> Due {
    let fact = ("Préavis de clôture remis", delivered_on);
    counted("I-05", fact, (Parameter::ClosureNotice, Unit::Days), "la personne peut s'y opposer", catalogue)
}

/// When an appointment for fingerprints and photograph must have been offered.
#[must_use]
pub fn biometrics_offer(received_on: NaiveDate, catalogue: &Catalogue) -> Due {
    let fact = ("Demande reçue", received_on);
    counted("RL-37", fact, (Parameter::BiometricsOffer, Unit::Days), "un rendez-vous est proposé", catalogue)
}

/// When a report of blockage must have its attestation: after it, the attestation is held as due and proposed.
#[must_use]
pub fn blockage_answer(reported_on: NaiveDate, catalogue: &Catalogue, calendar: &Calendar) -> Due {
    in_working_days("R-64", ("Blocage signalé", reported_on), Parameter::BlockageAnswer, catalogue, calendar)
}

/// When it must have been said what became of an arrival that opened no case (I-28).
#[must_use]
pub fn outcome_due(received_on: NaiveDate, catalogue: &Catalogue, calendar: &Calendar) -> Due {
    in_working_days("I-28", ("Arrivée", received_on), Parameter::Outcome, catalogue, calendar)
}

/// When the legal basis of the channel of a case must be recorded.
#[must_use]
pub fn channel_basis_due(received_on: NaiveDate, catalogue: &Catalogue, calendar: &Calendar) -> Due {
    in_working_days("R-04", ("Demande reçue", received_on), Parameter::ChannelBasis, catalogue, calendar)
}

/// Until when nothing may be proposed after a limit: mail may still arrive (AS-07).
#[must_use]
pub fn mail_grace(limit: NaiveDate, catalogue: &Catalogue, calendar: &Calendar) -> Due {
    in_working_days("I-05", ("Limite", limit), Parameter::MailGrace, catalogue, calendar)
}

/// Whether failed attempts to get an appointment are enough for a judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FailedAttempts {
    /// In how many different weeks.
    pub distinct_weeks: usize,
    /// Whether the case law is met.
    pub enough: bool,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// What failed attempts to get an appointment prove (CE, 10 June 2020, no 435594; RL-85): several, not in the same week.
#[must_use]
pub fn failed_attempts(attempts: &[NaiveDate], today: NaiveDate, catalogue: &Catalogue) -> FailedAttempts {
    let mut weeks: Vec<IsoWeek> = attempts.iter().filter(|on| **on <= today).map(Datelike::iso_week).collect();
    weeks.sort_unstable();
    weeks.dedup();
    let needed = usize::try_from(catalogue.parameters(today).number(Parameter::AttemptWeeks)).unwrap_or(usize::MAX);
    let (distinct_weeks, enough) = (weeks.len(), weeks.len() >= needed);
    let why = catalogue
        .why("RL-85", today)
        .and(format!("Essais sans succès au cours de {distinct_weeks} semaine(s) différente(s), {needed} demandées."));
    FailedAttempts { distinct_weeks, enough, why }
}

/// The same day as [`channel_basis_due`], without its reasons.
pub(crate) fn basis_by(received_on: NaiveDate, catalogue: &Catalogue, calendar: &Calendar) -> NaiveDate {
    calendar.add_working_days(received_on, catalogue.parameters(received_on).number(Parameter::ChannelBasis))
}

fn in_working_days(
    rule: &str,
    (fact, from): (&str, NaiveDate),
    parameter: Parameter,
    catalogue: &Catalogue,
    calendar: &Calendar,
) -> Due {
    let days = catalogue.parameters(from).number(parameter);
    let due = calendar.add_working_days(from, days);
    let why = catalogue
        .why(rule, from)
        .resting_on(catalogue.parameters(from).basis(parameter))
        .and(format!("{fact} le {}.", french_date::long(from)))
        .and(format!("Délai de {days} jours ouvrés : le {}.", french_date::long(due)));
    Due { due, why }
}
