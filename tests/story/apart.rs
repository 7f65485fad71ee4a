//! Services apart: the demonstration day with every service in a process of its own, under its own database role. Some of them
//! are killed in the middle; the others do not notice, and the books are those of the day in one process.

mod books;
mod crew;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use runtime::postgres::{Plan, PrivatePostgres};
use tokio::time::{Instant, sleep};

use super::{
    kill::chains_and_contents_hold,
    workplace::{Workplace, kill_all},
};
use books::Books;
use crew::Crew;

/// The play takes pages' addresses that are free.
const ANY_PORT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
/// How long a day may take on a machine that does much else.
const LONGEST: Duration = Duration::from_mins(9);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_apart_do_the_day_of_one_process_though_some_are_killed() {
    let mut together = Workplace::open(ANY_PORT, "");
    together.play(&["--once", "--short"]);
    until_over(&mut together, |_| ()).await;
    let expected = closed(&together).await;

    let mut apart = Workplace::open(ANY_PORT, "");
    apart.play(&["--once", "--short", "--apart"]);
    let mut crew = Crew::default();
    until_over(&mut apart, |workplace| {
        crew.look(workplace);
        if let Some(victims) = crew.victims(workplace) {
            kill_all(&victims);
        }
    })
    .await;
    crew.was_not_disturbed(&apart);
    assert_eq!(closed(&apart).await, expected, "the same cases, arrivals, letters and events, door by door");
}

/// Waits for the end of the play, which must be a good one and leave no process.
async fn until_over(workplace: &mut Workplace, mut meanwhile: impl FnMut(&Workplace)) {
    let start = Instant::now();
    let status = loop {
        if let Some(status) = workplace.over() {
            break status;
        }
        assert!(start.elapsed() < LONGEST, "the day has no end");
        meanwhile(workplace);
        sleep(Duration::from_millis(30)).await;
    };
    assert!(status.success(), "{status}");
    let left = workplace.leftovers();
    assert!(left.is_empty(), "processes are left: {left:?}");
    eprintln!("a day in {:.0?}", start.elapsed());
}

/// Opens the database of a play that is over, and reads its books.
async fn closed(workplace: &Workplace) -> Books {
    let server = PrivatePostgres::start(Plan::of(&workplace.config)).await.unwrap();
    let database = workplace.database();
    chains_and_contents_hold(workplace, &database).await;
    let books = Books::read(&database, &workplace.path().join("data")).await;
    database.pool().close().await;
    server.stop().await;
    books
}
