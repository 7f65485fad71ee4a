//! Who is answered, who never is, and what becomes of an answer that does not arrive.

use domain::{ExceptionKind, LetterState, Nature};
use tests::eventually;

use super::{
    letterbox::Letterbox,
    written::{Written, undelivered},
};

const AWAY: &str = "Auto-Submitted: auto-replied\r\nX-Autoreply: yes\r\n";
const LIST: &str =
    "List-Id: <nouvelles.exemple.example>\r\nPrecedence: bulk\r\nList-Unsubscribe: <mailto:stop@exemple.example>\r\n";

#[tokio::test]
async fn machines_are_kept_for_a_person_and_never_answered() {
    let mut box_ = Letterbox::open().await;
    // The parts of the report are the mailroom's to read.
    box_.office.db.allow_leftover_jobs();
    box_.start("");
    box_.deliver(&undelivered("inconnu@ailleurs.example", "5.1.1", "550 5.1.1 User unknown"));
    box_.deliver(&Written { id: "away", more: AWAY, subject: "Absence", ..Written::default() }.raw());
    box_.deliver(&Written { id: "list", more: LIST, subject: "Nouvelles", ..Written::default() }.raw());
    box_.deliver(&Written { id: "own", from: postoffice::USER, ..Written::default() }.raw());
    box_.communications(4).await;
    let automatic = box_.count("SELECT count(*) FROM communication WHERE nature = 4 AND owner_role IS NOT NULL").await;
    assert_eq!((automatic, Nature::Automatic.code()), (3, 4));
    box_.cases(1).await;
    box_.close().await;
    assert!(box_.post.sent().is_empty(), "{:?}", box_.post.sent());
    assert_eq!(box_.count("SELECT count(*) FROM letter").await, 0, "nor is anything owed to our own address");
}

#[tokio::test]
async fn an_unsafe_address_is_never_written_to() {
    let mut box_ = Letterbox::open().await;
    box_.execute(
        "INSERT INTO person (id, created_at) VALUES ('00000000-0000-7000-8000-000000000001', now());
         INSERT INTO contact_point (id, person_id, kind, lines, safety, created_at)
         VALUES ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 3,
                 ARRAY['Aminata@courriel.example'], 3, now())",
    )
    .await;
    box_.start("");
    box_.deliver(&Written::default().raw());
    box_.cases(1).await;
    box_.letter_is(LetterState::Held).await;
    assert_eq!(box_.exceptions(ExceptionKind::NoSafeAddress).await, 1);
    box_.close().await;
    assert!(box_.post.sent().is_empty());
}

#[tokio::test]
async fn an_address_that_becomes_unsafe_before_the_sending_is_not_written_to() {
    let mut box_ = Letterbox::open().await;
    box_.post.close_smtp().await;
    box_.start("");
    box_.deliver(&Written::default().raw());
    eventually("the receipt cannot leave", || async {
        box_.count("SELECT count(*) FROM job WHERE kind = 'send_email' AND last_error IS NOT NULL").await == 1
    })
    .await;
    box_.execute(
        "INSERT INTO person (id, created_at) VALUES ('00000000-0000-7000-8000-000000000001', now());
         INSERT INTO contact_point (id, person_id, kind, lines, safety, created_at)
         VALUES ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 3,
                 ARRAY['aminata@courriel.example'], 4, now())",
    )
    .await;
    box_.post.open_smtp().await.unwrap();
    box_.office.clock.advance(chrono::TimeDelta::hours(1));
    box_.letter_is(LetterState::Held).await;
    box_.close().await;
    assert!(box_.post.sent().is_empty());
}

#[tokio::test]
async fn a_receipt_waits_for_a_server_that_is_down_and_leaves_once() {
    let mut box_ = Letterbox::open().await;
    box_.post.close_smtp().await;
    box_.start("");
    box_.deliver(&Written::default().raw());
    eventually("the receipt cannot leave", || async {
        box_.count("SELECT count(*) FROM job WHERE kind = 'send_email' AND last_error IS NOT NULL").await == 1
    })
    .await;
    box_.letter_is(LetterState::Requested).await;
    box_.post.open_smtp().await.unwrap();
    box_.office.clock.advance(chrono::TimeDelta::hours(1));
    box_.sent(1).await;
    box_.close().await;
    assert_eq!(box_.post.sent().len(), 1);
}

