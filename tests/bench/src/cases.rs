use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Actor, CaseId, CaseState, Clock, SystemClock, UserId};
use sqlx::Connection;
use store::{
    Database,
    reads::case_list::{self, After, Order},
};
use tests::TestDb;

use crate::figures::times;

const SAMPLES: usize = 100;
const ROWS: u32 = 50;

/// A million cases over three years, four in five closed, one person in 200 protected.
const LOAD: &[&str] = &[
    "INSERT INTO person (id, family_name, given_names, search_name, protection, created_at)
     SELECT md5('p' || n)::uuid, 'Nom' || n % 200000, 'Prenom' || n % 500, 'nom' || n % 200000 || ' prenom' || n % 500,
            (n % 200 = 0)::int, now() FROM generate_series(1, 800000) n",
    "INSERT INTO residence_case (id, reference, search_text, state, protection, person_id, first_channel, initial_prefecture,
            current_prefecture, received_at, received_on, evidence_on, evidence_kind, next_deadline_on)
     SELECT md5('c' || n)::uuid, '26-067-' || lpad(n::text, 7, '0') || '-' || check_digits,
            '26067' || lpad(n::text, 7, '0') || check_digits || ' nom' || n % 200000,
            CASE WHEN n % 100 < 80 THEN $1[cardinality($1)] ELSE $1[1 + n % (cardinality($1) - 1)] END, (n % 200 = 0)::int,
            md5('p' || 1 + n % 800000)::uuid, 1, 'demo-67', 'demo-67', at, at::date, at::date, 1,
            CASE WHEN n % 100 >= 80 THEN at::date + 120 END
     FROM (SELECT n, now() - n * interval '94 seconds' AS at, lpad((98 - (260670000000 + n) * 100 % 97)::text, 2, '0') AS check_digits
           FROM generate_series(1, 1000000) n) AS spread",
];

/// Measures what the list screen asks, as the application's role under row-level security.
pub(crate) async fn measure() {
    let db = TestDb::new().await;
    db.allow_open_books();
    let mut superuser = db.superuser().await;
    let start = Instant::now();
    let states: Vec<i16> = CaseState::ALL.iter().map(|state| state.code()).collect();
    sqlx::query(LOAD[0]).execute(&mut superuser).await.expect("persons");
    sqlx::query(LOAD[1]).bind(states).execute(&mut superuser).await.expect("cases");
    sqlx::query("VACUUM ANALYZE").execute(&mut superuser).await.expect("statistics");
    superuser.close().await.expect("a closed connection");
    println!("  a million cases loaded in {:.0} s", start.elapsed().as_secs_f64());
    for sees_protected in [false, true] {
        println!("  sees protected persons: {sees_protected}");
        let actor = Actor::User { id: UserId::new(SystemClock.now()), sees_protected };
        pages(&db.database(), &actor).await;
        searches(&db.database(), &actor).await;
    }
}

/// Prints the times of `ask`, each in a transaction of its own whose opening does not count.
async fn sample(
    database: &Database,
    actor: &Actor,
    what: &str,
    mut ask: impl AsyncFnMut(&mut sqlx::PgConnection, usize),
) {
    let mut samples = Vec::with_capacity(SAMPLES);
    for n in 0..SAMPLES {
        let mut tx = database.begin(actor).await.expect("a transaction");
        let start = Instant::now();
        ask(&mut tx, n).await;
        samples.push(start.elapsed());
        if n == 2 && start.elapsed().as_millis() > 100 {
            break;
        }
    }
    times(what, samples);
}

async fn pages(database: &Database, actor: &Actor) {
    let all = CaseState::ALL;
    let deep = After::Received(some_months_ago(SystemClock.now()), CaseId::new(SystemClock.now()));
    for (what, states, order, after) in [
        ("first page, latest first", all, Order::Received, None),
        ("first page, nearest deadline first", all, Order::Due, None),
        ("deep page, latest first", all, Order::Received, Some(deep)),
        ("first page of one state", &all[..1], Order::Received, None),
        ("deep page of one state", &all[..1], Order::Received, Some(deep)),
        ("first page of one state, nearest deadline first", &all[..1], Order::Due, None),
    ] {
        let ask = async |connection: &mut sqlx::PgConnection, _| {
            drop(case_list::page(connection, states, order, after, ROWS).await.expect("a page"));
        };
        sample(database, actor, what, ask).await;
    }
    for (what, states) in [("count of all, up to 10 000", all), ("count of one state, up to 10 000", &all[..1])] {
        let ask = async |connection: &mut sqlx::PgConnection, _| {
            let _count = case_list::count(connection, states, 10_000).await.expect("a count");
        };
        sample(database, actor, what, ask).await;
    }
}

fn some_months_ago(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(540)
}

async fn searches(database: &Database, actor: &Actor) {
    let reference = |n: usize| format!("26-067-0{:05}", n * 977 % 99_991);
    let name = |n: usize| format!("nom{} prenom", n * 1999 % 200_000);
    for (what, words) in
        [("search by nine digits of a reference", &reference as &dyn Fn(usize) -> String), ("search by name", &name)]
    {
        let ask = async |connection: &mut sqlx::PgConnection, n| {
            drop(case_list::search(connection, &words(n), ROWS).await.expect("a search"));
        };
        sample(database, actor, what, ask).await;
    }
}
