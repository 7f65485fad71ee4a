//! Examples of the document: made of the types that the operations read and write, so that they stay true.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseKind, CaseState, ChannelKind, CommunicationState, DeadlineKind, EvidenceKind};
use serde_json::{Value, json};
use web::text::t;

use crate::schema::{Case, CasePage, CaseView, Deadline, KnownPerson, NextDeadline, Reception, ReceptionState};

const REFERENCE: &str = "26-067-0000123-31";
const RECEPTION: &str = "com_01930000000070008000000000000000";

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap_or_default()
}

fn instant() -> DateTime<Utc> {
    day(24).and_hms_opt(9, 30, 0).unwrap_or_default().and_utc()
}

/// A parameter of an operation.
pub(crate) fn parameter(name: &str) -> Option<Value> {
    match name {
        "reference" => Some(json!(REFERENCE)),
        "id" => Some(json!(RECEPTION)),
        "idempotency-key" => Some(json!("8e03978e-40d5-43e8-bc93-6894a57f9324")),
        "channel" => Some(json!(ChannelKind::Structure.word())),
        "urgency" => Some(json!("overdue")),
        "due_within" => Some(json!(7)),
        "text" => Some(json!("DIALLO")),
        "limit" => Some(json!(50)),
        _ => None,
    }
}

/// What an operation is sent, by media type.
pub(crate) fn request(operation: &str, kind: &str) -> Option<Value> {
    let file = json!({ "name": "passeport.pdf", "media_type": "application/pdf", "content": "JVBERi0xLjQK" });
    match (operation, kind) {
        ("receive", _) => Some(json!({
            "received_at": "2026-11-24T10:30:00+01:00",
            "person": { "family_name": "DIALLO", "given_names": "Aminata", "birth": "1990-02-14" },
            "request": { "kind": CaseKind::TitleRenewal.word(), "title": "T06" },
            "address": "12 rue des Lilas\n67000 Strasbourg",
            "contact": { "email": "aminata.diallo@example.org", "phone": "+33 6 39 98 00 00" },
            "message": t("api-example-message"),
            "declared_pages": 1,
            "files": [file],
        })),
        ("add-pieces", "application/json") => Some(json!({ "message": t("api-example-pieces"), "files": [file] })),
        _ => None,
    }
}

/// What an operation answers when it serves.
pub(crate) fn answer(operation: &str, status: &str) -> Option<Value> {
    let value = match operation {
        "receive" | "add-pieces" => serde_json::to_value(reception(status == "200")),
        "follow" => serde_json::to_value(state()),
        "list-cases" => {
            serde_json::to_value(CasePage { cases: vec![case()], next: Some("ciAxNzY0MDAwMDAw".to_owned()) })
        }
        "read-case" => serde_json::to_value(view()),
        _ => return None,
    };
    value.ok()
}

fn reception(again: bool) -> Reception {
    Reception {
        id: RECEPTION.to_owned(),
        case: Some(REFERENCE.to_owned()),
        received_on: day(24),
        evidence_on: day(24),
        again,
        notes: Vec::new(),
        ignored: Vec::new(),
    }
}

fn state() -> ReceptionState {
    ReceptionState {
        id: RECEPTION.to_owned(),
        state: CommunicationState::ToIndex.word(),
        case: Some(REFERENCE.to_owned()),
        received_at: instant(),
        received_on: day(24),
        evidence_on: day(24),
        files: 1,
        unreadable: 0,
    }
}

fn case() -> Case {
    Case {
        reference: REFERENCE.to_owned(),
        state: CaseState::Registered.word(),
        frozen: false,
        person: Some(KnownPerson {
            family_name: Some("DIALLO".to_owned()),
            given_names: Some("Aminata".to_owned()),
            birth: Some("1990-02-14".to_owned()),
            description: None,
        }),
        kind: Some(CaseKind::TitleRenewal.word()),
        title: Some("T06".to_owned()),
        ground: None,
        channels: vec![ChannelKind::Structure.word()],
        received_at: instant(),
        received_on: day(24),
        evidence_on: day(24),
        evidence_kind: EvidenceKind::HandedOver.word(),
        next_deadline: Some(NextDeadline { due_on: day(26), kind: Some(DeadlineKind::AcknowledgementDue.word()) }),
    }
}

fn view() -> CaseView {
    CaseView {
        case: case(),
        registered_at: Some(instant()),
        deadlines: vec![Deadline {
            due_on: day(26),
            kind: DeadlineKind::AcknowledgementDue.word(),
            source: t("api-example-source"),
        }],
        pieces: Vec::new(),
        letters: Vec::new(),
    }
}
