//! One function says every date and the urgency of a case; what is stored and printed of it agrees.

use chrono::{Days, NaiveDate};
use domain::{BirthDate, ChannelKind, DeadlineKind};
use law::{
    reckoning::{CaseFacts, Reckoning, explain, reckon},
    urgency::{Band, BandOverride, Declared, Signal, Weighed},
};
use proptest::{option, prelude::*, sample::select};

use crate::{calendar, catalogue, catalogue_with, d};

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..1500).prop_map(|days| d("2024-01-01") + Days::new(days))
}

fn declared() -> impl Strategy<Value = Declared> {
    (select(Signal::ALL.to_vec()), option::of(day()), day(), any::<bool>())
        .prop_map(|(signal, on, since, proved)| Declared { signal, on, since, proved })
}

fn title() -> impl Strategy<Value = Option<String>> {
    option::of((1_u32..=40).prop_map(|number| format!("T{number:02}")))
}

fn ground() -> impl Strategy<Value = Option<String>> {
    option::of(select(vec!["L. 422-1", "L. 423-7", "L. 421-9", "parent d'enfant français"]).prop_map(str::to_owned))
}

fn facts() -> impl Strategy<Value = CaseFacts> {
    let request = (select(ChannelKind::ALL.to_vec()), day(), 0_u64..30, title(), ground());
    let flags = prop::array::uniform4(any::<bool>());
    let person = (option::of(day()), option::of(day()), prop::collection::vec(declared(), 0..4), option::of(day()));
    (request, flags, person).prop_map(|((channel, received_on, earlier, title_code, ground), flags, person)| {
        let [channel_basis, registered, open, protected] = flags;
        let (covered_until, birth, declared, receipt_from) = person;
        CaseFacts {
            evidence_on: received_on - Days::new(earlier),
            title_code,
            ground,
            channel_basis,
            registered,
            open,
            covered_until,
            birth: birth.map(|date| BirthDate::Day { date: date - Days::new(6300) }),
            protected,
            touched_on: received_on,
            receipt_from,
            declared,
            decided: None,
            ..CaseFacts::bare(channel, received_on)
        }
    })
}

fn of(facts: &CaseFacts, today: NaiveDate) -> Reckoning {
    reckon(facts, &catalogue(), &calendar("67"), today)
}

fn urgency(facts: &CaseFacts, today: &str) -> Weighed {
    of(facts, d(today)).urgency.expect("an open case")
}

