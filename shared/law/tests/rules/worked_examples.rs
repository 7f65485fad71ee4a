//! Every worked example of the date arithmetic, with its article.

use domain::ChannelKind;
use law::{
    AppealFacts, Certainty, Delivery, Distance, Effect, Silence, Suspension, Timeliness, WindowKind,
    acknowledgement_due, appeal_limit, complement_limit, dates::months_after, filing_window, implicit_rejection,
    suspended,
};

use crate::{calendar, catalogue, d};

#[test]
fn months_count_from_day_of_month_to_day_of_month() {
    for (from, months, to) in [
        ("2026-10-31", 4, "2027-02-28"),
        ("2027-10-31", 4, "2028-02-29"),
        ("2026-11-20", 4, "2027-03-20"),
        ("2026-12-31", 6, "2027-06-30"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-11-20", 0, "2026-11-20"),
    ] {
        assert_eq!(months_after(d(from), months), d(to), "{from} + {months}");
    }
}

/// CESEDA R. 432-2 and the articles it names.
#[test]
fn silence_becomes_a_rejection_after_the_delay_of_the_title() {
    let catalogue = catalogue();
    let received_on = d("2026-11-20");
    for (title, article, on, delay, source) in [
        (None, None, "2027-03-20", "4 mois", "R. 432-2, al. 1"),
        (Some("T06"), None, "2027-03-20", "4 mois", "R. 432-2, al. 1"),
        (Some("T01"), None, "2027-02-18", "90 jours", "R. 422-5"),
        (Some("T01"), Some("L. 422-1"), "2027-02-18", "90 jours", "R. 422-5"),
        (Some("T03"), Some("L. 421-14"), "2027-01-19", "60 jours", "R. 421-26"),
        (Some("T03"), Some("L. 421-11"), "2027-02-18", "90 jours", "R. 421-23"),
        (Some("T03"), Some("L. 421-9"), "2027-03-20", "4 mois", "R. 432-2, al. 1"),
        (Some("T22"), None, "2027-05-20", "6 mois", "R. 434-26"),
        (Some("T27"), None, "2027-02-18", "90 jours", "R. 421-60"),
        (Some("T28"), Some("L. 422-14"), "2027-02-18", "90 jours", "R. 422-12"),
        (Some("T29"), Some("L. 421-30"), "2027-02-18", "90 jours", "R. 421-51"),
        (Some("T29"), Some("L. 421-28"), "2027-03-20", "4 mois", "R. 432-2, al. 1"),
        (Some("T30"), None, "2027-02-18", "90 jours", "R. 426-14"),
        (Some("T30"), Some("L. 426-23"), "2027-02-18", "90 jours", "R. 426-17"),
        (None, Some("L. 422-1"), "2027-02-18", "90 jours", "R. 422-5"),
    ] {
        let title = title.map(|code| catalogue.title(code, received_on).expect(code));
        let facts = Silence { received_on, title, article, chosen: None, channel_basis_recorded: true };
        let result = implicit_rejection(&facts, &catalogue);
        assert_eq!((result.on, result.delay.as_str(), result.effect), (d(on), delay, Effect::Rejection), "{article:?}");
        assert!(result.why.source.contains(source), "{} for {article:?}", result.why.source);
        assert_eq!((result.why.rule.as_str(), result.why.version.as_str()), ("RL-81", "2026-04-03"));
    }
}

#[test]
fn a_fact_that_an_officer_establishes_commands_its_own_delay() {
    let catalogue = catalogue();
    let received_on = d("2026-11-20");
    let title = catalogue.title("T03", received_on);
    let open = Silence { received_on, title, article: None, chosen: None, channel_basis_recorded: true };
    let result = implicit_rejection(&open, &catalogue);
    let others: Vec<_> = result.others.iter().map(|other| (other.key.as_str(), other.on)).collect();
    assert_eq!(
        others,
        [("blue_card", d("2027-02-18")), ("blue_card_other_state", d("2026-12-20")), ("researcher", d("2027-01-19"))]
    );
    let chosen = Silence { chosen: Some("blue_card_other_state"), ..open };
    assert_eq!(implicit_rejection(&chosen, &catalogue).on, d("2026-12-20"));
}

#[test]
fn without_a_recorded_basis_of_the_channel_the_date_is_only_the_earliest() {
    let catalogue = catalogue();
    let facts = Silence {
        received_on: d("2026-11-20"),
        title: None,
        article: None,
        chosen: None,
        channel_basis_recorded: false,
    };
    assert_eq!(implicit_rejection(&facts, &catalogue).effect, Effect::RejectionAtTheEarliest);
}

#[test]
fn a_title_whose_delay_no_text_gives_asks_for_a_signature() {
    let catalogue = catalogue();
    for code in ["T23", "T26", "T31"] {
        let received_on = d("2026-11-20");
        let title = catalogue.title(code, received_on);
        let facts = Silence { received_on, title, article: None, chosen: None, channel_basis_recorded: true };
        let result = implicit_rejection(&facts, &catalogue);
        assert_eq!((result.on, result.why.certainty), (d("2027-03-20"), Certainty::Memory), "{code}");
        assert!(result.why.certainty.needs_signature());
    }
}

/// CJA R. 421-1, R. 421-2, R. 421-7: délai franc.
#[test]
fn an_appeal_runs_until_midnight_of_the_day_after_and_to_the_next_working_day() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    for (starts_on, distance, last) in [
        ("2026-11-03", Distance::None, "2027-01-04"),
        ("2027-03-20", Distance::None, "2027-05-21"),
        ("2026-12-31", Distance::None, "2027-03-01"),
        ("2026-11-03", Distance::Overseas, "2027-02-04"),
        ("2026-11-03", Distance::Abroad, "2027-03-04"),
    ] {
        let facts = AppealFacts { starts_on: d(starts_on), distance, informed: true };
        assert_eq!(appeal_limit(&facts, &catalogue, &calendar).until, Some(d(last)), "{starts_on}");
    }
}

