//! Fairness: what holds for every case (domain section 7; I-17).

use chrono::{Days, NaiveDate};
use domain::ChannelKind;
use law::urgency::{Declared, Signal, UrgencyFacts, urgency};
use proptest::{option, prelude::*, sample::select};

use crate::{calendar, catalogue, d};

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..730).prop_map(|days| d("2026-01-01") + Days::new(days))
}

fn declared() -> impl Strategy<Value = Declared> {
    (select(Signal::ALL.to_vec()), option::of(day()), day(), any::<bool>())
        .prop_map(|(signal, on, since, proved)| Declared { signal, on, since, proved })
}

fn facts() -> impl Strategy<Value = UrgencyFacts> {
    let dates = prop::array::uniform5(option::of(day()));
    (day(), dates, day(), prop::collection::vec(declared(), 0..6)).prop_map(|(today, dates, touched_on, declared)| {
        let [covered_until, rejection_on, visa_again_on, protected_since, target] = dates;
        UrgencyFacts {
            covered_until,
            rejection_on,
            visa_again_on,
            protected_since,
            target,
            touched_on,
            declared,
            ..UrgencyFacts::bare(today, d("2026-01-01"))
        }
    })
}

/// The facts of a case that came by a door: the door adds none. Should `UrgencyFacts` ever get one that names a door, this no longer compiles.
fn by_the_door(facts: &UrgencyFacts, door: ChannelKind) -> UrgencyFacts {
    let UrgencyFacts {
        today,
        evidence_date,
        covered_until,
        rejection_on,
        visa_again_on,
        protected_since,
        target,
        touched_on,
        declared,
        decided,
    } = facts.clone();
    match door {
        ChannelKind::Post
        | ChannelKind::Email
        | ChannelKind::Phone
        | ChannelKind::Counter
        | ChannelKind::Structure
        | ChannelKind::Online => UrgencyFacts {
            today,
            evidence_date,
            covered_until,
            rejection_on,
            visa_again_on,
            protected_since,
            target,
            touched_on,
            declared,
            decided,
        },
    }
}

proptest! {
    /// Twins by different doors are equal; each reason is one fact with its day; the score is the capped sum of the reasons.
    #[test]
    fn twins_by_different_doors_are_equal_and_every_point_has_its_fact(facts in facts()) {
        let (catalogue, calendar) = (catalogue(), calendar("67"));
        let found = urgency(&facts, &catalogue, &calendar);
        for door in ChannelKind::ALL {
            prop_assert_eq!(&urgency(&by_the_door(&facts, *door), &catalogue, &calendar), &found);
        }
        prop_assert_eq!(found.score, found.reasons.iter().map(|reason| reason.points).sum::<u32>().min(100));
        let mut signals: Vec<_> = found.reasons.iter().map(|reason| reason.signal).collect();
        signals.dedup();
        prop_assert_eq!(signals.len(), found.reasons.len());
        prop_assert!(found.why.because.len() >= found.reasons.len() && found.why.rule == "R-30");
    }

    /// Ten more calls that say the same change nothing.
    #[test]
    fn ten_more_calls_change_nothing(facts in facts(), again in any::<prop::sample::Index>()) {
        prop_assume!(!facts.declared.is_empty());
        let (catalogue, calendar) = (catalogue(), calendar("67"));
        let before = urgency(&facts, &catalogue, &calendar);
        let mut insistent = facts.clone();
        let said = again.get(&facts.declared);
        insistent.declared.extend(std::iter::repeat_n(*said, 10));
        prop_assert_eq!(urgency(&insistent, &catalogue, &calendar), before);
    }

    /// A fact more, or a proof, never makes a case less urgent; a declaration is never worth nothing.
    #[test]
    fn a_fact_more_or_a_proof_never_lowers_a_case(facts in facts(), more in declared()) {
        let (catalogue, calendar) = (catalogue(), calendar("67"));
        let before = urgency(&facts, &catalogue, &calendar);
        let mut with = facts.clone();
        with.declared.push(more);
        let after = urgency(&with, &catalogue, &calendar);
        prop_assert!(after.score >= before.score && after.band <= before.band);
        let mut proved = facts;
        proved.declared.iter_mut().for_each(|fact| fact.proved = true);
        let after = urgency(&proved, &catalogue, &calendar);
        prop_assert!(after.score >= before.score && after.band <= before.band);
        prop_assert!(before.reasons.iter().all(|reason| reason.points > 0 || reason.first_band));
    }
}
