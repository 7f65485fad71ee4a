//! I-11 by trying: nothing goes to an unsafe, compromised or ended contact point, whatever the step at which it became so.

use casework::{Registration, approve_letters, cancel_print_run, flag_contact, hand_to_post, release_letter};
use domain::{LetterState, Personal, Safety};
use store::{cases, letters::LetterRow};

use crate::office::{Office, student};

/// How a contact point stops being one to write to.
#[derive(Clone, Copy, Debug)]
enum End {
    Flagged(Safety),
    Over,
}

const ENDS: [End; 3] = [End::Flagged(Safety::Unsafe), End::Flagged(Safety::Compromised), End::Over];

async fn end(office: &Office, letter: &LetterRow, how: End) {
    let contact = letter.contact.unwrap();
    match how {
        End::Flagged(safety) => {
            flag_contact(&office.casework, &office.referent(), contact, safety).await.unwrap();
        }
        End::Over => {
            sqlx::query("UPDATE contact_point SET ended_on = '2026-11-15'")
                .execute(&mut office.db.superuser().await)
                .await
                .unwrap();
        }
    }
}

async fn open_exceptions(office: &Office) -> i64 {
    office.number("SELECT count(*) FROM exception WHERE kind = 9 AND ended_at IS NULL").await
}

#[tokio::test]
async fn at_the_request_the_letter_is_held_and_a_person_told() {
    for safety in [Safety::Unsafe, Safety::Compromised] {
        let office = Office::open().await;
        let (_, letter) = office.registered("pli", safety).await;
        assert_eq!((letter.state, letter.contact), (LetterState::Held, None), "{safety:?}");
        assert_eq!(office.prepare_letters().await, 0);
        assert!(open_exceptions(&office).await >= 1);
    }
}

#[tokio::test]
async fn what_a_second_letter_says_of_an_address_that_was_known_counts_at_once() {
    for safety in [Safety::Unsafe, Safety::Compromised] {
        let office = Office::open().await;
        let (done, letter) = office.registered("pli", Safety::Ok).await;
        office.prepare_letters().await;
        let person =
            cases::lock(&mut *office.begin(&office.referent()).await, done.case).await.unwrap().person.unwrap();
        let second = office.envelope("ne m’écrivez plus chez moi").await;
        let person = casework::PersonChoice::Known(person);
        let says = Registration { person, address_safety: safety, ..student(second) };
        let done = office.register(&says).await;
        assert_eq!(office.acknowledgements(done.case).await[0].state, LetterState::Held, "{safety:?}");
        assert_eq!(office.letter_state(letter.id).await, LetterState::Held, "what waited for the printer too");
        assert_eq!(office.number("SELECT count(*) FROM contact_point").await, 1);
        let third = office.envelope("une autre lettre, d’avant").await;
        let says = Registration { address_safety: Safety::Ok, person: says.person.clone(), ..student(third) };
        let done = office.register(&says).await;
        assert_eq!(office.acknowledgements(done.case).await[0].state, LetterState::Held, "never safe again by itself");
        office.prepare_letters().await;
    }
}

#[tokio::test]
async fn before_it_is_prepared() {
    for how in ENDS {
        let office = Office::open().await;
        let (_, letter) = office.registered("pli", Safety::Ok).await;
        end(&office, &letter, how).await;
        office.prepare_letters().await;
        assert_eq!(office.letter_state(letter.id).await, LetterState::Held, "{how:?}");
        assert!(open_exceptions(&office).await >= 1, "{how:?}");
    }
}

#[tokio::test]
async fn before_it_is_approved() {
    for how in ENDS {
        let office = Office::open().await;
        let (_, letter) = office.registered("pli", Safety::Ok).await;
        office.prepare_letters().await;
        end(&office, &letter, how).await;
        let _ = approve_letters(&office.casework, &office.referent(), office.clerk, &[letter.id]).await;
        assert_eq!(office.letter_state(letter.id).await, LetterState::Held, "{how:?}");
        assert!(open_exceptions(&office).await >= 1, "{how:?}");
    }
}

