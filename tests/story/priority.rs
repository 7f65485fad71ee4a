//! What makes a case urgent beside its dates: what somebody says, what proves it, what an officer decides.

use axum::http::StatusCode;
use casework::{
    Declaration, DeclareError, PersonChoice, Registration, Target, declare_urgency, prove_urgency, undo,
    withdraw_urgency,
};
use chrono::{Days, TimeDelta};
use domain::{CaseId, Role, Safety};
use law::urgency::{Band, Signal, Weighed};

use crate::{
    office::{Office, student},
    site::site,
};

use super::recompute::recompute;

fn said(office: &Office, case: CaseId, signal: Signal) -> Declaration {
    let today = office.casework.today();
    Declaration { case, signal, about_on: None, declared_on: today, said: "au téléphone".to_owned(), proved: false }
}

async fn say(office: &Office, declaration: &Declaration) -> Result<domain::UrgencySignalId, DeclareError> {
    declare_urgency(&office.casework, &office.officer(), office.clerk, declaration).await
}

async fn weighed(office: &Office, case: CaseId) -> Weighed {
    let mut tx = office.begin(&office.referent()).await;
    let kept = store::reckonings::load(&mut tx, &[case], &[]).await.unwrap().remove(0);
    serde_json::from_value(kept.urgency.unwrap().0).unwrap()
}

#[tokio::test]
async fn what_is_said_counts_at_once_fully_and_once() {
    let office = Office::open().await;
    let (calm, _) = office.registered("pli un", Safety::Ok).await;
    assert_eq!(weighed(&office, calm.case).await.score, 0);
    let lost = say(&office, &said(&office, calm.case, Signal::JobLost)).await.unwrap();
    let after = weighed(&office, calm.case).await;
    assert_eq!((after.score, after.band), (30, Band::P2));
    assert!(after.reasons[0].declared_only);
    for _ in 0..10 {
        let again = say(&office, &said(&office, calm.case, Signal::JobLost)).await;
        assert!(matches!(again, Err(DeclareError::Known)), "{again:?}");
    }
    assert_eq!(weighed(&office, calm.case).await.score, 30, "ten more calls change nothing");
    office.clock.advance(TimeDelta::days(31));
    recompute(&office).await;
    let old = weighed(&office, calm.case).await;
    let job = old.reasons.iter().find(|reason| reason.signal == Signal::JobLost).unwrap();
    assert_eq!((job.points, job.halved), (15, true), "without proof after thirty days");
    prove_urgency(&office.casework, &office.officer(), office.clerk, calm.case, lost).await.unwrap();
    let proved = weighed(&office, calm.case).await;
    let job = proved.reasons.iter().find(|reason| reason.signal == Signal::JobLost).unwrap();
    assert_eq!((job.points, job.declared_only), (30, false));
    let actor = office.officer();
    let no_reason = withdraw_urgency(&office.casework, &actor, office.clerk, (calm.case, lost), "  ").await;
    assert!(matches!(no_reason, Err(DeclareError::NoReason)));
    withdraw_urgency(&office.casework, &actor, office.clerk, (calm.case, lost), "emploi retrouvé").await.unwrap();
    assert!(weighed(&office, calm.case).await.reasons.iter().all(|reason| reason.signal != Signal::JobLost));
    let again = prove_urgency(&office.casework, &actor, office.clerk, calm.case, lost).await;
    assert!(matches!(again, Err(DeclareError::Gone)));
    say(&office, &said(&office, calm.case, Signal::JobLost)).await.expect("said anew, it counts anew");
    office.prepare_letters().await;
}

#[tokio::test]
async fn a_fact_about_a_day_needs_it_and_presses_near_it() {
    let office = Office::open().await;
    let (done, _) = office.registered("pli", Safety::Ok).await;
    let today = office.casework.today();
    let contract = said(&office, done.case, Signal::ContractStarts);
    assert!(matches!(say(&office, &contract).await, Err(DeclareError::NoDay(Signal::ContractStarts))));
    let late = Declaration { declared_on: today + Days::new(1), ..said(&office, done.case, Signal::Housing) };
    assert!(matches!(say(&office, &late).await, Err(DeclareError::ToCome)));
    let automatic = said(&office, done.case, Signal::ExpiredWithoutDocument);
    assert!(matches!(say(&office, &automatic).await, Err(DeclareError::NotDeclared(_))));
    say(&office, &Declaration { about_on: Some(today + Days::new(16)), ..contract }).await.unwrap();
    assert_eq!(weighed(&office, done.case).await.score, 0, "the contract is sixteen days away");
    office.clock.advance(TimeDelta::days(1));
    recompute(&office).await;
    assert_eq!(weighed(&office, done.case).await.score, 25);
    let removal = Declaration { about_on: Some(today + Days::new(5)), ..said(&office, done.case, Signal::Removal) };
    say(&office, &removal).await.unwrap();
    let pressing = weighed(&office, done.case).await;
    assert_eq!((pressing.score, pressing.band), (65, Band::P0), "four days are left");
    office.prepare_letters().await;
}

