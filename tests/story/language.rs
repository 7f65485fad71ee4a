//! A document that is not in French is read again in the language that a clerk names, and as before when that is taken back.

use std::{fs, path::Path, sync::Arc};

use casework::{READ_BATCH, READ_IN_LANGUAGE};
use domain::{CommunicationId, Role};
use runtime::Config;
use store::batches;
use tempfile::TempDir;
use world::Degradation;

use crate::{
    office::Office,
    site::{Session, Site, site_of},
};

const LETTER: &str = "Me dirijo a ustedes para solicitar la renovación de mi permiso de residencia, que vence el catorce de diciembre. \
    Trabajo en el hospital desde hace tres años y vivo con mi familia en la ciudad.";

/// A site whose folder of language data holds French, and French again under these names: what is read differs in nothing but its name,
/// whatever is installed on the machine.
async fn site_with(languages: &[&str]) -> (Site, Config, TempDir) {
    let installed = Config::from_toml("").unwrap().reader_config().tessdata;
    let folder = TempDir::new().unwrap();
    for name in ["fra"].iter().chain(languages) {
        fs::copy(installed.join("fra.traineddata"), folder.path().join(format!("{name}.traineddata"))).unwrap();
    }
    let config = || {
        let mut config = Config::from_toml("").unwrap();
        config.reader.executable = Some(super::executable("passerelle-reader"));
        folder.path().clone_into(&mut config.reader.tessdata);
        config
    };
    (site_of(config()).await, config(), folder)
}

/// A letter posted, scanned and read.
async fn posted(office: &Office, config: &Config) -> CommunicationId {
    let source =
        format!("#set page(paper: \"a4\")\n#set text(font: \"Tinos\", size: 12pt, hyphenate: false)\n{LETTER}");
    let pages = world::scans(world::typeset(&source).unwrap(), 200, &Degradation::CLEAN, 4).unwrap();
    let batch = office.scan_file(world::scan_file(&pages, 200).unwrap().into()).await;
    work_off(office, config, READ_BATCH).await;
    let mut tx = office.begin(&office.referent()).await;
    batches::envelopes(&mut tx, batch).await.unwrap()[0].communication
}

async fn work_off(office: &Office, config: &Config, kind: &str) {
    office.work_off_in(office.context_of(Arc::new(config.clone())), &[kind]).await;
}

async fn said(office: &Office) -> (String, String) {
    sqlx::query_as("SELECT language, text FROM page").fetch_one(&mut office.db.superuser().await).await.unwrap()
}

