//! A date that was told too early is corrected by two persons (I-03); letters that told it say the new one.

use axum::http::StatusCode;
use casework::{Registration, Target, undo};
use chrono::TimeDelta;
use domain::{CaseId, CommunicationId, DocumentRange, Legibility, LetterId, LetterKind, LetterState, PieceKind, Role};
use store::{batches::EnvelopeMarks, cases, letters::LetterRow};

use crate::{
    office::{Office, day, student},
    site::{Session, Site, site},
};

const HERE: &str = "/courrier/verification";
const ACCEPTED: &str = "accepter";

/// A registered letter, whose postmark and deposit the clerk read as of this day.
fn registered_letter(communication: CommunicationId, on: &str) -> Registration {
    Registration {
        marks: EnvelopeMarks {
            postmark_on: Some(day(on)),
            legibility: Some(Legibility::Yes),
            registered_number: Some("1A 123 456 7890 1".to_owned()),
            ..EnvelopeMarks::default()
        },
        registered_deposit: Some(day(on)),
        ..student(communication)
    }
}

fn reading(on: &str) -> [(&str, &str); 4] {
    [("cachet", on), ("lisible", "yes"), ("recommande", "1A 123 456 7890 1"), ("depot", on)]
}

async fn counts_from(office: &Office, case: CaseId) -> chrono::NaiveDate {
    cases::lock(&mut *office.begin(&office.referent()).await, case).await.unwrap().evidence_on
}

/// The letters of a case of one kind that stand, the last one last.
async fn of_kind(office: &Office, case: CaseId, kind: LetterKind) -> Vec<LetterRow> {
    let mut letters = office.letters(case).await;
    letters.retain(|letter| letter.kind == kind);
    letters
}

async fn send(office: &Office, ids: &[LetterId]) {
    office.prepare_letters().await;
    casework::approve_letters(&office.casework, &office.referent(), office.clerk, ids).await.unwrap();
    let run = office.print(ids).await.unwrap();
    casework::hand_to_post(&office.casework, &office.referent(), office.clerk, run).await.unwrap();
}

async fn waiting(office: &Office) -> String {
    let id: sqlx::types::Uuid = sqlx::query_scalar("SELECT id FROM date_correction WHERE outcome IS NULL")
        .fetch_one(&mut office.db.superuser().await)
        .await
        .unwrap();
    domain::DateCorrectionId::from_uuid(id).to_string()
}

async fn undo_key(office: &Office, action: &str) -> String {
    sqlx::query_scalar("SELECT id::text FROM undo WHERE action = $1 ORDER BY done_at DESC, id DESC")
        .bind(action)
        .fetch_one(&mut office.db.superuser().await)
        .await
        .unwrap()
}

async fn decide(site: &Site, who: &Session, id: CommunicationId, decision: &str, reason: &str) -> StatusCode {
    let shown = waiting(&site.office).await;
    let form = [("proposition", shown.as_str()), ("decision", decision), ("raison", reason)];
    site.send(&format!("{HERE}/{id}/date/decider"), who, &form).await.0
}

/// The second reader of a registered letter read as of the 12th sees the 14th on it, and proposes it.
async fn proposed(site: &Site, second: &Session) -> (CommunicationId, CaseId) {
    let office = &site.office;
    let id = office.envelope("un recommandé").await;
    let case = office.register(&registered_letter(id, "2026-11-12")).await.case;
    office.clock.advance(TimeDelta::minutes(1));
    site.done(&format!("{HERE}/{id}"), second, &reading("2026-11-14")).await;
    let (_, page) = site.read(&format!("{HERE}/{id}"), second).await;
    assert!(page.contains("Proposer le samedi 14 novembre 2026"), "{page}");
    let path = format!("{HERE}/{id}/date");
    let (_, page) = site.read(&path, second).await;
    assert!(page.contains("jeudi 12 novembre 2026") && page.contains("value=\"14/11/2026\""), "{page}");
    let (status, _, page) = site.send(&path, second, &reading("2026-11-14")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "no reason is given");
    assert!(page.contains("Dites en une phrase"), "{page}");
    let form = [&reading("2026-11-14")[..], &[("raison", "le cachet porte 14, lu 12"), ("preuve", "1")]].concat();
    assert_eq!(site.done(&path, second, &form).await, HERE);
    assert_eq!(counts_from(office, case).await, day("2026-11-12"), "nothing is changed by one person");
    (id, case)
}

