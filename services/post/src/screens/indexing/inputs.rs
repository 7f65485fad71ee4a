//! The fields of the desk, with what was typed, where it was read and what is wrong.

use store::reads::indexing::Proposal;
use web::{
    parts::{Field, FieldError},
    t, t1,
};

use super::{
    entry::{Entry, date},
    read_person::{origin, text},
};

/// The fields that are printed by the component of forms.
pub(crate) struct Inputs {
    pub(crate) search: Field,
    pub(crate) family_name: Field,
    pub(crate) given_names: Field,
    pub(crate) birth: Field,
    pub(crate) foreigner_number: Field,
    pub(crate) description: Field,
    pub(crate) ground: String,
    pub(crate) held_open: bool,
    pub(crate) held_number: Field,
    pub(crate) held_until: Field,
    pub(crate) postmark: Field,
    pub(crate) office: Field,
    pub(crate) operator: Field,
    pub(crate) registered: Field,
    pub(crate) deposit: Field,
    pub(crate) letter_date: Field,
    pub(crate) franking: Field,
    pub(crate) tracking: Field,
    pub(crate) other_proof: bool,
    pub(crate) address: Field,
    pub(crate) channel_basis: Field,
}

pub(crate) fn inputs(entry: &Entry, proposals: &[Proposal], first_page: u32, errors: &[FieldError]) -> Inputs {
    let wrong = |field: &str| errors.iter().find(|e| e.field == field).map(|e| e.text.clone());
    let proposal = |field: &str| proposals.iter().find(|p| p.field == field);
    let with_origin = |field: Field, name: &str, typed: &str| match proposal(name) {
        Some(p) if text(&p.value) == Some(typed) => field.hint(t1("post-read-from", "origin", origin(p, first_page))),
        _ => field,
    };
    // A field of text, not of the browser's calendar: a clerk who types hundreds of days a day types the day alone.
    let dated = |name: &str, label: String, typed: &str| {
        let shown = date(typed).map_or_else(|| typed.to_owned(), |date| date.format("%d/%m/%Y").to_string());
        Field::text(name, label).value(shown).error(wrong(name))
    };
    Inputs {
        search: Field::search("cherche", t("post-person-search")).value(&entry.search),
        family_name: Field::text("famille", t("post-person-family"))
            .value(&entry.family_name)
            .key('f')
            .error(wrong("famille")),
        given_names: Field::text("prenoms", t("post-person-given")).value(&entry.given_names),
        birth: Field::text("naissance", t("post-person-birth")).value(&entry.birth).error(wrong("naissance")),
        foreigner_number: Field::text("numero", t("post-person-number")).value(&entry.foreigner_number),
        description: Field::text("description", t("post-person-description")).value(&entry.description),
        ground: entry.ground.clone(),
        held_open: !entry.held_number.is_empty() || !entry.held_until.is_empty(),
        held_number: Field::text("detenu_numero", t("post-held-number"))
            .value(&entry.held_number)
            .error(wrong("detenu_numero")),
        held_until: dated("detenu_fin", t("post-held-until"), &entry.held_until),
        postmark: dated("cachet", t("post-date-postmark-short"), &entry.postmark).key('d'),
        office: Field::text("bureau", t("post-date-office")).value(&entry.office),
        operator: Field::text("operateur", t("post-date-operator")).value(&entry.operator),
        registered: with_origin(
            Field::text("recommande", t("post-date-registered")).value(&entry.registered_number),
            "registered_number",
            &entry.registered_number,
        ),
        deposit: dated("depot", t("post-date-deposit"), &entry.deposit),
        letter_date: with_origin(
            dated("lettre", t("post-date-letter"), &entry.letter_date),
            "letter_date",
            &entry.letter_date,
        ),
        franking: dated("affranchi", t("post-date-franking"), &entry.franking),
        tracking: dated("pris_en_charge", t("post-date-tracking"), &entry.tracking),
        other_proof: !entry.franking.is_empty() || !entry.tracking.is_empty(),
        address: with_origin(
            Field::long_text("adresse", t("post-address")).value(&entry.address).key('a'),
            "address",
            &entry.address,
        ),
        channel_basis: Field::text("fondement_depot", t("post-channel-basis"))
            .hint(t("post-channel-basis-hint"))
            .value(&entry.channel_basis),
    }
}
