//! The same arrival presented again changes nothing.

use casework::Arrival;
use domain::{ChannelKind, Nature, Received};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};

use super::{named, receive};
use crate::office::Office;

/// A digest of every row that an arrival can touch.
async fn books(office: &Office) -> String {
    sqlx::query_scalar(
        "SELECT concat_ws('/',
            (SELECT md5(string_agg(m::text, '' ORDER BY id)) FROM communication m),
            (SELECT md5(string_agg(c::text, '' ORDER BY id)) FROM residence_case c),
            (SELECT md5(string_agg(l::text, '' ORDER BY l::text)) FROM communication_case l),
            (SELECT md5(string_agg(e::text, '' ORDER BY e::text)) FROM evidence e),
            (SELECT md5(string_agg(e::text, '' ORDER BY id)) FROM event e),
            (SELECT count(*) FROM event_payload), (SELECT count(*) FROM blob), (SELECT count(*) FROM job))",
    )
    .fetch_one(&mut office.db.superuser().await)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_double_inside_one_group_is_received_once() {
    let office = Office::open().await;
    let group = ["a", "b", "a", "c", "a"].map(|name| named(&office, name)).to_vec();
    let results = receive(&office, group).await.unwrap();
    let first = results[0].communication();
    assert!(matches!(results[0], Received::Opened { .. }) && matches!(results[1], Received::Opened { .. }));
    assert_eq!(results[2], Received::Again { communication: first });
    assert_eq!(results[4], Received::Again { communication: first });
    assert_eq!(office.number("SELECT count(*) FROM residence_case").await, 3);
}

#[tokio::test]
async fn the_same_name_at_another_account_is_another_arrival() {
    let office = Office::open().await;
    let elsewhere = Arrival { account: Some("autre@prefecture".to_owned()), ..named(&office, "a") };
    let results = receive(&office, vec![named(&office, "a"), elsewhere]).await.unwrap();
    assert!(results.iter().all(|r| matches!(r, Received::Opened { .. })), "{results:?}");
}

#[tokio::test]
async fn presenting_every_arrival_again_changes_nothing() {
    let office = Office::open().await;
    let mut rng = StdRng::seed_from_u64(4);
    let mut arrivals: Vec<Arrival> = (0..60)
        .map(|n| Arrival {
            channel: ChannelKind::ALL[rng.random_range(0..ChannelKind::ALL.len())],
            nature: Nature::ALL[rng.random_range(0..Nature::ALL.len())],
            ..named(&office, &n.to_string())
        })
        .collect();
    receive(&office, arrivals.clone()).await.unwrap();
    let before = books(&office).await;
    arrivals.shuffle(&mut rng);
    for group in arrivals.chunks(7) {
        let results = receive(&office, group.to_vec()).await.unwrap();
        assert!(results.iter().all(|r| matches!(r, Received::Again { .. })), "{results:?}");
    }
    assert_eq!(books(&office).await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doubles_at_the_same_moment_are_received_once_whatever_their_order() {
    let office = Office::open().await;
    for round in 0..10 {
        let names: Vec<String> = (0..20).map(|n| format!("{round}-{n}")).collect();
        let groups = (0..6).map(|seed| {
            let mut group: Vec<Arrival> = names.iter().map(|name| named(&office, name)).collect();
            group.shuffle(&mut StdRng::seed_from_u64(seed));
            receive(&office, group)
        });
        let results = futures::future::try_join_all(groups).await.unwrap();
        let opened = results.iter().flatten().filter(|r| matches!(r, Received::Opened { .. })).count();
        assert_eq!(opened, names.len(), "round {round}");
    }
    assert_eq!(office.number("SELECT count(*) FROM communication").await, 200);
    assert_eq!(office.number("SELECT count(*) FROM residence_case").await, 200);
}
