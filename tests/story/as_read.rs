//! A new person is offered as they were read, and registered with one choice; what is typed over it counts.

use axum::http::StatusCode;
use casework::ReadEnvelope;
use domain::{CommunicationId, Role, SuggestionId};
use serde_json::{Value, json};
use store::suggestions::NewSuggestion;

use crate::{
    office::{Office, envelope},
    site::site,
};

async fn read(office: &Office, name: &str, found: &[(&str, f32, Value)]) -> CommunicationId {
    let batch = office.scan(name).await;
    let suggestion = |(origin, confidence, value): &(&str, f32, Value)| NewSuggestion {
        id: SuggestionId::new(office.now()),
        field: "person".to_owned(),
        value: value.clone(),
        origin: (*origin).to_owned(),
        confidence: *confidence,
        page: Some(1),
    };
    let suggestions = found.iter().map(suggestion).collect();
    office.record(batch, Vec::new(), vec![ReadEnvelope { suggestions, ..envelope(1, None) }]).await[0]
}

async fn names(office: &Office) -> Vec<String> {
    let query =
        "SELECT family_name || '/' || given_names || '/' || coalesce(foreigner_number, '') FROM person ORDER BY 1";
    sqlx::query_scalar(query).fetch_all(&mut office.db.superuser().await).await.unwrap()
}

#[tokio::test]
async fn one_choice_registers_a_new_person_as_read_and_what_is_typed_over_it_counts() {
    let site = site().await;
    let (clerk, office) = (site.sign_in(Role::Indexer).await, &site.office);
    let found = [
        ("mrz", 95.0, json!({ "family_name": "TRAORE", "given_names": "MOUSSA", "birth": "1985-12-30" })),
        ("form", 88.0, json!({ "family_name": "TRAORÉ", "given_names": "Moussa", "foreigner_number": "6703123456" })),
        ("form", 70.0, json!({ "family_name": "KEITA", "given_names": "AWA", "birth": "2018-05-03" })),
    ];
    let id = read(office, "une famille", &found).await;
    let path = format!("/courrier/indexation/{id}");
    let (_, page) = site.read(&path, &clerk).await;
    assert!(page.contains("Nouvelle : TRAORÉ Moussa, 30/12/1985"), "{page}");
    assert!(page.contains("numéro : écrit dans le formulaire, lu nettement"), "{page}");
    assert!(page.contains("Nouvelle : KEITA AWA, 03/05/2018") && page.contains("lu, à vérifier"));
    assert!(page.contains("value=\"lue:0\" data-key=\"1\"") && page.contains("value=\"lue:1\" data-key=\"2\""));
    assert!(!page.contains("value=\"lue:0\" data-key=\"1\" checked"), "proposed, never imposed");

    // Without a script the fields still show whom the page showed first.
    let sent =
        [("personne", "lue:1"), ("lue", "0"), ("famille", "TRAORÉ"), ("prenoms", "Moussa"), ("demande", "nouvelle")];
    site.done(&path, &clerk, &[&sent[..], &[("puis", "autre")]].concat()).await;
    assert_eq!(names(office).await, ["KEITA/AWA/"]);
    let typed = [
        ("personne", "lue:0"),
        ("lue", "0"),
        ("famille", "Traoré"),
        ("prenoms", "Moussa Ali"),
        ("naissance", "30/12/1985"),
        ("numero", "6703123456"),
        ("demande", "nouvelle"),
        ("autre", "1"),
    ];
    site.done(&path, &clerk, &typed).await;
    assert_eq!(names(office).await, ["KEITA/AWA/", "Traoré/Moussa Ali/6703123456"]);
    let again = read(office, "encore", &found[..1]).await;
    let (_, page) = site.read(&format!("/courrier/indexation/{again}"), &clerk).await;
    assert!(page.contains("Traoré Moussa Ali") || page.contains("TRAORÉ"), "who is known is offered as such");
    office.prepare_letters().await;
}

#[tokio::test]
async fn papers_of_one_person_are_not_laid_into_the_file_of_another() {
    let site = site().await;
    let (clerk, office) = (site.sign_in(Role::Indexer).await, &site.office);
    let case = office.registered("la demande d’Aminata Diallo", domain::Safety::Ok).await.0.case.to_string();
    let theirs: String = sqlx::query_scalar("SELECT 'per_' || replace(id::text, '-', '') FROM person")
        .fetch_one(&mut office.db.superuser().await)
        .await
        .unwrap();
    let path = format!("/courrier/indexation/{}", office.envelope("les pièces de quelqu’un").await);
    let wrong = [("personne", "nouvelle"), ("famille", "Traoré"), ("demande", case.as_str()), ("cachet", "13")];
    let (status, _, page) = site.send(&path, &clerk, &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Cette demande est celle de DIALLO Aminata"), "{page}");
    assert!(
        page.contains("value=\"Traoré\"") && page.contains("value=\"13/11/2026\""),
        "nothing typed is lost: {page}"
    );
    assert_eq!(office.number("SELECT count(*) FROM person").await, 1);
    site.done(&path, &clerk, &[("personne", theirs.as_str()), ("demande", case.as_str())]).await;
    assert_eq!(office.number("SELECT count(*) FROM communication_case").await, 2, "two envelopes of one case");
    office.prepare_letters().await;
}

#[tokio::test]
async fn two_clerks_on_one_envelope_see_each_other_and_the_second_overwrites_nothing() {
    let site = site().await;
    let office = &site.office;
    let (one, two) = (site.sign_in_as("une", Role::Indexer).await, site.sign_in_as("deux", Role::Indexer).await);
    let id = read(office, "un pli", &[]).await;
    let path = format!("/courrier/indexation/{id}");
    site.read(&path, &one).await;
    let (_, page) = site.read(&path, &two).await;
    assert!(page.contains("Ce pli est ouvert sur un autre poste"), "the second clerk is told: {page}");
    let form = |name| [("personne", "nouvelle"), ("famille", name), ("prenoms", "Awa"), ("demande", "nouvelle")];
    site.done(&path, &one, &form("KEITA")).await;
    let (status, _, _) = site.send(&path, &two, &form("TRAORE")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(names(office).await, ["KEITA/Awa/"]);
    office.prepare_letters().await;
}
