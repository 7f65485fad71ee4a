//! The database that every test gets.

use domain::SystemClock;
use queue::NewJob;
use tests::TestDb;

fn now() -> chrono::DateTime<chrono::Utc> {
    domain::Clock::now(&SystemClock)
}

#[tokio::test]
async fn each_test_has_a_current_schema_and_works_as_the_application() {
    let (one, other) = (TestDb::new().await, TestDb::new().await);
    assert_ne!(one.url(), other.url());
    assert_eq!(store::schema_state(&one.owner_url()).await.unwrap(), store::SchemaState::Current);
    let (role, superuser): (String, bool) = sqlx::query_as(
        "SELECT current_user::text, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user",
    )
    .fetch_one(one.pool())
    .await
    .unwrap();
    assert_eq!((role.as_str(), superuser), ("passerelle", false));
}

#[tokio::test]
#[should_panic(expected = "the test left work undone:\njob note a: state 1, attempt 0 of 20, no error")]
async fn a_test_that_leaves_jobs_in_the_queue_fails() {
    let db = TestDb::new().await;
    let mut conn = db.pool().acquire().await.unwrap();
    queue::enqueue(&mut conn, now(), &[NewJob::due(now(), "note", "a", serde_json::json!({}))]).await.unwrap();
}

#[tokio::test]
#[should_panic(expected = "1 arrivals without owner, case or outcome")]
async fn a_test_that_leaves_an_arrival_to_nobody_fails() {
    let db = TestDb::new().await;
    sqlx::query(
        "INSERT INTO communication (id, direction, channel, nature, state, account, external_id, received_at, received_on)
         VALUES (gen_random_uuid(), 1, 1, 1, 1, 'test', '1', now(), current_date)",
    )
    .execute(&mut db.superuser().await)
    .await
    .unwrap();
}
