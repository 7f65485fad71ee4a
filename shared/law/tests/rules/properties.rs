//! What holds for every date.

use chrono::{Datelike, Days, NaiveDate};
use domain::{Evidence, EvidenceKind, Legibility, Personal};
use law::{
    Silence, Suspension,
    dates::{months_after, months_before},
    evidence::{EvidenceFacts, improved, postal, postal_again},
    implicit_rejection, suspended,
};
use proptest::{option, prelude::*, sample::select};

use crate::{calendar, catalogue, d};

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..36_500).prop_map(|days| d("1990-01-01") + Days::new(days))
}

/// A day around a reception: from forty days before to ten after.
fn around(received: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    (0_u64..50).prop_map(move |days| received - Days::new(40) + Days::new(days))
}

fn facts_of(received_on: NaiveDate) -> impl Strategy<Value = EvidenceFacts> {
    let near = || option::of(around(received_on));
    let read = select(Legibility::ALL.to_vec());
    (option::of((around(received_on), read)), near(), near(), near(), near()).prop_map(
        move |(postmark, franking, registered_deposit, tracking, letter_date)| EvidenceFacts {
            postmark,
            franking,
            registered_deposit,
            tracking,
            letter_date,
            received_on,
        },
    )
}

fn facts() -> impl Strategy<Value = EvidenceFacts> {
    day().prop_flat_map(facts_of)
}

fn two_readings() -> impl Strategy<Value = (EvidenceFacts, EvidenceFacts)> {
    day().prop_flat_map(|received| (facts_of(received), facts_of(received)))
}

fn department() -> impl Strategy<Value = &'static str> {
    select(vec!["75", "67", "971", "972", "973", "974", "975", "976", "977", "978"])
}

proptest! {
    /// I-03: never later than the reception, whatever the envelope shows.
    #[test]
    fn an_evidence_date_is_never_later_than_the_reception(facts in facts(), department in department()) {
        let found = postal(&facts, &catalogue(), &calendar(department));
        prop_assert!(found.evidence.date() <= facts.received_on);
    }

    /// I-03: looked at again, with any other facts, the date never gets worse and nothing known is lost.
    #[test]
    fn looking_again_never_worsens_the_date((first, second) in two_readings()) {
        let (catalogue, calendar) = (catalogue(), calendar("67"));
        let before = postal(&first, &catalogue, &calendar).evidence;
        let after = postal_again(before.clone(), &second, &catalogue, &calendar).evidence;
        prop_assert!(after.date() <= before.date());
        prop_assert!(after.date() <= postal(&second, &catalogue, &calendar).evidence.date());
        for known in before.alternatives().iter().chain([before.chosen()]) {
            prop_assert!(after.chosen() == known || after.alternatives().contains(known));
        }
    }

    /// I-03: one more proof beside another never worsens the date.
    #[test]
    fn one_more_proof_never_worsens_the_date(facts in facts(), deposit in 0_u64..40) {
        let (catalogue, calendar) = (catalogue(), calendar("67"));
        let franked = EvidenceFacts { franking: Some(facts.received_on - Days::new(3)), registered_deposit: None, ..facts };
        let more = EvidenceFacts { registered_deposit: Some(facts.received_on - Days::new(deposit)), ..franked.clone() };
        prop_assert!(postal(&more, &catalogue, &calendar).evidence.date() <= postal(&franked, &catalogue, &calendar).evidence.date());
    }

    #[test]
    fn an_evidence_added_later_never_worsens_the_date(facts in facts(), added in day(), code in 1_i16..=13) {
        let before = postal(&facts, &catalogue(), &calendar("67")).evidence;
        let kind = EvidenceKind::from_code(code).expect("kind");
        let later = Evidence { date: added, kind, proof: Personal("preuve".to_owned()) };
        let after = improved(before.clone(), later.clone());
        prop_assert!(after.date() <= before.date());
        prop_assert_eq!(after.date(), before.date().min(added));
        prop_assert!(after.chosen() == &later || after.alternatives().contains(&later));
    }

    #[test]
    fn months_keep_the_day_or_stop_at_the_end_of_the_month(date in day(), months in 0_u32..600) {
        let after = months_after(date, months);
        prop_assert!(after.day() == date.day() || after.day() < date.day() && after.succ_opt().expect("day").day() == 1);
        let elapsed = (after.year() - date.year()) * 12 + i32::try_from(after.month()).expect("month") - i32::try_from(date.month()).expect("month");
        prop_assert_eq!(elapsed, i32::try_from(months).expect("months"));
        prop_assert!(months_before(after, months) <= date);
    }

    #[test]
    fn months_follow_the_order_of_dates(one in day(), other in day(), months in 0_u32..60) {
        let (first, last) = (one.min(other), one.max(other));
        prop_assert!(months_after(first, months) <= months_after(last, months));
    }

    #[test]
    fn working_days_go_forth_and_back(date in day(), n in 1_u32..40, department in department()) {
        let calendar = calendar(department);
        let after = calendar.add_working_days(date, n);
        prop_assert!(calendar.is_working_day(after));
        let between = date.iter_days().skip(1).take_while(|day| *day <= after).filter(|day| calendar.is_working_day(*day)).count();
        prop_assert_eq!(u32::try_from(between).expect("count"), n);
        prop_assert_eq!(calendar.add_working_days(calendar.subtract_working_days(after, n), n), after);
    }

    #[test]
    fn a_carried_limit_is_the_same_day_or_the_first_working_day_after(date in day(), department in department()) {
        let calendar = calendar(department);
        let carried = calendar.working_day_on_or_after(date);
        prop_assert!(carried >= date && calendar.is_working_day(carried));
        prop_assert!(carried == date || !calendar.is_working_day(date));
        prop_assert!(carried.signed_duration_since(date).num_days() <= 5);
    }

    /// I-15: channels and bases change what the date is worth, never the date.
    #[test]
    fn the_birth_of_a_rejection_depends_on_the_reception_alone(received_on in day(), recorded in any::<bool>()) {
        let facts = Silence { received_on, title: None, article: None, chosen: None, channel_basis_recorded: recorded };
        prop_assert_eq!(implicit_rejection(&facts, &catalogue()).on, months_after(received_on, 4));
    }

    #[test]
    fn a_suspension_never_shortens_the_delay(base in day(), starts in prop::collection::vec((0_u64..200, 0_u64..60), 0..6)) {
        let catalogue = catalogue();
        let pauses: Vec<_> = starts
            .into_iter()
            .map(|(before, length)| (base - Days::new(before), length))
            .map(|(from, length)| Suspension { from, until: from + Days::new(length) })
            .collect();
        let mut last = base;
        for n in 0..=pauses.len() {
            let result = suspended(base, &pauses[..n], &catalogue).with_suspension;
            prop_assert!(result >= base);
            prop_assert!(result >= last || n == 0);
            last = result;
        }
    }
}
