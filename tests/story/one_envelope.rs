//! Letters of one case that go to the same address in the same way leave in one envelope: printed together, counted once, under one number, and
//! each keeps its record.

use axum::http::StatusCode;
use domain::{LetterId, LetterKind, LetterState, Role, Safety};

use crate::{
    office::{Office, on},
    site::site,
    story::{papers::page, put_right::printed},
};

/// Two cases registered a minute apart: the acknowledgement and the receipt of each.
async fn letters(office: &Office) -> Vec<(LetterId, LetterId)> {
    let mut found = Vec::new();
    for name in ["un", "deux"] {
        let (done, acknowledgement) = office.registered(name, Safety::Ok).await;
        let receipt = office.letters(done.case).await.into_iter().find(|l| l.kind == LetterKind::DepositReceipt);
        found.push((acknowledgement.id, receipt.expect("a receipt").id));
        office.clock.advance(chrono::TimeDelta::minutes(1));
    }
    found
}

fn short(letter: LetterId) -> String {
    let id = letter.uuid().simple().to_string().to_uppercase();
    format!("{}-{}", &id[24..28], &id[28..])
}

async fn in_envelopes(office: &Office) -> i64 {
    office.number("SELECT count(*) FROM postal_item WHERE in_envelope_of IS NULL").await
}

#[tokio::test]
async fn two_letters_of_a_case_share_an_envelope_that_the_list_counts_once() {
    let site = site().await;
    let office = &site.office;
    let clerk = site.sign_in(Role::Mailroom).await;
    let pairs = letters(office).await;
    let all: Vec<LetterId> = pairs.iter().flat_map(|(first, second)| [*first, *second]).collect();
    office.work_off(&[casework::PREPARE_LETTER]).await;
    casework::approve_letters(&office.casework, &office.referent(), office.clerk, &all).await.unwrap();
    let desk = page(&site, &clerk, "/courrier/departs").await;
    assert!(desk.contains("4 lettres, 2 plis") && desk.contains("name=\"ensemble\""), "proposed: {desk}");
    assert!(desk.contains("même enveloppe : accusé de réception"), "{desk}");
    let run = printed_as_approved(&site, &clerk, &all).await;
    let pile = format!("/courrier/departs/piles/{run}");
    assert_eq!(in_envelopes(office).await, 2);
    let shown = page(&site, &clerk, &pile).await;
    assert!(shown.contains("<span>2 plis</span>") && shown.contains("Pile de 4 lettres"), "{shown}");
    assert_eq!(shown.matches("class=\"address-lines window\"").count(), 2, "one address shows for each: {shown}");

    site.done("/courrier/departs/separer", &clerk, &[("pile", &run), ("lettre", &pairs[1].1.to_string())]).await;
    assert_eq!(in_envelopes(office).await, 3, "a clerk may give one its own");
    site.done("/courrier/departs/sortir", &clerk, &[("pile", &run), ("lettre", &pairs[0].0.to_string())]).await;
    let own = office.number("SELECT count(*) FROM postal_item WHERE in_envelope_of IS NULL AND place = 2").await;
    assert_eq!(own, 1, "what shared the envelope of a letter taken out has it for itself");
    site.done("/courrier/departs/remettre", &clerk, &[("pile", &run)]).await;
    assert_eq!(office.letter_state(pairs[0].1).await, LetterState::HandedToPost);
    assert_eq!(office.letter_state(pairs[0].0).await, LetterState::Approved);
    let left = page(&site, &clerk, "/courrier/departs").await;
    assert!(left.contains("3 lettres</a>"), "each in its own by now: {left}");
    let list = page(&site, &clerk, "/courrier/departs/remis.csv").await;
    assert_eq!(list.lines().count(), 4, "a head and three letters: {list}");
}

