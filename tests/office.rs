//! An office to tell stories in: a database, the operations over it and a clock that stands still.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use casework::{
    BatchArrival, BatchReceived, Casework, LiveCatalogue, NewPerson, PersonChoice, ReadEnvelope, ReadingResult,
    Registration, Target, print_letters, receive_batch, record_prepared, record_reading, register,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, BatchId, CaseKind, Clock, CommunicationId, FixedClock, Legibility, LetterId, LetterKind, LetterState,
    Medium, PageId, PrintRunId, Safety, UserId,
};
use runtime::{Config, Context, Health};
use serde_json::json;
use store::{
    BlobStore, batches,
    batches::{EnvelopeMarks, NewPage},
    letters::{self, LetterRow},
};
use tempfile::TempDir;
use tests::TestDb;
use tokio_util::sync::CancellationToken;

const LEASE: Duration = Duration::from_mins(1);

/// Where a story happens.
pub(crate) struct Office {
    pub(crate) db: TestDb,
    pub(crate) clock: FixedClock,
    pub(crate) casework: Casework,
    pub(crate) clerk: UserId,
    _blobs: TempDir,
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Sets the clock of the office.
pub(crate) fn on(office: &Office, instant: &str) {
    let wanted: DateTime<Utc> = instant.parse().unwrap();
    office.clock.advance(wanted - office.now());
}

pub(crate) fn catalogue() -> Arc<law::Catalogue> {
    Arc::new(law::Catalogue::from_toml(law::embedded_parts()).unwrap())
}

/// The same catalogue, which the prefecture may change.
pub(crate) fn live_catalogue() -> LiveCatalogue {
    let files = law::embedded_parts().iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    LiveCatalogue::of_files(files.collect()).unwrap()
}

impl Office {
    /// An office on the morning of 16 November 2026.
    pub(crate) async fn open() -> Self {
        let now: DateTime<Utc> = "2026-11-16T08:00:00Z".parse().unwrap();
        let (db, clock) = (TestDb::new().await, FixedClock::at(now));
        let folder = TempDir::new().unwrap();
        let blobs = BlobStore::folder(folder.path()).unwrap();
        let casework =
            Casework::new(db.database(), blobs, Arc::new(clock.clone()), live_catalogue(), "demo-67").unwrap();
        Self { db, clock, casework, clerk: UserId::new(now), _blobs: folder }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// What a service would be given to work in this office, with the real reader executable.
    pub(crate) fn context(&self) -> Context {
        let mut config = Config::from_toml("").unwrap();
        config.reader.executable = Some(crate::story::executable("passerelle-reader"));
        self.context_of(Arc::new(config))
    }

    /// What a service of a site with these settings would be given.
    pub(crate) fn context_of(&self, config: Arc<Config>) -> Context {
        Context {
            catalogue: self.casework.live.clone(),
            clock: self.casework.clock.clone(),
            database: self.db.database(),
            blobs: self.casework.blobs.clone(),
            reader: reading::Reader::new(config.reader_config()),
            config,
            health: Health::default(),
            cancel: CancellationToken::new(),
        }
    }

    /// Lets the mailroom's worker read and print until no job of these kinds is left, nor a comparison or a proposal that reading owes.
    pub(crate) async fn work_off(&self, kinds: &[&str]) {
        self.work_off_in(self.context(), kinds).await;
    }

    /// The same, with a configuration of one's own.
    pub(crate) async fn work_off_in(&self, context: Context, kinds: &[&str]) {
        let cancel = context.cancel.clone();
        let working = tokio::spawn(post::run(context));
        loop {
            let depth = queue::depth(&mut self.db.pool().acquire().await.unwrap()).await.unwrap();
            let owed = [casework::COMPARE_PAGES, casework::PROPOSE_AGAIN];
            let wanted = |kind: &str| kinds.contains(&kind) || owed.contains(&kind);
            if !depth.iter().any(|line| wanted(&line.kind) && line.jobs > 0) {
                break;
            }
            assert!(!working.is_finished(), "the mailroom ended by itself");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        cancel.cancel();
        working.await.unwrap().unwrap();
    }

    /// The clerk, who sees protected persons.
    pub(crate) const fn referent(&self) -> Actor {
        Actor::User { id: self.clerk, sees_protected: true }
    }

    /// Somebody of the staff who does not.
    pub(crate) const fn officer(&self) -> Actor {
        Actor::User { id: self.clerk, sees_protected: false }
    }

    pub(crate) async fn begin(&self, actor: &Actor) -> store::Transaction {
        self.casework.database.begin(actor).await.unwrap()
    }

    /// A scanner leaves a file.
    pub(crate) async fn scan(&self, content: &str) -> BatchId {
        self.scan_file(Bytes::copy_from_slice(content.as_bytes())).await
    }

    /// A scanner leaves a file of these bytes.
    pub(crate) async fn scan_file(&self, content: Bytes) -> BatchId {
        let arrival = BatchArrival {
            folder: "courrier".to_owned(),
            file_name: "scan.tif".to_owned(),
            content,
            received_at: self.now(),
        };
        match receive_batch(&self.casework, arrival).await.unwrap() {
            BatchReceived::Kept { batch, .. } | BatchReceived::Again { batch } => batch,
        }
    }

    /// The reader finds envelopes of two pages each in the batch; returns their communications.
    pub(crate) async fn read(&self, batch: BatchId, declared: &[Option<u32>]) -> Vec<CommunicationId> {
        let envelopes = (1..).zip(declared).map(|(position, declared)| envelope(position, *declared));
        self.record(batch, Vec::new(), envelopes.collect()).await
    }

    /// The reader found these pages and envelopes in the batch; returns the communications of the envelopes.
    pub(crate) async fn record(
        &self,
        batch: BatchId,
        pages: Vec<NewPage>,
        envelopes: Vec<ReadEnvelope>,
    ) -> Vec<CommunicationId> {
        let mut conn = self.db.pool().acquire().await.unwrap();
        let jobs = queue::claim(&mut conn, casework::READ_BATCH, 1, LEASE, self.now()).await.unwrap();
        let result = ReadingResult {
            readable: true,
            page_count: envelopes.last().and_then(|envelope| envelope.pages).map(|(_, last)| last),
            pages,
            blobs: Vec::new(),
            envelopes,
            troubles: Vec::new(),
            again: Vec::new(),
            backs_of: None,
            words: casework::ScanWords::default(),
        };
        let _done = record_reading(&self.casework, &jobs[0], batch, result).await.unwrap();
        let mut tx = self.begin(&self.referent()).await;
        let found = batches::envelopes(&mut tx, batch).await.unwrap();
        found.into_iter().map(|envelope| envelope.communication).collect()
    }

    /// One envelope, scanned and read.
    pub(crate) async fn envelope(&self, content: &str) -> CommunicationId {
        let batch = self.scan(content).await;
        self.read(batch, &[None]).await[0]
    }

    /// The clerk registers.
    pub(crate) async fn register(&self, registration: &Registration) -> casework::Registered {
        register(&self.casework.current(), &self.referent(), self.clerk, registration).await.unwrap()
    }

    /// A case of a person with an address, registered: its identifier and its acknowledgement.
    pub(crate) async fn registered(&self, content: &str, safety: Safety) -> (casework::Registered, LetterRow) {
        let communication = self.envelope(content).await;
        let done = self.register(&Registration { address_safety: safety, ..student(communication) }).await;
        let letter = self.acknowledgements(done.case).await.remove(0);
        (done, letter)
    }

    /// Every letter of a case that is not cancelled.
    pub(crate) async fn letters(&self, case: domain::CaseId) -> Vec<LetterRow> {
        let mut tx = self.begin(&self.referent()).await;
        let ids = letters::of_case(&mut tx, case).await.unwrap();
        letters::lock(&mut tx, &ids).await.unwrap()
    }

    pub(crate) async fn acknowledgements(&self, case: domain::CaseId) -> Vec<LetterRow> {
        let mut letters = self.letters(case).await;
        letters.retain(|letter| letter.kind == LetterKind::Acknowledgement);
        letters
    }

    pub(crate) async fn letter_state(&self, id: LetterId) -> LetterState {
        let mut tx = self.begin(&self.referent()).await;
        letters::lock(&mut tx, &[id]).await.unwrap()[0].state
    }

    /// Does the jobs that make the PDFs of letters, with a PDF that only has to be some bytes.
    pub(crate) async fn prepare_letters(&self) -> usize {
        let mut conn = self.db.pool().acquire().await.unwrap();
        let jobs = queue::claim(&mut conn, casework::PREPARE_LETTER, 100, LEASE, self.now()).await.unwrap();
        for job in &jobs {
            let casework::PrepareLetter { letter } = job.read().unwrap();
            let wanted = casework::letter_to_prepare(&self.casework, letter).await.unwrap();
            let pdf = wanted.map(|w| {
                (Bytes::from(format!("%PDF {} {}", w.facts.head().letter, w.facts.head().recipient.join(","))), 1)
            });
            let _done = record_prepared(&self.casework, job, letter, pdf).await.unwrap();
        }
        jobs.len()
    }

    pub(crate) async fn print(&self, ids: &[LetterId]) -> Result<PrintRunId, casework::PrintError> {
        print_letters(&self.casework, &self.referent(), self.clerk, ids, casework::Envelopes::Single, |pdfs| {
            Ok(pdfs.concat())
        })
        .await
    }

    /// The person of a case.
    pub(crate) async fn person_of(&self, case: domain::CaseId) -> domain::PersonId {
        let mut tx = self.begin(&self.referent()).await;
        store::cases::lock(&mut tx, case).await.unwrap().person.expect("somebody")
    }

    /// The key that takes back what was done last of this kind.
    pub(crate) async fn undo_of(&self, action: &str) -> String {
        let key: sqlx::types::Uuid = sqlx::query_scalar(
            "SELECT id FROM undo WHERE action = $1 AND undone_at IS NULL ORDER BY done_at DESC, id DESC LIMIT 1",
        )
        .bind(action)
        .fetch_one(&mut self.db.superuser().await)
        .await
        .unwrap();
        key.to_string()
    }

    /// The only batch, as forms name it.
    pub(crate) async fn only_batch(&self) -> String {
        let id = sqlx::query_scalar("SELECT id FROM batch").fetch_one(&mut self.db.superuser().await).await.unwrap();
        BatchId::from_uuid(id).to_string()
    }

    /// A value that a test looks at, as the superuser who sees all.
    pub(crate) async fn number(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(&mut self.db.superuser().await).await.unwrap()
    }
}

/// A page as the reader leaves it, each word in a box of its own.
pub(crate) fn read_page(office: &Office, number: i32, text: &str) -> NewPage {
    let word = |(place, word): (usize, &str)| json!({ "text": word, "confidence": 93.0, "box": [place * 50, 10, place * 50 + 40, 30] });
    NewPage {
        id: PageId::new(office.now()),
        number,
        width_px: 800,
        height_px: 1100,
        dpi: Some(200.0),
        rotated: 0,
        skew: 0.0,
        blank: text.is_empty(),
        separator: false,
        text_source: 2,
        confidence: Some(93.0),
        text: text.to_owned(),
        words: json!(text.split_whitespace().enumerate().map(word).collect::<Vec<_>>()),
        codes: json!([]),
        error: None,
        screen: None,
        thumbnail: None,
        likeness: None,
    }
}

/// An envelope of two pages, as the reader cuts it.
pub(crate) fn envelope(position: u32, declared_pages: Option<u32>) -> ReadEnvelope {
    ReadEnvelope {
        position,
        serial: None,
        separator_page: None,
        declared_pages,
        pages: Some((position * 2 - 1, position * 2)),
        scanned_pages: 2,
        reference: None,
        suggestions: Vec::new(),
        continues: None,
        backs: None,
        missed: Vec::new(),
    }
}

/// A student asks to renew a title; the postmark of 12 November is legible.
pub(crate) fn student(communication: CommunicationId) -> Registration {
    Registration {
        communication,
        person: PersonChoice::New(NewPerson {
            family_name: Some("Diallo".to_owned()),
            given_names: Some("Aminata".to_owned()),
            ..NewPerson::default()
        }),
        target: Target::Own,
        kind: CaseKind::TitleRenewal,
        title_code: Some("T01".to_owned()),
        ground: None,
        held_title: None,
        pieces: Vec::new(),
        marks: EnvelopeMarks {
            postmark_on: Some(day("2026-11-12")),
            postmark_office: Some("STRASBOURG".to_owned()),
            legibility: Some(Legibility::Yes),
            ..EnvelopeMarks::default()
        },
        registered_deposit: None,
        letter_date: None,
        address: Some("12 rue des Lilas\n67000 Strasbourg".to_owned()),
        address_safety: Safety::Ok,
        channel_basis: None,
        medium: Medium::Post,
    }
}
