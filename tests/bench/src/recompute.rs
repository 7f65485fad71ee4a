use std::{
    env, hint,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use casework::{Batch, Casework, due_recomputation, recompute_batch};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{BirthDate, CaseState, ChannelKind, FixedClock};
use law::{
    Calendar, Catalogue,
    reckoning::{CaseFacts, explain, reckon},
};
use store::{BlobStore, recomputations::Found};
use tests::TestDb;

use crate::{
    figures::commit_settings,
    mailbox::{postgres_time, processor_time},
};

/// Open cases when the command line does not say.
const CASES: u32 = 200_000;

/// Registered cases of the year before, whose dates nobody has computed yet: every title of the catalogue, every door, one person in 20
/// under age, two titles in three known with the day they end.
const LOAD: &[&str] = &[
    "INSERT INTO person (id, family_name, given_names, birth, search_name, created_at)
     SELECT md5('p' || n)::uuid, 'Nom' || n % 200000, 'Prenom' || n % 500,
            jsonb_build_object('precision', 'day', 'date', date '2026-11-16' - (CASE WHEN n % 20 = 0 THEN 6000 ELSE 9000 + n % 15000 END)),
            'nom' || n % 200000 || ' prenom' || n % 500, now()
     FROM generate_series(1, $1::int) n",
    "INSERT INTO residence_case (id, reference, search_text, state, person_id, kind, title_code, first_channel, initial_prefecture,
            current_prefecture, received_at, received_on, evidence_on, evidence_kind, registered_at, covered_until, touched_on, channel_basis)
     SELECT lpad(to_hex(n), 32, '0')::uuid, '26-067-' || lpad(n::text, 7, '0'), '26067' || lpad(n::text, 7, '0') || ' nom' || n % 200000, $2,
            md5('p' || n)::uuid, 1 + n % 3, 'T' || lpad((1 + n % 31)::text, 2, '0'), 1 + n % 6, 'demo-67', 'demo-67', d + time '08:00', d,
            d - (n % 4), 1, d + time '10:00', CASE WHEN n % 3 > 0 THEN date '2026-11-16' - 200 + n % 400 END, d + 1,
            CASE WHEN n % 5 = 0 THEN 'R. 431-2' END
     FROM (SELECT n, date '2025-11-16' + (n::bigint * 360 / $1)::int AS d FROM generate_series(1, $1::int) n) AS spread",
];

fn wanted() -> u32 {
    crate::option("--cases").and_then(|number| number.parse().ok()).unwrap_or(CASES)
}

fn catalogue(site: &[(&str, &str)]) -> Arc<Catalogue> {
    let parts: Vec<_> = law::embedded_parts().iter().copied().chain(site.iter().copied()).collect();
    Arc::new(Catalogue::from_toml(&parts).expect("a catalogue"))
}

/// Measures the computation alone, then with the database, as the application's role under row-level security.
pub(crate) async fn measure() {
    let cases = wanted();
    let shipped = catalogue(&[]);
    alone(cases, &shipped);
    let db = TestDb::new().await;
    db.allow_open_books();
    db.allow_leftover_jobs();
    commit_settings(db.pool()).await;
    let start = Instant::now();
    load(&db, cases).await;
    println!("  {cases} cases loaded in {:.0} s", start.elapsed().as_secs_f64());
    let now: DateTime<Utc> = "2026-11-16T08:00:00Z".parse().expect("an instant");
    let clock = FixedClock::at(now);
    let office = |catalogue: &Arc<Catalogue>| {
        let folder = env::temp_dir();
        let blobs = BlobStore::folder(&folder).expect("a folder");
        Casework::new(db.database(), blobs, Arc::new(clock.clone()), Arc::clone(catalogue), "demo-67").expect("a site")
    };
    run(&office(&shipped), "the first time: every date and urgency is written").await;
    let comment = catalogue(&[("site.toml", "[part]\nscope = \"local\"\nauthor = \"essai\"\n")]);
    run(&office(&comment), "another catalogue that changes nothing, sentences looked at").await;
    clock.advance(TimeDelta::days(1));
    run(&office(&comment), "a day later").await;
    let slower = catalogue(&[("site.toml", SLOWER)]);
    run(&office(&slower), "another catalogue: a date of nearly every case is another one").await;
}

