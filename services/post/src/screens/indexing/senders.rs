//! Who writes, as their own papers say it: the address at the head of the letter, the names of a machine-readable zone.
//! What the reading already proposed comes first; nothing here decides.

use serde_json::json;
use store::{
    persons::search_form,
    reads::{indexing::Proposal, pages::PageLine},
};

use super::pieces;

/// Lines of an address above its town.
const ABOVE: usize = 5;
/// The names of services to which people write: their address is not the sender's.
const SERVICES: &[&str] =
    &["prefecture", "service du sejour", "bureau du sejour", "service des etrangers", "bureau du courrier"];

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

fn names_a_service(text: &str) -> bool {
    let form = search_form(text);
    SERVICES.iter().any(|service| form.contains(service))
}

/// The block that ends with postcode and town at the head of a page.
fn sender(page: &PageLine) -> Option<Proposal> {
    let lines: Vec<&str> = page.text.lines().map(str::trim).filter(|line| !line.is_empty()).take(25).collect();
    let block = (0..lines.len()).filter(|end| is_town(lines[*end])).find_map(|end| block_above(&lines, end))?;
    Some(proposal("address", json!(block.join("\n")), "text", page))
}

/// The lines over a town, up to the one that names a person.
fn block_above(lines: &[&str], end: usize) -> Option<Vec<String>> {
    let from = end.saturating_sub(ABOVE);
    let stop = |line: &str| is_town(line) || line.chars().count() > 45 || line.ends_with('.');
    let start = (from..end).rev().find(|at| stop(lines[*at])).map_or(from, |at| at + 1);
    let start = (start..end).find(|at| is_name(lines[*at]))?;
    let block: Vec<String> = lines[start..=end].iter().map(|line| (*line).to_owned()).collect();
    (block.len() >= 3 && !block.iter().any(|line| names_a_service(line))).then_some(block)
}

/// `67200 STRASBOURG`, and nothing but a town after the postcode.
fn is_town(line: &str) -> bool {
    let Some((postcode, town)) = line.split_once(' ') else { return false };
    let digits = postcode.len() == 5 && postcode.bytes().all(|b| b.is_ascii_digit());
    digits && town.chars().count() < 40 && town.chars().all(|c| c.is_alphabetic() || " -'’".contains(c))
}

/// Two to six words without a figure, one of them in capitals.
fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let capitals = words
        .iter()
        .any(|w| w.chars().count() > 1 && w.chars().all(|c| !c.is_lowercase()) && w.chars().any(char::is_alphabetic));
    (2..=6).contains(&words.len()) && capitals && !line.chars().any(|c| c.is_ascii_digit() || c == '|')
}

/// `EL<FASSI<<GHITA<<<<` (third line of a card) or `P<FRADUPONT<<JEAN<<<` (first of a passport): the names only.
fn zone_of_names(page: &PageLine) -> Option<Proposal> {
    let line = page.text.lines().map(|line| line.replace(' ', "")).find(|line| {
        line.len() >= 20 && line.contains("<<") && line.chars().all(|c| c.is_ascii_uppercase() || c == '<')
    })?;
    let names = if line.starts_with("P<") { line.get(5..)? } else { &line };
    let (family, given) = names.split_once("<<")?;
    let plain = |part: &str| {
        part.split('<').filter(|w| !w.is_empty()).take_while(|w| !is_filler(w)).collect::<Vec<_>>().join(" ")
    };
    let (family, given) = (plain(family), plain(given));
    (!family.is_empty())
        .then(|| proposal("person", json!({ "family_name": family, "given_names": given }), "mrz", page))
}

/// What the fillers `<<<<` look like when they are misread as letters: `E`, `ELELEL`, `KKKK`.
fn is_filler(word: &str) -> bool {
    (word.len() == 1 || word.len() >= 4) && word.chars().all(|c| "EKLCS".contains(c))
}

fn proposal(field: &str, value: serde_json::Value, origin: &str, page: &PageLine) -> Proposal {
    let confidence = page.confidence.unwrap_or(0.0);
    Proposal { field: field.to_owned(), value, origin: origin.to_owned(), confidence, page: Some(page.number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> PageLine {
        PageLine {
            number: 3,
            blank: false,
            separator: false,
            error: None,
            confidence: Some(90.0),
            text: text.to_owned(),
            pictured: true,
            moved: None,
        }
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
