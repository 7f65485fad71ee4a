//! The evidence date: when the applicant is held to have acted (CRPA L. 112-1, L. 112-13; domain sections 2.5 and 4.2).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Evidence, EvidenceDate, EvidenceKind, Legibility, Personal};
use formats::french_date;
use serde::Serialize;

use crate::{Calendar, Catalogue, Parameter, Why, dates::days_before};

/// What an envelope and its letter show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceFacts {
    /// Date of the postmark and how well it can be read.
    pub postmark: Option<(NaiveDate, Legibility)>,
    /// Date of a franking machine.
    pub franking: Option<NaiveDate>,
    /// Date of the proof of deposit of a registered letter.
    pub registered_deposit: Option<NaiveDate>,
    /// Date of the tracking event "pris en charge".
    pub tracking: Option<NaiveDate>,
    /// Date written on the letter.
    pub letter_date: Option<NaiveDate>,
    /// Local date of reception.
    pub received_on: NaiveDate,
}

impl EvidenceFacts {
    /// An envelope of which nothing is known but its reception.
    #[must_use]
    pub const fn received(received_on: NaiveDate) -> Self {
        Self {
            postmark: None,
            franking: None,
            registered_deposit: None,
            tracking: None,
            letter_date: None,
            received_on,
        }
    }
}

/// The evidence date found, to be confirmed by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceFound {
    /// The date that counts and the evidences kept beside it.
    pub evidence: EvidenceDate,
    /// Whether it rests on a presumption or a doubtful reading that an officer must confirm.
    pub to_confirm: bool,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The evidence date of a letter (CRPA L. 112-1; RL-01).
///
/// The proofs that do not come from the applicant count first: legible postmark, franking, proof of deposit, tracking; the
/// earliest of them is used, the others are kept. Without any: the partly legible postmark, else the date of the letter,
/// if plausible, else the reception less the postal presumption. Never later than the reception; a date after it is a
/// misreading, kept beside and never used.
#[must_use]
pub fn postal(facts: &EvidenceFacts, catalogue: &Catalogue, calendar: &Calendar) -> EvidenceFound {
    let reception = evidence(facts.received_on, EvidenceKind::Reception, "enregistrement à la réception");
    let (proofs, estimates, unusable) = sorted(facts, catalogue, calendar);
    let found = EvidenceDate::received(reception);
    let (found, to_confirm) = if proofs.is_empty() {
        let mut estimates = estimates.into_iter();
        let found = estimates.next().map_or_else(|| found.clone(), |first| found.clone().with(first));
        (estimates.fold(found, EvidenceDate::beside), true)
    } else {
        let found = proofs.into_iter().fold(found, EvidenceDate::with);
        (
            estimates
                .into_iter()
                .filter(|e| e.kind != EvidenceKind::PostalPresumption)
                .fold(found, EvidenceDate::beside),
            false,
        )
    };
    let found = unusable.into_iter().fold(found, EvidenceDate::beside);
    let why = explain(&found, facts.received_on, catalogue);
    EvidenceFound { evidence: found, to_confirm, why }
}

/// Whether a day lies so long before the reception (parameter `letter_date_plausible_days`) that it was perhaps mistyped, its year above
/// all.
#[must_use]
pub fn long_before(date: NaiveDate, received_on: NaiveDate, catalogue: &Catalogue) -> bool {
    date < days_before(received_on, catalogue.parameters(received_on).number(Parameter::LetterDatePlausible))
}

/// Whether the proof that counts was perhaps misread, so long is it before the reception. It counts all the same; a person looks again.
#[must_use]
pub fn far_back(found: &EvidenceDate, received_on: NaiveDate, catalogue: &Catalogue) -> bool {
    let read = match found.chosen().kind {
        EvidenceKind::Postmark
        | EvidenceKind::Franking
        | EvidenceKind::RegisteredDeposit
        | EvidenceKind::TrackingAccepted => true,
        EvidenceKind::LetterDate
        | EvidenceKind::PostalPresumption
        | EvidenceKind::Reception
        | EvidenceKind::ServerReception
        | EvidenceKind::CounterReceipt
        | EvidenceKind::Call
        | EvidenceKind::DropBox
        | EvidenceKind::HandedOver
        | EvidenceKind::OnlineAttestation => false,
    };
    read && long_before(found.date(), received_on, catalogue)
}

/// Adds a later evidence to a date already found (RL-01): it may only improve the applicant's position (I-03). An evidence
/// dated after the reception is kept and changes nothing.
#[must_use]
pub fn improved(current: EvidenceDate, later: Evidence) -> EvidenceDate {
    if later.date < current.date() { current.with(later) } else { current.beside(later) }
}

/// The same letter looked at again with more facts: the better of the two dates, with every evidence of both (I-03).
#[must_use]
pub fn postal_again(
    current: EvidenceDate,
    facts: &EvidenceFacts,
    catalogue: &Catalogue,
    calendar: &Calendar,
) -> EvidenceFound {
    let EvidenceFound { evidence: again, to_confirm, .. } = postal(facts, catalogue, calendar);
    let chosen = again.chosen().clone();
    let merged = again.alternatives().iter().cloned().fold(improved(current, chosen), EvidenceDate::beside);
    let why = explain(&merged, facts.received_on, catalogue);
    EvidenceFound { evidence: merged, to_confirm, why }
}

