//! A person as the machine read them: on a machine-readable zone, or at the head of a letter.

use std::collections::BTreeSet;

use domain::BirthDate;
use serde_json::Value;
use store::{persons::search_form, reads::indexing::Proposal};
use web::{t, t1, t2};

/// Names, birth date and number that were read, put together from every place that names the same person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReadPerson {
    pub(crate) family_name: String,
    pub(crate) given_names: String,
    pub(crate) birth: Option<BirthDate>,
    pub(crate) foreigner_number: String,
    /// Where, and how sure: the surest place.
    pub(crate) origin: String,
    /// Every other place that names the same person.
    pub(crate) also: Vec<String>,
    /// The same for each field that was read elsewhere.
    pub(crate) birth_origin: Option<String>,
    pub(crate) number_origin: Option<String>,
    /// The names are those of a machine-readable zone.
    pub(super) zone: bool,
    /// Another place says another day of birth.
    pub(crate) doubt: Option<String>,
}

impl ReadPerson {
    /// Where each part was read.
    pub(crate) fn where_read(&self) -> String {
        let birth = self.birth_origin.as_ref().map(|origin| t1("post-person-birth-from", "origin", origin));
        let number = self.number_origin.as_ref().map(|origin| t1("post-person-number-from", "origin", origin));
        let told = std::iter::once(self.sources()).chain(birth).chain(number).chain(self.doubt.clone());
        told.collect::<Vec<_>>().join(" · ")
    }

