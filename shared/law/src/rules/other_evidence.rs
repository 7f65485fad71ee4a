//! The evidence date of what does not come by the post nor at once (domain section 4.2).

use chrono::NaiveDate;
use domain::{Evidence, EvidenceDate, EvidenceKind, Personal};
use formats::french_date;

use super::evidence::{EvidenceFound, explain, improved};
use crate::{Calendar, Catalogue, Parameter, Why, dates::days_after};

/// The evidence date of what is found in a drop box: the last sealed opening before the finding; found at the first opening of a
/// day, the working day before (parameter `drop_box_first_opening_previous_day`).
#[must_use]
pub fn drop_box(
    found_on: NaiveDate,
    opened_before_on: Option<NaiveDate>,
    first_opening: bool,
    catalogue: &Catalogue,
    calendar: &Calendar,
) -> EvidenceFound {
    let previous_day = catalogue.parameters(found_on).switch(Parameter::DropBoxPrevious);
    let (date, how) = match opened_before_on.filter(|opened| *opened <= found_on) {
        Some(opened) => (opened, "dernière ouverture scellée de la boîte, avant la découverte du pli"),
        None if first_opening && previous_day => {
            (calendar.subtract_working_days(found_on, 1), "trouvé à la première ouverture : jour ouvré précédent")
        }
        None => (found_on, "ouverture de la boîte de dépôt"),
    };
    found(found_on, date, EvidenceKind::DropBox, how, Parameter::DropBoxPrevious, catalogue)
}

/// The evidence date of a file handed to a structure, a digital help point or a prison registry: the day it was handed over if the
/// agreement says so (parameter `handed_over_counts`), else the day it was received (AS-12).
#[must_use]
pub fn handed_over(
    handed_on: NaiveDate,
    received_on: NaiveDate,
    agreement_dates: bool,
    catalogue: &Catalogue,
) -> EvidenceFound {
    let counts = catalogue.parameters(received_on).switch(Parameter::HandedOverCounts) && agreement_dates;
    let (date, how) = if counts && handed_on <= received_on {
        (handed_on, "remise à la structure ou au greffe, selon la convention")
    } else {
        (received_on, "réception par le service")
    };
    found(received_on, date, EvidenceKind::HandedOver, how, Parameter::HandedOverCounts, catalogue)
}

/// The evidence date of an envelope that did not come by the post alone: what was recorded when it was opened (drop box, handing over)
/// improves what stands on it. Without a proof on it nothing is presumed of the post, which did not carry it.
#[must_use]
pub fn found_at_opening(
    by_post: EvidenceFound,
    at_opening: &[Evidence],
    received_on: NaiveDate,
    catalogue: &Catalogue,
) -> EvidenceFound {
    if at_opening.is_empty() {
        return by_post;
    }
    let base = if by_post.to_confirm {
        let reception = evidence(received_on, EvidenceKind::Reception, "enregistrement à la réception");
        let read = std::iter::once(by_post.evidence.chosen()).chain(by_post.evidence.alternatives());
        let presumed = |e: &&Evidence| matches!(e.kind, EvidenceKind::PostalPresumption | EvidenceKind::Reception);
        read.filter(|e| !presumed(e)).cloned().fold(EvidenceDate::received(reception), EvidenceDate::beside)
    } else {
        by_post.evidence
    };
    let evidence = at_opening.iter().cloned().fold(base, improved);
    let why = explain(&evidence, received_on, catalogue);
    EvidenceFound { evidence, to_confirm: false, why }
}

/// The evidence date of a request made by telephone and confirmed in writing (parameter `oral_confirmation_days`): the call, if the
/// signed form was sent within the delay; else the form alone. A form never worsens it.
#[must_use]
pub fn oral_request(called_on: NaiveDate, form: &EvidenceDate, catalogue: &Catalogue) -> EvidenceFound {
    let parameters = catalogue.parameters(called_on);
    let days = parameters.number(Parameter::OralConfirmation);
    let limit = days_after(called_on, days);
    let why = catalogue
        .why("EVIDENCE", called_on)
        .resting_on(parameters.basis(Parameter::OralConfirmation))
        .and(format!("Demande faite par téléphone le {}.", french_date::long(called_on)))
        .and(format!("À confirmer par le formulaire signé, envoyé au plus tard le {}.", french_date::long(limit)));
    let call = evidence(called_on, EvidenceKind::Call, "appel noté par un agent");
    if form.date() > limit {
        let why = why
            .and(format!("Formulaire envoyé le {}, après ce délai : il compte seul.", french_date::long(form.date())));
        return EvidenceFound { evidence: form.clone().beside(call), to_confirm: true, why };
    }
    let why =
        why.and(format!("Formulaire envoyé le {} : la date de l'appel est retenue.", french_date::long(form.date())));
    EvidenceFound { evidence: improved(form.clone(), call), to_confirm: true, why }
}

/// The day that counts for timeliness and for the late fee after a blockage (R-69; never for the delay of rejection): the earlier of
/// the evidence date and of the first recorded blockage.
#[must_use]
pub fn diligence_date(evidence: NaiveDate, first_blockage: Option<NaiveDate>) -> NaiveDate {
    first_blockage.map_or(evidence, |blocked| blocked.min(evidence))
}

fn found(
    received_on: NaiveDate,
    date: NaiveDate,
    kind: EvidenceKind,
    how: &str,
    parameter: Parameter,
    catalogue: &Catalogue,
) -> EvidenceFound {
    let reception = evidence(received_on, EvidenceKind::Reception, "enregistrement à la réception");
    let chosen = EvidenceDate::received(reception);
    let chosen = if date < received_on { chosen.with(evidence(date, kind, how)) } else { chosen };
    let why: Why = catalogue
        .why("EVIDENCE", received_on)
        .resting_on(catalogue.parameters(received_on).basis(parameter))
        .and(format!("Pli reçu le {}.", french_date::long(received_on)))
        .and(format!("Date retenue : {}, d'après {how}.", french_date::long(chosen.date())));
    EvidenceFound { evidence: chosen, to_confirm: true, why }
}

fn evidence(date: NaiveDate, kind: EvidenceKind, proof: &str) -> Evidence {
    Evidence { date, kind, proof: Personal(proof.to_owned()) }
}