#[tokio::test]
async fn before_it_is_printed() {
    for how in ENDS {
        let office = Office::open().await;
        let (_, letter) = office.registered("pli", Safety::Ok).await;
        office.prepare_letters().await;
        approve_letters(&office.casework, &office.referent(), office.clerk, &[letter.id]).await.unwrap();
        end(&office, &letter, how).await;
        assert!(office.print(&[letter.id]).await.is_err(), "{how:?}");
        assert_eq!(office.letter_state(letter.id).await, LetterState::Held, "{how:?}");
        assert!(open_exceptions(&office).await >= 1, "{how:?}");
    }
}

/// Two letters printed in one pile; the first one's contact point is flagged before the pile leaves.
async fn flagged_in_the_pile() -> (Office, domain::PrintRunId, LetterRow, LetterRow) {
    let office = Office::open().await;
    let (_, unsafe_one) = office.registered("pli", Safety::Ok).await;
    let (_, other) = office.registered("autre pli", Safety::Ok).await;
    office.prepare_letters().await;
    let both = [unsafe_one.id, other.id];
    approve_letters(&office.casework, &office.referent(), office.clerk, &both).await.unwrap();
    let run = office.print(&both).await.unwrap();
    end(&office, &unsafe_one, End::Flagged(Safety::Unsafe)).await;
    assert_eq!(office.letter_state(unsafe_one.id).await, LetterState::Held);
    assert!(open_exceptions(&office).await >= 1, "somebody is told to take it out of the pile");
    (office, run, unsafe_one, other)
}

#[tokio::test]
async fn once_printed_it_is_held_and_the_rest_of_the_pile_leaves() {
    let (office, run, unsafe_one, other) = flagged_in_the_pile().await;
    let left = hand_to_post(&office.casework, &office.referent(), office.clerk, run).await.unwrap();
    assert_eq!(left, 1);
    assert_eq!(office.letter_state(unsafe_one.id).await, LetterState::Held);
    assert_eq!(office.letter_state(other.id).await, LetterState::HandedToPost);
}

#[tokio::test]
async fn once_printed_it_is_held_and_the_pile_can_be_taken_back() {
    let (office, run, unsafe_one, other) = flagged_in_the_pile().await;
    let back = cancel_print_run(&office.casework, &office.referent(), run, None).await.unwrap();
    assert_eq!(back, 1);
    assert_eq!(office.letter_state(unsafe_one.id).await, LetterState::Held);
    assert_eq!(office.letter_state(other.id).await, LetterState::Approved);
}

#[tokio::test]
async fn a_held_letter_goes_to_the_other_address_that_the_person_gives() {
    let office = Office::open().await;
    let (done, letter) = office.registered("pli", Safety::Unsafe).await;
    let referent = office.referent();
    let refused = release_letter(&office.casework, &referent, letter.id, None).await;
    assert!(refused.is_err(), "there is nobody safe yet");
    let same = Some(Personal("12 rue des Lilas\n67000 Strasbourg".to_owned()));
    let refused = release_letter(&office.casework, &referent, letter.id, same).await;
    assert!(refused.is_err(), "the flagged address, given again, stays flagged");
    let other = Some(Personal("Association Espoir\n3 quai des Bateliers\n67000 Strasbourg".to_owned()));
    for letter in office.letters(done.case).await {
        release_letter(&office.casework, &referent, letter.id, other.clone()).await.unwrap();
    }
    assert_eq!(open_exceptions(&office).await, 0);
    office.prepare_letters().await;
    let letters = office.letters(done.case).await;
    assert!(letters.iter().all(|l| l.state == LetterState::Prepared), "{letters:?}");
    let lines = letters[0].data["recipient"].to_string().to_lowercase();
    assert!(lines.contains("bateliers") && !lines.contains("lilas"), "{lines}");
}

#[tokio::test]
async fn an_address_that_was_flagged_is_not_taken_again_at_the_next_registration() {
    let office = Office::open().await;
    let (first, letter) = office.registered("pli", Safety::Ok).await;
    end(&office, &letter, End::Flagged(Safety::Unsafe)).await;
    let person = {
        let mut tx = office.begin(&office.referent()).await;
        cases::lock(&mut tx, first.case).await.unwrap().person.unwrap()
    };
    let communication = office.envelope("second pli").await;
    let again = Registration { person: casework::PersonChoice::Known(person), ..student(communication) };
    let second = office.register(&again).await;
    let letters = office.letters(second.case).await;
    assert!(letters.iter().all(|l| l.state == LetterState::Held), "{letters:?}");
    office.prepare_letters().await;
}
