//! A date that somebody was told is never changed by itself.

use casework::{DecideError, Decided, approve_letters, decide_changes, hand_to_post};
use chrono::TimeDelta;
use domain::{CaseId, ChangeId, ChangeState, DeadlineKind, LetterKind, Safety};
use store::{events, recomputations, recomputations::Found};

use super::{due, recompute, set};
use crate::office::{Office, day};

/// A case whose acknowledgement is on its way: it told 14 February 2027. The title turns out to be another one.
async fn told(office: &Office) -> CaseId {
    let (done, _) = office.registered("pli", Safety::Ok).await;
    office.prepare_letters().await;
    let all: Vec<_> = office.letters(done.case).await.iter().map(|letter| letter.id).collect();
    approve_letters(&office.casework, &office.referent(), office.clerk, &all).await.unwrap();
    let run = office.print(&all).await.unwrap();
    hand_to_post(&office.casework, &office.referent(), office.clerk, run).await.unwrap();
    set(office, done.case, "title_code = 'T06'").await;
    done.case
}

async fn proposed(office: &Office, case: CaseId) -> Vec<ChangeId> {
    let found = recomputations::lock_proposals(&mut *office.begin(&office.referent()).await, case).await.unwrap();
    found.into_iter().map(|proposal| proposal.id).collect()
}

async fn decide(
    office: &Office,
    case: CaseId,
    shown: &[ChangeId],
    accept: bool,
    reason: &str,
) -> Result<Decided, DecideError> {
    decide_changes(&office.casework, &office.referent(), office.clerk, case, shown, accept, reason).await
}

async fn kinds(office: &Office, case: CaseId) -> Vec<String> {
    let found = events::of_stream(&mut *office.begin(&office.referent()).await, &case.to_string()).await.unwrap();
    found.into_iter().map(|entry| entry.kind).collect()
}

#[tokio::test]
async fn a_date_told_by_a_letter_is_proposed_once_and_changes_when_somebody_accepts() {
    let office = Office::open().await;
    let case = told(&office).await;
    let found = recompute(&office).await;
    assert_eq!((found.dates_changed, found.dates_proposed), (0, 1));
    assert_eq!(
        due(&office, case, DeadlineKind::ImplicitRejection).await,
        Some(day("2027-02-14")),
        "what was told stays"
    );
    assert_eq!(recompute(&office).await, Found { looked_at: 1, ..Found::default() }, "it is proposed once");
    let shown = proposed(&office, case).await;
    assert_eq!(shown.len(), 1);
    let refused = decide(&office, case, &shown, true, "  ").await;
    assert!(matches!(refused, Err(DecideError::NoReason)), "{refused:?}");
    let Decided::Accepted(letter) = decide(&office, case, &shown, true, "titre corrigé au guichet").await.unwrap()
    else {
        panic!("it was accepted")
    };
    assert_eq!(due(&office, case, DeadlineKind::ImplicitRejection).await, Some(day("2027-03-16")));
    let letters = office.acknowledgements(case).await;
    let new = letters.iter().find(|row| row.id == letter).expect("the person is written to");
    assert_eq!((&new.data["silence"]["on"], &new.data["replaces"]), (&"2027-03-16".into(), &"2026-11-16".into()));
    assert!(kinds(&office, case).await.contains(&"case.date_change_accepted".to_owned()));
    let again = decide(&office, case, &shown, true, "encore").await;
    assert!(matches!(again, Err(DecideError::NoLongerProposed)), "{again:?}");
    assert_eq!(recompute(&office).await, Found { looked_at: 1, ..Found::default() });
    assert_eq!(office.prepare_letters().await, 1, "the new letter is made");
}

#[tokio::test]
async fn a_refusal_holds_until_the_law_gives_yet_another_date() {
    let office = Office::open().await;
    let case = told(&office).await;
    recompute(&office).await;
    office.clock.advance(TimeDelta::minutes(1));
    let shown = proposed(&office, case).await;
    assert_eq!(decide(&office, case, &shown, false, "le titre reste T01").await.unwrap(), Decided::Refused);
    assert_eq!(due(&office, case, DeadlineKind::ImplicitRejection).await, Some(day("2027-02-14")));
    assert_eq!(recompute(&office).await.dates_proposed, 0, "not asked twice");
    office.clock.advance(TimeDelta::minutes(1));
    set(&office, case, "received_on = '2026-11-14', evidence_on = '2026-11-12'").await;
    assert_eq!(recompute(&office).await.dates_proposed, 1, "another date is another question");
    assert!(kinds(&office, case).await.contains(&"case.date_change_refused".to_owned()));
    assert_eq!(office.letters(case).await.len(), 2, "nobody is written to");
}

#[tokio::test]
async fn a_proposal_falls_with_the_fact_it_rested_on() {
    let office = Office::open().await;
    let case = told(&office).await;
    recompute(&office).await;
    let shown = proposed(&office, case).await;
    set(&office, case, "title_code = 'T01'").await;
    let late = decide(&office, case, &shown, true, "vu trop tard").await;
    assert!(matches!(late, Err(DecideError::NoLongerProposed)), "the law no longer gives that date: {late:?}");
    assert_eq!(due(&office, case, DeadlineKind::ImplicitRejection).await, Some(day("2027-02-14")));
    assert_eq!(proposed(&office, case).await, []);
    let state = office.number("SELECT state::bigint FROM recomputation_change WHERE deadline_kind IS NOT NULL").await;
    assert_eq!(state, i64::from(ChangeState::Outdated.code()));
    let waiting = office.letters(case).await;
    assert_eq!(waiting.iter().filter(|letter| letter.kind == LetterKind::Acknowledgement).count(), 1);
}
