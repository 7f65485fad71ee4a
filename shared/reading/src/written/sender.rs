//! The address that a letter begins with, and the names that the text of a machine-readable zone carries.

use formats::fold::{self, search_form};

use crate::PageRead;

/// Lines of an address above its town.
const ABOVE: usize = 5;
/// The names of services to which people write: their address is not the sender's.
const SERVICES: &[&str] =
    &["prefecture", "service du sejour", "bureau du sejour", "service des etrangers", "bureau du courrier"];

/// Words of letterheads: an acknowledgement must never be proposed to an employer, a host's office or ourselves.
const INSTITUTIONS: [&str; 21] = [
    "prefecture",
    "ministere",
    "mairie",
    "service",
    "direction",
    "departement",
    "institut",
    "universite",
    "ecole",
    "lycee",
    "college",
    "association",
    "societe",
    "sarl",
    "sas",
    "entreprise",
    "agence",
    "banque",
    "caisse",
    "hopital",
    "tribunal",
];

/// The block of lines that ends with a postcode and a town, as a person writes it at the top of a letter: at most five
/// lines above it, none of them empty, one with the number of a street. Letterheads of institutions are left out.
#[must_use]
pub fn sender_block(page: &PageRead) -> Option<(Vec<String>, f32)> {
    let lines: Vec<&str> = page.text.lines().map(str::trim).collect();
    let end = lines.iter().take(25).position(|line| is_town_line(line))?;
    let start = lines[..end].iter().rposition(|line| line.is_empty()).map_or(0, |i| i + 1).max(end.saturating_sub(4));
    let block: Vec<String> = lines[start..=end].iter().map(|line| (*line).to_owned()).collect();
    let words = fold::postal(&block.join(" ")).to_lowercase();
    let official = words.split(' ').any(|word| INSTITUTIONS.contains(&word));
    let street = block[..block.len() - 1].iter().any(|line| line.starts_with(|c: char| c.is_ascii_digit()));
    (block.len() >= 3 && street && !official).then(|| (block, page.confidence.unwrap_or(0.0)))
}

/// `67000 STRASBOURG`: five digits, then letters.
pub(super) fn is_town_line(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let postcode = words.next().is_some_and(|w| w.len() == 5 && w.bytes().all(|b| b.is_ascii_digit()));
    postcode && words.next().is_some_and(|w| w.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\''))
}

/// Whether a text names a service to which people write, whose address is nobody's.
#[must_use]
pub fn names_a_service(text: &str) -> bool {
    let form = search_form(text);
    SERVICES.iter().any(|service| form.contains(service))
}

/// The block that ends with postcode and town at the head of a letter, empty lines or not, from the name of a person on.
#[must_use]
pub fn sender_of_letter(text: &str) -> Option<Vec<String>> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(25).collect();
    (0..lines.len()).filter(|end| is_town(lines[*end])).find_map(|end| block_above(&lines, end))
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

/// The family name and the given names in `EL<FASSI<<GHITA<<<<` (third line of a card) or `P<FRADUPONT<<JEAN<<<` (first of a passport).
#[must_use]
pub fn names_of_zone(text: &str) -> Option<(String, String)> {
    let line = text.lines().map(|line| line.replace(' ', "")).find(|line| {
        line.len() >= 20 && line.contains("<<") && line.chars().all(|c| c.is_ascii_uppercase() || c == '<')
    })?;
    let names = if line.starts_with("P<") { line.get(5..)? } else { &line };
    let (family, given) = names.split_once("<<")?;
    let plain = |part: &str| {
        part.split('<').filter(|w| !w.is_empty()).take_while(|w| !is_filler(w)).collect::<Vec<_>>().join(" ")
    };
    let (family, given) = (plain(family), plain(given));
    (!family.is_empty()).then_some((family, given))
}

/// What the fillers `<<<<` look like when they are misread as letters: `E`, `ELELEL`, `KKKK`.
fn is_filler(word: &str) -> bool {
    (word.len() == 1 || word.len() >= 4) && word.chars().all(|c| "EKLCS".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> PageRead {
        PageRead { text: text.to_owned(), confidence: Some(91.0), ..PageRead::unreadable(1, String::new()) }
    }

    #[test]
    fn the_address_at_the_top_of_a_letter_is_proposed_and_ours_is_not() {
        let letter = page("Aminata DIALLO\n12 rue du Faubourg\n67000 STRASBOURG\n\nMadame, Monsieur,");
        let (lines, _) = sender_block(&letter).expect("block");
        assert_eq!(lines, ["Aminata DIALLO", "12 rue du Faubourg", "67000 STRASBOURG"]);
        assert!(sender_block(&page("Préfecture du Bas-Rhin\n5 place de la République\n67073 STRASBOURG")).is_none());
        assert!(
            sender_block(&page("Institut de biologie\n3 rue Haute\n67000 STRASBOURG")).is_none(),
            "not to an employer"
        );
        assert!(sender_block(&page("Je vous écris en 67000 mots")).is_none());
    }
}
