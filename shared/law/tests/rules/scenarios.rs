//! The date parts of the acceptance scenarios that rest on these rules.

use chrono::{TimeZone, Utc};
use domain::{ChannelKind, EvidenceKind, Legibility};
use law::{
    Delivery, Silence, Timeliness, WindowKind, acknowledgement_due, age_limit, complement_limit,
    documents::{DocumentCase, DocumentKind, Held, HeldKind, RequestNature, provisional_document},
    evidence::{self, EvidenceFacts},
    expired_card, extended_limit, filing_window, implicit_rejection, visa_again,
};

use crate::{calendar, catalogue, d};

fn postmarked(on: &str, received: &str) -> EvidenceFacts {
    EvidenceFacts { postmark: Some((d(on), Legibility::Yes)), ..EvidenceFacts::received(d(received)) }
}

#[test]
fn as_01a_a_file_posted_in_the_window_and_received_after_is_in_time() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    let found = evidence::postal(&postmarked("2026-11-12", "2026-11-16"), &catalogue, &calendar);
    assert_eq!((found.evidence.date(), found.to_confirm), (d("2026-11-12"), false));
    let title = catalogue.title("T01", d("2026-11-16")).expect("T01");
    assert_eq!(title.on_list(None, d("2027-01-20")), None, "partly listed: a person says which student");
    let window = filing_window(d("2027-01-20"), WindowKind::Listed, &catalogue, &calendar);
    assert_eq!((window.open, window.close), (d("2026-09-22"), d("2026-11-21")));
    assert_eq!(window.timeliness(found.evidence.date()), Timeliness::InTime);
    let due = acknowledgement_due(d("2026-11-16"), ChannelKind::Post, &catalogue, &calendar).due;
    assert_eq!(due, d("2026-11-18"));
    let facts = Silence {
        received_on: d("2026-11-16"),
        title: Some(title),
        article: None,
        chosen: None,
        channel_basis_recorded: true,
    };
    assert_eq!(implicit_rejection(&facts, &catalogue).on, d("2027-02-14"));
}

#[test]
fn as_01c_more_time_for_a_piece_goes_to_the_next_working_day() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    let first = complement_limit(Delivery::RegisteredPresented(d("2027-06-01")), &catalogue, &calendar);
    assert_eq!(first.limit, d("2027-07-01"));
    assert_eq!(extended_limit(first.limit, &catalogue, &calendar).limit, d("2027-08-02"));
}

#[test]
fn as_02_a_four_year_card_keeps_its_rights_three_months() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    let window = filing_window(d("2027-03-15"), WindowKind::Listed, &catalogue, &calendar);
    assert_eq!((window.open, window.close), (d("2026-11-15"), d("2027-01-14")));
    let cover = expired_card(d("2027-03-15"), &catalogue);
    assert_eq!((cover.from, cover.to), (d("2027-03-16"), d("2027-06-15")));
}

#[test]
fn as_07_a_registered_letter_counts_on_the_day_of_its_deposit() {
    let facts = EvidenceFacts { registered_deposit: Some(d("2026-09-21")), ..EvidenceFacts::received(d("2026-09-22")) };
    let found = evidence::postal(&facts, &catalogue(), &calendar("67"));
    assert_eq!(
        (found.evidence.date(), found.evidence.chosen().kind),
        (d("2026-09-21"), EvidenceKind::RegisteredDeposit)
    );
}

#[test]
fn as_08_and_as_09_limits_counted_in_months_and_years() {
    let catalogue = catalogue();
    assert_eq!(visa_again(d("2026-12-31"), &catalogue).from, d("2027-06-30"));
    assert_eq!(age_limit(d("2009-02-10"), Some("L. 424-1"), &catalogue).limit, d("2028-02-09"));
    assert_eq!(age_limit(d("2009-02-10"), Some("L. 423-13"), &catalogue).limit, d("2027-04-10"));
    assert_eq!(age_limit(d("2008-02-29"), Some("L. 423-22"), &catalogue).limit, d("2027-02-28"));
}

#[test]
fn as_11_a_renewal_posted_on_tuesday_is_late_by_three_days_and_by_one_after_the_tolerance() {
    let window = filing_window(d("2027-01-20"), WindowKind::Listed, &catalogue(), &calendar("67"));
    assert_eq!(window.tolerated_to, d("2026-11-23"));
    assert_eq!(window.timeliness(d("2026-11-23")), Timeliness::Tolerated);
    assert_eq!(window.timeliness(d("2026-11-24")), Timeliness::Late { after_close: 3, after_tolerance: 1 });
}