#[tokio::test]
async fn a_date_told_too_early_moves_later_by_the_word_of_two_persons_and_the_person_is_told() {
    let site = site().await;
    let office = &site.office;
    let (second, third) = (site.sign_in_as("deux", Role::Indexer).await, site.sign_in_as("trois", Role::Indexer).await);
    let (id, case) = proposed(&site, &second).await;
    let told: Vec<LetterId> = office.letters(case).await.iter().map(|letter| letter.id).collect();
    send(office, &told).await;
    office.clock.advance(TimeDelta::minutes(1));

    let (_, page) = site.read(HERE, &third).await;
    assert!(page.contains("1 correction de date attend"), "{page}");
    let (_, page) = site.read(&format!("{HERE}/{id}/date"), &third).await;
    for text in ["le cachet porte 14, lu 12", "jeudi 12 novembre 2026", "samedi 14 novembre 2026", "2 jours"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert_eq!(decide(&site, &third, id, ACCEPTED, "").await, StatusCode::SEE_OTHER);
    assert_eq!(counts_from(office, case).await, day("2026-11-14"));
    let (_, page) = site.read(HERE, &second).await;
    assert!(page.contains("acceptée par trois : la date retenue est le samedi 14 novembre 2026."), "{page}");
    let misread = "SELECT count(*) FROM evidence WHERE date = '2026-11-12' AND withdrawn_at IS NOT NULL";
    assert_eq!(office.number(misread).await, 2, "what nobody reads any more stays on record and counts for nothing");
    assert_eq!(office.number("SELECT count(*) FROM envelope WHERE postmark_on = '2026-11-14'").await, 1);
    assert_eq!(
        office.number("SELECT count(*) FROM second_check WHERE outcome = 2").await,
        1,
        "the check ended with it"
    );
    for kind in [LetterKind::Acknowledgement, LetterKind::DepositReceipt] {
        let [first, again] = &of_kind(office, case, kind).await[..] else {
            panic!("one that left and one that is owed")
        };
        assert_eq!((first.state, again.state), (LetterState::HandedToPost, LetterState::Requested));
        assert_eq!(again.data["evidence"]["date"], "2026-11-14");
        assert_eq!((&again.data["replaces"], &again.data["dated_before"]), (&first.data["date"], &"2026-11-12".into()));
    }
    let logged =
        "SELECT count(*) FROM event WHERE kind IN ('case.date_correction_proposed', 'case.date_correction_accepted')";
    assert_eq!(office.number(logged).await, 4, "both in the log of the case and of the letter");

    office.clock.advance(TimeDelta::minutes(1));
    let key = undo_key(office, "decide_date").await;
    site.done(&format!("{HERE}/annuler"), &third, &[("cle", &key)]).await;
    assert_eq!(counts_from(office, case).await, day("2026-11-12"), "accepted by mistake");
    assert_eq!(
        of_kind(office, case, LetterKind::Acknowledgement).await.len(),
        1,
        "the letter that left says so already"
    );
    assert_eq!(decide(&site, &third, id, ACCEPTED, "").await, StatusCode::SEE_OTHER, "it can be decided again");
    assert_eq!(counts_from(office, case).await, day("2026-11-14"));
    office.prepare_letters().await;
}

#[tokio::test]
async fn one_person_alone_never_moves_a_date_later() {
    let site = site().await;
    let office = &site.office;
    let (second, third) = (site.sign_in_as("deux", Role::Indexer).await, site.sign_in_as("trois", Role::Indexer).await);
    let (id, case) = proposed(&site, &second).await;
    assert_eq!(decide(&site, &second, id, ACCEPTED, "").await, StatusCode::CONFLICT, "their own proposal");
    assert_eq!(decide(&site, &third, id, "retirer", "").await, StatusCode::CONFLICT, "another person's");
    let settle = site.send(&format!("{HERE}/{id}/trancher"), &second, &[("juste", "corrected")]).await.0;
    assert_eq!(settle, StatusCode::CONFLICT, "not while another person decides");
    let again = [&reading("2026-11-15")[..], &[("raison", "ou le 15")]].concat();
    assert_eq!(site.send(&format!("{HERE}/{id}/date"), &third, &again).await.0, StatusCode::CONFLICT);
    let alone = "UPDATE date_correction SET outcome = 1, decided_by = proposed_by, decided_at = now()";
    let refused = sqlx::query(alone).execute(&mut office.db.superuser().await).await;
    assert!(refused.is_err(), "the table itself wants two persons");

    assert_eq!(decide(&site, &third, id, "refuser", "").await, StatusCode::UNPROCESSABLE_ENTITY, "why not?");
    assert_eq!(decide(&site, &third, id, "refuser", "je lis 12").await, StatusCode::SEE_OTHER);
    assert_eq!(counts_from(office, case).await, day("2026-11-12"));
    assert_eq!(
        office.number("SELECT count(*) FROM date_correction WHERE outcome = 2 AND answer = 'je lis 12'").await,
        1
    );
    assert_eq!(office.number("SELECT count(*) FROM second_check WHERE outcome = 1").await, 1, "the first was right");
    let (_, page) = site.read(HERE, &second).await;
    let told = "refusée par trois : « je lis 12 ». La date retenue reste le jeudi 12 novembre 2026.";
    assert!(page.contains(told) && page.contains("1 réponse à vos corrections"), "who proposed it is told: {page}");
    assert!(!site.read(HERE, &third).await.1.contains("réponse à vos corrections"), "and nobody else");
    let form = [&reading("2026-11-14")[..], &[("raison", "je maintiens")]].concat();
    site.done(&format!("{HERE}/{id}/date"), &second, &form).await;
    assert_eq!(decide(&site, &second, id, "retirer", "").await, StatusCode::SEE_OTHER);
    assert_eq!(counts_from(office, case).await, day("2026-11-12"));
    let same = [&reading("2026-11-12")[..], &[("raison", "rien")]].concat();
    let (status, _, page) = site.send(&format!("{HERE}/{id}/date"), &second, &same).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("la même date, jeudi 12 novembre 2026"), "{page}");
    office.prepare_letters().await;
}

