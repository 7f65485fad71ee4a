//! What the post brings back (AS-24), what its cards say (AS-07): through the scan folder and the pages.

use axum::http::StatusCode;
use bytes::Bytes;
use casework::{BatchArrival, BatchReceived, Registration, approve_letters, hand_to_post, receive_batch};
use chrono::NaiveDate;
use domain::{
    CaseId, CaseState, CommunicationId, CommunicationState, DeadlineKind, LetterId, LetterKind, LetterState, Role,
    Safety,
};
use store::{batches::EnvelopeMarks, cases, communications, complements, letters::LetterRow};

use crate::{
    office::{Office, day, on, student},
    site::{Session, Site, site},
};

/// An open deadline of a case: its day, and whether what announced it is in doubt.
pub(super) async fn deadline(office: &Office, case: CaseId, kind: DeadlineKind) -> Option<(NaiveDate, bool)> {
    sqlx::query_as(
        "SELECT due_on, in_doubt_since IS NOT NULL FROM deadline WHERE case_id = $1 AND kind = $2 AND state = 'open'",
    )
    .bind(case.uuid())
    .bind(kind.code())
    .fetch_optional(&mut office.db.superuser().await)
    .await
    .unwrap()
}

pub(super) async fn state(office: &Office, case: CaseId) -> CaseState {
    cases::lock(&mut *office.begin(&office.referent()).await, case).await.unwrap().case.state
}

pub(super) async fn request_of(office: &Office, case: CaseId) -> complements::ComplementRow {
    complements::of_case(&mut *office.begin(&office.referent()).await, case).await.unwrap().remove(0)
}

async fn asking(office: &Office, case: CaseId) -> LetterRow {
    let letters = office.letters(case).await;
    letters.into_iter().find(|letter| letter.kind == LetterKind::ComplementRequest).expect("a request for pieces")
}

/// The officer ticks the first piece of the page and sends it.
pub(super) async fn ask_for_pieces(site: &Site, officer: &Session, case: CaseId, registered: bool) -> LetterId {
    let path = format!("/dossiers/{case}/demande-de-pieces");
    let (status, page) = site.read(&path, officer).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(!page.contains('⟦'), "{page}");
    let piece = page.split("name=\"piece\" value=\"").nth(1).expect("a piece").split('"').next().unwrap();
    let piece = piece.replace("&#39;", "'").replace("&#x27;", "'");
    let mut form = vec![("piece", piece.as_str())];
    if registered {
        form.push(("recommande", "oui"));
    }
    site.done(&path, officer, &form).await;
    asking(&site.office, case).await.id
}

