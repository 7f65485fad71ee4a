//! AS-22: a file of 480 pages in two parcels, from the folder to one case; every page is accounted for.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{ExceptionKind, Role};
use store::reads::{indexing, scanning};

use super::scan_room::{ScanRoom, envelope, file, page};
use crate::office::day;

const PAGES: u32 = 240;

/// A parcel of 240 numbered pages behind its sheet.
fn parcel(name: &str) -> Vec<u8> {
    let number = |n: u32| format!("{name} {n:03}");
    let pages = (1..=PAGES).map(|n| page(&[&number(n)]));
    file(&std::iter::once(envelope(name, PAGES)).chain(pages).collect::<Vec<_>>())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_hundred_and_eighty_pages_in_two_parcels_are_one_case_and_none_is_lost() {
    let room = ScanRoom::open().await;
    let office = &room.site.office;
    let morning: DateTime<Utc> = "2026-11-20T08:00:00Z".parse().unwrap();
    office.clock.advance(morning - office.now());
    let clerk = room.site.sign_in(Role::Indexer).await;
    let (one, two) = (parcel("COLIS1"), parcel("COLIS2"));
    let batches = room.leave(&[("colis-1.tif", &one), ("colis-2.tif", &two)]).await;
    let (first, second) = (room.envelopes(batches[0]).await[0], room.envelopes(batches[1]).await[0]);
    assert_eq!((room.texts(first).await.len(), room.texts(second).await.len()), (240, 240));
    assert_eq!(room.told(ExceptionKind::PageCount).await, 0, "as many as were counted by hand");
    let (_, desk) = room.site.read("/courrier/numerisation", &clerk).await;
    assert!(
        desk.contains("<b class=\"figures\">480</b> pages") && desk.contains("<b class=\"figures\">2</b> plis"),
        "{desk}"
    );

    let common =
        [("nature", "title_renewal"), ("titre", "T01"), ("pages", "1-240"), ("piece", "other"), ("lisible", "yes")];
    let own = [
        ("personne", "nouvelle"),
        ("famille", "Diallo"),
        ("prenoms", "Aminata"),
        ("demande", "nouvelle"),
        ("cachet", "2026-11-17"),
        ("adresse", "12 rue des Lilas\n67000 Strasbourg"),
        ("surete", "ok"),
    ];
    room.site.done(&format!("/courrier/indexation/{first}"), &clerk, &[&common[..], &own[..]].concat()).await;
    office.clock.advance(TimeDelta::minutes(5));
    let mut tx = office.begin(&office.referent()).await;
    let (case, reference) = indexing::envelope(&mut tx, first).await.unwrap().cases.remove(0);
    let person = indexing::person_of_case(&mut tx, case).await.unwrap().unwrap();
    drop(tx);
    let (person, case_field) = (person.to_string(), case.to_string());
    let joins = [("personne", person.as_str()), ("demande", case_field.as_str()), ("cachet", "2026-11-18")];
    let path = format!("/courrier/indexation/{second}");
    let (_, beside) = room.site.read(&format!("{path}?page=240"), &clerk).await;
    assert!(beside.contains("/241/screen"), "the last page of 240, behind the sheet");
    room.site.done(&path, &clerk, &[&common[..], &joins[..]].concat()).await;

    let linked: Vec<(i64, NaiveDate, NaiveDate)> = sqlx::query_as(
        "SELECT (SELECT count(*) FROM communication_case l WHERE l.case_id = c.id), c.received_on, c.evidence_on
         FROM residence_case c WHERE c.id = $1",
    )
    .bind(case.uuid())
    .fetch_all(&mut office.db.superuser().await)
    .await
    .unwrap();
    assert_eq!(linked, [(2, day("2026-11-20"), day("2026-11-17"))], "both parcels, and the earlier postmark counts");
    assert_eq!(
        office
            .number(
                "SELECT sum(p.last_page - p.first_page + 1)::bigint FROM piece p JOIN case_piece c ON c.piece_id = p.id"
            )
            .await,
        480,
        "every page is among the pieces of the case"
    );
    assert_eq!(office.number("SELECT count(*) FROM residence_case WHERE registered_at IS NOT NULL").await, 1);
    assert_eq!(office.acknowledgements(case).await.len(), 1, "one acknowledgement for both");
    let (from, until) = (morning - TimeDelta::days(1), morning + TimeDelta::days(1));
    let figures = scanning::figures(&mut *office.begin(&office.referent()).await, from, until).await.unwrap();
    assert_eq!((figures.files, figures.envelopes, figures.pages), (2, 2, 480));
    let (_, queue) = room.site.read("/courrier/indexation/file", &clerk).await;
    assert!(!queue.contains("COLIS"), "nothing waits");
    let (_, page) = room.site.read(&path, &clerk).await;
    assert!(page.contains(&reference.to_string()));
    office.prepare_letters().await;
}
