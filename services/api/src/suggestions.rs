//! What a program says of the fields of a registration. It is proposed to a clerk, who decides (R-106).

use chrono::{DateTime, Utc};
use domain::{BirthDate, CaseKind, SuggestionId};
use formats::OnlineRequestNumber;
use serde_json::{Value, json};
use store::suggestions::NewSuggestion;

use crate::{
    Problem,
    problem::{Fault, Place, expected},
    schema::{Contact, NewReception, Person, Request},
};

/// Longest text of a field.
const LONGEST: usize = 2_000;
/// Somebody wrote it into another program: surer than what a machine read, never certain.
const CONFIDENCE: f32 = 90.0;

/// What the fields propose, and what was wrong in them.
#[derive(Default)]
struct Said {
    values: Vec<(&'static str, Value)>,
    faults: Vec<Fault>,
}

impl Said {
    fn text(&mut self, pointer: &str, text: Option<&String>) -> Option<String> {
        let text = text.map(|text| clean(text)).filter(|text| !text.is_empty())?;
        if text.chars().count() > LONGEST {
            self.fault(pointer, "api-fault-long");
            return None;
        }
        Some(text)
    }

    fn fault(&mut self, pointer: &str, key: &str) {
        self.faults.push(Fault { place: Place::Pointer(pointer.to_owned()), detail: expected(key) });
    }

    fn value(&mut self, field: &'static str, pointer: &str, text: Option<&String>) {
        if let Some(text) = self.text(pointer, text) {
            self.values.push((field, json!(text)));
        }
    }

    fn person(&mut self, person: &Person) {
        let mut value = serde_json::Map::new();
        for (field, pointer, text) in [
            ("family_name", "/person/family_name", &person.family_name),
            ("given_names", "/person/given_names", &person.given_names),
            ("foreigner_number", "/person/foreigner_number", &person.foreigner_number),
        ] {
            if let Some(text) = self.text(pointer, text.as_ref()) {
                value.insert(field.to_owned(), json!(text));
            }
        }
        if let Some(birth) = self.text("/person/birth", person.birth.as_ref()) {
            match parsed_birth(&birth) {
                Some(birth) => drop(value.insert("birth".to_owned(), json!(birth))),
                None => self.fault("/person/birth", "api-fault-birth"),
            }
        }
        if !value.is_empty() {
            self.values.push(("person", Value::Object(value)));
        }
    }

    fn request(&mut self, request: &Request) {
        if let Some(kind) = self.text("/request/kind", request.kind.as_ref()) {
            match CaseKind::from_word(&kind) {
                Some(kind) => self.values.push(("kind", json!(kind.word()))),
                None => self.fault("/request/kind", "api-fault-kind"),
            }
        }
        self.value("title", "/request/title", request.title.as_ref());
        self.value("ground", "/request/ground", request.ground.as_ref());
    }

    fn contact(&mut self, contact: &Contact) {
        self.value("email", "/contact/email", contact.email.as_ref());
        self.value("phone", "/contact/phone", contact.phone.as_ref());
    }
}

/// The proposals of a reception.
pub(crate) fn of(reception: &NewReception<'_>, now: DateTime<Utc>) -> Result<Vec<NewSuggestion>, Problem> {
    let mut said = Said::default();
    if let Some(person) = &reception.person {
        said.person(person);
    }
    if let Some(request) = &reception.request {
        said.request(request);
    }
    if let Some(contact) = &reception.contact {
        said.contact(contact);
    }
    said.value("address", "/address", reception.address.as_ref());
    if let Some(number) = said.text("/online_request", reception.online_request.as_ref()) {
        match OnlineRequestNumber::typed(&number) {
            Some(number) => said.values.push((casework::ONLINE_REQUEST, json!(number.normalised))),
            None => said.fault("/online_request", "api-fault-online-request"),
        }
    }
    if !said.faults.is_empty() {
        return Err(Problem::Invalid(said.faults));
    }
    Ok(said.values.into_iter().map(|(field, value)| proposal(field, value, now)).collect())
}

/// One proposal.
pub(crate) fn proposal(field: &str, value: Value, now: DateTime<Utc>) -> NewSuggestion {
    NewSuggestion {
        id: SuggestionId::new(now),
        field: field.to_owned(),
        value,
        origin: "program".to_owned(),
        confidence: CONFIDENCE,
        page: None,
    }
}

/// A text without what no field of the registration can hold.
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect::<String>().trim().to_owned()
}

/// `1990-02-14`, `1990-02`, `1990`, or as people write it.
fn parsed_birth(text: &str) -> Option<BirthDate> {
    let month = text.split_once('-').and_then(|(year, month)| {
        let whole = year.len() == 4 && month.len() == 2;
        whole.then(|| BirthDate::parse(&format!("{month}/{year}"))).flatten()
    });
    month.or_else(|| BirthDate::parse(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(json: &str) -> Result<Vec<NewSuggestion>, Problem> {
        of(&serde_json::from_str(json).expect("json"), DateTime::UNIX_EPOCH)
    }

    #[test]
    fn nothing_said_proposes_nothing() {
        assert!(said("{}").expect("kept").is_empty());
        assert!(said(r#"{"person":{"family_name":" \u0000 "},"request":{},"contact":{}}"#).expect("kept").is_empty());
    }

    #[test]
    fn what_is_said_is_proposed_field_by_field() {
        let found = said(
            r#"{"person":{"family_name":"DI\u0000ALLO","birth":"1990-02"},"request":{"kind":"title_renewal"},
                "contact":{"phone":"06"},"address":"1 rue A\n67000 B"}"#,
        );
        let found: Vec<(String, Value)> = found.expect("kept").into_iter().map(|s| (s.field, s.value)).collect();
        assert_eq!(found[0].1["family_name"], "DIALLO");
        assert_eq!(found[0].1["birth"], json!({ "precision": "month", "year": 1990, "month": 2 }));
        let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["person", "kind", "phone", "address"]);
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let Err(Problem::Invalid(faults)) = said(r#"{"person":{"birth":"30/02/1990"},"request":{"kind":"carte"}}"#)
        else {
            panic!("not told")
        };
        assert_eq!(faults.len(), 2);
    }
}
