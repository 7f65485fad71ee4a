//! Dates and urgency are computed again: only what is another one is written, for exactly whom it concerns.

mod pages;
mod proposals;
mod resumed;

use casework::{Batch, Casework, RECOMPUTE_CASES, ask_recomputation, due_recomputation, recompute_batch};
use chrono::TimeDelta;
use domain::{CaseId, RecomputationCause, Safety};
use law::Catalogue;
use store::{BlobStore, events, recomputations::Found};

use crate::office::{Office, day};

/// Does everything that is asked for; what was found in all.
pub(super) async fn work_off(casework: &Casework) -> Found {
    let mut all = Found::default();
    loop {
        match recompute_batch(casework).await.unwrap() {
            Batch::Idle => return all,
            Batch::Some(found) | Batch::Last(found) => all = all.and(found),
        }
    }
}

/// Somebody asks for everything to be computed again.
pub(super) async fn recompute(office: &Office) -> Found {
    ask_recomputation(&office.casework, &office.referent(), office.clerk).await.unwrap();
    let found = work_off(&office.casework).await;
    end_job(office).await;
    found
}

/// The worker has nothing left to do.
pub(super) async fn end_job(office: &Office) {
    let mut conn = office.db.pool().acquire().await.unwrap();
    let jobs =
        queue::claim(&mut conn, RECOMPUTE_CASES, 10, std::time::Duration::from_mins(1), office.now()).await.unwrap();
    for job in &jobs {
        let _done = queue::finish(&mut conn, job).await.unwrap();
    }
}

/// A fact of a case becomes another one, by the hand of somebody who forgets to say so.
pub(super) async fn set(office: &Office, case: CaseId, fact: &'static str) {
    sqlx::query(sqlx::AssertSqlSafe(format!("UPDATE residence_case SET {fact} WHERE id = $1")))
        .bind(case.uuid())
        .execute(&mut office.db.superuser().await)
        .await
        .unwrap();
}

/// The date of an open deadline of a case, as the database holds it.
pub(super) async fn due(office: &Office, case: CaseId, kind: domain::DeadlineKind) -> Option<chrono::NaiveDate> {
    sqlx::query_scalar("SELECT due_on FROM deadline WHERE case_id = $1 AND kind = $2 AND state = 'open'")
        .bind(case.uuid())
        .bind(kind.code())
        .fetch_optional(&mut office.db.superuser().await)
        .await
        .unwrap()
}

/// Which rows were written: another number means that one was, even by the same values.
async fn versions(office: &Office) -> Vec<i64> {
    let mut found = Vec::new();
    for query in [
        "SELECT coalesce(sum(xmin::text::bigint), 0)::bigint FROM residence_case",
        "SELECT coalesce(sum(xmin::text::bigint), 0)::bigint FROM deadline",
        "SELECT count(*) FROM deadline",
        "SELECT count(*) FROM recomputation_change",
        "SELECT count(*) FROM event",
        "SELECT count(*) FROM letter",
    ] {
        found.push(office.number(query).await);
    }
    found
}

/// The same office with other rules.
fn with_rules(office: &Office, rows: &str) -> Casework {
    let parts: Vec<_> = law::embedded_parts().iter().copied().chain([("site.toml", rows)]).collect();
    let catalogue = std::sync::Arc::new(Catalogue::from_toml(&parts).unwrap());
    let folder = std::env::temp_dir();
    let (database, clock) = (office.db.database(), office.casework.clock.clone());
    Casework::new(database, BlobStore::folder(&folder).unwrap(), clock, catalogue, "demo-67").unwrap()
}

const FIVE_DAYS: &str = "[part]\nscope = \"local\"\nauthor = \"Préfecture\"\n[[parameter]]\nkey = \"acknowledgement_working_days\"\nvalue = 5\n\
                         label = \"Accusé de réception\"\nunit = \"jours ouvrés\"\nlocal = true\nsource = \"Décision du service\"\n\
                         effective_from = 2016-01-01\ncertainty = \"verified\"\n";

#[tokio::test]
async fn a_registration_leaves_nothing_to_compute_and_a_second_run_changes_nothing() {
    let office = Office::open().await;
    for content in ["pli un", "pli deux", "pli trois"] {
        office.registered(content, Safety::Ok).await;
    }
    office.envelope("pli qui attend").await;
    let before = versions(&office).await;
    let nothing = Found { looked_at: 4, ..Found::default() };
    assert_eq!(recompute(&office).await, nothing, "what registering wrote is what recomputing gives");
    assert_eq!(recompute(&office).await, nothing);
    assert_eq!(versions(&office).await, before, "no row was written");
    office.prepare_letters().await;
}

