//! Delays that a text states, each with its article.

use chrono::NaiveDate;
use law::{
    Catalogue, Due, commission_dates, eu_card_due, eu_renewal_window, eu_request_limit, file_access_due,
    first_request_limit, majority, move_declaration, nationality_loss_limit, ofii_certificate_due, ofii_opinion_due,
    protection_card_due, reflection_period, reunification_dates, visa_again_unless,
};

use crate::{catalogue, d};

type Rule = fn(NaiveDate, &Catalogue) -> Due;

/// A rule, its row, its article, the day it counts from, the last day.
const COUNTED: &[(Rule, &str, &str, &str, &str)] = &[
    (first_request_limit, "RL-33", "R. 431-4", "2026-09-30", "2026-11-30"),
    (first_request_limit, "RL-33", "R. 431-4", "2026-12-31", "2027-02-28"),
    (nationality_loss_limit, "RL-35", "R. 431-5", "2026-11-20", "2027-01-20"),
    (move_declaration, "RL-42", "R. 431-23", "2026-11-30", "2027-02-28"),
    (ofii_certificate_due, "RL-47", "R. 425-12", "2026-11-23", "2026-12-23"),
    (ofii_opinion_due, "RL-47", "R. 425-13", "2026-12-01", "2027-03-01"),
    (eu_request_limit, "RL-51", "R. 233-15", "2026-11-20", "2027-02-20"),
    (eu_card_due, "RL-51", "R. 233-17", "2026-08-31", "2027-02-28"),
    (file_access_due, "RL-21", "R. 311-13", "2026-11-20", "2026-12-20"),
];

#[test]
fn a_delay_of_a_text_counts_from_day_of_month_to_day_of_month() {
    for (rule, id, article, from, due) in COUNTED {
        let result = rule(d(from), &catalogue());
        assert_eq!((result.due, result.why.rule.as_str()), (d(due), *id), "{id} {from}");
        assert!(result.why.source.contains(article), "{id}: {}", result.why.source);
        assert!(!result.why.because.is_empty() && result.why.version == "2026-04-03");
    }
}

/// CESEDA R. 424-1, R. 424-7: not for the family that joins.
#[test]
fn the_card_of_a_protected_person_is_due_three_months_after_the_decision() {
    let due = |family| protection_card_due(d("2026-08-31"), family, &catalogue()).map(|due| due.due);
    assert_eq!((due(false), due(true)), (Some(d("2026-11-30")), None));
}

/// CESEDA R. 425-2: thirty days from the handing over of the récépissé.
#[test]
fn a_victim_of_trafficking_has_thirty_days_to_reflect() {
    let period = reflection_period(d("2026-11-20"), &catalogue());
    assert_eq!((period.from, period.to), (d("2026-11-20"), d("2026-12-19")));
}

/// CESEDA R. 233-15, last paragraph.
#[test]
fn the_card_of_a_european_family_is_renewed_in_the_two_months_before_its_end() {
    let window = eu_renewal_window(d("2027-01-20"), &catalogue());
    assert_eq!((window.from, window.to), (d("2026-11-20"), d("2027-01-20")));
}

/// CESEDA L. 432-15, R. 432-8.
#[test]
fn the_commission_meets_within_three_months_and_summons_fifteen_days_before() {
    let dates = commission_dates(d("2026-11-20"), Some(d("2027-01-15")), &catalogue());
    assert_eq!((dates.meets_by, dates.opinion_deemed_on), (d("2027-02-20"), d("2027-02-20")));
    assert_eq!(dates.summoned_by, Some(d("2026-12-31")));
    let late = commission_dates(d("2026-11-20"), Some(d("2027-02-21")), &catalogue());
    assert!(late.why.because.iter().any(|sentence| sentence.contains("trop tardive")));
}

/// CESEDA R. 434-12, R. 434-23, R. 434-26; AS-26.
#[test]
fn a_family_reunification_is_rejected_by_six_months_of_silence_from_the_attestation_of_the_ofii() {
    let dates = reunification_dates(Some(d("2026-11-24")), Some(d("2026-12-01")), d("2026-11-24"), &catalogue());
    assert_eq!((dates.rejection_on, dates.mayor_on), (Some(d("2027-05-24")), Some(d("2027-02-01"))));
    let early = reunification_dates(None, None, d("2026-11-24"), &catalogue());
    assert_eq!((early.rejection_on, early.mayor_on), (None, None));
}

/// CESEDA R. 431-5, 2° and 3°; R-53; AS-09.
#[test]
fn as_09_the_guardian_of_a_protected_minor_is_reminded_six_months_before_majority() {
    let dates = majority(d("2009-02-10"), Some("L. 424-1"), &catalogue());
    assert_eq!(
        (dates.reminder_on, dates.majority_on, dates.limit),
        (d("2026-08-10"), d("2027-02-10"), d("2028-02-09"))
    );
    assert_eq!(majority(d("2009-02-10"), None, &catalogue()).limit, d("2027-04-10"));
}

/// CESEDA R. 431-8; AS-08.
#[test]
fn any_request_before_six_months_stops_the_return_of_the_visa() {
    let on = |requested, resident| visa_again_unless(d("2026-12-31"), requested, resident, &catalogue()).on;
    assert_eq!(on(None, false), Some(d("2027-06-30")));
    assert_eq!(on(Some(d("2027-06-29")), false), None);
    assert_eq!(on(Some(d("2027-06-30")), false), Some(d("2027-06-30")));
    assert_eq!(on(None, true), None, "long-term resident of the EU");
}
