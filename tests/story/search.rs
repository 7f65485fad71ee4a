//! "I posted it on Tuesday": what was read is found, by whoever may see it.

use casework::{NewPerson, PersonChoice, ReadEnvelope, Registration, Target};
use domain::{CommunicationId, Role};
use store::{
    batches::EnvelopeMarks,
    reads::search::{self, Term, Wanted},
};

use crate::{
    office::{Office, envelope, read_page, student},
    site::{Session, Site, site},
};

/// Envelopes scanned in one file, each with the texts of its pages.
pub(super) async fn scanned(office: &Office, name: &str, envelopes: &[&[&str]]) -> Vec<CommunicationId> {
    let batch = office.scan(name).await;
    let (mut pages, mut found, mut last) = (Vec::new(), Vec::new(), 0);
    for (position, texts) in (1..).zip(envelopes) {
        let first = last + 1;
        for text in *texts {
            last += 1;
            pages.push(read_page(office, i32::try_from(last).unwrap(), text));
        }
        let scanned_pages = last + 1 - first;
        found.push(ReadEnvelope { pages: Some((first, last)), scanned_pages, ..envelope(position, None) });
    }
    office.record(batch, pages, found).await
}

async fn looked_for(site: &Site, session: &Session, query: &str) -> String {
    let asked = form_urlencoded::Serializer::new(String::new()).append_pair("q", query).finish();
    let (status, page) = site.read(&format!("/courrier/recherche?{asked}"), session).await;
    assert!(status.is_success() && !page.contains('⟦'), "{status} {query}");
    page
}

fn finds(page: &str, id: CommunicationId) -> bool {
    page.contains(&format!("/courrier/recherche/{id}?"))
}

const LETTER: &str = "Aminata DIALLO demande le renouvellement de sa carte de séjour. Ses récépissés sont périmés.";
const SLIP: &str = "Recommandé n° 1A 123 456 7890 1 déposé à Strasbourg";

#[tokio::test]
async fn a_letter_nobody_has_indexed_is_found_whatever_the_accents_the_forms_and_the_faults() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    let found =
        scanned(&site.office, "deux plis", &[&[LETTER, SLIP], &["Une tout autre lettre, de Jean Martin."]]).await;
    for query in
        ["Diallo", "recepisse", "renouvelé diallo", "carte séjour", "1A12345678901", "1A 123 456 7890 1", "1A 123"]
    {
        let page = looked_for(&site, &clerk, query).await;
        assert!(finds(&page, found[0]), "{query}");
        assert!(!finds(&page, found[1]), "{query}");
        assert!(!page.contains("Orthographe proche"), "{query}");
    }
    // A word on one page and a number on another: they came together.
    assert!(finds(&looked_for(&site, &clerk, "diallo 1A 123 456 7890 1").await, found[0]));
    for misspelt in ["Dialo", "récipissés diallo", "Diallo renouvelemnt"] {
        let page = looked_for(&site, &clerk, misspelt).await;
        assert!(finds(&page, found[0]) && page.contains("Orthographe proche"), "{misspelt}");
    }
    let nothing = looked_for(&site, &clerk, "Nguyen").await;
    assert!(nothing.contains("Rien de tel n’a été lu") && !finds(&nothing, found[0]));
    assert!(looked_for(&site, &clerk, "diallo").await.contains("<mark>DIALLO</mark>"));
}

#[tokio::test]
async fn the_words_found_are_lit_on_the_page_and_the_next_page_is_one_key_away() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    let found = scanned(&site.office, "un pli", &[&[LETTER, "rien", SLIP]]).await;
    let (_, page) = site.read(&format!("/courrier/recherche/{}?q=1A+123+456+7890+1", found[0]), &clerk).await;
    assert_eq!(page.matches("class=\"lit\"").count(), 5, "the five groups of the number, on the page that has it");
    assert!(page.contains("/3/screen"), "the third page is shown");
    let (_, page) = site.read(&format!("/courrier/recherche/{}?q=recepisse&page=1", found[0]), &clerk).await;
    assert_eq!(page.matches("class=\"lit\"").count(), 1);
    assert!(page.contains("<title>récépissés</title>"));
    let (_, page) = site.read(&format!("/courrier/recherche/{}?q=Strasbourg&page=1", found[0]), &clerk).await;
    assert!(page.contains("data-key=\"n\"") && !page.contains("class=\"lit\""));
}

