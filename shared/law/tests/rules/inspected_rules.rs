//! Every rule of `inspect rule` is listed, has a schema, and answers.

use law::inspect;
use serde_json::{Value, json};

use crate::inspected::ask;

/// A rule, its facts, a key of the answer, and its value as text.
type Question = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

const QUESTIONS: &[Question] = &[
    ("acknowledgement", &[("received", "2026-11-16"), ("department", "67")], "due", "2026-11-18"),
    ("age_limit", &[("birth", "2009-02-10"), ("article", "L. 424-1")], "limit", "2028-02-09"),
    ("appeal_limit", &[("decision", "2026-11-03")], "until", "2027-01-04"),
    ("biometrics_offer", &[("received", "2026-11-20")], "due", "2026-12-20"),
    ("blockage_answer", &[("reported", "2026-11-18")], "due", "2026-11-20"),
    ("channel_basis", &[("on", "2026-11-20"), ("title", "T24"), ("channel", "counter")], "basis", "counter"),
    ("channel_basis_due", &[("received", "2026-11-20")], "due", "2026-11-24"),
    (
        "clock_pause",
        &[("dispatched", "2026-11-30"), ("limit", "2026-12-30"), ("pieces", "2026-12-15")],
        "suspension",
        r#"{"from":"2026-11-30","until":"2026-12-15"}"#,
    ),
    ("closure_notice", &[("delivered", "2026-11-20")], "due", "2026-12-20"),
    ("commission", &[("referred", "2026-11-20"), ("meeting", "2027-01-15")], "summoned_by", "2026-12-31"),
    ("commitment", &[("made", "2026-12-01"), ("department", "67")], "supervisor_on", "2027-01-04"),
    ("competence", &[("on", "2026-12-07"), ("filed_in", "75"), ("commune", "93066")], "department", "93"),
    ("complement_limit", &[("dispatched", "2026-11-27")], "limit", "2027-01-04"),
    ("deemed_filed", &[("sent", "2026-09-17"), ("expiry", "2027-01-20"), ("listed", "true")], "on", "2026-09-22"),
    ("drop_box", &[("found", "2026-11-23"), ("first_opening", "true")], "evidence_date", "2026-11-20"),
    (
        "electronic_notification",
        &[("available", "2026-11-20"), ("consented", "true"), ("today", "2026-12-06")],
        "notified_on",
        "2026-11-20",
    ),
    ("eu_card_due", &[("filed", "2026-11-20")], "due", "2027-05-20"),
    ("eu_renewal_window", &[("expiry", "2027-01-20")], "from", "2026-11-20"),
    ("eu_request_limit", &[("entered", "2026-11-20")], "due", "2027-02-20"),
    ("evidence_date", &[("received", "2026-11-16"), ("postmark", "2026-11-12")], "evidence_date", "2026-11-12"),
    ("expired_card", &[("expiry", "2026-12-02")], "to", "2027-03-02"),
    ("failed_attempts", &[("attempts", "2026-11-09, 2026-11-17"), ("today", "2026-11-20")], "enough", "true"),
    ("family_reunification", &[("asked", "2026-11-24"), ("attested", "2026-11-24")], "rejection_on", "2027-05-24"),
    ("fees", &[("on", "2026-04-03"), ("article", "L. 422-1")], "total_euros", "75"),
    ("file_access_due", &[("asked", "2026-11-20")], "due", "2026-12-20"),
    ("filing_window", &[("expiry", "2027-01-20"), ("listed", "true")], "open", "2026-09-22"),
    ("first_request_limit", &[("entered", "2026-09-30")], "due", "2026-11-30"),
    ("handed_over", &[("handed", "2026-11-10"), ("received", "2026-11-24")], "evidence_date", "2026-11-10"),
    ("implicit_rejection", &[("received", "2026-11-20"), ("title", "T01")], "on", "2027-02-18"),
    ("late_fee", &[("evidence", "2026-11-24"), ("expiry", "2027-01-20"), ("listed", "true")], "euros", "180"),
    ("mail_grace", &[("limit", "2026-09-23")], "due", "2026-10-07"),
    ("majority", &[("birth", "2009-02-10"), ("article", "L. 424-1")], "reminder_on", "2026-08-10"),
    ("move_declaration", &[("arrived", "2026-11-30")], "due", "2027-02-28"),
    ("nationality_loss_limit", &[("opposable", "2026-11-20")], "due", "2027-01-20"),
    ("next_document", &[("current_to", "2027-04-20"), ("today", "2027-03-21")], "issue_by", "2027-04-13"),
    ("ofii_certificate_due", &[("registered", "2026-11-23")], "due", "2026-12-23"),
    ("ofii_opinion_due", &[("sent", "2026-12-01")], "due", "2027-03-01"),
    (
        "oral_request",
        &[("called", "2026-11-20"), ("form_sent", "2026-11-27"), ("received", "2026-12-01")],
        "evidence_date",
        "2026-11-20",
    ),
    ("outcome_due", &[("received", "2027-03-22"), ("department", "67")], "due", "2027-03-31"),
    ("pieces", &[("on", "2026-11-20"), ("title", "T31")], "pieces", "[]"),
    ("protection_card_due", &[("decided", "2026-08-31")], "due", "2026-11-30"),
    (
        "provisional_document",
        &[("today", "2026-12-15"), ("article", "L. 423-7"), ("complete", "true")],
        "kind",
        "recepisse",
    ),
    (
        "reasons_due",
        &[("asked", "2027-04-10"), ("decision", "2027-03-20"), ("given", "2027-05-05")],
        "appeal_until",
        "2027-07-06",
    ),
    ("reflection_period", &[("handed", "2026-11-20")], "to", "2026-12-19"),
    ("registered_notification", &[("presented", "2026-11-27"), ("today", "2026-12-13")], "notified_on", "2026-11-27"),
    (
        "removal_appeal",
        &[("notified", "2026-11-03"), ("hour", "14:30"), ("liberty", "detention")],
        "until_hour",
        "2026-11-05T14:30:00",
    ),
    ("urgency", &[("today", "2026-11-20"), ("evidence", "2026-11-20"), ("declared", "victim")], "band", "p0"),
    ("visa_again", &[("expiry", "2026-12-31"), ("requested", "2027-01-05")], "on", "null"),
    ("withdrawal_undo", &[("withdrawn", "2026-11-20")], "due", "2026-12-05"),
    (
        "work_right",
        &[("today", "2026-11-20"), ("article", "L. 423-8"), ("stage", "first_extension")],
        "answer",
        "not_allowed",
    ),
];

