//! Where each paper lies, the balance of the evening, what people point to and report: through the pages of the mailroom.

use axum::http::StatusCode;
use domain::{Role, Safety};

use crate::{
    office::{on, student},
    site::{Session, Site, site},
};

pub(super) async fn page(site: &Site, who: &Session, path: &str) -> String {
    let (status, page) = site.read(path, who).await;
    assert_eq!(status, StatusCode::OK, "{path}: {page}");
    assert!(!page.contains('⟦'), "{path} lacks a text: {page}");
    page
}

#[tokio::test]
async fn a_paper_is_found_again_in_its_box_on_its_shelf() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    let envelope = site.office.envelope("a letter").await.to_string();
    let trail = format!("/courrier/papier?pli={envelope}");
    assert!(page(&site, &clerk, &trail).await.contains("nulle part : à ranger"));
    for (kind, code, name) in [("box", "b12", "Plis de novembre"), ("shelf", "E3", "")] {
        let made =
            site.done("/courrier/papier/lieux", &clerk, &[("nature", kind), ("code", code), ("nom", name)]).await;
        assert_eq!(made, format!("/courrier/papier?lieu={}", code.to_uppercase()));
    }
    let into = site.done("/courrier/papier/scan", &clerk, &[("scan", "PSL1/B12")]).await;
    assert_eq!(into, "/courrier/papier?lieu=B12", "the box first");
    assert!(page(&site, &clerk, &into).await.contains("Rangement dans : boîte B12 (Plis de novembre)"));
    let put = site.done("/courrier/papier/scan", &clerk, &[("lieu", "B12"), ("scan", &envelope)]).await;
    assert_eq!(put, into, "then one envelope after the other");
    let shelf = [("lieu", "E3"), ("scan", "PSL1/B12"), ("ranger_lieu", "oui")];
    site.done("/courrier/papier/scan", &clerk, &shelf).await;
    let found = page(&site, &clerk, &trail).await;
    assert!(found.contains("boîte B12 (Plis de novembre)") && found.contains("étagère E3"), "{found}");
    assert!(page(&site, &clerk, "/courrier/papier/etiquettes").await.contains("<svg"), "its label can be printed");
    let unknown = site.done("/courrier/papier/scan", &clerk, &[("scan", "NIMPORTE")]).await;
    assert_eq!(unknown, "/courrier/papier");
    let officer = site.sign_in(Role::Officer).await;
    let refused = page(&site, &officer, &trail).await;
    assert!(refused.contains("boîte B12") && !refused.contains("name=\"scan\""), "an officer reads and moves nothing");
}

