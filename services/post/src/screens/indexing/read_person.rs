//! A person as the machine read them: on a machine-readable zone, or at the head of a letter.

use domain::BirthDate;
use serde_json::Value;
use store::reads::indexing::Proposal;
use web::{t, t1, t2};

/// Names and birth date that were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReadPerson {
    pub(crate) family_name: String,
    pub(crate) given_names: String,
    pub(crate) birth: Option<BirthDate>,
    pub(crate) foreigner_number: String,
    /// Where, and how sure.
    pub(crate) origin: String,
}

impl ReadPerson {
    /// Who was read, and where.
    pub(crate) fn read_from(&self) -> String {
        t2("post-person-new-read", "name", self.label(), "origin", &self.origin)
    }

    /// `EL FASSI Ghita, 28/01/1995`.
    pub(crate) fn label(&self) -> String {
        match self.birth {
            Some(date) => format!("{}, {}", self.name(), web::people::birth(date)),
            None => self.name(),
        }
    }

    /// What the search of persons compares: family name first.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.family_name, self.given_names).trim().to_owned()
    }
}

/// The persons read in an envelope, the surest reading first; `first_page` is the page of the batch that is its page 1.
pub(crate) fn persons(proposals: &[Proposal], first_page: u32) -> Vec<ReadPerson> {
    let named = proposals.iter().filter(|p| p.field == "person").filter_map(|p| of_value(p, first_page));
    let addressed = proposals.iter().filter(|p| p.field == "address").filter_map(|p| of_address(p, first_page));
    let mut found: Vec<ReadPerson> = Vec::new();
    for person in named.chain(addressed) {
        if !found.iter().any(|known| known.name() == person.name()) {
            found.push(person);
        }
    }
    found
}

fn of_value(proposal: &Proposal, first_page: u32) -> Option<ReadPerson> {
    let text =
        |keys: &[&str]| keys.iter().find_map(|key| proposal.value[key].as_str()).unwrap_or_default().trim().to_owned();
    let birth = &proposal.value["birth"];
    let person = ReadPerson {
        family_name: text(&["family_name", "surname"]),
        given_names: text(&["given_names"]),
        birth: birth.as_str().and_then(BirthDate::parse).or_else(|| serde_json::from_value(birth.clone()).ok()),
        foreigner_number: text(&["foreigner_number"]),
        origin: origin(proposal, first_page),
    };
    (!person.name().is_empty()).then_some(person)
}

/// The first line of an address, when it is a name. The family name is what stands in capitals.
fn of_address(proposal: &Proposal, first_page: u32) -> Option<ReadPerson> {
    let text = proposal.value.as_str()?;
    let line = text.lines().next().filter(|line| !line.chars().any(|c| c.is_ascii_digit()))?;
    let titles = ["m", "mme", "mlle", "mr", "monsieur", "madame", "expediteur", "exp"];
    let words: Vec<&str> = line
        .split_whitespace()
        .filter(|word| !titles.contains(&word.to_lowercase().trim_end_matches(['.', ':']).trim_end_matches(" :")))
        .filter(|word| word.chars().any(char::is_alphabetic))
        .collect();
    let capitals = |word: &&&str| word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
    let join = |words: Vec<&&str>| words.into_iter().copied().collect::<Vec<_>>().join(" ");
    let family = join(words.iter().filter(capitals).collect());
    let given = join(words.iter().filter(|word| !capitals(word)).collect());
    (!family.is_empty() && words.len() <= 6).then(|| ReadPerson {
        family_name: family,
        given_names: given,
        origin: origin(proposal, first_page),
        ..ReadPerson::default()
    })
}

/// Where a proposal was read and how sure the machine is, in words.
pub(crate) fn origin(proposal: &Proposal, first_page: u32) -> String {
    let place = match proposal.origin.as_str() {
        "barcode" => t("post-origin-barcode"),
        "mrz" => t("post-origin-mrz"),
        "two_d_doc" => t("post-origin-two-d-doc"),
        "message" => t("post-origin-message"),
        "sender" => t("post-origin-sender"),
        "program" => t("post-origin-program"),
        "hand" => t("post-origin-hand"),
        "repeat" => t("post-origin-repeat"),
        _ => match proposal.confidence {
            sure if sure >= 85.0 => t("post-origin-text-sure"),
            fair if fair >= 60.0 => t("post-origin-text-fair"),
            _ => t("post-origin-text-weak"),
        },
    };
    match proposal.page {
        Some(page) => t2("post-origin-page", "place", place, "page", (page + 1).saturating_sub(first_page)),
        None => t1("post-origin", "place", place),
    }
}

/// The text of a proposal, when it is one.
pub(crate) fn text(value: &Value) -> Option<&str> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn proposal(field: &str, value: Value) -> Proposal {
        Proposal { field: field.to_owned(), value, origin: "text".to_owned(), confidence: 90.0, page: Some(4) }
    }

    #[test]
    fn the_name_over_an_address_is_proposed_family_name_apart() {
        let found = persons(&[proposal("address", json!("Mme Aminata DIALLO\n12 rue des Veaux\n67000 STRASBOURG"))], 1);
        assert_eq!((found[0].family_name.as_str(), found[0].given_names.as_str()), ("DIALLO", "Aminata"));
        assert!(persons(&[proposal("address", json!("12 rue des Veaux\n67000 STRASBOURG"))], 1).is_empty());
        assert!(persons(&[proposal("address", json!("chez un ami"))], 1).is_empty());
    }

    #[test]
    fn a_person_read_twice_is_proposed_once() {
        let read = json!({ "family_name": "DIALLO", "given_names": "Aminata", "birth": "1990-02-14" });
        let found =
            persons(&[proposal("person", read), proposal("address", json!("Aminata DIALLO\n67000 STRASBOURG"))], 1);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].birth, BirthDate::parse("14/02/1990"));
    }
}
