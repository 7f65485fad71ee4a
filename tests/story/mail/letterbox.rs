//! An office with a mailbox on a real Dovecot.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    sync::Arc,
    time::Duration,
};

use chrono::TimeDelta;
use domain::{CommunicationId, ExceptionKind, LetterId, LetterKind, LetterState};
use postoffice::PostOffice;
use runtime::{Config, Context, Health};
use store::{
    letters::LetterRow,
    reads::anomalies::{self, AnomalyLine},
};
use tempfile::TempDir;
use tests::eventually;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    office::Office,
    site::{Site, site_over},
};

/// A process that reads the mailbox.
struct Door {
    context: Context,
    work: JoinHandle<Result<(), mail::MailError>>,
}

/// An office with a mailbox, on Monday 23 November 2026 in the morning.
pub(super) struct Letterbox {
    pub(super) office: Arc<Office>,
    pub(super) post: PostOffice,
    doors: Vec<Door>,
    _folder: TempDir,
}

impl Letterbox {
    pub(super) async fn open() -> Self {
        let office = Office::open().await;
        office.clock.advance(TimeDelta::days(7));
        let folder = tempfile::Builder::new().prefix("passerelle-mail.").tempdir().unwrap();
        // Dovecot drops its rights and must still reach its folder.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let post = PostOffice::start(folder.path()).await.unwrap();
        Self { office: Arc::new(office), post, doors: Vec::new(), _folder: folder }
    }

    /// The pages of every desk over the same office.
    pub(super) fn site(&self) -> Site {
        site_over(self.office.clone(), Config::from_toml("").unwrap())
    }

    /// Starts a process of the e-mail door, with these settings beside those of the mailbox.
    pub(super) fn start(&mut self, more: &str) {
        self.start_with(|settings| format!("{settings}\n{more}"));
    }

    pub(super) fn start_with(&mut self, change: impl FnOnce(String) -> String) {
        let context = self.context(&change(self.post.site_settings()), |_| {});
        self.start_in(context);
    }

    /// Starts a process whose reader has limits of its own.
    pub(super) fn start_limited(&mut self, limit: impl FnOnce(&mut reading::Limits)) {
        let context = self.context(&self.post.site_settings(), limit);
        self.start_in(context);
    }

    fn start_in(&mut self, context: Context) {
        let work = tokio::spawn(mail::run(context.clone()));
        self.doors.push(Door { context, work });
    }

    /// What a service would be given to work with these settings.
    pub(super) fn context(&self, settings: &str, limit: impl FnOnce(&mut reading::Limits)) -> Context {
        let mut config = Config::from_toml(settings).unwrap();
        config.reader.executable = Some(crate::story::executable("passerelle-reader"));
        let mut reader = config.reader_config();
        limit(&mut reader.limits);
        let mut context = self.office.context();
        context.reader = reading::Reader::new(reader);
        context.config = Arc::new(config);
        context.health = Health::default();
        context.cancel = CancellationToken::new();
        context
    }

    /// What `/ready` says of the door that was started last.
    pub(super) fn health(&self) -> String {
        let services = self.doors.last().unwrap().context.health.services();
        serde_json::to_string(&services).unwrap()
    }

    pub(super) async fn stop_first(&mut self) {
        let door = self.doors.remove(0);
        door.context.cancel.cancel();
        door.work.await.unwrap().unwrap();
    }

    pub(super) async fn stop(&mut self) {
        while !self.doors.is_empty() {
            self.stop_first().await;
        }
    }

    /// Stops, after letting what is under way come to its end.
    pub(super) async fn close(&mut self) {
        tokio::time::sleep(Duration::from_millis(300)).await;
        self.stop().await;
    }

    /// A message arrives; the mailbox took it in on Sunday evening.
    pub(super) fn deliver(&self, raw: &[u8]) {
        let at = self.office.now() - TimeDelta::hours(9);
        self.post.deliver_at(raw, at.into()).unwrap();
    }

