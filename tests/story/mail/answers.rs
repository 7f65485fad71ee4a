//! Who is answered, who never is, and what becomes of an answer that does not arrive.

use domain::{ExceptionKind, LetterState, Nature};
use tests::eventually;

use super::letterbox::{Letterbox, Written};

const AWAY: &str = "Auto-Submitted: auto-replied\r\nX-Autoreply: yes\r\n";
const LIST: &str =
    "List-Id: <nouvelles.exemple.example>\r\nPrecedence: bulk\r\nList-Unsubscribe: <mailto:stop@exemple.example>\r\n";

fn undelivered(message_id: &str) -> Vec<u8> {
    format!(
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@courriel.example>\r\nTo: {}\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <retour-1@courriel.example>\r\n\
         Date: Mon, 23 Nov 2026 08:00:00 +0100\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"couture\"\r\n\r\n\
         --couture\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n\
         --couture\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; courriel.example\r\n\r\n\
         Final-Recipient: rfc822; aminata@courriel.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\
         --couture\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\nSubject: recu\r\n--couture--\r\n",
        postoffice::USER
    )
    .into_bytes()
}

#[tokio::test]
async fn machines_are_kept_for_a_person_and_never_answered() {
    let mut box_ = Letterbox::open().await;
    // The parts of the report are the mailroom's to read.
    box_.office.db.allow_leftover_jobs();
    box_.start("");
    box_.deliver(&undelivered("inconnu@ailleurs.example"));
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
async fn a_receipt_that_comes_back_is_shown_beside_its_case() {
    let mut box_ = Letterbox::open().await;
    // The parts of the report are the mailroom's to read.
    box_.office.db.allow_leftover_jobs();
    box_.start("");
    box_.deliver(&Written::default().raw());
    box_.sent(1).await;
    let id = box_.post.sent()[0].header("Message-ID").unwrap();
    let id = id.trim_start_matches('<').trim_end_matches('>').to_owned();
    box_.deliver(&undelivered(&id));
    box_.communications(2).await;
    eventually("the exception", || async { box_.exceptions(ExceptionKind::MessageBounced).await == 1 }).await;
    let linked = "SELECT count(*) FROM exception e JOIN residence_case c ON c.id = e.case_id WHERE e.kind = 15
                  AND e.detail->>'reason' = 'userunknown' AND e.communication_id IS NOT NULL";
    assert_eq!(box_.count(linked).await, 1);
    box_.close().await;
    assert_eq!(box_.post.sent().len(), 1, "a report is never answered");
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
    box_.start_with(|settings| settings.replacen("[mail]\n", "[mail]\nreceipts_per_day = 3\n", 1));
    for n in 0..12 {
        box_.deliver(&Written { id: &format!("abc-{n}"), ..Written::default() }.raw());
    }
    box_.cases(12).await;
    eventually("every receipt has left or waits", || async {
        box_.count("SELECT count(*) FROM letter WHERE state IN (7, 9)").await == 12
    })
    .await;
    box_.close().await;
    // Four are sent at the same time: the last of them may go over.
    let sent = box_.post.sent().len();
    assert!((3..=6).contains(&sent), "{sent}");
    assert_eq!(box_.exceptions(ExceptionKind::MessageRefused).await, 12 - i64::try_from(sent).unwrap());
}
