//! What the service owes by its own choice, and what it may not do before.

use super::{DEPARTMENT, DUE, Entry, Kind, TODAY, needed};
use crate::{
    biometrics_offer, blockage_answer, channel_basis_due, closure_notice, commitment, failed_attempts, inspect::object,
    mail_grace, outcome_due, withdrawal_undo,
};

pub(super) const ALL: &[Entry] = &[
    Entry {
        name: "biometrics_offer",
        summary: "when an appointment for fingerprints is offered (CESEDA R. 431-9)",
        inputs: &[needed("received", Kind::Date, "local date of reception")],
        outputs: DUE,
        run: |facts, catalogue| object(biometrics_offer(facts.required_date("received")?, catalogue)),
    },
    Entry {
        name: "blockage_answer",
        summary: "when a report of blockage has its attestation",
        inputs: &[needed("reported", Kind::Date, "day of the report"), DEPARTMENT],
        outputs: DUE,
        run: |facts, catalogue| {
            object(blockage_answer(facts.required_date("reported")?, catalogue, &facts.calendar(catalogue)?))
        },
    },
    Entry {
        name: "channel_basis_due",
        summary: "when the legal basis of the channel is recorded",
        inputs: &[needed("received", Kind::Date, "local date of reception"), DEPARTMENT],
        outputs: DUE,
        run: |facts, catalogue| {
            object(channel_basis_due(facts.required_date("received")?, catalogue, &facts.calendar(catalogue)?))
        },
    },
    Entry {
        name: "closure_notice",
        summary: "first day on which a closure told to the person may be confirmed",
        inputs: &[needed("delivered", Kind::Date, "day the notice was delivered")],
        outputs: DUE,
        run: |facts, catalogue| object(closure_notice(facts.required_date("delivered")?, catalogue)),
    },
    Entry {
        name: "commitment",
        summary: "when a commitment made without a date is kept",
        inputs: &[needed("made", Kind::Date, "day of the commitment"), DEPARTMENT],
        outputs: &[("due", "date"), ("supervisor_on", "date")],
        run: |facts, catalogue| {
            object(commitment(facts.required_date("made")?, catalogue, &facts.calendar(catalogue)?))
        },
    },
    Entry {
        name: "failed_attempts",
        summary: "whether failed attempts to get an appointment are enough for a judge (CE, 10 June 2020, no 435594)",
        inputs: &[needed("attempts", Kind::Text, "days, separated by commas"), TODAY],
        outputs: &[("distinct_weeks", "integer"), ("enough", "boolean")],
        run: |facts, catalogue| {
            let attempts = facts.dates("attempts")?;
            object(failed_attempts(&attempts, facts.required_date("today")?, catalogue))
        },
    },
    Entry {
        name: "mail_grace",
        summary: "until when nothing may be proposed after a limit",
        inputs: &[needed("limit", Kind::Date, "the limit"), DEPARTMENT],
        outputs: DUE,
        run: |facts, catalogue| {
            object(mail_grace(facts.required_date("limit")?, catalogue, &facts.calendar(catalogue)?))
        },
    },
    Entry {
        name: "outcome_due",
        summary: "last day to say what became of an arrival that opened no case",
        inputs: &[needed("received", Kind::Date, "local date of reception"), DEPARTMENT],
        outputs: DUE,
        run: |facts, catalogue| {
            object(outcome_due(facts.required_date("received")?, catalogue, &facts.calendar(catalogue)?))
        },
    },
    Entry {
        name: "withdrawal_undo",
        summary: "last day to undo a withdrawal",
        inputs: &[needed("withdrawn", Kind::Date, "day of the withdrawal")],
        outputs: DUE,
        run: |facts, catalogue| object(withdrawal_undo(facts.required_date("withdrawn")?, catalogue)),
    },
];
