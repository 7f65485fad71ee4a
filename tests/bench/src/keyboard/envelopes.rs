//! The envelopes, what is true of them, and who is known already.

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use domain::{
    Actor, CaseKind, Clock as _, ContactKind, ContactPoint, ContactPointId, Person, PersonId, Personal, Protection,
    Safety, SystemClock,
};
use store::{batches::BatchState, persons, reads::indexing};
use tests::TestDb;
use world::{Batch, EnvelopeTruth, PersonTruth, RequestTruth};

/// The files of the day of which every envelope is worked on: nineteen envelopes.
const FILES: [&str; 8] = [
    "COURRIER-002",
    "COURRIER-003",
    "COURRIER-004",
    "COURRIER-005",
    "COURRIER-006",
    "PRISON-007",
    "COURRIER-008",
    "COURRIER-010",
];
/// The envelope that the scanner sends a second time, with other bytes.
const TWICE: (&str, &str) = ("COURRIER-002", "COURRIER-002-bis.pdf");

/// What kind of work an envelope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Renewal,
    NewPerson,
    Unknown,
    Several,
    OtherService,
    OtherPrefecture,
    Twice,
    Miscounted,
}

impl Kind {
    pub(super) const ALL: &'static [Self] = &[
        Self::Renewal,
        Self::NewPerson,
        Self::Unknown,
        Self::Several,
        Self::OtherService,
        Self::OtherPrefecture,
        Self::Twice,
        Self::Miscounted,
    ];

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Renewal => "renewal of a known person",
            Self::NewPerson => "one request of somebody new",
            Self::Unknown => "sender unknown",
            Self::Several => "several persons or requests",
            Self::OtherService => "mail for another service",
            Self::OtherPrefecture => "another prefecture's",
            Self::Twice => "scanned twice",
            Self::Miscounted => "pages counted wrong",
        }
    }
}

/// One request to register: who, and what they ask.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) person: &'a PersonTruth,
    pub(super) request: &'a RequestTruth,
}

/// An envelope on the desk.
pub(super) struct Work<'a> {
    pub(super) kind: Kind,
    pub(super) truth: &'a EnvelopeTruth,
    pub(super) asked: Vec<Asked<'a>>,
    pub(super) received_on: NaiveDate,
}

impl Work<'_> {
    pub(super) fn name(&self) -> &str {
        &self.truth.story
    }
}

/// The files.
pub(super) struct Pile {
    batches: Vec<Batch>,
    twice: Batch,
    today: NaiveDate,
}

impl Pile {
    pub(super) fn scan(today: NaiveDate) -> Self {
        let plans = world::plan(67, today).into_iter();
        let wanted = plans.filter(|plan| FILES.iter().any(|file| plan.file_name().starts_with(&format!("{file}."))));
        let batches: Vec<Batch> = wanted.map(|plan| plan.scan().expect("a file of the world")).collect();
        assert_eq!(batches.len(), FILES.len(), "the world has other files");
        let once = batches.iter().find(|batch| batch.file_name.starts_with(TWICE.0)).expect("the file scanned twice");
        let mut twice = Batch { file_name: TWICE.1.to_owned(), ..once.clone() };
        twice.bytes.extend_from_slice(b"\n% scanned again\n");
        Self { batches, twice, today }
    }

