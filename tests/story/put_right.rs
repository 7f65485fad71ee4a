//! What the mailroom did by mistake: a pile noted as handed over, a check, a comparison with the paper, an original. Each is taken back through
//! the pages, with its reason, and what was noted stays on record.

use axum::http::StatusCode;
use casework::approve_letters;
use domain::{DeadlineKind, LetterId, LetterState, PrintRunId, Role, Safety};

use crate::{
    office::{Office, on, student},
    site::{Session, Site, site},
    story::{
        papers::page,
        returned::{ask_for_pieces, deadline},
    },
};

const HAND: &str = "/courrier/departs/remettre";
const BACK: &str = "/courrier/departs/remise";

/// Prints letters as one pile, through the page; the pile.
pub(super) async fn printed(site: &Site, clerk: &Session, letters: &[LetterId], more: &[(&str, &str)]) -> PrintRunId {
    let office = &site.office;
    office.work_off(&[casework::PREPARE_LETTER]).await;
    approve_letters(&office.casework, &office.referent(), office.clerk, letters).await.unwrap();
    let ids: Vec<String> = letters.iter().map(ToString::to_string).collect();
    let form: Vec<(&str, &str)> = ids.iter().map(|id| ("lettre", id.as_str())).chain(more.iter().copied()).collect();
    let pile = site.done("/courrier/departs/imprimer", clerk, &form).await;
    pile.rsplit('/').next().unwrap().parse().unwrap()
}

async fn state(office: &Office, letters: &[LetterId]) -> Vec<LetterState> {
    let mut states = Vec::new();
    for letter in letters {
        states.push(office.letter_state(*letter).await);
    }
    states
}

fn of_pile<'a>(run: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    std::iter::once(("pile", run)).chain(more.iter().copied()).collect()
}

#[tokio::test]
async fn a_pile_noted_as_handed_over_by_mistake_waits_again_and_what_it_had_done_is_undone() {
    let site = site().await;
    let office = &site.office;
    let (officer, clerk) = (site.sign_in(Role::Officer).await, site.sign_in(Role::Mailroom).await);
    let (done, acknowledgement) = office.registered("a letter", Safety::Ok).await;
    let asking = ask_for_pieces(&site, &officer, done.case, false).await;
    let both = [acknowledgement.id, asking];
    let run = printed(&site, &clerk, &both, &[]).await.to_string();
    let pile = format!("/courrier/departs/piles/{run}");
    assert!(!page(&site, &clerk, &pile).await.contains("name=\"motif\""), "nothing to take back yet");
    let owed = deadline(office, done.case, DeadlineKind::AcknowledgementDue).await;
    assert!(owed.is_some());
    site.done(HAND, &clerk, &of_pile(&run, &[])).await;
    assert_eq!(deadline(office, done.case, DeadlineKind::AcknowledgementDue).await, None, "met");
    assert!(deadline(office, done.case, DeadlineKind::ComplementLimit).await.is_some(), "it runs");

    site.done(BACK, &clerk, &of_pile(&run, &[("motif", " ")])).await;
    assert_eq!(state(office, &both).await, [LetterState::HandedToPost; 2], "not without a reason");
    office.clock.advance(chrono::TimeDelta::minutes(10));
    let shown = page(&site, &clerk, &pile).await;
    assert!(shown.contains("Rien n’est parti, ou une enveloppe est restée ici"), "{shown}");
    let to = site.done(BACK, &clerk, &of_pile(&run, &[("motif", "le chariot est resté au quai")])).await;
    assert_eq!((to, state(office, &both).await), (pile.clone(), vec![LetterState::Printed; 2]));
    assert_eq!(deadline(office, done.case, DeadlineKind::AcknowledgementDue).await, owed, "owed by the same day");
    assert_eq!(deadline(office, done.case, DeadlineKind::ComplementLimit).await, None, "no limit runs");
    assert_eq!(office.number("SELECT count(*) FROM complement_request WHERE limit_on IS NOT NULL").await, 0);
    assert_eq!(office.number("SELECT count(*) FROM postal_item WHERE left_at IS NOT NULL").await, 0);
    let shown = page(&site, &clerk, &pile).await;
    assert!(
        shown.contains("2 lettres étaient notées remises") && shown.contains("le chariot est resté au quai"),
        "{shown}"
    );
    let told = page(&site, &officer, &format!("/dossiers/{}", done.case)).await;
    assert!(told.contains("Remise à la poste notée par erreur"), "{told}");

    on(office, "2026-11-17T09:00:00Z");
    let clerk = site.enter(Role::Mailroom).await;
    site.done(HAND, &clerk, &of_pile(&run, &[])).await;
    assert_eq!(state(office, &both).await, [LetterState::HandedToPost; 2]);
    let limit = deadline(office, done.case, DeadlineKind::ComplementLimit).await;
    on(office, "2026-11-18T09:00:00Z");
    let clerk = site.enter(Role::Mailroom).await;
    assert!(!page(&site, &clerk, &pile).await.contains("name=\"motif\""));
    site.done(BACK, &clerk, &of_pile(&run, &[("motif", "trop tard")])).await;
    assert_eq!(state(office, &both).await, [LetterState::HandedToPost; 2], "its date counts from the next day on");
    assert_eq!(deadline(office, done.case, DeadlineKind::ComplementLimit).await, limit);
}