#[test]
fn every_rule_is_listed_has_a_schema_and_answers() {
    let listed: Vec<_> = inspect::list().into_iter().map(|rule| rule["name"].clone()).collect();
    assert_eq!(listed, QUESTIONS.iter().map(|(name, ..)| json!(name)).collect::<Vec<_>>());
    for (name, given, key, value) in QUESTIONS.iter().copied() {
        let answer = ask(name, given);
        let given = answer[key].as_str().map_or_else(|| answer[key].to_string(), str::to_owned);
        assert_eq!((&answer["ok"], given.as_str()), (&json!(true), value), "{name}: {answer}");
        let schema = inspect::schema(name).expect("schema");
        let outputs = schema["output"]["properties"].as_object().expect("object");
        for key in answer.as_object().expect("object").keys() {
            assert!(outputs.contains_key(key), "{name}: {key} is not in the schema");
        }
        for key in ["rule", "version", "source", "because"] {
            assert!(answer.get(key).is_some_and(|value| !value.is_null()), "{name}: {key}");
        }
        assert!(!answer["source"].as_str().unwrap_or_default().is_empty(), "{name}: no text is cited");
    }
}

/// Absurd but well-formed facts are answered or explained, never a panic.
#[test]
fn the_ends_of_the_calendar_are_answered() {
    for day in ["1900-01-01", "2200-12-31"] {
        for rule in inspect::list() {
            let name = rule["name"].as_str().expect("name");
            let schema = inspect::schema(name).expect("schema");
            let required = schema["input"]["required"].as_array().expect("array").clone();
            let facts: Vec<(&str, &str)> = required.iter().filter_map(Value::as_str).map(|key| (key, day)).collect();
            let answer = ask(name, &facts);
            assert!(answer["ok"] == true || answer["error"].is_string(), "{name}: {answer}");
        }
    }
}
