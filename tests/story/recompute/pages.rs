//! What the staff sees of it: the list by urgency, the case with its points, the page of recomputations.

use axum::http::StatusCode;
use casework::{approve_letters, hand_to_post};
use domain::{Role, Safety};

use super::{end_job, set, work_off};
use crate::site::{Site, site};

async fn page(site: &Site, session: &crate::site::Session, path: &str) -> String {
    let (status, page) = site.read(path, session).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    page
}

#[tokio::test]
async fn the_list_says_why_a_case_presses_and_the_case_counts_its_points() {
    let site = site().await;
    let (calm, _) = site.office.registered("pli un", Safety::Ok).await;
    let (pressing, _) = site.office.registered("pli deux", Safety::Ok).await;
    set(&site.office, pressing.case, "covered_until = '2026-11-10'").await;
    super::recompute(&site.office).await;
    let officer = site.sign_in(Role::Officer).await;
    let list = page(&site, &officer, "/dossiers").await;
    let place = |case: domain::CaseId| list.find(&format!("/dossiers/{case}")).expect("the case is listed");
    assert!(place(pressing.case) < place(calm.case), "the most urgent first");
    assert!(list.contains("Titre ou document expiré, sans document provisoire valable (10 nov. 2026)"), "{list}");
    assert!(list.contains("P2 bientôt") && list.contains("à son tour"));
    let band = page(&site, &officer, "/dossiers?vue=a-traiter&rang=p2").await;
    assert!(band.contains(&pressing.case.to_string()) && !band.contains(&calm.case.to_string()));
    assert!(page(&site, &officer, "/dossiers?vue=a-traiter&rang=p0").await.contains("Aucune demande ici"));
    assert!(page(&site, &officer, "/dossiers?vue=a-traiter&tri=date").await.contains("La date légale la plus proche"));
    let case = page(&site, &officer, &format!("/dossiers/{}", pressing.case)).await;
    assert!(case.contains("50 points en tout : P2 bientôt."), "{case}");
    assert!(
        case.contains("href=\"/regles/signal/expired_without_document\"")
            && case.contains("href=\"/regles/regle/r-30?le=")
    );
    assert_eq!(site.read("/regles/signal/expired_without_document", &officer).await.0, StatusCode::OK);
    site.office.prepare_letters().await;
}

#[tokio::test]
async fn a_person_asks_reads_what_changed_and_decides() {
    let site = site().await;
    let officer = site.sign_in(Role::Officer).await;
    assert!(page(&site, &officer, "/recalculs").await.contains("Aucun calcul n’a encore été fait."));
    let office = &site.office;
    let (done, _) = office.registered("pli", Safety::Ok).await;
    office.prepare_letters().await;
    let all: Vec<_> = office.letters(done.case).await.iter().map(|letter| letter.id).collect();
    approve_letters(&office.casework, &office.referent(), office.clerk, &all).await.unwrap();
    let run = office.print(&all).await.unwrap();
    hand_to_post(&office.casework, &office.referent(), office.clerk, run).await.unwrap();
    set(office, done.case, "title_code = 'T06'").await;
    site.done("/recalculs", &officer, &[]).await;
    let waiting = page(&site, &officer, "/recalculs").await;
    assert!(waiting.contains("en attente") && !waiting.contains("<form method=\"post\" action=\"/recalculs\">"));
    work_off(&office.casework).await;
    end_job(office).await;
    let shown = page(&site, &officer, "/recalculs").await;
    assert!(shown.contains("Lettre partie le lundi 16 novembre 2026."), "{shown}");
    assert!(shown.contains("14 févr. 2027") && shown.contains("16 mars 2027") && shown.contains("30 jours plus tard"));
    assert!(page(&site, &officer, &format!("/dossiers/{}", done.case)).await.contains("href=\"/recalculs#a-decider\""));
    let id = shown.split("name=\"proposition\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let path = format!("/recalculs/propositions/{}", done.case);
    let refused = |motif: &'static str| [("proposition", id), ("choix", "refuser"), ("motif", motif)];
    site.done(&path, &officer, &refused("")).await;
    assert!(page(&site, &officer, "/recalculs").await.contains("Écrivez le motif"));
    site.done(&path, &officer, &refused("erreur de saisie")).await;
    let after = page(&site, &officer, "/recalculs").await;
    assert!(after.contains("Aucune date annoncée n’est à revoir.") && after.contains("erreur de saisie"), "{after}");
    let history = page(&site, &officer, &format!("/dossiers/{}", done.case)).await;
    assert!(history.contains("Autre date refusée : rejet implicite"), "{history}");
    let clerk = site.sign_in(Role::Indexer).await;
    assert_eq!(site.read("/recalculs", &clerk).await.0, StatusCode::FORBIDDEN);
}
