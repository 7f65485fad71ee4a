//! The rules that `inspect rule` answers.

use chrono::NaiveDate;
use domain::Legibility;
use serde_json::Value;

use super::{Arguments, Entry, Input, InspectError, Kind, iso, object, with};
use crate::{
    AppealFacts, Catalogue, Delivery, Distance, Silence, Suspension, WindowKind, acknowledgement_due, age_limit,
    appeal_limit, complement_limit, evidence, expired_card, filing_window, implicit_rejection, suspended, visa_again,
};

const fn needed(key: &'static str, kind: Kind, help: &'static str) -> Input {
    Input { key, kind, required: true, help }
}

const fn optional(key: &'static str, kind: Kind, help: &'static str) -> Input {
    Input { key, kind, required: false, help }
}

const DEPARTMENT: Input = optional("department", Kind::Department, "département whose calendar counts; 75 by default");

pub(super) const ALL: &[Entry] = &[
    Entry {
        name: "acknowledgement",
        summary: "last day to send the acknowledgement (CRPA L. 112-3, L. 112-11)",
        inputs: &[
            needed("received", Kind::Date, "local date of reception"),
            optional(
                "channel",
                Kind::Choice(&["post", "email", "phone", "counter", "structure", "online"]),
                "post by default",
            ),
            DEPARTMENT,
        ],
        outputs: &[("due", "date"), ("working_days", "integer")],
        run: acknowledgement,
    },
    Entry {
        name: "age_limit",
        summary: "last day to ask for a first title after growing up in France (CESEDA R. 431-5, 2° and 3°)",
        inputs: &[
            needed("birth", Kind::Date, "date of birth"),
            optional("article", Kind::Text, "article asked for, as \"L. 423-22\""),
        ],
        outputs: &[("limit", "date")],
        run: |facts, catalogue| object(age_limit(facts.required_date("birth")?, facts.text("article"), catalogue)),
    },
    Entry {
        name: "appeal_limit",
        summary: "last day to appeal, délai franc (CJA R. 421-1 to R. 421-7)",
        inputs: &[
            needed("decision", Kind::Date, "day of notification, or of birth of the implicit decision"),
            optional("distance", Kind::Choice(&["none", "overseas", "abroad"]), "none by default"),
            optional("informed", Kind::Boolean, "a complete acknowledgement reached the applicant; true by default"),
            DEPARTMENT,
        ],
        outputs: &[("until", "date_or_null"), ("computed", "date")],
        run: appeal,
    },
    Entry {
        name: "complement_limit",
        summary: "last day to send the pieces asked for (CESEDA R. 431-11, CRPA L. 114-5)",
        inputs: &[
            needed("dispatched", Kind::Date, "day handed to the post, presented, sent or given"),
            optional("medium", Kind::Choice(&["post", "registered", "email", "counter"]), "post by default"),
            DEPARTMENT,
        ],
        outputs: &[("presumed_receipt", "date"), ("limit", "date")],
        run: complement,
    },
    Entry {
        name: "evidence_date",
        summary: "when the sender of a letter is held to have acted (CRPA L. 112-1)",
        inputs: &[
            needed("received", Kind::Date, "local date of reception"),
            optional("postmark", Kind::Date, "date of the postmark"),
            optional("legibility", Kind::Choice(&["yes", "partly", "no"]), "of the postmark; yes by default"),
            optional("franking", Kind::Date, "date of a franking machine"),
            optional("registered_deposit", Kind::Date, "date of the proof of deposit of a registered letter"),
            optional("tracking", Kind::Date, "date of the tracking event \"pris en charge\""),
            optional("letter_date", Kind::Date, "date written on the letter"),
            DEPARTMENT,
        ],
        outputs: &[
            ("evidence_date", "date"),
            ("kind", "string"),
            ("alternatives", "objects"),
            ("to_confirm", "boolean"),
        ],
        run: evidence_date,
    },
    Entry {
        name: "expired_card",
        summary: "while an expired card keeps its rights (CESEDA L. 433-3)",
        inputs: &[needed("expiry", Kind::Date, "last day of validity of the card")],
        outputs: &[("from", "date"), ("to", "date")],
        run: |facts, catalogue| object(expired_card(facts.required_date("expiry")?, catalogue)),
    },
    Entry {
        name: "filing_window",
        summary: "when a renewal is asked for in time (CESEDA R. 431-5, 1°)",
        inputs: &[
            needed("expiry", Kind::Date, "last day of validity of the document held"),
            optional("title", Kind::Text, "code of the title asked for, as T01"),
            optional("article", Kind::Text, "article asked for, as \"L. 423-22\""),
            optional(
                "listed",
                Kind::Boolean,
                "on the list of the online services; needed when the catalogue cannot tell",
            ),
            optional("evidence", Kind::Date, "evidence date to place in the window"),
            DEPARTMENT,
        ],
        outputs: &[
            ("kind", "string"),
            ("open", "date"),
            ("close", "date"),
            ("tolerated_to", "date"),
            ("timeliness", "object"),
        ],
        run: window,
    },
    Entry {
        name: "implicit_rejection",
        summary: "when silence becomes a rejection (CESEDA R.* 432-1, R. 432-2)",
        inputs: &[
            needed("received", Kind::Date, "local date of the first reception by any service"),
            optional("title", Kind::Text, "code of the title asked for, as T01; four months when it is not known"),
            optional("article", Kind::Text, "article asked for, as \"L. 421-14\""),
            optional("delay", Kind::Text, "key of a row on silence, when a fact commands it"),
            optional("channel_basis", Kind::Boolean, "the legal basis of the channel is recorded; true by default"),
            optional("suspension", Kind::Text, "periods as 2026-11-30/2026-12-15, separated by commas"),
        ],
        outputs: &[
            ("on", "date"),
            ("effect", "string"),
            ("delay", "string"),
            ("others", "objects"),
            ("suspended", "object"),
        ],
        run: silence,
    },
    Entry {
        name: "visa_again",
        summary: "from when the visa may be asked for again if nothing was requested (CESEDA R. 431-8)",
        inputs: &[needed("expiry", Kind::Date, "last day of validity of the document held")],
        outputs: &[("from", "date"), ("to", "date")],
        run: |facts, catalogue| object(visa_again(facts.required_date("expiry")?, catalogue)),
    },
];

