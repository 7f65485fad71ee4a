//! The books after the storm: every file, envelope, message, call, deposit, reception, case, letter, event and content is
//! accounted for, once.

mod doors;

use std::{collections::BTreeSet, fs};

use domain::{Actor, CommunicationId};
use phone::emulator::Dialled;
use sqlx::PgConnection;
use store::{
    ContentHash, Database, StoreError,
    events::{self, ChainState},
    reads::balance,
};

use super::{mailer::Messages, outside::Outside, scanner::Files, visitors::Visits};
use crate::story::workplace::Workplace;

const ME: Actor = Actor::Operator("test");

/// What was brought to each door.
pub(super) struct Presented {
    pub(super) files: Files,
    pub(super) messages: Messages,
    pub(super) calls: Vec<Dialled>,
    pub(super) visits: Visits,
    pub(super) receptions: BTreeSet<CommunicationId>,
}

impl Presented {
    fn envelopes(&self) -> usize {
        self.files.values().map(|file| file.envelopes).sum()
    }

    /// Each of them one communication.
    fn communications(&self) -> usize {
        let visits = self.visits.deposits.len() + self.visits.scans.len();
        self.envelopes() + self.messages.len() + self.calls.len() + visits + self.receptions.len()
    }
}

/// The question to the operator comes again every few seconds: it is never the last job.
const JOBS: &str = "SELECT count(*) FROM job WHERE kind <> 'catch_up_calls' OR state = 3";

/// What is left to do, in words.
pub(super) async fn left(
    workplace: &Workplace,
    outside: &Outside,
    presented: &Presented,
    database: &Database,
) -> Result<Vec<String>, StoreError> {
    let mut left = Vec::new();
    let files = [workplace.scans(), outside.desk_scans()].map(|folder| fs::read_dir(folder).unwrap().count());
    let files: usize = files.iter().sum();
    let mut tx = database.begin(&ME).await?;
    let jobs: Vec<String> = sqlx::query_scalar(
        "SELECT format('%s %s: state %s, attempt %s, %s', kind, key, state, attempts, coalesce(last_error, '-'))
         FROM job WHERE state <> 3 AND kind <> 'catch_up_calls' ORDER BY 1 LIMIT 5",
    )
    .fetch_all(&mut *tx)
    .await?;
    let books = balance::read(&mut tx).await?;
    left.extend(jobs);
    left.extend((files > 0).then(|| format!("{files} files in the scan folders")));
    let expected = i64::try_from(presented.communications()).unwrap();
    left.extend((books.communications < expected).then(|| format!("{} of {expected} arrivals", books.communications)));
    left.extend(doors::left(&mut tx, outside, presented).await?);
    left.extend((books.batches_unread > 0).then(|| format!("{} batches to read", books.batches_unread)));
    left.extend((books.to_index > 0).then(|| format!("{} envelopes to index", books.to_index)));
    Ok(left)
}

async fn number(conn: &mut PgConnection, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(conn).await.unwrap()
}

/// Closes the books.
pub(super) async fn close(workplace: &Workplace, outside: &Outside, presented: &Presented, kills: u64) {
    let database = workplace.database();
    let mut tx = database.begin(&ME).await.unwrap();
    each_file_once(&mut tx, &presented.files).await;
    doors::close(&mut tx, outside, presented).await;
    each_arrival_once(&mut tx, presented).await;
    each_case_once(&mut tx).await;
    assert_eq!(number(&mut tx, JOBS).await, 0, "dead jobs: {}", dead(&mut tx).await.join("\n"));
    chains_and_contents_hold(workplace, &database).await;
    let (files, envelopes) = (presented.files.len(), presented.envelopes());
    eprintln!("{files} files, {envelopes} envelopes after {kills} kills: all there, once");
}

/// Every arrival is one communication; each that asks for something has one case of its own.
async fn each_arrival_once(conn: &mut PgConnection, presented: &Presented) {
    let expected = i64::try_from(presented.communications()).unwrap();
    assert_eq!(number(conn, "SELECT count(*) FROM communication WHERE direction = 1").await, expected);
    let asked = "SELECT count(*) FROM communication WHERE state <> 4";
    let asked = number(conn, asked).await;
    let linked = "SELECT count(DISTINCT communication_id) FROM communication_case";
    assert_eq!(number(conn, linked).await, asked, "everything that asks for something has its case");
    assert_eq!(number(conn, "SELECT count(*) FROM residence_case").await, asked, "and none has two");
    let expected = "SELECT coalesce(sum(page_count), 0)::bigint FROM batch";
    assert_eq!(number(conn, "SELECT count(*) FROM page").await, number(conn, expected).await);
}

async fn dead(conn: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar("SELECT format('%s %s: %s', kind, key, last_error) FROM job").fetch_all(conn).await.unwrap()
}

/// One batch for each content, one communication for each envelope, each with a case.
async fn each_file_once(conn: &mut PgConnection, files: &Files) {
    let batches: Vec<(Vec<u8>, i16, i64, i64)> = sqlx::query_as(
        "SELECT content_sha256, state, (SELECT count(*) FROM envelope WHERE batch_id = b.id),
                (SELECT count(*) FROM exception WHERE batch_id = b.id AND kind = 7) FROM batch b WHERE b.kind = 1",
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
}

/// Every case registered and acknowledged once.
async fn each_case_once(conn: &mut PgConnection) {
    let books = balance::read(conn).await.unwrap();
    assert_eq!(books.cases + books.without_case, books.communications, "everything was registered, or is no request");
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

/// The log is whole and every content there.
pub(in crate::story) async fn chains_and_contents_hold(workplace: &Workplace, database: &Database) {
    let mut tx = database.begin(&ME).await.unwrap();
    each_chain_holds(&mut tx).await;
    each_content_is_readable(workplace, &mut tx).await;
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
                WHERE registered_at IS NOT NULL
                  AND NOT EXISTS (SELECT FROM event WHERE stream = 'dem_' || replace(c.id::text, '-', '') AND kind = 'case.registered')";
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