proptest! {
    /// What is compared and what is stored with its reasons are the same dates.
    #[test]
    fn the_dates_with_their_reasons_are_the_dates(facts in facts(), today in day(), department in select(vec!["67", "75", "973", "974"])) {
        let (catalogue, calendar) = (catalogue(), calendar(department));
        let explained = explain(&facts, &catalogue, &calendar);
        let dates: Vec<_> = explained.clocks().iter().map(|worded| worded.clock).collect();
        prop_assert_eq!(&reckon(&facts, &catalogue, &calendar, today).clocks, &dates);
        prop_assert!(explained.clocks().iter().all(|worded| !worded.why.because.is_empty() && !worded.why.source.is_empty()));
        prop_assert_eq!(explained.print(), explain(&facts, &catalogue, &calendar).print());
        let mut kinds: Vec<_> = dates.iter().map(|clock| clock.kind).collect();
        kinds.sort();
        kinds.dedup();
        prop_assert_eq!(kinds.len(), dates.len(), "one date of a kind");
        prop_assert!(dates.iter().all(|clock| Reckoning::KINDS.contains(&clock.kind) && clock.on >= clock.from));
    }

    /// I-15, I-17: twins that came by different doors have the same silence, appeal and urgency. Only the duty to acknowledge follows the
    /// door: ten working days by an electronic one (CRPA R. 112-11-2).
    #[test]
    fn twins_by_different_doors_are_equal(facts in facts(), today in day(), other in select(ChannelKind::ALL.to_vec())) {
        let twin = CaseFacts { channel: other, ..facts.clone() };
        let (mut one, mut two) = (of(&facts, today), of(&twin, today));
        one.clocks.retain(|clock| clock.kind != DeadlineKind::AcknowledgementDue);
        two.clocks.retain(|clock| clock.kind != DeadlineKind::AcknowledgementDue);
        prop_assert_eq!(one, two);
    }

    /// Ten more calls that say what is known already change nothing.
    #[test]
    fn ten_more_calls_change_nothing(facts in facts(), today in day(), again in any::<prop::sample::Index>()) {
        prop_assume!(!facts.declared.is_empty());
        let mut insistent = facts.clone();
        let said = *again.get(&facts.declared);
        insistent.declared.extend(std::iter::repeat_n(said, 10));
        prop_assert_eq!(of(&insistent, today), of(&facts, today));
    }

    /// The number that an index sorts by puts cases in the order of their places.
    #[test]
    fn the_rank_follows_the_place(one in facts(), other in facts(), today in day()) {
        let weigh = |facts: &CaseFacts| of(&CaseFacts { open: true, ..facts.clone() }, today).urgency.expect("open");
        let (one, other) = (weigh(&one), weigh(&other));
        prop_assert_eq!(one.rank().cmp(&other.rank()), one.place().cmp(&other.place()));
        prop_assert!(one.rank() >= one.band.first_rank());
        for later in Band::ALL.iter().filter(|band| **band > one.band) {
            prop_assert!(one.rank() < later.first_rank());
        }
    }

    /// What is kept of urgency reads back as it was written.
    #[test]
    fn what_is_kept_reads_back(facts in facts(), today in day()) {
        if let Some(urgency) = of(&facts, today).urgency {
            let kept = serde_json::to_value(&urgency).expect("written");
            prop_assert_eq!(serde_json::from_value::<Weighed>(kept).expect("read"), urgency);
        }
    }

    /// Dates do not move with the day; nothing is owed of a case that has ended.
    #[test]
    fn the_day_moves_urgency_only(facts in facts(), today in day(), later in 0_u64..400) {
        let (now, then) = (of(&facts, today), of(&facts, today + Days::new(later)));
        prop_assert_eq!(now.clocks, then.clocks);
        prop_assert_eq!(now.urgency.is_some(), facts.open);
    }
}

#[test]
fn a_request_starts_its_clocks_once_it_is_registered() {
    let received = CaseFacts::bare(ChannelKind::Post, d("2026-11-20"));
    assert_eq!(of(&received, d("2026-11-20")).clocks, []);
    let registered = CaseFacts { registered: true, title_code: Some("T01".to_owned()), ..received };
    let found = of(&registered, d("2026-11-20"));
    let dates: Vec<_> = found.clocks.iter().map(|clock| (clock.kind, clock.on)).collect();
    assert_eq!(
        dates,
        [
            (DeadlineKind::AcknowledgementDue, d("2026-11-24")),
            (DeadlineKind::ImplicitRejection, d("2027-02-18")),
            (DeadlineKind::ChannelBasisDue, d("2026-11-24")),
        ],
        "R. 432-2: 90 days for a student; no appeal limit can be opposed without a recorded basis (I-16)"
    );
    let based = CaseFacts { channel_basis: true, ..registered };
    let found = of(&based, d("2026-11-20"));
    assert_eq!(found.clock(DeadlineKind::AppealLimit).map(|clock| clock.on), Some(d("2027-04-19")));
    assert_eq!(found.clock(DeadlineKind::ChannelBasisDue), None);
}

#[test]
fn the_file_itself_proves_what_presses() {
    let bare = CaseFacts::bare(ChannelKind::Counter, d("2026-11-02"));
    assert_eq!((urgency(&bare, "2026-11-20").score, urgency(&bare, "2026-11-20").band), (0, Band::P3));
    let expired = CaseFacts { covered_until: Some(d("2026-11-12")), ..bare.clone() };
    assert_eq!((urgency(&expired, "2026-11-20").score, urgency(&expired, "2026-11-20").band), (50, Band::P2));
    let lost = Declared { signal: Signal::JobLost, on: None, since: d("2026-11-18"), proved: false };
    let cut = CaseFacts { declared: vec![lost], ..expired.clone() };
    assert_eq!(urgency(&cut, "2026-11-20").band, Band::P0, "expired, and the job is lost");
    let birth = Some(BirthDate::Day { date: d("2008-11-21") });
    let minor = CaseFacts { birth, ..bare.clone() };
    assert_eq!(urgency(&minor, "2026-11-20").reasons[0].signal, Signal::Minor);
    assert_eq!(urgency(&minor, "2026-11-21").reasons, [], "eighteen that day");
    let protected = CaseFacts { protected: true, ..bare };
    assert_eq!(urgency(&protected, "2026-11-20").band, Band::P0);
}

