//! When a decision is notified, and until when it can be contested.

use chrono::NaiveDateTime;
use law::{
    AppealFacts, AppealLimit, Certainty, Distance, Liberty, Notified, RegisteredFacts, appeal_limit,
    electronic_notification, reasons_due, registered_notification, removal_appeal,
};

use crate::{calendar, catalogue, d};

const PRESENTED: &str = "2026-11-27";

fn letter() -> RegisteredFacts {
    RegisteredFacts {
        presented_on: d(PRESENTED),
        notice_left: true,
        collected_on: None,
        refused_on: None,
        wrong_address: false,
    }
}

/// CPCE R. 1-1-6; CE, 24 April 2012, no 341146; AS-24.
#[test]
fn a_registered_letter_is_notified_when_it_is_collected_refused_or_left_at_the_post_office() {
    let collected = RegisteredFacts { collected_on: Some(d("2026-12-05")), ..letter() };
    let refused = RegisteredFacts { refused_on: Some(d("2026-11-28")), ..letter() };
    let unknown = RegisteredFacts { wrong_address: true, ..letter() };
    let unmarked = RegisteredFacts { notice_left: false, ..letter() };
    for (facts, today, how, on) in [
        (collected, "2026-12-05", Notified::Collected, Some("2026-12-05")),
        (refused, "2026-11-28", Notified::Refused, Some("2026-11-28")),
        (letter(), "2026-12-12", Notified::Waiting, None),
        (letter(), "2026-12-13", Notified::Presented, Some(PRESENTED)),
        (unknown, "2026-12-13", Notified::InDoubt, None),
        (unmarked, "2026-12-13", Notified::InDoubt, None),
    ] {
        let found = registered_notification(&facts, d(today), &catalogue()).expect("coherent");
        assert_eq!((found.how, found.notified_on), (how, on.map(d)), "{facts:?}");
        assert_eq!(found.kept_until, d("2026-12-12"));
    }
}

#[test]
fn impossible_dates_of_a_registered_letter_are_explained() {
    let before = RegisteredFacts { collected_on: Some(d("2026-11-26")), ..letter() };
    let both = RegisteredFacts { collected_on: Some(d("2026-12-05")), refused_on: Some(d("2026-12-05")), ..letter() };
    for facts in [before, both] {
        let error = registered_notification(&facts, d("2026-12-31"), &catalogue()).expect_err("contradiction");
        assert!(error.to_string().contains("vérifiez"), "{error}");
    }
}

fn appeal(informed: bool) -> AppealLimit {
    let facts = AppealFacts { starts_on: d("2027-03-20"), distance: Distance::None, informed };
    appeal_limit(&facts, &catalogue(), &calendar("67"))
}

/// CRPA L. 232-4.
#[test]
fn reasons_asked_for_in_time_keep_the_appeal_open_two_months_after_they_are_given() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    let ask = |asked: &str, given: Option<&str>, informed| {
        reasons_due(d(asked), &appeal(informed), given.map(d), &catalogue, &calendar)
    };
    let waiting = ask("2027-04-10", None, true);
    assert_eq!((waiting.due, waiting.asked_in_time, waiting.appeal_until), (d("2027-05-10"), true, None));
    assert_eq!(ask("2027-04-10", Some("2027-05-05"), true).appeal_until, Some(d("2027-07-06")));
    let late = ask("2027-05-22", Some("2027-06-05"), true);
    assert_eq!((late.asked_in_time, late.appeal_until), (false, Some(d("2027-05-21"))));
    assert_eq!(ask("2027-08-22", Some("2027-09-05"), false).appeal_until, None, "not opposable");
}

/// CRPA L. 112-14, L. 112-15, R. 112-16 to R. 112-20.
#[test]
fn an_electronic_notification_needs_the_consent_of_the_person() {
    let on = |consulted: Option<&str>, consented, today: &str| {
        let (available, consulted) = (d("2026-11-20"), consulted.map(d));
        electronic_notification(available, consulted, consented, d(today), &catalogue()).notified_on
    };
    assert_eq!(on(Some("2026-11-25"), true, "2026-11-25"), Some(d("2026-11-25")));
    assert_eq!(on(None, true, "2026-12-05"), None, "it can still be consulted");
    assert_eq!(on(None, true, "2026-12-06"), Some(d("2026-11-20")));
    assert_eq!(on(Some("2026-11-25"), false, "2026-11-25"), None, "by post");
}

/// CESEDA L. 614-1 to L. 614-3, L. 911-1, L. 921-1, L. 921-2: whether the delay is "franc" is open, so the closest date is told.
#[test]
fn a_refusal_with_a_removal_order_is_contested_sooner() {
    let at: NaiveDateTime = "2026-11-03T14:30:00".parse().expect("moment");
    let limit = |liberty, informed| removal_appeal(at, liberty, informed, &catalogue(), &calendar("67"));
    assert_eq!(limit(Liberty::Free, true).until, Some(d("2026-12-03")));
    assert_eq!(limit(Liberty::HouseArrestOrPrison, true).until, Some(d("2026-11-10")));
    let detained = limit(Liberty::Detention, true);
    assert_eq!((detained.until, detained.until_hour), (Some(d("2026-11-05")), "2026-11-05T14:30:00".parse().ok()));
    let untold = limit(Liberty::Free, false);
    assert_eq!((untold.until, untold.computed), (None, d("2026-12-03")));
    assert_eq!(untold.why.certainty, Certainty::Memory);
}
