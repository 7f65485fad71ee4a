//! A letter posted before the limit is in time, even scanned after it (AS-01a).

use casework::{approve_letters, hand_to_post};
use chrono::NaiveDate;
use domain::{DeadlineKind, EvidenceKind, LetterKind, LetterState, Safety};
use store::cases;

use crate::office::{Office, day};

async fn due(office: &Office, case: domain::CaseId, kind: DeadlineKind) -> (NaiveDate, String) {
    sqlx::query_as("SELECT due_on, state FROM deadline WHERE kind = $1 AND case_id = (SELECT id FROM residence_case WHERE reference = $2)")
        .bind(kind.code())
        .bind(reference(office, case).await)
        .fetch_one(&mut office.db.superuser().await)
        .await
        .unwrap()
}

async fn reference(office: &Office, case: domain::CaseId) -> String {
    cases::lock(&mut *office.begin(&office.referent()).await, case).await.unwrap().reference.to_string()
}

#[tokio::test]
async fn posted_on_the_12th_and_received_on_the_16th_it_counts_from_the_12th() {
    let office = Office::open().await;
    let (done, _) = office.registered("pli", Safety::Ok).await;
    assert_eq!(done.evidence_on, day("2026-11-12"));
    let row = cases::lock(&mut *office.begin(&office.referent()).await, done.case).await.unwrap();
    assert_eq!((row.received_on, row.evidence_on), (day("2026-11-16"), day("2026-11-12")));
    assert_eq!(row.evidence_kind, EvidenceKind::Postmark);
    let (acknowledgement, _) = due(&office, done.case, DeadlineKind::AcknowledgementDue).await;
    assert_eq!(acknowledgement, day("2026-11-18"));
    let (silence, _) = due(&office, done.case, DeadlineKind::ImplicitRejection).await;
    assert_eq!(silence, day("2027-02-14"), "silence runs from the reception, whatever the evidence (I-15)");
    let letters = office.letters(done.case).await;
    let said = &letters.iter().find(|l| l.kind == LetterKind::Acknowledgement).unwrap().data;
    assert_eq!(said["evidence"]["date"], "2026-11-12");
    assert_eq!(said["received_on"], "2026-11-16");
    assert_eq!(said["silence"]["on"], "2027-02-14");
    office.prepare_letters().await;
}

#[tokio::test]
async fn every_evidence_is_kept() {
    let office = Office::open().await;
    office.registered("pli", Safety::Ok).await;
    let kept: Vec<(i16, NaiveDate)> = sqlx::query_as("SELECT kind, date FROM evidence ORDER BY date")
        .fetch_all(&mut office.db.superuser().await)
        .await
        .unwrap();
    assert!(kept.contains(&(EvidenceKind::Postmark.code(), day("2026-11-12"))), "{kept:?}");
    assert!(kept.contains(&(EvidenceKind::Reception.code(), day("2026-11-16"))), "{kept:?}");
    office.prepare_letters().await;
}

#[tokio::test]
async fn the_acknowledgement_that_left_meets_its_deadline() {
    let office = Office::open().await;
    let (done, letter) = office.registered("pli", Safety::Ok).await;
    office.prepare_letters().await;
    let all: Vec<_> = office.letters(done.case).await.iter().map(|l| l.id).collect();
    assert_eq!(all.len(), 2, "the acknowledgement and the receipt");
    approve_letters(&office.casework, &office.referent(), office.clerk, &all).await.unwrap();
    let run = office.print(&all).await.unwrap();
    assert_eq!(due(&office, done.case, DeadlineKind::AcknowledgementDue).await.1, "open");
    assert_eq!(hand_to_post(&office.casework, &office.referent(), office.clerk, run).await.unwrap(), 2);
    assert_eq!(office.letter_state(letter.id).await, LetterState::HandedToPost);
    assert_eq!(due(&office, done.case, DeadlineKind::AcknowledgementDue).await.1, "met");
    assert_eq!(due(&office, done.case, DeadlineKind::ImplicitRejection).await.1, "open");
    let twice = hand_to_post(&office.casework, &office.referent(), office.clerk, run).await;
    assert!(twice.is_err(), "a pile leaves once");
}

#[tokio::test]
async fn pages_counted_and_pages_scanned_that_differ_are_told_to_a_person() {
    let office = Office::open().await;
    let batch = office.scan("trois plis").await;
    office.read(batch, &[Some(2), Some(5), None]).await;
    let told: Vec<(i16, serde_json::Value, i32)> =
        sqlx::query_as("SELECT x.kind, x.detail, e.position FROM exception x JOIN envelope e USING (communication_id)")
            .fetch_all(&mut office.db.superuser().await)
            .await
            .unwrap();
    assert_eq!(told.len(), 1, "{told:?}");
    let (kind, detail, position) = &told[0];
    assert_eq!((*kind, *position), (domain::ExceptionKind::PageCount.code(), 2));
    assert_eq!((&detail["declared"], &detail["scanned"]), (&5.into(), &2.into()));
}
