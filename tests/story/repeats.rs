//! The same paper by several doors: proposed with its reason, said by a person, taken back; never merged, never told to who may not
//! see one of the two.

mod doors;

use axum::http::StatusCode;
use casework::{NewPerson, PersonChoice, ReadEnvelope, Registration};
use chrono::TimeDelta;
use domain::{CommunicationId, Role};
use formats::likeness::Fingerprint;
use store::{
    batches::NewPage,
    likeness::NewLikeness,
    resemblances::{self, Wanted},
};

use crate::{
    office::{Office, envelope, read_page, student},
    site::{Session, Site, site},
};

const LETTER: &str = "Aminata DIALLO, 12 rue du Faubourg, 67000 Strasbourg. Strasbourg, le 3 novembre 2026. J'ai l'honneur de \
    solliciter le renouvellement de mon titre de séjour, qui arrive à échéance le 14 décembre 2026. Je réside en France depuis 2017 \
    et j'exerce le métier d'aide-soignante à l'hôpital civil. Mon ancien récépissé porte le numéro 6703214587. Vous trouverez \
    ci-joint la copie de mon passeport et un justificatif de domicile récent.";
const FORM: &str = "Demande de titre de séjour. Formulaire universel, écrivez en capitales, au stylo noir. Ma situation, cochez tout \
    ce qui est vrai. Je suis victime de violences ou de menaces. Mon titre de séjour est expiré. Nom de naissance. Prénoms. \
    Nationalité. Adresse postale, ligne par ligne. Téléphone facultatif. Je demande aussi pour ma famille. Date et signature.";

/// A page as the reader leaves it, with what it is known by.
fn page(office: &Office, number: i32, text: &str) -> NewPage {
    let likeness = Fingerprint::of(text, None, Vec::new()).map(|known| NewLikeness {
        text_bands: known.text_bands,
        marks: known.marks,
        ..NewLikeness::default()
    });
    NewPage { likeness, ..read_page(office, number, text) }
}

/// An envelope with these pages is scanned, read, and compared with what came before.
async fn posted(office: &Office, name: &str, texts: &[&str]) -> CommunicationId {
    let batch = office.scan(name).await;
    let pages: Vec<NewPage> = (1..).zip(texts).map(|(number, text)| page(office, number, text)).collect();
    let count = u32::try_from(pages.len()).unwrap();
    let found = ReadEnvelope { pages: Some((1, count)), scanned_pages: count, ..envelope(1, None) };
    let communication = office.record(batch, pages, vec![found]).await[0];
    office.work_off(&[]).await;
    communication
}

fn pair(later: CommunicationId, earlier: CommunicationId) -> String {
    format!("/courrier/rapprochements/{later}/{earlier}")
}

