//! A prefecture changes its own rows of the catalogue: two persons, from a day on, in every process, and nothing national.

use axum::http::StatusCode;
use casework::LiveCatalogue;
use chrono::NaiveDate;
use domain::Role;
use law::{Catalogue, Parameter};

use crate::{
    office::{day, live_catalogue},
    site::{Session, Site, site},
};

const LENGTH: &str = "/regles/modifier/parametre/extension_months";
const LATER_TEXT: &str = "décret n° 2026-1200 du 14 décembre 2026, art. 1";

async fn page(site: &Site, session: &Session, path: &str) -> String {
    let (status, page) = site.read(path, session).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    assert!(!page.contains('⟦'), "{path} lacks a text");
    page
}

/// Proposes; the page of the proposal.
async fn proposed(site: &Site, by: &Session, form: &str, fields: &[(&str, &str)]) -> String {
    let (status, to, page) = site.send(form, by, fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert!(to.starts_with("/regles/propositions/lig_"), "{to}");
    to
}

async fn decided(site: &Site, by: &Session, proposal: &str, decision: &str) {
    let (status, to, page) = site.send(proposal, by, &[("decision", decision), ("motif", "lu et comparé")]).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, proposal), "{page}");
}

fn figure(value: &'static str, from: &'static str, source: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("quoi", "fixer"),
        ("valeur", value),
        ("depuis", from),
        ("source", source),
        ("certitude", "verified"),
        ("motif", "le texte vient de paraître"),
    ]
}

fn months(catalogue: &Catalogue, on: &str) -> u32 {
    catalogue.parameters(day(on)).number(Parameter::ExtensionAttestation)
}

/// The last day of what a complete online renewal is given.
fn extension(catalogue: &Catalogue, today: &str) -> NaiveDate {
    let facts = [
        ("today", today),
        ("article", "L. 423-1"),
        ("nature", "renewal"),
        ("way", "online"),
        ("complete", "true"),
        ("held", "card"),
        ("held_expiry", today),
    ];
    let facts: Vec<(String, String)> =
        facts.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let found = law::inspect::rule(catalogue, "provisional_document", &facts);
    assert_eq!(found["kind"], "extension", "{found}");
    day(found["to"].as_str().unwrap())
}

async fn count(site: &Site, query: &'static str) -> i64 {
    site.office.number(query).await
}