async fn shown(site: &Site, path: &str, clerk: &Session) -> String {
    let (status, page) = site.read(path, clerk).await;
    assert!(status.is_success(), "{path}: {status}");
    page
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_is_read_in_the_language_that_a_clerk_names_and_as_before_again() {
    let (site, config, _folder) = site_with(&["spa", "xyz"]).await;
    let office = &site.office;
    let id = posted(office, &config).await;
    let clerk = site.sign_in(Role::Indexer).await;
    let path = format!("/courrier/indexation/{id}");
    let page = shown(&site, &path, &clerk).await;
    assert!(page.contains("Lire ce document dans une autre langue"), "{page}");
    assert!(page.contains(">espagnol<") && page.contains(">xyz<") && !page.contains(">français<"));
    assert!(page.contains("Ce document semble être en espagnol.") && page.contains("Lire en espagnol"), "{page}");
    // What was read badly: the text that comes back shows that the page was read once more.
    sqlx::query("UPDATE page SET text = 'Mc dlrijo'").execute(&mut office.db.superuser().await).await.unwrap();

    let back = site.done(&format!("{path}/langue"), &clerk, &[("langue", "spa"), ("page", "1")]).await;
    assert_eq!(back, format!("{path}?page=1"));
    let waiting = shown(&site, &path, &clerk).await;
    assert!(waiting.contains("Lecture en espagnol : 0 sur 1 page") && waiting.contains("hx-trigger=\"every 1s\""));
    assert!(!waiting.contains("langue-document"), "one reading at a time");
    work_off(office, &config, READ_IN_LANGUAGE).await;
    let (language, text) = said(office).await;
    assert_eq!(language, "spa");
    assert!(text.contains("de mi permiso de residencia"), "{text}");
    let page = shown(&site, &path, &clerk).await;
    assert!(page.contains("Lu en espagnol") && page.contains(">français<") && !page.contains("every 1s"));
    assert!(!page.contains("Ce document semble"), "it is read in that language: {page}");
    let found = shown(&site, "/courrier/recherche?q=residencia", &clerk).await;
    assert!(found.contains(&id.to_string()), "what it says is found");

    let key = office.undo_of("read_in_language").await;
    site.done(&format!("{path}/langue/annuler"), &clerk, &[("cle", &key)]).await;
    assert_eq!(said(office).await, ("fra".to_owned(), "Mc dlrijo".to_owned()));
    assert!(!shown(&site, &path, &clerk).await.contains("Lu en"));
    work_off(office, &config, READ_IN_LANGUAGE).await;

    office.clock.advance(chrono::TimeDelta::minutes(1));
    site.done(&format!("{path}/langue"), &clerk, &[("langue", "spa")]).await;
    assert_eq!(said(office).await.0, "spa", "a reading that is known is shown at once");
    assert_eq!(office.number("SELECT count(*) FROM job WHERE kind = 'read_in_language'").await, 0);
    work_off(office, &config, READ_IN_LANGUAGE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_document_proposes_follows_the_reading_that_is_shown_and_what_its_codes_say_stays() {
    let (site, config, _folder) = site_with(&["spa"]).await;
    let office = &site.office;
    let id = posted(office, &config).await;
    let clerk = site.sign_in(Role::Indexer).await;
    let path = format!("/courrier/indexation/{id}");
    let proposals = async || -> Vec<(String, String)> {
        sqlx::query_as("SELECT field, value #>> '{}' FROM suggestion WHERE page IS NOT NULL ORDER BY field, value")
            .fetch_all(&mut office.db.superuser().await)
            .await
            .unwrap()
    };
    // A number from a code, and a name that the first reading made of what nobody wrote.
    sqlx::query(
        "INSERT INTO suggestion (id, communication_id, field, value, origin, confidence, page)
         SELECT gen_random_uuid(), id, f.field, f.value, f.origin, 90, 1 FROM communication,
            (VALUES ('registered_number', '\"RB123456785GB\"'::jsonb, 'barcode'), ('address', '\"Mc DLRIJO\"'::jsonb, 'text')) AS f(field, value, origin)",
    )
    .execute(&mut office.db.superuser().await)
    .await
    .unwrap();
    // What the page says in Spanish, as it will be read: with the address that the first reading missed.
    let address = "Aminata DIALLO\n12 rue du Faubourg\n67000 STRASBOURG\n\nMe dirijo a ustedes";
    sqlx::query(
        "INSERT INTO page_reading (page_id, language, text_source, confidence, text, words, kept_at)
         SELECT id, 'spa', text_source, confidence, $1, words, now() FROM page",
    )
    .bind(address)
    .execute(&mut office.db.superuser().await)
    .await
    .unwrap();
    let first = proposals().await;
    site.done(&format!("{path}/langue"), &clerk, &[("langue", "spa")]).await;
    work_off(office, &config, READ_IN_LANGUAGE).await;
    let spanish = proposals().await;
    assert!(
        spanish.iter().any(|(field, value)| field == "address" && value.starts_with("Aminata DIALLO")),
        "{spanish:?}"
    );
    assert!(!spanish.iter().any(|(_, value)| value.contains("DLRIJO")), "the first reading's no longer: {spanish:?}");
    assert!(spanish.iter().any(|(field, _)| field == "registered_number"), "the code still says it: {spanish:?}");
    let shown = shown(&site, &path, &clerk).await;
    assert!(shown.contains("12 rue du Faubourg"), "{shown}");

    let key = office.undo_of("read_in_language").await;
    site.done(&format!("{path}/langue/annuler"), &clerk, &[("cle", &key)]).await;
    work_off(office, &config, READ_IN_LANGUAGE).await;
    let again = proposals().await;
    assert!(!again.iter().any(|(_, value)| value.starts_with("Aminata DIALLO")), "{again:?}");
    let coded = |all: &[(String, String)]| all.iter().filter(|(field, _)| field == "registered_number").count();
    assert_eq!(coded(&again), coded(&first));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_back_before_it_was_read_is_not_read() {
    let (site, config, _folder) = site_with(&["spa"]).await;
    let office = &site.office;
    let id = posted(office, &config).await;
    let clerk = site.sign_in(Role::Indexer).await;
    let path = format!("/courrier/indexation/{id}");
    site.done(&format!("{path}/langue"), &clerk, &[("langue", "spa")]).await;
    let key = office.undo_of("read_in_language").await;
    site.done(&format!("{path}/langue/annuler"), &clerk, &[("cle", &key)]).await;
    work_off(office, &config, READ_IN_LANGUAGE).await;
    assert_eq!(said(office).await.0, "fra");
    assert_eq!(office.number("SELECT count(*) FROM page_reading WHERE language = 'spa'").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_offered_where_french_alone_is_installed_and_no_other_is_accepted() {
    let (site, config, folder) = site_with(&[]).await;
    let office = &site.office;
    let id = posted(office, &config).await;
    let clerk = site.sign_in(Role::Indexer).await;
    let path = format!("/courrier/indexation/{id}");
    assert!(!shown(&site, &path, &clerk).await.contains("id=\"langue\""));
    let outside = Path::new("..").join(folder.path().file_name().unwrap()).join("fra");
    for language in ["spa", "", "../fra", outside.to_str().unwrap(), "fra"] {
        site.done(&format!("{path}/langue"), &clerk, &[("langue", language)]).await;
    }
    assert_eq!(office.number("SELECT count(*) FROM reading_again").await, 0);
    let reader = site.sign_in(Role::PhoneAgent).await;
    let (status, _, _) = site.send(&format!("{path}/langue"), &reader, &[("langue", "fra")]).await;
    assert_eq!(status, axum::http::StatusCode::FORBIDDEN);
}
