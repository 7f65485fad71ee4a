//! Messages, from a real Dovecot to the case, and the receipt back through a real SMTP exchange.

use domain::{LetterState, Nature, Safety};
use tests::eventually;

use crate::office::day;

use letterbox::Letterbox;
use written::Written;

mod answers;
mod bad_input;
mod blockage;
mod bounces;
mod broken_reader;
mod killed;
mod letterbox;
mod no_request;
mod on_paper;
mod trouble;
mod written;

/// Sunday 22 November 2026, ten minutes to midnight in Paris (AS-28).
const SUNDAY_NIGHT: &str = "Sun, 22 Nov 2026 23:50:00 +0100";

#[tokio::test]
async fn a_message_becomes_a_case_dated_by_our_server_and_its_sender_gets_one_receipt() {
    let mut box_ = Letterbox::open().await;
    box_.start("");
    let message = Written { received: SUNDAY_NIGHT, ..Written::default() };
    box_.deliver(&message.raw());
    box_.sent(1).await;
    assert_eq!(box_.count("SELECT count(*) FROM residence_case WHERE evidence_kind = 8").await, 1);
    let (received_on, evidence_on): (chrono::NaiveDate, chrono::NaiveDate) =
        sqlx::query_as("SELECT received_on, evidence_on FROM residence_case")
            .fetch_one(&mut box_.office.db.superuser().await)
            .await
            .unwrap();
    assert_eq!((received_on, evidence_on), (day("2026-11-22"), day("2026-11-22")));
    let kept = box_.blob_of_only_message().await;
    assert_eq!(kept, message.raw(), "byte for byte");

    let receipt = box_.post.sent().remove(0);
    assert_eq!(receipt.to, ["aminata@courriel.example"]);
    assert_eq!(receipt.header("Auto-Submitted").as_deref(), Some("auto-replied"));
    assert_eq!(receipt.header("In-Reply-To").as_deref(), Some("<abc-1@courriel.example>"));
    let read = box_.read(&receipt.raw).await;
    for words in [
        "dimanche 22 novembre 2026 à 23 h 50",
        "Renouvellement",
        "Ce n’est pas l’accusé de réception",
        "PLACE DU MODELE",
        "03 53 01 00 68",
    ] {
        assert!(read.text.contains(words), "{words} in {}", read.text);
    }
    let reference = box_.text("SELECT reference FROM residence_case").await;
    assert!(read.text.contains(&reference) && read.subject.unwrap().contains(&reference));
    assert!(read.automatic, "no machine answers it");
    box_.letter_is(LetterState::Sent).await;
    assert_eq!(box_.count("SELECT count(*) FROM deadline WHERE kind = 7 AND state = 'met'").await, 1);

    // The same bytes once more: the person pressed twice, or a server delivered twice.
    box_.deliver(&message.raw());
    box_.deliver(&Written { id: "abc-2", from: "moussa@courriel.example", ..Written::default() }.raw());
    box_.sent(2).await;
    assert_eq!(box_.count("SELECT count(*) FROM residence_case").await, 2);
    box_.close().await;
    assert_eq!(box_.post.sent().len(), 2);
}

#[tokio::test]
async fn a_reply_with_our_reference_is_attached_to_its_case() {
    let mut box_ = Letterbox::open().await;
    box_.start("");
    let (known, _) = box_.office.registered("pli", Safety::Ok).await;
    box_.office.db.allow_leftover_jobs();
    let subject = format!("Re: dossier {}", known.reference);
    box_.deliver(&Written { subject: &subject, ..Written::default() }.raw());
    box_.sent(1).await;
    assert_eq!(box_.count("SELECT count(*) FROM residence_case").await, 1);
    let nature = box_.count("SELECT nature::bigint FROM communication WHERE channel = 2").await;
    assert_eq!(nature, i64::from(Nature::Reply.code()));
    let wrong = format!("Re: dossier {}", known.reference).replace("26-067-", "26-068-");
    box_.deliver(&Written { subject: &wrong, id: "abc-2", ..Written::default() }.raw());
    box_.cases(2).await;
    box_.close().await;
}

