//! The points, the bands and the overrides of domain section 7.

use law::urgency::{Band, BandOverride, Declared, Signal, Urgency, UrgencyFacts, urgency};

use crate::{calendar, catalogue, d};

const TODAY: &str = "2026-11-20";

fn of(facts: &UrgencyFacts) -> Urgency {
    urgency(facts, &catalogue(), &calendar("67"))
}

fn bare() -> UrgencyFacts {
    UrgencyFacts::bare(d(TODAY), d("2026-11-02"))
}

fn declared(signal: Signal) -> Declared {
    Declared { signal, on: None, since: d(TODAY), proved: false }
}

fn with(facts: &[Declared]) -> UrgencyFacts {
    UrgencyFacts { declared: facts.to_vec(), ..bare() }
}

#[test]
fn a_document_that_ends_soon_counts_once_by_the_closest_row() {
    for (until, points) in [
        ("2026-11-19", 50),
        ("2026-11-20", 40),
        ("2026-12-05", 40),
        ("2026-12-06", 28),
        ("2026-12-20", 28),
        ("2026-12-21", 15),
        ("2027-01-19", 15),
        ("2027-01-20", 0),
    ] {
        let found = of(&UrgencyFacts { covered_until: Some(d(until)), ..bare() });
        assert_eq!((found.score, found.reasons.len()), (points, usize::from(points > 0)), "{until}");
    }
    assert_eq!(of(&bare()).score, 0, "nobody who never had a title is punished for it");
}

#[test]
fn dates_that_come_near_count() {
    for (facts, points) in [
        (UrgencyFacts { rejection_on: Some(d("2026-12-05")), ..bare() }, 25),
        (UrgencyFacts { rejection_on: Some(d("2026-12-20")), ..bare() }, 12),
        (UrgencyFacts { rejection_on: Some(d("2026-12-21")), ..bare() }, 0),
        (UrgencyFacts { rejection_on: Some(d("2026-11-19")), ..bare() }, 0),
        (UrgencyFacts { visa_again_on: Some(d("2026-12-20")), ..bare() }, 30),
        (UrgencyFacts { protected_since: Some(d("2026-10-01")), ..bare() }, 35),
        (UrgencyFacts { target: Some(d("2026-10-30")), ..bare() }, 3),
        (UrgencyFacts { target: Some(d("2025-10-30")), ..bare() }, 15),
        (UrgencyFacts { target: Some(d("2026-11-14")), ..bare() }, 0),
    ] {
        assert_eq!(of(&facts).score, points, "{facts:?}");
    }
}

#[test]
fn what_is_declared_counts_fully_then_half_without_proof_never_nothing() {
    let old = Declared { since: d("2026-10-20"), ..declared(Signal::JobLost) };
    assert_eq!(of(&with(&[declared(Signal::JobLost)])).score, 30);
    assert_eq!(of(&with(&[old])).score, 15);
    assert_eq!(of(&with(&[Declared { proved: true, ..old }])).score, 30);
    assert_eq!(of(&with(&[Declared { since: d("2026-10-21"), ..old }])).score, 30, "thirty days");
    let isolated = Declared { since: d("2026-01-01"), ..declared(Signal::Isolated) };
    let found = of(&with(&[isolated]));
    assert_eq!((found.score, found.reasons[0].halved, found.reasons[0].declared_only), (8, true, true));
}

#[test]
fn a_fact_about_a_day_counts_only_near_it() {
    let contract = |on: &str| Declared { on: Some(d(on)), ..declared(Signal::ContractStarts) };
    assert_eq!(of(&with(&[contract("2026-12-05")])).score, 25);
    assert_eq!(of(&with(&[contract("2026-12-06")])).score, 0);
    assert_eq!(of(&with(&[contract("2026-11-19")])).score, 0);
    let removal = |on: &str| Declared { on: Some(d(on)), ..declared(Signal::RemovalImminent) };
    assert_eq!(of(&with(&[declared(Signal::Removal), removal("2026-11-24")])).band, Band::P0);
    assert_eq!(of(&with(&[declared(Signal::Removal), removal("2026-11-25")])).band, Band::P2);
}

