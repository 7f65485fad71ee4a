//! The officer reads why a date is what it is: from the case to the rule, to its texts, to what changes.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::{Role, Safety};

use crate::site::{Session, Site, site};

async fn page(site: &Site, officer: &Session, path: &str) -> String {
    let (status, page) = site.read(path, officer).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    assert!(!page.contains('⟦'), "{path} lacks a text");
    page
}

/// The addresses of the catalogue that a page leads to.
fn ways(page: &str) -> Vec<String> {
    let links = page.split("href=\"/regles/").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(|rest| format!("/regles/{}", rest.replace("&amp;", "&").replace("&#38;", "&"))).collect()
}

#[tokio::test]
async fn from_a_date_of_a_case_to_the_rule_behind_it_and_back_to_the_catalogue() {
    let site = site().await;
    let officer = site.sign_in(Role::Officer).await;
    let (done, _) = site.office.registered("a letter", Safety::Ok).await;
    let case = page(&site, &officer, &format!("/dossiers/{}", done.case)).await;
    let rules = ways(&case);
    assert!(rules.iter().any(|rule| rule.starts_with("/regles/regle/rl-")), "{rules:?}");
    for rule in &rules {
        let rule = page(&site, &officer, rule).await;
        assert!(rule.contains("Jeu de règles 2026-04-03"));
        assert!(rule.contains("href=\"/regles\""), "a way back");
    }
    site.office.prepare_letters().await;
}

#[tokio::test]
async fn every_page_that_the_catalogue_leads_to_opens() {
    let site = site().await;
    let officer = site.sign_in(Role::Officer).await;
    let mut ahead: Vec<String> = ["/regles?groupe=tout", "/regles/changements"].map(str::to_owned).to_vec();
    let mut seen = BTreeSet::new();
    while let Some(path) = ahead.pop() {
        if seen.insert(path.clone()) {
            ahead.extend(ways(&page(&site, &officer, &path).await));
        }
    }
    assert!(seen.len() > 460, "{}", seen.len());
}

#[tokio::test]
async fn a_row_is_read_as_it_stood_on_the_day() {
    let site = site().await;
    let officer = site.sign_in(Role::CounterAgent).await;
    let before = page(&site, &officer, "/regles/taxe/stamp?le=2026-04-30").await;
    let after = page(&site, &officer, "/regles/taxe/stamp?le=01/05/2026").await;
    let says = |page: &str| page.split("</section>").next().unwrap_or_default().contains("<dd>25 €</dd>");
    assert_eq!((says(&before), says(&after)), (true, false));
    assert!(after.contains("date d&#39;effet non vérifiée") || after.contains("date d'effet non vérifiée"));
    let found = page(&site, &officer, "/regles?q=recepisse+l423-7&le=demain").await;
    assert!(found.contains("n’est pas une date"));
}

#[tokio::test]
async fn a_row_that_does_not_exist_says_so_and_leads_back() {
    let site = site().await;
    let officer = site.sign_in(Role::Officer).await;
    let (status, page) = site.read("/regles/regle/rl-999", &officer).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("Le catalogue n’a pas de ligne « rl-999 »"));
    assert!(page.contains("href=\"/regles?q=rl-999\"") && page.contains("href=\"/regles\""));
}