#[tokio::test]
async fn a_hand_over_is_undone_with_one_click_by_whoever_noted_it() {
    let site = site().await;
    let office = &site.office;
    let clerk = site.sign_in(Role::Mailroom).await;
    let letter = office.registered("a letter", Safety::Ok).await.1.id;
    let run = printed(&site, &clerk, &[letter], &[]).await.to_string();
    site.done(HAND, &clerk, &of_pile(&run, &[])).await;
    assert!(page(&site, &clerk, "/courrier").await.contains("pile remise à La Poste"), "among what can be undone");
    let key = office.undo_of("hand_to_post").await;
    site.done("/courrier/departs/annuler", &clerk, &[("cle", &key)]).await;
    assert_eq!(office.letter_state(letter).await, LetterState::Printed);
    site.done("/courrier/departs/annuler", &clerk, &[("cle", &key)]).await;
    let (status, ..) = site.send(BACK, &clerk, &of_pile(&run, &[("motif", "encore")])).await;
    assert_eq!(status, StatusCode::CONFLICT, "once");
    assert_eq!(office.number("SELECT count(*) FROM hand_over_withdrawn").await, 1);
}

#[tokio::test]
async fn one_letter_that_stayed_behind_waits_in_a_pile_of_its_own() {
    let site = site().await;
    let office = &site.office;
    let clerk = site.sign_in(Role::Mailroom).await;
    let mut letters = Vec::new();
    for name in ["un", "deux", "trois"] {
        letters.push(office.registered(name, Safety::Ok).await.1.id);
        office.clock.advance(chrono::TimeDelta::minutes(1));
    }
    let run = printed(&site, &clerk, &letters, &[]).await.to_string();
    site.done(HAND, &clerk, &of_pile(&run, &[])).await;
    let stayed = letters[1].to_string();
    let form = of_pile(&run, &[("lettre", &stayed), ("motif", "tombée derrière le bac")]);
    let apart = site.done(BACK, &clerk, &form).await;
    assert!(apart.starts_with("/courrier/departs/piles/") && !apart.ends_with(&run), "{apart}");
    let left = LetterState::HandedToPost;
    assert_eq!(state(office, &letters).await, [left, LetterState::Printed, left]);
    let shown = page(&site, &clerk, &apart).await;
    assert!(shown.contains("Pile de 1 lettre") && !shown.contains("que seuls les référents voient"), "{shown}");
    let (status, again) = site.read_bytes(&format!("{apart}/pile"), &clerk).await;
    assert_eq!((status, &again[..5]), (StatusCode::OK, &b"%PDF-"[..]), "it can be printed again");
    let rest = page(&site, &clerk, &format!("/courrier/departs/piles/{run}")).await;
    assert!(rest.contains("Pile de 2 lettres") && rest.contains("tombée derrière le bac"), "{rest}");
    let (status, ..) = site.send(BACK, &clerk, &form).await;
    assert_eq!(status, StatusCode::CONFLICT, "it is no longer in that pile");
    let own = apart.rsplit('/').next().unwrap();
    site.done(HAND, &clerk, &of_pile(own, &[])).await;
    assert_eq!(state(office, &letters).await, [left; 3]);
    let (_, card) = site.read(&format!("/courrier/retours?scan={stayed}"), &site.sign_in(Role::Indexer).await).await;
    assert!(card.contains("name=\"motif\""), "what the post says of it can be noted: {card}");
    let back = of_pile(own, &[("motif", "encore là")]);
    site.done(
        "/courrier/retours/revenue",
        &site.enter(Role::Indexer).await,
        &[("lettre", &stayed), ("motif", "moved")],
    )
    .await;
    site.done(BACK, &clerk, &back).await;
    assert_eq!(office.letter_state(letters[1]).await, LetterState::Held, "what came back had left");
    office.work_off(&[casework::PREPARE_LETTER]).await;
}