/// Why an evidence of this kind may date a request, with the rows that lets it: for a date that was found earlier.
#[must_use]
pub fn resting(kind: EvidenceKind, received_on: NaiveDate, catalogue: &Catalogue) -> Why {
    let parameters = catalogue.parameters(received_on);
    let (rule, figure) = match kind {
        EvidenceKind::Postmark
        | EvidenceKind::Franking
        | EvidenceKind::RegisteredDeposit
        | EvidenceKind::TrackingAccepted
        | EvidenceKind::LetterDate
        | EvidenceKind::Reception => ("RL-01", None),
        EvidenceKind::PostalPresumption => ("RL-01", Some(Parameter::PostalPresumption)),
        EvidenceKind::ServerReception | EvidenceKind::CounterReceipt | EvidenceKind::OnlineAttestation => {
            ("RL-02", None)
        }
        EvidenceKind::Call => ("EVIDENCE", Some(Parameter::OralConfirmation)),
        EvidenceKind::DropBox => ("EVIDENCE", Some(Parameter::DropBoxPrevious)),
        EvidenceKind::HandedOver => ("EVIDENCE", Some(Parameter::HandedOverCounts)),
    };
    let why = catalogue.why(rule, received_on);
    figure.into_iter().fold(why, |why, figure| why.resting_on(parameters.basis(figure)))
}

/// The evidence date of what is received at once: e-mail at the site's own server, receipt of a counter, call (CRPA
/// L. 112-13, RL-02): the local date of that instant, even in the night of a Sunday.
#[must_use]
pub fn at_once(kind: EvidenceKind, at: DateTime<Utc>, catalogue: &Catalogue, calendar: &Calendar) -> EvidenceFound {
    let on = at.with_timezone(&calendar.zone()).date_naive();
    let found = EvidenceDate::received(evidence(on, kind, in_french(kind)));
    let why = catalogue.why("RL-02", on).and(format!("{} : {}.", capitalised(in_french(kind)), french_date::long(on)));
    EvidenceFound { evidence: found, to_confirm: false, why }
}

type Sorted = (Vec<Evidence>, Vec<Evidence>, Vec<Evidence>);

/// The usable proofs, the usable estimates from the strongest to the weakest, and what cannot be used.
fn sorted(facts: &EvidenceFacts, catalogue: &Catalogue, calendar: &Calendar) -> Sorted {
    let parameters = catalogue.parameters(facts.received_on);
    let oldest = days_before(facts.received_on, parameters.number(Parameter::LetterDatePlausible));
    let presumed = calendar.subtract_working_days(facts.received_on, parameters.number(Parameter::PostalPresumption));
    let legible = |wanted: Legibility| facts.postmark.filter(|(_, read)| *read == wanted).map(|(date, _)| date);
    let given = |date: Option<NaiveDate>, kind: EvidenceKind, proof: &str| date.map(|date| evidence(date, kind, proof));
    let proofs = [
        given(legible(Legibility::Yes), EvidenceKind::Postmark, "cachet lisible sur l'enveloppe"),
        given(facts.franking, EvidenceKind::Franking, "machine à affranchir, sur l'enveloppe"),
        given(facts.registered_deposit, EvidenceKind::RegisteredDeposit, "preuve de dépôt du recommandé"),
        given(facts.tracking, EvidenceKind::TrackingAccepted, "suivi postal, « pris en charge »"),
    ];
    let estimates = [
        given(legible(Legibility::Partly), EvidenceKind::Postmark, "cachet en partie lisible sur l'enveloppe"),
        given(facts.letter_date, EvidenceKind::LetterDate, "date écrite sur la lettre"),
        given(Some(presumed), EvidenceKind::PostalPresumption, "réception moins le délai d'acheminement présumé"),
    ];
    let illegible = given(legible(Legibility::No), EvidenceKind::Postmark, "cachet illisible sur l'enveloppe");
    let received = facts.received_on;
    let (proofs, misread): (Vec<_>, Vec<_>) = proofs.into_iter().flatten().partition(|e| e.date <= received);
    let (estimates, implausible): (Vec<_>, Vec<_>) =
        estimates.into_iter().flatten().partition(|e| e.date <= received && (e.date >= oldest || e.date == presumed));
    (proofs, estimates, misread.into_iter().chain(implausible).chain(illegible).collect())
}

pub(super) fn explain(found: &EvidenceDate, received_on: NaiveDate, catalogue: &Catalogue) -> Why {
    let mut why = catalogue.why("RL-01", received_on).and(format!("Pli reçu le {}.", french_date::long(received_on)));
    let chosen = found.chosen();
    if matches!(chosen.kind, EvidenceKind::PostalPresumption) {
        why = why.resting_on(catalogue.parameters(received_on).basis(Parameter::PostalPresumption));
    }
    why = why.and(format!("Date retenue : {}, d'après {}.", french_date::long(chosen.date), *chosen.proof));
    for other in found.alternatives() {
        why = why.and(format!("Autre date conservée : {}, d'après {}.", french_date::long(other.date), *other.proof));
    }
    why
}

fn evidence(date: NaiveDate, kind: EvidenceKind, proof: &str) -> Evidence {
    Evidence { date, kind, proof: Personal(proof.to_owned()) }
}

const fn in_french(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Postmark => "cachet de la poste",
        EvidenceKind::Franking => "machine à affranchir",
        EvidenceKind::RegisteredDeposit => "dépôt du recommandé",
        EvidenceKind::TrackingAccepted => "prise en charge par la poste",
        EvidenceKind::LetterDate => "date écrite sur la lettre",
        EvidenceKind::PostalPresumption => "acheminement présumé",
        EvidenceKind::Reception => "réception",
        EvidenceKind::ServerReception => "réception par le serveur de messagerie",
        EvidenceKind::CounterReceipt => "reçu du guichet",
        EvidenceKind::Call => "appel téléphonique",
        EvidenceKind::DropBox => "boîte de dépôt",
        EvidenceKind::HandedOver => "remise à une structure",
        EvidenceKind::OnlineAttestation => "attestation du service en ligne",
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
