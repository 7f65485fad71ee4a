//! Fees.

use serde_json::Value;

use super::{ARTICLE, DEPARTMENT, Entry, Kind, filing::window_of, needed, optional};
use crate::{
    Catalogue, FeeFacts, LateFacts, fees,
    inspect::{Arguments, InspectError, object},
    late_fee,
};

pub(super) const ALL: &[Entry] = &[
    Entry {
        name: "fees",
        summary: "what a title costs on a day (CESEDA L. 436-1 to L. 436-8)",
        inputs: &[
            needed("on", Kind::Date, "day the title is handed over, or asked for"),
            ARTICLE,
            optional("first", Kind::Boolean, "a first title; false by default"),
            optional("regularisation", Kind::Boolean, "entered or stayed without a title; false by default"),
        ],
        outputs: &[("lines", "objects"), ("total_euros", "integer"), ("exempt", "boolean")],
        run: cost,
    },
    Entry {
        name: "late_fee",
        summary: "the fee of a renewal asked for after its window (CESEDA L. 436-5)",
        inputs: &[
            needed("evidence", Kind::Date, "evidence date"),
            needed("expiry", Kind::Date, "last day of validity of the document held"),
            optional("title", Kind::Text, "code of the title asked for, as T01"),
            ARTICLE,
            optional("listed", Kind::Boolean, "on the list of the online services"),
            optional("diligent_since", Kind::Date, "first blockage recorded, or first step proved"),
            optional("force_majeure", Kind::Boolean, "false by default"),
            optional("valid_visa", Kind::Boolean, "false by default"),
            DEPARTMENT,
        ],
        outputs: &[("euros", "integer"), ("waived", "string_or_null")],
        run: late,
    },
];

fn cost(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let asked = FeeFacts {
        article: facts.text("article"),
        first: facts.flag("first")?.unwrap_or(false),
        regularisation: facts.flag("regularisation")?.unwrap_or(false),
        on: facts.required_date("on")?,
    };
    object(fees(&asked, catalogue))
}

fn late(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let known = LateFacts {
        diligent_since: facts.date("diligent_since")?,
        force_majeure: facts.flag("force_majeure")?.unwrap_or(false),
        valid_visa: facts.flag("valid_visa")?.unwrap_or(false),
    };
    object(late_fee(facts.required_date("evidence")?, &window_of(facts, catalogue)?, &known, catalogue))
}