/// CRPA L. 112-6, I-16.
#[test]
fn without_an_acknowledgement_no_appeal_limit_can_be_opposed() {
    let facts = AppealFacts { starts_on: d("2027-03-20"), distance: Distance::None, informed: false };
    let limit = appeal_limit(&facts, &catalogue(), &calendar("67"));
    assert_eq!((limit.until, limit.computed), (None, d("2027-05-21")));
    assert!(limit.why.source.contains("L. 112-6"));
}

/// CRPA L. 114-5.
#[test]
fn a_request_for_pieces_suspends_the_delay_as_often_as_it_is_made() {
    let catalogue = catalogue();
    let pause = |from, until| Suspension { from: d(from), until: d(until) };
    let base = d("2027-03-20");
    for (pauses, on) in [
        (vec![pause("2026-11-30", "2026-12-15")], "2027-04-04"),
        (vec![], "2027-03-20"),
        (vec![pause("2026-11-30", "2026-12-15"), pause("2027-01-10", "2027-01-20")], "2027-04-14"),
        (vec![pause("2026-11-30", "2026-12-15"), pause("2026-12-10", "2026-12-20")], "2027-04-09"),
        (vec![pause("2027-03-20", "2027-04-20")], "2027-03-20"),
        (vec![pause("2026-12-15", "2026-11-30")], "2027-03-20"),
    ] {
        let result = suspended(base, &pauses, &catalogue);
        assert_eq!((result.if_complete_from_receipt, result.with_suspension), (base, d(on)));
    }
}

/// CESEDA R. 431-11, CRPA L. 114-5; 30 days from the presumed receipt.
#[test]
fn pieces_are_due_thirty_days_after_the_request_is_presumed_received() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    for (delivery, receipt, limit) in [
        (Delivery::RegisteredPresented(d("2026-11-27")), "2026-11-27", "2026-12-28"),
        (Delivery::SimplePost(d("2026-11-27")), "2026-12-03", "2027-01-04"),
        (Delivery::RegisteredPresented(d("2027-06-01")), "2027-06-01", "2027-07-01"),
        (Delivery::Email(d("2026-08-24")), "2026-08-24", "2026-09-23"),
    ] {
        let result = complement_limit(delivery, &catalogue, &calendar);
        assert_eq!((result.presumed_receipt, result.limit), (d(receipt), d(limit)), "{delivery:?}");
    }
}

/// CESEDA R. 431-5, 1°.
#[test]
fn the_window_of_a_listed_title_is_the_120th_to_the_60th_day_before_expiry() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    for (expiry, open, close, tolerated) in [
        ("2027-01-20", "2026-09-22", "2026-11-21", "2026-11-23"),
        ("2027-03-15", "2026-11-15", "2027-01-14", "2027-01-14"),
        ("2026-12-31", "2026-09-02", "2026-11-01", "2026-11-02"),
        ("2027-02-28", "2026-10-31", "2026-12-30", "2026-12-30"),
    ] {
        let window = filing_window(d(expiry), WindowKind::Listed, &catalogue, &calendar);
        assert_eq!((window.open, window.close, window.tolerated_to), (d(open), d(close), d(tolerated)), "{expiry}");
        assert_eq!(window.timeliness(d(open)), Timeliness::InTime);
        assert_eq!(window.timeliness(d(close)), Timeliness::InTime);
        assert_eq!(window.timeliness(d(open).pred_opt().expect("eve")), Timeliness::TooEarly { days: 1 });
    }
}

#[test]
fn the_window_of_another_title_is_the_two_months_before_expiry() {
    let window = filing_window(d("2027-01-20"), WindowKind::NotListed, &catalogue(), &calendar("67"));
    assert_eq!((window.open, window.close, window.tolerated_to), (d("2026-11-20"), d("2027-01-20"), d("2027-01-20")));
}

/// CRPA L. 112-3, R. 112-11-2; the working days of 2.5.
#[test]
fn the_acknowledgement_leaves_within_two_working_days_and_ten_by_electronic_ways() {
    let catalogue = catalogue();
    for (department, received, channel, due) in [
        ("67", "2026-11-16", ChannelKind::Post, "2026-11-18"),
        ("67", "2026-11-20", ChannelKind::Counter, "2026-11-24"),
        ("75", "2026-12-24", ChannelKind::Post, "2026-12-29"),
        ("67", "2026-11-22", ChannelKind::Email, "2026-12-04"),
        ("67", "2027-03-25", ChannelKind::Post, "2027-03-31"),
        ("75", "2027-03-25", ChannelKind::Post, "2027-03-30"),
    ] {
        let result = acknowledgement_due(d(received), channel, &catalogue, &calendar(department));
        assert_eq!(result.due, d(due), "{department} {received}");
    }
}
