//! When a title is asked for in time.

use serde_json::Value;

use super::{ARTICLE, DEPARTMENT, DUE, Entry, Input, Kind, PERIOD, needed, optional};
use crate::{
    Catalogue, FilingWindow, WindowKind, age_limit, deemed_filed, eu_renewal_window, eu_request_limit, expired_card,
    filing_window, first_request_limit,
    inspect::{Arguments, InspectError, object, with},
    majority, move_declaration, nationality_loss_limit, visa_again, visa_again_unless,
};

const BIRTH: Input = needed("birth", Kind::Date, "date of birth");
const ENTERED: Input = needed("entered", Kind::Date, "day of entry into France");
const EXPIRY: Input = needed("expiry", Kind::Date, "last day of validity of the document held");
const TITLE: Input = optional("title", Kind::Text, "code of the title asked for, as T01");
const LISTED: Input =
    optional("listed", Kind::Boolean, "on the list of the online services; needed when the catalogue cannot tell");

pub(super) const ALL: &[Entry] = &[
    Entry {
        name: "age_limit",
        summary: "last day to ask for a first title after growing up in France (CESEDA R. 431-5, 2° and 3°)",
        inputs: &[BIRTH, ARTICLE],
        outputs: &[("limit", "date")],
        run: |facts, catalogue| object(age_limit(facts.required_date("birth")?, facts.text("article"), catalogue)),
    },
    Entry {
        name: "deemed_filed",
        summary: "on which day a request sent before its window is held as filed (CESEDA R. 431-5)",
        inputs: &[needed("sent", Kind::Date, "evidence date"), EXPIRY, TITLE, ARTICLE, LISTED, DEPARTMENT],
        outputs: &[("on", "date"), ("sent_on", "date"), ("too_early", "boolean")],
        run: |facts, catalogue| {
            object(deemed_filed(facts.required_date("sent")?, &window_of(facts, catalogue)?, catalogue))
        },
    },
    Entry {
        name: "eu_renewal_window",
        summary: "when the card of a family member of a European is renewed (CESEDA R. 233-15)",
        inputs: &[EXPIRY],
        outputs: PERIOD,
        run: |facts, catalogue| object(eu_renewal_window(facts.required_date("expiry")?, catalogue)),
    },
    Entry {
        name: "eu_request_limit",
        summary: "last day for the family of a European to ask for its card (CESEDA R. 233-15)",
        inputs: &[ENTERED],
        outputs: DUE,
        run: |facts, catalogue| object(eu_request_limit(facts.required_date("entered")?, catalogue)),
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
            EXPIRY,
            TITLE,
            ARTICLE,
            LISTED,
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
        name: "first_request_limit",
        summary: "last day to ask for a first title after the entry (CESEDA R. 431-4)",
        inputs: &[ENTERED],
        outputs: DUE,
        run: |facts, catalogue| object(first_request_limit(facts.required_date("entered")?, catalogue)),
    },
    Entry {
        name: "majority",
        summary: "the reminder before the majority of a protected minor, and its limit (CESEDA R. 431-5, 2° and 3°)",
        inputs: &[BIRTH, ARTICLE],
        outputs: &[("reminder_on", "date"), ("majority_on", "date"), ("limit", "date")],
        run: |facts, catalogue| object(majority(facts.required_date("birth")?, facts.text("article"), catalogue)),
    },
    Entry {
        name: "move_declaration",
        summary: "last day to declare a change of residence (CESEDA R. 431-23)",
        inputs: &[needed("arrived", Kind::Date, "day of arrival in the new residence")],
        outputs: DUE,
        run: |facts, catalogue| object(move_declaration(facts.required_date("arrived")?, catalogue)),
    },
    Entry {
        name: "nationality_loss_limit",
        summary: "last day to ask after losing French nationality (CESEDA R. 431-5)",
        inputs: &[needed("opposable", Kind::Date, "day from which the loss can be opposed")],
        outputs: DUE,
        run: |facts, catalogue| object(nationality_loss_limit(facts.required_date("opposable")?, catalogue)),
    },
    Entry {
        name: "visa_again",
        summary: "from when the visa may be asked for again if nothing was requested (CESEDA R. 431-8)",
        inputs: &[
            EXPIRY,
            optional("requested", Kind::Date, "day of a request, in any form, by any channel"),
            optional("long_term_resident", Kind::Boolean, "long-term resident of the EU; false by default"),
        ],
        outputs: &[("from", "date"), ("to", "date"), ("on", "date_or_null")],
        run: visa,
    },
];

fn visa(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let expiry = facts.required_date("expiry")?;
    let resident = facts.flag("long_term_resident")?.unwrap_or(false);
    let found = visa_again_unless(expiry, facts.date("requested")?, resident, catalogue);
    let on = object(found.on)?;
    let because = object(&found.why.because)?;
    Ok(with(with(object(visa_again(expiry, catalogue))?, "on", on), "because", because))
}

fn window(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let window = window_of(facts, catalogue)?;
    let value = object(&window)?;
    match facts.date("evidence")? {
        Some(evidence) => Ok(with(value, "timeliness", object(window.timeliness(evidence))?)),
        None => Ok(value),
    }
}

/// The window of the title, or of what the caller says of it.
pub(super) fn window_of(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<FilingWindow, InspectError> {
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
    Ok(filing_window(expiry, kind, catalogue, &facts.calendar(catalogue)?))
}