#[tokio::test]
async fn a_check_given_by_mistake_is_taken_back_and_the_envelope_read_anew() {
    let site = site().await;
    let (office, second) = (&site.office, site.sign_in(Role::Indexer).await);
    let id = office.envelope("un recommandé").await;
    let marks =
        store::batches::EnvelopeMarks { registered_number: Some("1A 123 456 7890 1".to_owned()), ..student(id).marks };
    office.register(&casework::Registration { marks, ..student(id) }).await;
    let path = format!("/courrier/verification/{id}");
    let same = [("cachet", "2026-11-12"), ("lisible", "yes"), ("recommande", "1A 123 456 7890 1")];
    assert_eq!(site.done(&path, &second, &same).await, "/courrier/verification");
    assert_eq!(office.number("SELECT count(*) FROM second_check WHERE outcome = 1").await, 1);
    let shown = page(&site, &second, "/courrier/verification").await;
    assert!(
        shown.contains("Un contrôle donné par erreur se reprend ici") && shown.contains("Aucun pli à contrôler"),
        "{shown}"
    );
    let key = shown.split("name=\"cle\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let other = site.sign_in_as("autre", Role::Indexer).await;
    site.done("/courrier/verification/annuler", &other, &[("cle", &key)]).await;
    assert_eq!(office.number("SELECT count(*) FROM second_check WHERE outcome = 1").await, 1, "only who gave it");
    site.done("/courrier/verification/annuler", &second, &[("cle", &key)]).await;
    assert_eq!(office.number("SELECT count(*) FROM second_check WHERE outcome IS NULL AND second IS NULL").await, 1);
    assert_eq!(
        office
            .number(
                "SELECT count(*) FROM undo WHERE action = 'second_reading' AND before->>'postmark_on' = '2026-11-12'"
            )
            .await,
        1,
        "what was read stays on record"
    );
    let shown = page(&site, &second, &path).await;
    assert!(
        !shown.contains("1A 123 456 7890 1") && !shown.contains("Un contrôle donné par erreur"),
        "blind again: {shown}"
    );
    let earlier = [("cachet", "2026-11-11"), ("lisible", "yes"), ("recommande", "1A 123 456 7890 1")];
    assert_eq!(site.done(&path, &second, &earlier).await, path, "read anew, it may differ");
    office.prepare_letters().await;
}

#[tokio::test]
async fn a_comparison_is_withdrawn_with_its_reason_and_destruction_asks_before() {
    let site = site().await;
    let office = &site.office;
    let (clerk, other) = (site.sign_in(Role::Mailroom).await, site.sign_in(Role::Supervisor).await);
    office.registered("a letter", Safety::Ok).await;
    office.prepare_letters().await;
    let batch = office.only_batch().await;
    let form = [("lot", batch.as_str())];
    let counting = async || office.number("SELECT count(*) FROM batch_check WHERE withdrawn_at IS NULL").await;
    site.done("/courrier/bilan/verifier", &clerk, &form).await;
    assert!(!page(&site, &other, "/courrier/bilan").await.contains("Je n’avais pas comparé"), "only who compared");
    site.done("/courrier/bilan/retirer", &other, &[form[0], ("motif", "à la place d’un autre")]).await;
    site.done("/courrier/bilan/retirer", &clerk, &[form[0], ("motif", " ")]).await;
    assert_eq!(counting().await, 1, "not another person's, not without a reason");
    office.clock.advance(chrono::TimeDelta::minutes(1));
    site.done("/courrier/bilan/retirer", &clerk, &[form[0], ("motif", "mauvais lot ouvert")]).await;
    assert_eq!(counting().await, 0);
    let shown = page(&site, &other, "/courrier/bilan").await;
    assert!(shown.contains("mailroom a retiré sa vérification") && shown.contains("mauvais lot ouvert"), "{shown}");
    on(office, "2027-06-16T12:00:00Z");
    let (clerk, other) = (site.enter(Role::Mailroom).await, site.enter(Role::Supervisor).await);
    site.done("/courrier/bilan/verifier", &other, &form).await;
    assert!(page(&site, &other, "/courrier/bilan").await.contains("Deux personnes doivent avoir comparé"));
    site.done("/courrier/bilan/verifier", &clerk, &form).await;
    assert_eq!(office.number("SELECT count(*) FROM batch_check").await, 3, "each word is kept");
    let question = format!("/courrier/bilan/detruire/{batch}");
    assert!(page(&site, &other, "/courrier/bilan").await.contains(&question));
    let asked = page(&site, &other, &question).await;
    assert!(asked.contains("La destruction ne s’annule pas") && asked.contains("1 pli"), "{asked}");
    assert_eq!(site.done("/courrier/bilan/detruire", &other, &form).await, question, "asked before");
    assert_eq!(office.number("SELECT count(*) FROM paper_move WHERE fate = 4").await, 0);
    site.done("/courrier/bilan/detruire", &other, &[form[0], ("sur", "oui")]).await;
    assert_eq!(office.number("SELECT count(*) FROM paper_move WHERE fate = 4").await, 1);
    site.done("/courrier/bilan/retirer", &clerk, &[form[0], ("motif", "trop tard")]).await;
    assert_eq!(counting().await, 2, "the paper is gone: what was said stays");
}

/// The first original of the page that can be taken back.
fn listed_original(page: &str) -> String {
    let form = page.split("originaux/retirer").nth(1).expect("an original");
    form.split("name=\"original\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_original_listed_by_mistake_is_taken_back_by_one_person_or_by_two_when_it_is_worth_something() {
    let site = site().await;
    let (clerk, other) = (site.sign_in(Role::Mailroom).await, site.sign_in(Role::Indexer).await);
    let envelope = site.office.envelope("a letter").await.to_string();
    let here = "/courrier/papier";
    let retire = "/courrier/papier/originaux/retirer";
    site.done("/courrier/papier/originaux", &clerk, &[("pli", &envelope), ("quoi", "acte de naissance")]).await;
    let original = listed_original(&page(&site, &clerk, here).await);
    site.done(retire, &clerk, &[("original", &original), ("motif", "")]).await;
    assert!(page(&site, &clerk, here).await.contains("acte de naissance"), "not without a reason");
    site.done(retire, &other, &[("original", &original), ("motif", "c’est une copie")]).await;
    assert!(page(&site, &clerk, "/courrier/bilan").await.contains("Aucun original n’est dans la maison"));
    let trail = page(&site, &clerk, &format!("{here}?pli={envelope}")).await;
    assert!(trail.contains("inscrit par erreur") && trail.contains("c’est une copie"), "the history keeps it: {trail}");
    assert_eq!(
        site.send(retire, &other, &[("original", &original), ("motif", "encore")]).await.0,
        StatusCode::CONFLICT
    );

    let listed = [("pli", envelope.as_str()), ("quoi", "50 euros"), ("valeur", "oui")];
    site.done("/courrier/papier/originaux", &clerk, &listed).await;
    let money = listed_original(&page(&site, &clerk, here).await);
    site.done(retire, &clerk, &[("original", &money), ("motif", "dans l’autre pli")]).await;
    let shown = page(&site, &clerk, here).await;
    assert!(shown.contains("50 euros") && shown.contains("retrait à confirmer"), "it counts until then: {shown}");
    assert!(!shown.contains("Je confirme l’erreur"), "not the same person: {shown}");
    let seen = "/courrier/papier/originaux/confirmer";
    site.done(seen, &clerk, &[("original", &money)]).await;
    assert_eq!(site.office.number("SELECT count(*) FROM original_paper WHERE withdrawal_seen_at IS NOT NULL").await, 0);
    assert!(page(&site, &other, here).await.contains("Je confirme l’erreur"));
    site.done(seen, &other, &[("original", &money)]).await;
    assert!(page(&site, &clerk, "/courrier/bilan").await.contains("Aucun original n’est dans la maison"));
    assert_eq!(site.office.number("SELECT count(*) FROM original_paper").await, 2, "nothing is erased");
}
