//! A receipt that may not leave by e-mail leaves on paper, by an address that is safe.

use bytes::Bytes;
use casework::{
    PersonChoice, Registration, ReleaseError, approve_letters, hand_to_post, print_letters, release_letter,
};
use domain::{ExceptionKind, LetterId, LetterKind, LetterState, Medium, PersonId, PrintRunId};
use store::letters::LetterRow;

use super::{
    SUNDAY_NIGHT,
    letterbox::Letterbox,
    written::{Written, undelivered},
};
use crate::office::student;

const OWED: &str = "SELECT count(*) FROM deadline WHERE kind = 7 AND state = 'open'";

/// Somebody whose e-mail address is dangerous for them, and who is protected.
const PROTECTED: &str = "INSERT INTO person (id, created_at, protection) VALUES ('00000000-0000-7000-8000-000000000001', now(), 1);
    INSERT INTO contact_point (id, person_id, kind, lines, safety, protection, created_at)
    VALUES ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 3, ARRAY['aminata@courriel.example'], 3, 1, now())";

impl Letterbox {
    async fn receipt(&self) -> LetterRow {
        self.letters(LetterKind::ElectronicReceipt).await.remove(0)
    }

    async fn release(&self, letter: LetterId) -> Result<(), ReleaseError> {
        release_letter(&self.office.casework, &self.office.referent(), letter, None).await
    }

    /// The mailroom makes the PDF; a person approves it and prints the pile.
    async fn printed(&self, letter: LetterId) -> PrintRunId {
        self.office.work_off(&[casework::READ_BATCH, casework::PREPARE_LETTER]).await;
        let (actor, clerk) = (self.office.referent(), self.office.clerk);
        approve_letters(&self.office.casework, &actor, clerk, &[letter]).await.unwrap();
        let merge = |pdfs: Vec<Bytes>| {
            let pdfs: Vec<Vec<u8>> = pdfs.into_iter().map(Vec::from).collect();
            letters::merge(&pdfs, true).map_err(|error| error.to_string())
        };
        print_letters(&self.office.casework, &actor, clerk, &[letter], casework::Envelopes::Single, merge)
            .await
            .unwrap()
    }

    /// What the printed pile says, by the real reader.
    async fn pile(&self) -> String {
        let hash: Vec<u8> = sqlx::query_scalar("SELECT pdf_sha256 FROM print_run")
            .fetch_one(&mut self.office.db.superuser().await)
            .await
            .unwrap();
        let mut tx = self.office.begin(&self.office.referent()).await;
        let hash = store::ContentHash::from_stored(&hash).unwrap();
        let pdf = self.office.casework.blobs.fetch(&mut tx, hash).await.unwrap().0;
        let (reader, mut words) = (self.office.context().reader, String::new());
        let options = reading::ReadOptions { ocr: false, ..reading::ReadOptions::default() };
        reader.read(pdf.to_vec(), &options, |page| words += &page.read.text).await.unwrap();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    async fn handed(&self, run: PrintRunId) {
        let (actor, clerk) = (self.office.referent(), self.office.clerk);
        assert_eq!(hand_to_post(&self.office.casework, &actor, clerk, run).await.unwrap(), 1);
        assert_eq!(self.receipt().await.state, LetterState::HandedToPost);
        assert_eq!(self.count(OWED).await, 0, "the duty is done");
    }
}

#[tokio::test]
async fn a_receipt_for_a_dangerous_address_is_printed_for_a_safe_one() {
    let mut box_ = Letterbox::open().await;
    box_.execute(PROTECTED).await;
    box_.start("");
    box_.deliver(&Written { received: SUNDAY_NIGHT, ..Written::default() }.raw());
    box_.cases(1).await;
    box_.letter_is(LetterState::Held).await;
    box_.close().await;
    let letter = box_.receipt().await;
    assert!(matches!(box_.release(letter.id).await, Err(ReleaseError::NoPerson)), "nobody knows yet whose it is");

    let person = PersonId::from_uuid("00000000-0000-7000-8000-000000000001".parse().unwrap());
    let registration = Registration { person: PersonChoice::Known(person), ..student(box_.only_request().await) };
    box_.office.register(&registration).await;
    let hidden = "SELECT count(*) FROM letter WHERE kind = 2 AND protection = 1";
    assert_eq!(box_.count(hidden).await, 1, "the receipt is as protected as the person");
    box_.release(letter.id).await.unwrap();
    let run = box_.printed(letter.id).await;
    let letter = box_.receipt().await;
    assert_eq!((letter.state, letter.medium, letter.print_run), (LetterState::Printed, Medium::Post, Some(run)));
    assert_eq!(letter.data["neutral"], true, "the envelope does not show where it comes from");
    assert_eq!(box_.exceptions(ExceptionKind::NoSafeAddress).await, 0);

    let words = box_.pile().await;
    let reference = box_.text("SELECT reference FROM residence_case").await;
    for said in ["67000 STRASBOURG", "Renouvellement de mon titre", "dimanche 22 novembre 2026, à 23 h 50", &reference]
    {
        assert!(words.contains(said), "{said} in {words}");
    }
    assert!(!words.contains("aminata@"), "the dangerous address is nowhere");
    assert_eq!(box_.count(OWED).await, 1);
    box_.handed(run).await;
    assert!(box_.post.sent().is_empty());
}

#[tokio::test]
async fn a_receipt_that_came_back_is_printed_too() {
    let mut box_ = Letterbox::open().await;
    box_.start("");
    box_.deliver(&Written::default().raw());
    box_.sent(1).await;
    box_.deliver(&undelivered(&box_.sent_message_id(0), "5.1.1", "550 5.1.1 User unknown"));
    box_.communications(2).await;
    box_.letter_is(LetterState::Held).await;
    box_.close().await;
    box_.office.register(&student(box_.only_request().await)).await;
    let letter = box_.receipt().await.id;
    box_.release(letter).await.unwrap();
    let run = box_.printed(letter).await;
    assert!(box_.pile().await.contains("67000 STRASBOURG"));
    assert_eq!(box_.exceptions(ExceptionKind::MessageBounced).await, 0, "a way was found");
    box_.handed(run).await;
    assert_eq!(box_.post.sent().len(), 1);
}
