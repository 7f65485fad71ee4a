//! No actor, no row: what protects the tables when code forgets to say who acts.

use domain::Safety;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::office::{Office, student};

/// Every table that tells something about people.
const PROTECTED: &[&str] = &[
    "document_facts",
    "provisional_document",
    "person",
    "contact_point",
    "residence_case",
    "communication",
    "letter",
    "evidence",
    "piece",
    "case_piece",
    "deadline",
    "event",
    "event_payload",
    "page",
    "envelope",
    "suggestion",
    "exception",
    "second_check",
    "resemblance",
    "opened_envelope",
    "rescan",
    "missed_sheet",
];

/// A case with a row in most tables.
async fn told() -> Office {
    let office = Office::open().await;
    let batch = office.scan("un lot").await;
    let communication = office.read(batch, &[Some(5)]).await[0];
    let pieces = vec![domain::DocumentRange { first: 1, last: 2, kind: domain::PieceKind::CoverLetter }];
    office.register(&casework::Registration { pieces, address_safety: Safety::Ok, ..student(communication) }).await;
    office.prepare_letters().await;
    office
}

async fn text(conn: &mut PgConnection, query: String) -> Option<String> {
    sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(conn).await.unwrap()
}

#[tokio::test]
async fn every_table_about_people_is_guarded_even_against_its_owner() {
    let office = Office::open().await;
    let guarded: Vec<String> = sqlx::query_scalar(
        "SELECT relname::text FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1",
    )
    .fetch_all(&mut office.db.superuser().await)
    .await
    .unwrap();
    for table in PROTECTED {
        assert!(guarded.iter().any(|t| t == table), "{table} is not guarded");
    }
}

#[tokio::test]
async fn without_an_actor_nothing_is_seen_changed_or_added() {
    let office = told().await;
    let mut superuser = office.db.superuser().await;
    let mut silent = PgConnection::connect(&office.db.url()).await.unwrap();
    let mut tried = Vec::new();
    for table in PROTECTED {
        let row = format!("SELECT (SELECT row_to_json(t)::text FROM {table} t LIMIT 1)");
        let Some(row) = text(&mut superuser, row).await else { continue };
        tried.push(table);
        let seen = text(&mut silent, format!("SELECT count(*)::text FROM {table}")).await;
        assert_eq!(seen.as_deref(), Some("0"), "{table} is seen");
        let insert = format!("INSERT INTO {table} SELECT * FROM json_populate_record(NULL::{table}, $1::json)");
        let refused = sqlx::query(AssertSqlSafe(insert)).bind(&row).execute(&mut silent).await.unwrap_err();
        let code = refused.as_database_error().and_then(|e| e.code().map(std::borrow::Cow::into_owned));
        assert_eq!(code.as_deref(), Some("42501"), "{table} takes a row: {refused}");
    }
    for table in ["person", "residence_case", "communication", "letter", "contact_point"] {
        let update = format!("UPDATE {table} SET protection = 0");
        let changed = sqlx::query(AssertSqlSafe(update)).execute(&mut silent).await.unwrap();
        assert_eq!(changed.rows_affected(), 0, "{table} is changed");
    }
    assert!(tried.len() >= 12, "rows to try with: {tried:?}");
}

#[tokio::test]
async fn nobody_of_the_program_rewrites_the_log() {
    let office = told().await;
    let mut tx = office.begin(&office.referent()).await;
    for statement in [
        "UPDATE event SET kind = kind",
        "DELETE FROM event",
        "UPDATE event_payload SET salt = salt",
        "DELETE FROM event_payload",
        "DELETE FROM communication",
        "DELETE FROM residence_case",
        "DELETE FROM blob",
        "DELETE FROM letter",
    ] {
        let mut nested = Connection::begin(&mut *tx).await.unwrap();
        let refused = sqlx::query(statement).execute(&mut *nested).await;
        nested.rollback().await.unwrap();
        assert!(refused.is_err(), "{statement} was allowed");
    }
}

#[tokio::test]
async fn the_actor_ends_with_its_transaction() {
    let office = told().await;
    // A pool of one connection: what comes after uses the one that had an actor.
    let pool = sqlx::postgres::PgPoolOptions::new().max_connections(1).connect(&office.db.url()).await.unwrap();
    let database = store::Database::from_pool(pool.clone());
    database.begin(&office.referent()).await.unwrap().commit().await.unwrap();
    let seen: i64 = sqlx::query_scalar("SELECT count(*) FROM residence_case").fetch_one(&pool).await.unwrap();
    assert_eq!(seen, 0);
}
