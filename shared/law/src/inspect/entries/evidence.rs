//! The date that counts, by the way a request came.

use domain::{EvidenceDate, EvidenceKind, Legibility};
use serde_json::Value;

use super::{DEPARTMENT, Entry, Input, Kind, needed, optional};
use crate::{
    Catalogue, drop_box,
    evidence::{self, EvidenceFound},
    handed_over,
    inspect::{Arguments, InspectError, iso, object, with},
    oral_request,
};

const RECEIVED: Input = needed("received", Kind::Date, "local date of reception");
const FOUND: &[(&str, &str)] =
    &[("evidence_date", "date"), ("kind", "string"), ("alternatives", "objects"), ("to_confirm", "boolean")];

pub(super) const ALL: &[Entry] = &[
    Entry {
        name: "drop_box",
        summary: "when what is found in a drop box is held as handed in",
        inputs: &[
            needed("found", Kind::Date, "local date of the opening that found it"),
            optional("opened_before", Kind::Date, "last sealed opening before"),
            optional("first_opening", Kind::Boolean, "found at the first opening of the day; false by default"),
            DEPARTMENT,
        ],
        outputs: FOUND,
        run: drop_box_date,
    },
    Entry {
        name: "evidence_date",
        summary: "when the sender of a letter is held to have acted (CRPA L. 112-1)",
        inputs: &[
            RECEIVED,
            optional("postmark", Kind::Date, "date of the postmark"),
            optional("legibility", Kind::Choice(&["yes", "partly", "no"]), "of the postmark; yes by default"),
            optional("franking", Kind::Date, "date of a franking machine"),
            optional("registered_deposit", Kind::Date, "date of the proof of deposit of a registered letter"),
            optional("tracking", Kind::Date, "date of the tracking event \"pris en charge\""),
            optional("letter_date", Kind::Date, "date written on the letter"),
            DEPARTMENT,
        ],
        outputs: FOUND,
        run: evidence_date,
    },
    Entry {
        name: "handed_over",
        summary: "when what was handed to a structure or a prison registry is held as filed",
        inputs: &[
            needed("handed", Kind::Date, "day it was handed over"),
            RECEIVED,
            optional("agreement", Kind::Boolean, "the agreement gives the date its effect; true by default"),
        ],
        outputs: FOUND,
        run: |facts, catalogue| {
            let (handed, received) = (facts.required_date("handed")?, facts.required_date("received")?);
            answer(handed_over(handed, received, facts.flag("agreement")?.unwrap_or(true), catalogue))
        },
    },
    Entry {
        name: "oral_request",
        summary: "when a request by telephone, confirmed by a signed form, is held as made",
        inputs: &[
            needed("called", Kind::Date, "day of the call"),
            needed("form_sent", Kind::Date, "postmark of the signed form"),
            RECEIVED,
        ],
        outputs: FOUND,
        run: oral,
    },
];

fn evidence_date(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let legibility = facts.text("legibility").and_then(Legibility::from_word).unwrap_or(Legibility::Yes);
    let letter = evidence::EvidenceFacts {
        postmark: facts.date("postmark")?.map(|date| (date, legibility)),
        franking: facts.date("franking")?,
        registered_deposit: facts.date("registered_deposit")?,
        tracking: facts.date("tracking")?,
        letter_date: facts.date("letter_date")?,
        received_on: facts.required_date("received")?,
    };
    answer(evidence::postal(&letter, catalogue, &facts.calendar(catalogue)?))
}

fn answer(found: EvidenceFound) -> Result<Value, InspectError> {
    let chosen = found.evidence.chosen().clone();
    let alternatives = object(found.evidence.alternatives())?;
    let mut value = object(found)?;
    if let Value::Object(object) = &mut value {
        object.remove("evidence");
    }
    let value = with(value, "evidence_date", iso(chosen.date));
    Ok(with(with(value, "kind", chosen.kind.word()), "alternatives", alternatives))
}

fn drop_box_date(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let first = facts.flag("first_opening")?.unwrap_or(false);
    let (found, before) = (facts.required_date("found")?, facts.date("opened_before")?);
    answer(drop_box(found, before, first, catalogue, &facts.calendar(catalogue)?))
}

fn oral(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let (received_on, sent) = (facts.required_date("received")?, facts.required_date("form_sent")?);
    let evidence =
        |date, kind| domain::Evidence { date, kind, proof: domain::Personal("formulaire signé".to_owned()) };
    let form = EvidenceDate::received(evidence(received_on, EvidenceKind::Reception));
    let form = evidence::improved(form, evidence(sent, EvidenceKind::Postmark));
    answer(oral_request(facts.required_date("called")?, &form, catalogue))
}