/// Letters that have not left are withdrawn and made anew, even out of a printed pile.
#[tokio::test]
async fn letters_that_have_not_left_are_made_anew_with_the_day_that_counts() {
    let site = site().await;
    let office = &site.office;
    let (second, third) = (site.sign_in_as("deux", Role::Indexer).await, site.sign_in_as("trois", Role::Indexer).await);
    let (id, case) = proposed(&site, &second).await;
    office.prepare_letters().await;
    let printed = of_kind(office, case, LetterKind::Acknowledgement).await[0].id;
    casework::approve_letters(&office.casework, &office.referent(), office.clerk, &[printed]).await.unwrap();
    office.print(&[printed]).await.unwrap();
    office.clock.advance(TimeDelta::minutes(1));
    decide(&site, &third, id, ACCEPTED, "").await;
    assert_eq!(office.letter_state(printed).await, LetterState::Cancelled);
    for kind in [LetterKind::Acknowledgement, LetterKind::DepositReceipt] {
        let [letter] = &of_kind(office, case, kind).await[..] else { panic!("one of each kind") };
        assert_eq!(letter.data["evidence"]["date"], "2026-11-14");
        assert!(letter.data.get("replaces").is_none(), "nobody has another one: {}", letter.data);
    }
    office.prepare_letters().await;
}