#[tokio::test]
async fn what_was_said_of_a_merged_case_counts_for_the_case_it_joins() {
    let office = Office::open().await;
    let (known, _) = office.registered("pli un", Safety::Ok).await;
    let second = office.envelope("pli deux").await;
    let own = store::communications::lock(&mut *office.begin(&office.referent()).await, second).await.unwrap().cases[0];
    say(&office, &said(&office, own, Signal::Housing)).await.unwrap();
    assert_eq!(weighed(&office, own).await.score, 25);
    let person = office.person_of(known.case).await;
    let joining =
        Registration { person: PersonChoice::Known(person), target: Target::Existing(known.case), ..student(second) };
    let joined = office.register(&joining).await;
    assert_eq!(weighed(&office, known.case).await.score, 25);
    undo(&office.casework, &office.referent(), office.clerk, joined.undo).await.unwrap();
    assert_eq!((weighed(&office, known.case).await.score, weighed(&office, own).await.score), (0, 25));
    office.prepare_letters().await;
}

#[tokio::test]
async fn an_agent_says_it_an_officer_decides_and_the_week_reads_it_again() {
    let site = site().await;
    let (done, _) = site.office.registered("pli", Safety::Ok).await;
    let (phone, officer) = (site.sign_in(Role::PhoneAgent).await, site.sign_in(Role::Officer).await);
    let page = format!("/dossiers/{}/urgence", done.case);
    let (status, empty) = site.read(&page, &phone).await;
    assert_eq!(status, StatusCode::OK);
    assert!(empty.contains("Rien n’a été signalé") && !empty.contains("Rang décidé"), "{empty}");
    let (status, _, wrong) = site.send(&page, &phone, &[("fait", "contract_starts"), ("dit", "CDI chez Martin")]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(wrong.contains("Ce fait ne compte qu’avec son jour") && wrong.contains("CDI chez Martin"), "{wrong}");
    site.done(&page, &phone, &[("fait", "job_lost"), ("dit", "licenciement")]).await;
    let (_, shown) = site.read(&page, &phone).await;
    assert!(shown.contains("licenciement") && shown.contains("déclaré") && shown.contains("30 points"), "{shown}");
    let decide = format!("/dossiers/{}/rang", done.case);
    assert_eq!(site.send(&decide, &phone, &[("rang", "0"), ("motif", "x")]).await.0, StatusCode::FORBIDDEN);
    let (_, _, wrong) = site.send(&decide, &officer, &[("rang", "0"), ("motif", "")]).await;
    assert!(wrong.contains("Écrivez pourquoi"), "{wrong}");
    site.done(&decide, &officer, &[("rang", "0"), ("motif", "convocation demain")]).await;
    let decided = weighed(&site.office, done.case).await;
    assert_eq!((decided.band, decided.computed_band, decided.score), (Band::P0, Band::P2, 30));
    let (_, week) = site.read("/dossiers/rangs-decides", &officer).await;
    assert!(week.contains("convocation demain") && week.contains("Semaine du"), "{week}");
    let (_, case) = site.read(&format!("/dossiers/{}", done.case), &officer).await;
    assert!(case.contains("Rang de priorité décidé") && case.contains("Urgence signalée"), "{case}");
    site.office.clock.advance(TimeDelta::days(31));
    recompute(&site.office).await;
    assert_eq!(weighed(&site.office, done.case).await.decided_until, None, "thirty days are over");
    let officer = site.enter(Role::Officer).await;
    site.done(&decide, &officer, &[("rang", "3"), ("motif", "doublon")]).await;
    assert_eq!(weighed(&site.office, done.case).await.band, Band::P3, "down as well as up");
    site.done(&format!("{decide}/lever"), &officer, &[]).await;
    assert_eq!(weighed(&site.office, done.case).await.decided_until, None);
    site.office.prepare_letters().await;
}
