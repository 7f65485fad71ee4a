//! Several envelopes in a batch, several persons in an envelope, one acknowledgement each.

use casework::{NewPerson, PersonChoice, RegisterError, Registration, Target, register, undo};
use domain::{Actor, CommunicationState, DocumentRange, LetterKind, LetterState, PieceKind};
use store::{batches::EnvelopeMarks, cases, communications, reads::balance};

use crate::office::{Office, day, student};

fn named(name: &str) -> PersonChoice {
    PersonChoice::New(NewPerson { family_name: Some(name.to_owned()), ..NewPerson::default() })
}

#[tokio::test]
async fn two_persons_in_one_envelope_have_each_their_case_and_acknowledgement() {
    let office = Office::open().await;
    let communication = office.envelope("un pli pour deux").await;
    let first = office.register(&Registration { person: named("Ba"), ..student(communication) }).await;
    let another = Registration { person: named("Diop"), target: Target::Another, ..student(communication) };
    let second = office.register(&another).await;
    assert_ne!(first.case, second.case);
    assert_ne!(first.reference, second.reference);
    assert_eq!(second.evidence_on, first.evidence_on, "both were posted on the same day");
    for case in [first.case, second.case] {
        assert_eq!(office.acknowledgements(case).await.len(), 1);
    }
    let row = communications::lock(&mut *office.begin(&office.referent()).await, communication).await.unwrap();
    assert_eq!((row.state, row.cases.len()), (CommunicationState::Registered, 2));
    office.prepare_letters().await;
    let books = balance::read(&mut *office.begin(&office.referent()).await).await.unwrap();
    let faults = (books.unlinked, books.cases_without_acknowledgement, books.cases_acknowledged_twice);
    assert_eq!((books.cases, faults), (2, (0, 0, 0)));
}

#[tokio::test]
async fn one_envelope_for_a_protected_person_and_another_stays_protected() {
    let office = Office::open().await;
    let communication = office.envelope("un pli pour deux").await;
    let hidden = NewPerson { family_name: Some("Ba".to_owned()), protected: true, ..NewPerson::default() };
    let first = office.register(&Registration { person: PersonChoice::New(hidden), ..student(communication) }).await;
    let another = Registration { person: named("Diop"), target: Target::Another, ..student(communication) };
    let second = office.register(&another).await;
    assert_eq!(seen(&office, &office.officer()).await, (0, 1), "the envelope holds papers of a protected person");
    assert_eq!(seen(&office, &office.referent()).await, (1, 2));
    undo(&office.casework, &office.referent(), office.clerk, second.undo).await.unwrap();
    assert_eq!(seen(&office, &office.officer()).await.0, 0, "nor when the other request is taken back");
    undo(&office.casework, &office.referent(), office.clerk, first.undo).await.unwrap();
    assert_eq!(seen(&office, &office.officer()).await.0, 1, "nobody knows yet whose it is");
    office.prepare_letters().await;
}

/// Communications, and cases with letters, that somebody can see.
async fn seen(office: &Office, actor: &Actor) -> (i64, i64) {
    let query = "SELECT (SELECT count(*) FROM communication), (SELECT count(DISTINCT case_id) FROM letter)";
    sqlx::query_as(query).fetch_one(&mut *office.begin(actor).await).await.unwrap()
}