/// Prints a letter and hands its pile to the post, with a registered number when there is one.
pub(super) async fn leaves(site: &Site, clerk: &Session, letter: LetterId, number: Option<&str>) {
    let office = &site.office;
    approve_letters(&office.casework, &office.referent(), office.clerk, &[letter]).await.unwrap();
    let run = office.print(&[letter]).await.unwrap();
    if let Some(number) = number {
        let refused = hand_to_post(&office.casework, &office.referent(), office.clerk, run).await;
        assert!(refused.is_err(), "it counts from its presentation: not without a number");
        let pile = format!("/courrier/departs/piles/{run}?scan={letter}");
        let (_, page) = site.read(&pile, clerk).await;
        assert!(page.contains("name=\"numero\""), "{page}");
        let form = [("pile", run.to_string()), ("lettre", letter.to_string()), ("numero", number.to_owned())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        site.done("/courrier/departs/recommande", clerk, &form).await;
    }
    hand_to_post(&office.casework, &office.referent(), office.clerk, run).await.unwrap();
}

/// The letter in its envelope is scanned with the post of the day, by the real reader.
async fn scanned_back(office: &Office, letter: LetterId) -> CommunicationId {
    let mut tx = office.begin(&office.referent()).await;
    let row = store::letters::lock(&mut tx, &[letter]).await.unwrap().remove(0);
    let content: Bytes = office.casework.blobs.fetch(&mut tx, row.pdf.unwrap()).await.unwrap().0;
    drop(tx);
    let arrival = BatchArrival {
        folder: "courrier".to_owned(),
        file_name: "retours.pdf".to_owned(),
        content,
        received_at: office.now(),
    };
    let BatchReceived::Kept { batch, .. } = receive_batch(&office.casework, arrival).await.unwrap() else {
        panic!("scanned for the first time")
    };
    office.work_off(&[casework::READ_BATCH]).await;
    let mut tx = office.begin(&office.referent()).await;
    store::batches::envelopes(&mut tx, batch).await.unwrap()[0].communication
}

#[tokio::test]
async fn a_request_that_comes_back_is_in_doubt_and_a_new_limit_runs_from_the_delivery_that_works() {
    let site = site().await;
    let office = &site.office;
    site.sign_in(Role::Officer).await;
    site.sign_in(Role::Indexer).await;
    let (done, _) = office.registered("a letter", Safety::Ok).await;
    office.prepare_letters().await;
    let silence = deadline(office, done.case, DeadlineKind::ImplicitRejection).await;
    on(office, "2026-11-25T09:00:00Z");
    let (officer, clerk) = (site.enter(Role::Officer).await, site.enter(Role::Indexer).await);
    let letter = ask_for_pieces(&site, &officer, done.case, false).await;
    office.work_off(&[casework::PREPARE_LETTER]).await;
    leaves(&site, &clerk, letter, None).await;
    assert_eq!(state(office, done.case).await, CaseState::AwaitingPieces);
    let limit = Some((day("2026-12-31"), false));
    assert_eq!(deadline(office, done.case, DeadlineKind::ComplementLimit).await, limit, "1 December and 30 days");

    on(office, "2026-12-09T09:00:00Z");
    let (officer, clerk) = (site.enter(Role::Officer).await, site.enter(Role::Indexer).await);
    let scan = scanned_back(office, letter).await;
    let (_, page) = site.read(&format!("/courrier/indexation/{scan}"), &clerk).await;
    let way = format!("/courrier/retours?scan={letter}&#38;pli={scan}");
    assert!(
        page.contains(&way) || page.contains(&way.replace("&#38;", "&amp;")),
        "the clerk is led to the returns: {page}"
    );
    let (_, page) = site.read("/courrier/retours?scan=DIALLO+Aminata", &clerk).await;
    assert!(page.contains(&format!("value=\"{letter}\"")), "no code can be read: by the name on the envelope: {page}");
    let (_, page) = site.read(&format!("/courrier/retours?scan={letter}&pli={scan}"), &clerk).await;
    assert!(page.contains("67000 STRASBOURG") && page.contains("value=\"wrong_address\""), "{page}");
    let (id, pli) = (letter.to_string(), scan.to_string());
    let said = site
        .done("/courrier/retours/revenue", &clerk, &[("lettre", &id), ("motif", "wrong_address"), ("pli", &pli)])
        .await;
    assert_eq!(said, "/courrier/retours");

    assert_eq!(state(office, done.case).await, CaseState::AwaitingPieces, "no closure, nothing decided");
    assert_eq!(office.letter_state(letter).await, LetterState::Held);
    let request = request_of(office, done.case).await;
    assert!(request.in_doubt_since.is_some() && request.limit_on.is_none(), "its limit is void: {request:?}");
    let doubtful = Some((day("2026-12-31"), true));
    assert_eq!(deadline(office, done.case, DeadlineKind::ComplementLimit).await, doubtful, "shown, not closed");
    assert_eq!(deadline(office, done.case, DeadlineKind::ImplicitRejection).await, silence, "not postponed");
    let scanned = communications::lock(&mut *office.begin(&office.referent()).await, scan).await.unwrap();
    assert_eq!(scanned.state, CommunicationState::NoCase, "the scan has its outcome");
    assert_eq!(
        office.number("SELECT count(*) FROM contact_point WHERE doubtful_since IS NOT NULL AND bounces = 1").await,
        1
    );
    assert_eq!(office.number("SELECT count(*) FROM exception WHERE kind = 30 AND ended_at IS NULL").await, 1);
    let (_, page) = site.read("/courrier/retours", &clerk).await;
    assert!(page.contains("Aminata") && page.contains("aucun n’est connu"), "{page}");
    assert!(!page.contains('⟦'));
    let (_, page) = site.read(&format!("/dossiers/{}", done.case), &officer).await;
    assert!(page.contains("en doute : la lettre est revenue") && page.contains("Lettre revenue de la poste"), "{page}");
    let (_, page) = site.read("/courrier/anomalies?nature=letter_returned", &clerk).await;
    assert!(page.contains("destinataire inconnu à l’adresse (NPAI)"), "{page}");

    on(office, "2026-12-10T09:00:00Z");
    let clerk = site.enter(Role::Indexer).await;
    let address = "Chez Mme Ba\n3 rue des Veaux\n67000 Strasbourg";
    site.done("/courrier/departs/liberer", &clerk, &[("lettre", &id), ("adresse", address)]).await;
    office.prepare_letters().await;
    leaves(&site, &clerk, letter, None).await;
    let anew = Some((day("2027-01-15"), false));
    assert_eq!(deadline(office, done.case, DeadlineKind::ComplementLimit).await, anew, "16 December and 30 days");
    assert!(request_of(office, done.case).await.in_doubt_since.is_none());
    assert_eq!(office.number("SELECT count(*) FROM exception WHERE kind = 30 AND ended_at IS NULL").await, 0);
    assert_eq!(deadline(office, done.case, DeadlineKind::ImplicitRejection).await, silence);
    assert_eq!(
        office.number("SELECT count(*) FROM postal_item WHERE left_at IS NOT NULL").await,
        2,
        "each leaving is kept"
    );
}

#[tokio::test]
async fn a_return_noted_by_mistake_is_taken_back_whole() {
    let site = site().await;
    let office = &site.office;
    let (officer, clerk) = (site.sign_in(Role::Officer).await, site.sign_in(Role::Indexer).await);
    let (done, acknowledgement) = office.registered("a letter", Safety::Ok).await;
    office.prepare_letters().await;
    leaves(&site, &clerk, acknowledgement.id, None).await;
    let owed = DeadlineKind::AcknowledgementDue;
    assert_eq!(deadline(office, done.case, owed).await, None, "met");
    let letter = ask_for_pieces(&site, &officer, done.case, false).await;
    office.prepare_letters().await;
    leaves(&site, &clerk, letter, None).await;
    let limit = deadline(office, done.case, DeadlineKind::ComplementLimit).await;
    let receipts = office.letters(done.case).await.into_iter().filter(|l| l.kind == LetterKind::DepositReceipt);
    let receipt = receipts.map(|l| l.id).next().expect("a receipt that has not left");
    for (letter, reason) in [(letter, "moved"), (acknowledgement.id, "no_access")] {
        office.clock.advance(chrono::TimeDelta::minutes(1));
        site.done("/courrier/retours/revenue", &clerk, &[("lettre", &letter.to_string()), ("motif", reason)]).await;
    }
    assert_eq!(office.letter_state(receipt).await, LetterState::Held, "nothing leaves for that address");
    assert!(deadline(office, done.case, owed).await.is_some(), "the acknowledgement is owed again");
    let keys: Vec<String> = sqlx::query_scalar(
        "SELECT id::text FROM undo WHERE action = 'letter_came_back' ORDER BY done_at DESC, id DESC",
    )
    .fetch_all(&mut office.db.superuser().await)
    .await
    .unwrap();
    for key in keys {
        site.done("/courrier/retours/annuler", &clerk, &[("cle", &key)]).await;
    }
    assert_eq!(deadline(office, done.case, owed).await, None);
    assert_eq!(deadline(office, done.case, DeadlineKind::ComplementLimit).await, limit);
    assert_eq!(office.letter_state(letter).await, LetterState::HandedToPost);
    assert_eq!(office.letter_state(acknowledgement.id).await, LetterState::HandedToPost);
    assert_eq!(office.letter_state(receipt).await, LetterState::Requested, "what was held with it goes on");
    office.prepare_letters().await;
    assert_eq!(office.letter_state(receipt).await, LetterState::Prepared);
    assert_eq!(office.number("SELECT count(*) FROM exception WHERE kind = 9 AND ended_at IS NULL").await, 0);
    assert_eq!(
        office.number("SELECT count(*) FROM contact_point WHERE doubtful_since IS NOT NULL OR bounces > 0").await,
        0
    );
    assert_eq!(office.number("SELECT count(*) FROM exception WHERE kind = 30 AND ended_at IS NULL").await, 0);
    let again =
        site.done("/courrier/retours/revenue", &clerk, &[("lettre", &letter.to_string()), ("motif", "moved")]).await;
    assert_eq!(again, "/courrier/retours", "it can be noted again");
}

/// A case of August 2026, and a request for pieces that counts from its presentation.
async fn request_of_august(site: &Site) -> (CaseId, LetterId) {
    let office = &site.office;
    site.sign_in(Role::Officer).await;
    site.sign_in(Role::Indexer).await;
    on(office, "2026-08-03T08:00:00Z");
    let communication = office.envelope("a letter of August").await;
    let marks = EnvelopeMarks::default();
    let done = office.register(&Registration { marks, ..student(communication) }).await;
    office.prepare_letters().await;
    on(office, "2026-08-21T08:00:00Z");
    let (officer, clerk) = (site.enter(Role::Officer).await, site.enter(Role::Indexer).await);
    let letter = ask_for_pieces(site, &officer, done.case, true).await;
    office.prepare_letters().await;
    leaves(site, &clerk, letter, Some("1A 123 456 7890 1")).await;
    assert_eq!(
        deadline(office, done.case, DeadlineKind::ComplementLimit).await,
        None,
        "nothing runs before it is presented"
    );
    (done.case, letter)
}

#[tokio::test]
async fn the_card_of_a_registered_request_starts_its_limit_and_an_answer_posted_in_time_meets_it() {
    let site = site().await;
    let office = &site.office;
    let (case, _) = request_of_august(&site).await;
    on(office, "2026-08-28T08:00:00Z");
    let clerk = site.enter(Role::Indexer).await;
    let (_, page) = site.read("/courrier/retours", &clerk).await;
    assert!(page.contains("1A 123 456 7890 1"), "it is waited for: {page}");
    let (_, page) = site.read("/courrier/retours?scan=1A12345678901", &clerk).await;
    let letter = asking(office, case).await.id.to_string();
    assert!(page.contains(&format!("value=\"{letter}\"")) && page.contains("avis-presentee"), "{page}");
    let wrong = [("lettre", letter.as_str()), ("motif", "moved"), ("presentee", "bientôt"), ("pli", "com_x")];
    let again = site.done("/courrier/retours/revenue", &clerk, &wrong).await;
    let typed = format!("/courrier/retours?scan={letter}&pli=com_x&motif=moved&presentee=bient%C3%B4t");
    assert_eq!(again, typed, "nothing typed is lost");
    let (_, page) = site.read(&again, &clerk).await;
    assert!(page.contains("name=\"presentee\" value=\"bientôt\""), "{page}");
    let refused = [("lettre", letter.as_str()), ("presentee", "20/08/2026")];
    site.done("/courrier/retours/avis", &clerk, &refused).await;
    assert_eq!(deadline(office, case, DeadlineKind::ComplementLimit).await, None, "not before it left");
    let card = [("lettre", letter.as_str()), ("presentee", "24/08/2026"), ("remise", "2026-08-26")];
    site.done("/courrier/retours/avis", &clerk, &card).await;
    let limit = Some((day("2026-09-23"), false));
    assert_eq!(deadline(office, case, DeadlineKind::ComplementLimit).await, limit, "24 August and 30 days (AS-07)");

    on(office, "2026-09-28T08:00:00Z");
    let answer = office.envelope("the pieces, scanned late").await;
    let marks = EnvelopeMarks { postmark_on: Some(day("2026-09-21")), ..student(answer).marks };
    let person = casework::PersonChoice::Known(office.person_of(case).await);
    let target = casework::Target::Existing(case);
    office.register(&Registration { person, target, marks, ..student(answer) }).await;
    assert_eq!(request_of(office, case).await.answered_on, Some(day("2026-09-21")), "its postmark counts");
    assert_eq!(deadline(office, case, DeadlineKind::ComplementLimit).await, None);
    assert_eq!(office.number("SELECT count(*) FROM deadline WHERE kind = 20 AND state = 'met'").await, 1);
    assert_eq!(state(office, case).await, CaseState::CompletenessReview, "somebody looks; nothing closes");
    assert_eq!(office.prepare_letters().await, 1, "the receipt of what was sent");
}

#[tokio::test]
async fn a_second_reading_that_finds_an_earlier_day_moves_the_answer_to_the_request_too() {
    let site = site().await;
    let office = &site.office;
    let (case, letter) = request_of_august(&site).await;
    on(office, "2026-08-28T08:00:00Z");
    let clerk = site.enter(Role::Indexer).await;
    let card = [("lettre", letter.to_string()), ("presentee", "24/08/2026".to_owned())];
    let card: Vec<(&str, &str)> = card.iter().map(|(name, value)| (*name, value.as_str())).collect();
    site.done("/courrier/retours/avis", &clerk, &card).await;
    on(office, "2026-09-28T08:00:00Z");
    let answer = office.envelope("the pieces, by registered letter").await;
    let marks = EnvelopeMarks {
        postmark_on: Some(day("2026-09-24")),
        registered_number: Some("1A 123 456 7890 1".to_owned()),
        ..student(answer).marks
    };
    let person = casework::PersonChoice::Known(office.person_of(case).await);
    let target = casework::Target::Existing(case);
    office.register(&Registration { person, target, marks, ..student(answer) }).await;
    assert_eq!(request_of(office, case).await.answered_on, Some(day("2026-09-24")), "after the limit, as it seems");
    let second = site.enter(Role::Indexer).await;
    let path = format!("/courrier/verification/{answer}");
    let reading = [("cachet", "21/09/26"), ("lisible", "yes"), ("recommande", "1A12345678901")];
    site.done(&path, &second, &reading).await;
    site.done(&format!("{path}/trancher"), &second, &[("juste", "corrected")]).await;
    assert_eq!(request_of(office, case).await.answered_on, Some(day("2026-09-21")), "in time (CRPA L. 112-1)");
    let key = office.undo_of("settle_check").await;
    site.done("/courrier/verification/annuler", &second, &[("cle", &key)]).await;
    assert_eq!(request_of(office, case).await.answered_on, Some(day("2026-09-24")), "settled by mistake");
    office.prepare_letters().await;
}

#[tokio::test]
async fn a_registered_letter_that_nobody_collected_counts_from_its_presentation_and_one_that_could_not_arrive_does_not()
{
    let site = site().await;
    let office = &site.office;
    let (case, letter) = request_of_august(&site).await;
    let id = letter.to_string();
    on(office, "2026-09-10T08:00:00Z");
    let clerk = site.enter(Role::Indexer).await;
    site.done("/courrier/retours/avis", &clerk, &[("lettre", &id), ("presentee", "24/8")]).await;
    let (_, page) = site.read("/courrier/retours", &clerk).await;
    assert!(page.contains("non retiré : compte du 24 août 2026"), "fifteen days after its presentation: {page}");
    let back = [("lettre", id.as_str()), ("motif", "unclaimed"), ("presentee", "2026-08-24"), ("avis", "oui")];
    site.done("/courrier/retours/revenue", &clerk, &back).await;
    assert_eq!(office.letter_state(letter).await, LetterState::HandedToPost, "notified on the day of its presentation");
    assert_eq!(deadline(office, case, DeadlineKind::ComplementLimit).await, Some((day("2026-09-23"), false)));
    let (_, page) = site.read("/courrier/retours", &clerk).await;
    assert!(page.contains("notifiée quand même"), "the person is looked for all the same: {page}");
    let key = office.undo_of("letter_came_back").await;
    site.done("/courrier/retours/annuler", &clerk, &[("cle", &key)]).await;
    site.done("/courrier/retours/revenue", &clerk, &[("lettre", &id), ("motif", "incomplete_address")]).await;
    assert_eq!(office.letter_state(letter).await, LetterState::Held);
    assert_eq!(
        deadline(office, case, DeadlineKind::ComplementLimit).await,
        Some((day("2026-09-23"), true)),
        "in doubt"
    );
}

#[tokio::test]
async fn a_registered_letter_that_nobody_collected_and_whose_card_never_came_says_itself_when_it_was_presented() {
    let site = site().await;
    let office = &site.office;
    let (case, letter) = request_of_august(&site).await;
    let id = letter.to_string();
    on(office, "2026-09-10T08:00:00Z");
    let clerk = site.enter(Role::Indexer).await;
    let limit = async || deadline(office, case, DeadlineKind::ComplementLimit).await;
    for wrong in ["20/08/2026", "2026-09-11"] {
        let back = [("lettre", id.as_str()), ("motif", "unclaimed"), ("presentee", wrong), ("avis", "oui")];
        let again = site.done("/courrier/retours/revenue", &clerk, &back).await;
        let typed = wrong.replace('/', "%2F");
        assert_eq!(
            again,
            format!("/courrier/retours?scan={id}&motif=unclaimed&presentee={typed}&avis=oui"),
            "{wrong}: before it left, after today"
        );
    }
    assert_eq!(limit().await, None);
    let back = [("lettre", id.as_str()), ("motif", "unclaimed"), ("presentee", "24/08/26"), ("avis", "oui")];
    site.done("/courrier/retours/revenue", &clerk, &back).await;
    assert_eq!(limit().await, Some((day("2026-09-23"), false)), "notified on the day of its presentation");
    let key = office.undo_of("letter_came_back").await;
    site.done("/courrier/retours/annuler", &clerk, &[("cle", &key)]).await;
    assert_eq!(limit().await, None, "noted by mistake");
}

#[tokio::test]
async fn a_scan_that_is_no_letter_of_ours_says_what_to_do() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    let (status, page) = site.read("/courrier/retours?scan=bonjour", &clerk).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Aucune lettre partie par la poste ne porte ce code"), "{page}");
    let (_, page) = site.read("/courrier/retours", &clerk).await;
    assert!(page.contains("Aucune lettre revenue") && !page.contains('⟦'), "{page}");
}
