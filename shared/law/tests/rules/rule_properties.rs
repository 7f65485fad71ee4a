//! What holds for every date, rule by rule.

use chrono::{Days, NaiveDate};
use law::{
    FeeFacts, LateFacts, PieceRequest, RegisteredFacts, Silence, Suspension, WindowKind, clock_pause, deemed_filed,
    electronic_notification, fees, filing_window, handed_over, late_fee, registered_notification, silence_dates,
    visa_again_unless,
};
use proptest::{option, prelude::*, sample::select};

use crate::{calendar, catalogue, d};

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..14_000).prop_map(|days| d("2010-01-01") + Days::new(days))
}

fn kind() -> impl Strategy<Value = WindowKind> {
    select(vec![WindowKind::Listed, WindowKind::NotListed])
}

proptest! {
    /// whatever the day, a request is never held as filed before it was sent, nor returned, nor made late.
    #[test]
    fn a_deemed_filing_never_makes_a_request_late(expiry in day(), sent in 0_u64..200, kind in kind()) {
        let (catalogue, sent) = (catalogue(), expiry - Days::new(sent));
        let window = filing_window(expiry, kind, &catalogue, &calendar("75"));
        let filed = deemed_filed(sent, &window, &catalogue);
        prop_assert!(filed.on >= sent && filed.sent_on == sent);
        prop_assert!(filed.on == sent || filed.on == window.open);
    }

    /// L. 436-5, R-69: one more proof of diligence never raises the fee, and an earlier filing neither.
    #[test]
    fn neither_diligence_nor_an_earlier_filing_raises_the_late_fee(
        expiry in day(), evidence in 0_u64..150, earlier in 0_u64..60, since in option::of(0_u64..200), kind in kind(),
    ) {
        let (catalogue, evidence) = (catalogue(), expiry - Days::new(evidence));
        let window = filing_window(expiry, kind, &catalogue, &calendar("75"));
        let facts = LateFacts { diligent_since: since.map(|days| expiry - Days::new(days)), ..LateFacts::default() };
        let fee = |on, facts: &LateFacts| late_fee(on, &window, facts, &catalogue).euros;
        prop_assert!(fee(evidence, &facts) <= fee(evidence, &LateFacts::default()));
        let before = evidence - Days::new(earlier);
        prop_assert!(fee(before, &LateFacts::default()) <= fee(evidence, &LateFacts::default()));
    }

    /// L. 114-5: however often pieces are asked for, the date with suspensions is never before the one without, and the date told is
    /// the earliest of all.
    #[test]
    fn requests_for_pieces_never_shorten_and_the_earliest_date_is_told(
        received in day(), requests in prop::collection::vec((0_u64..150, 0_u64..60, option::of(0_u64..90), any::<bool>()), 0..5),
    ) {
        let catalogue = catalogue();
        let pauses: Vec<Suspension> = requests
            .into_iter()
            .map(|(after, limit, pieces, in_doubt)| {
                let dispatched_on = received + Days::new(after);
                let pieces_on = pieces.map(|days| dispatched_on + Days::new(days));
                let limit = dispatched_on + Days::new(limit);
                PieceRequest { dispatched_on, presumed_receipt: dispatched_on, limit, states_effect: true, pieces_on, in_doubt }
            })
            .filter_map(|request| clock_pause(&request, &catalogue).expect("coherent").suspension)
            .collect();
        let facts = Silence { received_on: received, title: None, article: None, chosen: None, channel_basis_recorded: true };
        let mut last = silence_dates(&facts, &[], &catalogue).with_suspension;
        for n in 0..=pauses.len() {
            let dates = silence_dates(&facts, &pauses[..n], &catalogue);
            prop_assert!(dates.with_suspension >= last);
            prop_assert!(dates.act_before <= dates.with_suspension && dates.act_before <= dates.if_complete_from_receipt);
            last = dates.with_suspension;
        }
    }

    /// R-94, section 4.2: an agreement never worsens the date.
    #[test]
    fn an_agreement_never_worsens_the_date(handed in day(), received in day()) {
        let date = |agreement| handed_over(handed, received, agreement, &catalogue()).evidence.date();
        prop_assert!(date(true) <= date(false) && date(false) == received);
    }

    /// R. 431-8: a request, whatever its day, never brings the visa back.
    #[test]
    fn a_request_never_brings_the_visa_back(expiry in day(), requested in option::of(day()), resident in any::<bool>()) {
        let with = visa_again_unless(expiry, requested, resident, &catalogue());
        let without = visa_again_unless(expiry, None, false, &catalogue());
        prop_assert!(with.on.is_none() || with.on == without.on);
    }

    /// A letter is never notified before its presentation, nor after the day it is looked at.
    #[test]
    fn nothing_is_notified_before_it_is_presented(
        presented in day(), collected in option::of(0_u64..30), notice_left in any::<bool>(), wrong_address in any::<bool>(), later in 0_u64..40,
    ) {
        let today = presented + Days::new(later);
        let collected_on = collected.map(|days| presented + Days::new(days)).filter(|on| *on <= today);
        let facts = RegisteredFacts { presented_on: presented, notice_left, collected_on, refused_on: None, wrong_address };
        let found = registered_notification(&facts, today, &catalogue()).expect("coherent");
        prop_assert!(found.notified_on.is_none_or(|on| (presented..=today).contains(&on)));
        prop_assert!(found.notified_on.is_some() || collected_on.is_none());
        let unread = electronic_notification(presented, collected_on, false, today, &catalogue());
        prop_assert_eq!(unread.notified_on, None);
    }

    /// L. 436-1 ff.: the lines add up, and nobody pays who is exempt.
    #[test]
    fn the_lines_of_the_fees_add_up(on in day(), first in any::<bool>(), regularisation in any::<bool>(), row in any::<prop::sample::Index>()) {
        let catalogue = catalogue();
        let article = row.get(catalogue.work_rights()).article.as_str();
        let found = fees(&FeeFacts { article: Some(article), first, regularisation, on }, &catalogue);
        prop_assert_eq!(found.total_euros, found.lines.iter().map(|line| line.euros).sum::<u32>());
        prop_assert!(!found.exempt || found.lines.is_empty());
        prop_assert!(found.lines.iter().all(|line| line.at_request_euros <= line.euros && !line.source.is_empty()));
    }
}