/// What is joined to a request is receipted, and receipted again when it counts from another day.
#[tokio::test]
async fn a_receipt_of_joined_pieces_follows_the_second_reading_of_their_letter() {
    let site = site().await;
    let office = &site.office;
    let case = office.registered("la demande", domain::Safety::Ok).await.0.case;
    let filing = of_kind(office, case, LetterKind::DepositReceipt).await[0].id;
    office.clock.advance(TimeDelta::days(2));
    let second = site.sign_in_as("deux", Role::Indexer).await;
    let follows = office.envelope("les pièces").await;
    let pieces = vec![DocumentRange { first: 1, last: 2, kind: PieceKind::Passport }];
    let joining = Registration { target: Target::Existing(case), pieces, ..registered_letter(follows, "2026-11-17") };
    let joined = office.register(&joining).await;
    let receipts = async || {
        let mut letters = of_kind(office, case, LetterKind::DepositReceipt).await;
        letters.retain(|letter| letter.id != filing);
        letters
    };
    let printed = receipts().await[0].id;
    office.prepare_letters().await;
    casework::approve_letters(&office.casework, &office.referent(), office.clerk, &[printed]).await.unwrap();
    office.print(&[printed]).await.unwrap();
    office.clock.advance(TimeDelta::minutes(1));

    site.done(&format!("{HERE}/{follows}"), &second, &reading("2026-11-16")).await;
    site.done(&format!("{HERE}/{follows}/trancher"), &second, &[("juste", "corrected")]).await;
    assert_eq!(office.letter_state(printed).await, LetterState::Cancelled, "taken out of its pile");
    let [again] = &receipts().await[..] else { panic!("one receipt") };
    assert_eq!((&again.data["evidence"]["date"], again.data.get("replaces")), (&"2026-11-16".into(), None));
    let left = again.id;
    send(office, &[left]).await;
    office.clock.advance(TimeDelta::minutes(1));

    let third = site.sign_in_as("trois", Role::Indexer).await;
    let form = [&reading("2026-11-15")[..], &[("raison", "le reçu de la poste est du 15"), ("preuve", "1")]].concat();
    site.done(&format!("{HERE}/{follows}/date"), &third, &form).await;
    decide(&site, &second, follows, ACCEPTED, "").await;
    let [first, corrected] = &receipts().await[..] else { panic!("the one that left, and the one in its place") };
    assert_eq!((first.id, first.state), (left, LetterState::HandedToPost));
    assert_eq!((&corrected.data["evidence"]["date"], &corrected.data["pages"]), (&"2026-11-15".into(), &2.into()));
    let told = (&corrected.data["replaces"], &corrected.data["dated_before"]);
    assert_eq!(told, (&first.data["date"], &"2026-11-16".into()), "it says which one it takes the place of");
    let refused = undo(&office.casework, &office.referent(), office.clerk, joined.undo).await;
    assert!(matches!(refused, Err(casework::UndoError::LetterPrinted)), "{refused:?}");
    office.prepare_letters().await;
}

/// AS-22: two parcels of one request, received on the same day; whichever is indexed first, the earlier postmark counts.
#[tokio::test]
async fn of_two_parcels_of_one_day_the_earlier_posted_counts_whichever_is_indexed_first() {
    for (first, then) in [("2026-11-11", "2026-11-13"), ("2026-11-13", "2026-11-11")] {
        let office = Office::open().await;
        let one = office.envelope("colis 1").await;
        office.clock.advance(TimeDelta::minutes(5));
        let two = office.envelope("colis 2").await;
        let posted = |id, on| {
            let marks = EnvelopeMarks { postmark_on: Some(day(on)), ..student(id).marks };
            Registration { marks, ..student(id) }
        };
        let case = office.register(&posted(one, first)).await.case;
        office.clock.advance(TimeDelta::minutes(5));
        let joins = Registration { target: Target::Existing(case), ..posted(two, then) };
        let joined = office.register(&joins).await;
        assert_eq!(counts_from(&office, case).await, day("2026-11-11"), "{first} then {then}");
        let [letter] = &office.acknowledgements(case).await[..] else { panic!("one acknowledgement for both") };
        assert_eq!(letter.data["evidence"]["date"], "2026-11-11", "and it is told");
        office.clock.advance(TimeDelta::minutes(5));
        undo(&office.casework, &office.referent(), office.clerk, joined.undo).await.unwrap();
        assert_eq!(counts_from(&office, case).await, day(first), "the other parcel was another person's");
        assert_eq!(office.acknowledgements(case).await[0].data["evidence"]["date"], first);
        while office.prepare_letters().await > 0 {}
    }
}

/// Three parcels of one day, one of which is taken out again: what remains counts, in whatever order they came in.
#[tokio::test]
async fn of_three_parcels_what_remains_counts_when_one_is_taken_out() {
    let office = Office::open().await;
    let posted = |id, on: &str| {
        let marks = EnvelopeMarks { postmark_on: Some(day(on)), ..student(id).marks };
        Registration { marks, ..student(id) }
    };
    let ids = [office.envelope("colis 1").await, office.envelope("colis 2").await, office.envelope("colis 3").await];
    let case = office.register(&posted(ids[0], "2026-11-13")).await.case;
    let mut undos = Vec::new();
    for (id, on) in [(ids[1], "2026-11-12"), (ids[2], "2026-11-10")] {
        office.clock.advance(TimeDelta::minutes(5));
        let joins = Registration { target: Target::Existing(case), ..posted(id, on) };
        undos.push(office.register(&joins).await.undo);
    }
    for (key, counts) in undos.into_iter().zip(["2026-11-10", "2026-11-13"]) {
        office.clock.advance(TimeDelta::minutes(5));
        undo(&office.casework, &office.referent(), office.clerk, key).await.unwrap();
        assert_eq!(counts_from(&office, case).await, day(counts));
    }
    while office.prepare_letters().await > 0 {}
}
