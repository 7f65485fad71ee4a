//! Who writes, as their own papers say it: the address at the head of the letter, the names of a machine-readable zone.
//! What the reading already proposed comes first; nothing here decides.

use reading::written::{self, names_a_service, names_of_zone};
use serde_json::json;
use store::reads::{indexing::Proposal, pages::PageLine};

use super::pieces;

/// The proposals of the reading, without addresses of services, and what the pages add to them.
pub(super) fn completed(read: Vec<Proposal>, pages: &[PageLine]) -> Vec<Proposal> {
    let of_service = |p: &Proposal| p.field == "address" && p.value.as_str().is_some_and(names_a_service);
    let mut proposals: Vec<Proposal> = read.into_iter().filter(|p| !of_service(p)).collect();
    if !proposals.iter().any(|p| p.field == "person") {
        proposals.extend(pages.iter().filter_map(zone_of_names));
    }
    // The head of a letter tells the sender better than that of a pay slip or an invoice.
    let of_letter = pages.iter().filter(|page| pieces::is_letter(page)).find_map(sender);
    of_letter.into_iter().chain(proposals).collect()
}

/// The address at the head of a page.
fn sender(page: &PageLine) -> Option<Proposal> {
    Some(proposal("address", json!(written::sender(&page.text)?.join("\n")), "text", page))
}

/// The names of a zone that was read as text.
fn zone_of_names(page: &PageLine) -> Option<Proposal> {
    let (family, given) = names_of_zone(&page.text)?;
    Some(proposal("person", json!({ "family_name": family, "given_names": given }), "mrz", page))
}

fn proposal(field: &str, value: serde_json::Value, origin: &str, page: &PageLine) -> Proposal {
    let confidence = page.confidence.unwrap_or(0.0);
    Proposal { field: field.to_owned(), value, origin: origin.to_owned(), confidence, page: Some(page.number) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::page_line::page_line;

    fn page(text: &str) -> PageLine {
        page_line(3, text)
    }

    const BODY: &str = "\n\nBonjour,\n\nPréfecture de démonstration\nService du séjour\n1 place de l'Exemple\n67000 Strasbourg\n
        Ma carte finit le 02/12/2026. Je suis en retard parce que le rendez-vous en ligne affiche toujours complet depuis l'été, et \
        j'ai gardé les captures d'écran que je joins à ma lettre pour que vous puissiez les voir.";

    #[test]
    fn the_sender_is_found_between_empty_lines_and_never_the_service() {
        let head = "Issouf TRAORÉ\n\nFOYER DES TROIS PONTS CHAMBRE 3\n91 ROUTE DU CANAL\n\n67300 SCHILTIGHEIM\n\nTél. 06 39 98 03 51";
        let found = sender(&page(&format!("{head}{BODY}"))).expect("sender");
        assert_eq!(
            found.value,
            json!("Issouf TRAORÉ\nFOYER DES TROIS PONTS CHAMBRE 3\n91 ROUTE DU CANAL\n67300 SCHILTIGHEIM")
        );
        assert!(sender(&page(BODY)).is_none());
        assert!(sender(&page("SERVICE DU SEJOUR\n1 PLACE DE L EXEMPLE\n67000 STRASBOURG")).is_none());
    }

    #[test]
    fn misread_fillers_of_the_zone_are_no_given_names() {
        let names = |line: &str| zone_of_names(&page(line)).expect("zone").value;
        let tanaka = json!({ "family_name": "TANAKA", "given_names": "HARUKA" });
        assert_eq!(names("P<JPNTANAKA<<HARUKA<E<ELELELELELELE<<<<<<<<<"), tanaka);
        assert_eq!(names("P<JPNTANAKA<<HARUKA<<<<<<<<<<<<<<<<<<<<<<<<<"), tanaka);
    }

    #[test]
    fn the_head_of_the_letter_comes_before_that_of_a_pay_slip() {
        let letter = page(&format!("Issouf TRAORÉ\n91 ROUTE DU CANAL\n67300 SCHILTIGHEIM{BODY}"));
        let slip =
            proposal("address", json!("Bâtisseurs du Ried SARL\n4 rue des Établis\n67100 STRASBOURG"), "text", &letter);
        let found = completed(vec![slip], &[letter]);
        assert_eq!(found[0].value, json!("Issouf TRAORÉ\n91 ROUTE DU CANAL\n67300 SCHILTIGHEIM"));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_service_that_was_read_as_sender_is_set_aside() {
        let read = proposal("address", json!("SERVICE DU SEJOUR\n67000 STRASBOURG"), "text", &page(""));
        assert!(completed(vec![read], &[]).is_empty());
    }

    #[test]
    fn names_are_read_in_the_zone_of_a_card_and_of_a_passport() {
        let names = |text: &str| zone_of_names(&page(text)).map(|p| p.value);
        let wanted = Some(json!({ "family_name": "EL FASSI", "given_names": "GHITA" }));
        assert_eq!(
            names("IRFRADH366422766750642159<<<<<\n9501289F2701208MAR<<<<<<<<<<<5\nEL<FASSI<<GHITA<<<<<<<<<<<<<<<"),
            wanted
        );
        assert_eq!(names("P<MAREL<FASSI<<GHITA<<<<<<<<<<<<<<<<<<<<<<<<<"), wanted);
        assert_eq!(names("Bonjour << tout le monde >>"), None);
    }
}