/// Prints what is approved already.
async fn printed_as_approved(site: &crate::site::Site, clerk: &crate::site::Session, all: &[LetterId]) -> String {
    let ids: Vec<String> = all.iter().map(ToString::to_string).collect();
    let form: Vec<(&str, &str)> =
        ids.iter().map(|id| ("montree", id.as_str())).chain([("tout", "oui"), ("ensemble", "oui")]).collect();
    let pile = site.done("/courrier/departs/imprimer", clerk, &form).await;
    pile.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_registered_envelope_has_one_number_and_what_the_post_says_of_it_is_said_of_all_in_it() {
    let site = site().await;
    let office = &site.office;
    let clerk = site.sign_in(Role::Mailroom).await;
    site.sign_in(Role::Indexer).await;
    let (first, second) = letters(office).await.remove(0);
    sqlx::query("UPDATE letter SET registered = true").execute(&mut office.db.superuser().await).await.unwrap();
    let run = printed(&site, &clerk, &[first, second], &[("ensemble", "oui")]).await.to_string();
    let pile = format!("/courrier/departs/piles/{run}");
    assert!(page(&site, &clerk, &pile).await.contains("1 lettre doit partir en recommandé"), "one number is missing");
    let (one, other) = (first.to_string(), second.to_string());
    let number = ("numero", "1A 123 456 7890 1");
    let (of_one, of_other) = (("lettre", one.as_str()), ("lettre", other.as_str()));
    let of_run = ("pile", run.as_str());
    site.done("/courrier/departs/recommande", &clerk, &[of_run, of_other, number]).await;
    let numbered = "SELECT count(*) FROM postal_item WHERE registered_number = '1A12345678901'";
    assert_eq!(office.number(numbered).await, 2, "it is the envelope's");
    site.done("/courrier/departs/recommande", &clerk, &[of_run, of_one, number]).await;
    site.done("/courrier/departs/remettre", &clerk, &[of_run]).await;
    let (status, list) = site.read_bytes(&format!("{pile}/bordereau"), &clerk).await;
    assert_eq!((status, &list[..5]), (StatusCode::OK, &b"%PDF-"[..]));
    let file = page(&site, &clerk, "/courrier/departs/remis.csv").await;
    for letter in [first, second] {
        assert!(file.contains(&format!(";1;{}", short(letter))), "the same envelope, two letters: {file}");
    }

    on(office, "2026-11-20T08:00:00Z");
    let (clerk, indexer) = (site.enter(Role::Mailroom).await, site.enter(Role::Indexer).await);
    let waiting = page(&site, &indexer, "/courrier/retours").await;
    assert_eq!(waiting.matches("1A 123 456 7890 1").count(), 1, "waited for once: {waiting}");
    let card = page(&site, &indexer, "/courrier/retours?scan=1A12345678901").await;
    assert!(card.contains("Ce qui est noté ici vaut pour tout le pli"), "{card}");
    let advice = [of_one, ("presentee", "18/11/2026"), ("remise", "18/11/2026")];
    site.done("/courrier/retours/avis", &indexer, &advice).await;
    let told = "SELECT count(*) FROM postal_item WHERE collected_on = '2026-11-18'";
    assert_eq!(office.number(told).await, 2, "both were handed over");
    undo(&site, &indexer, "record_advice").await;
    assert_eq!(office.number(told).await, 0);
    site.done("/courrier/retours/revenue", &indexer, &[of_other, ("motif", "moved")]).await;
    for letter in [first, second] {
        assert_eq!(office.letter_state(letter).await, LetterState::Held, "the envelope is back with both");
    }
    assert_eq!(office.number("SELECT max(bounces)::bigint FROM contact_point").await, 1, "once");
    undo(&site, &indexer, "letter_came_back").await;
    for letter in [first, second] {
        assert_eq!(office.letter_state(letter).await, LetterState::HandedToPost);
    }
    let lists = page(&site, &clerk, "/courrier/departs/recommandes.csv?jour=2026-11-16").await;
    assert_eq!(lists.matches("1A 123 456 7890 1").count(), 2, "{lists}");
    office.work_off(&[casework::PREPARE_LETTER]).await;
}

async fn undo(site: &crate::site::Site, who: &crate::site::Session, action: &str) {
    let key = site.office.undo_of(action).await;
    site.done("/courrier/retours/annuler", who, &[("cle", &key)]).await;
}
