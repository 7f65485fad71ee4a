//! every row of the catalogue, and a ground in free words, can be chosen for whatever comes in.

use domain::Role;

use crate::site::site;

#[tokio::test]
async fn every_title_in_force_and_a_ground_in_free_words_can_be_chosen_for_an_envelope() {
    let site = site().await;
    let clerk = site.sign_in(Role::Indexer).await;
    let office = &site.office;
    let id = office.envelope("une demande comme il n’y en a pas").await;
    let path = format!("/courrier/indexation/{id}");
    let (_, page) = site.read(&path, &clerk).await;
    let on = office.casework.today();
    let titles: Vec<_> =
        office.casework.site.catalogue.titles().iter().filter(|title| title.period.holds(on)).collect();
    assert!(titles.len() >= 31, "the rows of the catalogue: {}", titles.len());
    for title in titles {
        assert!(page.contains(&format!("<option value=\"{}\"", title.code)), "{}", title.code);
    }
    assert!(!page.contains(" disabled"), "nothing is greyed out");
    let form = [
        ("personne", "inconnue"),
        ("demande", "nouvelle"),
        ("titre", "autre"),
        ("titre_autre", "T31"),
        ("motif", "visa de retour, article L. 312-4"),
    ];
    site.done(&path, &clerk, &form).await;
    let kept = "SELECT count(*) FROM residence_case WHERE title_code = 'T31' AND ground_text = 'visa de retour, article L. 312-4'";
    assert_eq!(office.number(kept).await, 1);
    office.prepare_letters().await;
}
