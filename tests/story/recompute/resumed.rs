//! A computation that is cut goes on where it stopped, and does nothing twice.

use std::time::Duration;

use casework::{Batch, RECOMPUTE_CASES, ask_recomputation, recompute_batch, recompute_everything};
use domain::CaseState;

use super::{end_job, work_off};
use crate::office::Office;

const CASES: i64 = 4_321;

/// Cases registered under rules that gave other dates: each has one date that is another one, and no urgency yet.
async fn many(office: &Office) {
    let mut superuser = office.db.superuser().await;
    sqlx::query(
        "INSERT INTO residence_case (id, reference, search_text, state, first_channel, initial_prefecture, current_prefecture, received_at,
                received_on, evidence_on, evidence_kind, registered_at, touched_on)
         SELECT md5('c' || n)::uuid, 'cas ' || n, 'cas ' || n, $2, 1, 'demo-67', 'demo-67', '2026-10-01T08:00:00Z', '2026-10-01', '2026-10-01', 1,
                '2026-10-02T08:00:00Z', '2026-11-01'
         FROM generate_series(1, $1) n",
    )
    .bind(CASES)
    .bind(CaseState::Registered.code())
    .execute(&mut superuser)
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO deadline (id, case_id, kind, due_on, computed_from, rule, rule_version, source, because, state, created_at)
         SELECT md5(k || 'd' || n)::uuid, md5('c' || n)::uuid, k, d, '2026-10-01', 'RL-81', '2026-01-01', 'texte', '[]', 'open', now()
         FROM generate_series(1, $1) n,
              (VALUES (1, '2026-10-05'::date), (2, '2027-01-15'::date), (3, '2026-10-05'::date)) AS kinds(k, d)",
    )
    .bind(CASES)
    .execute(&mut superuser)
    .await
    .unwrap();
    office.db.allow_open_books();
}

async fn assert_each_done_once(office: &Office) {
    assert_eq!(office.number("SELECT looked_at::bigint FROM recomputation").await, CASES);
    assert_eq!(office.number("SELECT total::bigint FROM recomputation").await, CASES);
    assert_eq!(office.number("SELECT dates_changed::bigint FROM recomputation").await, CASES);
    assert_eq!(office.number("SELECT count(*) FROM recomputation_change").await, CASES);
    assert_eq!(office.number("SELECT count(DISTINCT case_id) FROM recomputation_change").await, CASES);
    assert_eq!(office.number("SELECT count(*) FROM event WHERE kind = 'case.date_recomputed'").await, CASES);
    assert_eq!(
        office.number("SELECT count(*) FROM deadline WHERE due_on = '2027-02-01' AND state = 'open'").await,
        CASES
    );
    assert_eq!(office.number("SELECT count(*) FROM residence_case WHERE urgency_place IS NULL").await, 0);
    assert_eq!(office.number("SELECT count(*) FROM recomputation WHERE finished_at IS NULL").await, 0);
}

#[tokio::test]
async fn a_run_that_is_cut_between_and_within_batches_does_each_case_once() {
    let office = Office::open().await;
    many(&office).await;
    ask_recomputation(&office.casework, &office.referent(), office.clerk).await.unwrap();
    assert!(matches!(recompute_batch(&office.casework).await.unwrap(), Batch::Some(_)));
    let done = office.number("SELECT looked_at::bigint FROM recomputation").await;
    assert!(done > 0 && done < CASES, "{done} of {CASES}");
    // The process dies within the next batch, and PostgreSQL loses its sessions.
    let mut cuts = 0;
    for pause in [1, 20, 60] {
        let before = office.number("SELECT looked_at::bigint FROM recomputation").await;
        if tokio::time::timeout(Duration::from_millis(pause), recompute_batch(&office.casework)).await.is_err() {
            cuts += 1;
            let after = office.number("SELECT looked_at::bigint FROM recomputation").await;
            assert_eq!(after, before, "half a batch is no batch");
        }
    }
    assert!(cuts > 0, "no batch was cut");
    office.db.cut_sessions().await;
    work_off(&office.casework).await;
    end_job(&office).await;
    assert_each_done_once(&office).await;
}

#[tokio::test]
async fn two_workers_share_a_run_and_do_each_case_once() {
    let office = Office::open().await;
    many(&office).await;
    ask_recomputation(&office.casework, &office.referent(), office.clerk).await.unwrap();
    let mut conn = office.db.pool().acquire().await.unwrap();
    let lease = Duration::from_mins(1);
    let job = queue::claim(&mut conn, RECOMPUTE_CASES, 1, lease, office.now()).await.unwrap().remove(0);
    let (one, other) = tokio::join!(recompute_everything(&office.casework, &job), work_off(&office.casework));
    let _done = one.unwrap();
    assert!(u32::try_from(CASES).unwrap() >= other.looked_at);
    assert_each_done_once(&office).await;
}