/// six months for three is a data change with its own date; R-12: only a later text may change a national figure.
#[tokio::test]
async fn six_months_for_three_is_proposed_by_one_accepted_by_another_and_applies_from_its_day_only() {
    let site = site().await;
    let (officer, referent) = (site.sign_in(Role::Officer).await, site.sign_in(Role::Referent).await);
    let (status, _, refused) = site.send(LENGTH, &officer, &figure("6", "2027-01-01", "note de service")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(refused.contains("citez ici un texte postérieur au jeu de règles"), "{refused}");
    let proposal = proposed(&site, &officer, LENGTH, &figure("6", "2027-01-01", LATER_TEXT)).await;
    let own = page(&site, &officer, &proposal).await;
    assert!(own.contains("Une autre personne doit lire") && !own.contains("value=\"accepted\""));
    decided(&site, &officer, &proposal, "accepted").await;
    assert_eq!(count(&site, "SELECT count(*) FROM local_row_decision").await, 0, "nobody accepts what they proposed");
    let forced = sqlx::query(
        "INSERT INTO local_row_decision (local_row_id, proposed_by, outcome, reason, decided_by, decided_at)
         SELECT id, proposed_by, 1, 'moi', proposed_by, now() FROM local_row",
    );
    let forced = forced.execute(&mut site.office.db.superuser().await).await.unwrap_err().to_string();
    assert!(forced.contains("local_row_four_eyes"), "{forced}");
    assert_eq!(months(&site.office.casework.current().site.catalogue, "2027-01-01"), 3, "nothing changes before");
    let other = page(&site, &referent, &proposal).await;
    assert!(other.contains("<del>3 mois</del>") && other.contains("<ins>6 mois</ins>"), "{other}");
    assert!(page(&site, &referent, "/regles/propositions").await.contains(&proposal));
    decided(&site, &referent, &proposal, "accepted").await;
    let here = site.office.casework.current().site.catalogue.clone();
    assert_eq!([months(&here, "2026-12-31"), months(&here, "2027-01-01")], [3, 6]);
    assert_eq!(extension(&here, "2026-12-31"), day("2027-03-31"));
    assert_eq!(extension(&here, "2027-01-04"), day("2027-07-04"));
    let elsewhere: LiveCatalogue = live_catalogue();
    let shipped = elsewhere.now().digest().to_owned();
    assert!(elsewhere.refresh(&site.office.db.database()).await.unwrap());
    assert_eq!(months(&elsewhere.now(), "2027-01-01"), 6, "another process reads it without a restart");
    assert_ne!(elsewhere.now().digest(), shipped, "open cases are computed again with it");
    assert!(!elsewhere.refresh(&site.office.db.database()).await.unwrap());
    let row = page(&site, &officer, "/regles/parametre/extension_months?le=2027-01-01").await;
    assert!(row.contains("locale : une ligne de la préfecture"));
    assert!(row.contains("Proposée par officer") && row.contains("Décidée par referent"), "{row}");
}

/// the right to work on deposit attestations is a dated switch; undoing is a proposal of its own.
#[tokio::test]
async fn work_on_deposit_attestations_is_switched_on_and_back_by_two_proposals() {
    let site = site().await;
    let (officer, referent) = (site.sign_in(Role::Officer).await, site.sign_in(Role::Referent).await);
    let form = "/regles/modifier/parametre/work_on_deposit_attestation";
    let on = proposed(&site, &officer, form, &figure("oui", "2027-01-01", LATER_TEXT)).await;
    decided(&site, &referent, &on, "accepted").await;
    let works = |on: &str| {
        let current = site.office.casework.current();
        current.site.catalogue.parameters(day(on)).switch(Parameter::DepositWork)
    };
    assert_eq!([works("2026-12-31"), works("2027-01-01")], [false, true]);
    let undo = format!("{form}?retour={}", on.rsplit('/').next().unwrap());
    assert!(page(&site, &referent, &on).await.contains(&undo));
    let form_again = page(&site, &referent, &undo).await;
    assert!(form_again.contains("value=\"fin\" checked"), "{form_again}");
    let mut fields = figure("oui", "2027-03-01", LATER_TEXT);
    fields[0] = ("quoi", "fin");
    let off = proposed(&site, &referent, form, &fields).await;
    decided(&site, &officer, &off, "accepted").await;
    assert_eq!([works("2026-12-31"), works("2027-02-28"), works("2027-03-01")], [false, true, false]);
    assert_eq!(count(&site, "SELECT count(*) FROM local_row").await, 2, "nothing was erased");
}

#[tokio::test]
async fn what_is_national_what_is_past_and_what_the_validator_refuses_is_not_kept() {
    let site = site().await;
    let officer = site.sign_in(Role::Officer).await;
    let read = |path: &'static str| site.read(path, &officer);
    for national in
        ["/regles/modifier/taxe/title", "/regles/modifier/regle/rl-81", "/regles/modifier/parametre/appeal_months"]
    {
        assert_eq!(read(national).await.0, StatusCode::NOT_FOUND, "{national}");
        let (status, ..) = site.send(national, &officer, &figure("1", "2027-01-01", LATER_TEXT)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{national}");
    }
    let pieces = "/regles/modifier/parametre/complement_days";
    for (fields, says) in [
        (figure("45", "2026-11-15", "arrêté"), "ne change pas le passé"),
        (figure("beaucoup", "2027-01-01", "arrêté"), "Écrivez un nombre entier"),
        (figure("45", "bientôt", "arrêté"), "Écrivez une date"),
        (figure("45", "2027-01-01", ""), "Dites de quel texte"),
        (figure("45", "2027-01-01", "arrêté du 2 février 2027"), "commencerait avant le texte"),
    ] {
        let (status, _, page) = site.send(pieces, &officer, &fields).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains(says), "{says}: {page}");
    }
    let order = "/regles/modifier/arrete/nouveau";
    let mut fields = vec![("decide", "postal_prescription"), ("titres", "T24 T99"), ("reference", "arrêté n° 1")];
    fields.extend_from_slice(&figure("", "2026-09-01", "Recueil des actes")[2..]);
    let (_, _, page) = site.send(order, &officer, &fields).await;
    assert!(page.contains("Le catalogue ne connaît pas : T99"), "{page}");
    assert_eq!(count(&site, "SELECT count(*) FROM local_row").await, 0);
    fields[1] = ("titres", "T24");
    let recorded = proposed(&site, &officer, order, &fields).await;
    decided(&site, &officer, &recorded, "withdrawn").await;
    assert_eq!(count(&site, "SELECT count(*) FROM local_row_decision WHERE outcome = 3").await, 1);
    assert!(page_of_addresses(&site, &officer).await.contains("plus de 38 caractères"));
}

async fn page_of_addresses(site: &Site, officer: &Session) -> String {
    let long = "SERVICE DES ETRANGERS EN FRANCE, BUREAU DU SEJOUR";
    let fields =
        [("nom", "Préfecture"), ("adresse", long), ("depuis", "2027-01-01"), ("source", "note"), ("motif", "x")];
    site.send("/regles/modifier/prefecture/demo-67", officer, &fields).await.2
}

/// The counter moves: letters dated from that day on bear the new address, those before the old one.
#[tokio::test]
async fn an_address_of_the_prefecture_changes_on_its_day() {
    let site = site().await;
    let (officer, supervisor) = (site.sign_in(Role::Officer).await, site.sign_in(Role::Supervisor).await);
    let form = "/regles/modifier/prefecture/demo-67";
    let standing = page(&site, &officer, form).await;
    assert!(standing.contains("1 PLACE DU MODELE"));
    let fields = [
        ("nom", "Préfecture de démonstration"),
        ("signataire", "le préfet"),
        ("adresse", "PREFECTURE DE DEMONSTRATION\n9 QUAI NEUF\n67999 VILLEDEMO CEDEX"),
        ("retour", "BP 90167\n67999 VILLEDEMO CEDEX"),
        ("telephone", "03 53 01 00 67"),
        ("horaires", "Du lundi au vendredi, de 9 h à 12 h"),
        ("courriel", ""),
        ("accueil", "Du lundi au vendredi, de 9 h à 12 h"),
        ("service_sejour", "Bureau du séjour"),
        ("service_courrier", "Bureau du courrier"),
        ("service_accueil", "Accueil"),
        ("tribunal", "Tribunal administratif de Villedemo"),
        ("tribunal_adresse", "2 PLACE DU MODELE\n67999 VILLEDEMO CEDEX"),
        ("depuis", "2026-12-01"),
        ("source", "note de service n° 12"),
        ("certitude", "verified"),
        ("motif", "le bureau déménage"),
    ];
    let proposal = proposed(&site, &officer, form, &fields).await;
    decided(&site, &supervisor, &proposal, "accepted").await;
    let current = site.office.casework.current();
    let address = |on: &str| current.site.catalogue.prefecture("demo-67", day(on)).unwrap().lines[1].clone();
    assert_eq!([address("2026-11-30"), address("2026-12-01")], ["SERVICE DES ETRANGERS", "9 QUAI NEUF"]);
}
