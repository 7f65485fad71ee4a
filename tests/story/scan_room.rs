//! A scan room: files are left in the real folder, taken and read by the real mailroom, looked at through the pages.

use std::{fs, sync::Arc, time::Duration};

use domain::{BatchId, CommunicationId, SeparatorKind, SeparatorSheet};
use runtime::Config;
use store::{
    ContentHash,
    batches::{self, BatchState},
    reads::pages,
};
use tempfile::TempDir;
use world::{SmallSheet, small_scan};

use crate::site::{Site, site};

pub(super) struct ScanRoom {
    pub(super) site: Site,
    folder: TempDir,
    config: Arc<Config>,
}

/// A sheet that opens an envelope.
pub(super) fn envelope(serial: &str, pages: u32) -> SmallSheet {
    SmallSheet::Bars(SeparatorSheet::new(SeparatorKind::Envelope, serial, Some(pages)).unwrap())
}

/// A sheet with a number from the desk.
pub(super) fn coded(kind: SeparatorKind, code: &str) -> SmallSheet {
    let pages = (kind == SeparatorKind::Rescan).then_some(1);
    SmallSheet::Bars(SeparatorSheet::new(kind, code, pages).unwrap())
}

/// A page with a few lines on it.
pub(super) fn page(lines: &[&str]) -> SmallSheet {
    SmallSheet::Words(lines.iter().map(|line| (*line).to_owned()).collect())
}

/// The front of an envelope that was posted on a day, perhaps registered.
pub(super) fn front(postmark: &str, registered: Option<&str>) -> SmallSheet {
    SmallSheet::Front { postmark: crate::office::day(postmark), registered: registered.map(str::to_owned) }
}

pub(super) fn file(sheets: &[SmallSheet]) -> Vec<u8> {
    small_scan(sheets).unwrap()
}

impl ScanRoom {
    pub(super) async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let mut settings = String::new();
        for (name, more) in [("courrier", ""), ("versos", "backs_of = \"courrier\"\n")] {
            let path = folder.path().join(name);
            fs::create_dir(&path).unwrap();
            let path = path.display();
            let lines = ["[[post.folders]]".to_owned(), format!("name = \"{name}\""), format!("path = \"{path}\"")];
            settings += &lines.join("\n");
            settings += "\nsettle_seconds = 0\n";
            settings += more;
        }
        let mut config = Config::from_toml(&settings).unwrap();
        config.reader.executable = Some(super::executable("passerelle-reader"));
        Self { site: site().await, folder, config: Arc::new(config) }
    }

    /// A scanner leaves files, one after the other; the mailroom works until each is read and the folder empty.
    pub(super) async fn leave(&self, files: &[(&str, &[u8])]) -> Vec<BatchId> {
        self.leave_in("courrier", files).await
    }

    /// The same, in a folder.
    pub(super) async fn leave_in(&self, folder: &str, files: &[(&str, &[u8])]) -> Vec<BatchId> {
        let mut found = Vec::new();
        let context = self.site.office.context_of(self.config.clone());
        let cancel = context.cancel.clone();
        let mut working = tokio::spawn(post::run(context));
        for (name, bytes) in files {
            let path = self.folder.path().join(folder).join(name);
            // Whole at once: without a time to settle the mailroom would take a file that is still being written.
            let written = self.folder.path().join("en-cours");
            fs::write(&written, bytes).unwrap();
            fs::rename(&written, &path).unwrap();
            while path.exists() {
                assert!(!working.is_finished(), "the mailroom ended by itself");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            tokio::select! {
                batch = self.read(folder, bytes) => found.push(batch),
                ended = &mut working => panic!("the mailroom ended by itself: {ended:?}"),
            }
        }
        while self.compares().await {
            assert!(!working.is_finished(), "the mailroom ended by itself");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        cancel.cancel();
        working.await.unwrap().unwrap();
        found
    }

    /// Whether pages that were read are still to be compared with what came before.
    async fn compares(&self) -> bool {
        let mut conn = self.site.office.db.pool().acquire().await.unwrap();
        let depth = queue::depth(&mut conn).await.unwrap();
        depth.iter().any(|line| line.kind == casework::COMPARE_PAGES && line.jobs > 0)
    }

    /// The batch of a file, once it is read: the file leaves the folder for the one where it is worked on before it is kept.
    async fn read(&self, folder: &str, bytes: &[u8]) -> BatchId {
        let office = &self.site.office;
        loop {
            let mut tx = office.begin(&office.referent()).await;
            if let Some(id) = batches::find(&mut tx, folder, ContentHash::of(bytes)).await.unwrap()
                && batches::get(&mut tx, id).await.unwrap().state != BatchState::Received
            {
                return id;
            }
            drop(tx);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The envelopes of a batch, in order, by their communications.
    pub(super) async fn envelopes(&self, batch: BatchId) -> Vec<CommunicationId> {
        let office = &self.site.office;
        let mut tx = office.begin(&office.referent()).await;
        let found = store::reads::scanning::envelopes(&mut tx, batch).await.unwrap();
        found.into_iter().filter(|envelope| !envelope.gone).map(|envelope| envelope.communication).collect()
    }

    /// What was read on each page of an envelope, on one line each.
    pub(super) async fn texts(&self, communication: CommunicationId) -> Vec<String> {
        let office = &self.site.office;
        let mut tx = office.begin(&office.referent()).await;
        let lines = pages::of_envelope(&mut tx, communication).await.unwrap();
        lines.iter().map(|line| line.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    /// Open exceptions of a kind.
    pub(super) async fn told(&self, kind: domain::ExceptionKind) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM exception WHERE kind = $1 AND ended_at IS NULL")
            .bind(kind.code())
            .fetch_one(&mut self.site.office.db.superuser().await)
            .await
            .unwrap()
    }
}