#[tokio::test]
async fn one_fact_changes_exactly_one_case() {
    let office = Office::open().await;
    let (first, _) = office.registered("pli un", Safety::Ok).await;
    let (second, _) = office.registered("pli deux", Safety::Ok).await;
    let before = due(&office, first.case, domain::DeadlineKind::ImplicitRejection).await;
    set(&office, second.case, "title_code = 'T06', covered_until = '2026-11-10'").await;
    let found = recompute(&office).await;
    assert_eq!((found.looked_at, found.dates_changed, found.urgency_changed, found.bands_changed), (2, 1, 1, 1));
    let of_second = due(&office, second.case, domain::DeadlineKind::ImplicitRejection).await;
    assert_eq!(of_second, Some(day("2027-03-16")), "four months instead of ninety days");
    assert_eq!(due(&office, first.case, domain::DeadlineKind::ImplicitRejection).await, before);
    let others = office.number("SELECT count(DISTINCT case_id) FROM recomputation_change").await;
    assert_eq!(others, 1);
    let told = events::of_stream(&mut *office.begin(&office.referent()).await, &second.case.to_string()).await.unwrap();
    let told: Vec<_> = told.iter().filter(|entry| entry.kind == "case.date_recomputed").collect();
    assert_eq!(told.len(), 1);
    let facts = told[0].payload.as_ref().unwrap();
    assert_eq!((&facts["before"], &facts["after"]), (&"2027-02-14".into(), &"2027-03-16".into()));
    assert_eq!(recompute(&office).await, Found { looked_at: 2, ..Found::default() });
    office.prepare_letters().await;
}

#[tokio::test]
async fn another_catalogue_is_noticed_once_and_moves_what_rests_on_it() {
    let office = Office::open().await;
    let (done, _) = office.registered("pli", Safety::Ok).await;
    assert_eq!(
        due_recomputation(&office.casework, false).await.unwrap(),
        Some(RecomputationCause::Catalogue),
        "the first time"
    );
    assert_eq!(work_off(&office.casework).await, Found { looked_at: 1, ..Found::default() });
    assert_eq!(due_recomputation(&office.casework, false).await.unwrap(), None);
    office.clock.advance(TimeDelta::minutes(1));
    let other = with_rules(&office, FIVE_DAYS);
    assert_eq!(due_recomputation(&other, false).await.unwrap(), Some(RecomputationCause::Catalogue));
    let found = work_off(&other).await;
    assert_eq!((found.dates_changed, found.urgency_changed), (1, 0));
    assert_eq!(due(&office, done.case, domain::DeadlineKind::AcknowledgementDue).await, Some(day("2026-11-23")));
    assert_eq!(due_recomputation(&other, false).await.unwrap(), None);
    office.prepare_letters().await;
}

#[tokio::test]
async fn each_day_is_computed_once_and_moves_urgency_only() {
    let office = Office::open().await;
    let (done, _) = office.registered("pli", Safety::Ok).await;
    set(&office, done.case, "covered_until = '2026-12-02'").await;
    let cause = due_recomputation(&office.casework, true).await.unwrap();
    assert_eq!(cause, Some(RecomputationCause::Catalogue));
    assert_eq!(work_off(&office.casework).await.urgency_changed, 1, "the title expires in sixteen days");
    assert_eq!(due_recomputation(&office.casework, true).await.unwrap(), None, "this day is done");
    let dates = versions(&office).await[1..3].to_vec();
    office.clock.advance(TimeDelta::days(1));
    assert_eq!(due_recomputation(&office.casework, true).await.unwrap(), Some(RecomputationCause::Daily));
    assert_eq!(due_recomputation(&office.casework, true).await.unwrap(), None);
    let found = work_off(&office.casework).await;
    assert_eq!((found.looked_at, found.urgency_changed, found.dates_changed), (1, 1, 0), "in fifteen");
    assert_eq!(versions(&office).await[1..3], dates[..]);
    let score = office.number("SELECT urgency_score::bigint FROM residence_case").await;
    assert_eq!(score, 40);
    office.prepare_letters().await;
}

#[tokio::test]
async fn a_registration_that_is_taken_back_is_as_urgent_as_an_arrival() {
    let office = Office::open().await;
    let communication = office.envelope("pli").await;
    let arrived = office.number("SELECT urgency_place FROM residence_case").await;
    let done = office.register(&crate::office::student(communication)).await;
    set(&office, done.case, "covered_until = '2026-11-10'").await;
    recompute(&office).await;
    assert!(office.number("SELECT urgency_place FROM residence_case").await < arrived, "an expired title presses");
    casework::undo(&office.casework, &office.referent(), office.clerk, done.undo).await.unwrap();
    assert_eq!(
        office.number("SELECT urgency_score::bigint FROM residence_case").await,
        0,
        "nothing is known of it any more"
    );
    assert_eq!(recompute(&office).await, Found { looked_at: 1, ..Found::default() });
    office.db.allow_leftover_jobs();
}
