//! The lists of the mailroom as files: a spreadsheet opens them, no cell is a formula, nobody learns what their screens hide.

use axum::http::StatusCode;
use casework::{PersonChoice, Registration};
use domain::Role;

use crate::{
    office::student,
    site::{Session, Site, site},
    story::papers::page,
};

/// The lines of a file, cut at semicolons; its mark is there.
async fn lines(site: &Site, who: &Session, path: &str) -> Vec<Vec<String>> {
    let (status, bytes) = site.read_bytes(path, who).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("{path} has no mark: {text}"));
    assert!(text.ends_with("\r\n") && !text.contains('⟦'), "{path}: {text}");
    text.trim_end().split("\r\n").map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn the_evening_is_kept_as_files_and_what_was_typed_is_no_formula() {
    let site = site().await;
    let office = &site.office;
    let (clerk, officer) = (site.sign_in(Role::Mailroom).await, site.sign_in(Role::Officer).await);
    let envelope = office.envelope("un pli").await;
    let reference = office.register(&student(envelope)).await.reference.to_string();
    let hidden = office.envelope("un pli protégé").await;
    let person = casework::NewPerson {
        family_name: Some("Traoré".to_owned()),
        protected: true,
        ..casework::NewPerson::default()
    };
    let protected = Registration { person: PersonChoice::New(person), ..student(hidden) };
    let unseen = office.register(&protected).await.reference.to_string();
    office.prepare_letters().await;
    let listed = [("pli", envelope.to_string()), ("quoi", "=HYPERLINK(\"http://ailleurs\")".to_owned())];
    let listed: Vec<(&str, &str)> = listed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    site.done("/courrier/papier/originaux", &clerk, &listed).await;

    let envelopes = lines(&site, &clerk, "/courrier/bilan/plis.csv?jour=2026-11-16").await;
    assert_eq!(envelopes[0][..4], ["Pli", "Fichier", "Jour", "Heure"]);
    assert_eq!(envelopes.len(), 2, "the protected one is not seen: {envelopes:?}");
    assert_eq!(envelopes[1][2..7], ["16/11/2026", "09:00", "enregistré", "", reference.as_str()]);
    assert!(!envelopes.concat().concat().contains(&unseen));
    let originals = lines(&site, &officer, "/courrier/papier/originaux.csv").await;
    assert_eq!(originals[1][0], "\"'=HYPERLINK(\"\"http://ailleurs\"\")\"", "said, not computed");
    assert_eq!(originals[1][2..6], [reference.as_str(), "non", "16/11/2026", "mailroom"]);
    for path in ["/courrier/bilan/destructions.csv", "/courrier/departs/remis.csv", "/courrier/departs/recommandes.csv"]
    {
        assert_eq!(lines(&site, &clerk, path).await.len(), 1, "{path} has its head when nothing is there");
    }
    let agent = site.sign_in(Role::PhoneAgent).await;
    let (status, _) = site.read_bytes("/courrier/departs/remis.csv", &agent).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "who sends no letters has no list of them");
    let evening = page(&site, &clerk, "/courrier/bilan").await;
    assert!(evening.contains("/courrier/bilan/plis.csv?jour=2026-11-16"), "{evening}");
}