#[tokio::test]
async fn a_refused_receipt_is_shown_and_waits_for_a_way_on_paper() {
    let mut box_ = Letterbox::open().await;
    box_.start("");
    box_.deliver(&Written { from: "refuse-tout@courriel.example", ..Written::default() }.raw());
    box_.cases(1).await;
    box_.letter_is(LetterState::Held).await;
    assert_eq!(box_.exceptions(ExceptionKind::MessageRefused).await, 1);
    assert_eq!(box_.count("SELECT count(*) FROM deadline WHERE kind = 7 AND state = 'open'").await, 1);
    box_.close().await;
    assert!(box_.post.sent().is_empty());
}

#[tokio::test]
async fn two_machines_do_not_answer_each_other_for_ever() {
    let mut box_ = Letterbox::open().await;
    let few = |settings: String| settings.replacen("[mail]\n", "[mail]\nreceipts_per_day = 3\n", 1);
    // Two processes, four letters at a time each.
    box_.start_with(few);
    box_.start_with(few);
    for n in 0..12 {
        box_.deliver(&Written { id: &format!("abc-{n}"), ..Written::default() }.raw());
    }
    box_.cases(12).await;
    eventually("every receipt has left or waits", || async {
        box_.count("SELECT count(*) FROM letter WHERE state IN (7, 9)").await == 12
    })
    .await;
    assert_eq!(box_.post.sent().len(), 3, "not one more, however many are sent at the same time");
    assert_eq!(box_.exceptions(ExceptionKind::MessageRefused).await, 9);
    // Another address has places of its own, and a day later there are some again.
    box_.deliver(&Written { id: "autre", from: "moussa@courriel.example", ..Written::default() }.raw());
    box_.sent(4).await;
    box_.office.clock.advance(chrono::TimeDelta::hours(25));
    box_.deliver(&Written { id: "demain", ..Written::default() }.raw());
    box_.sent(5).await;
    box_.close().await;
}

#[tokio::test]
async fn only_what_was_sent_counts_against_the_limit() {
    let mut box_ = Letterbox::open().await;
    box_.start_with(|settings| settings.replacen("[mail]\n", "[mail]\nreceipts_per_day = 1\n", 1));
    box_.deliver(&Written { from: "refuse-tout@courriel.example", ..Written::default() }.raw());
    box_.cases(1).await;
    box_.letter_is(LetterState::Held).await;
    box_.deliver(&Written { id: "abc-2", from: "refuse-tout@courriel.example", ..Written::default() }.raw());
    box_.cases(2).await;
    eventually("both were tried", || async {
        box_.count("SELECT count(*) FROM letter WHERE held_reason = 'message_refused'").await == 2
    })
    .await;
    box_.close().await;
}

#[tokio::test]
async fn many_letters_leave_by_few_connections_and_a_new_one_when_the_server_closed_them() {
    let mut box_ = Letterbox::open().await;
    box_.start("");
    for n in 0..40 {
        let (id, from) = (format!("abc-{n}"), format!("p{n}@courriel.example"));
        box_.deliver(&Written { id: &id, from: &from, ..Written::default() }.raw());
    }
    box_.sent(40).await;
    let connections = box_.post.smtp_connections();
    assert!((1..=4).contains(&connections), "{connections} connections for 40 letters, four at a time");
    box_.post.close_smtp().await;
    box_.post.open_smtp().await.unwrap();
    box_.deliver(&Written { id: "apres", ..Written::default() }.raw());
    box_.sent(41).await;
    box_.close().await;
    assert!(box_.post.smtp_connections() > connections, "the old ones were closed");
    assert_eq!(box_.count("SELECT count(*) FROM job WHERE last_error IS NOT NULL").await, 0);
}