#[tokio::test]
async fn new_numbers_in_the_mailbox_double_nothing() {
    let mut box_ = Letterbox::open().await;
    box_.start("");
    for n in 0..3 {
        box_.deliver(&Written { id: &format!("abc-{n}"), ..Written::default() }.raw());
    }
    box_.sent(3).await;
    let before = box_.text("SELECT cursor->>'validity' FROM source").await;
    box_.stop().await;
    box_.post.close_imap().await;
    box_.post.renumber().unwrap();
    box_.post.open_imap().await.unwrap();
    box_.start("");
    box_.deliver(&Written { id: "abc-9", ..Written::default() }.raw());
    box_.sent(4).await;
    assert_ne!(box_.text("SELECT cursor->>'validity' FROM source").await, before, "the numbers have changed");
    assert_eq!(box_.count("SELECT count(*) FROM communication").await, 4);
    box_.close().await;
    assert_eq!(box_.post.sent().len(), 4);
}

#[tokio::test]
async fn two_processes_on_one_mailbox_take_each_message_once_and_one_takes_over() {
    let mut box_ = Letterbox::open().await;
    box_.start("");
    box_.start("");
    let one = |n: usize| {
        Written { id: &format!("abc-{n}"), from: &format!("p{n}@courriel.example"), ..Written::default() }.raw()
    };
    for n in 0..60 {
        box_.deliver(&one(n));
    }
    box_.sent(60).await;
    box_.stop_first().await;
    for n in 60..65 {
        box_.deliver(&one(n));
    }
    box_.sent(65).await;
    assert_eq!(box_.count("SELECT count(*) FROM residence_case").await, 65);
    box_.close().await;
    assert_eq!(box_.post.sent().len(), 65, "nobody was answered twice");
}

#[tokio::test]
async fn a_crash_between_the_commit_and_the_touch_repeats_the_touch_only() {
    let mut box_ = Letterbox::open().await;
    // A folder that no server makes: the message is kept, its copy cannot be moved.
    box_.start_with(|settings| settings.replace("after = \"seen\"", "after = \"move\"\narchive = \"../ailleurs\""));
    box_.deliver(&Written::default().raw());
    eventually("the trouble is told", || async {
        box_.count("SELECT count(*) FROM source WHERE trouble LIKE '%archive%'").await == 1
    })
    .await;
    assert_eq!(box_.count("SELECT count(*) FROM communication").await, 1);
    assert_eq!(box_.text("SELECT cursor->>'untouched' FROM source").await, "[1]");
    assert_eq!(box_.post.count("INBOX").unwrap(), (1, 0), "the server's copy is as it was");
    box_.stop().await;
    box_.start_with(|settings| settings.replace("after = \"seen\"", "after = \"move\"\narchive = \"Passerelle\""));
    eventually("the copy is moved", || async { box_.post.count("Passerelle").unwrap().0 == 1 }).await;
    box_.sent(1).await;
    assert_eq!(box_.count("SELECT count(*) FROM communication").await, 1);
    box_.close().await;
    assert_eq!(box_.post.count("INBOX").unwrap().0, 0);
}

#[tokio::test]
async fn folders_have_accents() {
    let mut box_ = Letterbox::open().await;
    box_.start_with(|settings| {
        settings.replace("after = \"seen\"", "after = \"move\"\narchive = \"Déjà traités & reçus\"")
    });
    box_.deliver(&Written::default().raw());
    // As the server keeps it (modified UTF-7).
    let kept = "D&AOk-j&AOA- trait&AOk-s &- re&AOc-us";
    eventually("the copy is moved", || async { box_.post.count(kept).unwrap().0 == 1 }).await;
    box_.sent(1).await;
    box_.stop().await;
    // The same folder is read under its name.
    box_.start_with(|settings| {
        settings
            .replace("name = \"sejour\"", "name = \"relecture\"\nfolder = \"Déjà traités & reçus\"")
            .replace("after = \"seen\"", "after = \"leave\"")
    });
    box_.communications(2).await;
    box_.close().await;
}

#[tokio::test]
async fn a_message_that_comes_while_another_is_put_away_does_not_wait_for_the_next_look() {
    let mut box_ = Letterbox::open().await;
    box_.office.db.allow_leftover_jobs();
    // Only announcements bring the messages.
    box_.start_with(|settings| settings.replace("poll_seconds = 5", "poll_seconds = 1500"));
    for number in 1..=20 {
        // At once when the one before is kept: its copy is being touched.
        box_.deliver(&Written { id: &format!("suite-{number}"), ..Written::default() }.raw());
        box_.communications(number).await;
    }
    box_.close().await;
}
