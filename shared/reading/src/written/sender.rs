//! The address that a letter begins with, and the names that the text of a machine-readable zone carries.

use formats::fold::search_form;

/// Lines of an address above its town (NF Z 10-011: six lines in all).
const ABOVE: usize = 5;
/// Lines of a page among which the head of a letter stands.
const HEAD: usize = 25;
/// Longer lines belong to the letter itself.
const LONGEST_LINE: usize = 45;
/// The names of services to which people write: their address is not the sender's.
const SERVICES: [&str; 7] = [
    "prefecture",
    "monsieur le prefet",
    "madame la prefete",
    "service du sejour",
    "bureau du sejour",
    "service des etrangers",
    "bureau du courrier",
];
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
/// Words of a name that are written small.
const PARTICLES: [&str; 18] = [
    "de", "du", "des", "la", "le", "les", "et", "ou", "el", "al", "ben", "bin", "van", "von", "da", "dos", "née",
    "épouse",
];

/// The address of who writes, at the head of a letter: from the line that names a person to that of postcode and town, at least three lines, empty
/// ones or not between them. That of a service or of an institution is nobody's.
#[must_use]
pub fn sender(text: &str) -> Option<Vec<String>> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(HEAD).collect();
    (0..lines.len()).filter(|end| is_town(lines[*end])).find_map(|end| block_above(&lines, end))
}

/// Whether a text names a service to which people write, whose address is nobody's.
#[must_use]
pub fn names_a_service(text: &str) -> bool {
    let form = search_form(text);
    SERVICES.iter().any(|service| form.contains(service))
}

/// The lines over a town, from the one that names a person on.
fn block_above(lines: &[&str], end: usize) -> Option<Vec<String>> {
    let from = end.saturating_sub(ABOVE);
    let stops = |line: &str| is_town(line) || line.chars().count() > LONGEST_LINE || line.ends_with(['.', ',', ':']);
    let from = (from..end).rev().find(|at| stops(lines[*at])).map_or(from, |at| at + 1);
    let start = (from..end).find(|at| is_name(lines[*at]))?;
    let block = &lines[start..=end];
    let official = (from..=start).any(|at| is_institution(lines[at])) || block.iter().any(|line| names_a_service(line));
    // A name as print alone has it is believed above the number of a street.
    let named =
        has_capitals(block[0]) || block[1..block.len() - 1].iter().any(|line| line.chars().any(|c| c.is_ascii_digit()));
    (block.len() >= 3 && named && !official).then(|| block.iter().map(|line| (*line).to_owned()).collect())
}

/// `67200 STRASBOURG`, `67073 STRASBOURG CEDEX 9`, and nothing else.
pub(super) fn is_town(line: &str) -> bool {
    let Some((postcode, town)) = line.split_once(' ') else { return false };
    let digits = postcode.len() == 5 && postcode.bytes().all(|b| b.is_ascii_digit());
    let town = town.trim_end_matches(|c: char| c.is_ascii_digit());
    let whole = !town.ends_with(' ') || town.trim_end().to_lowercase().ends_with("cedex");
    let named = town.chars().any(char::is_alphabetic) && town.chars().all(|c| c.is_alphabetic() || " -'’".contains(c));
    digits && whole && named && town.chars().count() < 40
}

/// Two to six words without a figure that all begin with a capital, but for those which names write small.
fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let begins = |word: &str| word.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase());
    let fits = words.iter().all(|word| begins(word) || PARTICLES.contains(word));
    (2..=6).contains(&words.len())
        && words.iter().filter(|word| begins(word)).count() > 1
        && fits
        && !line.chars().any(|c| c.is_ascii_digit() || c == '|')
}

fn has_capitals(line: &str) -> bool {
    let written =
        |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase);
    line.split_whitespace().any(written)
}

fn is_institution(line: &str) -> bool {
    search_form(line).split(' ').any(|word| INSTITUTIONS.contains(&word))
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

    fn lines(text: &str) -> Option<String> {
        sender(text).map(|lines| lines.join("/"))
    }

    #[test]
    fn the_address_at_the_top_of_a_letter_is_the_senders_however_the_name_is_written() {
        for (name, rest) in [
            ("Aminata DIALLO", "12 rue du Faubourg/67000 STRASBOURG"),
            ("Aminata Diallo", "12 rue du Faubourg/67000 Strasbourg"),
            ("M. et Mme Youssef EL AMRANI", "Bât. C, appt 12/3 allée des Tilleuls/67073 STRASBOURG CEDEX 9"),
            ("Fatou Ndiaye née Sow", "chez Mme Sow/8 bis, rue Haute/67200 Saint-Jean-d’Angély"),
            ("Issouf TRAORÉ", "Lieu-dit Le Moulin/67300 SCHILTIGHEIM"),
        ] {
            let text = format!("{name}\n\n{}\n\nMadame, Monsieur,\n", rest.replace('/', "\n"));
            assert_eq!(lines(&text), Some(format!("{name}/{rest}")));
        }
    }

    #[test]
    fn neither_we_nor_an_institution_write() {
        for text in [
            "Préfecture du Bas-Rhin\n5 place de la République\n67073 STRASBOURG",
            "Monsieur le Préfet\n5 place de la République\n67073 Strasbourg CEDEX",
            "Institut de biologie\n3 rue Haute\n67000 STRASBOURG",
            "Association Les Amis\nJeanne MARTIN\n3 rue Haute\n67000 STRASBOURG",
            "Bâtisseurs du Ried SARL\n4 rue des Établis\n67100 STRASBOURG",
        ] {
            assert_eq!(lines(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in [
            "Je vous écris en 67000 mots",
            "Objet Demande\nrenouvellement de mon titre\n67000 Strasbourg",
            "Lettre recommandée avec AR\nSéjour\n67000 Strasbourg",
            "Aminata Diallo\nà Strasbourg\n67000 Strasbourg",
            "67000 12",
        ] {
            assert_eq!(lines(text), None, "{text}");
        }
    }

    #[test]
    fn who_writes_to_us_is_found_beside_our_own_address() {
        let text = "Préfecture du Bas-Rhin\n5 place de la République\n67073 STRASBOURG CEDEX\n\nAminata Diallo\n12 rue Haute\n67000 Strasbourg";
        assert_eq!(lines(text), Some("Aminata Diallo/12 rue Haute/67000 Strasbourg".to_owned()));
    }
}
