//! The mailroom at work over a scan folder, with the real reader.

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use domain::{Actor, ExceptionKind, SystemClock};
use runtime::{Config, Context, Health};
use store::{ContentHash, Database};
use tempfile::TempDir;
use tests::TestDb;
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep},
};
use tokio_util::sync::CancellationToken;

use crate::{office::catalogue, story::workplace::executable};

const ME: Actor = Actor::Operator("test");
/// Many pages on a busy machine.
const PATIENCE: Duration = Duration::from_mins(3);

pub(super) struct Desk {
    folder: TempDir,
    context: Context,
    work: JoinHandle<Result<(), post::PostError>>,
    _db: TestDb,
}

/// What became of a file.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) state: i16,
    pub(super) pages: i32,
    pub(super) cases: i64,
    pub(super) exceptions: Vec<ExceptionKind>,
}

impl Desk {
    /// Opens with these settings more.
    pub(super) async fn open(settings: &str) -> Self {
        let (db, folder) = (TestDb::new().await, TempDir::new().unwrap());
        let (scans, reader) = (folder.path().join("scans"), executable("passerelle-reader"));
        let site = format!(
            "data_dir = '{}'\n[reader]\nexecutable = '{}'\nthreads = 2\n[[post.folders]]\nname = 'courrier'\npath = '{}'\n\
             settle_seconds = 1\n{settings}",
            folder.path().display(),
            reader.display(),
            scans.display()
        );
        fs::create_dir(&scans).unwrap();
        let config = Config::from_toml(&site).unwrap();
        let context = Context {
            catalogue: catalogue().into(),
            clock: Arc::new(SystemClock),
            database: db.database(),
            blobs: runtime::open_blobs(&config).unwrap(),
            reader: reading::Reader::new(config.reader_config()),
            config: Arc::new(config),
            health: Health::default(),
            cancel: CancellationToken::new(),
        };
        let work = tokio::spawn(post::run(context.clone()));
        Self { folder, context, work, _db: db }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("scans").join(name)
    }

    fn database(&self) -> &Database {
        &self.context.database
    }

    pub(super) fn leave(&self, name: &str, bytes: &[u8]) {
        fs::write(self.file(name), bytes).unwrap();
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.file(name).exists()
    }

    pub(super) async fn batches(&self) -> i64 {
        let mut tx = self.database().begin(&ME).await.unwrap();
        sqlx::query_scalar("SELECT count(*) FROM batch").fetch_one(&mut *tx).await.unwrap()
    }

    async fn look(&self, hash: ContentHash) -> Option<Read> {
        let mut tx = self.database().begin(&ME).await.unwrap();
        let row: Option<(i16, i32, i64, Vec<i16>)> = sqlx::query_as(
            "SELECT state, pages_read,
                (SELECT count(*) FROM envelope e JOIN communication_case USING (communication_id) WHERE batch_id = b.id),
                (SELECT coalesce(array_agg(kind ORDER BY kind), '{}') FROM exception WHERE batch_id = b.id)
             FROM batch b WHERE content_sha256 = $1",
        )
        .bind(&hash.bytes()[..])
        .fetch_optional(&mut *tx)
        .await
        .unwrap();
        row.map(|(state, pages, cases, kinds)| Read {
            state,
            pages,
            cases,
            exceptions: kinds.into_iter().map(|kind| ExceptionKind::from_code(kind).unwrap()).collect(),
        })
    }

    /// Waits until the file with these bytes was kept and read, or found unreadable.
    pub(super) async fn read(&self, bytes: &[u8]) -> Read {
        let (hash, start) = (ContentHash::of(bytes), Instant::now());
        loop {
            let found = self.look(hash).await;
            match found {
                Some(read) if read.state != 1 => return read,
                found => assert!(start.elapsed() < PATIENCE, "never read: {found:?}"),
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the file with these bytes was kept and read; the number of its cases.
    pub(super) async fn read_kept(&self, bytes: &[u8]) -> i64 {
        self.read(bytes).await.cases
    }

    /// The bytes kept under a digest.
    pub(super) async fn content(&self, hash: ContentHash) -> Vec<u8> {
        let mut tx = self.database().begin(&ME).await.unwrap();
        self.context.blobs.fetch(&mut tx, hash).await.unwrap().0.to_vec()
    }

    /// Waits until the folder is empty.
    pub(super) async fn empty(&self) {
        let start = Instant::now();
        while fs::read_dir(self.folder.path().join("scans")).unwrap().count() > 0 {
            assert!(start.elapsed() < PATIENCE, "the scan folder is never emptied");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Ends the day.
    pub(super) async fn close(self) {
        self.context.cancel.cancel();
        self.work.await.unwrap().unwrap();
    }
}