#[test]
fn as_13_an_old_lady_by_phone_then_by_post_keeps_her_rights() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    let window = filing_window(d("2027-02-28"), WindowKind::Listed, &catalogue, &calendar);
    assert_eq!((window.open, window.close), (d("2026-10-31"), d("2026-12-30")));
    let called = Utc.with_ymd_and_hms(2026, 11, 20, 9, 0, 0).single().expect("instant");
    let call = evidence::at_once(EvidenceKind::Call, called, &catalogue, &calendar);
    assert_eq!(call.evidence.date(), d("2026-11-20"));
    let form = evidence::postal(&postmarked("2026-11-27", "2026-12-01"), &catalogue, &calendar);
    let kept = evidence::improved(call.evidence, form.evidence.chosen().clone());
    assert_eq!(kept.date(), d("2026-11-20"), "the signed form confirms the call");
    assert_eq!(window.timeliness(kept.date()), Timeliness::InTime);
    assert_eq!(expired_card(d("2027-02-28"), &catalogue).to, d("2027-05-28"));
}

#[test]
fn as_27_a_ten_year_card_filed_two_days_before_its_end_is_covered() {
    let cover = expired_card(d("2026-12-02"), &catalogue());
    assert_eq!((cover.from, cover.to), (d("2026-12-03"), d("2027-03-02")));
}

#[test]
fn as_28_an_email_of_a_sunday_night_is_dated_that_day_and_acknowledged_in_ten_working_days() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    let instant = Utc.with_ymd_and_hms(2026, 11, 22, 22, 50, 0).single().expect("instant");
    let found = evidence::at_once(EvidenceKind::ServerReception, instant, &catalogue, &calendar);
    assert_eq!(found.evidence.date(), d("2026-11-22"));
    let due = acknowledgement_due(d("2026-11-22"), ChannelKind::Email, &catalogue, &calendar);
    assert_eq!((due.due, due.working_days), (d("2026-12-04"), 10));
    assert_eq!(law::electronic_receipt_due(d("2026-11-22"), &catalogue, &calendar).due, d("2026-11-23"));
}

/// R-10, I-06: a title expired for eleven months does not prevent anything; only the visa may be asked for again.
#[test]
fn as_01d_a_title_expired_for_eleven_months_is_accepted() {
    let visa = law::visa_again_unless(d("2027-01-20"), Some(d("2027-12-20")), false, &catalogue());
    assert_eq!(visa.on, Some(d("2027-07-20")));
    let case = DocumentCase {
        complete: true,
        in_time: false,
        held: Some(Held { kind: HeldKind::Card, expiry: d("2027-01-20"), article: None }),
        ..DocumentCase::offline(d("2027-12-20"), Some("L. 422-1"), RequestNature::Renewal)
    };
    let choice = provisional_document(&case, &catalogue(), &calendar("67"));
    assert_eq!((choice.document.kind, choice.document.from), (DocumentKind::Recepisse, d("2027-12-20")));
    assert_eq!(choice.gap, Some((d("2027-01-21"), d("2027-12-19"))), "told to the officer");
}

/// Pregnant, cover stopped by a letter with a date, a wrong mention of ours: the same working day.
#[test]
fn as_06_a_letter_with_forty_five_days_and_a_wrong_mention_is_a_matter_of_the_day() {
    use law::urgency::{Band, Declared, Signal, UrgencyFacts, urgency};
    let today = d("2026-11-20");
    let limit = law::dates::days_after(today, 45);
    assert_eq!(limit, d("2027-01-04"));
    let declared = |signal, on| Declared { signal, on, since: today, proved: false };
    let facts = UrgencyFacts {
        declared: vec![
            declared(Signal::Health, None),
            declared(Signal::BenefitsStopped, Some(limit)),
            declared(Signal::AdministrationFault, None),
        ],
        ..UrgencyFacts::bare(today, d("2026-09-01"))
    };
    let found = urgency(&facts, &catalogue(), &calendar("67"));
    assert_eq!((found.score, found.band, found.handle_by), (80, Band::P0, Some(today)));
    assert_eq!(found.deadline, Some(limit), "the deadline of the board");
}

/// CESEDA R. 425-12: one month from the registration, whatever else is filed the same day.
#[test]
fn as_14_the_medical_certificate_is_due_a_month_after_the_registration() {
    assert_eq!(law::ofii_certificate_due(d("2026-11-23"), &catalogue()).due, d("2026-12-23"));
}

/// An envelope without name keeps its postmark, and a second parcel the date of the first.
#[test]
fn as_22_and_as_25_the_postmark_is_kept_whoever_sent_it() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    let first = evidence::postal(&postmarked("2026-11-12", "2026-11-16"), &catalogue, &calendar).evidence;
    let second = evidence::postal(&postmarked("2026-11-13", "2026-11-17"), &catalogue, &calendar).evidence;
    assert_eq!(evidence::improved(first, second.chosen().clone()).date(), d("2026-11-12"));
}
