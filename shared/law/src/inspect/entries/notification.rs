//! Notifications, limits to answer and to appeal.

use chrono::{NaiveDateTime, NaiveTime};
use serde_json::Value;

use super::{DEPARTMENT, Entry, Input, Kind, TODAY, needed, optional};
use crate::{
    AppealFacts, Catalogue, Delivery, Distance, Liberty, RegisteredFacts, appeal_limit, complement_limit,
    electronic_notification,
    inspect::{Arguments, InspectError, object},
    reasons_due, registered_notification, removal_appeal,
};

const DISTANCE: Input = optional("distance", Kind::Choice(&["none", "overseas", "abroad"]), "none by default");
const INFORMED: Input =
    optional("informed", Kind::Boolean, "a complete acknowledgement reached the applicant; true by default");

pub(super) const ALL: &[Entry] = &[
    Entry {
        name: "appeal_limit",
        summary: "last day to appeal, délai franc (CJA R. 421-1 to R. 421-7)",
        inputs: &[
            needed("decision", Kind::Date, "day of notification, or of birth of the implicit decision"),
            DISTANCE,
            INFORMED,
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
        name: "electronic_notification",
        summary: "when a decision made available electronically is notified (CRPA L. 112-15, R. 112-16 to R. 112-20)",
        inputs: &[
            needed("available", Kind::Date, "day it was made available"),
            optional("consulted", Kind::Date, "day of its first consultation"),
            optional("consented", Kind::Boolean, "the person agreed expressly; false by default"),
            TODAY,
        ],
        outputs: &[("notified_on", "date_or_null")],
        run: |facts, catalogue| {
            let (available, consulted) = (facts.required_date("available")?, facts.date("consulted")?);
            let consented = facts.flag("consented")?.unwrap_or(false);
            let today = facts.required_date("today")?;
            object(electronic_notification(available, consulted, consented, today, catalogue))
        },
    },
    Entry {
        name: "reasons_due",
        summary: "when the reasons of an implicit rejection are due, and the appeal after them (CRPA L. 232-4)",
        inputs: &[
            needed("asked", Kind::Date, "day the reasons were asked for"),
            needed("decision", Kind::Date, "day the implicit decision was born"),
            optional("given", Kind::Date, "day the reasons were given"),
            DISTANCE,
            INFORMED,
            DEPARTMENT,
        ],
        outputs: &[("due", "date"), ("asked_in_time", "boolean"), ("appeal_until", "date_or_null")],
        run: reasons,
    },
    Entry {
        name: "registered_notification",
        summary: "on which day a registered letter is notified (CPCE R. 1-1-6)",
        inputs: &[
            needed("presented", Kind::Date, "first presentation"),
            optional("notice_left", Kind::Boolean, "the notice of passage was left, clearly marked; true by default"),
            optional("collected", Kind::Date, "day it was handed over"),
            optional("refused", Kind::Date, "day it was refused"),
            optional("wrong_address", Kind::Boolean, "it came back: not known at the address; false by default"),
            TODAY,
        ],
        outputs: &[("how", "string"), ("notified_on", "date_or_null"), ("kept_until", "date")],
        run: registered,
    },
    Entry {
        name: "removal_appeal",
        summary: "last day to appeal against a refusal with a removal order (CESEDA L. 614-1 to L. 614-3)",
        inputs: &[
            needed("notified", Kind::Date, "day of the notification"),
            optional("hour", Kind::Text, "its hour, as 14:30; midnight by default"),
            optional(
                "liberty",
                Kind::Choice(&["free", "house_arrest_or_prison", "detention"]),
                "where the person is; free by default",
            ),
            INFORMED,
            DEPARTMENT,
        ],
        outputs: &[("until", "date_or_null"), ("until_hour", "moment_or_null"), ("computed", "date")],
        run: removal,
    },
];

fn appeal_facts(facts: &Arguments<'_>) -> Result<AppealFacts, InspectError> {
    let distance = match facts.text("distance") {
        Some("overseas") => Distance::Overseas,
        Some("abroad") => Distance::Abroad,
        Some(_) | None => Distance::None,
    };
    let informed = facts.flag("informed")?.unwrap_or(true);
    Ok(AppealFacts { starts_on: facts.required_date("decision")?, distance, informed })
}

fn appeal(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    object(appeal_limit(&appeal_facts(facts)?, catalogue, &facts.calendar(catalogue)?))
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

fn reasons(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let calendar = facts.calendar(catalogue)?;
    let appeal = appeal_limit(&appeal_facts(facts)?, catalogue, &calendar);
    object(reasons_due(facts.required_date("asked")?, &appeal, facts.date("given")?, catalogue, &calendar))
}

fn registered(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let letter = RegisteredFacts {
        presented_on: facts.required_date("presented")?,
        notice_left: facts.flag("notice_left")?.unwrap_or(true),
        collected_on: facts.date("collected")?,
        refused_on: facts.date("refused")?,
        wrong_address: facts.flag("wrong_address")?.unwrap_or(false),
    };
    object(registered_notification(&letter, facts.required_date("today")?, catalogue)?)
}

fn removal(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let hour = match facts.text("hour") {
        Some(text) => NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| InspectError::Hour)?,
        None => NaiveTime::MIN,
    };
    let liberty = match facts.text("liberty") {
        Some("house_arrest_or_prison") => Liberty::HouseArrestOrPrison,
        Some("detention") => Liberty::Detention,
        Some(_) | None => Liberty::Free,
    };
    let at = NaiveDateTime::new(facts.required_date("notified")?, hour);
    let informed = facts.flag("informed")?.unwrap_or(true);
    object(removal_appeal(at, liberty, informed, catalogue, &facts.calendar(catalogue)?))
}
