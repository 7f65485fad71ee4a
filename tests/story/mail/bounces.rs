//! One of our messages comes back: it counts as not sent, its address is in doubt, a person sees it beside the case.

use casework::{Registration, ResendError, resend_letter};
use domain::{CaseState, ExceptionKind, LetterKind, LetterState, Safety};
use tests::eventually;

use super::{
    letterbox::Letterbox,
    written::{Written, undelivered},
};
use crate::office::student;

const KNOWN: &str = "INSERT INTO person (id, created_at) VALUES ('00000000-0000-7000-8000-000000000001', now());
    INSERT INTO contact_point (id, person_id, kind, lines, safety, created_at)
    VALUES ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 3, ARRAY['Aminata@courriel.example'], 1, now())";
const DOUBTFUL: &str = "SELECT count(*) FROM contact_point WHERE kind = 3 AND doubtful_since IS NOT NULL";
const OWED: &str = "SELECT count(*) FROM deadline WHERE kind = 7 AND state = 'open'";

/// A person writes, is answered, and the answer comes back with this status.
async fn came_back(box_: &mut Letterbox, status: &str, words: &str) {
    // The parts of the report are the mailroom's to read.
    box_.office.db.allow_leftover_jobs();
    box_.start("");
    box_.deliver(&Written::default().raw());
    box_.sent(1).await;
    assert_eq!(box_.count(OWED).await, 0);
    box_.deliver(&undelivered(&box_.sent_message_id(0), status, words));
    box_.communications(2).await;
    box_.letter_is(LetterState::Held).await;
}

async fn resend(box_: &Letterbox) -> Result<(), ResendError> {
    let letter = box_.letters(LetterKind::ElectronicReceipt).await[0].id;
    resend_letter(&box_.office.casework, &box_.office.officer(), letter).await
}

#[tokio::test]
async fn a_receipt_that_comes_back_is_held_and_shown_beside_its_case() {
    let mut box_ = Letterbox::open().await;
    box_.execute(KNOWN).await;
    came_back(&mut box_, "5.1.1", "550 5.1.1 User unknown").await;

    let shown = box_.shown(ExceptionKind::MessageBounced).await;
    let letter = box_.letters(LetterKind::ElectronicReceipt).await.remove(0);
    assert_eq!((shown.len(), shown[0].letter, shown[0].case.map(|c| c.0)), (1, Some(letter.id), Some(letter.case)));
    assert_eq!((&shown[0].detail["reason"], &shown[0].detail["status"]), (&"userunknown".into(), &"5.1.1".into()));
    let beside = "SELECT count(*) FROM communication_case l JOIN communication m ON m.id = l.communication_id
                  WHERE m.nature = 4 AND m.state = 3 AND m.owner_role IS NULL";
    assert_eq!(box_.count(beside).await, 1, "the report stands with the case, and is nothing to register");
    assert_eq!(box_.count(OWED).await, 1, "the receipt is owed again");
    assert_eq!(box_.count(DOUBTFUL).await, 1);
    assert_eq!(box_.count("SELECT bounces::bigint FROM contact_point").await, 1);
    let untouched = box_.count("SELECT count(*) FROM residence_case WHERE state = 1").await;
    assert_eq!((untouched, CaseState::Received.code()), (1, 1), "nothing is closed by it");
    assert_eq!(box_.count("SELECT count(*) FROM event WHERE kind = 'letter.bounced'").await, 1);
    assert_eq!(box_.count("SELECT count(*) FROM event WHERE kind = 'contact_point.bounced'").await, 1);

    // The same report, delivered twice by a server: nothing more.
    box_.deliver(&undelivered(&box_.sent_message_id(0), "5.1.1", "550 5.1.1 Unknown user, once more"));
    box_.communications(3).await;
    box_.close().await;
    assert_eq!(box_.exceptions(ExceptionKind::MessageBounced).await, 1);
    assert_eq!(box_.post.sent().len(), 1, "a report is never answered");
}

