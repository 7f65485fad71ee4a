//! The position of the applicant: no evidence worsens it, no suspension shortens it, no door changes it (I-03, I-15, I-17).

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use domain::{ChannelKind, Evidence, EvidenceDate, EvidenceKind, Legibility, Personal};
use law::{
    Catalogue, CompetenceFacts, LateFacts, Place, Silence, Timeliness, WindowKind, competence, deemed_filed,
    diligence_date,
    documents::{DocumentCase, Held, HeldKind, RequestNature, provisional_document},
    drop_box,
    evidence::{EvidenceFacts, at_once, improved, postal},
    filing_window, handed_over, implicit_rejection, late_fee, oral_request, silence_dates,
    urgency::{UrgencyFacts, urgency},
    visa_again_unless,
};
use proptest::{option, prelude::*, sample::select};

use crate::{CATALOGUE, calendar, d};

/// What a request is worth on a day, the better the smaller: lateness in days, late fee, whether the visa comes back, whether a document is
/// owed.
type Position = (i64, u32, bool, bool);

fn position(evidence: NaiveDate, blocked: Option<NaiveDate>, expiry: NaiveDate, kind: WindowKind) -> Position {
    let catalogue: &Catalogue = &CATALOGUE;
    let window = filing_window(expiry, kind, catalogue, &calendar("75"));
    let filed = deemed_filed(diligence_date(evidence, blocked), &window, catalogue).on;
    let late = match window.timeliness(filed) {
        Timeliness::TooEarly { .. } | Timeliness::InTime | Timeliness::Tolerated => 0,
        Timeliness::Late { after_tolerance, .. } => after_tolerance,
    };
    let facts = LateFacts { diligent_since: blocked, ..LateFacts::default() };
    let fee = late_fee(evidence, &window, &facts, catalogue).euros;
    let visa = visa_again_unless(expiry, Some(evidence), false, catalogue).on.is_some();
    let case = DocumentCase {
        complete: true,
        in_time: late == 0,
        filed_on: filed,
        held: Some(Held { kind: HeldKind::Card, expiry, article: None }),
        ..DocumentCase::offline(evidence, Some("L. 423-1"), RequestNature::Renewal)
    };
    let owed = provisional_document(&case, catalogue, &calendar("75")).document.proves_stay;
    (late, fee, visa, !owed)
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..3_000).prop_map(|days| d("2022-01-01") + Days::new(days))
}

fn kind() -> impl Strategy<Value = WindowKind> {
    select(vec![WindowKind::Listed, WindowKind::NotListed])
}

fn noon(on: NaiveDate) -> DateTime<Utc> {
    on.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(12)
}

/// What is sent and received on one day, as each door dates it.
fn dated(door: ChannelKind, on: NaiveDate) -> NaiveDate {
    let (catalogue, calendar): (&Catalogue, _) = (&CATALOGUE, calendar("75"));
    let at = |kind| at_once(kind, noon(on), catalogue, &calendar).evidence;
    match door {
        ChannelKind::Post => {
            let facts = EvidenceFacts { postmark: Some((on, Legibility::Yes)), ..EvidenceFacts::received(on) };
            postal(&facts, catalogue, &calendar).evidence.date()
        }
        ChannelKind::Email => at(EvidenceKind::ServerReception).date(),
        ChannelKind::Phone => oral_request(on, &at(EvidenceKind::Reception), catalogue).evidence.date(),
        ChannelKind::Counter => at(EvidenceKind::CounterReceipt).date(),
        ChannelKind::Structure => handed_over(on, on, true, catalogue).evidence.date(),
        ChannelKind::Online => at(EvidenceKind::OnlineAttestation).date(),
    }
}

proptest! {
    /// Any evidence found later, whatever it says, leaves the applicant where they were or better.
    #[test]
    fn no_evidence_ever_worsens_the_position(
        expiry in day(), before in 0_u64..200, found in day(), code in 1_i16..=13, blocked in option::of(day()), kind in kind(),
    ) {
        let received = expiry - Days::new(before);
        let evidence = |date, kind| Evidence { date, kind, proof: Personal("preuve".to_owned()) };
        let first = EvidenceDate::received(evidence(received, EvidenceKind::Reception));
        let later = improved(first.clone(), evidence(found, EvidenceKind::from_code(code).expect("kind")));
        let (was, is) = (position(first.date(), blocked, expiry, kind), position(later.date(), blocked, expiry, kind));
        prop_assert!(is.0 <= was.0 && is.1 <= was.1 && is.2 <= was.2 && is.3 <= was.3, "{was:?} -> {is:?}");
        let helped = position(later.date(), Some(blocked.map_or(found, |on| on.min(found))), expiry, kind);
        prop_assert!(helped.0 <= is.0 && helped.1 <= is.1, "one more step proved: {is:?} -> {helped:?}");
    }

    /// The same request, sent and received the same day by each door: the same date, lateness, fee, silence, document, competence, urgency.
    #[test]
    fn no_door_changes_a_result(on in day(), expiry in 0_u64..200, kind in kind()) {
        let catalogue: &Catalogue = &CATALOGUE;
        let expiry = on + Days::new(expiry);
        let results = |door| {
            let date = dated(door, on);
            let facts = Silence { received_on: on, title: None, article: None, chosen: None, channel_basis_recorded: true };
            let place = CompetenceFacts::of(on, "75".parse().expect("département"), Place::Commune("93066"));
            let facts_of = UrgencyFacts { covered_until: Some(expiry), ..UrgencyFacts::bare(on, date) };
            (
                date,
                position(date, None, expiry, kind),
                implicit_rejection(&facts, catalogue),
                silence_dates(&facts, &[], catalogue),
                competence(&place, catalogue),
                urgency(&facts_of, catalogue, &calendar("75")),
            )
        };
        let by_post = results(ChannelKind::Post);
        prop_assert_eq!(by_post.0, on);
        for door in ChannelKind::ALL {
            prop_assert_eq!(&results(*door), &by_post, "{:?}", door);
        }
    }

    /// A drop box never dates a file later than its finding.
    #[test]
    fn a_box_never_dates_later_than_its_finding(found in day(), opened in option::of(day()), first in any::<bool>()) {
        let date = drop_box(found, opened, first, &CATALOGUE, &calendar("67")).evidence.date();
        prop_assert!(date <= found);
        prop_assert!(opened.is_none_or(|opened| opened > found || date == opened));
    }
}