#[test]
fn silence_that_nears_presses_and_what_waits_beyond_it_weighs_more_each_week() {
    let case = CaseFacts {
        registered: true,
        touched_on: d("2027-03-15"),
        ..CaseFacts::bare(ChannelKind::Post, d("2026-11-20"))
    };
    let points = |today: &str| urgency(&case, today).score;
    let found =
        ["2027-02-17", "2027-02-18", "2027-03-05", "2027-03-20", "2027-03-21", "2027-03-27", "2027-04-03"].map(points);
    assert_eq!(found, [0, 12, 25, 25, 0, 1, 2], "R.* 432-1: born on 20 March 2027");
}

#[test]
fn a_band_decided_by_an_officer_holds_thirty_days() {
    let decided = BandOverride::new(Band::P0, "A. Morel", "expulsion du logement", d("2026-11-20")).ok();
    let case = CaseFacts { decided, ..CaseFacts::bare(ChannelKind::Phone, d("2026-11-20")) };
    assert_eq!(urgency(&case, "2026-12-19").band, Band::P0);
    assert_eq!(urgency(&case, "2026-12-19").computed_band, Band::P3);
    let after = urgency(&case, "2026-12-21");
    assert_eq!(
        (after.decided_until, after.raised, after.band),
        (None, true, Band::P2),
        "nobody touched it for 31 days"
    );
}

#[test]
fn another_catalogue_has_another_digest_and_moves_only_what_rests_on_it() {
    let other = catalogue_with(
        "[part]\nscope = \"local\"\nauthor = \"Préfecture\"\n[[parameter]]\nkey = \"acknowledgement_working_days\"\nvalue = 5\n\
         label = \"Accusé de réception\"\nunit = \"jours ouvrés\"\nlocal = true\nsource = \"Décision du service\"\neffective_from = 2016-01-01\n\
         certainty = \"verified\"\n",
    );
    assert_ne!(other.digest(), catalogue().digest());
    assert_eq!(catalogue().digest(), catalogue().digest());
    assert_eq!(catalogue().digest().len(), 64);
    let case = CaseFacts { registered: true, ..CaseFacts::bare(ChannelKind::Post, d("2026-11-20")) };
    let (before, after) = (of(&case, d("2026-11-20")), reckon(&case, &other, &calendar("67"), d("2026-11-20")));
    let moved: Vec<_> =
        before.clocks.iter().zip(&after.clocks).filter(|(a, b)| a != b).map(|(a, b)| (a.kind, b.on)).collect();
    assert_eq!(moved, [(DeadlineKind::AcknowledgementDue, d("2026-11-27"))]);
    assert_eq!(before.urgency, after.urgency);
}

/// What is declared with a day: the end of a removal delay commands the first band when it is near; a protection granted presses while
/// no document covers the person.
#[test]
fn a_removal_and_a_protection_press_by_their_day() {
    let declared = |signal, on: &str| Declared { signal, on: Some(d(on)), since: d("2026-11-20"), proved: false };
    let with = |fact| CaseFacts { declared: vec![fact], ..CaseFacts::bare(ChannelKind::Post, d("2026-11-20")) };
    let removal = with(declared(Signal::Removal, "2026-11-29"));
    assert_eq!((urgency(&removal, "2026-11-24").score, urgency(&removal, "2026-11-24").band), (40, Band::P2));
    assert_eq!((urgency(&removal, "2026-11-25").score, urgency(&removal, "2026-11-25").band), (40, Band::P0));
    let granted = with(declared(Signal::ProtectedWithoutDocument, "2026-11-02"));
    let found = urgency(&granted, "2026-11-20");
    assert_eq!((found.score, found.reasons[0].on, found.reasons[0].declared_only), (35, d("2026-11-02"), false));
    let covered = CaseFacts { covered_until: Some(d("2027-06-01")), ..granted };
    assert_eq!(urgency(&covered, "2026-11-20").score, 0);
}