/// The bands, and what puts a case into the first by itself (AS-06).
#[test]
fn bands_follow_the_score_and_some_facts_command_the_first() {
    use Signal::{BenefitsStopped, EmployerLetter, Housing, JobLost, Victim};
    let expired = |facts: &[Declared]| UrgencyFacts { covered_until: Some(d("2026-11-01")), ..with(facts) };
    for (facts, score, band, by) in [
        (bare(), 0, Band::P3, None),
        (with(&[declared(Housing)]), 25, Band::P2, Some("2026-11-27")),
        (with(&[declared(Housing), declared(JobLost)]), 55, Band::P1, Some("2026-11-24")),
        (with(&[declared(Housing), declared(JobLost), declared(EmployerLetter)]), 80, Band::P0, Some(TODAY)),
        (with(&[declared(Victim)]), 40, Band::P0, Some(TODAY)),
        (expired(&[]), 50, Band::P2, Some("2026-11-27")),
        (expired(&[declared(BenefitsStopped)]), 80, Band::P0, Some(TODAY)),
    ] {
        let found = of(&facts);
        assert_eq!((found.score, found.band, found.handle_by), (score, band, by.map(d)), "{:?}", found.reasons);
        assert_eq!(found.why.because.len(), found.reasons.len().max(1));
    }
    let half = Declared { since: d("2026-01-01"), ..declared(JobLost) };
    assert_eq!(of(&expired(&[half])).band, Band::P0, "expired and without job, whatever the points");
}

#[test]
fn a_case_that_nobody_touched_rises_one_band() {
    let touched = |on: &str| UrgencyFacts { touched_on: d(on), ..bare() };
    assert_eq!((of(&touched("2026-10-22")).band, of(&touched("2026-10-21")).band), (Band::P3, Band::P2));
    assert!(of(&touched("2026-10-21")).why.because.iter().any(|said| said.contains("un rang de plus")));
}

/// I-18.
#[test]
fn an_override_has_an_officer_a_reason_and_an_end() {
    assert!(BandOverride::new(Band::P0, "agent", "  ", d(TODAY)).is_err());
    assert!(BandOverride::new(Band::P0, "", "examen médical", d(TODAY)).is_err());
    let decided = BandOverride::new(Band::P1, "agent", "examen médical le 22", d("2026-10-21")).expect("override");
    let facts = UrgencyFacts { decided: Some(decided), ..bare() };
    let found = of(&facts);
    assert_eq!((found.band, found.computed_band, found.decided_until), (Band::P1, Band::P3, Some(d(TODAY))));
    let after = of(&UrgencyFacts { today: d("2026-11-21"), touched_on: d("2026-11-21"), ..facts });
    assert_eq!((after.band, after.decided_until), (Band::P3, None));
}

#[test]
fn the_queue_goes_by_band_score_deadline_and_age() {
    let place = |facts: &UrgencyFacts| of(facts).place();
    let older = UrgencyFacts { evidence_date: d("2026-10-01"), ..bare() };
    assert!(place(&older) < place(&bare()), "the oldest first in the last band");
    let near = UrgencyFacts { evidence_date: d("2026-10-01"), rejection_on: Some(d("2026-12-20")), ..bare() };
    assert!(place(&older) <= place(&near), "points do not count in the last band");
    let exam = |on: &str| Declared { on: Some(d(on)), ..declared(Signal::ThirdPartyDeadline) };
    let sooner = with(&[declared(Signal::Isolated), exam("2026-11-22")]);
    let later = with(&[declared(Signal::Isolated), exam("2026-11-28")]);
    assert!(place(&sooner) < place(&later), "equal scores: the earlier deadline");
    assert!(
        place(&with(&[declared(Signal::Victim)]))
            < place(&with(&[declared(Signal::Housing), declared(Signal::Health)]))
    );
}
