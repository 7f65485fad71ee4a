//! What the texts make the administration owe within a delay.

use serde_json::Value;

use super::{DEPARTMENT, DUE, Entry, Kind, PERIOD, needed, optional};
use crate::{
    Catalogue, acknowledgement_due, commission_dates, eu_card_due, file_access_due,
    inspect::{Arguments, InspectError, object},
    ofii_certificate_due, ofii_opinion_due, protection_card_due, reflection_period,
};

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
        name: "commission",
        summary: "the dates of a case before the commission du titre de séjour (CESEDA L. 432-15, R. 432-8)",
        inputs: &[
            needed("referred", Kind::Date, "day the referral was registered"),
            optional("meeting", Kind::Date, "day of the meeting"),
        ],
        outputs: &[("meets_by", "date"), ("summoned_by", "date_or_null"), ("opinion_deemed_on", "date")],
        run: |facts, catalogue| {
            object(commission_dates(facts.required_date("referred")?, facts.date("meeting")?, catalogue))
        },
    },
    Entry {
        name: "eu_card_due",
        summary: "when the card of a family member of a European is due (CESEDA R. 233-17)",
        inputs: &[needed("filed", Kind::Date, "day of the deposit")],
        outputs: DUE,
        run: |facts, catalogue| object(eu_card_due(facts.required_date("filed")?, catalogue)),
    },
    Entry {
        name: "file_access_due",
        summary: "when the file is shown to the person (CRPA R. 311-13)",
        inputs: &[needed("asked", Kind::Date, "day it was asked for")],
        outputs: DUE,
        run: |facts, catalogue| object(file_access_due(facts.required_date("asked")?, catalogue)),
    },
    Entry {
        name: "ofii_certificate_due",
        summary: "last day to send the medical certificate to the OFII (CESEDA R. 425-12)",
        inputs: &[needed("registered", Kind::Date, "day of the registration")],
        outputs: DUE,
        run: |facts, catalogue| object(ofii_certificate_due(facts.required_date("registered")?, catalogue)),
    },
    Entry {
        name: "ofii_opinion_due",
        summary: "when the doctors of the OFII give their opinion (CESEDA R. 425-13)",
        inputs: &[needed("sent", Kind::Date, "day the certificate was sent")],
        outputs: DUE,
        run: |facts, catalogue| object(ofii_opinion_due(facts.required_date("sent")?, catalogue)),
    },
    Entry {
        name: "protection_card_due",
        summary: "when the card of a person protected by OFPRA is due (CESEDA R. 424-1, R. 424-7)",
        inputs: &[needed("decided", Kind::Date, "day of the decision of OFPRA or CNDA")],
        outputs: DUE,
        run: |facts, catalogue| object(protection_card_due(facts.required_date("decided")?, false, catalogue)),
    },
    Entry {
        name: "reflection_period",
        summary: "the thirty days of reflection of a victim of trafficking (CESEDA R. 425-1 to R. 425-3)",
        inputs: &[needed("handed", Kind::Date, "day the récépissé was handed over")],
        outputs: PERIOD,
        run: |facts, catalogue| object(reflection_period(facts.required_date("handed")?, catalogue)),
    },
];

fn acknowledgement(facts: &Arguments<'_>, catalogue: &Catalogue) -> Result<Value, InspectError> {
    let calendar = facts.calendar(catalogue)?;
    object(acknowledgement_due(facts.required_date("received")?, facts.channel()?, catalogue, &calendar))
}