    fn all(&self) -> impl Iterator<Item = &Batch> {
        self.batches.iter().chain([&self.twice])
    }

    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.all().map(|batch| (batch.file_name.as_str(), batch.bytes.as_slice()))
    }

    pub(super) fn pages(&self) -> usize {
        self.all().map(|batch| batch.truth.pages.len()).sum()
    }

    /// Whether a person has been at the prefecture before: whoever holds one of its titles.
    pub(super) fn is_known(person: &PersonTruth) -> bool {
        person.held.is_some()
    }

    /// Registers who was there before, with their address.
    pub(super) async fn make_known(&self, db: &TestDb) {
        let now = SystemClock.now();
        let mut tx = db.database().begin(&Actor::Operator("bench")).await.expect("a transaction");
        let envelopes = self.batches.iter().flat_map(|batch| &batch.truth.envelopes);
        for truth in envelopes.flat_map(|envelope| &envelope.persons).filter(|person| Self::is_known(person)) {
            let person = Person {
                id: PersonId::new(now),
                family_name: Some(Personal(truth.family_name.clone())),
                given_names: Some(Personal(truth.given_names.clone())),
                birth: truth.birth_date(),
                foreigner_number: truth.foreigner_number.clone().map(Personal),
                description: None,
                protection: Protection::None,
            };
            persons::insert(&mut tx, &person, now).await.expect("a person");
            let name = format!("{} {}", truth.given_names, truth.family_name.to_uppercase());
            let contact = ContactPoint {
                id: ContactPointId::new(now),
                kind: ContactKind::Postal,
                lines: std::iter::once(name).chain(truth.address.iter().cloned()).map(Personal).collect(),
                safety: Safety::Ok,
                ended_on: None,
                doubtful_since: None,
            };
            persons::insert_contact(&mut tx, person.id, &contact, None, now).await.expect("an address");
        }
        tx.commit().await.expect("known persons");
    }

    /// Waits until the reader has finished with every file.
    pub(super) async fn until_read(&self, db: &TestDb, patience: Duration) {
        let (start, files) = (Instant::now(), self.all().count());
        let envelopes: usize = self.all().map(|batch| batch.truth.envelopes.len()).sum();
        loop {
            let mut database = db.superuser().await;
            let query = "SELECT count(DISTINCT b.id), count(c.id) FROM batch b
                         LEFT JOIN envelope e ON e.batch_id = b.id
                         LEFT JOIN communication c ON c.id = e.communication_id WHERE b.state <> $1";
            let counts: (i64, i64) = sqlx::query_as(query)
                .bind(BatchState::Received as i16)
                .fetch_one(&mut database)
                .await
                .expect("the files read");
            if counts == (i64::try_from(files).unwrap_or(0), i64::try_from(envelopes).unwrap_or(0)) {
                return;
            }
            assert!(start.elapsed() < patience, "{counts:?} of {files} files and {envelopes} envelopes read");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// What an envelope on the desk is, by its identifier.
    pub(super) async fn work(&self, db: &TestDb, id: &str) -> Work<'_> {
        let mut tx = db.database().begin(&Actor::Operator("bench")).await.expect("a transaction");
        let view = indexing::envelope(&mut tx, id.parse().expect("an envelope")).await.expect("an envelope");
        let batch = self.all().find(|batch| batch.file_name == view.file_name).expect("a file of ours");
        let first = view.pages.map_or(0, |(first, _)| first);
        let inside = |truth: &&EnvelopeTruth| (truth.first_page..=truth.last_page).contains(&first);
        let truth = batch.truth.envelopes.iter().find(inside).expect("an envelope of ours");
        Work { received_on: view.received_on, ..self.of(batch, truth) }
    }

    /// Every envelope with the file it is in.
    pub(super) fn works(&self) -> impl Iterator<Item = (&str, Work<'_>)> {
        self.all().flat_map(|batch| {
            batch.truth.envelopes.iter().map(|truth| (batch.file_name.as_str(), self.of(batch, truth)))
        })
    }

    fn of<'a>(&self, batch: &Batch, truth: &'a EnvelopeTruth) -> Work<'a> {
        let asked: Vec<Asked<'a>> = truth
            .persons
            .iter()
            .flat_map(|person| person.requests.iter().map(move |request| Asked { person, request }))
            .collect();
        let kind = match (truth.story.as_str(), asked.as_slice()) {
            _ if batch.file_name == TWICE.1 => Kind::Twice,
            ("regroupement", _) => Kind::OtherService,
            ("voisin", _) => Kind::OtherPrefecture,
            _ if truth.miscounted() => Kind::Miscounted,
            (_, []) => Kind::Unknown,
            (_, [one]) if one.request.kind == CaseKind::TitleRenewal && Self::is_known(one.person) => Kind::Renewal,
            (_, [_]) => Kind::NewPerson,
            _ => Kind::Several,
        };
        Work { kind, truth, asked, received_on: self.today }
    }
}
