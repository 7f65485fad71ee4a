//! Many doors at once: every caller gets its own answer, every case its own reference.

use std::{collections::BTreeSet, sync::Arc};

use casework::{Arrival, Intake};
use chrono::TimeDelta;
use domain::{ChannelKind, Received};
use tokio::task::JoinSet;

use super::{named, receive};
use crate::office::Office;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn references_are_unique_from_the_first_moment_of_a_year_on() {
    let office = Arc::new(Office::open().await);
    let mut doors = JoinSet::new();
    for door in 0..8 {
        let office = Arc::clone(&office);
        doors.spawn(async move {
            for n in 0..10 {
                // Two years at once: each has its own numbers.
                let received_at = office.now() + TimeDelta::days(if n % 2 == 0 { 0 } else { 60 });
                let arrival = Arrival { received_at, ..named(&office, &format!("{door}-{n}")) };
                receive(&office, vec![arrival]).await.unwrap();
            }
        });
    }
    doors.join_all().await;
    assert_eq!(office.number("SELECT count(DISTINCT reference) FROM residence_case").await, 80);
    assert_eq!(office.number("SELECT count(*) FROM residence_case WHERE reference LIKE '27%'").await, 40);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_intake_answers_each_caller_for_its_own_arrival() {
    let office = Office::open().await;
    let intake = Intake::start(&office.casework, ChannelKind::Email);
    let mut callers = JoinSet::new();
    for n in 0..300 {
        let (intake, arrival) = (intake.clone(), named(&office, &format!("{}", n % 100)));
        callers.spawn(async move { (n % 100, intake.receive(arrival).await.unwrap().unwrap()) });
    }
    let answers = callers.join_all().await;
    let opened: BTreeSet<i32> =
        answers.iter().filter(|(_, r)| matches!(r, Received::Opened { .. })).map(|(n, _)| *n).collect();
    assert_eq!(opened.len(), 100);
    for (n, received) in &answers {
        let communications: BTreeSet<_> =
            answers.iter().filter(|(m, _)| m == n).map(|(_, r)| r.communication()).collect();
        assert_eq!(
            communications.len(),
            1,
            "every caller of arrival {n} is told of the same communication: {received:?}"
        );
    }
    assert_eq!(office.number("SELECT count(*) FROM communication").await, 100);
}