#[tokio::test]
async fn an_address_in_doubt_waits_until_somebody_has_checked_it() {
    let mut box_ = Letterbox::open().await;
    box_.execute(KNOWN).await;
    came_back(&mut box_, "5.1.1", "550 5.1.1 User unknown").await;
    // The letters of this story have an order.
    box_.office.clock.advance(chrono::TimeDelta::minutes(1));
    box_.deliver(&Written { id: "abc-2", from: "AMINATA@courriel.example", ..Written::default() }.raw());
    box_.cases(2).await;
    assert_eq!(box_.count("SELECT count(*) FROM letter WHERE held_reason = 'doubtful_address'").await, 1);
    assert_eq!(box_.exceptions(ExceptionKind::NoSafeAddress).await, 1);

    resend(&box_).await.unwrap();
    eventually("the receipt leaves again", || async { box_.post.sent().len() == 2 }).await;
    assert_eq!(box_.sent_message_id(1), box_.sent_message_id(0), "it is the same letter");
    eventually("the duty is done", || async { box_.count(OWED).await == 1 }).await;
    assert_eq!(box_.count(DOUBTFUL).await, 0);
    assert_eq!(box_.exceptions(ExceptionKind::MessageBounced).await, 0);
    assert!(matches!(resend(&box_).await, Err(ResendError::Refused(_))), "it has left");
    box_.deliver(&Written { id: "abc-3", ..Written::default() }.raw());
    eventually("the next message is answered", || async { box_.post.sent().len() == 3 }).await;

    // It comes back once more: a person is told once more.
    let once_more = undelivered(&box_.sent_message_id(1), "5.1.1", "550 5.1.1 User unknown, still");
    box_.deliver(&once_more);
    eventually("it is shown", || async { box_.exceptions(ExceptionKind::MessageBounced).await == 1 }).await;
    box_.close().await;
    assert_eq!(box_.count("SELECT bounces::bigint FROM contact_point").await, 2);
}

#[tokio::test]
async fn a_full_mailbox_holds_the_letter_and_does_not_condemn_the_address() {
    let mut box_ = Letterbox::open().await;
    box_.execute(KNOWN).await;
    came_back(&mut box_, "4.2.2", "452 4.2.2 Mailbox full").await;
    assert_eq!(box_.exceptions(ExceptionKind::MessageBounced).await, 1);
    assert_eq!((box_.count(OWED).await, box_.count(DOUBTFUL).await), (1, 0));
    box_.deliver(&Written { id: "abc-2", ..Written::default() }.raw());
    eventually("the next message is answered", || async { box_.post.sent().len() == 2 }).await;
    box_.close().await;
}

#[tokio::test]
async fn an_address_that_became_dangerous_is_not_tried_again() {
    let mut box_ = Letterbox::open().await;
    box_.execute(KNOWN).await;
    came_back(&mut box_, "5.1.1", "550 5.1.1 User unknown").await;
    box_.execute("UPDATE contact_point SET safety = 3").await;
    assert!(matches!(resend(&box_).await, Err(ResendError::Unsafe(_))));
    box_.letter_is(LetterState::Held).await;
    box_.close().await;
    assert_eq!(box_.post.sent().len(), 1);
}

#[tokio::test]
async fn whoever_is_registered_later_has_the_address_with_its_doubt() {
    let mut box_ = Letterbox::open().await;
    came_back(&mut box_, "5.1.1", "550 5.1.1 User unknown").await;
    assert_eq!(box_.count("SELECT count(*) FROM contact_point").await, 0, "nobody knew whose message it is");
    let communication = box_.only_request().await;
    box_.office.register(&Registration { address: None, ..student(communication) }).await;
    let kept = "SELECT count(*) FROM contact_point WHERE kind = 3 AND lines = ARRAY['aminata@courriel.example']
                AND safety = 2 AND doubtful_since IS NOT NULL";
    assert_eq!((box_.count(kept).await, Safety::Unknown.code()), (1, 2));
    box_.close().await;
}
