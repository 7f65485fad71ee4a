//! AS-17: a renewal and a circulation document for a child in one envelope, from the folder to both acknowledgements.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, LetterState, Role};

use super::scan_room::{ScanRoom, envelope, file, page};
use crate::office::day;

/// What the clerk types for the mother.
const MOTHER: [(&str, &str); 17] = [
    ("personne", "nouvelle"),
    ("famille", "Diallo"),
    ("prenoms", "Aminata"),
    ("naissance", "14/02/1990"),
    ("demande", "nouvelle"),
    ("nature", "title_renewal"),
    ("titre", "T01"),
    ("pages", "1"),
    ("piece", "request_form"),
    ("pages", "2"),
    ("piece", "current_title"),
    ("cachet", "2026-11-18"),
    ("bureau", "STRASBOURG"),
    ("lisible", "yes"),
    ("adresse", "12 rue des Lilas\n67000 Strasbourg"),
    ("surete", "ok"),
    ("puis", "autre"),
];

/// What the clerk types for the child, out of the same envelope.
const CHILD: [(&str, &str); 17] = [
    ("autre", "1"),
    ("personne", "nouvelle"),
    ("famille", "Diallo"),
    ("prenoms", "Ibrahim"),
    ("naissance", "03/05/2018"),
    ("demande", "nouvelle"),
    ("nature", "dcem"),
    ("titre", "T26"),
    ("pages", "3"),
    ("piece", "request_form"),
    ("pages", "4"),
    ("piece", "civil_birth"),
    ("cachet", "2026-11-18"),
    ("bureau", "STRASBOURG"),
    ("lisible", "yes"),
    ("adresse", "12 rue des Lilas\n67000 Strasbourg"),
    ("surete", "ok"),
];

/// A case as it was registered: its person, what it asks for, when it was received, the date that counts.
async fn cases(room: &ScanRoom) -> Vec<(CaseId, String, i16, NaiveDate, NaiveDate)> {
    let rows: Vec<(sqlx::types::Uuid, String, i16, NaiveDate, NaiveDate)> = sqlx::query_as(
        "SELECT c.id, p.given_names, c.kind, c.received_on, c.evidence_on FROM residence_case c JOIN person p ON p.id = c.person_id
         WHERE c.registered_at IS NOT NULL ORDER BY c.registered_at, c.id",
    )
    .fetch_all(&mut room.site.office.db.superuser().await)
    .await
    .unwrap();
    rows.into_iter()
        .map(|(id, name, kind, received, counts)| (CaseId::from_uuid(id), name, kind, received, counts))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_renewal_and_the_document_of_a_child_are_two_cases_of_two_persons_out_of_one_envelope() {
    let room = ScanRoom::open().await;
    let office = &room.site.office;
    let morning: DateTime<Utc> = "2026-11-20T08:00:00Z".parse().unwrap();
    office.clock.advance(morning - office.now());
    let clerk = room.site.sign_in(Role::Indexer).await;
    let sheets = [
        envelope("AS17", 4),
        page(&["FORMULAIRE", "DIALLO", "AMINATA"]),
        page(&["CARTE SEJOUR", "AMINATA"]),
        page(&["DEMANDE DCEM", "IBRAHIM"]),
        page(&["ACTE", "NAISSANCE", "IBRAHIM"]),
    ];
    let batch = room.leave(&[("famille.tif", &file(&sheets))]).await[0];
    let id = room.envelopes(batch).await[0];
    let path = format!("/courrier/indexation/{id}");
    assert_eq!(room.site.done(&path, &clerk, &MOTHER).await, format!("{path}?autre=1"));
    office.clock.advance(chrono::TimeDelta::minutes(2));
    room.site.done(&path, &clerk, &CHILD).await;

    assert_eq!(office.number("SELECT count(*) FROM envelope").await, 1, "one envelope");
    assert_eq!(office.number("SELECT count(*) FROM communication_case").await, 2, "linked twice");
    assert_eq!(office.number("SELECT count(*) FROM person").await, 2);
    let cases = cases(&room).await;
    let told: Vec<_> =
        cases.iter().map(|(_, name, kind, received, counts)| (name.as_str(), *kind, *received, *counts)).collect();
    let (received, posted) = (day("2026-11-20"), day("2026-11-18"));
    assert_eq!(told, [("Aminata", 2, received, posted), ("Ibrahim", 4, received, posted)]);
    let pieces: Vec<(String, i32, i32)> = sqlx::query_as(
        "SELECT p.given_names, x.first_page, x.last_page FROM piece x JOIN person p ON p.id = x.person_id ORDER BY x.first_page",
    )
    .fetch_all(&mut office.db.superuser().await)
    .await
    .unwrap();
    let pieces: Vec<_> = pieces.iter().map(|(name, first, last)| (name.as_str(), *first, *last)).collect();
    assert_eq!(
        pieces,
        [("Aminata", 2, 2), ("Aminata", 3, 3), ("Ibrahim", 4, 4), ("Ibrahim", 5, 5)],
        "each has their own"
    );
    office.prepare_letters().await;
    for (case, ..) in &cases {
        let letters = office.acknowledgements(*case).await;
        assert_eq!(letters.iter().map(|letter| letter.state).collect::<Vec<_>>(), [LetterState::Prepared]);
    }
    let (_, balance) = room.site.read("/courrier/bilan", &clerk).await;
    assert!(!balance.contains("à indexer</a>"), "nothing of the envelope is left to index");
}
