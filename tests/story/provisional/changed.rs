//! A document is replaced, withdrawn, prepared anew: nobody signs what has changed, nothing wrong leaves.

use casework::{
    IssueError, PrepareDocumentError, Signature, WithdrawError, issue_document, record_document_facts,
    replace_document, withdraw_document,
};
use domain::{LetterState, Medium, ProvisionalState, WithdrawalReason};
use store::document_facts::DocumentFacts;

use super::{answers, at, covered_until, documents, facts, next_due, post, sign, spouse};
use crate::office::{Office, day};

/// the wrong one is kept and marked, its paper does not leave, the new one bears its own number.
#[tokio::test]
async fn a_wrong_document_is_replaced_and_its_paper_does_not_leave() {
    let office = Office::open().await;
    let case = spouse(&office).await.case;
    at(&office, "2026-12-21");
    let wrong = answers(&office, case).await.expect("due");
    let paper = sign(&office, case, wrong, Medium::Post).await;
    office.prepare_letters().await;
    // She holds a four-year card, not one of a year: its text covers her three months more.
    let right = DocumentFacts { held: Some("four_year".to_owned()), ..facts(&office, case).await };
    record_document_facts(&office.casework, &office.referent(), case, &right).await.unwrap();
    let new = replace_document(&office.casework, &office.referent(), case, wrong, "carte de quatre ans").await.unwrap();
    assert_eq!(office.letter_state(paper).await, LetterState::Prepared, "until the signature the first one counts");
    sign(&office, case, new, Medium::Post).await;
    let all = documents(&office, case).await;
    assert_eq!(
        all.iter().map(|d| (d.rank, d.state)).collect::<Vec<_>>(),
        [(2, ProvisionalState::Issued), (1, ProvisionalState::Replaced)]
    );
    assert_eq!((all[0].replaces, all[1].replaced_by), (Some(wrong), Some(new)));
    assert_eq!(office.letter_state(paper).await, LetterState::Cancelled);
    assert_eq!(office.prepare_letters().await, 1, "the paper of the new one alone");
}

#[tokio::test]
async fn what_changed_since_it_was_prepared_is_read_again_before_it_is_signed() {
    let office = Office::open().await;
    let case = spouse(&office).await.case;
    at(&office, "2026-12-21");
    let id = answers(&office, case).await.expect("due");
    // The card has ended meanwhile: the document would begin on another day.
    at(&office, "2027-02-01");
    let signature = Signature { document: id, confirmed: true, medium: Medium::Post };
    let late = issue_document(&office.casework, &office.referent(), office.clerk, case, signature).await;
    assert!(matches!(late, Err(IssueError::Changed)), "{late:?}");
    let anew = documents(&office, case).await.remove(0);
    assert_eq!((anew.id, anew.state, anew.said.from), (id, ProvisionalState::Prepared, day("2027-02-01")));
    sign(&office, case, id, Medium::Post).await;
    office.prepare_letters().await;
}

#[tokio::test]
async fn a_fact_that_takes_the_document_away_takes_the_prepared_one_away() {
    let office = Office::open().await;
    let case = spouse(&office).await.case;
    at(&office, "2026-12-21");
    let id = answers(&office, case).await.expect("due");
    let incomplete = DocumentFacts { complete: Some(false), ..facts(&office, case).await };
    let waiting = record_document_facts(&office.casework, &office.referent(), case, &incomplete).await.unwrap();
    assert_eq!(waiting, None);
    let signature = Signature { document: id, confirmed: true, medium: Medium::Post };
    let gone = issue_document(&office.casework, &office.referent(), office.clerk, case, signature).await;
    assert!(matches!(gone, Err(IssueError::Refused(_))), "{gone:?}");
}

#[tokio::test]
async fn a_document_in_hand_ends_with_the_card_and_never_by_mistake() {
    let office = Office::open().await;
    let case = spouse(&office).await.case;
    at(&office, "2026-12-21");
    let id = answers(&office, case).await.expect("due");
    let letter = sign(&office, case, id, Medium::Post).await;
    post(&office, letter).await;
    let withdraw = async |reason| withdraw_document(&office.casework, &office.referent(), case, id, reason).await;
    let mistake = withdraw(WithdrawalReason::Mistake).await;
    assert!(matches!(mistake, Err(WithdrawError::HasLeft)), "{mistake:?}");
    assert_eq!(covered_until(&office, case).await, Some(day("2027-07-20")));
    withdraw(WithdrawalReason::CardHandedOver).await.unwrap();
    assert_eq!(documents(&office, case).await[0].state, ProvisionalState::Withdrawn);
    assert_eq!(next_due(&office, case).await, Some(day("2027-01-13")), "what is left is the card");
    let twice = withdraw(WithdrawalReason::CardHandedOver).await;
    assert!(matches!(twice, Err(WithdrawError::Refused(_))), "{twice:?}");
    let gone = replace_document(&office.casework, &office.referent(), case, id, "perdu").await;
    assert!(matches!(gone, Err(PrepareDocumentError::NoSuchDocument)), "{gone:?}");
}

#[tokio::test]
async fn a_signed_document_withdrawn_before_it_left_keeps_its_paper_here() {
    let office = Office::open().await;
    let case = spouse(&office).await.case;
    at(&office, "2026-12-21");
    let id = answers(&office, case).await.expect("due");
    let letter = sign(&office, case, id, Medium::Post).await;
    withdraw_document(&office.casework, &office.referent(), case, id, WithdrawalReason::Mistake).await.unwrap();
    office.prepare_letters().await;
    assert_eq!(office.letter_state(letter).await, LetterState::Cancelled);
    assert_eq!(covered_until(&office, case).await, Some(day("2027-01-20")));
}
