//! Nothing lost, nothing doubled, while all doors stream in: the program, its PostgreSQL and its readers are killed at any
//! moment, again and again.
//!
//! `PASSERELLE_TEST_KILLS` says how often (200), `PASSERELLE_TEST_SEED` in which order.

mod agent;
mod books;
mod callers;
mod clerk;
mod mailer;
mod outside;
mod programs;
mod scanner;
mod stream;
mod visitors;

use std::{collections::BTreeMap, env, pin::pin, sync::Arc, time::Duration};

use rand::{Rng, SeedableRng, rngs::StdRng};
use tokio::time::{Instant, sleep, timeout};

pub(super) use books::chains_and_contents_hold;

use super::workplace::{Workplace, kill_all};
use books::Presented;
use outside::Outside;
use stream::Stream;

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Victim {
    Program,
    WholePostgres,
    OneServerProcess,
    Reader,
}

/// Readers more often than the rest: little is read while everything else lies down.
const VICTIMS: [Victim; 8] = [
    Victim::Program,
    Victim::Program,
    Victim::WholePostgres,
    Victim::OneServerProcess,
    Victim::OneServerProcess,
    Victim::Reader,
    Victim::Reader,
    Victim::Reader,
];

/// How long everything may take to come to rest once nothing is killed any more.
const REST: Duration = Duration::from_mins(6);

fn setting(name: &str, default: u64) -> u64 {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Kills one victim if there is one at this moment.
fn strike(workplace: &mut Workplace, victim: Victim, rng: &mut StdRng) -> bool {
    let one_of = |pids: Vec<i32>, rng: &mut StdRng| pids.get(rng.random_range(0..pids.len().max(1))).copied();
    let struck: Vec<i32> = match victim {
        Victim::Program => {
            workplace.kill_program();
            return true;
        }
        Victim::WholePostgres => workplace.postgres(),
        Victim::OneServerProcess => {
            one_of(workplace.postgres().into_iter().skip(1).collect(), rng).into_iter().collect()
        }
        Victim::Reader => one_of(workplace.readers(), rng).into_iter().collect(),
    };
    kill_all(&struck);
    !struck.is_empty()
}

/// Kills `wanted` times; returns how often each.
async fn rampage(workplace: &mut Workplace, wanted: u64, rng: &mut StdRng) -> BTreeMap<Victim, u64> {
    let mut kills = BTreeMap::new();
    let start = Instant::now();
    while kills.values().sum::<u64>() < wanted {
        let fresh = workplace.start();
        let pause = if fresh { 300..3500 } else { 50..900 };
        sleep(Duration::from_millis(rng.random_range(pause))).await;
        let victim = VICTIMS[rng.random_range(0..VICTIMS.len())];
        // A reader lives for a moment only: wait for one.
        let until = Instant::now() + Duration::from_millis(if victim == Victim::Reader { 1500 } else { 300 });
        let struck = loop {
            if strike(workplace, victim, rng) {
                break true;
            }
            if Instant::now() > until {
                break false;
            }
            sleep(Duration::from_millis(5)).await;
        };
        *kills.entry(victim).or_insert(0) += u64::from(struck);
    }
    eprintln!("kills in {:.0?}: {kills:?}", start.elapsed());
    kills
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_whatever_is_killed() {
    let (wanted, seed) = (setting("PASSERELLE_TEST_KILLS", 200), setting("PASSERELLE_TEST_SEED", 20_261_121));
    let outside = Arc::new(Outside::open().await);
    let mut workplace = outside.workplace();
    workplace.start();
    let doors = (
        Stream::of(|stop| scanner::scan(workplace.scans(), seed, stop)),
        Stream::of(|stop| mailer::write(outside.clone(), seed + 1, stop)),
        Stream::of(|stop| callers::call(outside.clone(), seed + 2, stop)),
        Stream::of(|stop| visitors::visit(workplace.casework(), outside.desk_scans(), seed + 3, stop)),
        Stream::of(|stop| programs::hand_in(workplace.casework(), outside.pages, seed + 4, stop)),
    );
    let clerk = Stream::of(|stop| clerk::work(workplace.casework(), stop));
    let agent = Stream::of(|stop| agent::work(workplace.casework(), stop));
    let kills = rampage(&mut workplace, wanted, &mut StdRng::seed_from_u64(seed)).await;
    let presented = at_work(&mut workplace, async {
        Presented {
            files: doors.0.stop().await,
            messages: doors.1.stop().await,
            calls: doors.2.stop().await,
            visits: doors.3.stop().await,
            receptions: doors.4.stop().await,
        }
    })
    .await;
    rest(&mut workplace, &outside, &presented).await;
    clerk.stop().await;
    agent.stop().await;
    books::close(&workplace, &outside, &presented, wanted).await;
    eprintln!("{} files, kills: {kills:?}, seed {seed}", presented.files.len());
    workplace.stop();
}

/// Waits for the doors to close while the program runs: whoever insists needs an answer, and the last kill may have been the
/// program's.
async fn at_work<T>(workplace: &mut Workplace, closing: impl Future<Output = T>) -> T {
    let (start, mut closing) = (Instant::now(), pin!(closing));
    loop {
        workplace.start();
        if let Ok(closed) = timeout(Duration::from_millis(250), &mut closing).await {
            return closed;
        }
        assert!(start.elapsed() < REST, "a door never closed in {}", workplace.path().display());
    }
}

/// Waits, with a program that nobody kills, until nothing is left to do.
async fn rest(workplace: &mut Workplace, outside: &Outside, presented: &Presented) {
    let start = Instant::now();
    let database = workplace.database();
    loop {
        workplace.start();
        let left = books::left(workplace, outside, presented, &database).await;
        match left {
            Ok(left) if left.is_empty() => break,
            left => assert!(start.elapsed() < REST, "never came to rest: {left:?} in {}", workplace.path().display()),
        }
        sleep(Duration::from_millis(250)).await;
    }
    eprintln!("at rest after {:.0?}", start.elapsed());
}
