//! What the service owes by its own choice, and the dates of what does not come by the post.

use domain::{Evidence, EvidenceDate, EvidenceKind, Legibility, Personal};
use law::{
    Certainty, WindowKind, biometrics_offer, blockage_answer, channel_basis_due, closure_notice, commitment,
    deemed_filed, diligence_date, drop_box,
    evidence::{EvidenceFacts, improved, postal},
    failed_attempts, filing_window, found_at_opening, handed_over, mail_grace, oral_request, outcome_due,
    withdrawal_undo,
};

use crate::{calendar, catalogue, d};

#[test]
fn as_01b_a_commitment_without_a_date_is_due_in_thirty_days_and_seen_by_a_supervisor_after() {
    let promise = commitment(d("2026-12-01"), &catalogue(), &calendar("67"));
    assert_eq!((promise.due, promise.supervisor_on), (d("2026-12-31"), d("2027-01-04")));
}

#[test]
fn as_03_as_07_as_19_the_service_keeps_its_own_delays() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    assert_eq!(biometrics_offer(d("2026-11-20"), &catalogue).due, d("2026-12-20"));
    assert_eq!(mail_grace(d("2026-09-23"), &catalogue, &calendar).due, d("2026-10-07"));
    assert_eq!(withdrawal_undo(d("2026-11-20"), &catalogue).due, d("2026-12-05"));
    assert_eq!(closure_notice(d("2026-11-20"), &catalogue).due, d("2026-12-20"));
    assert_eq!(blockage_answer(d("2026-11-18"), &catalogue, &calendar).due, d("2026-11-20"));
    assert_eq!(channel_basis_due(d("2026-11-20"), &catalogue, &calendar).due, d("2026-11-24"));
}

/// Five working days of the place: Good Friday and 26 December are holidays in Alsace and Moselle only.
#[test]
fn i_28_what_opened_no_case_has_its_outcome_within_five_working_days_of_the_place() {
    let catalogue = catalogue();
    for (received, alsace, paris) in [
        ("2026-11-16", "2026-11-23", "2026-11-23"),
        ("2026-11-21", "2026-11-27", "2026-11-27"),
        ("2027-03-22", "2027-03-31", "2027-03-30"),
        ("2028-12-19", "2028-12-28", "2028-12-27"),
    ] {
        let due = |department| outcome_due(d(received), &catalogue, &calendar(department)).due;
        assert_eq!((due("67"), due("75")), (d(alsace), d(paris)), "{received}");
    }
}

/// CE, 10 June 2020, no 435594: several attempts, not in the same week.
#[test]
fn attempts_of_one_week_are_not_enough_for_a_judge() {
    let week = [d("2026-11-16"), d("2026-11-17"), d("2026-11-20")];
    assert!(!failed_attempts(&week, d("2026-11-20"), &catalogue()).enough);
    let weeks = [d("2026-11-09"), d("2026-11-17"), d("2027-01-01")];
    let found = failed_attempts(&weeks, d("2026-11-20"), &catalogue());
    assert_eq!((found.distinct_weeks, found.enough), (2, true), "an attempt to come does not count");
}

#[test]
fn what_is_found_in_a_box_is_of_the_last_opening_before() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    for (found, before, first, date) in [
        ("2026-11-23", None, true, "2026-11-20"),
        ("2026-11-23", Some("2026-11-21"), true, "2026-11-21"),
        ("2026-11-23", None, false, "2026-11-23"),
        ("2026-11-23", Some("2026-11-24"), false, "2026-11-23"),
    ] {
        let result = drop_box(d(found), before.map(d), first, &catalogue, &calendar);
        assert_eq!(result.evidence.date(), d(date), "{before:?} {first}");
        assert!(result.why.certainty == Certainty::Memory && result.to_confirm);
    }
}