    /// Every place that names the person, the surest first.
    pub(crate) fn sources(&self) -> String {
        let also = (!self.also.is_empty()).then(|| t1("post-person-also-from", "origins", self.also.join(", ")));
        std::iter::once(self.origin.clone()).chain(also).collect::<Vec<_>>().join(" · ")
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

    /// Whether family name and given names stand apart.
    fn told_apart(&self) -> bool {
        !self.family_name.is_empty() && !self.given_names.is_empty()
    }

    /// Whether both have the very same names, in whatever order.
    fn same_names(&self, other: &Self) -> bool {
        words(&self.name()) == words(&other.name())
    }

    /// Whether both name the same person: the same names, whichever stands first, or fewer of them beside the same family name.
    fn is(&self, other: &Self) -> bool {
        let (one, two) = (words(&self.name()), words(&other.name()));
        // The names of a zone have no check digit: a letter taken for one that looks like it names nobody else.
        if (self.zone || other.zone) && lookalike(&self.name()) == lookalike(&other.name()) {
            return true;
        }
        let family = search_form(&self.family_name) == search_form(&other.family_name);
        one == two || (family && one.len().min(two.len()) > 1 && (one.is_subset(&two) || two.is_subset(&one)))
    }

    /// Takes from another place what this one does not say; names as people write them rather than as zones print them.
    fn complete(&mut self, other: Self) {
        let places = [vec![self.origin.clone(), other.origin.clone()], other.also.clone()].concat();
        // All names in one box, or all in capitals over an address: the place that tells them apart tells which is which.
        let (mine, theirs) = (self.told_apart(), other.told_apart());
        if !mine && theirs && self.same_names(&other) {
            self.family_name.clone_from(&other.family_name);
            self.given_names.clone_from(&other.given_names);
        }
        let spelt = |text: &str| text.chars().any(char::is_lowercase) || !text.is_ascii();
        let names = (&self.family_name, &self.given_names);
        let differ = search_form(names.0) != search_form(&other.family_name)
            || search_form(names.1) != search_form(&other.given_names);
        let misread = self.zone && differ;
        if misread && lookalike(&self.name()) == lookalike(&other.name()) {
            // What people write themselves is their name; what the zone proves stays its own.
            let zone = std::mem::replace(&mut self.origin, other.origin.clone());
            self.family_name.clone_from(&other.family_name);
            self.given_names.clone_from(&other.given_names);
            self.birth_origin = self.birth_origin.take().or_else(|| self.birth.map(|_| zone.clone()));
            let numbered = !self.foreigner_number.is_empty();
            self.number_origin = self.number_origin.take().or_else(|| numbered.then_some(zone));
            self.zone = false;
        }
        // Where the other place has all names in one, nothing is taken from it that stands here already.
        let whole = !theirs && self.same_names(&other);
        for (mine, theirs) in [(&mut self.family_name, &other.family_name), (&mut self.given_names, &other.given_names)]
        {
            let same = search_form(mine) == search_form(theirs);
            if (mine.is_empty() && !whole) || (same && !spelt(mine) && spelt(theirs)) {
                mine.clone_from(theirs);
            }
        }
        match (self.birth, other.birth) {
            (None, Some(birth)) => (self.birth, self.birth_origin) = (Some(birth), Some(other.origin.clone())),
            (Some(mine), Some(theirs)) if mine != theirs && self.doubt.is_none() => {
                let birth = web::people::birth(theirs);
                self.doubt = Some(t2("post-person-birth-differs", "birth", birth, "origin", &other.origin));
            }
            (Some(_), Some(_)) | (_, None) => {}
        }
        if self.foreigner_number.is_empty() && !other.foreigner_number.is_empty() {
            (self.foreigner_number, self.number_origin) = (other.foreigner_number, Some(other.origin));
        }
        for place in places {
            if place != self.origin && !self.also.contains(&place) {
                self.also.push(place);
            }
        }
        self.also.retain(|place| *place != self.origin);
    }
}

/// The words of a name, whichever stands first.
fn words(name: &str) -> BTreeSet<String> {
    search_form(name).split(' ').map(str::to_owned).collect()
}

/// The persons read in an envelope, the surest reading first; `first_page` is the page of the batch that is its page 1.
pub(crate) fn persons(proposals: &[Proposal], first_page: u32) -> Vec<ReadPerson> {
    let named = proposals.iter().filter(|p| p.field == "person").filter_map(|p| of_value(p, first_page));
    let addressed = proposals.iter().filter(|p| p.field == "address").filter_map(|p| of_address(p, first_page));
    let mut found: Vec<ReadPerson> = Vec::new();
    for person in named.chain(addressed) {
        match found.iter_mut().find(|known| known.is(&person)) {
            Some(known) => known.complete(person),
            None => found.push(person),
        }
    }
    found
}

fn of_value(proposal: &Proposal, first_page: u32) -> Option<ReadPerson> {
    let said = |keys: &[&str]| keys.iter().find_map(|key| proposal.value[key].as_str()).unwrap_or_default();
    let text = |keys: &[&str]| formats::fold::composed(said(keys).trim());
    let birth = &proposal.value["birth"];
    let person = ReadPerson {
        family_name: text(&["family_name", "surname"]),
        given_names: text(&["given_names"]),
        birth: birth.as_str().and_then(BirthDate::parse).or_else(|| serde_json::from_value(birth.clone()).ok()),
        foreigner_number: text(&["foreigner_number"]),
        origin: origin(proposal, first_page),
        zone: proposal.origin == "mrz",
        ..ReadPerson::default()
    };
    (!person.name().is_empty()).then_some(person)
}

/// The first line of an address, when it is a name. The family name is what stands in capitals.
fn of_address(proposal: &Proposal, first_page: u32) -> Option<ReadPerson> {
    let text = formats::fold::composed(proposal.value.as_str()?);
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
        "form" => t1("post-origin-form", "sure", how_sure(proposal.confidence)),
        "sentence" => t1("post-origin-sentence", "sure", how_sure(proposal.confidence)),
        "signature" => t1("post-origin-signature", "sure", how_sure(proposal.confidence)),
        _ => how_sure(proposal.confidence),
    };
    match proposal.page {
        Some(page) => t2("post-origin-page", "place", place, "page", (page + 1).saturating_sub(first_page)),
        None => t1("post-origin", "place", place),
    }
}

