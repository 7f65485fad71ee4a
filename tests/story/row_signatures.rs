//! What rests on a row written from memory does not leave before an officer has signed the row.

use axum::http::StatusCode;
use casework::{PrintError, Registration, approve_letters};
use domain::{LetterId, LetterState, Role};
use store::batches::EnvelopeMarks;

use crate::{
    office::student,
    site::{Site, site},
};

/// Where the presumption of the post is signed.
const PRESUMPTION: &str = "/regles/parametre/postal_presumption_working_days?le=2016-01-01#signature";

/// A letter without any postmark: its date rests on the presumed time of the post.
async fn presumed(site: &Site, content: &str) -> Vec<LetterId> {
    let office = &site.office;
    let communication = office.envelope(content).await;
    let done = office.register(&Registration { marks: EnvelopeMarks::default(), ..student(communication) }).await;
    office.prepare_letters().await;
    office.letters(done.case).await.iter().map(|letter| letter.id).collect()
}

async fn approved(site: &Site, ids: &[LetterId]) -> (usize, Vec<String>) {
    let office = &site.office;
    let done = approve_letters(&office.casework.current(), &office.referent(), office.clerk, ids).await.unwrap();
    (done.approved, done.unsigned.into_iter().map(|rests| rests.row.key).collect())
}

/// The digest that the page of a row offers to sign.
fn digest(page: &str) -> String {
    let field = page.split("name=\"contenu\" value=\"").nth(1).expect("the form to sign");
    field.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_letter_on_a_row_from_memory_waits_for_a_signature_and_says_which() {
    let site = site().await;
    let (officer, clerk) = (site.sign_in(Role::Officer).await, site.sign_in(Role::Indexer).await);
    let ids = presumed(&site, "sans cachet").await;
    let waits = vec!["postal_presumption_working_days".to_owned()];
    assert_eq!(approved(&site, &ids).await, (0, waits), "nothing leaves");
    assert_eq!(site.office.letter_state(ids[0]).await, LetterState::Prepared, "and nothing is lost");
    let departures = site.read("/courrier/departs", &clerk).await.1;
    assert!(departures.contains("attend la signature de") && departures.contains(PRESUMPTION), "{departures}");
    let row = site.read(PRESUMPTION, &officer).await.1;
    assert!(row.contains("Personne n’a encore signé"), "{row}");
    let digest = digest(&row);
    let sign = "/regles/signer/parametre/postal_presumption_working_days";
    let fields = [("depuis", "2016-01-01"), ("contenu", digest.as_str()), ("controle", "")];
    site.send(sign, &officer, &fields).await;
    assert_eq!(site.office.number("SELECT count(*) FROM row_signature").await, 0, "a signature says what was checked");
    let fields = [("depuis", "2016-01-01"), ("contenu", digest.as_str()), ("controle", "engagement de La Poste, J+3")];
    let refused = site.send(sign, &clerk, &fields).await.0;
    assert_eq!(refused, StatusCode::FORBIDDEN, "an indexer does not sign");
    assert_eq!(site.send(sign, &officer, &fields).await.0, StatusCode::SEE_OTHER);
    let row = site.read(PRESUMPTION, &officer).await.1;
    assert!(row.contains("Signée par officer") && row.contains("engagement de La Poste, J+3"), "{row}");
    assert!(!site.read("/courrier/departs", &clerk).await.1.contains("attend la signature de"));
    assert_eq!(approved(&site, &ids).await, (2, Vec::new()));
    site.office.print(&ids).await.unwrap();
}

#[tokio::test]
async fn an_approved_letter_is_not_printed_without_the_signature() {
    let site = site().await;
    let ids = presumed(&site, "sans cachet").await;
    let query = "UPDATE letter SET state = 3, approved_at = now(), approved_by = gen_random_uuid()";
    sqlx::query(query).execute(&mut site.office.db.superuser().await).await.unwrap();
    let error = site.office.print(&ids).await.unwrap_err();
    assert!(matches!(&error, PrintError::Unsigned(rows) if rows.len() == 1), "{error}");
    assert_eq!(site.office.letter_state(ids[0]).await, LetterState::Approved);
}

#[tokio::test]
async fn a_row_that_changes_needs_another_signature() {
    let site = site().await;
    let (officer, referent) = (site.sign_in(Role::Officer).await, site.sign_in(Role::Referent).await);
    let old = digest(&site.read(PRESUMPTION, &officer).await.1);
    let sign = "/regles/signer/parametre/postal_presumption_working_days";
    let signed = [("depuis", "2016-01-01"), ("contenu", old.as_str()), ("controle", "La Poste")];
    assert_eq!(site.send(sign, &officer, &signed).await.0, StatusCode::SEE_OTHER);
    let change = [
        ("quoi", "fixer"),
        ("valeur", "5"),
        ("depuis", "2026-11-16"),
        ("source", "grève du centre de tri"),
        ("certitude", "memory"),
        ("motif", "le courrier met un jour de plus"),
    ];
    let form = "/regles/modifier/parametre/postal_presumption_working_days";
    let proposal = site.send(form, &officer, &change).await.1;
    site.send(&proposal, &referent, &[("decision", "accepted"), ("motif", "constaté")]).await;
    let changed = site.read("/regles/parametre/postal_presumption_working_days?le=2026-11-16", &officer).await.1;
    assert!(changed.contains("Signatures d’autres versions"), "{changed}");
    assert_ne!(digest(&changed), old);
    let stale = [("depuis", "2026-11-16"), ("contenu", old.as_str()), ("controle", "La Poste")];
    assert_eq!(site.send(sign, &officer, &stale).await.0, StatusCode::CONFLICT, "what was read is not what stands");
    let ids = presumed(&site, "après le changement").await;
    let waits = vec!["postal_presumption_working_days".to_owned()];
    assert_eq!(approved(&site, &ids).await, (0, waits), "the old signature does not stand under new words");
}
