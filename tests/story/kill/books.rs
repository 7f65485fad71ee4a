//! The books after the storm: every file, envelope, case, letter, event and content is accounted for, once.

use std::fs;

use domain::Actor;
use sqlx::PgConnection;
use store::{
    ContentHash, Database, StoreError,
    events::{self, ChainState},
    reads::balance,
};

use super::scanner::Files;
use crate::story::workplace::Workplace;

const ME: Actor = Actor::Operator("test");

/// What is left to do, in words.
pub(super) async fn left(workplace: &Workplace, database: &Database) -> Result<Vec<String>, StoreError> {
    let mut left = Vec::new();
    let files = fs::read_dir(workplace.scans()).unwrap().count();
    let mut tx = database.begin(&ME).await?;
    let jobs: Vec<String> = sqlx::query_scalar(
        "SELECT format('%s %s: state %s, attempt %s, %s', kind, key, state, attempts, coalesce(last_error, '-'))
         FROM job WHERE state <> 3 ORDER BY 1 LIMIT 5",
    )
    .fetch_all(&mut *tx)
    .await?;
    let books = balance::read(&mut tx).await?;
    left.extend(jobs);
    left.extend((files > 0).then(|| format!("{files} files in the scan folder")));
    left.extend((books.batches_unread > 0).then(|| format!("{} batches to read", books.batches_unread)));
    left.extend((books.to_index > 0).then(|| format!("{} envelopes to index", books.to_index)));
    Ok(left)
}

async fn number(conn: &mut PgConnection, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(conn).await.unwrap()
}

/// Closes the books.
pub(super) async fn close(workplace: &Workplace, files: &Files, kills: u64) {
    let database = workplace.database();
    let mut tx = database.begin(&ME).await.unwrap();
    each_file_once(&mut tx, files).await;
    each_case_once(&mut tx).await;
    assert_eq!(number(&mut tx, "SELECT count(*) FROM job").await, 0, "dead jobs: {}", dead(&mut tx).await.join("\n"));
    each_chain_holds(&mut tx).await;
    each_content_is_readable(workplace, &mut tx).await;
    let envelopes: usize = files.values().map(|file| file.envelopes).sum();
    eprintln!("{} files, {envelopes} envelopes after {kills} kills: all there, once", files.len());
}

async fn dead(conn: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar("SELECT format('%s %s: %s', kind, key, last_error) FROM job").fetch_all(conn).await.unwrap()
}

/// One batch for each content, one communication for each envelope, each with a case.
async fn each_file_once(conn: &mut PgConnection, files: &Files) {
    let batches: Vec<(Vec<u8>, i16, i64, i64)> = sqlx::query_as(
        "SELECT content_sha256, state, (SELECT count(*) FROM envelope WHERE batch_id = b.id),
                (SELECT count(*) FROM exception WHERE batch_id = b.id AND kind = 7) FROM batch b",
    )
    .fetch_all(&mut *conn)
    .await
    .unwrap();
    assert_eq!(batches.len(), files.len(), "one batch for each content");
    for (hash, state, envelopes, repeated) in batches {
        let hash = ContentHash::from_stored(&hash).unwrap();
        let file = files.get(&hash).unwrap_or_else(|| panic!("a batch {hash} that nobody scanned"));
        assert_eq!((state, usize::try_from(envelopes).unwrap()), (2, file.envelopes), "{hash}");
        assert!(file.times == 1 || repeated >= 1, "{hash} was left twice, nobody is told");
    }
    let envelopes: usize = files.values().map(|file| file.envelopes).sum();
    let envelopes = i64::try_from(envelopes).unwrap();
    assert_eq!(number(conn, "SELECT count(*) FROM communication").await, envelopes);
    let linked = "SELECT count(DISTINCT communication_id) FROM communication_case";
    assert_eq!(number(conn, linked).await, envelopes, "every communication has its case");
    assert_eq!(number(conn, "SELECT count(*) FROM residence_case").await, envelopes, "and none has two");
    let expected = "SELECT coalesce(sum(page_count), 0)::bigint FROM batch";
    assert_eq!(number(conn, "SELECT count(*) FROM page").await, number(conn, expected).await);
}

/// Every case registered and acknowledged once.
async fn each_case_once(conn: &mut PgConnection) {
    let books = balance::read(conn).await.unwrap();
    assert_eq!(books.cases, books.communications, "every envelope was registered");
    let faults =
        (books.unlinked, books.cases_without_acknowledgement, books.cases_acknowledged_twice, books.batches_unread);
    assert_eq!(faults, (0, 0, 0, 0), "{books:?}");
    let twice = "SELECT count(*) FROM (SELECT FROM letter GROUP BY case_id, kind HAVING count(*) <> 1) d";
    assert_eq!(number(conn, twice).await, 0, "a letter was made twice");
    let half_made = "SELECT count(*) FROM letter WHERE state = 1 OR (state = 2 AND pdf_sha256 IS NULL)";
    assert_eq!(number(conn, half_made).await, 0, "a letter was not made");
    let persons = "SELECT count(*) FROM person p WHERE NOT EXISTS (SELECT FROM residence_case WHERE person_id = p.id)";
    assert_eq!(number(conn, persons).await, 0, "a person of nobody");
}

async fn each_chain_holds(conn: &mut PgConnection) {
    let streams: Vec<String> = sqlx::query_scalar("SELECT stream FROM event_stream UNION SELECT stream FROM event")
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    for stream in &streams {
        let state = events::verify(conn, stream).await.unwrap();
        assert!(matches!(state, ChainState::Whole { purged: 0, .. }), "{stream}: {state:?}");
    }
    let bare = "SELECT count(*) FROM residence_case c
                WHERE NOT EXISTS (SELECT FROM event WHERE stream = 'dem_' || replace(c.id::text, '-', '') AND kind = 'case.registered')";
    assert_eq!(number(conn, bare).await, 0, "a case without the record of its registration");
    eprintln!("{} chains hold", streams.len());
}

/// Every row of a content has its bytes, and they are the bytes of the scanner.
async fn each_content_is_readable(workplace: &Workplace, conn: &mut PgConnection) {
    let blobs = runtime::open_blobs(&workplace.config).unwrap();
    let rows: Vec<(Vec<u8>, i64)> =
        sqlx::query_as("SELECT sha256, size FROM blob").fetch_all(&mut *conn).await.unwrap();
    for (hash, size) in &rows {
        let hash = ContentHash::from_stored(hash).unwrap();
        let (bytes, _) = blobs.fetch(conn, hash).await.unwrap_or_else(|error| panic!("{hash}: {error}"));
        assert_eq!(i64::try_from(bytes.len()).unwrap(), *size, "{hash}");
    }
    eprintln!("{} contents are readable and right", rows.len());
}