#[tokio::test]
async fn an_original_is_seen_by_two_persons_and_goes_back_by_tracked_mail() {
    let site = site().await;
    let (clerk, other) = (site.sign_in(Role::Mailroom).await, site.sign_in(Role::Indexer).await);
    let envelope = site.office.envelope("a letter with a passport").await.to_string();
    let listed = [("pli", envelope.as_str()), ("quoi", "passeport de la personne"), ("valeur", "oui")];
    site.done("/courrier/papier/originaux", &clerk, &listed).await;
    assert!(page(&site, &clerk, "/courrier").await.contains("1 original à rendre"), "reminded of it every day");
    let seen = page(&site, &clerk, "/courrier/papier").await;
    assert!(
        seen.contains("seconde personne attendue") && !seen.contains("Je confirme"),
        "not the first person: {seen}"
    );
    let seen = page(&site, &other, "/courrier/papier").await;
    let original = seen.split("name=\"original\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    site.done("/courrier/papier/temoin", &clerk, &[("original", &original)]).await;
    assert_eq!(site.office.number("SELECT count(*) FROM original_paper WHERE witnessed_by IS NOT NULL").await, 0);
    site.done("/courrier/papier/temoin", &other, &[("original", &original)]).await;
    assert_eq!(site.office.number("SELECT count(*) FROM original_paper WHERE witnessed_by IS NOT NULL").await, 1);
    assert!(
        page(&site, &clerk, "/courrier/bilan").await.contains("passeport de la personne"),
        "recalled every evening"
    );
    site.done("/courrier/papier/lieux", &clerk, &[("nature", "safe"), ("code", "C1")]).await;
    site.done("/courrier/papier/garder", &clerk, &[("original", &original), ("lieu", "psl1/c1")]).await;
    assert!(page(&site, &clerk, "/courrier/papier").await.contains("coffre C1"), "kept apart");
    site.done("/courrier/papier/sortie", &clerk, &[("original", &original), ("suite", "sent_back"), ("detail", " ")])
        .await;
    assert!(page(&site, &clerk, "/courrier/bilan").await.contains("passeport de la personne"), "not without a number");
    site.office.clock.advance(chrono::TimeDelta::minutes(1));
    let sent = [("original", original.as_str()), ("suite", "sent_back"), ("detail", "6A 123 456 7890 1")];
    site.done("/courrier/papier/sortie", &clerk, &sent).await;
    assert!(page(&site, &clerk, "/courrier/bilan").await.contains("Aucun original n’est dans la maison"));
    let trail = page(&site, &clerk, &format!("/courrier/papier?pli={envelope}")).await;
    assert!(trail.contains("rendu par courrier suivi (6A 123 456 7890 1)"), "it is still told: {trail}");
}

#[tokio::test]
async fn every_envelope_of_the_day_has_an_outcome_or_is_named() {
    let site = site().await;
    let clerk = site.sign_in(Role::Indexer).await;
    let office = &site.office;
    let envelope = office.envelope("a letter").await;
    let evening = page(&site, &clerk, "/courrier/bilan").await;
    assert!(evening.contains("1 pli à régler") && evening.contains("l’indexer"), "{evening}");
    office.register(&student(envelope)).await;
    office.prepare_letters().await;
    let evening = page(&site, &clerk, "/courrier/bilan").await;
    assert!(!evening.contains("l’indexer") && evening.contains("Ranger le papier de ce pli"), "{evening}");
    site.done("/courrier/papier/lieux", &clerk, &[("nature", "box"), ("code", "B1")]).await;
    site.done("/courrier/papier/scan", &clerk, &[("lieu", "B1"), ("scan", &envelope.to_string())]).await;
    let evening = page(&site, &clerk, "/courrier/bilan").await;
    assert!(evening.contains("Chaque pli a sa suite") && evening.contains("2 lettres prêtes"), "{evening}");
    let before = page(&site, &clerk, "/courrier/bilan?jour=2026-11-15").await;
    assert!(before.contains("Chaque pli a sa suite"), "{before}");
}

#[tokio::test]
async fn paper_is_destroyed_after_two_checks_by_two_persons_and_once_its_time_is_over() {
    let site = site().await;
    let office = &site.office;
    let (clerk, other) = (site.sign_in(Role::Mailroom).await, site.sign_in(Role::Supervisor).await);
    office.registered("a letter", Safety::Ok).await;
    office.prepare_letters().await;
    let batch = office.only_batch().await;
    let destroyed = async || office.number("SELECT count(*) FROM paper_move WHERE fate = 4").await;
    let form = [("lot", batch.as_str())];
    site.done("/courrier/bilan/verifier", &clerk, &form).await;
    site.done("/courrier/bilan/verifier", &clerk, &form).await;
    assert_eq!(office.number("SELECT count(*) FROM batch_check").await, 1, "twice by one person is once");
    site.done("/courrier/bilan/verifier", &other, &form).await;
    site.done("/courrier/bilan/detruire", &other, &[form[0], ("sur", "oui")]).await;
    assert_eq!(destroyed().await, 0);
    assert!(page(&site, &other, "/courrier/bilan").await.contains("Gardé jusqu’au"), "its time is not over");
    on(office, "2027-05-15T12:00:00Z");
    let other = site.enter(Role::Supervisor).await;
    site.done("/courrier/bilan/detruire", &other, &[form[0], ("sur", "oui")]).await;
    assert_eq!(destroyed().await, 0, "one day before");
    on(office, "2027-05-16T12:00:00Z");
    let other = site.enter(Role::Supervisor).await;
    site.done("/courrier/bilan/detruire", &other, &[form[0], ("sur", "oui")]).await;
    assert_eq!(destroyed().await, 1);
    let minutes = page(&site, &other, "/courrier/bilan/destructions").await;
    assert!(minutes.contains("Procès-verbal de destruction") && minutes.contains("1 pli"), "{minutes}");
    assert!(minutes.contains("mailroom,") && minutes.contains("supervisor,"), "who compared, who noted: {minutes}");
    assert!(!page(&site, &other, "/courrier/bilan").await.contains("Noter la destruction"));
}

#[tokio::test]
async fn what_a_person_points_to_goes_to_who_looks_after_it() {
    let site = site().await;
    let (clerk, officer) = (site.sign_in(Role::Indexer).await, site.sign_in(Role::Supervisor).await);
    let envelope = site.office.envelope("a letter for another prefecture").await;
    let path = format!("/courrier/indexation/{envelope}");
    let desk = page(&site, &clerk, &path).await;
    assert!(desk.contains("<option value=\"wrong_prefecture\">autre préfecture compétente</option>"), "{desk}");
    site.done(&format!("{path}/signaler"), &clerk, &[("sujet", "wrong_prefecture"), ("precision", "habite à Toulon")])
        .await;
    site.done(&format!("{path}/signaler"), &clerk, &[("sujet", "money"), ("precision", "")]).await;
    let refused = site.done(&format!("{path}/signaler"), &clerk, &[("sujet", "raised"), ("precision", "")]).await;
    assert_eq!(refused, path, "anything else is said in words");
    assert_eq!(site.office.number("SELECT count(*) FROM exception").await, 2);
    let list = page(&site, &officer, "/courrier/anomalies?qui=officer").await;
    assert!(
        list.contains("autre préfecture compétente (habite à Toulon)") && !list.contains("argent ou chèque</"),
        "{list}"
    );
    let young = page(&site, &officer, "/courrier/anomalies?depuis=jour").await;
    assert!(!young.contains("habite à Toulon"), "none is a day old: {young}");
    on(&site.office, "2026-11-18T08:00:00Z");
    let officer = site.enter(Role::Supervisor).await;
    assert!(page(&site, &officer, "/courrier/anomalies?depuis=jour&qui=officer").await.contains("habite à Toulon"));
    assert!(page(&site, &officer, &format!("/courrier/anomalies?pli={envelope}")).await.contains("habite à Toulon"));
}

#[tokio::test]
async fn a_blockage_told_in_a_letter_is_dated_by_its_postmark_listed_counted_and_answered() {
    let site = site().await;
    let clerk = site.sign_in(Role::Indexer).await;
    let envelope = site.office.envelope("the online service refuses").await;
    let path = format!("/courrier/indexation/{envelope}/constat");
    let report = [("constat", "blockage"), ("dit", "le site dit qu’un titre est disponible"), ("depuis", "2026-10-20")];
    site.done(&path, &clerk, &report).await;
    site.done(&path, &clerk, &report).await;
    assert_eq!(site.office.number("SELECT count(*) FROM blockage_report").await, 1, "once");
    let list = page(&site, &clerk, "/courrier/constats").await;
    assert!(list.contains("Le jour qui compte : lundi 16 novembre 2026"), "the day of its reception: {list}");
    assert!(list.contains("blocage : 1 sans réponse, 0 avec") && list.contains("mardi 20 octobre 2026"), "{list}");
    let done = site.office.register(&student(envelope)).await;
    site.office.prepare_letters().await;
    let list = page(&site, &clerk, "/courrier/constats").await;
    assert!(list.contains("Le jour qui compte : jeudi 12 novembre 2026"), "its postmark, once it is read: {list}");
    let case = page(&site, &clerk, &format!("/dossiers/{}", done.case)).await;
    assert!(case.contains("Blocage ou erreur de l’administration signalé"), "{case}");
    let id = list.split("name=\"constat\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    site.done("/courrier/constats/repondre", &clerk, &[("constat", id), ("suite", "")]).await;
    site.done("/courrier/constats/repondre", &clerk, &[("constat", id), ("suite", "pris hors ligne")]).await;
    let answered = page(&site, &clerk, "/courrier/constats?vue=repondus").await;
    assert!(answered.contains("pris hors ligne") && answered.contains("0 sans réponse, 1 avec"), "{answered}");
}

#[tokio::test]
async fn a_place_that_cannot_be_made_comes_back_as_it_was_typed() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    let typed = [("nature", "shelf"), ("code", "B-12"), ("nom", "Étagère du fond")];
    let back = site.done("/courrier/papier/lieux", &clerk, &typed).await;
    let (_, page) = site.read(back.split('#').next().unwrap(), &clerk).await;
    for kept in ["id=\"creer\" open", "value=\"B-12\"", "value=\"Étagère du fond\"", "value=\"shelf\" selected"] {
        assert!(page.contains(kept), "{kept}");
    }
}

#[tokio::test]
async fn who_an_envelope_turns_out_to_be_from_comes_back_as_it_was_typed_when_a_day_is_none() {
    let site = site().await;
    let clerk = site.sign_in(Role::Indexer).await;
    let id = site.office.envelope("nobody's").await;
    let person = casework::PersonChoice::Unidentified { description: "une photo".to_owned() };
    let case = site.office.register(&casework::Registration { person, ..student(id) }).await.case.to_string();
    let tray = "/courrier/sans-nom";
    for (birth, says) in [("31/02/1990", "n’est pas lisible"), ("12/11/2099", "est à venir")] {
        let typed =
            [("demande", case.as_str()), ("famille", "Nguyen"), ("naissance", birth), ("adresse", "3 rue Haute")];
        let (status, _, page) = site.send(tray, &clerk, &typed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{birth}");
        for kept in [says, "value=\"Nguyen\"", birth, ">3 rue Haute</textarea>"] {
            assert!(page.contains(kept), "{kept}: {page}");
        }
        assert_eq!(site.office.number("SELECT count(*) FROM person WHERE family_name = 'Nguyen'").await, 0);
    }
    let right = [("demande", case.as_str()), ("famille", "Nguyen"), ("naissance", "28/02/1990")];
    site.done(tray, &clerk, &right).await;
    assert_eq!(site.office.number("SELECT count(*) FROM person WHERE family_name = 'Nguyen'").await, 1);
    site.office.prepare_letters().await;
}
