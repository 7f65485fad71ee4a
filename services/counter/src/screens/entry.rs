//! What the agent typed, shown again whatever happens, and the registration it makes.

use casework::{NewPerson, PersonChoice, Registration, Target};
use chrono::NaiveDate;
use domain::{
    BirthDate, CaseId, CaseKind, CommunicationId, DocumentRange, HeldTitle, HeldTitleKind, Medium, Personal, PieceKind,
    Safety,
};
use store::{batches::EnvelopeMarks, deliveries::NewPart};
use web::{Fields, parts::FieldError, t};

/// The value of a choice that is no known person.
pub(crate) const NEW: &str = "nouvelle";
/// The person gives no name.
pub(crate) const UNKNOWN: &str = "inconnue";

/// The fields of the deposit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) person: String,
    pub(crate) search: String,
    pub(crate) family_name: String,
    pub(crate) given_names: String,
    pub(crate) birth: String,
    pub(crate) foreigner_number: String,
    pub(crate) protected: bool,
    pub(crate) kind: Option<CaseKind>,
    pub(crate) title: String,
    pub(crate) ground: String,
    pub(crate) held_kind: Option<HeldTitleKind>,
    pub(crate) held_number: String,
    pub(crate) held_until: String,
    pub(crate) address: String,
    pub(crate) unsafe_address: bool,
    pub(crate) case: String,
    /// What each file is, by its position.
    pub(crate) pieces: Vec<(u32, PieceKind)>,
}

impl Entry {
    /// What a form sent; files are named `piece-1`, `piece-2`...
    pub(crate) fn read(fields: &Fields, parts: &[NewPart]) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        let kind = |part: &NewPart| {
            PieceKind::from_word(fields.get(&format!("piece-{}", part.position))).map(|kind| (part.position, kind))
        };
        Self {
            person: text("personne"),
            search: text("cherche"),
            family_name: text("famille"),
            given_names: text("prenoms"),
            birth: text("naissance"),
            foreigner_number: text("numero"),
            protected: fields.has("protegee"),
            kind: CaseKind::from_word(fields.get("nature")),
            title: text("titre"),
            ground: text("motif"),
            held_kind: HeldTitleKind::from_word(fields.get("detenu")),
            held_number: text("detenu_numero"),
            held_until: text("detenu_fin"),
            address: text("adresse"),
            unsafe_address: fields.has("adresse_dangereuse"),
            case: text("demande"),
            pieces: parts.iter().filter_map(kind).collect(),
        }
    }

    /// The registration that was typed: nothing is mandatory but to say who it is, or that nobody can say.
    ///
    /// # Errors
    /// What must be corrected, each with its field.
    pub(crate) fn registration(
        &self,
        deposit: CommunicationId,
        parts: &[NewPart],
        case: Option<CaseId>,
    ) -> Result<Registration, Vec<FieldError>> {
        let mut errors = Vec::new();
        let person = self.person_choice(&mut errors);
        let held_title = self.held_title(&mut errors);
        if !self.case.is_empty() && case.is_none() {
            errors.push(error("demande", t("counter-error-case")));
        }
        let (Some(person), true) = (person, errors.is_empty()) else { return Err(errors) };
        let text = |value: &String| Some(value.clone()).filter(|v| !v.is_empty());
        Ok(Registration {
            communication: deposit,
            person,
            target: case.map_or(Target::Own, Target::Existing),
            kind: self.kind.unwrap_or(CaseKind::Other),
            title_code: text(&self.title),
            ground: text(&self.ground),
            held_title,
            pieces: self.documents(parts),
            marks: EnvelopeMarks::default(),
            registered_deposit: None,
            letter_date: None,
            address: text(&self.address),
            address_safety: if self.unsafe_address { Safety::Unsafe } else { Safety::Unknown },
            // What is brought for a case that came by another door says nothing of that door.
            channel_basis: case.is_none().then(|| t("counter-channel-basis")),
            medium: Medium::InPerson,
        })
    }

    fn person_choice(&self, errors: &mut Vec<FieldError>) -> Option<PersonChoice> {
        let text = |value: &String| Some(value.clone()).filter(|v| !v.is_empty());
        match self.person.as_str() {
            UNKNOWN => Some(PersonChoice::Unidentified { description: t("counter-person-unknown-description") }),
            NEW | "" => {
                let named = !self.family_name.is_empty() || !self.given_names.is_empty();
                if !named {
                    errors.push(error("famille", t("counter-error-name")));
                }
                let birth = text(&self.birth).map(|typed| BirthDate::parse(&typed).ok_or(()));
                if birth == Some(Err(())) {
                    errors.push(error("naissance", t("counter-error-birth")));
                }
                Some(PersonChoice::New(NewPerson {
                    family_name: text(&self.family_name),
                    given_names: text(&self.given_names),
                    birth: birth.and_then(Result::ok),
                    foreigner_number: text(&self.foreigner_number),
                    protected: self.protected,
                }))
            }
            known => {
                let id = known.parse().ok();
                if id.is_none() {
                    errors.push(error("famille", t("counter-error-name")));
                }
                id.map(PersonChoice::Known)
            }
        }
    }

    fn held_title(&self, errors: &mut Vec<FieldError>) -> Option<HeldTitle> {
        if self.held_number.is_empty() && self.held_until.is_empty() {
            return None;
        }
        if self.held_number.is_empty() {
            errors.push(error("detenu_numero", t("counter-error-held-number")));
        }
        let expires_on = date(&self.held_until);
        if expires_on.is_none() {
            errors.push(error("detenu_fin", t("counter-error-held-until")));
        }
        Some(HeldTitle {
            kind: self.held_kind.unwrap_or(HeldTitleKind::OtherCard),
            number: Personal(self.held_number.clone()),
            expires_on: expires_on?,
        })
    }

    /// One piece a file, over its pages.
    fn documents(&self, parts: &[NewPart]) -> Vec<DocumentRange> {
        let of = |part: &NewPart| {
            let (first, last) = part.pages?;
            let kind = self.pieces.iter().find(|(position, _)| *position == part.position).map(|(_, kind)| *kind);
            Some(DocumentRange { first, last, kind: kind.unwrap_or(PieceKind::Other) })
        };
        parts.iter().filter_map(of).collect()
    }
}

fn error(field: &str, text: String) -> FieldError {
    FieldError { field: field.to_owned(), text }
}

/// A date as fields send it (`2026-11-12`) or as people type it (`12/11/2026`).
fn date(text: &str) -> Option<NaiveDate> {
    formats::french_date::typed(text)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn deposit() -> CommunicationId {
        CommunicationId::new(DateTime::UNIX_EPOCH)
    }

    #[test]
    fn somebody_without_a_name_and_without_papers_is_received() {
        let entry = Entry { person: UNKNOWN.to_owned(), ..Entry::default() };
        let registration = entry.registration(deposit(), &[], None).expect("registration");
        assert_eq!((registration.kind, registration.medium), (CaseKind::Other, Medium::InPerson));
        assert!(registration.pieces.is_empty());
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let entry = Entry {
            birth: "au printemps".to_owned(),
            held_number: "X".to_owned(),
            case: "26-067".to_owned(),
            ..Entry::default()
        };
        let errors = entry.registration(deposit(), &[], None).expect_err("errors");
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["famille", "naissance", "detenu_fin", "demande"]);
    }
}
