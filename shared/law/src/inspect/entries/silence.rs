//! Silence and its date.

use chrono::NaiveDate;
use domain::PieceKind;
use serde_json::Value;

use super::{Entry, Kind, needed, optional};
use crate::{
    Catalogue, PieceRequest, Silence, Suspension, clock_pause,
    documents::RequestNature,
    implicit_rejection,
    inspect::{Arguments, InspectError, arguments, object, with},
    missing_pieces, pieces, reunification_dates, suspended,
};

pub(super) const ALL: &[Entry] = &[
    Entry {
        name: "clock_pause",
        summary: "during which days a request for pieces stops the delay of rejection (CRPA L. 114-5)",
        inputs: &[
            needed("dispatched", Kind::Date, "day the request for pieces left"),
            needed("limit", Kind::Date, "last day given"),
            optional("presumed_receipt", Kind::Date, "day it is presumed received; the day it left by default"),
            optional("pieces", Kind::Date, "day the last piece was sent (postmark)"),
            optional("states_effect", Kind::Boolean, "it says the pieces, the delay and its effect; true by default"),
            optional("in_doubt", Kind::Boolean, "it may never have arrived; false by default"),
        ],
        outputs: &[("suspension", "object_or_null")],
        run: pause,
    },
    Entry {
        name: "family_reunification",
        summary: "when silence rejects a family reunification, and the mayor's opinion (CESEDA R. 434-23, R. 434-26)",
        inputs: &[
            needed("asked", Kind::Date, "day of the request"),
            optional("attested", Kind::Date, "day of the OFII's attestation on a complete file"),
            optional("mayor_since", Kind::Date, "day the mayor got the file"),
        ],
        outputs: &[("rejection_on", "date_or_null"), ("mayor_on", "date_or_null")],
        run: |facts, catalogue| {
            let (attested, mayor) = (facts.date("attested")?, facts.date("mayor_since")?);
            object(reunification_dates(attested, mayor, facts.required_date("asked")?, catalogue))
        },
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
        name: "pieces",
        summary: "the pieces of a request, and those that are missing (CESEDA R. 431-10, R. 431-11)",
        inputs: &[
            needed("on", Kind::Date, "the day"),
            optional("title", Kind::Text, "code of the title asked for, as T01"),
            optional("article", Kind::Text, "article asked for, as \"L. 423-22\""),
            optional("nature", Kind::Choice(RequestNature::WORDS), "first by default"),
            optional("received", Kind::Text, "kinds received, as passport, photo, separated by commas"),
        ],
        outputs: &[("pieces", "objects"), ("effect", "object")],
        run: pieces_of,
    },
];

fn pieces_of(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let on = facts.required_date("on")?;
    let title = match facts.text("title") {
        Some(code) => Some(catalogue.title(code, on).ok_or_else(|| InspectError::Title(code.to_owned()))?),
        None => None,
    };
    let nature = facts.text("nature").and_then(RequestNature::from_word).unwrap_or(RequestNature::First);
    let list = pieces(title, facts.text("article"), nature, on, catalogue);
    let words = facts.text("received").into_iter().flat_map(|text| text.split(','));
    let received =
        words.map(|word| PieceKind::from_word(word.trim()).ok_or_else(|| InspectError::Piece(word.to_owned())));
    let missing = list.missing(&received.collect::<Result<Vec<_>, _>>()?);
    Ok(with(object(&list)?, "effect", object(missing_pieces(&missing, on, catalogue))?))
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

fn pause(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let dispatched_on = facts.required_date("dispatched")?;
    let request = PieceRequest {
        dispatched_on,
        presumed_receipt: facts.date("presumed_receipt")?.unwrap_or(dispatched_on),
        limit: facts.required_date("limit")?,
        states_effect: facts.flag("states_effect")?.unwrap_or(true),
        pieces_on: facts.date("pieces")?,
        in_doubt: facts.flag("in_doubt")?.unwrap_or(false),
    };
    object(clock_pause(&request, catalogue)?)
}

fn period(text: &str) -> Result<Suspension, InspectError> {
    let (from, until) = text.trim().split_once('/').ok_or(InspectError::Period)?;
    let day = |text: &str| -> Result<NaiveDate, InspectError> {
        arguments::date("suspension", text).map_err(|_| InspectError::Period)
    };
    Ok(Suspension { from: day(from)?, until: day(until)? })
}
