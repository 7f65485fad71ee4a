//! The dates that start with a registration.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{DeadlineId, DeadlineKind};
use law::{AcknowledgementDue, AppealFacts, AppealLimit, Distance, ImplicitRejection, Parameter, Silence, Why};
use store::{cases::CaseRow, deadlines::NewDeadline};

use super::Registration;
use crate::Casework;

/// The clocks of a case.
pub(super) struct Clocks {
    pub(super) silence: ImplicitRejection,
    pub(super) appeal: AppealLimit,
    acknowledgement: AcknowledgementDue,
    channel_basis: Option<(NaiveDate, Why)>,
    received_on: NaiveDate,
}

/// Computes the clocks: silence runs from the first reception by any service (I-15), whatever the evidence date.
pub(super) fn of(casework: &Casework, case: &CaseRow, r: &Registration) -> Clocks {
    let (catalogue, calendar) = (&casework.site.catalogue, &casework.site.calendar);
    let title = r.title_code.as_deref().and_then(|code| catalogue.title(code, case.received_on));
    let facts = Silence {
        received_on: case.received_on,
        title,
        article: r.ground.as_deref().filter(|g| title.is_some_and(|t| t.articles.iter().any(|a| a == g))),
        chosen: None,
        channel_basis_recorded: r.channel_basis.is_some(),
    };
    let silence = law::implicit_rejection(&facts, catalogue);
    let informed = r.channel_basis.is_some();
    let appeal = law::appeal_limit(
        &AppealFacts { starts_on: silence.on, distance: Distance::None, informed },
        catalogue,
        calendar,
    );
    Clocks {
        silence,
        appeal,
        acknowledgement: law::acknowledgement_due(case.received_on, case.first_channel, catalogue, calendar),
        channel_basis: r.channel_basis.is_none().then(|| channel_basis_due(casework, case.received_on)),
        received_on: case.received_on,
    }
}

/// The administration records the basis of the channel itself; the applicant is never asked.
fn channel_basis_due(casework: &Casework, received_on: NaiveDate) -> (NaiveDate, Why) {
    let (catalogue, calendar) = (&casework.site.catalogue, &casework.site.calendar);
    let days = catalogue.parameters(received_on).number(Parameter::ChannelBasis);
    let due = calendar.add_working_days(received_on, days);
    let why = catalogue.why("RL-84", received_on).and(format!(
        "La base légale de la voie de dépôt n'est pas enregistrée : à faire par le service sous {days} jours ouvrés (R-04)."
    ));
    (due, why)
}

impl Clocks {
    /// The earliest date on which something is due.
    pub(super) fn next_due(&self) -> Option<NaiveDate> {
        [Some(self.acknowledgement.due), Some(self.silence.on), self.channel_basis.as_ref().map(|(due, _)| *due)]
            .into_iter()
            .flatten()
            .min()
    }

    /// The rows to store.
    pub(super) fn deadlines(&self, now: DateTime<Utc>) -> Vec<NewDeadline> {
        let row = |kind: DeadlineKind, due_on: NaiveDate, why: &Why| NewDeadline {
            id: DeadlineId::new(now),
            kind,
            due_on,
            computed_from: self.received_on,
            rule: why.rule.clone(),
            rule_version: why.version.clone(),
            source: why.source.clone(),
            because: why.because.clone(),
        };
        let mut rows = vec![
            row(DeadlineKind::AcknowledgementDue, self.acknowledgement.due, &self.acknowledgement.why),
            row(DeadlineKind::ImplicitRejection, self.silence.on, &self.silence.why),
        ];
        if let Some((due, why)) = &self.channel_basis {
            rows.push(row(DeadlineKind::ChannelBasisDue, *due, why));
        }
        if let Some(until) = self.appeal.until {
            let counted = row(DeadlineKind::AppealLimit, until, &self.appeal.why);
            rows.push(NewDeadline { computed_from: self.silence.on, ..counted });
        }
        rows
    }
}
