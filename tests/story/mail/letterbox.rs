//! An office with a mailbox on a real Dovecot, and what people put into it.

use std::{
    fs::{self, Permissions},
    io::{Cursor, Write as _},
    os::unix::fs::PermissionsExt,
    sync::Arc,
    time::Duration,
};

use chrono::TimeDelta;
use domain::{ExceptionKind, LetterState};
use postoffice::PostOffice;
use runtime::{Config, Context, Health};
use tempfile::TempDir;
use tests::eventually;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::office::Office;

/// A process that reads the mailbox.
struct Door {
    context: Context,
    work: JoinHandle<Result<(), mail::MailError>>,
}

/// An office with a mailbox, on Monday 23 November 2026 in the morning.
pub(super) struct Letterbox {
    pub(super) office: Office,
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
        Self { office, post, doors: Vec::new(), _folder: folder }
    }

    /// Starts a process of the e-mail door, with these settings beside those of the mailbox.
    pub(super) fn start(&mut self, more: &str) {
        self.start_with(|settings| format!("{settings}\n{more}"));
    }

    pub(super) fn start_with(&mut self, change: impl FnOnce(String) -> String) {
        let mut config = Config::from_toml(&change(self.post.site_settings())).unwrap();
        config.reader.executable = Some(crate::story::executable("passerelle-reader"));
        let mut context = self.office.context();
        context.reader = reading::Reader::new(config.reader_config());
        context.config = Arc::new(config);
        context.health = Health::default();
        context.cancel = CancellationToken::new();
        let work = tokio::spawn(mail::run(context.clone()));
        self.doors.push(Door { context, work });
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

    /// What the real reader understands of a message.
    pub(super) async fn read(&self, raw: &[u8]) -> reading::Message {
        self.office.context().reader.messages().look(raw).await.unwrap()
    }
}

/// A message as somebody writes it.
pub(super) struct Written<'a> {
    pub(super) id: &'a str,
    pub(super) from: &'a str,
    pub(super) subject: &'a str,
    /// The line of our own server; none when empty.
    pub(super) received: &'a str,
    /// More header lines.
    pub(super) more: &'a str,
    pub(super) files: Vec<(&'a str, Vec<u8>)>,
}

impl Default for Written<'_> {
    fn default() -> Self {
        Self {
            id: "abc-1",
            from: "aminata@courriel.example",
            subject: "Renouvellement de mon titre",
            received: "",
            more: "",
            files: Vec::new(),
        }
    }
}

impl Written<'_> {
    pub(super) fn raw(&self) -> Vec<u8> {
        let received = match self.received {
            "" => String::new(),
            date => format!(
                "Received: from out.courriel.example (out.courriel.example [192.0.2.7])\r\n\tby {} with ESMTPS id 4ZZ;\r\n\t{date}\r\n",
                world::MAIL_HOST
            ),
        };
        let mut raw = format!(
            "{received}From: Aminata Diallo <{}>\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}@courriel.example>\r\n\
             Date: Sun, 15 Nov 2026 10:00:00 +0100\r\n{}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"couture\"\r\n\r\n\
             --couture\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour, je demande le renouvellement de mon titre.\r\n",
            self.from,
            postoffice::USER,
            self.subject,
            self.id,
            self.more
        );
        for (name, bytes) in &self.files {
            let part = format!(
                "--couture\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\
                 Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n{}",
                encoded(bytes)
            );
            raw.push_str(&part);
        }
        (raw + "--couture--\r\n").into_bytes()
    }
}

/// Base64 in lines.
pub(super) fn encoded(bytes: &[u8]) -> String {
    let all = data_encoding::BASE64.encode(bytes);
    let mut lines = String::with_capacity(all.len() + all.len() / 38);
    let mut rest = all.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(76));
        lines.push_str(line);
        lines.push_str("\r\n");
        rest = after;
    }
    lines
}

/// Bytes that do not compress and mean nothing.
pub(super) fn noise(size: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(size + 8);
    while bytes.len() < size {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        bytes.extend_from_slice(&(state ^ (state >> 29)).to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

/// A small picture.
pub(super) fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let grey =
        image::GrayImage::from_fn(200, 120, |x, y| image::Luma([if (x / 20 + y / 20) % 2 == 0 { 255 } else { 60 }]));
    grey.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

pub(super) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