    pub(super) async fn sent(&self, count: usize) {
        eventually(&format!("{count} receipts"), || async { self.post.sent().len() >= count }).await;
        assert_eq!(self.post.sent().len(), count);
        eventually("the sending is recorded", || async {
            self.count("SELECT count(*) FROM letter WHERE state = 9").await == i64::try_from(count).unwrap()
        })
        .await;
    }

    pub(super) async fn cases(&self, count: i64) {
        eventually(&format!("{count} cases"), || async {
            self.count("SELECT count(*) FROM residence_case").await == count
        })
        .await;
    }

    pub(super) async fn communications(&self, count: i64) {
        eventually(&format!("{count} messages are kept"), || async {
            self.count("SELECT count(*) FROM communication").await == count
        })
        .await;
    }

    pub(super) async fn exceptions(&self, kind: ExceptionKind) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM exception WHERE kind = $1 AND ended_at IS NULL")
            .bind(kind.code())
            .fetch_one(&mut self.office.db.superuser().await)
            .await
            .unwrap()
    }

    /// The exceptions of a kind that are open, as M7 shows them.
    pub(super) async fn shown(&self, kind: ExceptionKind) -> Vec<AnomalyLine> {
        let mut tx = self.office.begin(&self.office.referent()).await;
        anomalies::list(&mut tx, anomalies::Wanted { kind: Some(kind), ..anomalies::Wanted::default() }, 100)
            .await
            .unwrap()
    }

    /// The letters of a kind, in the order of their request.
    pub(super) async fn letters(&self, kind: LetterKind) -> Vec<LetterRow> {
        let ids: Vec<sqlx::types::Uuid> = sqlx::query_scalar("SELECT id FROM letter WHERE kind = $1")
            .bind(kind.code())
            .fetch_all(&mut self.office.db.superuser().await)
            .await
            .unwrap();
        let ids: Vec<LetterId> = ids.into_iter().map(LetterId::from_uuid).collect();
        let mut tx = self.office.begin(&self.office.referent()).await;
        store::letters::lock(&mut tx, &ids).await.unwrap()
    }

    pub(super) async fn letter_is(&self, state: LetterState) {
        eventually(&format!("the letter is {}", state.word()), || async {
            self.count("SELECT coalesce(max(state), 0)::bigint FROM letter").await == i64::from(state.code())
        })
        .await;
    }

    pub(super) async fn count(&self, query: &'static str) -> i64 {
        self.office.number(query).await
    }

    pub(super) async fn text(&self, query: &'static str) -> String {
        sqlx::query_scalar(query).fetch_one(&mut self.office.db.superuser().await).await.unwrap()
    }

    pub(super) async fn execute(&self, statement: &'static str) {
        sqlx::raw_sql(statement).execute(&mut self.office.db.superuser().await).await.unwrap();
    }

    /// The bytes kept of the only message that was ever received.
    pub(super) async fn blob_of_only_message(&self) -> Vec<u8> {
        let hash: Vec<u8> = sqlx::query_scalar("SELECT content_sha256 FROM communication WHERE channel = 2")
            .fetch_one(&mut self.office.db.superuser().await)
            .await
            .unwrap();
        let hash = store::ContentHash::from_stored(&hash).unwrap();
        let mut tx = self.office.begin(&self.office.referent()).await;
        self.office.casework.blobs.fetch(&mut tx, hash).await.unwrap().0.to_vec()
    }

    /// The communication of the only request.
    pub(super) async fn only_request(&self) -> CommunicationId {
        let id = sqlx::query_scalar("SELECT id FROM communication WHERE nature = 1")
            .fetch_one(&mut self.office.db.superuser().await)
            .await
            .unwrap();
        CommunicationId::from_uuid(id)
    }

    /// The Message-ID of the nth letter that left.
    pub(super) fn sent_message_id(&self, nth: usize) -> String {
        let id = self.post.sent()[nth].header("Message-ID").unwrap();
        id.trim_start_matches('<').trim_end_matches('>').to_owned()
    }

    /// What the real reader understands of a message.
    pub(super) async fn read(&self, raw: &[u8]) -> reading::Message {
        self.office.context().reader.messages().look(raw).await.unwrap()
    }
}