fn acknowledgement(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let calendar = facts.calendar(catalogue)?;
    object(acknowledgement_due(facts.required_date("received")?, facts.channel()?, catalogue, &calendar))
}

fn appeal(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let distance = match facts.text("distance") {
        Some("overseas") => Distance::Overseas,
        Some("abroad") => Distance::Abroad,
        Some(_) | None => Distance::None,
    };
    let informed = facts.flag("informed")?.unwrap_or(true);
    let appeal = AppealFacts { starts_on: facts.required_date("decision")?, distance, informed };
    object(appeal_limit(&appeal, catalogue, &facts.calendar(catalogue)?))
}

fn complement(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let on = facts.required_date("dispatched")?;
    let delivery = match facts.text("medium") {
        Some("registered") => Delivery::RegisteredPresented(on),
        Some("email") => Delivery::Email(on),
        Some("counter") => Delivery::ByHand(on),
        Some(_) | None => Delivery::SimplePost(on),
    };
    object(complement_limit(delivery, catalogue, &facts.calendar(catalogue)?))
}

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
    let found = evidence::postal(&letter, catalogue, &facts.calendar(catalogue)?);
    let chosen = found.evidence.chosen().clone();
    let alternatives = object(found.evidence.alternatives())?;
    let mut value = object(found)?;
    if let Value::Object(object) = &mut value {
        object.remove("evidence");
    }
    let value = with(value, "evidence_date", iso(chosen.date));
    Ok(with(with(value, "kind", chosen.kind.word()), "alternatives", alternatives))
}

fn window(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let expiry = facts.required_date("expiry")?;
    let of_title = match facts.text("title") {
        None => None,
        Some(code) => {
            let title = catalogue.title(code, expiry).ok_or_else(|| InspectError::Title(code.to_owned()))?;
            title.on_list(facts.text("article"), expiry)
        }
    };
    let listed = facts.flag("listed")?.or(of_title).ok_or(InspectError::Missing("listed"))?;
    let kind = if listed { WindowKind::Listed } else { WindowKind::NotListed };
    let window = filing_window(expiry, kind, catalogue, &facts.calendar(catalogue)?);
    let value = object(&window)?;
    match facts.date("evidence")? {
        Some(evidence) => Ok(with(value, "timeliness", object(window.timeliness(evidence))?)),
        None => Ok(value),
    }
}

fn silence(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let received_on = facts.required_date("received")?;
    let title = match facts.text("title") {
        Some(code) => Some(catalogue.title(code, received_on).ok_or_else(|| InspectError::Title(code.to_owned()))?),
        None => None,
    };
    let chosen = facts.text("delay");
    if let Some(key) = chosen.filter(|key| catalogue.silence_row(key, received_on).is_none()) {
        return Err(InspectError::Delay(key.to_owned()));
    }
    let channel_basis_recorded = facts.flag("channel_basis")?.unwrap_or(true);
    let silence = Silence { received_on, title, article: facts.text("article"), chosen, channel_basis_recorded };
    let rejection = implicit_rejection(&silence, catalogue);
    let value = object(&rejection)?;
    match facts.text("suspension") {
        None => Ok(value),
        Some(periods) => {
            let periods = periods.split(',').map(period).collect::<Result<Vec<_>, _>>()?;
            Ok(with(value, "suspended", object(suspended(rejection.on, &periods, catalogue))?))
        }
    }
}

fn period(text: &str) -> Result<Suspension, InspectError> {
    let (from, until) = text.trim().split_once('/').ok_or(InspectError::Period)?;
    let day = |text: &str| -> Result<NaiveDate, InspectError> {
        super::arguments::date("suspension", text).map_err(|_| InspectError::Period)
    };
    Ok(Suspension { from: day(from)?, until: day(until)? })
}