#[tokio::test]
async fn the_day_it_was_posted_narrows_what_was_received() {
    let site = site().await;
    let early = scanned(&site.office, "le 16", &[&[LETTER]]).await[0];
    site.office.clock.advance(chrono::TimeDelta::days(10));
    let clerk = site.sign_in(Role::Mailroom).await;
    let late = scanned(&site.office, "le 26", &[&["Aminata DIALLO écrit encore."]]).await[0];
    let (_, page) = site.read("/courrier/recherche?q=diallo&poste=2026-11-17", &clerk).await;
    assert!(finds(&page, late) && !finds(&page, early));
    let (_, page) = site.read("/courrier/recherche?q=&poste=10/11/2026", &clerk).await;
    assert!(finds(&page, late) && finds(&page, early), "a day is enough");
    for said in ["q=diallo&poste=mardi", "q=diallo+post%C3%A9+mardi", "q=diallo&poste=24"] {
        let (_, page) = site.read(&format!("/courrier/recherche?{said}"), &clerk).await;
        assert!(finds(&page, late) && !finds(&page, early) && page.contains("24/11/2026"), "{said}: {page}");
    }
    let (_, page) = site.read("/courrier/recherche?q=diallo&poste=bient%C3%B4t", &clerk).await;
    assert!(page.contains("bientôt") && !finds(&page, late), "what is no date is said, and nothing is guessed");
}

#[tokio::test]
async fn the_words_of_a_protected_person_are_found_by_a_referent_alone() {
    let site = site().await;
    let office = &site.office;
    let found =
        scanned(office, "protégé", &[&["Fatou TRAORÉ, hébergée à un endroit caché, quitte son mari."], &[LETTER]])
            .await;
    let person = NewPerson { family_name: Some("Traoré".to_owned()), protected: true, ..NewPerson::default() };
    let marks = EnvelopeMarks { registered_number: Some("1A 999 888 7777 6".to_owned()), ..student(found[0]).marks };
    let done = office.register(&Registration { person: PersonChoice::New(person), marks, ..student(found[0]) }).await;
    // One more request out of the other envelope: its name is found too, and still not the protected one.
    office.register(&student(found[1])).await;
    office
        .register(&Registration {
            person: PersonChoice::New(NewPerson { family_name: Some("Sow".to_owned()), ..NewPerson::default() }),
            target: Target::Another,
            ..student(found[1])
        })
        .await;
    let (clerk, referent) = (site.sign_in(Role::Mailroom).await, site.sign_in(Role::Referent).await);
    let reference = done.reference.to_string();
    for query in ["traoré", "Tarore", "hébergée caché", "1A 999 888 7777 6", &reference] {
        assert!(finds(&looked_for(&site, &referent, query).await, found[0]), "{query}");
        let page = looked_for(&site, &clerk, query).await;
        assert!(!finds(&page, found[0]) && page.contains("Rien de tel"), "{query}");
        for word in ["TRAORÉ", "mari", "caché,"] {
            assert!(!page.contains(word), "{query} tells {word}");
        }
    }
    let (status, _) = site.read(&format!("/courrier/recherche/{}?q=traore", found[0]), &clerk).await;
    assert_eq!(status, axum::http::StatusCode::NOT_FOUND);
    assert!(finds(&looked_for(&site, &clerk, "Sow").await, found[1]), "a name that stands on no page");
    // Without an actor nothing is found at all, whatever is asked.
    let mut silent = office.db.pool().acquire().await.unwrap();
    let wanted = Wanted { terms: vec![Term(vec!["diallo".to_owned()])], ..Wanted::default() };
    assert!(search::find(&mut silent, &wanted, 10).await.unwrap().is_empty());
    assert!(search::alike(&mut silent, "dialo").await.unwrap().is_empty());
    for table in ["search_text", "search_word"] {
        let direct = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT * FROM {table}"))).fetch_all(&mut *silent).await;
        assert!(direct.is_err(), "{table} is read by nobody");
    }
    office.prepare_letters().await;
}