/// The acknowledgement of what did not come by an electronic door leaves within five working days.
const SLOWER: &str = "[part]\nscope = \"local\"\nauthor = \"essai\"\n[[parameter]]\nkey = \"acknowledgement_working_days\"\nvalue = 5\n\
                      label = \"Accusé de réception\"\nunit = \"jours ouvrés\"\nlocal = true\nsource = \"essai\"\neffective_from = 2016-01-01\n\
                      certainty = \"verified\"\n";

async fn load(db: &TestDb, cases: u32) {
    let mut superuser = db.superuser().await;
    let number = i32::try_from(cases).unwrap_or(i32::MAX);
    sqlx::query(LOAD[0]).bind(number).execute(&mut superuser).await.expect("persons");
    let registered = CaseState::Registered.code();
    sqlx::query(LOAD[1]).bind(number).bind(registered).execute(&mut superuser).await.expect("cases");
    sqlx::query("VACUUM ANALYZE").execute(&mut superuser).await.expect("statistics");
}

/// Does what is due, batch by batch.
async fn run(casework: &Casework, what: &str) {
    let cause = due_recomputation(casework, true).await.expect("what is due");
    let (start, own, database) = (Instant::now(), processor_time(), postgres_time());
    let mut found = Found::default();
    while let Batch::Some(some) | Batch::Last(some) = recompute_batch(casework).await.expect("a batch") {
        found = found.and(some);
    }
    let spent = (processor_time().saturating_sub(own), postgres_time().saturating_sub(database));
    println!("{what} ({cause:?})");
    tell(found.looked_at, start.elapsed(), spent);
    println!(
        "    dates changed {}, urgency changed {}, of which bands {}, reworded {}",
        found.dates_changed, found.urgency_changed, found.bands_changed, found.reworded
    );
}

fn tell(cases: u32, wall: Duration, (own, database): (Duration, Duration)) {
    let rate = |time: Duration| f64::from(cases) / time.as_secs_f64().max(0.001);
    println!(
        "    {:>9.0} cases/s of wall time ({cases} in {:.2} s); {:>9.0} cases for each second of processor ({:.2} s here, {:.2} s in PostgreSQL)",
        rate(wall),
        wall.as_secs_f64(),
        rate(own + database),
        own.as_secs_f64(),
        database.as_secs_f64(),
    );
}

/// The same population as [`LOAD`], as facts.
fn facts(number: u32) -> CaseFacts {
    let day = |text: &str| -> NaiveDate { text.parse().expect("a day") };
    let received_on = day("2025-11-16") + Days::new(u64::from(number % 360));
    let channel = ChannelKind::from_code(i16::try_from(1 + number % 6).unwrap_or(1)).unwrap_or(ChannelKind::Post);
    let age = if number.is_multiple_of(20) { 6_000 } else { 9_000 + number % 15_000 };
    let ends = day("2026-11-16") - Days::new(200) + Days::new(u64::from(number % 400));
    CaseFacts {
        evidence_on: received_on - Days::new(u64::from(number % 4)),
        title_code: Some(format!("T{:02}", 1 + number % 31)),
        channel_basis: number.is_multiple_of(5),
        registered: true,
        covered_until: (!number.is_multiple_of(3)).then_some(ends),
        birth: Some(BirthDate::Day { date: day("2026-11-16") - Days::new(u64::from(age)) }),
        touched_on: received_on + Days::new(1),
        ..CaseFacts::bare(channel, received_on)
    }
}

/// The computation without any database, on one and on two threads; then the sentences as well.
fn alone(cases: u32, catalogue: &Catalogue) {
    let calendar = Calendar::for_department(catalogue, "67".parse().expect("67")).expect("a calendar");
    let today: NaiveDate = "2026-11-16".parse().expect("a day");
    let known: Vec<CaseFacts> = (0..cases).map(facts).collect();
    for threads in [1, 2] {
        let (start, own) = (Instant::now(), processor_time());
        thread::scope(|scope| {
            for part in known.chunks(known.len().div_ceil(threads).max(1)) {
                let calendar = &calendar;
                scope.spawn(move || {
                    for facts in part {
                        hint::black_box(reckon(facts, catalogue, calendar, today));
                    }
                });
            }
        });
        println!("dates and urgency alone, {threads} thread(s)");
        tell(cases, start.elapsed(), (processor_time().saturating_sub(own), Duration::ZERO));
    }
    let (start, own) = (Instant::now(), processor_time());
    for facts in &known {
        hint::black_box(explain(facts, catalogue, &calendar).print());
    }
    println!("the same dates with every sentence, 1 thread");
    tell(cases, start.elapsed(), (processor_time().saturating_sub(own), Duration::ZERO));
}