/// The pairs of pages proposed on a page of two papers.
fn pairs_on(page: &str) -> Vec<String> {
    let ids = page.split("name=\"paire\" value=\"").skip(1);
    ids.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

async fn say(site: &Site, who: &Session, path: &str, what: &str, pairs: &[String]) -> String {
    let mut form = vec![("dire", what)];
    form.extend(pairs.iter().map(|pair| ("paire", pair.as_str())));
    let to = site.done(path, who, &form).await;
    let (_, page) = site.read(&to, who).await;
    assert!(!page.contains('⟦'), "{page}");
    page
}

async fn outcomes(office: &Office) -> Vec<Option<i16>> {
    let mut db = office.db.superuser().await;
    sqlx::query_scalar("SELECT outcome FROM resemblance ORDER BY later_page, earlier_page")
        .fetch_all(&mut db)
        .await
        .unwrap()
}

#[tokio::test]
async fn what_a_person_says_is_kept_taken_back_and_not_asked_again() {
    let site = site().await;
    let office = &site.office;
    let other = LETTER.replace("Aminata DIALLO", "Fatou TRAORE").replace("14 décembre", "21 janvier");
    let slip =
        LETTER.replace("J'ai l'honneur de solliciter", "Je vous rappelle ma lettre du 12 octobre 2026 et je demande");
    let first = posted(office, "premier", &[LETTER, &other]).await;
    office.clock.advance(TimeDelta::days(2));
    let again = LETTER.replace("solliciter", "sollicltcr").replace("métier", "métjer").replace("échéance", "echéancc");
    let later = posted(office, "second", &["", &again, &other]).await;
    assert_eq!(outcomes(office).await, [None, None], "the letter and the other letter, each with itself");
    let clerk = site.sign_in(Role::Mailroom).await;
    let (_, list) = site.read("/courrier/rapprochements", &clerk).await;
    assert!(list.contains(&pair(later, first)) && list.contains("ême texte à "), "{list}");

    let path = pair(later, first);
    let (status, page) = site.read(&path, &clerk).await;
    assert!(status.is_success() && !page.contains('⟦'), "{page}");
    assert!(page.contains("Page 2 et page 1") && page.contains("Page 3 et page 2"), "{page}");
    let pairs = pairs_on(&page);
    assert_eq!(pairs.len(), 2);
    let said = say(&site, &clerk, &path, "meme", &pairs[..1]).await;
    assert!(said.contains("c’est la même pièce") && said.contains("Rien à rapprocher"), "{said}");
    assert_eq!(outcomes(office).await, [Some(1), Some(2)], "what is not ticked is another paper");

    let key = said.split("name=\"cle\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    site.done("/courrier/rapprochements/annuler", &clerk, &[("cle", &key)]).await;
    assert_eq!(outcomes(office).await, [None, None]);
    say(&site, &clerk, &path, "autre", &pairs).await;
    assert_eq!(outcomes(office).await, [Some(2), Some(2)]);

    // A third time: what was said of the two does not come back, the third paper is asked about.
    office.clock.advance(TimeDelta::days(1));
    let third = posted(office, "troisième", &[LETTER, &slip]).await;
    let mut tx = office.begin(&office.referent()).await;
    let open = resemblances::summaries(&mut tx, Wanted::Open, 10).await.unwrap();
    assert!(open.iter().all(|summary| summary.later.id == third), "{open:?}");
    assert_eq!(
        open.iter().map(|summary| summary.open).sum::<u32>(),
        2,
        "the letter with both; never the one that says more"
    );
    let clerk = site.enter(Role::Mailroom).await;
    let (status, _, _) = site.send(&path, &clerk, &[("dire", "peut-être")]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn forms_that_nobody_filled_empty_pages_and_letters_of_other_persons_are_not_proposed() {
    let site = site().await;
    let office = &site.office;
    let hers = LETTER.replace("Aminata DIALLO", "Mariam KONATE").replace("6703214587", "6703999111");
    posted(office, "une", &[FORM, "", LETTER]).await;
    posted(office, "autre", &[FORM, "", &hers]).await;
    assert_eq!(outcomes(office).await, []);
}

#[tokio::test]
async fn what_was_scanned_of_a_sealed_medical_envelope_is_compared_with_nothing_and_proposed_to_nobody() {
    let site = site().await;
    let office = &site.office;
    let first = posted(office, "un", &[LETTER]).await;
    office.clock.advance(TimeDelta::days(1));
    let sealed = posted(office, "deux", &[LETTER]).await;
    let clerk = site.sign_in(Role::Indexer).await;
    let (path, desk) = (pair(sealed, first), format!("/courrier/indexation/{first}"));
    assert!(site.read("/courrier/rapprochements", &clerk).await.1.contains(&path), "proposed before anybody knows");
    site.done(&format!("/courrier/indexation/{sealed}/fermer"), &clerk, &[]).await;
    for page in ["/courrier/rapprochements", &desk, "/courrier"] {
        let (_, page) = site.read(page, &clerk).await;
        assert!(!page.contains(&path) && !page.contains("Peut-être déjà reçu"), "{page}");
    }
    assert_eq!(site.read(&path, &clerk).await.0, StatusCode::NOT_FOUND);
    let (status, _, _) = site.send(&path, &clerk, &[("dire", "meme")]).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "nobody says anything of it");
    let mut tx = office.begin(&office.referent()).await;
    assert!(store::likeness::of_communication(&mut tx, sealed).await.unwrap().is_empty(), "nothing of it is known");
    drop(tx);
    office.clock.advance(TimeDelta::days(1));
    let third = posted(office, "trois", &[LETTER]).await;
    let proposed = outcomes(office).await.len();
    assert_eq!(proposed, 2, "the third paper with the first one; never with the sealed one");

    let clerk = site.enter(Role::Indexer).await;
    let why = [("raison", "une lettre, pas un certificat")];
    site.done(&format!("/courrier/indexation/{sealed}/montrer"), &clerk, &why).await;
    assert!(site.read("/courrier/rapprochements", &clerk).await.1.contains(&path), "shown again, it is asked again");
    office.work_off(&[]).await;
    let (_, list) = site.read("/courrier/rapprochements", &clerk).await;
    assert!(list.contains(&pair(third, sealed)), "and compared with what came while it was closed: {list}");
}

#[tokio::test]
async fn a_protected_persons_paper_is_proposed_to_a_referent_alone() {
    let site = site().await;
    let office = &site.office;
    let hidden = posted(office, "cachée", &[LETTER]).await;
    let person = NewPerson { family_name: Some("Diallo".to_owned()), protected: true, ..NewPerson::default() };
    office.register(&Registration { person: PersonChoice::New(person), ..student(hidden) }).await;
    office.prepare_letters().await;
    office.clock.advance(TimeDelta::days(1));
    let later = posted(office, "la même", &[LETTER]).await;
    let (clerk, referent) = (site.sign_in(Role::Indexer).await, site.sign_in(Role::Referent).await);
    let path = pair(later, hidden);
    for (who, sees) in [(&clerk, false), (&referent, true)] {
        let (_, list) = site.read("/courrier/rapprochements", who).await;
        assert_eq!(list.contains(&path), sees);
        let (_, desk) = site.read(&format!("/courrier/indexation/{later}"), who).await;
        assert_eq!(desk.contains("Peut-être déjà reçu"), sees, "{desk}");
        let (status, _) = site.read(&path, who).await;
        assert_eq!(status, if sees { StatusCode::OK } else { StatusCode::NOT_FOUND });
    }
    let (status, _, _) = site.send(&path, &clerk, &[("dire", "autre")]).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "nor does a clerk say anything of it");
    assert_eq!(outcomes(office).await, [None]);
    // What makes pages alike is read by nobody.
    let mut tx = office.begin(&office.referent()).await;
    let direct = sqlx::query("SELECT * FROM page_likeness").fetch_all(&mut *tx).await;
    assert!(direct.is_err(), "the table is read by nobody");
    let mut tx = office.begin(&office.officer()).await;
    assert!(store::likeness::of_communication(&mut tx, hidden).await.unwrap().is_empty());
}