/// A name with every letter that a machine takes for another one made the same.
fn lookalike(name: &str) -> String {
    let same = |c: char| match c {
        'd' | 'q' | '0' => 'o',
        's' | '8' | '5' => 'b',
        'l' | '1' | 't' | 'j' => 'i',
        '2' => 'z',
        'c' | '6' => 'g',
        'v' => 'u',
        'f' => 'e',
        other => other,
    };
    search_form(name).chars().map(same).collect()
}

/// How surely something was read, in words.
fn how_sure(confidence: f32) -> String {
    match confidence {
        sure if sure >= 85.0 => t("post-origin-text-sure"),
        fair if fair >= 60.0 => t("post-origin-text-fair"),
        _ => t("post-origin-text-weak"),
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

    #[test]
    fn one_value_is_proposed_once_with_all_its_sources_however_it_was_written() {
        let form = json!({ "family_name": "GARCÍA", "given_names": "María José", "birth": "1984-05-02" });
        // A form filled on a computer: each accent is a character of its own.
        let apart = json!({ "family_name": "GARCI\u{301}A", "given_names": "Mari\u{301}a Jose\u{301}" });
        let message = Proposal { origin: "message".to_owned(), page: None, ..proposal("person", apart) };
        let found = persons(&[proposal("person", form), message], 1);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].sources().contains(&found[0].also[0]) && found[0].also.len() == 1, "{}", found[0].sources());
        // All in capitals over one address, told apart over another one: no name is said twice.
        let heads =
            ["MARIA GARCIA\n12 RUE DES VEAUX\n67000 STRASBOURG", "Maria GARCIA\n12 rue des Veaux\n67000 Strasbourg"];
        for order in [[0, 1], [1, 0]] {
            let read: Vec<Proposal> = order.iter().map(|at| proposal("address", json!(heads[*at]))).collect();
            let found = persons(&read, 1);
            assert_eq!(found.len(), 1);
            assert_eq!(
                (found[0].family_name.as_str(), found[0].given_names.as_str()),
                ("GARCIA", "Maria"),
                "{order:?}"
            );
        }
    }

    #[test]
    fn what_several_places_say_of_one_person_is_put_together() {
        let zone = json!({ "family_name": "TRAORE", "given_names": "MOUSSA", "birth": "1985-12-30" });
        let letter = json!({ "family_name": "TRAORÉ", "given_names": "Moussa" });
        let form = json!({ "family_name": "TRAORE", "given_names": "MOUSSA ALI", "birth": "1985-12-31",
                           "foreigner_number": "6703123456" });
        let found = persons(&[proposal("person", zone), proposal("person", letter), proposal("person", form)], 1);
        assert_eq!(found.len(), 1, "{found:?}");
        let person = &found[0];
        assert_eq!(person.name(), "TRAORÉ Moussa", "as people write it");
        assert_eq!(person.birth, BirthDate::parse("30/12/1985"), "the surest place counts");
        assert!(person.doubt.is_some() && person.number_origin.is_some());
        let zone = Proposal {
            origin: "mrz".to_owned(),
            ..proposal("person", json!({ "family_name": "OIARRA", "given_names": "MOUBBA", "birth": "2000-01-08" }))
        };
        let found = persons(&[zone, proposal("address", json!("Moussa DIARRA\n67200 STRASBOURG"))], 1);
        assert_eq!(found.len(), 1, "letters of the zone that look like others: {found:?}");
        assert_eq!((found[0].label(), found[0].birth_origin.is_some()), ("DIARRA Moussa, 08/01/2000".to_owned(), true));
        let other = json!({ "family_name": "TRAORE", "given_names": "AWA" });
        let two =
            persons(&[proposal("person", other), proposal("address", json!("Moussa TRAORÉ\n67000 STRASBOURG"))], 1);
        assert_eq!(two.len(), 2, "a family is several persons");
    }
}
