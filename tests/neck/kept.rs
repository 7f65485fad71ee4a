//! An arrival with nothing but a channel and a moment is kept (I-01, R-02), and has one of four results.

use bytes::Bytes;
use casework::Arrival;
use chrono::TimeDelta;
use domain::{Actor, ChannelKind, Evidence, EvidenceKind, Nature, Personal, Received, Role};
use proptest::{
    option,
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use store::cases;

use super::{named, receive};
use crate::office::{Office, day, student};

#[tokio::test]
async fn a_channel_and_a_moment_are_enough_at_every_door() {
    let office = Office::open().await;
    for channel in ChannelKind::ALL {
        let results = receive(&office, vec![Arrival::bare(*channel, office.now())]).await.unwrap();
        let Received::Opened { case, .. } = results[0] else { panic!("{channel:?}: {results:?}") };
        let mut tx = office.begin(&office.officer()).await;
        let row = cases::lock(&mut tx, case).await.unwrap();
        assert_eq!(
            (row.first_channel, row.received_on, row.evidence_on),
            (*channel, day("2026-11-16"), day("2026-11-16"))
        );
        assert_eq!(row.evidence_kind, EvidenceKind::Reception);
    }
    assert_eq!(
        office.number("SELECT count(*) FROM communication").await,
        i64::try_from(ChannelKind::ALL.len()).unwrap()
    );
}

/// What a door may know besides: any of it, or nothing.
type Facts = (ChannelKind, Nature, Option<String>, Option<String>, Option<Vec<u8>>, Option<i64>, i64);

fn facts() -> impl Strategy<Value = Facts> {
    (
        select(ChannelKind::ALL),
        select(Nature::ALL),
        option::of("[a-z0-9@. -]{0,20}"),
        option::of("\\PC{0,40}"),
        option::of(proptest::collection::vec(any::<u8>(), 0..2000)),
        option::of(-400_i64..400),
        -3000_i64..3000,
    )
}

async fn keep(office: &Office, facts: Facts) -> Received {
    let (channel, nature, account, external_id, content, evidence, ago) = facts;
    let received_at = office.now() - TimeDelta::hours(ago.abs());
    let content = match content {
        Some(bytes) => Some(office.casework.blobs.keep(Bytes::from(bytes), "application/octet-stream").await.unwrap()),
        None => None,
    };
    let evidence = evidence.map(|days| Evidence {
        date: received_at.date_naive() + TimeDelta::days(days),
        kind: EvidenceKind::Postmark,
        proof: Personal("cachet".to_owned()),
    });
    let arrival = Arrival { account, external_id, nature, content, evidence, ..Arrival::bare(channel, received_at) };
    receive(office, vec![arrival]).await.unwrap().remove(0)
}

#[test]
fn whatever_else_is_known_the_arrival_is_kept() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let office = runtime.block_on(Office::open());
    let kept = |facts| {
        let received = runtime.block_on(async {
            let received = keep(&office, facts).await;
            let mut tx = office.begin(&office.officer()).await;
            store::communications::lock(&mut tx, received.communication()).await.unwrap();
            received
        });
        prop_assert!(!matches!(received, Received::Attached { .. }), "nothing names a case");
        Ok(())
    };
    TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(120) }).run(&facts(), kept).unwrap();
    let lost = "SELECT count(*) FROM communication m WHERE owner_role IS NULL
                AND NOT EXISTS (SELECT FROM communication_case l WHERE l.communication_id = m.id)";
    assert_eq!(runtime.block_on(office.number(lost)), 0, "a case or an owner for each");
    runtime.block_on(async { drop(office) });
}

#[tokio::test]
async fn an_arrival_has_one_of_four_results() {
    let office = Office::open().await;
    let opened = receive(&office, vec![named(&office, "1")]).await.unwrap().remove(0);
    let Received::Opened { communication, case } = opened else { panic!("{opened:?}") };
    let again = receive(&office, vec![named(&office, "1")]).await.unwrap().remove(0);
    assert_eq!(again, Received::Again { communication });
    let reference = cases::lock(&mut *office.begin(&office.officer()).await, case).await.unwrap().reference;
    for (name, nature) in [("2", Nature::Reply), ("3", Nature::Request)] {
        let reply = Arrival { nature, reference: Some(reference), ..named(&office, name) };
        let attached = receive(&office, vec![reply]).await.unwrap().remove(0);
        assert!(matches!(attached, Received::Attached { case: known, .. } if known == case), "{attached:?}");
    }
    for nature in [Nature::Returned, Nature::Automatic, Nature::Misdirected] {
        let arrival = Arrival { nature, ..Arrival::bare(ChannelKind::Post, office.now()) };
        let left = receive(&office, vec![arrival]).await.unwrap().remove(0);
        let Received::Unassigned { owner, due, communication } = left else { panic!("{left:?}") };
        assert_eq!(owner, Role::Mailroom);
        assert!(due > day("2026-11-16") && due < day("2026-12-16"), "{due}");
        let stored: (i16, chrono::NaiveDate) =
            sqlx::query_as("SELECT owner_role, outcome_due FROM communication WHERE id = $1")
                .bind(sqlx::types::Uuid::from_bytes(communication.uuid().into_bytes()))
                .fetch_one(&mut office.db.superuser().await)
                .await
                .unwrap();
        assert_eq!(stored, (owner.code(), due));
    }
}

#[tokio::test]
async fn a_reply_to_a_case_that_is_not_known_keeps_its_date_as_a_request() {
    let office = Office::open().await;
    let unknown = domain::CaseReference::new(2026, office.casework.site.department, 999_999).unwrap();
    let reply = Arrival { nature: Nature::Reply, reference: Some(unknown), ..named(&office, "1") };
    let results = receive(&office, vec![reply]).await.unwrap();
    assert!(matches!(results[0], Received::Opened { .. }), "{results:?}");
}

#[tokio::test]
async fn a_reply_to_a_case_that_was_merged_goes_where_the_case_went() {
    let office = Office::open().await;
    let first = office.envelope("premier pli").await;
    let into = office.register(&student(first)).await.case;
    let second = office.envelope("second pli").await;
    let own = {
        let mut tx = office.begin(&office.referent()).await;
        let case = store::communications::lock(&mut tx, second).await.unwrap().cases[0];
        cases::lock(&mut tx, case).await.unwrap().reference
    };
    let merged = casework::Registration { target: casework::Target::Existing(into), ..student(second) };
    office.register(&merged).await;
    let reply = Arrival { nature: Nature::Reply, reference: Some(own), ..named(&office, "3") };
    let results = receive(&office, vec![reply]).await.unwrap();
    assert!(matches!(results[0], Received::Attached { case, .. } if case == into), "{results:?}");
    office.prepare_letters().await;
}

#[tokio::test]
async fn a_reply_about_a_protected_person_is_protected_as_well() {
    let office = Office::open().await;
    let communication = office.envelope("pli").await;
    let protected = casework::NewPerson { protected: true, ..casework::NewPerson::default() };
    let registration =
        casework::Registration { person: casework::PersonChoice::New(protected), ..student(communication) };
    let reference = office.register(&registration).await.reference;
    office.prepare_letters().await;
    let reply = Arrival { nature: Nature::Reply, reference: Some(reference), ..named(&office, "2") };
    let reply = receive(&office, vec![reply]).await.unwrap()[0].communication();
    let seen = async |actor: &Actor| store::communications::lock(&mut *office.begin(actor).await, reply).await.is_ok();
    assert!(seen(&office.referent()).await);
    assert!(!seen(&office.officer()).await, "an officer must not see it");
}