#[tokio::test]
async fn papers_for_a_case_of_before_lie_in_an_envelope_that_is_registered_for_somebody_else() {
    let office = Office::open().await;
    let earlier = office.registered("la demande de la sœur", domain::Safety::Ok).await.0.case;
    // One in ten is read twice by chance.
    let by_chance = office.number("SELECT count(*) FROM second_check").await;
    let communication = office.envelope("un pli pour deux").await;
    let marks =
        EnvelopeMarks { registered_number: Some("1A 123 456 7890 1".to_owned()), ..student(communication).marks };
    let first = Registration { person: named("Ba"), marks, ..student(communication) };
    let first = office.register(&first).await;
    let joining = Registration { target: Target::AnotherExisting(earlier), ..student(communication) };
    let joined = office.register(&joining).await;
    assert_eq!((joined.case, joined.joined), (earlier, true));
    let linked =
        async || communications::lock(&mut *office.begin(&office.referent()).await, communication).await.unwrap();
    let row = linked().await;
    assert_eq!(row.state, CommunicationState::Registered);
    assert!(row.cases.contains(&earlier) && row.cases.contains(&first.case), "{:?}", row.cases);
    assert_eq!(office.acknowledgements(earlier).await.len(), 1, "and no second acknowledgement");
    undo(&office.casework, &office.referent(), office.clerk, joined.undo).await.unwrap();
    let row = linked().await;
    assert_eq!(row.state, CommunicationState::Registered, "the first request stays registered");
    assert!(!row.cases.contains(&earlier));
    let checks = async || office.number("SELECT count(*) FROM second_check").await - by_chance;
    assert_eq!(checks().await, 1, "and its date is still read twice");
    undo(&office.casework, &office.referent(), office.clerk, first.undo).await.unwrap();
    assert_eq!(checks().await, 0);
    let again = office.register(&Registration { person: named("Ba"), ..student(communication) }).await;
    assert_eq!(again.case, first.case, "its own case is registered again");
    office.prepare_letters().await;
    let books = balance::read(&mut *office.begin(&office.referent()).await).await.unwrap();
    assert_eq!((books.unlinked, books.cases_without_acknowledgement, books.cases_acknowledged_twice), (0, 0, 0));
}

#[tokio::test]
async fn a_case_counts_from_the_first_of_its_parcels_whichever_was_indexed_first() {
    let office = Office::open().await;
    let waited = office.envelope("le premier colis").await;
    let beginning = async |case| {
        let case = cases::lock(&mut *office.begin(&office.referent()).await, case).await.unwrap();
        (case.received_on, case.evidence_on)
    };
    office.clock.advance(chrono::TimeDelta::days(2));
    let second = office.envelope("le second colis").await;
    let marks = EnvelopeMarks { postmark_on: Some(day("2026-11-14")), ..student(second).marks };
    let case = office.register(&Registration { marks, ..student(second) }).await.case;
    assert_eq!(beginning(case).await, (day("2026-11-18"), day("2026-11-14")));
    let joined = office.register(&Registration { target: Target::Existing(case), ..student(waited) }).await;
    assert_eq!(beginning(case).await, (day("2026-11-16"), day("2026-11-12")), "first received, first posted");
    undo(&office.casework, &office.referent(), office.clerk, joined.undo).await.unwrap();
    assert_eq!(beginning(case).await, (day("2026-11-18"), day("2026-11-14")), "it belongs elsewhere");
    let later = EnvelopeMarks { postmark_on: Some(day("2026-11-15")), ..student(waited).marks };
    let joined = Registration { target: Target::Existing(case), marks: later, ..student(waited) };
    office.register(&joined).await;
    assert_eq!(beginning(case).await, (day("2026-11-16"), day("2026-11-14")), "never later than it was");
    office.prepare_letters().await;
}

#[tokio::test]
async fn another_case_comes_after_the_first_one() {
    let office = Office::open().await;
    let communication = office.envelope("pli").await;
    let another = Registration { target: Target::Another, ..student(communication) };
    let refused = register(&office.casework, &office.referent(), office.clerk, &another).await;
    assert!(matches!(refused, Err(RegisterError::NotYetRegistered)), "{refused:?}");
}

#[tokio::test]
async fn two_clerks_at_once_register_once() {
    let office = Office::open().await;
    let registration = student(office.envelope("pli").await);
    let actor = office.referent();
    let attempts = (0..6).map(|_| register(&office.casework, &actor, office.clerk, &registration));
    let results = futures::future::join_all(attempts).await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    assert!(
        results.iter().filter_map(|r| r.as_ref().err()).all(|e| matches!(e, RegisterError::AlreadyRegistered)),
        "{results:?}"
    );
    let case = results.iter().find_map(|r| r.as_ref().ok()).unwrap().case;
    assert_eq!(office.acknowledgements(case).await.len(), 1);
    assert_eq!(office.number("SELECT count(*) FROM person").await, 1, "the losers leave no person behind");
    office.prepare_letters().await;
}

