//! What is certainly no request opens no case; within five working days of the place somebody says what became of it (I-28).

use casework::{IncomingCall, note_call};
use domain::{Personal, Role};

use super::{letterbox::Letterbox, written::Written};
use crate::{office::on, site::Site, story::papers::page};

const AWAY: &str = "Auto-Submitted: auto-replied\r\nX-Autoreply: yes\r\n";
/// Good Friday and Easter Monday are no working days in Strasbourg.
const MONDAY: &str = "Mon, 22 Mar 2027 10:00:00 +0100";
const DUE: &str = "suite due le 31 mars 2027";

/// A badge as the pages print it.
fn badge(page: &str) -> &str {
    let before = page.split(DUE).next().unwrap();
    let class = before.rsplit("class=\"badge badge-").next().unwrap();
    class.split('"').next().unwrap()
}

async fn queue_and_balance(site: &Site) -> (String, String, String) {
    let (clerk, agent) = (site.enter(Role::Indexer).await, site.enter(Role::PhoneAgent).await);
    let queue = page(site, &clerk, "/courrier/indexation/file").await;
    (queue, page(site, &clerk, "/courrier/bilan").await, page(site, &agent, "/telephone").await)
}

#[tokio::test]
async fn what_opened_no_case_is_late_on_the_sixth_working_day_of_the_place_and_until_somebody_says_what_it_was() {
    let mut box_ = Letterbox::open().await;
    let site = box_.site();
    let office = &site.office;
    for role in [Role::Indexer, Role::PhoneAgent] {
        site.sign_in(role).await;
    }
    on(office, "2027-03-22T12:00:00Z");
    box_.start("");
    for (id, subject) in [("away-1", "Absence du bureau"), ("away-2", "Absence de Mme Roy")] {
        box_.deliver(&Written { id, subject, received: MONDAY, more: AWAY, ..Written::default() }.raw());
    }
    box_.communications(2).await;
    box_.close().await;
    let caller = Personal("+33612345678".to_owned());
    let call = IncomingCall { sid: "note-1".to_owned(), called: String::new(), caller, rang_at: None };
    note_call(&office.casework, office.clerk, &call).await.unwrap();
    office.work_off(&[casework::READ_BATCH]).await;
    assert_eq!(office.number("SELECT count(*) FROM residence_case").await, 0);

    on(office, "2027-03-31T20:00:00Z");
    office.envelope("a request of the last day").await;
    let (queue, balance, calls) = queue_and_balance(&site).await;
    assert_eq!((badge(&queue), badge(&calls)), ("soon", "soon"), "the last day is one of the five: {queue}");
    assert!(!balance.contains("depuis plus de cinq jours ouvrés"), "{balance}");
    let order = |queue: &str| queue.find("scan.tif").unwrap() < queue.find("Absence").unwrap();
    assert!(order(&queue), "requests first: {queue}");

    on(office, "2027-04-01T06:00:00Z");
    let (queue, balance, calls) = queue_and_balance(&site).await;
    assert_eq!((badge(&queue), badge(&calls)), ("late", "late"), "{queue}");
    assert!(!order(&queue), "what is late comes before the request of yesterday: {queue}");
    assert!(balance.contains("2 arrivées sans demande attendent leur suite"), "{balance}");
    assert!(balance.contains("1 appel sans demande attend sa suite"), "{balance}");

    let clerk = site.enter(Role::Indexer).await;
    let ids: Vec<sqlx::types::Uuid> = sqlx::query_scalar("SELECT id FROM communication WHERE channel = 2 ORDER BY id")
        .fetch_all(&mut office.db.superuser().await)
        .await
        .unwrap();
    let paths: Vec<String> =
        ids.into_iter().map(|id| format!("/courrier/indexation/{}", domain::CommunicationId::from_uuid(id))).collect();
    let end = format!("{}/sans-suite", paths[0]);
    site.done(&end, &clerk, &[("raison", ""), ("precision", " ")]).await;
    let (_, balance, _) = queue_and_balance(&site).await;
    assert!(balance.contains("2 arrivées sans demande"), "without words it has no outcome: {balance}");
    site.done(&end, &clerk, &[("raison", "publicité"), ("precision", "jetée")]).await;
    let request = [
        ("personne", "nouvelle"),
        ("famille", "Roy"),
        ("demande", "nouvelle"),
        ("nature", "other"),
        ("surete", "unknown"),
    ];
    site.done(&paths[1], &clerk, &request).await;
    let (queue, balance, calls) = queue_and_balance(&site).await;
    assert!(
        !queue.contains(DUE) && !balance.contains("1 arrivée sans") && !balance.contains("sans demande attendent"),
        "one has its outcome, one is a request: {balance}"
    );
    assert!(calls.contains(DUE) && balance.contains("1 appel sans demande"), "the call still waits: {calls}");
    assert_eq!(office.number("SELECT count(*) FROM communication WHERE state = 4 AND outcome <> ''").await, 1);
    office.prepare_letters().await;
    office.db.allow_leftover_jobs();
}