#[test]
fn what_was_recorded_at_the_opening_improves_what_stands_on_the_envelope_and_nothing_is_presumed_of_the_post() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    let received = d("2026-11-18");
    let opened =
        |date: &str| Evidence { date: d(date), kind: EvidenceKind::DropBox, proof: Personal("boîte".to_owned()) };
    let legible = |date: &str| Some((d(date), Legibility::Yes));
    for (postmark, letter, opening, date) in [
        (None, None, Some("2026-11-16"), "2026-11-16"),
        // Four working days before the reception are presumed of the post only.
        (None, None, Some("2026-11-18"), "2026-11-18"),
        (None, None, None, "2026-11-12"),
        // A date that the applicant wrote proves nothing beside a sealed box.
        (None, Some("2026-11-10"), Some("2026-11-16"), "2026-11-16"),
        (legible("2026-11-13"), None, Some("2026-11-16"), "2026-11-13"),
        (legible("2026-11-17"), None, Some("2026-11-16"), "2026-11-16"),
    ] {
        let facts = EvidenceFacts { postmark, letter_date: letter.map(d), ..EvidenceFacts::received(received) };
        let by_post = postal(&facts, &catalogue, &calendar);
        let at_opening: Vec<Evidence> = opening.map(opened).into_iter().collect();
        let found = found_at_opening(by_post, &at_opening, received, &catalogue);
        assert_eq!(found.evidence.date(), d(date), "{postmark:?} {letter:?} {opening:?}");
        assert!(found.evidence.date() <= received);
    }
}

#[test]
fn as_12_what_is_handed_to_the_registry_of_a_prison_counts_on_that_day() {
    let found = |agreement| handed_over(d("2026-11-10"), d("2026-11-24"), agreement, &catalogue()).evidence.date();
    assert_eq!((found(true), found(false)), (d("2026-11-10"), d("2026-11-24")));
}

#[test]
fn as_13_a_call_confirmed_within_thirty_days_dates_the_request() {
    let form = |sent: &str, received: &str| {
        let evidence = |date, kind| Evidence { date, kind, proof: Personal("pli".to_owned()) };
        let reception = EvidenceDate::received(evidence(d(received), EvidenceKind::Reception));
        improved(reception, evidence(d(sent), EvidenceKind::Postmark))
    };
    let dated = |sent, received| oral_request(d("2026-11-20"), &form(sent, received), &catalogue()).evidence;
    assert_eq!(dated("2026-11-27", "2026-12-01").date(), d("2026-11-20"));
    assert_eq!(dated("2026-12-20", "2026-12-22").date(), d("2026-11-20"), "the last day");
    let late = dated("2026-12-21", "2026-12-22");
    assert_eq!(late.date(), d("2026-12-21"), "the form alone");
    assert!(late.alternatives().iter().any(|kept| kept.kind == EvidenceKind::Call), "the call is kept");
}

#[test]
fn as_10_a_wrong_orientation_keeps_the_first_day() {
    assert_eq!(diligence_date(d("2026-11-20"), Some(d("2026-11-05"))), d("2026-11-05"));
    assert_eq!(diligence_date(d("2026-11-20"), Some(d("2026-11-25"))), d("2026-11-20"));
    assert_eq!(diligence_date(d("2026-11-20"), None), d("2026-11-20"));
}

///
#[test]
fn a_file_sent_before_its_window_is_kept_and_deemed_filed_on_the_opening_day() {
    let catalogue = catalogue();
    let window = filing_window(d("2027-01-20"), WindowKind::Listed, &catalogue, &calendar("67"));
    let early = deemed_filed(d("2026-09-17"), &window, &catalogue);
    assert_eq!((early.on, early.sent_on, early.too_early), (d("2026-09-22"), d("2026-09-17"), true));
    assert!(early.why.certainty.needs_signature());
    let late = deemed_filed(d("2026-11-24"), &window, &catalogue);
    assert_eq!((late.on, late.too_early), (d("2026-11-24"), false));
}