#[tokio::test]
async fn an_envelope_attached_to_a_case_asks_for_no_second_acknowledgement() {
    let office = Office::open().await;
    let first = office.envelope("pli").await;
    let case = office.register(&student(first)).await.case;
    let second = office.envelope("pli suivant").await;
    let done = office.register(&Registration { target: Target::Existing(case), ..student(second) }).await;
    assert_eq!(done.case, case);
    assert_eq!(office.acknowledgements(case).await.len(), 1);
    office.prepare_letters().await;
    let books = balance::read(&mut *office.begin(&office.referent()).await).await.unwrap();
    assert_eq!((books.unlinked, books.cases_without_acknowledgement, books.cases_acknowledged_twice), (0, 0, 0));
}

#[tokio::test]
async fn pages_of_another_envelope_are_not_taken() {
    let office = Office::open().await;
    let batch = office.scan("deux plis").await;
    let envelopes = office.read(batch, &[None, None]).await;
    let pieces = vec![DocumentRange { first: 1, last: 3, kind: PieceKind::Other }];
    let wrong = Registration { pieces, ..student(envelopes[0]) };
    let refused = register(&office.casework, &office.referent(), office.clerk, &wrong).await;
    assert!(matches!(refused, Err(RegisterError::Pages { first: 1, last: 3 })), "{refused:?}");
}

#[tokio::test]
async fn a_batch_read_twice_is_recorded_once() {
    let office = Office::open().await;
    let batch = office.scan("deux plis").await;
    let first = office.read(batch, &[None, None]).await;
    let again = office.scan("deux plis").await;
    assert_eq!(again, batch, "the same bytes are the same batch");
    assert_eq!(office.number("SELECT count(*) FROM job").await, 0);
    assert_eq!(office.number("SELECT count(*) FROM communication").await, i64::try_from(first.len()).unwrap());
    assert_eq!(office.number("SELECT count(*) FROM exception WHERE kind = 7").await, 1, "and a person is told");
}

/// every piece received is receipted, those that follow a request as well.
#[tokio::test]
async fn pieces_that_are_joined_to_a_request_are_receipted_with_their_pages() {
    let office = Office::open().await;
    let case = office.registered("la demande", domain::Safety::Ok).await.0.case;
    office.clock.advance(chrono::TimeDelta::days(2));
    let follows = office.envelope("les pièces qui manquaient").await;
    let pieces = vec![
        DocumentRange { first: 1, last: 1, kind: PieceKind::Passport },
        DocumentRange { first: 2, last: 2, kind: PieceKind::AddressProof },
    ];
    let joining = Registration { target: Target::Existing(case), pieces, ..student(follows) };
    let joined = office.register(&joining).await;
    let receipts = async || {
        let mut letters = office.letters(case).await;
        letters.retain(|letter| letter.kind == LetterKind::DepositReceipt);
        letters
    };
    let [filing, added] = &receipts().await[..] else { panic!("two receipts") };
    assert!(filing.data.get("added_to").is_none(), "the first is of the request: {}", filing.data);
    let said = &added.data;
    assert_eq!((&said["added_to"], &said["received_on"]), (&"2026-11-16".into(), &"2026-11-18".into()), "{said}");
    assert_eq!((&said["pages"], said["pieces"].as_array().map(Vec::len)), (&2.into(), Some(2)), "{said}");
    for letter in [filing, added] {
        assert_eq!(letter.data["sha256"].as_str().map(str::len), Some(64), "what proves the scan: {}", letter.data);
    }
    assert_ne!(filing.data["sha256"], added.data["sha256"]);
    let cancelled = added.id;
    undo(&office.casework, &office.referent(), office.clerk, joined.undo).await.unwrap();
    assert_eq!((receipts().await.len(), office.letter_state(cancelled).await), (1, LetterState::Cancelled));

    let again = office.register(&joining).await;
    let [_, added] = &receipts().await[..] else { panic!("receipted again") };
    office.prepare_letters().await;
    casework::approve_letters(&office.casework, &office.referent(), office.clerk, &[added.id]).await.unwrap();
    office.print(&[added.id]).await.unwrap();
    let refused = undo(&office.casework, &office.referent(), office.clerk, again.undo).await;
    assert!(matches!(refused, Err(casework::UndoError::LetterPrinted)), "{refused:?}");
    assert_eq!(office.acknowledgements(case).await.len(), 1);
}
